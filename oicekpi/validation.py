"""Whether a value is what its model wants; pydantic's errors in our own words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from oicekpi.document import MAX_FAULTS
from oicekpi.finding import Fault
from oicekpi.wording import clipped, listed, nearest, printable, shown
from oicekpi.yamlfile import Value, Where
from oicekpi.yamlfile.slips import colon_hint

Checked = TypeVar("Checked", bound=BaseModel)


def validate(
    adapter: TypeAdapter[Checked], value: Value, at: Where = ()
) -> tuple[Checked | None, list[Fault]]:
    """Check a value that was read against its model: the model, or every fault it has.

    `at` is where the value stands in its document. No more than `MAX_FAULTS` are given.
    """
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _follows(detail)]
        return None, [_fault(detail, value, at, adapter) for detail in details[:MAX_FAULTS]]


def _follows(detail: ErrorDetails) -> bool:
    """Tell whether a list is called short only because what stands in it was refused."""
    return detail["type"] == "too_short" and len(detail["input"]) > 0


# --- pydantic's errors in our own words ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Problem:
    """What pydantic says: the way to the value that is meant, the value, and further facts."""

    where: Where
    given: Value
    context: Mapping[str, Any]


Words: TypeAlias = tuple[str, str, str]
"""A finding's code, message and hint."""


def _fault(detail: ErrorDetails, value: Value, at: Where, adapter: TypeAdapter[Checked]) -> Fault:
    kind = detail["type"]
    steps = _steps(detail, adapter)
    where, given = _walk(steps, value)
    if kind == "missing":
        where = (*where, steps[-1])
    if kind == "extra_forbidden":
        code, message, hint = _unknown_key(f"{where[-1]}", _known_keys(adapter, detail["loc"]))
    else:
        problem = _Problem(where, given, {"said": detail["msg"], **detail.get("ctx", {})})
        code, message, hint = _WORDING.get(kind, _other)(problem)
    at_key = kind == "extra_forbidden" or steps[-1:] == ("[key]",)
    return Fault((*at, *where), code, message, hint, at_key=at_key)


def _steps(detail: ErrorDetails, adapter: TypeAdapter[Checked]) -> Where:
    """Give pydantic's way to the value that is meant."""
    steps = detail["loc"]
    context = detail.get("ctx", {})
    if steps and adapter.core_schema["type"] == "tagged-union":
        steps = steps[1:]  # the first step only names which of the models it was
    if "discriminator" in context:
        return (*steps, context["discriminator"].strip("'"))
    return (*steps, *context.get("at", ()))


def _walk(steps: Where, value: Value) -> tuple[Where, Value]:
    """Keep of pydantic's way what the document has, and give the value at its end.

    The names of union members, the place in a list of one that was written as the one alone, and
    the mark for keys are steps of pydantic's own.
    """
    where: list[str | int] = []
    here = value
    for step in steps:
        if isinstance(here, dict) and step in here:
            here = here[f"{step}"]
        elif isinstance(here, tuple) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            continue
        where.append(step)
    return tuple(where), here


# --- unknown keys -----------------------------------------------------------------------------


def _unknown_key(key: str, known: list[str]) -> Words:
    near = nearest(key, known)
    hint = f"did you mean `{near}`?" if near else f"the keys are {listed(known, 'and')}"
    return "unknown-key", f"the key `{clipped(key)}` is not known here", hint


def _known_keys(adapter: TypeAdapter[Checked], steps: Where) -> list[str]:
    """Find the keys that may stand where an unknown one was met, from the models' own schema."""
    schema = _schema(adapter)
    here = schema
    for step in steps[:-1]:
        here = _resolved(here, schema)
        tags = here.get("discriminator", {}).get("mapping", {})
        if step in tags:
            here = {"$ref": tags[step]}
        else:
            here = here["items"] if isinstance(step, int) else here["properties"][step]
    return [*_resolved(here, schema)["properties"]]


@cache
def _schema(adapter: TypeAdapter[Checked]) -> dict[str, Any]:
    """Give the adapter's JSON schema, which takes far longer to make than to look things up in."""
    return adapter.json_schema()


