"""A sheet of an Excel file taken apart into columns and rows."""

import re
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from oicekpi.domain.finding import Problem
from oicekpi.messages.failures import BadDataError, NotFoundError, OicekpiError, UsageError
from oicekpi.storage import sheets
from oicekpi.storage.sheets import package, workbook
from oicekpi.storage.sheets.package import place
from oicekpi.storage.sheets.sheet import MAX_BYTES, Encoding, Row, Sheet, Workbook, letters

PART = "xl/worksheets/sheet1.xml"


def _written(*rows: tuple[object, ...], **more: Callable[[Worksheet], None]) -> bytes:
    """Return a workbook that openpyxl wrote, of sheets that `more` fills after the first one."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    for row in rows:
        first.append([*row])
    for name, fill in more.items():
        fill(first if name == "first" else book.create_sheet(name))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _by_xlsxwriter(fill: Callable[[Any, Any], None]) -> bytes:
    """Return a workbook that XlsxWriter wrote."""
    data = BytesIO()
    with xlsxwriter.Workbook(data) as book:
        fill(book, book.add_worksheet("2024"))
    return data.getvalue()


def _patched(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook of which one part is changed."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, change(content) if item.filename == part else content)
    return changed.getvalue()


def _read(data: bytes, sheet: str | None = None) -> Sheet:
    return sheets.read("a.xlsx", data, sheet=sheet)


def _cells(data: bytes) -> list[dict[str, str]]:
    return [row.cells for row in _read(data).rows]


def _values(*values: object, **more: Callable[[Worksheet], None]) -> list[str]:
    """Return how values are read, each in a row of its own."""
    read = _cells(_written(("n", "v"), *((at, value) for at, value in enumerate(values)), **more))
    return [row.get("v", "") for row in read]


def _refused(data: bytes, sheet: str | None = None) -> OicekpiError:
    with pytest.raises(OicekpiError) as caught:
        _read(data, sheet)
    return caught.value


# --- values ---------------------------------------------------------------------------------------


def test_rows_are_known_by_their_numbers_and_cells_by_their_headers() -> None:
    """As those of a CSV file: blank rows are passed over, and counted; empty cells left out."""
    data = _written((), ("date", " people "), ("2024-01-02", "ann"), (), ("2024-01-03", " "))
    assert _read(data) == Sheet(
        "a.xlsx",
        Workbook("Sheet", blank=1),
        ("date", "people"),
        frozenset({"date", "people"}),
        (Row(3, {"date": "2024-01-02", "people": "ann"}), Row(5, {"date": "2024-01-03"})),
        (),
    )


def test_values_are_read_as_a_csv_file_would_have_them() -> None:
    """A day as in records, a whole number without decimals, a text as it is."""
    assert _values(
        date(2024, 4, 12),
        datetime(2024, 4, 12, 9, 30),  # noqa: DTZ001 - cells have no zone
        time(9, 30),
        3,
        1000.5,
        0.1 + 0.2,
        -20.0,
        1e-7,
        123456789012345,
        "0012",
        " a\nb ",
        True,  # noqa: FBT003 - a cell
        "2024年4月12日",
        "'quoted",
    ) == [
        "2024-04-12",
        "2024-04-12 09:30:00",
        "09:30:00",
        "3",
        "1000.5",
        "0.3",
        "-20",
        "0.0000001",
        "123456789012345",
        "0012",
        "a\nb",
        "TRUE",
        "2024年4月12日",
        "'quoted",
    ]


def test_days_are_days_whatever_the_format_and_the_calendar() -> None:
    """Chinese and other forms of a date show a day; some workbooks count days from 1904."""

    def chinese(book: Any, sheet: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        sheet.write_row(0, 0, ["a", "b", "c"])
        for at, form in enumerate(['yyyy"年"m"月"d"日"', "[$-804]m/d/yy", "dd.mm.yyyy"]):
            sheet.write(1, at, 45394, book.add_format({"num_format": form}))

    assert _cells(_by_xlsxwriter(chinese)) == [dict.fromkeys("abc", "2024-04-12")]
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append(["day"])
    book.worksheets[0].append([date(2024, 4, 12)])
    data = BytesIO()
    book.save(data)
    assert _cells(data.getvalue()) == [{"day": "2024-04-12"}]


def test_days_before_1900_are_no_days_of_excel() -> None:
    """There they are texts, and stay so; a number below zero is none that is shown as a day."""

    def fill(book: Any, sheet: Any) -> None:  # noqa: ANN401 - the same
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write(1, 0, "1899-12-31")
        sheet.write(1, 1, 1, day)
        sheet.write(1, 2, 3_000_000, day)

    assert _cells(_by_xlsxwriter(fill)) == [{"a": "1899-12-31", "b": "1900-01-01", "c": "3000000"}]


def test_percentages_are_what_the_reader_sees() -> None:
    """A cell of 0.345 that shows 34.5% is 34.5%; text in quotation marks makes no percentage."""

    def fill(book: Any, sheet: Any) -> None:  # noqa: ANN401 - the same
        forms = ["0%", "0.0%", '0"%"', r"0\%", "0.0%;[Red]-0.0%", "General"]
        sheet.write_row(0, 0, list("abcdef"))
        for at, form in enumerate(forms):
            sheet.write(1, at, 0.345, book.add_format({"num_format": form}))

    assert [*_cells(_by_xlsxwriter(fill))[0].values()] == [
        "34.5%",
        "34.5%",
        "0.345",
        "0.345",
        "34.5%",
        "0.345",
    ]


def test_a_workbook_without_styles_has_no_percentages() -> None:
    """Some programs write none."""
    data = _written(("a",), (0.5,))
    shorn = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(shorn, "w") as new:
        for item in old.infolist():
            if "styles" not in item.filename:
                new.writestr(item, old.read(item))
    assert _cells(shorn.getvalue()) == [{"a": "0.5"}]


# --- formulas and errors --------------------------------------------------------------------------


def _formulas(book: Any, sheet: Any) -> None:  # noqa: ANN401 - the same
    book.set_calc_mode("auto")
    sheet.write_row(0, 0, ["a", "b", "c"])
    sheet.write_formula(1, 0, "=1+2", None, 3)
    sheet.write_formula(1, 1, '=IF(A2=3,"","x")', None, "nothing")
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")


def test_formulas_give_what_they_last_came_to() -> None:
    """Also nothing, where that is what they came to; an error is none that can be trusted."""
    data = _by_xlsxwriter(_formulas)
    read = _read(_patched(data, PART, lambda old: old.replace(b"<v>nothing</v>", b"<v></v>")))
    assert read.written == Workbook("2024", formulas=2, computed=False)
    error = Problem((), "bad-cell", {"value": "#DIV/0!"}, "error")
    assert read.rows == (Row(2, {"a": "3", "c": "#DIV/0!"}, {"c": error}),)


def test_a_program_that_computes_formulas_says_so() -> None:
    """What only wrote them asks for it; Excel and LibreOffice do not."""
    asks = _by_xlsxwriter(_formulas)
    done = _patched(asks, "xl/workbook.xml", lambda old: old.replace(b' fullCalcOnLoad="1"', b""))
    assert _read(done).written == Workbook("2024", formulas=2)


def test_a_formula_that_was_never_computed_is_told() -> None:
    """It is not empty, and its column not without values."""
    read = _read(_written(("a", "b"), (1, "=A2+1")))
    assert read.filled == {"a", "b"}
    assert read.rows == (
        Row(2, {"a": "1", "b": "="}, {"b": Problem((), "bad-cell", {}, "uncomputed")}),
    )


# --- merged cells, hidden rows --------------------------------------------------------------------


def _merging(*ranges: str) -> Callable[[Worksheet], None]:
    def merge(sheet: Worksheet) -> None:
        for each in ranges:
            sheet.merge_cells(each)

    return merge


def test_a_title_above_the_header_is_no_header() -> None:
    """It is merged over the columns, and alone in its row."""
    rows = (("出访统计表",), ("2024 年",), ("date", "people"), ("2024-01-02", 3))
    read = _read(_written(*rows, first=_merging("A1:B1", "A2:B2")))
    assert (read.written, read.headers) == (Workbook("Sheet", titles=(1, 2)), ("date", "people"))
    assert read.rows == (Row(4, {"date": "2024-01-02", "people": "3"}),)
    unmerged = _refused(_written(*rows))
    assert (unmerged.code, unmerged.case) == ("bad-sheet", "no-header")


def test_a_sheet_without_values_is_empty() -> None:
    """Also where it is named."""
    assert _refused(_written(("a",), (1,), Sheet2=_merging("A1:C1")), "Sheet2").case == "empty"


def test_a_header_over_several_columns_names_none_of_them() -> None:
    """It is fine where only the first of them has values, and over several rows."""
    rows = (("date", "trip", ""), ("2024-01-02", "ann", "Japan"))
    error = _refused(_written(*rows, first=_merging("B1:C1")))
    assert (error.code, error.case) == ("bad-sheet", "merged-header")
    assert error.params == {"place": "a.xlsx:1", "header": "trip", "cells": "B1:C1"}
    two_rows = (("date", "trip"), ("", "who", "where"), ("2024-01-02", "ann", "Japan"))
    assert _refused(_written(*two_rows, first=_merging("A1:A2", "B1:C1"))).case == "merged-header"
    tall = (("date", "who"), (), ("2024-01-02", "ann"))
    assert _read(_written(*tall, first=_merging("A1:A2", "B1:C2"))).rows == (
        Row(3, {"date": "2024-01-02", "who": "ann"}),
    )


def test_merged_cells_are_told_in_each_row_that_has_no_value_of_its_own() -> None:
    """Nobody says whether the others are equal or empty."""
    rows = (("who", "country"), ("ann", "Japan"), ("ben", ""), ("", ""), ("cy", "Italy"))
    read = _read(_written(*rows, first=_merging("B2:B3", "A5:B5", "A4:B4")))
    merged = {"country": Problem((), "bad-cell", {"cells": "B2:B3"}, "merged")}
    wide = {"country": Problem((), "bad-cell", {"cells": "A5:B5"}, "merged")}
    assert read.rows == (
        Row(2, {"who": "ann", "country": "Japan"}),
        Row(3, {"who": "ben", "country": "Japan"}, merged),
        Row(5, {"who": "cy", "country": "cy"}, wide),
    )


def test_cells_that_are_merged_beyond_all_values_take_no_time() -> None:
    """Whoever merges a whole column has not written a million cells."""
    data = _written(("a", "b"), (1, 2), first=_merging("B2:B3", "D9:E10"))
    whole = _patched(data, PART, lambda old: old.replace(b"B2:B3", b"B2:B1048576"))
    assert _cells(whole) == [{"a": "1", "b": "2"}]


def test_hidden_rows_are_read_and_counted() -> None:
    """A filter hides rows of which the file still says something; those without do not count."""

    def hide(sheet: Worksheet) -> None:
        for number in (3, 9):
            sheet.row_dimensions[number].hidden = True

    read = _read(_written(("a",), (1,), (2,), first=hide))
    assert (len(read.rows), read.written) == (2, Workbook("Sheet", hidden_rows=1))


def test_cells_without_references_are_read_in_their_order() -> None:
    """The standard allows it, and some programs save the bytes."""
    data = _written(("a", "b"), (1, "=1"))
    bare = _patched(data, PART, lambda old: re.sub(rb' r="[A-Z]*\d+"', b"", old))
    assert _read(bare).rows[0].bad.keys() == {"b"}


def test_cells_may_begin_anywhere() -> None:
    """Rows keep their numbers, and columns their letters."""

    def fill(_: Any, sheet: Any) -> None:  # noqa: ANN401 - the same
        sheet.write_row(2, 3, ["date", "people"])
        sheet.write_row(5, 3, ["2024-01-02", 1])
        sheet.write(5, 5, "lost")

    error = _refused(_by_xlsxwriter(fill))
    assert (error.case, error.params) == (
        "no-header",
        {"place": "a.xlsx:6", "value": "lost", "column": "F"},
    )


# --- which sheet ----------------------------------------------------------------------------------


def _fill(sheet: Worksheet) -> None:
    sheet.append(["b"])
    sheet.append([2])


def _fill_hidden(sheet: Worksheet) -> None:
    _fill(sheet)
    sheet.sheet_state = "hidden"


def test_the_only_sheet_with_values_is_meant() -> None:
    """Empty sheets and hidden ones are as many programs leave them."""
    read = _read(_written(("a",), (1,), Sheet2=lambda _: None, codes=_fill_hidden))
    assert (read.headers, read.written, read.stem) == (("a",), Workbook("Sheet"), "a")


def test_of_several_sheets_one_is_named() -> None:
    """In any case and width; what is kept of it has its name."""
    data = _written(("a",), (1,), 出访=_fill, codes=_fill_hidden)
    error = _refused(data)
    assert (error.code, error.params["known"]) == ("which-sheet", ["Sheet", "出访"])
    assert isinstance(error, UsageError)
    read = _read(data, "ＳＨＥＥＴ")
    assert (read.headers, read.stem) == (("a",), "a-Sheet")
    assert _read(data, "出访").stem == "a-出访"
    assert _read(data, "codes").written == Workbook("codes", hidden=True, alone=False)


def test_a_sheet_that_is_not_there_is_not_found() -> None:
    """The sheets that are there are named, hidden ones too."""
    error = _refused(_written(("a",), (1,), codes=_fill_hidden), "plan")
    assert isinstance(error, NotFoundError)
    assert error.params == {"file": "a.xlsx", "wanted": "plan", "known": ["Sheet", "codes"]}


def test_charts_are_no_sheets() -> None:
    """A chart on a page of its own has no rows."""

    def fill(book: Any, sheet: Any) -> None:  # noqa: ANN401 - the same
        sheet.write_column(0, 0, ["a", 1])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='2024'!$A$2:$A$2"})
        book.add_chartsheet("chart").set_chart(chart)

    data = _by_xlsxwriter(fill)
    assert _cells(data) == [{"a": "1"}]
    assert _refused(data, "chart").code == "unknown-sheet"


def test_an_option_for_the_other_sort_of_file_is_refused() -> None:
    """A CSV file has no sheets, and no workbook an encoding that could be chosen."""
    with pytest.raises(UsageError) as caught:
        sheets.read("a.csv", b"a\n1\n", sheet="x")
    assert (caught.value.code, caught.value.case) == ("not-for-file", "sheet")
    with pytest.raises(UsageError) as caught:
        sheets.read("a.xlsx", _written(("a",)), Encoding.GBK)
    assert (caught.value.code, caught.value.case) == ("not-for-file", "encoding")


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in an extra, since few read workbooks."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    error = _refused(_written(("a",), (1,)))
    assert (error.code, error.params["extra"]) == ("missing-extra", "excel")
    assert error.said().help.count('"oicekpi[excel]"') == len({"pip", "pipx", "uv"})


# --- files that are no workbooks, or would be too large -------------------------------------------

LIE = b'<dimension ref="A1:XFD1048576"/>'


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    """Some programs write the largest size that there is; others a smaller one than it has."""
    for lie in (LIE, b'<dimension ref="A1"/>'):
        data = _patched(
            _written(("a", "b"), (1, 2)),
            PART,
            lambda old, lie=lie: re.sub(rb"<dimension [^>]*/>", lie, old),  # type: ignore[misc]
        )
        assert _cells(data) == [{"a": "1", "b": "2"}]


def _with_cell(reference: bytes) -> bytes:
    """Return a workbook with one more cell, wherever its reference says."""
    row = re.sub(rb"\D", b"", reference)
    cell = b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (row, reference)
    return _patched(
        _written(("a", "b"), (1, 2)), PART, lambda old: old.replace(b"</sheetData>", cell)
    )


@pytest.mark.parametrize("reference", [b"XFD1048576", b"ZZZ9999999"])
def test_one_cell_far_away_makes_no_large_table(reference: bytes) -> None:
    """The rectangle to it would take all memory."""
    error = _refused(_with_cell(reference))
    assert (error.code, error.case) == ("bad-sheet", "too-large-unpacked")


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is unpacked no further than the limit, whatever it says of its size."""
    blown = _patched(_written(("a",), (1,)), PART, lambda old: old + b" " * 2_000_000)
    monkeypatch.setattr(package, "MAX_UNPACKED", 1_000_000)
    assert _refused(blown).case == "too-large-unpacked"


