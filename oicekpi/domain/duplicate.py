"""Whether a record exists already."""

from collections.abc import Hashable, Iterable

from oicekpi.domain.record import Entry, Record, order


def same_as(record: Record, entries: Iterable[Entry]) -> Entry | None:
    """Find a record that says just what `record` says."""
    wanted = contents(record)
    same_day = (entry for entry in entries if entry.record.date == record.date)
    return next((entry for entry in same_day if contents(entry.record) == wanted), None)


def contents(record: Record) -> Hashable:
    """Return what a record says; two records that say the same have equal contents.

    Lists are the same in any order: whoever went together went together.
    """
    values = (getattr(record, name) for name in order(type(record)))
    return tuple(tuple(sorted(each)) if isinstance(each, tuple) else each for each in values)
