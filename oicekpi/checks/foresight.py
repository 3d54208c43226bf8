"""What `check` would tell by the rules of records that are not written yet."""

from collections.abc import Iterator, Mapping, Sequence

from oicekpi.checks.draft import read
from oicekpi.checks.rules import of_all, of_record
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Fault, Level
from oicekpi.domain.record import Record, Sketch
from oicekpi.schema.plan_files import Plans
from oicekpi.schema.record_files import Entry
from oicekpi.storage.document import Doubts


def warnings(record: Record, entries: Sequence[Entry], context: Context) -> list[Fault]:
    """Find what `check` would tell of a new record by the rules, once it is written.

    `entries` are all the other records. Almost all of it is a warning, and keeps nothing from being
    written; a fault whose level is an error does.
    """
    return [fault for _, fault in by_rules([Entry("", "", None, record)], entries, context)]


def refusals(plans: Plans, fields: Mapping[str, object], context: Context) -> list[Fault]:
    """Find all that keeps the record of some fields from being written, be they all or not.

    It is what the model and the plans refuse, and what the rules call an error.
    """
    said, faults = read(plans, fields)
    record, doubts = said if isinstance(said, Sketch) else (said, Doubts())
    told = doubts.told(of_record(Entry("", "", None, record), context))
    return faults + [fault for fault in told if fault.level is Level.ERROR]


def by_rules(
    new: Sequence[Entry], entries: Sequence[Entry], context: Context
) -> Iterator[tuple[Entry, Fault]]:
    """Judge new records, each by itself, and beside each other and those that there are.

    A new entry has no id, and a path that no other has, by which the others' faults name it.
    """
    for entry in new:
        yield from ((entry, fault) for fault in of_record(entry, context))
    paths = {entry.path for entry in new}
    found = of_all([*entries, *new])
    yield from ((entry, fault) for entry, fault in found if entry.path in paths)
