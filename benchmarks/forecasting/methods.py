"""Methods: what each says of a case."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.forecasting.years import Case
from oicekpi.domain.forecast import UNSURE, Parameters, forecast


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a method says of a case: a chance, an order of worry, perhaps an interval of more.

    `slowing` says whether the recent pace has fallen off.
    """

    chance: float
    rank: float
    interval: tuple[int, int] | None
    slowing: bool = False


Method: TypeAlias = Callable[[Case], Judgement]


def model(parameters: Parameters) -> Method:
    """Give the forecast with these parameters, as a method."""

    def judge(case: Case) -> Judgement:
        said = forecast(
            case.arrivals,
            share=case.share,
            expected=case.target,
            needed=case.target,
            parameters=parameters,
        )
        interval = said.low - case.done, said.high - case.done
        return Judgement(said.chance, said.chance, interval, said.slowing)

    return judge


def straight_line(case: Case) -> Judgement:
    """Say that the pace so far goes on."""
    more = round(case.done / case.share) - case.done
    return Judgement(unsure(case.ratio >= 1), case.ratio, (more, more))


def poisson(case: Case) -> Judgement:
    """Say that the pace so far is a rate that is known, and that units are independent."""
    mean = case.done / case.share * (1 - case.share)
    chance = 1 - poisson_below(mean, case.missing)
    interval = poisson_point(mean, 0.1), poisson_point(mean, 0.9)
    return Judgement(unsure(chance), chance, interval)


def poisson_below(mean: float, count: int) -> float:
    """Give the probability of fewer than `count`."""
    logs = (index * math.log(mean or 1e-300) - math.lgamma(index + 1) for index in range(count))
    return min(1.0, math.fsum(math.exp(log - mean) for log in logs))


def poisson_point(mean: float, probability: float) -> int:
    """Give the smallest count that is reached or not passed with this probability."""
    count = 0
    term = total = math.exp(-mean)
    while total < probability and count < 10 * mean + 10:
        count += 1
        term *= mean / count
        total += term
    return count


def ratio(case: Case) -> Judgement:
    """Read actual over expected as if it were a chance."""
    return Judgement(unsure(case.ratio), case.ratio, None)


def rule(below: float) -> Method:
    """Give the rule that flags where actual over expected is below a number."""

    def judge(case: Case) -> Judgement:
        return Judgement(unsure(case.ratio >= below), case.ratio, None)

    return judge


def unsure(chance: float) -> float:
    """Keep a chance off 0 and 1, where the log loss has no bound."""
    return max(UNSURE, min(1 - UNSURE, chance))
