"""The JSON Schemas of plans and records: what they allow is what the program accepts."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oicekpi.domain.fields import Part, Parts, declared
from oicekpi.domain.plan import Indicator, Plan
from oicekpi.domain.record import KINDS, order
from oicekpi.schema.json_schema import SCHEMAS
from oicekpi.schema.reading import read_plan, read_record
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value, YamlRefusedError

ROOT: Final = Path(__file__).parents[2]
CASES: Final = ROOT / "tests/cases"
SHAPE: Final = (
    "bad-country", "bad-date", "bad-id", "bad-pace", "bad-people", "duplicate-item", "empty-text",
    "missing-key", "out-of-range", "text-too-long", "too-few-items", "too-many-items",
    "unknown-key", "unknown-value", "wrong-type",
)  # fmt: skip
"""What a schema can say of one file; other codes need more than its shape."""
WORDS: Final = {
    "$defs", "$id", "$ref", "$schema", "additionalProperties", "allOf", "anyOf", "const", "default",
    "description", "else", "enum", "format", "if", "items", "maxItems", "maxLength",
    "maxProperties", "maximum", "minItems", "minProperties", "minimum", "oneOf", "pattern",
    "patternProperties", "properties", "required", "then", "title", "type", "uniqueItems",
}  # fmt: skip
"""What every reader of JSON Schema knows since draft-07, but `$defs`, to which references lead."""

Json: TypeAlias = Any
Draft: TypeAlias = Any  # one of jsonschema's validators, which has no types
jsonschema = pytest.importorskip("jsonschema")
DRAFTS: Final = (jsonschema.Draft202012Validator, jsonschema.Draft7Validator)


@cache
def validator(what: str, draft: Draft) -> Draft:
    """Return a schema's validator by the rules of a draft."""
    return draft(json.loads(SCHEMAS[what]()), format_checker=draft.FORMAT_CHECKER)


def thawed(value: Value) -> Json:
    """Turn a document's tuples into the lists that JSON has."""
    if isinstance(value, tuple):
        return [thawed(each) for each in value]
    return {k: thawed(v) for k, v in value.items()} if isinstance(value, dict) else value


def valid(what: str, value: Value) -> bool:
    """Tell whether a schema allows a value, which every draft must say alike."""
    (answer,) = {validator(what, draft).is_valid(thawed(value)) for draft in DRAFTS}
    return bool(answer)


def schemas(node: Json) -> Iterator[dict[str, Any]]:
    """Go through a schema and all those inside it."""
    yield node
    for word, value in node.items():
        if word in {"properties", "patternProperties", "$defs"}:
            for each in value.values():
                yield from schemas(each)
        elif word in {"anyOf", "allOf", "oneOf"}:
            for each in value:
                yield from schemas(each)
        elif isinstance(value, dict):
            yield from schemas(value)


# --- the schemas themselves -----------------------------------------------------------------------


@pytest.mark.parametrize("what", SCHEMAS)
def test_only_words_that_every_draft_since_7_knows(what: str) -> None:
    """A schema says nothing that an editor of an older draft would pass over in silence."""
    whole = json.loads(SCHEMAS[what]())
    assert {word for schema in schemas(whole) for word in schema} <= WORDS
    for draft in DRAFTS:
        draft.check_schema(whole)


@pytest.mark.parametrize("what", SCHEMAS)
def test_everything_that_can_be_written_is_explained(what: str) -> None:
    """Every key has a description."""
    whole = json.loads(SCHEMAS[what]())
    parts = [each for name, each in whole["$defs"].items() if name != "Country"]
    assert all("description" in part for part in parts)
    for schema in schemas({key: each for key, each in whole.items() if key != "allOf"}):
        for key, each in schema.get("properties", {}).items():
            assert "description" in each or "const" in each, key


@pytest.mark.parametrize("what", SCHEMAS)
def test_no_key_may_hold_null(what: str) -> None:
    """A key that has no value is left out of files, so no schema allows or offers null."""
    whole = json.loads(SCHEMAS[what]())
    assert all(schema.get("type") != "null" for schema in schemas(whole))
    assert all(schema.get("default", "") is not None for schema in schemas(whole))


@pytest.mark.parametrize("what", SCHEMAS)
def test_every_reference_leads_somewhere(what: str) -> None:
    """And every part that has a name is referred to."""
    whole = json.loads(SCHEMAS[what]())
    used = {each["$ref"] for each in schemas(whole) if "$ref" in each}
    assert used == {f"#/$defs/{name}" for name in whole["$defs"]}


