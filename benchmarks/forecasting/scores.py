"""How good what a method says turned out to be."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any, Final

from benchmarks.forecasting.methods import Judgement
from benchmarks.forecasting.years import DATES, Case

FALSE_ALARMS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Scores:
    """A method's figures; None where there is nothing to take one from.

    `coverage` and `width` of the 80 % interval are by date. Recall and precision are those of the
    flag that goes up, at the lowest chances, for a fifth of those that make it after all.
    """

    n: int
    brier: float | None
    log_loss: float | None
    coverage: dict[str, float | None]
    width: dict[str, float | None]
    recall_at_20_false_alarms: float | None
    precision_at_20_false_alarms: float | None

    def as_json(self) -> dict[str, Any]:
        """Give the figures under their names."""
        return asdict(self)


def scores(looked: Sequence[Case], said: Sequence[Judgement]) -> Scores:
    """Take all figures of a method that said this of these cases."""
    pairs = list(zip(looked, said, strict=True))
    recall, precision = _flag(looked, said)
    return Scores(
        len(pairs),
        _mean((judged.chance - case.made) ** 2 for case, judged in pairs),
        _mean(_loss(case, judged) for case, judged in pairs),
        {f"{at:g}": _coverage(looked, said, at) for at in DATES},
        {f"{at:g}": _width(looked, said, at) for at in DATES},
        recall,
        precision,
    )


def _mean(values: Iterator[float]) -> float | None:
    """Give the mean to four decimals; None of nothing."""
    known = list(values)
    return round(fmean(known), 4) if known else None


def _loss(case: Case, said: Judgement) -> float:
    return -math.log(said.chance if case.made else 1 - said.chance)


def _coverage(looked: Sequence[Case], said: Sequence[Judgement], at: float) -> float | None:
    """Say how often the interval held what came."""
    found = _intervals(looked, said, at)
    return _mean(float(low <= more <= high) for more, low, high in found)


def _width(looked: Sequence[Case], said: Sequence[Judgement], at: float) -> float | None:
    return _mean(float(high - low) for _, low, high in _intervals(looked, said, at))


def _intervals(
    looked: Sequence[Case], said: Sequence[Judgement], at: float
) -> Iterator[tuple[int, int, int]]:
    """Go through one date's cases: what came, and the ends of the interval for it."""
    for case, judged in zip(looked, said, strict=True):
        if case.at == at and judged.interval is not None:
            yield case.more, *judged.interval


def _flag(looked: Sequence[Case], said: Sequence[Judgement]) -> tuple[float | None, float | None]:
    """Give recall and precision where a fifth of those that make it are flagged.

    Of those with equal ranks, as many as the fifth allows are taken to be flagged, in proportion.
    """
    made = Counter(judged.rank for case, judged in zip(looked, said, strict=True) if case.made)
    missed = Counter(
        judged.rank for case, judged in zip(looked, said, strict=True) if not case.made
    )
    if not made or not missed:
        return None, None
    allowed, caught = FALSE_ALARMS * made.total(), 0.0
    for rank in sorted(made.keys() | missed.keys()):
        part = min(1.0, allowed / made[rank]) if made[rank] else 1.0
        caught += part * missed[rank]
        allowed -= part * made[rank]
        if part < 1:
            break
    alarms = FALSE_ALARMS * made.total() - allowed
    return round(caught / missed.total(), 4), round(caught / (caught + alarms), 4)
