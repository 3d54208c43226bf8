"""What is read as a record without its model is just what the model would read."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.record import COMMON, OWN, Record
from oicekpi.domain.vocabulary import Kind, State, fold
from oicekpi.schema import record_model as model
from oicekpi.schema import record_plain as plain
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value

ROOT: Final = Path(__file__).parents[2]
WHOLE: Final[dict[str, Value]] = {
    "date": "2024-04-12",
    "kind": "trip",
    "indicator": ("A1.staff", "A2.partners"),
    "state": "planned",
    "reason": "x",
    "title": "Open day",
    "stage": "signed",
    "people": ("ann", "ben"),
    "role": "lecturer",
    "fund": "CSC",
    "level": "national",
    "country": "DE",
    "partner": "Example University",
    "subject": "exchange",
    "purpose": "a visit",
    "until": "2024-04-26",
    "outcome": "granted",
    "approval": "U-2024-017",
    "evidence": ("evidence/a.pdf",),
    "note": "x",
}
"""Each field of any kind, with a value that is right."""
ODD: Final[tuple[Value, ...]] = (
    "", " ", "\u3000", "\n", "a\nb", "\x1b", "\ud800", "é", "A1.staff", "A1..x", "a" * 61,
    "2024-02-30", "2024-04-01", "1899-12-31", "0", "DE", "de", "done", "trip", "Trip", True, False,
    0, 1, -1, 1.0, 1_000_000, 1_000_001, (), ("",), ("a", "a"), ("a", 1), (1, 1), ("A", "B"),
    ("a\x1b",), ((),), {}, {"a": 1}, ("2024-04-12",), ("Ann", "ann"), ("ann", "\uff21\uff2e\uff2e"),
    ("Zo\u00eb", "Zoe\u0308"), ("Li Na", "Li  Na"), ("ann", "ben", "anna"),
)  # fmt: skip
VALUES: Final = st.sampled_from([*ODD, *WHOLE.values()]) | st.text(max_size=5)


def holds(value: Value) -> bool:
    """Tell whether a value is read plainly; if it is, then as the model reads it."""
    quick = plain.read(value)
    if quick is not None:
        record, faults = model.check(value)
        assert (quick, []) == (record, faults)
    return quick is not None


def of_kind(kind: Kind) -> dict[str, Value]:
    """Give a record of a kind with each field that it may have."""
    keys = [key for part in (*COMMON, *OWN[kind]) for key in part]
    return {key: WHOLE[key] for key in keys} | {"kind": kind.value}


@pytest.mark.parametrize("kind", Kind)
def test_the_fields_of_a_kind_are_those_of_its_model(kind: Kind) -> None:
    """The list of what a kind has and needs is the same in both."""
    own, fields = OWN[kind], model.MODELS[kind].model_fields
    assert {*COMMON.required, *COMMON.optional, *own.required, *own.optional} == {*fields}
    needed = {key for key, field in fields.items() if field.is_required()}
    assert {*COMMON.required, *own.required} == needed


@pytest.mark.parametrize("kind", Kind)
def test_a_record_with_everything_is_read_plainly(kind: Kind) -> None:
    """What is right in all its fields needs no model, nor does what has only the required ones."""
    whole = of_kind(kind)
    assert holds(whole)
    required = (*COMMON.required, *OWN[kind].required)
    assert holds({key: whole[key] for key in required})
    for key in required:
        assert not holds({name: value for name, value in whole.items() if name != key})
    assert not holds(whole | {"colour": "red"})


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("key", Record._fields)
def test_an_odd_value_in_any_field_is_never_read_otherwise(kind: Kind, key: str) -> None:
    """Whatever stands in a field, in a kind that has it or not: the model decides, or agrees."""
    for value in ODD:
        holds(of_kind(kind) | {key: value})


@given(st.dictionaries(st.sampled_from([*WHOLE, "x"]), VALUES), st.sampled_from(Kind))
def test_any_mixture_of_values_is_never_read_otherwise(
    values: dict[str, Value], kind: Kind
) -> None:
    """Right and odd values in any fields: the model decides, or agrees."""
    holds({**of_kind(kind), **values})
    holds(values)


@pytest.mark.parametrize("value", ODD)
def test_what_is_no_record_is_left_to_the_model(value: Value) -> None:
    """A text, a number or a list is no record."""
    assert plain.read(value) is None


@given(st.lists(st.text("aAéÉe\u0301 \uff21ßSs-", min_size=1, max_size=4), max_size=4))
def test_people_who_are_one_are_never_read_as_two(names: list[str]) -> None:
    """Names that fold together are in doubt, and the model refuses them."""
    value = of_kind(Kind.TRIP) | {"people": tuple(names)}
    kept = {fold(name) for name in names}
    if holds(value):
        assert len(kept) == len(names)
    codes = {fault.code for fault in model.check(value)[1]}
    assert not codes or "bad-people" in codes or len(kept) < len(names)


def test_the_model_gives_the_same_value_for_what_is_in_doubt() -> None:
    """A note of two lines is not plainly right, and right."""
    value = of_kind(Kind.TRIP) | {"note": "one\ntwo"}
    assert plain.read(value) is None
    record, faults = model.check(value)
    assert isinstance(record, Record)
    assert faults == []
    assert (record.note, record.state, record.kind) == ("one\ntwo", State.PLANNED, Kind.TRIP)


def test_all_shipped_records_are_read_plainly() -> None:
    """What officers usually write never waits for the models."""
    for path in sorted((ROOT / "records").rglob("*.yaml")):
        value = yamlfile.read(path.read_bytes())
        for each in value if isinstance(value, tuple) else (value,):
            assert holds(each), path
