"""Whether a record fits a plan: only what does is counted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from oicekpi.domain.finding import Fault
from oicekpi.domain.plan import Indicator, Measure, Plan
from oicekpi.domain.record import Record, Sketch
from oicekpi.domain.vocabulary import State
from oicekpi.messages.text import listed, nearest
from oicekpi.storage.document import MAX_FAULTS


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
            if indicator is not None:
                found += _by_indicator(record, indicator, at)
            elif len(found) < MAX_FAULTS:  # each takes a look at all names that could be meant
                found.append(_unknown(wanted, known, at))
        return found

    def sketched(self, sketch: Sketch) -> list[Fault]:
        """Find what would keep a record with faults from counting, however these are mended.

        Where its day is wrong, that is what every plan tells.
        """
        record = sketch.record
        found = _without_reason(record)
        if sketch.lacks("date"):
            plans = [plan.indicators for plan in self._plans.values()] if self._complete else []
        else:
            known = self._known(record.date)
            plans = [] if known is None else [known]
            if known is None and self._complete:
                found.append(_outside(self._plans))
        for at, wanted in enumerate(record.indicator if plans else ()):
            found += _by_all(sketch, wanted, at, plans)
        return sketch.doubts.told(found)

    def _known(self, day: date) -> dict[str, Indicator] | None:
        """Give the indicators of all plans that cover a day; None where none does."""
        if day not in self._of_day:
            covering = [plan.indicators for plan in self._plans.values() if day in plan.period]
            joined = {key: each for known in covering for key, each in known.items()}
            self._of_day[day] = joined if covering else None
        return self._of_day[day]


def _by_all(
    sketch: Sketch, wanted: str, at: int, plans: Sequence[Mapping[str, Indicator]]
) -> list[Fault]:
    """Give the faults by which no plan that has the indicator could take the record."""
    takers = [known[wanted] for known in plans if wanted in known]
    if not takers:
        return [_unknown(wanted, {key: known[key] for known in plans for key in known}, at)]
    judge = _misfits if sketch.lacks("kind") else _by_indicator
    first, *others = (judge(sketch.record, taker, at) for taker in takers)
    return [fault for fault in first if all(fault in each for each in others)]


def _outside(plans: Mapping[str, Plan]) -> Fault:
    return Fault(
        ("date",),
        "outside-plan",
        "no plan covers this day",
        f"correct the date, or add a plan for it; there is {periods(plans)}",
    )


def periods(plans: Mapping[str, Plan]) -> str:
    """List plans with the days that they cover: `2024 (2024-01-01 … 2024-12-31)`."""
    spans = (f"{name} ({plan.period.start} … {plan.period.end})" for name, plan in plans.items())
    return listed(spans, "and")


def _unknown(wanted: str, known: Mapping[str, Indicator], at: int) -> Fault:
    near = nearest(wanted, known)
    inside = [key for key in known if key.casefold().startswith(f"{wanted.casefold()}.")]
    if inside:
        hint = f"name an indicator of it: {listed(inside)}"
    else:
        hint = f"did you mean {near}?" if near else "`oicekpi status` lists the plan's indicators"
    what = f"the plan has no indicator {wanted}"
    return Fault(("indicator", at), "unknown-indicator", what, hint)


def _by_indicator(record: Record, indicator: Indicator, at: int) -> list[Fault]:
    """Judge a record by an indicator; one of another kind lacks nothing but another kind."""
    if record.kind in indicator.of:
        return _misfits(record, indicator, at)
    return [
        Fault(
            ("indicator", at),
            "wrong-kind",
            f"{indicator.id} does not count a record of kind `{record.kind}`",
            f"it counts {listed(indicator.of)}",
        )
    ]


def _misfits(record: Record, indicator: Indicator, _: int) -> list[Fault]:
    return [fault for rule in RULES[indicator.measure] if (fault := rule(record, indicator))]


def _people(record: Record, indicator: Indicator) -> Fault | None:
    if record.people:
        return None
    return Fault(
        (),
        "needs-people",
        f"{indicator.id} counts people, and the record names none",
        "add `people:` with names or a head-count",
    )


def _partner(record: Record, indicator: Indicator) -> Fault | None:
    if record.partner:
        return None
    return Fault(
        (),
        "needs-partner",
        f"{indicator.id} counts partners, and the record names none",
        "add `partner:` with the institution's name",
    )


def _stage(record: Record, indicator: Indicator) -> Fault | None:
    wanted = record.stage
    if wanted is None or indicator.stage_number(wanted):
        return None
    known = [stage.id for stage in indicator.stages or ()]
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


Rule = Callable[[Record, Indicator], Fault | None]
RULES: Final[Mapping[Measure, tuple[Rule, ...]]] = {
    Measure.PEOPLE: (_people,),
    Measure.RECORDS: (),
    Measure.PARTNERS: (_partner,),
    Measure.STAGES: (_stage,),
}
"""What a record needs so that it can be counted, by what is counted."""
