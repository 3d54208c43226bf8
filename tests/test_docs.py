"""The documents: examples are read and run, links lead somewhere, nothing is left out.

`pytest -n 0 --remake tests/test_docs.py` writes the outputs of commands anew.
"""

import json
import re
import shlex
import subprocess
import textwrap
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from typer.core import TyperCommand

import oicekpi
from oicekpi.app.importing import mapping_file
from oicekpi.checks.survey import survey
from oicekpi.cli import commands
from oicekpi.cli.app import run
from oicekpi.cli.commands import COMMANDS
from oicekpi.messages.catalogue import Severity
from oicekpi.schema import json_schema
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import Workspace
from tests.plans import HEAD

pytestmark = pytest.mark.untraced

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = Path(oicekpi.__file__).parent
DOCUMENTS: Final = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "records/README.md"],
)
READMES: Final = ("README.md", "README.zh-CN.md")
STARTER: Final = sorted(ROOT.glob("oicekpi/app/starter/files/**/*.md"))  # none beside a wheel


class Block(NamedTuple):
    """Some lines between fences: the document, the line where they begin, and what they are."""

    document: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        """Name it by its place."""
        return f"{self.document}:{self.line}"


def blocks(language: str, *paths: Path) -> Iterator[Block]:
    """Find the blocks of a language in the documents."""
    fence = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for path in paths:
        text = path.read_text("utf-8")
        for match in fence.finditer(text):
            if match[1] == language:
                line = text.count("\n", 0, match.start()) + 2
                yield Block(path.relative_to(ROOT).as_posix(), line, language, match[2])


