"""Whether two records are of one event."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

from oicekpi.finding import Fault, Level
from oicekpi.progress.tally import fold
from oicekpi.records.record import State
from oicekpi.records.store import Entry
from oicekpi.wording import listed, printable

# Of the records that share a key, only the first few are compared with each that follows, so
# that a folder full of equal records takes no longer than any other.
_COMPARED: Final = 8
# Where both records say something of these and it differs, they are of two events. What a trip
# is for is not among them: two people seldom word it alike.
_TELLING: Final = ("partner", "country", "title", "stage", "fund", "level", "role", "subject")

Seen = dict[Hashable, list[Entry]]


def same_event_twice(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """Two records of one day, kind and indicator, with a person or the partner in common."""
    seen: Seen = {}
    for entry in _counting(entries):
        keys = [
            (entry.record.date, entry.record.kind, indicator, sign)
            for indicator in entry.record.indicator
            for sign in _signs(entry)
        ]
        earlier = _find(entry, [seen.get(key, []) for key in keys])
        if earlier is not None:
            yield entry, _twice(earlier)
        _remember(entry, seen, keys)


def person_in_two_indicators(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """A person named in two records of one day and kind that count for different indicators."""
    seen: Seen = {}
    for entry in _counting(entries):
        named = entry.record.names
        keys = [(entry.record.date, entry.record.kind, fold(name)) for name in named]
        for at, (name, key) in enumerate(zip(named, keys, strict=True)):
            earlier = _find(entry, [seen.get(key, [])], apart=True)
            if earlier is not None:
                yield entry, _two_indicators(entry, earlier, at, name)
        _remember(entry, seen, keys)


# --- what tells one event from another ------------------------------------------------------------


def _counting(entries: Sequence[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.record.state is not State.CANCELLED)


def _signs(entry: Entry) -> Iterator[tuple[str, str]]:
    """Give what two records of one event have in common: a person, a head-count, the partner."""
    record = entry.record
    for name in record.names:
        yield "person", fold(name)
    if isinstance(record.people, int):
        yield "people", f"{record.people}"
    if record.partner is not None:
        yield "partner", fold(record.partner)
    if record.stage is not None:
        yield "stage", record.stage


def _remember(entry: Entry, seen: Seen, keys: Iterable[Hashable]) -> None:
    for key in keys:
        known = seen.setdefault(key, [])
        if len(known) < _COMPARED:
            known.append(entry)


def _find(entry: Entry, known: list[list[Entry]], *, apart: bool = False) -> Entry | None:
    """Find an earlier record of the same event, with or (`apart`) without a shared indicator."""
    indicators = set(entry.record.indicator)
    for group in known:
        for other in group:
            if indicators.isdisjoint(other.record.indicator) is apart and _agree(entry, other):
                return other
    return None


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
