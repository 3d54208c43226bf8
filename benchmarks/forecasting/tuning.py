"""Which parameters suit some years best, and how well they do on years that they have not seen."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Final

from benchmarks.forecasting.methods import Judgement, Method, model, unsure
from benchmarks.forecasting.years import Case
from oicekpi.domain.forecast import Parameters, remainder

FOLDS: Final = 5
OUTCOME_WEIGHT: Final = 0.3
"""How much the count that came weighs beside whether the target was reached."""
GRID: Final[Mapping[str, tuple[float, ...]]] = {
    "prior_weight": (0.7, 0.9, 1.2, 1.6, 2.2),
    "lot": (1.5, 2.0, 2.5, 3.0),
    "drift": (0.0, 0.1, 0.2, 0.3, 0.5),
    "memory": (0.3, 0.4, 0.6, 0.8, 100.0),
}
PARTS: Final[Mapping[str, float]] = {"drift": 0.0, "memory": 100.0}
"""What the model has beyond a plain gamma-Poisson one: the value with which each part is off."""
START: Final = Parameters(prior_weight=2.2, lot=2.0, **PARTS)
"""The tuning begins at a plain model: no hint of the shipped parameters."""


def tune(looked: Sequence[Case], off: str | None = None) -> Parameters:
    """Find the best parameters of the grid, one step in one field at a time.

    `off` names a part of the model that is to stay off.
    """
    best, lowest = START, _cost(START, looked)
    improved = True
    while improved:
        improved = False
        for other in _neighbours(best, off):
            price = _cost(other, looked)
            if price < lowest - 1e-6:
                best, lowest, improved = other, price, True
    return best


def cross_validate(
    looked: Sequence[Case], off: str | None = None
) -> tuple[list[Judgement], list[Parameters]]:
    """Judge every case with parameters that were tuned without its series."""
    chosen: list[Parameters] = []
    by_name: dict[str, Method] = {}
    for names in dealt(looked):
        rest = [case for case in looked if case.series not in names]
        chosen.append(tune(rest, off) if rest else START)
        by_name |= dict.fromkeys(names, model(chosen[-1]))
    return [by_name[case.series](case) for case in looked], chosen


def dealt(looked: Sequence[Case]) -> list[set[str]]:
    """Deal the series into folds, in a shuffled order that is always the same."""
    names = sorted({case.series for case in looked})
    random.Random(1).shuffle(names)  # noqa: S311 - dealing, not cryptography
    return [set(names[start::FOLDS]) for start in range(FOLDS)]


def _neighbours(centre: Parameters, off: str | None) -> Iterator[Parameters]:
    """Go through the parameters that differ in one field, by one step of the grid."""
    for name, steps in GRID.items():
        if name == off:
            continue
        here = steps.index(getattr(centre, name))
        for at in (here - 1, here + 1):
            if 0 <= at < len(steps):
                yield replace(centre, **{name: steps[at]})


def _cost(parameters: Parameters, looked: Sequence[Case]) -> float:
    """Give the log loss of the chances, plus a part of that of the counts that came."""
    return fmean(_cost_of(case, parameters) for case in looked)


def _cost_of(case: Case, parameters: Parameters) -> float:
    rest = remainder(case.arrivals, share=case.share, expected=case.target, parameters=parameters)
    chance = unsure(rest.at_least(case.missing))
    came = rest.at_least(case.more) - rest.at_least(case.more + 1)
    outcome = -math.log(max(came, 1e-9))
    return -math.log(chance if case.made else 1 - chance) + OUTCOME_WEIGHT * outcome
