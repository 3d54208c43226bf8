"""The progress: everything known about an indicator, an objective and the plan on one day."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from oicekpi.domain import status as statuses
from oicekpi.domain.forecast import Forecast
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Each, Indicator, Objective, Period, Plan, Section
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Count, Event, Ledger, count
from oicekpi.domain.target import Target
from oicekpi.values import dataclass

REVIEW_EVERY: Final = 120
"""Days without a reading after which a level or ratio is quiet, unless the plan says otherwise."""


class Next(NamedTuple):
    """What is needed next: so many units by the end of a day, which may have passed."""

    need: Number
    by: date


class SubPeriod(NamedTuple):
    """A part of the period in which the target must hold; `held` is None while it is open."""

    period: Period
    value: Number | None
    held: bool | None


@dataclass(frozen=True)
class Progress:
    """One indicator on one day.

    `share` is the part of the target that the plan expects by now, `due` the whole units of it, or
    the level that is expected now; `needed` is the bound. `forecast` is for the end of the period.
    What has no target has none of these; stages have a `needed` and a `due`, but no share and no
    forecast; levels and ratios have a `value` and no forecast. Where the target must hold in each
    sub-period, they are in `parts`, and `held` is how many of them have held.
    """

    indicator: Indicator
    as_of: date
    closed: bool
    events: tuple[Event, ...]
    count: Count
    status: Status
    target: Target | None = None
    needed: Number | None = None
    due: Number | None = None
    share: Fraction | None = None
    forecast: Forecast | None = None
    next: Next | None = None
    quiet_days: int | None = None
    value: Number | None = None
    parts: tuple[SubPeriod, ...] = ()
    held: int = 0

    @property
    def done(self) -> Number | None:
        """What is reported as done: the count, the value of a level, the sub-periods that held."""
        if self.parts:
            return self.held
        if MEASURES[self.indicator.measure].aggregates:
            return self.value
        return self.count.done

    @property
    def chance(self) -> float | None:
        """The probability, 0 to 1, that what is needed is reached."""
        return self.forecast.chance if self.forecast else None

    @property
    def quiet(self) -> bool:
        """Whether there was no record or reading for longer than its review allows."""
        every = self.indicator.review_every
        if every is None and MEASURES[self.indicator.measure].aggregates:
            every = REVIEW_EVERY
        return self.quiet_days is not None and every is not None and self.quiet_days > every

    @property
    def flagged(self) -> bool:
        """Whether someone should look at it."""
        return self.status.flagged or self.quiet


@dataclass(frozen=True)
class ObjectiveProgress:
    """One objective on one day, with its indicators, or those that are looked at.

    `status` is the worst of all its indicators', looked at or not.
    """

    section: Section
    objective: Objective
    status: Status
    indicators: tuple[Progress, ...]


@dataclass(frozen=True)
class PlanProgress:
    """The plan on one day."""

    name: str
    plan: Plan
    as_of: date
    objectives: tuple[ObjectiveProgress, ...]
    today: date

    @property
    def closed(self) -> bool:
        """Whether the period is over, so that the progress is final."""
        return is_closed(self.plan, self.as_of, self.today)

    @property
    def days_ahead(self) -> int:
        """How many days lie between today and the day judged by, if that is still to come.

        The progress is then a projection: what is judged is that nothing more happens until then.
        """
        return max(0, (self.day - self.today).days)

    @property
    def day(self) -> date:
        """The day that is judged by: `as_of`, but at most the period's last."""
        return min(self.as_of, self.plan.period.end)

    @property
    def summary(self) -> dict[Status, int]:
        """How many objectives have each status; every status is there."""
        held = [objective.status for objective in self.objectives]
        return {status: held.count(status) for status in _SUMMARY}

    @property
    def indicators(self) -> tuple[Progress, ...]:
        """All indicators' indicators in the plan's order."""
        return tuple(s for objective in self.objectives for s in objective.indicators)

    def narrowed(self, indicators: Collection[str]) -> "PlanProgress":
        """Keep only the objectives of these indicators, and in them only these."""
        return self._keeping(lambda progress: progress.indicator.id in indicators)

    def flagged(self) -> "PlanProgress":
        """Keep only the objectives that have something to look at, and in them only that."""
        return self._keeping(lambda progress: progress.flagged)

    def _keeping(self, wanted: Callable[[Progress], bool]) -> "PlanProgress":
        kept = (
            replace(each, indicators=tuple(filter(wanted, each.indicators)))
            for each in self.objectives
        )
        return replace(self, objectives=tuple(each for each in kept if each.indicators))


