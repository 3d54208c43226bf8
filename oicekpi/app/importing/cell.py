"""What a cell of a spreadsheet says of a field, put as `oicekpi.app.typed` reads it.

Days are written by the year first, and words of the plan in any case. A day that could be another
one is refused, for it would be a wrong figure that nobody notices.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final

from oicekpi.app.typed import word
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


def read(field: str, text: str) -> str | Problem:
    """Return a cell as it would be typed for the field, or why it cannot be read."""
    if len(text) > MAX_CELL:
        params = {"length": len(text), "longest": MAX_CELL}
        return Problem((field,), "text-too-long", params, "cell")
    if found := invisible(text):
        return Problem((field,), "control-character", {"character": found}, "cell")
    return _READERS[field](field, text) if field in _READERS else text


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
    "kind": word,
    "state": word,
}
