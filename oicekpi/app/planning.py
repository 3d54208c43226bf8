"""`next-plan`: the plan of the next period, drafted from the one before."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from oicekpi.app import moving
from oicekpi.app.content import Content
from oicekpi.checks.loading import plan_of
from oicekpi.domain import coming
from oicekpi.domain.coming import Prospect
from oicekpi.domain.finding import Finding, Problem, Where
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.measures.ratio import Ratio
from oicekpi.domain.numbers import Number, decimals, written
from oicekpi.domain.plan import Indicator, Period, Plan
from oicekpi.domain.progress import Progress, of_indicator
from oicekpi.domain.shift import Shift, months
from oicekpi.domain.tally import Ledger
from oicekpi.domain.vocabulary import YEARS, State
from oicekpi.messages import planning as texts
from oicekpi.messages.catalogue import fill
from oicekpi.messages.failures import BadDataError, UsageError
from oicekpi.messages.translate import gettext
from oicekpi.storage import plan_text
from oicekpi.storage import write as storage
from oicekpi.storage.document import load, parse
from oicekpi.storage.plan_text import Swap
from oicekpi.storage.write import Saved
from oicekpi.values import dataclass

MOST_YEARS: Final = 5
"""So many periods before the next one are looked at."""
_LONGEST: Final = 2  # decimals of what is computed
_LINES: Final = 12  # that are named


class Outlook(NamedTuple):
    """An indicator of the next plan: what it came to before, and its prospect.

    The results are by the names of the plans, oldest first; the last is of the plan that the next
    one is made from. There is no prospect for what has no target, for amounts, levels, ratios and
    stages, and for a target that must hold in each part of the period.
    """

    indicator: Indicator
    results: tuple[tuple[str, Progress], ...]
    prospect: Prospect | None

    @property
    def last(self) -> Progress:
        """How it stands in the plan that the next one is made from."""
        return self.results[-1][1]


@dataclass(frozen=True)
class Draft:
    """The plan of the next period, before it is written; `review` is what to look at in it.

    `findings` are what is wrong with the files that it rests on, but for what it corrects itself.
    """

    name: str
    data: bytes
    plan: Plan
    source: str
    outlooks: tuple[Outlook, ...]
    review: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def path(self) -> str:
        """The file that it would get, from the workspace's folder."""
        return f"plans/{self.name}.yaml"


def draft_plan(content: Content, year: int, source: str | None = None) -> Draft:
    """Return the plan of the period that begins in a year, made from another one.

    That is the plan of the day unless `source` names one. Raises `NotFoundError`, `BadDataError`,
    and `UsageError` where the plan exists, or no such period begins in that year.
    """
    old_name, old = content.plan(content.today, source)
    name, shift = _name(old_name, old.period, year), _shift(old_name, old.period, year)
    _require_free(content, name, old, shift.result)
    document = load(content.workspace, f"plans/{old_name}.yaml")
    results = _results(content, old_name, old)
    baselines = _baselines(results)
    titles = dict(moving.titles(document.value or "", old.period, shift))
    values = {**dict(moving.days(old, shift)), **titles, **dict(_as_swaps(old, baselines))}
    keys, dropped = dict(moving.checkpoints(old, shift)), [*moving.dropped(old)]

    def rewritten(remarks: Mapping[Where, Sequence[str]]) -> tuple[bytes, Plan]:
        data = plan_text.rewritten(document.data, values, keys, dropped, remarks)
        plan, findings = plan_of(parse(f"plans/{name}.yaml", data), strict=True)
        if plan is None:
            raise BadDataError("draft-has-errors", findings=findings, path=f"plans/{name}.yaml")
        return data, plan

    _, plan = rewritten({})
    places = [*moving.indicators(plan)]
    outlooks = tuple(
        Outlook(each, found, _prospect(content, each, found))
        for (_, each), found in zip(places, results, strict=True)
    )
    remarks = {where: remark(each) for (where, _), each in zip(places, outlooks, strict=True)}
    data, plan = rewritten(remarks)
    review = [
        *_review_of_plan(old, plan, data),
        *_review_of_indicators(old, outlooks, baselines),
        *_review_of_records(content, plan),
    ]
    findings = tuple(
        each
        for each in content.findings
        if each.code != "outside-period" or each.params["day"] not in plan.period
    )
    return Draft(name, data, plan, old_name, outlooks, tuple(review), findings)


def write_plan(content: Content, made: Draft) -> Saved:
    """Write a drafted plan. Raises `CannotWriteError`, and `UsageError` if its file exists now."""
    return storage.create_plan(content.workspace, made.path, made.data)


