"""`oicekpi diff`: what changed between two revisions."""

import os
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.options import AsOf
from oicekpi.cli.waiting import READING, watched
from oicekpi.messages.failures import BAD_DATA
from oicekpi.reports.names import DifferenceFormat

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

_RANGE: Final = re.compile(r"(.*[^.])\.\.([^.].*)")

EXAMPLES: Final = """\b
Examples:
  oicekpi diff HEAD                 what is not committed yet
  oicekpi diff HEAD~5 HEAD          what five commits changed
  oicekpi diff main --format markdown
"""


def diff(
    context: typer.Context,
    before: Annotated[
        str, typer.Argument(metavar="REV", help="A commit, branch or tag; A..B names two.")
    ],
    after: Annotated[
        str | None, typer.Argument(metavar="[REV]", help="Another; the files on disk if not given.")
    ] = None,
    as_of: AsOf = None,
    form: Annotated[
        DifferenceFormat, typer.Option("--format", help="How it is written.")
    ] = DifferenceFormat.TABLE,
) -> None:
    """Show what changed between two git revisions: indicators that moved, and records."""
    from oicekpi.checks.intake import Intake
    from oicekpi.checks.states import choose, state_of
    from oicekpi.domain.changes import compare
    from oicekpi.reports import difference as view
    from oicekpi.storage.git import Repository

    if after is None and (both := _RANGE.fullmatch(before)):
        before, after = both.groups()
    session: Session = context.obj
    day = as_of or session.today
    here = session.workspace()
    repository = Repository.around(here.root, os.environ)
    with ExitStack() as opened:
        old = opened.enter_context(repository.revision(before))
        new = opened.enter_context(repository.revision(after)) if after is not None else None
        intakes = Intake(old, watched(READING)), Intake(new or here, watched(READING))
        plan = choose(*intakes, day, session.plan)
        states = [state_of(intake, plan, day) for intake in intakes]
    findings = [sorted(intake.findings) for intake in intakes]
    sides = (
        view.Side(before, old.commit, findings[0]),
        view.Side(new.name, new.commit, findings[1])
        if new
        else view.Side("the working tree", None, findings[1]),
    )
    change = compare(plan, day, *states)
    terminal.say(view.render(form, change, *sides, session.look()))
    if any(findings):
        raise typer.Exit(BAD_DATA)
