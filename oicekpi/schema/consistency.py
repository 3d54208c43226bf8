"""What no single field can show: where a plan that has the right shape contradicts itself."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from oicekpi.domain.finding import Fault, Where
from oicekpi.domain.plan import Break, Indicator, Measure, Pace, Period, Plan, Stage
from oicekpi.domain.vocabulary import Kind

# Which kinds can say who, or with whom; a milestone says only which stage.
WITH_PEOPLE: Final = frozenset({Kind.TRIP, Kind.APPLICATION, Kind.APPOINTMENT, Kind.ACTIVITY})
WITH_PARTNER: Final = WITH_PEOPLE | {Kind.AGREEMENT}
_ABLE: Final = {
    Measure.PEOPLE: WITH_PEOPLE,
    Measure.PARTNERS: WITH_PARTNER,
    Measure.RECORDS: WITH_PARTNER,
    Measure.STAGES: frozenset({Kind.MILESTONE}),
}


class Parts(NamedTuple):
    """The parts of a plan that are compared with each other, those that are in it by their way.

    Each indicator comes with the keys of it that are wrong; rules that read these are not asked.
    """

    period: Period
    breaks: tuple[Break, ...]
    ids: Sequence[tuple[Where, str]]
    indicators: Sequence[tuple[Where, Indicator, frozenset[str]]]


def faults(plan: Plan) -> Iterator[Fault]:
    """Find every contradiction of the plan, in no particular order."""
    indicators = list(_located(plan))
    ids = [*_ids(plan), *(((*where, "id"), indicator.id) for where, indicator in indicators)]
    sound = [(where, indicator, frozenset[str]()) for where, indicator in indicators]
    return among(Parts(plan.period, plan.breaks, ids, sound))


def among(parts: Parts) -> Iterator[Fault]:
    """Find what contradicts itself among the parts of a plan."""
    yield from _repeated_ids(parts.ids)
    yield from _breaks(parts.period, parts.breaks)
    for where, indicator, wrong in parts.indicators:
        for rule, read in _RULES:
            if wrong.isdisjoint(read):
                yield from rule(parts.period, where, indicator)


def _located(plan: Plan) -> Iterator[tuple[Where, Indicator]]:
    for s, section in enumerate(plan.sections):
        for o, objective in enumerate(section.objectives):
            for i, indicator in enumerate(objective.indicators):
                yield ("sections", s, "objectives", o, "indicators", i), indicator


# --- the plan as a whole ------------------------------------------------------------------------


def _ids(plan: Plan) -> Iterator[tuple[Where, str]]:
    for s, section in enumerate(plan.sections):
        yield ("sections", s, "id"), section.id
        for o, objective in enumerate(section.objectives):
            yield ("sections", s, "objectives", o, "id"), objective.id


def _repeated_ids(ids: Iterable[tuple[Where, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, known in ids:
        if known.casefold() in seen:
            yield Fault(
                where,
                "duplicate-id",
                f"the id {known} is used twice",
                "give each section, objective and indicator an id of its own",
            )
        seen.add(known.casefold())


def _breaks(period: Period, breaks: Iterable[Break]) -> Iterator[Fault]:
    spans = [(pause.start, pause.end) for pause in breaks]
    yield from _spans(period, ("breaks",), spans, "bad-break", "break")
    if sum((last - first).days + 1 for first, last in spans) > (period.end - period.start).days:
        yield Fault(
            ("breaks",),
            "bad-break",
            "the breaks leave no day of the period",
            "shorten them, or delete one",
        )


def _spans(
    period: Period, where: Where, spans: list[tuple[date, date]], code: str, noun: str
) -> Iterator[Fault]:
    """Find spans of days that end before they start, leave the period, or are out of order."""
    for at, (first, last) in enumerate(spans):
        if last < first:
            yield Fault(
                (*where, at),
                code,
                f"this {noun} ends before it starts",
                "write the first day first",
            )
        if first not in period or last not in period:
            yield Fault(
                (*where, at), code, f"this {noun} leaves the plan's period", _within(period)
            )
    for at, ((_, last), (first, _)) in enumerate(pairwise(spans), start=1):
        if first <= last:
            yield Fault(
                (*where, at),
                code,
                f"this {noun} begins before the one above it has ended",
                f"list each {noun} once, the earliest first, without overlap",
            )


def _within(period: Period) -> str:
    return f"keep to {period.start} … {period.end}"


# --- one indicator ------------------------------------------------------------------------------


def _kinds(_: Period, where: Where, indicator: Indicator) -> Iterator[Fault]:
    able = _ABLE[indicator.measure]
    seen: set[Kind] = set()
    for at, kind in enumerate(indicator.of):
        if kind not in able:
            yield Fault(
                (*where, "of", at),
                "bad-kind",
                f"a record of kind `{kind}` cannot count {indicator.measure}",
                f"take of: [{', '.join(word for word in Kind if word in able)}]",
            )
        if kind in seen:
            yield Fault(
                (*where, "of", at), "bad-kind", f"`{kind}` is listed twice", "list each kind once"
            )
        seen.add(kind)


def _parts(_: Period, where: Where, indicator: Indicator) -> Iterator[Fault]:
    """Find keys that do not go together."""
    stages = indicator.measure is Measure.STAGES
    if stages and indicator.stages is None:
        yield _clash(where, "it counts stages but lists none", "add `stages:` with an id each")
    if not stages and indicator.stages is not None:
        yield _clash(
            (*where, "stages"), "only what counts stages has them", "write measure: stages"
        )
    if stages and indicator.target is not None:
        yield _clash((*where, "target"), "stages are their own target", "delete `target`")
    promised = indicator.target is not None or indicator.stages is not None
    if promised and indicator.review_every is not None:
        yield _clash(
            (*where, "review_every"),
            "only what has no target and no stages is reviewed",
            "delete `review_every`",
        )
    if indicator.target is None:
        for key in ("pace", "revisions"):
            if getattr(indicator, key):
                yield _clash(
                    (*where, key), f"without a target there is no `{key}`", f"delete `{key}`"
                )


def _clash(where: Where, message: str, hint: str) -> Fault:
    return Fault(where, "bad-indicator", message, hint)


def _stages(period: Period, where: Where, indicator: Indicator) -> Iterator[Fault]:
    stages = indicator.stages or ()
    for at, stage in enumerate(stages):
        here = (*where, "stages", at)
        if stage.id in [earlier.id for earlier in stages[:at]]:
            yield Fault(
                (*here, "id"), "duplicate-id", f"the stage {stage.id} is listed twice", "keep one"
            )
        if stage.due is not None:
            yield from _stage_due(period, (*here, "due"), stage.due, stages[:at])


def _stage_due(
    period: Period, where: Where, due: date, earlier: tuple[Stage, ...]
) -> Iterator[Fault]:
    if due not in period:
        yield Fault(where, "bad-stage", "this stage is due outside the period", _within(period))
    if any(stage.due is not None and stage.due > due for stage in earlier):
        yield Fault(
            where,
            "bad-stage",
            "this stage is due before an earlier one",
            "put them in order of time",
        )


def _pace(period: Period, where: Where, indicator: Indicator) -> Iterator[Fault]:
    pace = indicator.pace or Pace()
    if pace.windows is not None:
        yield from _spans(
            period, (*where, "pace", "windows"), [*pace.windows], "bad-window", "window"
        )
    if pace.checkpoints is not None and indicator.target is not None:
        yield from _checkpoints(
            period,
            (*where, "pace", "checkpoints"),
            [*pace.checkpoints.items()],
            indicator.target.needed,
        )


def _checkpoints(
    period: Period, where: Where, points: list[tuple[date, int]], needed: int
) -> Iterator[Fault]:
    for (earlier, low), (later, high) in pairwise(points):
        if later <= earlier or high < low:
            yield Fault(
                (*where, later.isoformat()),
                "bad-checkpoint",
                "checkpoints go forward in time, and their counts never fall",
                "put them in order of time, each count at least the one before",
                at_key=True,
            )
    for day, count in points:
        if day not in period:
            yield _checkpoint(
                (*where, day.isoformat()), "it lies outside the period", _within(period)
            )
        if count > needed or (day == period.end and count != needed):
            yield _checkpoint(
                (*where, day.isoformat()),
                f"the target needs {needed}, not {count}",
                f"write at most {needed}, and on the period's last day just that",
            )


def _checkpoint(where: Where, why: str, hint: str) -> Fault:
    return Fault(where, "bad-checkpoint", f"this checkpoint cannot be: {why}", hint, at_key=True)


def _revisions(period: Period, where: Where, indicator: Indicator) -> Iterator[Fault]:
    days = [revision.on for revision in indicator.revisions]
    for at, day in enumerate(days):
        here = (*where, "revisions", at, "on")
        if day not in period or day == period.start:
            yield Fault(
                here,
                "bad-revision",
                "a revision comes after the period's first day",
                _within(period),
            )
        if at and day <= days[at - 1]:
            yield Fault(
                here,
                "bad-revision",
                "a revision comes after the one above it",
                "put the oldest first",
            )


Rule: TypeAlias = Callable[[Period, Where, Indicator], Iterator[Fault]]
_RULES: Final[tuple[tuple[Rule, frozenset[str]], ...]] = (
    (_kinds, frozenset({"measure", "of"})),
    (_parts, frozenset({"measure", "stages", "target", "pace", "revisions", "review_every"})),
    (_stages, frozenset({"stages"})),
    (_pace, frozenset({"pace", "target"})),
    (_revisions, frozenset({"revisions"})),
)
"""Each rule, and the keys of an indicator that it reads."""
