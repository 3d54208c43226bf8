"""What `check` would tell by the rules of records that are not written yet."""

from collections.abc import Iterator, Sequence

from oicekpi.checks.rules import RECORD_RULES, SET_RULES
from oicekpi.checks.rules.rule import Context
from oicekpi.finding import Fault
from oicekpi.records.record import Record
from oicekpi.records.store import Entry


def warnings(record: Record, entries: Sequence[Entry], context: Context) -> list[Fault]:
    """Find what `check` would tell of a new record by the rules, once it is written.

    `entries` are all the other records. Almost all of it is a warning, and keeps nothing from being
    written; a fault whose level is an error does.
    """
    return [fault for _, fault in by_rules([Entry("", "", None, record)], entries, context)]


def by_rules(
    new: Sequence[Entry], entries: Sequence[Entry], context: Context
) -> Iterator[tuple[Entry, Fault]]:
    """Judge new records, each by itself, and beside each other and those that there are.

    A new entry has no id, and a path that no other has, by which the others' faults name it.
    """
    for entry in new:
        for rule in RECORD_RULES:
            yield from ((entry, fault) for fault in rule(entry, context))
    paths = {entry.path for entry in new}
    for compare in SET_RULES:
        found = compare([*entries, *new])
        yield from ((entry, fault) for entry, fault in found if entry.path in paths)
