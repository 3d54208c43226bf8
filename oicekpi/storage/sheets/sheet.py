"""A CSV file taken apart: its columns by their headers, its rows by their lines.

The first row that is not blank names the columns. What a cell means is not looked at here; what
would let a value slip into the wrong column, or get lost, is refused.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Final, NamedTuple

from oicekpi.messages.failures import BadSheetError
from oicekpi.messages.text import clipped, count, listed
from oicekpi.storage.sheets.encoding import Encoding, decode
from oicekpi.storage.yamlfile import invisible

MAX_ROWS: Final = 100_000
MAX_HEADER: Final = 200  # characters
_SAID: Final = re.compile(r"sep=([,;\t])(?=\r?\n)", re.IGNORECASE)


class Delimiter(StrEnum):
    """What stands between two cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"


class Row(NamedTuple):
    """A row that is not blank: the line it begins in, from 1, and its cells by their headers.

    A cell has no blanks at its ends. A cell that is empty is left out.
    """

    line: int
    cells: dict[str, str]


class Slip(NamedTuple):
    """Something wrong in a sheet: in which line, in which column (if it is one cell), the mend."""

    line: int
    header: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file's columns and rows, how it is written, and which rows could not be taken apart.

    `filled` are the headers of the columns that have a value in any row.
    """

    name: str
    encoding: Encoding
    delimiter: Delimiter
    headers: tuple[str, ...]
    filled: frozenset[str]
    rows: tuple[Row, ...]
    slips: tuple[Slip, ...]


def read(name: str, data: bytes, told: Encoding | None = None) -> Sheet:
    """Take a CSV file apart; `told` is its encoding, which is else detected.

    `name` is the file's, for messages. Raises `BadSheetError` where the file is no CSV file, or
    its headers do not name its columns.
    """
    encoding, text = decode(name, data, told)
    delimiter, text = _delimiter(text)
    raw = _rows(name, text, delimiter)
    first = next(raw, None)
    if first is None:
        raise BadSheetError(name, 0, "the file is empty", "its first row names the columns")
    line, cells = first
    places = _places(name, line, cells)
    rows: list[Row] = []
    slips: list[Slip] = []
    for line, cells in raw:
        if len(rows) + len(slips) == MAX_ROWS:
            message = f"the file has more than {MAX_ROWS:,} rows"
            raise BadSheetError(name, line, message, "split it into several files")
        if any(cells[len(places) :]):
            slips.append(_ragged(line, len(cells), len(places)))
        else:
            rows.append(Row(line, _named(name, line, cells, places)))
    filled = frozenset(header for row in rows for header in row.cells)
    headers = tuple(header for header in places if header)
    return Sheet(name, encoding, delimiter, headers, filled, tuple(rows), tuple(slips))


def _delimiter(text: str) -> tuple[Delimiter, str]:
    """Find what parts cells, and give the text without the line by which some programs say it.

    Else it is what parts the first row into the most cells; the comma where nothing does.
    """
    said = _SAID.match(text)
    if said:
        return Delimiter(said[1]), text[said.end() :]  # the line's end stays, and so do all numbers
    return max(Delimiter, key=lambda delimiter: _parts(text, delimiter)), text


def _parts(text: str, delimiter: Delimiter) -> int:
    try:
        _, cells = next(_rows("", text, delimiter), (0, []))
    except BadSheetError:
        return 0
    return len(cells) if cells[1:] else 0


def _rows(name: str, text: str, delimiter: Delimiter) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows that are not blank: the line each begins in, and its cells, bare."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise BadSheetError(name, line, *_worded(str(error))) from None
        if any(cells):
            yield line, cells


def _worded(error: str) -> tuple[str, str]:
    """Say in our words what the parser of CSV says."""
    if "expected after" in error:
        return (
            "text stands behind a closing quotation mark",
            'inside a quoted cell, write a quotation mark twice: "say ""yes"" to it"',
        )
    if "larger than" in error:
        return (
            f"a cell of this row is longer than {csv.field_size_limit():,} characters",
            "shorten it; perhaps a quotation mark is not closed",
        )
    return "a quotation mark opens in this row and is not closed", "close it, or delete it"


# --- the headers ----------------------------------------------------------------------------------


def plain(header: str) -> str:
    """Give what makes a header the same to people: not its case, its blanks or its width."""
    return "".join(unicodedata.normalize("NFKC", header).casefold().split())


def _places(name: str, line: int, cells: list[str]) -> list[str]:
    """Give the header of each column, empty where it has none."""
    headers = [" ".join(cell.split()) for cell in cells]
    for header in headers:
        if len(header) > MAX_HEADER:
            message = f"the header {clipped(header)} is longer than {MAX_HEADER} characters"
            raise BadSheetError(name, line, message, "shorten it; the first row names the columns")
        if found := invisible(header):
            message = f"the header {clipped(header)} holds the invisible character {found}"
            raise BadSheetError(name, line, message, "type the header anew")
    times = Counter(map(plain, headers))
    twice = [header for header in headers if header and times[plain(header)] > 1]
    if twice:
        message = f"these columns have the same header: {listed(map(clipped, twice), 'and')}"
        raise BadSheetError(name, line, message, "give each column a header of its own")
    return headers


def _named(name: str, line: int, cells: list[str], places: list[str]) -> dict[str, str]:
    """Give the cells that are not empty by their headers."""
    named = {
        header: cell.replace("\r\n", "\n")
        for header, cell in zip(places, cells, strict=False)
        if cell
    }
    if "" in named:
        at = next(at for at, header in enumerate(places) if not header and cells[at])
        raise BadSheetError(
            name,
            line,
            f"`{clipped(cells[at])}` stands in column {at + 1}, which has no header",
            "let the first row name each column; delete a title that stands above it",
        )
    return named


def _ragged(line: int, cells: int, columns: int) -> Slip:
    return Slip(
        line,
        "",
        f"the row has {count(cells, 'cell')}, and there are only {count(columns, 'column')}",
        "put a text with the delimiter in it into quotation marks",
    )
