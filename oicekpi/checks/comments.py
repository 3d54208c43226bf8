"""Where comments begin in a file: only the values around it tell whether a # is one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from oicekpi.domain.finding import Where
from oicekpi.storage.document import Document
from oicekpi.storage.yamlfile import Span

_Stretch: TypeAlias = tuple[int, int, Where, Span]
"""A part of a line that belongs to a key or value: from a column to before another, from 0."""


class Comment(NamedTuple):
    """A comment: where its # is, from 1, and its text with the #.

    `after` is the value that stands right before it, with blanks at most between, and `span` where
    that is; both are None if there is none.
    """

    line: int
    column: int
    text: str
    after: Where | None
    span: Span | None


def comments(document: Document, lines: list[str]) -> Iterator[Comment]:
    """Find the comments of a file in time that grows with its size."""
    suspects = {number for number, line in enumerate(lines, start=1) if "#" in line}
    stretches: dict[int, list[_Stretch]] = defaultdict(list)
    for where, span in _spans(document):
        line, column, end_line, end_column = span
        for number in range(line, end_line + 1):
            if number in suspects:
                start = column - 1 if number == line else 0
                end = end_column - 1 if number == end_line else len(lines[number - 1])
                stretches[number].append((start, end, where, span))
    for number in sorted(suspects):
        if comment := _comment(number, lines[number - 1], stretches[number]):
            yield comment


def _spans(document: Document) -> Iterable[tuple[Where, Span]]:
    yield from document.positions.keys.items()
    yield from document.positions.values.items()


def _comment(number: int, line: str, stretches: list[_Stretch]) -> Comment | None:
    """Find the first # of a line that lies in no key or value."""
    after: tuple[Where, Span] | None = None
    past = 0
    for start, end, where, span in sorted(stretches, key=lambda each: each[:2]):
        if line.find("#", past, start) >= 0:
            break
        if end > past:
            after, past = (where, span), end
    at = line.find("#", past)
    if at < 0:
        return None
    before = after if after and not line[past:at].strip() else (None, None)
    return Comment(number, at + 1, line[at:].rstrip(), *before)
