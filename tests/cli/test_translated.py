"""Nothing reaches a person without passing through a catalogue.

The commands speak English in wide letters here (`Wide` in tests/conftest.py). What is left in
ordinary letters was not translated: it must be what somebody wrote, a key, or an option.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import typer

from oicekpi.cli import app, commands
from oicekpi.domain.record import KINDS, all_fields
from oicekpi.messages.catalogue import declared
from oicekpi.reports.explain import codes

pytestmark = pytest.mark.untraced

Run = Callable[..., tuple[int, str, str]]
CASES = Path(__file__).parents[1] / "cases"
WORD = re.compile(r"[A-Za-z][A-Za-z]+")
EXCERPT = re.compile(r"^ *\d* \| [^\n]*$|^```.*?^```$", re.MULTILINE | re.DOTALL)
"""A line of a file with the place in it, and an example."""
COMMAND = re.compile(r"\boicekpi [a-z-]+(?: --?[a-z-]+)*")
NEVER = {"error", "warning", "note", "help", "and", "or", "is", "are", "the", "no", "with", "for"}
"""Words that our sentences have, and that nothing else here may have, lest they pass unnoticed."""


def words(text: str) -> set[str]:
    """Return the words in ordinary letters."""
    return {word.lower() for word in WORD.findall(text)}


# What other programs and the system say, and what is the same in every language.
SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/record.schema.json"
FOREIGN = words(SCHEMA_LINE) | {
    "oicekpi",
    "yaml",
    "csv",
    "json",
    "utf",
    "iso",
    "yyyy",
    "dd",
    "mm",
    "readme",
    "md",
}

PLAN = """\
title: 计划
period: {start: 2024-01-01, end: 2024-12-31}
breaks: [{start: 2024-02-01, end: 2024-02-10, name: 假}]
sections:
  - id: A
    title: 章
    objectives:
      - id: A1
        title: 目
        owner: 甲
        indicators:
          - {id: A1.xa, title: 题, measure: people, of: [trip], target: {at_least: 15},
             requires: [approval]}
          - {id: A1.xb, title: 题, measure: partners, of: [trip, agreement],
             target: {between: [3, 5]}, requires: [evidence, approval]}
          - {id: A1.xc, title: 题, measure: records, of: [agreement], target: {at_most: 4}}
          - {id: A1.xd, title: 题, measure: records, of: [activity], review_every: 30}
          - {id: A1.xe, title: 题, measure: amount, of: [trip], unit: 元, target: {at_least: 900}}
      - id: A2
        title: 目
        indicators:
          - {id: A2.xf, title: 题, measure: stages, of: [milestone],
             stages: [{id: s1, title: 一, due: 2024-03-31}, {id: s2, title: 二, due: 2024-05-31},
                      {id: s3, title: 三}]}
          - {id: A2.xg, title: 题, measure: level, of: [reading], target: {at_least: 80},
             baseline: {value: 70}, note: 注}
          - {id: A2.xh, title: 题, measure: ratio, of: [reading], target: {within: [30, 40]}}
          - {id: A2.xi, title: 题, measure: level, of: [reading], target: {at_most: 3},
             each: quarter}
          - {id: A2.xj, title: 题, measure: people, of: [application], target: {at_least: 30},
             pace: {checkpoints: {2024-06-30: 10}},
             revisions: [{on: 2024-05-01, target: {at_least: 20}, reason: 因}]}
"""
RECORDS = """\
- {date: 2024-03-04, kind: trip, indicator: [A1.xa, A1.xb, A1.xe], people: 2, partner: 校,
   country: DE, approval: U-1, evidence: [evidence/x.pdf], amount: 1200.50}
