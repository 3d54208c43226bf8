"""Two plans side by side, at the same point of their periods."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.domain.shift import same_point
from oicekpi.values import dataclass


class Pair(NamedTuple):
    """An indicator in both plans; None in the one that does not have it."""

    before: Progress | None
    after: Progress | None

    @property
    def present(self) -> Progress:
        """The indicator as the later plan has it, or as only the earlier one does."""
        (*_, progress) = (each for each in self if each is not None)
        return progress

    @property
    def change(self) -> Number | None:
        """How much more is done; None if the two cannot be compared, or one is not known."""
        if self.before is None or self.after is None or not self.alike:
            return None
        old, new = self.before.done, self.after.done
        return None if old is None or new is None else new - old

    @property
    def alike(self) -> bool:
        """Whether both plans measure the same, in the same unit."""
        measured = [each and _measured(each) for each in self]
        return measured[0] == measured[1]


def _measured(progress: Progress) -> tuple[object, ...]:
    indicator = progress.indicator
    return indicator.measure, indicator.unit, indicator.aggregate, indicator.each


@dataclass(frozen=True)
class Comparison:
    """Two plans, each judged on a day, and their indicators in the order of the later plan.

    Those that only the earlier plan has are at the end.
    """

    before: PlanProgress
    after: PlanProgress
    pairs: tuple[Pair, ...]

    def narrowed(self, indicators: Collection[str]) -> "Comparison":
        """Keep only these indicators, by the ids that they have now."""
        kept = (pair for pair in self.pairs if pair.present.indicator.id in indicators)
        return replace(self, pairs=tuple(kept))


def points(day: date, before: Plan, after: Plan) -> tuple[date, date]:
    """Return the day on which each of two plans is judged, for one day of either period.

    It is taken as a day of the later plan if its period holds it, else of the other one. A day in
    neither is taken as one of the later plan, unless that has not begun and the other is over.
    """
    between = before.period.end < day < after.period.start
    if between or (day in before.period and day not in after.period):
        return day, same_point(day, before.period, after.period)
    return same_point(day, after.period, before.period), day


def paired(
    before: PlanProgress, after: PlanProgress, renamed: Mapping[str, str]
) -> tuple[Pair, ...]:
    """Match indicators by their ids; `renamed` gives the new id of an old one."""
    old = {each.indicator.id: each for each in before.indicators}
    was = {new: name for name, new in renamed.items()}

    def matched() -> Iterator[Pair]:
        for progress in after.indicators:
            name = progress.indicator.id
            earlier = was.get(name, None if name in renamed else name)
            yield Pair(old.pop(earlier, None) if earlier is not None else None, progress)
        yield from (Pair(each, None) for each in old.values())

    return tuple(matched())
