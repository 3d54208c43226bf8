"""What the derived readers accept is just what pydantic accepts, with the same value."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oicekpi.domain.fields import InvalidError, Part, Parts, Text, Words, declared, reader
from oicekpi.domain.finding import Where
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import KINDS, Record, all_fields
from oicekpi.domain.vocabulary import State
from oicekpi.schema import judge as schema
from oicekpi.schema.reading import JudgedRecord, read_plan, read_record
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value

ROOT: Final = Path(__file__).parents[2]
NONE: Final[Any] = None  # what stands for a value that YAML refused
RECORD: Final[dict[str, Value]] = {
    "date": "2024-04-12",
    "kind": "trip",
    "indicator": ("A1.staff", "A2.partners"),
    "state": "planned",
    "tags": ("women",),
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
    "amount": Decimal("1000.50"),
    "value": Decimal("82.5"),
    "numerator": 3,
    "denominator": 9,
    "outcome": "granted",
    "approval": "U-2024-017",
    "evidence": ("evidence/a.pdf",),
    "note": "x",
}
"""Each field of any kind, with a value that is right."""
PLAN: Final = yamlfile.read(b"""\
title: A plan with every key
issuer: An office
dated: 2023-12-11
published: 2024-07-15
strategy: More of everything.
source: a page
period: {start: 2024-01-01, end: 2024-12-31}
breaks: [{start: 2024-02-05, end: 2024-02-25, name: {en: winter vacation, zh: hanjia}}]
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
            owner: Someone
            unit: people
            where: {tags: [women, men], country: de}
            note: x
          - {id: A1.x, title: X, measure: records, of: [trip], target: {more_than: 20},
             pace: {checkpoints: {2024-06-30: 4, 2024-09-30: 8}}}
          - {id: A1.y, title: Y, measure: partners, of: [trip], review_every: 90}
          - {id: A1.z, title: Z, measure: stages, of: [milestone],
             stages: [{id: one, title: One, due: 2024-03-31}, {id: two, title: Two}]}
          - {id: A1.a, title: A, measure: amount, of: [agreement], unit: EUR,
             target: {at_most: 2500.50}}
          - {id: A1.l, title: L, measure: level, of: [reading], aggregate: average,
             baseline: {value: -28.5, on: 2023-12-31}, target: {within: [30, 40]}, each: quarter}
          - {id: A1.r, title: R, measure: ratio, of: [reading], target: {less_than: 12.5}}
          - {id: A1.s, title: S, measure: partners, of: [trip], target: {share: 95, of: 40}}
