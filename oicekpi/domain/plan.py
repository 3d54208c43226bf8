"""The plan as a value, and the keys of its file: sections of objectives, each with indicators."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Final

from oicekpi.domain.fields import (
    ByDay,
    Check,
    Choice,
    Day,
    Enumerated,
    Id,
    Matching,
    Pair,
    Part,
    Parts,
    Several,
    Share,
    Whole,
    Words,
)
from oicekpi.domain.finding import Problem
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Exact, Number
from oicekpi.domain.pace import Curve
from oicekpi.domain.record import KINDS, Record
from oicekpi.domain.target import Target
from oicekpi.messages.translate import marked
from oicekpi.values import dataclass

MAX_PERIOD: Final = 3_700  # days: ten years and a little; a plan is not longer
MAX_STAGES: Final = 50
TEXT: Final = Words()
DAY: Final = Day()
COUNT: Final = Whole()


class Requirement(StrEnum):
    """What a record must name before it counts."""

    APPROVAL = marked("approval")
    EVIDENCE = marked("evidence")


def _is_a_period(start: date, end: date) -> Iterator[Problem]:
    if end < start:
        yield Problem(("end",), "bad-period", {"end": end, "start": start}, "order")
    elif (end - start).days > MAX_PERIOD:
        yield Problem(("end",), "bad-period", {}, "length")


@dataclass(frozen=True)
class Period:
    """The days that the plan covers, both ends included."""

    CHECKS: ClassVar[tuple[Check, ...]] = ((("start", "end"), _is_a_period),)

    start: Annotated[date, DAY, "The first day."]
    end: Annotated[date, DAY, "The last day."]

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Break(Period):
    """Days on which nothing is expected, so that no pace accrues."""

    name: Annotated[str | None, TEXT, "What people call it."] = None


@dataclass(frozen=True)
class Stage:
    """One step of a milestone."""

    id: Annotated[str, Id(), "The id that records name."]
    title: Annotated[str, TEXT, "The step in words."]
    due: Annotated[date | None, DAY, "The last day on which reaching it is in time."] = None


@dataclass(frozen=True)
class Pace:
    """When the target falls due, where that is not evenly over the period: one of the two."""

    SHAPES: ClassVar = ("bad-pace", (frozenset({"windows"}), frozenset({"checkpoints"})))

    windows: Annotated[
        tuple[tuple[date, date], ...] | None,
        Several(Pair(DAY), 1),
        "The days, as [first, last], on which it falls due.",
    ] = None
    checkpoints: Annotated[
        Mapping[date, Number] | None,
        ByDay(Exact(0)),
        "How much is due by these days.",
    ] = None


@dataclass(frozen=True)
class Baseline:
    """Where an indicator stood before the period."""

    value: Annotated[Number, Exact(), "The value on that day."]
    on: Annotated[
        date | None, DAY, "The day of the value; the day before the period if absent."
    ] = None


class Aggregate(StrEnum):
    """How the value of a level or ratio comes of its readings."""

    LATEST = "latest"
    AVERAGE = "average"
    SUM = "sum"


class Each(StrEnum):
    """The sub-periods in each of which a target must hold."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@dataclass(frozen=True)
class Revision:
    """A later change of a target."""

    on: Annotated[date, DAY, "The first day on which the new target holds."]
    target: Annotated[Target, Part(Target), "The new target."]
    reason: Annotated[str, TEXT, "Why it was changed."]


