"""An import as a whole: what becomes of a sheet's columns and rows; if they may be written."""

from collections.abc import Sequence
from dataclasses import dataclass

from oicekpi.app.importing import rows
from oicekpi.app.importing.mapping import Applied
from oicekpi.app.importing.remembered import Chosen
from oicekpi.app.importing.rows import Basis, Outcome
from oicekpi.storage.sheets.sheet import Sheet
from oicekpi.storage.watch import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Import:
    """All that is known of an import before anything is written.

    `places` are the files that the first of the new records would get, if that is to be told.
    `like` names a remembered import that knows some of the columns.
    """

    sheet: Sheet
    applied: Applied
    chosen: Chosen | None
    outcome: Outcome
    places: Sequence[str] = ()
    like: str | None = None

    @property
    def sound(self) -> bool:
        """Whether the rows may be written.

        Then no column is lost unseen, no field is missing from all rows, and no row has a slip.
        """
        return not (self.applied.unmapped or self.applied.missing or self.outcome.slips)


def judge(
    sheet: Sheet, applied: Applied, basis: Basis, *, again: bool, watch: Watch = unwatched
) -> Outcome:
    """Judge the rows; where a field is missing from all of them, that is all there is to say.

    `again` is as `oicekpi.app.importing.rows.judge` takes it.
    """
    if applied.missing:
        return Outcome(slips=sheet.slips)
    return rows.judge(sheet, applied.mapping, basis, again=again, watch=watch)
