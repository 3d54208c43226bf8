"""Whether a value is what its model wants; pydantic's errors in our own words.

No fault hides another. A misspelt key is told once, and what stands under it is judged as if it
stood under the key that is meant: else that key would be told as missing, and what is wrong with
the value would come to light only when the key was mended.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from oicekpi.domain.finding import Fault, Where
from oicekpi.messages.text import clipped, listed, nearest, printable, shown
from oicekpi.storage.document import MAX_FAULTS, Doubts
from oicekpi.storage.yamlfile import Value
from oicekpi.storage.yamlfile.slips import colon_hint

Checked = TypeVar("Checked", bound=BaseModel)
_UNKNOWN: Final = "extra_forbidden"


class Judged(NamedTuple, Generic[Checked]):
    """What came of a check: the model, or every fault, of which no more than `MAX_FAULTS`.

    `value` is what was judged, each misspelt key in it as it is meant. Unless there may be more
    faults than are told, all of it is right by itself that `doubts` do not speak of.
    """

    model: Checked | None
    faults: list[Fault]
    value: Value
    doubts: Doubts


def validate(
    adapter: TypeAdapter[Checked], value: Value, at: Where = (), others: Collection[str] = ()
) -> Judged[Checked]:
    """Check a value that was read against its model; `at` is where it stands in its document.

    `others` are keys that are known elsewhere: who writes one of them means no other.
    """
    written: dict[Where, str] = {}
    while True:
        model, errors = _tried(adapter, value)
        slips = _slips(adapter, errors, value, others) if len(written) < MAX_FAULTS else {}
        if not slips:
            break
        value = _respelt(value, slips)
        written |= {(*where, near): key for where in slips for key, near in slips[where].items()}
    if model is not None and not written:
        return Judged(model, [], value, Doubts())
    found = [_fault(each, value, adapter, others) for each in errors[:MAX_FAULTS]]
    misspelt = [_misspelt(way, key) for way, key in written.items()]
    doubts = Doubts(frozenset(each.where for each in found), written)
    faults = [
        replace(each, where=(*at, *doubts.as_written(each.where)))
        for each in (*found, *misspelt)[:MAX_FAULTS]
    ]
    return Judged(None, faults, value, doubts)


def _tried(
    adapter: TypeAdapter[Checked], value: Value
) -> tuple[Checked | None, list[ErrorDetails]]:
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return None, [each for each in errors if not _follows(each)]


def _follows(error: ErrorDetails) -> bool:
    """Tell whether a list is called short only because what stands in it was refused."""
    return error["type"] == "too_short" and len(error["input"]) > 0


# --- keys that are misspelt, and keys that nobody knows -------------------------------------------

Slips: TypeAlias = dict[Where, dict[str, str]]
"""By the way to a mapping: the keys in it that are misspelt, and what is meant by each."""


def _slips(
    adapter: TypeAdapter[Checked],
    errors: list[ErrorDetails],
    value: Value,
    others: Collection[str],
) -> Slips:
    """Find the unknown keys that are near a known one which is not there; each is meant once."""
    slips: Slips = {}
    unknown = [each["loc"] for each in errors if each["type"] == _UNKNOWN]
    for *steps, key in unknown[:MAX_FAULTS]:
        where, mapping = _walk(tuple(steps), value)
        near = _near(f"{key}", _known_keys(adapter, tuple(steps)), others)
        names = slips.get(where, {})
        if near and near not in names.values() and near not in mapping:  # type: ignore[operator]  # it has keys
            slips[where] = {**names, f"{key}": near}
    return slips


def _near(key: str, known: tuple[str, ...], others: Collection[str]) -> str | None:
    plain = key.casefold()
    return None if plain in others and plain not in known else nearest(key, known)


def _respelt(value: Value, slips: Slips, where: Where = ()) -> Value:
    """Give a value with its misspelt keys as they are meant."""
    if isinstance(value, tuple):
        return tuple(_respelt(each, slips, (*where, at)) for at, each in enumerate(value))
    if not isinstance(value, dict):
        return value
    names = slips.get(where, {})
    return {
        names.get(key, key): _respelt(each, slips, (*where, key)) for key, each in value.items()
    }


def _misspelt(way: Where, key: str) -> Fault:
    hint = f"did you mean `{way[-1]}`?"
    return Fault(way, "unknown-key", _not_known(key), hint, at_key=True)


def _not_known(key: str) -> str:
    return f"the key `{clipped(key)}` is not known here"


def _unknown_key(key: str, known: tuple[str, ...], others: Collection[str]) -> "Words":
    near = _near(key, known, others)
    if near:  # and the mapping has it already, or another key was taken for it
        hint = f"it looks like `{near}`, which would then stand twice; keep one of the two"
    else:
        hint = f"the keys are {listed(known, 'and')}"
    return "unknown-key", _not_known(key), hint


def _known_keys(adapter: TypeAdapter[Checked], steps: Where) -> tuple[str, ...]:
    """Find the keys that a mapping may have."""
    return tuple(_schema_of(adapter, steps)["properties"])


def _unless_needed(adapter: TypeAdapter[Checked], steps: Where) -> str:
    """Say that a value may be taken away instead, where that mends it."""
    *above, last = steps
    if isinstance(last, int):
        return ", or take it out of the list"
    needed = _schema_of(adapter, tuple(above)).get("required", ())
    return "" if last in needed else ", or delete the key"


def _schema_of(adapter: TypeAdapter[Checked], steps: Where) -> dict[str, Any]:
    """Find what may stand in a place, from the models' own schema."""
    schema = _schema(adapter)
    here = schema
    for step in steps:
        here = _resolved(here, schema)
        here = here["items"] if isinstance(step, int) else here["properties"][step]
    return _resolved(here, schema)


