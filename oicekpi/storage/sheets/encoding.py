"""The text of a CSV file's bytes, in the encoding that was told or that shows by itself.

A wrong guess would put wrong characters into records without a sound. So whatever is neither
UTF-8 nor clearly GBK is refused.
"""

import re
from enum import StrEnum
from itertools import islice
from typing import Final

from oicekpi.messages.failures import BadSheetError


class Encoding(StrEnum):
    """How a file's bytes stand for characters. GBK is read with all that GB 18030 adds to it."""

    UTF8 = "UTF-8"
    MARKED = "UTF-8 with BOM"
    GBK = "GBK"


MAX_BYTES: Final = 10 << 20
_MARK: Final = b"\xef\xbb\xbf"
# What else people take for a CSV file: how it begins, what it is, how to make one of it.
_SAVE: Final = "in the spreadsheet, save it as CSV UTF-8, and import that file"
_OTHERS: Final = (
    (b"PK\x03\x04", "this is a spreadsheet (.xlsx or .ods), not a CSV file", _SAVE),
    (b"\xd0\xcf\x11\xe0", "this is a spreadsheet (.xls), not a CSV file", _SAVE),
    (b"\xff\xfe", "the file is in UTF-16", "save it as UTF-8 (in Excel: CSV UTF-8)"),
    (b"\xfe\xff", "the file is in UTF-16", "save it as UTF-8 (in Excel: CSV UTF-8)"),
)
_LOOKED_AT: Final = 2_000  # characters that show whether a text is Chinese
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def decode(name: str, data: bytes, told: Encoding | None = None) -> tuple[Encoding, str]:
    """Give the encoding of a file and its text, without a mark of byte order.

    `name` is the file's, for messages; with `told`, nothing is guessed. Raises `BadSheetError`.
    """
    _refuse_others(name, data)
    marked = data.startswith(_MARK)
    if told is Encoding.GBK and not marked:
        return told, _strictly(name, data, "gb18030", "GBK")
    kind = Encoding.MARKED if marked else Encoding.UTF8
    body = data.removeprefix(_MARK)
    if marked or told is not None or _is_utf8_with_faults(body):
        return kind, _strictly(name, body, "utf-8", "UTF-8")
    try:
        return kind, body.decode()
    except UnicodeDecodeError as error:
        return Encoding.GBK, _guessed(name, data, error)


def _refuse_others(name: str, data: bytes) -> None:
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES >> 20} MiB"
        raise BadSheetError(name, 0, message, "split it into several files")
    for start, message, hint in _OTHERS:
        if data.startswith(start):
            raise BadSheetError(name, 0, message, hint)
    if b"\0" in data:
        raise BadSheetError(
            name,
            _line(data, data.index(b"\0")),
            "a NUL byte stands here, so this is no text, or it is in UTF-16",
            "save it as CSV in UTF-8",
        )


def _strictly(name: str, data: bytes, codec: str, called: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise BadSheetError(
            name,
            _line(data, error.start),
            f"byte 0x{data[error.start]:02X} is not {called}",
            "save the file as UTF-8, or say with --encoding what it is",
        ) from None


def _guessed(name: str, data: bytes, no_utf8: UnicodeDecodeError) -> str:
    """Decode what is no UTF-8 as GBK, if it shows that it is."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise BadSheetError(
            name,
            _line(data, no_utf8.start),
            f"byte 0x{data[no_utf8.start]:02X} is not UTF-8, and the file is not GBK either",
            "save the file as UTF-8",
        ) from None
    if not _is_chinese(text):
        raise BadSheetError(
            name,
            _line(data, no_utf8.start),
            f"byte 0x{data[no_utf8.start]:02X} is not UTF-8, and the file hardly looks like GBK",
            "save the file as UTF-8, or say --encoding gbk if that is what it is",
        )
    return text


def _is_utf8_with_faults(data: bytes) -> bool:
    """Tell whether most of what is not ASCII is sound UTF-8: then a guess would spoil the rest."""
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) > 2 * faults


def _is_chinese(text: str) -> bool:
    """Tell whether most of what is not ASCII are common Chinese characters and signs.

    Accented letters of a Western encoding are valid GBK by chance, but then rare characters.
    """
    found = [match.group() for match in islice(_NOT_ASCII.finditer(text), _LOOKED_AT)]
    return 2 * sum(map(_is_common, found)) >= len(found)


def _is_common(character: str) -> bool:
    """Tell whether a character is of GB 2312's signs or its 3,755 most used characters."""
    written = character.encode("gb18030")
    return len(written) == 2 and written[0] <= 0xD7 and written[1] >= 0xA1  # noqa: PLR2004 - the rows of its table


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
