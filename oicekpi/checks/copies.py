"""Files that sync programs, file managers and git tools leave beside the file they copied."""

import re
from collections.abc import Collection
from string import ascii_uppercase
from typing import Final

_COPIED: Final = r"cop(?:y|ia|ie)|kopie|副本|复制|conflict|冲突"
# Compiled when a name first has a sign of a copy: that costs a millisecond.
_COPY: Final = rf"""(?xsi)(?P<original>[^/]+?)(?:
        [ ]?-[ ](?:{_COPIED})(?:[ ]?\([0-9]+\))?      # x - Copy, x - Copy (2)
        | [ ]?\((?:[0-9]{{1,3}}|[^()]*(?:{_COPIED})[^()]*)\)   # x (1), x (conflicted copy ...)
        | [ ]?\[(?:{_COPIED})[^\[\]]*\]               # x [conflict]
        | [ _](?:{_COPIED})(?:[ _]?[0-9]+)?           # x copy, x copy 2
        | \.sync-conflict-.+                          # x.sync-conflict-20240102-030405-ABCDEFG
        | [._](?:BACKUP|BASE|LOCAL|REMOTE)[._][0-9]+  # x_BACKUP_123
        | ~.+                                         # x~HEAD
        | -(?:DESKTOP|LAPTOP)-[A-Z0-9]+               # x-DESKTOP-AB12CD
    )"""
_COPY_OF: Final = r"(?i)(?:copy of|kopie von)[ ](?P<original>.+)"


# What the above have in them, if no dot. Hardly any name has any of it.
_SIGNS: Final = (*" ~([_", "top-", *ascii_uppercase)
_SUFFIX: Final = ".yaml"


def originals(paths: Collection[str]) -> dict[str, str]:
    """Return by path what some of these files are copies of, which is known by their names.

    The path of a file that is no copy is not in it. The original lies in the same folder.
    """
    names = "\n".join(paths)
    if names.count(".") == len(paths) and not _has_sign(names):
        return {}
    known = frozenset(paths)
    found: dict[str, str] = {}
    for path in paths:
        start = path.rfind("/") + 1
        stem = path[start:].removesuffix(_SUFFIX)
        while ("." in stem or _has_sign(stem)) and (
            match := re.fullmatch(_COPY, stem) or re.fullmatch(_COPY_OF, stem)
        ):
            stem = match["original"]
            other = stem if stem.endswith(_SUFFIX) else f"{stem}{_SUFFIX}"
            if path[:start] + other in known:
                found[path] = other
                break
    return found


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)
