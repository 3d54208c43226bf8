"""The only reader of YAML: strict, bounded, with line numbers.

It accepts a small part of YAML 1.2 that means the same to every reader: one document in UTF-8,
mappings with text keys, sequences, and scalars that are text, `true` or `false`, decimal integers
or decimal fractions. Dates are text here; the field that expects a date reads it. There are no
anchors, aliases, tags, directives, merge keys, empty values or duplicate keys, and depth and size
are bounded.

`source` makes text of the file's bytes, `builder` makes values of the text, `syntax` finds the
mistake behind an error of the parser, `comments` finds comments, and `fast` is a short cut for
simple files that gives the same values.
"""

import re
from typing import Final

from oicekpi.storage.yamlfile import fast
from oicekpi.storage.yamlfile.builder import (
    MAX_DEPTH,
    MAX_REFUSED,
    Positions,
    Value,
    build,
)
from oicekpi.storage.yamlfile.comments import Comment, comments
from oicekpi.storage.yamlfile.source import (
    MAX_BYTES,
    MAX_DIGITS,
    Span,
    YamlRefusedError,
    invisible,
    text_of,
    too_large,
)

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_REFUSED",
    "Comment",
    "Positions",
    "Span",
    "Value",
    "YamlRefusedError",
    "comments",
    "invisible",
    "locate",
    "parts",
    "read",
    "sift",
    "text_of",
    "too_large",
]


def read(data: bytes) -> Value:
    """Return the value of one document.

    Raises `YamlRefusedError` for whatever is not accepted, and nothing else.
    """
    text = text_of(data)
    quick = fast.read(text)
    return build(text) if quick is None else quick


def sift(data: bytes) -> tuple[Value, tuple[YamlRefusedError, ...]]:
    """Return the value of one document as far as it can be read, and what is refused in it.

    None takes the place of each refused value. Raises `YamlRefusedError` where the document as a
    whole is refused, or cannot be read to its end.
    """
    text = text_of(data)
    quick = fast.read(text)
    if quick is not None:
        return quick, ()
    refused: list[YamlRefusedError] = []
    try:
        value = build(text, refused=refused)
    except YamlRefusedError as refusal:
        refusal.before = tuple(refused)
        raise
    return value, tuple(refused)


def locate(data: bytes) -> Positions:
    """Return the places of the keys and values of a document, including refused ones.

    Raises `YamlRefusedError` where `sift` does.
    """
    text = text_of(data)
    positions = Positions(scalars=[] if "#" in text else None)
    build(text, positions, [])
    return positions


_ITEM: Final = re.compile("^- ", re.MULTILINE)
_REMARK: Final = r"(?:^|\s)#.*"


def parts(data: bytes, number: int) -> list[tuple[int, str]] | None:
    """Split a list of so many items: how many lines are above each, and its text, a list of one.

    To locate one of a thousand records so takes a hundredth of the time. None for a list that is
    written in another way, or where a text in quotation marks or brackets could have such a line
    in it.
    """
    text = text_of(data)
    starts = [match.start() for match in _ITEM.finditer(text)]
    if len(starts) != number or any(sign in text for sign in "\"'\r"):
        return None
    still_open = 0
    for line in text.split("\n"):
        if still_open and line.startswith("- "):
            return None
        bare = re.sub(_REMARK, "", line) if "#" in line else line
        still_open += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
    found, above, before = [], 0, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        above += text.count("\n", before, start)
        before = start
        found.append((above, text[start:end]))
    return found
