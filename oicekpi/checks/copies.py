"""Files that sync programs, file managers and git tools leave beside the file they copied."""

import re
from collections.abc import Callable
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


# Almost no name has any of this, which is quicker to see.
_SIGN: Final = re.compile(r"[ ~(\[_.]|-(?:desktop|laptop)-", re.IGNORECASE)


def original(name: str, exists: Callable[[str], bool]) -> str | None:
    """Return the file of which another one is a copy by its name; None if it is not a copy.

    `exists` tells whether there is a file of some name in the same folder.
    """
    stem = name.removesuffix(".yaml")
    while _SIGN.search(stem) and (
        match := re.fullmatch(_COPY, stem) or re.fullmatch(_COPY_OF, stem)
    ):
        stem = match["original"]
        found = stem if stem.endswith(".yaml") else f"{stem}.yaml"
        if exists(found):
            return found
    return None
