"""The kinds of value that the models of plans and records share: days, texts, ids, a base model.

What comes in was read by `yamlfile`: text, numbers, truth values, tuples and dicts. A validator
that refuses raises `refusal`, whose code, message and hint become those of a finding.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Final, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from oicekpi.domain import vocabulary
from oicekpi.domain.vocabulary import DAY_PATTERN, ID_PATTERN, MAX_COUNT, MAX_ID, Kind, NoDayError

Valid = TypeVar("Valid")


class Model(BaseModel):
    """The base of every model: strict, closed to unknown keys, and frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def refusal(code: str, message: str, hint: str, at: str | int | None = None) -> PydanticCustomError:
    """Make the error by which a validator refuses a value; the three become a finding's.

    `at` is the key, or the place in a list from 0, that is meant where the whole is refused
    because of one part.
    """
    facts = {
        "code": code,
        "message": message,
        "hint": hint,
        "at": () if at is None else (at,),
    }
    return PydanticCustomError(_REFUSED, "{message}", facts)


def refuse(refusals: Iterable[PydanticCustomError]) -> None:
    """Raise all of these as one error, from which each becomes a finding; nothing if none is."""
    errors = [InitErrorDetails(type=each, input=None) for each in refusals]
    if errors:
        raise ValidationError.from_exception_data(_REFUSED, errors)


def beside(
    judge: Callable[[object], Valid], value: object, refusals: Iterable[PydanticCustomError]
) -> Valid:
    """Let `judge` look at a value's parts, and tell its errors beside those of the whole.

    A validator that comes before the parts are judged, or after it, would hide the others' errors.
    """
    try:
        valid = judge(value)
    except ValidationError as error:
        parts = [_again(each) for each in error.errors(include_url=False)]
        whole = [InitErrorDetails(type=each, input=value) for each in refusals]
        raise ValidationError.from_exception_data(_REFUSED, [*parts, *whole]) from None
    refuse(refusals)
    return valid


def _again(error: ErrorDetails) -> InitErrorDetails:
    """Make an error of what it told."""
    context = error.get("ctx", {})
    own = error["type"] == _REFUSED
    sort = PydanticCustomError(_REFUSED, "{message}", context) if own else error["type"]
    return InitErrorDetails(type=sort, loc=error["loc"], input=error["input"], ctx=context)


def day(value: object) -> date:
    """Read a day as `vocabulary.day` does. Raises the refusal `bad-date` where it is none."""
    try:
        return vocabulary.day(value)
    except NoDayError as error:
        raise refusal("bad-date", error.message, error.hint) from None


_REFUSED: Final = "refused"
Day = Annotated[
    date,
    BeforeValidator(day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN}),
]
Text = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID)]
Count = Annotated[int, Field(ge=1, le=MAX_COUNT)]
KindWord = Annotated[Kind, Field(strict=False)]
