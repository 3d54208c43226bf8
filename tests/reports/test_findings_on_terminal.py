"""Findings on a terminal: coloured as compilers do it, and broken at blanks."""

import re
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from oicekpi.checks.report import Report
from oicekpi.domain.finding import Finding
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import Look

FILE = "records/2024/2024-04-12-trip.yaml"
FINDINGS = (
    Finding(FILE, 1, 7, "similar-name", {"value": "staff-17", "near": "staff-017"}, "", 1, 17),
    Finding(FILE, 3, 12, "unknown-key", {"key": "A1.\x1b[2J", "near": "A1"}, "", 3, 19),
    Finding(FILE, 12, 7, "truncated-text", {"rest": "the rest"}, "", 12, 9),
    Finding("records/notes.txt", 0, 0, "unexpected-file", {}, "record"),
)
LINES = [
    "date: 2024-04-12",
    "kind: trip",
    "indicator: A1.\x1b[2J",
    *["x"] * 8,
    "note: 长沙" * 9 + "  ",
]
REPORT = Report(FINDINGS, plans=1, records=2)
Snapshot = Callable[[str, str], None]


def source(path: str) -> list[str]:
    """Give the lines of the one file."""
    return LINES if path == FILE else []


def render(report: Report, lines: Callable[[str], list[str]], look: Look) -> str:
    """Write the findings as text."""
    return FORMATS["text"].findings(report, lines, look)


def plain(painted: str) -> str:
    """Take the escape codes of colours away."""
    return re.sub(r"\x1b\[[0-9;]*m", "", painted)


@pytest.mark.parametrize("width", [140, 80, 40])
def test_findings_are_broken_at_the_screens_width(snapshot: Snapshot, width: int) -> None:
    """What is said is broken at blanks; a line of a file stays whole above its carets."""
    told = render(REPORT, source, Look(width=width))
    snapshot(f"check-{width}", told)
    broken = (line for line in told.splitlines() if " | " not in line)
    assert max(map(cell_len, broken)) <= width


def test_findings_are_coloured_by_their_level(snapshot: Snapshot) -> None:
    """Place and sum are bold, code and carets have the colour of the level, the frame is dim."""
    snapshot("check-color", render(REPORT, source, Look(color=True)))


@pytest.mark.parametrize("width", [None, 80, 40])
def test_colour_changes_no_word(width: int | None) -> None:
    """Coloured or not, the same words are at the same places."""
    colored = render(REPORT, source, Look(width=width, color=True))
    assert plain(colored) == render(REPORT, source, Look(width=width))


def test_a_valid_workspace_is_one_bold_line() -> None:
    """Where there is nothing to fix, that is all there is."""
    told = render(Report((), 1, 79), source, Look(80, color=True))
    assert re.fullmatch("\x1b\\[1m.*\x1b\\[0m\n", told)
