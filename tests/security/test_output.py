"""What programs read has no text from a file that means something to them."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.untraced

Run = Callable[..., tuple[int, str, str]]

HOSTILE = (
    "=cmd()", "+1+cmd()", "-1+cmd()", "@SUM(A1)", "|cmd", "\uff1dcmd()", "\t=cmd()",
    "::error::planted", "x\n::error::planted", "%0A::error::planted", "##[error]planted",
    "@team", "me@example.org", "GH-1", "#1", "!1", "$\\href{x}{y}$", "https://example.org",
    "<img src=x onerror=y>", "![x](https://example.org)", "`x`", "|", "</script>", "]]>", "&lt;",
    "\u001b[2J".replace("\u001b", "\\e"), "\u200f", "a\u0000b".replace("\u0000", "\\0"),
)  # fmt: skip


@pytest.fixture
def hostile(root: Path) -> Path:
    """A workspace with such texts in valid records, a plan, invalid records and file names."""
    folder = root / "records" / "2024"
    fields = {"date": "2024-03-05", "kind": "trip", "indicator": "A1.staff"}
    records = [
        {**fields, "people": [text], "partner": text, "purpose": text, "note": text}
        for text in HOSTILE
        if text.isprintable()
    ]
    (folder / "2024-03-hostile.yaml").write_text(json.dumps(records), encoding="utf-8")
    for at, text in enumerate(HOSTILE):
        wrong = {**fields, "indicator": text, "kind": text, "state": text, text or "x": 1}
        name = text.replace("/", "").replace("\0", "")
        path = folder / f"2024-03-06-{at}-{name}.yaml"
        path.write_text(json.dumps(wrong), encoding="utf-8")
        (folder / f"{name}{at}.txt").write_text("")
    plan = root / "plans" / "2024.yaml"
    plan.write_text(plan.read_text().replace("title: A programme", 'title: "=x |@team"'))
    return root


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    "command", ["log", "log --people", "log --by partner", "status", "history"]
)
def test_csv_has_no_formula(run: Run, command: str) -> None:
    """No cell that came from a file begins as a formula does; with --raw it is as it was."""
    rows = [*csv.reader(io.StringIO(run(*command.split(), "--format", "csv")[1]))]
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.]*", cell)]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@|%\uff1d].", cell)]


@pytest.mark.usefixtures("hostile")
def test_csv_as_it_is_must_be_asked_for(run: Run) -> None:
    """With --raw a program reads what the file says."""
    assert ",=cmd()," in run("log", "--format", "csv", "--raw")[1]


@pytest.mark.usefixtures("hostile")
def test_no_text_becomes_a_command_of_a_service(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each line that GitHub would act on is one of ours, about one of the findings."""
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    out = run("check", "--format", "github")[1]
    *commands, last = out.splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^:]*::", each) for each in commands)
    assert not last.startswith(("::", "##["))
    assert not [each for each in commands if "::error::planted" in each.partition("::")[0]]
    _is_harmless_markdown(summary.read_text("utf-8"))


def _is_harmless_markdown(text: str) -> None:
    assert not re.search(r"(?<!\\)<(?!!-- -->|/?span>)|@(?!<!-- -->)\w|GH-\d|(?<!\\)#\d|://", text)
    assert not re.search(r"(?<!\\)!\[|(?<!\\)`|\$(?!</span>)", text.replace("<span>$", ""))
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in tables}) <= 2


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("command", ["log", "log --people", "status", "history"])
def test_markdown_makes_nothing_of_texts(run: Run, command: str) -> None:
    """No mention, address, reference, formula, image or tag."""
    _is_harmless_markdown(run(*command.split(), "--format", "markdown")[1])


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit"])
def test_what_programs_read_is_whole(run: Run, form: str) -> None:
    """It parses, whatever the files hold."""
    out = run("check", "--format", form)[1]
    if form == "junit":
        assert [*ET.fromstring(out).iter("testcase")]  # noqa: S314 - our own output
    else:
        assert json.loads(out)


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("command", [
    "check", "check --format text", "log", "log --people", "status", "history", "show A1.staff",
    "edit =x", "add trip A1.staff --people \u001b[2J", "log --format csv",
    "status --format markdown", "status --format jsonl", "next-plan 2025", "agenda",
    "agenda --format markdown",
])  # fmt: skip
def test_nothing_steers_the_terminal(run: Run, command: str) -> None:
    """No control character and no mark that turns text around gets through."""
    _, out, err = run(*command.split(" "))
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", out + err
    )


def test_the_summary_of_a_step_is_bounded(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """GitHub drops a summary of more than 1 MiB; ours counts what it leaves out."""
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for at in range(600):
        (root / "records" / "2024" / f"{at:03}{'$' * 240}.txt").write_text("")
    run("check", "--format", "github")
    assert 800_000 < len(summary.read_bytes()) < 1 << 20
    assert re.search(r"\d+ more findings are in the log", summary.read_text("utf-8"))
