"""`oicekpi show`: one objective or indicator in full."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.options import AsOf

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi show A1.staff                     chart, progress, records
  oicekpi show B2 --as-of 2024-09-30        an objective's indicators in turn
"""


def show(
    context: typer.Context,
    wanted: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Indicators, objectives or sections.",
            autocompletion=complete.ids,
        ),
    ],
    as_of: AsOf = None,
) -> None:
    """Show an indicator's chart, the reasons for its status, and its records."""
    from oicekpi.app import reading
    from oicekpi.reports import show as view

    session: Session = context.obj
    workspace, day = session.workspace(), as_of or session.today
    result = reading.show(
        workspace, day, wanted, today=session.today, plan=session.plan, watch=session.watch
    )
    terminal.tell_findings(result.warnings)
    text = view.render(result.shown, result.entries, session.look())
    terminal.show(text, paged=not session.no_pager)
    terminal.conclude(result.findings)
