"""`oicekpi import`: the rows of a CSV file as records."""

import sys
from enum import StrEnum
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import file_name, read_named
from oicekpi.cli.waiting import watched
from oicekpi.cli.writing import Desk
from oicekpi.errors import BAD_DATA, OicekpiError
from oicekpi.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oicekpi.checks.importing import Import
    from oicekpi.checks.rows import Measure
    from oicekpi.records.record import Record
    from oicekpi.records.sheets.encoding import Encoding
    from oicekpi.records.sheets.remembered import Remembered


class Told(StrEnum):
    """The encodings that a file can be said to have."""

    UTF8 = "utf-8"
    GBK = "gbk"


EXAMPLES = """\b
Examples:
  oicekpi import trips.csv --set kind=trip --set indicator=A1.staff
  oicekpi import trips.csv --map Who=people --map No.=   (No. is left out)
  oicekpi import trips.csv --write
"""
_SHOWN: Final = 5


def import_(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A CSV file, or - for standard input; its first row names the columns.",
        ),
    ],
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=FIELD", help="The column gives the field; COLUMN= gives none."
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=TEXT", help="The field says this in all rows."),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            parser=file_name,
            help="As it was done before: a name in imports/.",
            autocompletion=complete.mappings,
        ),
    ] = None,
    encoding: Annotated[
        Told | None, typer.Option(help="How the file is encoded; detected if not given.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Rows that are equal did happen so many times.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the records: all of them, or none.")
    ] = False,
) -> None:
    """Make records of a CSV file's rows: show what would be written, then --write it.

    Rows that are there already are left out, so a file can be imported again. How a file was
    imported is remembered in imports/, for the next file with the same columns.
    """
    from oicekpi.checks.importing import Import, judge
    from oicekpi.cli import columns
    from oicekpi.records.sheets import remembered, sheet
    from oicekpi.records.store import Entry
    from oicekpi.views.importing import render

    desk = Desk.open(context.obj)
    read = sheet.read(str(file), _bytes(file), _told(encoding))
    known, findings = remembered.read_all(desk.workspace)
    terminal.tell_findings(findings)
    chosen = remembered.choose(known, read, like)
    applied = columns.applied(read, maps or (), sets or (), chosen)
    outcome = judge(read, applied, _measure(desk), again=again, watch=watched("reading rows"))
    places = () if write else _places(desk, outcome.new, file.stem)
    like = None if chosen else remembered.near(known, read)
    work = Import(read, applied, chosen, outcome, places, like)
    terminal.say(render(work, desk.session.look()))
    if not work.sound:
        terminal.tell("\nnothing was written; see to what is told above, and import it again")
        raise typer.Exit(BAD_DATA)
    if not outcome.new:
        terminal.tell("\nnothing was written; all of it is there already")
    elif write:
        _write(desk, work, known, file)
    else:
        terminal.say("\n")
        desk.tell_movement(
            (), [Entry(f"line {line}", "", None, record) for line, record in outcome.new]
        )
        number = count(len(outcome.new), "record")
        terminal.tell(f"\nnothing was written; add --write to write {number}")


def _bytes(file: Path) -> bytes:
    from oicekpi.records.sheets.encoding import MAX_BYTES

    if str(file) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    return read_named(file, MAX_BYTES)


def _told(encoding: Told | None) -> "Encoding | None":
    from oicekpi.records.sheets.encoding import Encoding

    return {None: None, Told.UTF8: Encoding.UTF8, Told.GBK: Encoding.GBK}[encoding]


def _measure(desk: Desk) -> "Measure":
    from oicekpi.checks.rows import Measure

    return Measure(desk.intake.plans, cache(desk.plan), desk.context, desk.entries)


def _places(desk: Desk, new: "Sequence[tuple[int, Record]]", label: str) -> list[str]:
    from oicekpi.records import text, write
    from oicekpi.records.naming import stem

    wanted = (stem(text.fields_of(record)) for _, record in new)
    return list(islice(write.places(desk.workspace, wanted, label), _SHOWN))


def _write(desk: Desk, work: "Import", known: "Mapping[str, Remembered]", file: Path) -> None:
    from oicekpi.records import text, write
    from oicekpi.records.naming import stem
    from oicekpi.records.sheets.remembered import remember
    from oicekpi.records.store import Entry

    records = [record for _, record in work.outcome.new]
    said = [text.fields_of(record) for record in records]
    drafts = [write.Draft(stem(fields), text.render(fields)) for fields in said]
    watch = watched("writing records")
    saved = write.create_all(desk.workspace, drafts, file.stem, watch=watch)
    terminal.say(f"\n{saved.folder}/: {count(len(records), 'new record')}\n")
    if saved.warning:
        terminal.tell(f"oicekpi: saved, but {saved.warning}")
    places = zip(saved.records, records, strict=True)
    desk.tell_movement((), [Entry(at.id, at.path, None, record) for at, record in places])
    try:
        path = remember(desk.workspace, file.name, work.applied.mapping, known)
    except OicekpiError as error:
        terminal.tell(f"oicekpi: saved, but not remembered: {error.message}\n  {error.hint}")
    else:
        if path:
            terminal.tell(f"{path} remembers how, for the next file with these columns")