def _resolved(here: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow an optional value's schema and a reference to what they stand for."""
    here = next((option for option in here.get("anyOf", ()) if option != {"type": "null"}), here)
    name = here.get("$ref", "").rpartition("/")[2]
    return schema["$defs"][name] if name else here


# --- one function a sort of error -------------------------------------------------------------


def _missing(problem: _Problem) -> Words:
    key = problem.where[-1]
    if isinstance(key, int):
        return "too-few", "a value is missing at this list's end", "write both, as [first, last]"
    return "missing-key", f"the key `{key}` is missing", f"add `{key}: …`"


def _own(problem: _Problem) -> Words:
    return problem.context["code"], problem.context["message"], problem.context["hint"]


def _choice(problem: _Problem) -> Words:
    words: str = problem.context.get("expected_tags") or problem.context["expected"]
    known = [word.strip("' ") for word in words.replace(" or ", ", ").split(",")]
    near = nearest(problem.given, known) if isinstance(problem.given, str) else None
    hint = f"did you mean `{near}`?" if near else f"write {listed(known)}"
    return "unknown-word", f"{shown(problem.given)} is not one of {listed(known)}", hint


def _no_kind(_: _Problem) -> Words:
    return "missing-key", "the key `kind` is missing", "add a line such as `kind: trip`"


def _text(problem: _Problem) -> Words:
    scalar = isinstance(problem.given, bool | int | float)
    hint = "put it in quotation marks" if scalar else "write one text"
    return "wrong-type", f"text is wanted here, not {shown(problem.given)}", hint


def _list(problem: _Problem) -> Words:
    message = f"a list is wanted here, not {shown(problem.given)}"
    return "wrong-type", message, "write [one, two], or a line with `- ` for each"


def _mapping(problem: _Problem) -> Words:
    colon = colon_hint(problem.given) if isinstance(problem.given, str) else None
    hint = colon or "write lines of `key: value`"
    return "wrong-type", f"keys with values are wanted here, not {shown(problem.given)}", hint


def _number(expected: str, example: str) -> Callable[[_Problem], Words]:
    def words(problem: _Problem) -> Words:
        message = f"{expected} is wanted here, not {shown(problem.given)}"
        return "wrong-type", message, f"write {example}"

    return words


def _range(problem: _Problem) -> Words:
    lowest = problem.context.get("ge")
    side = f"at most {problem.context['le']:,}" if lowest is None else f"at least {lowest:,}"
    return "out-of-range", f"{shown(problem.given)} is out of range", f"write {side}"


def _pattern(problem: _Problem) -> Words:
    if problem.context["pattern"] == r"\S":
        return "empty-text", "the text is empty", "write one, or delete the key"
    return (
        "bad-id",
        f"{shown(problem.given)} cannot be an id",
        "an id is of letters A to Z and digits, with single dots, dashes or underscores between",
    )


def _too_long(problem: _Problem) -> Words:
    longest = problem.context["max_length"]
    return "text-too-long", "the text is too long", f"write at most {longest} characters"


def _too_few(_: _Problem) -> Words:
    return "too-few", "the list is empty", "list at least one"


def _too_many(problem: _Problem) -> Words:
    most = problem.context["max_length"]
    return "too-many", f"more than {most} are listed here", f"list at most {most}"


def _other(problem: _Problem) -> Words:
    return "wrong-type", printable(problem.context["said"]), "see docs/formats.md"


_WORDING: Final[Mapping[str, Callable[[_Problem], Words]]] = {
    "missing": _missing,
    "refused": _own,
    "enum": _choice,
    "union_tag_invalid": _choice,
    "union_tag_not_found": _no_kind,
    "string_type": _text,
    "int_type": _number("a whole number", "it in digits, such as 15"),
    "float_type": _number("a number", "it in digits, such as 0.25"),
    "tuple_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "greater_than_equal": _range,
    "less_than_equal": _range,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "too_short": _too_few,
    "too_long": _too_many,
}
