"""Write files of a workspace, on every system.

A file is written under a temporary name, flushed to the disk, and then gets its own name in one
step. A reader therefore meets the old file or the new one, and so does whoever looks at the disk
after the process was killed. One command writes at a time.

Links are looked for before anything is written. Whoever can replace a folder by a link in the
moment between the look and the write is not stopped: that takes the right to write here already.
"""

import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from oicekpi.messages.failures import CannotWriteError, ChangedMeanwhileError, reason_of
from oicekpi.storage.workspace import Workspace, is_link

# `init` lets git ignore both, and readers pass over every name that begins with a dot.
LOCK: Final = ".oicekpi.lock"
_TEMPORARY: Final = re.compile(r"\.oicekpi-[0-9a-f]{16}\.tmp")
_DAY: Final = 24 * 60 * 60  # seconds
PATIENCE: Final = 60  # seconds that a command waits for another one to finish writing
_PAUSE: Final = 0.01  # seconds

_held: ContextVar[frozenset[Path]] = ContextVar("_held", default=frozenset())


@contextmanager
def as_cannot_write(path: Path) -> Iterator[None]:
    """Raise `CannotWriteError` about `path` for every `OSError`."""
    try:
        yield
    except OSError as error:
        raise CannotWriteError(path, reason_of(error)) from error


# --- one writer at a time -------------------------------------------------------------------------


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Keep other commands from writing into the workspace.

    Hold it around a check and the write that depends on it; it may be entered again inside. The
    system ends the lock when the process ends, however that happens, so none is left behind.

    Raises `CannotWriteError` if another command writes for longer than `PATIENCE`.
    """
    root = workspace.root.resolve()
    if root in _held.get():
        yield
        return
    path = root / LOCK
    with as_cannot_write(path):
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise CannotWriteError(path, code="not-plain-file")
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        until = time.monotonic() + PATIENCE
        while not _locked(handle):
            if time.monotonic() > until:
                raise CannotWriteError(path, code="other-writer")
            time.sleep(_PAUSE)
        token = _held.set(_held.get() | {root})
        try:
            yield
        finally:
            _held.reset(token)
    finally:
        with suppress(OSError):  # nothing was written through it
            os.close(handle)


def _locked(handle: int) -> bool:
    """Lock an open file, and return whether that worked, or whether there are no locks here.

    Without locks new files still never replace others, since their names are taken in one step.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not everywhere

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except (ImportError, OSError):
        return True
    return True


# --- files ----------------------------------------------------------------------------------------


def as_stored(name: str) -> str:
    """Return a file's name as the system takes it: it is UTF-8 on the disk, whatever the locale."""
    return name if name.isascii() else os.fsdecode(name.encode("utf-8", "surrogateescape"))


def as_read(name: str) -> str:
    """Return a file's name as people read it, from what the system gives."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "surrogateescape")


def folder_of(workspace: Workspace, *parts: str) -> Path:
    """Return the folder `<workspace>/<parts>`, and make what is missing of it.

    Raises `OSError`, and `CannotWriteError` where a link stands on the way.
    """
    folder = workspace.root
    for part in parts:
        folder /= part
        with suppress(FileExistsError):
            folder.mkdir()
        if is_link(folder.lstat()):
            raise CannotWriteError(folder, code="link-in-the-way")
    return folder


def put_new(folder: Path, names: Iterable[str], data: bytes) -> str:
    """Write a new file under the first of the names that nothing has; return the name."""
    with _temporary_file(folder, data) as temporary:
        name = next(name for name in names if _publish(temporary, folder / as_stored(name)))
    flush(folder)
    return name


def put_over(path: Path, old: bytes, new: bytes) -> None:
    """Replace a file that holds `old`; it keeps its permissions as far as the system lets us.

    Raises `OSError`, `CannotWriteError` for what is no plain file, and `ChangedMeanwhileError`
    where it holds anything else or is gone; then nothing was written.
    """
    mode = _require(path, old)
    with _temporary_file(path.parent, new) as temporary:
        with suppress(AttributeError, NotImplementedError, OSError):
            temporary.chmod(mode)
        _require(path, old)
        temporary.replace(path)
    flush(path.parent)


def put_document(path: Path, data: bytes, wrote: Callable[[bytes], bool]) -> None:
    """Write a file, or replace one of which `wrote` says that this program wrote it.

    Raises `OSError`; and `CannotWriteError` for any other file that is there, and
    `ChangedMeanwhileError` where another program was quicker; then nothing was written.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise CannotWriteError(path, code="not-plain-file")
        old = path.read_bytes()
    except FileNotFoundError:
        if not path.parent.exists():
            raise CannotWriteError(path.parent, code="no-output-folder") from None
        with _temporary_file(path.parent, data) as temporary:
            if not _publish(temporary, path):
                raise ChangedMeanwhileError(path) from None
        flush(path.parent)
        return
    if not wrote(old):
        raise CannotWriteError(path, code="not-our-report")
    put_over(path, old, data)


