"""The words, bounds and days that plans and records share, and when two names are one."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from oicekpi.messages.text import shown

MAX_COUNT: Final = 1_000_000
MAX_ID: Final = 60
ID_PATTERN: Final = r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"
DAY_PATTERN: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
YEARS: Final = range(1900, 2200)
DAY_SHAPE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a day is written; whether there is such a day, `calendar_day` says."""


class Kind(StrEnum):
    """What sort of thing happened."""

    TRIP = "trip"
    APPLICATION = "application"
    AGREEMENT = "agreement"
    APPOINTMENT = "appointment"
    MILESTONE = "milestone"
    ACTIVITY = "activity"


class State(StrEnum):
    """Whether it happened."""

    DONE = "done"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class NoDayError(ValueError):
    """A value that is no day: why, and how to write one."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep the two sentences apart, as findings do."""
        super().__init__(message)
        self.message = message
        self.hint = hint


def day(value: object) -> date:
    """Read a day written as YYYY-MM-DD; from within the program a `date` is one already.

    Raises `NoDayError` for any other writing, for a day that does not exist, and for a year that
    nobody can mean.
    """
    if type(value) is date:
        return value
    if not isinstance(value, str):
        raise _misspelt(value)
    return _day_of(value)


@lru_cache(maxsize=1_000)  # days of a few years
def _day_of(value: str) -> date:
    """Read a text as a day; the days of a year come again and again, and each is kept once."""
    read = calendar_day(value)
    if read.year not in YEARS:
        raise NoDayError(f"{value} is in no year from 1900 to 2199", "correct the year")
    return read


def calendar_day(text: str) -> date:
    """Read a text as a day of whatever year: what a record is compared with may be of any.

    Raises `NoDayError` for any writing but YYYY-MM-DD, and for a day that does not exist.
    """
    if not DAY_SHAPE.fullmatch(text):
        raise _misspelt(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoDayError(f"there is no day {text}", "look at the calendar") from None


def is_day(text: str) -> bool:
    """Tell whether a text is a day of whatever year."""
    try:
        calendar_day(text)
    except NoDayError:
        return False
    return True


def _misspelt(value: object) -> NoDayError:
    hint = "write it with four, two and two digits, as 2024-04-12"
    return NoDayError(f"{shown(value)} is not a day", hint)


def fold(name: str) -> str:
    """Make names equal that differ only in case, width, composition or spaces."""
    plain = name.isascii() and name.islower() and name.isprintable() and " " not in name
    return name if plain else _folded(name)


@lru_cache(maxsize=10_000)  # partners come again and again
def _folded(name: str) -> str:
    # Case folding can take a name apart again, so it is composed a second time.
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
