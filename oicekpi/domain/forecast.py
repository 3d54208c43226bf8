"""What to expect by the end of the period, and the chance that what is needed is reached.

The model is a gamma-Poisson one (a negative binomial). Units arrive along the pace curve at an
unknown rate, counted in plans: at rate 1 they come just as the plan expects. Before anything has
happened the rate has a gamma distribution; what arrived, and the share of the curve on which it
could have arrived, update it in the usual conjugate way, with five changes that the benchmark
asked for. With `E` = expected, `s` = share, and the fields of `Parameters` by name:

    prior     c = (E / MIDDLING) ^ -regression
    evidence  X = sum of size^size_power * exp(-(s - u) / memory) over the arrivals, each at share u
              (where units are seen again, never more than there are different ones: see below)
    exposure  T = memory * (1 - exp(-s / memory))      the share that is remembered
    rate ~ Gamma(a, b)   a = prior_weight + X / dispersion
                         b = prior_weight / c + E * T / dispersion
    mean still to come   m = E * (1 - s) * a / b
    variance to mean     v = dispersion + E * (1 - s) / b + drift * m

What is still to come is then negative binomial with that mean and variance: odds `v - 1` and shape
`m / (v - 1)`. The five changes, a parameter each: large plans tend to fall short and small ones to
be passed (`regression`); units come in clumps (`dispersion`); the rest of the period has a rate of
its own, not quite the one that was seen (`drift`); arrivals are forgotten at the pace of `memory`,
so a quiet spell tells; and a large one counts for less than its size (`size_power`).

People and partners may be seen on several days, and count once. The evidence since any share `u`
is then `G(u)`, the lesser of two: the sum of size^size_power over the arrivals since `u`, and the
number of different units among them; `X` is the integral of the fading weight over `G`. Whatever
record is added, neither of the two falls at any `u`, so neither does `X`. Counting each unit on
the first or the last day that it was seen lacks this: a further record can move it to a day on
which it tells less.

Why the chance never falls with an arrival, and never rises as the curve passes without one: an
arrival raises `a` and leaves `b`; a larger share lowers `a` and `1 - s` and raises `b`. Hence `m`
and `v` both go up with the one and down with the other, and so does `m / (v - 1)`, which is
`1 / ((dispersion - 1) / m + 1 / a + drift)`. A negative binomial grows stochastically in its shape
and in its odds, and what it must reach, `needed - done`, only falls with an arrival.

Source: the gamma-Poisson model is in Gelman and others, Bayesian Data Analysis, chapter 2; the
discounting of old counts in West and Harrison, Bayesian Forecasting and Dynamic Models, chapter
10; the tail as an incomplete beta function in Johnson, Kemp and Kotz, Univariate Discrete
Distributions, chapter 5. The figures, and what else was tried, are in docs/forecast.md.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, expm1, floor, fsum, lgamma, log, log1p
from typing import Final

SHARE_STEPS: Final = 4096
"""Shares are cut to this many steps (about two hours of a year)."""
UNSURE: Final = 0.001
"""While the outcome is open, a chance is at least this and at most one less this."""
DIGITS: Final = 6
"""A chance is rounded to so many decimals: far above float noise, far below what is printed."""
LEAST: Final = 0.001
"""A plan that expects less than this is taken to expect this."""
LARGEST: Final = 10**9
"""Counts above this are taken as this in the formula; the counts that are shown stay exact."""
TINY: Final = 1e-300
ACCURACY: Final = 1e-13
MOST_TERMS: Final = 5_000
"""More than any chance needs with a `drift` of 0.01 or more; a bound on the time for others."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one day brought."""

    share: float
    """Where the pace curve stood on that day, from 0 to 1."""
    size: int
    """How many different units the day brought, at least 1."""
    last: int | None = None
    """How many of them no later arrival brings again; None for all. These sum up to the count."""

    @property
    def counted(self) -> int:
        """Return how many units are counted here, and not at a later arrival."""
        return self.size if self.last is None else self.last


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the model takes for granted; `benchmarks/forecast.py` shows what each is worth."""

    prior_weight: float
    """How many arrivals the plan's own word is worth (a count, above 0)."""
    regression: float
    """By how much large plans tend to fall short and small ones to be passed (a power, 0: no)."""
    dispersion: float
    """Variance of a count over its mean at a known rate, from clumps (a ratio, above 1)."""
    drift: float
    """Squared coefficient of variation of the later rate around the earlier one (at least 0)."""
    memory: float
    """The share of the pace curve after which an arrival counts for 1/e (above 0)."""
    size_power: float
    """Evidence of an arrival is its size to this power (0: it only counts as one; 1: in full)."""


