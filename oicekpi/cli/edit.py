"""`oicekpi edit`: a record's file in the editor, checked before it is written."""

import typer

from oicekpi.cli import terminal
from oicekpi.cli.confirm import RecordId, put
from oicekpi.cli.writing import Desk, edited

EXAMPLES = """\b
Examples:
  oicekpi edit 2024-04-12-trip-a1-staff-germany
  EDITOR=nano oicekpi edit 2024-10-conference-trips#2
"""


def edit(context: typer.Context, wanted: RecordId) -> None:
    """Open a record's file in $EDITOR; what comes back is written only if it is sound."""
    from oicekpi import yamlfile
    from oicekpi.checks.draft import examine
    from oicekpi.records.naming import renamed

    desk = Desk.open(context.obj)
    entry = desk.find(wanted)
    old = desk.intake.tree.read(entry.path, yamlfile.MAX_BYTES)

    def wrong(data: bytes) -> list[str]:
        found = examine(desk.intake.plans, renamed(entry.path, data), data)
        return [
            f"{each.path}:{each.line}:{each.column}: {each.message}; {each.hint}" for each in found
        ]

    new = edited(old, entry.path.rpartition("/")[2], wrong)
    if new == old:
        terminal.tell("nothing was changed")
        return
    put(desk, entry, old, new)
