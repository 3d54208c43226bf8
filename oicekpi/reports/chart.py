"""The burn-up chart: what was done, the pace, the target, and the fan of the forecast."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import Progress
from oicekpi.reports import words
from oicekpi.reports.look import STYLES, Look
from oicekpi.reports.render import Cell, Line

_MANY: Final = 731  # days of a period for which months are too many to be named
_HEIGHT: Final = 12  # rows
_LEAST, _MOST, _USUAL = 24, 100, 72  # columns of the drawing, without the numbers at its left


@dataclass(frozen=True, slots=True)
class _Signs:
    done: str
    pace: str
    target: str
    fan: str
    likely: str
    today: str
    axis: str
    corner: str


_DRAWN: Final = _Signs("█", "•", "─", "░", "+", "┊", "│", "└")
_TYPED: Final = _Signs("#", "o", "-", ":", "+", "!", "|", "+")


def burn_up(plan: Plan, progress: Progress, look: Look) -> list[Line]:
    """Draw the indicator's period up to the progress's day and on to the end.

    Where there is nothing to draw, or a screen is too narrow for it, there is no chart.
    """
    if not (progress.needed or progress.count.done):
        return []
    scale = _Scale.of(progress)
    margin = scale.margin + 2
    width = _USUAL if look.width is None else min(_MOST, look.width - margin - 1)
    if width < _LEAST:
        return []
    chart = _Chart(plan, progress, scale, width, _DRAWN if look.unicode else _TYPED)
    legend = [Cell(" " * margin + chart.legend())]
    return [*chart.rows(), *chart.axis(), (), legend]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Which row a count stands on: 1 to the height, and 0 for the axis.

    What is done reaches the target's row only when the target is reached.
    """

    needed: int
    done: int
    top: int

    @classmethod
    def of(cls, progress: Progress) -> "_Scale":
        done, needed = progress.count.done, progress.needed or 0
        high = progress.forecast.high if progress.forecast else 0
        return cls(needed, done, max(1, needed, high, done))

    @property
    def target(self) -> int:
        return max(1, round(self.needed * _HEIGHT / self.top)) if self.needed else 0

    def row(self, value: float) -> int:
        if value <= 0:
            return 0
        if value < self.needed:
            return max(1, int(value * self.target / self.needed))
        above = (value - self.needed) / max(1, self.top - self.needed)
        return self.target + int(above * (_HEIGHT - self.target))

    @property
    def labels(self) -> dict[int, str]:
        """The counts that stand beside their rows; the dearer one where two share a row."""
        return {self.row(value): f"{value:,}" for value in (self.top, self.done, self.needed)}

    @property
    def margin(self) -> int:
        """How many columns the widest label takes."""
        return max(3, *(len(label) for label in self.labels.values()))


