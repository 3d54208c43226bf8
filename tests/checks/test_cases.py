"""The cases: small workspaces, each with everything that `check` says of it.

A case is a folder with an `expected.txt`, in `tests/cases/valid/` or `tests/cases/invalid/CODE/`.
It has records, and plans of its own where `tests/cases/plan.yaml` will not do.
"""

import ast
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oicekpi.checks.report import source_of
from oicekpi.checks.survey import survey
from oicekpi.domain.finding import Level
from oicekpi.reports import explain
from oicekpi.reports.findings import Form, renderer
from oicekpi.storage.workspace import Workspace

CASES = Path(__file__).parents[1] / "cases"
PACKAGE = Path(explain.__file__).parents[1]
TODAY = date(2024, 10, 1)
NAMES = sorted(
    path.parent.relative_to(CASES).as_posix() for path in CASES.glob("*/**/expected.txt")
)


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_output_of_a_case_is_as_expected(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """All that is wrong in a workspace is told, and nothing else, each with its place and mend."""
    folder = tmp_path / "case"
    shutil.copytree(CASES / name, folder)
    if not (folder / "plans").exists():
        (folder / "plans").mkdir()
        shutil.copy(CASES / "plan.yaml", folder / "plans" / "2024.yaml")
    if (build := BUILDERS.get(name.removeprefix("invalid/"))) is not None:
        build(folder)
    workspace = Workspace(folder)
    told = renderer(Form.TEXT)(survey(workspace, TODAY), source_of(workspace))
    expected = CASES / name / "expected.txt"
    if request.config.getoption("--remake"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected.read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("valid/")])
def test_a_valid_case_has_nothing_to_mend(name: str) -> None:
    """What is right is told in one line."""
    assert re.fullmatch(
        r"checked \d plans? and \d records?: nothing to mend\n",
        (CASES / name / "expected.txt").read_text("utf-8"),
    )


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("invalid/")])
def test_an_invalid_case_shows_the_code_it_is_filed_under(name: str) -> None:
    """A case's folder is the code that it is there for, and its section says if it only warns."""
    code = name.split("/")[1]
    heads = re.findall(
        rf"^\S.*?: {code}( \(\w+\))? ",
        (CASES / name / "expected.txt").read_text("utf-8"),
        re.MULTILINE,
    )
    warns = explain.section(code).startswith("Level: warning.")
    assert heads
    assert set(heads) == {f" ({Level.WARNING})" if warns else ""}


def test_every_code_has_a_section_and_a_case() -> None:
    """No finding is without an explanation and an example, and none is explained that is not."""
    documented = set(explain.sections())
    assert codes_in_the_source() == documented
    assert {path.name for path in (CASES / "invalid").iterdir()} == documented


def test_the_document_has_each_code_once_and_the_docs_have_a_copy() -> None:
    """What the program explains is what docs/findings.md says (`make docs` copies it)."""
    text = (PACKAGE / "messages" / "findings.md").read_text("utf-8")
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == len(explain.sections())
    assert (PACKAGE.parent / "docs" / "findings.md").read_text("utf-8") == text


@pytest.mark.parametrize("code", explain.sections())
def test_a_section_has_a_meaning_an_example_and_a_mend(code: str) -> None:
    """Who looks a code up finds what it means, what it looks like and what to do."""
    section = explain.section(code)
    assert re.fullmatch(r"[A-Z`].*?\n\n```.*?\n```\n\nMend: .+", section, re.DOTALL)


# Words with a dash that stand in the source and are no codes.
NO_CODES = {"utf-8", "utf-8-sig", "utf-16", "2024-04-12", "cat-file", "ls-tree", "rev-parse"}
# The layers that make findings.
JUDGES = ("storage", "schema", "checks")


def codes_in_the_source() -> set[str]:
    """Gather what looks like a code from the modules that make findings."""
    modules = [module for judge in JUDGES for module in (PACKAGE / judge).rglob("*.py")]
    words = {
        node.value
        for module in modules
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    dashed = {word for word in words if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", word)}
    return (dashed | {"repeated"}) - NO_CODES


# --- what cannot lie in a repository ------------------------------------------------------------


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
