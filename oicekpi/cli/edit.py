"""`oicekpi edit`: a record's file in the editor, checked before it is written."""

from typing import Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.editor import edited
from oicekpi.cli.options import RecordId
from oicekpi.cli.writing import Desk, put, record_id, wrong_with
from oicekpi.messages.failures import CannotReadError

EXAMPLES: Final = """\b
Examples:
  oicekpi edit 2024-04-12-trip-a1-staff-germany
  EDITOR=nano oicekpi edit 2024-10-conference-trips#2
"""


def edit(context: typer.Context, wanted: RecordId) -> None:
    """Open a record's file in $EDITOR; what comes back is written only if it is sound.

    The file of a record with errors is opened too, to be mended.
    """
    from oicekpi.storage import yamlfile
    from oicekpi.storage.workspace import NotReadableError

    desk = Desk.open(context.obj)
    path = _path(desk, wanted)
    try:
        old = desk.intake.tree.read(path, yamlfile.MAX_BYTES)
    except NotReadableError as error:
        raise CannotReadError(desk.workspace.root / path, str(error)) from None

    def wrong(data: bytes) -> list[str]:
        return wrong_with(desk, path, data)

    with edited(old, path.rpartition("/")[2], wrong) as new:
        if new == old:
            terminal.tell("nothing was changed")
        else:
            put(desk, path, old, new)


def _path(desk: Desk, wanted: str) -> str:
    """Find the file of a record, or of a list of records, sound or not."""
    name = record_id(wanted)
    places = {entry.id: entry.path for entry in desk.entries}
    places |= {record_id(path): path for path in places.values()}
    places |= {record_id(each.path): each.path for each in desk.intake.findings}
    if name not in places:
        raise desk.unknown(wanted)
    return places[name]
