"""How each sort of value in a plan or record is read, and what its JSON Schema is.

A key of a plan or a field of a record is declared once, in the dataclass that holds it:

    people: Annotated[People | None, PEOPLE, "Names (pseudonyms), or a count."] = None

The `Field` says what is valid, the text what it is for; without a default the key is required.
After the text may come a tuple of further names, by which people head a column of a spreadsheet.
The fast reader (`schema.reading`), pydantic's validation (`schema.judge`), the JSON Schema, the
options of `add` and the columns of `import` are derived from these declarations.

A value comes as `storage.yamlfile` gives it: text, numbers, truth values, tuples and dicts.
"""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, partial
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Final, Generic, TypeAlias, TypeVar

from oicekpi.domain import countries
from oicekpi.domain.finding import Problem, inside
from oicekpi.domain.vocabulary import (
    DAY_PATTERN,
    ID_PATTERN,
    MAX_COUNT,
    MAX_ID,
    NoDayError,
    day,
    fold,
)
from oicekpi.messages.catalogue import CountryName
from oicekpi.messages.text import Bilingual, nearest
from oicekpi.values import dataclass

Read = TypeVar("Read")
Schema: TypeAlias = dict[str, Any]


class InvalidError(ValueError):
    """A value that is refused: why, for each part of it that is."""

    def __init__(self, *problems: Problem) -> None:
        """Take what is wrong; the places are those inside the value."""
        super().__init__(*(problem.code for problem in problems))
        self.problems = problems


def invalid(code: str, case: str = "", **params: object) -> InvalidError:
    """Make the error of a value that is refused as a whole."""
    return InvalidError(Problem((), code, params, case))


class Field(Generic[Read]):
    """One sort of value."""

    def read(self, value: object) -> Read:
        """Return what a value means.

        Raises `InvalidError`, also for None, which takes the place of what YAML refused.
        """
        raise NotImplementedError

    def schema(self) -> Schema:
        """Return the JSON Schema of the values that are valid."""
        raise NotImplementedError


class Text(Field[str]):
    """A text; with `empty` it may have nothing in it."""

    def __init__(self, *, empty: bool = False) -> None:
        """Read values of this sort."""
        self.empty = empty

    def read(self, value: object) -> str:
        """Return the text."""
        if type(value) is not str:
            raise invalid("wrong-type", "scalar" if _is_scalar(value) else "text", value=value)
        if not self.empty and not value.strip():
            raise invalid("empty-text")
        return value

    def schema(self) -> Schema:
        """Return the schema of a text."""
        return {"type": "string"} if self.empty else {"type": "string", "pattern": r"\S"}


def _is_scalar(value: object) -> bool:
    return isinstance(value, bool | int | Decimal)


class Id(Field[str]):
    """An id of a section, objective, indicator or stage."""

    def read(self, value: object) -> str:
        """Return the id."""
        if type(value) is not str:
            raise invalid("wrong-type", "scalar" if _is_scalar(value) else "text", value=value)
        if not _is_id(value):
            raise invalid("bad-id", value=value)
        if len(value) > MAX_ID:
            raise invalid("text-too-long", longest=MAX_ID)
        return value

    def schema(self) -> Schema:
        """Return the schema of an id."""
        return {"type": "string", "pattern": ID_PATTERN, "maxLength": MAX_ID}


@lru_cache(maxsize=1_000)  # the ids of a few plans come again and again
def _is_id(value: str) -> bool:
    return re.fullmatch(ID_PATTERN.strip("^$"), value) is not None


class Day(Field[date]):
    """A day, written as YYYY-MM-DD."""

    def read(self, value: object) -> date:
        """Return the day."""
        try:
            return day(value)
        except NoDayError as error:
            raise invalid("bad-date", error.case, value=value) from None

    def schema(self) -> Schema:
        """Return the schema of a day."""
        return {"type": "string", "format": "date", "pattern": DAY_PATTERN}


