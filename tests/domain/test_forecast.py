"""The forecast keeps its promises."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from oicekpi.domain.forecast import (
    LARGEST,
    SHARE_STEPS,
    SHIPPED,
    UNSURE,
    Arrival,
    Forecast,
    Parameters,
    Remainder,
    forecast,
    remainder,
    slows,
)

shares = st.one_of(
    st.floats(0, 1),
    st.integers(0, 366).map(lambda day: day / 366),
    st.integers(0, SHARE_STEPS).map(lambda step: step / SHARE_STEPS),
)
sizes = st.one_of(st.integers(1, 5), st.integers(1, 1_000_000), st.just(10**40))
arrival = st.builds(Arrival, shares, sizes, st.none())
history = st.lists(arrival, max_size=12)
small_history = st.lists(st.builds(Arrival, shares, st.integers(1, 3), st.none()), max_size=12)
needs = st.one_of(st.integers(1, 60), st.integers(-3, 1_000_000), st.just(10**40))
plans = st.one_of(
    st.integers(1, 60).map(float), st.floats(0, 1e6), st.floats(allow_nan=True, allow_infinity=True)
)
parameter_sets = st.builds(
    Parameters,
    prior_weight=st.floats(0.1, 10),
    lot=st.floats(1, 5),
    drift=st.floats(0.01, 2),
    memory=st.floats(0.05, 100),
)
CONJUGATE = Parameters(prior_weight=2.0, lot=1.0, drift=0.0, memory=1e6)
"""The textbook's gamma-Poisson model, of which data can be drawn without approximation."""
PART_OF_A_LOT = 0.03
"""By how much at most a small part of a lot that has begun lowers the chance, if it is regular."""
MONTHS = [day / 365 for day in (31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)]


def step(share: float) -> int:
    """Return the step of the curve that a share falls in."""
    return math.floor(share * SHARE_STEPS)


def count(arrivals: Sequence[Arrival]) -> int:
    """Return what is done."""
    return sum(one.size for one in arrivals)


# Properties


@settings(max_examples=300)
@given(st.one_of(history, small_history), sizes, shares, plans, needs, parameter_sets)
def test_an_arrival_today_hardly_lowers_the_chance(  # noqa: PLR0913, PLR0917  # Hypothesis fills them
    arrivals: list[Arrival],
    size: int,
    share: float,
    expected: float,
    needed: int,
    parameters: Parameters,
) -> None:
    """The chance does not fall when more is done on the day of judgement, however much.

    Where arrivals are regular, a small part of a lot that has begun can lower it a little.
    """
    for used in (SHIPPED, parameters):
        before = forecast(arrivals, share=share, expected=expected, needed=needed, parameters=used)
        more = [*arrivals, Arrival(share, size)]
        after = forecast(more, share=share, expected=expected, needed=needed, parameters=used)
        assert after.chance >= before.chance - PART_OF_A_LOT


