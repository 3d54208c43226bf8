"""A short cut for simple files, which are read without a parser.

Almost every record is `key: value` line by line, where a value is a few words or a list in one
line. Such a file, and a list of such records, means the same to every reader of YAML, so a pattern
can read it. The pattern is narrow: if there could be any doubt (a colon or # inside a text,
quotation marks, a value of several lines, a tab), it does not match, and the parser decides.

The gain: a record of six lines takes 8 microseconds instead of 30. Without the short cut `status`
takes a third longer on 10,000 records, 1.2 times as long as hledger, and a tenth longer on 300.
"""

import re
from typing import Final, cast

from oicekpi.storage.yamlfile.builder import Value
from oicekpi.storage.yamlfile.source import NOT_TEXT, meaning

MAX_LINES: Final = 30_000  # and commas; so few cannot be too many values for the parser

# The quantifiers are possessive, so that a line that does not fit is given up at once.
_TEXT: Final = r"\w[^\s:#]*+(?: [^\s:#]++)*+"
_WORDS: Final = r"\w[\w.-]*+(?: \w[\w.-]*+)*+"
# The parser refuses very long keys, and the schema has none.
_KEY_AND_VALUE: Final = rf"([a-z_]{{1,64}}+): (?:({_TEXT})|\[({_WORDS}(?:, {_WORDS})*+)\])$"
_LINE: Final = re.compile(f"^{_KEY_AND_VALUE}", re.MULTILINE)
_FIRST, _NEXT = "- ", "  "  # how lines begin in a list of records
_ITEM: Final = f"\n{_FIRST}"
_LINE_OF_LIST: Final = f"(?m)^({_FIRST}|{_NEXT}){_KEY_AND_VALUE}"  # compiled for the first list


def read(text: str) -> Value | None:
    """Return the record or the records of a text; None if the parser has to decide."""
    number = text.count("\n")
    if not text.endswith("\n"):
        return None
    # In a short text, nothing needs to be counted.
    if len(text) > MAX_LINES and number + text.count(", ") > MAX_LINES:
        return None
    listed = text.startswith(_FIRST) or _ITEM in text
    lines = re.findall(_LINE_OF_LIST, text) if listed else _LINE.findall(text)
    if not lines or (len(lines) != number and len(lines) + _blanks(text) != number):
        return None
    return _records(lines) if listed else _mapping(lines)


def _blanks(text: str) -> int:
    """Return how many lines are a comment or empty; too few if several in a row are empty."""
    at_start = text.startswith(("#", "\n"))
    return at_start + text.count("\n#") + text.count("\n\n")


def _records(lines: list[tuple[str, str, str, str]]) -> tuple[Value, ...] | None:
    starts = [at for at, line in enumerate(lines) if line[0] == _FIRST]
    if starts[:1] != [0]:
        return None
    built: list[Value] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        record = _mapping([line[1:] for line in lines[start:end]])
        if record is None:
            return None
        built.append(record)
    return tuple(built)


def _mapping(lines: list[tuple[str, str, str]]) -> dict[str, Value] | None:
    """Return the value of lines; None if a key is there twice, or a value means nothing."""
    built: dict[str, Value] = {}
    for key, text, words in lines:
        if text:
            value: Value | None = text if text[0] not in NOT_TEXT else meaning(text)
        else:
            items = tuple(map(meaning, words.split(", ")))
            value = None if None in items else cast("tuple[Value, ...]", items)
        if value is None:
            return None
        built[key] = value
    return built if len(built) == len(lines) else None