_SUMMARY: Final = (
    Status.ACHIEVED,
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.BEHIND,
    Status.MISSED,
    Status.NOT_DUE,
    Status.TRACKED,
)


def is_closed(plan: Plan, as_of: date, today: date) -> bool:
    """Tell whether a plan's period is over: from the day after its last, seen from today too."""
    return min(as_of, today) > plan.period.end


def of_plan(
    name: str, plan: Plan, ledger: Ledger, as_of: date, today: date | None = None
) -> PlanProgress:
    """Judge every indicator of the plan on a day.

    `today` tells a projection from what is known; without it, `as_of` is no projection.
    """
    now = today or as_of
    objectives = []
    for section, objective in plan.objectives():
        held = tuple(of_indicator(plan, each, ledger, as_of, now) for each in objective.indicators)
        status = statuses.worst(each.status for each in held)
        objectives.append(ObjectiveProgress(section, objective, status, held))
    return PlanProgress(name, plan, as_of, tuple(objectives), now)


def of_indicator(  # noqa: PLR0913 - what is judged, and how far
    plan: Plan,
    indicator: Indicator,
    ledger: Ledger,
    as_of: date,
    today: date | None = None,
    *,
    outlined: bool = False,
) -> Progress:
    """Judge one indicator on a day; after the period's end, that day is the end.

    `outlined` is for whoever asks only what is overdue, and spares the forecast.
    """
    day = min(as_of, plan.period.end)
    events = ledger.events(indicator)
    base = Progress(
        indicator,
        as_of=day,
        closed=is_closed(plan, as_of, today or as_of),
        events=events,
        count=count(events, day),
        status=Status.TRACKED,
        target=indicator.target_on(day),
    )
    if indicator.each is not None and base.target is not None:
        return _in_each(plan, base, indicator.each, base.target)
    measure = MEASURES[indicator.measure]
    return measure.outlined(plan, base) if outlined else measure.progress(plan, base)


# --- targets that must hold in each sub-period ----------------------------------------------------

_MONTHS: Final = {Each.MONTH: 1, Each.QUARTER: 3, Each.HALF_YEAR: 6, Each.YEAR: 12}


def sub_periods(period: Period, each: Each) -> list[Period]:
    """Return the months, quarters, half-years or years of a period, counted from its start."""
    parts, start = [], period.start
    while start <= period.end:
        month = start.month - 1 + _MONTHS[each]
        first = date(start.year + month // 12, month % 12 + 1, 1)
        parts.append(Period(start, min(first - timedelta(days=1), period.end)))
        start = first
    return parts


def _in_each(plan: Plan, base: Progress, each: Each, target: Target) -> Progress:
    """Judge each sub-period by itself; one that has failed cannot be made good."""
    measure = MEASURES[base.indicator.measure]
    parts = []
    for period in sub_periods(plan.period, each):
        value = measure.value(base.indicator, base.events, period, base.as_of)
        over = base.closed or period.end < base.as_of
        held = None
        if over:
            held = value is not None and target.holds(value)
        elif target.is_ceiling and value is not None and not target.holds(value):
            held = False  # what is passed stays passed
        parts.append(SubPeriod(period, value, held))
    now = next((part for part in parts if base.as_of in part.period), parts[-1])
    held_now = now.value is not None and target.holds(now.value)
    count_held = sum(part.held is True for part in parts)
    if any(part.held is False for part in parts):
        status = Status.MISSED
    elif count_held == len(parts):
        status = Status.ACHIEVED
    elif base.as_of < plan.period.start:
        status = Status.NOT_DUE
    else:
        status = Status.ON_TRACK if held_now or now.value is None else Status.AT_RISK
    needed_next = None
    if status is not Status.MISSED and not base.closed and not held_now:
        needed_next = Next(target.bound, now.period.end)
    return replace(
        base,
        status=status,
        value=now.value,
        needed=len(parts),
        due=sum(part.held is not None for part in parts),
        held=count_held,
        parts=tuple(parts),
        next=needed_next,
    )
