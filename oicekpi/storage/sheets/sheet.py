"""A CSV file divided into columns, by their headers, and rows, by their lines.

The first row that is not blank names the columns. What a cell means is not looked at here; what
would put a value into the wrong column, or lose it, is refused.
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

from oicekpi.domain.finding import Problem
from oicekpi.messages.failures import BadDataError
from oicekpi.storage.sheets.encoding import Encoding, bad_sheet, decode
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


class RowProblem(NamedTuple):
    """Something wrong in a sheet: in which line, and in which column if it is a cell."""

    line: int
    header: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file's columns and rows, how it is written, and what is wrong with single rows.

    `filled` are the headers of the columns that have a value in any row.
    """

    name: str
    encoding: Encoding
    delimiter: Delimiter
    headers: tuple[str, ...]
    filled: frozenset[str]
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]


def read(name: str, data: bytes, given: Encoding | None = None) -> Sheet:
    """Return the columns and rows of a CSV file; without a given encoding it is detected.

    `name` is the file's, for messages. Raises `BadDataError` if the file is not a CSV file, or its
    headers do not name its columns.
    """
    encoding, text = decode(name, data, given)
    delimiter, text = _delimiter(text)
    raw = _rows(name, text, delimiter)
    first = next(raw, None)
    if first is None:
        raise bad_sheet(name, 0, "empty")
    places = _places(name, *first)
    rows: list[Row] = []
    problems: list[RowProblem] = []
    for line, cells in raw:
        if len(rows) + len(problems) == MAX_ROWS:
            raise bad_sheet(name, line, "too-many-rows", most=MAX_ROWS)
        if any(cells[len(places) :]):
            params = {"cells": len(cells), "count": len(places)}
            problems.append(RowProblem(line, "", Problem((), "extra-cells", params)))
        else:
            rows.append(Row(line, _named(name, line, cells, places)))
    filled = frozenset(header for row in rows for header in row.cells)
    headers = tuple(header for header in places if header)
    return Sheet(name, encoding, delimiter, headers, filled, tuple(rows), tuple(problems))


def _delimiter(text: str) -> tuple[Delimiter, str]:
    """Return the delimiter, and the text without the line by which some programs name it.

    If there is no such line, it is what divides the first row into the most cells, else the comma.
    """
    said = _SAID.match(text)
    if said:
        return Delimiter(said[1]), text[said.end() :]  # the line's end stays, and so do all numbers
    return max(Delimiter, key=lambda delimiter: _parts(text, delimiter)), text


def _parts(text: str, delimiter: Delimiter) -> int:
    try:
        _, cells = next(_rows("", text, delimiter), (0, []))
    except BadDataError:
        return 0
    return len(cells) if cells[1:] else 0


def _rows(name: str, text: str, delimiter: Delimiter) -> Iterator[tuple[int, list[str]]]:
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
            raise bad_sheet(name, line, _case(str(error)), most=csv.field_size_limit()) from None
        if any(cells):
            yield line, cells


def _case(error: str) -> str:
    """Return the case of `bad-sheet` for an error of Python's CSV parser."""
    if "expected after" in error:
        return "after-quote"
    return "long-cell" if "larger than" in error else "open-quote"


# --- the headers ----------------------------------------------------------------------------------


def plain(header: str) -> str:
    """Return what makes a header the same to people: not its case, its spaces or its width."""
    return "".join(unicodedata.normalize("NFKC", header).casefold().split())


def _places(name: str, line: int, cells: list[str]) -> list[str]:
    """Return the header of each column, empty if it has none."""
    headers = [" ".join(cell.split()) for cell in cells]
    for header in headers:
        if len(header) > MAX_HEADER:
            raise bad_sheet(name, line, "long-header", header=header, most=MAX_HEADER)
        if found := invisible(header):
            raise bad_sheet(name, line, "invisible-header", header=header, character=found)
    times = Counter(map(plain, headers))
    equal = [header for header in headers if header and times[plain(header)] > 1]
    if equal:
        raise bad_sheet(name, line, "duplicate-header", headers=tuple(equal))
    return headers


def _named(name: str, line: int, cells: list[str], places: list[str]) -> dict[str, str]:
    """Return the cells that are not empty by their headers."""
    named = {
        header: cell.replace("\r\n", "\n")
        for header, cell in zip(places, cells, strict=False)
        if cell
    }
    if "" in named:
        at = next(at for at, header in enumerate(places) if not header and cells[at])
        raise bad_sheet(name, line, "no-header", value=cells[at], column=at + 1)
    return named
