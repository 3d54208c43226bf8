"""The forecast: what to expect by the end of the period, and the chance to reach what is needed.

Units arrive in lots, along the pace curve, at a rate that is not known. It is counted in plans: at
rate 1 the count grows as the plan expects. Before anything has arrived, the rate has a gamma
distribution around 1. What arrived, and the part of the curve on which it could have arrived,
update it in the usual conjugate way. Lots and targets may have any size, because both are counted
in steps of evidence: a lot that comes by chance is one step, a regular one is many.

With `E` = expected, `s` = share, and arrivals merged into lots of `size` at share `u`, `gap` after
the one before:

    lot size       c = lot0^(4 / (4 + n)) * (sum size^2 / sum size)^(n / (4 + n))
                       lot0 = max(lot, E / 10), n = number of lots
    irregularity   k = q^p      q = sum (size - E * gap)^2 / sum size^2, from 0.001 or 0.01 to 1
                       p = 1 / (1 + exp(4 - n / 2 * (q - 1 - log q)))
    judged at      s' = s - (1 - k) * begun / E
    evidence       X = sum of size * (mean of exp(-(s' - x) / memory) over the gap before u)
    exposure       T = memory * (1 - exp(-s' / memory))
    rate ~ Gamma(a, b)      a = prior_weight + X / (c * k),  b = prior_weight + E * T / (c * k)
    still to come           mean m = E * (1 - s') * a / b,   1 / shape = 1 / a + drift * k

`q` compares each lot with what fell due since the one before. Lots that come by chance (a Poisson
process) have `q` = 1; lots that keep to the plan have 0. `p` is the probability that the arrivals
are regular: the likelihood ratio of normal deviations with variances `q` and 1, at prior odds of
`exp(-4)`. So three or four lots that keep to the plan make the interval narrow, and two that do so
by accident do not. For a regular series, time since the last lot is not yet time without success:
the next one has begun. `begun` is what fell due since the last lot, at most a lot.

The number still to come has a gamma-count distribution: `n` more arrive if a gamma variable of
shape `n / (c * k)` does not exceed the steps that the uncertain rate allows, whose probability is
an incomplete beta function. At `c * k` = 1 this is the negative binomial distribution; below 1 the
counts vary less than Poisson counts, which a negative binomial cannot.

The chance never rises as the curve passes without an arrival (from the step after the last one on,
which then has become part of the habit): a larger share lowers `a` and the
part of the curve that is left, and raises `b` (`s'` never falls, since `begun` grows no faster than
`E * s`). Nor does it rise when more is needed. An arrival on the day of judgement raises `a`, and
lowers what is missing; today's lots therefore tell nothing of `c`, `k` and the usual lot until
tomorrow. Two things had to be given up for the sake of regularity: an earlier arrival may lower the
chance, because it can make a regular series irregular; and in a regular series a small part of a
lot that has begun can lower it by up to 0.04.

Sources: the gamma-Poisson model is in Gelman and others, Bayesian Data Analysis, chapter 2; the
discounting of old counts in West and Harrison, Bayesian Forecasting and Dynamic Models, chapter
10; the gamma-count distribution in Winkelmann, Duration Dependence and Dispersion in Count-Data
Models (1995); the beta function as a tail in Johnson, Kemp and Kotz, Univariate Discrete
Distributions, chapter 5; the sum that tells a slowing pace in Page, Continuous Inspection Schemes
(1954). The figures, and what else was tried, are in docs/forecast.md.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from math import ceil, exp, expm1, fsum, lgamma, log, log1p
from typing import Final, NamedTuple

from oicekpi.values import dataclass

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
"""Stands for a divisor of zero in the continued fraction."""
ACCURACY: Final = 1e-13
MOST_TERMS: Final = 5_000
"""More than any chance needs with a `drift` of 0.01 or more; a bound on the time for others."""


class Arrival(NamedTuple):
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


@dataclass(frozen=True)
class Parameters:
    """What the model takes for granted; `benchmarks/forecast.py` shows what each is worth."""

    prior_weight: float
    """How many lots the plan's own word is worth (a count, above 0)."""
    lot: float
    """How many units come at once, until the series shows it (a count, at least 1)."""
    drift: float
    """Squared coefficient of variation of the later rate around the earlier one (at least 0)."""
    memory: float
    """The share of the pace curve after which an arrival counts for 1/e (above 0)."""


