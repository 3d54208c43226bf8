"""Native charts of a workbook: one an indicator, drawn from figures on a sheet of their own."""

from typing import Any, Final, NamedTuple

from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import figures
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.document import Document, Part
from oicekpi.reports.look import SIGNS, word
from oicekpi.reports.points import COLOURS, Point, is_long, legend, points, scale
from oicekpi.reports.workbook.book import Book, Column, Sheet, number_format

_WIDE, _HIGH = 1000, 260  # pixels
_ROW: Final = 20  # pixels of a row
_ROWS: Final = _HIGH // _ROW + 1
_PAGE: Final = 35  # rows of a printed page
_INK, _GRID = "#404040", "#D9D9D9"
_HEAD: Final = {"bold": True, "font_size": 12}


class _Drawn(NamedTuple):
    """A row of the figures: one day of one chart."""

    id: str
    point: Point
    form: str
    between: str
    last: bool
    banded: bool

    @property
    def base(self) -> float | None:
        """Where the band begins: the low end of the forecast, or of what the target allows.

        Before the forecast it has no height and runs along what is done: an area has no gaps.
        """
        low, least, most = self.point.low, self.point.least, self.point.most
        if not self.banded:
            return None
        if low is None:
            return self.point.done if most is None else least
        return low

    @property
    def height(self) -> float | None:
        """How high the band is above that."""
        high = self.point.most if self.point.high is None else self.point.high
        if self.base is None:
            return None
        return 0.0 if high is None else high - self.base


def _column(title: str, value: Any, *, exact: bool = False) -> Column[_Drawn]:  # noqa: ANN401 - a function of a row
    return Column(title, value, lambda row: row.form if exact else row.between)


_COLUMNS: Final = (
    Column[_Drawn](marked("Indicator"), lambda row: row.id),
    Column[_Drawn](marked("Day"), lambda row: row.point.day),
    _column(marked("Done"), lambda row: row.point.done, exact=True),
    _column(marked("Expected"), lambda row: row.point.expected),
    _column(marked("Target, least"), lambda row: row.point.least, exact=True),
    _column(marked("Target, most"), lambda row: row.point.most, exact=True),
    _column(marked("Likely"), lambda row: row.point.likely),
    _column(marked("Band from"), lambda row: row.base),
    _column(marked("Band height"), lambda row: row.height),
    _column(marked("Last"), lambda row: row.point.done if row.last else None, exact=True),
)
_DAY, _DONE, _PACE, _LEAST, _MOST, _LIKELY, _BASE, _HEIGHT, _LAST = range(1, 10)


def fill(book: Book, sheet: Sheet, source: Sheet, document: Document) -> None:
    """Draw a chart of each indicator, or write its steps; its figures are written into `source`."""
    drawn: list[_Drawn] = []
    breaks: list[int] = []
    sheet.widths = {0: 16, 1: 140}
    row, height = 0, 0
    for part in document.parts:
        rows = 3 + len(part.steps) + (_ROWS if part.chart is not None else 0)
        if height and height + rows > _PAGE:
            breaks.append(row)
            height = 0
        height += rows
        sheet.write(row, 0, part.judged, bold=True)
        sheet.broken(row, 1, _("{id}  {title}").format(id=part.id, title=part.title), **_HEAD)
        sheet.broken(row + 1, 1, part.caption)
        row += 2
        if part.chart is not None:
            first = len(drawn) + 1
            drawn += _figures(part, part.chart)
            chart = _chart(book, source, part.chart, drawn[first - 1 :], first)
            options = {"description": part.caption, "object_position": 1, "y_offset": 6}
            sheet.made.insert_chart(row, 1, chart, options)
            row += _ROWS
        for step in part.steps:
            text = _("{name}: {text}").format(name=step.name, text=step.text)
            sheet.write(row, 0, f"{SIGNS[step.status]} {word(step.status)}")
            sheet.broken(row, 1, text)
            row += 1
        row += 1
    sheet.status_colours(0, 0, row, 0)
    sheet.made.set_h_pagebreaks(breaks)
    source.ruled = False
    source.table(0, _COLUMNS, drawn)
    for each in (sheet, source):
        each.finish()


