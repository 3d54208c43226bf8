"""CSV: the table of a page under the names of its columns, one line a row."""

import csv
import io
import re
from decimal import Decimal
from typing import Final

from oicekpi.messages.text import Bilingual, printable
from oicekpi.reports.look import Look
from oicekpi.reports.tables import Page

# A spreadsheet takes a cell that begins so for a formula, which can call other programs; one of
# these signs alone, such as the unit %, is none.
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠|%].")


def render(page: Page, _: Look, *, raw: bool = False) -> str:
    """Return the values of a page's table, nothing for None, texts made printable.

    A text that a spreadsheet would take for a formula gets a quotation mark before it, unless
    `raw`. A page without a table gives no line.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    if page.table is not None:
        writer.writerow([_plain(key, raw=raw) for key in page.table.keys])
        writer.writerows([_plain(each, raw=raw) for each in row] for row in page.table.values)
    return written.getvalue()


def _plain(value: object, *, raw: bool) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if not isinstance(value, str):
        return value
    # As in JSON, programs read the same in every language.
    text = printable(value.english if isinstance(value, Bilingual) else value)
    return f"'{text}" if not raw and _FORMULA.match(text) else text
