"""Changing a record's keys in the text of its file, and nothing else in it.

Comments, order, blank lines, line ends and a byte order mark stay as they are. What was changed is
read again before it is given out: it must say just what was asked for, else it is refused.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, cast

from oicekpi.domain.finding import Where
from oicekpi.messages.failures import NotEditableError
from oicekpi.storage import yamlfile
from oicekpi.storage.record_text import entry, inline, ordered, values
from oicekpi.storage.yamlfile import Value, YamlRefusedError

Record: TypeAlias = dict[str, Value]

_MARK: Final = "\ufeff"
_LINE_END: Final = re.compile(r"\r?\n")
_SEPARATORS: Final = " \t\r\n,"
_CLOSE: Final = re.compile(r"(?:[\s,]|#.*)*[\]}]")


def set_keys(data: bytes, at: int | None, changes: Mapping[str, object]) -> bytes:
    """Change, add or (with None) remove keys of a record in its file's bytes.

    `at` is the record's place in its file from 0, or None where the file holds it alone. Values
    are as `oicekpi.storage.record_text.render` takes them.

    Raises `NotEditableError` where that cannot be done without touching other lines, and
    `InvalidRecordError` for a value that no record may have.
    """
    wanted = dict.fromkeys(changes) | values(changes)
    for key, value in wanted.items():
        data = _with_key(data, () if at is None else (at,), key, value)
    return data


def _with_key(data: bytes, at: Where, key: str, value: "Value | None") -> bytes:
    document = _Document(data, at)
    record = {name: held for name, held in document.record.items() if name != key}
    if value is not None:
        record[key] = value
    if record == document.record:
        return data
    for text in _attempts(document, key, value):
        changed = document.encoded(text)
        if _says(changed, document.with_record(record)):
            return changed
    raise NotEditableError(key)


def _attempts(document: "_Document", key: str, value: "Value | None") -> Iterator[str]:
    """Give the texts that may do it, the best first."""
    if value is None:
        yield from _removed(document, key)
    elif key in document.record:
        yield from _extended(document, key, value)
        yield _replaced(document, key, value)
    else:
        yield from _added(document, key, value)


def _says(data: bytes, wanted: Value) -> bool:
    try:
        return yamlfile.read(data) == wanted
    except YamlRefusedError:
        return False


# --- where things stand ---------------------------------------------------------------------------


class _Document:
    """A file's text, and where the keys of one record in it stand, as offsets."""

    def __init__(self, data: bytes, at: Where) -> None:
        """Read the file; `at` is the way to the record."""
        self.value = yamlfile.read(data)
        self.at = at
        self.positions = yamlfile.locate(data)
        decoded = data.decode()
        self.text = decoded.removeprefix(_MARK)
        self.mark = decoded.removesuffix(self.text)
        self.lines = [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @property
    def record(self) -> Record:
        """The record that is changed."""
        return cast("Record", self._found(self.at))

    @property
    def is_flow(self) -> bool:
        """Whether the record stands in braces."""
        return self.text[self.start(self.at)] == "{"

    @property
    def line_end(self) -> str:
        """How the file ends its lines."""
        found = _LINE_END.search(self.text)
        return found.group() if found else "\n"

    def with_record(self, record: Record) -> Value:
        """Give the whole document's value with another record in the record's place."""
        if not self.at:
            return record
        items = enumerate(cast("tuple[Value, ...]", self.value))
        return tuple(record if (place,) == self.at else item for place, item in items)

    def encoded(self, text: str) -> bytes:
        """Give the bytes of the file with another text."""
        return f"{self.mark}{text}".encode()

    def key_start(self, key: str) -> int:
        """Find where a key begins."""
        line, column, _, _ = self.positions.keys[*self.at, key]
        return self.lines[line - 1] + column - 1

    def colon(self, key: str) -> int:
        """Find the place just after a key's colon."""
        _, _, line, column = self.positions.keys[*self.at, key]
        return self.text.index(":", self.lines[line - 1] + column - 1) + 1

    def start(self, where: Where) -> int:
        """Find where a value begins."""
        line, column, _, _ = self.positions.values[where]
        return self.lines[line - 1] + column - 1

    def end(self, where: Where) -> int:
        """Find the place just after a value."""
        start, value = self.start(where), self._found(where)
        if isinstance(value, tuple | dict):
            steps = value if isinstance(value, dict) else range(len(value))
            last = max((self.end((*where, step)) for step in steps), default=start + 1)
            if self.text[start] not in "[{":
                return last
            return _CLOSE.match(self.text, last).end()  # type: ignore[union-attr]  # it was read
        _, _, line, column = self.positions.values[where]
        end = self.lines[line - 1] + column - 1
        # The parser ends a text of several lines (| or >) only before what comes next.
        return end if self.text[start] not in "|>" else len(self.text[:end].rstrip())

    def line_start(self, offset: int) -> int:
        """Find where the line of a place begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_stop(self, offset: int) -> int:
        """Find the place before the end of the line of a place."""
        found = _LINE_END.search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        """Find where the line after that of a place begins."""
        found = _LINE_END.search(self.text, offset)
        return found.end() if found else len(self.text)

    def _found(self, where: Where) -> Value:
        value = self.value
        for step in where:
            value = value[step]  # type: ignore[index]  # the way leads through what holds it
        return value


# --- the changes ----------------------------------------------------------------------------------


def _replaced(document: _Document, key: str, value: Value) -> str:
    where = (*document.at, key)
    text, colon = document.text, document.colon(key)
    start, end = document.start(where), document.end(where)
    written = inline(key, value, flow=document.is_flow)
    if start <= document.line_stop(colon):
        return f"{text[:start]}{written}{text[end:]}"
    # The value stood below its key; a comment beside the key stays there.
    return f"{text[:colon]} {written}{text[colon:start].rstrip()}{text[end:]}"


def _extended(document: _Document, key: str, value: Value) -> Iterator[str]:
    """Put what is new in a list at its end."""
    where = (*document.at, key)
    held = document.record[key]
    if not isinstance(held, tuple) or not isinstance(value, tuple) or not held:
        return
    if value[: len(held)] != held:
        return
    text, start = document.text, document.start(where)
    last = document.end((*where, len(held) - 1))
    more = [inline(key, item, flow=True) for item in value[len(held) :]]
    if text[start] == "[":
        yield f"{text[:last]}{''.join(f', {item}' for item in more)}{text[last:]}"
    else:
        indent = " " * (start - document.line_start(start))
        lines = "".join(f"{document.line_end}{indent}- {item}" for item in more)
        stop = document.line_stop(last)
        yield f"{text[:stop]}{lines}{text[stop:]}"


def _added(document: _Document, key: str, value: Value) -> Iterator[str]:
    """Put a new key after the one that comes before it in other records, or after another."""
    keys = ordered(document.record | {key: value})
    before = [name for name in document.record if name in keys[: keys.index(key)]]
    others = [name for name in document.record if name not in before]
    for anchor in (*reversed(before), *others):
        yield _added_after(document, anchor, key, value)


def _added_after(document: _Document, anchor: str, key: str, value: Value) -> str:
    text, end = document.text, document.end((*document.at, anchor))
    if document.is_flow:
        return f"{text[:end]}, {key}: {inline(key, value, flow=True)}{text[end:]}"
    start, stop = document.key_start(anchor), document.line_stop(end)
    indent = " " * (start - document.line_start(start))
    lines = "".join(f"{document.line_end}{indent}{line}" for line in entry(key, value))
    return f"{text[:stop]}{lines}{text[stop:]}"


def _removed(document: _Document, key: str) -> Iterator[str]:
    text, start = document.text, document.key_start(key)
    end = document.end((*document.at, key))
    keys = list(document.record)
    place = keys.index(key)
    after = document.key_start(keys[place + 1]) if place + 1 < len(keys) else None
    ahead = text[document.line_start(start) : start]
    if document.is_flow:
        before = document.end((*document.at, keys[place - 1])) if place else None
        yield from _removed_in_braces(text, start, end, before, after)
    elif not ahead.strip():
        yield f"{text[: start - len(ahead)]}{text[document.next_line(end) :]}"
    elif after is not None:
        # The key stands beside the dash of its list; what comes next moves there, if it can.
        close = not text[end:after].strip()
        yield f"{text[:start]}{text[after:]}" if close else f"{text[:start].rstrip()}{text[end:]}"


def _removed_in_braces(
    text: str, start: int, end: int, before: int | None, after: int | None
) -> Iterator[str]:
    """Take out a key and one comma; a comment between keys stays.

    `before` is where the key before it ends, `after` where the next one starts.
    """
    if after is not None:
        close = not text[end:after].strip(_SEPARATORS)
        rest = text[after:] if close else text[end:].lstrip().removeprefix(",")
        yield f"{text[:start]}{rest}"
    elif before is not None:
        close = not text[before:start].strip(_SEPARATORS)
        yield f"{text[: before if close else start]}{text[end:]}"
