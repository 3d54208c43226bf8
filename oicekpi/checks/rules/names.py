"""Whether the files' names work on every system that the repository is cloned to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from oicekpi.domain.finding import Finding, Level
from oicekpi.messages.text import printable

_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?",
    re.IGNORECASE | re.DOTALL,
)
# What begins with a digit is no device; so almost every path of a record has no trap at all.
_HARMLESS: Final = re.compile(r"records(?:/[0-9][\w-]*+)++(?:\.\w++)?", re.ASCII)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]')
PORTABLE: Final = "rename it; letters, digits, dashes and single dots work everywhere"
# Windows takes 260 characters, with the folder that the repository is cloned to.
_MAX_PATH: Final = 200


def twins(paths: Iterable[str]) -> Iterator[Finding]:
    """Two names that differ only in case or composition are one file on Windows and macOS."""
    known: dict[str, str] = {}

    @cache  # each folder is looked at once
    def pair(path: str) -> tuple[str, str] | None:
        """Find the twin of a path, or of a folder above it."""
        above = path.rpartition("/")[0]
        if above and (found := pair(above)):
            return found
        other = known.setdefault(_folded(path), path)
        return None if other == path else (path, other)

    for path in paths:
        if found := pair(path):
            one, other = found
            yield Finding(
                path,
                0,
                0,
                "file-name-twins",
                f"{printable(one)} and {printable(other)} are one on Windows and macOS: "
                f"only {_difference(one, other)} differ",
                "rename one of the two",
            )


def unportable(paths: Iterable[str]) -> Iterator[Finding]:
    """Some names cannot be on another system, and there the whole repository cannot be cloned."""
    for path in paths:
        if _HARMLESS.fullmatch(path) and len(path) <= _MAX_PATH:
            continue
        why = trap(path) or _too_long(path)
        if why is not None:
            yield Finding(
                path,
                0,
                0,
                "unportable-name",
                why,
                PORTABLE,
                Level.WARNING,
            )


def _folded(name: str) -> str:
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _difference(name: str, other: str) -> str:
    composed = unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other)
    return "accents (one composed, one not)" if composed else "capitals"


def trap(path: str) -> str | None:
    """Say why a path has a name that is none elsewhere; None where all are."""
    return next(filter(None, map(_trap, path.split("/"))), None)


def _trap(name: str) -> str | None:
    if forbidden := _FORBIDDEN.search(name):
        return f"Windows allows no {printable(forbidden.group())} in a name"
    if _RESERVED.fullmatch(name):
        return f"{printable(name)} is the name of a device on Windows"
    if name.endswith((".", " ")):
        return "a name ends in a dot or a space, which Windows drops"
    return None


def _too_long(path: str) -> str | None:
    if len(path) <= _MAX_PATH:
        return None
    return f"the path has {len(path)} characters; from about {_MAX_PATH} on, Windows has none"
