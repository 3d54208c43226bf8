"""The burn-up chart as a value: what was done, the pace, the target, the fan of the forecast.

`drawing` draws it with letters; other formats can draw the same points in their own way.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import accumulate

from oicekpi.domain.forecast import Forecast
from oicekpi.domain.levels import Read
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Number
from oicekpi.domain.pace import Curve
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import Progress
from oicekpi.domain.status import Status
from oicekpi.domain.target import Target
from oicekpi.reports import figures
from oicekpi.values import dataclass


@dataclass(frozen=True)
class Chart:
    """One indicator over its period, `start` to `end`, as known on a day.

    `steps` are the days on which something was done, each with the total by its end. `target` is
    what is needed, 0 for none. `pace` is how the plan expects it, `forecast` the total at the end;
    None where there is none. `running` tells whether the day is in the period, which is not over.
    A `ceiling` is a target that is not to be passed, so that nothing is expected.
    """

    title: str
    status: Status
    start: date
    end: date
    today: date
    running: bool
    steps: tuple[tuple[date, float], ...]
    target: float
    pace: Curve | None
    forecast: Forecast | None
    ceiling: bool = False

    @property
    def total(self) -> float:
        """What has been done by today."""
        return self.steps[-1][1] if self.steps else 0

    @property
    def top(self) -> float:
        """The highest value that is drawn, at least 1."""
        return max(1, self.target, self.total, self.forecast.high if self.forecast else 0)

    def done(self, day: date) -> float:
        """Return what had been done by the end of a day."""
        at = bisect_right(self.steps, day, key=lambda step: step[0])
        return self.steps[at - 1][1] if at else 0

    def expected(self, day: date) -> float | None:
        """Return what the plan expects by the end of a day; None without a pace."""
        return (
            None if self.pace is None or self.ceiling else self.target * float(self.pace.share(day))
        )

    def fan(self, day: date) -> tuple[float, float, float] | None:
        """Return low, likely and high on a day after today; None without a forecast.

        The forecast for the end is spread along the rest of the pace.
        """
        if self.forecast is None or self.pace is None or day <= self.today:
            return None
        before = float(self.pace.share(self.today))
        passed = (float(self.pace.share(day)) - before) / (1 - before) if before < 1 else 1.0
        low, likely, high = (
            self.total + (end - self.total) * passed
            for end in (self.forecast.low, self.forecast.likely, self.forecast.high)
        )
        return low, likely, high


def burn_up(plan: Plan, progress: Progress) -> Chart | None:
    """Return the chart of an indicator; None where there is nothing to draw."""
    if not (progress.needed or progress.count.done):
        return None
    arrivals = progress.count.arrivals
    totals = map(_drawn, accumulate(each.new for each in arrivals))
    return Chart(
        progress.indicator.title,
        progress.status,
        plan.period.start,
        plan.period.end,
        progress.as_of,
        plan.period.start <= progress.as_of and not progress.closed,
        tuple(zip((each.day for each in arrivals), totals, strict=True)),
        _drawn(progress.needed or 0),
        None if progress.share is None else plan.curve(progress.indicator),
        progress.forecast,
        progress.target is not None and progress.target.is_ceiling,
    )


def _drawn(number: Number) -> float:
    """Return a number to draw: a whole one as such."""
    return int(number) if number == int(number) else float(number)


@dataclass(frozen=True)
class ReadingChart:
    """The readings of one indicator over its period, against what is expected.

    `readings` are days with the value that was read; `expected` gives what the plan expects by a
    day, None where it expects nothing. `band` is what the target allows: the lowest and the highest
    value, None where there is no such end.
    """

    status: Status
    start: date
    end: date
    today: date
    running: bool
    readings: tuple[tuple[date, float], ...]
    expected: Callable[[date], float | None]
    band: tuple[float | None, float | None]
    write: Callable[[float], str]


def readings(plan: Plan, progress: Progress) -> ReadingChart | None:
    """Return the chart of a level or ratio; None where nothing was read and there is no target."""
    measure = MEASURES[progress.indicator.measure]
    read = figures.readings(progress)
    if not isinstance(measure, Read) or not (read or progress.target):
        return None

    stays = progress.indicator.baseline is None and progress.indicator.pace is None

    def expected(day: date) -> float | None:
        if stays:  # the target itself is expected, which is drawn anyway
            return None
        then = measure.progress(plan, replace(progress, as_of=day, closed=False))
        return None if then.due is None else float(then.due)

    def write(value: float) -> str:
        return figures.number(progress, Decimal(str(value)))

    return ReadingChart(
        progress.status,
        plan.period.start,
        plan.period.end,
        progress.as_of,
        plan.period.start <= progress.as_of and not progress.closed,
        tuple((each.day, float(measure.combined(progress.indicator, [each]))) for each in read),
        expected,
        _band(progress.target),
        write,
    )


def _band(target: Target | None) -> tuple[float | None, float | None]:
    if target is None:
        return None, None
    if target.within is not None:
        return float(target.within[0]), float(target.within[1])
    bound = float(target.bound)
    return (None, bound) if target.is_ceiling else (bound, None)
