"""Indicators that are read, not counted: levels, and ratios of two parts.

A reading says how things are on its day. What is expected now is the line from the baseline to the
target along the pace; without a baseline it is the target itself. With checkpoints it is the last
one's value until the next one's day.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from oicekpi.domain.measure import Measure
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Aggregate
from oicekpi.domain.progress import Next, Progress
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Event

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator, Period, Plan
    from oicekpi.domain.target import Target

_LATE: Final = Fraction(3, 4)
"""Without a baseline, what falls short is behind from this share of the period on."""


class Read(Measure):
    """A measure whose value is what its readings say."""

    units_named = True
    targets = frozenset({"at_least", "more_than", "at_most", "less_than", "within"})

    def combined(self, indicator: "Indicator", readings: Sequence[Event]) -> Number:
        """Return the value of some readings, at least one, in the order of their days."""
        raise NotImplementedError

    def value(
        self, indicator: "Indicator", events: tuple[Event, ...], period: "Period", as_of: date
    ) -> Number | None:
        """Return the value that a part of the period came to; None without a reading in it."""
        readings = _readings([each for each in events if each.day in period], as_of)
        return self.combined(indicator, readings) if readings else None

    def progress(self, plan: "Plan", base: Progress) -> Progress:
        """Judge the last value by what is expected now; there is no forecast."""
        readings = _readings(base.events, base.as_of)
        value = self.combined(base.indicator, readings) if readings else None
        begun = base.as_of >= plan.period.start
        since = readings[-1].day if readings else plan.period.start
        base = replace(
            base,
            value=value,
            quiet_days=(base.as_of - since).days if begun and not base.closed else None,
        )
        if base.target is None:
            return replace(base, status=Status.TRACKED)
        expected = _expected(plan, base)
        status = _status(plan, base, base.target, expected, value)
        met = value is not None and base.target.holds(value)
        missing = None if base.closed or met else Next(base.target.bound, plan.period.end)
        return replace(
            base,
            status=status,
            needed=base.target.bound,
            due=expected,
            share=plan.curve(base.indicator).share(base.as_of),
            next=missing,
        )


def _readings(events: Sequence[Event], as_of: date) -> list[Event]:
    return [each for each in events if each.firm and not each.planned and each.day <= as_of]


def _expected(plan: "Plan", base: Progress) -> Number | None:
    """Return the value that is expected now; None where nothing is expected yet."""
    target, indicator = base.target, base.indicator
    assert target is not None  # noqa: S101 - the caller asked
    goal = target.bound
    baseline = indicator.baseline
    if target.within is not None and baseline is not None:
        low, high = target.within
        goal = min(max(baseline.value, low), high)
    if base.closed:
        return goal
    pace = indicator.pace
    if pace is not None and pace.checkpoints:
        passed = [number for day, number in pace.checkpoints.items() if day < base.as_of]
        return passed[-1] if passed else (baseline.value if baseline else None)
    if baseline is None:
        return goal
    share = plan.even.share(base.as_of) if pace is None else plan.curve(indicator).share(base.as_of)
    way = (Decimal(goal) - Decimal(baseline.value)) * share.numerator / share.denominator
    return Decimal(baseline.value) + way


def _status(
    plan: "Plan", base: Progress, target: "Target", expected: Number | None, value: Number | None
) -> Status:
    if base.closed:
        return Status.ACHIEVED if value is not None and target.holds(value) else Status.MISSED
    if value is None or expected is None:
        return Status.NOT_DUE if value is None else Status.ON_TRACK
    if meets(target, value, expected):
        return Status.ON_TRACK
    baseline = base.indicator.baseline
    if baseline is None:
        length = (plan.period.end - plan.period.start).days + 1
        passed = Fraction((base.as_of - plan.period.start).days + 1, length)
        return Status.BEHIND if passed >= _LATE else Status.AT_RISK
    due = Decimal(expected) - Decimal(baseline.value)
    come = Decimal(value) - Decimal(baseline.value)
    return Status.BEHIND if due == 0 or come / due < Decimal("0.5") else Status.AT_RISK


def meets(target: "Target", value: Number, expected: Number) -> bool:
    """Tell whether a value is as good as what is expected now, or better."""
    if target.holds(value):
        return True
    if target.within is not None:
        low, high = target.within
        return min(low, expected) <= value <= max(high, expected)
    if expected == target.bound:
        return False
    return value <= expected if target.is_ceiling else value >= expected


def average(numbers: Sequence[Number]) -> Decimal:
    """Return the mean of some numbers, at least one."""
    return sum(map(Decimal, numbers), Decimal()) / len(numbers)


def aggregate_of(indicator: "Indicator") -> Aggregate:
    """Return how the value of an indicator comes of its readings."""
    return indicator.aggregate or Aggregate.LATEST
