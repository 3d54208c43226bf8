"""Files that sync programs, file managers and git tools leave beside the file they copied."""

import re
from collections.abc import Container
from typing import Final

_COPIED: Final = r"cop(?:y|ia|ie)|kopie|副本|复制|conflict|冲突"
_COPY: Final = re.compile(
    rf"""(?P<original>[^/]+?)(?:
        [ ]?-[ ](?:{_COPIED})(?:[ ]?\([0-9]+\))?      # x - Copy, x - Copy (2)
        | [ ]?\((?:[0-9]{{1,3}}|[^()]*(?:{_COPIED})[^()]*)\)   # x (1), x (conflicted copy 2024-01-02)
        | [ ]?\[(?:{_COPIED})[^\[\]]*\]               # x [conflict]
        | [ _](?:{_COPIED})(?:[ _]?[0-9]+)?           # x copy, x copy 2
        | \.sync-conflict-.+                          # x.sync-conflict-20240102-030405-ABCDEFG
        | [._](?:BACKUP|BASE|LOCAL|REMOTE)[._][0-9]+  # x_BACKUP_123
        | ~.+                                         # x~HEAD
        | -(?:DESKTOP|LAPTOP)-[A-Z0-9]+               # x-DESKTOP-AB12CD
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_COPY_OF: Final = re.compile(r"(?:copy of|kopie von)[ ](?P<original>.+)", re.IGNORECASE)


def original(name: str, beside: Container[str]) -> str | None:
    """Return the file `beside` of which another one is a copy by its name; None if it is none.

    `beside` are the names of the files in the same folder.
    """
    stem, ending = name.removesuffix(".yaml"), ".yaml"
    while match := _COPY.fullmatch(stem) or _COPY_OF.fullmatch(stem):
        stem = match["original"]
        found = stem if stem.endswith(ending) else f"{stem}{ending}"
        if found in beside:
            return found
    return None
