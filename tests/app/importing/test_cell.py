"""What a cell of a spreadsheet says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.app.importing.cell import MAX_CELL, read
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import all_fields


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-02",
        "2024-4-2",
        "2024/4/2",
        "2024.04.02",
        "20240402",
        "2024年4月2日",
        "2024 年 4 月 2 日",
        "２０２４／４／２",
        "2024/4/2 0:00",
        "2024-04-02 00:00:00",
        "2024-04-02T00:00:00.000",
    ],
)
def test_day_is_read_however_a_spreadsheet_writes_it_with_the_year_first(text: str) -> None:
    """With the year first there is one way to read it; midnight is no more than the day."""
    assert read("date", text) == read("until", text) == "2024-04-02"


@pytest.mark.parametrize(
    ("text", "case", "days"),
    [
        ("04/05/2024", "two-days", ["2024-04-05", "2024-05-04"]),
        ("13/5/2024", "year-last", ["2024-05-13"]),
        ("5.5.2024", "year-last", ["2024-05-05"]),
        ("04-05-24", "year-last", None),
        ("99/99/2024", "year-last", None),
        ("45394", "serial", None),
    ],
)
def test_day_that_could_be_another_is_refused(text: str, case: str, days: list[str] | None) -> None:
    """Which is the day and which the month is never guessed; the days it may mean are said."""
    found = read("date", text)
    assert isinstance(found, Problem)
    assert (found.where, found.code, found.case) == (("date",), "bad-date", case)
    assert found.params.get("days") == days


@pytest.mark.parametrize("text", ["2024-04-02 14:30", "tomorrow", "2024/4-2", "2024-04"])
def test_what_is_no_day_is_left_for_the_record_to_refuse(text: str) -> None:
    """What makes no sense at all is refused where all records are judged."""
    assert read("date", text) == text


@pytest.mark.parametrize(
    ("field", "text", "wanted"),
    [
        ("kind", "Trip", "trip"),
        ("state", "PLANNED", "planned"),
        ("people", "3人", "3人"),
        ("indicator", "A1.staff；A2.partners", "A1.staff；A2.partners"),
        ("note", "one; Two\nthree", "one; Two\nthree"),
        ("partner", "４", "４"),
    ],
)
def test_other_fields_are_read_as_they_would_be_typed(field: str, text: str, wanted: str) -> None:
    """Words are read in any case, lists at any separator; what is text stays as it is."""
    assert read(field, text) == wanted


@pytest.mark.parametrize("field", all_fields())
def test_text_that_no_record_may_have_is_refused(field: str) -> None:
    """What hides in a text, or is too long to be one, is told of any field."""
    codes = []
    for text in ("a\x1bb", "x" * (MAX_CELL + 1)):
        found = read(field, text)
        assert isinstance(found, Problem)
        assert found.where == (field,)
        assert found.said().text
        codes.append(found.code)
    assert codes == ["control-character", "text-too-long"]


@given(
    st.dates(date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"])
)
def test_any_day_is_read_as_itself(day: date, form: str) -> None:
    """No day is taken for another."""
    assert read("date", day.strftime(form)) == day.isoformat()


@given(st.sampled_from(all_fields()), st.text())
def test_any_cell_is_read_or_refused_with_a_mend(field: str, text: str) -> None:
    """Whatever stands in a cell, it is a text for its field, or a fault with its mend."""
    said = read(field, text)
    assert isinstance(said, str) or (said.where == (field,) and said.said().help)
