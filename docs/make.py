"""Make what is made from the program: `python docs/make.py` or `make docs`.

To add a file, write a function that returns its text, and name the file in `MADE`. To add a table
to a document, write a function that returns it, name it in `TABLES`, and put the lines
`<!-- table: NAME -->` and `<!-- end -->` into the document.
"""

import io
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from unittest import mock

from oicekpi import __version__
from oicekpi.app import reading
from oicekpi.cli.app import run
from oicekpi.cli.commands import COMMANDS
from oicekpi.cli.language import Language, speak
from oicekpi.domain import fields, plan
from oicekpi.domain.fields import Declared, declared
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Exact
from oicekpi.domain.record import (
    KINDS,
    STATES_IN_CHINESE,
    Record,
    all_fields,
    kind_words,
    names,
    order,
)
from oicekpi.domain.target import Target
from oicekpi.domain.vocabulary import State
from oicekpi.reports import explain, picture, status
from oicekpi.reports.look import Look
from oicekpi.schema import json_schema
from oicekpi.storage.workspace import Workspace

ROOT: Final = Path(__file__).resolve().parent.parent
_DAY: Final = date(2024, 9, 30)
_LOOK: Final = Look(width=132, color=True)


def _status(spoken: Language = Language.ENGLISH) -> str:
    speak(spoken)
    shown = reading.status(Workspace(ROOT), _DAY)
    text = status.render("table", shown.whole, shown.shown, shown.findings, _LOOK)
    speak(Language.ENGLISH)
    return picture.svg(text, f"oicekpi status --as-of {_DAY}")


# --- tables of what is declared -------------------------------------------------------------------

PARTS: Final[Mapping[str, type]] = {
    "Plan": plan.Plan,
    "Period": plan.Period,
    "Breaks": plan.Break,
    "Flags": plan.Flags,
    "Sections": plan.Section,
    "Objectives": plan.Objective,
    "Indicators": plan.Indicator,
    "Baseline": plan.Baseline,
    "Targets": Target,
    "Stages": plan.Stage,
    "Pace": plan.Pace,
    "Revisions": plan.Revision,
}
"""The parts of a plan that have keys of their own, by their headings in `docs/formats.md`."""


def _heading(of: type) -> str:
    name = next(name for name, part in PARTS.items() if part is of)
    return f"see [{name}](#{name.lower()})"


def _list(field: fields.Several[Any]) -> str:
    match field.item:
        case fields.Part(of=of):
            return f"list, {_heading(of)}"
        case fields.Pair():
            return "list of `[first, last]`"
        case fields.Text():
            return "list of texts"
        case item:
            return f"list of {value_of(item).replace(' or ', ', ')}"


VALUES: Final[Mapping[type, Callable[[Any], str]]] = {
    fields.Part: lambda field: _heading(field.of),
    fields.Parts: _list,
    fields.Several: _list,
    fields.OneOrMore: lambda field: f"{value_of(field.item)}, or a list",
    fields.Text: lambda _: "text",
    fields.Id: lambda _: "id",
    fields.Words: lambda _: "[text](#texts)",
    fields.Day: lambda _: "day",
    fields.Whole: lambda field: f"whole number from {field.least:,} to {field.most:,}",
    fields.Share: lambda _: "number from 0 to 1",
    Exact: lambda field: "number" if field.least < 0 else "number from 0",
    fields.People: lambda _: "list of names, or whole number",
    fields.Country: lambda _: "two capital letters",
    fields.Choice: lambda field: _words(field.words),
    fields.Enumerated: lambda field: _words(field.known),
    fields.Range: lambda _: "list of two numbers",
    fields.ByDay: lambda _: "days, each with a number",
    fields.Matching: lambda _: "fields, each with a word or a list of words",
}
"""In a few words, what a value may be, by the type of its field."""


def value_of(field: fields.Field[Any]) -> str:
    """Return in a few words what a value may be."""
    return VALUES[type(field)](field)


def _words(words: Iterable[str]) -> str:
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} or {last}" if most else last


def _table(head: str, rows: Iterable[Iterable[str]]) -> str:
    columns = head.count("|") + 1
    lines = [f"| {head} |", "|" + "---|" * columns, *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines).replace("|  |", "| |") + "\n"


def _meaning(key: Declared) -> str:
    written = isinstance(key.default, float | str) and key.default
    return f"{key.help} `{key.default}` if left out." if written else key.help


def _key(name: str, *, required: bool) -> str:
    return f"**`{name}`**" if required else f"`{name}`"


def keys_table(keys: Iterable[Declared]) -> str:
    """Return a table of keys; those that are required are bold."""
    rows = ((_key(k.name, required=k.required), value_of(k.field), _meaning(k)) for k in keys)
    return _table("key | value | meaning", rows)


def part_table(of: type) -> str:
    """Return the keys of a part of a plan."""
    return keys_table(declared(of).values())


def common_table() -> str:
    """Return the fields that records of every kind have."""
    return keys_table(declared(Record)[name] for name in order(Record))


def kinds_table(head: str = "kind | own fields", *, chinese: bool = False) -> str:
    """Return the fields that each kind of record adds; for Chinese readers also its word."""
    rows = []
    for name, kind in KINDS.items():
        own = [key for key in order(kind) if key not in declared(Record)]
        keys = sorted((declared(kind)[key] for key in own), key=lambda key: not key.required)
        called = f"`{name}`（{kind.CHINESE}）" if chinese else f"`{name}`"
        rows.append((called, ", ".join(_key(k.name, required=k.required) for k in keys)))
    return _table(head, rows)


