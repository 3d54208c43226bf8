"""What a record's file may say: a model for each of the six kinds.

`record.py` has the value that comes of it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from inspect import get_annotations
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    create_model,
)
from pydantic_core import PydanticCustomError

from oicekpi.domain.countries import NAMES, suggested
from oicekpi.domain.finding import Fault, Where
from oicekpi.domain.record import Record, Sketch
from oicekpi.domain.vocabulary import ID_PATTERN, MAX_COUNT, MAX_ID, Kind, State, fold
from oicekpi.messages.text import shown
from oicekpi.schema import record_sketch as sketch
from oicekpi.schema.fields import Day, Id, KindWord, Model, Text, beside, refusal, refuse
from oicekpi.schema.validation import Judged, validate
from oicekpi.storage.document import MAX_FAULTS
from oicekpi.storage.yamlfile import Value


def check(value: Value, at: Where = ()) -> tuple[Record | Sketch, list[Fault]]:
    """Check a value: the record that it says, or what it says all the same and every fault it has.

    `at` is where the value stands in its document.
    """
    judged = _judged(value, at)
    if judged.model is not None and not sketch.refused(judged.value):
        return _value(judged.model), []
    if len(judged.faults) == MAX_FAULTS:  # there may be more, so nothing is known to be right
        return sketch.NOTHING, judged.faults
    return sketch.of(judged.value, judged.doubts), judged.faults


def _judged(value: Value, at: Where) -> "Judged[Common]":
    """Judge a value as its kind wants; without a clear kind, by the fields that any kind has."""
    kind = _kind(value)
    if kind is None:
        judged = validate(_of_any_kind(), value, at)
        kind = _kind(judged.value)  # its key may have been misspelt
        if kind is None:
            return judged
    return validate(_of_kind(kind), value, at, others=_FIELDS)


def _kind(value: Value) -> Kind | None:
    word = value.get("kind") if isinstance(value, dict) else None
    return Kind(word) if isinstance(word, str) and word in {*Kind} else None


def meaning(kind: Kind, key: str) -> str:
    """Say in a sentence what a field of a kind is for."""
    schema = MODELS[kind].model_json_schema()["properties"][key]
    parts = (schema, *schema.get("anyOf", ()))  # what may be absent is described in its part
    return next((str(part["description"]) for part in parts if "description" in part), "")


def _value(model: "Common") -> Record:
    given = {name: getattr(model, name) for name in type(model).model_fields}
    return Record(**given | {"kind": Kind(given["kind"])})


def _listed(value: object, judge: ValidatorFunctionWrapHandler) -> object:
    """Read one indicator or a list of different ones, as a tuple."""
    ids = value if isinstance(value, tuple) else (value,)
    return beside(judge, ids, _repeated(ids, "name each indicator once"))


def _people(value: object) -> object:
    """Read a head-count, or a list of different names."""
    if isinstance(value, bool) or not isinstance(value, int | tuple):
        raise refusal(
            "bad-people",
            "people are a head-count or a list of names",
            "write `people: 2` or `people: [staff-017, staff-023]`",
        )
    if isinstance(value, int):
        if not 1 <= value <= MAX_COUNT:
            raise refusal(
                "bad-people",
                f"a head-count of {value} cannot be",
                f"write a number from 1 to {MAX_COUNT:,}",
            )
        return value
    if not value:
        raise refusal(
            "bad-people", "the list of people is empty", "name them, or write a head-count"
        )
    refuse([*_nameless(value), *_repeated(value, "list each person once", fold)])
    return value


def _nameless(people: tuple[object, ...]) -> Iterator[PydanticCustomError]:
    for at, name in enumerate(people):
        if not isinstance(name, str) or not name.strip():
            what = "a name is text, and not empty"
            yield refusal("bad-people", what, "write a name for each", at)


def _repeated(
    values: tuple[object, ...], hint: str, plain: Callable[[str], str] = str
) -> Iterator[PydanticCustomError]:
    """Refuse each text of a list that stood before; `plain` says of two texts if they are one."""
    known: dict[str, str] = {}
    for at, value in enumerate(values):
        if not isinstance(value, str) or not value.strip():
            continue
        first = known.get(plain(value))
        if first is None:
            known[plain(value)] = value
        else:
            what = "is listed twice" if first == value else f"is {shown(first)}, spelt otherwise"
            yield refusal("repeated", f"{shown(value)} {what}", hint, at)


_TEXT_SCHEMA: Final[dict[str, Any]] = {"type": "string", "pattern": r"\S"}
_ID_SCHEMA: Final[dict[str, Any]] = {
    "type": "string",
    "pattern": ID_PATTERN,
    "maxLength": MAX_ID,
}

Indicators = Annotated[
    Annotated[tuple[Id, ...], Field(min_length=1)],
    WrapValidator(_listed),
    WithJsonSchema(
        {
            "anyOf": [
                _ID_SCHEMA,
                {"type": "array", "items": _ID_SCHEMA, "minItems": 1, "uniqueItems": True},
            ]
        }
    ),
]
People = Annotated[
    int | tuple[str, ...],
    BeforeValidator(_people),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MAX_COUNT},
                {"type": "array", "items": _TEXT_SCHEMA, "minItems": 1, "uniqueItems": True},
            ]
        }
    ),
]


def _country(value: object) -> object:
    if isinstance(value, str) and value in NAMES:
        return value
    near = suggested(value) if isinstance(value, str) else None
    raise refusal(
        "bad-country",
        f"{shown(value)} is not a country code",
        f"did you mean {near}, for {NAMES[near]}?"
        if near
        else "write the two capital letters of ISO 3166-1, as DE for Germany",
    )


Country = Annotated[
    str, BeforeValidator(_country), WithJsonSchema({"type": "string", "enum": [*NAMES]})
]


def _not_before(until: date, info: ValidationInfo) -> date:
    """Judge the last day by the first one, if that is right by itself."""
    begin = info.data.get("date")
    if begin is not None and until < begin:
        raise refusal(
            "bad-until",
            f"the trip ends on {until}, before it begins",
            "write `until` as a day on or after `date`",
        )
    return until


Until = Annotated[Day, AfterValidator(_not_before)]
Land = Annotated[Country | None, Field(description="The country, as ISO 3166-1 alpha-2 code.")]
Partner = Annotated[Text, Field(description="The institution it was with.")]
_WHO: Final = "Names (pseudonyms), or a head-count."
Who = Annotated[People, Field(description=_WHO)]


class Common(Model):
    """What a record of any kind may say."""

    date: Annotated[Day, Field(description="The day it happened, or is planned for.")]
    indicator: Annotated[Indicators, Field(description="What it counts for: one id, or a list.")]
    state: Annotated[State, Field(strict=False, description="Whether it happened.")] = State.DONE
    reason: Annotated[Text, Field(description="Why it was cancelled.")] | None = None
    approval: Annotated[Text, Field(description="The number of the approval.")] | None = None
    evidence: Annotated[
        tuple[Text, ...], Field(description="Files that show it, from the workspace's folder.")
    ] = ()
    note: Annotated[str, Field(description="Anything else.")] = ""


class Trip(Common):
    """Someone went abroad."""

    kind: Literal["trip"]
    people: Who
    country: Land = None
    partner: Partner | None = None
    purpose: Annotated[Text, Field(description="What for.")] | None = None
    until: Annotated[Until | None, Field(description="The last day of the trip.")] = None


class Application(Common):
    """Someone applied: for a place, a fund, a project."""

    kind: Literal["application"]
    people: Who
    partner: Partner | None = None
    fund: Annotated[Text, Field(description="The fund that was asked.")] | None = None
    level: Annotated[Text, Field(description="The level: national, master's …")] | None = None
    country: Land = None
    outcome: Annotated[Text, Field(description="What came of it.")] | None = None


class Agreement(Common):
    """An agreement was signed."""

    kind: Literal["agreement"]
    partner: Partner
    country: Land = None
    subject: Annotated[Text, Field(description="What it is about.")] | None = None


class Appointment(Common):
    """Someone was appointed."""

    kind: Literal["appointment"]
    people: Who
    role: Annotated[Text, Field(description="As what.")] | None = None
    country: Land = None
    partner: Partner | None = None


class Milestone(Common):
    """A stage was reached."""

    kind: Literal["milestone"]
    stage: Annotated[Id, Field(description="The id of the stage in the plan.")]


class Activity(Common):
    """Something took place: a course, a visit, a speech."""

    kind: Literal["activity"]
    title: Annotated[Text, Field(description="What took place.")]
    people: Annotated[People | None, Field(description=_WHO)] = None
    partner: Partner | None = None
    country: Land = None


AnyKind: TypeAlias = Annotated[
    Trip | Application | Agreement | Appointment | Milestone | Activity,
    Field(discriminator="kind"),
]
MODELS: Final[dict[Kind, type[Common]]] = {
    Kind.TRIP: Trip,
    Kind.APPLICATION: Application,
    Kind.AGREEMENT: Agreement,
    Kind.APPOINTMENT: Appointment,
    Kind.MILESTONE: Milestone,
    Kind.ACTIVITY: Activity,
}
_FIELDS: Final = frozenset(Record._fields)


@cache
def _of_kind(kind: Kind) -> TypeAdapter[Common]:
    return TypeAdapter(MODELS[kind])


@cache
def _of_any_kind() -> TypeAdapter[Common]:
    """Make the model of a record whose kind is not clear: it may have what any kind has."""
    own = {key: each for model in MODELS.values() for key, each in get_annotations(model).items()}
    fields: dict[str, Any] = {key: (each | None, None) for key, each in own.items()}
    return TypeAdapter(create_model("OfAnyKind", __base__=Common, **fields | {"kind": KindWord}))
