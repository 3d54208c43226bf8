"""From a file's bytes to its text: in UTF-8, not too long, and nothing in it that is not seen."""

import re
from typing import Final

from oicekpi.storage.yamlfile.refusal import Span, YamlRefusedError

MAX_BYTES: Final = 1 << 20

# What almost every file consists of; if nothing else is in it, there is nothing to look for.
_ORDINARY: Final = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
# Control characters, bidirectional controls, separators of lines that editors do not count as
# such, marks of byte order, what has no width, and what is no character: they hide text, make two
# names of one, or put it in another order. What joins letters in some scripts may stand.
_INVISIBLE: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff"
)
_IN_FILE: Final = re.compile(rf"[{_INVISIBLE}]|\r(?!\n)")
_IN_VALUE: Final = re.compile(rf"[{_INVISIBLE}\r]")
_CONFLICT: Final = re.compile(r"^(<{7}|>{7}|={7}|\|{7})(?=[ \r]|$)", re.MULTILINE)
_MARK: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def text_of(data: bytes) -> str:
    """Give the text of a file. A mark of byte order at its start is left out.

    Raises `YamlRefusedError` for what is too long, no UTF-8, left by a merge, or not to be seen.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    text = _decoded(data)
    if "<<<<<<<" in text or ">>>>>>>" in text:
        _refuse_conflict(text)
    if data.translate(None, _ORDINARY):
        _refuse_invisible(text)
    return text


def too_large() -> YamlRefusedError:
    """Word the refusal of a file that is too large, which need not have been read."""
    return YamlRefusedError(
        "file-too-large",
        f"the file is larger than {MAX_BYTES:,} bytes",
        "split it into several files; papers that show something belong in evidence/",
    )


def invisible(text: str) -> str | None:
    """Name the first character of a value, such as `U+001B`, that is not to be seen, if any is.

    Line breaks and tabs may stand in a value.
    """
    found = None if text.isprintable() else _IN_VALUE.search(text)
    return None if found is None else f"U+{ord(found.group()):04X}"


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF16):
        raise YamlRefusedError(
            "not-utf8",
            "the file is in UTF-16",
            "save it as UTF-8 (in Notepad: Save as, Encoding)",
            (1, 1, 1, 2),
        )
    try:
        return data.removeprefix(_MARK).decode()
    except UnicodeDecodeError as error:
        rest = error.object  # without the mark of byte order
        raise YamlRefusedError(
            "not-utf8",
            f"byte 0x{rest[error.start]:02X} is not UTF-8",
            "save the file as UTF-8; older Chinese editors save GBK",
            _span(rest[: error.start].decode("utf-8", "replace")),
        ) from None


def _refuse_conflict(text: str) -> None:
    marker = _CONFLICT.search(text)
    if marker is not None:
        raise YamlRefusedError(
            "merge-conflict",
            f"a merge conflict was left in the file: {marker.group()}",
            "keep the lines that are right, and delete the lines that begin with "
            "<<<<<<<, ======= and >>>>>>>",
            _span(text[: marker.start()], len(marker.group())),
        )


def _refuse_invisible(text: str) -> None:
    found = _IN_FILE.search(text)
    if found is not None:
        raise YamlRefusedError(
            "control-character",
            f"the invisible character U+{ord(found.group()):04X} stands here",
            "end each line with one line feed, as editors for Unix do"
            if found.group() == "\r"
            else "delete it; if it does not show, type the line anew",
            _span(text[: found.start()]),
        )


def _span(before: str, width: int = 1) -> Span:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return line, column, line, column + width
