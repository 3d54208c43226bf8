"""A folder of records, open for writing: first a hidden file, then a name, which is one step.

Everything goes through open folders, entered one by one without following links, so that no name
leads out of `records/`, whatever is moved meanwhile. A hidden file (its name begins with a dot)
is nothing to any reader; one that is left behind when the machine stops does no harm.
"""

import errno
import fcntl
import os
import secrets
import shutil
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from oicekpi.messages.failures import CannotWriteError, ChangedMeanwhileError, reason_of
from oicekpi.storage import moving
from oicekpi.storage.workspace import Workspace

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_LOCK: Final = ".lock"
# How file systems say that they have no hard links: FAT, some network and phone storage.
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP}
)


@contextmanager
def as_cannot_write(path: Path) -> Iterator[None]:
    """Tell what the system refuses as `CannotWriteError` about `path`."""
    try:
        yield
    except OSError as error:
        raise CannotWriteError(path, reason_of(error)) from error


def hidden_name() -> str:
    """Give a name for a hidden file or folder that nothing else has."""
    return f".oicekpi-{secrets.token_hex(8)}.tmp"


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder: its handle, its path, and whether it is new. Its methods raise `OSError`."""

    handle: int
    path: Path
    made: bool = False

    def write(self, name: str, data: bytes, mode: int | None = None) -> None:
        """Write a new file and flush it to the disk; where that fails, some of it may be there.

        `mode` are its permissions, else those that the process gives to new files.
        """
        handle = os.open(name, _NEW, 0o666, dir_fd=self.handle)
        try:
            if mode is not None:
                os.fchmod(handle, mode)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)

    def read(self, name: str) -> tuple[bytes, int]:
        """Read a plain file: its bytes and its permissions."""
        handle = os.open(name, _READ, dir_fd=self.handle)
        try:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise OSError(errno.EINVAL, "")
            with os.fdopen(handle, "rb", closefd=False) as file:
                return file.read(), stat.S_IMODE(about.st_mode)
        finally:
            os.close(handle)

    def require(self, name: str, data: bytes) -> int:
        """Give the permissions of a file that still holds `data`.

        Raises `ChangedMeanwhileError` where it holds anything else, or is gone.
        """
        try:
            found, mode = self.read(name)
        except FileNotFoundError:
            raise ChangedMeanwhileError(self.path / name) from None
        if found != data:
            raise ChangedMeanwhileError(self.path / name)
        return mode

    def unlink(self, name: str) -> None:
        """Remove a file."""
        os.unlink(name, dir_fd=self.handle)

    def rename(self, name: str, other: str) -> None:
        """Give a file or folder another name, over the file that may have it."""
        os.rename(name, other, src_dir_fd=self.handle, dst_dir_fd=self.handle)

    def has(self, name: str) -> bool:
        """Tell whether anything stands under the name."""
        try:
            os.stat(name, dir_fd=self.handle, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def flush(self) -> None:
        """Make sure that the names in the folder are on the disk."""
        os.fsync(self.handle)

    @contextmanager
    def cleared(self, name: str) -> Iterator[None]:
        """Remove the file of this name, if it is there, where the block fails."""
        try:
            yield
        except BaseException:
            with suppress(OSError):
                self.unlink(name)
            raise

    def publish(self, hidden: str, names: Iterable[str]) -> str:
        """Give a hidden file the first of the names that nothing has; say which."""
        return next(name for name in names if self.take(hidden, name))

    def take(self, hidden: str, name: str) -> bool:
        """Give a hidden file a name, unless anything has it; tell whether it got it.

        The file may keep its hidden name too.
        """
        try:
            os.link(hidden, name, src_dir_fd=self.handle, dst_dir_fd=self.handle)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno in _NO_LINKS:
                return self._move(hidden, name)
            raise
        return True

    def _move(self, hidden: str, name: str) -> bool:
        """Do the same without links: whoever makes the lock file may move a file to the name.

        A lock that was left behind only costs its name, until `settle` takes it away.
        """
        lock = f".{name}{_LOCK}"
        try:
            os.close(os.open(lock, _NEW, 0o666, dir_fd=self.handle))
        except FileExistsError:
            return False
        try:
            if self.has(name):
                return False
            self.rename(hidden, name)
            return True
        finally:
            with suppress(OSError):
                self.unlink(lock)


@contextmanager
def opened(top: Path, parts: Sequence[str] = (), *, make: bool) -> Iterator[list[Folder]]:
    """Open a folder and those in it down to `<top>/<parts>`, from the top.

    With `make`, those in it that are not there are made. Raises `OSError`, and `CannotWriteError`
    where one of them, or the top, is a link.
    """
    with ExitStack() as stack:
        _refuse_link(top)
        folders = [_kept(stack, Folder(os.open(top, _FOLDER | os.O_NOFOLLOW), top))]
        for part in parts:
            folders.append(_kept(stack, _entered(folders[-1], part, make=make)))
        yield folders


@contextmanager
def new_folder(above: Folder, name: str) -> Iterator[Folder]:
    """Make a folder, and open it; where the block fails, remove it with its files."""
    os.mkdir(name, dir_fd=above.handle)
    try:
        with ExitStack() as stack:
            yield _kept(stack, _entered(above, name, make=False))
    except BaseException:
        shutil.rmtree(name, ignore_errors=True, dir_fd=above.handle)
        raise


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise CannotWriteError(path, "it is a symbolic link, and may lead elsewhere")


def _kept(stack: ExitStack, folder: Folder) -> Folder:
    stack.callback(_shut, folder.handle)
    return folder


def _shut(handle: int) -> None:
    with suppress(OSError):  # it was only read; nothing depends on it
        os.close(handle)


def _entered(above: Folder, name: str, *, make: bool) -> Folder:
    path = above.path / name
    made = make and not above.has(name)
    if made:
        with suppress(FileExistsError):  # another writer made it just now
            os.mkdir(name, dir_fd=above.handle)
    else:
        _refuse_link(path)
    handle = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=above.handle)
    return Folder(handle, path, made=made)


@contextmanager
def alone(folder: Folder) -> Iterator[bool]:
    """Keep other writers of a folder waiting; the system ends it should the process die.

    New names are exclusive even without. It spares two changers of one file a race, and two
    writers the same id in different folders. Where the file system has no locks, all goes on;
    what is given tells whether nobody else is writing for sure.
    """
    sure = True
    try:
        fcntl.flock(folder.handle, fcntl.LOCK_EX)
    except OSError:
        sure = False
    try:
        yield sure
    finally:
        with suppress(OSError):
            fcntl.flock(folder.handle, fcntl.LOCK_UN)


def stems(workspace: Workspace) -> set[str]:
    """Gather the ids that are taken, in whatever folder, as `folded` gives them."""
    return {
        folded(name.removesuffix(".yaml"))
        for _, names in _walk(workspace)
        for name in names
        if name.endswith(".yaml")
    }


def settle(workspace: Workspace, *, sure: bool) -> None:
    """End what other writers had begun when the machine stopped; what resists is left.

    A move is ended: forward if the record is in its new file, else back. `sure` says that nobody
    else is writing, so that no lock can be anybody's.
    """
    for folder, names in _walk(workspace):
        for name in names:
            path = f"{folder}/{name}"
            if moving.is_note(name):
                old = moving.noted(path)
                _remove(workspace, [old, path] if moving.moved(workspace, old) else [path])
            elif sure and name.startswith(".") and name.endswith(_LOCK):
                _remove(workspace, [path])


def _walk(workspace: Workspace) -> Iterator[tuple[str, list[str]]]:
    """Go through the folders of the records that are not hidden: the path, and the files' names."""
    for folder, folders, names in os.walk(workspace.records):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield workspace.relative(folder), names


def _remove(workspace: Workspace, paths: Sequence[str]) -> None:
    """Remove files of one folder in this order, as far as the system lets us."""
    _, *parts, _ = paths[0].split("/")
    with suppress(OSError, CannotWriteError), opened(workspace.records, parts, make=False) as found:
        for path in paths:
            with suppress(FileNotFoundError):  # it may be gone, and the note about it not
                found[-1].unlink(path.rpartition("/")[2])


def folded(stem: str) -> str:
    """Give what two names share that some system takes for one."""
    return unicodedata.normalize("NFC", stem).casefold()
