"""The fields of a new record as people type them: one text a field."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from oicekpi.domain import kinds as _  # noqa: F401 - registers the kinds
from oicekpi.domain.countries import code
from oicekpi.domain.fields import Country, Day, Field, OneOrMore, People, Several, declared
from oicekpi.domain.record import KINDS, all_fields, order
from oicekpi.domain.typed_days import NotADayError, read_day

_NOT_TYPED: Final = frozenset({"kind", "state", "reason"})
_COMMAS: Final = frozenset(",，、")  # as they are typed in Latin and in Chinese
_STRONGER: Final = frozenset(";；\n")  # where one of these separates, a comma does not
_NUMBER_OF_PEOPLE: Final = re.compile(
    r"(0|[1-9]\d{0,8})(?:\.0+)?\s?(?:人|名|位|people|persons?)?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field that people type: what it is for, which kinds have it, and whether it is a day."""

    name: str
    help: str
    kinds: tuple[str, ...]
    is_day: bool = False


def kinds() -> tuple[str, ...]:
    """Return the names of the kinds of record."""
    return tuple(KINDS)


def typed_fields() -> dict[str, TypedField]:
    """Return every field that people type, by name, in the order of a file."""
    having = {kind: declared(of) for kind, of in KINDS.items()}
    found = {}
    for name in all_fields():
        if name not in _NOT_TYPED:
            kinds_of = tuple(kind for kind, known in having.items() if name in known)
            key = having[kinds_of[0]][name]
            found[name] = TypedField(name, key.help, kinds_of, isinstance(key.field, Day))
    return found


def keys(kind: str) -> dict[str, bool]:
    """Return the fields that people type for a kind, and whether each is required.

    They come in the order of a file.
    """
    known = declared(KINDS[kind])
    return {name: known[name].required for name in order(KINDS[kind]) if name not in _NOT_TYPED}


def read(kind: str, typed: Mapping[str, str], today: date) -> dict[str, object]:
    """Return the fields of a record from what was typed for each.

    What makes no sense stays as it was typed, and is refused with the record.
    """
    known = {name: key.field for of in KINDS.values() for name, key in declared(of).items()}
    return {"kind": kind} | {
        name: _value(known.get(name), text.strip(), today) for name, text in typed.items()
    }


def _value(field: Field[Any] | None, text: str, today: date) -> object:
    match field:
        case People():
            return _people(text)
        case Country():
            return code(text) or text
        case OneOrMore():
            items = listed(text)
            return items[0] if len(items) == 1 else items
        case Several():
            return listed(text)
        case Day():
            try:
                return read_day(text, today).isoformat()
            except NotADayError:
                return text
        case _:
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
