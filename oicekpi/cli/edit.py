"""`oicekpi edit`: a record's file in the editor, checked before it is written."""

from typing import TYPE_CHECKING, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.changes import finish
from oicekpi.cli.editor import edited
from oicekpi.cli.options import RecordId
from oicekpi.messages import prompts

if TYPE_CHECKING:
    from oicekpi.cli.session import Session
    from oicekpi.domain.finding import Finding

EXAMPLES: Final = """\b
Examples:
  oicekpi edit 2024-04-12-trip-a1-staff-germany
  EDITOR=nano oicekpi edit 2024-10-conference-trips#2
"""


def edit(context: typer.Context, wanted: RecordId) -> None:
    """Open a record's file in $EDITOR; what comes back is written only if it is valid.

    The file of a record with errors can be edited too.
    """
    from oicekpi.app import changing

    session: Session = context.obj
    content = session.content()
    path = changing.path_of(content, wanted)
    old = changing.read(content, path)

    def wrong(data: bytes) -> "list[Finding]":
        return changing.problems_in(content, path, data)

    with edited(old, path.rpartition("/")[2], wrong, on_disk=True) as new:
        if new == old:
            terminal.notice(prompts.NOTHING_CHANGED)
        else:
            change = changing.rewrite(content, path, old, new, session.today)
            finish(session, content, change)
