"""Simulated years of managed targets: units that keep to a plan, more or less, at any size.

The real series show what happens by itself. Targets of an office are also managed: a unit on each
day when it falls due, equal months, or the quarters' checkpoints. Each such plan is followed
exactly, nearly, at half the pace from July on, not at all from July on, or only by chance.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Final, TypeAlias

from oicekpi.domain.forecast import Arrival, Forecast, forecast
from oicekpi.domain.plan import Flags
from oicekpi.domain.status import of_count

DAYS: Final = 365
MONTH_ENDS: Final = tuple(accumulate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)))
JUNE: Final = 6
MIDDLE: Final = MONTH_ENDS[JUNE - 1]
TARGETS: Final = (4, 12, 28, 100, 2_000, 1_000_000)
REPEATS: Final = 5
FLAGS: Final = Flags(behind_below=0.25, slowing_below=0.5)

Steps: TypeAlias = tuple[tuple[int, int], ...]
"""Days of the year and counts, in order: what is reached, or what is added."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When so many are due; the pace that the forecast uses is straight between the steps."""

    lots: str
    steps: Steps

    @property
    def target(self) -> int:
        """How many are needed."""
        return self.steps[-1][1]

    def due(self, day: int) -> int:
        """Count what is due by the end of a day."""
        passed = bisect_right(self.steps, day, key=lambda step: step[0])
        return self.steps[passed - 1][1] if passed else 0

    def share(self, day: int) -> Fraction:
        """Give the share of the pace curve by the end of a day."""
        if self.lots == "units":
            return Fraction(day, DAYS)
        passed = bisect_right(self.steps, day, key=lambda step: step[0])
        points = ((0, 0), *self.steps, (DAYS + 1, self.target))
        (start, low), (end, high) = points[passed : passed + 2]
        return (low + Fraction(day - start, end - start) * (high - low)) / self.target

    def lot(self) -> Steps:
        """Give the lots as they fall due: days and sizes."""
        counts = [0, *(count for _, count in self.steps)]
        return tuple(
            (day, count - before)
            for (day, count), before in zip(self.steps, counts, strict=False)
            if count > before
        )


@dataclass(frozen=True, slots=True)
class Month:
    """How a year stood at the end of a month, what was said of it, and what became of it."""

    lots: str
    target: int
    month: int
    done: int
    final: int
    said: Forecast
    flagged: bool

    @property
    def off(self) -> float:
        """How far the likely value is from what came, as a share of the target."""
        return abs(self.said.likely - self.final) / self.target

    @property
    def inside(self) -> bool:
        """Whether the interval held what came."""
        return self.said.low <= self.final <= self.said.high


