"""Styled lines and columns become plain text, or by rich coloured text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from oicekpi.views.cells import cell_len, set_cell_size
from oicekpi.views.look import Look
from oicekpi.wording import printable

GAP: Final = 2  # blank columns between two columns of a table
_LEAST: Final = 16  # a column that can be cut keeps at least so many
_INDENT: Final = "  "  # by which the second part of a broken line is set in
_TYPED: Final = str.maketrans({"–": "-", "—": "-", "×": "x", "·": ".", "’": "'"})


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

    Where the screen is narrow, one that may be `cut` gives up width first; where that is not
    enough, the column with the lowest `keep` goes. `gap` is the blank before it.
    """

    title: str
    cells: Sequence[Cell]
    keep: int
    right: bool = False
    cut: bool = False
    gap: int = GAP

    @property
    def width(self) -> int:
        """The widest cell's width."""
        return max(cell_len(self.title), *(cell.width for cell in self.cells))


Line = Sequence[Cell]


# --- lines ----------------------------------------------------------------------------------------


def lines(rows: Iterable[Line], look: Look) -> str:
    """Write lines of cells, each followed by a line break, and none with blanks at its end.

    A line that is wider than the screen is broken at a blank; the rest is set in below it.
    """
    if look.color:
        return _painted(rows, look)
    return "".join(
        f"{indent}{plain[start:end].rstrip()}\n"
        for plain in (_plain(row, look) for row in rows)
        for indent, start, end in _parts(plain, look.width)
    )


def _painted(rows: Iterable[Line], look: Look) -> str:
    """Write lines with the escape codes of colours."""
    from rich.console import Console  # noqa: PLC0415 - a run without colour starts sooner
    from rich.text import Text  # noqa: PLC0415 - the same

    console = Console(
        file=StringIO(), force_terminal=True, color_system="standard", legacy_windows=False
    )
    with console.capture() as capture:
        for row in rows:
            text = Text.assemble(*((_safe(cell.text, look), cell.style) for cell in row))
            for indent, start, end in _parts(text.plain.rstrip(), look.width):
                part = text[start:end]
                part.rstrip()
                console.print(Text(indent) + part, soft_wrap=True, highlight=False, markup=False)
    return capture.get()


def _plain(row: Line, look: Look) -> str:
    return "".join(_safe(cell.text, look) for cell in row).rstrip()


def _safe(text: str, look: Look) -> str:
    """Make text printable; where only ASCII is drawn, the common signs are typed."""
    safe = printable(text)
    return safe if look.unicode else safe.translate(_TYPED)


def _parts(plain: str, width: int | None) -> Iterator[tuple[str, int, int]]:
    """Break a line: the blanks before each part, and where it starts and ends."""
    indent, start = "", 0
    while width is not None and cell_len(plain[start:]) > width - len(indent):
        end = start + _fitting(plain[start:], width - len(indent))
        blank = _last_blank(plain, start, end)
        yield indent, start, blank or end
        start = blank + 1 if blank else end
        indent = " " * (len(plain) - len(plain.lstrip())) + _INDENT
    yield indent, start, len(plain)


def _fitting(text: str, room: int) -> int:
    """Count the characters that fit in so many columns: at least one."""
    number = 1
    while number < len(text) and cell_len(text[: number + 1]) <= room:
        number += 1
    return number


def _last_blank(plain: str, start: int, end: int) -> int:
    """Find the last blank at which a line can be broken; 0 if there is none.

    A percent sign stays with its number, and the blanks at a line's start are no such place.
    """
    first = start + len(plain[start:]) - len(plain[start:].lstrip())
    for at in range(end, first, -1):
        if plain[at : at + 1] == " " and plain[at : at + 2] != " %":
            return at
    return 0


# --- tables ---------------------------------------------------------------------------------------


def table(columns: Sequence[Column], look: Look) -> list[Line]:
    """Lay columns out side by side, as lines: the headings first.

    Columns that are empty, and those for which a narrow screen has no room, are left out.
    """
    filled = [column for column in columns if any(cell.text for cell in column.cells)]
    if not filled:
        return []
    kept, widths = _fit(filled, look.width)
    head = _row([Cell(column.title, "bold") for column in kept], kept, widths, look)
    height = len(kept[0].cells)
    rows = (_row([c.cells[at] for c in kept], kept, widths, look) for at in range(height))
    return [head, *rows]


def _fit(columns: list[Column], width: int | None) -> tuple[list[Column], list[int]]:
    """Choose the columns that a screen has room for, and how wide each is."""
    measured = [(column, column.width) for column in columns]
    while True:
        kept = [column for column, _ in measured]
        widths = [wide for _, wide in measured]
        over = sum(widths) + sum(column.gap for column in kept[1:]) - (width or 0)
        if width is None or over <= 0:
            return kept, widths
        if len(kept) == 1:
            return kept, [width]
        narrowed = _narrowed(kept, widths, over)
        if narrowed is not None:
            return kept, narrowed
        least = min(kept, key=lambda column: column.keep)
        measured = [each for each in measured if each[0] is not least]


def _narrowed(columns: list[Column], widths: list[int], over: int) -> list[int] | None:
    """Take the excess from the first column that can give it up, if there is one."""
    for at, column in enumerate(columns):
        if column.cut and widths[at] - over >= _LEAST:
            return [*widths[:at], widths[at] - over, *widths[at + 1 :]]
    return None


def _row(cells: Sequence[Cell], columns: list[Column], widths: list[int], look: Look) -> list[Cell]:
    row: list[Cell] = []
    for cell, column, width in zip(cells, columns, widths, strict=True):
        if row:
            row.append(Cell(" " * column.gap))
        row += _padded(cell, width, look, right=column.right)
    return row


def _padded(cell: Cell, width: int, look: Look, *, right: bool) -> list[Cell]:
    text = printable(cell.text)
    if cell_len(text) > width:
        mark = "…" if look.unicode else "..."[:width]
        text = set_cell_size(text, width - len(mark)).rstrip() + mark
    blank = Cell(" " * (width - cell_len(text)))
    return [blank, Cell(text, cell.style)] if right else [Cell(text, cell.style), blank]
