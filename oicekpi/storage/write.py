"""Writing records: a new one, many new ones, a changed one, a moved one.

Each is one step on the disk: whoever reads at any moment, and whoever finds the folder after the
machine stopped in the midst, meets the old state or the new one. What failed before that step
raises and leaves nothing; what fails after it is a warning, for the record is there, and who was
told otherwise would add it twice.
"""

import dataclasses
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

from oicekpi.domain.record import Record
from oicekpi.messages.failures import reason_of
from oicekpi.storage import moving, naming
from oicekpi.storage import record_text as text
from oicekpi.storage.disk import (
    Folder,
    alone,
    as_cannot_write,
    hidden_name,
    new_folder,
    opened,
    settle,
    stems,
)
from oicekpi.storage.naming import all_free, free, numbered, slug
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace

_STEM: Final = re.compile(r"\d{4}-\d{2}-\d{2}(-[^/\\\0]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be written: the id that it would best have, and its file's text."""

    stem: str
    text: str

    @classmethod
    def of(cls, record: Record) -> Self:
        """Give the draft of a record, by the id that its fields tell."""
        fields = text.fields_of(record)
        return cls(naming.stem(fields), text.render(fields))

    def __post_init__(self) -> None:
        """Let nothing be an id that could lead to another folder."""
        if not _STEM.fullmatch(self.stem):
            raise ValueError(self.stem)


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that is on the disk: its file from the workspace's folder, and its id.

    `warning` tells of a fault after that, which the record outlived.
    """

    path: str
    id: str
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class SavedAll:
    """Many records that are on the disk, in a folder of their own."""

    folder: str
    records: tuple[Saved, ...]
    warning: str | None = None


def create(workspace: Workspace, draft: Draft, taken: Container[str] = ()) -> Saved:
    """Write a new record into the folder of its year; never over another.

    Where another record has the id, in whatever folder, or `taken` holds it, the record gets the
    next that is free: `…-2`, `…-3`. Raises `CannotWriteError` where nothing was written.
    """
    year = draft.stem[:4]
    with (
        as_cannot_write(workspace.records / year / f"{draft.stem}.yaml"),
        opened(workspace.records, [year], make=True) as folders,
    ):
        records, folder = folders
        hidden = hidden_name()
        with folder.cleared(hidden):
            folder.write(hidden, draft.text.encode())
            with alone(records) as sure:
                settle(workspace, sure=sure)
                name = folder.publish(hidden, free(draft.stem, stems(workspace), taken))
        return _saved(workspace, folders, name, hidden)


def place(workspace: Workspace, stem: str) -> str:
    """Name the file that `create` would now make for a record, from the workspace's folder."""
    return f"records/{stem[:4]}/{next(free(stem, stems(workspace)))}"


def places(workspace: Workspace, drafts: Iterable[Draft], label: str) -> Iterator[str]:
    """Name the files that `create_all` would now make of the drafts, each when it is asked for."""
    folders = numbered(_folder(label))
    folder = next(each for each in folders if not os.path.lexists(workspace.records / each))
    wanted = (each.stem for each in drafts)
    return (f"records/{folder}/{name}" for name in all_free(wanted, stems(workspace)))


def create_all(
    workspace: Workspace,
    drafts: Sequence[Draft],
    label: str,
    taken: Container[str] = (),
    watch: Watch = unwatched,
) -> SavedAll:
    """Write new records into a new folder `records/import-<label>/`: all of them, or none.

    They are written into a hidden folder, which then gets its name in one step. The ids are
    chosen as by `create`. Raises `CannotWriteError` where nothing was written.
    """
    if not drafts:
        return SavedAll("", ())
    wanted = _folder(label)
    with (
        as_cannot_write(workspace.records / wanted),
        opened(workspace.records, make=False) as (records,),
        alone(records) as sure,
    ):
        settle(workspace, sure=sure)
        names = list(all_free((each.stem for each in drafts), stems(workspace), taken))
        hidden = hidden_name()
        with new_folder(records, hidden) as inner:
            for name, draft in watch(zip(names, drafts, strict=True)):
                inner.write(name, draft.text.encode())
            inner.flush()
            final = next(each for each in numbered(wanted) if not records.has(each))
            records.rename(hidden, final)
        folder = workspace.relative(records.path / final)
        saved = tuple(Saved(f"{folder}/{name}", _id(name)) for name in names)
        return SavedAll(folder, saved, _warning(_unflushed(records)))


def replace(workspace: Workspace, path: str, old: bytes, new: bytes) -> Saved:
    """Put `new` in the place of `old`, which the file of records at `path` held when it was read.

    The file keeps its permissions. Raises `ChangedMeanwhileError` where it does not hold `old` any
    more, and `CannotWriteError`; either way nothing was written.
    """
    *parts, name = _inside(path)
    with (
        as_cannot_write(workspace.root / path),
        opened(workspace.records, parts, make=False) as folders,
    ):
        folder = folders[-1]
        mode = folder.require(name, old)
        hidden = hidden_name()
        with folder.cleared(hidden):
            folder.write(hidden, new, mode)
            with alone(folders[0]) as sure:
                settle(workspace, sure=sure)
                folder.require(name, old)
                folder.rename(hidden, name)
        return Saved(path, _id(name), _warning(_unflushed(folder)))


def move(workspace: Workspace, path: str, wanted: str, old: bytes, new: bytes) -> Saved:
    """Put `new` at `wanted`, or the next free name after it, and take `old` from `path`.

    That is for a record whose day changes, for its file is named by the day. The step in which it
    moves is that in which the new file gets its name; see `oicekpi.storage.moving`.

    Raises as `replace` does.
    """
    if wanted == path:
        return replace(workspace, path, old, new)
    *parts, name = _inside(path)
    *wanted_parts, wanted_name = _inside(wanted)
    with (
        as_cannot_write(workspace.root / path),
        opened(workspace.records, parts, make=False) as sources,
        opened(workspace.records, wanted_parts, make=True) as targets,
    ):
        source, target = sources[-1], targets[-1]
        mode = source.require(name, old)
        hidden = hidden_name()
        with target.cleared(hidden):
            target.write(hidden, new, mode)
            with alone(targets[0]) as sure:
                settle(workspace, sure=sure)
                source.require(name, old)

                def claim(each: str) -> bool:
                    note = moving.written(workspace.relative(target.path / each), new)
                    return _take(source, name, note, partial(target.take, hidden, each))

                final = next(filter(claim, free(_id(wanted_name), stems(workspace))))
                left = _leave(source, name, target, final)
        saved = _saved(workspace, targets, final, hidden)
        warning = _warning([saved.warning], left, _unflushed(source))
        return dataclasses.replace(saved, warning=warning)


def remove(workspace: Workspace, path: str, old: bytes) -> Saved:
    """Remove the file of records at `path`, which held `old` when it was read.

    Raises as `replace` does.
    """
    *parts, name = _inside(path)
    with (
        as_cannot_write(workspace.root / path),
        opened(workspace.records, parts, make=False) as folders,
        alone(folders[0]),
    ):
        folders[-1].require(name, old)
        folders[-1].unlink(name)
        return Saved(path, _id(name), _warning(_unflushed(folders[-1])))


@contextmanager
def writing(_: Workspace) -> Iterator[None]:
    """Keep other commands from writing into the workspace."""
    yield


# --- names ----------------------------------------------------------------------------------------


def _id(name: str) -> str:
    return name.removesuffix(".yaml")


def _folder(label: str) -> str:
    return f"import-{slug(label) or 'records'}"


def _inside(path: str) -> list[str]:
    """Split a path of the workspace into its parts below `records/`."""
    top, *parts = path.split("/")
    if top != "records" or not parts or {"", ".", ".."}.intersection(parts) or "\0" in path:
        raise ValueError(path)
    return parts


# --- the step of a move ---------------------------------------------------------------------------


def _take(source: Folder, name: str, note: bytes, take: Callable[[], bool]) -> bool:
    """Take a new name, of which a note beside the old file tells before; say if it was free.

    An interrupt leaves the note, which alone says nothing: the name may just have been taken.
    """
    hidden = moving.note_name(name)
    try:
        source.write(hidden, note)
        source.flush()
        taken = take()
    except OSError:
        with suppress(OSError):
            source.unlink(hidden)
        raise
    if not taken:
        source.unlink(hidden)
    return taken


# --- when the record is there ---------------------------------------------------------------------


def _leave(source: Folder, name: str, target: Folder, final: str) -> list[str]:
    """Remove the old file and its note; give what kept them from going.

    Where the old file stays, the new one is taken back, and the failure raised. Where that fails
    too, the record has moved: readers pass over the old file.
    """
    note = moving.note_name(name)
    try:
        target.flush()
        source.unlink(name)
    except OSError as error:
        try:
            target.unlink(final)
        except OSError:
            return [_stays("the old file", source.path / name, error)]
        with suppress(OSError):
            source.unlink(note)
        raise
    return list(_undeleted(source, note, "the note"))


def _saved(workspace: Workspace, folders: list[Folder], name: str, hidden: str) -> Saved:
    """Tidy up after a new record, which no fault can undo any more."""
    folder = folders[-1]
    faults = [*_undeleted(folder, hidden, "the temporary file")]
    for above, inner in pairwise(folders):
        faults += _unflushed(above) if inner.made else ()
    faults += _unflushed(folder)
    return Saved(workspace.relative(folder.path / name), _id(name), _warning(faults))


def _undeleted(folder: Folder, name: str, what: str) -> Iterator[str]:
    try:
        folder.unlink(name)
    except FileNotFoundError:
        pass  # it was moved to its name, not linked
    except OSError as error:
        yield _stays(what, folder.path / name, error)


def _stays(what: str, path: Path, error: OSError) -> str:
    return f"{what} {path} could not be deleted ({reason_of(error)})"


def _unflushed(folder: Folder) -> Iterator[str]:
    try:
        folder.flush()
    except OSError as error:
        yield f"the folder {folder.path} could not be flushed to the disk ({reason_of(error)})"


def _warning(*faults: Iterable[str | None]) -> str | None:
    return "; ".join(fault for group in faults for fault in group if fault) or None
