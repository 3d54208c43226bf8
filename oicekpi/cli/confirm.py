"""`oicekpi confirm`, `oicekpi cancel` and what they share: the life of a planned record."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import file_name
from oicekpi.cli.options import parse_day
from oicekpi.cli.session import today
from oicekpi.cli.writing import Desk
from oicekpi.errors import InvalidRecordError, UsageError

if TYPE_CHECKING:
    from oicekpi.records.store import Entry

EXAMPLES = """\b
Examples:
  oicekpi confirm 2024-11-18-trip-a1-staff-germany --approval U-2024-051
  oicekpi confirm 2024-11-18-trip-a1-staff-germany --date 2024-11-25
"""

RecordId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        parser=file_name,
        help="The record's id.",
        autocompletion=complete.records,
    ),
]


def confirm(
    context: typer.Context,
    wanted: RecordId,
    day: Annotated[
        date | None,
        typer.Option("--date", metavar="DATE", parser=parse_day, help="When it really happened."),
    ] = None,
    approval: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The approval's number.")
    ] = None,
    evidence: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Files that show it, with commas.")
    ] = None,
) -> None:
    """Say that a planned record happened; only the lines that must change do."""
    from oicekpi.records.draft import listed
    from oicekpi.records.record import State

    desk = Desk.open(context.obj)
    entry = desk.find(wanted)
    happened = day or entry.record.date
    if entry.record.state is State.CANCELLED or (
        entry.record.state is State.DONE and entry.record.date <= today()
    ):
        raise UsageError(
            f"{entry.id} is {entry.record.state.value}, not planned", f"see oicekpi edit {entry.id}"
        )
    if happened > today():
        raise UsageError(
            f"{entry.id} is planned for {happened}, which is still to come",
            "say when it happened with --date",
        )
    changes: dict[str, object] = {"state": None}
    if day is not None:
        changes["date"] = day
    if approval is not None:
        changes["approval"] = approval
    if evidence is not None:
        changes["evidence"] = listed(evidence)
    change(desk, entry, changes)


def change(desk: Desk, entry: "Entry", changes: Mapping[str, object]) -> None:
    """Change keys of a record in its file, move the file where its day changed, and tell of it.

    Raises `InvalidRecordError` where the record would not stand after it.
    """
    from oicekpi import yamlfile
    from oicekpi.records.change import set_keys

    old = desk.intake.tree.read(entry.path, yamlfile.MAX_BYTES)
    new = set_keys(old, entry.at, changes)
    put(desk, entry, old, new)


def put(desk: Desk, entry: "Entry", old: bytes, new: bytes) -> None:
    """Write a record's file anew, under the name that its day wants, and tell of it."""
    from oicekpi.checks.draft import examine
    from oicekpi.records import write
    from oicekpi.records.naming import renamed

    path = renamed(entry.path, new)
    findings = examine(desk.intake.plans, path, new)
    if findings:
        raise InvalidRecordError(
            f"{each.path}:{each.line}:{each.column}: {each.message}; {each.hint}"
            for each in findings
        )
    saved = write.move(desk.workspace, entry.path, path, old, new)
    terminal.say(f"{saved.path}\n")
    if saved.warning:
        terminal.tell(f"oicekpi: saved, but {saved.warning}")
    after = _read_again(entry, saved.path, new)
    if after is not None:
        desk.tell_movement([entry], [after])


def _read_again(entry: "Entry", path: str, data: bytes) -> "Entry | None":
    """Give the record as it is now; None where the edit took it out of its file."""
    from oicekpi import yamlfile
    from oicekpi.records.store import Entry, parse

    found = (item for item in parse(path, data, yamlfile.read(data)) if isinstance(item, Entry))
    return next((item for item in found if item.at == entry.at), None)
