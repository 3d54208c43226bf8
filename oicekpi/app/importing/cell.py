"""What a cell of a spreadsheet says of a field, put as `oicekpi.schema.typed` reads it.

Only what can be read in one way is read. A cell that could mean two things is refused, for a
wrong day or a wrong number of people would be a wrong figure that nobody notices.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final

from oicekpi.domain.finding import Problem
from oicekpi.storage.yamlfile import invisible

MAX_CELL: Final = 10_000
"""Characters. So much in every field is still a record that can be written and read."""

# Year first, as 2024-04-12, 2024/4/12, 2024.4.12, 20240412 or 2024年4月12日, at no time of the day.
_DAY: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2})|\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?)"
    r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})", re.ASCII)
_SERIAL: Final = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_HEADCOUNT: Final = re.compile(
    r"(0|[1-9]\d{0,8})(?:\.0+)?\s?(?:人|名|位|people|persons?)?", re.ASCII | re.IGNORECASE
)
# Less than none, a part of someone, digits in threes, and 0012, which may be someone's number.
_NO_HEADCOUNT: Final = re.compile(r"[-+]\d+|\d*\.\d+|\d{1,3}(,\d{3})+(\.\d+)?|0\d+", re.ASCII)
# Numbers with a word or a sign beside them, words for nobody, and errors of a spreadsheet. A number
# alone may be someone's, and so may 2021-017.
_NO_NAME: Final = re.compile(
    r"(?:[~≈<>约近]|(?:about|around|approx|ca|circa)\b\.?)\s*\d.*"
    r"|\d+\s*(?:\s\S.*|[.+%?(人名位].*)|\d{1,3}[-–]\d{1,3}|\d+e\d+"
    r"|约?[一二两三四五六七八九十百千]+\s?[人名位].*"
    r"|\W*|#.*|n/?a|nan|none|null|nil|tbd|tba|unknown",
    re.IGNORECASE,
)
_TWO_NAMES: Final = re.compile(r"\w\s*[/&+＆／]\s*\w|\w\s(?:and|und|et)\s\w", re.IGNORECASE)
_BETWEEN_NAMES: Final = re.compile(r"\s*[;；\n]\s*")


def read(field: str, text: str) -> str | Problem:
    """Give a cell as it would be typed for the field, or why it cannot be read."""
    if len(text) > MAX_CELL:
        params = {"length": len(text), "longest": MAX_CELL}
        return Problem((field,), "text-too-long", params, "cell")
    if found := invisible(text):
        return Problem((field,), "control-character", {"character": found}, "cell")
    return _READERS.get(field, _as_it_is)(field, text)


def _as_it_is(_: str, text: str) -> str:
    return text


def _word(_: str, text: str) -> str:
    return text.casefold()


def _listed(_: str, text: str) -> str:
    """Let semicolons and line breaks part a list, as commas do."""
    return _BETWEEN_NAMES.sub(",", text)


def _people(field: str, text: str) -> str | Problem:
    plain = unicodedata.normalize("NFKC", text)
    if number := _HEADCOUNT.fullmatch(plain):
        return number[1]
    parts = [each.strip() for each in _listed(field, plain).split(",")]
    if _NO_HEADCOUNT.fullmatch(plain) or any(each and _NO_NAME.fullmatch(each) for each in parts):
        return Problem((field,), "bad-people", {"value": text}, "cell")
    if any(_TWO_NAMES.search(each) for each in parts):
        return Problem((field,), "bad-people", {"value": text}, "unclear")
    return _listed(field, text)


def _day(field: str, text: str) -> str | Problem:
    plain = unicodedata.normalize("NFKC", text)
    if found := _DAY.fullmatch(plain):
        year, _, *pairs = found.groups("")  # month and day, three times, and one of them filled
        return f"{year}-{''.join(pairs[::2]):0>2}-{''.join(pairs[1::2]):0>2}"
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(field, text, *map(int, found.groups()))
    if _SERIAL.fullmatch(plain):
        return Problem((field,), "bad-date", {"value": text}, "serial")
    return text


def _year_last(field: str, text: str, first: int, second: int, year: int) -> Problem:
    """Refuse a day such as 04/05/2024, with the days that it may mean."""
    days = sorted({_days(year, first, second), _days(year, second, first)} - {""})
    case = "two-days" if len(days) > 1 else "year-last"
    return Problem((field,), "bad-date", {"value": text, "days": days or None}, case)


def _days(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if year > 99 else ""  # noqa: PLR2004 - of two digits
    except ValueError:
        return ""


_READERS: Final[dict[str, Callable[[str, str], str | Problem]]] = {
    "date": _day,
    "until": _day,
    "kind": _word,
    "state": _word,
    "people": _people,
    "indicator": _listed,
    "evidence": _listed,
}
