"""Findings for people, as compilers show them on a terminal."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from oicekpi.checks.report import Report, Source
from oicekpi.reports.findings import text
from oicekpi.reports.findings.text import Part, Piece
from oicekpi.reports.look import Look
from oicekpi.reports.render import Cell, lines

_STYLES: Final = {
    Part.PLACE: "bold",
    Part.ERROR: "bold red",
    Part.WARNING: "yellow",
    Part.NOTE: "cyan",
    Part.PLAIN: "",
    Part.FRAME: "dim",
    Part.MEND: "green",
    Part.SUMMARY: "bold",
}


def render(report: Report, source: Source, look: Look) -> str:
    """Tell findings as the format `text` does; a terminal gets colours, and its lines broken."""
    if look.width is None and not look.color:
        return text.render(report, source)
    return "".join(_written(row, look) for row in _rows(text.pieces(report, source)))


def _rows(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Put pieces together to lines; each line ends with a piece that has its break."""
    row: list[Piece] = []
    for part, piece in pieces:
        row.append((part, piece.removesuffix("\n")))
        if piece.endswith("\n"):
            yield row
            row = []


def _written(row: list[Piece], look: Look) -> str:
    cells = [Cell(piece, _STYLES[part]) for part, piece in row]
    parts = {part for part, _ in row}
    if Part.FRAME in parts and Part.MEND not in parts:
        # Broken, a line of a file would part from the carets below it.
        look = replace(look, width=None)
    return lines([cells], look)
