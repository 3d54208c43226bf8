"""`oicekpi diff`: what changed between two revisions."""

import os
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.options import AsOf, TextFormat
from oicekpi.messages.failures import BAD_DATA
from oicekpi.messages.prompts import WORKING_TREE
from oicekpi.messages.translate import gettext

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi diff HEAD                 what is not committed yet
  oicekpi diff HEAD~5 HEAD          what five commits changed
  oicekpi diff main --format markdown
"""


def diff(
    context: typer.Context,
    before: Annotated[
        str,
        typer.Argument(
            metavar="BEFORE",
            help="A commit, branch or tag; A..B names two, A...B what B changed.",
        ),
    ],
    after: Annotated[
        str | None,
        typer.Argument(
            metavar="[AFTER]", help="What to compare it with; the files on disk if not given."
        ),
    ] = None,
    as_of: AsOf = None,
    form: TextFormat = "table",
) -> None:
    """Show what changed between two git revisions: indicators that moved, and records."""
    from oicekpi.app import comparing
    from oicekpi.reports import difference as view

    session: Session = context.obj
    result = comparing.diff(
        session.workspace(),
        as_of or session.today,
        before,
        after,
        plan=session.plan,
        environment=os.environ,
        watch=session.watch,
    )
    before_side, after_side = (
        view.Side(side.name or gettext(WORKING_TREE), side.commit, side.findings)
        for side in (result.before, result.after)
    )
    text = view.render(form, result.difference, before_side, after_side, session.look())
    terminal.tell_findings(result.warnings)
    terminal.show(text, form, paged=not session.no_pager)
    if result.findings:
        raise typer.Exit(BAD_DATA)
