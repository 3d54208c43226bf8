"""Gather every sentence of the program, and bring the catalogues up to date: `make messages`.

The sentences are those in calls of `gettext`, `marked` and the like, wherever they are in the
source; those of declarations, which are imported: messages, fields, commands and their options.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from oicekpi.cli import app, commands
from oicekpi.domain import countries, fields, kinds, plan  # noqa: F401 - registers the kinds
from oicekpi.domain.fields import declared
from oicekpi.domain.record import KINDS
from oicekpi.messages import catalogue

ROOT: Final = Path(__file__).resolve().parent.parent
CATALOGUES: Final = ROOT / "oicekpi/locale"
_ALONE: Final = frozenset({"_", "gettext", "marked"})
"""Functions that take a sentence. Others take one for a number and one for the rest, or a context
first."""

_UNWANTED: Final = (
    b'"Report-Msgid-Bugs-To:',
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Last-Translator:',
    b'"Language-Team:',
    b'"Generated-By:',
)

Id: TypeAlias = "str | tuple[str, str]"


class Sentence(NamedTuple):
    """What is translated: a sentence, or one for one and one for many; where, and the context."""

    id: Id
    where: str
    context: str | None = None


def sentences() -> Iterator[Sentence]:
    """Go through all sentences; one that is used in several places comes several times."""
    for path in sorted(ROOT.glob("oicekpi/**/*.py")):
        yield from _called(path)
    for path in sorted(ROOT.glob("oicekpi/reports/templates/*.html")):
        yield from _in_template(path)
    yield from _declared()
    yield from _fields()
    for name in countries.NAMES.values():
        yield Sentence(name, "oicekpi/domain/countries.py", "country")
    yield from _commands()


# --- calls ----------------------------------------------------------------------------------------


def _called(path: Path) -> Iterator[Sentence]:
    """Find the sentences in the calls of a module."""
    where = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [_text(each) for each in node.args]
        match node.func.id, texts:
            case name, [str(text)] if name in _ALONE:
                yield Sentence(text, where)
            case "ngettext", [str(one), str(many), _]:
                yield Sentence((one, many), where)
            case "pgettext", [str(context), str(text)]:
                yield Sentence(text, where, context)
            case "npgettext", [str(context), str(one), str(many), _]:
                yield Sentence((one, many), where, context)


def _text(node: ast.expr) -> str | None:
    """Return a text, or the one that a constant of another module holds."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Attribute(value=ast.Name(id=module), attr=name) if name.isupper():
            home = sys.modules.get(f"oicekpi.messages.{module}")
            return getattr(home, name, None)
    return None


def _in_template(path: Path) -> Iterator[Sentence]:
    """Find the sentences in the calls of a template."""
    where = path.relative_to(ROOT).as_posix()
    with path.open("rb") as template:
        found = [*babel_extract(template, ("_", "ngettext"), (), {"silent": "false"})]
    for _line, _function, texts, _comments in found:
        match texts:
            case str(text):
                yield Sentence(text, where)
            case (str(one), str(many), *_):
                yield Sentence((one, many), where)


# --- declarations ---------------------------------------------------------------------------------


def _declared() -> Iterator[Sentence]:
    """Find what is said of every code."""
    modules = {code: name for name in catalogue.DECLARING for code in _codes(name)}
    for code, message in catalogue.declared().items():
        where = f"oicekpi/messages/{modules[code]}.py"
        for text in message.cases.values():
            yield Sentence((text.text, text.many) if text.many else text.text, where)
            yield from (Sentence(each, where) for each in text.help)
        yield from (Sentence(each, where) for each in (message.explanation, message.fix) if each)


def _codes(module: str) -> Iterator[str]:
    """Find the codes that a module declares."""
    path = ROOT / f"oicekpi/messages/{module}.py"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="declare"), args=[ast.Constant(value=str(code)), *_]):
                yield code


def _fields() -> Iterator[Sentence]:
    """Find what the fields of records and the keys of plans are for."""
    for of in (*KINDS.values(), *_parts(plan.Plan)):
        where = f"{of.__module__.replace('.', '/')}.py"
        yield Sentence((of.__doc__ or "").partition("\n")[0], where)
        yield from (Sentence(key.help, where) for key in declared(of).values())


def _parts(of: type) -> Iterator[type]:
    """Go through a part of a plan and all parts of it."""
    yield of
    for key in declared(of).values():
        match key.field:
            case fields.Part(of=inner) | fields.Parts(of=inner):
                yield from _parts(inner)


def _commands() -> Iterator[Sentence]:
    """Find what the help pages say."""
    program: Any = typer.main.get_command(app.app)
    yield from _page(program, app)
    for name, summary in commands.COMMANDS.items():
        yield Sentence(summary, "oicekpi/cli/commands.py")
        yield from _page(commands.load(name, program), commands.module(name))


def _page(command: Any, home: Any) -> Iterator[Sentence]:  # noqa: ANN401 - typer does not give the type out
    """Find what one page says, but for the help of fields."""
    derived = home.derived() if hasattr(home, "derived") else ()
    own = [each for each in command.params if not each.hidden and each.name not in derived]
    for text in (cleandoc(command.help), *(each.help or "" for each in own), home.EXAMPLES):
        if text:
            yield Sentence(text, f"{home.__name__.replace('.', '/')}.py")


# --- catalogues -----------------------------------------------------------------------------------


def template() -> Catalog:
    """Return all sentences as a catalogue without translations."""
    made = Catalog(domain="oicekpi", charset="utf-8")
    found = [*sentences()]
    for_many = {each.id[1] for each in found if isinstance(each.id, tuple)}
    for each in found:
        if each.id not in for_many:  # which is found with the one that it belongs to
            made.add(each.id, locations=[(each.where, 0)], context=each.context)
    return made


def updated(path: Path) -> Catalog:
    """Return a catalogue with all sentences, and without those that are gone."""
    with path.open("rb") as text:
        catalog = read_po(text)
    catalog.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as its file is written: without days and names, which git knows better."""
    text = BytesIO()
    write_po(text, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    lines = text.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_UNWANTED))


def lacking(catalog: Catalog) -> list[Message]:
    """Return the sentences that have no translation, or one that is only a guess."""
    return [each for each in catalog if each.id and (each.fuzzy or not all(strings(each)))]


def strings(message: Message) -> list[str]:
    """Return the translation of a sentence, or one for each of its forms."""
    held = message.string
    return [held] if isinstance(held, str) else [*(held or ("",))]


def update(paths: Iterable[Path]) -> None:
    """Bring catalogues up to date, and print how many sentences each still lacks."""
    for path in paths:
        catalog = updated(path)
        path.write_bytes(written(catalog))
        print(f"{path.relative_to(ROOT)}: {len(lacking(catalog))} sentences to translate")


if __name__ == "__main__":
    update(sorted(CATALOGUES.glob("*/LC_MESSAGES/oicekpi.po")))
