"""Which record of one state is which of another, and what became of it."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from enum import StrEnum
from typing import Any, Final, TypeAlias

from oicekpi.domain.record import Entry, said
from oicekpi.values import dataclass

Key: TypeAlias = Callable[[Entry], Hashable]
_DATED: Final = re.compile(r"[0-9-]*")


class Change(StrEnum):
    """What became of a record."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"
    RENAMED = "renamed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Pair:
    """A record before and after; None before it came, and after it went."""

    before: Entry | None
    after: Entry | None

    @property
    def change(self) -> Change | None:
        """What became of it; None if it says the same under the same name."""
        if self.before is None:
            return Change.CAME
        if self.after is None:
            return Change.WENT
        if _content(self.before) != _content(self.after):
            return Change.CHANGED
        # The number of a record in its list is no name: it moves when one above it goes.
        same = self.before.id == self.after.id or self.before.path == self.after.path
        return None if same else Change.RENAMED

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The record as it was and as it is, as far as it was there."""
        return tuple(each for each in (self.before, self.after) if each is not None)

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """What was said and what is said now, by key, where that differs; None for nothing."""
        old, new = _said(self.before), _said(self.after)
        return {
            key: (old.get(key), new.get(key))
            for key in {**old, **new}
            if old.get(key) != new.get(key)
        }


def pairs(before: Iterable[Entry], after: Iterable[Entry]) -> list[Pair]:
    """Pair the records of two states, each with none or one of the other.

    A record is the one of the same name that says the same; else the one that says the same, in
    the same file or in another; else the one of the same name; else the only one of the same name
    but for its day, as when a planned record is confirmed on another day.
    """
    old, new = list(before), list(after)
    found: list[Pair] = []
    for key, alone in _KEYS:
        olds, news = _by(key, old), _by(key, new)
        for known, group in olds.items():
            others = news.get(known, [])
            if alone and (len(group), len(others)) != (1, 1):
                continue
            count = min(len(group), len(others))
            found += [Pair(*both) for both in zip(group[:count], others[:count], strict=True)]
            del group[:count], others[:count]
        old, new = _flat(olds), _flat(news)
    return [*found, *(Pair(each, None) for each in old), *(Pair(None, each) for each in new)]


def _content(entry: Entry) -> Hashable:
    return entry.record


def _name(entry: Entry) -> Hashable:
    return entry.id


def _undated(entry: Entry) -> Hashable:
    return entry.record.kind, _DATED.sub("", entry.id, count=1)


_KEYS: Final[tuple[tuple[Key, bool], ...]] = (
    (lambda entry: (entry.id, _content(entry)), False),
    (lambda entry: (entry.path, _content(entry)), False),
    (_content, False),
    (_name, False),
    (_undated, True),
)


def _by(key: Key, entries: list[Entry]) -> dict[Hashable, list[Entry]]:
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return groups


def _flat(groups: dict[Hashable, list[Entry]]) -> list[Entry]:
    return [each for group in groups.values() for each in group]


def _said(entry: Entry | None) -> dict[str, Any]:
    return said(entry.record) if entry else {}
