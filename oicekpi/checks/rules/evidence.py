"""Whether the papers that a record names are there."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from oicekpi.checks.rules.names import PORTABLE, trap
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Fault, Level
from oicekpi.messages.text import printable
from oicekpi.schema.record_files import Entry

_ABSOLUTE: Final = re.compile(r"[/\\~]|[A-Za-z][A-Za-z0-9+.-]*:")


def evidence_there(entry: Entry, context: Context) -> Iterable[Fault]:
    """Each file of `evidence` can be found in the workspace, and on every system it is cloned to.

    It is never opened.
    """
    return _not_there(entry, context) if entry.record.evidence else ()


def _not_there(entry: Entry, context: Context) -> Iterator[Fault]:
    for at, name in enumerate(entry.record.evidence):
        where = ("evidence", at)
        if _outside(name, context):
            yield Fault(
                where,
                "evidence-outside",
                f"{printable(name[:80])} lies outside the workspace",
                "put the file into evidence/ and name it from the workspace's folder, "
                "as evidence/2024/u-2024-017.pdf",
            )
            continue
        if not os.path.isfile(context.root / name):  # noqa: PTH113 - Path's raises if it is too long
            yield Fault(
                where,
                "evidence-missing",
                f"there is no file {printable(name[:80])}",
                "add the file, or correct its name; capitals count",
                level=Level.WARNING,
            )
        if why := trap(name):
            yield Fault(where, "unportable-name", why, PORTABLE, level=Level.WARNING)


def _outside(name: str, context: Context) -> bool:
    """Tell whether a name leads out of the workspace, by itself or through a link."""
    if _ABSOLUTE.match(name) or ".." in re.split(r"[/\\]", name):
        return True
    root = Path(os.path.realpath(context.root))
    return not Path(os.path.realpath(root / name)).is_relative_to(root)
