"""The plan as its file has it: sections of objectives, each with indicators."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from oicekpi.fields import Day, Id, KindWord, Model, Text, refusal
from oicekpi.plan.curve import Curve
from oicekpi.plan.target import Target

MAX_PERIOD: Final = 3_700  # days: ten years and a little; a plan is not longer


class Counts(StrEnum):
    """What one unit of an indicator is."""

    PEOPLE = "people"
    RECORDS = "records"
    PARTNERS = "partners"
    STAGES = "stages"


class Requirement(StrEnum):
    """What a record must name before it counts."""

    APPROVAL = "approval"
    EVIDENCE = "evidence"


class Period(Model):
    """The days that the plan covers, both ends included."""

    start: Annotated[Day, Field(description="The first day.")]
    end: Annotated[Day, Field(description="The last day.")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise refusal(
                "bad-period",
                f"the end, {self.end}, lies before the start, {self.start}",
                "write the earlier day as `start`",
            )
        if (self.end - self.start).days > MAX_PERIOD:
            raise refusal(
                "bad-period", "the period is longer than ten years", "write a shorter one"
            )
        return self

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.start <= day <= self.end


class Break(Period):
    """Days on which nothing is expected, so that no pace accrues."""

    name: Annotated[Text, Field(description="What people call it.")] | None = None


class Stage(Model):
    """One step of a milestone."""

    id: Annotated[Id, Field(description="The id that records name.")]
    title: Annotated[Text, Field(description="The step in words.")]
    due: Annotated[
        Day | None, Field(description="The last day on which reaching it is in time.")
    ] = None


class Pace(Model):
    """When the target falls due, where that is not evenly over the period."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    windows: (
        Annotated[
            tuple[tuple[Day, Day], ...],
            Field(min_length=1, description="The days, as [first, last], in which it accrues."),
        ]
        | None
    ) = None
    checkpoints: (
        Annotated[
            dict[Day, Annotated[int, Field(ge=0)]],
            Field(
                min_length=1, description="How many are due by these days; a straight line between."
            ),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise refusal(
                "bad-pace",
                "a pace has either `windows` or `checkpoints`",
                "keep one of the two, or delete `pace` for an even one",
            )
        return self


class Revision(Model):
    """A later change of a target."""

    on: Annotated[Day, Field(description="The first day on which the new target holds.")]
    target: Annotated[Target, Field(description="The new target.")]
    reason: Annotated[Text, Field(description="Why it was changed.")]


class Indicator(Model):
    """One thing that is counted, or one milestone that is reached."""

    id: Annotated[Id, Field(description="The id that records name, as A1.staff.")]
    title: Annotated[Text, Field(description="What is counted, in words.")]
    counts: Annotated[Counts, Field(strict=False, description="What one unit is.")]
    of: Annotated[
        tuple[KindWord, ...], Field(min_length=1, description="The kinds of record that count.")
    ]
    target: (
        Annotated[Target, Field(description="What is promised; none if only tracked.")] | None
    ) = None
    stages: (
        Annotated[
            tuple[Stage, ...],
            Field(min_length=1, max_length=50, description="The steps in their order."),
        ]
        | None
    ) = None
    requires: Annotated[
        tuple[Annotated[Requirement, Field(strict=False)], ...],
        Field(description="What a record must name before it counts."),
    ] = ()
    pace: Annotated[Pace, Field(description="When it falls due, if not evenly.")] | None = None
    revisions: Annotated[
        tuple[Revision, ...], Field(description="Later changes of the target, oldest first.")
    ] = ()
    review_every: (
        Annotated[
            int, Field(ge=1, le=MAX_PERIOD, description="Days without a record until it is quiet.")
        ]
        | None
    ) = None
    note: Annotated[Text, Field(description="Anything else worth knowing.")] | None = None

    def target_on(self, day: date) -> Target | None:
        """Give the target that holds on a day: the last revision's, else the first one."""
        held = [revision.target for revision in self.revisions if revision.on <= day]
        return held[-1] if held else self.target

    def stage_number(self, stage_id: str) -> int | None:
        """Give a stage's place in the order, from 1; None if there is no such stage."""
        ids = [stage.id for stage in self.stages or ()]
        return ids.index(stage_id) + 1 if stage_id in ids else None


class Objective(Model):
    """One promise of the plan in words, with what is counted for it."""

    id: Annotated[Id, Field(description="The objective's id, as A1.")]
    title: Annotated[Text, Field(description="The promise in a few words.")]
    summary: Annotated[Text, Field(description="The promise in full.")] | None = None
    source: Annotated[Text, Field(description="Where in the printed plan it stands.")] | None = None
    indicators: Annotated[
        tuple[Indicator, ...], Field(min_length=1, description="What is counted for it.")
    ]


class Section(Model):
    """A chapter of the plan."""

    id: Annotated[Id, Field(description="The section's id, as A.")]
    title: Annotated[Text, Field(description="The chapter's title.")]
    summary: Annotated[Text, Field(description="The chapter in full.")] | None = None
    objectives: Annotated[
        tuple[Objective, ...], Field(min_length=1, description="What it promises.")
    ]


class Flags(Model):
    """When a late indicator is flagged red rather than amber."""

    behind_below: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="Below due and with a chance under this share, an indicator is behind.",
        ),
    ] = 0.25
    slowing_below: Annotated[
        float,
        Field(
            ge=0, le=1, description="On pace, but with a chance under this share, it is at risk."
        ),
    ] = 0.35


class Plan(Model):
    """One period's promise."""

    title: Annotated[Text, Field(description="The plan's title.")]
    issuer: Annotated[Text, Field(description="The office that promises.")] | None = None
    dated: Annotated[Day | None, Field(description="The day the plan was signed.")] = None
    published: Annotated[Day | None, Field(description="The day it was published.")] = None
    strategy: Annotated[Text, Field(description="The plan's introduction.")] | None = None
    source: Annotated[Text, Field(description="Where the printed plan is found.")] | None = None
    period: Annotated[Period, Field(description="The days that the plan covers.")]
    breaks: Annotated[
        tuple[Break, ...], Field(description="Days on which nothing is expected.")
    ] = ()
    flags: Annotated[Flags, Field(description="When an indicator is flagged.")] = Flags()
    sections: Annotated[tuple[Section, ...], Field(min_length=1, description="Its chapters.")]

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


PLAN: Final = TypeAdapter(Plan)
