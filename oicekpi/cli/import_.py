"""`oicekpi import`: the rows of a CSV file as records."""

from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import file_name, read_given
from oicekpi.cli.waiting import watched
from oicekpi.cli.writing import Desk
from oicekpi.errors import BAD_DATA, OicekpiError
from oicekpi.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oicekpi.checks.rows import Outcome
    from oicekpi.records.record import Record
    from oicekpi.records.sheets.mapping import ColumnMapping
    from oicekpi.records.sheets.remembered import Remembered


class Told(StrEnum):
    """The encodings that a file can be said to have, each by its name in `Encoding`."""

    UTF8 = "utf-8"
    GBK = "gbk"


EXAMPLES: Final = """\b
Examples:
  oicekpi import trips.csv --set kind=trip --set indicator=A1.staff
  oicekpi import trips.csv --map Who=people --map No.=   (No. is left out)
  oicekpi import trips.csv --write
"""


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
    from oicekpi.records.sheets.encoding import MAX_BYTES, Encoding
    from oicekpi.views.importing import render

    desk = Desk.open(context.obj)
    data = read_given(file, MAX_BYTES)
    read = sheet.read(str(file), data, Encoding[encoding.name] if encoding else None)
    known, findings = remembered.read_all(desk.workspace)
    terminal.tell_findings(findings)
    chosen = remembered.choose(known, read, like)
    applied = columns.applied(read, maps or (), sets or (), chosen)
    outcome = judge(read, applied, desk.measure, again=again, watch=watched("reading rows"))
    places = () if write else _places(desk, outcome, file.stem)
    near = None if chosen else remembered.near(known, read)
    work = Import(read, applied, chosen, outcome, places, near)
    terminal.say(render(work, desk.session.look()))
    if not work.sound:
        terminal.tell("\nnothing was written; see to what is told above, and import it again")
        raise typer.Exit(BAD_DATA)
    if not outcome.new:
        terminal.tell("\nnothing was written; all of it is there already")
    elif write:
        _write(desk, outcome.records, file.stem)
        _remember(desk, file.name, applied.mapping, known)
    else:
        _foretell(desk, outcome)


def _places(desk: Desk, outcome: "Outcome", label: str) -> list[str]:
    """Name the files that the first new records would get, as many as are shown."""
    from oicekpi.records import write
    from oicekpi.views.importing import FEW

    drafts = map(write.Draft.of, outcome.records)
    return list(islice(write.places(desk.workspace, drafts, label), FEW))


def _foretell(desk: Desk, outcome: "Outcome") -> None:
    """Say how the standings would move, and how to go on."""
    terminal.say("\n")
    desk.tell_movement((), outcome.entries)
    number = count(len(outcome.new), "record")
    terminal.tell(f"\nnothing was written; add --write to write {number}")


def _write(desk: Desk, records: "list[Record]", label: str) -> None:
    from oicekpi.records import write
    from oicekpi.records.store import Entry

    drafts = [write.Draft.of(record) for record in records]
    watch = watched("writing records")
    saved = write.create_all(desk.workspace, drafts, label, watch=watch)
    terminal.say(f"\n{saved.folder}/: {count(len(records), 'new record')}\n")
    places = zip(saved.records, records, strict=True)
    desk.tell_movement((), [Entry(at.id, at.path, None, record) for at, record in places])


def _remember(
    desk: Desk, file: str, mapping: "ColumnMapping", known: "Mapping[str, Remembered]"
) -> None:
    """Keep how it was done; where that fails, the records are there all the same."""
    from oicekpi.records.sheets.remembered import remember

    try:
        path = remember(desk.workspace, file, mapping, known)
    except OicekpiError as error:
        terminal.tell(f"oicekpi: saved, but not remembered: {error.message}\n  {error.hint}")
    else:
        if path:
            terminal.tell(f"{path} remembers how, for the next file with these columns")
