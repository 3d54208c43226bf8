"""Messages as data: a code with named parameters becomes a sentence only when it is shown.

A message is declared once, with its severity, its text, its help and its explanation. Templates
are format strings, for translators as much as for the program:

    {name}          a text from a file or a person, in quotation marks, made safe and cut short
    {name:plain}    the same without quotation marks: a path, an id, a number of a version
    {name:field}    a field of a record, as the reader knows it: `people`, --people, a column
    {names:or}      a list: "a", "b" or "c"; {names:and} likewise; with `plain` as `or-plain`
    {number}        an integer, with its thousands apart

A `Term` is shown by its word; in files and on the command line, where people read and type keys,
also with its key.

A name that is not a parameter stands for the field of that name, so that {people:field} needs none.
A text with a `many` form is chosen by the parameter `count`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from string import Formatter
from typing import Any, Final, NamedTuple, TypeAlias

from oicekpi.messages.text import Term, clipped, printable
from oicekpi.messages.translate import gettext, marked, ngettext, pgettext

_DAY: Final = re.compile("yyyy|MM?|dd?")

Params: TypeAlias = Mapping[str, Any]


class Severity(StrEnum):
    """How bad a finding is; only an error makes the data invalid."""

    ERROR = marked("error")
    WARNING = marked("warning")
    NOTE = marked("note")

    def head(self, code: str) -> str:
        """Return what a finding begins with: `error[unknown-key]`, in the language that is spoken."""
        return f"{gettext(self.value)}[{code}]"


class Medium(StrEnum):
    """Where the reader meets a field of a record, and so what it is called there."""

    FILE = "file"
    OPTION = "option"
    CELL = "cell"
    DIALOGUE = "dialogue"


class SystemWords(str):
    """What the system says; it is translated when it is shown, where it is known."""

    __slots__ = ()


class CountryName(str):
    """The English name of a country; it is translated when it is shown."""

    __slots__ = ()


class Text(NamedTuple):
    """One sentence and how to fix it.

    `help` are alternatives: the first one whose parameters are all given is shown.
    """

    text: str
    help: Sequence[str] = ()
    many: str = ""


class Message(NamedTuple):
    """All that is said of one code: its texts by case (mostly there is one, of no name)."""

    code: str
    cases: Mapping[str, Text]
    severity: Severity = Severity.ERROR
    explanation: str = ""
    example: str = ""
    fix: str = ""


class Said(NamedTuple):
    """A message in words: what is wrong, and what to do about it."""

    text: str
    help: str = ""


@dataclass
class Catalogue:
    """The declared messages by their code."""

    messages: dict[str, Message] = field(default_factory=dict)

    def declare(  # noqa: PLR0913 - each is a part of one declaration
        self,
        code: str,
        text: str = "",
        *help_texts: str,
        many: str = "",
        severity: Severity = Severity.ERROR,
        cases: Mapping[str, Text] | None = None,
        explanation: str = "",
        example: str = "",
        fix: str = "",
    ) -> str:
        """Declare a message and return its code. Raises `ValueError` for a code declared before."""
        if code in self.messages:
            raise ValueError(code)
        texts = cases or {"": Text(text, help_texts, many)}
        self.messages[code] = Message(code, texts, severity, explanation, example, fix)
        return code


CATALOGUE: Final = Catalogue()
declare: Final = CATALOGUE.declare
DECLARING: Final = (
    "failures",
    "fields",
    "files",
    "names",
    "overdue",
    "planning",
    "plans",
    "records",
    "rules",
    "sheets",
    "yaml",
)
"""The modules beside this one that declare messages; most runs show none of them."""


def declared() -> Mapping[str, Message]:
    """Return all messages by code."""
    for name in DECLARING:
        import_module(f"oicekpi.messages.{name}")
    return CATALOGUE.messages


def message(code: str) -> Message:
    """Return a declared message. Raises `KeyError` for an unknown code."""
    return CATALOGUE.messages[code] if code in CATALOGUE.messages else declared()[code]


def severity_of(code: str) -> Severity:
    """Return the severity that a code was declared with."""
    return message(code).severity


def say(code: str, params: Params, case: str = "", medium: Medium = Medium.FILE) -> Said:
    """Return a message in words, in the language that is spoken."""
    text = message(code).cases[case]
    many = text.many
    template = ngettext(text.text, many, params["count"]) if many else gettext(text.text)
    words = _Words(params, medium)
    helps = (each for each in text.help if words.can_fill(each))
    return Said(words.fill(template), words.fill(gettext(next(helps, ""))))


def fill(template: str, params: Params, medium: Medium = Medium.FILE) -> str:
    """Fill a template that is translated already with its parameters."""
    return _Words(params, medium).fill(template)


class _Words(Formatter):
    """Fills templates with parameters as the reader knows them."""

    def __init__(self, params: Params, medium: Medium) -> None:
        self.params = params
        self.medium = medium

    def fill(self, template: str) -> str:
        return self.vformat(template, (), self.params)

    def can_fill(self, template: str) -> bool:
        """Tell whether all parameters of a template are given; fields always are."""
        return all(
            spec == "field" or self.params.get(name) is not None
            for _, name, spec, _ in self.parse(template)
            if name is not None
        )

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ANN401, ARG002 - as Formatter has it
        return kwargs.get(str(key), key)

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - any parameter
        if format_spec == "field":
            return self._field(str(value))
        value = self._called(value)
        if format_spec == "plain":
            return _plain(value)
        link, _, plain = format_spec.partition("-")
        if link in {"or", "and"}:
            words = map(self._called, value)
            return listed([_plain(each) if plain else _shown(each) for each in words], link)
        return _shown(value)

    def _called(self, value: object) -> object:
        if not isinstance(value, Term):
            return value
        typed = self.medium in {Medium.FILE, Medium.OPTION}
        return value.both if typed else value.word

    def _field(self, name: str) -> str:
        match self.medium:
            case Medium.OPTION:
                return f"--{name}"
            case Medium.CELL | Medium.DIALOGUE:
                return name
            case _:
                return f"`{name}`"


def listed(words: Sequence[str], link: str = "or") -> str:
    """Return `a`, `a or b`, `a, b or c`."""
    *some, last = map(str, words or [""])  # of a text in two languages that of the active one
    if not some:
        return last
    head = series(some)
    # Chinese sets ids, numbers and other words in Latin letters apart by blanks, its own words not.
    match link, head[-1:].isascii(), last[:1].isascii():
        case "or", True, True:
            template = gettext("{head} or {last}")
        case "or", _, True:
            template = pgettext("words first", "{head} or {last}")
        case "or", _, _:
            template = pgettext("words", "{head} or {last}")
        case _, True, True:
            template = gettext("{head} and {last}")
        case _, _, True:
            template = pgettext("words first", "{head} and {last}")
        case _:
            template = pgettext("words", "{head} and {last}")
    return template.format(head=head, last=last)


def series(words: Iterable[str]) -> str:
    """Return `a, b, c`: words that have no order of weight."""
    return gettext(", ").join(map(str, words))


def day_of(value: date) -> str:
    """Return a day as a sentence has it: `2024-04-12`.

    A translation is made of the same letters, and of single ones for numbers without a zero.
    """
    parts = {
        "yyyy": f"{value.year:04}",
        "MM": f"{value.month:02}",
        "dd": f"{value.day:02}",
        "M": f"{value.month}",
        "d": f"{value.day}",
    }
    return _DAY.sub(lambda part: parts[part.group()], gettext("yyyy-MM-dd"))


def country(name: str) -> str:
    """Return a country's name in the language that is spoken, from its English one."""
    return pgettext("country", str(name))


def _plain(value: object) -> str:
    if isinstance(value, SystemWords):
        return gettext(str(value))
    if isinstance(value, CountryName):
        return country(value)
    return clipped(value, 200) if isinstance(value, str) else _shown(value)


def _shown(value: object) -> str:  # noqa: PLR0911 - a line for each type
    """Return a parameter as a reader takes it for what it is."""
    match value:
        case bool():
            return f"`{value}`".lower()
        case StrEnum():
            return f"`{value}`"
        case str():
            return gettext('"{text}"').format(text=clipped(value))
        case int() | Decimal():
            return f"{value:,}"
        case date():
            return day_of(value)
        case tuple() | list():
            return gettext("a list")
        case dict():
            return gettext("a mapping")
        case _:
            return printable(str(value))
