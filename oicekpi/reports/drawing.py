"""The burn-up chart drawn with letters: columns are days of the period, rows are counts."""

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from oicekpi.messages.catalogue import day_of
from oicekpi.messages.translate import gettext as _
from oicekpi.reports import words
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.look import STYLES, Cell, Line, Look
from oicekpi.values import dataclass

_MANY: Final = 731  # days of a period for which months are too many to be named
_HEIGHT: Final = 12  # rows
_LEAST, _MOST, _USUAL = 24, 100, 72  # columns of the drawing, without the numbers at its left


@dataclass(frozen=True)
class _Signs:
    done: str
    pace: str
    target: str
    fan: str
    likely: str
    today: str
    axis: str
    corner: str
    width: int = 1  # columns of each


_DRAWN: Final = _Signs("█", "•", "─", "░", "+", "┊", "│", "└")
_TYPED: Final = _Signs("#", "o", "-", ":", "+", "!", "|", "+")
_BROAD: Final = replace(_DRAWN, likely="＋", width=2)
"""Signs for a screen that gives each of them two columns."""


def of_chart(chart: Chart | ReadingChart, look: Look) -> list[Line]:
    """Return a chart of any sort as lines; none where a screen is too narrow for it."""
    scale = _Levels(chart) if isinstance(chart, ReadingChart) else _Scale(chart)
    signs = (_DRAWN if look.ambiguous == 1 else _BROAD) if look.unicode else _TYPED
    width = _USUAL
    if look.width is not None:
        width = min(_MOST, (look.width - scale.margin - 2 - signs.width) // signs.width)
    if width < _LEAST:
        return []
    days = _days(chart, width)
    if isinstance(scale, _Levels):
        return _Readings(scale, signs, days).lines()
    return _BurnUp(scale, signs, days).lines()


class _Scale:
    """Which row a count is drawn in: 1 to the height, and 0 for the axis.

    What is done reaches the target's row only when the target is reached.
    """

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.needed, self.top = chart.target, chart.top
        self.target = max(1, round(self.needed * _HEIGHT / self.top)) if self.needed else 0
        # Where two counts share a row, the later of these is named.
        counts = (self.top, chart.total, self.needed)
        self.labels = {self.row(value): f"{value:,}" for value in counts}
        self.margin = max(3, *(len(label) for label in self.labels.values()))

    def row(self, value: float) -> int:
        if value <= 0:
            return 0
        if value < self.needed:
            return max(1, int(value * self.target / self.needed))
        above = (value - self.needed) / max(1, self.top - self.needed)
        return self.target + int(above * (_HEIGHT - self.target))


class _Levels:
    """Which row a value is drawn in, 1 to the height: the lowest and highest are at the ends."""

    def __init__(self, chart: ReadingChart) -> None:
        self.chart = chart
        ends = [each for each in chart.band if each is not None]
        expected = [chart.expected(day) for day in (chart.start, chart.end)]
        values = [value for _day, value in chart.readings]
        values += [*ends, *(each for each in expected if each is not None)]
        self.low, self.high = min(values), max(values)
        self.ends = {self.row(each) for each in ends}
        last = [value for _day, value in chart.readings[-1:]]
        named = (self.low, self.high, *ends, *last)
        self.labels = {self.row(value): chart.write(value) for value in named}
        self.margin = max(3, *(len(label) for label in self.labels.values()))
        self.band = [self.row(each) for each in ends] if len(ends) > 1 else []

    def row(self, value: float) -> int:
        if self.high == self.low:
            return _HEIGHT // 2
        return 1 + round((value - self.low) / (self.high - self.low) * (_HEIGHT - 1))

    def inside(self, level: int) -> bool:
        """Tell whether a row lies between both ends of what is allowed."""
        return bool(self.band) and self.band[0] < level < self.band[1]


class _Drawing(ABC):
    """One drawing of a chart, with what is in each column worked out."""

    zero = ""  # beside the axis

    def __init__(self, scale: _Scale | _Levels, signs: _Signs, days: list[date]) -> None:
        self.labels, self.margin = scale.labels, scale.margin
        self.signs, self.days = signs, days
        self.today = _column(days, scale.chart.today)

    def lines(self) -> list[Line]:
        """Draw the rows, from the left edge to the end of the period, the axis and a legend."""
        signs, days = self.signs, self.days
        lines: list[Line] = []
        for level in range(_HEIGHT, 0, -1):
            cells = (self.cell(x, level) for x in range(len(days)))
            edge = f"{self.labels.get(level, ''):>{self.margin}} {signs.axis}"
            lines.append([Cell(edge), *_joined(cells)])
        before = " " * (self.margin + 1 + signs.width)
        lines.append([Cell(f"{self.zero:>{self.margin}} {signs.corner}{signs.target * len(days)}")])
        lines.append([Cell(before + _named(days, signs.width))])
        return [*lines, (), [Cell(before + legend(self.parts()))]]

    @abstractmethod
    def cell(self, x: int, level: int) -> Cell:
        """Choose what is seen where several things are in one place."""

    @abstractmethod
    def parts(self) -> list[tuple[str, str]]:
        """Explain the signs that the drawing uses."""


class _BurnUp(_Drawing):
    """What adds up: bars of what is done, the pace, and the fan of the forecast."""

    zero = "0"

    def __init__(self, scale: _Scale, signs: _Signs, days: list[date]) -> None:
        super().__init__(scale, signs, days)
        chart = scale.chart
        self.chart, self.scale = chart, scale
        self.done = [scale.row(chart.done(day)) for day in self.days[: self.today]]
        self.done.append(scale.row(chart.total))  # all of it in the last column of what is done
        self.paced = chart.pace is not None and not chart.ceiling
        self.pace = [scale.row(chart.expected(day) or 0) for day in self.days]
        self.fan = [self._fan(day) for day in self.days[self.today + 1 :]]

    def _fan(self, day: date) -> tuple[int, int, int] | None:
        spread = self.chart.fan(day)
        if spread is None:
            return None
        low, likely, high = map(self.scale.row, spread)
        return low, likely, high

    def cell(self, x: int, level: int) -> Cell:
        signs = self.signs
        if x <= self.today and level <= self.done[x]:
            return Cell(signs.done, STYLES[self.chart.status])
        if self.paced and level == self.pace[x]:
            return Cell(signs.pace, "bold")
        fan = self.fan[x - self.today - 1] if x > self.today else None
        if fan is not None and fan[0] <= level <= fan[2]:
            return Cell(signs.likely) if level == fan[1] else Cell(signs.fan, "dim")
        if level == self.scale.target:
            return Cell(signs.target)
        here = x == self.today and self.chart.running
        return Cell(signs.today, "dim") if here else Cell(" " * signs.width)

    def parts(self) -> list[tuple[str, str]]:
        signs, chart = self.signs, self.chart
        parts = [(signs.done, _("done"))]
        if self.paced:
            parts.append((signs.pace, _("pace")))
        if chart.target:
            parts.append((signs.target, _("target")))
        if chart.forecast is not None and self.fan:
            parts += [(signs.likely, _("likely")), (signs.fan, _("80 % interval"))]
        if chart.running:
            parts.append((signs.today, day_of(chart.today)))
        return parts


def legend(parts: Iterable[tuple[str, str]]) -> str:
    """Explain signs, each by a word."""
    return "  ".join(f"{sign} {meaning}" for sign, meaning in parts)


class _Readings(_Drawing):
    """What is read: a sign for each reading, what is expected, and what the target allows."""

    def __init__(self, scale: _Levels, signs: _Signs, days: list[date]) -> None:
        super().__init__(scale, signs, days)
        chart = scale.chart
        self.chart, self.scale = chart, scale
        self.read = {_column(self.days, day): scale.row(value) for day, value in chart.readings}
        expected = map(chart.expected, self.days)
        self.expected = [None if each is None else scale.row(each) for each in expected]

    def cell(self, x: int, level: int) -> Cell:
        signs = self.signs
        if self.read.get(x) == level:
            return Cell(signs.done, STYLES[self.chart.status])
        if self.expected[x] == level:
            return Cell(signs.pace, "bold")
        if level in self.scale.ends:
            return Cell(signs.target)
        if self.scale.inside(level):
            return Cell(signs.fan, "dim")
        here = x == self.today and self.chart.running
        return Cell(signs.today, "dim") if here else Cell(" " * signs.width)

    def parts(self) -> list[tuple[str, str]]:
        signs, chart = self.signs, self.chart
        parts = [(signs.done, _("read"))]
        if any(each is not None for each in self.expected):
            parts.append((signs.pace, _("expected")))
        if self.scale.ends:
            parts.append((signs.target, _("target")))
        if None not in chart.band:
            parts.append((signs.fan, _("allowed")))
        if chart.running:
            parts.append((signs.today, day_of(chart.today)))
        return parts


def _joined(cells: Iterable[Cell]) -> Iterator[Cell]:
    for style, same in groupby(cells, key=lambda cell: cell.style):
        yield Cell("".join(str(cell.text) for cell in same), style)


def _days(chart: Chart | ReadingChart, width: int) -> list[date]:
    """Spread the period's days over the columns, its first and last at the edges."""
    length = (chart.end - chart.start).days
    return [chart.start + timedelta(days=round(x * length / (width - 1))) for x in range(width)]


def _column(days: list[date], as_of: date) -> int:
    """Find the last column of a day; of one that has none, that of the next day that has."""
    shown = days[bisect_left(days, as_of)]
    return bisect_right(days, shown) - 1


def _named(days: list[date], width: int) -> str:
    """Name the months, or the years of a long period, where they begin.

    Each day is so many columns wide. A month is a letter, or a number where there is room for it.
    """
    yearly = (days[-1] - days[0]).days > _MANY
    line = ""
    for place, (before, day) in enumerate(zip([None, *days], days, strict=False)):
        name = f"{day.year}" if yearly else words.month(day.month, 1)
        at = place * width
        free = at if yearly else at + 1 - len(name)
        begins = before is None or (before.year if yearly else before.month) != (
            day.year if yearly else day.month
        )
        if begins and len(line) <= free:
            line = line.ljust(at) + name
    return line[: len(days) * width]
