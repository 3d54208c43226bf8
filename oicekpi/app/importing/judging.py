"""An import as a whole: what becomes of a sheet's columns and rows, and writing them."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from itertools import islice
from typing import Final

from oicekpi.app.content import Content, Movement
from oicekpi.app.importing import columns, remembered, rows
from oicekpi.app.importing.mapping import Applied
from oicekpi.app.importing.remembered import Chosen, Remembered
from oicekpi.app.importing.rows import Basis, Outcome
from oicekpi.domain.finding import Finding
from oicekpi.messages.failures import OicekpiError
from oicekpi.storage import sheets
from oicekpi.storage import write as storage
from oicekpi.storage.sheets.sheet import Encoding, Sheet, bad_sheet
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.write import Draft, SavedAll
from oicekpi.values import dataclass

PLACES_NAMED: Final = 5


@dataclass(frozen=True)
class Columns:
    """What the command line says of a sheet's columns.

    `maps` are `COLUMN=FIELD`, `sets` are `FIELD=TEXT`, `mapping` is the name of a file in imports/,
    `replacements` are `FIELD:TEXT=NEW`.
    """

    maps: Sequence[str] = ()
    sets: Sequence[str] = ()
    mapping: str | None = None
    replacements: Sequence[str] = ()


@dataclass(frozen=True)
class Import:
    """All that is known of an import before anything is written.

    `places` are the files that the first of the new records would get. `like` names a remembered
    import that knows some of the columns. `findings` are those of the files in imports/.
    """

    sheet: Sheet
    applied: Applied
    chosen: Chosen | None
    outcome: Outcome
    places: Sequence[str] = ()
    like: str | None = None
    findings: tuple[Finding, ...] = ()
    movement: tuple[Movement, ...] = ()
    known: Mapping[str, Remembered] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether the rows may be written.

        Then no column is lost unseen, no field is missing from all rows, and no row has a problem.
        """
        return not (self.applied.unmapped or self.applied.missing or self.outcome.problems)


@dataclass(frozen=True)
class Imported:
    """Records that were written, and the file that remembers how, or why there is none."""

    saved: SavedAll
    remembered: str | None = None
    not_remembered: OicekpiError | None = None


def preview(  # noqa: PLR0913 - each says how the file is to be read
    content: Content,
    file: str,
    data: bytes,
    said: Columns | None = None,
    *,
    encoding: Encoding | None = None,
    sheet: str | None = None,
    allow_duplicates: bool = False,
    watch: Watch = unwatched,
) -> Import:
    """Return what would become of a spreadsheet's rows; `sheet` names one of an Excel file.

    Raises `BadDataError`, `NotFoundError` and `UsageError`.
    """
    said = said or Columns()
    workspace = content.workspace
    read = sheets.read(file, data, encoding, sheet)
    if not (read.rows or read.problems):
        raise bad_sheet(file, 0, "no-rows")
    known, findings = remembered.read_all(workspace)
    chosen = remembered.choose(known, read, said.mapping)
    applied = columns.applied(read, said.maps, said.sets, chosen, said.replacements)
    basis = Basis(
        content.plans,
        cache(lambda day: content.plan(day)[1]),
        content.context,
        content.entries,
    )
    outcome = judge(read, applied, basis, allow_duplicates=allow_duplicates, watch=watch)
    places = storage.places(workspace, map(Draft.of, outcome.records), read.stem)
    return Import(
        read,
        applied,
        chosen,
        outcome,
        tuple(islice(places, PLACES_NAMED)),
        None if chosen else remembered.near(known, read),
        tuple(findings),
        content.movement((), outcome.entries),
        known,
    )


def judge(
    sheet: Sheet,
    applied: Applied,
    basis: Basis,
    *,
    allow_duplicates: bool,
    watch: Watch = unwatched,
) -> Outcome:
    """Judge the rows; where a field is missing from all of them, that is all there is to say."""
    if applied.missing:
        return Outcome(problems=sheet.problems)
    return rows.judge(sheet, applied.mapping, basis, allow_duplicates=allow_duplicates, watch=watch)


def write(content: Content, work: Import, watch: Watch = unwatched) -> Imported:
    """Write the new records of an import, all or none, and remember how it was done.

    Raises `CannotWriteError`; if only the second fails, the records are there.
    """
    workspace = content.workspace
    drafts = [Draft.of(record) for record in work.outcome.records]
    saved = storage.create_all(workspace, drafts, work.sheet.stem, watch=watch)
    try:
        path = remembered.remember(workspace, work.sheet.stem, work.applied.mapping, work.known)
    except OicekpiError as error:
        return Imported(saved, not_remembered=error)
    return Imported(saved, path)
