"""The kinds of value that plans and records share: days, texts, ids, and one base model.

What comes in was read by `yamlfile`: text, numbers, truth values, tuples and dicts. A validator
that refuses raises `refusal`, whose code, message and hint become those of a finding.
"""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from oicekpi.wording import shown

MAX_COUNT: Final = 1_000_000
DAY_PATTERN: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
ID_PATTERN: Final = r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"
MAX_ID: Final = 60
YEARS: Final = range(1900, 2200)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_HINT: Final = "write it with four, two and two digits, as 2024-04-12"


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
    """Read a day written as YYYY-MM-DD; from within the program a `date` is one already.

    Raises the refusal `bad-date` for any other writing, for a day that does not exist, and for a
    year that nobody can mean.
    """
    if type(value) is date:
        return value
    if not isinstance(value, str):
        raise refusal("bad-date", f"{shown(value)} is not a day", _DAY_HINT)
    return _day_of(value)


@lru_cache(maxsize=1_000)  # days of a few years
def _day_of(value: str) -> date:
    """Read a text as a day; the days of a year come again and again, and each is kept once."""
    if not _DAY.fullmatch(value):
        raise refusal("bad-date", f"{shown(value)} is not a day", _DAY_HINT)
    try:
        read = date.fromisoformat(value)
    except ValueError:
        raise refusal("bad-date", f"there is no day {value}", "look at the calendar") from None
    if read.year not in YEARS:
        raise refusal("bad-date", f"{value} is in no year from 1900 to 2199", "correct the year")
    return read


Day = Annotated[
    date,
    BeforeValidator(day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN}),
]
Text = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID)]
Count = Annotated[int, Field(ge=1, le=MAX_COUNT)]
KindWord = Annotated[Kind, Field(strict=False)]
