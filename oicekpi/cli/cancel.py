"""`oicekpi cancel`: a record that will not happen."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli.changes import finish
from oicekpi.cli.options import RecordId

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi cancel 2024-11-18-trip-a1-staff-germany --reason "visa refused"
"""


def cancel(
    context: typer.Context,
    wanted: RecordId,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it will not happen.")],
) -> None:
    """Mark a record as cancelled, and say why; it stays in its file, and does not count."""
    from oicekpi.app import changing

    session: Session = context.obj
    content = session.content()
    finish(session, content, changing.cancel(content, wanted, reason))
