"""What is read as a plan without its model is just what the model would read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oicekpi.schema.fields import Model

from oicekpi.domain.finding import Where
from oicekpi.schema import plan_model as model
from oicekpi.schema import plan_plain as plain
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value

ROOT: Final = Path(__file__).parents[2]
WHOLE: Final = yamlfile.read(b"""\
title: A plan with every key
issuer: An office
dated: 2023-12-11
published: 2024-07-15
strategy: More of everything.
source: a page
period: {start: 2024-01-01, end: 2024-12-31}
breaks: [{start: 2024-02-05, end: 2024-02-25, name: winter vacation}]
flags: {behind_below: 0.2, slowing_below: 0.5}
sections:
  - id: A
    title: Management
    summary: All of it.
    objectives:
      - id: A1
        title: Staff learn abroad
        summary: In full.
        source: II(A)1
        indicators:
          - id: A1.staff
            title: Staff
            measure: people
            of: [trip, activity]
            target: {at_least: 15}
            requires: [approval, evidence]
            pace: {windows: [[2024-03-01, 2024-06-30]]}
            revisions: [{on: 2024-07-01, target: {between: [3, 5]}, reason: fewer places}]
            note: x
          - {id: A1.x, title: X, measure: records, of: [trip], target: {more_than: 20},
             pace: {checkpoints: {2024-06-30: 4, 2024-09-30: 8}}}
          - {id: A1.y, title: Y, measure: partners, of: [trip], review_every: 90}
          - {id: A1.z, title: Z, measure: stages, of: [milestone],
             stages: [{id: one, title: One, due: 2024-03-31}, {id: two, title: Two}]}
""")
ODD: Final[tuple["Value", ...]] = (
    "", " ", "a\nb", "\x1b", "\ud800", "A1..x", "a" * 61, "2024-02-30", "1899-12-31", "2034-12-31",
    "2024-01-01", "trip", "people", "stages", "approval", True, False, 0, 1, -1, 0.0, 0.5, 1.0, 1.5,
    1_000_000, 1_000_001, 3_701, (), ("",), (1, 2), (2, 1), (1, 2, 3), ("2024-03-01", "2024-02-01"),
    {}, {"at_least": 1}, {"at_least": 1, "more_than": 1}, {"windows": ()}, {"checkpoints": {}},
    {"checkpoints": {"2024-13-01": 1}}, {"start": "2024-02-01", "end": "2024-01-01"},
    {"start": "2024-02-01", "end": "2040-01-01"},
)  # fmt: skip


def holds(value: Value) -> bool:
    """Tell whether a value is read plainly; if it is, then as the model reads it."""
    quick = plain.read(value)
    if quick is not None:
        assert (quick, []) == model.check(value)
    return quick is not None


def places(value: Value, at: Where = ()) -> Iterator[Where]:
    """Go through all places of a value, from the top."""
    yield at
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*at, key))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from places(each, (*at, number))


def changed(value: Value, at: Where, to: "Value | None") -> Value:
    """Give the value with another in one place; without what stands there for None."""
    if not at:
        return value if to is None else to
    step, *rest = at
    if isinstance(value, dict):
        items = {**value}
        if rest or to is not None:
            items[f"{step}"] = changed(items.get(f"{step}", ""), tuple(rest), to)
        else:
            del items[f"{step}"]
        return items
    assert isinstance(value, tuple)
    assert isinstance(step, int)
    kept = () if not rest and to is None else (changed(value[step], tuple(rest), to),)
    return (*value[:step], *kept, *value[step + 1 :])


PLACES: Final = [*places(WHOLE)]


def test_a_plan_with_every_key_is_read_plainly() -> None:
    """What is right in all its parts needs no model; the shipped plan needs none."""
    assert holds(WHOLE)
    assert holds(yamlfile.read((ROOT / "plans" / "2024.yaml").read_bytes()))


def test_every_key_of_the_models_stands_in_the_plan_of_these_tests() -> None:
    """A key that comes to the models is held to them here too."""
    names = {step for place in PLACES for step in place if isinstance(step, str)}
    models = [
        each for each in vars(model).values() if isinstance(each, type) and issubclass(each, Model)
    ]
    assert {key for each in models for key in each.model_fields} <= names


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_an_odd_value_in_any_place_is_never_read_otherwise(place: Where) -> None:
    """Whatever stands in a place, or nothing: the model decides, or agrees."""
    for value in (None, *ODD):
        holds(changed(WHOLE, place, value))


@pytest.mark.parametrize("place", [place for place in PLACES if place], ids=str)
def test_an_unknown_key_in_any_mapping_is_left_to_the_model(place: Where) -> None:
    """No key is passed over."""
    here = WHOLE
    for step in place[:-1]:
        here = here[step]  # type: ignore[index]  # the way leads through what holds it
    if isinstance(here, dict):
        assert not holds(changed(WHOLE, (*place[:-1], "colour"), "red"))


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD)), min_size=2, max_size=3))
def test_several_odd_values_are_never_read_otherwise(changes: list[tuple[Where, Value]]) -> None:
    """Two oddities do not hide each other."""
    value = WHOLE
    for place, odd in changes:
        if place in places(value):
            value = changed(value, place, odd)
    holds(value)
