"""The text of a CSV file's bytes, in the encoding that was given or that shows by itself.

A wrong guess would put wrong characters into records, and nobody would notice. So whatever is
neither UTF-8 nor clearly GBK is refused.
"""

import re
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from oicekpi.messages.failures import BadDataError


class Encoding(StrEnum):
    """How a file's bytes stand for characters. GBK is read with all that GB 18030 adds to it."""

    UTF8 = "UTF-8"
    MARKED = "UTF-8 with BOM"
    GBK = "GBK"


MAX_BYTES: Final = 10 << 20
_BOM: Final = b"\xef\xbb\xbf"
# What else people take for a CSV file: how it begins, and what it is.
_OTHERS: Final[tuple[tuple[bytes, str, dict[str, Any]], ...]] = (
    (b"PK\x03\x04", "spreadsheet", {"endings": (".xlsx", ".ods")}),
    (b"\xd0\xcf\x11\xe0", "spreadsheet", {"endings": (".xls",)}),
    (b"\xff\xfe", "utf16", {}),
    (b"\xfe\xff", "utf16", {}),
)
_LOOKED_AT: Final = 2_000  # characters that show whether a text is Chinese
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def decode(name: str, data: bytes, given: Encoding | None = None) -> tuple[Encoding, str]:
    """Return the encoding of a file and its text, without a byte order mark.

    `name` is the file's, for messages; with an encoding `given`, nothing is guessed. Raises
    `BadDataError`.
    """
    _refuse_others(name, data)
    marked = data.startswith(_BOM)
    if given is Encoding.GBK and not marked:
        return given, _strictly(name, data, "gb18030", "GBK")
    kind = Encoding.MARKED if marked else Encoding.UTF8
    body = data.removeprefix(_BOM)
    if marked or given is not None or _is_utf8_with_errors(body):
        return kind, _strictly(name, body, "utf-8", "UTF-8")
    try:
        return kind, body.decode()
    except UnicodeDecodeError as error:
        return Encoding.GBK, _guessed(name, data, error)


def bad_sheet(
    name: str,
    line: int,
    case: str,
    **params: Any,  # noqa: ANN401 - whatever the message needs
) -> BadDataError:
    """Return the failure about a file, or about one of its lines, from 1; 0 means the file."""
    place = f"{name}:{line}" if line else name
    return BadDataError("bad-sheet", case, place=place, **params)


def _refuse_others(name: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise bad_sheet(name, 0, "too-large", most=MAX_BYTES >> 20)
    for start, case, params in _OTHERS:
        if data.startswith(start):
            raise bad_sheet(name, 0, case, **params)
    if b"\0" in data:
        raise bad_sheet(name, _line(data, data.index(b"\0")), "nul")


def _strictly(name: str, data: bytes, codec: str, encoding: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _bad_byte(name, data, error, "encoding", encoding=encoding) from None


def _guessed(name: str, data: bytes, not_utf8: UnicodeDecodeError) -> str:
    """Decode what is not UTF-8 as GBK, if it clearly is."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise _bad_byte(name, data, not_utf8, "unknown-encoding") from None
    if not _is_chinese(text):
        raise _bad_byte(name, data, not_utf8, "unlikely-gbk")
    return text


def _bad_byte(
    name: str, data: bytes, error: UnicodeDecodeError, case: str, **params: str
) -> BadDataError:
    byte = f"0x{data[error.start]:02X}"
    return bad_sheet(name, _line(data, error.start), case, byte=byte, **params)


def _is_utf8_with_errors(data: bytes) -> bool:
    """Return whether most of what is not ASCII is valid UTF-8: a guess would spoil the rest."""
    text = data.decode("utf-8", "replace")
    errors = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) > 2 * errors


def _is_chinese(text: str) -> bool:
    """Return whether most of what is not ASCII are common Chinese characters and signs.

    Accented letters of a Western encoding are valid GBK by chance, but then rare characters.
    """
    found = [match.group() for match in islice(_NOT_ASCII.finditer(text), _LOOKED_AT)]
    return 2 * sum(map(_is_common, found)) >= len(found)


def _is_common(character: str) -> bool:
    """Return whether a character is one of GB 2312's signs or its 3,755 most used characters."""
    written = character.encode("gb18030")
    return len(written) == 2 and written[0] <= 0xD7 and written[1] >= 0xA1  # noqa: PLR2004 - the rows of its table


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
