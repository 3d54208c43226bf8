"""The plan as a value: sections of objectives, each with indicators.

What a file may say is defined in `model.py`; a value of these classes keeps to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from oicekpi.domain.pace import Curve
from oicekpi.domain.target import Target
from oicekpi.domain.vocabulary import Kind

MAX_PERIOD: Final = 3_700  # days: ten years and a little; a plan is not longer


class Measure(StrEnum):
    """What one unit of an indicator is."""

    PEOPLE = "people"
    RECORDS = "records"
    PARTNERS = "partners"
    STAGES = "stages"


class Requirement(StrEnum):
    """What a record must name before it counts."""

    APPROVAL = "approval"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Period:
    """The days that the plan covers, both ends included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Break(Period):
    """Days on which nothing is expected, so that no pace accrues."""

    name: str | None = None


@dataclass(frozen=True)
class Stage:
    """One step of a milestone; `due` is the last day on which reaching it is in time."""

    id: str
    title: str
    due: date | None = None


@dataclass(frozen=True)
class Pace:
    """When the target falls due, where that is not evenly over the period: one of the two.

    `windows` are the days (first, last) in which it accrues, `checkpoints` how many are due by
    some days.
    """

    windows: tuple[tuple[date, date], ...] | None = None
    checkpoints: Mapping[date, int] | None = None


@dataclass(frozen=True)
class Revision:
    """A later change of a target; `on` is the first day on which the new one holds."""

    on: date
    target: Target
    reason: str


@dataclass(frozen=True)
class Indicator:
    """One thing that is counted, or one milestone that is reached.

    `of` are the kinds of record that count, `review_every` the days without a record until what
    is only tracked is quiet.
    """

    id: str
    title: str
    measure: Measure
    of: tuple[Kind, ...]
    target: Target | None = None
    stages: tuple[Stage, ...] | None = None
    requires: tuple[Requirement, ...] = ()
    pace: Pace | None = None
    revisions: tuple[Revision, ...] = ()
    review_every: int | None = None
    note: str | None = None

    def target_on(self, day: date) -> Target | None:
        """Give the target that holds on a day: the last revision's, else the first one."""
        held = [revision.target for revision in self.revisions if revision.on <= day]
        return held[-1] if held else self.target

    def stage_number(self, stage_id: str) -> int | None:
        """Give a stage's place in the order, from 1; None if there is no such stage."""
        ids = [stage.id for stage in self.stages or ()]
        return ids.index(stage_id) + 1 if stage_id in ids else None


@dataclass(frozen=True)
class Objective:
    """One promise of the plan in words, with what is counted for it."""

    id: str
    title: str
    indicators: tuple[Indicator, ...]
    summary: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Section:
    """A chapter of the plan."""

    id: str
    title: str
    objectives: tuple[Objective, ...]
    summary: str | None = None


@dataclass(frozen=True)
class Flags:
    """The chances, as shares, below which a late indicator is behind, and one on pace at risk.

    The defaults are chosen on the benchmark: see docs/forecast.md.
    """

    behind_below: float = 0.25
    slowing_below: float = 0.35


@dataclass(frozen=True)
class Plan:
    """One period's promise."""

    title: str
    period: Period
    sections: tuple[Section, ...]
    issuer: str | None = None
    dated: date | None = None
    published: date | None = None
    strategy: str | None = None
    source: str | None = None
    breaks: tuple[Break, ...] = ()
    flags: Flags = field(default_factory=Flags)

    def objectives(self) -> Iterator[tuple[Section, Objective]]:
        """Go through the objectives in the plan's order, each with its section."""
        for section in self.sections:
            for objective in section.objectives:
                yield section, objective

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators by id, in the plan's order."""
        return {
            indicator.id: indicator
            for _, objective in self.objectives()
            for indicator in objective.indicators
        }

    def selected(self, ids: Iterable[str]) -> frozenset[str]:
        """Give the indicators that ids of sections, objectives and indicators name, in any case."""
        wanted = {each.casefold() for each in ids}
        return frozenset(
            indicator.id
            for section, objective in self.objectives()
            for indicator in objective.indicators
            if not wanted.isdisjoint(x.id.casefold() for x in (section, objective, indicator))
        )

    @cached_property
    def even(self) -> Curve:
        """The even pace over the period's days, without the breaks."""
        ends = [
            (self.period.start - timedelta(days=1), *(pause.end for pause in self.breaks)),
            (*(pause.start - timedelta(days=1) for pause in self.breaks), self.period.end),
        ]
        return Curve.through_days(self.period.start, self.period.end, zip(*ends, strict=True))

    def curve(self, indicator: Indicator) -> Curve:
        """Give the share of the indicator's target that the plan expects by each day."""
        pace = indicator.pace
        if pace is None:
            return self.even
        if pace.windows is not None:
            days = ((first - timedelta(days=1), last) for first, last in pace.windows)
            return Curve.through_days(self.period.start, self.period.end, days)
        needed = indicator.target.needed if indicator.target else 1
        points = (pace.checkpoints or {}).items()
        return Curve.through_points(self.period.start, self.period.end, points, needed)