def test_only_what_was_unpacked_within_the_limit_is_handed_on() -> None:
    """Pictures and macros, whatever they are, are not unpacked at all."""
    data = BytesIO(_written(("a",), (1,)))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 5_000_000)
    assert _cells(data.getvalue()) == [{"a": "1"}]
    assert len(package.Package(data.getvalue()).repacked()) < 50_000


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a CSV file."""
    monkeypatch.setattr("oicekpi.storage.sheets.sheet.MAX_ROWS", 2)
    assert _refused(_written(("a",), (1,), (2,), (3,))).case == "too-many-rows"


def _doctype(old: bytes) -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet'
    return old.replace(b"<worksheet", bomb, 1)


GOOD = _written(("a", "b"), (1, 2))
SHARED = _by_xlsxwriter(lambda _, sheet: sheet.write(0, 0, "a"))


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        GOOD[:-100],
        GOOD[: len(GOOD) // 2] + b"\0\0\0\0" + GOOD[len(GOOD) // 2 + 4 :],
        _patched(GOOD, PART, _doctype),
        _patched(GOOD, PART, lambda old: old[:-20]),
        _patched(GOOD, PART, lambda old: b'<?xml version="1.0" encoding="x-y"?>' + old),
        _patched(GOOD, PART, lambda old: old.replace(b'r="A1"', b'r="1A"')),
        _patched(GOOD, PART, lambda old: old.replace(b'row r="1"', b'row r="x"')),
        _patched(SHARED, PART, lambda old: old.replace(b"<v>0</v>", b"<v>99</v>")),
        _patched(GOOD, "xl/_rels/workbook.xml.rels", lambda old: old.replace(b"sheet1", b"sheet7")),
    ],
    ids=[
        "no archive",
        "cut short",
        "damaged",
        "with a document type",
        "XML cut short",
        "no such encoding",
        "no reference",
        "no row",
        "no such text",
        "no such part",
    ],
)
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    """It is bad data, and no bug."""
    error = _refused(data)
    assert isinstance(error, BadDataError)
    assert (error.code, error.case) == ("bad-sheet", "broken")


def test_merged_cells_that_no_program_writes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither backwards, nor so many that to go through them would take all time."""
    merged = _written(("a", "b"), (1, 2), first=_merging("A2:B2"))
    for wrong in (b"B2:A2", b"A:B"):
        data = _patched(merged, PART, lambda old, to=wrong: old.replace(b"A2:B2", to))  # type: ignore[misc]
        assert _refused(data).case == "broken"
    monkeypatch.setattr(package, "MAX_CELLS", 5)
    many = _patched(merged, PART, lambda old: re.sub(rb"(<mergeCell [^>]*>)", rb"\1\1\1", old))
    assert _refused(many).case == "broken"


