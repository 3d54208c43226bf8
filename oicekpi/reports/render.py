"""Lines, tables and their columns as text for a terminal or a pipe."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, repeat
from typing import Any, Final, TypeAlias

from oicekpi.messages.catalogue import series
from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext
from oicekpi.reports.breaking import cell_len, fitting, is_narrow, parts
from oicekpi.reports.look import COMMAND, Cell, Line, Look
from oicekpi.reports.tables import LEAST, Column, Table

# In a pipe nothing is cut; a text of more columns sticks out, lest it make every line as long.
_WIDEST: Final = 200
# Rich takes about 0.1 ms a row, and 40 ms to start: it draws what someone looks at on a screen.
_DRAWN: Final = 300  # rows
_TYPED: Final = str.maketrans(
    {"–": "-", "—": "-", "×": "x", "·": ".", "’": "'", "→": "->", "…": "..."}
    | {"✔": "*", "●": "+", "▲": "!", "▼": "<", "✖": "x", "○": "o", "█": "#", "░": ".", "┃": "|"}
)


# --- widths ---------------------------------------------------------------------------------------


def safe(text: str, look: Look) -> str:
    """Make a text printable; where only ASCII is drawn, our own signs are typed."""
    shown = printable(text)
    if look.unicode or shown.isascii():
        return shown
    return ", " if shown == " · " else shown.translate(_TYPED)


def _measured(texts: list[str], look: Look) -> list[int]:
    if is_narrow("".join(texts), look.ambiguous):
        return [len(text) for text in texts]
    return [cell_len(text, look.ambiguous) for text in texts]


# --- lines ----------------------------------------------------------------------------------------


def lines(rows: Iterable[Line], look: Look) -> str:
    """Write lines of cells, each followed by a line break, and none with blanks at its end.

    A line that is wider than the screen is broken at a blank; the rest is set in below it. One
    with a command to type is left to the terminal, which copies it as one line.
    """
    return "".join([f"{part}\n" for row in rows for part in _broken(row, look)])


def _broken(row: Line, look: Look) -> Iterator[str]:
    """Write a line, in as many parts as the screen needs."""
    text = "".join([str(cell.text) for cell in row])
    if look.unicode or text.isascii():
        plain = printable(text).rstrip()
    else:
        plain = "".join([safe(cell.text, look) for cell in row]).rstrip()
    typed = look.width is not None and any(cell.style == COMMAND for cell in row)
    for indent, start, end in parts(plain, None if typed else look.width, look.ambiguous):
        part = plain[start:end].rstrip()
        if part.lstrip().startswith("::"):  # GitHub Actions would read this as a command
            part = part.replace("::", ": :", 1)
        elif look.color:
            part = _painted(row, start, start + len(part), look)
        yield f"{indent}{part}"


def _painted(row: Line, start: int, end: int, look: Look) -> str:
    """Write a part of a line with the escape codes of its colours."""
    pieces = []
    at = 0
    for text, style in row:
        shown = safe(text, look)
        piece = shown[max(start - at, 0) : max(end - at, 0)]
        at += len(shown)
        if piece:
            begin, finish = _codes(style)
            pieces.append(f"{begin}{piece}{finish}")
    return "".join(pieces)


@cache
def _codes(style: str) -> tuple[str, str]:
    """Return what begins and what ends a style, in the 16 colours that every terminal has."""
    from rich.color import ColorSystem  # noqa: PLC0415 - a run without colour starts sooner
    from rich.style import Style  # noqa: PLC0415 - the same

    painted = Style.parse(style).render("|", color_system=ColorSystem.STANDARD)
    begin, _, end = painted.partition("|")
    return begin, end


# --- tables ---------------------------------------------------------------------------------------

_Laid: TypeAlias = "tuple[_Measured, int]"  # a column and how wide it is drawn


class _Measured:
    """A column whose texts were read once: safe to print, and how wide each is."""

    def __init__(self, column: Column[Any], table: Table[Any], look: Look) -> None:
        """Read and measure the heading and the cells."""
        assert column.text is not None  # noqa: S101 - else it is not for people
        self.column = column
        read, style = column.text, column.style
        title = gettext(column.title) if table.titled else ""
        self.cells = [Cell(safe(title, look), "bold")]
        # In a pipe nobody sees a style.
        styles = map(style, table.rows) if look.color or look.width is not None else repeat("")
        self.cells += [
            Cell(safe(read(row), look), each) for row, each in zip(table.rows, styles, strict=False)
        ]
        self.widths = _measured([cell.text for cell in self.cells], look)
        self.width = max(self.widths)
        self.empty = max(self.widths[1:], default=0) == 0

    def cut(self, room: int, look: Look) -> Iterator[tuple[Cell, int]]:
        """Give each cell as it fits into its column, with its width."""
        for cell, width in zip(self.cells, self.widths, strict=True):
            if width <= room or look.width is None:
                yield cell, width
                continue
            mark = "…" if look.unicode else "..."[:room]
            left = room - cell_len(mark, look.ambiguous)
            fits = fitting(cell.text, left, look.ambiguous) if left > 0 else 0
            short = cell.text[:fits].rstrip() + mark
            yield Cell(short, cell.style), cell_len(short, look.ambiguous)


def table(of: Table[Any], look: Look) -> list[Line]:
    """Lay a table out as lines: its titles, then its rows and the headings between them.

    Columns that are empty, and those for which a narrow screen has no room, are left out.
    """
    narrow = look.width is not None and look.width < of.narrow
    shown = [each for each in of.columns if each.text is not None and not (narrow and each.wide)]
    measured = [
        each for each in (_Measured(column, of, look) for column in shown) if not each.empty
    ]
    if not measured:
        return []
    laid = _fit(measured, look)
    on_screen = look.width is not None and len(of.rows) <= _DRAWN
    on_screen = on_screen and look.ambiguous == 1  # rich knows no other
    body = list(_drawn(laid, look) if on_screen else _typed(laid, look))
    result = [body[0]] if of.titled else []
    for at, row in enumerate([*body[1:], None]):
        result += [each.line for each in of.headings.get(at, ()) if narrow or not each.narrow]
        if row is not None:
            result.append(row)
    if of.tells_hidden and (hidden := _hidden(of, laid, look)):
        result += [(), hidden]
    return result


def _hidden(of: Table[Any], laid: list[_Laid], look: Look) -> Line:
    """Name the columns that hold something, but for which the screen has no room."""
    drawn = [each.column for each, _ in laid]
    hidden = [
        gettext(column.full or column.title)
        for column in of.columns
        if column.text is not None
        and column not in drawn
        and (column.title or column.full)
        and not _Measured(column, of, look).empty
    ]
    if not hidden:
        return ()
    text = gettext("hidden on this screen: {columns}").format(columns=series(hidden))
    return [Cell(text, "dim")]


def _typed(laid: list[_Laid], look: Look) -> Iterator[Line]:
    """Write the rows side by side, with blanks between."""
    columns = []
    for at, (each, room) in enumerate(laid):
        gap = Cell(" " * each.column.gap if at else "")
        parts = []
        for cell, width in each.cut(room, look):
            blank = _blank(room - width)
            parts.append((gap, blank, cell) if each.column.right else (gap, cell, blank))
        columns.append(parts)
    return (list(chain.from_iterable(parts)) for parts in zip(*columns, strict=True))


@cache
def _blank(width: int) -> Cell:
    return Cell(" " * max(width, 0))


def _drawn(laid: list[_Laid], look: Look) -> Iterator[Line]:
    """Let rich lay out the rows for a screen."""
    from rich.console import Console  # noqa: PLC0415 - a run that draws nothing starts sooner
    from rich.table import Table as Grid  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    grid = Grid.grid(padding=0)
    columns = []
    for at, (each, room) in enumerate(laid):
        gap = each.column.gap if at else 0
        grid.add_column(
            width=gap + room, no_wrap=True, justify="right" if each.column.right else "left"
        )
        before = "" if each.column.right else " " * gap
        columns.append(
            [Text.assemble(before, (cell.text, cell.style)) for cell, _ in each.cut(room, look)]
        )
    for row in zip(*columns, strict=True):
        grid.add_row(*row)
    console = Console(width=look.width, color_system="standard", force_terminal=True)
    for segments in console.render_lines(grid, pad=False):
        yield [Cell(each.text, str(each.style or "")) for each in segments]


def _fit(columns: list[_Measured], look: Look) -> list[_Laid]:
    """Choose the columns that a screen has room for, and how wide each is."""
    kept = [*columns]
    if look.width is None:
        return [(each, min(each.width, _WIDEST)) for each in kept]
    while True:
        widths = [each.width for each in kept]
        over = sum(widths) + sum(each.column.gap for each in kept[1:]) - look.width
        if over > 0:
            first = min(kept, key=lambda each: each.column.keep)
            if len(kept) == 1:
                widths = [look.width]
            elif narrowed := (
                _narrowed(kept, widths, over)
                or (first.column.cut and _narrowed(kept, widths, over, tight=True))
            ):
                widths = narrowed
            else:
                kept.remove(first)
                continue
        return list(zip(kept, widths, strict=True))


def _narrowed(
    columns: list[_Measured], widths: list[int], over: int, *, tight: bool = False
) -> list[int] | None:
    """Take the excess from the columns that can give it up, if they can give all of it.

    With `tight`, each gives up more than it should: else a column that can be cut would go.
    """
    narrowed = [*widths]
    cut = [at for at, each in enumerate(columns) if each.column.cut]
    for at in sorted(cut, key=lambda at: columns[at].column.keep):
        least = LEAST if tight else columns[at].column.least
        given = min(over, max(widths[at] - least, 0))
        narrowed[at] -= given
        over -= given
    return None if over else narrowed