def plans() -> list[Plan]:
    """Give every target in units, equal months and equal quarters, as far as they are whole."""
    found = []
    for target in TARGETS:
        units = [(day, target * day // DAYS) for day in range(1, DAYS + 1)]
        found.append(Plan("units", tuple(step for step in units if step[1])))
        for name, ends in (("months", MONTH_ENDS), ("quarters", MONTH_ENDS[2::3])):
            steps = tuple((day, target * at // len(ends)) for at, day in enumerate(ends, 1))
            found.append(Plan(name, steps))
    return found


# --- what happens to a plan ---------------------------------------------------------------------


def exactly(lots: Steps, _dice: random.Random) -> Steps:
    """Bring every lot on its day."""
    return lots


def nearly(lots: Steps, dice: random.Random) -> Steps:
    """Bring every lot up to five days early or late, and up to a fifth smaller or larger."""
    return tuple(
        (
            min(DAYS, max(1, day + dice.randint(-5, 5))),
            max(1, round(size * dice.uniform(0.8, 1.2))),
        )
        for day, size in lots
    )


def slower(lots: Steps, _dice: random.Random) -> Steps:
    """Bring half of what falls due from July on."""
    totals = list(accumulate(size if day > MIDDLE else 0 for day, size in lots))
    halves = [
        (day, total // 2 - (total - size) // 2 if day > MIDDLE else size)
        for (day, size), total in zip(lots, totals, strict=True)
    ]
    return tuple(lot for lot in halves if lot[1])


def never(lots: Steps, _dice: random.Random) -> Steps:
    """Bring nothing from July on."""
    return tuple(lot for lot in lots if lot[0] <= MIDDLE)


def by_chance(lots: Steps, dice: random.Random) -> Steps:
    """Bring as many lots on average, each on a day of its own."""
    times = dice.choices(range(6), (0.368, 0.368, 0.184, 0.061, 0.015, 0.004), k=len(lots))
    return tuple(
        (dice.randint(1, DAYS), size)
        for (_, size), many in zip(lots, times, strict=True)
        for _ in range(many)
    )


KINDS: Final[Mapping[str, Callable[[Steps, random.Random], Steps]]] = {
    "exactly": exactly,
    "nearly": nearly,
    "half from July": slower,
    "none from July": never,
    "by chance": by_chance,
}


def years(kind: str) -> list[list[Month]]:
    """Give every plan's years of a kind, as their months; the same in every run."""
    dice = random.Random(1)  # noqa: S311 - simulation, not cryptography
    happen = KINDS[kind]
    repeats = REPEATS if kind in {"nearly", "by chance"} else 1
    return [months(plan, happen(plan.lot(), dice)) for plan in plans() for _ in range(repeats)]


def months(plan: Plan, lots: Steps) -> list[Month]:
    """Judge a year at the ends of its months, until the target is reached or the year is over."""
    final = sum(size for _, size in lots)
    judged = []
    for month, today in enumerate(MONTH_ENDS[:-1], 1):
        seen = [(day, size) for day, size in lots if day <= today]
        done = sum(size for _, size in seen)
        if done >= plan.target:
            break
        share = plan.share(today)
        said = forecast(
            [Arrival(float(plan.share(day)), size) for day, size in seen],
            share=float(share),
            expected=plan.target,
            needed=plan.target,
        )
        status = of_count(
            reached=done >= plan.target,
            done=done,
            due=plan.due(today),
            share=share,
            chance=said.chance,
            closed=False,
            flags=FLAGS,
            slowing=said.slowing,
        )
        judged.append(Month(plan.lots, plan.target, month, done, final, said, status.flagged))
    return judged


def table() -> str:
    """Write a line for each kind and each size of lots."""
    head = f"{'managed, lots by':<26}{'years':>6}{'flagged':>9}{'unwarned':>10}{'chance':>8}"
    head += f"{'likely off':>12}{'coverage':>10}{'width':>7}"
    lines = [head]
    for kind in KINDS:
        found = years(kind)
        for lots in ("units", "months", "quarters"):
            named = f"{kind}, {lots}"
            lines.append(_line(named, [year for year in found if year and year[0].lots == lots]))
    return "\n".join(lines)


def _line(name: str, found: Sequence[Sequence[Month]]) -> str:
    """Write how many months are flagged, how many misses never, the least chance, and the values.

    These are from June on, when half of the plan has been seen: the mean distance of the likely
    value from what came, the coverage, and the mean width of the interval, in shares of the target.
    """
    every = [month for year in found for month in year]
    late = [month for month in every if month.month >= JUNE]
    missed = [year for year in found if year[-1].final < year[-1].target]
    unwarned = sum(not any(month.flagged for month in year) for year in missed)
    flagged = sum(month.flagged for month in every) / len(every)
    chance = min(month.said.chance for month in every)
    off = sum(month.off for month in late) / len(late)
    inside = sum(month.inside for month in late) / len(late)
    width = sum((month.said.high - month.said.low) / month.target for month in late) / len(late)
    return (
        f"{name:<26}{len(found):>6}{flagged:>9.2f}{f'{unwarned}/{len(missed)}':>10}"
        f"{chance:>8.2f}{off:>12.3f}{inside:>10.2f}{width:>7.2f}"
    )
