"""What a cell of a spreadsheet says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.app.importing import cell
from oicekpi.app.importing.cell import MAX_CELL, Column
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import all_fields

TODAY = date(2024, 9, 30)


def read(field: str, text: str) -> str | Problem:
    """Return what a cell says on that day."""
    return cell.read(field, text, TODAY)


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
        ("04/05/2024", "several-days", ["2024-04-05", "2024-05-04"]),
        ("4.5.2024", "several-days", ["2024-04-05", "2024-05-04"]),
        ("04-05-24", "several-days", ["2004-05-24", "2024-04-05", "2024-05-04"]),
        ("24/10/31", "several-days", ["2024-10-31", "2031-10-24"]),
        ("45394", "serial", None),
    ],
)
def test_day_that_could_be_another_is_refused(text: str, case: str, days: list[str] | None) -> None:
    """Which is the day and which the month is never guessed; the days it may mean are said."""
    found = read("date", text)
    assert isinstance(found, Problem)
    assert (found.where, found.code, found.case) == (("date",), "bad-date", case)
    assert found.params.get("days") == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/10/2024", "2024-10-31"),
        ("10/31/2024", "2024-10-31"),
        ("31.10.2024", "2024-10-31"),
        ("31. 10. 2024", "2024-10-31"),
        ("31-10-2024", "2024-10-31"),
        ("5.5.2024", "2024-05-05"),
        ("10/31/24", "2024-10-31"),
        ("10/31/2024 0:00", "2024-10-31"),
        ("10/31/2024 12:00:00 AM", "2024-10-31"),
    ],
)
def test_day_that_can_be_no_other_is_read(text: str, day: str) -> None:
    """It needs no correction, in whatever order it is written."""
    assert read("date", text) == read("until", text) == day


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["", "03/04/2024", "31/10/2024", "30/10/2024"], Column("day", "31/10/2024")),
        (["10/31/2024", "31/10/24", "soon"], Column("month", "10/31/2024")),
        (["31/10/2024", "10/31/2024"], Column()),
        (["03/04/2024", "5/5/2024", "31/31/2024"], Column()),
        (["2024-04-04", "2024-04-13", "2024/4/12 0:00"], Column(swappable="2024/4/12 0:00")),
        (["2024-04-12", "2024-04-11"], Column(swappable="2024-04-12")),
    ],
)
def test_column_shows_how_its_days_are_written(texts: list[str], wanted: Column) -> None:
    """A day that can be no other shows the order of its numbers, if none contradicts."""
    assert cell.column(texts, TODAY) == wanted


def _beside(text: str, *others: str) -> str | Problem:
    return cell.beside(read("date", text), "date", text, cell.column(others, TODAY), TODAY)


def test_day_with_several_meanings_comes_with_the_one_that_fits_its_column() -> None:
    """The others are named, too; where no meaning has the order of the column, none fits."""
    found = _beside("03/04/2024", "31/10/2024")
    assert isinstance(found, Problem)
    assert found.params["likely"] == "2024-04-03"
    assert found.params["others"] == ["2024-03-04"]
    assert '"31/10/2024"' in found.said().help
    assert _beside("31/10/24", "10/31/2024") == _beside("31/10/24") == read("date", "31/10/24")


def test_day_is_refused_beside_one_that_may_have_been_changed() -> None:
    """A spreadsheet program makes days of the texts that it can read, and leaves the others."""
    found = _beside("31/10/2024", "2024-03-04")
    assert isinstance(found, Problem)
    assert (found.case, found.params["day"]) == ("mixed", "2024-10-31")
    assert _beside("31/10/2024", "2024-03-13", "2024-04-04") == "2024-10-31"


@pytest.mark.parametrize(
    "text",
    ["2024-04-02 14:30", "soon", "20 Nov", "2024/4-2", "2024-04", "99/99/2024", "31/10-2024"],
)
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
