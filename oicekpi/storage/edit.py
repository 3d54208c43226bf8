"""Change keys of a record in the text of its file, by whole lines, and nothing else in it.

This works for records in block style, as `add` and most people write them: each key begins a line
of its own. Comments, order, blank lines, line ends and a byte order mark stay. The result is read
again and compared before it is returned, so a change that would go wrong is refused.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final, TypeAlias, cast

from oicekpi.domain.record import ordered
from oicekpi.messages.failures import UsageError
from oicekpi.storage import yamlfile
from oicekpi.storage.record_text import entry, inline, values
from oicekpi.storage.yamlfile import Value, YamlRefusedError

Record: TypeAlias = dict[str, Value]
Lines: TypeAlias = list[str]

_MARK: Final = "\ufeff"
_BEFORE_KEY: Final = re.compile(r" *(- +)?")
_DASH: Final = re.compile(r" *- +")


def set_keys(data: bytes, at: int | None, changes: Mapping[str, object]) -> bytes:
    """Change, add or (with None) remove keys of a record in its file's bytes.

    `at` is the record's place in its file from 0, or None where the file holds it alone. Values
    are as `oicekpi.storage.record_text.render` takes them.

    Raises `UsageError` where that cannot be done by whole lines, or a comment would be lost,
    and `InvalidRecordError` for a value that no record may have.
    """
    for key, value in (dict.fromkeys(changes) | values(changes)).items():
        data = _with_key(data, at, key, value)
    return data


def _with_key(data: bytes, at: int | None, key: str, value: "Value | None") -> bytes:
    document = yamlfile.read(data)
    items = list(document) if isinstance(document, tuple) else [document]
    record = cast("Record", items[at or 0])
    wanted = {name: held for name, held in record.items() if name != key}
    if value is not None:
        wanted[key] = value
    if wanted == record:
        return data
    items[at or 0] = wanted
    block = _Block(data, at, record)
    if value is None:
        attempts = block.without(key)
    else:
        attempts = block.replaced(key, value) if key in record else block.extended(key, value)
    for lines in attempts:
        changed = block.encoded(lines)
        with suppress(YamlRefusedError):
            if yamlfile.read(changed) == (wanted if at is None else tuple(items)):
                return changed
    raise UsageError("not-editable", key=key)


class _Block:
    """The lines of a file, and which of them the keys of one record have.

    The changes yield the lines that the file may have instead, the best first.
    """

    def __init__(self, data: bytes, at: int | None, record: Record) -> None:
        """Find the lines; `at` is the place of the record in the file."""
        text = data.decode()
        self.mark = _MARK if text.startswith(_MARK) else ""
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.open = not text.endswith("\n")  # the last line has no end
        text = text.removeprefix(_MARK) + (self.end if self.open else "")
        self.lines = text.splitlines(keepends=True)
        self.record = record
        places = yamlfile.locate(data)
        top = () if at is None else (at,)
        self.keys = {key: places.keys[*top, key] for key in record}
        self.values = {key: places.values[*top, key] for key in record}
        # The last value in a list says where the list ends.
        lists = {key: held for key, held in record.items() if isinstance(held, tuple) and held}
        lasts = {key: (len(held) - 1,) for key, held in lists.items()}
        self.ends = {key: places.values[*top, key, *lasts.get(key, ())] for key in record}
        self.first = {key: span[0] - 1 for key, span in self.keys.items()}
        self.indent = self.keys[next(iter(record))][1] - 1
        after = None if at is None else places.values.get((at + 1,))
        starts = [*self.first.values(), after[0] - 1 if after else len(self.lines)]
        self.stop = {key: self._stop(starts[place]) for place, key in enumerate(record, 1)}

    def _stop(self, line: int) -> int:
        """Return the line behind the last value before a line.

        Blank lines, comments, and the dash of the next record belong to no value, but a comment
        that is set in further than the keys does.
        """
        while line:
            last = self.lines[line - 1]
            if last.lstrip(" -").startswith("#"):
                if len(last) - len(last.lstrip(" ")) > self.indent:
                    break
            elif last.strip() not in {"", "-", "..."}:
                break
            line -= 1
        return line

    def encoded(self, lines: Lines) -> bytes:
        """Return the bytes of the file with other lines."""
        text = "".join(lines)
        return f"{self.mark}{text.removesuffix(self.end) if self.open else text}".encode()

    def replaced(self, key: str, value: Value) -> Iterator[Lines]:
        """Give a key another value; add to a list below its key what is new in it."""
        first, stop, held = self.first[key], self.stop[key], self.record[key]
        dash = _DASH.match(self.lines[stop - 1])
        if dash and isinstance(held, tuple) and isinstance(value, tuple) and len(held) < len(value):
            more = [f"{dash[0]}{inline(key, item)}{self.end}" for item in value[len(held) :]]
            yield [*self.lines[:stop], *more, *self.lines[stop:]]
        line, *rest = entry(key, value)
        line = f"{self._before(key)}{line}{self._comment(key)}{self.end}"
        yield [*self.lines[:first], line, *self._indented(rest), *self.lines[stop:]]

    def extended(self, key: str, value: Value) -> Iterator[Lines]:
        """Add a key behind the one that comes before it in other records, or behind another."""
        keys = ordered(self.record | {key: value})
        before = [name for name in self.record if name in keys[: keys.index(key)]]
        others = [name for name in self.record if name not in before]
        added = self._indented(entry(key, value))
        for stop in (self.stop[name] for name in (*reversed(before), *others)):
            yield [*self.lines[:stop], *added, *self.lines[stop:]]

    def without(self, key: str) -> Iterator[Lines]:
        """Remove a key with its lines; the dash of a list that stands before it stays."""
        dash = self._before(key).rstrip()
        kept = [f"{dash}{self.end}"] if dash else []
        yield [*self.lines[: self.first[key]], *kept, *self.lines[self.stop[key] :]]

    def _before(self, key: str) -> str:
        """Return what stands before a key on its line. Raises `UsageError` in flow style."""
        before = self.lines[self.first[key]][: self.keys[key][1] - 1]
        if not _BEFORE_KEY.fullmatch(before):
            raise UsageError("not-editable", key=key)
        return before

    def _comment(self, key: str) -> str:
        """Return the comment beside a key or its value, with the blanks before it.

        Raises `UsageError` where another comment stands inside the value.
        """
        first, stop = self.first[key], self.stop[key]
        below = self.values[key][0] - 1 > first
        inside = self.lines[first + 1 : stop]
        if not below and inside:
            inside.append(self.lines[first])
        if any("#" in line for line in inside):
            raise UsageError("not-editable", key=key)
        end = self.keys[key][3] if below else self.ends[key][3]
        blank, sign, comment = self.lines[first].rstrip()[end - 1 :].partition("#")
        return f"{blank[len(blank.rstrip()) :]}{sign}{comment}" if sign else ""

    def _indented(self, lines: Lines) -> Lines:
        return [f"{' ' * self.indent}{line}{self.end}" for line in lines]
