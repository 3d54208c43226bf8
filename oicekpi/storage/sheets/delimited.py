"""A CSV file as a sheet: its encoding, its delimiter, and the cells between."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Final

from oicekpi.messages.failures import BadDataError
from oicekpi.storage.sheets.encoding import decode
from oicekpi.storage.sheets.sheet import (
    Csv,
    Delimiter,
    Encoding,
    RawRow,
    Sheet,
    bad_sheet,
    divided,
)

_SAID: Final = re.compile(r"sep=([,;\t])(?=\r?\n)", re.IGNORECASE)


def read(name: str, data: bytes, given: Encoding | None = None) -> Sheet:
    """Return the columns and rows of a CSV file; without a given encoding it is detected.

    `name` is the file's, for messages. Raises `BadDataError` if the file is not a CSV file, or its
    headers do not name its columns.
    """
    encoding, text = decode(name, data, given)
    said = _SAID.match(text)  # a line by which some programs name it
    if said:
        delimiter = Delimiter(said[1])
        text = text[said.end() :]  # the line's end stays, and so do all numbers
    else:  # what divides the first row into the most cells, else the comma
        delimiter = max(Delimiter, key=lambda delimiter: _parts(text, delimiter))
    raw = _rows(name, text, delimiter)
    first = next(raw, None)
    if first is None:
        raise bad_sheet(name, 0, "empty")
    return divided(name, Csv(encoding, delimiter), (first.line, first.cells), raw)


def _parts(text: str, delimiter: Delimiter) -> int:
    try:
        first = next(_rows("", text, delimiter), RawRow(0, []))
    except BadDataError:
        return 0
    return len(first.cells) if first.cells[1:] else 0


def _rows(name: str, text: str, delimiter: Delimiter) -> Iterator[RawRow]:
    """Return the rows that are not blank: the line each begins in, and its cells, stripped."""
    source = StringIO(text, newline="")
    reader = csv.reader(source, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            said = str(error)
            case = "long-cell" if "larger than" in said else "open-quote"
            case = "after-quote" if "expected after" in said else case
            raise bad_sheet(name, line, case, most=csv.field_size_limit()) from None
        if any(cells):
            yield RawRow(line, cells)