class _Chart:
    """One drawing: columns are days of the period, rows are counts."""

    def __init__(
        self, plan: Plan, progress: Progress, scale: _Scale, width: int, signs: _Signs
    ) -> None:
        self.progress, self.scale, self.signs = progress, scale, signs
        self.days = _days(plan, width)
        self.today = _column(self.days, progress.as_of)
        self.open = plan.period.start <= progress.as_of and not progress.closed
        curve = plan.curve(progress.indicator)
        shares = [float(curve.share(day)) for day in self.days]
        needed = progress.needed or 0
        self.done = [scale.row(self._done(day)) for day in self.days[: self.today + 1]]
        self.pace = [scale.row(needed * share) for share in shares]
        self.fan = [self._fan(share) for share in shares[self.today + 1 :]]

    def _done(self, day: date) -> int:
        """Count what was done by a day; all of it on the last one that is drawn as done."""
        last = day >= self.days[self.today]
        return sum(a.new for a in self.progress.count.arrivals if last or a.day <= day)

    def _fan(self, share: float) -> tuple[int, int, int] | None:
        """Spread the forecast along the rest of the pace curve."""
        outlook, done = self.progress.forecast, self.progress.count.done
        if outlook is None:
            return None
        before = float(self.progress.share or 0)
        passed = (share - before) / (1 - before) if before < 1 else 1.0
        low, likely, high = (
            self.scale.row(done + (end - done) * passed)
            for end in (outlook.low, outlook.likely, outlook.high)
        )
        return low, likely, high

    def rows(self) -> list[Line]:
        """Draw the rows from the top count down to 1."""
        return [self._row(level) for level in range(_HEIGHT, 0, -1)]

    def _row(self, level: int) -> Line:
        label = self.scale.labels.get(level, "")
        cells = (self._cell(x, level) for x in range(len(self.days)))
        drawn = [
            Cell("".join(cell.text for cell in same), style)
            for style, same in groupby(cells, key=lambda cell: cell.style)
        ]
        return [Cell(f"{label:>{self.scale.margin}} {self.signs.axis}"), *drawn]

    def _cell(self, x: int, level: int) -> Cell:
        """Choose what is seen where several things stand in one place."""
        signs = self.signs
        if x <= self.today and level <= self.done[x]:
            return Cell(signs.done, STYLES[self.progress.status])
        if self.progress.share is not None and level == self.pace[x]:
            return Cell(signs.pace, "bold")
        fan = self.fan[x - self.today - 1] if x > self.today else None
        if fan is not None and fan[0] <= level <= fan[2]:
            return Cell(signs.likely) if level == fan[1] else Cell(signs.fan, "dim")
        if level == self.scale.target:
            return Cell(signs.target)
        return Cell(signs.today, "dim") if x == self.today and self.open else Cell(" ")

    def axis(self) -> list[Line]:
        """Draw the days, and name the months or the years."""
        margin = self.scale.margin
        line = self.signs.target * len(self.days)
        letters = _years(self.days) or _months(self.days)
        return [
            [Cell(f"{'0':>{margin}} {self.signs.corner}{line}")],
            [Cell(f"{'':>{margin}}  {letters}")],
        ]

    def legend(self) -> str:
        """Explain the signs that the drawing uses."""
        signs, progress = self.signs, self.progress
        parts = [f"{signs.done} done"]
        if progress.share is not None:
            parts += [f"{signs.pace} pace", f"{signs.target} target"]
        if progress.forecast is not None and not progress.closed:
            parts += [f"{signs.likely} likely", f"{signs.fan} 80 % interval"]
        if self.open:
            parts.append(f"{signs.today} {progress.as_of}")
        return "  ".join(parts)


def _days(plan: Plan, width: int) -> list[date]:
    """Spread the period's days over the columns, its first and last at the edges."""
    start, length = plan.period.start, (plan.period.end - plan.period.start).days
    return [start + timedelta(days=round(x * length / (width - 1))) for x in range(width)]


def _column(days: list[date], as_of: date) -> int:
    """Find the last column of a day; of one that has none, that of the next day that has."""
    shown = days[bisect_left(days, as_of)]
    return bisect_right(days, shown) - 1


def _months(days: list[date]) -> str:
    """Write a letter where each month begins."""
    return "".join(
        words.MONTHS[day.month - 1][0] if first else " "
        for day, first in zip(days, _first_of_month(days), strict=True)
    )


def _years(days: list[date]) -> str:
    """Write the number where each year begins; nothing for a period of up to two years."""
    if (days[-1] - days[0]).days <= _MANY:
        return ""
    line = ""
    for at, (before, day) in enumerate(zip([None, *days], days, strict=False)):
        if before is None or before.year != day.year:
            line = line.ljust(at) + f"{day.year}" if len(line) <= at else line
    return line[: len(days)]


def _first_of_month(days: list[date]) -> list[bool]:
    before = [None, *(day.month for day in days)]
    return [day.month != month for day, month in zip(days, before, strict=False)]
