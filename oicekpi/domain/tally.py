"""What counts: from an indicator's records to done, provisional and planned."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from oicekpi.domain.measure import MEASURES, Units
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Indicator, Plan, Requirement
from oicekpi.domain.record import Entry, Record
from oicekpi.domain.vocabulary import State
from oicekpi.values import dataclass


class Event(NamedTuple):
    """What one record means for one indicator."""

    day: date
    id: str
    units: Units
    planned: bool
    firm: bool


class Figure(StrEnum):
    """The figure of an indicator to which an event belongs on a day."""

    DONE = "done"
    PROVISIONAL = "provisional"
    PLANNED = "planned"


class Arrivals(NamedTuple):
    """What firm events brought on one day.

    Who comes on several days is `new` on the first of them and `last` on the last; both sum up to
    what is done. `size` is how many different ones came that day, new or not.
    """

    day: date
    size: Number
    new: Number
    last: Number


@dataclass(frozen=True)
class Count:
    """What an indicator's events amount to on a day.

    `arrivals` are in the order of their days; `last` is the day of the last event that happened.
    """

    done: Number
    provisional: Number
    planned: Number
    arrivals: tuple[Arrivals, ...]
    last: date | None


class Addition(NamedTuple):
    """What one event adds to the figures of its indicator.

    Whoever is counted already, by an event that comes before it, is not counted once more.
    """

    event: Event
    figure: Figure
    number: Number


class Ledger:
    """The events of each indicator of a plan, gathered from records."""

    def __init__(self, plan: Plan, entries: Iterable[Entry] = ()) -> None:
        """Take in records; `add` takes in more."""
        self._plan = plan
        self._events: dict[str, list[Event]] = {known: [] for known in plan.indicators}
        self._ordered: dict[str, tuple[Event, ...]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take in a record that fits the plan; what belongs to another plan is passed by."""
        if entry.record.state is State.CANCELLED or entry.record.date not in self._plan.period:
            return
        for known in entry.record.indicator:
            indicator = self._plan.indicators.get(known)
            if indicator is None or (indicator.where and not indicator.matches(entry.record)):
                continue
            self._events[known].append(event(indicator, entry))
            self._ordered.pop(known, None)

    def events(self, indicator: Indicator) -> tuple[Event, ...]:
        """Give the events of an indicator in the order of their days; they are sorted once."""
        known = indicator.id
        if known not in self._ordered:
            self._ordered[known] = tuple(sorted(self._events[known], key=_place))
        return self._ordered[known]


def _place(item: Event) -> tuple[date, str]:
    return item.day, item.id


def event(indicator: Indicator, entry: Entry) -> Event:
    """Read a record as an event of an indicator that takes it."""
    record = entry.record
    firm = not indicator.requires or not lacking(indicator, record)
    planned = record.state is State.PLANNED
    units = MEASURES[indicator.measure].units(indicator, record)
    return Event(record.date, entry.id, units, planned, firm)


def lacking(indicator: Indicator, record: Record) -> tuple[Requirement, ...]:
    """Return what an indicator requires and a record does not name."""
    return tuple(
        need
        for need in indicator.requires
        if not (record.approval if need is Requirement.APPROVAL else record.evidence)
    )


class Requirements:
    """What the indicators of some plans require of records."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        """Keep the indicators that require something."""
        self._strict = [
            (plan.period, {known: each for known, each in plan.indicators.items() if each.requires})
            for plan in plans
        ]
        needs = {
            need
            for _, indicators in self._strict
            for each in indicators.values()
            for need in each.requires
        }
        self._approval = Requirement.APPROVAL in needs
        self._evidence = Requirement.EVIDENCE in needs

    def lacked(self, record: Record) -> tuple[Requirement, ...]:
        """Return what a record lacks so that it counts for all that it names."""
        if (record.approval or not self._approval) and (record.evidence or not self._evidence):
            return ()  # almost all records: what follows takes ten times as long
        found = {
            need
            for period, indicators in self._strict
            if indicators and record.date in period
            for known in record.indicator
            if known in indicators and indicators[known].matches(record)
            for need in lacking(indicators[known], record)
        }
        return tuple(need for need in Requirement if need in found)


def count(events: Iterable[Event], as_of: date) -> Count:
    """Count events as they stand on a day; their order does not matter.

    What is done counts once; it is not counted again as provisional, nor that as planned.
    """
    firm, provisional, planned = _Units(), _Units(), _Units()
    days: defaultdict[date, _Units] = defaultdict(_Units)
    last = None
    for item in events:
        if item.planned or item.day > as_of:
            planned.take(item.units)
            continue
        last = item.day if last is None else max(last, item.day)
        if item.firm:
            firm.take(item.units)
            days[item.day].take(item.units)
        else:
            provisional.take(item.units)
    ordered = sorted(days.items())
    new = _beyond(units for _, units in ordered)
    final = _beyond(units for _, units in reversed(ordered))[::-1]
    arrivals = tuple(
        Arrivals(day, units.number(), *numbers)
        for (day, units), *numbers in zip(ordered, new, final, strict=True)
        if units.number()
    )
    return Count(
        done=firm.number(),
        provisional=provisional.number(firm.named),
        planned=planned.number(firm.named | provisional.named),
        arrivals=arrivals,
        last=last,
    )


class _Units:
    """Units that are summed up: named ones once each, and unnamed ones."""

    def __init__(self) -> None:
        self.named: set[str] = set()
        self.unnamed: Number = 0

    def take(self, units: Units) -> None:
        if isinstance(units, tuple):
            self.named.update(units)  # type: ignore[arg-type]  # the parts of a ratio are not counted
        else:
            self.unnamed += units

    def number(self, besides: AbstractSet[str] = frozenset()) -> Number:
        """Count them, but for the names that are known already."""
        return self.unnamed + len(self.named - besides)


def additions(events: Iterable[Event], as_of: date) -> list[Addition]:
    """Return what each event adds, first those done, then the provisional, then the planned ones.

    The numbers of a figure sum up to what `count` says of it.
    """
    sorts: dict[Figure, list[Event]] = {figure: [] for figure in Figure}
    for item in sorted(events, key=_place):
        ahead = item.planned or item.day > as_of
        held = Figure.DONE if item.firm else Figure.PROVISIONAL
        sorts[Figure.PLANNED if ahead else held].append(item)
    seen: set[str] = set()
    found = []
    for figure, items in sorts.items():
        for item in items:
            units = _Units()
            units.take(item.units)
            found.append(Addition(item, figure, units.number(seen)))
            seen |= units.named
    return found


def _beyond(days: Iterable[_Units]) -> list[Number]:
    """Count on each day those who came on none of the days before it in the given order."""
    seen: set[str] = set()
    numbers = []
    for units in days:
        numbers.append(units.number(seen))
        seen |= units.named
    return numbers
