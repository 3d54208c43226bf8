"""`oicekpi history`: the statuses at each month's end."""

from typing import TYPE_CHECKING, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.options import AsOf, Ids, PageFormat

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi history                   when did each indicator first fall behind?
  oicekpi history A1 B2             two objectives
  oicekpi history --as-of 2024-09-30 --format csv
"""


def history(
    context: typer.Context,
    ids: Ids = None,
    as_of: AsOf = None,
    form: PageFormat = "table",
) -> None:
    """Show every indicator's status at each month's end, as a row of signs."""
    from oicekpi.app import reading
    from oicekpi.reports import history as view

    session: Session = context.obj
    workspace, day = session.workspace(), as_of or session.today
    result = reading.history(
        workspace, day, ids or (), today=session.today, plan=session.plan, watch=session.watch
    )
    terminal.tell_findings(result.warnings)
    text = view.render(form, result.history, session.look())
    terminal.show(text, form, paged=not session.no_pager)
    terminal.conclude(result.findings)
