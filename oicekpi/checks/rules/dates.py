"""Whether the state of a record goes with its day, seen from today."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from oicekpi.checks.rules.rule import Context, record_rule
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry
from oicekpi.domain.vocabulary import State

# Where it is morning in China, it is still yesterday in UTC, in which many machines count.
_AHEAD: Final = timedelta(days=1)


@record_rule("date", "state")
def future_date(entry: Entry, context: Context) -> Iterable[Problem]:
    """What has not happened yet is planned, and should say so."""
    record = entry.record
    if record.state is not State.DONE or record.date <= context.today + _AHEAD:
        return ()
    return (Problem(("date",), "future-date", {"day": record.date}),)