SHIPPED: Final = Parameters(
    prior_weight=1.2,
    regression=0.35,
    dispersion=2.1,
    drift=0.2,
    memory=0.6,
    size_power=0.75,
)
MIDDLING: Final = 8
"""The size of a middling plan, in units: one that is as likely to be passed as to fall short."""
TAIL: Final = 0.1
"""The probability that the interval leaves out at each end: 80 % lies inside."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is still to come: a negative binomial count."""

    rate: float
    """How fast units arrive (in plans; 1 is as planned), by the prior and what arrived."""
    mean: float
    """The mean number of units still to come."""
    odds: float
    """The variance of that number over its mean, less 1."""

    @property
    def ratio(self) -> float:
        """The variance of that number over its mean."""
        return 1 + self.odds

    def at_least(self, count: int) -> float:
        """Return the probability of this many more, or more."""
        if count <= 0:
            return 1.0
        return _beta_share(float(min(count, LARGEST)), self.mean / self.odds, self.odds)

    def middle(self, count: int) -> float:
        """Return the probability of more than `count`, plus half that of just `count`."""
        return (self.at_least(count) + self.at_least(count + 1)) / 2


@dataclass(frozen=True, slots=True)
class Forecast:
    """The count to expect at the end of the period."""

    low: int
    """The lower end of the 80 % interval."""
    likely: int
    """The median."""
    high: int
    """The upper end of the 80 % interval."""
    chance: float
    """The probability that the needed count is reached, from 0 to 1."""
    rest: Remainder | None = None
    """What is still to come, of which it was made; None once nothing more can come."""


def forecast(
    arrivals: Sequence[Arrival],
    *,
    share: float,
    expected: float,
    needed: int,
    parameters: Parameters = SHIPPED,
) -> Forecast:
    """Return the count to expect at the end of the period, and the chance to reach `needed`.

    `share` is how much of the pace curve has passed (0 to 1), `expected` the number of units that
    the plan expects over the whole curve. At share 1 nothing more is expected: the count is final.
    """
    done = sum(arrival.counted for arrival in arrivals)
    if share >= 1:
        return Forecast(done, done, done, float(done >= needed))
    rest = remainder(arrivals, share=share, expected=expected, parameters=parameters)
    low, likely, high = _interval(rest)
    chance = _chance(rest, needed - done)
    return Forecast(done + low, done + likely, done + high, chance, rest)


def remainder(
    arrivals: Sequence[Arrival],
    *,
    share: float,
    expected: float,
    parameters: Parameters = SHIPPED,
) -> Remainder:
    """Update the prior by what arrived, and look ahead over the rest of the curve."""
    passed = _step(share)
    planned = _within(expected, LEAST, LARGEST)
    weight = parameters.prior_weight + _evidence(arrivals, passed, parameters)
    exposure = _exposure(planned, passed, parameters)
    ahead = planned * (1 - passed)
    mean = ahead * weight / exposure
    odds = parameters.dispersion - 1 + ahead / exposure + parameters.drift * mean
    return Remainder(rate=weight / exposure, mean=mean, odds=odds)


def _exposure(planned: float, passed: float, parameters: Parameters) -> float:
    """Return what the rate is measured against: the prior's share, and the remembered curve."""
    prior_rate = exp(-parameters.regression * log(planned / MIDDLING))
    remembered = -parameters.memory * expm1(-passed / parameters.memory)
    return parameters.prior_weight / prior_rate + planned * remembered / parameters.dispersion


