"""What to expect of the next period, by the forecast's own model, from the years at hand.

The years at hand and the next one are laid end to end, as one long pace curve of which the next
year is what is left. The running year counts with the part that has passed; what is left of it is
cut out. So what is still to come by `oicekpi.domain.forecast.remainder` is what the next year
brings, with the parameters that are shipped: nothing is tuned for this. `memory` is a share of one
year here as there.

With `n` years at hand, `p` the part of their pace that has passed (3.9 for three years and most of
a fourth), and `E` what the target asks of one year:

    today      p / (p + 1)
    expected   E * (p + 1)
    memory     shipped memory / (p + 1)

docs/forecast.md says how often what is claimed came true.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from oicekpi.domain.counting import Counted, arrivals
from oicekpi.domain.forecast import (
    DIGITS,
    LARGEST,
    SHIPPED,
    UNSURE,
    Arrival,
    Remainder,
    remainder,
)
from oicekpi.domain.measure import MEASURES

if TYPE_CHECKING:
    from oicekpi.domain.plan import Plan
    from oicekpi.domain.progress import Progress

OFTEN: Final = 0.8
"""Four times in five."""
ENOUGH: Final = 0.75
"""From fewer years at hand than this nothing is claimed."""


class Year(NamedTuple):
    """One year at hand: what came, and how much of its pace has passed, up to 1."""

    arrivals: tuple[Arrival, ...]
    passed: float = 1.0


class Prospect(NamedTuple):
    """What the next year promises: the chance of a target, and the target that is nearly sure.

    `often` is the highest number that is reached four times in five, or the lowest ceiling that is
    kept so; None where not even one is reached.
    """

    chance: float
    often: int | None


def year(plan: "Plan", progress: "Progress") -> Year | None:
    """Return an indicator's year as it stands; None for what the model does not fit."""
    measure = MEASURES[progress.indicator.measure]
    if not isinstance(measure, Counted) or not measure.forecasts:
        return None
    curve = plan.curve(progress.indicator)
    return Year(arrivals(curve, progress.count), float(curve.share(progress.as_of)))


def rest(years: Sequence[Year], expected: float) -> Remainder | None:
    """Return what the next year brings; `expected` is what its target asks for.

    None where the years at hand are too few.
    """
    passed = sum(each.passed for each in years)
    if passed < ENOUGH:
        return None
    whole = passed + 1
    laid, before = [], 0.0
    for each in years:
        laid += [a._replace(share=(before + a.share) / whole) for a in each.arrivals]
        before += each.passed
    parameters = replace(SHIPPED, memory=SHIPPED.memory / whole)
    return remainder(laid, share=passed / whole, expected=expected * whole, parameters=parameters)


def prospect(years: Sequence[Year], needed: int, *, ceiling: bool = False) -> Prospect | None:
    """Return the prospect of a target: at least `needed`, or with a `ceiling` at most.

    None where the years at hand are too few.
    """
    found = rest(years, needed + 1 if ceiling else needed)
    if found is None:
        return None
    often = _highest(found, 1 - OFTEN) if ceiling else _highest(found, OFTEN)
    if ceiling:
        return Prospect(_open(1 - found.at_least(needed + 1)), often)
    return Prospect(_open(found.at_least(needed)), often or None)


def _highest(found: Remainder, chance: float) -> int:
    """Return the highest number that is reached with more than this chance, or with just this."""
    low, high = 0, 1
    while high < LARGEST and found.at_least(high) >= chance:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if found.at_least(middle) >= chance else (low, middle)
    return low


def _open(chance: float) -> float:
    return max(UNSURE, min(1 - UNSURE, round(chance, DIGITS)))
