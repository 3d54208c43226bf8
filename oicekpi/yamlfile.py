"""The only door to YAML: strict, bounded, with line numbers.

The YAML that is accepted is a small part of YAML 1.2, the same to every reader: one document in
UTF-8, mappings with text keys, sequences, and scalars that are text, `true` or `false`, decimal
integers or decimal fractions. Dates are text here; the field that wants a date reads it. There
are no anchors, aliases, tags, merge keys or empty values, no key stands twice, and depth and
size are bounded.

The values are built from PyYAML's parser *events*. Its loaders build a tree by recursion first,
which on a deeply nested file ends the whole process; events can be counted while they come.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeAlias

import yaml

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 32
MAX_DIGITS: Final = 18

Value: TypeAlias = "str | bool | int | float | tuple[Value, ...] | dict[str, Value]"
Where: TypeAlias = tuple[str | int, ...]
Span: TypeAlias = tuple[int, int, int, int]


class YamlRefusedError(Exception):
    """A text that is not accepted: why, where (line and column from 1), and how to mend it."""

    def __init__(self, code: str, message: str, hint: str, line: int = 0, column: int = 0) -> None:
        """Keep what a finding needs; the path is the caller's to add."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Positions:
    """Where each key and value of a document stands: line, column, and the end's, all from 1.

    A list or mapping stands where it begins.
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


def read(data: bytes) -> Value:
    """Read one document.

    Raises `YamlRefusedError` for whatever is not accepted, and nothing else.
    """
    return _Builder(_decode(data)).build()


def locate(data: bytes) -> Positions:
    """Read the document once more, for the places of its keys and values."""
    positions = Positions({}, {})
    _Builder(_decode(data), positions).build()
    return positions


# --- the text ---------------------------------------------------------------------------------

_CONFLICT = re.compile(r"^(<{7}|>{7}|={7}|\|{7})(?= |\r?$)", re.MULTILINE)
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff]|\r(?!\n)"
)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise YamlRefusedError(
            "not-utf8", "the file is in UTF-16", "save it as UTF-8 (in Notepad: Save as, Encoding)", 1, 1
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(error.object[: error.start].decode("utf-8", "replace"))
        raise YamlRefusedError(
            "not-utf8",
            f"byte 0x{error.object[error.start]:02x} is not UTF-8",
            "save the file as UTF-8; older Chinese editors save GBK",
            line,
            column,
        ) from None
    _refuse_conflict(text)
    _refuse_control(text)
    return text


def too_large(size: int) -> YamlRefusedError:
    """Word the refusal of a file of `size` bytes, which need not have been read."""
    return YamlRefusedError(
        "file-too-large",
        f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read",
        "split it into several files",
    )


def _refuse_conflict(text: str) -> None:
    marker = _CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None
    if marker is not None:
        raise YamlRefusedError(
            "merge-conflict",
            f"a merge conflict was left in the file: {marker.group()}",
            "keep the lines that are right, and delete the marker lines",
            *_place(text[: marker.start()]),
        )


def _refuse_control(text: str) -> None:
    found = _CONTROL.search(text)
    if found is not None:
        raise YamlRefusedError(
            "control-character",
            f"the invisible character U+{ord(found.group()):04X} stands here",
            "delete it; it may be hidden, so type the line anew",
            *_place(text[: found.start()]),
        )


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


# --- the scalars ------------------------------------------------------------------------------

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FRACTION = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# What a plain scalar must begin with for it to be anything but text.
_NOT_TEXT = frozenset("-+0123456789~nNtTfF")


def _plain(event: yaml.ScalarEvent) -> Value:
    """Give the value of a scalar that was written without quotation marks."""
    text: str = event.value
    if text and text[0] not in _NOT_TEXT:
        return text
    if text in _EMPTY:
        raise _refusal(
            event, "empty-value", "there is no value here", "write one, or delete the line"
        )
    if text in _TRUTH:
        return _TRUTH[text]
    number = _INTEGER.fullmatch(text) or _FRACTION.fullmatch(text)
    if number is None:
        return text
    if len(text) > MAX_DIGITS:
        raise _refusal(
            event,
            "number-too-long",
            f"a number of {len(text):,} characters",
            f"numbers have at most {MAX_DIGITS}; put it in quotation marks if it is text",
        )
    return float(text) if "." in text else int(text)


# --- the document -----------------------------------------------------------------------------


# PyYAML can be built without libyaml; its own parser gives the same events, only slower.
_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _refusal(event: yaml.Event, code: str, message: str, hint: str) -> YamlRefusedError:
    mark = event.start_mark
    return YamlRefusedError(code, message, hint, mark.line + 1, mark.column + 1)


class _Builder:
    """Builds values from events, with a stack of its own instead of recursion."""

    def __init__(self, text: str, positions: Positions | None = None) -> None:
        self.text = text
        self.positions = positions

    def build(self) -> Value:
        """Give the document's value, or raise `YamlRefusedError`."""
        try:
            return self._document(self._events())
        except yaml.YAMLError as error:
            raise _syntax_error(error, self.text) from None

    def _events(self) -> Iterator[yaml.Event]:
        parser = _PARSER(self.text)
        while (event := parser.get_event()) is not None:
            yield event

    def _document(self, events: Iterator[yaml.Event]) -> Value:
        next(events)  # the stream's start
        start = next(events)
        if not isinstance(start, yaml.DocumentStartEvent):
            raise YamlRefusedError("empty-file", "the file is empty", "write it, or delete it", 1, 1)
        value = self._collect(events)
        next(events)  # the document's end
        more = next(events)
        if not isinstance(more, yaml.StreamEndEvent):
            raise _refusal(
                more,
                "yaml-feature",
                "a second document begins here (---)",
                "keep one document a file; several records go into a list",
            )
        return value

    def _collect(self, events: Iterator[yaml.Event]) -> Value:
        """Build the one value that the next events describe."""
        stack: list[_Mapping | _Sequence] = []
        for event in events:  # pragma: no branch
            kind = type(event)
            if kind is yaml.ScalarEvent:
                value = self._scalar(event, stack)
                if value is _IS_KEY:
                    continue
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event, stack, _Mapping() if kind is yaml.MappingStartEvent else _Sequence())
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                value = stack.pop().value()
            else:
                raise _refusal(event, "yaml-feature", *_ALIAS)
            if not stack:
                return value
            stack[-1].add(value)
        raise AssertionError  # pragma: no cover - libyaml ends what it began

    def _scalar(self, event: yaml.ScalarEvent, stack: list["_Mapping | _Sequence"]) -> Value:
        if event.anchor is not None or event.tag is not None:
            raise _refusal(event, "yaml-feature", *(_ANCHOR if event.anchor is not None else _TAG))
        holder = stack[-1] if stack else None
        if type(holder) is _Mapping and holder.key is None:
            holder.begin(event)
            if self.positions is not None:
                self.positions.keys[_where(stack)] = _span(event)
            return _IS_KEY
        if self.positions is not None:
            self.positions.values[_where(stack)] = _span(event)
        if event.implicit[0]:
            return _plain(event)
        text: str = event.value
        if not text.isprintable():
            _refuse_escaped_control(event)
        return text

    def _open(
        self, event: yaml.Event, stack: list["_Mapping | _Sequence"], opened: "_Mapping | _Sequence"
    ) -> None:
        if event.anchor is not None or event.tag is not None:
            raise _refusal(event, "yaml-feature", *(_ANCHOR if event.anchor is not None else _TAG))
        if stack and type(stack[-1]) is _Mapping and stack[-1].key is None:
            raise _refusal(
                event, "yaml-feature", "a list or mapping stands as a key", "a key is plain text"
            )
        if len(stack) == MAX_DEPTH:
            raise _refusal(
                event,
                "yaml-depth",
                f"nested more than {MAX_DEPTH} levels deep",
                "no file of a plan or record needs this; look for stray brackets or dashes",
            )
        if self.positions is not None:
            self.positions.values[_where(stack)] = _span(event)
        stack.append(opened)


