"""Whether the files' names work on every system that the repository is cloned to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from oicekpi.finding import Finding, Level
from oicekpi.wording import printable

_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]')
_MAX_BYTES: Final = 255


def twins(paths: Iterable[str]) -> Iterator[Finding]:
    """Two names that differ only in case or composition are one file on Windows and macOS."""
    known: dict[str, str] = {}
    for path in sorted(paths):
        for part in _prefixes(path):
            other = known.setdefault(_folded(part), part)
            if other != part:
                yield Finding(
                    path,
                    0,
                    0,
                    "file-name-twins",
                    f"on Windows and macOS {printable(part)} and {printable(other)} are one",
                    "rename one of the two",
                )
                break


def unportable(paths: Iterable[str]) -> Iterator[Finding]:
    """Some names cannot be on another system, and there the whole repository cannot be cloned."""
    for path in sorted(paths):
        for part in path.split("/"):
            if why := _trap(part):
                yield Finding(
                    path,
                    0,
                    0,
                    "unportable-name",
                    f"the name {printable(part)} {why}",
                    "rename it; letters, digits, dashes and single dots work everywhere",
                    Level.WARNING,
                )
                break


def _prefixes(path: str) -> Iterator[str]:
    """Give the folders of a path from the top down, then the path."""
    parts = path.split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts) + 1))


def _folded(name: str) -> str:
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _trap(name: str) -> str | None:
    """Say why a name is no name elsewhere; None for one that is."""
    if forbidden := _FORBIDDEN.search(name):
        return f"has the character {printable(forbidden.group())}, which Windows does not allow"
    if _RESERVED.fullmatch(name):
        return "is that of a device on Windows"
    if name.endswith((".", " ")):
        return "ends in a dot or a space, which Windows drops"
    if len(name.encode("utf-8", "surrogatepass")) > _MAX_BYTES:
        return f"has more than {_MAX_BYTES} bytes"
    return None
