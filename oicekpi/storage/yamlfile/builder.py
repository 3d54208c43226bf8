"""From text to values, from the *events* of PyYAML's parser.

PyYAML's loaders build a tree of nodes first, by recursion, and a deeply nested file ends the whole
process. Events can be counted while they come, so the depth is known before anything is built.

Of 30 microseconds for a record of six keys, libyaml and PyYAML's events take 20.
"""

from collections.abc import Callable
from dataclasses import field
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, cast

import yaml
from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from oicekpi.domain.finding import Where
from oicekpi.messages.text import clipped
from oicekpi.storage.yamlfile.source import (
    MAX_DIGITS,
    NOT_TEXT,
    Span,
    YamlRefusedError,
    invisible,
    meaning,
    named,
)
from oicekpi.values import dataclass

MAX_DEPTH: Final = 32
MAX_VALUES: Final = 100_000
MAX_REFUSED: Final = 2_000
"""How many values are refused one by one; one more ends the reading."""
# The spaces of other scripts and of web pages, which YAML takes for letters. The wide space of
# Chinese is not among them: a paragraph may begin with two.
_SPACES: Final = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
)
_STYLES: Final = frozenset("'\"|>")  # libyaml gives the empty text for a plain one, PyYAML None
_DOUBTFUL: Final = NOT_TEXT | _SPACES  # with what a word begins that has to be looked at

Value: TypeAlias = str | bool | int | Decimal | tuple["Value", ...] | dict[str, "Value"]


class Scalar(NamedTuple):
    """Where a key or a value of one word or text is: the indexes of its characters in the text."""

    start: int
    end: int
    where: Where
    style: str | None
    """`'`, `"`, `|`, `>`, or None where it is written without any of these."""


@dataclass(frozen=True)
class Positions:
    """Where the keys and values of a document are.

    A list or mapping is where it begins: at its bracket, its first dash, or its first key. `ends`
    are the places behind the closing brackets of those that have brackets. `scalars` are in the
    order of the text; there are none in a text without `#`, where nobody looks for comments.
    """

    keys: dict[Where, Span] = field(default_factory=dict)
    values: dict[Where, Span] = field(default_factory=dict)
    scalars: list[Scalar] | None = None
    ends: dict[Where, tuple[int, int]] = field(default_factory=dict)

    def of(self, where: Where, *, at_key: bool = False) -> Span:
        """Return the place of a value or key; of an absent one, the place of what would hold it."""
        if at_key and where in self.keys:
            return self.keys[where]
        while where not in self.values:
            where = where[:-1]
        return self.values[where]


class _Mark(Protocol):
    """A place in the text; everything counts from 0."""

    index: int
    line: int
    column: int


class _Event(Protocol):
    """What the parser met. Only a scalar has a value, a style, and says if it is without quotes."""

    start_mark: _Mark
    end_mark: _Mark
    value: str
    style: str | None
    implicit: tuple[bool, bool]
    anchor: str | None
    tag: str | None


# PyYAML can be built without libyaml; its own parser gives the same events, only slower.
_PARSER: Final[Any] = getattr(getattr(yaml, "cyaml", None), "CParser", yaml.SafeLoader)


def build(
    text: str,
    positions: Positions | None = None,
    refused: list[YamlRefusedError] | None = None,
) -> Value:
    """Return the value of the one document in the text, and fill in the positions if given.

    Raises `YamlRefusedError` for whatever is not accepted, and nothing else. If a list `refused` is
    given, refused values are added to it and None takes their place in the result; then only what
    ends the reading is raised.
    """
    try:
        return _Builder(_PARSER(text).get_event, positions, refused).document()
    except yaml.YAMLError as error:
        from oicekpi.storage.yamlfile import syntax  # noqa: PLC0415 - most files need it not

        raise syntax.refusal(error, text) from None