def _name(name: str, period: Period, year: int) -> str:
    """Return the name of the next plan: `2025` after `2024`, `school-2025` after `school`.

    The years of the old plan move; a name without them would soon be that of several plans.
    """
    years = year - period.start.year

    def moved(number: re.Match[str]) -> str:
        old = int(number.group())
        inside = period.start.year <= old <= period.end.year
        return f"{old + years:04}" if inside else number.group()

    new = re.sub(r"(?<!\d)\d{4}(?!\d)", moved, name)
    return f"{name}-{year:04}" if new == name else new


def _shift(name: str, period: Period, year: int) -> Shift:
    """Return the way to the period that begins in a year. Raises `UsageError`."""
    shift, times = Shift.following(period), 1
    first = shift.result.start.year
    while shift.result.start.year < min(year, YEARS[-1]):
        times += 1
        shift = Shift.following(period, times)
    if shift.result.start.year != year:
        raise UsageError("no-such-period", name=name, first=str(first), year=str(year))
    return shift


def _require_free(content: Content, name: str, old: Plan, period: Period) -> None:
    """Raise `UsageError` where a plan has the name, or has the same indicators in the period."""
    plans = content.plans
    if name in {*plans.sound, *plans.broken}:
        raise UsageError("plan-exists", path=f"plans/{name}.yaml")
    for other, plan in plans.sound.items():
        apart = plan.period.end < period.start or period.end < plan.period.start
        if not apart and not plan.indicators.keys().isdisjoint(old.indicators):
            params = {"path": f"plans/{other}.yaml", "start": period.start, "end": period.end}
            raise UsageError("plan-exists", "covered", **params)  # type: ignore[arg-type]


# --- what the years before came to ----------------------------------------------------------------


def _results(content: Content, name: str, last: Plan) -> list[tuple[tuple[str, Progress], ...]]:
    """Return the results of each indicator of a plan, of this period and those before it."""
    chain = [(name, last)]
    before = sorted(content.plans.sound.items(), key=lambda each: each[1].period.end)
    for other, plan in reversed(before):
        alike = months(plan.period) == months(last.period)
        if alike and plan.period.end < chain[0][1].period.start and len(chain) < MOST_YEARS:
            chain.insert(0, (other, plan))
    ledgers = [Ledger(plan, content.entries) for _, plan in chain]
    found = []
    for indicator in last.indicators.values():
        held = []
        for (other, plan), ledger in zip(chain, ledgers, strict=True):
            known = plan.indicators.get(indicator.id)
            if known is not None and known.measure == indicator.measure:
                held.append((other, of_indicator(plan, known, ledger, content.today)))
        found.append(tuple(held))
    return found


def _prospect(
    content: Content, indicator: Indicator, results: Sequence[tuple[str, Progress]]
) -> Prospect | None:
    """Return the prospect of an indicator of the next plan, by its results."""
    target = indicator.target
    years = [coming.year(content.plans.sound[name], progress) for name, progress in results]
    held = [year for year in years if year is not None]
    if target is None or indicator.each is not None or not held:
        return None
    return coming.prospect(held, target.needed, ceiling=target.is_ceiling)


# --- baselines ------------------------------------------------------------------------------------


class _Baseline(NamedTuple):
    """The last value of what has a baseline, its day, and whether it keeps the target already."""

    value: Number
    on: date
    reached: bool


def _baselines(results: Sequence[Sequence[tuple[str, Progress]]]) -> dict[str, _Baseline | None]:
    """Return the last values of the indicators that have a baseline, by their ids."""
    found: dict[str, _Baseline | None] = {}
    for held in results:
        progress = held[-1][1]
        indicator, target, value = progress.indicator, progress.indicator.target, progress.value
        if indicator.baseline is None:
            continue
        read = [each.day for each in progress.events if each.firm and not each.planned]
        days = [day for day in read if day <= progress.as_of]
        if value is None or not days:
            found[indicator.id] = None
            continue
        if decimals(value) > _LONGEST:
            value = round(Decimal(value), _LONGEST)
        reached = target is not None and target.holds(value)
        found[indicator.id] = _Baseline(value, days[-1], reached)
    return found


def _as_swaps(old: Plan, baselines: Mapping[str, _Baseline | None]) -> Iterator[tuple[Where, Swap]]:
    """Write the last values as baselines of the next plan, each with the day of its reading."""
    for where, indicator in moving.indicators(old):
        before, last = indicator.baseline, baselines.get(indicator.id)
        if before is None or last is None or last.reached:
            continue
        yield (*where, "baseline", "value"), (str(before.value), str(last.value))
        if before.on is not None:
            yield (*where, "baseline", "on"), (before.on.isoformat(), last.on.isoformat())


