"""From text to values, from the *events* of PyYAML's parser.

PyYAML's loaders first build a tree of nodes by recursion, which on a deeply nested file ends the
whole process. Events can be counted while they come, so depth is known before it is built.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias, cast

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
from oicekpi.storage.yamlfile.refusal import MAX_DEPTH, TOO_DEEP, Span, YamlRefusedError
from oicekpi.storage.yamlfile.scalar import MAX_DIGITS, meaning
from oicekpi.storage.yamlfile.source import invisible

MAX_VALUES: Final = 100_000
MAX_REFUSED: Final = 2_000  # values; who has more has another trouble

Value: TypeAlias = "str | bool | int | float | tuple[Value, ...] | dict[str, Value]"


@dataclass(frozen=True, slots=True)
class Positions:
    """Where each key and value of a document stands.

    A list or mapping stands where it begins: at its bracket, its first dash, or its first key.
    """

    keys: dict[Where, Span]
    values: dict[Where, Span]

    def of(self, where: Where, *, at_key: bool = False) -> Span:
        """Find the place of a value or key; where it is absent, of what would hold it."""
        if at_key and where in self.keys:
            return self.keys[where]
        while where not in self.values:
            where = where[:-1]
        return self.values[where]


class _Mark(Protocol):
    """A place in the text, from 0."""

    line: int
    column: int


class _Event(Protocol):
    """What the parser met. Only a scalar has a value and says whether it was in quotation marks."""

    start_mark: _Mark
    end_mark: _Mark
    value: str
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
    """Build the value of the one document in the text, and fill in the positions if given.

    Raises `YamlRefusedError` for whatever is not accepted, and nothing else. Where there is a list
    for them, values that are `refused` are gathered there, and None stands in their place, which
    nothing takes for a value; then only what ends the reading is raised.
    """
    try:
        return _Builder(_PARSER(text).get_event, positions, refused).document()
    except yaml.YAMLError as error:
        from oicekpi.storage.yamlfile import slips  # noqa: PLC0415 - most files have none

        raise slips.refusal(error, text) from None


class _Builder:
    """Builds values by recursion, which the bound on depth keeps shallow.

    `at` is the way to the value that is being built: keys, and places in lists. `left` is how
    many more values may come: every one of them could be a finding.
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
            raise _refused(start, "yaml-feature", *_DIRECTIVE)
        value = self._value(self.next())
        self.next()  # the document's end
        more = self.next()
        if isinstance(more, StreamEndEvent):
            return value
        raise _refused(more, "yaml-feature", *_SECOND)

    def _value(self, event: _Event) -> Value:
        kind: type = type(event)
        self.left -= 1
        if self.left < 0:
            raise _refused(event, "file-too-large", *_MANY)
        if self.positions is not None:
            self.positions.values[*self.at] = _span(event)
        if kind is AliasEvent:
            return self._refuse(_refused(event, "yaml-feature", *_ALIAS))
        if event.anchor is not None or event.tag is not None:
            raise _refused(event, "yaml-feature", *(_ANCHOR if event.anchor else _TAG))
        if kind is ScalarEvent:
            return self._plain(event) if event.implicit[0] else self._quoted(event)
        if len(self.at) == MAX_DEPTH:
            raise _refused(event, "yaml-depth", *TOO_DEEP)
        return self._mapping(event) if kind is MappingStartEvent else self._sequence()

    def _sequence(self) -> tuple[Value, ...]:
        built: list[Value] = []
        self.at.append(0)
        while type(event := self.next()) is not SequenceEndEvent:
            self.at[-1] = len(built)
            built.append(self._value(event))
        self.at.pop()
        return tuple(built)

    def _mapping(self, start: _Event) -> dict[str, Value]:
        built: dict[str, Value] = {}
        self.at.append("")
        while type(event := self.next()) is not MappingEndEvent:
            key = self.at[-1] = _key(event)
            if self.positions is not None:
                self._place_key(self.positions, event, start if not built else None)
            if key in built:  # nobody knows which of the two is meant
                built[key] = self._refuse(_twice(event))
                self._value(self.next())
            else:
                built[key] = self._value(self.next())
        self.at.pop()
        return built

    def _plain(self, event: _Event) -> Value:
        """Give the value of a scalar that was written without quotation marks."""
        value = meaning(event.value)
        if value is None:
            return self._refuse(self._meaningless(event))
        return value

    def _quoted(self, event: _Event) -> Value:
        """Give the text of a scalar that was written in quotation marks, or as a block."""
        refusal = _hidden(event)
        return self._refuse(refusal) if refusal else event.value

    def _refuse(self, refusal: YamlRefusedError) -> Value:
        """Take note of a value that is refused, where they are gathered and are not too many."""
        if not self.at or self.refused is None or len(self.refused) >= MAX_REFUSED:
            raise refusal
        refusal.where = tuple(self.at)
        self.refused.append(refusal)
        return cast("Value", None)

    def _meaningless(self, event: _Event) -> YamlRefusedError:
        text = event.value
        if len(text) > MAX_DIGITS:
            return _refused(
                event,
                "number-too-long",
                f"this number has {len(text):,} characters",
                f"write at most {MAX_DIGITS}, or put it in quotation marks if it is text",
            )
        if not self.at:
            return _empty_file()
        from oicekpi.storage.yamlfile import slips  # noqa: PLC0415 - the same

        hint = slips.colon_hint(f"{self.at[-1]}")
        return _refused(
            event,
            "empty-value",
            f"`{text}` is no value" if text else "there is no value here",
            hint or "write one, or delete the line",
        )

    def _place_key(self, positions: Positions, event: _Event, holder: _Event | None) -> None:
        """Remember where a key stands; a mapping without brackets stands at its first key."""
        positions.keys[*self.at] = _span(event)
        if holder is not None and _width(holder) == 0:
            positions.values[*self.at[:-1]] = _span(event)


