"""The standing: everything known about an indicator, an objective and the plan on one day."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from oicekpi.plan.curve import Curve, due
from oicekpi.plan.plan import Indicator, Objective, Plan, Section, Stage
from oicekpi.plan.target import Target
from oicekpi.progress import verdict as verdicts
from oicekpi.progress.forecast import SHARE_STEPS, Arrival, Forecast, forecast
from oicekpi.progress.tally import Arrivals, Count, Event, Ledger, count
from oicekpi.progress.verdict import Verdict

_OPEN: Final = 1 - 1 / SHARE_STEPS
"""The most of the pace that a forecast takes as passed while the period runs: what was due by now
may still come late."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is needed next: so many units by (the end of) a day; one that has passed for stages."""

    need: int
    by: date


@dataclass(frozen=True, slots=True)
class Standing:
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
    verdict: Verdict
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
        return self.verdict.flagged or self.quiet


@dataclass(frozen=True, slots=True)
class ObjectiveStanding:
    """One objective on one day, with its indicators, or those that are looked at.

    `verdict` is the worst of all its indicators', looked at or not.
    """

    section: Section
    objective: Objective
    verdict: Verdict
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """The plan on one day."""

    name: str
    plan: Plan
    as_of: date
    objectives: tuple[ObjectiveStanding, ...]

    @property
    def closed(self) -> bool:
        """Whether the period is over, so that the standing is final."""
        return self.as_of >= self.plan.period.end

    @property
    def day(self) -> date:
        """The day that is judged by: `as_of`, but at most the period's last."""
        return min(self.as_of, self.plan.period.end)

    @property
    def summary(self) -> dict[Verdict, int]:
        """How many objectives have each verdict; every verdict is there."""
        held = [objective.verdict for objective in self.objectives]
        return {verdict: held.count(verdict) for verdict in _SUMMARY}

    @property
    def standings(self) -> tuple[Standing, ...]:
        """All indicators' standings in the plan's order."""
        return tuple(s for objective in self.objectives for s in objective.standings)

    def narrowed(self, indicators: Collection[str]) -> "PlanStanding":
        """Keep only the objectives of these indicators, and in them only these."""
        return self._keeping(lambda standing: standing.indicator.id in indicators)

    def flagged(self) -> "PlanStanding":
        """Keep only the objectives that have something to look at, and in them only that."""
        return self._keeping(lambda standing: standing.flagged)

    def _keeping(self, wanted: Callable[[Standing], bool]) -> "PlanStanding":
        kept = (
            replace(each, standings=tuple(filter(wanted, each.standings)))
            for each in self.objectives
        )
        return replace(self, objectives=tuple(each for each in kept if each.standings))


_SUMMARY: Final = (
    Verdict.ACHIEVED,
    Verdict.ON_TRACK,
    Verdict.AT_RISK,
    Verdict.BEHIND,
    Verdict.MISSED,
    Verdict.NOT_DUE,
    Verdict.TRACKED,
)


def of_plan(name: str, plan: Plan, ledger: Ledger, as_of: date) -> PlanStanding:
    """Judge every indicator of the plan on a day."""
    objectives = []
    for section, objective in plan.objectives():
        held = tuple(of_indicator(plan, each, ledger, as_of) for each in objective.indicators)
        verdict = verdicts.worst(each.verdict for each in held)
        objectives.append(ObjectiveStanding(section, objective, verdict, held))
    return PlanStanding(name, plan, as_of, tuple(objectives))


def of_indicator(plan: Plan, indicator: Indicator, ledger: Ledger, as_of: date) -> Standing:
    """Judge one indicator on a day; from the period's end on, that day is the end."""
    day = min(as_of, plan.period.end)
    events = ledger.events(indicator)
    base = Standing(
        indicator,
        as_of=day,
        closed=as_of >= plan.period.end,
        events=events,
        count=count(events, day),
        verdict=Verdict.TRACKED,
    )
    target = indicator.target_on(day)
    if target is not None:
        return _counted(plan, base, target)
    if indicator.stages is not None:
        return _staged(plan, base, indicator.stages)
    return _tracked(plan, base)


# --- what has a target ----------------------------------------------------------------------------


def _counted(plan: Plan, base: Standing, target: Target) -> Standing:
    curve = plan.curve(base.indicator)
    share = curve.share(base.as_of)
    outlook = forecast(
        [Arrival(float(curve.share(a.day)), a.size, a.last) for a in base.count.arrivals],
        share=1.0 if base.closed else min(float(share), _OPEN),
        expected=target.needed,
        needed=target.needed,
    )
    owed = due(target.needed, share)
    judged = verdicts.of_count(
        done=base.count.done,
        needed=target.needed,
        due=owed,
        share=share,
        chance=outlook.chance,
        closed=base.closed,
        flags=plan.flags,
    )
    return replace(
        base,
        verdict=judged,
        target=target,
        needed=target.needed,
        due=owed,
        share=share,
        forecast=outlook,
        next=_next_count(curve, base, target.needed, owed),
    )


def with_more(plan: Plan, standing: Standing, extra: int) -> Standing:
    """Judge an indicator that has a target as if `extra` more new units had come on its day."""
    if standing.target is None:
        return standing
    tally = standing.count
    more = replace(
        tally,
        done=tally.done + extra,
        arrivals=(*tally.arrivals, Arrivals(standing.as_of, extra, extra, extra)),
    )
    return _counted(plan, replace(standing, count=more), standing.target)


def _next_count(curve: Curve, base: Standing, needed: int, owed: int) -> Next | None:
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


def _staged(plan: Plan, base: Standing, stages: Sequence[Stage]) -> Standing:
    # A stage is late from the day after its last day on; at the period's end all are due.
    passed = [
        place
        for place, stage in enumerate(stages, start=1)
        if base.closed or (stage.due is not None and stage.due < base.as_of)
    ]
    owed = max(passed, default=0)
    judged = verdicts.of_stages(
        done=base.count.done, needed=len(stages), due=owed, closed=base.closed
    )
    return replace(
        base,
        verdict=judged,
        needed=len(stages),
        due=owed,
        next=_next_stage(plan, base, stages, owed),
    )


def _next_stage(plan: Plan, base: Standing, stages: Sequence[Stage], owed: int) -> Next | None:
    """Say which stage is needed by when: what is late, since when; else the next one."""
    done = base.count.done
    if base.closed or done >= len(stages):
        return None
    by = next((stage.due for stage in stages[done:] if stage.due), plan.period.end)
    return Next(max(owed - done, 1), by)


# --- what is only tracked -------------------------------------------------------------------------


def _tracked(plan: Plan, base: Standing) -> Standing:
    if base.as_of < plan.period.start:
        return base
    since = base.count.last or plan.period.start
    return replace(base, quiet_days=(base.as_of - since).days)
