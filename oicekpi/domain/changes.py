"""What changed from one state of a workspace to another: indicators and records."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from oicekpi.domain.pairing import Change, Pair, pairs
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.domain.record import Entry
from oicekpi.values import dataclass


@dataclass(frozen=True)
class State:
    """A workspace as it is or was: its plans, its progress, and the records that fit.

    `progress` is None where it has no such plan; `unknown` says that this is because the plan is
    broken. What stands in the files of `doubtful` paths is not all known, for they have findings.
    """

    plans: Mapping[str, Plan]
    progress: PlanProgress | None
    entries: tuple[Entry, ...]
    unknown: bool = False
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Moved:
    """An indicator whose progress is another; None where the state's plan does not have it."""

    before: Progress | None
    after: Progress | None


@dataclass(frozen=True)
class RecordChange:
    """What became of a record; `closed` if a day of it lies in a period that is over."""

    pair: Pair
    change: Change
    closed: bool

    @property
    def entry(self) -> Entry:
        """The record as it is now, else as it last was."""
        return self.pair.entries[-1]

    @property
    def rewrites(self) -> bool:
        """Whether a record of a period that is over was deleted or rewritten."""
        return self.closed and self.change in {Change.WENT, Change.CHANGED}


@dataclass(frozen=True)
class Difference:
    """What changed, by the plan of that name; not `judged` where the plan is broken in a state."""

    plan: str
    as_of: date
    judged: bool
    moved: tuple[Moved, ...]
    records: tuple[RecordChange, ...]

    @property
    def rewritten(self) -> int:
        """How many records of periods that are over were deleted or rewritten."""
        return sum(each.rewrites for each in self.records)

    def number(self, change: Change) -> int:
        """Count the records of which this became."""
        return sum(each.change is change for each in self.records)


def compare(plan: str, as_of: date, before: State, after: State) -> Difference:
    """Say what changed between two states that were judged by the plan of that name on that day."""
    judged = not (before.unknown or after.unknown)
    progress = after.progress or before.progress
    return Difference(
        plan,
        progress.day if progress else as_of,
        judged,
        tuple(_moved(before.progress, after.progress)) if judged else (),
        tuple(sorted(_changes(as_of, before, after), key=lambda change: change.entry.id)),
    )


# --- indicators -----------------------------------------------------------------------------------


def _moved(before: PlanProgress | None, after: PlanProgress | None) -> Iterator[Moved]:
    """Find what moved, in the order of the plan as it is, then what it has no more."""
    old, new = _by_id(before), _by_id(after)
    for known in {**new, **old}:
        pair = Moved(old.get(known), new.get(known))
        if _facts(pair.before) != _facts(pair.after):
            yield pair


def turned(days: Iterable[tuple[Progress, Progress]]) -> Iterator[Moved]:
    """Find what has another status or number done or provisional than on the day before.

    What only more time changes, such as what is due, is no such change.
    """
    for pair in days:
        before, after = (
            (each.status, each.done, each.value, each.count.done, each.count.provisional)
            for each in pair
        )
        if before != after:
            yield Moved(*pair)


def _by_id(progress: PlanProgress | None) -> dict[str, Progress]:
    return {each.indicator.id: each for each in progress.indicators} if progress else {}


def _facts(progress: Progress | None) -> tuple[object, ...]:
    """Give what a progress tells people, without the records behind it."""
    if progress is None:
        return ()
    count = progress.count
    return (
        progress.status,
        progress.target,
        progress.needed,
        progress.due,
        progress.forecast,
        progress.quiet,
        (progress.done, progress.value, progress.parts),
        (count.done, count.provisional, count.planned),
    )


# --- records --------------------------------------------------------------------------------------


def _changes(as_of: date, before: State, after: State) -> Iterator[RecordChange]:
    over = [
        plan.period
        for plan in (*before.plans.values(), *after.plans.values())
        if plan.period.end < as_of
    ]
    for pair in pairs(before.entries, after.entries):
        change = pair.change
        if change is Change.WENT and _hidden(pair.entries, after):
            change = Change.UNREADABLE
        if change is None:
            continue
        days = (entry.record.date for entry in pair.entries)
        yield RecordChange(pair, change, any(day in period for day in days for period in over))


def _hidden(entries: Iterable[Entry], state: State) -> bool:
    """Tell whether the record may still be there, in a file that is not understood."""
    return any(entry.path in state.doubtful for entry in entries)
