"""The kinds of value that plans and records share: days, texts, ids, and one base model.

What comes in was read by `yamlfile`: text, numbers, truth values, tuples and dicts. A validator
that refuses raises `refusal`, whose code, message and hint become those of a finding.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from oicekpi.wording import printable

MAX_COUNT: Final = 1_000_000
DAY_PATTERN: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Kind(StrEnum):
    """What sort of thing happened."""

    TRIP = "trip"
    APPLICATION = "application"
    AGREEMENT = "agreement"
    APPOINTMENT = "appointment"
    MILESTONE = "milestone"
    ACTIVITY = "activity"


class Model(BaseModel):
    """The base of every model: strict, closed to unknown keys, and frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def refusal(code: str, message: str, hint: str, at: str = "") -> PydanticCustomError:
    """Make the error by which a validator refuses a value; the three become a finding's.

    `at` is the key that is meant, where a whole mapping is refused because of one.
    """
    facts = {"code": code, "message": message, "hint": hint, "at": at}
    return PydanticCustomError("refused", "{message}", facts)


def day(value: object) -> date:
    """Read a day written as YYYY-MM-DD.

    Raises the refusal `bad-date` for any other writing, and for a day that does not exist.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refusal(
                "bad-date", f"there is no day {value}", "write a day of the calendar, as 2024-04-12"
            ) from None
    shown = f"`{printable(value[:40])}`" if isinstance(value, str) else "this"
    raise refusal("bad-date", f"{shown} is not a day", "write it as 2024-04-12")




Day = Annotated[
    date,
    BeforeValidator(day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN}),
]
Text = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", max_length=60)
]
Count = Annotated[int, Field(ge=1, le=MAX_COUNT)]
KindWord = Annotated[Kind, Field(strict=False)]
