"""A new record from what people type: one text a field."""

import re
from collections.abc import Mapping
from typing import Any, Final

from oicekpi.domain import kinds as _  # noqa: F401 - registers the kinds
from oicekpi.domain.countries import code
from oicekpi.domain.fields import Country, OneOrMore, People, Several, declared
from oicekpi.domain.record import KINDS, Record, all_fields, order

# Commas as they are typed in Latin and in Chinese.
_COMMA: Final = re.compile("[,\uff0c\u3001]")
_MOST_DIGITS: Final = 9
_NOT_ASKED: Final = frozenset({"kind", "state", "reason"})


def fields(kind: str, typed: Mapping[str, str]) -> dict[str, object]:
    """Read what was typed for each field: lists at their commas, numbers, countries by name.

    What makes no sense is left as it was typed, for the schema to refuse with its reason.
    """
    known = {name: key for each in KINDS.values() for name, key in declared(each).items()}
    return {"kind": kind} | {
        key: _read(known[key].field if key in known else None, text.strip())
        for key, text in typed.items()
    }


def _read(field: Any, text: str) -> object:  # noqa: ANN401 - a field of any type
    match field:
        case People():
            number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
            return int(text) if number else listed(text)
        case Country():
            return code(text) or text
        case OneOrMore():
            items = listed(text)
            return items[0] if len(items) == 1 else items
        case Several():
            return listed(text)
        case _:
            return text


def listed(text: str) -> tuple[str, ...]:
    """Split a text at its commas; empty items stay, so that they can be refused."""
    return tuple(part.strip() for part in _COMMA.split(text))


def keys(kind: str) -> dict[str, bool]:
    """Return the fields that a person is asked for, each with whether it is required."""
    known = declared(KINDS[kind])
    return {name: known[name].required for name in order(KINDS[kind]) if name not in _NOT_ASKED}


def meaning(key: str) -> str:
    """Return the sentence that says what a field is for."""
    kinds: list[type] = [Record, *KINDS.values()]
    return next(declared(kind)[key].help for kind in kinds if key in declared(kind))


def asked() -> tuple[str, ...]:
    """Return the fields of all kinds that a person may be asked for."""
    return tuple(name for name in all_fields() if name not in _NOT_ASKED)
