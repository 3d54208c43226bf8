"""The fields of a new record as people type them: one text a field.

`add`, its dialogue and `import` read what is typed, or is in a cell, here and nowhere else.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

import oicekpi.domain.kinds  # noqa: F401 - registers the kinds
from oicekpi.domain.countries import NAMES, code
from oicekpi.domain.fields import (
    Choice,
    Country,
    Day,
    Enumerated,
    Field,
    InvalidError,
    OneOrMore,
    People,
    Several,
    Whole,
    declared,
    has_number,
    invalid,
)
from oicekpi.domain.finding import Problem, inside
from oicekpi.domain.names import are_several_people, has_signs, is_no_name
from oicekpi.domain.numbers import Exact
from oicekpi.domain.placeholders import is_placeholder
from oicekpi.domain.record import KINDS, Record, all_fields, kind_term, order
from oicekpi.domain.typed_days import NotADayError, read_day
from oicekpi.messages.failures import InvalidRecordError, UsageError
from oicekpi.messages.text import nearest
from oicekpi.values import dataclass

NOT_ASKED: Final = frozenset({"kind", "state", "reason"})
"""Fields of every kind that a command sets and nobody is asked for."""
_COMMAS: Final = frozenset(",，、")  # as they are typed in Latin and in Chinese
_STRONGER: Final = frozenset(";；\n")  # where one of these separates, a comma does not

# --- which fields there are -----------------------------------------------------------------------


@dataclass(frozen=True)
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
        if name not in NOT_ASKED:
            kinds_of = tuple(kind for kind, known in having.items() if name in known)
            key = having[kinds_of[0]][name]
            found[name] = TypedField(name, key.help, kinds_of, isinstance(key.field, Day))
    return found


def keys(kind: str) -> dict[str, bool]:
    """Return the fields that people type for a kind, and whether each is required.

    They come in the order of a file.
    """
    known = declared(KINDS[kind])
    return {name: known[name].required for name in order(KINDS[kind]) if name not in NOT_ASKED}


def word(name: str, text: str) -> str:
    """Return the word of a field such as `kind` that is meant: in any case, or in Chinese.

    What means none of them stays as it is, and is refused with the record.
    """
    fields = (key.field for of in KINDS.values() if (key := declared(of).get(name)))
    choices = (each for each in fields if isinstance(each, Choice | Enumerated))
    return next((meant for each in choices if (meant := each.meant(text))), text)


def known_kind(text: str) -> str:
    """Return the kind of record that is meant, as it is spelt. Raises `UsageError`."""
    if (meant := word("kind", text)) in KINDS:
        return meant
    known = [*map(kind_term, kinds())]
    raise UsageError("unknown-kind", wanted=text, near=nearest(text, kinds()), known=known)


# --- what was typed -------------------------------------------------------------------------------


class Sifted(NamedTuple):
    """Fields that can be read, what is wrong with the others, and those left empty.

    `empty` are the optional fields in which a placeholder such as `N/A` was typed.
    """

    fields: dict[str, object]
    problems: list[Problem]
    empty: list[str]


def read(kind: str, typed: Mapping[str, str], today: date) -> dict[str, object]:
    """Return the fields of a record from what was typed for each, without those left empty.

    What makes no sense stays as it was typed, and is refused with the record. Raises
    `InvalidRecordError` for what only looks like something that a record could say.
    """
    sifted = sift(kind, typed, today)
    if sifted.problems:
        raise InvalidRecordError(sifted.problems)
    return {"kind": kind, **sifted.fields}


def read_all(kind: str, typed: Mapping[str, str], today: date) -> dict[str, object]:
    """Return the fields that were typed, none of which may be left empty.

    Raises `InvalidRecordError` for what stands for nothing, and as `read` does.
    """
    sifted = sift(kind, typed, today)
    empty = [
        Problem((name,), "placeholder", {"value": typed[name].strip()}) for name in sifted.empty
    ]
    if problems := sifted.problems + empty:
        raise InvalidRecordError(problems)
    return sifted.fields


def sift(kind: str, typed: Mapping[str, str], today: date) -> Sifted:
    """Read what was typed for each field, and keep apart what cannot be read."""
    known = {name: key.field for of in KINDS.values() for name, key in declared(of).items()}
    needed = declared(KINDS.get(kind, Record))
    sifted = Sifted({}, [], [])
    for name, text in typed.items():
        field = known.get(name)
        # A state would be done, and NA is Namibia.
        meant = name in NOT_ASKED or (isinstance(field, Country) and text.strip() in NAMES)
        if meant or not is_placeholder(text):
            try:
                sifted.fields[name] = _value(field, text.strip(), today)
            except InvalidError as error:
                sifted.problems.extend(inside(problem, name) for problem in error.problems)
        elif name in needed and needed[name].required:
            sifted.problems.append(Problem((name,), "placeholder", {"value": text.strip()}))
        else:
            sifted.empty.append(name)
    return sifted


def _value(field: Field[Any] | None, text: str, today: date) -> object:  # noqa: PLR0911 - one a sort
    match field:
        case People():
            return people(text)
        case Exact() | Whole():
            return _number(text)
        case Country():
            return code(text) or text
        case Choice() | Enumerated():
            return field.meant(text) or text
        case OneOrMore():
            items = listed(text)
            return items[0] if len(items) == 1 else items
        case Several():
            return listed(text)
        case Day():
            with suppress(NotADayError):
                return read_day(text, today).isoformat()
    literal = _unquoted(text)
    return literal if is_placeholder(literal) else text


# --- numbers --------------------------------------------------------------------------------------

_DECIMAL: Final = re.compile(r"[-+]?\d{1,40}(?:\.\d{1,40})?", re.ASCII)


def _number(text: str) -> int | Decimal | str:
    plain = unicodedata.normalize("NFKC", text)
    if not _DECIMAL.fullmatch(plain):
        return text
    return Decimal(plain) if "." in plain else int(plain)


# --- people ---------------------------------------------------------------------------------------

_HEADCOUNT: Final = re.compile(
    r"(0|[1-9]\d{0,8})(?:\.0+)?\s?(?:人|名|位|people|persons?)?", re.ASCII | re.IGNORECASE
)
# Less than none, a part of someone, digits in threes, and 0012, which may be someone's number.
_NO_HEADCOUNT: Final = re.compile(r"[-+]\d+|\d*\.\d+|\d{1,3}(,\d{3})+(\.\d+)?|0\d+", re.ASCII)


def people(text: str) -> int | tuple[str, ...]:
    """Return the number of people, or the names: `3 people`, `3人`, `ann, ben`, `"Wang, Lei"`.

    Only what can be read in one way is read, for a wrong number of people would be a wrong figure
    that nobody notices. A name in quotation marks is taken as it is. Raises `InvalidError`.
    """
    plain = unicodedata.normalize("NFKC", text)
    if number := _HEADCOUNT.fullmatch(plain):
        return int(number[1])
    bare = [unicodedata.normalize("NFKC", item) for item, quoted in _items(text) if not quoted]
    if any(map(has_number, bare)):
        raise invalid("bad-people", "both", value=text)
    no_names = (item for item in bare if item and (is_placeholder(item) or is_no_name(item)))
    if _NO_HEADCOUNT.fullmatch(plain) or any(no_names):
        raise invalid("bad-people", "cell", value=text)
    if any(map(has_signs, bare)):
        raise invalid("bad-people", "signs", value=text)
    if any(map(are_several_people, bare)):
        raise invalid("bad-people", "unclear", value=text)
    return listed(text)


# --- lists ----------------------------------------------------------------------------------------


def listed(text: str) -> tuple[str, ...]:
    """Split a text at its commas, or at its semicolons and line breaks where it has any.

    What is in quotation marks is one item. Empty items stay, so that they can be refused.
    """
    return tuple(item for item, _quoted in _items(text))


def _items(text: str) -> Iterator[tuple[str, bool]]:
    """Go through the items of a list, each with whether it was in quotation marks."""
    plain = re.sub('"[^"]*"', "", text)
    separators = _STRONGER if _STRONGER.intersection(plain) else _COMMAS
    items, quoted = [""], False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif character in separators and not quoted:
            items.append("")
            continue
        items[-1] += character
    for item in map(str.strip, items):
        literal = _unquoted(item)
        yield literal, literal != item


def _unquoted(item: str) -> str:
    inner = item[1:-1]
    return inner.strip() if item == f'"{inner}"' and '"' not in inner else item