class _Builder:
    """Builds values by recursion, which the bound on depth keeps shallow.

    `at` is the way to the value that is being built: keys, and places in lists. `left` is how
    many more values are allowed: each of them could be a finding.
    """

    __slots__ = ("at", "left", "next", "positions", "refused")

    def __init__(
        self,
        events: Callable[[], Any],
        positions: Positions | None,
        refused: list[YamlRefusedError] | None,
    ) -> None:
        self.next = events
        self.positions = positions
        self.refused = refused
        self.at: list[str | int] = []
        self.left = MAX_VALUES

    def document(self) -> Value:
        self.next()  # the stream's start
        start = self.next()
        if isinstance(start, StreamEndEvent):
            raise _empty_file()
        if start.version or start.tags:
            raise _refused(start, "yaml-feature", "directive")
        value = self._value(self.next())
        self.next()  # the document's end
        more = self.next()
        if isinstance(more, StreamEndEvent):
            return value
        raise _refused(more, "yaml-feature", "second-document")

    def _value(self, event: _Event) -> Value:
        kind: type = type(event)
        self.left -= 1
        if self.left < 0:
            raise _refused(event, "file-too-large", "values", most=MAX_VALUES)
        if self.positions is not None:
            self._place(self.positions, event, scalar=kind is ScalarEvent)
        if kind is AliasEvent:
            return self._refuse(_refused(event, "yaml-feature", "alias"))
        if event.anchor is not None or event.tag is not None:
            raise _refused(event, "yaml-feature", "anchor" if event.anchor else "tag")
        if kind is ScalarEvent:
            text = event.value
            if not event.implicit[0]:
                return text if text.isprintable() else self._unprintable(event)
            return text if text and text[0] not in _DOUBTFUL else self._word(event)
        if len(self.at) == MAX_DEPTH:
            raise _refused(event, "yaml-depth", most=MAX_DEPTH)
        return self._mapping(event) if kind is MappingStartEvent else self._sequence()

    def _sequence(self) -> tuple[Value, ...]:
        built: list[Value] = []
        self.at.append(0)
        while type(event := self.next()) is not SequenceEndEvent:
            self.at[-1] = len(built)
            built.append(self._value(event))
        self.at.pop()
        if self.positions is not None:
            self._place_end(self.positions, cast("_Event", event))
        return tuple(built)

    def _mapping(self, start: _Event) -> dict[str, Value]:
        built: dict[str, Value] = {}
        self.at.append("")
        while type(event := self.next()) is not MappingEndEvent:
            key = self._key(event)
            self.at[-1] = key
            if self.positions is not None:
                self._place_key(self.positions, event, None if built else start)
            if key in built:  # nobody knows which of the two is meant
                built[key] = self._refuse(_refused(event, "duplicate-key", key=key))
                self._value(self.next())
            else:
                built[key] = self._value(self.next())
                if key != event.value:  # there is an odd space behind it
                    built[key] = self._refuse(_odd_space(event, event.value[-1]))
        self.at.pop()
        if self.positions is not None:
            self._place_end(self.positions, cast("_Event", event))
        return built

    def _key(self, event: _Event) -> str:
        kind: type = type(event)
        if kind is AliasEvent:
            raise _refused(event, "yaml-feature", "alias")
        if event.anchor is not None or event.tag is not None:
            raise _refused(event, "yaml-feature", "anchor" if event.anchor else "tag")
        if kind is not ScalarEvent:
            raise _refused(event, "yaml-feature", "complex-key")
        key = event.value
        if event.implicit[0]:
            if key == "<<":
                raise _refused(event, "yaml-feature", "merge-key")
            if not key:
                raise _refused(event, "empty-value", "key")
            if key.isprintable():
                return key
            if key[0].isspace():
                raise self._badly_indented(event)
            return key.rstrip()  # `_mapping` finds what is missing
        found = invisible(key)
        if found is not None:
            raise _refused(event, "control-character", "escape", character=found)
        return key

    def _badly_indented(self, event: _Event) -> YamlRefusedError:
        """Refuse a line that is indented by odd spaces, so that it is not where it seems to be.

        The key above it has no value then, which is no second finding.
        """
        if self.refused:
            last = self.refused[-1]
            if last.where == tuple(self.at) and last.code == "empty-value":
                self.refused.pop()
        return _odd_space(event, event.value[0])

    def _unprintable(self, event: _Event) -> Value:
        """Return a text in quotation marks unless its escapes hide what no file may hold."""
        found = invisible(event.value)
        if found is None:
            return event.value
        return self._refuse(_refused(event, "control-character", "escape", character=found))

    def _word(self, event: _Event) -> Value:
        """Return the value of a scalar that may be a number, a truth value, or none."""
        text = event.value
        if text and text[0] in _SPACES:
            return self._refuse(_odd_space(event, text[0]))
        value = meaning(text)
        if value is not None:
            return value
        if len(text) > MAX_DIGITS:
            return self._refuse(
                _refused(event, "number-too-long", length=len(text), most=MAX_DIGITS)
            )
        if not self.at:
            raise _empty_file()
        if text:
            return self._refuse(_refused(event, "empty-value", "null", value=text))
        if isinstance(self.at[-1], int):
            return self._refuse(_refused(event, "empty-value", "item"))
        from oicekpi.storage.yamlfile import syntax  # noqa: PLC0415 - most files need it not

        key = self.at[-1]
        params = syntax.colon_params(key)
        return self._refuse(_refused(event, "empty-value", name=clipped(key), **params))

    def _refuse(self, refusal: YamlRefusedError) -> Value:
        """Add a refusal to the others if they are kept and are not too many; else raise it."""
        if not self.at or self.refused is None or len(self.refused) >= MAX_REFUSED:
            raise refusal
        refusal.where = tuple(self.at)
        self.refused.append(refusal)
        return cast("Value", None)

    def _place(self, positions: Positions, event: _Event, *, scalar: bool) -> None:
        where = tuple(self.at)
        positions.values[where] = _span(event)
        if scalar and positions.scalars is not None:
            positions.scalars.append(_scalar(event, where))

    def _place_end(self, positions: Positions, event: _Event) -> None:
        """Note where a list or mapping with brackets ends; without brackets it has no sign."""
        end = event.end_mark
        if end.index > event.start_mark.index:
            positions.ends[tuple(self.at)] = (end.line + 1, end.column + 1)

    def _place_key(self, positions: Positions, event: _Event, holder: _Event | None) -> None:
        """Note where a key is; a mapping without brackets is where its first key is."""
        where = tuple(self.at)
        positions.keys[where] = span = _span(event)
        if positions.scalars is not None:
            positions.scalars.append(_scalar(event, where))
        if holder is not None and holder.start_mark.index == holder.end_mark.index:
            positions.values[where[:-1]] = span


def _scalar(event: _Event, where: Where) -> Scalar:
    style = event.style if event.style in _STYLES else None
    return Scalar(event.start_mark.index, event.end_mark.index, where, style)


def _empty_file() -> YamlRefusedError:
    return YamlRefusedError("empty-file", (1, 1, 1, 2))


def _odd_space(event: _Event, space: str) -> YamlRefusedError:
    return _refused(event, "yaml-syntax", "odd-space", space=named(space))


def _refused(event: _Event, code: str, case: str = "", **params: object) -> YamlRefusedError:
    return YamlRefusedError(code, _span(event), params, case)


def _span(event: _Event) -> Span:
    """Return the place of an event: one character where the parser gives it no width."""
    start, end = event.start_mark, event.end_mark
    wide = 1 if start.index == end.index else 0
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1 + wide
