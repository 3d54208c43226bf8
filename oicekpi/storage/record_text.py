"""A record's fields as the text of its file.

What is written reads back equal, here and by a reader of YAML 1.1: a text that either could take
for something else stands in quotation marks. Each field is read back before it is given out, so
that nothing is ever written that the reader would refuse.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from oicekpi.domain.fields import Day
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Record, ordered, said, sorts
from oicekpi.domain.vocabulary import DAY_PATTERN
from oicekpi.messages.failures import InvalidRecordError
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Value, YamlRefusedError

Fields: TypeAlias = Mapping[str, object]

WIDTH: Final = 100  # columns; a list that is longer gets a line for each of its items
SCHEMA: Final = "schemas/record.schema.json"
_DAY: Final = re.compile(DAY_PATTERN)


def render(fields: Fields, depth: int | None = 2) -> str:
    """Write a record as the text of its file.

    `fields` are texts, whole numbers, truth values, days, or lists of texts; None is left out.
    `depth` is how many folders the file lies below the workspace's, which the line for editors
    needs to find the schema (2 for records/2024/); None leaves that line out.

    Raises `InvalidRecordError` where a text holds what no record may, such as a control character,
    or the whole is longer than what is read.
    """
    given = values(fields)
    head = [] if depth is None else [f"# yaml-language-server: $schema={'../' * depth}{SCHEMA}"]
    lines = [line for key in ordered(given) for line in entry(key, given[key])]
    text = "\n".join((*head, *lines)) + "\n"
    size = len(text.encode())
    if size > yamlfile.MAX_BYTES:
        raise _refused("", yamlfile.too_large())
    return text


def fields_of(record: Record) -> dict[str, Value]:
    """Give the fields that a record's file needs to say: not what is left at its default."""
    fields = said(record)
    if len(record.indicator) == 1:
        fields["indicator"] = record.indicator[0]
    return fields


def values(fields: Fields) -> dict[str, Value]:
    """Give the fields as they will be read back: days as text, lists as tuples, nothing empty."""
    return {key: _value(value) for key, value in fields.items() if value is not None}


def entry(key: str, value: Value) -> list[str]:
    """Write one field as lines, without their ends.

    Raises `InvalidRecordError` where the value would not be read back equal.
    """
    lines = list(_lines(key, value))
    _verify(key, value, "\n".join(lines))
    return lines


def inline(key: str, value: Value) -> str:
    """Write a field's value, or an item of its list, for the rest of a line.

    Raises `InvalidRecordError` where the value would not be read back equal.
    """
    written = _inline(key, value)
    _verify(key, value, f"{key}: {written}")
    return written


def _value(value: object) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return tuple(_value(item) for item in value)
    if isinstance(value, str):
        return str(value)  # a word such as `State.DONE` is its text
    if isinstance(value, dict):  # which no field holds, and the model refuses
        return {str(key): _value(item) for key, item in value.items()}
    if isinstance(value, int | Decimal):
        return value
    raise TypeError(value)


def _verify(key: str, value: Value, text: str) -> None:
    try:
        data = text.encode()
        same = yamlfile.read(data) == {key: value}
    except UnicodeEncodeError:
        raise InvalidRecordError([Problem((key,), "not-utf8", {}, "text")]) from None
    except YamlRefusedError as refusal:
        raise _refused(key, refusal) from None
    if not same:
        raise InvalidRecordError([Problem((key,), "not-writable")])


def _refused(key: str, refusal: YamlRefusedError) -> InvalidRecordError:
    """Make the error of a text that no file may hold."""
    where = (key,) if key else ()
    return InvalidRecordError([Problem(where, refusal.code, refusal.params, refusal.case)])


# --- how a value is written -----------------------------------------------------------------------


def _lines(key: str, value: Value) -> Iterator[str]:
    line = f"{key}: {_inline(key, value)}"
    if isinstance(value, tuple) and value and len(line) > WIDTH:
        yield f"{key}:"
        yield from (f"  - {_inline('', item)}" for item in value)
    else:
        yield line


def _inline(key: str, value: Value, *, flow: bool = False) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_inline('', item, flow=True) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"  # never with an exponent, which no file may have
    if not isinstance(value, str):
        return str(value)
    if _DAY.fullmatch(value) and any(isinstance(each, Day) for each in sorts(key)):
        return value
    return value if _is_plain(value, flow=flow) else _quoted(value)


# What some reader takes for a truth value, nothing, a merge key or a default.
_WORDS: Final = frozenset(
    {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "~", "=", "<<"}
)
# Whatever consists of these alone may be a number, a time or a day to some reader.
_NUMBER: Final = re.compile(r"[-+.0-9][-+.,:_0-9a-fA-FiInNoOtTxXzZ ]*")
_STARTS: Final = frozenset(" -?:,[]{}#&*!|>'\"%@`")
_FLOW: Final = frozenset(",[]{}:?")  # to some readers a `?` ends a text in brackets


def _is_plain(text: str, *, flow: bool) -> bool:
    """Tell whether every reader takes the text as it stands, without quotation marks."""
    return (
        text.isprintable()
        and bool(text)
        and text[0] not in _STARTS
        and text[-1] not in " :"
        and ": " not in text
        and " #" not in text
        and text.casefold() not in _WORDS
        and not _NUMBER.fullmatch(text)
        and not (flow and _FLOW.intersection(text))
    )


_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
