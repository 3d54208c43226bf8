"""Indicators that are counted: people, partners, records, and amounts that add up."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

from oicekpi.domain import status as statuses
from oicekpi.domain.forecast import SHARE_STEPS, Arrival, Forecast, forecast
from oicekpi.domain.measure import MEASURES, Measure
from oicekpi.domain.numbers import Number
from oicekpi.domain.pace import Curve
from oicekpi.domain.pace import due as whole_units
from oicekpi.domain.progress import Next, Progress
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Arrivals, Count, Event, count

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator, Period, Plan
    from oicekpi.domain.target import Target

_OPEN: Final = 1 - 1 / SHARE_STEPS
"""The most of the pace that a forecast takes as passed while the period runs: what was due by now
may still come late."""


class Counted(Measure):
    """A measure whose value grows with its records."""

    targets = frozenset({"at_least", "more_than", "between", "at_most", "less_than", "share"})
    whole = True
    forecasts: ClassVar[bool] = True
    """Whether units arrive one by one, so that the model of arrivals fits."""

    def progress(self, plan: "Plan", base: Progress) -> Progress:
        """Judge by what is due, and by the chance to get there."""
        if base.target is None:
            return tracked(plan, base)
        if base.target.is_ceiling:
            return self._under_ceiling(plan, base)
        return self._counted(plan, base)

    def outlined(self, plan: "Plan", base: Progress) -> Progress:  # noqa: ARG002 - others judge by it
        """Say what is needed, and leave out the forecast, which takes the most time."""
        return replace(base, needed=self._needed(base.target)) if base.target else base

    def _needed(self, target: "Target") -> Number:
        return target.needed if self.forecasts else target.bound

    def value(
        self,
        indicator: "Indicator",  # noqa: ARG002 - other measures read it
        events: tuple[Event, ...],
        period: "Period",
        as_of: date,
    ) -> Number | None:
        """Return what was counted in a part of the period."""
        return count([each for each in events if each.day in period], as_of).done

    def _counted(self, plan: "Plan", base: Progress) -> Progress:
        target, done = base.target, base.count.done
        assert target is not None  # noqa: S101 - the caller asked
        curve = plan.curve(base.indicator)
        share = curve.share(base.as_of)
        needed = self._needed(target)
        steps = steps_of(plan, base.indicator, needed)
        due = self._due(curve, steps, base, needed)
        outlook = self._forecast(plan, base, curve, target.needed)
        # The units of a large target that fall due today can still be done today.
        today = share - curve.share(base.as_of - timedelta(days=1))
        still_open = 0
        if outlook is not None and not steps and base.as_of < curve.end:
            still_open = whole_units(int(needed), today)
        judged = statuses.of_count(
            reached=target.holds(done),
            done=done,
            due=due - still_open,
            share=share,
            chance=outlook.chance if outlook else None,
            closed=base.closed,
            flags=plan.flags,
            slowing=outlook is not None and outlook.slowing,
        )
        return replace(
            base,
            status=judged,
            needed=needed,
            due=due,
            share=share,
            forecast=outlook,
            next=None if target.holds(done) else self._next(curve, steps, base, needed, due),
        )

    def _under_ceiling(self, plan: "Plan", base: Progress) -> Progress:
        """Judge by the chance to stay under what must not be passed."""
        target, done = base.target, base.count.done
        assert target is not None  # noqa: S101 - the caller asked
        curve = plan.curve(base.indicator)
        share = curve.share(base.as_of)
        outlook = self._forecast(plan, base, curve, target.needed + 1)
        if outlook is not None:
            outlook = replace(outlook, chance=1 - outlook.chance)
        judged = statuses.of_ceiling(
            holds=target.holds(done),
            share=share,
            chance=outlook.chance if outlook else None,
            closed=base.closed,
            flags=plan.flags,
        )
        return replace(base, status=judged, needed=target.bound, share=share, forecast=outlook)

    def _forecast(self, plan: "Plan", base: Progress, curve: Curve, needed: int) -> Forecast | None:
        """Return the forecast; none before the period begins, and none for amounts."""
        if not self.forecasts or base.as_of < plan.period.start:
            return None
        share = float(curve.share(base.as_of))
        return forecast(
            arrivals(curve, base.count),
            share=1.0 if base.closed else min(share, _OPEN),
            expected=needed,
            needed=needed,
        )

    def _due(
        self, curve: Curve, steps: list[tuple[date, Number]], base: Progress, needed: Number
    ) -> Number:
        """Return what is due; what a checkpoint asks for can still be done on its day."""
        if base.closed:
            return needed
        if steps:
            return max((number for day, number in steps if day < base.as_of), default=0)
        return whole_units(int(needed), curve.share(base.as_of))

    def _next(
        self,
        curve: Curve,
        steps: list[tuple[date, Number]],
        base: Progress,
        needed: Number,
        due: Number,
    ) -> Next | None:
        """Return what is needed by when.

        With checkpoints: what the earliest one that is not reached asks for, be it past or to come.
        Else, behind: all that is due, before more falls due; on pace: one more, by the day when
        it falls due.
        """
        done = base.count.done
        if base.closed:
            return None
        if steps:
            day, number = next(step for step in steps if step[1] > done)
            return Next(number - done, day)
        if not self.forecasts or due >= needed:
            return Next(max(needed, due) - done, curve.end)
        if done >= due:
            return Next(1, curve.day_of(Fraction(int(done) + 1, int(needed))))
        before = curve.day_of(Fraction(int(due) + 1, int(needed))) - timedelta(days=1)
        return Next(due - done, before)


def arrivals(curve: Curve, counted: Count) -> tuple[Arrival, ...]:
    """Return what came, each by the share of the pace that had passed, as the forecast takes it."""
    return tuple(
        Arrival(float(curve.share(each.day)), int(each.size), int(each.last))
        for each in counted.arrivals
    )


def with_more(plan: "Plan", progress: Progress, extra: int) -> Progress:
    """Judge an indicator that has a target as if `extra` more new units had come on its day."""
    if progress.target is None:
        return progress
    tally = progress.count
    more = replace(
        tally,
        done=tally.done + extra,
        arrivals=(*tally.arrivals, Arrivals(progress.as_of, extra, extra, extra)),
    )
    measure = MEASURES[progress.indicator.measure]
    return measure.progress(plan, replace(progress, count=more))


def steps_of(plan: "Plan", indicator: "Indicator", needed: Number) -> list[tuple[date, Number]]:
    """Return the numbers that are due after some days, if the pace has checkpoints."""
    pace = indicator.pace
    if pace is None or not pace.checkpoints:
        return []
    steps = [(day, min(number, needed)) for day, number in pace.checkpoints.items()]
    return [*steps, (plan.period.end, needed)]


def tracked(plan: "Plan", base: Progress) -> Progress:
    """Judge an indicator without a target: only whether it has been quiet for too long."""
    if base.as_of < plan.period.start:
        return replace(base, status=Status.TRACKED)
    since = base.count.last or plan.period.start
    return replace(base, status=Status.TRACKED, quiet_days=(base.as_of - since).days)
