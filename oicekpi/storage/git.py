"""The only access to git: a workspace as it was in a revision.

Nothing is checked out, and nothing in the repository or its working tree changes. The commands that
are run never start a hook, a pager, a filter, a file system monitor or a transport, whatever the
repository's configuration says, and never fetch.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import IO, Final, NamedTuple, Self, cast

from oicekpi.messages.failures import BadDataError, CannotReadError, NotFoundError, reason_of
from oicekpi.storage.workspace import Item, NotReadableError
from oicekpi.values import dataclass

MAX_FILES: Final = 200_000
"""How many files and folders a revision may have in `plans/` and `records/`."""
_MAX_LISTED: Final = 1 << 26  # bytes of their names
_CHUNK: Final = 1 << 16

# The workspace's folder says which repository is meant. A hook's environment names one too, by
# paths that are relative to the hook's own folder.
_DROPPED: Final = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"}
)
_SET: Final[Mapping[str, str]] = {
    "GIT_ALLOW_PROTOCOL": "none",  # so that a git that does not know GIT_NO_LAZY_FETCH fails to
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# What the repository's own configuration could name to be run, by settings that win over it.
_SETTINGS: Final[Mapping[str, str]] = {
    "core.alternateRefsCommand": "",
    "core.askPass": "",
    "core.fsmonitor": "false",
    "core.gitProxy": "",
    "core.hooksPath": os.devnull,
    "core.pager": "",
    "core.sshCommand": "",
    "credential.helper": "",
}
_OPTIONS: Final = (
    "--no-pager",
    *(part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")),
)
_LINK_MODE: Final = "120000"  # git's mode for a symbolic link
_UNTRUSTED: Final = re.compile(r"dubious ownership in repository at '(.*)'")


@dataclass(frozen=True)
class Repository:
    """The git repository that a folder is in; `prefix` is the way to the folder, as `office/`."""

    folder: Path
    prefix: str
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def around(cls, folder: Path, environment: Mapping[str, str]) -> Self:
        """Return the repository that the folder is in.

        `environment` is what git is started with, such as PATH. Raises `CannotReadError` if git
        cannot be started, finds no repository there, or does not trust it.
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
            raise CannotReadError("git", reason_of(error), "no-git") from None

    def run(self, *arguments: str) -> bytes:
        """Return what git writes. Raises `CannotReadError` with git's reason if it fails."""
        with self.start(*arguments) as process:
            written, said = process.communicate()
        if process.returncode:
            reason = os.fsdecode(said).strip()
            if untrusted := _UNTRUSTED.search(reason):
                raise CannotReadError(self.folder, untrusted[1], "untrusted-repository")
            first = reason.partition("\n")[0].removeprefix("fatal: ")
            reason = first or f"exit {process.returncode}"
            raise CannotReadError(self.folder, reason, "no-repository")
        return written

    @contextmanager
    def revision(self, name: str) -> Iterator["Revision"]:
        """Open the workspace as it was in a revision: a commit, branch, tag, or HEAD~1.

        Raises `NotFoundError`, and `BadDataError` if it has too many files.
        """
        commit, tree = (self._resolved(name, sort) for sort in ("commit", "tree"))
        with _Objects(self) as objects:
            yield Revision(name, commit, self._folders(name, tree), objects)

    def merge_base(self, first: str, second: str) -> str:
        """Return the commit at which two revisions parted. Raises `NotFoundError`."""
        commits = [self._resolved(name, "commit") for name in (first, second)]
        with self.start("merge-base", *commits, quiet=True) as process:
            written, _ = process.communicate()
        if process.returncode:
            case = self._shallow_case()
            raise NotFoundError("no-merge-base", case, first=first, second=second)
        return os.fsdecode(written).strip()

    def _resolved(self, name: str, sort: str) -> str:
        # No revision's name begins with a dash; to git it would be an option.
        if name and not name.startswith("-") and name.isprintable():
            with self.start("rev-parse", "--verify", "--quiet", f"{name}^{{{sort}}}") as process:
                written, _ = process.communicate()
            if not process.returncode:
                return os.fsdecode(written).strip()
        raise NotFoundError("unknown-revision", self._shallow_case(), name=name)

    def _shallow_case(self) -> str:
        """Return "shallow" if the repository has only a part of its history, else nothing."""
        shallow = self.run("rev-parse", "--is-shallow-repository").strip() == b"true"
        return "shallow" if shallow else ""

    def _folders(self, name: str, tree: str) -> dict[str, "_Folder"]:
        """List the folders of a revision, up to a bound: a small tree can name a million files."""
        paths = (f"{self.prefix}plans", f"{self.prefix}records")
        folders = {"": _Folder({}, {})}
        # With -t, a folder is listed before what is in it, and also if that is nothing.
        arguments = ("-r", "-t", "-z", "--full-tree", tree, *paths)
        with self.start("ls-tree", *arguments, quiet=True) as process:
            listing = cast("IO[bytes]", process.stdout)
            rest, count, size = b"", 0, 0
            while chunk := listing.read(_CHUNK):
                *lines, rest = (rest + chunk).split(b"\0")
                count += len(lines)
                size += len(chunk)
                if count > MAX_FILES or size > _MAX_LISTED:
                    process.kill()
                    raise BadDataError("too-many-files", name=name, most=MAX_FILES)
                for line in lines:
                    _add_listed(folders, line, self.prefix)
        if process.returncode:
            raise BadDataError("damaged-revision", name=name)
        return folders


