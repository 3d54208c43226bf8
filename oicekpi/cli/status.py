"""`oicekpi status`: the progress of the plan."""

from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.arguments import choices
from oicekpi.cli.options import AsOf, Ids, Owner, PageFormat, Raw
from oicekpi.messages.failures import BAD_DATA, FAIL_ON, UsageError

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
  progress  the part of the way from baseline to target; ┃ marks what is due
  due       what the plan expects by the day; of a level, its value by then
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
    owner: Owner = None,
    form: PageFormat = "table",
    raw: Raw = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            **choices(FailOn),
            help="Exit with 4 if anything shown is this, or worse.",
        ),
    ] = None,
) -> None:
    """Show the progress of the plan: done, due, forecast, status, and what is needed by when."""
    from oicekpi.app import reading
    from oicekpi.domain.status import Status
    from oicekpi.reports import status as view

    if explain and form != "table":
        raise UsageError("conflicting-options", options=["--explain", f"--format {form}"])
    session: Session = context.obj
    result = reading.status(
        session.workspace(),
        as_of or session.today,
        ids or (),
        today=session.today,
        flagged=flagged,
        owner=owner,
        plan=session.plan,
        watch=session.watch,
    )
    look = session.look()
    text = view.render(form, result.whole, result.shown, result.findings, look, raw=raw)
    if explain:
        from oicekpi.reports import explanation

        text += explanation.render(result.shown, look)
    if form == "table":
        options = {"--owner": owner, "--plan": session.plan, "--as-of": as_of and as_of.isoformat()}
        given = chain.from_iterable((name, value) for name, value in options.items() if value)
        text += view.reminder(result.overdue, ["oicekpi", "agenda", *given], look)
    terminal.tell_findings(result.warnings)
    terminal.show(text, form, paged=not session.no_pager)
    if result.findings:
        raise typer.Exit(BAD_DATA)
    if fail_on and any(
        each.status.at_least_as_grave_as(Status(fail_on)) for each in result.shown.indicators
    ):
        raise typer.Exit(FAIL_ON)