# --- remarks in the file --------------------------------------------------------------------------


def remark(outlook: Outlook) -> list[str]:
    """Return what is written beside an indicator: its results, and what can be promised."""
    results = [_result(name, progress) for name, progress in outlook.results]
    line = results[0]
    for each in results[1:]:
        line = fill(gettext(texts.NEXT_RESULT), {"results": line, "result": each})
    lines = [line]
    if outlook.prospect is not None:
        target = outlook.indicator.target
        kept = target is not None and target.is_ceiling
        template = texts.CHANCE_AND_OFTEN_KEPT if kept else texts.CHANCE_AND_OFTEN
        if outlook.prospect.often is None:
            template = texts.CHANCE_ALONE
        chance = f"{100 * outlook.prospect.chance:.0f}"
        params = {"chance": chance, "often": outlook.prospect.often}
        lines.append(fill(gettext(template), params))
    return lines


def _result(name: str, progress: Progress) -> str:
    """Return what an indicator came to in one plan, and by which day if that is not over."""
    indicator = progress.indicator
    needed = progress.needed if progress.parts else progress.target or progress.needed
    unit = indicator.unit or ("%" if isinstance(MEASURES[indicator.measure], Ratio) else "")
    template = texts.RESULT_OF_TARGET if needed else texts.RESULT_ALONE
    if progress.done is None:
        template = texts.NO_READING
    elif unit:
        template = texts.RESULT_OF_UNITS if needed else texts.RESULT_IN_UNITS
    done = "" if progress.done is None else _short(progress.done)
    params = {"plan": name, "done": done, "target": str(needed), "unit": unit}
    said = fill(gettext(template), params)
    if progress.closed:
        return said
    return fill(gettext(texts.RESULT_SO_FAR), {"result": said, "day": progress.as_of})


def _short(number: Number) -> str:
    return written(number, min(decimals(number), _LONGEST))


# --- what to review -------------------------------------------------------------------------------


def _review_of_plan(old: Plan, plan: Plan, data: bytes) -> Iterator[Problem]:
    """Find what a person has to look at in the plan as a whole."""
    if plan.title != old.title:
        yield Problem(("title",), "review-title", {"title": plan.title})
    years = {str(year) for year in range(old.period.start.year, plan.period.start.year)}
    if lines := moving.lines_naming(data.decode(), years):
        shown = [*map(str, lines[:_LINES]), *(["…"] if len(lines) > _LINES else [])]
        params = {"lines": shown, "years": sorted(years), "count": len(lines)}
        yield Problem((), "review-year", params)
    if left_out := [key for key in moving.SIGNED if getattr(old, key) is not None]:
        yield Problem((), "review-signature", {"keys": left_out})
    for at, each in enumerate(plan.breaks):
        params = {"name": each.name, "start": each.start, "end": each.end}
        yield Problem(("breaks", at), "review-break", params, "named" if each.name else "")
    if paced := [name for name, each in plan.indicators.items() if each.pace is not None]:
        yield Problem((), "review-pace", {"indicators": paced})


def _review_of_indicators(
    old: Plan, outlooks: Sequence[Outlook], baselines: Mapping[str, _Baseline | None]
) -> Iterator[Problem]:
    """Find indicators in which something was dropped, is done already, or is not known."""
    for outlook in outlooks:
        name, last = outlook.indicator.id, outlook.last
        before = old.indicators[name]
        if before.stages is not None:
            reached = {"indicator": name, "done": last.done, "needed": last.needed}
            case = "done" if last.done == last.needed else ""
            yield Problem((name,), "review-stages", reached, case)
        for revision in before.revisions[-1:]:
            revised = {"indicator": name, "on": revision.on, "reason": revision.reason}
            targets = {"target": str(revision.target), "first": str(before.target)}
            yield Problem((name,), "review-revision", {**revised, **targets})
        if name in baselines:
            found = baselines[name]
            case = "none" if found is None else "reached" if found.reached else ""
            value = {"indicator": name, "value": found and found.value}
            yield Problem((name,), "review-baseline", value, case)


def _review_of_records(content: Content, plan: Plan) -> Iterator[Problem]:
    """Count the planned records that have waited for the plan."""
    waited = sum(
        each.record.state is State.PLANNED and each.record.date in plan.period
        for each in content.entries
    )
    if waited:
        yield Problem((), "review-waiting", {"count": waited})
