"""Excel: a workbook with all figures as numbers, the records behind them, and native charts."""

from oicekpi.messages.translate import gettext as _
from oicekpi.reports.document import Document
from oicekpi.reports.formats.package import wrote
from oicekpi.reports.workbook import charts, figures, records
from oicekpi.reports.workbook.book import Book

__all__ = ["document", "wrote"]


def document(document: Document) -> bytes:
    """Return a document as the bytes of a workbook."""
    book = Book(document.title, document.when, document.day)
    summary = book.sheet(_("Summary"))
    actions = book.sheet(_("Actions"))
    overdue = book.sheet(document.overdue_title) if document.overdue.rows else None
    changes = book.sheet(_("Changes")) if document.moved_title else None
    compared = document.compared
    beside = None if compared is None else book.sheet(_("Comparison"))
    indicators = book.sheet(_("Indicators"))
    drawn = book.sheet(_("Charts"))
    found = book.sheet(_("Records"))
    months = book.sheet(_("Months"))
    notes = book.sheet(_("Notes"))
    source = book.sheet(_("Chart data"))
    links = records.fill(book, found, document)
    figures.fill_summary(summary, document, links)
    figures.fill_actions(actions, document)
    if overdue is not None:
        figures.fill_overdue(overdue, document)
    if changes is not None:
        figures.fill_changes(changes, document)
    if beside is not None and compared is not None and compared.table is not None:
        figures.fill_comparison(beside, compared, compared.table)
    figures.fill_indicators(indicators, document)
    charts.fill(book, drawn, source, document)
    figures.fill_months(months, document)
    figures.fill_notes(notes, document)
    return book.finished()
