"""The text of a CSV file's bytes, in the encoding that was given or that shows by itself.

A wrong guess would put wrong characters into records, and nobody would notice. So whatever is
neither UTF-8 nor clearly GBK is refused.
"""

import re
from itertools import islice
from typing import Final

from oicekpi.messages.failures import BadDataError
from oicekpi.storage.sheets.sheet import MAX_BYTES, Encoding, bad_sheet

_BOM: Final = b"\xef\xbb\xbf"
_CODECS: Final = {Encoding.GBK: "gb18030", Encoding.BIG5: "cp950"}
_LOOKED_AT: Final = 2_000  # characters that show in which encoding a text is
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def decode(name: str, data: bytes, given: Encoding | None = None) -> tuple[Encoding, str]:
    """Return the encoding of a file and its text, without a byte order mark.

    `name` is the file's, for messages; with an encoding `given`, nothing is guessed. Raises
    `BadDataError`.
    """
    if len(data) > MAX_BYTES:
        raise bad_sheet(name, 0, "too-large", most=MAX_BYTES >> 20)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise bad_sheet(name, 0, "utf16")
    if b"\0" in data:
        raise bad_sheet(name, _line(data, data.index(b"\0")), "nul")
    marked = data.startswith(_BOM)
    if given in _CODECS and not marked:
        return given, _strictly(name, data, _CODECS[given], given.value)
    kind = Encoding.MARKED if marked else Encoding.UTF8
    body = data.removeprefix(_BOM)
    # Where most of what is not ASCII is valid UTF-8, a guess would spoil the rest.
    loose = body.decode("utf-8", "replace")
    mostly = len(loose) - len(loose.encode("ascii", "ignore")) > 2 * loose.count("\ufffd")
    if marked or given is not None or mostly:
        return kind, _strictly(name, body, "utf-8", "UTF-8")
    try:
        return kind, body.decode()
    except UnicodeDecodeError as error:
        return Encoding.GBK, _guessed(name, data, error)


def _strictly(name: str, data: bytes, codec: str, encoding: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _bad_byte(name, data, error, "encoding", encoding=encoding) from None


def _guessed(name: str, data: bytes, not_utf8: UnicodeDecodeError) -> str:
    """Decode what is not UTF-8 as GBK, if it clearly is that and nothing else."""
    gbk, *others = (_likeness(data, *each) for each in _TABLES.values())
    rivals = [each for each, like in zip([*_TABLES][1:], others, strict=True) if like >= gbk]
    if max(others) >= _LIKELY and rivals:
        raise _bad_byte(name, data, not_utf8, "several-encodings", rivals=rivals)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise _bad_byte(name, data, not_utf8, "unknown-encoding") from None
    if gbk < _LIKELY:
        raise _bad_byte(name, data, not_utf8, "unlikely-gbk")
    return text


def _bad_byte(
    name: str,
    data: bytes,
    error: UnicodeDecodeError,
    case: str,
    **params: str | list[str],
) -> BadDataError:
    byte = f"0x{data[error.start]:02X}"
    return bad_sheet(name, _line(data, error.start), case, byte=byte, **params)


# The encodings in which the same bytes may be text, as their codec, the first byte of the last row
# of common characters, and the least second byte. Rare characters come after the common ones.
_TABLES: Final = {
    "GBK": ("gb18030", 0xD7, 0xA1),
    "Big5": ("cp950", 0xC6, 0x40),
    "EUC-KR": ("euc_kr", 0xC8, 0xA1),
    "EUC-JP": ("euc_jp", 0xCF, 0xA1),
}
_LIKELY: Final = 0.5


def _likeness(data: bytes, codec: str, last: int, least: int) -> float:
    """Return which share of what is not ASCII would be common characters or signs; -1 if not text.

    In a wrong encoding valid bytes give rare characters, since they fall anywhere in its table.
    """
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return -1
    found = [match.group() for match in islice(_NOT_ASCII.finditer(text), _LOOKED_AT)]
    written = [character.encode(codec) for character in found]
    common = [each for each in written if len(each) == 2 and each[0] <= last and each[1] >= least]  # noqa: PLR2004 - bytes
    return len(common) / len(written)


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
