"""Whether a record fits a plan: only what does is counted."""

from collections.abc import Callable
from typing import Final

from oicekpi.finding import Fault
from oicekpi.plan.plan import Counts, Indicator, Plan
from oicekpi.records.record import Record, State
from oicekpi.wording import listed, nearest


def faults(plans: dict[str, Plan], record: Record, *, complete: bool = True) -> list[Fault]:
    """Find what keeps a record from counting for the plans that cover its day.

    Where the plans are not `complete`, because one could not be read, a record that none of them
    covers may be of that one, and is given the benefit of the doubt.
    """
    covering = [plan for plan in plans.values() if record.date in plan.period]
    found = _without_reason(record)
    if not covering:
        return [_outside(plans), *found] if complete else found
    known = _indicators(covering)
    for at, wanted in enumerate(record.indicator):
        indicator = known.get(wanted)
        if indicator is None:
            found.append(_unknown(wanted, known, ("indicator", at)))
        else:
            found += [fault for rule in RULES if (fault := rule(record, indicator, at))]
    return found


def _indicators(covering: list[Plan]) -> dict[str, Indicator]:
    if len(covering) == 1:
        return covering[0].indicators
    return {key: each for plan in covering for key, each in plan.indicators.items()}


def _outside(plans: dict[str, Plan]) -> Fault:
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
