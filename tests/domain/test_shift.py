"""Days of one period in another one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.plan import Period
from oicekpi.domain.shift import Shift, months, same_point


def period(start: str, end: str) -> Period:
    """Make a period."""
    return Period(date.fromisoformat(start), date.fromisoformat(end))


PERIODS = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)),
    st.dates(date(1999, 1, 1), date(2050, 1, 1)),
    st.integers(0, 1_200),
)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-01-01", "2024-12-31", 12),
        ("2023-09-01", "2024-08-31", 12),
        ("2024-01-01", "2024-06-30", 6),
        ("2021-01-01", "2025-12-31", 60),
        ("2024-01-15", "2024-02-14", 1),
        ("2024-01-01", "2024-12-30", None),
        ("2024-01-01", "2024-01-10", None),
    ],
)
def test_length_in_months(start: str, end: str, expected: int | None) -> None:
    """A period that ends on the day before it began, some months later, has whole months."""
    assert months(period(start, end)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-01-01", "2024-12-31", ("2025-01-01", "2025-12-31")),
        ("2023-09-01", "2024-08-31", ("2024-09-01", "2025-08-31")),
        ("2022-03-01", "2023-02-28", ("2023-03-01", "2024-02-29")),
        ("2023-03-01", "2024-02-29", ("2024-03-01", "2025-02-28")),
        ("2024-01-01", "2024-06-30", ("2024-07-01", "2024-12-31")),
        ("2021-01-01", "2025-12-31", ("2026-01-01", "2030-12-31")),
        ("2024-03-04", "2024-05-26", ("2024-05-27", "2024-08-18")),
        ("2001-02-28", "2001-05-27", ("2001-05-28", "2001-08-27")),
        ("2024-12-31", "2025-01-30", ("2025-01-31", "2025-02-27")),
    ],
)
def test_next_period_begins_where_this_one_ends(
    start: str, end: str, expected: tuple[str, str]
) -> None:
    """A period of whole months is followed by as many months, another by as many days."""
    assert Shift.following(period(start, end)).result == period(*expected)


@given(PERIODS, st.integers(1, 3))
def test_periods_that_follow_leave_no_day_out(of: Period, times: int) -> None:
    """Each of the periods that follow begins on the day after the one before."""
    before = Shift.following(of, times - 1).result if times > 1 else of
    assert Shift.following(of, times).result.start == before.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "day", "expected"),
    [
        ("2024-01-01", "2024-12-31", "2024-02-29", "2025-02-28"),
        ("2024-01-01", "2024-12-31", "2024-12-31", "2025-12-31"),
        ("2023-01-01", "2023-12-31", "2023-02-28", "2024-02-28"),
        ("2024-01-01", "2024-06-30", "2024-02-29", "2024-08-31"),
        ("2024-01-01", "2024-06-30", "2024-05-15", "2024-11-15"),
        ("2024-03-04", "2024-05-26", "2024-03-06", "2024-05-29"),
    ],
)
def test_day_of_the_next_period(start: str, end: str, day: str, expected: str) -> None:
    """A year later it is the same day, 29 February the 28th; months' ends stay months' ends."""
    way = Shift.following(period(start, end))
    assert way.day(date.fromisoformat(day)) == date.fromisoformat(expected)


@given(PERIODS, st.data())
def test_order_of_days_is_kept(of: Period, data: st.DataObject) -> None:
    """Days in their order are moved to days in their order, inside of the next period."""
    day = data.draw(st.dates(of.start, of.end))
    later = data.draw(st.dates(day, of.end))
    way = Shift.following(of)
    assert way.result.start <= way.day(day) <= way.day(later) <= way.result.end


@pytest.mark.parametrize(
    ("one", "other", "day", "expected"),
    [
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31"), "2024-09-30", "2023-09-30"),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31"), "2024-02-29", "2023-02-28"),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31"), "2025-03-01", "2024-01-01"),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31"), "2023-03-01", "2022-12-31"),
        (("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31"), "2023-12-31", "2024-12-31"),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-06-30"), "2024-07-01", "2023-04-01"),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-06-30"), "2024-01-01", "2023-01-01"),
    ],
)
def test_same_point_of_another_period(
    one: tuple[str, str], other: tuple[str, str], day: str, expected: str
) -> None:
    """It is the same day of the year, else the day by which the same share has passed."""
    found = same_point(date.fromisoformat(day), period(*one), period(*other))
    assert found == date.fromisoformat(expected)


@given(PERIODS, PERIODS, st.data())
def test_last_day_is_at_the_same_point_as_the_last_day(
    one: Period, other: Period, data: st.DataObject
) -> None:
    """A day of the period has its like in the other one, the last one the last."""
    assert same_point(one.end, one, other) == other.end
    assert same_point(data.draw(st.dates(one.start, one.end)), one, other) in other
