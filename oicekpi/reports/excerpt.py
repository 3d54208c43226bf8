"""The line of a file that a finding is about, with carets under the place, as compilers show it."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from oicekpi.domain.finding import Finding
from oicekpi.messages.text import printable
from oicekpi.reports.breaking import cell_len

BEFORE: Final = 36  # cells kept before the place, where a line is too long to show
WIDTH: Final = 74  # cells of a line that are shown at most


class Excerpt(NamedTuple):
    """A line made safe to print, and where in it the carets go, in cells from 0."""

    line: str
    start: int
    length: int


def of(finding: Finding, lines: list[str], ambiguous: int = 1) -> Excerpt | None:
    """Cut out what a finding is about; None where it means the file as a whole.

    `ambiguous` is how many cells a sign takes that is wide on some screens.
    """
    if not 1 <= finding.line <= len(lines):
        return None
    line = lines[finding.line - 1].rstrip("\r")
    first = min(max(finding.column, 1) - 1, len(line))
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    begin, end = 0, len(line)
    if end > WIDTH or cell_len(printable(line), ambiguous) > WIDTH:
        near = reversed(line[max(0, first - BEFORE) : first])
        begin = first - _fitting(near, BEFORE, ambiguous)
        end = begin + _fitting(line[begin : begin + WIDTH], WIDTH, ambiguous)
    before = ("…" if begin else "") + printable(line[begin:first])
    after = printable(line[first:end]) + ("…" if end < len(line) else "")
    marked = printable(line[first : min(max(last, first), end)])
    return Excerpt(before + after, cell_len(before, ambiguous), max(cell_len(marked, ambiguous), 1))


def _fitting(characters: Iterable[str], room: int, ambiguous: int) -> int:
    """Count the characters, from the first on, that fit into so many cells."""
    taken = 0
    for character in characters:
        room -= cell_len(printable(character), ambiguous)
        if room < 0:
            break
        taken += 1
    return taken
