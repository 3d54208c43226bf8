"""The fields of a new record as people type them: one text a field."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from oicekpi.domain.countries import code
from oicekpi.domain.record import COMMON, OWN, Record
from oicekpi.domain.typed_days import NotADayError, read_day
from oicekpi.domain.vocabulary import Kind

_LISTS: Final = frozenset({"indicator", "evidence"})
_DAYS: Final = frozenset({"date", "until"})
_NOT_TYPED: Final = frozenset({"kind", "state", "reason"})
_COMMAS: Final = frozenset(",，、")  # as they are typed in Latin and in Chinese
_STRONGER: Final = frozenset(";；\n")  # where one of these separates, a comma does not
_NUMBER_OF_PEOPLE: Final = re.compile(
    r"(0|[1-9]\d{0,8})(?:\.0+)?\s?(?:人|名|位|people|persons?)?", re.ASCII | re.IGNORECASE
)
_HELP: Final = {
    "date": "The day.",
    "indicator": "What it counts for.",
    "people": "Names (pseudonyms) with commas, or a number.",
    "country": "The country's code or English name.",
    "partner": "The institution.",
    "purpose": "What the trip is for.",
    "until": "The last day.",
    "fund": "The fund.",
    "level": "The level.",
    "outcome": "What came of it.",
    "subject": "What it is about.",
    "role": "As what.",
    "stage": "The id of the stage.",
    "title": "What took place.",
    "approval": "The number of the approval.",
    "evidence": "Files that show it, with commas.",
    "note": "Anything else.",
}


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field that people type: what it is for, and the kinds of record that have it."""

    name: str
    help: str
    kinds: tuple[str, ...]


def kinds() -> tuple[str, ...]:
    """Return the names of the kinds of record."""
    return tuple(OWN)


def typed_fields() -> dict[str, TypedField]:
    """Return every field that people type, by name, in the order of a file."""
    having: dict[str, list[str]] = {}
    for kind in kinds():
        for name in keys(kind):
            having.setdefault(name, []).append(kind)
    return {
        name: TypedField(name, _HELP.get(name, ""), tuple(having[name]))
        for name in _ordered(having)
    }


def keys(kind: str) -> dict[str, bool]:
    """Return the fields that people type for a kind, and whether each is required.

    They come in the order of a file.
    """
    own = OWN[Kind(kind)]
    required = {*COMMON.required, *own.required} - _NOT_TYPED
    known = {*required, *COMMON.optional, *own.optional} - _NOT_TYPED
    return {key: key in required for key in _ordered(known)}


def _ordered(names: Collection[str]) -> list[str]:
    """Sort fields as a file has them."""
    known = [name for name in Record._fields if name in names]
    return known + [name for name in names if name not in known]


def read(kind: str, typed: Mapping[str, str], today: date) -> dict[str, object]:
    """Return the fields of a record from what was typed for each.

    What makes no sense stays as it was typed, and is refused with the record.
    """
    return {"kind": kind} | {key: _value(key, text.strip(), today) for key, text in typed.items()}


def _value(key: str, text: str, today: date) -> object:
    if key == "people":
        return _people(text)
    if key == "country":
        return code(text) or text
    if key in _LISTS:
        items = listed(text)
        return items[0] if key == "indicator" and len(items) == 1 else items
    if key in _DAYS:
        try:
            return read_day(text, today).isoformat()
        except NotADayError:
            return text
    return text


def _people(text: str) -> int | tuple[str, ...]:
    number = _NUMBER_OF_PEOPLE.fullmatch(unicodedata.normalize("NFKC", text))
    return int(number[1]) if number else listed(text)


def listed(text: str) -> tuple[str, ...]:
    """Split a text at its commas, or at its semicolons and line breaks where it has any.

    What stands in quotation marks is one item. Empty items stay, so that they can be refused.
    """
    plain = re.sub('"[^"]*"', "", text)
    separators = _STRONGER if _STRONGER.intersection(plain) else _COMMAS
    items = [""]
    quoted = False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif character in separators and not quoted:
            items.append("")
            continue
        items[-1] += character
    return tuple(_unquoted(item.strip()) for item in items)


def _unquoted(item: str) -> str:
    inside = item[1:-1]
    return inside.strip() if item == f'"{inside}"' and '"' not in inside else item
