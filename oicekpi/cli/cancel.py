"""`oicekpi cancel`: a planned record that will not happen."""

from typing import Annotated, Final

import typer

from oicekpi.cli.options import RecordId
from oicekpi.cli.writing import Desk, change
from oicekpi.messages.failures import UsageError

EXAMPLES: Final = """\b
Examples:
  oicekpi cancel 2024-11-18-trip-a1-staff-germany --reason "visa refused"
"""


def cancel(
    context: typer.Context,
    wanted: RecordId,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it will not happen.")],
) -> None:
    """Say that a record will not happen, and why; it stays, and does not count."""
    from oicekpi.domain.vocabulary import State

    if not reason.strip():
        raise UsageError("--reason is empty", "say why it will not happen")
    desk = Desk.open(context.obj)
    entry = desk.find(wanted)
    if entry.record.state is State.CANCELLED:
        raise UsageError(f"{entry.id} is cancelled already", f"see oicekpi edit {entry.id}")
    change(desk, entry, {"state": State.CANCELLED.value, "reason": reason})
