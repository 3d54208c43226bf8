"""What there is to do: what is overdue on a day, what is coming, and what has been quiet."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from shlex import quote
from typing import Any, Final, NamedTuple

from oicekpi.domain.counting import Counted, steps_of, with_more
from oicekpi.domain.fields import declared
from oicekpi.domain.fit import Fit, NextPlan
from oicekpi.domain.levels import meets
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Indicator, Plan, Requirement, Stage
from oicekpi.domain.progress import REVIEW_EVERY, PlanProgress, Progress, of_indicator
from oicekpi.domain.record import KINDS, Entry, Record
from oicekpi.domain.shift import Shift
from oicekpi.domain.tally import Ledger, Requirements, event
from oicekpi.domain.vocabulary import State

LEAST: Final = 0.005
"""A chance that falls by less is taken not to fall."""
OPEN: Final = "…"
"""Stands in a command for what only the reader knows; `check` warns if it is typed as it is."""


class Group(StrEnum):
    """How urgent it is."""

    OVERDUE = "overdue"
    COMING = "coming"
    QUIET = "quiet"


class Kind(StrEnum):
    """What sort of thing is to do."""

    PLANNED = "planned"
    PROVISIONAL = "provisional"
    STAGE = "stage"
    CHECKPOINT = "checkpoint"
    TARGET = "target"
    READING = "reading"
    QUIET = "quiet"


class Item(NamedTuple):
    """One thing to do by a day, or since one.

    A planned or provisional one is about a record, `entry`, perhaps of a `stage`, and `lacks` says
    what that has not got; the others are about an indicator on the day of the agenda, `progress`.
    `awaits` is the plan that has to be drafted before a record can be confirmed.
    `need` is how many are missing, or the value to reach. `loss` is how far the chance falls if it
    is not done by its day.
    """

    kind: Kind
    group: Group
    day: date
    indicators: tuple[str, ...]
    entry: Entry | None = None
    progress: Progress | None = None
    stage: Stage | None = None
    need: Number | None = None
    lacks: tuple[Requirement, ...] = ()
    awaits: NextPlan | None = None
    loss: float | None = None

    @property
    def since(self) -> date | None:
        """The day since when it is overdue or quiet; None for what is coming."""
        return None if self.group is Group.COMING else self.day

    @property
    def command(self) -> str:
        """What to type when it is done, quoted for the shell; nothing if that is recorded.

        Of a record that waits for a plan, it drafts the plan.
        """
        words = [*self._words()]
        return " ".join(["oicekpi", *words]) if words else ""

    def _words(self) -> Iterator[str]:
        if self.awaits is not None:
            yield from ("next-plan", f"{self.awaits}")
            return
        if self.entry is not None:
            if self.kind is Kind.PROVISIONAL or self.entry.record.state is State.PLANNED:
                yield from ("confirm", quote(self.entry.id))
                for lacked in self.lacks:
                    yield from (f"--{lacked}", OPEN)
            return
        assert self.progress is not None  # noqa: S101 - an item is about one of the two
        indicator = self.progress.indicator
        kind = indicator.of[0]
        yield from ("add", quote(kind), quote(indicator.id))
        if self.stage is not None:
            yield from ("--stage", quote(self.stage.id))
            return
        field, known = MEASURES[indicator.measure].field, declared(KINDS[kind])
        if field and not known[field].required:  # it is not asked for, yet nothing counts without
            yield from (f"--{field}", OPEN)
            if field == "numerator":
                yield from ("--denominator", OPEN)
        if self.kind is Kind.READING and self.group is Group.OVERDUE and self.progress.parts:
            yield from ("--date", self.day.isoformat())


class Agenda(NamedTuple):
    """What is to do on a day: overdue, coming up to the day `until`, quiet.

    In each group comes first what is most to lose by. `cancelled` are the records of the plan's
    period that will not happen, for those who had them in a calendar. `plans` are those of the
    workspace by name. `later` is the first day after `until` by which there is something to do.
    """

    progress: PlanProgress
    until: date
    items: tuple[Item, ...]
    cancelled: tuple[Entry, ...]
    plans: Mapping[str, Plan]
    later: date | None = None

    def group(self, group: Group) -> tuple[Item, ...]:
        """Return what is in a group."""
        return tuple(each for each in self.items if each.group is group)


def agenda(  # noqa: PLR0913 - each narrows or tunes what is to do
    progress: PlanProgress,
    plans: Mapping[str, Plan],
    entries: Collection[Entry],
    until: date,
    only: frozenset[str] | None = None,
    *,
    fit: Fit | None = None,
) -> Agenda:
    """Return what is to do by a plan, up to a day; `only` for these indicators.

    The records may be of other plans, too. `fit` tells which of them wait for a plan.
    """
    shown = [each for each in progress.indicators if only is None or each.indicator.id in only]
    dated = [item for each in shown for item in _dated(progress.plan, each)]
    coming = [item for item in dated if item.group is Group.COMING]
    found = [
        *overdue(progress, plans.values(), entries, only, fit=fit),
        *_planned(plans.values(), entries, (progress.as_of, until), only, fit),
        *(item for item in coming if item.day <= until),
        *(item for each in shown for item in _quiet(each)),
    ]
    stakes = _Stakes(progress)
    weighed = [item._replace(loss=stakes.loss(item)) for item in found]
    cancelled = tuple(
        entry
        for entry in entries
        if entry.record.state is State.CANCELLED
        and progress.plan.period.start <= entry.record.date <= until
        and _concerns(entry.record, only)
    )
    ahead = [
        *(item.day for item in coming),
        *(
            entry.record.date
            for entry in entries
            if entry.record.state is not State.CANCELLED and _concerns(entry.record, only)
        ),
    ]
    later = min((day for day in ahead if day > until), default=None)
    return Agenda(progress, until, tuple(sorted(weighed, key=_urgency)), cancelled, plans, later)


_GROUPS: Final = tuple(Group)
_KINDS: Final = tuple(Kind)


def _urgency(item: Item) -> tuple[object, ...]:
    """Sort by group, by what is lost where there is something, by day."""
    name = item.entry.id if item.entry else ""
    place = (item.day, _KINDS.index(item.kind), item.indicators, name)
    loss = item.loss or 0.0
    return _GROUPS.index(item.group), -loss, *place


def _concerns(record: Record, only: frozenset[str] | None) -> bool:
    return only is None or not only.isdisjoint(record.indicator)


# --- what is overdue ------------------------------------------------------------------------------


def overdue(
    progress: PlanProgress,
    plans: Collection[Plan],
    entries: Iterable[Entry],
    only: frozenset[str] | None = None,
    *,
    fit: Fit | None = None,
) -> list[Item]:
    """Return what should be done already by a plan, without what is lost by it, in no order.

    That is: planned records whose day has passed, records that lack what an indicator requires,
    stages and checkpoints that have passed, and readings that are due. `fit` is as of `agenda`.
    """
    day = progress.as_of
    shown = [each for each in progress.indicators if only is None or each.indicator.id in only]
    return [
        *_overdue_records(plans, entries, day, only, fit),
        *_overdue_indicators(progress.plan, shown, day),
    ]


def overdue_by_all(
    plans: Mapping[str, Plan], entries: Collection[Entry], day: date, fit: Fit | None = None
) -> Iterator[tuple[str, Item]]:
    """Go through what `overdue` returns for any of the plans, each thing once.

    What is about an indicator comes with the name of its plan, what is about a record with none.
    No forecast is needed for it.
    """
    for item in _overdue_records(plans.values(), entries, day, None, fit):
        yield "", item
    for name, plan in plans.items():
        asking = {known for known, each in plan.indicators.items() if _has_days(each)}
        if plan.period.start <= day and asking and not is_settled(plan, day):
            held = (each for each in entries if not asking.isdisjoint(each.record.indicator))
            ledger = Ledger(plan, held)
            progress = (
                of_indicator(plan, plan.indicators[known], ledger, day, outlined=True)
                for known in plan.indicators
                if known in asking
            )
            for item in _overdue_indicators(plan, progress, day):
                yield name, item


def is_settled(plan: Plan, day: date) -> bool:
    """Tell whether a plan is so old that nobody asks for what it lacks: the next period is over.

    Until then, what comes late can still go into the results of the year.
    """
    return day > Shift.following(plan.period).result.end


def _has_days(indicator: Indicator) -> bool:
    """Tell whether an indicator asks for anything by a day other than the last of its period."""
    return not isinstance(MEASURES[indicator.measure], Counted) or indicator.pace is not None


def _overdue_indicators(plan: Plan, indicators: Iterable[Progress], day: date) -> Iterator[Item]:
    if not is_settled(plan, day):
        for progress in indicators:
            if _has_days(progress.indicator):
                found = _dated(plan, progress)
                yield from (item for item in found if item.group is Group.OVERDUE)


def _overdue_records(
    plans: Collection[Plan],
    entries: Iterable[Entry],
    day: date,
    only: frozenset[str] | None,
    fit: Fit | None,
) -> Iterator[Item]:
    """Find the planned records whose day has passed, and the done ones that lack something."""
    requirements = Requirements(plans)
    asked = Requirements(plan for plan in plans if not is_settled(plan, day))
    if only is not None:
        entries = [each for each in entries if _concerns(each.record, only)]
    for entry in entries:
        record = entry.record
        if record.date > day:
            continue
        if record.state is State.DONE:
            if lacks := asked.lacked(record):
                yield _of_record(Kind.PROVISIONAL, Group.OVERDUE, entry, lacks, plans)
        elif record.state is State.PLANNED and record.date < day:
            lacks = requirements.lacked(record)
            item = _of_record(Kind.PLANNED, Group.OVERDUE, entry, lacks, plans)
            yield item._replace(awaits=fit.awaited(record) if fit else None)


# --- records --------------------------------------------------------------------------------------


def missing(plans: Collection[Plan], entry: Entry) -> Item | None:
    """Return what a record that is done still lacks so that it counts; None if nothing."""
    if entry.record.state is not State.DONE:
        return None
    return next(_overdue_records(plans, [entry], entry.record.date, None, None), None)


def _planned(
    plans: Collection[Plan],
    entries: Iterable[Entry],
    days: tuple[date, date],
    only: frozenset[str] | None,
    fit: Fit | None,
) -> Iterator[Item]:
    """Find the records of what is to happen between two days, whether it is recorded by now.

    On a day in the past, what happened since was still to come.
    """
    requirements, (day, until) = Requirements(plans), days
    for entry in entries:
        record = entry.record
        ahead = record.date > day or (record.date == day and record.state is State.PLANNED)
        cancelled = record.state is State.CANCELLED
        if ahead and record.date <= until and not cancelled and _concerns(record, only):
            item = _of_record(Kind.PLANNED, Group.COMING, entry, requirements.lacked(record), plans)
            yield item._replace(awaits=fit.awaited(record) if fit else None)


def _of_record(
    kind: Kind,
    group: Group,
    entry: Entry,
    lacks: tuple[Requirement, ...],
    plans: Collection[Plan],
) -> Item:
    record = entry.record
    stage = next(_stages_of(plans, record), None) if record.get("stage") else None
    return Item(kind, group, record.date, record.indicator, entry=entry, lacks=lacks, stage=stage)


def _stages_of(plans: Collection[Plan], record: Record) -> Iterator[Stage]:
    """Find the stages that a record reaches, of the plans of its day."""
    for plan in plans:
        if record.date in plan.period:
            held = (plan.indicators[each] for each in record.indicator if each in plan.indicators)
            known = (stage for indicator in held for stage in indicator.stages or ())
            yield from (stage for stage in known if stage.id == record.get("stage"))


# --- indicators -----------------------------------------------------------------------------------


def _dated(plan: Plan, progress: Progress) -> Iterator[Item]:
    """Find what an indicator asks for by a day, be that past or to come.

    Once the period is over, only readings of it can still be made good.
    """

    def item(kind: Kind, day: date, **more: Any) -> Item:  # noqa: ANN401 - fields of an item
        group = Group.OVERDUE if day < progress.as_of or progress.closed else Group.COMING
        return Item(kind, group, day, (progress.indicator.id,), progress=progress, **more)

    yield from (item(Kind.READING, day) for day in _readings(plan, progress))
    if progress.closed:
        return
    yield from (item(Kind.STAGE, day, stage=stage) for stage, day in _stages(plan, progress))
    checkpoints = _checkpoints(plan, progress)
    passed = [each for each in checkpoints if each[0] < progress.as_of][-1:]
    for day, need in [*passed, *(each for each in checkpoints if each[0] >= progress.as_of)]:
        yield item(Kind.CHECKPOINT, day, need=need)
    following = progress.next
    unread = progress.parts and _is_read(progress.indicator) and progress.value is None
    if following is not None and not (progress.indicator.stages or unread):
        # Of several checkpoints, the last step of the pace is the target.
        counted = checkpoints and not _is_read(progress.indicator)
        by = plan.period.end if counted else following.by
        need = (progress.needed or 0) - progress.count.done if counted else following.need
        yield item(Kind.TARGET, by, need=need)


def _is_read(indicator: Indicator) -> bool:
    return bool(MEASURES[indicator.measure].aggregates)


def _readings(plan: Plan, progress: Progress) -> Iterator[date]:
    """Find the days by which a reading is due: sub-periods without one, the end of the review."""
    if not _is_read(progress.indicator):
        return
    yield from (part.period.end for part in progress.parts if part.value is None)
    if progress.quiet_days is not None:
        every = progress.indicator.review_every or REVIEW_EVERY
        due = progress.as_of + timedelta(days=every - progress.quiet_days)
        if due <= plan.period.end:
            yield due


def _stages(plan: Plan, progress: Progress) -> Iterator[tuple[Stage, date]]:
    """Go through the stages still to reach; one without a day is due with the next that has one."""
    left = (progress.indicator.stages or ())[int(progress.count.done) :]
    for at, stage in enumerate(left):
        yield stage, next((each.due for each in left[at:] if each.due), plan.period.end)


def _checkpoints(plan: Plan, progress: Progress) -> list[tuple[date, Number]]:
    """Return the checkpoints that are not reached: how many are missing, or the value to reach."""
    indicator, target, done = progress.indicator, progress.target, progress.count.done
    pace = indicator.pace
    if target is None or pace is None or not pace.checkpoints:
        return []
    if _is_read(indicator):
        value = progress.value
        return [
            (day, number)
            for day, number in pace.checkpoints.items()
            if value is None or not meets(target, value, number)
        ]
    if target.is_ceiling:  # a pace tells what may be used by then, and asks for nothing
        return []
    *steps, _ = steps_of(plan, indicator, progress.needed or 0)
    return [(day, number - done) for day, number in steps if number > done]


def _quiet(progress: Progress) -> Iterator[Item]:
    """Find that an indicator without a target had no record for too long."""
    if progress.quiet and not progress.closed and not _is_read(progress.indicator):
        since = progress.as_of - timedelta(days=progress.quiet_days or 0)
        yield Item(Kind.QUIET, Group.QUIET, since, (progress.indicator.id,), progress=progress)


# --- what is at stake -----------------------------------------------------------------------------


class _Stakes:
    """How far chances fall if nothing happens; what several items need is computed once."""

    def __init__(self, progress: PlanProgress) -> None:
        self._plan = progress.plan
        self._now = {each.indicator.id: each for each in progress.indicators}
        self._later: dict[tuple[str, date], Progress] = {}
        self._firm: dict[str, frozenset[object]] = {}
        self._gains: dict[tuple[str, date, Number], float] = {}

    def loss(self, item: Item) -> float | None:
        """Return how far the chance of an indicator falls, from 0 to 1; None where it does not."""
        held = [self._now[each] for each in item.indicators if each in self._now]
        open_ones = [each for each in held if each.chance is not None and each.chance < 1]
        losses = [self._fall(item, each) for each in open_ones]
        most = round(max(losses, default=0.0), 4)
        return most if most >= LEAST else None

    def _fall(self, item: Item, progress: Progress) -> float:
        if item.entry is not None:
            return self._gain(item.entry, item.group, progress)
        if item.group is not Group.COMING or item.kind not in {Kind.TARGET, Kind.CHECKPOINT}:
            return 0.0
        after = self._after(progress, item.day)
        return (progress.chance or 0.0) - (after.chance or 0.0)

    def _gain(self, entry: Entry, group: Group, progress: Progress) -> float:
        """Return by how much a record raises the chance if it counts, rather than does not."""
        indicator = progress.indicator
        if not indicator.matches(entry.record) or entry.record.date not in self._plan.period:
            return 0.0
        units = event(indicator, entry).units
        new = len({*units} - self._known(progress)) if isinstance(units, tuple) else units
        day = entry.record.date if group is Group.COMING else progress.as_of
        key = (indicator.id, day, new)
        if key not in self._gains:
            at = self._after(progress, day) if group is Group.COMING else progress
            more = with_more(self._plan, at, int(new))
            self._gains[key] = (more.chance or 0.0) - (at.chance or 0.0)
        return self._gains[key]

    def _known(self, progress: Progress) -> frozenset[object]:
        """Return those who count already."""
        known = progress.indicator.id
        if known not in self._firm:
            self._firm[known] = frozenset(
                unit
                for each in progress.events
                if each.firm and not each.planned and each.day <= progress.as_of
                for unit in (each.units if isinstance(each.units, tuple) else ())
            )
        return self._firm[known]

    def _after(self, progress: Progress, day: date) -> Progress:
        """Judge an indicator on the day after, if nothing happened until then."""
        indicator, end = progress.indicator, self._plan.period.end
        key = (indicator.id, day)
        if key not in self._later:
            on = min(day + timedelta(days=1), end)
            base = replace(progress, as_of=on, closed=day >= end, target=indicator.target_on(on))
            self._later[key] = MEASURES[indicator.measure].progress(self._plan, base)
        return self._later[key]
