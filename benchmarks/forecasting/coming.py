"""The next year, from the years at hand: how often what is claimed comes true."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from benchmarks.forecasting.years import Year
from oicekpi.domain.coming import OFTEN, Prospect, prospect
from oicekpi.domain.coming import Year as AtHand
from oicekpi.domain.coming import rest as remainder
from oicekpi.domain.forecast import Arrival

MOST: Final = 5  # years at hand
CUT: Final = 0.9  # of a year: about 23 November


@dataclass(frozen=True, slots=True)
class Case:
    """What was known at the end of a year, and what the next one brought."""

    years: tuple[AtHand, ...]
    expected: int
    actual: int


@dataclass(frozen=True, slots=True)
class Held:
    """How often a claim came true.

    `exact` is of the claim that a fifth of the next years bring less than a number: between the
    whole numbers on either side of 80 % it takes a part of each. `claimed` and `held` are of the
    whole number that is shown, in the `number` of cases in which it is at least one.
    """

    cases: int
    exact: float
    number: int
    claimed: float
    held: float

    def row(self, name: str) -> str:
        """Write the figures as a line of a table."""
        return (
            f"{name:<34}{self.cases:>6}{self.exact:>8.3f}"
            f"{self.number:>8}{self.claimed:>9.3f}{self.held:>7.3f}"
        )


NUMBERS: Final = (("  one year at hand", 1, 1), ("  two", 2, 2), ("  three to five", 3, MOST))
SIZES: Final = (
    ("  target up to 5", 0, 5),
    ("  target 6 to 20", 6, 20),
    ("  target over 20", 21, 10**6),
)
TITLES: Final = f"{'next year':<34}{'cases':>6}{'exact':>8}{'number':>8}{'claimed':>9}{'held':>7}"


def cases(years: Sequence[Year], cut: float = 1.0) -> list[Case]:
    """Return a case for each year of which the one before is known.

    What the target asks is the last target that is known. Of the last year at hand, the part up to
    `cut` is known.
    """
    by_series: defaultdict[str, dict[int, Year]] = defaultdict(dict)
    for year in years:
        by_series[year.series][year.number] = year
    found = []
    for known in by_series.values():
        for number, year in sorted(known.items()):
            before: list[Year] = []
            while number - len(before) - 1 in known and len(before) < MOST:
                before.insert(0, known[number - len(before) - 1])
            if before:
                actual = sum(size for _, size in year.events)
                found.append(Case(_at_hand(before, cut), before[-1].target, actual))
    return found


def _at_hand(years: Sequence[Year], cut: float) -> tuple[AtHand, ...]:
    *whole, last = years
    return (*(_until(year, 1.0) for year in whole), _until(last, cut))


def _until(year: Year, cut: float) -> AtHand:
    events = ((day / year.days, size) for day, size in year.events)
    return AtHand(tuple(Arrival(share, size) for share, size in events if share <= cut), cut)


def held(looked: Iterable[Case]) -> Held:
    """Return how often what is claimed of the next year came true."""
    exact, whole = [], []
    for case in looked:
        found = prospect(case.years, case.expected)
        rest = remainder(case.years, case.expected)
        if found is None or rest is None:
            continue
        low = found.often or 0
        chances = rest.at_least(low), rest.at_least(low + 1)
        part = (OFTEN - chances[1]) / (chances[0] - chances[1])
        exact.append(part * (case.actual >= low) + (1 - part) * (case.actual > low))
        if low:
            whole.append((chances[0], case.actual >= low))
    claimed, came = (fmean(each) for each in zip(*whole, strict=True))
    return Held(len(exact), fmean(exact), len(whole), claimed, came)


def likely(looked: Iterable[Case]) -> list[tuple[Prospect, bool]]:
    """Return what is claimed of the same target, and whether it was reached."""
    said = ((prospect(case.years, case.expected), case) for case in looked)
    return [(found, case.actual >= case.expected) for found, case in said if found is not None]


# --- simulated years ------------------------------------------------------------------------------

TARGETS: Final = (4, 12, 28, 100)
RUNS: Final = 400
_LOTS: Final = (1, 2, 3)


def simulated(spread: float, change: float, seed: int = 1) -> Iterator[Case]:
    """Make offices whose rate differs from the plan's, and changes from year to year.

    Both are gamma-distributed with a mean of 1 and these squared coefficients of variation, 0 for
    none. Lots of one to three units come by chance. One to three years are at hand.
    """
    dice = random.Random(seed)  # noqa: S311 - simulation, not cryptography

    def factor(variation: float) -> float:
        return dice.gammavariate(1 / variation, variation) if variation else 1.0

    for target in TARGETS:
        for run in range(RUNS):
            rate, years = factor(spread), []
            for _ in range(run % 3 + 2):
                years.append(_lots(dice, target * rate / fmean(_LOTS)))
                rate *= factor(change)
            *known, last = years
            at_hand = tuple(AtHand(tuple(each)) for each in known)
            yield Case(at_hand, target, sum(each.size for each in last))


def _lots(dice: random.Random, number: float) -> list[Arrival]:
    """Give the lots of a year, `number` of them on average, by chance."""
    arrivals = []
    share = dice.expovariate(number)
    while share < 1:
        arrivals.append(Arrival(share, dice.choice(_LOTS)))
        share += dice.expovariate(number)
    return arrivals


def table(years: Sequence[Year]) -> str:
    """Write how often the claims came true: on the real series, and on simulated ones."""
    looked = cases(years)
    rows = [
        TITLES,
        held(looked).row("real, the whole last year known"),
        *(
            held([case for case in looked if low <= len(case.years) <= high]).row(name)
            for name, low, high in NUMBERS
        ),
        *(
            held([case for case in looked if low <= case.expected <= high]).row(name)
            for name, low, high in SIZES
        ),
        held(cases(years, CUT)).row("real, 90 % of the last year known"),
        held(cases(years, 0.75)).row("real, 75 % of it"),
        held(simulated(0.0, 0.0)).row("simulated, rate as planned"),
        held(simulated(0.3, 0.0)).row("simulated, rate differs"),
        held(simulated(0.3, 0.2)).row("simulated, and changes a little"),
        held(simulated(0.3, 0.3)).row("simulated, and changes"),
    ]
    said = likely(looked)
    bands = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0))
    rows += ["", f"{'the same target, claimed chance':<34}{'cases':>6}{'mean':>8}{'reached':>8}"]
    for low, high in bands:
        inside = [(f.chance, made) for f, made in said if low <= f.chance < high]
        mean, made = (fmean(each) for each in zip(*inside, strict=True))
        rows.append(f"{f'{low:.0%} to {high:.0%}':<34}{len(inside):>6}{mean:>8.3f}{made:>8.3f}")
    return "\n".join(rows)
