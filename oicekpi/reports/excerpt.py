"""The line of a file that a finding is about, with carets under the place, as compilers show it."""

import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from oicekpi.domain.finding import Finding
from oicekpi.messages.text import printable

BEFORE: Final = 36  # cells kept before the place, where a line is too long to show
WIDTH: Final = 74  # cells of a line that are shown at most


class Excerpt(NamedTuple):
    """A line made safe to print, and where in it the carets go, in cells from 0."""

    line: str
    start: int
    length: int


def of(finding: Finding, lines: list[str]) -> Excerpt | None:
    """Cut out what a finding is about; None where it means the file as a whole."""
    if not 1 <= finding.line <= len(lines):
        return None
    line = lines[finding.line - 1].rstrip("\r")
    first = min(max(finding.column, 1) - 1, len(line))
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    begin, end = _window(line, first)
    before = ("…" if begin else "") + printable(line[begin:first])
    after = printable(line[first:end]) + ("…" if end < len(line) else "")
    marked = printable(line[first : min(max(last, first), end)])
    return Excerpt(before + after, width(before), max(width(marked), 1))


def _window(line: str, first: int) -> tuple[int, int]:
    """Choose which characters of a line are shown: all that fit, and some before the place."""
    if len(line) <= WIDTH and width(printable(line)) <= WIDTH:
        return 0, len(line)
    begin = first - _fitting(reversed(line[max(0, first - BEFORE) : first]), BEFORE)
    return begin, begin + _fitting(line[begin : begin + WIDTH], WIDTH)


def _fitting(characters: Iterable[str], room: int) -> int:
    """Count the characters, from the first on, that fit into so many cells."""
    taken = 0
    for character in characters:
        room -= width(printable(character))
        if room < 0:
            break
        taken += 1
    return taken


def width(text: str) -> int:
    """Count the cells that a text takes in a terminal: two for an ideograph, none for an accent."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
