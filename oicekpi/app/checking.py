"""`check`: everything that is wrong in plans and records."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from oicekpi.checks.report import Report
from oicekpi.checks.survey import survey
from oicekpi.messages.failures import NotFoundError
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace


def check(
    workspace: Workspace,
    today: date,
    paths: Sequence[str] = (),
    *,
    prefix: str = "",
    watch: Watch = unwatched,
) -> Report:
    """Return every finding, or those of some files and folders.

    `paths` are relative to the workspace, with `/`; `prefix` is the way from the repository's
    folder to the workspace's, for those who read findings there.
    """
    return replace(survey(workspace, today, watch).within(paths), prefix=prefix)


def within(workspace: Workspace, path: Path, here: Path) -> str:
    """Return a file or folder as findings name it; it is searched in `here`, then in the workspace.

    Raises `NotFoundError` for one that is not in the workspace: a typing error would otherwise be
    taken for a file without findings.
    """
    for place in (here / path, workspace.root / path):
        relative = workspace.relative(place)
        if os.path.lexists(place) and relative.split("/")[0] != "..":
            return relative
    raise NotFoundError("unknown-path", path=str(path))
