"""A workbook in the making: sheets of tables with number formats, widths, filters, page set-up.

XlsxWriter writes the file. What comes from files is written as text, never as a formula or link.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from oicekpi.domain.numbers import Number
from oicekpi.messages.translate import gettext
from oicekpi.messages.translate import gettext as _
from oicekpi.reports.breaking import cell_len, wrapped
from oicekpi.reports.formats.package import UNSEALED, sealed, xml_text
from oicekpi.reports.look import PAPER, SIGNS
from oicekpi.values import dataclass

Row = TypeVar("Row")
Value: TypeAlias = "str | Number | float | date | None"

DAY: Final = "yyyy-mm-dd"
_LONGEST: Final = 32_767  # units of UTF-16 in a cell: a sign beyond the first 65,536 takes two
_NAME: Final = 31  # characters of a sheet's name
_TIP: Final = 250  # units of UTF-16, too
_WIDEST, _NARROWEST = 60, 7  # columns, counted in digits
_LINE, _HIGHEST = 15, 409  # points of a line, and of a row at most
_HEAD, _LINK, _LINES = "#1F4E79", "#1F4E79", "#D9D9D9"
# What a number format may hold between quotation marks in every program that reads it.
_SAFE_UNIT: Final = re.compile(r"[\w%‰€£¥$°²³/.()·+ -]{1,100}")


def number_format(places: int = 0, unit: str = "", sign: str = "") -> str:
    """Return a format of numbers with so many decimals; a unit that it cannot hold is left out."""
    form = "#,##0" + ("." + "0" * places if places else "")
    before = f'"{sign}"' if sign else ""
    return f'{before}{form}" {unit}"' if _SAFE_UNIT.fullmatch(unit) else f"{before}{form}"


def cell_text(text: str, most: int = _LONGEST) -> str:
    """Make text safe for a cell: one line, without characters that the file cannot hold."""
    shown = xml_text(text)
    packed = shown.encode("utf-16-le")
    if len(packed) <= 2 * most:
        return shown
    return packed[: 2 * most - 2].decode("utf-16-le", "ignore") + "…"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a sheet's table: its heading, the value of each row, and its number format.

    `form` may differ by row. A text that is wider than `widest` is broken into lines. `link` leads
    from a cell to a range of another sheet, with a tip.
    """

    title: str
    value: Callable[[Row], Value]
    form: str | Callable[[Row], str] = ""
    widest: int = _WIDEST
    link: Callable[[Row], "Link | None"] = lambda _row: None
    strong: bool = False
    right: bool = False


class Link(NamedTuple):
    """A way to a range of the workbook, and what is said of it where the pointer rests."""

    target: str
    tip: str


