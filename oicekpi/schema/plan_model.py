"""What a plan's file may say: one model a part of it. `plan.py` has the values that come of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationInfo,
    model_validator,
)

from oicekpi.domain import plan as values
from oicekpi.domain.finding import Fault, Where
from oicekpi.domain.plan import MAX_PERIOD, Measure, Requirement
from oicekpi.schema import consistency
from oicekpi.schema.consistency import Parts
from oicekpi.schema.fields import Count, Day, Id, KindWord, Model, Text, beside, refusal
from oicekpi.schema.validation import validate
from oicekpi.storage.document import MAX_FAULTS, Doubts
from oicekpi.storage.yamlfile import Value


def check(value: Value) -> tuple[values.Plan | None, list[Fault]]:
    """Check a file's value: the plan that it says, or every fault it has.

    Where a part is wrong, the others are compared with each other all the same.
    """
    judged = validate(PLAN, value)
    if judged.model is not None:
        return _value(judged.model), []
    if len(judged.faults) == MAX_FAULTS:  # there may be more, so nothing is known to be right
        return None, judged.faults
    found = judged.doubts.told(consistency.among(_parts(judged.value, judged.doubts)))
    return None, [*judged.faults, *found][:MAX_FAULTS]


def _value(model: Any) -> Any:  # noqa: ANN401 - each model becomes the value of its name
    """Make a value of a model, part by part."""
    if isinstance(model, tuple):
        return tuple(map(_value, model))
    if not isinstance(model, Model):
        return model
    make = getattr(values, type(model).__name__)
    return make(**{name: _value(getattr(model, name)) for name in type(model).model_fields})


def _end(end: date, info: ValidationInfo) -> date:
    """Judge the end of a period by its start, if that is right by itself."""
    start = info.data.get("start", end)
    if end < start:
        raise refusal(
            "bad-period",
            f"the end, {end}, lies before the start, {start}",
            "write the earlier day as `start`",
        )
    if (end - start).days > MAX_PERIOD:
        raise refusal("bad-period", "the period is longer than ten years", "write a shorter one")
    return end


class Period(Model):
    """The days that the plan covers, both ends included."""

    start: Annotated[Day, Field(description="The first day.")]
    end: Annotated[Day, AfterValidator(_end), Field(description="The last day.")]


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


class _OneOf(Model):
    """A mapping of which just one key may be there; what is no mapping is no matter here."""

    REFUSAL: ClassVar[tuple[str, str, str]]
    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    @model_validator(mode="wrap")
    @classmethod
    def _has_one(cls, value: object, judge: ModelWrapValidatorHandler[Self]) -> Self:
        one = not isinstance(value, dict) or len(cls.model_fields.keys() & value.keys()) == 1
        return beside(judge, value, [] if one else [refusal(*cls.REFUSAL)])


class Pace(_OneOf):
    """When the target falls due, where that is not evenly over the period."""

    REFUSAL = (
        "bad-pace",
        "a pace has either `windows` or `checkpoints`",
        "keep one of the two, or delete `pace` for an even one",
    )

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


def _range(between: tuple[int, int]) -> tuple[int, int]:
    low, high = between
    if low > high:
        raise refusal(
            "bad-target",
            f"between {low} and {high} there is nothing",
            "write the lower number first",
        )
    return between


class Target(_OneOf):
    """A promised count, in one of three wordings; exactly one of the keys is given."""

    REFUSAL = (
        "bad-target",
        "a target has exactly one of `at_least`, `more_than` and `between`",
        "write, say, `target: {at_least: 15}`",
    )

    at_least: Annotated[Count, Field(description="This many, or more.")] | None = None
    more_than: Annotated[Count, Field(description="More than this many.")] | None = None
    between: (
        Annotated[
            tuple[Count, Count],
            AfterValidator(_range),
            Field(description="The low end keeps the promise, the high end is the ambition."),
        ]
        | None
    ) = None


class Revision(Model):
    """A later change of a target."""

    on: Annotated[Day, Field(description="The first day on which the new target holds.")]
    target: Annotated[Target, Field(description="The new target.")]
    reason: Annotated[Text, Field(description="Why it was changed.")]


class Indicator(Model):
    """One thing that is counted, or one milestone that is reached."""

    id: Annotated[Id, Field(description="The id that records name, as A1.staff.")]
    title: Annotated[Text, Field(description="What is counted, in words.")]
    measure: Annotated[Measure, Field(strict=False, description="What one unit is.")]
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
    ] = values.Flags.behind_below
    slowing_below: Annotated[
        float,
        Field(
            ge=0, le=1, description="On pace, but with a chance under this share, it is at risk."
        ),
    ] = values.Flags.slowing_below


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


PLAN: Final = TypeAdapter(Plan)


# --- the parts of a plan with faults that are right -----------------------------------------------


def _parts(value: Value, doubts: Doubts) -> Parts:
    """Take from a plan what is right by itself; where its period is not, every day is in it."""
    touched = doubts.touched()
    whole = value if isinstance(value, dict) else {}
    right: dict[str, Any] = {key: each for key, each in whole.items() if (key,) not in touched}
    period, breaks = right.get("period"), right.get("breaks", ())
    sections = list(_items(whole, (), "sections"))
    objectives = [each for at, part in sections for each in _items(part, at, "objectives")]
    indicators = [each for at, part in objectives for each in _items(part, at, "indicators")]
    named = [((*at, "id"), part.get("id")) for at, part in (*sections, *objectives, *indicators)]
    return Parts(
        _value(Period.model_validate(period)) if period else values.Period(date.min, date.max),
        tuple(_value(Break.model_validate(each)) for each in breaks),
        [(at, known) for at, known in named if isinstance(known, str) and at not in touched],
        [_indicator(part, at, touched) for at, part in indicators],
    )


def _items(
    part: Mapping[str, Value], at: Where, key: str
) -> Iterator[tuple[Where, Mapping[str, Value]]]:
    """Go through the parts that are listed under a key, each with the way to it."""
    listed = part.get(key)
    for number, item in enumerate(listed if isinstance(listed, tuple) else ()):
        if isinstance(item, dict):
            yield (*at, key, number), item


def _indicator(
    part: Mapping[str, Value], at: Where, touched: frozenset[Where]
) -> tuple[Where, values.Indicator, frozenset[str]]:
    """Take the keys of an indicator that are right, and say which are not."""
    known = Indicator.model_fields
    wrong = frozenset(key for key in known if (*at, key) in touched)
    right = {key: part[key] for key in known if key in part and key not in wrong}
    return at, _value(Indicator.model_validate(_BLANK | right)), wrong


# What stands for what an indicator must have; no rule looks at a key that is wrong.
_BLANK: Final[dict[str, Value]] = {"id": "x", "title": "x", "measure": "records", "of": ("trip",)}
