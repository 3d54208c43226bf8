"""`oicekpi confirm`: a planned record that happened, a late approval."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli.changes import finish
from oicekpi.cli.options import RecordId, parse_day

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi confirm 2024-11-18-trip-a1-staff-germany --approval U-2024-051
  oicekpi confirm 2024-11-18 --date 2024-11-25    (the id's beginning will do)
  oicekpi confirm 2024-03-11 --evidence evidence/report.pdf
"""


def confirm(
    context: typer.Context,
    wanted: RecordId,
    day: Annotated[
        date | None,
        typer.Option("--date", metavar="DATE", parser=parse_day, help="When it really happened."),
    ] = None,
    approval: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The number of the approval.")
    ] = None,
    evidence: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Files that prove it, with commas; they are added."),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(
            metavar="DATE",
            parser=parse_day,
            help="The last day; if not given, the trip stays as long as planned.",
        ),
    ] = None,
) -> None:
    """Mark a planned record as done, or add its late approval or evidence.

    Only the lines that must change are changed.
    """
    from oicekpi.app import changing
    from oicekpi.app.typed import listed

    session: Session = context.obj
    content = session.content()
    change = changing.confirm(
        content,
        wanted,
        day=day,
        until=until,
        approval=approval,
        evidence=listed(evidence) if evidence is not None else (),
    )
    finish(session, content, change)
