"""Where the plans and the records are, and how their files are opened."""

import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Mapping
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from oicekpi.messages.catalogue import message, say
from oicekpi.messages.failures import NotFoundError, reason_of
from oicekpi.values import dataclass

# What some systems offer beside: not to follow a link, or wait for a pipe, that came just now.
_OPEN: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)
_FOLLOWS: Final = not hasattr(os, "O_NOFOLLOW")  # opening a link opens what it leads to
_JUNCTION: Final = 0xA0000003  # the tag of a folder on Windows that leads to another one
_LEFTOVER: Final = (
    r"(?is)\..*|.*~|~\$.*|#.*#|.*\.(swp|swo|swx|tmp|bak|orig|rej)|thumbs\.db|desktop\.ini"
)
# Where GitHub and GitLab lay out a repository, unless they are configured otherwise.
_CHECKED_OUT: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_RECENT: Final = 10  # seconds; the clocks of a computer and of the disk that it reads may differ
_EXPLAINS: Final = frozenset({"README", "README.md", "README.txt"})

# Cases of `unreadable-file`.
_LINK: Final = "link"
_FOLDER: Final = "folder"
_PARTS: Final = ("plans", "records")
_NOT_PLAIN: Final = "not-plain"


class NotReadableError(Exception):
    """A file or folder cannot be read. `case` and `params` belong to `unreadable-file`."""

    def __init__(self, why: str, command: str = "") -> None:
        """Take a case of `unreadable-file`, or else the system's own words for the reason.

        `command` gives the permission to read it, if that is what is missing.
        """
        known = why in message("unreadable-file").cases
        self.case = why if known else "reason"
        self.params = {} if known else {"reason": why, "command": command or None}
        super().__init__(why)

    @property
    def reason(self) -> str:
        """The system's own words if there are any, else the reason in ours."""
        return self.params.get("reason") or str(self)

    def __str__(self) -> str:
        """Return the reason in words."""
        return say("unreadable-file", self.params, self.case).text


class Item(NamedTuple):
    """What stands in a folder. `path` is from the tree's top, with `/`."""

    name: str
    path: str
    folder: bool
    link: bool


class Tree(Protocol):
    """The files of a workspace: as they are on disk, or as git keeps them in a revision."""

    def place(self, path: str) -> str:
        """Name a file or folder of the tree as people know it."""

    def items(self, folder: str) -> list[Item]:
        """List a folder, sorted by name. Raises `NotReadableError`."""

    def settled(self, folders: Iterable[str]) -> bool:
        """Return whether no name in these folders has come or gone in the last seconds."""

    def read(self, path: str, limit: int) -> bytes:
        """Read a plain file, at most one byte over `limit`. Raises `NotReadableError`."""


