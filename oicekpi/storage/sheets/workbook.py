"""A sheet of an Excel file: the values as text, as a spreadsheet program would write them as CSV.

A day is written as in records, a number with the 15 digits that Excel keeps, a percentage with its
sign. Formulas give what they last came to.
"""

from datetime import date, datetime, time
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO
from typing import Final

from oicekpi.domain.finding import Problem
from oicekpi.messages.failures import NotFoundError, UsageError
from oicekpi.storage.archive import BrokenError, TooLargeError
from oicekpi.storage.sheets import package
from oicekpi.storage.sheets.package import Listed, Package, Place, Survey
from oicekpi.storage.sheets.sheet import (
    MAX_BYTES,
    RawRow,
    Sheet,
    Workbook,
    bad_sheet,
    divided,
    letters,
    plain,
)

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"  # what Excel wrote before 2007, and a file with a password
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read(name: str, data: bytes, wanted: str | None = None) -> Sheet:
    """Return the columns and rows of a sheet of a workbook; `wanted` is the sheet's name.

    Without a name it is the only visible sheet that has values. Raises `BadDataError`,
    `NotFoundError` if there is no such sheet, and `UsageError` where one has to be named, or the
    library that reads Excel files is not installed.
    """
    if len(data) > MAX_BYTES:
        raise bad_sheet(name, 0, "too-large", most=MAX_BYTES >> 20)
    if data.startswith(OLE):
        raise bad_sheet(name, 0, "password" if _ENCRYPTED in data else "old-spreadsheet")
    if find_spec("python_calamine") is None:
        raise UsageError("missing-extra", name=name, package="python-calamine", extra="excel")
    try:
        opened = Package(data)
        listed, survey, alone = _chosen(name, opened, wanted)
        rows = [] if survey.empty else _rows(opened, listed, survey)
    except TooLargeError:
        raise bad_sheet(
            name, 0, "too-large-unpacked", most=package.MAX_UNPACKED >> 20, cells=package.MAX_CELLS
        ) from None
    except BrokenError:
        raise bad_sheet(name, 0, "broken") from None
    titles, below = _without_titles(rows, survey)
    if not below:
        raise bad_sheet(name, 0, "empty")
    head, *body = below
    written = Workbook(
        listed.name,
        listed.hidden,
        alone,
        titles,
        below[-1].line - head.line - len(body),
        len(survey.hidden_rows),
        survey.formulas,
        opened.computed or not survey.formulas,
    )
    rows = _with_merged(name, head, body, survey)
    return divided(name, written, (head.line, head.cells), rows)


def _chosen(name: str, opened: Package, wanted: str | None) -> tuple[Listed, Survey, bool]:
    """Return the sheet that is meant, and whether it is the only one that can be meant."""
    if wanted is None:
        visible = [(each, opened.survey(each.part)) for each in opened.sheets if not each.hidden]
        filled = [(each, survey) for each, survey in visible if not survey.empty]
        if not filled:
            raise bad_sheet(name, 0, "empty")
        if len(filled) > 1:
            raise UsageError("which-sheet", file=name, known=[each.name for each, _ in filled])
        return *filled[0], True
    found = next((each for each in opened.sheets if plain(each.name) == plain(wanted)), None)
    if found is None:
        known = [each.name for each in opened.sheets]
        raise NotFoundError("unknown-sheet", file=name, wanted=wanted, known=known)
    return found, opened.survey(found.part), len(opened.sheets) == 1


def _rows(opened: Package, listed: Listed, survey: Survey) -> list[RawRow]:
    """Return the rows of a sheet that are not blank."""
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 - it is optional

    try:
        sheet = load_workbook(BytesIO(opened.repacked())).get_sheet_by_name(listed.name)
    except CalamineError as error:
        raise BrokenError from error
    left = (sheet.start or (0, 0))[1]
    bad = {
        at: Problem((), "bad-cell", {"value": error}, "error")
        for at, error in survey.errors.items()
    }
    bad |= {at: Problem((), "bad-cell", {}, "uncomputed") for at in survey.uncomputed}
    rows = []
    for number, values in enumerate(sheet.iter_rows()):
        cells = [""] * left
        cells += (
            _text(value, percent=(number, at) in survey.percent)
            for at, value in enumerate(values, start=left)
        )
        found = {at: bad[number, at] for at in range(len(cells)) if (number, at) in bad}
        for at in found:
            cells[at] = survey.errors.get((number, at), "=")
        if any(cells):
            rows.append(RawRow(number + 1, cells, found))
    return rows


def _text(value: object, *, percent: bool) -> str:
    """Return a cell's value as a CSV file would have it."""
    match value:
        case bool():
            return str(value).upper()
        case float() | int():
            number = Decimal(f"{value:.15g}")
            return f"{(number * 100).normalize():f}%" if percent else f"{number:f}"
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()


# --- cells that are merged ------------------------------------------------------------------------


def _without_titles(rows: list[RawRow], survey: Survey) -> tuple[tuple[int, ...], list[RawRow]]:
    """Part titles from rows: each is above the header, alone in its row, merged over columns."""
    wide = {each.first for each in survey.merged if each.last[1] > each.first[1]}
    titles = []
    for row in rows:
        filled = [at for at, cell in enumerate(row.cells) if cell]
        if len(filled) > 1 or (row.line - 1, filled[0]) not in wide:
            break
        titles.append(row.line)
    return tuple(titles), rows[len(titles) :]


def _with_merged(name: str, head: RawRow, body: list[RawRow], survey: Survey) -> list[RawRow]:
    """Show the value of merged cells in each of them, where it is no value that can be trusted.

    Raises `BadDataError` for a header that is merged over several columns with values.
    """
    rows = {row.line - 1: row._replace(cells=[*row.cells], bad={**row.bad}) for row in body}
    for first, last in survey.merged:
        cells, others = _span(first, last), slice(first[1] + 1, last[1] + 1)
        if first[0] == head.line - 1 and any(any(row.cells[others]) for row in body):
            header = head.cells[first[1]]
            raise bad_sheet(name, head.line, "merged-header", header=header, cells=cells)
        held = rows[first[0]].cells[first[1]] if first[0] in rows else ""
        problem = Problem((), "bad-cell", {"cells": cells}, "merged")
        for number in range(first[0], last[0] + 1) if held else ():
            for at in range(first[1], last[1] + 1):
                if number in rows and (number, at) != first:
                    rows[number].cells[at] = held
                    rows[number].bad[at] = problem
    return [*rows.values()]


def _span(first: Place, last: Place) -> str:
    """Return merged cells as Excel names them, such as `B3:B5`."""
    return ":".join(f"{letters(column)}{row + 1}" for row, column in (first, last))
