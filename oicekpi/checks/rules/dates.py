"""Whether what a record says of its day can be, seen from today."""

import shlex
from collections.abc import Iterable

from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Fault, Level
from oicekpi.domain.vocabulary import State
from oicekpi.messages.text import printable
from oicekpi.schema.record_files import Entry


def planned_date_passed(entry: Entry, context: Context) -> Iterable[Fault]:
    """A planned record whose day has passed happened, or did not: it should say which."""
    record = entry.record
    if record.state is not State.PLANNED or record.date >= context.today:
        return ()
    return (
        Fault(
            ("date",),
            "planned-date-passed",
            f"this was planned for {record.date}, and that day has passed",
            _mend(entry.id),
            level=Level.WARNING,
        ),
    )


def _mend(name: str) -> str:
    """Say what to do with a record; one that is not written yet has no name to do it by."""
    if not name:
        return "if it happened, it is not planned any more; if not, give it a new date"
    said = printable(shlex.quote(name))
    return (
        f"if it happened, `oicekpi confirm {said}`; "
        f'if not, `oicekpi cancel {said} --reason "…"`, or give it a new date'
    )


def future_date(entry: Entry, context: Context) -> Iterable[Fault]:
    """What has not happened yet is planned, and should say so."""
    record = entry.record
    if record.date <= context.today or record.state is not State.DONE:
        return ()
    return (
        Fault(
            ("date",),
            "future-date",
            f"{record.date} is yet to come, and the record is not marked as planned",
            "correct the date, or add `state: planned`",
            level=Level.WARNING,
        ),
    )
