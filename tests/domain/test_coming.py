"""What the next year promises, from the years at hand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.forecasting import coming as benchmark
from benchmarks.forecasting.years import read_years
from oicekpi.domain.coming import ENOUGH, OFTEN, Year, prospect, rest, year
from oicekpi.domain.forecast import Arrival, forecast
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger

DATA = Path(__file__).parents[2] / "benchmarks" / "data" / "yearly-counts.csv"
ARRIVALS = st.lists(
    st.builds(Arrival, st.floats(0, 1), st.integers(1, 20), st.none()), max_size=12
).map(tuple)
YEARS = st.lists(st.builds(Year, ARRIVALS, st.just(1.0)), min_size=1, max_size=4)


def monthly(number: int) -> Year:
    """Make a year that brings so many units at the end of each month."""
    return Year(tuple(Arrival(month / 12, number) for month in range(1, 13)))


def test_too_little_is_known_in_the_first_months() -> None:
    """Nothing is claimed from less than three quarters of a year."""
    assert prospect([Year((), ENOUGH - 0.01)], 5) is None
    assert prospect([Year((), ENOUGH)], 5) is not None
    assert rest([], 5) is None


def test_what_came_each_month_is_to_be_expected_again() -> None:
    """An office that keeps to its plan exactly reaches nearly all of the same target."""
    found = prospect([monthly(2), monthly(2)], 24)
    assert found is not None
    assert found.often is not None
    assert 20 <= found.often <= 24


def test_quiet_years_promise_little() -> None:
    """Where nothing came, a small target is not even reached by one four times in five."""
    found = prospect([Year(()), Year(())], 4)
    assert found is not None
    assert found.often is None
    assert found.chance < 0.3


@given(YEARS, st.integers(1, 60))
def test_number_that_is_reached_often_is_the_highest_one(years: list[Year], needed: int) -> None:
    """It has a chance of at least 80 %, and one more has less."""
    found, left = prospect(years, needed), rest(years, needed)
    assert found is not None
    assert left is not None
    often = found.often or 0
    assert left.at_least(often) >= OFTEN > left.at_least(often + 1)


@given(YEARS, st.integers(0, 60))
def test_ceiling_that_is_kept_often_is_the_lowest_one(years: list[Year], most: int) -> None:
    """It is kept with a chance of at least 80 %, and one less is not."""
    found, left = prospect(years, most, ceiling=True), rest(years, most + 1)
    assert found is not None
    assert found.often is not None
    assert left is not None
    kept = 1 - left.at_least(found.often + 1)
    assert kept >= OFTEN - 1e-9
    assert found.often == 0 or 1 - left.at_least(found.often) < OFTEN + 1e-9


@given(YEARS, st.integers(1, 60))
def test_chance_is_never_certain(years: list[Year], needed: int) -> None:
    """A year that has not begun is open."""
    for ceiling in (False, True):
        found = prospect(years, needed, ceiling=ceiling)
        assert found is not None
        assert 0 < found.chance < 1


def test_it_is_the_forecast_of_a_longer_period() -> None:
    """A year at hand and one to come are a period of two years in which half has passed."""
    known = monthly(3)
    arrivals = [each._replace(share=each.share / 2) for each in known.arrivals]
    left = rest([known], 40)
    assert left is not None
    long = forecast(arrivals, share=0.5, expected=80, needed=76)
    assert long.rest is not None
    assert left.rate == pytest.approx(long.rest.rate, rel=0.1)  # a shorter memory


# --- how often what is claimed comes true ---------------------------------------------------------


@pytest.mark.parametrize("cut", [1.0, benchmark.CUT, 0.75])
def test_four_in_five_holds_on_real_years(cut: float) -> None:
    """Of 395 real years, 76 to 84 % bring what is claimed of four in five."""
    held = benchmark.held(benchmark.cases(read_years(DATA)[0], cut))
    assert held.cases == 395
    assert 0.76 <= held.exact <= 0.84
    assert abs(held.held - held.claimed) < 0.04


def test_four_in_five_holds_on_simulated_years() -> None:
    """So it does where the rate differs from the plan's, and changes from year to year."""
    held = benchmark.held(benchmark.simulated(0.3, 0.3))
    assert 0.76 <= held.exact <= 0.84


def test_chance_of_the_same_target_is_right_on_real_years() -> None:
    """Targets that are given a chance are reached about as often as it says."""
    said = benchmark.likely(benchmark.cases(read_years(DATA)[0]))
    for low, high in ((0.2, 0.4), (0.4, 0.6), (0.6, 0.8)):
        inside = [(found.chance, made) for found, made in said if low <= found.chance < high]
        mean = sum(chance for chance, _ in inside) / len(inside)
        assert abs(mean - sum(made for _, made in inside) / len(inside)) < 0.06


# --- which years there are ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "known"),
    [
        ({}, True),
        ({"measure": "records"}, True),
        ({"measure": "amount", "unit": "EUR"}, False),
        ({"measure": "level", "of": ["reading"]}, False),
    ],
)
def test_only_units_that_arrive_make_a_year(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    keys: dict[str, object],
    known: bool,  # noqa: FBT001 - of a case
) -> None:
    """Where the model of arrivals does not fit, there is no year to learn from."""
    plan = make_plan({"target": {"at_least": 4}, **keys})
    ledger = Ledger(plan, [make_entry("2024-06-30", people=3)])
    (progress,) = of_plan("2024", plan, ledger, date(2024, 9, 30)).indicators
    found = year(plan, progress)
    assert (found is not None) is known
    if found is not None:
        assert len(found.arrivals) == 1
        assert found.passed == pytest.approx(0.749, abs=0.001)
