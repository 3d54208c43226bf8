"""`oicekpi remove`: a record that was entered by mistake."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.changes import moved
from oicekpi.cli.options import RecordId
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import fill
from oicekpi.messages.failures import UsageError
from oicekpi.messages.translate import gettext

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi remove 2024-04-12-trip-a1-staff-germany
  oicekpi remove 2024-04-12-trip-a1-staff-germany --yes
"""


def remove(
    context: typer.Context,
    wanted: RecordId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Remove the file of a record that was entered by mistake, after showing it.

    If something planned did not happen, use `oicekpi cancel` instead.
    """
    from oicekpi.app import changing

    session: Session = context.obj
    content = session.content()
    change = changing.remove(content, wanted)
    movement = moved(session, change)
    if not yes:
        head = fill(gettext(prompts.WOULD_REMOVE), {"path": change.path})
        terminal.say(f"{head}\n{change.old.decode('utf-8', 'replace')}{movement}")
        if not terminal.can_ask():
            raise UsageError("not-agreed")
        if not terminal.agrees(prompts.REMOVE_IT):
            terminal.notice(prompts.NOTHING_REMOVED)
            return
    changing.apply(content, change)
    terminal.notice(prompts.WAS_REMOVED, path=change.path)
    terminal.say(movement if yes else "")
