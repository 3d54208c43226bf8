"""A CSV file taken apart into columns and rows."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.finding import Problem
from oicekpi.messages.failures import BadDataError
from oicekpi.storage.sheets import sheet
from oicekpi.storage.sheets.delimited import read
from oicekpi.storage.sheets.sheet import Csv, Delimiter, Encoding, Row, RowProblem, Sheet, plain


def _read(text: str) -> Sheet:
    return read("a.csv", text.encode())


def _delimiter(sheet: Sheet) -> Delimiter:
    assert isinstance(sheet.written, Csv)
    return sheet.written.delimiter


def test_rows_are_known_by_their_lines_and_cells_by_their_headers() -> None:
    """Blank rows are passed over, empty cells left out; a cell of several lines takes them."""
    assert _read('\ndate, people \r\n2024-01-02,"ann,\r\nben"\n,  \n\n2024-01-03, \n') == Sheet(
        "a.csv",
        Csv(Encoding.UTF8, Delimiter.COMMA),
        ("date", "people"),
        frozenset({"date", "people"}),
        (
            Row(3, {"date": "2024-01-02", "people": "ann,\nben"}),
            Row(7, {"date": "2024-01-03"}),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a,b\n", Delimiter.COMMA),
        ("a;b\n", Delimiter.SEMICOLON),
        ("a\tb\n", Delimiter.TAB),
        ("alone\n", Delimiter.COMMA),
        ('"a, b, c";d;e;f\n', Delimiter.SEMICOLON),
        ('"a";"b"\n', Delimiter.SEMICOLON),
        ("a;b,c\n", Delimiter.COMMA),
    ],
)
def test_delimiter_is_what_parts_the_headers(text: str, wanted: Delimiter) -> None:
    """Commas, semicolons and tabs are told apart by what gives the most columns."""
    assert _delimiter(_read(text)) is wanted


def test_delimiter_that_the_file_says_is_used() -> None:
    """Excel's line `sep=;` says it, and is no row; the lines are counted with it."""
    read = _read("sep=;\r\na,b;c\r\n1;2\r\n")
    assert (_delimiter(read), read.headers) == (Delimiter.SEMICOLON, ("a,b", "c"))
    assert read.rows == (Row(3, {"a,b": "1", "c": "2"}),)


def test_blanks_before_a_quotation_mark_are_nothing() -> None:
    """`2024-03-01, "Ann; Bob"` has two cells, and no quotation mark is part of a name."""
    assert _read('date, people\n2024-03-01,  "Ann, Bob"\n').rows == (
        Row(2, {"date": "2024-03-01", "people": "Ann, Bob"}),
    )


def test_told_encoding_is_used() -> None:
    """The encoding that is said goes before what shows by itself."""
    data = "姓名\n王芳\n".encode("gbk")
    assert read("a.csv", data, Encoding.GBK).rows == (Row(2, {"姓名": "王芳"}),)


def test_column_without_header_and_values_is_no_column() -> None:
    """Spreadsheets write the empty columns to the right too; nothing is lost with them."""
    read = _read("a,,b,,\n1,,2,,\n")
    assert (read.headers, read.rows) == (("a", "b"), (Row(2, {"a": "1", "b": "2"}),))


def test_column_with_header_and_no_value_is_known_to_be_empty() -> None:
    """A header with nothing below it is a column, and not one that is filled."""
    read = _read("a,b\n1,\n")
    assert (read.headers, read.filled) == (("a", "b"), frozenset({"a"}))


def test_ragged_row_is_reported_and_the_others_are_read() -> None:
    """A row with more cells than columns is reported; too few cells, or empty ones, are not."""
    read = _read("a,b\n1,2,3\n4\n5,6,,\n")
    problem = Problem((), "extra-cells", {"cells": 3, "count": 2})
    assert read.problems == (RowProblem(2, "", problem),)
    assert [row.line for row in read.rows] == [3, 4]


@pytest.mark.parametrize(
    ("text", "case", "params"),
    [
        ("", "empty", {"place": "a.csv"}),
        ("\n , \n", "empty", {"place": "a.csv"}),
        ('a,b\n1,2\n3,"4\n5,6\n', "open-quote", {"place": "a.csv:3", "most": 131_072}),
        ('a,b\n1,"2" x\n', "after-quote", {"place": "a.csv:2", "most": 131_072}),
        (
            "a,b\n1," + "x" * 200_000 + "\n",
            "long-cell",
            {"place": "a.csv:2", "most": 131_072},
        ),
        (
            "Date, date ,b,ｄａｔｅ\n",
            "duplicate-header",
            {"place": "a.csv:1", "headers": ("Date", "date", "ｄａｔｅ")},
        ),
        (
            "Trips of 2024,,\n,,\ndate,people,country\n",
            "no-header",
            {"place": "a.csv:3", "value": "people", "column": 2},
        ),
        (
            "a," + "b" * 201 + "\n",
            "long-header",
            {"place": "a.csv:1", "header": "b" * 201, "most": 200},
        ),
        (
            "a,b\u202ec\n",
            "invisible-header",
            {"place": "a.csv:1", "header": "b\u202ec", "character": "U+202E"},
        ),
    ],
)
def test_what_has_no_clear_columns_is_refused(
    text: str, case: str, params: dict[str, object]
) -> None:
    """Where values could be taken for those of another column, no row is read."""
    with pytest.raises(BadDataError) as caught:
        _read(text)
    assert (caught.value.code, caught.value.case) == ("bad-sheet", case)
    assert caught.value.params == params


def test_number_of_rows_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many rows are read as are still quick, and more are refused rather than cut."""
    monkeypatch.setattr(sheet, "MAX_ROWS", 3)
    assert len(_read("a\n1\n2\n3\n").rows) == 3
    with pytest.raises(BadDataError) as caught:
        _read("a\n1\n2,x\n3\n4\n")
    assert caught.value.case == "too-many-rows"
    assert caught.value.params == {"place": "a.csv:5", "most": 3}


def test_headers_are_alike_whatever_their_case_blanks_and_width() -> None:
    """People do not see these differences, so they make no other column."""
    assert plain("Ｄate of\u3000 Trip") == plain("DATE OF trip") == "dateoftrip"


@given(
    st.lists(st.lists(st.text("ab \"',;\t\n姓", max_size=4), min_size=2, max_size=2), max_size=5),
    st.sampled_from(Delimiter),
)
def test_what_a_program_writes_is_read_back(rows: list[list[str]], delimiter: Delimiter) -> None:
    """Whatever the cells hold, and whatever parts them, they come back bare."""
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["left", "right"], *rows])
    read = _read(text.getvalue())
    wanted = [
        {header: cell.strip() for header, cell in zip(("left", "right"), row, strict=True)}
        for row in rows
    ]
    filled = [{header: cell for header, cell in row.items() if cell} for row in wanted]
    assert [row.cells for row in read.rows] == [row for row in filled if row]
    assert _delimiter(read) is delimiter
