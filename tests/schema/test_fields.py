"""The kinds of value that plans and records share."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from oicekpi.schema import fields


def refused(value: object) -> tuple[str, str, str]:
    """Give code, message and hint of a day that must be refused."""
    with pytest.raises(PydanticCustomError) as caught:
        fields.day(value)
    context = caught.value.context or {}
    return context["code"], context["message"], context["hint"]


HINT = "write it with four, two and two digits, as 2024-04-12"


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("12.04.2024", "`12.04.2024` is not a day", HINT),
        ("2024-4-12", "`2024-4-12` is not a day", HINT),
        ("20240412", "`20240412` is not a day", HINT),
        ("2024-W15-5", "`2024-W15-5` is not a day", HINT),
        ("2024-04-12T10:00", "`2024-04-12T10:00` is not a day", HINT),
        ("2024-04-12\n", "`2024-04-12 ` is not a day", HINT),
        ("\u0662\u0660\u0662\u0664-04-12", "`\u0662\u0660\u0662\u0664-04-12` is not a day", HINT),
        ("\x1b" * 50, f"`{'<U+001B>' * 39}\u2026` is not a day", HINT),
        (datetime(2024, 4, 12, tzinfo=UTC), "a mapping is not a day", HINT),
        (20240412, "the number 20240412 is not a day", HINT),
        (("2024-04-12",), "a list is not a day", HINT),
        ("2023-02-29", "there is no day 2023-02-29", "look at the calendar"),
        ("2024-13-01", "there is no day 2024-13-01", "look at the calendar"),
        ("0000-01-01", "there is no day 0000-01-01", "look at the calendar"),
        ("0001-01-01", "0001-01-01 is in no year from 1900 to 2199", "correct the year"),
        ("0204-04-12", "0204-04-12 is in no year from 1900 to 2199", "correct the year"),
        ("9999-12-31", "9999-12-31 is in no year from 1900 to 2199", "correct the year"),
    ],
)
def test_what_is_no_day_is_refused(value: object, message: str, hint: str) -> None:
    """A day has one way to be written, stands in the calendar, and in a year that is meant."""
    assert refused(value) == ("bad-date", message, hint)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_as_written(day: date) -> None:
    """Each day of the years 1900 to 2199 is read, leap days too."""
    assert fields.day(day.isoformat()) == day
    assert fields.day(day) == day


@given(st.text("0123456789-/. T:Z\u0661", max_size=12))
def test_whatever_is_written_is_a_day_or_refused(text: str) -> None:
    """What is taken for a day was written as that day."""
    with suppress(PydanticCustomError):
        assert fields.day(text).isoformat() == text


@pytest.mark.parametrize("text", ["A", "A1", "A1.staff", "b2-credits", "x_1.y-2", "a" * 60])
def test_an_id_is_letters_and_digits_with_single_dots_or_dashes(text: str) -> None:
    """Ids can be typed on any keyboard and stand in any file's name."""
    assert TypeAdapter(fields.Id).validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    ["", ".", "A.", ".A", "A..b", "A b", "A/b", "\u957f", "a" * 61, "A1\n", "..", "a\u202eb"],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    """An id has no spaces, slashes or marks at its ends, and at most 60 characters."""
    with pytest.raises(ValidationError):
        TypeAdapter(fields.Id).validate_python(text)


def test_a_text_has_something_in_it() -> None:
    """Spaces alone are no text."""
    adapter = TypeAdapter(fields.Text)
    assert adapter.validate_python(" x ") == " x "
    for blank in ("", " ", "\n\t"):
        with pytest.raises(ValidationError):
            adapter.validate_python(blank)


def test_a_refusal_can_name_the_part_that_is_meant() -> None:
    """The key or place that is meant goes with the refusal; none is nowhere."""
    assert (fields.refusal("a", "b", "c").context or {})["at"] == ()
    assert (fields.refusal("a", "b", "c", at="until").context or {})["at"] == ("until",)
    assert (fields.refusal("a", "b", "c", at=0).context or {})["at"] == (0,)
    assert str(fields.refusal("a", "braces {b} stay", "c")) == "braces {b} stay"