- {date: 2024-03-05, kind: trip, indicator: A1.xa, people: [甲, 乙], purpose: 因}
- {date: 2024-03-11, kind: agreement, indicator: [A1.xb, A1.xc], partner: 院}
- {date: 2024-03-12, kind: milestone, indicator: A2.xf, stage: s1}
- {date: 2024-03-13, kind: reading, indicator: A2.xg, value: 72.5}
- {date: 2024-03-14, kind: reading, indicator: A2.xh, numerator: 3, denominator: 12}
- {date: 2024-03-15, kind: reading, indicator: A2.xi, value: 2}
- {date: 2024-03-16, kind: application, indicator: A2.xj, people: 3}
- {date: 2024-03-17, kind: trip, indicator: A1.xa, people: 1, state: cancelled, reason: 因}
- {date: 2024-03-18, kind: trip, indicator: A1.xa, people: 1, state: planned}
- {date: 2024-03-19, kind: activity, indicator: A1.xd, title: 课}
"""


def held(folder: Path) -> set[str]:
    """Return the words of the files below a folder, and of their names."""
    found = set()
    for path in folder.rglob("*"):
        found |= words(str(path.relative_to(folder)))
        if path.is_file():
            found |= words(path.read_bytes().decode("utf-8", "replace"))
    return found


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a workspace with every measure and every sort of target, whose words are Chinese."""
    root = tmp_path / "office"
    for folder in ("plans", "records/2024", "evidence"):
        (root / folder).mkdir(parents=True)
    (root / "plans/2024.yaml").write_text(PLAN, "utf-8")
    (root / "records/2024/2024-03-x.yaml").write_text(RECORDS, "utf-8")
    (root / "evidence/x.pdf").write_text("")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def left(
    run: Run, wide: object, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, set[str]]]:
    """Run the program in wide letters; gives the code, and what is left in ordinary ones."""
    del wide

    def left(*arguments: str, known: Iterable[str] = ()) -> tuple[int, set[str]]:
        monkeypatch.setenv("OICEKPI_LANG", "zh")
        code, out, err = run(*arguments)
        out, err = (COMMAND.sub("", EXCERPT.sub("", each)) for each in (out, err))
        typed = words(" ".join(arguments))
        coded = {word for each in declared() if each in err + out for word in words(each)}
        return code, words(out + err) - typed - coded - {*known} - FOREIGN

    return left


COMMANDS = [
    *(
        ("status", "--explain", "--as-of", day)
        for day in ("2023-12-01", "2024-04-30", "2025-02-01")
    ),
    ("status", "--flagged", "--owner", "甲"),
    ("status", "--format", "markdown"),
    *(("show", "A1", "A2", "--as-of", day) for day in ("2023-12-01", "2024-06-30", "2025-02-01")),
    ("history",),
    ("history", "--as-of", "2025-03-31"),
    ("log",),
    *(("log", "--by", by) for by in ("person", "country", "partner", "kind", "month", "indicator")),
    ("check",),
    ("agenda", "--days", "90"),
    ("agenda", "--days", "90", "--format", "markdown"),
    ("next-plan", "2025"),
    ("add", "trip", "A1.xa", "--people", "3", "--date", "2024-09-02", "-n"),
    ("add", "trip", "A1.xa", "--people", "3", "--date", "2024-12-02", "-n"),
    ("report", "--output", "x.md"),
    # --- what is refused ---
    ("status", "Z9"),
    ("status", "--explain", "--format", "json"),
    ("status", "--owner", "x"),
    ("show", "A1.xz"),
    ("check", "nowhere"),
    ("check", "--explain", "wrong-kin"),
    ("--plan", "2031", "status"),
    ("--root", "nowhere", "status"),
    ("add", "trip"),
    ("add", "tripp", "A1"),
    ("add", "trip", "A1.xa"),
    ("add", "trip", "A1.xa", "--people", "0"),
    ("add", "trip", "A1.xa", "--people", "2", "--country", "Nowhere"),
    ("add", "trip", "A1.xa", "--people", "2", "--date", "2031-04-05"),
    ("add", "trip", "A1.xa", "--people", "2", "--date", "04/05/2024"),
    ("confirm", "2024-03-x#10"),
    ("confirm", "2024-03-x#9"),
    ("cancel", "2024-03-x#9", "--reason", "因"),
    ("cancel", "2024-03-x#1", "--reason", " "),
    ("edit", "xyz"),
    ("remove", "2024-03-x#1"),
    ("import", "nowhere.csv"),
    ("compare", "2024", "2024"),
    ("init", "."),
]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_a_command_says_is_translated(
    arguments: tuple[str, ...], office: Path, left: Callable[..., tuple[int, set[str]]]
) -> None:
    """Only what files say, keys and codes are left."""
    known = held(office) | {*all_fields(), *KINDS} | words(office.as_posix())
    assert (held(office) | {*all_fields(), *KINDS}) & NEVER == {"note"}  # a field of records
    code, rest = left(*arguments, known=known)
    assert code != 3
    assert rest == set()


