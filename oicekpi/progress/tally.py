"""What counts: from an indicator's records to done, provisional and planned."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from oicekpi.plan.model import Counts, Indicator, Plan, Requirement
from oicekpi.records.model import Common, State
from oicekpi.records.store import Entry

Units: TypeAlias = "int | tuple[str, ...]"
"""What an event brings: a number of unnamed units, or named ones that count once each."""


@dataclass(frozen=True, slots=True)
class Event:
    """What one record means for one indicator."""

    day: date
    id: str
    units: Units
    planned: bool
    firm: bool


@dataclass(frozen=True, slots=True)
class Count:
    """What an indicator's events amount to on a day.

    `arrivals` are the days on which firm events brought new units, and how many, in order.
    """

    done: int
    provisional: int
    planned: int
    arrivals: tuple[tuple[date, int], ...]
    last: date | None


class Ledger:
    """The events of each indicator of a plan, gathered from records one by one."""

    def __init__(self, plan: Plan) -> None:
        """Start with no events."""
        self._plan = plan
        self._events: dict[str, list[Event]] = {known: [] for known in plan.indicators}

    def add(self, entry: Entry) -> None:
        """Take in a record that fits the plan; what belongs to another plan is passed by."""
        if entry.record.state is State.CANCELLED or entry.record.date not in self._plan.period:
            return
        for known in entry.record.indicator:
            indicator = self._plan.indicators.get(known)
            if indicator is not None:
                self._events[known].append(event(indicator, entry))

    def events(self, indicator: Indicator) -> tuple[Event, ...]:
        """Give the events of an indicator in the order of their days."""
        return tuple(sorted(self._events[indicator.id], key=lambda event: (event.day, event.id)))


def event(indicator: Indicator, entry: Entry) -> Event:
    """Read a record as an event of an indicator that takes it."""
    record = entry.record
    firm = all(
        record.approval if need is Requirement.APPROVAL else record.evidence
        for need in indicator.requires
    )
    planned = record.state is State.PLANNED
    return Event(record.date, entry.id, _units(indicator, record), planned, firm)


def _units(indicator: Indicator, record: Common) -> Units:
    match indicator.counts:
        case Counts.PEOPLE:
            people = getattr(record, "people", None) or 0
            return people if isinstance(people, int) else tuple(fold(name) for name in people)
        case Counts.PARTNERS:
            return (fold(getattr(record, "partner", None) or ""),)
        case Counts.STAGES:
            # Whoever reaches a stage has passed the ones before it.
            reached = indicator.stage_number(getattr(record, "stage", "")) or 0
            return tuple(stage.id for stage in (indicator.stages or ())[:reached])
        case Counts.RECORDS:
            return 1


def fold(name: str) -> str:
    """Make names equal that differ only in case, width, composition or spaces."""
    if name.isascii():
        return " ".join(name.lower().split())
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def count(events: Iterable[Event], as_of: date) -> Count:
    """Count events, given in the order of their days, as they stand on a day.

    What is done counts once; it is not counted again as provisional, nor that as planned.
    """
    firm: list[Event] = []
    provisional: list[Event] = []
    planned: list[Event] = []
    for item in events:
        if item.planned or item.day > as_of:
            planned.append(item)
        else:
            (firm if item.firm else provisional).append(item)
    seen: set[str] = set()
    sizes = [(item.day, _new(item.units, seen)) for item in firm]
    arrivals = tuple((day, size) for day, size in sizes if size)
    return Count(
        done=sum(size for _, size in arrivals),
        provisional=sum(_new(item.units, seen) for item in provisional),
        planned=sum(_new(item.units, seen) for item in planned),
        arrivals=arrivals,
        last=max((item.day for item in (*firm, *provisional)), default=None),
    )


def _new(units: Units, seen: set[str]) -> int:
    """Count what is new, and remember the names."""
    if isinstance(units, int):
        return units
    before = len(seen)
    seen.update(units)
    return len(seen) - before
