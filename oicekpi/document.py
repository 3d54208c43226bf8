"""From a file's bytes to a valid model, or to findings with line and column.

A file is read fast. Only when something is wrong with it is it read again with positions.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from oicekpi import yamlfile
from oicekpi.finding import Fault, Finding
from oicekpi.wording import listed, nearest, printable
from oicekpi.yamlfile import Value, YamlRefusedError

Checked = TypeVar("Checked")


def refused(path: str, refusal: YamlRefusedError) -> Finding:
    """Make the finding of a file that is not accepted as YAML."""
    end = refusal.column + 1 if refusal.column else 0
    return Finding(
        path,
        refusal.line,
        refusal.column,
        refusal.code,
        refusal.message,
        refusal.hint,
        end_line=refusal.line,
        end_column=end,
    )


def place(path: str, data: bytes, faults: Iterable[Fault]) -> list[Finding]:
    """Find the line and column of each fault in the file `path`, which holds `data`."""
    faults = list(faults)
    if not faults:
        return []
    positions = yamlfile.locate(data)
    return [_placed(path, fault, positions) for fault in faults]


def _placed(path: str, fault: Fault, positions: yamlfile.Positions) -> Finding:
    line, column, end_line, end_column = positions.of(fault.where, at_key=fault.at_key)
    return Finding(
        path,
        line,
        column,
        fault.code,
        fault.message,
        fault.hint,
        fault.level,
        end_line,
        end_column,
    )


def validate(
    adapter: TypeAdapter[Checked], value: Value, at: tuple[str | int, ...] = ()
) -> tuple[Checked | None, list[Fault]]:
    """Check a value that was read against its model: the model, or every fault it has.

    `at` is where the value stands in its document.
    """
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        return None, [
            _fault(detail, value, at, adapter) for detail in error.errors(include_url=False)
        ]


# --- pydantic's errors in our own words ---------------------------------------------------------


def _fault(detail: Any, value: Value, at: tuple[str | int, ...], adapter: TypeAdapter[Any]) -> Fault:
    kind: str = detail["type"]
    where, at_key = _walk(_steps(detail, adapter), value, missing=kind == "missing")
    if kind == "extra_forbidden":
        code, message, hint = _unknown_key(str(where[-1]), _known_keys(adapter, detail["loc"]))
        return Fault((*at, *where), code, message, hint, at_key=True)
    code, message, hint = _WORDING.get(kind, _other)(where, detail, detail.get("ctx", {}))
    return Fault((*at, *where), code, message, hint, at_key=at_key)


def _steps(detail: Any, adapter: TypeAdapter[Any]) -> tuple[str | int, ...]:
    """Give pydantic's way to the value that is meant."""
    steps: tuple[str | int, ...] = detail["loc"]
    if steps and adapter.core_schema["type"] == "tagged-union":
        steps = steps[1:]  # the first step only names which of the models it was
    key = detail.get("ctx", {}).get("at") or detail.get("ctx", {}).get("discriminator", "").strip("'")
    return (*steps, key) if key else steps


def _known_keys(adapter: TypeAdapter[Any], steps: tuple[str | int, ...]) -> list[str]:
    """Find the keys that may stand where an unknown one was met, from the models' own schema."""
    schema = adapter.json_schema()
    here = schema
    for step in steps[:-1]:
        here = _resolved(here, schema)
        tags = here.get("discriminator", {}).get("mapping", {})
        inside = here.get("items") if isinstance(step, int) else here.get("properties", {}).get(step)
        here = {"$ref": tags[step]} if step in tags else inside or {}
    return [*_resolved(here, schema).get("properties", {})]


