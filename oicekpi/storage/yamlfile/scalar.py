"""What a scalar means that was written without quotation marks."""

import re
from typing import Final

MAX_DIGITS: Final = 18

_NUMBER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_EMPTY: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NOT_TEXT: Final = frozenset("-+0123456789~nNtTfF")


def meaning(text: str) -> str | bool | int | float | None:
    """Give the value; None where there is none, or a number of more than `MAX_DIGITS` characters.

    Whatever is no truth value and no decimal number is the text itself.
    """
    if text and text[0] not in _NOT_TEXT:
        return text
    if text in _EMPTY:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    if len(text) > MAX_DIGITS:
        return None
    return float(text) if number[1] else int(text)
