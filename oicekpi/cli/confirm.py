"""`oicekpi confirm`: a planned record that happened."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.options import RecordId, parse_day
from oicekpi.cli.writing import Desk, change
from oicekpi.messages.failures import UsageError

if TYPE_CHECKING:
    from oicekpi.schema.record_files import Entry

EXAMPLES: Final = """\b
Examples:
  oicekpi confirm 2024-11-18-trip-a1-staff-germany --approval U-2024-051
  oicekpi confirm 2024-11-18-trip-a1-staff-germany --date 2024-11-25
"""


def confirm(
    context: typer.Context,
    wanted: RecordId,
    day: Annotated[
        date | None,
        typer.Option("--date", metavar="DATE", parser=parse_day, help="When it really happened."),
    ] = None,
    approval: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The approval's number.")
    ] = None,
    evidence: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Files that show it, with commas.")
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(
            metavar="DATE", parser=parse_day, help="The last day; as long as planned if not given."
        ),
    ] = None,
) -> None:
    """Say that a planned record happened; only the lines that must change do."""
    from oicekpi.domain.vocabulary import State
    from oicekpi.schema.typed import listed

    desk = Desk.open(context.obj)
    entry = desk.find(wanted)
    happened = day or entry.record.date
    if entry.record.state is State.CANCELLED or (
        entry.record.state is State.DONE and entry.record.date <= desk.session.today
    ):
        raise UsageError(
            f"{entry.id} is {entry.record.state.value}, not planned", f"see oicekpi edit {entry.id}"
        )
    if happened > desk.session.today:
        raise UsageError(
            f"{entry.id} is planned for {happened}, which is still to come",
            "say when it happened with --date",
        )
    changes: dict[str, object] = {"state": None}
    if day is not None:
        changes |= {"date": day, "until": until or _shifted(entry.record.until, entry, day)}
    elif until is not None:
        changes["until"] = until
    if approval is not None:
        changes["approval"] = approval
    if evidence is not None:
        changes["evidence"] = listed(evidence)
    change(desk, entry, changes)


def _shifted(until: date | None, entry: "Entry", day: date) -> date | None:
    """Let a trip that began on another day than planned be as long as it was planned."""
    if until is None:
        return None
    moved = until + (day - entry.record.date)
    if moved != until:
        terminal.tell(f"oicekpi: until is {moved} now; --until says otherwise")
    return moved