def _figures(part: Part, chart: Chart | ReadingChart) -> list[_Drawn]:
    places, unit = figures.places(part.progress), figures.unit(part.progress.indicator)
    form, between = number_format(places, unit), number_format(places + 1, unit)
    found = points(chart)
    banded = "fan" in legend(chart, found)
    last = max((point.day for point in found if point.done is not None), default=None)
    return [_Drawn(part.id, point, form, between, point.day == last, banded) for point in found]


def _chart(
    book: Book, source: Sheet, chart: Chart | ReadingChart, drawn: list[_Drawn], first: int
) -> Any:  # noqa: ANN401 - XlsxWriter's charts have no common type that is public
    """Return a chart of rows of the figures, which begin at `first`."""
    last = first + len(drawn) - 1
    names = legend(chart, [each.point for each in drawn])

    def series(column: int, name: str, **look: Any) -> dict[str, Any]:  # noqa: ANN401 - as XlsxWriter takes them
        return {
            "name": name,
            "categories": f"={source.range(first, _DAY, last, _DAY)}",
            "values": f"={source.range(first, column, last, column)}",
            **look,
        }

    def line(key: str, width: float, dash: str = "solid") -> dict[str, Any]:
        return {"line": {"color": COLOURS[key], "width": width, "dash_type": dash}}

    read = isinstance(chart, ReadingChart)
    lines = book.made.add_chart({"type": "line"})
    bounds = [_LEAST] if any(each.point.least is not None for each in drawn) else []
    bounds += [_MOST] if any(each.point.most is not None for each in drawn) else []
    for column in bounds:
        lines.add_series(series(column, names["target"], **line("target", 1.75)))
    if "pace" in names:
        lines.add_series(series(_PACE, names["pace"], **line("pace", 1.5, "dash")))
    if "likely" in names:
        lines.add_series(series(_LIKELY, names["likely"], **line("likely", 1.75, "round_dot")))
    dot = {"fill": {"color": COLOURS["done"]}, "border": {"color": COLOURS["done"]}}
    marker = {"marker": {"type": "circle", "size": 6, **dot}}
    lines.add_series(series(_DONE, names["done"], **line("done", 2.5), **(marker if read else {})))
    label = {"value": True, "position": "above", "font": {"bold": True, "color": COLOURS["done"]}}
    now = {"line": {"none": True}, "marker": marker["marker"] | {"size": 7}, "data_labels": label}
    lines.add_series(series(_LAST, f"{chart.today}", **now))
    hidden = [len(bounds) - 1] if len(bounds) > 1 else []
    whole = lines
    if "fan" in names:
        whole = book.made.add_chart({"type": "area", "subtype": "stacked"})
        whole.add_series(series(_BASE, names["fan"], fill={"none": True}, line={"none": True}))
        whole.add_series(series(_HEIGHT, names["fan"], fill={"color": COLOURS["fan"]}))
        whole.combine(lines)
        hidden = [0, *(each + 2 for each in hidden)]
    _lay_out(whole, chart, drawn, hidden)
    return whole


def _lay_out(
    whole: Any,  # noqa: ANN401 - as above
    chart: Chart | ReadingChart,
    drawn: list[_Drawn],
    hidden: list[int],
) -> None:
    """Set the axes, the legend and the size; series that are `hidden` are not in the legend."""
    upright = scale(chart, [each.point for each in drawn])
    small = {"size": 9, "color": _INK}
    long = is_long(chart)
    whole.set_x_axis(
        {
            "date_axis": True,
            "min": chart.start,
            "max": chart.end,
            "num_format": "yyyy" if long else "mmm",
            "major_unit": 1,
            "major_unit_type": "years" if long else "months",
            "num_font": small,
            "line": {"color": _GRID},
            "position_axis": "on_tick",
            "label_position": "low",
        }
    )
    whole.set_y_axis(
        {
            "min": upright.low,
            "max": upright.high,
            "major_unit": upright.step,
            "num_format": number_format(upright.places),
            "num_font": small,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.75}},
        }
    )
    whole.set_legend({"position": "bottom", "font": small, "delete_series": hidden})
    whole.set_chartarea({"border": {"none": True}})
    whole.set_size({"width": _WIDE, "height": _HIGH})
    whole.show_blanks_as("span" if isinstance(chart, ReadingChart) else "gap")
