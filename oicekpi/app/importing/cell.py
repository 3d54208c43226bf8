"""What a cell of a spreadsheet says of a field, put as `oicekpi.app.typed` reads it.

Words of the plan are in any case. A day that could be another one is refused, for it would be a
wrong figure that nobody notices.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from oicekpi.app.typed import word
from oicekpi.domain.finding import Problem
from oicekpi.domain.typed_days import meanings
from oicekpi.storage.yamlfile import invisible

DAYS: Final = frozenset({"date", "until"})
"""The fields that are days."""
MAX_CELL: Final = 10_000
"""Characters. So much in every field is still a record that can be written and read."""

# Year first, as 2024-04-12, 2024/4/12, 2024.4.12, 20240412 or 2024年4月12日, at no time of the day.
_DAY: Final = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2})|\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?)"
    r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)
_SERIAL: Final = re.compile(r"\d{5}(\.\d+)?", re.ASCII)


def read(field: str, text: str, today: date) -> str | Problem:
    """Return a cell as it would be typed for the field, or why it cannot be read.

    Of a year of two digits, the one nearest to `today` is meant.
    """
    if len(text) > MAX_CELL:
        params = {"length": len(text), "longest": MAX_CELL}
        return Problem((field,), "text-too-long", params, "cell")
    if found := invisible(text):
        return Problem((field,), "control-character", {"character": found}, "cell")
    return _READERS[field](field, text, today) if field in _READERS else text


def _day(field: str, text: str, today: date) -> str | Problem:
    if day := _year_first(text):
        return day
    if _SERIAL.fullmatch(unicodedata.normalize("NFKC", text)):
        return Problem((field,), "bad-date", {"value": text}, "serial")
    days = sorted({f"{day}" for day in meanings(text, today).values()})
    if len(days) > 1:
        return Problem((field,), "bad-date", {"value": text, "days": days}, "several-days")
    return days[0] if days else text


def _year_first(text: str) -> str | None:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    year, _, *pairs = found.groups("")  # month and day, three times, and one of them filled
    return f"{year}-{''.join(pairs[::2]):0>2}-{''.join(pairs[1::2]):0>2}"


class Column(NamedTuple):
    """How the days of a column are written.

    `first` is which number comes first in those such as 31/10/2024, of which `like` is one; nothing
    where there is none, or they differ. `swappable` is one such as 2024-03-04, if there is one.
    """

    first: str | None = None
    like: str | None = None
    swappable: str | None = None


def column(texts: Iterable[str], today: date) -> Column:
    """Look at the days of a column, or at what stands in their place."""
    orders: dict[str, str] = {}
    swappable = None
    for text in texts:
        known = meanings(text, today)
        if len(known) == 1:
            orders.setdefault("".join(known), text)
        elif swappable is None and (day := _year_first(text)):
            *_, month, of_month = day.split("-")
            swappable = text if month != of_month and of_month <= "12" else None
    first, like = next(iter(orders.items())) if len(orders) == 1 else (None, None)
    return Column(first, like, swappable)


def beside(said: str | Problem, field: str, text: str, known: Column, today: date) -> str | Problem:
    """Return what a day of three numbers says beside the others of its column.

    Of one with several meanings it names the one that fits. None is chosen, and what can be one day
    only is refused beside a day such as 2024-03-04: a spreadsheet program may have changed that one
    from 04/03/2024, since it could read it, with day and month swapped.
    """
    if isinstance(said, Problem):
        days = {first: f"{day}" for first, day in meanings(text, today).items()}
        likely = days.get(known.first or "")
        others = sorted({*days.values()} - {likely})
        advice = {"likely": likely, "like": known.like, "others": others}
        return replace(said, params={**said.params, **advice}) if likely else said
    if known.swappable is None:
        return said
    params = {"value": text, "day": said, "like": known.swappable}
    return Problem((field,), "bad-date", params, "mixed")


def _word(field: str, text: str, today: date) -> str:  # noqa: ARG001 - as every reader
    return word(field, text)


_READERS: Final[dict[str, Callable[[str, str, date], str | Problem]]] = {
    **dict.fromkeys(DAYS, _day),
    "kind": _word,
    "state": _word,
}
