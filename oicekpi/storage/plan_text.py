"""Change values of a plan in the text of its file, and nothing else in it.

What is replaced, removed or added is found by the places of keys and values. Comments, order,
blank lines, line ends and a byte order mark stay. The result is read again and compared before it
is returned, so a change that would go wrong is refused.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, takewhile
from typing import Final, TypeAlias, cast

from oicekpi.domain.finding import Where
from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import printable
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Span, Value, YamlRefusedError

Swap: TypeAlias = tuple[str, str]
"""A piece of a text, and what takes its place."""

REMARK: Final = "#> "
"""How a comment begins that the program wrote and may replace."""
_MARK: Final = "\ufeff"


def rewritten(
    data: bytes,
    values: Mapping[Where, Swap],
    keys: Mapping[Where, Swap],
    removed: Collection[Where],
    remarks: Mapping[Where, Sequence[str]],
) -> bytes:
    """Return a plan's file with other values and keys, without some keys, and with remarks.

    A swap replaces a piece of the text of a value or key wherever it occurs in it. A remark is a
    comment above the line in which a value begins; remarks of an earlier time are removed.

    Raises `UsageError` where the result would not be what it is meant to be.
    """
    whole = data.decode()
    text = whole.removeprefix(_MARK)
    windows = "\r\n" in text
    text = text.replace("\r\n", "\n")
    gone = frozenset(removed)
    layout = _Layout(text, gone)
    edits = [layout.swapped(layout.places.values[where], swap) for where, swap in values.items()]
    edits += [layout.swapped(layout.places.keys[where], swap) for where, swap in keys.items()]
    edits += [layout.without(where) for where in gone]
    edits += layout.old_remarks()
    edits += [layout.above(where, lines) for where, lines in remarks.items()]
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        if start >= at:  # else it is inside of what is removed
            pieces += [text[at:start], new]
            at = end
    text = "".join([*pieces, text[at:]])
    expected = _changed(yamlfile.read(data), (), values, keys, gone)
    try:
        read = yamlfile.read(text.encode())
    except YamlRefusedError:
        read = ""
    if read != expected:
        raise UsageError("draft-not-editable")
    mark = _MARK if whole.startswith(_MARK) else ""
    return (mark + (text.replace("\n", "\r\n") if windows else text)).encode()


def _changed(
    value: Value,
    at: Where,
    values: Mapping[Where, Swap],
    keys: Mapping[Where, Swap],
    removed: Collection[Where],
) -> Value:
    """Return what the value at a place is to be."""
    match value:
        case dict():
            return {
                key.replace(*keys[*at, key]) if (*at, key) in keys else key: _changed(
                    each, (*at, key), values, keys, removed
                )
                for key, each in value.items()
                if (*at, key) not in removed
            }
        case tuple():
            return tuple(
                _changed(each, (*at, place), values, keys, removed)
                for place, each in enumerate(value)
            )
        case str() if at in values:
            return value.replace(*values[at])
        case _ if at in values:  # a number, which is replaced as a whole
            return cast("tuple[Value]", yamlfile.read(f"- {values[at][1]}".encode()))[0]
        case _:
            return value


_Edit: TypeAlias = tuple[int, int, str]


class _Layout:
    """A text of one document, where what is in it, and which keys are to go."""

    def __init__(self, text: str, removed: Collection[Where]) -> None:
        self.text = text
        self.removed = removed
        self.places = yamlfile.locate(text.encode())
        self.lines = text.splitlines(keepends=True)
        self.starts = [0, *accumulate(map(len, self.lines))]
        # What is inside of a value comes right after it.
        self.order = [*self.places.values]
        self.number = {where: number for number, where in enumerate(self.order)}
        self.inside: defaultdict[Where, list[Where]] = defaultdict(list)
        for where in self.places.keys:
            self.inside[where[:-1]].append(where)

    def index(self, line: int, column: int) -> int:
        """Return the index of a place, which counts from 1."""
        return self.starts[line - 1] + column - 1

    def swapped(self, span: Span, swap: Swap) -> _Edit:
        """Replace a piece of what stands at a place."""
        start, end = self.index(*span[:2]), self.index(*span[2:])
        return start, end, self.text[start:end].replace(*swap)

    def above(self, where: Where, lines: Sequence[str]) -> _Edit:
        """Write comments above the line in which a value begins, as far to the right as it."""
        number = self.places.values[where][0] - 1
        start, line = self.starts[number], self.lines[number]
        indent = len(line) - len(line.lstrip(" "))
        made = [f"{' ' * indent}{REMARK}{printable(each)}\n" for each in lines]
        return start, start, "".join(made)

    def old_remarks(self) -> list[_Edit]:
        """Remove the lines of remarks that were written earlier."""
        found = yamlfile.comments(self.text, self.places.scalars or [])
        lines = [each.line for each in found if each.alone and each.text.startswith(REMARK)]
        return [(self.starts[line - 1], self.starts[line], "") for line in lines]

    def without(self, where: Where) -> _Edit:
        """Remove a key with its value: its lines, or its piece of a line between brackets."""
        if where[:-1] in self.places.ends:
            return self._cut(where)
        line, column = self.places.keys[where][:2]
        start = self.starts[line - 1]
        dash = self.text[start : start + column - 1].rstrip()
        return start, self.starts[self._last_line(where)], f"{dash}\n" if dash else ""

    def _last_line(self, where: Where) -> int:
        """Return the number of the last line of a value, from 1."""
        later = map(self.order.__getitem__, range(self.number[where], len(self.order)))
        inside = takewhile(lambda at: at[: len(where)] == where, later)
        line, column = max(self.places.ends.get(at, self.places.values[at][2:]) for at in inside)
        return line if column > 1 else line - 1  # a text in lines ends where the next line begins

    def _cut(self, where: Where) -> _Edit:
        """Remove a key between brackets: up to the next one, or else from the one before it."""
        siblings = self.inside[where[:-1]]
        place = siblings.index(where)
        if any(at not in self.removed for at in siblings[place + 1 :]):
            start, end = where, siblings[place + 1]
            return (
                self.index(*self.places.keys[start][:2]),
                self.index(*self.places.keys[end][:2]),
                "",
            )
        return self._end(siblings[place - 1]), self._end(where), ""

    def _end(self, where: Where) -> int:
        """Return the index behind a value between brackets."""
        return self.index(*self.places.ends.get(where, self.places.values[where][2:]))
