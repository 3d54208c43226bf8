"""Whether a record fits a plan: only what does is counted."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from oicekpi.finding import Fault
from oicekpi.plan.plan import Counts, Indicator, Plan
from oicekpi.records.record import Record
from oicekpi.vocabulary import State
from oicekpi.wording import listed, nearest


class Fit:
    """Judges records by the plans that cover their days.

    Where the plans are not `complete`, because one could not be read, a record that none of them
    covers may be of that one, and is given the benefit of the doubt.
    """

    def __init__(self, plans: Mapping[str, Plan], *, complete: bool = True) -> None:
        """Judge by these plans, which are sound."""
        self._plans = plans
        self._complete = complete
        self._of_day: dict[date, dict[str, Indicator] | None] = {}

    def faults(self, record: Record) -> list[Fault]:
        """Find what keeps a record from counting."""
        found = _without_reason(record)
        known = self._known(record.date)
        if known is None:
            return [_outside(self._plans), *found] if self._complete else found
        for at, wanted in enumerate(record.indicator):
            indicator = known.get(wanted)
            if indicator is None:
                found.append(_unknown(wanted, known, ("indicator", at)))
            else:
                found += [fault for rule in RULES if (fault := rule(record, indicator, at))]
        return found

    def _known(self, day: date) -> dict[str, Indicator] | None:
        """Give the indicators of all plans that cover a day; None where none does."""
        if day not in self._of_day:
            covering = [plan.indicators for plan in self._plans.values() if day in plan.period]
            joined = {key: each for known in covering for key, each in known.items()}
            self._of_day[day] = joined if covering else None
        return self._of_day[day]


def _outside(plans: Mapping[str, Plan]) -> Fault:
    periods = [f"{name} ({plan.period.start} … {plan.period.end})" for name, plan in plans.items()]
    return Fault(
        ("date",),
        "outside-plan",
        "no plan covers this day",
        f"correct the date, or add a plan for it; there is {listed(periods, 'and')}",
    )


def _unknown(wanted: str, known: dict[str, Indicator], where: tuple[str | int, ...]) -> Fault:
    near = nearest(wanted, known)
    inside = [key for key in known if key.casefold().startswith(f"{wanted.casefold()}.")]
    if inside:
        hint = f"name an indicator of it: {listed(inside)}"
    else:
        hint = f"did you mean {near}?" if near else "`oicekpi status` lists the plan's indicators"
    return Fault(where, "unknown-indicator", f"the plan has no indicator {wanted}", hint)


def _kind(record: Record, indicator: Indicator, at: int) -> Fault | None:
    if record.kind in indicator.of:
        return None
    return Fault(
        ("indicator", at),
        "wrong-kind",
        f"{indicator.id} does not count a record of kind `{record.kind}`",
        f"it counts {listed(indicator.of)}",
    )


def _people(record: Record, indicator: Indicator, _: int) -> Fault | None:
    if indicator.counts is not Counts.PEOPLE or record.people:
        return None
    return Fault(
        (),
        "needs-people",
        f"{indicator.id} counts people, and the record names none",
        "add `people:` with names or a head-count",
    )


def _partner(record: Record, indicator: Indicator, _: int) -> Fault | None:
    if indicator.counts is not Counts.PARTNERS or record.partner:
        return None
    return Fault(
        (),
        "needs-partner",
        f"{indicator.id} counts partners, and the record names none",
        "add `partner:` with the institution's name",
    )


def _stage(record: Record, indicator: Indicator, _: int) -> Fault | None:
    if indicator.stages is None:
        return None
    wanted = record.stage
    if wanted is None or indicator.stage_number(wanted):
        return None
    known = [stage.id for stage in indicator.stages]
    near = nearest(wanted, known)
    return Fault(
        ("stage",),
        "unknown-stage",
        f"{indicator.id} has no stage {wanted}",
        f"did you mean {near}?" if near else f"its stages are {listed(known, 'and')}",
    )


def _without_reason(record: Record) -> list[Fault]:
    if record.state is not State.CANCELLED or record.reason is not None:
        return []
    what = "the record is cancelled, and does not say why"
    return [Fault(("state",), "needs-reason", what, "add `reason:`")]


Rule = Callable[[Record, Indicator, int], Fault | None]
RULES: Final[tuple[Rule, ...]] = (_kind, _people, _partner, _stage)
