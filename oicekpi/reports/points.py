"""A chart as points: what is drawn on which day, and the scales on which it is drawn.

Pictures and spreadsheets draw them; the table that is beside a picture has some of them as numbers.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from math import ceil, log10
from typing import Final, NamedTuple

from oicekpi.domain.history import month_ends
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import words
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.tables import Column, Table

COLOURS: Final = {
    "done": "#1F4E79",
    "pace": "#7F7F7F",
    "target": "#C55A11",
    "likely": "#5B9BD5",
    "fan": "#DDEBF7",
    "today": "#1F4E79",
}
"""One for each thing that a chart draws: they differ in lightness too, for print without colour."""

_MARGIN: Final = 0.05  # of what is drawn, at the ends of an axis
_MARKS: Final = 5  # of an axis, at most about
_EVEN: Final = (1, 2, 5, 10)
_MANY: Final = 731  # days of a period for which months are too many to be named


class Point(NamedTuple):
    """What a chart draws on one day; None where it draws nothing.

    `done` is the total by the day's end, or what was read on it; `expected` what the plan expects
    by then. `least` and `most` are the bounds of the target. `low`, `likely` and `high` are of the
    forecast, which begins today.
    """

    day: date
    done: float | None = None
    expected: float | None = None
    least: float | None = None
    most: float | None = None
    low: float | None = None
    likely: float | None = None
    high: float | None = None


def points(chart: Chart | ReadingChart) -> list[Point]:
    """Return what a chart draws, by day: on each where something turns."""
    days = {*month_ends(chart.start, chart.end), chart.start, chart.end, chart.today}
    return [*(_read(chart, days) if isinstance(chart, ReadingChart) else _counted(chart, days))]


def _counted(chart: Chart, days: set[date]) -> Iterator[Point]:
    """Give the days before and after each step of what is done, and where the pace turns."""
    for day, __ in chart.steps:
        days |= {day, max(chart.start, day - timedelta(days=1))}
    turns = () if chart.pace is None else map(date.fromordinal, chart.pace.days)
    days |= {day for day in turns if chart.start <= day <= chart.end}
    target = float(chart.target) if chart.target else None
    least, most = (None, target) if chart.ceiling else (target, None)
    for day in sorted(days):
        done = float(chart.done(day)) if day <= chart.today else None
        low, likely, high = chart.fan(day) or (None, None, None)
        if day == chart.today and chart.forecast is not None and chart.pace is not None:
            low = likely = high = done
        yield Point(day, done, chart.expected(day), least, most, low, likely, high)


def _read(chart: ReadingChart, days: set[date]) -> Iterator[Point]:
    read = dict(chart.readings)
    for day in sorted(days | set(read)):
        yield Point(day, read.get(day), chart.expected(day), *chart.band)


def legend(chart: Chart | ReadingChart, drawn: list[Point]) -> dict[str, str]:
    """Name what a chart draws, by the keys of `COLOURS`."""
    counted = isinstance(chart, Chart)
    names = {"done": _("done") if counted else _("read")}
    if any(point.expected is not None for point in drawn):
        names["pace"] = _("pace") if counted else _("expected")
    if any(point.least is not None or point.most is not None for point in drawn):
        names["target"] = _("target")
    if any(point.likely is not None for point in drawn):
        names |= {"likely": _("likely"), "fan": _("80 % interval")}
    elif any(point.least is not None and point.most is not None for point in drawn):
        names["fan"] = _("allowed")
    return names


# --- scales ---------------------------------------------------------------------------------------


class Scale(NamedTuple):
    """The values at the ends of an axis, and from one mark to the next."""

    low: float
    high: float
    step: float

    @property
    def places(self) -> int:
        """How many decimals its marks have."""
        return max(0, ceil(-log10(self.step)))

    @property
    def marks(self) -> list[float]:
        """The values that are marked, from the lowest on."""
        number = round((self.high - self.low) / self.step)
        return [self.low + at * self.step for at in range(number + 1)]

    @classmethod
    def even(cls, low: float, high: float, *, whole: bool) -> "Scale":
        """Return a scale of about five marks at even values, which may have to be whole."""
        rough = max((high - low) / _MARKS, 1e-9)
        power = 10.0 ** (log10(rough) // 1)
        step = next(each * power for each in _EVEN if each * power >= rough * 0.999)
        if whole:
            step = max(step, 1.0)
        return cls(low // step * step, ceil(high / step) * step, step)


def scale(chart: Chart | ReadingChart, drawn: list[Point]) -> Scale:
    """Return a scale for all that is drawn; counts begin at zero."""
    values = [each for point in drawn for each in point[1:] if each is not None]
    counted = isinstance(chart, Chart)
    low, high = min(values, default=0.0), max(values, default=1.0)
    if counted:
        low = min(low, 0.0)
    # What lies on an edge would be hard to see.
    margin = (high - low or abs(high) or 1.0) * _MARGIN
    return Scale.even(low - margin if low or not counted else low, high + margin, whole=counted)


def is_long(chart: Chart | ReadingChart) -> bool:
    """Tell whether a chart has too many months for their names: years are named then."""
    return (chart.end - chart.start).days >= _MANY


def spans(chart: Chart | ReadingChart) -> list[tuple[date, str]]:
    """Return the months of a chart, or the years of a long one: where each begins, and its name."""
    yearly, firsts = is_long(chart), [chart.start]
    while firsts[-1] <= chart.end:
        year, month = firsts[-1].year, 12 if yearly else firsts[-1].month
        firsts.append(date(year + month // 12, month % 12 + 1, 1))
    return [(day, f"{day.year}" if yearly else words.month(day.month)) for day in firsts[:-1]]


# --- the table beside a picture -------------------------------------------------------------------


def table(chart: Chart | ReadingChart) -> Table[Point]:
    """Return a row for each month's end, today and each reading, without columns of no value."""
    read = isinstance(chart, ReadingChart)
    days = {*month_ends(chart.start, chart.end), chart.today}
    if isinstance(chart, ReadingChart):
        days |= {day for day, __ in chart.readings}
    rows = [
        # The forecast is drawn from what is done today, but it says nothing of today.
        point if point.day > chart.today else point._replace(low=None, likely=None, high=None)
        for point in points(chart)
        if point.day in days and chart.start <= point.day <= chart.end
    ]
    write = chart.write if isinstance(chart, ReadingChart) else _written
    year = chart.end.year
    columns: list[Column[Point]] = [
        Column("day", marked("day"), lambda p: words.day(p.day, year), lambda p: p.day.isoformat()),
        _column("done", marked("read") if read else marked("done"), lambda p: p.done, write),
        _column(
            "expected", marked("expected") if read else marked("pace"), lambda p: p.expected, write
        ),
        _column("low", marked("low"), lambda p: p.low, write),
        _column("likely", marked("likely"), lambda p: p.likely, write),
        _column("high", marked("high"), lambda p: p.high, write),
    ]
    held = [
        each for each in columns if each.value and any(each.value(row) is not None for row in rows)
    ]
    return Table(held, rows)


def _column(
    key: str, title: str, value: Callable[[Point], float | None], write: Callable[[float], str]
) -> Column[Point]:
    def text(point: Point) -> str:
        number = value(point)
        return "" if number is None else write(number)

    return Column(key, title, text, value, right=True)


def _written(value: float) -> str:
    """Return a whole number as such, and what lies between two with one decimal."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