def _evidence(arrivals: Sequence[Arrival], passed: float, parameters: Parameters) -> float:
    """Return the faded weight of all arrivals, in whatever order they are given."""
    weights, known, clumps, units = [], 0.0, 0.0, 0
    for arrival in sorted(arrivals, key=_newest_first):
        clumps += min(arrival.size, LARGEST) ** parameters.size_power
        units += min(arrival.counted, LARGEST)
        before, known = known, min(clumps, float(units))
        age = min(0.0, _step(arrival.share) - passed)
        weights.append((known - before) * exp(age / parameters.memory))
    return fsum(weights) / parameters.dispersion


def _newest_first(arrival: Arrival) -> tuple[float, int, int]:
    return -arrival.share, arrival.size, arrival.counted


def _step(share: float) -> float:
    """Cut a share to whole steps, so that no two differ by float noise alone."""
    return floor(_within(share, 0.0, 1.0) * SHARE_STEPS) / SHARE_STEPS


def _within(value: float, low: float, high: float) -> float:
    """Return `value`, or the nearer bound; `high` for what is not a number."""
    return max(low, min(high, value))


def _chance(rest: Remainder, missing: int) -> float:
    """Return the probability of `missing` more, never quite sure while it is open."""
    if missing <= 0:
        return 1.0
    return _within(round(rest.at_least(missing), DIGITS), UNSURE, 1 - UNSURE)


def _interval(rest: Remainder) -> tuple[int, int, int]:
    """Return low, median and high of what is still to come.

    A count at the edge is inside when at least half of its probability is. What the lower end does
    not leave out, as when nothing at all is likely, the upper end does.
    """
    top = 1
    while top < LARGEST and rest.at_least(top) > TAIL / 2:
        top *= 2
    low = _first(top, lambda count: rest.middle(count) <= 1 - TAIL)
    median = _first(top, lambda count: rest.at_least(count + 1) <= 1 / 2)
    spare = max(TAIL, 2 * TAIL - 1 + rest.at_least(low))
    high = _first(top, lambda count: rest.middle(count) < spare) - 1
    return min(low, median), median, max(high, median)


def _first(top: int, holds: Callable[[int], bool]) -> int:
    """Return the smallest count below `top` for which it holds; it then holds for all above."""
    return bisect_left(range(top), 1, key=holds)


def _beta_share(reach: float, shape: float, odds: float) -> float:
    """Return the regularized incomplete beta function I(reach, shape) at odds / (1 + odds)."""
    front = exp(
        lgamma(reach + shape)
        - lgamma(reach)
        - lgamma(shape)
        - reach * log1p(1 / odds)
        - shape * log1p(odds)
    )
    point = odds / (1 + odds)
    if point < (reach + 1) / (reach + shape + 2):
        return front * _fraction(reach, shape, point) / reach
    return 1 - front * _fraction(shape, reach, 1 / (1 + odds)) / shape


def _fraction(first: float, second: float, point: float) -> float:
    """Return the continued fraction of the incomplete beta function (modified Lentz method)."""
    below = 1 / _apart(1 - (first + second) * point / (first + 1))
    above, value = 1.0, below
    for term in range(1, MOST_TERMS):
        for factor in _factors(first, second, point, term):
            below = 1 / _apart(1 + factor * below)
            above = _apart(1 + factor / above)
            value *= above * below
        if abs(above * below - 1) < ACCURACY:
            break
    return value


def _factors(first: float, second: float, point: float, term: int) -> tuple[float, float]:
    """Return the even and the odd coefficient of one term of the continued fraction."""
    at = first + 2 * term
    even = term * (second - term) * point / ((at - 1) * at)
    odd = -(first + term) * (first + second + term) * point / (at * (at + 1))
    return even, odd


def _apart(value: float) -> float:
    """Keep a divisor away from zero."""
    return value if abs(value) > TINY else TINY
