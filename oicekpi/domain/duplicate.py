"""Whether a record is there already."""

from collections.abc import Hashable, Iterable

from oicekpi.domain.record import Record
from oicekpi.schema.record_files import Entry


def same_as(record: Record, entries: Iterable[Entry]) -> Entry | None:
    """Find the record that says just what `record` says, if there is one."""
    wanted = contents(record)
    return next((entry for entry in entries if _says(entry, record, wanted)), None)


def contents(record: Record) -> Hashable:
    """Give what a record says; two records that say just the same have equal contents.

    Lists are the same in any order: who went together went together.
    """
    return tuple(tuple(sorted(value)) if isinstance(value, tuple) else value for value in record)


def _says(entry: Entry, record: Record, wanted: Hashable) -> bool:
    return entry.record.date == record.date and contents(entry.record) == wanted
