"""`oicekpi status`: where the plan stands."""

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
  progress  what is done of the target; ┃ stands where it should be by the day
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
        bool, typer.Option("--explain", help="Say in words why each is flagged.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.TABLE,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="Exit with 4 if anything shown is this, or graver."),
    ] = None,
) -> None:
    """Show where the plan stands: done, due, forecast, status, and what is needed by when."""
    from oicekpi.domain.status import Status
    from oicekpi.reports import status as view

    if explain and form is not Format.TABLE:
        raise UsageError(f"--explain is for people, and --format {form} is not", "leave out one")
    session: Session = context.obj
    day = as_of or session.today
    reading = session.read(day)
    indicators = reading.select(ids or ())
    reading.gather()
    whole = reading.progress(day)
    shown = whole.narrowed(indicators)
    if flagged:
        shown = shown.flagged()
    look = session.look()
    findings = sorted(reading.intake.findings)
    terminal.say(view.render(form, whole, shown, findings, look))
    if explain:
        from oicekpi.reports import explanation

        terminal.say(explanation.render(shown, look))
    if findings:
        raise typer.Exit(BAD_DATA)
    if fail_on and any(
        progress.status.at_least_as_grave_as(Status(fail_on)) for progress in shown.indicators
    ):
        raise typer.Exit(FAIL_ON)
