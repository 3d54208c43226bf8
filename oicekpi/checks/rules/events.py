"""Whether two records are of one event."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

from oicekpi.domain.finding import Fault, Level
from oicekpi.domain.record import Day, Record
from oicekpi.domain.vocabulary import State, fold
from oicekpi.messages.text import listed, printable
from oicekpi.schema.record_files import Entry

# Of the records that share a key, only the first few are compared with each that follows, so
# that a folder full of equal records takes no longer than any other.
_COMPARED: Final = 8
_FEW: Final = 2  # of so few, none can be there twice
# Where both records say something of these and it differs, they are of two events. What a trip
# is for is not among them: two people seldom word it alike.
_TELLING: Final = ("partner", "country", "title", "stage", "fund", "level", "role", "subject")


def same_event_twice(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """Two records of one day, kind and indicator, with a person or the partner in common."""
    for day in _days(entries):
        seen = _Seen()
        for entry in day:
            record = entry.record
            signs = _signs(record)
            keys = [(record.kind, each, sign) for each in record.indicator for sign in signs]
            for earlier in seen.before(entry, keys):
                if _shares_indicator(entry, earlier) and _agree(entry, earlier):
                    yield entry, _twice(earlier)
                    break


def person_in_two_indicators(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """A person named in two records of one day and kind that count for different indicators."""
    for day in _days(entries):
        seen = _Seen()
        for entry in day:
            record = entry.record
            keys = [(record.kind, fold(name)) for name in record.names]
            if earlier := seen.before(entry, keys):
                yield from _elsewhere(entry, earlier)


def _elsewhere(entry: Entry, others: Iterable[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """Tell of each person in a record once that another counts for another indicator."""
    told: set[str] = set()
    for other in others:
        if not _shares_indicator(entry, other) and _agree(entry, other):
            for at, name in _shared(entry, other):
                if name not in told:
                    told.add(name)
                    yield entry, _two_indicators(entry, other, at, name)


# --- what tells one event from another ------------------------------------------------------------


class _Seen:
    """Records of a day by what they have in common, as keys: of each key, the first few."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[Entry, ...]] = {}

    def before(self, entry: Entry, keys: Sequence[Hashable]) -> list[Entry]:
        """Give the earlier records that share a key with this one, and remember this one."""
        known = self._known
        found: list[Entry] = []
        for key in keys:
            group = known.get(key, ())
            found += group
            if len(group) < _COMPARED:
                known[key] = (*group, entry)
        return found if len(found) < _FEW else [*{id(each): each for each in found}.values()]


def _days(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Give the records of each day that has several, but for those that were cancelled."""
    days: dict[Day, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.record.state is not State.CANCELLED:
            days[entry.record.date].append(entry)
    return (each for each in days.values() if len(each) > 1)


def _signs(record: Record) -> list[Hashable]:
    """Give what records of one event have in common: a person, head-count, partner or stage."""
    people = record.people
    signs: list[Hashable] = [people] if isinstance(people, int) else [*map(fold, record.names)]
    if record.partner is not None:
        signs.append(("partner", fold(record.partner)))
    if record.stage is not None:
        signs.append(("stage", record.stage))
    return signs or [("title", record.title)]


def _shares_indicator(one: Entry, other: Entry) -> bool:
    return not {*one.record.indicator}.isdisjoint(other.record.indicator)


def _shared(entry: Entry, earlier: Entry) -> Iterator[tuple[int, str]]:
    """Go through the people of a record who are in the other too, each with the place."""
    there = {fold(name) for name in earlier.record.names}
    return ((at, name) for at, name in enumerate(entry.record.names) if fold(name) in there)


def _agree(one: Entry, other: Entry) -> bool:
    """Tell whether nothing that both records say speaks against one event."""
    for key in _TELLING:
        first, second = getattr(one.record, key), getattr(other.record, key)
        if first is not None and second is not None and fold(first) != fold(second):
            return False
    return _same_people(one, other)


def _same_people(one: Entry, other: Entry) -> bool:
    """Tell whether two records can be of the same people: by a shared name, else by number."""
    here, there = one.record.names, other.record.names
    if here and there:
        return not {fold(name) for name in here}.isdisjoint(fold(name) for name in there)
    first, second = _number(one), _number(other)
    return first is None or second is None or first == second


def _number(entry: Entry) -> int | None:
    people = entry.record.people
    return len(people) if isinstance(people, tuple) else people


# --- the words ------------------------------------------------------------------------------------


def _twice(earlier: Entry) -> Fault:
    return Fault(
        ("date",),
        "same-event-twice",
        f"this looks like the event of {_file(earlier)}",
        "delete one of the two; if both happened, leave them",
        level=Level.WARNING,
    )


def _two_indicators(entry: Entry, earlier: Entry, at: int, name: str) -> Fault:
    both = dict.fromkeys((*earlier.record.indicator, *entry.record.indicator))
    return Fault(
        ("people", at),
        "person-in-two-indicators",
        f"{printable(name[:40])} counts for {listed(earlier.record.indicator, 'and')} on this "
        f"day too, in {_file(earlier)}",
        f"if it is one event, keep one record with indicator: [{', '.join(both)}]",
        level=Level.WARNING,
    )


def _file(entry: Entry) -> str:
    """Name a record by its file, and by its number where the file is a list."""
    number = "" if entry.at is None else f" (record {entry.at + 1})"
    return f"{printable(entry.path)}{number}"
