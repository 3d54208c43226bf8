"""What no single key can show: where the parts of a plan contradict each other.

A rule of indicators is registered with the keys that it reads, and judges an indicator if these are
valid.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice, pairwise
from pathlib import PurePath
from typing import Any, Final, TypeAlias

from oicekpi.domain.fields import (
    Choice,
    Country,
    Day,
    Enumerated,
    Field,
    InvalidError,
    declared,
)
from oicekpi.domain.finding import Problem, Where
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Indicator, Pace, Period
from oicekpi.domain.progress import sub_periods
from oicekpi.domain.record import KINDS, kind_term
from oicekpi.domain.registry import Registry
from oicekpi.domain.target import Target
from oicekpi.domain.vocabulary import MAX_COUNT, State
from oicekpi.messages.text import nearest
from oicekpi.schema.reading import Parts
from oicekpi.storage.document import MAX_PROBLEMS
from oicekpi.values import dataclass

JudgesIndicator: TypeAlias = Callable[[Period, Where, Indicator], Iterator[Problem]]
"""Judges one indicator, which is at a place in a plan for a period."""


@dataclass(frozen=True)
class IndicatorRule:
    """A rule of indicators, and the keys that must be valid for it."""

    judge: JudgesIndicator
    reads: frozenset[str]


INDICATOR_RULES: Final[Registry[IndicatorRule]] = Registry()
PLAN_RULES: Final[Registry[Callable[[Parts], Iterator[Problem]]]] = Registry()
# Nothing lies outside the period of a plan whose period is not known.
_ALL: Final = 100  # percent
_ALWAYS: Final = Period(start=date.min, end=date.max)


def indicator_rule(*reads: str) -> Callable[[JudgesIndicator], JudgesIndicator]:
    """Register a function as a rule of indicators that reads these keys."""

    def register(judge: JudgesIndicator) -> JudgesIndicator:
        INDICATOR_RULES.register(judge.__name__, IndicatorRule(judge, frozenset(reads)))
        return judge

    return register


def plan_rule(judge: Callable[[Parts], Iterator[Problem]]) -> Callable[[Parts], Iterator[Problem]]:
    """Register a function as a rule of whole plans; it judges those parts that are valid."""
    return PLAN_RULES.register(judge.__name__, judge)


def contradictions(parts: Parts, path: str = "") -> list[Problem]:
    """Find what contradicts itself in a plan, up to a bound; with a path, also its file name."""
    if path and (mismatch := _named_otherwise(parts, path)):
        return [mismatch]
    found = list(islice(_found(parts), MAX_PROBLEMS + 1))  # one more shows that there are more
    return _of_last_year(parts, found)


def _found(parts: Parts) -> Iterator[Problem]:
    for judge in PLAN_RULES.values():
        yield from judge(parts)
    period = parts.period or _ALWAYS
    for where, indicator, invalid in parts.indicators:
        for rule in INDICATOR_RULES.values():
            if rule.reads.isdisjoint(invalid):
                yield from rule.judge(period, where, indicator)


# --- copies of last year's plan -------------------------------------------------------------------

_SEVERAL: Final = 3  # so many dates of another year are no typing error


def _named_otherwise(parts: Parts, path: str) -> Problem | None:
    """Find that a plan is named after a year that is not in its period."""
    name, period = PurePath(path).stem, parts.period
    year = name[:4]
    if period is None or not (year.isascii() and year.isdecimal()) or name[4:5].isdecimal():
        return None
    if period.start.year <= int(year) <= period.end.year:
        return None
    params = {"year": year, "start": period.start, "end": period.end}
    return Problem(("period",), "plan-period-mismatch", params)


def _of_last_year(parts: Parts, found: list[Problem]) -> list[Problem]:
    """Replace what is said of many dates of one other year by one problem.

    That such a date comes before one that was moved already is no problem of its own.
    """
    outside = [each for each in found if "outside" in each.params]
    years = Counter(each.params["outside"].year for each in outside)
    if parts.period is None or len(outside) < _SEVERAL or len(years) > 1:
        return found
    params = {
        "year": str(*years),
        "count": len(outside),
        "start": parts.period.start,
        "end": parts.period.end,
    }
    where = {each.where for each in outside}
    others = [each for each in found if each.where not in where]
    return [Problem(("period",), "plan-period-mismatch", params, "dates"), *others]


# --- the plan as a whole --------------------------------------------------------------------------


@plan_rule
def ids_are_unique(parts: Parts) -> Iterator[Problem]:
    """Each section, objective and indicator has an id of its own, in whatever capitals."""
    known: dict[str, str] = {}
    for where, name in parts.ids:
        folded = name.casefold()
        if folded in known:
            case = "" if known[folded] == name else "capitals"
            yield Problem(where, "duplicate-id", {"id": name, "first": known[folded]}, case)
        known.setdefault(folded, name)


@plan_rule
def breaks_are_in_order(parts: Parts) -> Iterator[Problem]:
    """Breaks lie in the period, do not overlap, and leave a day for work."""
    period = parts.period or _ALWAYS
    spans = [(each.start, each.end) for each in parts.breaks]
    yield from _spans(period, ("breaks",), spans, "bad-break")
    days = sum((last - first).days + 1 for first, last in spans)
    if days > (period.end - period.start).days:
        yield Problem(("breaks",), "bad-break", {}, "whole")


def _spans(
    period: Period, where: Where, spans: Sequence[tuple[date, date]], code: str
) -> Iterator[Problem]:
    """Find spans of days that end before they start, leave the period, or are not in order."""
    for at, (first, last) in enumerate(spans):
        if last < first:
            yield Problem((*where, at), code, {"first": first, "last": last}, "reversed")
        outside = next((day for day in (first, last) if day not in period), None)
        if outside is not None:
            yield Problem((*where, at), code, _outside(period, outside), "outside")
    for at, ((_, last), (first, _)) in enumerate(pairwise(spans), start=1):
        if first <= last:
            yield Problem((*where, at), code, {"day": last}, "order")


def _outside(period: Period, day: date) -> dict[str, date]:
    return {"outside": day, "start": period.start, "end": period.end}


# --- one indicator --------------------------------------------------------------------------------


@indicator_rule("measure", "of")
def kinds_fit_measure(_: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """An indicator takes, once each, kinds of record that have what its measure needs."""
    able = MEASURES[indicator.measure].kinds()
    known: set[str] = set()
    for at, kind in enumerate(indicator.of):
        if kind not in able:
            fitting = [*map(kind_term, able)]
            params = {"kind": kind_term(kind), "measure": indicator.measure, "kinds": fitting}
            yield Problem((*where, "of", at), "bad-kind", params)
        if kind in known:
            yield Problem((*where, "of", at), "bad-kind", {"kind": kind_term(kind)}, "twice")
        known.add(kind)


@indicator_rule("measure", "stages", "target", "pace", "revisions", "review_every", "each")
def keys_go_together(_: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """Some keys of an indicator need or exclude others."""
    counts_stages = MEASURES[indicator.measure].stages
    if counts_stages and indicator.stages is None:
        yield Problem(where, "bad-indicator", {}, "no-stages")
    if not counts_stages and indicator.stages is not None:
        yield Problem((*where, "stages"), "bad-indicator", {}, "stages")
    if counts_stages and indicator.target is not None:
        yield Problem((*where, "target"), "bad-indicator", {}, "target")
    promises = indicator.target is not None or indicator.stages is not None
    is_read = MEASURES[indicator.measure].aggregates
    if promises and not is_read and indicator.review_every is not None:
        yield Problem((*where, "review_every"), "bad-indicator", {}, "review")
    for key in ("pace", "revisions", "each") if indicator.target is None else ():
        if getattr(indicator, key):
            yield Problem((*where, key), "bad-indicator", {"key": key}, "no-target")


@indicator_rule("measure", "baseline", "aggregate", "unit")
def keys_fit_measure(_: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """Only what is read has a baseline and an aggregate; what is counted has its own unit."""
    measure = MEASURES[indicator.measure]
    params: dict[str, object] = {"measure": indicator.measure}
    if indicator.baseline is not None and not measure.aggregates:
        yield Problem((*where, "baseline"), "bad-indicator", params, "no-baseline")
    if indicator.unit is not None and not measure.units_named:
        yield Problem((*where, "unit"), "bad-indicator", params, "no-unit")
    if indicator.aggregate is not None and indicator.aggregate not in measure.aggregates:
        known = [f"{each}" for each in measure.aggregates]
        params = {**params, "value": f"{indicator.aggregate}", "known": known}
        case = "aggregate" if known else "no-aggregate"
        yield Problem((*where, "aggregate"), "bad-indicator", params, case)


@indicator_rule("measure", "target", "revisions")
def targets_fit_measure(_: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """A measure takes some wordings; what is counted needs whole numbers, from one on."""
    measure = MEASURES[indicator.measure]
    if measure.stages:
        return
    for here, target in _targets(where, indicator):
        at = (*here, target.wording)
        if target.wording not in measure.targets:
            params = {"wording": target.wording, "measure": indicator.measure}
            known = sorted(measure.targets)
            yield Problem(at, "bad-indicator", {**params, "known": known}, "wording", at_key=True)
        elif target.share is not None:
            if not 0 < target.share <= _ALL:
                yield Problem(at, "bad-indicator", {"value": target.share}, "share")
        elif measure.whole:
            yield from _whole(at, target)


def _targets(where: Where, indicator: Indicator) -> Iterator[tuple[Where, Target]]:
    if indicator.target is not None:
        yield (*where, "target"), indicator.target
    for at, revision in enumerate(indicator.revisions):
        yield (*where, "revisions", at, "target"), revision.target


def _whole(at: Where, target: Target) -> Iterator[Problem]:
    """Find numbers of units that nobody can count, or that are reached by nothing."""
    value = getattr(target, target.wording)
    least = 0 if target.wording in {"more_than", "at_most"} else 1
    for number in value if isinstance(value, tuple) else (value,):
        if number != int(number) or not least <= number <= MAX_COUNT:
            params = {"value": number, "least": least, "most": MAX_COUNT}
            yield Problem(at, "bad-indicator", params, "whole")


@indicator_rule("measure", "baseline", "target")
def baseline_is_before_target(_: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """The way to a target starts where the target is not yet more than reached."""
    baseline, target = indicator.baseline, indicator.target
    if baseline is None or target is None or target.within is not None:
        return
    bound = target.bound
    if baseline.value < bound if target.is_ceiling else baseline.value > bound:
        params = {"value": baseline.value, "bound": bound}
        yield Problem((*where, "baseline", "value"), "bad-indicator", params, "baseline-side")


@indicator_rule("each", "pace")
def sub_periods_are_several(
    period: Period, where: Where, indicator: Indicator
) -> Iterator[Problem]:
    """A period has at least two of the sub-periods in which a target must hold, without a pace."""
    if indicator.each is None or period == _ALWAYS:
        return
    if len(sub_periods(period, indicator.each)) == 1:
        yield Problem((*where, "each"), "bad-indicator", {"each": f"{indicator.each}"}, "each")
    if indicator.pace is not None:
        yield Problem((*where, "pace"), "bad-indicator", {}, "each-pace")


@indicator_rule("of", "where")
def where_can_match(_: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """What records are selected by is a field that they have, with a word that it can hold."""
    fields = {
        name: key.field for kind in indicator.of for name, key in declared(KINDS[kind]).items()
    }
    for name, words in (indicator.where or {}).items():
        here = (*where, "where", name)
        if name not in fields:
            params = {
                "key": name,
                "near": nearest(name, fields),
                "kinds": [*map(kind_term, indicator.of)],
            }
            yield Problem(here, "bad-where", params, "field", at_key=True)
            continue
        for word in words:
            if not _can_hold(fields[name], word) or (name == "kind" and word not in indicator.of):
                yield Problem(here, "bad-where", {"key": name, "value": word}, "word")


def _can_hold(field: Field[Any], word: str) -> bool:
    """Tell whether a field can hold a word, in small letters or in capitals."""
    if not isinstance(field, Choice | Country | Day | Enumerated):
        return True
    for text in (word, word.upper()):
        with suppress(InvalidError):
            return field.read(text) != State.CANCELLED
    return False


@indicator_rule("stages")
def stages_are_in_order(period: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """Stages have ids of their own, and are due in the period, one after the other."""
    known: set[str] = set()
    latest = date.min
    for at, stage in enumerate(indicator.stages or ()):
        here = (*where, "stages", at)
        if stage.id in known:
            yield Problem((*here, "id"), "duplicate-id", {"id": stage.id}, "stage")
        known.add(stage.id)
        if stage.due is None:
            continue
        if stage.due not in period:
            yield Problem((*here, "due"), "bad-stage", _outside(period, stage.due), "outside")
        if stage.due < latest:
            yield Problem((*here, "due"), "bad-stage", {"day": latest}, "order")
        latest = max(latest, stage.due)


@indicator_rule("measure", "pace", "target")
def pace_is_possible(period: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """A pace goes forward in the period, up to what the target needs."""
    pace = indicator.pace or Pace()
    if pace.windows is not None:
        yield from _spans(period, (*where, "pace", "windows"), pace.windows, "bad-window")
    if pace.checkpoints is not None and indicator.target is not None:
        measure, target = MEASURES[indicator.measure], indicator.target
        here, points = (*where, "pace", "checkpoints"), pace.checkpoints.items()
        if measure.aggregates:  # a level may fall in between
            yield from _checkpoints(period, here, [(day, 0) for day, _ in points], None)
        else:
            needed = target.needed if measure.whole else target.bound
            yield from _checkpoints(period, here, points, needed)


def _checkpoints(
    period: Period, where: Where, points: Iterable[tuple[date, Number]], needed: Number | None
) -> Iterator[Problem]:
    def problem(day: date, case: str, **params: object) -> Problem:
        return Problem((*where, day.isoformat()), "bad-checkpoint", params, case, at_key=True)

    for (earlier, low), (later, high) in pairwise(points):
        if later <= earlier or high < low:
            yield problem(later, "order")
    for day, count in points:
        if day not in period:
            yield problem(day, "outside", **_outside(period, day))
        if needed is None:
            continue
        if count > needed:
            yield problem(day, "most", value=count, needed=needed)
        elif day == period.end and count != needed:
            yield problem(day, "last", value=count, needed=needed)


@indicator_rule("revisions")
def revisions_are_in_order(period: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
    """Revisions hold from a day after the first of the period, one after the other."""
    days = [revision.on for revision in indicator.revisions]
    for at, day in enumerate(days):
        here = (*where, "revisions", at, "on")
        if day not in period:
            yield Problem(here, "bad-revision", _outside(period, day), "outside")
        elif day == period.start:
            yield Problem(here, "bad-revision", {"day": day}, "first")
        if at and day <= days[at - 1]:
            yield Problem(here, "bad-revision", {"day": days[at - 1]}, "order")