@cache
def _schema(adapter: TypeAdapter[Checked]) -> dict[str, Any]:
    """Give the adapter's JSON schema, which takes far longer to make than to look things up in."""
    return adapter.json_schema()


def _resolved(here: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow an optional value's schema and a reference to what they stand for."""
    here = next((option for option in here.get("anyOf", ()) if option != {"type": "null"}), here)
    name = here.get("$ref", "").rpartition("/")[2]
    return schema["$defs"][name] if name else here


# --- pydantic's errors in our own words ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Problem:
    """What pydantic says: the way to the value that is meant, the value, and further facts."""

    where: Where
    given: Value
    context: Mapping[str, Any]


Words: TypeAlias = tuple[str, str, str]
"""A finding's code, message and hint."""


def _fault(
    error: ErrorDetails, value: Value, adapter: TypeAdapter[Checked], others: Collection[str]
) -> Fault:
    context = error.get("ctx", {})
    steps = (*error["loc"], *context.get("at", ()))
    where, given = _walk(steps, value)
    if error["type"] == "missing":
        where = (*where, steps[-1])
    if error["type"] == _UNKNOWN:
        known = _known_keys(adapter, steps[:-1])
        code, message, hint = _unknown_key(f"{where[-1]}", known, others)
    else:
        problem = _Problem(where, given, {"said": error["msg"], **context})
        code, message, hint = _WORDING.get(error["type"], _other)(problem)
    if code == "empty-text":
        hint += _unless_needed(adapter, error["loc"])
    at_key = error["type"] == _UNKNOWN or steps[-1:] == ("[key]",)
    return Fault(where, code, message, hint, at_key=at_key)


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


# --- one function a sort of error -------------------------------------------------------------


def _missing(problem: _Problem) -> Words:
    key = problem.where[-1]
    if isinstance(key, int):
        return "too-few", "a value is missing at this list's end", "write both, as [first, last]"
    hint = "add a line such as `kind: trip`" if key == "kind" else f"add `{key}: …`"
    return "missing-key", f"the key `{key}` is missing", hint


def _own(problem: _Problem) -> Words:
    return problem.context["code"], problem.context["message"], problem.context["hint"]


def _choice(problem: _Problem) -> Words:
    words: str = problem.context["expected"]
    known = [word.strip("' ") for word in words.replace(" or ", ", ").split(",")]
    near = nearest(problem.given, known) if isinstance(problem.given, str) else None
    hint = f"did you mean `{near}`?" if near else f"write {listed(known)}"
    return "unknown-word", f"{shown(problem.given)} is not one of {listed(known)}", hint


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
        return "empty-text", "the text is empty", "write one"
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
