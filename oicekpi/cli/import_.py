"""`oicekpi import`: the rows of a spreadsheet as records."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import choices, file_name, read_given
from oicekpi.cli.changes import moved
from oicekpi.cli.waiting import watched
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import fill
from oicekpi.messages.failures import BAD_DATA, OicekpiError
from oicekpi.messages.translate import ngettext

if TYPE_CHECKING:
    from oicekpi.app.importing.judging import Imported
    from oicekpi.cli.session import Session


class Named(StrEnum):
    """The encodings that a file can be said to have, each by its name in `Encoding`."""

    UTF8 = "utf-8"
    GBK = "gbk"
    BIG5 = "big5"


EXAMPLES: Final = """\b
Examples:
  oicekpi import trips.csv --set kind=trip --set indicator=A1.staff
  oicekpi import trips.csv --map Who=people --map No.=   (No. is left out)
  oicekpi import trips.xlsx --sheet 2024 --replace kind:访问=trip
  oicekpi import trips.csv --write
"""


def import_(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            path_type=Path,
            help="A CSV or Excel file, or - for standard input; its first row names the columns.",
        ),
    ],
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="Read the field from the column; COLUMN= leaves it out.",
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=TEXT", help="Give the field this text in all rows."),
    ] = None,
    replacements: Annotated[
        list[str] | None,
        typer.Option(
            "--replace",
            metavar="FIELD:TEXT=NEW",
            help="Read NEW where a cell of the field says TEXT; TEXT= leaves it empty.",
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--mapping",
            metavar="NAME",
            parser=file_name,
            help="Use this kept mapping, a name in imports/.",
            autocompletion=complete.mappings,
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="NAME", help="The sheet of an Excel file, if several have values."
        ),
    ] = None,
    encoding: Annotated[
        Named | None,
        typer.Option(**choices(Named), help="How a CSV file is encoded; detected if not given."),
    ] = None,
    allow_duplicates: Annotated[
        bool,
        typer.Option("--allow-duplicates", help="Keep equal rows, as separate events."),
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the records: all of them, or none.")
    ] = False,
) -> None:
    """Import the rows of a spreadsheet as records: show what would be written, then --write it.

    Rows that are recorded already are left out, so a file can be imported again. How it was done
    is kept in imports/, for the next file with the same columns.
    """
    from oicekpi.app.importing import judging
    from oicekpi.reports.importing import render
    from oicekpi.storage.sheets.sheet import MAX_BYTES, Encoding

    session: Session = context.obj
    content = session.content()
    work = judging.preview(
        content,
        str(file),
        read_given(file, MAX_BYTES),
        judging.Columns(maps or (), sets or (), mapping, replacements or ()),
        encoding=Encoding[encoding.name] if encoding else None,
        sheet=sheet,
        allow_duplicates=allow_duplicates,
        watch=watched(prompts.READING_ROWS),
    )
    terminal.tell_findings(work.findings)
    terminal.say(render(replace(work, places=()) if write else work, session.look()))
    count = len(work.outcome.new)
    if not work.sound:
        terminal.notice(prompts.ROWS_NOT_WRITTEN)
        raise typer.Exit(BAD_DATA)
    if not count:
        terminal.notice(prompts.ROWS_ALL_KNOWN)
        return
    movement = moved(session, work)
    if write:
        with terminal.saving(lambda: terminal.beginning(content.workspace.records, "import-")):
            _report(judging.write(content, work, watched(prompts.WRITING_RECORDS)), movement)
    else:
        terminal.say(f"\n{movement}")
        template = ngettext(prompts.ROWS_TO_WRITE, prompts.ROWS_TO_WRITE_MANY, count)
        terminal.tell(fill(template, {"count": count}))


def _report(done: "Imported", movement: str) -> None:
    """Say what was written, and whether how it was done is kept."""
    saved = done.saved
    count = len(saved.records)
    template = ngettext(prompts.NEW_RECORDS, prompts.NEW_RECORDS_MANY, count)
    try:
        terminal.say(f"\n{fill(template, {'folder': saved.folder, 'count': count})}\n{movement}")
    except OicekpiError:
        terminal.notice(prompts.SAVED_AS, path=saved.folder)
        raise
    warning = next((each.warning for each in saved.records if each.warning), None)
    if warning:
        terminal.notice(prompts.SAVED_BUT, warning=warning.said().text)
    if done.not_remembered:
        terminal.notice(prompts.NOT_REMEMBERED, text=done.not_remembered.said().text)
    elif done.remembered:
        terminal.notice(prompts.REMEMBERED, path=done.remembered)
