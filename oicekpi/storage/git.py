"""The only door to git: a workspace as it was in a revision.

Nothing is checked out, and nothing in the repository or its working tree is changed. What git is
asked never runs a hook, a pager, a filter or a file system monitor, and never fetches.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Self, cast

from oicekpi.messages.failures import NoGitError, NoRepositoryError, UnknownRevisionError, reason_of
from oicekpi.storage.workspace import Item, NotReadableError

# Which repository is meant is said by the workspace's folder. A hook's environment says it too,
# in paths that hold for the hook's own folder only.
_DROPPED: Final = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"}
)
_SET: Final[Mapping[str, str]] = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OPTIONS: Final = (
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",  # a git too old to know GIT_NO_LAZY_FETCH cannot fetch either
)
_LINK: Final = "120000"  # git's mode for a symbolic link

_IS_LINK: Final = "it is a symbolic link"
_IS_MODULE: Final = "it is another repository"
_NO_FILE: Final = "it is not a plain file"
_NO_FOLDER: Final = "it is not a folder"
_NOT_HERE: Final = "git does not have its bytes here"
_BROKEN: Final = "git cannot read its bytes"


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository that a folder lies in; `prefix` is the way to the folder, as `office/`."""

    folder: Path
    prefix: str
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def around(cls, folder: Path, environment: Mapping[str, str]) -> Self:
        """Find the repository that the folder lies in.

        `environment` is what git is started with, such as PATH. Raises `NoGitError`, and
        `NoRepositoryError` where git finds none there or does not trust it.
        """
        kept = {key: value for key, value in environment.items() if key not in _DROPPED}
        found = cls(folder, "", {**kept, **_SET})
        prefix = found.run("rev-parse", "--show-prefix")
        return cls(folder, os.fsdecode(prefix.removesuffix(b"\n")), found.environment)

    def start(self, *arguments: str, quiet: bool = False) -> subprocess.Popen[bytes]:
        """Start git in the folder, with pipes to and from it; `quiet` drops its messages."""
        command = ["git", "-C", str(self.folder), *_OPTIONS, *arguments]
        try:
            return subprocess.Popen(  # noqa: S603 - no shell; the arguments are ours
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
                env=dict(self.environment),
            )
        except OSError as error:
            raise NoGitError(reason_of(error)) from None

    def run(self, *arguments: str) -> bytes:
        """Give what git writes. Raises `NoRepositoryError` in git's words where it fails."""
        with self.start(*arguments) as process:
            written, said = process.communicate()
        if process.returncode:
            first = os.fsdecode(said).strip().partition("\n")[0].removeprefix("fatal: ")
            raise NoRepositoryError(self.folder, first)
        return written

    @contextmanager
    def revision(self, name: str) -> Iterator["Revision"]:
        """Open the workspace as it was in a revision: a commit, branch, tag, or HEAD~1.

        Raises `UnknownRevisionError`.
        """
        commit, tree = (self._resolved(name, sort) for sort in ("commit", "tree"))
        with _Objects(self) as objects:
            wanted = (f"{self.prefix}plans", f"{self.prefix}records")
            listed = self.run("ls-tree", "-r", "-z", "--full-tree", tree, *wanted)
            yield Revision(name, commit, _folders_of(listed, self.prefix), objects)

    def _resolved(self, name: str, sort: str) -> str:
        # No revision's name begins with a dash; to git it would be an option.
        if name and not name.startswith("-") and name.isprintable():
            with self.start("rev-parse", "--verify", "--quiet", f"{name}^{{{sort}}}") as process:
                written, _ = process.communicate()
            if not process.returncode:
                return os.fsdecode(written).strip()
        shallow = self.run("rev-parse", "--is-shallow-repository").strip() == b"true"
        raise UnknownRevisionError(name, shallow=shallow)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a revision: git's name for its bytes, and why they are no plain file, if so."""

    object: str
    refusal: str | None


@dataclass(frozen=True, slots=True)
class _Folder:
    items: dict[str, Item]
    files: dict[str, _File]


@dataclass(frozen=True, slots=True)
class Revision:
    """A workspace as it was in a revision: a `Tree` that git keeps."""

    name: str
    commit: str
    folders: Mapping[str, _Folder]
    objects: "_Objects"

    def place(self, path: str) -> str:
        """Name a file or folder as git does: `main:records`."""
        return f"{self.name}:{path}"

    def items(self, folder: str) -> list[Item]:
        """List a folder, sorted by name; it is empty if the revision has none of this name.

        Raises `NotReadableError` where a link, a file or another repository has the name.
        """
        found = self.folders.get(folder)
        if found is None and folder in self.folders[""].items:
            raise NotReadableError(_NO_FOLDER)
        return sorted(found.items.values()) if found else []

    def read(self, path: str, limit: int) -> bytes:
        """Read a plain file, at most one byte over `limit`. Raises `NotReadableError`."""
        folder, _, name = path.rpartition("/")
        known = self.folders.get(folder)
        file = known.files.get(name) if known else None
        if file is None:
            raise NotReadableError(_NO_FILE)
        if file.refusal:
            raise NotReadableError(file.refusal)
        return self.objects.read(file.object, limit)


def _folders_of(listed: bytes, prefix: str) -> dict[str, _Folder]:
    """Sort what `git ls-tree -r -z` listed into folders, by their paths below the prefix."""
    folders = {"": _Folder({}, {})}
    for line in listed.split(b"\0")[:-1]:
        about, _, raw = line.partition(b"\t")
        mode, sort, name = about.decode().split(" ")
        path = os.fsdecode(raw).removeprefix(prefix)
        above = _folder_of(folders, path.rpartition("/")[0])
        refusal = None
        if mode == _LINK:
            refusal = _IS_LINK
        elif sort != "blob":
            refusal = _IS_MODULE
        item = Item(path.rpartition("/")[2], path, folder=False, link=mode == _LINK)
        above.items[item.name] = item
        above.files[item.name] = _File(name, refusal)
    return folders


def _folder_of(folders: dict[str, _Folder], path: str) -> _Folder:
    """Give a folder, and note it and those above it if they are new."""
    new: list[str] = []
    here = path
    while here not in folders:
        new.append(here)
        here = here.rpartition("/")[0]
    for each in reversed(new):
        above, _, name = each.rpartition("/")
        folders[above].items[name] = Item(name, each, folder=True, link=False)
        folders[each] = _Folder({}, {})
    return folders[path]


class _Objects:
    """Reads objects through one `git cat-file`, which answers in the order in which it is asked."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, name: str, limit: int) -> bytes:
        """Read an object's bytes, at most one over `limit`."""
        process = self._process or self._repository.start("cat-file", "--batch", quiet=True)
        self._process = process
        asked, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        try:
            asked.write(f"{name}\n".encode())
            asked.flush()
        except BrokenPipeError:
            pass  # it has ended, and answers nothing
        head = answers.readline().split()
        if len(head) == len(("name", "missing")):
            raise NotReadableError(_NOT_HERE)
        size = int(head[2]) if head else 0
        data = answers.read(min(size, limit) + 1)
        short = len(data) <= min(size, limit)  # it ended, in the midst of this or before
        if short or size > limit:
            self._stop()  # so as not to read on to the end of what is too large
        if short:
            raise NotReadableError(_BROKEN)
        return data[:size]

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