@pytest.mark.parametrize(
    ("data", "case"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 99, "old-spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + b"x" * MAX_BYTES, "too-large"),
        (_written(), "empty"),
    ],
)
def test_other_files_are_refused_by_their_sort(data: bytes, case: str) -> None:
    """What to do instead is said: save as .xlsx, without a password."""
    error = _refused(data)
    assert (error.code, error.case) == ("bad-sheet", case)


def test_other_archives_are_no_workbooks() -> None:
    """Such as one of LibreOffice, or one with a method of packing that Excel never uses."""
    for method, name in [
        (zipfile.ZIP_STORED, "content.xml"),
        (zipfile.ZIP_LZMA, "xl/workbook.xml"),
    ]:
        data = BytesIO()
        with zipfile.ZipFile(data, "w", method) as archive:
            archive.writestr(name, "<a/>")
        assert _refused(data.getvalue()).case == "broken"


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
@example(GOOD.index(b"PK\x05\x06") + 17, b"\x11")  # the directory would begin before the file
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(at: int, wrong: bytes) -> None:
    """No byte makes a bug."""
    with suppress(OicekpiError):
        _read(GOOD[:at] + wrong + GOOD[at + len(wrong) :])


XML = st.sampled_from([b"<", b">", b'"', b"r=", b"1", b"9999", b"-", b"A", b"<c>", b"</v>", b" t="])


