"""What a record's file may say: a model for each of the six kinds.

`record.py` has the value that comes of it.
"""

from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema, model_validator

from oicekpi.fields import Day, Id, Model, Text, refusal
from oicekpi.finding import Fault
from oicekpi.records.countries import NAMES, suggested
from oicekpi.records.record import Record
from oicekpi.validation import validate
from oicekpi.vocabulary import ID_PATTERN, MAX_COUNT, MAX_ID, Kind, State
from oicekpi.wording import shown
from oicekpi.yamlfile import Value, Where


def check(value: Value, at: Where = ()) -> tuple[Record | None, list[Fault]]:
    """Check a value: the record that it says, or every fault it has.

    `at` is where the value stands in its document.
    """
    model, faults = validate(RECORD, value, at)
    return (None if model is None else _value(model)), faults


def meaning(kind: Kind, key: str) -> str:
    """Say in a sentence what a field of a kind is for."""
    schema = MODELS[kind].model_json_schema()["properties"][key]
    parts = (schema, *schema.get("anyOf", ()))  # what may be absent is described in its part
    return next((str(part["description"]) for part in parts if "description" in part), "")


def _value(model: "Common") -> Record:
    given = {name: getattr(model, name) for name in type(model).model_fields}
    return Record(**given | {"kind": Kind(given["kind"])})


def _listed(value: object) -> object:
    """Read one indicator or a list of different ones, as a tuple."""
    if not isinstance(value, tuple):
        return (value,)
    _refuse_repeated(value, "name each indicator once")
    return value


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
    for at, name in enumerate(value):
        if not isinstance(name, str) or not name.strip():
            raise refusal(
                "bad-people", "a name is text, and not empty", "write a name for each", at
            )
    _refuse_repeated(value, "list each person once")
    return value


def _refuse_repeated(values: tuple[object, ...], hint: str) -> None:
    """Refuse a list in which a text stands twice, at the second."""
    seen: set[str] = set()
    for at, value in enumerate(values):
        if isinstance(value, str):
            if value in seen:
                raise refusal("repeated", f"{shown(value)} is listed twice", hint, at)
            seen.add(value)


_TEXT_SCHEMA: Final[dict[str, Any]] = {"type": "string", "pattern": r"\S"}
_ID_SCHEMA: Final[dict[str, Any]] = {
    "type": "string",
    "pattern": ID_PATTERN,
    "maxLength": MAX_ID,
}

Indicators = Annotated[
    Annotated[tuple[Id, ...], Field(min_length=1)],
    BeforeValidator(_listed),
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
    until: Annotated[Day | None, Field(description="The last day of the trip.")] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until < self.date:
            raise refusal(
                "bad-until",
                f"the trip ends on {self.until}, before it begins",
                "write `until` as a day on or after `date`",
                at="until",
            )
        return self


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
RECORD: Final[TypeAdapter[AnyKind]] = TypeAdapter(AnyKind)
MODELS: Final[dict[Kind, type[Common]]] = {
    Kind.TRIP: Trip,
    Kind.APPLICATION: Application,
    Kind.AGREEMENT: Agreement,
    Kind.APPOINTMENT: Appointment,
    Kind.MILESTONE: Milestone,
    Kind.ACTIVITY: Activity,
}
