"""The parts of an Excel file: an archive of XML, unpacked once and within limits.

What the library that reads the values does not say is found here: which cells hold an error, a
percentage or a formula that was never computed, which are merged, and how far the sheet reaches.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from xml.parsers import expat

from oicekpi.storage.archive import BrokenError, TooLargeError, stored, unpacked

MAX_UNPACKED: Final = 100 << 20  # bytes
MAX_CELLS: Final = 5_000_000  # of the rectangle that holds all values
_PERCENT_FORMATS: Final = frozenset({"9", "10"})  # those that every workbook has
# What in a format is no sign of a number. A bracket that is not closed is not looked for again.
_UNSHOWN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
_COLUMN: Final = re.compile(r"[A-Z]{1,3}")
_DIGITS: Final = "0123456789"

Place = tuple[int, int]
"""A row and a column, each from 0."""


class Merged(NamedTuple):
    """Cells that are shown as one, from the first to the last; the first holds the value."""

    first: Place
    last: Place


class Listed(NamedTuple):
    """A sheet as its workbook lists it."""

    name: str
    hidden: bool
    part: str


class Survey(NamedTuple):
    """What is known of a sheet's cells before their values are read.

    `percent`, `errors` (with the error's name) and `uncomputed` (a formula without a value) are by
    their places; `formulas` counts those that have a value. `empty` says that no cell has one.
    """

    empty: bool
    percent: frozenset[Place]
    errors: Mapping[Place, str]
    uncomputed: frozenset[Place]
    formulas: int
    merged: tuple[Merged, ...]
    hidden_rows: frozenset[int]


class Package:
    """The XML parts of an Excel file. Raises `TooLargeError` and `BrokenError`."""

    def __init__(self, data: bytes) -> None:
        """Unpack an Excel file."""
        packed = unpacked(data, MAX_UNPACKED, lambda name: name.endswith((".xml", ".rels")))
        self.parts = {name.removeprefix("/"): part for name, part in packed.items()}
        if "xl/workbook.xml" not in self.parts:
            raise BrokenError
        targets = {
            given.get("Id", ""): given.get("Target", "")
            for name, given in self._elements("xl/_rels/workbook.xml.rels")
            if name == "Relationship"
        }
        self.sheets: list[Listed] = []
        self.computed = True
        for name, given in self._elements("xl/workbook.xml"):
            if name == "sheet":
                target = posixpath.join("/xl", targets.get(given.get("id", ""), ""))
                part = posixpath.normpath(target).removeprefix("/")
                hidden = given.get("state", "visible") != "visible"
                self.sheets.append(Listed(given.get("name", ""), hidden, part))
            elif name == "calcPr":
                self.computed = given.get("fullCalcOnLoad", "0") in {"0", "false"}
        self.sheets = [each for each in self.sheets if not each.part.startswith("xl/chartsheets/")]
        self._percent = self._percent_styles()

    def repacked(self) -> bytes:
        """Return an archive of just these parts, so that no other reader unpacks anything else."""
        return stored(self.parts)

    def survey(self, part: str) -> Survey:
        """Look through the cells of a sheet."""
        return _Surveyor(self._percent).of(self._part(part))

    def _part(self, name: str) -> bytes:
        if name not in self.parts:
            raise BrokenError
        return self.parts[name]

    def _elements(self, part: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        found: list[tuple[str, Mapping[str, str]]] = []
        parser = _parser()
        parser.StartElementHandler = lambda tag, given: found.append(
            (_local(tag), {_local(key): value for key, value in given.items()})
        )
        _parse(parser, self._part(part))
        return iter(found)

    def _percent_styles(self) -> frozenset[str]:
        """Return the numbers of the styles that show a number as a percentage."""
        if "xl/styles.xml" not in self.parts:
            return frozenset()
        formats, styles, of_cells = set(_PERCENT_FORMATS), list[str](), False
        for name, attributes in self._elements("xl/styles.xml"):
            if name == "numFmt" and "%" in _UNSHOWN.sub("", attributes.get("formatCode", "")):
                formats.add(attributes.get("numFmtId", ""))
            elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                of_cells = name == "cellXfs"
            elif name == "xf" and of_cells:
                styles.append(attributes.get("numFmtId", "0"))
        return frozenset(str(at) for at, each in enumerate(styles) if each in formats)


# --- XML ------------------------------------------------------------------------------------------


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse  # no file of Excel has one; entities could be a bomb
    return parser


def _refuse(*_: object) -> None:
    raise BrokenError


def _parse(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, True)  # noqa: FBT003 - as expat has it
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BrokenError from error


def _local(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def place(reference: str) -> Place:
    """Return the place of a cell such as `B3`. Raises `BrokenError`."""
    found = _CELL.fullmatch(reference)
    if found is None:
        raise BrokenError
    return int(found[2]) - 1, _column(found[1])


@lru_cache(maxsize=1_000)  # asked for with each cell
def _column(name: str) -> int:
    """Return the column, from 0, that Excel names `A`, `Z`, `AA`. Raises `BrokenError`."""
    if _COLUMN.fullmatch(name) is None:
        raise BrokenError
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


class _Surveyor:
    """Goes through the XML of a sheet."""

    def __init__(self, percent: frozenset[str]) -> None:
        self.percent_styles = percent
        self.percent: set[Place] = set()
        self.errors: dict[Place, str] = {}
        self.uncomputed: set[Place] = set()
        self.formulas = 0
        self.merged: list[Merged] = []
        self.hidden: set[int] = set()
        self.filled: set[int] = set()  # rows
        self.row = self.column = -1
        self.left, self.right, self.top, self.bottom = 1 << 20, -1, 1 << 20, -1
        self.cell: Mapping[str, str] = {}
        self.formula = self.valued = False
        self.text = ""

    def of(self, data: bytes) -> Survey:
        """Return what is known of the sheet."""
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        _parse(self.parser, data)
        merged = [
            Merged(first, (min(last[0], self.bottom), min(last[1], self.right)))
            for first, last in self.merged
            if first[0] <= self.bottom and first[1] <= self.right
        ]
        area = sum((last[0] - row + 1) * (last[1] - at + 1) for (row, at), last in merged)
        if area > MAX_CELLS:  # no sheet of Excel has a cell in two of them
            raise BrokenError
        return Survey(
            self.bottom < 0,
            frozenset(self.percent),
            self.errors,
            frozenset(self.uncomputed),
            self.formulas,
            tuple(merged),
            frozenset(self.hidden & self.filled),
        )

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match _local(tag):  # cells first, for there are many
            case "c":
                named = attributes.get("r", "")
                self.column = _column(named.rstrip(_DIGITS)) if named else self.column + 1
                self.cell, self.text, self.formula, self.valued = attributes, "", False, False
            case "v" | "is":
                self.valued = True
                if self.formula or self.cell.get("t") == "e":
                    self.parser.CharacterDataHandler = self._take
            case "f":
                self.formula = True
            case "row":
                self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
                self.column = -1
                if attributes.get("hidden", "0") not in {"0", "false"}:
                    self.hidden.add(self.row)
            case "mergeCell":
                first, _, last = attributes["ref"].partition(":")
                merged = Merged(place(first), place(last or first))
                if merged.first[0] > merged.last[0] or merged.first[1] > merged.last[1]:
                    raise BrokenError
                self.merged.append(merged)

    def _take(self, text: str) -> None:
        self.text += text

    def _end(self, tag: str) -> None:
        match _local(tag):
            case "v" | "is":
                self.parser.CharacterDataHandler = None
            case "c" if self.valued or self.formula:
                self._reach()
                at = (self.row, self.column)
                if self.cell.get("t") == "e":
                    self.errors[at] = self.text
                elif self.formula and not self.text and self.cell.get("t") != "str":
                    self.uncomputed.add(at)
                else:
                    self.formulas += self.formula
                    if self.cell.get("s") in self.percent_styles:
                        self.percent.add(at)

    def _reach(self) -> None:
        """Take the cell into the rectangle of values; only so much of it is ever laid out."""
        self.filled.add(self.row)
        self.left, self.right = min(self.left, self.column), max(self.right, self.column)
        self.top, self.bottom = min(self.top, self.row), max(self.bottom, self.row)
        if (self.bottom + 1) * (self.right - self.left + 1) > MAX_CELLS:
            raise TooLargeError
