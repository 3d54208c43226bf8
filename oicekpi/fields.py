"""The kinds of value that the models of plans and records share: days, texts, ids, a base model.

What comes in was read by `yamlfile`: text, numbers, truth values, tuples and dicts. A validator
that refuses raises `refusal`, whose code, message and hint become those of a finding.
"""

from datetime import date
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from oicekpi import vocabulary
from oicekpi.vocabulary import DAY_PATTERN, ID_PATTERN, MAX_COUNT, MAX_ID, Kind, NoDayError


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
    return PydanticCustomError("refused", "{message}", facts)


def day(value: object) -> date:
    """Read a day as `vocabulary.day` does. Raises the refusal `bad-date` where it is none."""
    try:
        return vocabulary.day(value)
    except NoDayError as error:
        raise refusal("bad-date", error.message, error.hint) from None


Day = Annotated[
    date,
    BeforeValidator(day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN}),
]
Text = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID)]
Count = Annotated[int, Field(ge=1, le=MAX_COUNT)]
KindWord = Annotated[Kind, Field(strict=False)]
