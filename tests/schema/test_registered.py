"""A kind, a sort of value and a measure that are registered work in every place at once."""

import json
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

import pytest

from oicekpi.app.typed import keys, typed_fields
from oicekpi.domain.counting import Counted
from oicekpi.domain.fields import Check, Field, People, Schema, Text, invalid
from oicekpi.domain.finding import Problem
from oicekpi.domain.measure import MEASURES, Units
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Indicator
from oicekpi.domain.record import KINDS, Record, said
from oicekpi.schema.json_schema import SCHEMAS
from oicekpi.schema.reading import read_plan, read_record
from oicekpi.storage.yamlfile import Value
from oicekpi.values import dataclass


class Even(Field[int]):
    """An even number."""

    def read(self, value: object) -> int:
        """Return the number."""
        if type(value) is not int:
            raise invalid("wrong-type", "whole", value=value)
        if value % 2:
            raise invalid("out-of-range", "low", value=value, bound=value + 1)
        return value

    def schema(self) -> Schema:
        """Return the schema of even numbers."""
        return {"type": "integer", "multipleOf": 2}


def _as_many(people: tuple[str, ...], shoes: int | None) -> Iterator[Problem]:
    if shoes is not None and shoes < len(people):
        yield Problem(("shoes",), "out-of-range", {"value": shoes, "bound": len(people)}, "low")


@dataclass(frozen=True, kw_only=True)
class Walk(Record):
    """Someone went for a walk."""

    CHECKS: ClassVar[tuple[Check, ...]] = ((("people", "shoes"), _as_many),)

    people: Annotated[int | tuple[str, ...], People(), "Who."]
    shoes: Annotated[int | None, Even(), "How many shoes."] = None
    weather: Annotated[str | None, Text(), "The weather."] = None


class Shoes(Counted):
    """Shoes, whoever wears them."""

    name = "shoes"
    field = "shoes"

    def units(self, indicator: Indicator, record: Record) -> Units:  # noqa: ARG002 - as every measure
        """Return the shoes of a record."""
        return record.get("shoes") or 0

    def lacking(self, indicator: Indicator, record: Record) -> Iterator[Problem]:  # noqa: ARG002 - the same
        """Find nothing."""
        return iter(())

    def noun(self, number: Number) -> str:
        """Return a number of shoes."""
        return f"{number} shoes"


WALK: Final[dict[str, Value]] = {
    "date": "2024-04-12",
    "kind": "walk",
    "indicator": "A1.shoes",
    "people": ("ann", "ben"),
    "shoes": 4,
}


@pytest.fixture
def registered() -> Iterator[None]:
    """Have the kind and the measure in this test alone."""
    with KINDS.registered("walk", Walk), MEASURES.registered("shoes", Shoes()):
        yield


def test_what_is_not_registered_is_not_known() -> None:
    """Neither the kind, nor its fields, nor the measure."""
    judged = read_record(WALK)
    assert [(each.where, each.code) for each in judged.problems] == [
        (("kind",), "unknown-value"),
        (("shoes",), "unknown-key"),
    ]
    assert "Walk" not in json.loads(SCHEMAS["record"]())["$defs"]


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("strict", [False, True])
def test_records_of_the_kind_are_read(*, strict: bool) -> None:
    """Its fields are declared like those of any other."""
    judged = read_record(WALK, strict=strict)
    assert judged.valid
    assert type(judged.record) is Walk
    assert said(judged.record) == WALK | {"indicator": ("A1.shoes",)}
    wrong = read_record({**WALK, "shoes": 3, "weathr": ""}, strict=strict)
    assert [(each.where, each.code) for each in wrong.problems] == [
        (("shoes",), "out-of-range"),
        (("weathr",), "empty-text"),
        (("weathr",), "unknown-key"),
    ]
    few = read_record({**WALK, "people": ("a", "b", "c"), "shoes": 2}, strict=strict)
    assert [(each.where, each.code) for each in few.problems] == [(("shoes",), "out-of-range")]
    # What is compared with it is wrong in its third item, so there is nothing to compare.
    unknown = read_record({**WALK, "people": ("a", "b", ""), "shoes": 2}, strict=strict)
    assert [(each.where, each.code) for each in unknown.problems] == [(("people", 2), "bad-people")]
    anything = read_record({**WALK, "kind": "wlk", "shoes": 3}, strict=strict)
    assert anything.invalid == {"kind", "shoes"}


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("strict", [False, True])
def test_plans_may_use_the_measure_and_the_kind(*, strict: bool) -> None:
    """They are words of the plan like any other."""
    indicator: Value = {"id": "A1.shoes", "title": "X", "measure": "shoes", "of": ("walk",)}
    objective: Value = {"id": "A1", "title": "X", "indicators": (indicator,)}
    section: Value = {"id": "A", "title": "X", "objectives": (objective,)}
    period: Value = {"start": "2024-01-01", "end": "2024-12-31"}
    judged = read_plan({"title": "X", "period": period, "sections": (section,)}, strict=strict)
    assert judged.plan is not None
    assert judged.plan.indicators["A1.shoes"].measure == "shoes"
    assert MEASURES["shoes"].kinds() == ("walk",)
    record = read_record(WALK).record
    assert MEASURES["shoes"].units(judged.plan.indicators["A1.shoes"], record) == 4
    assert MEASURES["people"].kinds()[-1] == "walk"


@pytest.mark.usefixtures("registered")
def test_the_schemas_have_the_kind_and_the_measure() -> None:
    """An editor knows the fields as soon as the schema is made anew."""
    made = json.loads(SCHEMAS["record"]())
    walk = made["$defs"]["Walk"]
    assert walk["description"] == "Someone went for a walk."
    shoes = {"type": "integer", "multipleOf": 2, "description": "How many shoes."}
    assert walk["properties"]["shoes"] == shoes
    assert walk["required"] == ["date", "kind", "indicator", "people"]
    assert made["$defs"]["Record"]["allOf"][-1]["then"] == {"$ref": "#/$defs/Walk"}
    plan = json.loads(SCHEMAS["plan"]())["$defs"]["Indicator"]["properties"]
    assert plan["measure"]["enum"][-1] == "shoes"
    assert plan["of"]["items"]["enum"][-1] == "walk"


@pytest.mark.usefixtures("registered")
def test_the_fields_of_the_kind_can_be_typed() -> None:
    """Whoever adds a record is asked for them."""
    assert [*keys("walk")] == [
        "date", "indicator", "people", "shoes", "weather", "tags", "approval", "evidence", "note",
    ]  # fmt: skip
    assert {name for name, required in keys("walk").items() if required} == {
        "date", "indicator", "people",
    }  # fmt: skip
    assert typed_fields()["shoes"].kinds == ("walk",)
    assert "walk" in typed_fields()["people"].kinds