SHIPPED: Final = Parameters(prior_weight=0.9, lot=2.0, drift=0.3, memory=0.4)
LOTS: Final = 10
"""A large target is taken to come in this many lots, until the series shows it."""
LEARNED: Final = 4
"""After this many lots, their own size counts as much as the one that was taken for granted."""
DOUBT: Final = 4.0
"""The logarithm of the odds, before anything arrived, that arrivals are not regular."""
EXACT: Final = 0.001
"""A variance of lots below this (where by chance it is 1) tells no more than this."""
FINEST: Final = 0.01
"""What is still to come is never taken to have a smaller variance of lots than this."""
TAIL: Final = 0.1
"""The probability that the interval leaves out at each end: 80 % lies inside."""


class Remainder(NamedTuple):
    """What is still to come: a gamma-count distribution with an uncertain rate."""

    rate: float
    """How fast units arrive (in plans; 1 is as planned), by the prior and what arrived."""
    mean: float
    """The mean number of units still to come."""
    dispersion: float
    """The variance of that number over its mean, if the rate were known."""
    shape: float
    """How well the rate is known: its mean squared, over its variance."""

    @property
    def odds(self) -> float:
        """The mean in steps of evidence, over the shape."""
        return self.mean / (self.dispersion * self.shape)

    @property
    def ratio(self) -> float:
        """The variance of the number over its mean."""
        return self.dispersion * (1 + self.odds)

    def at_least(self, count: int) -> float:
        """Return the probability of this many more, or more."""
        if count <= 0:
            return 1.0
        return _beta_share(min(count, LARGEST) / self.dispersion, self.shape, self.odds)

    def middle(self, count: int) -> float:
        """Return the probability of more than `count`, plus half that of just `count`."""
        return (self.at_least(count) + self.at_least(count + 1)) / 2


@dataclass(frozen=True)
class Forecast:
    """The count to expect at the end of the period."""

    done: int
    """What is done by now."""
    chance: float
    """The probability that the needed count is reached, from 0 to 1."""
    rest: Remainder | None = None
    """What is still to come, of which it was made; None once nothing more can come."""
    slowing: bool = False
    """Whether the recent pace has fallen off: a whole lot less came than fell due lately."""

    @cached_property
    def interval(self) -> tuple[int, int, int]:
        """The lower end of the 80 % interval, the median, and the upper end.

        It takes most of the time of a forecast, and no status depends on it.
        """
        more = _interval(self.rest) if self.rest else (0, 0, 0)
        low, likely, high = (self.done + each for each in more)
        return low, likely, high

    @property
    def low(self) -> int:
        """The lower end of the 80 % interval."""
        return self.interval[0]

    @property
    def likely(self) -> int:
        """The median."""
        return self.interval[1]

    @property
    def high(self) -> int:
        """The upper end of the 80 % interval."""
        return self.interval[2]


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
    Before the period begins there is nothing to judge; the caller shows no chance then.
    """
    done = sum(arrival.counted for arrival in arrivals)
    if share >= 1:
        return Forecast(done, float(done >= needed))
    rest = remainder(arrivals, share=share, expected=expected, parameters=parameters)
    chance = _chance(rest, needed - done)
    slowing = slows(arrivals, share=share, expected=expected)
    return Forecast(done, chance, rest, slowing)


def remainder(
    arrivals: Sequence[Arrival],
    *,
    share: float,
    expected: float,
    parameters: Parameters = SHIPPED,
) -> Remainder:
    """Update the prior by what arrived, and look ahead over the rest of the curve."""
    today = _step(share)
    planned = _within(expected, LEAST, LARGEST)
    lots = _lots(arrivals, today, planned)
    before = [lot for lot in lots if lot.share < today]
    clump, irregular = _habit(before, planned, parameters)
    passed = today - (1 - irregular) * _begun(lots, today, planned) / planned
    dispersion = clump * irregular
    faded = fsum(lot.size * lot.fade(passed, parameters.memory) for lot in lots)
    remembered = -parameters.memory * expm1(-passed / parameters.memory)
    weight = parameters.prior_weight + faded / dispersion
    exposure = parameters.prior_weight + planned * remembered / dispersion
    rate = weight / exposure
    return Remainder(
        rate=rate,
        mean=planned * (1 - passed) * rate,
        dispersion=dispersion,
        shape=1 / (1 / weight + parameters.drift * irregular),
    )


def slows(arrivals: Sequence[Arrival], *, share: float, expected: float) -> bool:
    """Return whether the recent pace has fallen off: a lot or more is missing since the best day.

    The lead over the plan is what was done less what was due. The pace has fallen off when the lead
    is at least a usual lot smaller than it once was. An indicator that keeps to the plan, whatever
    the size of its lots, never loses that much before the next lot.
    """
    today, planned = _step(share), _within(expected, LEAST, LARGEST)
    lots = _lots(arrivals, today, planned)
    if not lots:
        return False
    lost = 0.0
    for lot in lots:
        lost = max(0.0, lost + planned * lot.gap - lot.size)
    lost += planned * (today - lots[-1].share - 1 / SHARE_STEPS)
    return lost >= ceil(sum(lot.size for lot in lots) / len(lots))


class _Lot(NamedTuple):
    """What one step of the curve brought: the share where it stood, the share since the last."""

    share: float
    gap: float
    size: int
    work: float
    """The share over which it was made: the gap; for today's, at most what its size needs."""

    def fade(self, passed: float, memory: float) -> float:
        """Return what each of its units counts for, on average over the share of its making."""
        width = max(self.work, 1 / SHARE_STEPS) / memory
        return min(1.0, exp(min(0.0, self.share - passed) / memory) * -expm1(-width) / width)


