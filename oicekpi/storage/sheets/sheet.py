"""A spreadsheet divided into columns, by their headers, and rows, by their lines.

The first row that is not blank names the columns. What a cell means is not looked at here; what
would put a value into the wrong column, or lose it, is refused.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Final, NamedTuple

from oicekpi.domain.finding import Problem
from oicekpi.messages.failures import BadDataError
from oicekpi.storage.yamlfile import invisible
from oicekpi.values import dataclass

MAX_BYTES: Final = 10 << 20
MAX_ROWS: Final = 100_000
MAX_HEADER: Final = 200  # characters


class Encoding(StrEnum):
    """How a file's bytes stand for characters. GBK is read with all that GB 18030 adds to it."""

    UTF8 = "UTF-8"
    MARKED = "UTF-8 with BOM"
    GBK = "GBK"
    BIG5 = "Big5"


class Delimiter(StrEnum):
    """What stands between two cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"


class Csv(NamedTuple):
    """How a CSV file is written."""

    encoding: Encoding
    delimiter: Delimiter


class Workbook(NamedTuple):
    """What was read of a workbook: a sheet, and what a reader of it should know.

    `titles` are the lines above the header that hold a title; `blank` is how many rows between the
    others are; `hidden_rows` and `formulas` count what was read of these. `computed` says whether
    a spreadsheet program has computed the formulas, and not only written them.
    """

    sheet: str
    hidden: bool = False
    alone: bool = True
    titles: tuple[int, ...] = ()
    blank: int = 0
    hidden_rows: int = 0
    formulas: int = 0
    computed: bool = True


class Row(NamedTuple):
    """A row that is not blank: the line it begins in, from 1, and its cells by their headers.

    A cell has no blanks at its ends. A cell that is empty is left out. `bad` says of cells why
    they have no value that can be trusted.
    """

    line: int
    cells: dict[str, str]
    bad: Mapping[str, Problem] = {}


class RowProblem(NamedTuple):
    """Something wrong in a sheet: in which line, and in which column if it is a cell."""

    line: int
    header: str
    problem: Problem


@dataclass(frozen=True)
class Sheet:
    """A sheet's columns and rows, how its file is written, and what is wrong with single rows.

    `filled` are the headers of the columns that have a value in any row.
    """

    name: str
    written: Csv | Workbook
    headers: tuple[str, ...]
    filled: frozenset[str]
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]

    @property
    def stem(self) -> str:
        """The name for what is kept of it: the file's, with the sheet's where there are several."""
        stem = PurePath(self.name).stem
        if isinstance(self.written, Workbook) and not self.written.alone:
            return f"{stem}-{self.written.sheet}"
        return stem


class RawRow(NamedTuple):
    """A row as its file has it: its line, its cells without blanks at their ends, and bad ones."""

    line: int
    cells: list[str]
    bad: dict[int, Problem] = {}  # noqa: RUF012 - never changed


def divided(
    name: str, written: Csv | Workbook, header: tuple[int, list[str]], raw: Iterable[RawRow]
) -> Sheet:
    """Return the sheet of a header, with its line, and the rows below it, none of them blank.

    Raises `BadDataError` if the header does not name the columns.
    """
    places = _places(name, *header)
    rows: list[Row] = []
    problems: list[RowProblem] = []
    for line, cells, bad in raw:
        if len(rows) + len(problems) == MAX_ROWS:
            raise bad_sheet(name, line, "too-many-rows", most=MAX_ROWS)
        if any(cells[len(places) :]):
            params = {"cells": len(cells), "count": len(places)}
            problems.append(RowProblem(line, "", Problem((), "extra-cells", params)))
        else:
            named = _named(name, line, cells, places, lettered=isinstance(written, Workbook))
            rows.append(Row(line, named, {places[at]: each for at, each in bad.items()}))
    filled = frozenset(header for row in rows for header in row.cells)
    headers = tuple(header for header in places if header)
    return Sheet(name, written, headers, filled, tuple(rows), tuple(problems))


def bad_sheet(
    name: str,
    line: int,
    case: str,
    **params: Any,  # noqa: ANN401 - whatever the message needs
) -> BadDataError:
    """Return the failure about a file, or about one of its lines, from 1; 0 means the file."""
    place = f"{name}:{line}" if line else name
    return BadDataError("bad-sheet", case, place=place, **params)


def letters(column: int) -> str:
    """Return a column, from 0, as Excel names it: `A`, `Z`, `AA`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


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


def _named(
    name: str, line: int, cells: list[str], places: list[str], *, lettered: bool
) -> dict[str, str]:
    """Return the cells that are not empty by their headers."""
    named = {
        header: cell.replace("\r\n", "\n")
        for header, cell in zip(places, cells, strict=False)
        if cell
    }
    if "" in named:
        at = next(at for at, header in enumerate(places) if not header and cells[at])
        column = letters(at) if lettered else at + 1
        raise bad_sheet(name, line, "no-header", value=cells[at], column=column)
    return named
