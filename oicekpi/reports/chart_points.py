"""A chart as points, for pictures and spreadsheets: what is drawn on which day."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil, floor, log10
from typing import Final, NamedTuple

from oicekpi.domain.history import month_ends
from oicekpi.messages.translate import gettext as _
from oicekpi.reports.charts import Chart, ReadingChart

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
_ROUND: Final = (1, 2, 5, 10)


class Point(NamedTuple):
    """What a chart draws on one day; None where it draws nothing.

    `done` is the total by the day's end, or what was read on it; `expected` what the plan expects
    by then. `least` and `most` are the bounds of the target. `low`, `likely` and `high` are of the
    forecast, which begins today.
    """

    day: date
    done: float | None
    expected: float | None
    least: float | None
    most: float | None
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


class Axis(NamedTuple):
    """The values at the ends of an axis, and from one mark to the next."""

    low: float
    high: float
    step: float

    @property
    def places(self) -> int:
        """How many decimals its marks have."""
        return max(0, -floor(log10(self.step)))

    @property
    def marks(self) -> list[float]:
        """The values that are marked, from the lowest on."""
        number = round((self.high - self.low) / self.step)
        return [self.low + at * self.step for at in range(number + 1)]


def axis(chart: Chart | ReadingChart, drawn: list[Point], marks: int = 5) -> Axis:
    """Return an axis of about so many marks for all that is drawn; counts begin at zero."""
    values = [each for point in drawn for each in point[1:] if each is not None]
    counted = isinstance(chart, Chart)
    low, high = min(values, default=0.0), max(values, default=1.0)
    if counted:
        low = min(low, 0.0)
    span = high - low or abs(high) or 1.0
    # What lies on an edge would be hard to see.
    high += span * _MARGIN
    low -= span * _MARGIN if low or not counted else 0.0
    rough = (high - low) / marks
    power = 10.0 ** floor(log10(rough))
    step = next(each * power for each in _ROUND if each * power >= rough)
    if counted:
        step = max(step, 1.0)
    return Axis(floor(low / step) * step, ceil(high / step) * step, step)