def _lots(arrivals: Sequence[Arrival], today: float, planned: float) -> list[_Lot]:
    """Return what each step of the curve brought, in order; what lies ahead came today."""
    sizes: dict[float, int] = {}
    for arrival in arrivals:
        if counted := arrival.counted:
            day = min(_step(arrival.share), today)
            sizes[day] = min(sizes.get(day, 0) + counted, LARGEST)
    lots, last = [], 0.0
    for day, size in sorted(sizes.items()):
        gap = day - last
        lots.append(_Lot(day, gap, size, gap if day < today else min(gap, size / planned)))
        last = day
    return lots


def _habit(lots: Sequence[_Lot], planned: float, parameters: Parameters) -> tuple[float, float]:
    """Return the size of a lot, and how irregular lots are: 1 if they come by chance."""
    usual = log(max(parameters.lot, planned / LOTS))
    if not lots:
        return exp(usual), 1.0
    number = len(lots)
    squares = fsum(lot.size**2 for lot in lots)
    seen = log(squares / sum(lot.size for lot in lots))
    clump = exp((LEARNED * usual + number * seen) / (LEARNED + number))
    misses = fsum((lot.size - planned * lot.gap) ** 2 for lot in lots)
    irregular = _within(misses / squares, EXACT, 1.0)
    gain = number / 2 * (irregular - 1 - log(irregular)) - DOUBT
    return clump, max(irregular, FINEST) ** (1 / (1 + exp(-gain)))


def _begun(lots: Sequence[_Lot], today: float, planned: float) -> float:
    """Return how much of the next lot should have begun: what fell due since, at most a lot.

    Units are whole, so up to one unit that fell due before the last lot may be left over. On the
    last step of the curve all is due, and what is missing is late.
    """
    before = [lot.size for lot in lots if lot.share < today]
    if not before or today >= 1 - 1 / SHARE_STEPS:
        return 0.0
    usual = sum(before) / len(before)
    begun = 0.0
    for lot in lots:
        begun = max(0.0, min(usual + 1, begun + planned * lot.gap) - lot.size)
    return min(usual, begun + planned * (today - lots[-1].share))


def _step(share: float) -> float:
    """Cut a share to whole steps, so that no two differ by float noise alone."""
    return int(_within(share, 0.0, 1.0) * SHARE_STEPS) / SHARE_STEPS


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
    below = 1 / (1 - (first + second) * point / (first + 1) or TINY)
    above, value = 1.0, below
    for term in range(1, MOST_TERMS):
        at = first + 2 * term
        even = term * (second - term) * point / ((at - 1) * at)
        odd = -(first + term) * (first + second + term) * point / (at * (at + 1))
        for factor in (even, odd):
            below = 1 / (1 + factor * below or TINY)
            above = 1 + factor / above or TINY
            value *= above * below
        if abs(above * below - 1) < ACCURACY:
            break
    return value
