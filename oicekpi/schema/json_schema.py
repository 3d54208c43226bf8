"""The JSON Schemas of plans and records, for editors and other validators.

They are made of the models. What the models' own schemas say is put in words that every reader of
JSON Schema from draft-07 on knows, since editors differ in which draft they follow.
"""

import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from pydantic import TypeAdapter

from oicekpi.reports.names import What
from oicekpi.schema.plan_model import PLAN
from oicekpi.schema.record_model import MODELS, AnyKind

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_HOME: Final = "https://github.com/oicekpi/oicekpi/raw/main/schemas"
_SHORT: Final = 20  # a longer list of words stands once, under a name of its own

Schema: TypeAlias = dict[str, Any]


def render(what: What) -> str:
    """Write the schema of a sort of file, as JSON."""
    schema = {"$schema": _DRAFT, "$id": f"{_HOME}/{what}.schema.json", **_MADE[what]()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _plan() -> Schema:
    body, named = _plain(PLAN)
    return {"title": "An office's plan for a period", **body, "$defs": named}


def _record() -> Schema:
    """Join the kinds by `if` and `then`.

    A validator then tells what is wrong with the kind at hand. Of a plain choice between six
    models it could only tell that none of them fits.
    """
    adapter: TypeAdapter[AnyKind] = TypeAdapter(AnyKind)
    _, named = _plain(adapter)
    shared = next(iter(named.values()))["properties"]
    record = {
        "description": "One dated thing that happened, or is planned.",
        "type": "object",
        "required": ["date", "kind", "indicator"],
        "properties": {
            "date": shared["date"],
            "kind": {"description": "What sort of thing it is.", "enum": [*MODELS]},
            "indicator": shared["indicator"],
        },
        "allOf": [_when(kind, model.__name__) for kind, model in MODELS.items()],
    }
    return {
        "title": "What happened: one record, or a month's list of them",
        "if": {"type": "array"},
        "then": {"type": "array", "items": {"$ref": "#/$defs/Record"}},
        "else": {"$ref": "#/$defs/Record"},
        "$defs": {"Record": record, **named},
    }


def _when(kind: str, model: str) -> Schema:
    return {
        "if": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": kind}},
        },
        "then": {"$ref": f"#/$defs/{model}"},
    }


_MADE: Final[dict[What, Callable[[], Schema]]] = {What.PLAN: _plan, What.RECORD: _record}


# --- in plain words -------------------------------------------------------------------------------


def _plain(adapter: TypeAdapter[Any]) -> tuple[Schema, dict[str, Schema]]:
    """Give the model's schema, and those that it refers to by name."""
    whole = adapter.json_schema()
    named = whole.pop("$defs")
    lists: dict[str, Schema] = {}
    body = _reworded(whole, "", lists)
    return body, {key: _reworded(each, key, lists) for key, each in named.items()} | lists


def _reworded(schema: Schema, name: str, lists: dict[str, Schema]) -> Schema:
    """Put a schema, which stands under `name`, in plain words.

    Long lists of words, as those of all countries, go to `lists`.
    """
    made: Schema = {}
    for word, value in _without_null(schema).items():
        match word:
            case "properties" | "patternProperties":
                made[word] = {key: _reworded(each, key, lists) for key, each in value.items()}
            case "anyOf" | "oneOf":
                made[word] = [_reworded(each, name, lists) for each in value]
            case "items":
                made[word] = _reworded(value, name, lists)
            case "prefixItems":
                # Older drafts do not know it. Our pairs hold two of one sort.
                made["items"] = _reworded(value[0], name, lists)
            case _ if not _unsaid(word, value):
                made[word] = value
    if "patternProperties" in made:
        made["additionalProperties"] = False
    return _named(made, name.capitalize(), lists)


def _unsaid(word: str, value: object) -> bool:
    """Tell what a reader does not need: the names of Python's classes, what is OpenAPI's own.

    A default that goes without saying is not needed either: an editor would offer to write it.
    """
    if word == "default":
        return value in (None, "", []) or isinstance(value, dict)
    return word in {"title", "discriminator", "propertyNames"}


def _named(schema: Schema, name: str, lists: dict[str, Schema]) -> Schema:
    """Let a schema with a long list of words refer to the list."""
    if len(schema.get("enum", ())) <= _SHORT:
        return schema
    lists[name] = {word: schema.pop(word) for word in ("type", "enum")}
    return {"$ref": f"#/$defs/{name}", **schema}


def _without_null(schema: Schema) -> Schema:
    """Leave out that a key may hold null: in our files it is left out instead."""
    options = schema.get("anyOf", [])
    kept = [each for each in options if each != {"type": "null"}]
    if len(kept) == len(options):
        return schema
    rest = {word: value for word, value in schema.items() if word != "anyOf"}
    return {**(kept[0] if len(kept) == 1 else {"anyOf": kept}), **rest}
