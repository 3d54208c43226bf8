"""The pace curve: how much of a target is expected by each day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.pace import Curve, due

START, END = date(2024, 1, 1), date(2024, 12, 31)
ONE_DAY = timedelta(days=1)


def spans(*windows: tuple[str, str]) -> list[tuple[date, date]]:
    """Give windows as the curve takes them: the day before the first day, and the last."""
    return [
        (date.fromisoformat(first) - ONE_DAY, date.fromisoformat(last)) for first, last in windows
    ]


EVEN = Curve.through_days(START, END, spans(("2024-01-01", "2024-12-31")))


# --- examples ---------------------------------------------------------------------------------


def test_an_even_pace_accrues_day_by_day() -> None:
    """Each day of a leap year brings one 366th, the first day too."""
    assert EVEN.share(date(2023, 12, 31)) == 0
    assert EVEN.share(START) == Fraction(1, 366)
    assert EVEN.share(date(2024, 2, 29)) == Fraction(60, 366)
    assert EVEN.share(END) == 1
    assert EVEN.share(date(2025, 6, 1)) == 1
    assert EVEN.share(date(2020, 6, 1)) == 0
    assert EVEN.end == END


def test_pace_stands_still_outside_windows() -> None:
    """Of two windows of 10 and 30 days the first brings a quarter; between them nothing accrues."""
    curve = Curve.through_days(
        START, END, spans(("2024-02-01", "2024-02-10"), ("2024-07-02", "2024-07-31"))
    )
    shares = {
        "2024-01-31": 0,
        "2024-02-01": Fraction(1, 40),
        "2024-02-10": Fraction(1, 4),
        "2024-05-05": Fraction(1, 4),
        "2024-07-01": Fraction(1, 4),
        "2024-07-02": Fraction(11, 40),
        "2024-07-31": 1,
        "2024-12-30": 1,
    }
    assert {day: curve.share(date.fromisoformat(day)) for day in shares} == shares


def test_windows_side_by_side_are_as_one() -> None:
    """Nothing happens between a day and the next."""
    parts = spans(("2024-01-01", "2024-05-31"), ("2024-06-01", "2024-12-31"))
    curve = Curve.through_days(START, END, parts)
    for day in (START, date(2024, 5, 31), date(2024, 6, 1), END):
        assert curve.share(day) == EVEN.share(day)


def test_checkpoints_are_joined_by_straight_lines() -> None:
    """From 0 on the eve of the period, through the points, to what is needed at its end."""
    points = [(date(2024, 1, 10), 0), (date(2024, 1, 20), 5), (date(2024, 1, 30), 5)]
    curve = Curve.through_points(START, END, points, 10)
    shares = {
        "2024-01-10": 0,
        "2024-01-11": Fraction(1, 20),
        "2024-01-20": Fraction(1, 2),
        "2024-01-25": Fraction(1, 2),
        "2024-01-30": Fraction(1, 2),
        "2024-12-31": 1,
    }
    assert {day: curve.share(date.fromisoformat(day)) for day in shares} == shares
    assert Fraction(1, 2) < curve.share(date(2024, 1, 31)) < curve.share(date(2024, 12, 30)) < 1


def test_a_checkpoint_on_the_last_day_is_the_end() -> None:
    """The end is named once, by the plan or by the target."""
    given_end = Curve.through_points(START, END, [(END, 10)], 10)
    assert given_end == Curve.through_points(START, END, [], 10)


def test_a_checkpoint_on_the_first_day_is_due_on_it() -> None:
    """What is due on the first day is due by its end, and nothing before."""
    curve = Curve.through_points(START, END, [(START, 10)], 10)
    assert curve.share(START) == 1
    assert curve.share(START - ONE_DAY) == 0
    assert curve.day_of(Fraction(1)) == START


def test_a_period_of_one_day_is_due_on_that_day() -> None:
    """The shortest plan has a pace too."""
    curve = Curve.through_days(START, START, [(START - ONE_DAY, START)])
    assert curve.share(START - ONE_DAY) == 0
    assert curve.share(START) == 1


def test_half_an_agreement_is_not_due() -> None:
    """Only whole units are due, and no rounding moves a day on which one falls due."""
    assert due(3, Fraction(2, 3)) == 2
    assert due(3, Fraction(2, 3) - Fraction(1, 10**9)) == 1
    assert due(5, Fraction(0)) == 0
    assert due(5, Fraction(1)) == 5


@pytest.mark.parametrize(
    ("share", "day"),
    [
        (Fraction(1, 366), "2024-01-01"),
        (Fraction(1, 365), "2024-01-02"),
        (Fraction(1, 2), "2024-07-01"),
        (Fraction(1), "2024-12-31"),
    ],
)
def test_the_day_of_a_share_is_the_first_on_which_it_is_expected(share: Fraction, day: str) -> None:
    """A share is due by the end of a day, not in the middle of one."""
    assert EVEN.day_of(share) == date.fromisoformat(day)


# --- whatever the plan says -------------------------------------------------------------------


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    """Draw a curve as plans make them: even with breaks, in windows, or through checkpoints."""
    start = draw(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
    end = start + timedelta(days=draw(st.integers(0, 800)))
    length = (end - start).days + 1
    offsets = sorted(draw(st.sets(st.integers(0, length - 1), min_size=1, max_size=9)))
    days = [start + timedelta(days=offset) for offset in offsets]
    if draw(st.booleans()):
        needed = draw(st.integers(1, 500))
        counts = sorted(draw(st.integers(0, needed)) for _ in days)
        points = [
            (day, needed if day == end else count) for day, count in zip(days, counts, strict=True)
        ]
        return Curve.through_points(start, end, points, needed)
    windows: list[tuple[date, date]] = []
    for day in days:  # some windows grow longer than a day
        grown = bool(windows) and draw(st.integers(0, 1)) == 1
        before = windows.pop()[0] if grown else day - ONE_DAY
        windows.append((before, day))
    return Curve.through_days(start, end, windows)


def days_of(curve: Curve) -> list[date]:
    """Give the days from the eve of the period to its end."""
    return [date.fromordinal(day) for day in range(curve.days[0], curve.days[-1] + 1)]


@given(curves())
def test_a_share_is_never_above_1_and_never_falls(curve: Curve) -> None:
    """It begins at 0 on the eve and ends at 1, and time never takes anything back."""
    shares = [curve.share(day) for day in days_of(curve)]
    assert shares[0] == 0
    assert shares[-1] == 1
    assert shares == sorted(shares)


@given(curves(), st.integers(1, 10_000))
def test_what_is_due_is_never_more_than_what_is_needed(curve: Curve, needed: int) -> None:
    """Due grows in whole units from 0 to what is needed."""
    counts = [due(needed, curve.share(day)) for day in days_of(curve)]
    assert counts[0] == 0
    assert counts[-1] == needed
    assert counts == sorted(counts)


@given(curves(), st.fractions(0, 1).filter(bool))
def test_the_day_of_a_share_is_its_inverse(curve: Curve, share: Fraction) -> None:
    """The share is expected by the end of its day, and not by the end of the day before."""
    day = curve.day_of(share)
    assert curve.share(day) >= share
    assert curve.share(day - ONE_DAY) < share


@given(curves(), st.dates(date(1985, 1, 1), date(2110, 1, 1)))
def test_a_day_of_its_own_share_is_not_later(curve: Curve, day: date) -> None:
    """Asked for what is expected on a day, the curve names that day or an earlier one."""
    if share := curve.share(day):
        assert curve.day_of(share) <= day
