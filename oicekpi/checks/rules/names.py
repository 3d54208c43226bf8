"""Whether the names of files work on every system that the repository is cloned to."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final, TypeAlias

from oicekpi.checks.rules.rule import name_rule
from oicekpi.domain.finding import Finding
from oicekpi.domain.vocabulary import normalized

Trap: TypeAlias = tuple[str, dict[str, Any]]
"""Why a name cannot be on some system: the case of the message, and its parameters."""

_RESERVED: Final = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*)?",
    re.IGNORECASE | re.DOTALL,
)
# What begins with a digit is no device; so almost every path of a record has no trap at all.
_HARMLESS: Final = re.compile(r"records(?:/[0-9][\w-]*+)++(?:\.\w++)?", re.ASCII)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ud800-\udfff]')
# Windows takes 260 characters, with the folder that the repository is cloned to.
MAX_PATH: Final = 200


@name_rule
def similar_file_names(paths: Sequence[str]) -> Iterator[Finding]:
    """Two names that differ only in case or composition are one file on Windows and macOS."""
    known: dict[str, str] = {}

    @cache  # each folder is looked at once
    def pair(path: str) -> tuple[str, str] | None:
        """Find what is equal to a path, or to a folder above it."""
        above = path.rpartition("/")[0]
        if above and (found := pair(above)):
            return found
        other = known.setdefault(_folded(path), path)
        return None if other == path else (path, other)

    for path in paths:
        if found := pair(path):
            one, other = found
            composed = normalized("NFC", one) == normalized("NFC", other)
            params = {"one": one, "other": other}
            yield Finding(
                path, 0, 0, "similar-file-names", params, "accents" if composed else "capitals"
            )


@name_rule
def non_portable_name(paths: Sequence[str]) -> Iterator[Finding]:
    """Some names cannot be on another system, where the whole repository cannot be cloned then."""
    for path in paths:
        if _HARMLESS.fullmatch(path) and len(path) <= MAX_PATH:
            continue
        found = trap(path)
        if found is None and len(path) > MAX_PATH:
            found = "length", {"length": len(path), "most": MAX_PATH}
        if found:
            case, params = found
            yield Finding(path, 0, 0, "non-portable-name", params, case)


def _folded(name: str) -> str:
    return name.lower() if name.isascii() else normalized("NFC", name).casefold()


def trap(path: str) -> Trap | None:
    """Return why some system cannot have a part of a path; None where all can."""
    for name in path.split("/"):
        if forbidden := _FORBIDDEN.search(name):
            return "character", {"character": forbidden.group()}
        if _RESERVED.fullmatch(name):
            return "device", {"name": name}
        if name.endswith((".", " ")):
            return "ending", {"name": name}
    return None
