"""The pace curve: the share of a target that the plan expects by each day."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Self


class Curve(NamedTuple):
    """A line through points, straight between them: (day as ordinal, weight reached by its end).

    The first point is the day before the period with weight 0, the last is the period's end.
    Shares are exact fractions, so that what is due never falls short by rounding.
    """

    days: tuple[int, ...]
    weights: tuple[int, ...]

    @classmethod
    def through_days(cls, start: date, end: date, spans: Iterable[tuple[date, date]]) -> Self:
        """Accrue evenly on the days of the spans only.

        A span is (the day before its first day, its last day); the spans are in order, do not
        overlap, and lie in the period from `start` to `end`.
        """
        points = [(start.toordinal() - 1, 0)]
        for before, last in spans:
            reached = points[-1][1]
            points.append((before.toordinal(), reached))
            points.append((last.toordinal(), reached + (last - before).days))
        return cls._of([*points, (end.toordinal(), points[-1][1])])

    @classmethod
    def through_points(
        cls, start: date, end: date, points: Iterable[tuple[date, int]], needed: int
    ) -> Self:
        """Go through the given counts, from 0 before `start` to `needed` at `end`."""
        given = [(day.toordinal(), count) for day, count in points]
        ends = [] if given and given[-1][0] == end.toordinal() else [(end.toordinal(), needed)]
        return cls._of([(start.toordinal() - 1, 0), *given, *ends])

    @classmethod
    def _of(cls, points: list[tuple[int, int]]) -> Self:
        """Keep one point a day: where two fall on one, the later, which is not lower."""
        kept = dict(points)
        return cls(tuple(kept), tuple(kept.values()))

    @property
    def end(self) -> date:
        """The period's last day, on which all is expected."""
        return date.fromordinal(self.days[-1])

    def share(self, day: date) -> Fraction:
        """Give the share expected by the end of the day: 0 before the period, 1 from its end on."""
        return self._share(day.toordinal())

    def _share(self, ordinal: int) -> Fraction:
        if ordinal >= self.days[-1]:
            return Fraction(1)
        right = bisect_right(self.days, ordinal)
        if right == 0:
            return Fraction(0)
        span = self.days[right] - self.days[right - 1]
        risen = self.weights[right] - self.weights[right - 1]
        reached = self.weights[right - 1] * span + risen * (ordinal - self.days[right - 1])
        return Fraction(reached, span * self.weights[-1])

    def day_of(self, share: Fraction) -> date:
        """Give the first day of the period by whose end the share (over 0 to 1) is expected."""
        every = range(self.days[0], self.days[-1] + 1)
        return date.fromordinal(self.days[0] + bisect_left(every, share, key=self._share))


def due(needed: int, share: Fraction) -> int:
    """Count the whole units that are due: half an agreement is not."""
    return needed * share.numerator // share.denominator
