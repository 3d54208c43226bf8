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
    ("text", "wanted"),
    [
        ("4", "4"),
        ("4.0", "4"),
        ("4人", "4"),
        ("12 名", "12"),
        ("１２", "12"),
        ("1 Person", "1"),
        ("3 people", "3"),
        ("0", "0"),
        ("ann, ben", "ann, ben"),
        ("王芳、李强", "王芳、李强"),
        ("ann;ben；cy\ndee", "ann,ben,cy,dee"),
        ("1023,1024", "1023,1024"),
        ("staff-017", "staff-017"),
        ("12345678901", "12345678901"),
    ],
)
def test_people_are_a_head_count_or_names(text: str, wanted: str) -> None:
    """A number with its unit is a head-count; semicolons and lines part names as commas do."""
    assert read("people", text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("1,000", "12,345,678", "4.5", "-3", "+3", "0012", ".5"),
        *(
            "3 students",
            "3人次",
            "3（含领队）",
            "三人",
            "about 3",
            "~3",
            "3-4",
            "3+1",
            "1 000",
            "10%",
        ),
        *("3.", "1e9", "#REF!", "#N/A", "NaN", "TBD", "-", "?", "n/a", "none", "ann; none"),
    ],
)
def test_number_that_may_be_no_head_count_is_refused(text: str) -> None:
    """`1,000` is not two people named 1 and 000, nor `0012` twelve, nor `3 students` one person."""
    assert read("people", text) == Problem(("people",), "bad-people", {"value": text}, "cell")


@pytest.mark.parametrize("text", ["Ann and Bob", "Ann & Bob", "Ann/Bob; Cy", "Anna und Ben"])
def test_several_names_that_look_like_one_are_refused(text: str) -> None:
    """Two people counted as one would be a wrong figure."""
    assert read("people", text) == Problem(("people",), "bad-people", {"value": text}, "unclear")


@pytest.mark.parametrize("text", ["Sandy Hand", "三毛", "Nan Li", "Otto-Ann", "2021-017", "1_0"])
def test_a_name_that_only_has_such_a_word_in_it_is_a_name(text: str) -> None:
    """What is refused stands by itself."""
    assert read("people", text) == text


@pytest.mark.parametrize(
    ("field", "text", "wanted"),
    [
        ("kind", "Trip", "trip"),
        ("state", "PLANNED", "planned"),
        ("indicator", "A1.staff；A2.partners", "A1.staff,A2.partners"),
        ("evidence", "a.pdf\nb.pdf", "a.pdf,b.pdf"),
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