def prose(text: str) -> str:
    """Take the blocks out of a document."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


# --- plans and records ----------------------------------------------------------------------------

CHECKOUT: Final = "- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
HOW_ROWS: Final = (
    "# How rows become records. `oicekpi import --write` keeps it here; it may be edited."
)
# Blocks of YAML that are no plan and no record, by document and first line, and why.
ELSEWHERE: Final = {
    ("docs/ci.md", "repos:"): "pre-commit's; tests/test_ci.py has it run",
    ("docs/ci.md", CHECKOUT): "GitHub's; tests/test_ci.py has it run",
    ("docs/ci.md", "permissions: {contents: read, issues: write}"): "the same",
    (
        "docs/ci.md",
        '      - run: mkdir site && mv "$RUNNER_TEMP/report.html" site/index.html',
    ): "the end of a workflow",
    ("docs/ci.md", "pages:"): "GitLab's, whose commands tests/test_ci.py has run for GitHub",
    ("docs/ci.md", "include:"): "GitLab's; tests/test_ci.py has the template run",
    ("docs/ci.md", "# yaml-language-server: $schema=../../schemas/record.schema.json"): "a comment",
    ("docs/import.md", HOW_ROWS): "a mapping; a test below has it written",
}
SMALL_INDICATOR: Final = {"id": "A1.x", "title": "Staff", "measure": "people", "of": "[trip]"}
KNOWN: Final = json.loads(json_schema.plan_schema())
# docs/findings.md shows what is wrong; tests/cases/invalid has each of it found.
SHOWN: Final = [
    block
    for block in blocks("yaml", *DOCUMENTS, *STARTER)
    if block.document != "docs/findings.md"
    and (block.document, block.text.split("\n")[0]) not in ELSEWHERE
]


def workspace_around(text: str) -> dict[str, str]:
    """Put an example into the files of a workspace: a record by the shipped plan, or a plan."""
    match yamlfile.read(text.encode()):
        case {"kind": _, "date": day} | ({"kind": _, "date": day}, *_) as value:
            name = day if isinstance(value, dict) else f"{day:.7}"
            shipped = (ROOT / "plans/2024.yaml").read_text("utf-8")
            return {"plans/2024.yaml": shipped, f"records/{name}.yaml": text}
        case value:
            return {"plans/2024.yaml": plan_around(text, value)}


def plan_around(text: str, value: object) -> str:
    """Make a plan of an example: a plan, its indicators, or some keys of a plan or indicator."""
    if isinstance(value, tuple):
        return HEAD + textwrap.indent(text, " " * 10)
    assert isinstance(value, dict)
    if "sections" in value:
        return text
    if value.keys() <= KNOWN["properties"].keys():
        return f"{text}{HEAD}{' ' * 10}- {{id: X, title: X, measure: records, of: [trip]}}"
    assert value.keys() <= KNOWN["$defs"]["Indicator"]["properties"].keys()
    rest = "".join(f"{key}: {each}\n" for key, each in SMALL_INDICATOR.items() if key not in value)
    return f"{HEAD}          -{textwrap.indent(rest + text, ' ' * 12)[11:]}"


@pytest.mark.parametrize("block", SHOWN, ids=str)
def test_example_of_a_plan_or_a_record_holds(block: Block, tmp_path: Path) -> None:
    """What a document shows as a plan, a record, or a part of one, has no mistake."""
    named = re.findall(r"evidence/[\w/.-]+", block.text)
    files = {"records/README.md": "", **dict.fromkeys(named, ""), **workspace_around(block.text)}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    report = survey(Workspace(tmp_path), date(2024, 9, 30))
    assert {each.severity for each in report.findings} <= {Severity.NOTE}
    assert (report.plans, report.records > 0) == (1, "kind:" in block.text)


def test_list_of_other_examples_has_nothing_too_much() -> None:
    """What is said to be no plan and no record is there."""
    there = {(each.document, each.text.split("\n")[0]) for each in blocks("yaml", *DOCUMENTS)}
    assert ELSEWHERE.keys() <= there


def test_mapping_that_is_shown_is_as_it_is_written() -> None:
    """What docs/import.md shows as a remembered import is read, and written so."""
    (block,) = blocks("yaml", ROOT / "docs/import.md")
    mapping, findings = mapping_file.parse("imports/trips.yaml", block.text.encode())
    assert mapping is not None, findings
    assert mapping_file.render(mapping).decode() == block.text


# --- commands -------------------------------------------------------------------------------------

# Commands that are not run here, by how they begin, and why.
NOT_RUN: Final = {
    "git clone": "needs the network",
    "pipx": "needs the network",
    "cd ": "the tests are there already",
}
IN_THE_SHELL: Final = {"git", "sed"}
CONSOLE: Final = list(blocks("console", *DOCUMENTS, *STARTER))


class Step(NamedTuple):
    """A command as it is typed, and the output that a document shows."""

    typed: str
    shown: str

    @property
    def command(self) -> str:
        """The command in one line."""
        return self.typed.replace("\\\n", " ")


def steps(block: Block) -> list[Step]:
    """Take a block of a terminal apart; each command begins with `$ `."""
    _, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert block.text.startswith("$ "), f"{block} does not begin with a command"
    found = (re.fullmatch(r"((?:.*\\\n)*.*)\n([\s\S]*)", part) for part in parts)
    return [Step(each[1], each[2]) for each in found if each]


def is_not_run(command: str) -> bool:
    """Tell whether a command is among those that are not run here."""
    return command.startswith(tuple(NOT_RUN))


def tree(folder: Path) -> dict[str, bytes]:
    """Give all files of plans and records with their bytes."""
    files = (*folder.glob("plans/**/*"), *folder.glob("records/**/*"))
    return {str(path): path.read_bytes() for path in files if path.is_file()}


@pytest.fixture
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the computer speak the language of the document, as that of its reader does."""
    if ".zh-CN." in request.node.callspec.params["document"]:
        monkeypatch.setenv("OICEKPI_LANG", "zh")


@pytest.mark.usefixtures("clone", "catalogues", "reader")
@pytest.mark.parametrize("day", [date(2025, 1, 1), date(2031, 7, 1)], ids=str)
@pytest.mark.parametrize("document", sorted({block.document for block in CONSOLE}))
def test_session_at_the_terminal_goes_as_shown(
    document: str,
    day: date,
    on_day: Callable[[date], None],
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """A document's commands, typed in turn on any day, show the output that follows them.

    They succeed, except where `echo $?` shows another exit code, and leave all files as they were.
    """
    on_day(day)
    remake = request.config.getoption("--remake")
    before = tree(Path())
    session = [step for block in CONSOLE if block.document == document for step in steps(block)]
    code = 0
    for at, step in enumerate(session):
        program, *arguments = shlex.split(step.command)
        if is_not_run(step.command):
            continue
        if step.command == "echo $?":
            assert step.shown == f"{code}\n"
            continue
        capsys.readouterr()
        if program in IN_THE_SHELL:
            code = subprocess.run([program, *arguments], check=False).returncode
        else:
            assert program == "oicekpi", f"say whether and how to run: {step.command}"
            code = run(arguments)
        asked = session[at + 1 : at + 2]
        assert code == 0 or (asked and asked[0].command == "echo $?"), step.command
        if step.shown:
            output = "".join(capsys.readouterr())
            if remake:
                path, text = ROOT / document, (ROOT / document).read_text("utf-8")
                old, new = (f"$ {step.typed}\n{shown}" for shown in (step.shown, output))
                found = re.search(re.escape(old) + r"(?=```|\$ )", text)
                assert found
                text = text[: found.start()] + new + text[found.end() :]
                path.write_text(text, "utf-8", newline="\n")
                continue
            assert output == step.shown
    assert tree(Path()) == before


def test_list_of_commands_that_are_not_run_has_nothing_too_much() -> None:
    """Each sort of command that is not run is shown somewhere."""
    shown = [step.command for block in CONSOLE for step in steps(block)]
    assert all(any(command.startswith(start) for command in shown) for start in NOT_RUN)


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], bool]:
    """Tell whether the program understands a command line, up to a pipe or a redirection."""
    monkeypatch.setattr(TyperCommand, "invoke", lambda *_: None)

    def parses(command: str) -> bool:
        words = list(shlex.shlex(command, posix=True, punctuation_chars="|>"))
        ends = [at for at, word in enumerate(words) if word in {"|", ">"}]
        line = shlex.split(command)[: ends[0]] if ends else shlex.split(command)
        return run(line[line.index("oicekpi") + 1 :]) == 0

    return parses


