"""Styled lines and columns become plain text, or by rich coloured text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from oicekpi.messages.text import printable
from oicekpi.reports.cells import cell_len, measured, set_cell_size
from oicekpi.reports.look import Look

GAP: Final = 2  # blank columns between two columns of a table
_LEAST: Final = 16  # a column that can be cut keeps at least so many
# In a pipe nothing is cut; a text of more columns sticks out, lest it make every line as long.
_WIDEST: Final = 200
_INDENT: Final = "  "  # by which the second part of a broken line is set in
_TYPED: Final = str.maketrans({"–": "-", "—": "-", "×": "x", "·": ".", "’": "'"})


class Cell(NamedTuple):
    """A piece of text with one style. Text from files is made safe to print here."""

    text: str
    style: str = ""


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


Line: TypeAlias = Sequence[Cell]


# --- lines ----------------------------------------------------------------------------------------


def lines(rows: Iterable[Line], look: Look) -> str:
    """Write lines of cells, each followed by a line break, and none with blanks at its end.

    A line that is wider than the screen is broken at a blank; the rest is set in below it.
    """
    return "".join([f"{part}\n" for row in rows for part in _broken(row, look)])


def _broken(row: Line, look: Look) -> Iterator[str]:
    """Write a line, in as many parts as the screen needs."""
    plain = _safe("".join([cell.text for cell in row]), look).rstrip()
    for indent, start, end in _parts(plain, look.width):
        part = plain[start:end].rstrip()
        if look.color:
            part = _painted(row, start, start + len(part), look)
        yield f"{indent}{part}"


def _painted(row: Line, start: int, end: int, look: Look) -> str:
    """Write a part of a line with the escape codes of its colours."""
    pieces = []
    at = 0
    for text, style in row:
        safe = _safe(text, look)
        piece = safe[max(start - at, 0) : max(end - at, 0)]
        at += len(safe)
        if piece:
            begin, finish = _codes(style)
            pieces.append(f"{begin}{piece}{finish}")
    return "".join(pieces)


@cache
def _codes(style: str) -> tuple[str, str]:
    """Give what begins and what ends a style, in the 16 colours that every terminal has."""
    from rich.color import ColorSystem  # noqa: PLC0415 - a run without colour starts sooner
    from rich.style import Style  # noqa: PLC0415 - the same

    painted = Style.parse(style).render("|", color_system=ColorSystem.STANDARD)
    begin, _, end = painted.partition("|")
    return begin, end


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
        set_in = len(plain) - len(plain.lstrip()) + len(_INDENT)
        indent = " " * min(set_in, width // 2)  # however far a line is set in, there is room
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
    laid = [
        each.laid(width, look, first=not at) for at, (each, width) in enumerate(_fit(filled, look))
    ]
    return [list(chain.from_iterable(parts)) for parts in zip(*laid, strict=True)]


class _Measured:
    """A column whose texts were looked at once: safe to print, and how wide each is."""

    def __init__(self, column: Column) -> None:
        """Measure the heading and the cells."""
        self.column = column
        self.cells = [Cell(column.title, "bold"), *column.cells]
        self.texts, self.widths = measured([cell.text for cell in self.cells])
        self.width = max(self.widths)

    def laid(self, room: int, look: Look, *, first: bool) -> list[tuple[Cell, Cell, Cell]]:
        """Give each cell between its blanks, with what stands before the column."""
        gap = Cell("" if first else " " * self.column.gap)
        blanks: dict[int, Cell] = {}
        laid = []
        for cell, safe, wide in zip(self.cells, self.texts, self.widths, strict=True):
            fits = wide <= room or look.width is None
            text, width = (safe, wide) if fits else _cut(safe, room, look)
            shown = cell if text is cell.text else Cell(text, cell.style)
            left = max(room - width, 0)
            blank = blanks.get(left) or blanks.setdefault(left, Cell(" " * left))
            laid.append((gap, blank, shown) if self.column.right else (gap, shown, blank))
        return laid


def _fit(columns: list[Column], look: Look) -> list[tuple[_Measured, int]]:
    """Choose the columns that a screen has room for, and how wide each is."""
    kept = [_Measured(column) for column in columns]
    if look.width is None:
        return [(each, min(each.width, _WIDEST)) for each in kept]
    while True:
        widths = [each.width for each in kept]
        over = sum(widths) + sum(each.column.gap for each in kept[1:]) - look.width
        if over > 0:
            if len(kept) == 1:
                widths = [look.width]
            elif narrowed := _narrowed(kept, widths, over):
                widths = narrowed
            else:
                kept.remove(min(kept, key=lambda each: each.column.keep))
                continue
        return list(zip(kept, widths, strict=True))


def _narrowed(columns: list[_Measured], widths: list[int], over: int) -> list[int] | None:
    """Take the excess from the first column that can give it up, if there is one."""
    for at, each in enumerate(columns):
        if each.column.cut and widths[at] - over >= _LEAST:
            return [*widths[:at], widths[at] - over, *widths[at + 1 :]]
    return None


def _cut(text: str, room: int, look: Look) -> tuple[str, int]:
    """Cut a text that is wider than its column, with a sign of it, and measure it again."""
    mark = "…" if look.unicode else "..."[:room]
    short = set_cell_size(text, room - len(mark)).rstrip() + mark
    return short, cell_len(short)
