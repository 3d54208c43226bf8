"""When two names are one, and which texts are days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.vocabulary import NoDayError, calendar_day, day, fold, is_day


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STAFF-017", "staff-017"),
        ("ＳＴＡＦＦ-017", "staff-017"),
        ("Zo\u00eb", "Zoe\u0308"),
        (" Li   Na ", "Li Na"),
        ("李\u3000娜", "李 娜"),
        ("STRASSE", "straße"),
    ],
)
def test_one_person_may_be_written_in_several_ways(one: str, other: str) -> None:
    """Names that differ only in case, width, composition or spaces are one person's."""
    assert fold(one) == fold(other)


@given(st.text())
def test_a_folded_name_stays_as_it_is(name: str) -> None:
    """Folding a name a second time changes nothing."""
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(("one", "other"), [("staff-017", "staff-018"), ("Li Na", "Lina")])
def test_two_people_stay_two(one: str, other: str) -> None:
    """Folding keeps apart what differs in a letter, a digit or a word."""
    assert fold(one) != fold(other)


def test_the_calendar_has_years_that_no_record_may_have() -> None:
    """What records are compared with may be a day of any year; what a record says may not."""
    assert calendar_day("0500-01-01") == date(500, 1, 1)
    with pytest.raises(NoDayError) as caught:
        day("0500-01-01")
    assert caught.value.case == "year"


@pytest.mark.parametrize("text", ["2024-02-30", "20240229", "2024-02-29 ", "2024-W09-4", ""])
def test_no_other_writing_is_a_day_of_the_calendar(text: str) -> None:
    """A day is one that exists, written as YYYY-MM-DD, and nothing else."""
    assert is_day("2024-02-29")
    assert not is_day(text)
