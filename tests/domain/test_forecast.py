"""The forecast keeps its promises."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oicekpi.domain.forecast import (
    LARGEST,
    SHARE_STEPS,
    SHIPPED,
    UNSURE,
    Arrival,
    Forecast,
    Parameters,
    forecast,
    remainder,
)

shares = st.one_of(
    st.floats(0, 1),
    st.integers(0, 366).map(lambda day: day / 366),
    st.integers(0, SHARE_STEPS).map(lambda step: step / SHARE_STEPS),
)
sizes = st.one_of(st.integers(1, 5), st.integers(1, 1_000_000), st.just(10**40))
arrival = st.builds(Arrival, shares, sizes)
history = st.lists(arrival, max_size=12)
small_history = st.lists(st.builds(Arrival, shares, st.integers(1, 3)), max_size=12)
needs = st.one_of(st.integers(1, 60), st.integers(-3, 1_000_000), st.just(10**40))
plans = st.one_of(
    st.integers(1, 60).map(float), st.floats(0, 1e6), st.floats(allow_nan=True, allow_infinity=True)
)
parameter_sets = st.builds(
    Parameters,
    prior_weight=st.floats(0.1, 10),
    regression=st.floats(-0.5, 0.5),
    dispersion=st.floats(1.01, 5),
    drift=st.floats(0.01, 2),
    memory=st.floats(0.05, 100),
    size_power=st.floats(0, 1),
)
CONJUGATE = Parameters(
    prior_weight=2.0,
    regression=0.0,
    dispersion=1 + 1e-9,
    drift=0.0,
    memory=1e6,
    size_power=1.0,
)
"""The textbook's gamma-Poisson model, of which data can be drawn without approximation."""


def count(arrivals: Sequence[Arrival]) -> int:
    """Return what is done."""
    return sum(one.size for one in arrivals)


# Properties


@settings(max_examples=300)
@given(st.one_of(history, small_history), arrival, shares, plans, needs, parameter_sets)
def test_an_arrival_never_lowers_the_chance(  # noqa: PLR0913, PLR0917  # Hypothesis fills them
    arrivals: list[Arrival],
    new: Arrival,
    share: float,
    expected: float,
    needed: int,
    parameters: Parameters,
) -> None:
    """The chance never falls when something more was done, whenever and however much."""
    for used in (SHIPPED, parameters):
        before = forecast(arrivals, share=share, expected=expected, needed=needed, parameters=used)
        after = forecast(
            [*arrivals, new], share=share, expected=expected, needed=needed, parameters=used
        )
        assert after.chance >= before.chance


@settings(max_examples=300)
@given(st.one_of(history, small_history), shares, shares, plans, needs, parameter_sets)
@example([Arrival(0.5, 1)], 0.3, math.nextafter(0.3, 1), 15.0, 15, SHIPPED)
def test_time_without_an_arrival_never_raises_the_chance(  # noqa: PLR0913, PLR0917  # Hypothesis fills them
    arrivals: list[Arrival],
    one: float,
    other: float,
    expected: float,
    needed: int,
    parameters: Parameters,
) -> None:
    """The chance never rises as the pace curve passes and nothing new is done."""
    for used in (SHIPPED, parameters):
        earlier, later = (
            forecast(arrivals, share=share, expected=expected, needed=needed, parameters=used)
            for share in sorted((one, other))
        )
        assert later.chance <= earlier.chance


@given(small_history, shares, plans, st.integers(1, 100), st.integers(1, 100))
def test_needing_more_never_raises_the_chance(
    arrivals: list[Arrival], share: float, expected: float, needed: int, more: int
) -> None:
    """The chance never rises when the same plan needs more."""
    easy = forecast(arrivals, share=share, expected=expected, needed=needed)
    hard = forecast(arrivals, share=share, expected=expected, needed=needed + more)
    assert hard.chance <= easy.chance


