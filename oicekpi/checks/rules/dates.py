"""Whether what a record says of its day can be, seen from today."""

from collections.abc import Iterator

from oicekpi.checks.rules.rule import Context
from oicekpi.finding import Fault, Level
from oicekpi.records.store import Entry
from oicekpi.vocabulary import State


def planned_date_passed(entry: Entry, context: Context) -> Iterator[Fault]:
    """A planned record whose day has passed happened, or did not: it should say which."""
    record = entry.record
    if record.state is State.PLANNED and record.date < context.today:
        yield Fault(
            ("date",),
            "planned-date-passed",
            f"this was planned for {record.date}, and that day has passed",
            "if it happened, delete `state: planned`; if not, write `state: cancelled` and "
            "`reason:`, or a new date",
            level=Level.WARNING,
        )


def future_date(entry: Entry, context: Context) -> Iterator[Fault]:
    """What has not happened yet is planned, and should say so."""
    record = entry.record
    if record.state is State.DONE and record.date > context.today:
        yield Fault(
            ("date",),
            "future-date",
            f"{record.date} is yet to come, and the record is not marked as planned",
            "correct the date, or add `state: planned`",
            level=Level.WARNING,
        )
