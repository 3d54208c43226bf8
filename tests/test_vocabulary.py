"""When two names are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.vocabulary import fold


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