def test_a_schema_has_the_keys_of_the_declarations() -> None:
    """Their order, which of them are required, and their defaults are those of the dataclass."""
    whole = json.loads(SCHEMAS["record"]())
    for kind in KINDS.values():
        made = whole["$defs"][kind.__name__]
        assert tuple(made["properties"]) == order(kind)
        keys = declared(kind)
        assert {*made["required"]} == {name for name, key in keys.items() if key.required}
    trip = whole["$defs"]["Trip"]["properties"]
    assert trip["kind"]["const"] == "trip"
    assert trip["state"]["default"] == "done"
    assert "default" not in trip["note"]
    assert len(whole["$defs"]["Country"]["enum"]) > 200
    flags = json.loads(SCHEMAS["plan"]())["$defs"]["Flags"]
    assert flags["properties"]["behind_below"]["default"] == 0.25
    assert "required" not in flags


# --- what they allow ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [*ROOT.glob("plans/*.yaml"), *ROOT.glob("records/**/*.yaml")], ids=lambda p: p.stem
)
def test_the_shipped_files_are_valid(path: Path) -> None:
    """The shipped plan and all shipped records pass their schemas."""
    assert valid(
        "plan" if path.parent.name == "plans" else "record", yamlfile.read(path.read_bytes())
    )


@pytest.mark.parametrize("what", SCHEMAS)
def test_the_file_in_the_repository_is_the_one_that_is_derived(what: str) -> None:
    """`schemas/` holds what `oicekpi schema` prints; `make docs` brings it up to date."""
    assert (ROOT / f"schemas/{what}.schema.json").read_text("utf-8") == SCHEMAS[what]()


def refused(path: Path) -> bool:
    """Tell whether a file is YAML and its schema refuses it; the folder says which schema."""
    try:
        value = yamlfile.read(path.read_bytes())
    except YamlRefusedError:
        return False
    return not valid("plan" if "plans" in path.parts else "record", value)


def test_every_valid_case_is_valid() -> None:
    """What `check` accepts, the schemas accept."""
    folders = CASES.glob("valid/*/[pr]*/")
    files = [path for folder in folders for path in folder.rglob("[!.]*.yaml")]
    assert files
    assert [path for path in files if "/." not in f"{path}" and refused(path)] == []


@pytest.mark.parametrize("code", SHAPE)
def test_what_is_wrong_by_its_shape_is_refused(code: str) -> None:
    """A file that is wrong by itself is refused by the schema too."""
    cases = [*(CASES / "invalid" / code).iterdir()]
    assert cases
    for case in cases:
        assert any(refused(path) for path in case.glob("*/**/*.yaml")), case


RECORD: Final[dict[str, Value]] = {
    "date": "2024-04-12", "kind": "trip", "indicator": "A1.staff", "people": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"people": None}, "'people' is a required property"),
        ({"kind": None}, "'kind' is a required property"),
        ({"countri": "DE"}, "Additional properties are not allowed ('countri' was unexpected)"),
        ({"state": "planed"}, "'planed' is not one of ['done', 'planned', 'cancelled']"),
        ({"stage": "x"}, "Additional properties are not allowed ('stage' was unexpected)"),
    ],
)
@pytest.mark.parametrize("listed", [False, True])
def test_a_wrong_record_is_reported_by_its_own_kind(
    change: dict[str, str | None], said: str, *, listed: bool
) -> None:
    """It gives the one message about its kind, not one for each of the six."""
    record = {k: v for k, v in {**RECORD, **change}.items() if v is not None}
    found = validator("record", DRAFTS[0]).iter_errors([RECORD, record] if listed else record)
    assert [error.message for error in found] == [said]


def test_what_is_not_a_record_at_all_is_reported_once() -> None:
    """A text in the place of a record gives one message."""
    found = validator("record", DRAFTS[0]).iter_errors("x")
    assert [error.message for error in found] == ["'x' is not of type 'object'"]


# --- schemas and the program agree ----------------------------------------------------------------

