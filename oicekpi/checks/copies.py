"""Files that sync programs, file managers and git tools leave beside the file they copied."""

import re
from collections.abc import Collection
from string import ascii_uppercase
from typing import Final

_CHINESE: Final = "副本|复件|拷贝|复制|備份|备份|複製|複本"
_COPIED: Final = rf"cop(?:y|ia|ie)|kopie|{_CHINESE}|conflict|冲突|衝突"
# Compiled when a name first has a sign of a copy: that costs a millisecond.
_COPY: Final = rf"""(?xsi)(?P<original>[^/]+?)(?:
        [ ]?-[ ]?(?:{_CHINESE})(?:[ ]?\([0-9]+\))?     # x-副本
        | [ ]?-[ ](?:{_COPIED})(?:[ ]?\([0-9]+\))?    # x - Copy, x - Copy (2)
        | [ ]?[(（](?:[0-9]{{1,3}}|[^()（）]*(?:{_COPIED})[^()（）]*)[)）]  # x (1), x (Ann's copy)
        | [ ]?\[(?:{_COPIED})[^\[\]]*\]               # x [conflict]
        | [ _.](?:{_COPIED})(?:[ _]?[0-9]+)?          # x copy, x copy 2
        | [ _]?的?(?:冲突)?(?:副本|复件|拷贝)(?:[ ]?[0-9]+)?  # x的副本, x副本 2
        | [ ][0-9]{{1,2}}                               # x 2, of iCloud and the Finder
        | _(?:冲突|衝突)[^/]*                         # x_冲突文件_Ann_20240102
        | _[^_/]+_[a-z]{{3}}-[0-9]{{2}}-[0-9]{{4}}-[0-9]{{4}}_conflict  # of Synology
        | \.sync-conflict-.+                          # x.sync-conflict-20240102-030405-ABCDEFG
        | [._](?:BACKUP|BASE|LOCAL|REMOTE)[._][0-9]+  # x_BACKUP_123
        | ~.+                                         # x~HEAD
        | -(?:DESKTOP|LAPTOP)-[A-Z0-9]+(?:-[0-9]+)?   # x-DESKTOP-AB12CD, of OneDrive
        | -(?:PC|WIN|USER)-(?=[A-Z]*[0-9])[A-Z0-9]{{8,}}(?:-[0-9]+)?
        | -[^-/]*(?:MacBook|iMac)(?:[ -](?:Pro|Air))?(?:-[0-9]+)?
    )"""
_COPY_OF: Final = (
    r"(?i)(?:cop(?:y|ia|ie)(?: \([0-9]+\))? (?:of|de)|kopie von|复件(?: ?\([0-9]+\))?) "
    r"(?P<original>.+)"
)
_QUOTED: Final = "[“「](?P<original>.+)[”」] ?的(?:副本|拷贝)"  # “x”的副本
_PATTERNS: Final = (_QUOTED, _COPY, _COPY_OF)


# What the above have in them, if no dot. Hardly any name has any of it.
_SIGNS: Final = (*" ~([_（“「副复拷冲备備複", "top-", *ascii_uppercase)
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
        while ("." in stem or _has_sign(stem)) and (match := _match(stem)):
            stem = match["original"]
            other = stem if stem.endswith(_SUFFIX) else f"{stem}{_SUFFIX}"
            if path[:start] + other in known:
                found[path] = other
                break
    return found


def _match(stem: str) -> re.Match[str] | None:
    return next(filter(None, (re.fullmatch(each, stem) for each in _PATTERNS)), None)


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)
