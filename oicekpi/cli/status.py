"""`oicekpi status`: the progress of the plan."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.options import AsOf, Ids
from oicekpi.messages.failures import BAD_DATA, FAIL_ON, UsageError
from oicekpi.reports.names import Format

if TYPE_CHECKING:
    from oicekpi.cli.session import Session


class FailOn(StrEnum):
    """The status from which on the run fails."""

    AT_RISK = "at-risk"
    BEHIND = "behind"
    MISSED = "missed"


EXAMPLES: Final = """\b
Examples:
  oicekpi status                      the whole plan, today
  oicekpi status B A2.agreements      one section, one indicator
  oicekpi status --flagged --explain  what to look at, and why
  oicekpi status --as-of 2024-09-30 --format json

\b
Columns:
  progress  what is done of the target; ┃ marks what should be done by the day
  due       what the plan expects by the day, in whole units
  prov.     provisional: a required approval or evidence is missing
  plan.     planned, and not yet confirmed; it does not count
  forecast  what to expect at the period's end (80 times in 100 in this range)
  chance    of reaching the target by the period's end
"""


def status(
    context: typer.Context,
    ids: Ids = None,
    as_of: AsOf = None,
    flagged: Annotated[
        bool, typer.Option("--flagged", help="Only what is at risk, behind, missed or quiet.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Explain why each is flagged.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.TABLE,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="Exit with 4 if anything shown is this, or worse."),
    ] = None,
) -> None:
    """Show the progress of the plan: done, due, forecast, status, and what is needed by when."""
    from oicekpi.app import reading
    from oicekpi.domain.status import Status
    from oicekpi.reports import status as view

    if explain and form is not Format.TABLE:
        raise UsageError("conflicting-options", options=["--explain", f"--format {form}"])
    session: Session = context.obj
    result = reading.status(
        session.workspace(),
        as_of or session.today,
        ids or (),
        flagged=flagged,
        plan=session.plan,
        watch=session.watch,
    )
    look = session.look()
    terminal.say(view.render(form, result.whole, result.shown, result.findings, look), form)
    if explain:
        from oicekpi.reports import explanation

        terminal.say(explanation.render(result.shown, look))
    if result.findings:
        raise typer.Exit(BAD_DATA)
    if fail_on and any(
        each.status.at_least_as_grave_as(Status(fail_on)) for each in result.shown.indicators
    ):
        raise typer.Exit(FAIL_ON)