def put_folder(above: Path, names: Iterable[str], files: Iterable[tuple[str, bytes]]) -> str:
    """Write new files into a new folder, all or none, and return the folder's name.

    It is the first of the names that nothing has. The files are written into a temporary folder,
    which then gets the name in one step.
    """
    sweep(above)
    temporary = above / _temporary_name()
    temporary.mkdir()
    try:
        for file, data in files:
            write_file(temporary / as_stored(file), data)
        flush(temporary)
        name = next(name for name in names if rename(temporary, above / as_stored(name)))
    except BaseException:
        _clear(temporary)
        raise
    flush(above)
    return name


def rename(path: Path, wanted: Path) -> bool:
    """Rename a file or folder, and return whether it has the name now: not if anything had it."""
    if os.path.lexists(wanted):
        return False
    try:
        path.rename(wanted)
    except FileExistsError:  # another program was quicker, on Windows
        return False
    return True


def write_file(path: Path, data: bytes) -> None:
    """Write a new file and flush it to the disk; if that fails, a part of it may be there."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def remove(path: Path, old: bytes) -> None:
    """Remove a file that still holds `old`. Raises `ChangedMeanwhileError` and `OSError`."""
    _require(path, old)
    path.unlink()


def flush(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can; Windows cannot."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove temporary files that killed commands left in a folder, by their name and age."""
    with suppress(OSError), os.scandir(folder) as scan:
        for item in scan:
            if _TEMPORARY.fullmatch(item.name):
                with suppress(OSError):
                    if item.stat(follow_symlinks=False).st_mtime < time.time() - _DAY:
                        _clear(Path(item.path))


def _clear(path: Path) -> None:
    """Remove a temporary file, or a folder of nothing but records; anything else is left."""
    with suppress(OSError):
        about = path.lstat()
        if stat.S_ISREG(about.st_mode):
            path.unlink()
        elif stat.S_ISDIR(about.st_mode) and not is_link(about):
            files = [*path.iterdir()]
            if all(each.suffix == ".yaml" and stat.S_ISREG(each.lstat().st_mode) for each in files):
                for record in files:
                    record.unlink()
                path.rmdir()


def _temporary_name() -> str:
    return f".oicekpi-{os.urandom(8).hex()}.tmp"


@contextmanager
def _temporary_file(folder: Path, data: bytes) -> Iterator[Path]:
    sweep(folder)
    path = folder / _temporary_name()
    try:
        write_file(path, data)
        yield path
    finally:
        with suppress(OSError):  # it has another name by now, or is swept later
            path.unlink()


def _publish(temporary: Path, path: Path) -> bool:
    """Give a file its name, and return whether it has it now: not if anything had it."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except (AttributeError, NotImplementedError, OSError):
        # No hard links here. Between a look and a renaming only another program could come.
        return rename(temporary, path)
    return True


def _require(path: Path, data: bytes) -> int:
    """Return the permissions of a plain file that holds `data`. Raises as `put_over` does."""
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise CannotWriteError(path, code="not-plain-file")
        found = path.read_bytes()
    except FileNotFoundError:
        raise ChangedMeanwhileError(path) from None
    if found != data:
        raise ChangedMeanwhileError(path)
    return stat.S_IMODE(mode)
