"""The words, bounds and days that plans and records share, and which names are the same."""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal

MAX_COUNT: Final = 1_000_000
MAX_ID: Final = 60
ID_PATTERN: Final = r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"
DAY_PATTERN: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
YEARS: Final = range(1900, 2200)
DAY_SHAPE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a day is written; whether there is such a day, `calendar_day` says."""


class State(StrEnum):
    """Whether it happened."""

    DONE = "done"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class NoDayError(ValueError):
    """A value that is not a day; `case` says why: its shape, the calendar, or the year."""

    def __init__(self, case: str) -> None:
        """Take the case of the message `bad-date`."""
        super().__init__(case)
        self.case = case


def day(value: object) -> date:
    """Read a day written as YYYY-MM-DD; from within the program a `date` is one already.

    Raises `NoDayError` for any other writing, for a day that does not exist, and for a year that
    nobody can mean.
    """
    if type(value) is date:
        return value
    if not isinstance(value, str):
        raise NoDayError("shape")
    return _day_of(value)


@lru_cache(maxsize=1_000)  # days of a few years
def _day_of(value: str) -> date:
    """Read a text as a day; the days of a year come again and again, and each is kept once."""
    read = calendar_day(value)
    if read.year not in YEARS:
        raise NoDayError("year")
    return read


def calendar_day(text: str) -> date:
    """Read a text as a day of whatever year: what a record is compared with may be of any.

    Raises `NoDayError` for any writing but YYYY-MM-DD, and for a day that does not exist.
    """
    if not DAY_SHAPE.fullmatch(text):
        raise NoDayError("shape")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoDayError("calendar") from None


def is_day(text: str) -> bool:
    """Tell whether a text is a day of whatever year."""
    try:
        calendar_day(text)
    except NoDayError:
        return False
    return True


# Characters that are not seen in a name: joiners, variation selectors, soft hyphens and the like.
_UNSEEN: Final = (  # compiled when first needed
    "[\u00ad\u034f\u180b-\u180f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_LONG: Final = 1_000
# Signs that keyboards and office programs put for one another.
_SAME: Final = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’ʼ′", "'") | dict.fromkeys("“”„″", '"')
    | dict.fromkeys("•‧∙・", "·")
)  # fmt: skip
_PADDED: Final = "(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])"  # 张　三 beside 欧阳娜


def fold(name: str) -> str:
    """Make names equal that differ only in what people do not see, or type in several ways.

    That is case, width, composition, spaces, unseen characters, and which dash, apostrophe, middle
    dot or quotation mark it is. Between Chinese letters a space makes no difference.

    A name of which nothing else is left stays as it is.
    """
    if name.isascii() and name.islower() and name.isprintable() and " " not in name:
        return name
    return _folded(name) if len(name) <= _LONG else _folded.__wrapped__(name)


@lru_cache(maxsize=10_000)  # partners come again and again
def _folded(name: str) -> str:
    # Case folding can take a name apart again, so it is composed a second time.
    folded = normalized("NFKC", name if name.isascii() else re.sub(_UNSEEN, "", name)).casefold()
    if folded.isascii():
        return " ".join(folded.split()) or name
    plain = " ".join(normalized("NFKC", folded).translate(_SAME).split())
    return re.sub(_PADDED, "", plain) or name


def normalized(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Normalize a text in linear time.

    To sort the combining marks of one letter takes the square of their number, so a long text is
    normalized in parts. Only marks that lie in two parts are not put in order.
    """
    if text.isascii():
        return text
    parts = (text[at : at + _LONG] for at in range(0, len(text), _LONG))
    return "".join(unicodedata.normalize(form, part) for part in parts)