FAULTS = sorted({path.parent for path in CASES.glob("invalid/**/expected.txt")})


@pytest.mark.parametrize("case", FAULTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_check_says_is_translated(
    case: Path, tmp_path: Path, left: Callable[..., tuple[int, set[str]]]
) -> None:
    """Every finding and its help; so are the findings that `status` names."""
    folder = tmp_path / "case"
    shutil.copytree(case, folder)
    for name in ("plans", "records"):
        (folder / name).mkdir(exist_ok=True)
    if not any((folder / "plans").iterdir()) and case.parent.name != "no-plan":
        shutil.copy(CASES / "plan.yaml", folder / "plans/2024.yaml")
    known = (
        held(folder) | words((case / "expected.txt").read_text("utf-8")) | {*all_fields(), *KINDS}
    )
    for command in ("check", "status"):
        code, rest = left("--root", str(folder), command, known=known)
        assert code != 3
        assert rest == set()


@pytest.mark.parametrize("code", codes())
def test_what_is_explained_is_translated(
    code: str, left: Callable[..., tuple[int, set[str]]]
) -> None:
    """What a finding means, and how to fix it."""
    assert left("check", "--explain", code) == (0, set())


@pytest.mark.parametrize("command", commands.COMMANDS)
def test_help_is_translated(command: str, left: Callable[..., tuple[int, set[str]]]) -> None:
    """Only commands, options and what they take are left."""
    program: Any = typer.main.get_command(app.app)
    page = commands.load(command, program)
    typed = [word for each in page.params for word in (*each.opts, str(each.metavar))]
    taken = {"options", "str", "int", "path", "list", "help"}
    known = words(" ".join([*typed, *commands.COMMANDS])) | taken
    assert left(command, "--help", known=known) == (0, set())
    assert left("--help", known=known | {"args", "command"})[0] == 0


@pytest.mark.usefixtures("office")
def test_the_dialogue_is_translated(
    office: Path,
    left: Callable[..., tuple[int, set[str]]],
    someone_there: Callable[..., list[str]],
) -> None:
    """Questions, what is offered, and why an answer is not taken."""
    asked = someone_there(
        "", "tri", "trip", "04/05/2024", "2031-01-01", "<", "trip", "", "9", "1", "", "0", "甲",
        "Nowhere", "DE", "", "", "", "2020-01-01", "", "", "", "", "x", "n",
    )  # fmt: skip
    known = held(office) | {*all_fields(), *KINDS} | {"today", "germany", "nowhere"}
    code, rest = left("add", known=known)
    assert (code, rest) == (0, set())
    assert words(" ".join(asked)) - known == set()


@pytest.mark.usefixtures("office")
def test_an_import_is_translated(
    office: Path, left: Callable[..., tuple[int, set[str]]], tmp_path: Path
) -> None:
    """What becomes of columns and rows, what is open, wrong, known and new."""
    sheet = tmp_path / "x.csv"
    sheet.write_text(
        "date,people,zz\n2024-03-05,甲；乙,\n2024-13-05,3 x,1\n2024-04-05,N/A,2\n", "utf-8"
    )
    known = held(office) | {*all_fields(), *KINDS} | {"imports", "zz", "map", "set"}
    assert left("import", str(sheet), known=known) == (1, set())
    fixed = ("--map", "zz=", "--set", "kind=trip", "--set", "indicator=A1.xa")
    assert left("import", str(sheet), *fixed, known=known) == (1, set())
    sheet.write_text("date,people\n2024-03-05,甲；乙\n2024-04-05,3\n", "utf-8")
    assert left("import", str(sheet), *fixed[2:], known=known) == (0, set())
    assert left("import", str(sheet), *fixed[2:], "--write", known=known) == (0, set())
    assert left("import", str(sheet), known=known) == (0, set())


@pytest.mark.usefixtures("office")
def test_a_difference_is_translated(
    office: Path, left: Callable[..., tuple[int, set[str]]], git: Callable[..., str]
) -> None:
    """Indicators that moved, records that came, went or changed, and files with errors."""
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        git(office, *command)
    path = office / "records/2024/2024-03-x.yaml"
    path.write_text(
        RECORDS.replace("people: 2", "people: 20").partition("- {date: 2024-03-18")[0], "utf-8"
    )
    (office / "records/2024/2024-04-01-new.yaml").write_text(
        "{date: 2024-04-01, kind: trip, indicator: A1.xa, people: 4}"
    )
    (office / "records/2024/2024-04-02-bad.yaml").write_text("{date: 2024-04-02, kin: trip}")
    commit = words(git(office, "rev-parse", "HEAD"))
    known = held(office) | {*all_fields(), *KINDS} | commit
    for day in ("2024-09-30", "2025-02-01"):
        code, rest = left("diff", "HEAD", "--as-of", day, known=known)
        assert (code, {word for word in rest if not any(word in each for each in commit)}) == (
            1,
            set(),
        )


class _Seen(HTMLParser):
    """The text of a page that people read."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.text: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is read aloud or shown in place of a picture."""
        self.inside = tag
        self.text += [value or "" for key, value in attrs if key in {"alt", "aria-label", "title"}]

    def handle_data(self, data: str) -> None:
        """Keep text, but for style and script."""
        if self.inside not in {"style", "script"}:
            self.text.append(data)


def _in_page(data: bytes) -> str:
    page = _Seen()
    page.feed(data.decode("utf-8"))
    return " ".join(page.text)


def _in_word(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            name for name in archive.namelist() if re.match(r"word/(document|header|footer)", name)
        ]
        texts = [archive.read(name).decode("utf-8") for name in parts]
    return " ".join(
        re.sub("<[^>]*>", " ", re.sub("<w:instrText.*?</w:instrText>", "", text)) for text in texts
    )


def _in_workbook(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        cells = archive.read("xl/sharedStrings.xml").decode("utf-8")
        sheets = archive.read("xl/workbook.xml").decode("utf-8")
    return " ".join(
        re.findall("<t[^>]*>([^<]*)</t>", cells) + re.findall('<sheet name="(.*?)"', sheets)
    )


def _in_markdown(data: bytes) -> str:
    return re.sub("<!--.*?-->", "", data.decode("utf-8"), flags=re.DOTALL)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("name", "read"),
    [("x.md", _in_markdown), ("x.html", _in_page), ("x.docx", _in_word), ("x.xlsx", _in_workbook)],
)
def test_a_document_is_translated(
    name: str,
    read: Callable[[bytes], str],
    office: Path,
    left: Callable[..., tuple[int, set[str]]],
) -> None:
    """Its headings, tables, captions, notes, and what is read aloud."""
    before = (office / "plans/2024.yaml").read_text("utf-8")
    (office / "plans/2023.yaml").write_text(before.replace("2024", "2023"), "utf-8")
    day = ("--as-of", "2024-09-30")
    code, _ = left("report", "--output", name, "--plan", "2024", "--compare", "2023", *day)
    assert code == 0
    text = COMMAND.sub("", read((office / name).read_bytes()))
    assert (
        words(text) - held(office / "plans") - held(office / "records") - {*KINDS} - FOREIGN
        == set()
    )


@pytest.mark.usefixtures("office")
def test_what_a_draft_says_beside_its_keys_is_translated(
    office: Path, left: Callable[..., tuple[int, set[str]]]
) -> None:
    """The comments in next year's plan are for people."""
    before = held(office)
    assert left("next-plan", "2025")[0] == 0
    text = (office / "plans/2025.yaml").read_text("utf-8")
    assert "#" in text
    assert words(text) - before == set()
