"""The progress: everything known about an indicator, an objective and the plan on one day."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from oicekpi.domain import status as statuses
from oicekpi.domain.forecast import SHARE_STEPS, Arrival, Forecast, forecast
from oicekpi.domain.pace import Curve, due
from oicekpi.domain.plan import Indicator, Objective, Plan, Section, Stage, Target
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Arrivals, Count, Event, Ledger, count

_OPEN: Final = 1 - 1 / SHARE_STEPS
"""The most of the pace that a forecast takes as passed while the period runs: what was due by now
may still come late."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is needed next: so many units by the end of a day, which may have passed."""

    need: int
    by: date


@dataclass(frozen=True, slots=True)
class Progress:
    """One indicator on one day.

    `share` is the part of the target that the plan expects by now, `due` the whole units of it;
    `forecast` is for the end of the period. What has no target has none of these; stages have a
    `needed` and a `due`, but no share and no forecast.
    """

    indicator: Indicator
    as_of: date
    closed: bool
    events: tuple[Event, ...]
    count: Count
    status: Status
    target: Target | None = None
    needed: int | None = None
    due: int | None = None
    share: Fraction | None = None
    forecast: Forecast | None = None
    next: Next | None = None
    quiet_days: int | None = None

    @property
    def chance(self) -> float | None:
        """The probability, 0 to 1, that what is needed is reached."""
        return self.forecast.chance if self.forecast else None

    @property
    def quiet(self) -> bool:
        """Whether what is only tracked had no record for longer than its review allows."""
        return (
            self.quiet_days is not None
            and self.indicator.review_every is not None
            and self.quiet_days > self.indicator.review_every
        )

    @property
    def flagged(self) -> bool:
        """Whether someone should look at it."""
        return self.status.flagged or self.quiet


@dataclass(frozen=True, slots=True)
class ObjectiveProgress:
    """One objective on one day, with its indicators, or those that are looked at.

    `status` is the worst of all its indicators', looked at or not.
    """

    section: Section
    objective: Objective
    status: Status
    indicators: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
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


def of_indicator(
    plan: Plan, indicator: Indicator, ledger: Ledger, as_of: date, today: date | None = None
) -> Progress:
    """Judge one indicator on a day; after the period's end, that day is the end."""
    day = min(as_of, plan.period.end)
    events = ledger.events(indicator)
    base = Progress(
        indicator,
        as_of=day,
        closed=is_closed(plan, as_of, today or as_of),
        events=events,
        count=count(events, day),
        status=Status.TRACKED,
    )
    target = indicator.target_on(day)
    if target is not None:
        return _counted(plan, base, target)
    if indicator.stages is not None:
        return _staged(plan, base, indicator.stages)
    return _tracked(plan, base)


# --- what has a target ----------------------------------------------------------------------------


def _counted(plan: Plan, base: Progress, target: Target) -> Progress:
    needed, done = target.needed, base.count.done
    curve = plan.curve(base.indicator)
    share = curve.share(base.as_of)
    steps = _steps(plan, base.indicator, needed)
    owed = _due(curve, steps, base, needed)
    outlook = None
    if base.as_of >= plan.period.start:  # before, nothing is known
        outlook = forecast(
            [Arrival(float(curve.share(a.day)), a.size, a.last) for a in base.count.arrivals],
            share=1.0 if base.closed else min(float(share), _OPEN),
            expected=needed,
            needed=needed,
        )
    judged = statuses.of_count(
        done=done,
        needed=needed,
        due=owed,
        share=share,
        chance=outlook.chance if outlook else 1.0,
        closed=base.closed,
        flags=plan.flags,
    )
    return replace(
        base,
        status=judged,
        target=target,
        needed=needed,
        due=owed,
        share=share,
        forecast=outlook,
        next=_next_step(steps, base, needed) if steps else _next_count(curve, base, needed, owed),
    )


def _steps(plan: Plan, indicator: Indicator, needed: int) -> list[tuple[date, int]]:
    """Return the counts that are due after some days, if the pace has checkpoints."""
    pace = indicator.pace
    if pace is None or not pace.checkpoints:
        return []
    return [
        *((day, min(n, needed)) for day, n in pace.checkpoints.items()),
        (plan.period.end, needed),
    ]


def _due(curve: Curve, steps: list[tuple[date, int]], base: Progress, needed: int) -> int:
    """Return the whole units that are due; what is due by a checkpoint still can be done on it."""
    if base.closed:
        return needed
    if steps:
        return max((count for day, count in steps if day < base.as_of), default=0)
    return due(needed, curve.share(base.as_of))


def _next_step(steps: list[tuple[date, int]], base: Progress, needed: int) -> Next | None:
    """Return what the earliest checkpoint that is not reached needs, be it past or to come."""
    done = base.count.done
    if base.closed or done >= needed:
        return None
    day, count = next(step for step in steps if step[1] > done)
    return Next(count - done, day)


def with_more(plan: Plan, progress: Progress, extra: int) -> Progress:
    """Judge an indicator that has a target as if `extra` more new units had come on its day."""
    if progress.target is None:
        return progress
    tally = progress.count
    more = replace(
        tally,
        done=tally.done + extra,
        arrivals=(*tally.arrivals, Arrivals(progress.as_of, extra, extra, extra)),
    )
    return _counted(plan, replace(progress, count=more), progress.target)


def _next_count(curve: Curve, base: Progress, needed: int, owed: int) -> Next | None:
    """Say what is needed by when.

    Behind: all that is due, before more falls due. Else: one more, by the day when it falls due.
    """
    done = base.count.done
    if base.closed or done >= needed:
        return None
    if done >= owed:
        return Next(1, curve.day_of(Fraction(done + 1, needed)))
    if owed >= needed:
        return Next(owed - done, curve.end)
    return Next(owed - done, curve.day_of(Fraction(owed + 1, needed)) - timedelta(days=1))


# --- stages ---------------------------------------------------------------------------------------


def _staged(plan: Plan, base: Progress, stages: Sequence[Stage]) -> Progress:
    # A stage is late from the day after its last day on; at the period's end all are due.
    passed = [
        place
        for place, stage in enumerate(stages, start=1)
        if base.closed or (stage.due is not None and stage.due < base.as_of)
    ]
    owed = max(passed, default=0)
    judged = statuses.of_stages(
        done=base.count.done, needed=len(stages), due=owed, closed=base.closed
    )
    return replace(
        base,
        status=judged,
        needed=len(stages),
        due=owed,
        next=_next_stage(plan, base, stages, owed),
    )


def _next_stage(plan: Plan, base: Progress, stages: Sequence[Stage], owed: int) -> Next | None:
    """Say which stage is needed by when: what is late, since when; else the next one."""
    done = base.count.done
    if base.closed or done >= len(stages):
        return None
    by = next((stage.due for stage in stages[done:] if stage.due), plan.period.end)
    return Next(max(owed - done, 1), by)


# --- what is only tracked -------------------------------------------------------------------------


def _tracked(plan: Plan, base: Progress) -> Progress:
    if base.as_of < plan.period.start:
        return base
    since = base.count.last or plan.period.start
    return replace(base, quiet_days=(base.as_of - since).days)
