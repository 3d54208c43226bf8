"""The JSON Schemas of plans and records."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from oicekpi.reports.names import What
from oicekpi.schema.json_schema import render
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value, YamlRefusedError

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases"
# What a schema can say of one file: the shape of it. The other codes need the calendar, the file's
# name, the plan, or the other records.
SHAPE = (
    "bad-country",
    "bad-date",
    "bad-id",
    "bad-pace",
    "bad-people",
    "empty-text",
    "missing-key",
    "out-of-range",
    "repeated",
    "text-too-long",
    "too-few",
    "too-many",
    "unknown-key",
    "unknown-word",
    "wrong-type",
)
WORDS = {
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "default",
    "description",
    "else",
    "enum",
    "format",
    "if",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "pattern",
    "patternProperties",
    "properties",
    "required",
    "then",
    "title",
    "type",
    "uniqueItems",
}

Json: TypeAlias = Any
Draft: TypeAlias = Any  # one of jsonschema's validators, which has no types
jsonschema = pytest.importorskip("jsonschema")
DRAFTS = (jsonschema.Draft202012Validator, jsonschema.Draft7Validator)


@cache
def validator(what: What, draft: Draft) -> Draft:
    """Give a schema's validator by the rules of a draft."""
    return draft(json.loads(render(what)), format_checker=draft.FORMAT_CHECKER)


def thawed(value: Value) -> Json:
    """Turn a document's tuples into the lists that JSON has."""
    if isinstance(value, tuple):
        return [thawed(each) for each in value]
    return {k: thawed(v) for k, v in value.items()} if isinstance(value, dict) else value


def schemas(node: Json) -> Iterator[dict[str, Any]]:
    """Go through a schema and all those inside it."""
    yield node
    for word, value in node.items():
        if word in {"properties", "patternProperties", "$defs"}:
            for each in value.values():
                yield from schemas(each)
        elif word in {"anyOf", "allOf"}:
            for each in value:
                yield from schemas(each)
        elif isinstance(value, dict):
            yield from schemas(value)


def faults(path: Path, draft: Draft) -> list[str]:
    """Say what a schema finds wrong in a file; it goes by the folder which schema that is."""
    what = What.PLAN if "plans" in path.parts else What.RECORD
    found = validator(what, draft).iter_errors(thawed(yamlfile.read(path.read_bytes())))
    return [error.message for error in found]


def refused(path: Path) -> bool:
    """Tell whether a file is YAML and the schema refuses it, by every draft alike."""
    try:
        (answer,) = {bool(faults(path, draft)) for draft in DRAFTS}
    except YamlRefusedError:
        return False
    return answer


@pytest.mark.parametrize("what", What)
def test_the_file_in_the_repository_is_the_one_the_models_give(what: What) -> None:
    """`schemas/` holds what `oicekpi schema` prints; `make docs` brings it up to date."""
    assert (ROOT / f"schemas/{what}.schema.json").read_text("utf-8") == render(what)


@pytest.mark.parametrize("what", What)
def test_only_words_that_every_draft_since_7_knows(what: What) -> None:
    """A schema says nothing that an editor of an older draft would pass over in silence."""
    whole = json.loads(render(what))
    assert {word for schema in schemas(whole) for word in schema} <= WORDS
    for draft in DRAFTS:
        draft.check_schema(whole)


@pytest.mark.parametrize("what", What)
def test_everything_that_can_be_written_is_explained(what: What) -> None:
    """Every key has a description, its own or that of what it refers to."""
    whole = json.loads(render(what))
    for schema in schemas(whole):
        for key, each in schema.get("properties", {}).items():
            name = each.get("$ref", "").rpartition("/")[2]
            known = "description" in each or "description" in whole["$defs"].get(name, {})
            assert known or "const" in each, key


@pytest.mark.parametrize("what", What)
def test_no_key_may_hold_null(what: What) -> None:
    """A key that has no value is left out of our files, so no schema allows or offers null."""
    whole = json.loads(render(what))
    assert all(schema.get("type") != "null" for schema in schemas(whole))
    assert all(schema.get("default", "") is not None for schema in schemas(whole))


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_shipped_files_are_valid(draft: Draft) -> None:
    """The shipped plan and all shipped records pass their schemas."""
    shipped = [*ROOT.glob("plans/*.yaml"), *ROOT.glob("records/**/*.yaml")]
    assert {str(path): found for path in shipped if (found := faults(path, draft))} == {}


def test_every_valid_case_is_valid() -> None:
    """What `check` accepts, the schemas accept."""
    for path in CASES.glob("valid/*/*/**/*.yaml"):
        if {"plans", "records"} & {*path.parts} and "/." not in f"{path}":
            assert not refused(path), path


@pytest.mark.parametrize("code", SHAPE)
def test_what_is_wrong_by_its_shape_is_refused(code: str) -> None:
    """A file that is wrong in itself is refused by the schema too."""
    cases = [*(CASES / "invalid" / code).iterdir()]
    assert cases
    for case in cases:
        assert any(refused(path) for path in case.glob("*/**/*.yaml")), case


RECORD = {"date": "2024-04-12", "kind": "trip", "indicator": "A1.staff", "people": 2}


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
def test_a_record_is_told_what_its_own_kind_lacks(
    change: dict[str, str | None], said: str, *, listed: bool
) -> None:
    """A wrong record gives the one message about its kind, not one for each of the six."""
    record = {k: v for k, v in {**RECORD, **change}.items() if v is not None}
    found = validator(What.RECORD, DRAFTS[0]).iter_errors([RECORD, record] if listed else record)
    assert [error.message for error in found] == [said]


def test_what_is_no_record_at_all_is_told_once() -> None:
    """A text in the place of a record gives one message."""
    found = validator(What.RECORD, DRAFTS[0]).iter_errors("x")
    assert [error.message for error in found] == ["'x' is not of type 'object'"]
