"""The JSON Schemas of plans and records, for editors and other validators.

They are derived from the declarations, in words that every reader of JSON Schema from draft-07 on
knows, since editors differ in which draft they follow.
"""

import json
from typing import Any, Final, TypeAlias

from oicekpi.domain import kinds, measures  # noqa: F401 - registers those that there are
from oicekpi.domain.fields import Declared, Part, Parts, Words, declared, shapes
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import KINDS, Record, order
from oicekpi.messages.translate import gettext

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_HOME: Final = "https://github.com/oicekpi/oicekpi/raw/main/schemas"
_SHORT: Final = 20  # a longer list of words is written once, under a name of its own

Schema: TypeAlias = dict[str, Any]


def plan_schema() -> str:
    """Return the schema of plans, as JSON, with its descriptions in the language that is spoken."""
    named: dict[str, Schema] = {}
    body = _part(Plan, named)
    return _written(
        "plan", {"title": gettext("An office's plan for a period"), **body, "$defs": named}
    )


def record_schema() -> str:
    """Return the schema of records, as JSON.

    The kinds are joined by `if` and `then`: a validator then says what is wrong with the kind at
    hand. Of a plain choice between all kinds it could only say that none of them fits.
    """
    named: dict[str, Schema] = {"Record": {}}
    for name, kind in KINDS.items():
        named[kind.__name__] = _part(kind, named, order(kind))
        named[kind.__name__]["properties"]["kind"] |= {"const": name}
        del named[kind.__name__]["properties"]["kind"]["enum"]
    common = declared(Record)
    required = [name for name, key in common.items() if key.required]
    named["Record"] = {
        "description": gettext("One dated thing that happened, or is planned."),
        "type": "object",
        "required": required,
        "properties": {name: _key(common[name], named) for name in required},
        "allOf": [
            {
                "if": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {"kind": {"const": name}},
                },
                "then": {"$ref": f"#/$defs/{kind.__name__}"},
            }
            for name, kind in KINDS.items()
        ],
    }
    return _written(
        "record",
        {
            "title": gettext("What happened: one record, or a month's list of them"),
            "if": {"type": "array"},
            "then": {"type": "array", "items": {"$ref": "#/$defs/Record"}},
            "else": {"$ref": "#/$defs/Record"},
            "$defs": named,
        },
    )


SCHEMAS: Final = {"plan": plan_schema, "record": record_schema}
"""How the schema of each sort of file is made."""


def _written(name: str, body: Schema) -> str:
    schema = {"$schema": _DRAFT, "$id": f"{_HOME}/{name}.schema.json", **body}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _part(of: type, named: dict[str, Schema], names: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a mapping, as its dataclass declares it; parts of it go to `named`."""
    keys = declared(of)
    doc = (of.__doc__ or "").partition("\n")[0]
    sets = shapes(of)
    single = {"oneOf": [{"required": sorted(each)} for each in sets[1]]} if sets else {}
    required = [name for name, key in keys.items() if key.required]
    return {
        "description": gettext(doc),
        "type": "object",
        **single,
        "properties": {name: _key(keys[name], named) for name in names or keys},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _key(key: Declared, named: dict[str, Schema]) -> Schema:
    """Return the schema of one key's value."""
    match key.field:
        case Part(of=of):
            schema = _reference(of.__name__, of, named)
        case Parts(of=of, least=least):
            bounds = {"minItems": least} if least else {}
            bounds |= {"maxItems": key.field.most} if key.field.bounded else {}
            items = _reference(of.__name__, of, named)
            schema = {"type": "array", "items": items, **bounds}
        case Words(of=of):
            named["Text"] = {
                "description": "One text for all languages, or one in each.",
                "anyOf": [key.field.schema(), _part(of, named)],
            }
            schema = {"$ref": "#/$defs/Text"}
        case plain:
            schema = plain.schema()
            if len(schema.get("enum", ())) > _SHORT:
                named[key.name.capitalize()] = schema
                schema = {"$ref": f"#/$defs/{key.name.capitalize()}"}
    if isinstance(key.default, float | str) and key.default:
        schema = {**schema, "default": key.default}
    return {**schema, "description": gettext(key.help)}


def _reference(name: str, of: type, named: dict[str, Schema]) -> Schema:
    if name not in named:
        named[name] = {}  # its place comes before that of its own parts
        named[name] = _part(of, named)
    return {"$ref": f"#/$defs/{name}"}