@given(history, shares, plans, st.integers(0, 10**41))
def test_what_is_achieved_is_certain(
    arrivals: list[Arrival], share: float, expected: float, short: int
) -> None:
    """The chance is exactly 1 when what is needed is done."""
    done = count(arrivals)
    said = forecast(arrivals, share=share, expected=expected, needed=done - short)
    assert said.chance == 1.0


@given(history, st.floats(min_value=1), plans, st.integers(1, 10**41))
def test_what_is_missing_at_the_end_is_missed(
    arrivals: list[Arrival], share: float, expected: float, short: int
) -> None:
    """The chance is exactly 0, and the count final, when nothing more is expected."""
    done = count(arrivals)
    said = forecast(arrivals, share=share, expected=expected, needed=done + short)
    assert said == Forecast(done, done, done, 0.0)


@given(st.one_of(history, small_history), shares, plans, needs, parameter_sets)
@example([], 0.0, math.nan, 1, SHIPPED)
@example([Arrival(0.0, 10**40)], 0.5, math.inf, 10**40 + 1, SHIPPED)
@example([], -math.inf, -1.0, 1, SHIPPED)
def test_the_forecast_is_ordered_and_open_until_the_end(
    arrivals: list[Arrival],
    share: float,
    expected: float,
    needed: int,
    parameters: Parameters,
) -> None:
    """What is done, low, likely and high come in this order; an open outcome is never sure."""
    said = forecast(arrivals, share=share, expected=expected, needed=needed, parameters=parameters)
    assert count(arrivals) <= said.low <= said.likely <= said.high
    if share < 1 and count(arrivals) < needed:
        assert UNSURE <= said.chance <= 1 - UNSURE


@given(st.one_of(history, small_history), st.randoms(), shares, plans, needs)
def test_the_order_of_arrivals_is_irrelevant(
    arrivals: list[Arrival], dealer: random.Random, share: float, expected: float, needed: int
) -> None:
    """The same arrivals in another order give the same forecast."""
    other = dealer.sample(arrivals, len(arrivals))
    said = forecast(arrivals, share=share, expected=expected, needed=needed)
    assert forecast(other, share=share, expected=expected, needed=needed) == said


def test_an_arrival_ahead_of_today_counts_in_full() -> None:
    """An arrival that stands later on the curve than today is not faded."""
    ahead = forecast([Arrival(0.9, 2)], share=0.5, expected=10, needed=10)
    assert ahead == forecast([Arrival(0.5, 2)], share=0.5, expected=10, needed=10)


def test_a_quiet_spell_lowers_the_chance() -> None:
    """Of two equal counts, the one that went quiet has the lower chance."""
    early = forecast([Arrival(0.05, 1)] * 5, share=0.5, expected=10, needed=10)
    recent = forecast([Arrival(0.45, 1)] * 5, share=0.5, expected=10, needed=10)
    assert early.chance < recent.chance


def test_one_large_arrival_is_less_evidence_than_many_small() -> None:
    """Of two equal counts, the one that came at a single stroke promises less."""
    stroke = forecast([Arrival(0.3, 6)], share=0.5, expected=12, needed=12)
    steady = forecast([Arrival(0.3, 1)] * 6, share=0.5, expected=12, needed=12)
    assert stroke.chance < steady.chance


def test_the_first_day_knows_only_the_plan() -> None:
    """On the first day the median is near the plan and the interval wide."""
    said = forecast([], share=0, expected=15, needed=15)
    assert said.low <= 5
    assert 8 <= said.likely <= 18
    assert said.high >= 20
    assert 0.25 <= said.chance <= 0.6


# Figures


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_tail_is_that_of_the_negative_binomial(share: float) -> None:
    """The chance agrees with the sum of the probabilities of all smaller counts."""
    rest = remainder([Arrival(share / 2, 3)], share=share, expected=20)
    shape, ratio = rest.mean / rest.odds, rest.odds / (1 + rest.odds)
    term, below = (1 + rest.odds) ** -shape, 0.0
    for number in range(40):
        assert rest.at_least(number) == pytest.approx(1 - below, abs=1e-10)
        below += term
        term *= (shape + number) * ratio / (number + 1)