def fields_table() -> str:
    """Return what the fields mean that not every kind of record has."""
    having = {
        name: [declared(kind)[name] for kind in KINDS.values() if name in declared(kind)]
        for name in all_fields()
        if name not in declared(Record)
    }
    rows = ((f"`{name}`", value_of(keys[0].field), keys[0].help) for name, keys in having.items())
    return _table("field | value | meaning", rows)


def measures_table() -> str:
    """Return the measures: the kinds of record, and the targets, that each can take."""
    wordings = declared(Target)
    rows = [
        (
            f"`{name}`",
            ", ".join(measure.kinds()),
            ", ".join(f"`{key}`" for key in wordings if key in measure.targets) or "its stages",
            ", ".join(f"`{each}`" for each in measure.aggregates),
        )
        for name, measure in MEASURES.items()
    ]
    return _table("`measure` | `of` can be | `target` can be | `aggregate` can be", rows)


def headers_table() -> str:
    """Return the Chinese headers by which `import` knows each field."""
    lines = ["| field | headers |", "|---|---|"]
    lines += (f"| `{field}` | {_coded(names(field)[1:])} |" for field in all_fields())
    return "".join(f"{line}\n" for line in lines)


def words_table() -> str:
    """Return the Chinese words by which kinds and states are known."""
    known = {name: kind_words(name) for name in KINDS} | {
        str(state): tuple(word for word, meant in STATES_IN_CHINESE.items() if meant is state)
        for state in State
    }
    lines = ["| word | in Chinese |", "|---|---|"]
    lines += (f"| `{name}` | {_coded(also)} |" for name, also in known.items())
    return "".join(f"{line}\n" for line in lines)


def _coded(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    **{name: partial(part_table, of) for name, of in PARTS.items()},
    "Measures": measures_table,
    "Every kind": common_table,
    "Kinds": kinds_table,
    "Kinds zh": partial(kinds_table, "类型 | 自有字段", chinese=True),
    "Fields": fields_table,
    "Headers": headers_table,
    "Words": words_table,
}
"""The tables by the names that their documents give them."""


def with_tables(name: str) -> str:
    """Return a document with its tables made anew."""
    text = (ROOT / name).read_text("utf-8")
    marked = r"(<!-- table: (.+) -->\n)(?:\|.*\n)*(<!-- end -->\n)"
    return re.sub(marked, lambda match: match[1] + TABLES[match[2]]() + match[3], text)


# --- the commands ---------------------------------------------------------------------------------


def _help(*command: str) -> str:
    """Return a help page as it is shown in English on a terminal of 80 columns."""
    shown = io.StringIO()
    with redirect_stdout(shown), mock.patch.dict(os.environ, {"COLUMNS": "80"}):
        run(["--lang", "en", *command, "--help"])
    return shown.getvalue().strip("\n")


def commands_page() -> str:
    """Return the reference of all commands: each help page under its name."""
    parts = [COMMANDS_HEAD, f"## oicekpi\n```text\n{_help()}\n```\n"]
    for name, summary in COMMANDS.items():
        parts.append(f"## {name}\n{summary}.\n\n```text\n{_help(name)}\n```\n")
    return "\n".join(parts)


COMMANDS_HEAD: Final = """\
# Commands

This page is made from the program by `make docs`; `oicekpi COMMAND --help` shows the same.

Exit codes: 0 success; 1 the files have errors; 2 wrong usage, or oicekpi cannot work; 3 a bug in
oicekpi; 4 `--fail-on` was reached; 130 interrupted. [Output for programs](output.md) describes JSON
and CSV.
"""

# --- files ----------------------------------------------------------------------------------------


def with_version(name: str) -> str:
    """Return a file that names the release, which `oicekpi/__init__.py` alone decides."""
    before = r"rev: v|oicekpi(?:/agenda)?@v|/raw/v|tag, such as `v|oicekpi(?:\[report\])?=="
    named = rf"({before})\d+\.\d+\.\d+\w*"
    return re.sub(named, rf"\g<1>{__version__}", (ROOT / name).read_text("utf-8"))


MADE: Final[Mapping[str, Callable[[], str]]] = {
    "schemas/plan.schema.json": json_schema.plan_schema,
    "schemas/record.schema.json": json_schema.record_schema,
    "oicekpi/app/starter/files/plan-2024.yaml": lambda: (ROOT / "plans/2024.yaml").read_text(
        "utf-8"
    ),
    "docs/ci.md": partial(with_version, "docs/ci.md"),
    "templates/gitlab.yml": partial(with_version, "templates/gitlab.yml"),
    "docs/commands.md": commands_page,
    "docs/findings.md": explain.findings_page,
    "docs/formats.md": partial(with_tables, "docs/formats.md"),
    "docs/import.md": partial(with_tables, "docs/import.md"),
    "oicekpi/app/starter/files/records-README.md": partial(
        with_tables, "oicekpi/app/starter/files/records-README.md"
    ),
    "oicekpi/app/starter/files/zh/records-README.md": partial(
        with_tables, "oicekpi/app/starter/files/zh/records-README.md"
    ),
    "docs/images/status.svg": _status,
    "docs/images/status.zh.svg": partial(_status, Language.CHINESE),
}
"""The files that are made, by their path, and how. They are kept in git, so that nobody needs to
make them in order to read them."""


def make(root: Path = ROOT) -> None:
    """Write every file that is made, and print which of them changed."""
    for name, write in MADE.items():
        path, text = root / name, write()
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        print(name)


if __name__ == "__main__":
    make()
