"""Whether readings of one indicator go together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from oicekpi.checks.rules.rule import day_rule, set_rule
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry, Record
from oicekpi.domain.vocabulary import State

if TYPE_CHECKING:
    from datetime import date

_FAR: Final = 10
"""How many times larger or smaller than all before a reading is, before it looks like an error."""


@day_rule
def several_readings(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Problem]]:
    """Of two readings of one day, only that of the later file name is read as the latest."""
    known: dict[tuple[str, date], Entry] = {}
    for entry in _readings(entries):
        for indicator in entry.record.indicator:
            first = known.setdefault((indicator, entry.record.date), entry)
            if first is not entry:
                params = {"indicator": indicator, "file": first.path}
                yield entry, Problem(("date",), "several-readings", params)
                break


@set_rule
def far_off_reading(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Problem]]:
    """A reading that is ten times as large or small as all before it has a digit too many."""
    earlier: defaultdict[str, list[Decimal]] = defaultdict(list)
    for entry in sorted(_readings(entries), key=lambda each: each.record.date):
        key, size = _size(entry.record)
        for indicator in entry.record.indicator:
            before = earlier[indicator]
            if size and before and not min(before) / _FAR < size < max(before) * _FAR:
                params = {"value": size, "low": min(before), "high": max(before)}
                yield entry, Problem((key,), "far-off-reading", params)
            elif size:
                before.append(size)


def _readings(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Return the readings that were taken; a kind is one if it has a value or parts."""
    for entry in entries:
        if entry.record.state is State.DONE and _size(entry.record)[1] is not None:
            yield entry


def _size(record: Record) -> tuple[str, Decimal | None]:
    """Return the field that holds a reading, and how large it is, whatever its sign."""
    value, denominator = record.get("value"), record.get("denominator")
    if denominator:
        return "numerator", abs(100 * Decimal(record.get("numerator")) / Decimal(denominator))
    return "value", None if value is None else abs(Decimal(value))