@pytest.mark.parametrize("verb", COMMANDS)
def test_examples_of_every_verb_are_understood(verb: str, parses: Callable[[str], bool]) -> None:
    """Each line of a help's examples is one that the program takes."""
    examples: str = commands.module(verb).EXAMPLES.partition("\n\n")[0]
    lines = [line.strip() for line in examples.split("\n") if line.startswith("  ")]
    assert lines
    for command in (re.split(" {2,}", line)[0] for line in lines):
        assert f"oicekpi {verb}" in command
        assert parses(command), command


@pytest.mark.parametrize("path", [*DOCUMENTS, *STARTER], ids=lambda path: path.stem)
def test_commands_that_are_named_in_sentences_are_understood(
    path: Path, parses: Callable[[str], bool]
) -> None:
    """A command between backquotes is one that the program takes, or names a verb alone."""
    for command in re.findall(r"`(oicekpi [a-z-][^`]*)`", prose(path.read_text("utf-8"))):
        assert command.split()[-1] in COMMANDS or "…" in command or parses(command), command


@pytest.mark.parametrize("name", READMES)
def test_every_verb_is_in_the_readme(name: str) -> None:
    """A verb is made known where people look first."""
    text = (ROOT / name).read_text("utf-8")
    assert [verb for verb in COMMANDS if f"`oicekpi {verb}" not in text] == []


# --- Python ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("clone")
def test_examples_in_python_run(capsys: pytest.CaptureFixture[str]) -> None:
    """What docs/api.md shows runs from top to bottom in a workspace, and writes nothing."""
    before = tree(Path())
    text = "\n".join(block.text for block in blocks("python", ROOT / "docs/api.md"))
    exec(compile(text, "docs/api.md", "exec"), {})  # noqa: S102 - our own examples
    shown = capsys.readouterr().out
    assert "A1.staff behind 7" in shown
    assert "records/2024/2024-09-30-trip-a1-staff" in shown
    assert tree(Path()) == before


# --- links ----------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """Give the names by which a document's headings are linked to."""
    heads = re.findall(r"^#+ (.+)$", prose(path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    """A link leads to a file that is there, and in it to a heading that is there."""
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(path.read_text("utf-8"))):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if target.is_relative_to(ROOT / "oicekpi"):  # which may be installed elsewhere
            target = PACKAGE / target.relative_to(ROOT / "oicekpi")
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_documents_that_the_program_names_are_there() -> None:
    """Whoever is sent to a document finds it."""
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.glob("app/starter/files/**/*")]
    sources += [ROOT / name for name in ("Makefile", "action.yml", "templates/gitlab.yml")]
    named = {
        name
        for path in sources
        if path.is_file()
        for name in re.findall(r"docs/[\w./-]+\.\w+", path.read_text("utf-8"))
    }
    assert "docs/formats.md" in named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_figures_of_the_forecast_are_those_that_were_measured(name: str) -> None:
    """The README's scores are those in docs/forecast.md."""
    measured = (ROOT / "docs/forecast.md").read_text("utf-8")
    readme = (ROOT / name).read_text("utf-8")
    for line in ("model, cross-validated", "straight_line"):
        score = re.search(rf"^{line} +(\S+)", measured, re.MULTILINE)
        assert score
        assert score[1] in readme
