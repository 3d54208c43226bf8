"""A record that is plainly right; whatever could be wrong is left to the model."""

from collections.abc import Mapping
from typing import Any, Final

from oicekpi.domain.countries import NAMES
from oicekpi.domain.record import COMMON, OWN, Record
from oicekpi.domain.vocabulary import Kind, State, fold
from oicekpi.schema.plainly import (
    InDoubtError,
    Reader,
    day,
    ident,
    remark,
    several,
    text,
    whole,
    word,
)
from oicekpi.storage.yamlfile import Value


def read(value: Value) -> Record | None:
    """Give the record that a value of a file says; None where the model has to look at it."""
    if type(value) is not dict:
        return None
    kind = value.get("kind")
    known = _KINDS.get(kind) if type(kind) is str else None
    if known is None or not known[0] <= value.keys():
        return None
    readers = known[1]
    fields = _EMPTY.copy()
    try:
        for key, each in value.items():
            place, reader = readers[key]
            fields[place] = reader(each)
    except (InDoubtError, KeyError):  # a value that may be wrong; a key that the kind has not
        return None
    record = Record._make(fields)
    return None if record.until is not None and record.until < record.date else record


def _indicators(value: object) -> tuple[str, ...]:
    if type(value) is str:
        return (ident(value),)
    return _different(_IDENTS(value))


def _people(value: object) -> int | tuple[str, ...]:
    if type(value) is int:
        return _HEADS(value)
    names = _NAMES(value)
    # A person is one however the name is spelt; most records name few.
    if len(names) > 1 and len({*map(fold, names)}) < len(names):
        raise InDoubtError
    return names


def _different(names: tuple[str, ...]) -> tuple[str, ...]:
    if len({*names}) == len(names):
        return names
    raise InDoubtError


def _country(value: object) -> str:
    if type(value) is str and value in NAMES:
        return value
    raise InDoubtError


_IDENTS: Final = several(ident, 1)
_NAMES: Final = several(text, 1)
_HEADS: Final = whole(1)
_READERS: Final[Mapping[str, Reader[object]]] = {
    **dict.fromkeys(Record._fields, text),
    "date": day,
    "kind": word(Kind),
    "indicator": _indicators,
    "state": word(State),
    "stage": ident,
    "people": _people,
    "country": _country,
    "until": day,
    "evidence": several(text),
    "note": remark,
}
# A record is filled in by the places of its fields, which is quicker than by their names.
_EMPTY: Final[list[Any]] = [Record._field_defaults.get(key) for key in Record._fields]
_PLACED: Final = {key: (at, _READERS[key]) for at, key in enumerate(Record._fields)}
_KINDS: Final = {
    kind.value: (
        {*COMMON.required, *own.required},
        {key: _PLACED[key] for part in (*COMMON, *own) for key in part},
    )
    for kind, own in OWN.items()
}
"""What each kind must have, and how each field that it may have is read, with its place."""
