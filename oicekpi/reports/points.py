"""The points of a chart as a table: what stands beside the picture for those who do not see it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from oicekpi.domain.history import month_ends
from oicekpi.messages.translate import marked
from oicekpi.reports import words
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.tables import Column, Table


class Point(NamedTuple):
    """One day of a chart: what was done or read, what is expected, and the forecast."""

    day: date
    done: float | None = None
    expected: float | None = None
    low: float | None = None
    likely: float | None = None
    high: float | None = None


def table(chart: Chart | ReadingChart) -> Table[Point]:
    """Return a row for each month's end, today and each reading, without columns of no value."""
    read = isinstance(chart, ReadingChart)
    rows = [*(_readings(chart) if isinstance(chart, ReadingChart) else _burn_up(chart))]
    write = chart.write if isinstance(chart, ReadingChart) else _written
    year = chart.end.year
    columns: list[Column[Point]] = [
        Column("day", marked("day"), lambda p: words.day(p.day, year), lambda p: p.day.isoformat()),
        _column("done", marked("read") if read else marked("done"), lambda p: p.done, write),
        _column("expected", marked("expected") if read else marked("pace"), _expected, write),
        _column("low", marked("low"), lambda p: p.low, write),
        _column("likely", marked("likely"), lambda p: p.likely, write),
        _column("high", marked("high"), lambda p: p.high, write),
    ]
    held = [
        each for each in columns if each.value and any(each.value(row) is not None for row in rows)
    ]
    return Table(held, rows)


def _expected(point: Point) -> float | None:
    return point.expected


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


def _days(chart: Chart | ReadingChart, *more: date) -> list[date]:
    ends = month_ends(chart.start, chart.end)
    return sorted(day for day in {*ends, chart.today, *more} if chart.start <= day <= chart.end)


def _burn_up(chart: Chart) -> Iterator[Point]:
    for day in _days(chart):
        done = chart.done(day) if day <= chart.today else None
        yield Point(day, done, chart.expected(day), *(chart.fan(day) or ()))


def _readings(chart: ReadingChart) -> Iterator[Point]:
    read = dict(chart.readings)
    for day in _days(chart, *read):
        yield Point(day, read.get(day), chart.expected(day))
