"""Whether two records are of one event."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Any, Final, NamedTuple

from oicekpi.checks.rules.rule import day_rule
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry, Record
from oicekpi.domain.vocabulary import State, fold

# Of the records that share a key, only the first few are compared with each that follows, so
# that a folder full of equal records takes no longer than any other.
_COMPARED: Final = 8
# An honest record has a few keys. This bounds the product of many indicators and many people.
MAX_KEYS: Final = 2_000
# Two people seldom word alike what a trip is for, so it tells no event from another.
_WORDED: Final = frozenset({"purpose"})


@day_rule
def possible_duplicate(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Problem]]:
    """Two records of one day, kind and indicator, with a person or the partner in common."""
    for day in _days(entries):
        known: dict[Hashable, list[Compared]] = {}
        for entry in day:
            compared = Compared.of(entry)
            earlier = before(known, compared, keys(compared))
            for other in {id(each): each for each in earlier}.values():
                if _shares_indicator(compared, other) and agree(compared, other):
                    case, params = _place(other.entry)
                    yield entry, Problem(("date",), "possible-duplicate", params, case)
                    break


@day_rule
def person_in_two_indicators(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Problem]]:
    """A person named in two records of one day and kind that count for different indicators."""
    for day in _days(entries):
        known: dict[Hashable, list[Compared]] = {}
        for entry in day:
            compared = Compared.of(entry)
            # Each record that shares a person is compared once, however many they share.
            apart: dict[int, dict[str, Any] | None] = {}
            for at, name in enumerate(entry.record.names):
                for other in before(known, compared, [(entry.record.kind, fold(name))]):
                    if id(other) not in apart:
                        apart[id(other)] = _apart(compared, other)
                    if (params := apart[id(other)]) is not None:
                        where, case = ("people", at), _place(other.entry)[0]
                        code = "person-in-two-indicators"
                        yield entry, Problem(where, code, {"value": name, **params}, case)
                        break


# --- what tells one event from another ------------------------------------------------------------


class Compared(NamedTuple):
    """A record, with what is asked of it again and again."""

    entry: Entry
    indicators: frozenset[str]
    people: frozenset[str]

    @classmethod
    def of(cls, entry: Entry) -> "Compared":
        """Prepare a record for being compared."""
        record = entry.record
        return cls(entry, frozenset(record.indicator), frozenset(map(fold, record.names)))


def before(
    known: dict[Hashable, list[Compared]], compared: Compared, shared: Iterable[Hashable]
) -> list[Compared]:
    """Return the earlier records that share a key with this one, and remember this one."""
    found: list[Compared] = []
    for key in shared:
        group = known.setdefault(key, [])
        found += group
        if len(group) < _COMPARED:
            group.append(compared)
    return found


def _days(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Return the records of each day that has several, without those that were cancelled."""
    days: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.record.state is not State.CANCELLED:
            days[entry.record.date].append(entry)
    return (each for each in days.values() if len(each) > 1)


def keys(compared: Compared) -> Iterator[Hashable]:
    """Return what records of one event have in common, up to a bound."""
    record = compared.entry.record
    return islice(product([record.kind], record.indicator, _signs(compared)), MAX_KEYS)


def _signs(compared: Compared) -> list[Hashable]:
    """Return a record's people, their number, its partner and its stage, or else its title."""
    record = compared.entry.record
    people, partner, stage = record.get("people"), record.get("partner"), record.get("stage")
    signs: list[Hashable] = [people] if isinstance(people, int) else [*compared.people]
    if partner is not None:
        signs.append(("partner", fold(partner)))
    if stage is not None:
        signs.append(("stage", stage))
    title = record.get("title")
    return signs or ([("title", title)] if title is not None else [])


def _shares_indicator(one: Compared, other: Compared) -> bool:
    return not one.indicators.isdisjoint(other.indicators)


def _apart(one: Compared, other: Compared) -> dict[str, Any] | None:
    """Return how a record counts otherwise than one that may be of the same event, if it does."""
    if _shares_indicator(one, other) or not agree(one, other):
        return None
    mine, theirs = one.entry.record.indicator, other.entry.record.indicator
    both = ", ".join(islice(dict.fromkeys((*theirs, *mine)), _COMPARED))
    return {"indicators": theirs[:_COMPARED], "both": both, **_place(other.entry)[1]}


def agree(one: Compared, other: Compared) -> bool:
    """Tell whether nothing that both records say speaks against one event."""
    if one.people and other.people:
        if one.people.isdisjoint(other.people):
            return False
    else:
        numbers = _number(one.entry.record), _number(other.entry.record)
        if None not in numbers and numbers[0] != numbers[1]:
            return False
    # Where both say something of what names a record and it differs, they are of two events.
    for key in {*one.entry.record.NAMED_BY} - _WORDED:
        first, second = one.entry.record.get(key), other.entry.record.get(key)
        if first != second and None not in (first, second) and fold(first) != fold(second):
            return False
    return True


def _number(record: Record) -> int | None:
    people = record.get("people")
    return people if people is None or isinstance(people, int) else len(people)


def _place(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Name a record by its file, and by its number where the file is a list."""
    if entry.at is None:
        return "", {"file": entry.path}
    return "list", {"file": entry.path, "number": entry.at + 1}