def test_the_textbook_model_is_a_special_case() -> None:
    """Without fading, drift and clumps the rate is the gamma's usual update."""
    rest = remainder([Arrival(0.1, 1)] * 4, share=0.5, expected=10, parameters=CONJUGATE)
    assert rest.rate == pytest.approx((2 + 4) / (2 + 5), rel=1e-5)
    assert rest.mean == pytest.approx(5 * 6 / 7, rel=1e-5)
    assert rest.odds == pytest.approx(5 / 7, rel=1e-5)


def test_the_interval_holds_counts_drawn_from_the_shipped_model() -> None:
    """Of counts drawn from what the forecast says, 78 to 90 % lie in its 80 % interval."""
    dice = random.Random(20)  # noqa: S311 - draws for a test, the same each time
    inside = []
    for _ in range(2000):
        share, expected = dice.uniform(0.05, 0.9), dice.randint(2, 50)
        seen = range(dice.randint(0, round(2 * expected * share)))
        arrivals = [Arrival(dice.uniform(0, share), dice.choice((1, 1, 1, 2))) for _ in seen]
        rest = remainder(arrivals, share=share, expected=expected)
        rate = dice.gammavariate(rest.mean / rest.odds, rest.odds)
        total = count(arrivals) + poisson_draw(dice, rate)
        said = forecast(arrivals, share=share, expected=expected, needed=expected)
        inside.append(said.low <= total <= said.high)
    assert 0.78 <= sum(inside) / len(inside) <= 0.90


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_interval_holds_whole_years_drawn_from_the_textbook_model(share: float) -> None:
    """Of years with a gamma rate and Poisson units, 78 to 90 % end inside, on each date."""
    dice = random.Random(21)  # noqa: S311 - draws for a test, the same each time
    inside, brier, made = 0, 0.0, 0.0
    for _ in range(1500):
        rate = 20 * dice.gammavariate(2, 1 / 2)
        days = [dice.random() for _ in range(poisson_draw(dice, rate))]
        arrivals = [Arrival(day, 1) for day in days if day <= share]
        said = forecast(arrivals, share=share, expected=20, needed=20, parameters=CONJUGATE)
        inside += said.low <= len(days) <= said.high
        made += len(days) >= 20
        brier += said.chance
    assert 0.78 <= inside / 1500 <= 0.90
    assert brier / 1500 == pytest.approx(made / 1500, abs=0.03)


def poisson_draw(dice: random.Random, mean: float) -> int:
    """Return a Poisson count, by the gaps between units."""
    number, passed = 0, dice.expovariate(1)
    while passed < mean:
        number += 1
        passed += dice.expovariate(1)
    return number


# Speed and size


def test_the_number_of_steps_is_bounded(calls: Callable[[Callable[[], object]], int]) -> None:
    """However much is needed, a forecast takes a few times the steps of a small one."""

    def steps(needed: int) -> int:
        arrivals = [Arrival(step / 40, max(1, needed // 60)) for step in range(20)]
        return calls(lambda: forecast(arrivals, share=0.5, expected=needed, needed=needed))

    assert max(steps(needed) for needed in (1_000, LARGEST, 10**40)) < 5 * steps(15)


def test_the_steps_grow_with_the_arrivals(calls: Callable[[Callable[[], object]], int]) -> None:
    """Twice the arrivals take about twice the steps."""

    def steps(size: int) -> int:
        arrivals = [Arrival(at / (2 * size), 1) for at in range(size)]
        return calls(lambda: forecast(arrivals, share=0.5, expected=2 * size, needed=2 * size))

    few, twice, four_times = steps(1_000), steps(2_000), steps(4_000)
    assert twice < 2.5 * few
    assert four_times < 2.5 * twice


def test_parameters_that_are_nearly_certain_still_end() -> None:
    """A prior of a thousand million arrivals is cut off, not followed for ever."""
    sure = replace(CONJUGATE, prior_weight=1e9)
    said = forecast([], share=0.0, expected=1e9, needed=LARGEST, parameters=sure)
    assert 0 < said.chance < 1
    assert said.low <= said.likely <= said.high
