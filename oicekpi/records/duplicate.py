"""Whether a record is there already."""

from collections.abc import Iterable
from typing import Any

from oicekpi.records.record import Record
from oicekpi.records.store import Entry


def same_as(record: Record, entries: Iterable[Entry]) -> Entry | None:
    """Find the record that says just what `record` says, if there is one.

    Lists are the same in any order: who went together went together.
    """
    wanted: dict[str, Any] | None = None
    for entry in entries:
        if entry.record.date != record.date or entry.record.kind != record.kind:
            continue
        wanted = wanted or _said(record)
        if _said(entry.record) == wanted:
            return entry
    return None


def _said(record: Record) -> dict[str, Any]:
    return {key: _unordered(value) for key, value in record._asdict().items()}


def _unordered(value: object) -> object:
    return sorted(value) if isinstance(value, tuple) else value