@dataclass(frozen=True)
class Indicator:
    """One thing that is counted, or one milestone that is reached."""

    id: Annotated[str, Id(), "The id that records name, such as A1.staff."]
    title: Annotated[str, TEXT, "What is counted, in words."]
    measure: Annotated[str, Choice(MEASURES), "What is counted or read."]
    of: Annotated[tuple[str, ...], Several(Choice(KINDS), 1), "The kinds of record that count."]
    unit: Annotated[str | None, TEXT, "The unit of an amount, level or ratio, such as %."] = None
    owner: Annotated[str | None, TEXT, "Who answers for it."] = None
    where: Annotated[
        Mapping[str, tuple[str, ...]] | None,
        Matching(),
        "Only records whose fields match; a list means any of its words.",
    ] = None
    baseline: Annotated[Baseline | None, Part(Baseline), "Where it stood before the period."] = None
    target: Annotated[Target | None, Part(Target), "What is promised; none if only tracked."] = None
    aggregate: Annotated[
        Aggregate | None, Enumerated(Aggregate), "How the value is computed from the readings."
    ] = None
    each: Annotated[
        Each | None, Enumerated(Each), "The target must hold in each of these sub-periods."
    ] = None
    stages: Annotated[
        tuple[Stage, ...] | None, Parts(Stage, 1, MAX_STAGES), "The steps in their order."
    ] = None
    requires: Annotated[
        tuple[Requirement, ...],
        Several(Enumerated(Requirement)),
        "What a record must name before it counts.",
    ] = ()
    pace: Annotated[Pace | None, Part(Pace), "When it falls due, if not evenly."] = None
    revisions: Annotated[
        tuple[Revision, ...], Parts(Revision), "Later changes of the target, oldest first."
    ] = ()
    review_every: Annotated[
        int | None,
        Whole(1, MAX_PERIOD),
        "It is flagged as quiet after this many days without a record.",
    ] = None
    note: Annotated[str | None, TEXT, "Anything else worth knowing."] = None

    def target_on(self, day: date) -> Target | None:
        """Give the target that holds on a day: the last revision's, else the first one."""
        held = [revision.target for revision in self.revisions if revision.on <= day]
        return held[-1] if held else self.target

    def matches(self, record: Record) -> bool:
        """Tell whether a record is among those that the indicator is about (`where`)."""
        return self.left_out_by(record) is None

    def left_out_by(self, record: Record) -> str | None:
        """Return the first field of `where` by which a record is left out; None if it is not."""
        for name, words in (self.where or {}).items():
            held = record.get(name)
            values = held if isinstance(held, tuple) else (held,)
            if not any(str(value).casefold() in words for value in values if value is not None):
                return name
        return None

    def stage_number(self, stage_id: str) -> int | None:
        """Give a stage's place in the order, from 1; None if there is no such stage."""
        ids = [stage.id for stage in self.stages or ()]
        return ids.index(stage_id) + 1 if stage_id in ids else None


@dataclass(frozen=True)
class Objective:
    """One promise of the plan in words, with what is counted for it."""

    id: Annotated[str, Id(), "The objective's id, such as A1."]
    title: Annotated[str, TEXT, "The promise in a few words."]
    indicators: Annotated[tuple[Indicator, ...], Parts(Indicator, 1), "What is counted for it."]
    owner: Annotated[str | None, TEXT, "Who answers for its indicators."] = None
    summary: Annotated[str | None, TEXT, "The promise in full."] = None
    source: Annotated[str | None, TEXT, "Where in the printed plan it is."] = None


@dataclass(frozen=True)
class Section:
    """A chapter of the plan."""

    id: Annotated[str, Id(), "The section's id, such as A."]
    title: Annotated[str, TEXT, "The chapter's title."]
    objectives: Annotated[tuple[Objective, ...], Parts(Objective, 1), "What it promises."]
    summary: Annotated[str | None, TEXT, "The chapter in full."] = None


@dataclass(frozen=True)
class Flags:
    """The chances, as shares, below which a late indicator is behind, and one on pace at risk.

    The defaults are chosen on the benchmark: see docs/forecast.md.
    """

    behind_below: Annotated[
        float, Share(), "Below due and with a chance under this share, an indicator is behind."
    ] = 0.25
    slowing_below: Annotated[
        float, Share(), "On pace, but with a chance under this share, it is at risk."
    ] = 0.5


@dataclass(frozen=True)
class Plan:
    """One period's promise."""

    title: Annotated[str, TEXT, "The plan's title."]
    period: Annotated[Period, Part(Period), "The days that the plan covers."]
    sections: Annotated[tuple[Section, ...], Parts(Section, 1), "Its chapters."]
    issuer: Annotated[str | None, TEXT, "The office that promises."] = None
    dated: Annotated[date | None, DAY, "The day the plan was signed."] = None
    published: Annotated[date | None, DAY, "The day it was published."] = None
    strategy: Annotated[str | None, TEXT, "The plan's introduction."] = None
    source: Annotated[str | None, TEXT, "Where the printed plan is found."] = None
    breaks: Annotated[tuple[Break, ...], Parts(Break), "Days on which nothing is expected."] = ()
    flags: Annotated[Flags, Part(Flags), "When an indicator is flagged."] = Flags()

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

    @cached_property
    def owners(self) -> dict[str, str]:
        """Who answers for each indicator: its own owner, else its objective's; not all have one."""
        return {
            indicator.id: owner
            for _, objective in self.objectives()
            for indicator in objective.indicators
            if (owner := indicator.owner or objective.owner)
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
        """Return the share of the indicator's target that the plan expects by each day.

        Between checkpoints it runs straight: that is what the forecast goes by. What is due steps
        up only after each checkpoint.
        """
        pace = indicator.pace
        if pace is None:
            return self.even
        if pace.windows is not None:
            days = ((first - timedelta(days=1), last) for first, last in pace.windows)
            return Curve.through_days(self.period.start, self.period.end, days)
        needed = indicator.target.needed if indicator.target else 1
        points = ((day, int(number)) for day, number in (pace.checkpoints or {}).items())
        return Curve.through_points(self.period.start, self.period.end, points, needed)
