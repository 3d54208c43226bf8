"""Whether a value is what its declaration wants: pydantic judges, and every error is found at once.

No error hides another. A misspelt key is reported once, and its value is judged as if it were
under the key that is meant; otherwise that key would be reported as missing, and an error of the
value would appear only when the key was corrected. Values that YAML refused are None: they are
neither valid nor reported again.
"""

import re
import types
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field, make_dataclass
from dataclasses import replace as replaced
from itertools import islice
from typing import Annotated, Any, Final, Generic, NotRequired, TypeAlias, TypeVar, cast

from pydantic import (
    AfterValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from typing_extensions import TypedDict  # before 3.12, pydantic refuses that of typing

from oicekpi.domain import fields as declarations
from oicekpi.domain.fields import Declared, InvalidError, Part, Parts, Words, declared, maker
from oicekpi.domain.finding import Problem, Where, inside
from oicekpi.domain.target import Target, meant
from oicekpi.messages.text import nearest
from oicekpi.storage.yamlfile import MAX_REFUSED, Value
from oicekpi.values import dataclass

Valid = TypeVar("Valid")
Written: TypeAlias = dict[Where, str]
"""By the way to a value, with all keys as they are meant: the misspelt key above it."""

MAX_PROBLEMS: Final = MAX_REFUSED + 1  # one more than are reported: it shows that there are more
_UNKNOWN: Final = "extra_forbidden"
_CONTRADICTION: Final = "contradiction"
_IN_ONE: Final = "\0one"  # which no key of a file can be
_IN_BOTH: Final = "\0both"
_TAGS: Final = frozenset({_IN_ONE, _IN_BOTH})


@dataclass(frozen=True)
class Judged(Generic[Valid]):
    """What came of judging a value: what it says, or all that is wrong with it.

    `value` is what was judged, with each misspelt key as it is meant and without unknown keys;
    `invalid` are the ways in it to what is wrong or missing, by the keys that are meant; `written`
    are the misspelt keys.
    With `MAX_PROBLEMS` problems there may be more, and nothing is known to be valid.
    """

    made: Valid | None
    problems: list[Problem]
    value: Value
    invalid: frozenset[Where] = frozenset()
    written: Written = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether all problems were found."""
        return len(self.problems) < MAX_PROBLEMS

    def located(self, problems: list[Problem]) -> list[Problem]:
        """Return further problems of what is valid, each at the keys that were written."""
        kept = (each for each in problems if not _covers(self.invalid, each.where))
        return [replaced(each, where=as_written(each.where, self.written)) for each in kept]


def judge(of: type[Valid], value: Value, others: Collection[str] = ()) -> Judged[Valid]:
    """Judge a value by a dataclass that declares its keys.

    `others` are keys that are known elsewhere: whoever writes one of them does not mean another.
    """
    made, errors = _validated(of, value)
    if made is not None:
        return Judged(made, [], value)
    written: Written = {}
    while True:
        found = _misspelt(of, errors, value, others) if len(written) < MAX_PROBLEMS else {}
        if not found:
            break
        value = _corrected(value, found)
        written |= {(*at, near): key for at in found for key, near in found[at].items()}
        _, errors = _validated(of, value)
    refused = frozenset(_refused(value, ()))
    wrong = (each for error in errors for each in _problems(of, error, others))
    kept = (each for each in wrong if each.at_key or not _covers(refused, each.where))
    problems = [*islice(kept, MAX_PROBLEMS)]
    unknown = {each.where for each in problems if each.code == "unknown-key"}
    if unknown:
        value = _without(value, unknown)
    invalid = refused | ({each.where for each in problems} - unknown)
    # Only where all problems are known is it known what is valid, and so can be compared.
    complete = len(problems) < MAX_PROBLEMS
    contradictions = [*_contradictions(of, value, touched(invalid), ())] if complete else []
    invalid |= {each.where for each in contradictions}
    problems += (each for each in contradictions if not _covers(refused, each.where))
    spelling = [
        Problem(as_written(way, written), "unknown-key", {"key": key, "near": way[-1]}, at_key=True)
        for way, key in written.items()
    ]
    located = [replaced(each, where=as_written(each.where, written)) for each in problems]
    reported = [*located, *spelling][:MAX_PROBLEMS]
    return Judged(None, reported, value, invalid, written)


def as_written(where: Where, written: Mapping[Where, str]) -> Where:
    """Return the way to what is meant as it is written in the document."""
    return tuple(written.get(where[: at + 1], step) for at, step in enumerate(where))


def _covers(ways: frozenset[Where], where: Where) -> bool:
    """Tell whether a value, or one that holds it, is among some ways."""
    return any(where[:length] in ways for length in range(len(where) + 1))


def _refused(value: object, at: Where) -> Iterator[Where]:
    """Find the values that YAML refused, for which None is here."""
    if value is None:
        yield at
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _refused(each, (*at, key))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _refused(each, (*at, number))


# --- the models that pydantic validates with, derived from the declarations -----------------------


_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {}


def _mapping(of: type) -> Any:  # noqa: ANN401 - a type that is made at run time
    # To validate a model and make the dataclass of it would take `check` half as long again.
    keys: dict[str, Any] = {
        name: _annotation(each) if each.required else NotRequired[_annotation(each)]
        for name, each in declared(of).items()
    }
    mapping: Any = types.new_class(
        of.__name__,
        (TypedDict,),
        {},
        lambda body: body.update(
            __annotations__=keys, __pydantic_config__=ConfigDict(extra="forbid", strict=True)
        ),
    )
    make: Callable[[object], object] = maker(of)

    def made(values: object) -> object:
        try:
            return make(values)
        except InvalidError:
            raise PydanticCustomError(_CONTRADICTION, "") from None

    return Annotated[mapping, AfterValidator(made)]


def _is_in_both(value: object) -> str:
    return _IN_BOTH if isinstance(value, dict) else _IN_ONE


def _annotation(key: Declared) -> Any:  # noqa: ANN401 - a type that is made at run time
    match key.field:
        case Part(of=of):
            return _mapping(of)
        case Words(of=of) as words:
            both: Any = Annotated[_mapping(of), AfterValidator(words.joined), Tag(_IN_BOTH)]
            one: Any = Annotated[Any, PlainValidator(words.read), Tag(_IN_ONE)]
            # A union would report what is wrong with each of its members.
            return Annotated[both | one, Discriminator(_is_in_both)]
        case Parts(of=of, least=least, most=most):
            bounds = Field(min_length=least, max_length=most)
            inner: Any = _mapping(of)
            return Annotated[tuple[inner, ...], bounds]
        case plain:
            return Annotated[Any, PlainValidator(plain.read)]


def _validated(of: type[Valid], value: Value) -> tuple[Valid | None, list[ErrorDetails]]:
    if of not in _ADAPTERS:
        _ADAPTERS[of] = TypeAdapter(_mapping(of))
    try:
        return _ADAPTERS[of].validate_python(value), []
    except ValidationError as error:
        return None, [
            {**each, "loc": tuple(step for step in each["loc"] if step not in _TAGS)}
            for each in error.errors(include_url=False)
            # Contradictions are found again, with those among what is valid beside an error. A list
            # is called too short also where what is in it was refused.
            if each["type"] not in {_CONTRADICTION, "too_short"}
            or (each["type"] == "too_short" and not each["input"])
        ]


# --- keys that are misspelt, and unknown keys -----------------------------------------------------


def _misspelt(
    of: type, errors: list[ErrorDetails], value: Value, others: Collection[str]
) -> dict[Where, dict[str, str]]:
    """Find unknown keys that are near a known one which is absent, by the way to their mapping."""
    found: dict[Where, dict[str, str]] = {}
    unknown = [each["loc"] for each in errors if each["type"] == _UNKNOWN]
    for *steps, key in unknown[:MAX_PROBLEMS]:
        at = tuple(steps)
        mapping = cast("dict[str, Value]", _inside(value, at))
        near = _near(f"{key}", [*declared(_part(of, at))], others)
        names = found.setdefault(at, {})
        if near and near not in names.values() and near not in mapping:
            names[f"{key}"] = near
    return {at: names for at, names in found.items() if names}


def _near(key: str, known: list[str], others: Collection[str]) -> str | None:
    folded = key.casefold()
    return None if folded in others and folded not in known else nearest(key, known)


def _part(of: type, at: Where) -> type:
    """Return the dataclass that declares the keys of a part."""
    for step in at:
        if isinstance(step, str):
            of = cast("Part[Any]", declared(of)[step].field).of
    return of


def _inside(value: Value, at: Where) -> Value:
    for step in at:
        value = value[step]  # type: ignore[index]  # the way leads through it
    return value


def _corrected(value: Value, found: dict[Where, dict[str, str]], at: Where = ()) -> Value:
    """Return a value with its misspelt keys as they are meant."""
    if isinstance(value, tuple):
        return tuple(_corrected(each, found, (*at, place)) for place, each in enumerate(value))
    if not isinstance(value, dict):
        return value
    names = found.get(at, {})
    return {names.get(key, key): _corrected(each, found, (*at, key)) for key, each in value.items()}


def _without(value: Value, unknown: Collection[Where], at: Where = ()) -> Value:
    """Return a value without some of its keys."""
    if isinstance(value, tuple):
        return tuple(_without(each, unknown, (*at, place)) for place, each in enumerate(value))
    if not isinstance(value, dict):
        return value
    return {
        key: _without(each, unknown, (*at, key))
        for key, each in value.items()
        if (*at, key) not in unknown
    }


# --- pydantic's errors as problems ----------------------------------------------------------------

_KEY_WITHOUT_SPACE: Final = re.compile(r"\s*(?:- )?[\w.]+:[^\s/]")


def _problems(of: type, error: ErrorDetails, others: Collection[str]) -> Iterator[Problem]:
    """Turn an error of pydantic into problems; those of our own fields are inside it."""
    at, kind = error["loc"], error["type"]
    if kind == "value_error":
        refused = cast("InvalidError", error["ctx"]["error"])
        yield from (inside(each, *at) for each in refused.problems)
    elif kind == "missing":
        case = "kind" if at[-1] == "kind" else ""
        yield Problem(at, "missing-key", {"key": at[-1]}, case)
    elif kind == _UNKNOWN:
        known = [*declared(_part(of, at[:-1]))]
        near = _near(f"{at[-1]}", known, others)
        params = {"key": at[-1], "near": near, "known": known}
        if near:  # the mapping has it already, or another key was taken for it
            yield Problem(at, "unknown-key", params, "twice", at_key=True)
        else:
            yield Problem(at, "unknown-key", params, at_key=True)
    elif kind == "tuple_type":
        yield Problem(at, "wrong-type", {"value": error["input"]}, "list")
    elif kind == "dict_type":
        if _part(of, at) is Target and (near := meant(error["input"])):
            yield Problem(at, "bad-target", {"value": error["input"], "near": near}, "bare")
            return
        case = _colon(error["input"]) or "mapping"
        yield Problem(at, "wrong-type", {"value": error["input"]}, case)
    elif kind == "too_short":
        yield Problem(at, "too-few-items")
    else:  # "too_long", the only one that is left of what our models can find
        yield Problem(at, "too-many-items", {"most": error["ctx"]["max_length"]})


def _colon(value: object) -> str:
    """Name what is wrong with the colon of a text that was meant as a key and its value."""
    if not isinstance(value, str):
        return ""
    if "\uff1a" in value:
        return "wide-colon"
    return "colon" if _KEY_WITHOUT_SPACE.match(value) else ""


# --- contradictions between keys ------------------------------------------------------------------


def _contradictions(
    of: type, value: Value, wrong: frozenset[Where], at: Where
) -> Iterator[Problem]:
    """Find what a part's own checks say of those of its keys that are valid by themselves."""
    if not isinstance(value, dict):
        return
    allowed = declarations.shapes(of)
    if allowed is not None and value.keys() & declared(of).keys() not in allowed[1]:
        yield Problem(at, allowed[0], {}, "one-of")
    for names, check in declarations.checks(of):
        if not any((*at, name) in wrong for name in names):
            known = (declared(of)[name] for name in names)
            held = (
                key.field.read(value[key.name]) if key.name in value else key.default
                for key in known
            )
            yield from (inside(each, *at) for each in check(*held))
    for name, key in declared(of).items():
        if name not in value:
            continue
        match key.field, value[name]:
            case Part(of=part), dict() as inner:
                yield from _contradictions(part, inner, wrong, (*at, name))
            case Parts(of=part), tuple() as items:
                for place, inner in enumerate(items):
                    yield from _contradictions(part, inner, wrong, (*at, name, place))


# --- what is valid of a value with errors ---------------------------------------------------------


def touched(invalid: frozenset[Where]) -> frozenset[Where]:
    """Return the ways to what is wrong, and to all that holds something wrong."""
    return frozenset(way[:length] for way in invalid for length in range(len(way) + 1))


def partial(of: type[Valid], value: object, wrong: frozenset[Where], at: Where) -> Valid:
    """Make a dataclass of what is valid of a mapping; its other fields hold None.

    `wrong` are the `touched` ways of a document in which the mapping is at `at`.
    """
    mapping: dict[str, Value] = value if isinstance(value, dict) else {}
    made = object.__new__(of)
    for name, key in declared(of).items():
        held = None if key.required else key.default
        if name in mapping:
            held = None if (*at, name) in wrong else key.field.read(mapping[name])
        object.__setattr__(made, name, held)
    return made


def invalid_keys(of: type, wrong: frozenset[Where], at: Where) -> frozenset[str]:
    """Return the keys of a part that are wrong or have something wrong in them."""
    return frozenset(name for name in declared(of) if (*at, name) in wrong)


def joined(name: str, parts: tuple[type, ...], base: type[Valid]) -> type[Valid]:
    """Return a dataclass with the keys of several, none of them required."""
    keys = {each.name: each for part in parts for each in declared(part).values()}
    made = [
        (key.name, Annotated[Any, key.field, key.help], field(default=key.default))
        for key in keys.values()
    ]
    return cast(
        "type[Valid]",
        make_dataclass(name, made, bases=(base,), kw_only=True),
    )
