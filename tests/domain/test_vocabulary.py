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
        ("张\u3000三", "张三"),
        ("staff\u2011017", "staff-017"),
        ("staff–017", "staff-017"),
        ("O’Brien", "O'Brien"),
        ("买买提•艾力", "买买提·艾力"),
        ("“Ann” Lee", '"Ann" Lee'),
        ("STRASSE", "straße"),
    ],
)
def test_one_person_may_be_written_in_several_ways(one: str, other: str) -> None:
    """A keyboard or an office program chooses case, width, spaces, dashes, dots and quotes."""
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


def test_a_day_within_the_program_is_one_already() -> None:
    """Only a text is read."""
    assert day(date(2024, 2, 29)) == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2024-02-30", "20240229", "2024-02-29 ", "2024-W09-4", ""])
def test_no_other_writing_is_a_day_of_the_calendar(text: str) -> None:
    """A day is one that exists, written as YYYY-MM-DD, and nothing else."""
    assert is_day("2024-02-29")
    assert not is_day(text)


@pytest.mark.parametrize("unseen", ["\u200d", "\ufe0f", "\u00ad", "\u2060", "\u200b", "\U000e0101"])
def test_what_cannot_be_seen_makes_no_other_name(unseen: str) -> None:
    """Joiners and variation selectors are pasted along with names, and nobody sees them."""
    assert fold(f"An{unseen}n") == fold("Ann")
    assert fold(unseen) != fold("")


def test_a_name_is_normalized_in_bounded_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Combining marks of one letter take the square of their number to sort."""
    lengths: list[int] = []

    def normalize(_: str, text: str) -> str:
        lengths.append(len(text))
        return text

    monkeypatch.setattr("unicodedata.normalize", normalize)
    fold("a" + "\u0301\u0316" * 5_000)
    assert max(lengths) <= 1_000
    assert sum(lengths) <= 3 * 10_001
