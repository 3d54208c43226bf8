"""The comments of a document, found in one pass over its text.

Comments are what the parser leaves out, so they can only be in the gaps between keys and values.
A `#` in a gap always begins one; a `#` within a text never does.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from oicekpi.domain.finding import Where
from oicekpi.storage.yamlfile.builder import Scalar

_COMMENT: Final = re.compile(r"#[^\r\n]*")


class Comment(NamedTuple):
    """A comment: its text with the `#`, without the spaces at its end, and where it begins.

    Line and column count from 1. `after` leads to the key or value before it in the document.
    `alone` tells whether it has its line to itself; `adjoins` whether it follows, after nothing
    but spaces and tabs, a value in the same line that is written without quotation marks, so that
    it may have been meant as a part of that value.
    """

    text: str
    line: int
    column: int
    after: Where
    alone: bool
    adjoins: bool


def comments(text: str, scalars: list[Scalar]) -> Iterator[Comment]:
    """Return the comments of a document in order; `scalars` are its keys and values, in order."""
    line, line_start, counted = 1, 0, 0
    for gap_start, gap_end, before in _gaps(text, scalars):
        for found in _COMMENT.finditer(text, gap_start, gap_end):
            at = found.start()
            line += text.count("\n", counted, at)
            line_start = max(line_start, text.rfind("\n", counted, at) + 1)
            counted = at
            between = text[max(gap_start, line_start) : at]
            blank = not between.strip()
            inline = before is not None and gap_start > line_start
            yield Comment(
                found.group().rstrip(),
                line,
                at - line_start + 1,
                before.where if before else (),
                alone=blank and not inline,
                adjoins=blank and inline and before is not None and before.style is None,
            )


def _gaps(text: str, scalars: list[Scalar]) -> Iterator[tuple[int, int, Scalar | None]]:
    """Return each stretch between two scalars, and the scalar before it."""
    start, before = 0, None
    for scalar in scalars:
        yield start, scalar.start, before
        start, before = scalar.end, scalar
        if scalar.style in {"|", ">"}:  # a comment may follow in the line where the block begins
            line_end = text.find("\n", scalar.start, scalar.end)
            yield scalar.start, line_end if line_end >= 0 else scalar.end, scalar
    yield start, len(text), before
