"""A new record from what people type: one text a field."""

import re
from collections.abc import Mapping
from typing import Final

from oicekpi.domain.countries import code
from oicekpi.domain.record import COMMON, OWN
from oicekpi.domain.vocabulary import Kind
from oicekpi.storage.record_text import ordered

# Commas as they are typed in Latin and in Chinese.
_COMMA: Final = re.compile("[,，、]")
_MOST_DIGITS: Final = 9
_LISTS: Final = frozenset({"indicator", "evidence"})


def fields(kind: Kind, typed: Mapping[str, str]) -> dict[str, object]:
    """Read what was typed for each field: lists at their commas, head-counts, countries by name.

    What makes no sense is left as it was typed, for the model to refuse with its reason.
    """
    read: dict[str, object] = {"kind": kind.value}
    for key, text in typed.items():
        read[key] = _read(key, text.strip())
    return read


def _read(key: str, text: str) -> object:
    if key == "people":
        return (
            int(text)
            if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
            else listed(text)
        )
    if key == "country":
        return code(text) or text
    if key in _LISTS:
        items = listed(text)
        return items[0] if key == "indicator" and len(items) == 1 else items
    return text


def listed(text: str) -> tuple[str, ...]:
    """Split a text at its commas; empty places stay, so that they can be refused."""
    return tuple(part.strip() for part in _COMMA.split(text))


def keys(kind: Kind) -> dict[str, bool]:
    """Give the fields that a kind of record has, each with whether it must be there.

    They come in the order in which a file holds them.
    """
    required = {*COMMON.required, *OWN[kind].required}
    known = {*required, *COMMON.optional, *OWN[kind].optional} - {"kind", "state", "reason"}
    return {key: key in required for key in ordered(known)}


def meaning(kind: Kind, key: str) -> str:
    """Say in a sentence what a field is for."""
    from oicekpi.schema import record_model as model  # noqa: PLC0415 - it takes long to load, and few ask

    return model.meaning(kind, key)