class Book:
    """A workbook: its sheets, and the formats of its cells."""

    def __init__(self, title: str, subject: str, day: date) -> None:
        """Begin a workbook that says it was made at the start of a day."""
        self._file = BytesIO()
        self.made = xlsxwriter.Workbook(
            self._file,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self.title, self.subject = cell_text(title), cell_text(subject)
        self.made.set_size(2400, 1400)
        self.made.set_properties(
            {
                "title": self.title[:255],
                "subject": self.subject[:255],
                "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a day has no zone
            }
        )
        self.made.set_custom_property("oicekpi", UNSEALED)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()
        self._equal: Counter[str] = Counter()  # ids that are written alike in a name

    def format(self, **keys: Any) -> Format:  # noqa: ANN401 - as XlsxWriter takes them
        """Return the format of cells with these properties."""
        known = tuple(sorted(keys.items()))
        if known not in self._formats:
            self._formats[known] = self.made.add_format({"valign": "vcenter", **keys})
        return self._formats[known]

    def sheet(self, name: str) -> "Sheet":
        """Add a sheet; its name is made valid."""
        base = re.sub(r"[\[\]:*?/\\']", " ", cell_text(name)).strip()[:_NAME] or "-"
        unique, at = base, 1
        while unique.casefold() in self._names:
            at += 1
            unique = f"{base[: _NAME - 4]} {at}"
        self._names.add(unique.casefold())
        return Sheet(self, self.made.add_worksheet(unique))

    def define(self, known: str, target: str) -> None:
        """Give a range the name that is nearest to an id; names differ by more than case."""
        base = "records_" + re.sub(r"[^A-Za-z0-9_.]", "_", known)
        unique = base
        while unique.casefold() in self._names:
            self._equal[base.casefold()] += 1
            unique = f"{base}_{self._equal[base.casefold()] + 1}"
        self._names.add(unique.casefold())
        self.made.define_name(unique, f"={target}")

    def finished(self) -> bytes:
        """Return the workbook's file."""
        self.made.close()
        return sealed(self._file.getvalue())


class Sheet:
    """One sheet: what is written, and how wide that makes its columns.

    In a sheet that is not `ruled`, there is no cell where nothing is: charts take an empty cell
    with a frame for zero.
    """

    def __init__(self, book: Book, made: Worksheet) -> None:
        """Set up the page: A4, landscape, as wide as the sheet, with the plan's title on it."""
        self.book, self.made = book, made
        self.widths: dict[int, int] = {}
        self.ruled = True
        made.hide_gridlines(2)
        made.set_paper(9)
        made.set_landscape()
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        made.set_header(f"&L&9 {_edge(book.title)}&R&9 {_edge(book.subject)}")
        pages = _("page {page} of {pages}").format(page="&P", pages="&N")
        made.set_footer(f"&L&9 &A&R&9 {pages}")

    def range(
        self, first_row: int, first: int, last_row: int, last: int, *, fixed: bool = True
    ) -> str:
        """Return a reference to a range, with the sheet's name; one of links is not `fixed`."""
        cells = (xl_range_abs if fixed else xl_range)(first_row, first, last_row, last)
        return f"'{self.made.get_name()}'!{cells}"

    def write(self, row: int, column: int, value: Value, **keys: Any) -> None:  # noqa: ANN401 - as XlsxWriter takes them
        """Write a value as what it is."""
        form = self.book.format(**keys)
        match value:
            case None:
                self.made.write_blank(row, column, None, form)
            case str():
                self.made.write_string(row, column, cell_text(value), form)
            case date():
                self.made.write_datetime(row, column, value, form)
            case _:
                self.made.write_number(row, column, float(value), form)

    def lines(self, row: int, texts: Iterable[tuple[str, dict[str, Any]]]) -> int:
        """Write texts below one another, over the width of the sheet; return the next row."""
        for text, keys in texts:
            self.write(row, 0, text, **keys)
            self.made.set_row(row, keys.get("font_size", 11) * 1.4)
            row += 1
        return row

    def broken(self, row: int, column: int, text: str, **keys: Any) -> None:  # noqa: ANN401 - as XlsxWriter takes them
        """Write a text that is broken into lines where its column, of a set width, is too narrow.

        Excel finds the height of such a row by itself, other programs take what the file says.
        """
        self.write(row, column, text, text_wrap=True, **keys)
        self._high(row, len(wrapped(cell_text(text), self.widths[column])))

    def _high(self, row: int, lines: int) -> None:
        if lines > 1:
            self.made.set_row(row, min(_LINE * lines + 1, _HIGHEST))

    def title(self, row: int, text: str) -> int:
        """Write a heading, and return the row after it."""
        return self.lines(row, [(text, {"bold": True, "font_size": 13, "font_color": _HEAD})])

    def table(
        self, row: int, columns: Sequence[Column[Row]], rows: Sequence[Row], *, kept: int = 0
    ) -> int:
        """Write the sheet's table from a row on, and return the row after it.

        Its head and so many columns that are `kept` stay on the screen, and are on each page.
        """
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD, "text_wrap": True}
        for at, column in enumerate(columns):
            title = gettext(column.title)
            side = _side(column, rows)
            self.write(row, at, title, **head, align=side, border=1, border_color=_LINES)
            self._fit(at, min(cell_len(title) + 3, 14))
        for down, each in enumerate(rows, start=row + 1):
            self._high(down, max(self._cell(down, at, of, each) for at, of in enumerate(columns)))
        self.made.freeze_panes(row + 1, kept)
        self.made.repeat_rows(row)
        if kept:
            self.made.repeat_columns(0, kept - 1)
        self.made.autofilter(row, 0, row + max(1, len(rows)), len(columns) - 1)
        return row + 1 + len(rows)

    def _cell(self, row: int, at: int, column: Column[Row], each: Row) -> int:
        """Write one value of a table, and return how many lines it takes."""
        value, lines = column.value(each), 1
        if value is None and not self.ruled:
            return lines
        keys: dict[str, Any] = {"border": 1, "border_color": _LINES}
        if isinstance(value, str):
            value = cell_text(value)
            wide = cell_len(value) + 2
            self._fit(at, min(wide, column.widest))
            if wide > column.widest:
                keys["text_wrap"] = True
                lines = len(wrapped(value, column.widest))
            if column.right:
                keys["align"] = "right"
        else:
            form = column.form if isinstance(column.form, str) else column.form(each)
            if isinstance(value, date):
                keys["align"] = "center"
            keys["num_format"] = form or (DAY if isinstance(value, date) else "General")
            self._fit(at, _shown_width(value, form))
        if column.strong:
            keys["bold"] = True
        link = column.link(each)
        if link is not None:
            keys |= {"font_color": _LINK, "underline": 1}
            tip = cell_text(link.tip, _TIP)
            self.made.write_url(
                row, at, f"internal:{link.target}", self.book.format(**keys), "-", tip
            )
        self.write(row, at, value, **keys)
        return lines

    def _fit(self, column: int, wide: int) -> None:
        self.widths[column] = max(self.widths.get(column, _NARROWEST), wide)

    def finish(self) -> None:
        """Set the widths of the columns."""
        for column, wide in self.widths.items():
            self.made.set_column(column, column, wide)

    def bars(self, first_row: int, first: int, last_row: int, last: int) -> None:
        """Draw a bar in each cell: none at zero, all of the cell at one."""
        look = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
        ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
        where = (first_row, first, max(first_row, last_row), last)
        self.made.conditional_format(*where, {**look, **ends, "bar_color": "#9DC3E6"})

    def status_colours(self, first_row: int, first: int, last_row: int, last: int) -> None:
        """Colour the cells that begin with the sign of a status."""
        for status, (ink, ground) in PAPER.items():
            self.made.conditional_format(
                first_row,
                first,
                max(first_row, last_row),
                last,
                {
                    "type": "text",
                    "criteria": "begins with",
                    "value": SIGNS[status],
                    "format": self.book.made.add_format({"font_color": ink, "bg_color": ground}),
                },
            )


