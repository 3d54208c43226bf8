"""Reads what is plainly right with a look at each value; where there is a doubt, a model decides.

What is valid is defined by the pydantic models of plans and records. To start them takes longer
than to read a year of records, and almost every file is right. So each value is first read by a
function that takes only what could not be refused. It may doubt what is right, for then the model
says so; it must never take what the model refuses. Tests hold the readers to the models.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, TypeAlias, TypeVar

from oicekpi.domain import vocabulary
from oicekpi.domain.vocabulary import ID_PATTERN, MAX_COUNT, MAX_ID, NoDayError

Read = TypeVar("Read")
Word = TypeVar("Word", bound=StrEnum)
Reader: TypeAlias = Callable[[object], Read]
"""Takes a value as `yamlfile` gives it, and gives what it means; raises `InDoubtError`."""

_IDS: Final = re.compile(ID_PATTERN.strip("^$"))


class InDoubtError(Exception):
    """A value that may be wrong: the model has to look at it."""


def text(value: object) -> str:
    """Read a text that has something in it, and nothing that is not seen."""
    if type(value) is str and value.isprintable() and value.strip():
        return value
    raise InDoubtError


def remark(value: object) -> str:
    """Read a text that may be empty."""
    return value if value == "" and type(value) is str else text(value)


def ident(value: object) -> str:
    """Read an id."""
    if type(value) is str and _is_id(value):
        return value
    raise InDoubtError


@lru_cache(maxsize=1_000)  # the ids of a few plans come again and again
def _is_id(value: str) -> bool:
    return len(value) <= MAX_ID and _IDS.fullmatch(value) is not None


def day(value: object) -> date:
    """Read a day."""
    try:
        return vocabulary.day(value)
    except NoDayError:
        raise InDoubtError from None


def whole(least: int, most: int = MAX_COUNT) -> Reader[int]:
    """Make the reader of whole numbers in a range, both ends included."""

    def read(value: object) -> int:
        if type(value) is int and least <= value <= most:
            return value
        raise InDoubtError

    return read


def word(words: type[Word]) -> Reader[Word]:
    """Make the reader of a few words."""
    known = {each.value: each for each in words}

    def read(value: object) -> Word:
        if type(value) is str and value in known:
            return known[value]
        raise InDoubtError

    return read


def several(
    reader: Reader[Read], least: int = 0, most: int = MAX_COUNT
) -> Reader[tuple[Read, ...]]:
    """Make the reader of a list."""

    def read(value: object) -> tuple[Read, ...]:
        if type(value) is tuple and least <= len(value) <= most:
            return tuple(map(reader, value))
        raise InDoubtError

    return read


def keys(
    make: Callable[..., Read], required: Mapping[str, Reader[Any]], **optional: Reader[Any]
) -> Reader[Read]:
    """Make the reader of a mapping with these keys, from which `make` builds a value."""
    readers, wanted = {**required, **optional}, required.keys()

    def read(value: object) -> Read:
        if type(value) is not dict or not wanted <= value.keys() <= readers.keys():
            raise InDoubtError
        return make(**{key: readers[key](each) for key, each in value.items()})

    return read