class _File(NamedTuple):
    """A file of a revision: git's name for its content, and why it cannot be read, if it cannot."""

    object: str
    refusal: str | None


class _Folder(NamedTuple):
    items: dict[str, Item]
    files: dict[str, _File]


@dataclass(frozen=True)
class Revision:
    """A workspace as it was in a revision: a `Tree` that git keeps."""

    name: str
    commit: str
    folders: Mapping[str, _Folder]
    objects: "_Objects"

    def place(self, path: str) -> str:
        """Return the name that git has for a file or folder: `main:records`."""
        return f"{self.name}:{path}"

    def items(self, folder: str) -> list[Item]:
        """Return what is in a folder, sorted by name; nothing if the revision has no such folder.

        Raises `NotReadableError` where a link, a file or another repository has the name.
        """
        found = self.folders.get(folder)
        if found is None and folder in self.folders[""].items:
            raise NotReadableError("not-folder")
        return sorted(found.items.values()) if found else []

    def settled(self, folders: Iterable[str]) -> bool:  # noqa: ARG002 - as other trees have
        """Return True: a revision does not change."""
        return True

    def read(self, path: str, limit: int) -> bytes:
        """Read a plain file, at most one byte over `limit`. Raises `NotReadableError`."""
        folder, _, name = path.rpartition("/")
        known = self.folders.get(folder)
        file = known.files.get(name) if known else None
        if file is None:
            raise NotReadableError("not-plain")
        if file.refusal:
            raise NotReadableError(file.refusal)
        return self.objects.read(file.object, limit)


def _add_listed(folders: dict[str, _Folder], line: bytes, prefix: str) -> None:
    """Add a line of `git ls-tree` to the folder that it is in, by its path below the prefix."""
    about, _, raw = line.partition(b"\t")
    mode, sort, name = about.decode().split(" ")
    path = os.fsdecode(raw)
    if not path.startswith(prefix):
        return  # a folder above the workspace
    path = path.removeprefix(prefix)
    above, _, last = path.rpartition("/")
    folder = folders[above]
    if sort == "tree":
        folder.items[last] = Item(last, path, folder=True, link=False)
        folders[path] = _Folder({}, {})
        return
    folder.items[last] = Item(last, path, folder=False, link=mode == _LINK_MODE)
    if mode == _LINK_MODE:
        folder.files[last] = _File(name, "link")
    else:
        folder.files[last] = _File(name, None if sort == "blob" else "submodule")


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
            pass  # it has ended, so there is no answer
        head = answers.readline().split()
        if len(head) == len(("name", "missing")):
            raise NotReadableError("not-in-git")
        size = int(head[2]) if head else 0
        data = answers.read(min(size, limit) + 1)
        short = len(data) <= min(size, limit)  # it ended during this answer or before
        if short or size > limit:
            self._stop()  # so as not to read on to the end of what is too large
        if short:
            raise NotReadableError("git")
        return data[:size]

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
