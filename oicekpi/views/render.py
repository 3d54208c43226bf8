"""The one door to rich: styled lines and columns become plain or coloured text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from oicekpi.views.look import Look
from oicekpi.wording import printable

GAP: Final = 2  # blank columns between two columns of a table
_LEAST: Final = 16  # a column that can be cut keeps at least so many


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text with one style. Text from files is made safe to print here."""

    text: str
    style: str = ""

    @property
    def width(self) -> int:
        """How many columns of a terminal it takes."""
        return cell_len(printable(self.text))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, whether it is a number, and how dear it is.

    Where the screen is narrow, the column with the lowest `keep` goes first; one that may be
    `cut` gives up width before any column goes that is dearer.
    """

    title: str
    cells: Sequence[Cell]
    keep: int
    right: bool = False
    cut: bool = False

    @property
    def width(self) -> int:
        """The widest cell's width."""
        return max(cell_len(self.title), *(cell.width for cell in self.cells))


Line = Sequence[Cell]


def lines(rows: Iterable[Line], look: Look) -> str:
    """Write lines of cells, each followed by a line break."""
    return "".join(_styled(row, look) + "\n" for row in rows)


def table(columns: Sequence[Column], look: Look) -> list[Line]:
    """Lay columns out side by side, as lines: the headings first.

    Columns that are empty, and those for which a narrow screen has no room, are left out.
    """
    filled = [column for column in columns if any(cell.text for cell in column.cells)]
    kept, widths = _fit(filled, look.width)
    head = _row([Cell(column.title, "bold") for column in kept], kept, widths, look)
    height = len(kept[0].cells) if kept else 0
    rows = (_row([c.cells[at] for c in kept], kept, widths, look) for at in range(height))
    return [head, *rows] if kept else []


def _fit(columns: list[Column], width: int | None) -> tuple[list[Column], list[int]]:
    kept = list(columns)
    while True:
        widths = [column.width for column in kept]
        over = sum(widths) + GAP * (len(kept) - 1) - (width or 0)
        if width is None or over <= 0 or not kept:
            return kept, widths
        narrowed = _narrowed(kept, widths, over)
        if narrowed is not None:
            return kept, narrowed
        kept.remove(min(kept, key=lambda column: column.keep))


def _narrowed(columns: list[Column], widths: list[int], over: int) -> list[int] | None:
    """Take the excess from the column that may be cut, if it is dearer than none that stays."""
    for at, column in enumerate(columns):
        if column.cut and widths[at] - over >= _LEAST:
            return [*widths[:at], widths[at] - over, *widths[at + 1 :]]
    return None


def _row(cells: Sequence[Cell], columns: list[Column], widths: list[int], look: Look) -> list[Cell]:
    row: list[Cell] = []
    for cell, column, width in zip(cells, columns, widths, strict=True):
        if row:
            row.append(Cell(" " * GAP))
        row += _padded(cell, width, look, right=column.right)
    return row


def _padded(cell: Cell, width: int, look: Look, *, right: bool) -> list[Cell]:
    text = printable(cell.text)
    if cell_len(text) > width:
        mark = "…" if look.unicode else "..."
        text = set_cell_size(text, width - len(mark)) + mark
    blank = Cell(" " * (width - cell_len(text)))
    return [blank, Cell(text, cell.style)] if right else [Cell(text, cell.style), blank]


def _styled(row: Line, look: Look) -> str:
    """Write one line: with escape codes only where colour is wanted, never with blanks at its end."""  # noqa: E501
    text = Text.assemble(*((printable(cell.text), cell.style) for cell in row))
    text.rstrip()
    if not look.color:
        return text.plain
    buffer = StringIO()
    console = Console(
        file=buffer,
        force_terminal=True,
        color_system="standard",
        width=10_000,
        legacy_windows=False,
    )
    console.print(text, end="", soft_wrap=True, highlight=False, markup=False)
    return buffer.getvalue()
