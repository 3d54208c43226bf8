"""The cases: small workspaces, each with every finding of `check`, by code and place.

A case is a folder with an `expected.txt`, in `tests/cases/valid/` or `tests/cases/invalid/CODE/`.
It has records, and plans of its own where `tests/cases/plan.yaml` will not do.
"""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oicekpi.checks.report import Report
from oicekpi.checks.survey import survey
from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import declared
from oicekpi.storage.workspace import Workspace

CASES = Path(__file__).parents[1] / "cases"
TODAY = date(2024, 10, 1)
NAMES = sorted(
    path.parent.relative_to(CASES).as_posix() for path in CASES.glob("*/**/expected.txt")
)


@pytest.mark.parametrize("name", NAMES)
def test_a_case_has_the_expected_findings(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """All that is wrong in a workspace is found, and nothing else, each at its place."""
    folder = tmp_path / "case"
    shutil.copytree(CASES / name, folder)
    if not (folder / "plans").exists():
        (folder / "plans").mkdir()
        shutil.copy(CASES / "plan.yaml", folder / "plans" / "2024.yaml")
    if (build := BUILDERS.get(name.removeprefix("invalid/"))) is not None:
        build(folder)
    report = survey(Workspace(folder), TODAY)
    for finding in report.findings:
        said = finding.said()
        assert said.text
        assert said.help
    expected = CASES / name / "expected.txt"
    if request.config.getoption("--remake"):
        expected.write_text(listed(report), encoding="utf-8", newline="\n")
    assert listed(report) == expected.read_text("utf-8")


def listed(report: Report) -> str:
    """List findings by place, severity, code, case and parameters, and what was valid."""
    counts = f"{report.plans} plans, {report.records} records"
    return "".join(f"{each}\n" for each in (*map(_line, report.findings), counts))


def _line(finding: Finding) -> str:
    path = finding.path.encode("utf-8", "backslashreplace").decode()
    start = finding.place.removeprefix(finding.path)
    end = f"-{finding.end_line}:{finding.end_column}" if finding.line else ""
    code = f"{finding.code}/{finding.case}" if finding.case else finding.code
    params = json.dumps(finding.params, ensure_ascii=True, default=str)
    return f"{path!r}{start}{end} {finding.severity} {code} {params}"


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("valid/")])
def test_a_valid_case_has_no_findings(name: str) -> None:
    """What is right is left alone."""
    assert len((CASES / name / "expected.txt").read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("invalid/")])
def test_an_invalid_case_shows_the_code_it_is_filed_under(name: str) -> None:
    """The folder of a case is the code that it is there for."""
    code = name.split("/")[1]
    text = (CASES / name / "expected.txt").read_text("utf-8")
    assert f" {code} " in text or f" {code}/" in text


# Only `add` and `import` find these, before anything is written.
OF_SHEETS = {"bad-cell", "bad-sheet", "extra-cells", "placeholder", "total-row", "uncounted-people"}
OF_THOUSANDS = {"more-problems"}  # see test_survey.py
FINDINGS = sorted(code for code, message in declared().items() if message.explanation)


def test_every_code_has_a_case() -> None:
    """No finding is without an example that provokes it."""
    assert {path.name for path in (CASES / "invalid").iterdir()} == {
        *FINDINGS
    } - OF_SHEETS - OF_THOUSANDS


@pytest.mark.parametrize("code", FINDINGS)
def test_every_code_has_an_explanation_an_example_and_a_fix(code: str) -> None:
    """Whoever looks a code up reads what it means, what it looks like and what to do."""
    message = declared()[code]
    assert message.explanation.endswith(".")
    assert message.fix.endswith(".")
    assert message.example


# --- what cannot be in a repository ---------------------------------------------------------------


def _links_pipes_and_folders(folder: Path) -> None:
    records = folder / "records"
    outside = folder.parent / "outside.yaml"
    outside.write_text("secret: 1\n")
    (records / "2024-04-13-trip.yaml").symlink_to(outside)
    (records / "2024-04-14-trip.yaml").symlink_to("2024-04-14-trip.yaml")
    (records / "linked").symlink_to(folder.parent, target_is_directory=True)
    (records / "README.md").symlink_to(outside)
    os.mkfifo(records / "2024-04-15-trip.yaml")
    (records / "2024-04-16-trip.yaml").mkdir()
    (records / Path(*["deep"] * 21)).mkdir(parents=True)
    (folder / "plans" / "2025.yaml").symlink_to(outside)
    os.mkfifo(folder / "plans" / "2026.yaml")


def _two_mebibytes(folder: Path) -> None:
    (folder / "records" / "2024-04-notes.yaml").write_bytes(b"# \n" * (2 << 20))


def _case_and_composition(folder: Path) -> None:
    trip = (folder / "records" / "2024-04-12-trip-a1-staff.yaml").read_text()
    for day, name in (("13", "Japan"), ("13", "japan"), ("14", "café"), ("14", "cafe\u0301")):
        record = trip.replace("04-12", f"04-{day}").replace("staff-0", f"{name.encode().hex()}-")
        (folder / "records" / f"2024-04-{day}-{name}.yaml").write_text(record)
    for year in ("Y24", "y24"):
        (folder / "records" / year).mkdir()
        shutil.copy(
            folder / "records" / "2024-04-12-trip-a1-staff.yaml",
            folder / "records" / year / f"2024-04-12-{year.encode().hex()}.yaml",
        )


def _traps_of_windows(folder: Path) -> None:
    records = folder / "records"
    trip = (records / "2024-04-12-trip-a1-staff.yaml").read_text()
    names = (
        "aux/2024-04-13-trip.yaml",
        "com1.d/2024-04-14-trip.yaml",
        "spring./2024-04-15-trip.yaml",
        "spring /2024-04-16-trip.yaml",
        "2024-04-17-trip: japan.yaml",
        "2024-04-18-\u202etrip\x1b[2J.yaml",
        f"{'long/' * 4}2024-04-19-{'trip-' * 40}.yaml",
        "2024-04-20-caf\udce9.yaml",
    )
    for at, name in enumerate(names, start=13):
        path = records / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(trip.replace("04-12", f"04-{at}"))
    evidence = ("evidence/con.pdf", "evidence/what?.pdf")
    for name in evidence:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (records / "2024-04-12-trip-a1-staff.yaml").write_text(f"{trip}evidence: {[*evidence]}\n")


BUILDERS: dict[str, Callable[[Path], None]] = {
    "unreadable-file/links-pipes-and-folders": _links_pipes_and_folders,
    "file-too-large/two-mebibytes": _two_mebibytes,
    "similar-file-names/case-and-composition": _case_and_composition,
    "non-portable-name/traps-of-windows": _traps_of_windows,
}