@given(st.integers(0, 30), st.integers(1, 30), shares, plans, needs, parameter_sets)
def test_before_any_habit_an_arrival_never_lowers_the_chance(  # noqa: PLR0913, PLR0917  # Hypothesis fills them
    done: int, more: int, share: float, expected: float, needed: int, parameters: Parameters
) -> None:
    """The chance never falls with what is done today, while nothing was done before."""
    few, many = (
        forecast(
            [Arrival(share, size)] if size else [],
            share=share,
            expected=expected,
            needed=needed,
            parameters=parameters,
        )
        for size in (done, done + more)
    )
    assert many.chance >= few.chance


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
    early, late = sorted((one, other))
    known = [each for each in arrivals if step(each.share) < step(early)]
    for used in (SHIPPED, parameters):
        earlier, later = (
            forecast(known, share=share, expected=expected, needed=needed, parameters=used)
            for share in (early, late)
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
    assert said == Forecast(done, 0.0)
    assert said.interval == (done, done, done)


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
    """Of two equal counts, the one that came at a single stroke leaves more open."""
    stroke = forecast([Arrival(0.3, 6)], share=0.5, expected=12, needed=12)
    few = [Arrival(share, 1) for share in (0.02, 0.05, 0.15, 0.18, 0.28, 0.3)]
    steady = forecast(few, share=0.5, expected=12, needed=12)
    assert stroke.high - stroke.low > steady.high - steady.low


def test_the_first_day_knows_only_the_plan() -> None:
    """On the first day the median is near the plan and the interval wide."""
    said = forecast([], share=0, expected=15, needed=15)
    assert said.low <= 5
    assert 8 <= said.likely <= 18
    assert said.high >= 20
    assert 0.25 <= said.chance <= 0.6


# What keeps to the plan


def kept(lots: int, size: int, share: float) -> list[Arrival]:
    """Return equal lots, each on the day when it falls due, up to a share of the curve."""
    return [Arrival(at / lots, size) for at in range(1, lots + 1) if at / lots <= share]


@given(st.integers(5, 365), st.integers(1, 200_000), st.floats(0, 0.999))
def test_lots_that_keep_to_the_plan_have_its_rate(lots: int, size: int, part: float) -> None:
    """After four lots on their days, of any size, the rate is near 1 and the plan is likely.

    That holds until the last step of the curve, where what is missing is late.
    """
    share = (4 + part * (lots - 4)) / lots
    target = lots * size
    assume(target <= 1_000_000 and step(share) < SHARE_STEPS - 1)
    said = forecast(kept(lots, size, share), share=share, expected=target, needed=target)
    assert said.rest is not None
    assert said.rest.rate == pytest.approx(1, abs=0.05)
    assert abs(said.likely - target) <= max(1, target / 10)
    assert said.chance >= 0.2


@given(st.integers(1, 400), st.integers(1, 200_000), st.floats(0, 1))
def test_lots_that_keep_to_the_plan_never_slow(lots: int, size: int, share: float) -> None:
    """Whoever brings each lot on its day is not slowing, whatever the size of the lots."""
    assert not slows(kept(lots, size, share), share=share, expected=lots * size)


@pytest.mark.parametrize("target", [4, 12, 28, 100, 2000, 1_000_000])
def test_units_that_keep_to_the_plan_are_likely_enough(target: int) -> None:
    """Units on the days when they fall due are not slowing, and no miss is nearly certain."""
    due = [(day / 365, target * day // 365 - target * (day - 1) // 365) for day in range(1, 366)]
    for share in MONTHS:
        arrivals = [Arrival(at, size) for at, size in due if size and at <= share]
        said = forecast(arrivals, share=share, expected=target, needed=target)
        assert said.chance >= 0.2
        assert not said.slowing


@given(st.integers(2, 6), st.integers(2, 1000), st.floats(0.05, 0.95), st.randoms())
def test_a_forecast_is_the_same_in_any_unit(
    lots: int, times: int, share: float, dice: random.Random
) -> None:
    """Counting in tens or thousands changes no chance, once the target is not small."""
    days = [dice.uniform(0, share) for _ in range(lots)]
    ones, many = (
        forecast([Arrival(day, each) for day in days], share=share, expected=all_, needed=all_)
        for each, all_ in ((100, 1000), (100 * times, 1000 * times))
    )
    assert many.chance == pytest.approx(ones.chance, abs=0.02)


def test_what_is_missing_when_all_is_due_is_unlikely() -> None:
    """On the last step of the curve the next lot has not begun: it is late, however regular."""
    arrivals = kept(10, 1, 0.9)
    last = forecast(arrivals, share=1 - 1 / SHARE_STEPS, expected=10, needed=10)
    before = forecast(arrivals, share=1 - 2 / SHARE_STEPS, expected=10, needed=10)
    assert last.chance < 0.1 < before.chance


def test_regular_arrivals_narrow_the_interval() -> None:
    """The same number of equal lots leaves less open when each came on its day."""
    chance = [Arrival(share, 10) for share in (0.01, 0.02, 0.22, 0.24, 0.27, 0.48)]
    wide = forecast(chance, share=0.5, expected=120, needed=120)
    narrow = forecast(kept(12, 10, 0.5), share=0.5, expected=120, needed=120)
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2


@pytest.mark.parametrize(("share", "slowing"), [(0.5, False), (0.58, False), (0.59, True)])
def test_a_pace_has_fallen_off_when_a_lot_is_missing(share: float, *, slowing: bool) -> None:
    """After monthly lots until June the pace has fallen off when the one of July is missing."""
    arrivals = kept(12, 10, 0.5)
    assert slows(arrivals, share=share, expected=120) is slowing
    assert forecast(arrivals, share=share, expected=120, needed=120).slowing is slowing


def test_a_lead_that_melts_is_a_pace_that_has_fallen_off() -> None:
    """Being ahead does not hide that far less comes than fell due lately."""
    arrivals = [Arrival(0.1, 10), Arrival(0.2, 10), Arrival(0.35, 1), Arrival(0.5, 1)]
    assert slows(arrivals, share=0.5, expected=40)
    assert not slows(arrivals[:2], share=0.3, expected=40)
    assert not slows([], share=0.9, expected=40)


def test_units_are_counted_on_the_last_day_that_they_were_seen() -> None:
    """Who is seen again counts once; a day that brings nobody for the last time is no lot."""
    again = [Arrival(0.1, 3, 0), Arrival(0.4, 3, 3)]
    once = [Arrival(0.4, 3)]
    said = [forecast(each, share=0.5, expected=9, needed=9) for each in (again, once)]
    assert said[0] == said[1]


# Figures


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_tail_is_that_of_the_negative_binomial(share: float) -> None:
    """At dispersion 1 the chance is the sum of the probabilities of all counts from there on."""
    rest = Remainder(rate=1.0, mean=20 * (1 - share), dispersion=1.0, shape=3.0)
    ratio = rest.odds / (1 + rest.odds)
    term, below = (1 + rest.odds) ** -rest.shape, 0.0
    for number in range(40):
        assert rest.at_least(number) == pytest.approx(1 - below, abs=1e-10)
        below += term
        term *= (rest.shape + number) * ratio / (number + 1)


@given(st.integers(1, 20), st.integers(2, 10))
def test_a_regular_unit_is_several_steps(number: int, steps: int) -> None:
    """At dispersion 1 / n the chance of a unit is that of n steps at dispersion 1."""
    fine = Remainder(rate=1.0, mean=8.0, dispersion=1 / steps, shape=3.0)
    plain = Remainder(rate=1.0, mean=8.0 * steps, dispersion=1.0, shape=3.0)
    assert fine.at_least(number) == pytest.approx(plain.at_least(number * steps), abs=1e-9)
    assert fine.ratio == pytest.approx(plain.ratio / steps)


def test_the_textbook_model_is_a_special_case() -> None:
    """Without fading, drift and regularity the rate is the gamma's usual update."""
    arrivals = [Arrival(0.25, 1), Arrival(0.5, 1)]
    rest = remainder(arrivals, share=0.75, expected=8, parameters=CONJUGATE)
    assert rest.rate == pytest.approx((2 + 2) / (2 + 6), rel=1e-5)
    assert rest.mean == pytest.approx(2 * 4 / 8, rel=1e-5)
    assert rest.ratio == pytest.approx(1 + 2 / 8, rel=1e-5)


@pytest.mark.untraced  # thousands of forecasts
def test_the_interval_holds_counts_drawn_from_the_shipped_model() -> None:
    """Of counts drawn from what the forecast says, 76 to 90 % lie in its 80 % interval."""
    dice = random.Random(20)  # noqa: S311 - draws for a test, the same each time
    inside = []
    for _ in range(2000):
        share, expected = dice.uniform(0.05, 0.9), dice.randint(2, 50)
        seen = range(dice.randint(0, round(2 * expected * share)))
        arrivals = [Arrival(dice.uniform(0, share), dice.choice((1, 1, 1, 2))) for _ in seen]
        said = forecast(arrivals, share=share, expected=expected, needed=expected)
        assert said.rest is not None
        total = count(arrivals) + draw(dice, said.rest)
        inside.append(said.low <= total <= said.high)
    assert 0.76 <= sum(inside) / len(inside) <= 0.90


@pytest.mark.untraced  # thousands of forecasts
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_interval_holds_whole_years_drawn_from_the_textbook_model(share: float) -> None:
    """Of years with a gamma rate and Poisson units, 76 to 90 % end inside, on each date."""
    dice = random.Random(21)  # noqa: S311 - draws for a test, the same each time
    inside, brier, made = 0, 0.0, 0.0
    for _ in range(1500):
        rate = 10 * dice.gammavariate(2, 1 / 2)
        days = [dice.random() for _ in range(poisson_draw(dice, rate))]
        arrivals = [Arrival(day, 1) for day in days if day <= share]
        said = forecast(arrivals, share=share, expected=10, needed=10, parameters=CONJUGATE)
        inside += said.low <= len(days) <= said.high
        made += len(days) >= 10
        brier += said.chance
    assert 0.76 <= inside / 1500 <= 0.90
    assert brier / 1500 == pytest.approx(made / 1500, abs=0.03)


def draw(dice: random.Random, rest: Remainder) -> int:
    """Return how many units come before the steps are used up."""
    left = dice.gammavariate(rest.shape, rest.odds)
    number = -1
    while left > 0:
        left -= dice.gammavariate(1 / rest.dispersion, 1)
        number += 1
    return number


def poisson_draw(dice: random.Random, mean: float) -> int:
    """Return a Poisson count, by the gaps between units."""
    number, passed = 0, dice.expovariate(1)
    while passed < mean:
        number += 1
        passed += dice.expovariate(1)
    return number


def test_parameters_that_are_nearly_certain_still_end() -> None:
    """A prior of a thousand million arrivals is cut off, not followed for ever."""
    rest = Remainder(rate=1.0, mean=1e9, dispersion=1.0, shape=1e15)
    assert 0 < rest.at_least(LARGEST) < 1
    sure = replace(CONJUGATE, prior_weight=1e9)
    said = forecast([], share=0.0, expected=1e9, needed=LARGEST, parameters=sure)
    assert 0 < said.chance < 1
    assert said.low <= said.likely <= said.high
