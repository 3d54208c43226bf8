"""Exact numbers: what is read, what is refused with which help, and how they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.fields import InvalidError
from oicekpi.domain.numbers import MOST, Exact, Number, decimals, written


@pytest.mark.parametrize("value", [0, -3, MOST, -MOST, Decimal("0.1"), Decimal("1000.50")])
def test_whole_and_decimal_numbers_are_read_as_they_are(value: Number) -> None:
    """Nothing is rounded, and no decimal is dropped."""
    read = Exact().read(value)
    assert (read, type(read), str(read)) == (value, type(value), str(value))


@pytest.mark.parametrize(
    ("value", "case", "params"),
    [
        ("1,000.50", "grouped", {"plain": "1000.50"}),
        ("1 000", "grouped", {"plain": "1000"}),
        ("2,5", "grouped", {"plain": "2.5"}),
        ("34%", "unit", {"plain": "34"}),
        ("2.5\u4e07", "unit", {"plain": "2.5"}),
        ("many", "type", {}),
        (True, "type", {}),
        (1.5, "type", {}),
        (None, "type", {}),
    ],
)
def test_other_writings_are_refused_with_what_to_write(
    value: object, case: str, params: dict[str, object]
) -> None:
    """A number with separators, a unit or words in it is text; a binary float is never read."""
    with pytest.raises(InvalidError) as caught:
        Exact().read(value)
    (problem,) = caught.value.problems
    assert (problem.code, problem.case, problem.params) == (
        "bad-number",
        case,
        {"value": value, **params},
    )


@pytest.mark.parametrize(("value", "case"), [(-1, "low"), (MOST + 1, "high")])
def test_numbers_have_bounds(value: int, case: str) -> None:
    """They go up to 10^12; the parts of a ratio are not below zero."""
    with pytest.raises(InvalidError) as caught:
        Exact(0).read(value)
    assert [(each.code, each.case) for each in caught.value.problems] == [("out-of-range", case)]
    assert Exact(0).schema() == {"type": "number", "minimum": 0, "maximum": MOST}


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (7, None, "7"),
        (1_234_567, None, "1,234,567"),
        (Decimal("1234.50"), None, "1,234.50"),
        (Decimal("-0.5"), 1, "-0.5"),
        (Decimal(100) / 3, 2, "33.33"),
        (Decimal("1E+3"), None, "1,000"),
    ],
)
def test_a_number_is_written_as_people_write_it(
    number: Number, places: int | None, text: str
) -> None:
    """The thousands are apart; decimals are as many as it has, or as asked for."""
    assert written(number, places) == text


def test_what_is_no_number_has_no_decimals() -> None:
    """An infinite value has none to count."""
    assert decimals(Decimal("Infinity")) == 0


@given(st.lists(st.decimals(-(10**6), 10**6, places=2, allow_nan=False), min_size=1))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    """A sum is that of the cents."""
    assert sum(amounts) * 100 == sum(int(each * 100) for each in amounts)
