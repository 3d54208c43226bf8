"""The sheet of records: what each adds to a figure of an indicator, and where they are found."""

from collections.abc import Mapping
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from oicekpi.domain.levels import Read
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Number
from oicekpi.domain.record import Entry, kind_term
from oicekpi.domain.tally import Figure, additions
from oicekpi.domain.vocabulary import State
from oicekpi.messages.catalogue import series
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import figures, words
from oicekpi.reports.document import Document, Part
from oicekpi.reports.records import subject
from oicekpi.reports.workbook.book import Book, Column, Link, Sheet, filled, number_format

_FIGURES: Final = {
    Figure.DONE: marked("done"),
    Figure.PROVISIONAL: marked("provisional"),
    Figure.PLANNED: marked("planned"),
}
_ALWAYS: Final = 5  # columns that are there if they are empty, too
_TIP: Final = 5  # records that a tip names


class _Served(NamedTuple):
    """A record and one indicator that it serves; without a `figure` it adds to none."""

    part: Part
    entry: Entry
    figure: Figure | None
    adds: Number | None
    form: str = ""

    @property
    def counted_as(self) -> str:
        """To which figure it adds, or why to none."""
        if self.figure is not None:
            return _(_FIGURES[self.figure])
        return _("cancelled") if self.entry.record.state is State.CANCELLED else _("not counted")


def _field(name: str, title: str) -> Column[_Served]:
    def value(row: _Served) -> str | None:
        held = row.entry.record.get(name)
        return series(held) if isinstance(held, tuple) and held else held or None

    return Column(title, value)


def _subject(row: _Served) -> str:
    return subject(row.entry.record, indicator=row.part.progress.indicator)


def _land(row: _Served) -> str | None:
    country = row.entry.record.get("country")
    return words.land(country) if country else None


_COLUMNS: Final = (
    Column[_Served](marked("Indicator"), lambda row: row.part.id),
    Column[_Served](marked("Figure"), lambda row: row.counted_as),
    Column[_Served](marked("Adds"), lambda row: row.adds, lambda row: row.form),
    Column[_Served](marked("Date"), lambda row: row.entry.record.date),
    Column[_Served](marked("Record"), lambda row: row.entry.id, widest=44),
    Column[_Served](marked("Kind"), lambda row: kind_term(row.entry.record.kind).word),
    Column[_Served](marked("Who or what"), _subject, widest=44),
    _field("partner", marked("Partner")),
    Column[_Served](marked("Country"), _land),
    _field("approval", marked("Approval")),
    _field("evidence", marked("Evidence")),
    _field("tags", marked("Tags")),
    _field("reason", marked("Reason")),
    _field("note", marked("Note")),
    Column[_Served](marked("File"), lambda row: row.entry.path, widest=50),
)


Links: TypeAlias = Mapping[tuple[str, Figure], Link]
"""The ways to the records of a figure, by the id of its indicator."""


def fill(book: Book, sheet: Sheet, document: Document) -> Links:
    """Write the records, name those of each indicator, and return the ways to those of a figure.

    There is a row for each record and indicator that it serves. Those of one figure are together,
    and what they add sums up to the figure, unless that is read; those of none are the last.
    """
    rows: list[_Served] = []
    for part in document.parts:
        progress, entries = part.progress, {entry.id: entry for entry in part.records.rows}
        measure = MEASURES[progress.indicator.measure]
        form = number_format(figures.places(progress), figures.unit(progress.indicator))
        for event, figure, number in additions(progress.events, progress.as_of):
            adds = number
            if isinstance(measure, Read):
                adds = measure.combined(progress.indicator, [event])
            rows.append(_Served(part, entries.pop(event.id), figure, adds, form))
        rows += (_Served(part, entry, None, None) for entry in entries.values())
    columns = [*_COLUMNS[:_ALWAYS], *filled(_COLUMNS[_ALWAYS:], rows)]
    sheet.table(0, columns, rows)
    sheet.finish()
    last = len(columns) - 1
    links: dict[tuple[str, Figure], Link] = {}
    at = 1
    for known, of_one in groupby(rows, key=lambda row: row.part.id):
        first = at
        for figure, some in groupby(of_one, key=lambda row: row.figure):
            ids = [row.entry.id for row in some]
            if figure is not None:
                target = sheet.range(at, 0, at + len(ids) - 1, last, fixed=False)
                links[known, figure] = Link(target, series(words.few(ids, _TIP)))
            at += len(ids)
        book.define(known, sheet.range(first, 0, at - 1, last))
    return links