""")
ODD: Final[tuple[Value, ...]] = (
    NONE, "", " ", "\u3000", "\n", "a\nb", "\x1b", "\ud800", "\u00e9", "A1.staff", "A1..x",
    "a" * 61, "2024-02-30", "2024-04-01", "1899-12-31", "2034-12-31", "0", "DE", "de", "done",
    "trip", "Trip", "people", "stages", "approval", True, False, 0, 1, -1,
    Decimal("0.0"), Decimal("0.5"), Decimal("1.5"), 10**12, 10**12 + 1, 3_701, 1_000_000,
    1_000_001, (), ("",), ("a", "a"), ("a", 1), (1, 1), (1, 2), (2, 1),
    (1, 2, 3), ("A", "B"), ("a\x1b",), ((),), (NONE,), {}, {"a": 1}, ("2024-04-12",),
    ("2024-03-01", "2024-02-01"), ("Ann", "ann"), ("ann", "\uff21\uff2e\uff2e"),
    ("Zo\u00eb", "Zoe\u0308"), ("Li Na", "Li  Na"), ("ann; ben",), {"at_least": 1},
    {"at_least": 1, "more_than": 1}, {"windows": ()}, {"checkpoints": {}},
    {"checkpoints": {"2024-13-01": 1}}, {"start": "2024-02-01", "end": "2024-01-01"},
    {"start": "2024-02-01", "end": "2040-01-01"}, {"en": "a", "zh": "b"}, {"en": "a"},
    {"en": "a", "zh": " "}, {"en": "a", "zh": NONE}, {"en": "a", "zh": "b", "de": "c"},
    {"en": 1, "zh": ("b",)}, {"enn": "a", "zhh": "b"}, {"en": {"en": "a", "zh": "b"}, "zh": "b"},
)  # fmt: skip
VALUES: Final = st.sampled_from([*ODD, *RECORD.values()]) | st.text(max_size=5)


def record_holds(value: Value) -> JudgedRecord:
    """Read a record, by pydantic too if it is valid: both must agree in everything."""
    judged = read_record(value)
    if judged.valid:  # otherwise pydantic said so
        assert judged == read_record(value, strict=True)
    return judged


def plan_holds(value: Value) -> Plan | None:
    """Read a plan, by pydantic too if it is valid: both must agree in everything."""
    judged = read_plan(value)
    if judged.plan is not None:  # otherwise pydantic said so
        assert judged == read_plan(value, strict=True)
    return judged.plan


def of_kind(kind: str) -> dict[str, Value]:
    """Return a record of a kind with each field that it may have."""
    has_parts = "numerator" in declared(KINDS[kind])  # then it has no value beside them
    keys = (key for key in declared(KINDS[kind]) if not (has_parts and key == "value"))
    return {key: RECORD[key] for key in keys} | {"kind": kind}


# --- records --------------------------------------------------------------------------------------


def test_every_field_of_every_kind_has_a_value_in_these_tests() -> None:
    """A field that is declared anew is held to these tests too."""
    assert {*RECORD} == {*all_fields()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_with_everything_is_valid(kind: str) -> None:
    """So is one with the required fields alone; without any of them it is not, nor with another."""
    whole = of_kind(kind)
    judged = record_holds(whole)
    assert judged.valid
    assert type(judged.record) is KINDS[kind]
    needed = [name for name, key in declared(KINDS[kind]).items() if key.required]
    needed += ["numerator", "denominator"] if kind == "reading" else []
    least = {key: whole[key] for key in needed}
    assert record_holds(least).valid
    for key in needed:
        assert not record_holds({n: v for n, v in whole.items() if n != key}).valid
    assert not record_holds(whole | {"colour": "red"}).valid


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", RECORD)
def test_an_odd_value_in_any_field_is_read_alike(kind: str, key: str) -> None:
    """Whatever is in a field, in a kind that has it or not, both ways of reading agree."""
    for value in ODD if key in declared(KINDS[kind]) else ODD[:3]:
        record_holds(of_kind(kind) | {key: value})


@given(st.dictionaries(st.sampled_from([*RECORD, "x", "peple"]), VALUES), st.sampled_from([*KINDS]))
@example({"title": (None,)}, "trip")
@settings(deadline=None)
def test_any_mixture_of_values_is_read_alike(values: dict[str, Value], kind: str) -> None:
    """Right and odd values in any fields, of a known kind or none."""
    record_holds({**of_kind(kind), **values})
    record_holds(values)


@pytest.mark.parametrize("value", ODD)
def test_what_is_not_a_record_is_not_valid(value: Value) -> None:
    """A text, a number or a list is no record."""
    assert not record_holds(value).valid


def test_a_valid_record_holds_what_was_written() -> None:
    """Days are days, words are members, and what was left out has its default."""
    value: dict[str, Value] = {**of_kind("trip"), "note": "one\ntwo"}
    del value["purpose"]
    record = record_holds(value).record
    assert (record.note, record.state, record.kind) == ("one\ntwo", State.PLANNED, "trip")
    assert record.get("until").isoformat() == "2024-04-26"
    assert (record.get("purpose"), record.names) == (None, ("ann", "ben"))


@pytest.mark.parametrize("path", sorted((ROOT / "records").rglob("*.yaml")), ids=lambda p: p.stem)
def test_all_shipped_records_are_valid(path: Path) -> None:
    """Each of them is valid in both ways."""
    value = yamlfile.read(path.read_bytes())
    for each in value if isinstance(value, tuple) else (value,):
        assert record_holds(each).valid


# --- plans ----------------------------------------------------------------------------------------


def places(value: Value, at: Where = ()) -> Iterator[Where]:
    """Go through all places of a value, from the top."""
    yield at
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*at, key))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from places(each, (*at, number))


def changed(value: Any, at: Any, *to: Value) -> Any:  # noqa: ANN401 - a part of a document
    """Return the value with another in one place, or without what is there."""
    if not at:
        return to[0] if to else value
    step, rest = at[0], at[1:]
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if rest or to or key != step}
        return kept | ({step: changed(value.get(step), rest, *to)} if rest or to else {})
    here = (changed(value[step], rest, *to),) if rest or to else ()
    return (*value[:step], *here, *value[step + 1 :])


PLACES: Final = [*places(PLAN)]
INDICATORS: Final = ("sections", 0, "objectives", 0, "indicators")


def around(place: Where) -> tuple[Value, Where]:
    """Return a plan with one indicator, which is the one that the place is in, and the place."""
    inside = place[:5] == INDICATORS and place[5:]
    number = place[5] if inside else 0
    indicator: Any = PLAN
    for step in (*INDICATORS, number):
        indicator = indicator[step]
    small = changed(PLAN, INDICATORS, (indicator,))
    return small, (*INDICATORS, 0, *place[6:]) if inside else place


def parts_of(of: type) -> Iterator[type]:
    """Go through a dataclass and all that its keys hold."""
    yield of
    for key in declared(of).values():
        if isinstance(key.field, Part | Parts | Words):
            yield from parts_of(key.field.of)


def test_every_key_of_a_plan_is_in_these_tests() -> None:
    """A key that is declared anew is held to these tests too."""
    names = {step for place in PLACES for step in place if isinstance(step, str)}
    assert {key for part in parts_of(Plan) for key in declared(part)} <= names


def test_a_plan_with_every_key_is_valid() -> None:
    """The shipped plan is too."""
    assert plan_holds(PLAN) is not None
    assert plan_holds(yamlfile.read((ROOT / "plans" / "2024.yaml").read_bytes())) is not None


@pytest.mark.untraced  # thousands of plans
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_an_odd_value_in_any_place_is_read_alike(place: Where) -> None:
    """Whatever is in a place, or nothing, both ways of reading agree."""
    plan, at = around(place)
    plan_holds(changed(plan, at))
    for value in ODD:
        plan_holds(changed(plan, at, value))


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_an_unknown_key_in_any_mapping_makes_a_plan_invalid(place: Where) -> None:
    """No key is passed over."""
    here: Any = PLAN
    for step in place:
        here = here[step]
    if isinstance(here, dict) and place[-1:] != ("where",):  # which has fields as keys
        assert plan_holds(changed(PLAN, (*place, "colour"), "red")) is None


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD)), min_size=2, max_size=3))
@settings(deadline=None)
def test_several_odd_values_are_read_alike(changes: list[tuple[Where, Value]]) -> None:
    """Two oddities do not hide each other."""
    value = PLAN
    for place, odd in changes:
        if place in places(value):
            value = changed(value, place, odd)
    plan_holds(value)


# --- which way is taken ---------------------------------------------------------------------------


def test_pydantic_is_asked_only_about_what_the_reader_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A valid file costs no validation; with `strict` each costs one."""
    asked: list[type] = []
    judge = schema.judge

    def counting(of: type[Any], *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as the original
        asked.append(of)
        return judge(of, *arguments, **options)

    monkeypatch.setattr(schema, "judge", counting)
    read_plan(PLAN)
    read_record(of_kind("trip"))
    assert asked == []
    read_plan(PLAN, strict=True)
    read_record(of_kind("trip"), strict=True)
    read_record(of_kind("trip") | {"people": 0})
    assert asked == [Plan, KINDS["trip"], KINDS["trip"]]


def test_the_fields_of_any_kind_are_joined_once_for_the_same_kinds() -> None:
    """A model of all kinds is made once, and anew when another kind is registered."""
    first, second = read_record({}).record, read_record({"kind": "x"}).record
    assert type(first) is type(second)
    with KINDS.registered("other", Record):
        assert type(read_record({}).record) is not type(first)
    assert type(read_record({}).record) is type(first)


def test_a_part_of_a_plan_is_read_once_whatever_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader stops at the first error; lists in lists do not make it read on or anew."""
    reads: list[object] = []
    read = Text.read

    def counting(self: Text, value: object) -> str:
        reads.append(value)
        return read(self, value)

    title: Value = "x"
    stages: Value = tuple({"id": f"s{at}", "title": title} for at in range(50))
    indicator: dict[str, Value] = {
        "id": "A1.x", "title": title, "measure": "stages", "of": ("milestone",), "stages": stages,
    }  # fmt: skip

    def plan(last: Value) -> Value:
        parts = ({**indicator, "note": last},)
        objective: Value = {"id": "A1", "title": title, "indicators": parts}
        section: Value = {"id": "A", "title": title, "objectives": (objective,)}
        return {"title": title, "period": PLAN["period"], "sections": (section,)}  # type: ignore[call-overload,index]  # a mapping

    monkeypatch.setattr(Text, "read", counting)
    costs = []
    for last in ("x", ""):
        reads.clear()
        with suppress(InvalidError):
            reader(Plan)(plan(last))
        costs.append(len(reads))
    assert costs[0] == costs[1]