def _edge(text: str) -> str:
    """Make text safe for the edge of a page, which holds 255 letters and reads `&G` as a command.

    A doubled ampersand is one, but XlsxWriter takes that before a G for a picture all the same.
    """
    return re.sub(r"&(?=[G\[])", "\N{FULLWIDTH AMPERSAND}", text[:55]).replace("&", "&&")


def filled(columns: Iterable[Column[Row]], rows: Sequence[Row]) -> list[Column[Row]]:
    """Return the columns that have a value in some row."""
    return [each for each in columns if any(each.value(row) not in {None, ""} for row in rows)]


def _side(column: Column[Row], rows: Sequence[Row]) -> str:
    """Return to which side a heading goes: to that of its values."""
    first = next((each for each in map(column.value, rows) if each is not None), "")
    if isinstance(first, date):
        return "center"
    return "left" if isinstance(first, str) and not column.right else "right"


def _shown_width(value: Number | float | date | None, form: str) -> int:
    """Return how wide a number is in its format, about."""
    if value is None:
        return 0
    if isinstance(value, date):
        return 11
    if ";" in form:  # what is shown depends on the value
        return _NARROWEST
    places = len(re.search(r"\.(0*)", form)[1]) if "." in form else 0  # type: ignore[index]
    literal = sum(cell_len(each) for each in re.findall(r'"([^"]*)"', form))
    return len(f"{Decimal(str(float(value))):,.{places}f}") + literal + 2
