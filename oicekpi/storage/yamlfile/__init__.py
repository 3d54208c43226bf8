"""The only door to YAML: strict, bounded, with line numbers.

The YAML that is accepted is a small part of YAML 1.2, the same to every reader: one document in
UTF-8, mappings with text keys, sequences, and scalars that are text, `true` or `false`, decimal
integers or decimal fractions. Dates are text here; the field that wants a date reads it. There
are no anchors, aliases, tags, directives, merge keys or empty values, no key stands twice, and
depth and size are bounded.

`source` makes text of the file's bytes, `builder` makes values of the text, by what `scalar` says
that each means, and `slips` words what the parser itself refuses. `plainest` is the short way for
what is written plainly; it gives the same values.
"""

from oicekpi.storage.yamlfile import plainest
from oicekpi.storage.yamlfile.builder import MAX_REFUSED, Positions, Value, build
from oicekpi.storage.yamlfile.refusal import MAX_DEPTH, Span, YamlRefusedError
from oicekpi.storage.yamlfile.scalar import MAX_DIGITS
from oicekpi.storage.yamlfile.source import MAX_BYTES, invisible, text_of, too_large

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_REFUSED",
    "Positions",
    "Span",
    "Value",
    "YamlRefusedError",
    "invisible",
    "locate",
    "read",
    "sift",
    "too_large",
]


def read(data: bytes) -> Value:
    """Read one document.

    Raises `YamlRefusedError` for whatever is not accepted, and nothing else.
    """
    text = text_of(data)
    quick = plainest.read(text)
    return build(text) if quick is None else quick


def sift(data: bytes) -> tuple[Value, tuple[YamlRefusedError, ...]]:
    """Read one document as far as it can be read: its value, and what is refused in it.

    None stands for each value that is refused. Raises `YamlRefusedError` where the document as a
    whole is, or cannot be read to its end.
    """
    text = text_of(data)
    quick = plainest.read(text)
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
    """Read the document once more, for the places of its keys and values, also refused ones."""
    positions = Positions({}, {})
    build(text_of(data), positions, [])
    return positions
