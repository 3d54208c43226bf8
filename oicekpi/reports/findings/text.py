"""For people: each finding as a compiler tells it, with the line, carets and the mend."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from oicekpi.checks.report import Report, Source
from oicekpi.domain.finding import Finding, Level
from oicekpi.messages.text import printable
from oicekpi.reports.findings import excerpt


class Part(StrEnum):
    """What a piece of the text is, for whoever colours it; the carets are of the finding's level.

    A line break only stands at the end of a plain piece.
    """

    PLACE = "place"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    PLAIN = "plain"
    FRAME = "frame"
    MEND = "mend"
    SUMMARY = "summary"


Piece: TypeAlias = tuple[Part, str]


def render(report: Report, source: Source) -> str:
    """Tell the findings one by one, and sum them up in the last line."""
    return "".join(text for _, text in pieces(report, source))


def pieces(report: Report, source: Source) -> Iterator[Piece]:
    """Give the same text in pieces; put together they are what `render` gives."""
    for finding in report.findings:
        yield from _head(finding)
        yield from _excerpt(finding, source)
        yield Part.PLAIN, "\n"
    yield Part.SUMMARY, f"{report}"
    yield Part.PLAIN, "\n"


def _head(finding: Finding) -> Iterator[Piece]:
    # An error is the usual thing; only what does not make the data bad says so.
    mark = "" if finding.level is Level.ERROR else f" ({finding.level})"
    yield Part.PLACE, f"{printable(finding.place)}:"
    yield Part(finding.level), f" {finding.code}{mark}"
    yield Part.PLAIN, f" {printable(finding.message)}\n"


def _excerpt(finding: Finding, source: Source) -> Iterator[Piece]:
    shown = excerpt.of(finding, source(finding.path)) if finding.line else None
    margin = " " * len(str(finding.line))
    if shown is not None:
        yield Part.FRAME, f"{finding.line} | "
        yield Part.PLAIN, f"{shown.line}\n"
        yield Part.FRAME, f"{margin} | "
        yield Part(finding.level), f"{' ' * shown.start}{'^' * shown.length}"
        yield Part.PLAIN, "\n"
    if finding.hint:
        yield Part.FRAME, f"{margin} = "
        yield Part.MEND, "mend:"
        yield Part.PLAIN, f" {printable(finding.hint)}\n"
