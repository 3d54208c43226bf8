"""`oicekpi log`: the records."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import choices
from oicekpi.cli.options import PageFormat, Raw, parse_day
from oicekpi.domain.vocabulary import State
from oicekpi.messages.failures import UsageError
from oicekpi.reports.names import By, LogState

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi log --indicator A1 --since 2024-06-01
  oicekpi log --people                       how often each person
  oicekpi log --by country --kind trip --format csv
"""


def log(
    context: typer.Context,
    indicator: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only this section's, objective's or indicator's.",
            autocompletion=complete.ids,
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Only of this kind, such as trip.")
    ] = None,
    since: Annotated[
        date | None, typer.Option(metavar="DATE", parser=parse_day, help="Only from this day on.")
    ] = None,
    until: Annotated[
        date | None, typer.Option(metavar="DATE", parser=parse_day, help="Only up to this day.")
    ] = None,
    state: Annotated[
        LogState | None,
        typer.Option(
            **choices(LogState),
            help="Only of this state; provisional is done, but lacks what it requires.",
        ),
    ] = None,
    people: Annotated[bool, typer.Option("--people", help="Count by person.")] = False,
    by: Annotated[By | None, typer.Option(**choices(By), help="Count by this.")] = None,
    form: PageFormat = "table",
    raw: Raw = False,
) -> None:
    """List the records, newest last, or count them by what they name."""
    from oicekpi.app import reading
    from oicekpi.app.typed import known_kind
    from oicekpi.reports import records as view

    if people and by not in {None, By.PERSON}:
        raise UsageError("conflicting-options", options=["--people", f"--by {by}"])
    session: Session = context.obj
    provisional = state is LogState.PROVISIONAL
    wanted = reading.Filter(
        indicator,
        None if kind is None else known_kind(kind),
        since,
        until,
        None if state is None or provisional else State(state),
        provisional,
    )
    result = reading.log(
        session.workspace(), session.today, wanted, plan=session.plan, watch=session.watch
    )
    entries = view.newest_last(result.entries)
    chosen = By.PERSON if people else by
    look = session.look()
    if chosen is None:
        seen = view.View(session.today, result.provisional)
        text = view.render(form, entries, seen, look, raw=raw)
    else:
        text = view.breakdown(chosen, entries, form, look, session.today, raw=raw)
    terminal.tell_findings(result.warnings)
    terminal.show(text, form, paged=not session.no_pager)
    terminal.conclude(result.findings)