_IS_KEY: Final = "\0key"  # never a value: the text cannot hold NUL
_ALIAS = ("an alias (*name) stands here", "write the value out; or put the text in quotation marks")
_ANCHOR = ("an anchor (&name) stands here", "delete it; or put the text in quotation marks")
_TAG = ("a tag (!name) stands here", "delete it; or put the text in quotation marks")


class _Mapping:
    __slots__ = ("built", "key")

    def __init__(self) -> None:
        self.built: dict[str, Value] = {}
        self.key: str | None = None

    def begin(self, event: yaml.ScalarEvent) -> None:
        key: str = event.value
        if key in self.built:
            raise _refusal(
                event, "duplicate-key", f"the key `{key}` stands twice", "keep one of the two"
            )
        if key == "<<" and event.implicit[0]:
            raise _refusal(
                event, "yaml-feature", "a merge key (<<) stands here", "write the keys out"
            )
        if not key and event.implicit[0]:
            raise _refusal(event, "empty-value", "there is no key here", "write one before the colon")
        if not key.isprintable():
            _refuse_escaped_control(event)
        self.key = key

    def add(self, value: Value) -> None:
        assert self.key is not None
        self.built[self.key] = value
        self.key = None

    def value(self) -> Value:
        return self.built

    def place(self) -> str | int:
        assert self.key is not None
        return self.key


class _Sequence:
    __slots__ = ("built",)

    def __init__(self) -> None:
        self.built: list[Value] = []

    def add(self, value: Value) -> None:
        self.built.append(value)

    def value(self) -> Value:
        return tuple(self.built)

    def place(self) -> str | int:
        return len(self.built)


def _where(stack: list[_Mapping | _Sequence]) -> Where:
    return tuple(holder.place() for holder in stack)


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def _refuse_escaped_control(event: yaml.ScalarEvent) -> None:
    """Refuse what an escape such as "\\x1b" smuggles into a value; line breaks and tabs may stay."""
    found = _CONTROL.search(event.value) or re.search("[\r\ud800-\udfff]", event.value)
    if found is not None:
        raise _refusal(
            event,
            "control-character",
            f"the text holds the invisible character U+{ord(found.group()):04X}",
            "delete its escape sequence",
        )


# --- what the parser itself refuses -----------------------------------------------------------


def _syntax_error(error: yaml.YAMLError, text: str) -> YamlRefusedError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    problem = str(getattr(error, "problem", None) or "this is not YAML")
    written = text.splitlines()
    return YamlRefusedError(
        "yaml-syntax", problem, _mend(written[: line + 1] if line else written), line, column
    )


def _mend(lines: list[str]) -> str:
    """Guess the usual slip from the lines up to the place where the parser gave up."""
    near = "\n".join(lines[-3:])
    if re.search(r"^[ ]*\t", near, re.MULTILINE):
        return "indent with spaces, not tabs"
    if "\uff1a" in near:
        return "a full-width colon (\uff1a) stands nearby: write `key: value` with an ordinary one"
    if re.search(r":[^\s]", near):
        return "put a space after each key's colon; put text with a colon in quotation marks"
    return "check indentation, brackets and quotation marks in this line and the one before"