@given(st.sampled_from([PART, "xl/styles.xml", "xl/workbook.xml"]), st.data())
def test_whatever_is_changed_in_its_xml_it_is_read_or_refused(
    part: str, data: st.DataObject
) -> None:
    """Or it is refused, here or by the library that reads the values."""

    def change(old: bytes) -> bytes:
        at = data.draw(st.integers(0, len(old)))
        return old[:at] + data.draw(XML) + old[at + data.draw(st.integers(0, 9)) :]

    with suppress(OicekpiError):
        _read(_patched(GOOD, part, change))


def test_a_format_of_brackets_takes_no_time() -> None:
    """Each bracket that is not closed would otherwise be looked for up to the end."""
    made = b'<numFmt numFmtId="164" formatCode="' + b"[" * 5_000_000 + b'%"/>'
    data = _patched(GOOD, "xl/styles.xml", lambda old: old.replace(b"<fonts", made + b"<fonts", 1))
    assert _cells(data) == _cells(GOOD)


# --- the names of cells ---------------------------------------------------------------------------


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_places_have_the_names_that_excel_gives(row: int, column: int) -> None:
    """`A`, `Z`, `AA`, `XFD`: there is no digit for nothing."""
    assert place(f"{letters(column)}{row + 1}") == (row, column)
    assert [letters(each) for each in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_what_begins_workbooks_is_told_by_content() -> None:
    """The name of the file does not matter."""
    assert sheets.read("a.csv", GOOD).headers == ("a", "b")
    assert workbook.read("-", GOOD).stem == "-"
