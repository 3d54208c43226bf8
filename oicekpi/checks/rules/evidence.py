"""Whether the files that a record names as evidence are there."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from oicekpi.checks.rules.names import trap
from oicekpi.checks.rules.rule import Context, record_rule
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry

_ABSOLUTE: Final = re.compile(r"[/\\~]|[A-Za-z][A-Za-z0-9+.-]*:")
_UPWARD: Final = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
# No system has a longer path; to follow one takes a step for each of its folders.
_LONGEST: Final = 1_000


@record_rule()
def evidence_there(entry: Entry, context: Context) -> Iterable[Problem]:
    """Each file of `evidence` is in the workspace, under a name that every system can have.

    It is never opened. Each is judged by itself, also where another one is invalid.
    """
    return _not_there(entry, context) if entry.record.evidence else ()


def _not_there(entry: Entry, context: Context) -> Iterator[Problem]:
    for at, name in enumerate(entry.record.evidence):
        where = ("evidence", at)
        if not name:
            continue
        if _outside(name, context.root):
            yield Problem(where, "evidence-outside", {"name": name})
            continue
        # Its accents may be spelt as another system does.
        spelt = {name, *(unicodedata.normalize(form, name) for form in ("NFC", "NFD"))}
        if len(name) > _LONGEST or not any(os.path.isfile(context.root / each) for each in spelt):  # noqa: PTH113 - Path's raises if it is too long
            yield Problem(where, "evidence-missing", {"name": name})
        if found := trap(name):
            case, params = found
            yield Problem(where, "non-portable-name", params, case)


def _outside(name: str, root: Path) -> bool:
    """Tell whether a name leads out of the workspace, by itself or through a link."""
    if _ABSOLUTE.match(name) or _UPWARD.search(name):
        return True
    top = _real(root)
    return len(name) <= _LONGEST and not Path(os.path.realpath(top / name)).is_relative_to(top)


@lru_cache(maxsize=1)
def _real(root: Path) -> Path:
    return Path(os.path.realpath(root))
