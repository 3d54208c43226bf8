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
    until: Annotated[
        date | None,
        typer.Option(
            metavar="DATE", parser=parse_day, help="The last day; as long as planned if not given."
        ),
    ] = None,
) -> None:
    """Say that a planned record happened; only the lines that must change do."""
    from oicekpi.records.draft import listed
    from oicekpi.vocabulary import State

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
        changes |= {"date": day, "until": until or _shifted(entry.record.until, entry, day)}
    elif until is not None:
        changes["until"] = until
    if approval is not None:
        changes["approval"] = approval
    if evidence is not None:
        changes["evidence"] = listed(evidence)
    change(desk, entry, changes)


def _shifted(until: date | None, entry: "Entry", day: date) -> date | None:
    """Let a trip that began on another day than planned be as long as it was planned."""
    if until is None:
        return None
    moved = until + (day - entry.record.date)
    if moved != until:
        terminal.tell(f"oicekpi: until is {moved} now; --until says otherwise")
    return moved


def change(desk: Desk, entry: "Entry", changes: Mapping[str, object]) -> None:
    """Change keys of a record in its file, move the file where its day changed, and tell of it.

    Raises `InvalidRecordError` where the record would not stand after it.
    """
    from oicekpi import yamlfile
    from oicekpi.checks.draft import require
    from oicekpi.records.change import set_keys
    from oicekpi.records.text import fields_of

    desk.plan(entry.record.date)
    require(desk.intake.plans, {**fields_of(entry.record), **changes})
    old = desk.intake.tree.read(entry.path, yamlfile.MAX_BYTES)
    put(desk, entry.path, old, set_keys(old, entry.at, changes), only=entry.at)


def put(desk: Desk, path: str, old: bytes, new: bytes, *, only: int | None = None) -> None:
    """Write a file of records anew, under the name that its day wants, and tell of it.

    `only` is the place of the one record that has changed, if the file is a list.
    """
    from oicekpi.checks.draft import examine
    from oicekpi.records import write
    from oicekpi.records.naming import renamed

    wanted = renamed(path, new)
    findings = examine(desk.intake.plans, wanted, new)
    if findings:
        raise InvalidRecordError(
            f"{each.path}:{each.line}:{each.column}: {each.message}; {each.hint}"
            for each in findings
        )
    before = [entry for entry in desk.entries if entry.path == path]
    saved = write.move(desk.workspace, path, wanted, old, new)
    terminal.report(saved)
    after = _entries(saved.path, new)
    desk.tell_movement(
        *(
            [entry for entry in group if only is None or entry.at == only]
            for group in (before, after)
        )
    )


def _entries(path: str, data: bytes) -> "list[Entry]":
    from oicekpi import yamlfile
    from oicekpi.records.store import Entry, parse

    return [item for item in parse(path, data, yamlfile.read(data)) if isinstance(item, Entry)]