BEYOND: Final = {
    ("bad-until", ""), ("bad-period", "order"), ("bad-period", "length"), ("bad-date", "year"),
    ("bad-reading", "one-of"), ("bad-reading", "denominator"), ("bad-target", "empty-range"),
    ("duplicate-item", "spelling"), ("bad-people", "several"),
}  # fmt: skip
"""What a schema cannot say: it knows no bounds of days, nor how values compare."""
NAMES: Final = st.sampled_from(("A1", "A1.x", "A 1", "", "a" * 61, "trip", "x"))
TEXTS: Final = st.sampled_from(("x", "", " ", "\u3000", "a\nb", "Ann"))
DAYS: Final = st.sampled_from(("2024-04-12", "2024-05-01", "2024-13-01", "12.4.2024", "2024-4-1"))
NUMBERS: Final = st.sampled_from((0, 1, 5, -1, 1_000_000, 1_000_001, Decimal("0.5"), 10**13, True))
PEOPLE: Final = st.sampled_from(
    (1, 0, (), ("ann",), ("ann", "ben"), ("ann", ""), ("ann", 1), "ann")
)
ANY: Final = st.one_of(NAMES, TEXTS, DAYS, NUMBERS, PEOPLE, st.sampled_from(({}, {"a": 1})))
FIELDS: Final[dict[str, st.SearchStrategy[Any]]] = {
    "date": DAYS,
    "kind": st.sampled_from([*KINDS]),
    "indicator": NAMES | st.lists(NAMES, max_size=2).map(tuple),
    "state": st.sampled_from(("done", "planned", "cancelled", "plan")),
    "country": st.sampled_from(("DE", "de", "UK")),
    "stage": NAMES,
    "people": PEOPLE,
    "evidence": st.lists(TEXTS, max_size=2).map(tuple),
    "until": DAYS,
    "note": TEXTS,
    "amount": NUMBERS,
    "value": NUMBERS,
    "numerator": NUMBERS,
    "denominator": NUMBERS,
    "tags": st.lists(TEXTS, max_size=2).map(tuple),
}


def agrees(what: str, value: Value) -> None:
    """Hold a schema to what the program says of a value.

    A schema never refuses what is valid; it refuses whatever is wrong in a way it can express.
    """
    judged = (read_record if what == "record" else read_plan)(value)
    allowed = valid(what, value)
    found = {(problem.code, problem.case) for problem in judged.problems}
    if not found:
        assert allowed
    elif found - BEYOND:
        assert not allowed


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
@settings(deadline=None, max_examples=40)
def test_a_record_is_valid_by_its_schema_if_the_program_accepts_it(
    kind: str, data: st.DataObject
) -> None:
    """Right and wrong values in the fields of each kind."""
    keys = declared(KINDS[kind])
    value: dict[str, Value] = {}
    for name, key in keys.items():
        strategy = FIELDS.get(name, TEXTS)
        if name == "kind":
            value[name] = kind
        elif key.required or data.draw(st.booleans()):
            value[name] = data.draw(strategy if data.draw(st.booleans()) else ANY)
    if data.draw(st.integers(0, 9)) == 0:
        value["x"] = "y"
    agrees("record", value)


def part(of: type) -> st.SearchStrategy[Value]:
    """Draw a part of a plan, mostly right: each key by its declaration."""
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, key in declared(of).items():
        match key.field:
            case Part(of=inner):
                drawn = part(inner)
            case Parts(of=inner):
                drawn = st.lists(part(inner), min_size=key.field.least, max_size=2).map(tuple)
            case plain:
                drawn = PLAIN.get(type(plain).__name__, ANY)
        (required if key.required else optional)[name] = st.one_of(drawn, drawn, drawn, ANY)
    return st.fixed_dictionaries(required, optional=optional)


PLAIN: Final[dict[str, st.SearchStrategy[Any]]] = {
    "Text": TEXTS,
    "Id": NAMES,
    "Day": DAYS,
    "Whole": NUMBERS,
    "Share": NUMBERS,
    "Exact": NUMBERS,
    "Enumerated": st.sampled_from(("approval", "latest", "month", "x")),
    "Matching": st.dictionaries(NAMES, TEXTS, max_size=2),
    "Choice": st.sampled_from(("people", "records", "stages", "trip")),
    "Range": st.lists(NUMBERS, max_size=3).map(tuple),
    "Several": st.lists(
        st.sampled_from(("trip", "activity", "approval", "evidence", "x")), max_size=2
    ).map(tuple),
    "ByDay": st.dictionaries(DAYS, NUMBERS, max_size=2),
}


@given(part(Plan))
@settings(deadline=None, max_examples=60)
def test_a_plan_is_valid_by_its_schema_if_the_program_accepts_it(value: Value) -> None:
    """Right and wrong values in the keys of a plan."""
    agrees("plan", value)


INDICATOR: Final[dict[str, Value]] = {
    "id": "A1.x", "title": "X", "measure": "people", "of": ("trip",),
}  # fmt: skip


@given(part(Indicator), st.data())
@settings(deadline=None, max_examples=100)
def test_an_indicator_is_valid_by_its_schema_if_the_program_accepts_it(
    drawn: Any,  # noqa: ANN401 - a part of a plan
    data: st.DataObject,
) -> None:
    """One odd key at a time, so that what is valid is met often."""
    name = data.draw(st.sampled_from([*drawn]))
    indicator: Value = {**INDICATOR, name: drawn[name]}
    objective: Value = {"id": "A1", "title": "A", "indicators": (indicator,)}
    section: Value = {"id": "A", "title": "A", "objectives": (objective,)}
    period: Value = {"start": "2024-01-01", "end": "2024-12-31"}
    agrees("plan", {"title": "P", "period": period, "sections": (section,)})
