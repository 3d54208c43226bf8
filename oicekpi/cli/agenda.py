"""`oicekpi agenda`: what to do."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.arguments import whole_number
from oicekpi.cli.options import AgendaFormat, AsOf, Owner
from oicekpi.messages.failures import BAD_DATA, UsageError

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi agenda                             what is overdue; the next 30 days
  oicekpi agenda --days 7 --owner "Graduate School"
  oicekpi agenda --format ics > agenda.ics   for a calendar
  oicekpi agenda --format markdown --limit 4096

\b
Order: overdue, coming, quiet; in each what is most to lose by comes first.
At stake is how far the chance of the target falls if it is not done in time.
"""


def agenda(
    context: typer.Context,
    days: Annotated[
        int,
        typer.Option(
            metavar="DAYS",
            parser=whole_number(range(3_701)),
            help="How many days to look ahead.",
        ),
    ] = 30,
    owner: Owner = None,
    as_of: AsOf = None,
    form: AgendaFormat = "table",
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="BYTES",
            parser=whole_number(range(100, 10_000_001)),
            help="With markdown, list only as much as fits into this.",
        ),
    ] = None,
) -> None:
    """Show what to do: what is overdue, what is coming, what has been quiet, and what to type."""
    from oicekpi.app import reminding
    from oicekpi.reports import agenda as view

    if limit is not None and form != "markdown":
        raise UsageError("conflicting-options", options=["--limit", f"--format {form}"])
    session: Session = context.obj
    result = reminding.agenda(
        session.workspace(),
        as_of or session.today,
        days,
        today=session.today,
        owner=owner,
        plan=session.plan,
        watch=session.watch,
    )
    text = view.render(form, result.agenda, result.findings, session.look(), limit)
    terminal.tell_findings(result.warnings)
    terminal.show(text, form, paged=not session.no_pager)
    if result.findings:
        raise typer.Exit(BAD_DATA)
