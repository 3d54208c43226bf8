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
    """A comment: where its `#` is, from 1, and its text with the `#`, without spaces at its end.

    `after` leads to the key or value that ends right before it in the same line, with nothing but
    spaces and tabs between them; `plain` tells that this one is written without quotation marks,
    so that the comment may have been meant as a part of it. `alone` tells that the comment has its
    line to itself.
    """

    line: int
    column: int
    text: str
    after: Where | None
    plain: bool
    alone: bool


def comments(text: str, scalars: list[Scalar]) -> Iterator[Comment]:
    """Return the comments of a document in order; `scalars` are its keys and values, in order."""
    line, line_start, counted = 1, 0, 0
    for gap_start, gap_end, before in _gaps(text, scalars):
        for found in _COMMENT.finditer(text, gap_start, gap_end):
            at = found.start()
            line += text.count("\n", counted, at)
            line_start = max(line_start, text.rfind("\n", counted, at) + 1)
            counted = at
            adjoined = before if gap_start > line_start else None
            if text[max(gap_start, line_start) : at].strip():
                after, alone = None, False
            else:
                after, alone = adjoined, adjoined is None
            yield Comment(
                line,
                at - line_start + 1,
                found.group().rstrip(),
                after.where if after else None,
                after is not None and after.style is None,
                alone,
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
