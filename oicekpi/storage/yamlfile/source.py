"""What a file may consist of, below YAML: its bytes, its characters, and what a word means.

`YamlRefusedError` is here too, since every module of the package raises it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from oicekpi.domain.finding import Where

Span: TypeAlias = tuple[int, int, int, int]
"""Line and column of the first character, and of the first place after the last; from 1."""

WHOLE: Final[Span] = (0, 0, 0, 0)
MAX_BYTES: Final = 1 << 20
MAX_DIGITS: Final = 18

# What almost every file consists of; if nothing else is in it, there is nothing to look for.
_ORDINARY: Final = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
# Control characters, bidirectional controls, line separators that editors do not count as such,
# byte order marks, characters without width, and code points that are no characters: they hide
# text, make two names of one, or change its order. Joiners of letters in some scripts are allowed.
_INVISIBLE: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff"
)
_IN_FILE: Final = rf"[{_INVISIBLE}]|\r(?!\n)"  # these three are compiled when first needed
_IN_VALUE: Final = rf"[{_INVISIBLE}\r]"
_CONFLICT: Final = r"(?m)^(<{7}|>{7}|={7}|\|{7})(?=[ \r]|$)"
_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")

_NUMBER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_EMPTY: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
NOT_TEXT: Final = frozenset("-+0123456789~nNtTfF")
"""With what a word begins that may mean something else than its own text."""


class YamlRefusedError(Exception):
    """A document, or one value of it, is not accepted.

    `code`, `case` and `params` name the message, `span` says where it is. `where` leads to the
    value if only a value is refused; `before` are the values that were refused before this error
    ended the reading.
    """

    def __init__(
        self,
        code: str,
        span: Span = WHOLE,
        params: Mapping[str, Any] = MappingProxyType({}),
        case: str = "",
    ) -> None:
        """Keep what a finding needs; the caller knows the path."""
        super().__init__(code, case, dict(params), span)
        self.code = code
        self.span = span
        self.params = params
        self.case = case
        self.where: Where = ()
        self.before: tuple[YamlRefusedError, ...] = ()


# --- bytes and characters -------------------------------------------------------------------------


def text_of(data: bytes) -> str:
    """Return the text of a file, without its byte order mark.

    Raises `YamlRefusedError` if it is too large, not UTF-8, an unfinished merge, or has invisible
    characters.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    if data.startswith(_UTF16):
        raise YamlRefusedError("not-utf8", (1, 1, 1, 2), case="utf16")
    try:
        text = data.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        rest = error.object  # without the byte order mark
        span = _span(rest[: error.start].decode("utf-8", "replace"))
        raise YamlRefusedError("not-utf8", span, {"byte": f"0x{rest[error.start]:02X}"}) from None
    if "<<<<<<<" in text or ">>>>>>>" in text:
        marker = re.search(_CONFLICT, text)
        if marker is not None:
            span = _span(text[: marker.start()], len(marker.group()))
            sides = {}
            for name, sign in (("ours", "<"), ("theirs", ">")):
                found = re.search(rf"^{sign}{{7}} (\S.{{0,60}})", text, re.MULTILINE)
                sides[name] = found[1].rstrip() if found else None  # as git names it
            raise YamlRefusedError("merge-conflict", span, {"marker": marker.group(), **sides})
    if data.translate(None, _ORDINARY):
        found = re.search(_IN_FILE, text)
        if found is not None:
            case = "line-end" if found.group() == "\r" else ""
            params = {"character": named(found.group())}
            raise YamlRefusedError("control-character", _span(text[: found.start()]), params, case)
    return text


def too_large() -> YamlRefusedError:
    """Return the refusal of a file that has too many bytes, and need not have been read."""
    return YamlRefusedError("file-too-large", params={"most": MAX_BYTES}, case="bytes")


def invisible(text: str) -> str | None:
    """Return the first invisible character of a value, such as `U+001B`, or None.

    Line breaks and tabs are allowed in a value.
    """
    found = None if text.isprintable() else re.search(_IN_VALUE, text)
    return None if found is None else named(found.group())


def named(character: str) -> str:
    """Return the name of a character that cannot be shown, such as `U+00A0`."""
    return f"U+{ord(character):04X}"


def _span(before: str, width: int = 1) -> Span:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return line, column, line, column + width


# --- words ----------------------------------------------------------------------------------------


def meaning(text: str) -> str | bool | int | Decimal | None:
    """Return the value of a word that is not in quotation marks.

    Whatever is no truth value and no decimal number is the text itself. None stands for an empty
    value and for a number of more than `MAX_DIGITS` characters.
    """
    if text and text[0] not in NOT_TEXT:
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
    return Decimal(text) if number[1] else int(text)