class Whole(Field[int]):
    """A whole number in a range, both ends included."""

    def __init__(self, least: int = 1, most: int = MAX_COUNT) -> None:
        """Read values of this sort."""
        self.least = least
        self.most = most

    def read(self, value: object) -> int:
        """Return the number."""
        if type(value) is not int:
            raise invalid("wrong-type", "whole", value=value)
        if value < self.least:
            raise invalid("out-of-range", "low", value=value, bound=self.least)
        if value > self.most:
            raise invalid("out-of-range", "high", value=value, bound=self.most)
        return value

    def schema(self) -> Schema:
        """Return the schema of the numbers in the range."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Share(Field[float]):
    """A share from 0 to 1."""

    def read(self, value: object) -> float:
        """Return the share."""
        if type(value) is not Decimal and type(value) is not int:
            raise invalid("wrong-type", "number", value=value)
        if value < 0:
            raise invalid("out-of-range", "low", value=value, bound=0)
        if value > 1:
            raise invalid("out-of-range", "high", value=value, bound=1)
        return float(value)

    def schema(self) -> Schema:
        """Return the schema of a share."""
        return {"type": "number", "minimum": 0, "maximum": 1}


class Choice(Field[str]):
    """One of a few words; more may be registered after the field was declared.

    `also` are further words by which people mean them; no file has these.
    """

    def __init__(
        self,
        words: Collection[str],
        also: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """Read values of this sort."""
        self.words = words
        self.also = also

    def read(self, value: object) -> str:
        """Return the word."""
        if type(value) is not str or value not in self.words:
            known = [*self.words]
            near = nearest(value, known) if isinstance(value, str) else None
            raise invalid("unknown-value", value=value, near=near, known=known)
        return value

    def meant(self, typed: str) -> str | None:
        """Return the word that was typed, in any case and width, or by a further word for it."""
        known = {fold(word): word for word in self.words}
        known |= {fold(name): word for name, word in self.also().items()}
        return known.get(fold(typed))

    def schema(self) -> Schema:
        """Return the schema of the words."""
        return {"enum": [*self.words]}


Word = TypeVar("Word", bound=StrEnum)


class Enumerated(Field[Word]):
    """One of the words of an enumeration."""

    def __init__(self, words: type[Word], also: Mapping[str, Word] | None = None) -> None:
        """Read values of this sort; `also` are further words, as for `Choice`."""
        self.words = words
        self.known = {each.value: each for each in words}
        self.choice = Choice(self.known, lambda: also or {})

    def read(self, value: object) -> Word:
        """Return the member."""
        if type(value) is str and value in self.known:
            return self.known[value]
        return self.known[self.choice.read(value)]

    def meant(self, typed: str) -> str | None:
        """Return the word that was typed, as `Choice` does."""
        return self.choice.meant(typed)

    def schema(self) -> Schema:
        """Return the schema of the words."""
        return self.choice.schema()


class Several(Field[tuple[Read, ...]]):
    """A list of values of one sort."""

    def __init__(self, item: Field[Read], least: int = 0, most: int = MAX_COUNT) -> None:
        """Read values of this sort."""
        self.item = item
        self.least = least
        self.most = most
        self.bounded = most < MAX_COUNT

    def read(self, value: object) -> tuple[Read, ...]:
        """Return the values."""
        if type(value) is not tuple:
            raise invalid("wrong-type", "list", value=value)
        if len(value) > self.most:
            raise invalid("too-many-items", most=self.most)
        items = self._items(value)
        if len(items) < self.least:
            raise invalid("too-few-items")
        return items

    def _items(self, values: tuple[object, ...]) -> tuple[Read, ...]:
        return _each(self.item.read, values)

    def schema(self) -> Schema:
        """Return the schema of the list."""
        bounds = {"minItems": self.least} if self.least else {}
        bounds |= {"maxItems": self.most} if self.bounded else {}
        return {"type": "array", "items": self.item.schema(), **bounds}


def _each(read: Callable[[object], Read], values: tuple[object, ...]) -> tuple[Read, ...]:
    """Read each value, and tell what is wrong with all of them."""
    try:
        return tuple(map(read, values))
    except InvalidError:
        problems = [
            inside(problem, at) for at, each in enumerate(values) for problem in _wrong(read, each)
        ]
        raise InvalidError(*problems) from None


def _wrong(read: Callable[[object], object], value: object) -> tuple[Problem, ...]:
    try:
        read(value)
    except InvalidError as error:
        return error.problems
    return ()


class Pair(Field[tuple[Read, Read]]):
    """A list of two values: the first and the last."""

    def __init__(self, item: Field[Read]) -> None:
        """Read values of this sort."""
        self.item = item

    def read(self, value: object) -> tuple[Read, Read]:
        """Return both."""
        if type(value) is not tuple:
            raise invalid("wrong-type", "list", value=value)
        if len(value) != len(("first", "last")):
            raise invalid("too-few-items" if len(value) < 2 else "too-many-items", "pair")  # noqa: PLR2004 - two
        first, last = _each(self.item.read, value)
        return first, last

    def schema(self) -> Schema:
        """Return the schema of a list of two."""
        return {"type": "array", "items": self.item.schema(), "minItems": 2, "maxItems": 2}


class Range(Field[tuple[Read, Read]]):
    """Two numbers, of which the first is not larger."""

    def __init__(self, item: Field[Read]) -> None:
        """Read values of this sort."""
        self.pair = Pair(item)

    def read(self, value: object) -> tuple[Read, Read]:
        """Return the low and the high end."""
        low, high = self.pair.read(value)
        if low > high:  # type: ignore[operator]  # numbers of some sort
            raise invalid("bad-target", "empty-range", low=low, high=high)
        return low, high

    def schema(self) -> Schema:
        """Return the schema of a list of two."""
        return self.pair.schema()


class ByDay(Field[dict[date, Read]]):
    """A number for each of some days."""

    def __init__(self, item: Field[Read]) -> None:
        """Read values of this sort."""
        self.item = item
        self.key = Day()

    def read(self, value: object) -> dict[date, Read]:
        """Return the numbers by their days."""
        if type(value) is not dict:
            raise invalid("wrong-type", "mapping", value=value)
        if not value:
            raise invalid("too-few-items")
        problems = []
        for key, each in value.items():
            problems += [
                dataclasses.replace(problem, where=(key,), at_key=True)
                for problem in _wrong(self.key.read, key)
            ]
            problems += [inside(problem, key) for problem in _wrong(self.item.read, each)]
        if problems:
            raise InvalidError(*problems)
        return {self.key.read(key): self.item.read(each) for key, each in value.items()}

    def schema(self) -> Schema:
        """Return the schema of a mapping from days."""
        return {
            "type": "object",
            "patternProperties": {DAY_PATTERN: self.item.schema()},
            "additionalProperties": False,
            "minProperties": 1,
        }


class Matching(Field[dict[str, tuple[str, ...]]]):
    """Words by the names of fields: one, or a list of which any will do, in any case."""

    def __init__(self) -> None:
        """Read the words."""
        self.words = OneOrMore(Text())

    def read(self, value: object) -> dict[str, tuple[str, ...]]:
        """Return the words by their fields, in small letters."""
        if type(value) is not dict:
            raise invalid("wrong-type", "mapping", value=value)
        if not value:
            raise invalid("too-few-items")
        problems = [
            inside(problem, key)
            for key, each in value.items()
            for problem in _wrong(self.words.read, each)
        ]
        if problems:
            raise InvalidError(*problems)
        return {
            key: tuple(word.casefold() for word in self.words.read(each))
            for key, each in value.items()
        }

    def schema(self) -> Schema:
        """Return the schema of the words by fields."""
        return {
            "type": "object",
            "additionalProperties": self.words.schema(),
            "minProperties": 1,
        }


class OneOrMore(Field[tuple[Read, ...]]):
    """One value, or a list of different ones."""

    def __init__(self, item: Field[Read], most: int = MAX_COUNT) -> None:
        """Read values of this sort."""
        self.item = item
        self.several = Several(item, 1, most)

    def read(self, value: object) -> tuple[Read, ...]:
        """Return the values; one is a list of one."""
        if type(value) is not tuple:
            return (self.item.read(value),)
        problems = [*_wrong(self.several.read, value), *repeated(value, str)]
        if problems:
            raise InvalidError(*problems)
        return self.several.read(value)

    def schema(self) -> Schema:
        """Return the schema of one value or a list."""
        return {"anyOf": [self.item.schema(), self.several.schema() | {"uniqueItems": True}]}


def repeated(values: tuple[object, ...], same: Callable[[str], str]) -> Iterator[Problem]:
    """Find each text of a list that came before; `same` gives what equal ones share."""
    known: dict[str, str] = {}
    for at, value in enumerate(values):
        if not isinstance(value, str) or not value.strip():
            continue
        key = same(value)
        if key in known:
            case = "" if known[key] == value else "spelling"
            yield Problem((at,), "duplicate-item", {"value": value, "first": known[key]}, case)
        known.setdefault(key, value)


# What stands between names in lists that people type or paste, but never in a name.
_BETWEEN: Final = "[;\uff0c\u3001\uff1b\n]"


# How a text ends that names someone and gives a number beside it: "李明等3人", "Ann and 2 others".
_MANY: Final = (
    "人", "人次", "名", "位", "people", "person", "persons", "other", "others", "more",
    "colleague", "colleagues", "student", "students",
)  # fmt: skip
_AND_A_NUMBER: Final = (  # compiled where a name ends like that
    rf"(?i)(?<!\d)\d{{1,9}}\s?[余多]?(?:{'|'.join(_MANY)})[)）]?$"
    r"|等\s?[一二两三四五六七八九十百]{1,4}余?[人名位]$|\s[+＋]\s?\d{1,9}$"
)


def has_number(name: str) -> bool:
    """Tell whether a text names someone and also gives a number of people."""
    # Most names end otherwise, which is seen more quickly than searched for.
    ends = name.casefold().rstrip(")）").endswith(_MANY)
    found = re.search(_AND_A_NUMBER, name) if ends or "+" in name or "＋" in name else None
    return found is not None and any(map(str.isalpha, name[: found.start()]))


# Almost all names are like one of these: they end with a digit, or have none.
_PLAIN: Final = re.compile(r"[^;，、；\n+＋]*+(?<=\d)|[^;，、；\n\d等]++(?<!\s)")


def _is_name(text: str) -> bool:
    return bool(text.strip()) and not re.search(_BETWEEN, text) and not has_number(text)


class People(Field["int | tuple[str, ...]"]):
    """A number of people, or a list of different names."""

    _text: ClassVar = Text()

    def read(self, value: object) -> int | tuple[str, ...]:
        """Return the number or the names."""
        if type(value) is int:
            if not 1 <= value <= MAX_COUNT:
                raise invalid("bad-people", "number", value=value, most=MAX_COUNT)
            return value
        if type(value) is not tuple:
            raise invalid("bad-people", "type", value=value)
        if not value:
            raise invalid("bad-people", "empty")
        for name in value:
            if type(name) is not str or not (_PLAIN.fullmatch(name) or _is_name(name)):
                break
        else:
            if len(value) == 1 or len({*map(fold, value)}) == len(value):
                return value
        raise InvalidError(*self._nameless(value), *repeated(value, fold))

    def _nameless(self, names: tuple[object, ...]) -> Iterator[Problem]:
        for at, name in enumerate(names):
            if not isinstance(name, str) or not name.strip():
                yield Problem((at,), "bad-people", {"value": name}, "name")
            elif re.search(_BETWEEN, name):
                parts = [part.strip() for part in re.split(_BETWEEN, name) if part.strip()]
                names_ = f"[{', '.join(parts)}]"
                yield Problem((at,), "bad-people", {"value": name, "names": names_}, "several")
            elif has_number(name):
                yield Problem((at,), "bad-people", {"value": name}, "both")

    def schema(self) -> Schema:
        """Return the schema of a number or a list of names."""
        return {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MAX_COUNT},
                {
                    "type": "array",
                    "items": self._text.schema(),
                    "minItems": 1,
                    "uniqueItems": True,
                },
            ]
        }


class Country(Field[str]):
    """A country by its code of ISO 3166-1."""

    def read(self, value: object) -> str:
        """Return the code."""
        if type(value) is str and value in countries.NAMES:
            return value
        near = countries.suggested(value) if isinstance(value, str) else None
        name = CountryName(countries.NAMES[near]) if near else None
        raise invalid("bad-country", value=value, near=near, name=name)

    def schema(self) -> Schema:
        """Return the schema of the codes."""
        return {"type": "string", "enum": [*countries.NAMES]}


class Part(Field[Read]):
    """A part of a document with keys of its own, declared by a dataclass."""

    def __init__(self, of: type[Read]) -> None:
        """Read values of this sort."""
        self.of = of

    def read(self, value: object) -> Read:
        """Return the part. Raises `InvalidError` at the first thing that is wrong."""
        return reader(self.of)(value)


class Parts(Several[Read]):
    """A list of parts."""

    def __init__(self, of: type[Read], least: int = 0, most: int = MAX_COUNT) -> None:
        """Read values of this sort."""
        super().__init__(Part(of), least, most)
        self.of = of

    def _items(self, values: tuple[object, ...]) -> tuple[Read, ...]:
        # To look for all problems here, and again in the lists inside, would read a part of the
        # third level eight times.
        return tuple(map(self.item.read, values))


@dataclass(frozen=True)
class InBoth:
    """One text in each language."""

    en: Annotated[str, Text(), "The text in English."]
    zh: Annotated[str, Text(), "The text in Chinese."]


LANGUAGES: Final = tuple(each.name for each in dataclasses.fields(InBoth))
"""The languages in which a plan may give a text, by the keys of its file."""


class Words(Text):
    """A text that people read: one for all languages, or one in each; then it is `Bilingual`."""

    of: ClassVar = InBoth

    def read(self, value: object) -> str:
        """Return the text. Raises `InvalidError` at the first thing that is wrong."""
        return self.joined(reader(InBoth)(value)) if type(value) is dict else super().read(value)

    @staticmethod
    def joined(both: InBoth) -> Bilingual:
        """Return the value of a text in both languages."""
        return Bilingual(both.en, both.zh)


# --- declarations ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declared:
    """A key as its dataclass declares it; `names` are further ones, that people head columns by."""

    name: str
    field: Field[Any]
    help: str
    required: bool
    default: Any = None
    names: tuple[str, ...] = ()


Check: TypeAlias = tuple[tuple[str, ...], Callable[..., Iterable[Problem]]]
"""The names of some fields of a dataclass, and what finds contradictions among their values."""


# By hand, since mypy takes a class for its instances here, which need not be hashable.
_DECLARED: Final[dict[type, Mapping[str, Declared]]] = {}
_READERS: Final[dict[type, Callable[[object], Any]]] = {}


def declared(of: type) -> Mapping[str, Declared]:
    """Return the keys of a dataclass that a file may have, by name, in their order."""
    if of in _DECLARED:
        return _DECLARED[of]
    known = _DECLARED[of] = {}
    for each in dataclasses.fields(of):
        annotation: Any = each.type
        field, said, *names = annotation.__metadata__
        required = (
            each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        )
        made = None if each.default_factory is dataclasses.MISSING else each.default_factory()
        default = made if each.default is dataclasses.MISSING else each.default
        known[each.name] = Declared(each.name, field, said, required, default, *names)
    return known


def is_free_text(field: Field[Any]) -> bool:
    """Tell whether people write into a field what they like, or a list of that."""
    return isinstance(field, Text | People) or (
        isinstance(field, Several) and is_free_text(field.item)
    )


def checks(of: type) -> tuple[Check, ...]:
    """Return what a dataclass holds its fields to beside each other."""
    return getattr(of, "CHECKS", ())


Shapes: TypeAlias = tuple[str, tuple[frozenset[str], ...]]
"""The code of the problem if a mapping has none of these sets of keys, and the sets."""


def shapes(of: type) -> Shapes | None:
    """Return which sets of keys a mapping may have, if not any of those declared will do."""
    return getattr(of, "SHAPES", None)


def reader(of: type[Read]) -> Callable[[object], Read]:
    """Return the function that reads a mapping as a dataclass.

    It stops at the first thing that is wrong, with an `InvalidError` that says little of it: what
    is wrong, and all of it, is for `schema.judge` to say.
    """
    if of not in _READERS:
        _READERS[of] = _filler(of, {name: key.field.read for name, key in declared(of).items()})
    return _READERS[of]


def maker(of: type[Read]) -> Callable[[object], Read]:
    """Return the function that makes a dataclass of a mapping whose values were read already.

    It raises `InvalidError` where they contradict each other.
    """
    return _filler(of, dict.fromkeys(declared(of), lambda value: value))


def _filler(
    of: type[Read], reads: Mapping[str, Callable[[Any], object]]
) -> Callable[[object], Read]:
    # Most records of a kind have the same keys.
    known = lru_cache(maxsize=1_000)(partial(_known, of, reads))
    rules = [(attrgetter(*names), rule) for names, rule in checks(of)]
    # A field that is left out has its default from the class, unless a function makes that.
    left = [
        (name, key.default)
        for name, key in declared(of).items()
        if not key.required and not hasattr(of, name)
    ]

    def fill(value: object) -> Read:
        if type(value) is not dict:
            raise invalid("wrong-type", "mapping", value=value)
        made = object.__new__(of)
        for name, default in left:
            setattr(made, name, default)
        for name, read in known(tuple(value)):
            setattr(made, name, read(value[name]))
        for held, rule in rules:
            for problem in rule(*held(made)):
                raise InvalidError(problem)
        return made

    return fill


def _known(
    of: type, reads: Mapping[str, Callable[[Any], object]], keys: tuple[str, ...]
) -> list[tuple[str, Callable[[Any], object]]]:
    """Return some keys with what reads their values, if a mapping may have just these."""
    known, allowed = declared(of), shapes(of)
    if any(key.required and name not in keys for name, key in known.items()):
        raise invalid("wrong-type", "mapping", value=keys)
    if allowed is not None and {*keys} not in allowed[1]:
        raise invalid(allowed[0], "one-of")
    if not known.keys() >= {*keys}:
        raise invalid("unknown-key")
    return [(name, reads[name]) for name in keys]