def _resolved(here: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow an optional value's schema and a reference to what they stand for."""
    here = next((option for option in here.get("anyOf", ()) if "$ref" in option), here)
    name = here.get("$ref", "").rpartition("/")[2]
    return schema["$defs"][name] if name else here


def _walk(
    steps: tuple[str | int, ...], value: Value, *, missing: bool
) -> tuple[tuple[str | int, ...], bool]:
    """Keep of pydantic's way to a value what the document has.

    The names of union members and the mark for keys are steps of pydantic's own.
    """
    where: list[str | int] = []
    here: Any = value
    for step in steps:
        if isinstance(here, dict) and step in here:
            where.append(step)
            here = here[step]  # type: ignore[index]  # a step into a mapping is its key
        elif isinstance(here, tuple) and isinstance(step, int):
            where.append(step)
            here = here[step]
    if missing:
        where.append(steps[-1])
    return tuple(where), steps[-1:] == ("[key]",)


Words = tuple[str, str, str]


def _missing(where: tuple[str | int, ...], _: Any, __: Mapping[str, Any]) -> Words:
    return "missing-key", f"the key `{where[-1]}` is missing", f"add a line `{where[-1]}: …`"


def _unknown_key(key: str, known: list[str]) -> Words:
    near = nearest(key, known)
    hint = f"did you mean `{near}`?" if near else f"the keys are {listed(known, 'and')}"
    return "unknown-key", f"the key `{printable(key[:40])}` is not known here", hint


def _own(_: tuple[str | int, ...], __: Any, context: Mapping[str, Any]) -> Words:
    return context["code"], context["message"], context["hint"]


def _choice(where: tuple[str | int, ...], detail: Any, context: Mapping[str, Any]) -> Words:
    known = [word.strip("' ") for word in _alternatives(context)]
    given = detail["input"] if isinstance(detail["input"], str) else None
    near = nearest(given, known) if given else None
    shown = f"`{printable(given[:40])}`" if given else "this"
    hint = f"did you mean `{near}`?" if near else f"write {listed(known)}"
    return "unknown-word", f"{shown} is not one of {listed(known)}", hint


def _alternatives(context: Mapping[str, Any]) -> list[str]:
    words: str = context.get("expected_tags") or context["expected"]
    return words.replace(" or ", ", ").split(",")


def _no_tag(_: tuple[str | int, ...], detail: Any, context: Mapping[str, Any]) -> Words:
    return "missing-key", "the key `kind` is missing", "add a line such as `kind: trip`"


def _wrong_tag(where: tuple[str | int, ...], detail: Any, context: Mapping[str, Any]) -> Words:
    return _choice(where, {"input": context["tag"]}, context)


def _type(expected: str, example: str) -> Callable[..., Words]:
    def words(_: tuple[str | int, ...], detail: Any, __: Mapping[str, Any]) -> Words:
        return "wrong-type", f"{expected} is wanted here, not {_found(detail['input'])}", example

    return words


def _found(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", tuple: "a list"}
    if isinstance(value, str):
        return f"the text `{printable(value[:40])}`"
    return names.get(type(value), "a mapping")


def _range(where: tuple[str | int, ...], detail: Any, context: Mapping[str, Any]) -> Words:
    bound = context.get("ge", context.get("gt", context.get("le", context.get("lt"))))
    side = "at least" if "ge" in context else "more than" if "gt" in context else "at most"
    return "out-of-range", f"{detail['input']} is out of range", f"write {side} {bound}"


def _blank(_: tuple[str | int, ...], detail: Any, context: Mapping[str, Any]) -> Words:
    if context.get("pattern") == r"\S":
        return "empty-text", "the text is empty", "write it, or delete the line"
    return (
        "bad-id",
        f"`{printable(detail['input'][:40])}` cannot be an id",
        "an id is letters and digits, with single dots or dashes between, as A1.staff",
    )


def _too_long(_: tuple[str | int, ...], __: Any, context: Mapping[str, Any]) -> Words:
    return "text-too-long", "the text is too long", f"at most {context['max_length']} characters"


def _too_short(_: tuple[str | int, ...], __: Any, context: Mapping[str, Any]) -> Words:
    return (
        "too-few",
        f"{context['actual_length']} are too few here",
        f"list at least {context['min_length']}, or delete the key",
    )


def _too_many(_: tuple[str | int, ...], __: Any, context: Mapping[str, Any]) -> Words:
    return "too-many", "there are too many here", f"list at most {context['max_length']}"


def _other(_: tuple[str | int, ...], detail: Any, __: Mapping[str, Any]) -> Words:
    return "wrong-type", printable(detail["msg"]), "see docs/formats.md"


_WORDING: Mapping[str, Callable[..., Words]] = {
    "missing": _missing,
    "refused": _own,
    "enum": _choice,
    "literal_error": _choice,
    "union_tag_invalid": _wrong_tag,
    "union_tag_not_found": _no_tag,
    "string_type": _type("text", "write text; in quotation marks if it looks like a number"),
    "int_type": _type("a whole number", "write a whole number, such as 15"),
    "float_type": _type("a number", "write a number, such as 0.25"),
    "tuple_type": _type("a list", "write [one, two], or a line with `- ` each"),
    "dict_type": _type("a mapping", "write lines of `key: value`"),
    "model_type": _type("a mapping", "write lines of `key: value`"),
    "model_attributes_type": _type("a mapping", "write lines of `key: value`"),
    "greater_than_equal": _range,
    "greater_than": _range,
    "less_than_equal": _range,
    "less_than": _range,
    "string_pattern_mismatch": _blank,
    "string_too_long": _too_long,
    "too_short": _too_short,
    "too_long": _too_many,
}