@dataclass(frozen=True)
class Workspace:
    """A folder with `plans/` and `records/`: the `Tree` on disk."""

    root: Path

    @property
    def plans(self) -> Path:
        """The folder of the plans."""
        return self.root / "plans"

    @property
    def records(self) -> Path:
        """The folder of the records."""
        return self.root / "records"

    def relative(self, path: str | os.PathLike[str]) -> str:
        """Name a file as findings do: from the workspace's folder, with `/`."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def place(self, path: str) -> str:
        """Name a file or folder as people know it."""
        return str(self.root / path)

    def items(self, folder: str) -> list[Item]:
        """List a folder, sorted by name; what a link points to is not looked at.

        Raises `NotReadableError`.
        """
        path = f"{self.root}/{folder}"
        try:
            if is_link(os.lstat(path)):
                raise NotReadableError(_LINK)
            with os.scandir(path) as scan:
                found = [
                    Item(
                        item.name,
                        f"{folder}/{item.name}",
                        item.is_dir(follow_symlinks=False),
                        item.is_symlink(),
                    )
                    for item in scan
                ]
        except OSError as error:
            raise _refused(error, path, "u+rx") from None
        return sorted(found, key=itemgetter(0))  # by name; quicker than to compare all

    def settled(self, folders: Iterable[str]) -> bool:
        """Return whether no name in these folders has come or gone in the last seconds."""
        try:
            newest = max((self.root / folder).stat().st_mtime for folder in folders)
        except OSError:
            return False
        return newest < time.time() - _RECENT

    def read(self, path: str, limit: int) -> bytes:
        """Read a file as `read_file` does."""
        return read_file(f"{self.root}/{path}", limit)


def find(start: Path, named: Path | None = None) -> Workspace:
    """Find the workspace that was named, or the one that `start` lies in.

    Raises `NotFoundError` where what was named is no folder, where it, or the nearest folder that
    has one of `plans/` and `records/`, lacks the other, and where neither `start` nor a folder
    above it has any of them.
    """
    if named is not None:
        if not os.path.isdir(named):  # noqa: PTH112 - Path's raises if it is too long
            case = "file" if os.path.lexists(named) else ""
            raise NotFoundError("no-folder", case, path=str(named))
        if missing := _missing(named):
            raise _incomplete(named, missing[0])
        return Workspace(named)
    half: NotFoundError | None = None
    for folder in (start, *start.parents):
        missing = _missing(folder)
        if not missing:
            return Workspace(folder)
        if missing != _PARTS:
            half = half or _incomplete(folder, missing[0])
    raise half or NotFoundError("no-workspace", path=str(start))


def _missing(folder: Path) -> tuple[str, ...]:
    """Say which of its two folders a workspace lacks, or does not let us see."""
    return tuple(part for part in _PARTS if not os.path.isdir(folder / part))  # noqa: PTH112 - Path's raises where it may not look


def _incomplete(folder: Path, missing: str) -> NotFoundError:
    path = folder / missing
    case = "occupied" if os.path.lexists(path) else ""
    return NotFoundError(
        "incomplete-workspace", case, root=str(folder), missing=missing, path=str(path)
    )


def prefix(root: Path, environment: Mapping[str, str]) -> str:
    """Give the way from the repository's folder to a workspace's, as `office/`; often it is none.

    The repository's folder is the nearest one that has git's own in it. Where none has, as in a
    container that was given the files alone, it is the one that GitHub or GitLab names in the
    `environment`; and where that does not hold the workspace, the workspace's own.
    """
    here = Path(os.path.realpath(root))
    given = filter(None, map(environment.get, _CHECKED_OUT))
    named = (Path(os.path.realpath(folder)) for folder in given)
    # In a submodule or a work tree, `.git` is a file. `Path.is_file` fails where one may not look,
    # as it may be above the workspace.
    tops = chain(
        (
            folder
            for folder in (here, *here.parents)
            if os.path.isfile(folder / ".git") or os.path.lexists(folder / ".git/HEAD")  # noqa: PTH113
        ),
        (folder for folder in named if here.is_relative_to(folder)),
    )
    way = here.relative_to(next(tops, here)).parts
    return "".join(f"{part}/" for part in way)


def ignored(item: Item) -> bool:
    """Tell whether an item of `plans/` or `records/` is neither read nor missed there.

    That is what is hidden, files that editors and systems leave behind, and one that explains.
    """
    if item.folder:
        return item.name.startswith(".")
    explains = item.name in _EXPLAINS and not item.link
    return explains or re.fullmatch(_LEFTOVER, item.name) is not None


def is_link(about: os.stat_result) -> bool:
    """Return whether a file or folder is a symbolic link, or a junction of Windows."""
    return stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", 0) == _JUNCTION


def read_file(path: str | os.PathLike[str], limit: int) -> bytes:
    """Read a plain file, at most one byte over `limit`; never wait, never follow a link.

    Raises `NotReadableError` for anything else that stands under the name.
    """
    try:
        if _FOLLOWS:
            _require_plain(os.lstat(path))
        handle = os.open(path, _OPEN)
        try:
            about = os.fstat(handle)
            _require_plain(about)  # no pipe or device, even one that came after a look
            # One byte more is asked for than there is: a file that has not grown takes one call.
            size = about.st_size
            data = os.read(handle, min(size, limit) + 1)
            while len(data) != size and (more := os.read(handle, limit + 1 - len(data))):
                data += more
            return data
        finally:
            os.close(handle)
    except OSError as error:
        raise _refused(error, os.fspath(path), "u+r") from None


def _require_plain(about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        if is_link(about):
            raise NotReadableError(_LINK)
        raise NotReadableError(_FOLDER if stat.S_ISDIR(about.st_mode) else _NOT_PLAIN)


def _refused(error: OSError, path: str, rights: str) -> NotReadableError:
    """Word the system's answer; `rights` are those that one needs to read what is there.

    Where it was denied, that is with the command that permits it: to read it, or its folder if that
    is closed.
    """
    if error.errno == errno.ELOOP:  # the answer where a link stands and none is followed
        return NotReadableError(_LINK)
    if error.errno not in {errno.EACCES, errno.EPERM} or not hasattr(os, "getuid"):
        return NotReadableError(reason_of(error))
    import shlex  # noqa: PLC0415 - only who may not read something needs it

    above = os.path.dirname(path)  # noqa: PTH120 - it may be a name alone
    if above and not os.access(above, os.X_OK):
        path, rights = above, "u+rx"
    return NotReadableError(reason_of(error), f"chmod {rights} {shlex.quote(path)}")