# --- keys and quoted texts --------------------------------------------------------------------


def _key(event: _Event) -> str:
    kind: type = type(event)
    if kind is AliasEvent:
        raise _refused(event, "yaml-feature", *_ALIAS)
    if event.anchor is not None or event.tag is not None:
        raise _refused(event, "yaml-feature", *(_ANCHOR if event.anchor else _TAG))
    if kind is not ScalarEvent:
        raise _refused(event, "yaml-feature", *_COMPLEX_KEY)
    key = event.value
    if event.implicit[0] and key == "<<":
        raise _refused(event, "yaml-feature", *_MERGE)
    if event.implicit[0] and not key:
        raise _refused(event, "empty-value", "there is no key here", "write one before the colon")
    refusal = _hidden(event)
    if refusal is not None:
        raise refusal
    return key


def _twice(event: _Event) -> YamlRefusedError:
    message = f"the key `{clipped(event.value)}` stands twice"
    return _refused(event, "duplicate-key", message, "keep one of the two")


def _hidden(event: _Event) -> YamlRefusedError | None:
    """Refuse a text if its escape sequences hide what the file itself may not hold."""
    found = invisible(event.value)
    if found is None:
        return None
    return _refused(
        event,
        "control-character",
        f"the text holds the invisible character {found}",
        "delete its escape sequence, which begins with a backslash",
    )


# --- refusals ---------------------------------------------------------------------------------

_SECOND: Final = (
    "a second document begins here (---)",
    "keep one document a file; several records go into a list",
)
_DIRECTIVE: Final = ("a directive (%) stands here", "delete the line; no file needs one")
_ALIAS: Final = (
    "an alias (*name) stands here",
    "write the value out, or put the text in quotation marks",
)
_ANCHOR: Final = ("an anchor (&name) stands here", "delete it, or put the text in quotation marks")
_TAG: Final = ("a tag (!name) stands here", "delete it, or put the text in quotation marks")
_MERGE: Final = ("a merge key (<<) stands here", "write the keys out")
_COMPLEX_KEY: Final = ("a list or mapping stands as a key", "write a word as the key")
_MANY: Final = (f"the file has more than {MAX_VALUES:,} values", "split it into several files")


def _empty_file() -> YamlRefusedError:
    return YamlRefusedError(
        "empty-file", "the file is empty", "fill it in, or delete it", (1, 1, 1, 2)
    )


def _refused(event: _Event, code: str, message: str, hint: str) -> YamlRefusedError:
    return YamlRefusedError(code, message, hint, _span(event))


def _span(event: _Event) -> Span:
    """Give the place of an event: one character where the parser gives it no width."""
    start, end = event.start_mark, event.end_mark
    wide = max(1 - _width(event), 0)
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1 + wide


def _width(event: _Event) -> int:
    """Count the characters of what stands on one line; one, and not more, for several lines."""
    start, end = event.start_mark, event.end_mark
    return 1 if end.line > start.line else end.column - start.column
