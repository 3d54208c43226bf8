"""Write records: a new one, many new ones, a changed one, a moved one.

Each command that fails raises and leaves nothing behind. A reader meets the state before or the
state after. A move has one state in between: see `move`.
"""

import dataclasses
import hashlib
import os
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import PurePath
from typing import Final, Self

from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Record
from oicekpi.messages.failures import UsageError, reason_of
from oicekpi.storage import disk, naming
from oicekpi.storage import record_text as text
from oicekpi.storage.disk import as_cannot_write, writing
from oicekpi.storage.naming import all_free, folded, free, numbered, slug
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace
from oicekpi.values import dataclass

# No character that separates folders anywhere, or that Windows does not allow in a name.
_STEM: Final = re.compile(r'\d{4}-\d{2}-\d{2}(-[^\x00-\x1f<>:"/\\|?*]+)?', re.ASCII)
_MARK: Final = 4  # hexadecimal digits


@dataclass(frozen=True)
class Draft:
    """A record to be written: what its name begins with, and its file's text."""

    stem: str
    text: str

    @classmethod
    def of(cls, record: Record) -> Self:
        """Return the draft of a record, named by its fields."""
        fields = text.fields_of(record)
        return cls(naming.stem(fields), text.render(fields))

    def __post_init__(self) -> None:
        """Raise `ValueError` for a name that could lead to another folder."""
        if not _STEM.fullmatch(self.stem):
            raise ValueError(self.stem)

    @property
    def id(self) -> str:
        """The id that the record gets if it is free: it ends in a mark of the text.

        So two people who write alike records on two branches get two files.
        """
        return f"{self.stem}-{hashlib.sha256(self.text.encode()).hexdigest()[:_MARK]}"


@dataclass(frozen=True)
class Saved:
    """A record on the disk: its file from the workspace's folder, and its id.

    `warning` says what went wrong after the record was written.
    """

    path: str
    id: str
    warning: Problem | None = None


@dataclass(frozen=True)
class SavedAll:
    """Many records on the disk, in a folder of their own."""

    folder: str
    records: tuple[Saved, ...]


def create(workspace: Workspace, draft: Draft, taken: Container[str] = ()) -> Saved:
    """Write a new record into the folder of its year; never over another.

    Where another record has the id, in whatever folder, or `taken` holds it, the record gets the
    next that is free: `…-2`, `…-3`. Raises `CannotWriteError` where nothing was written.
    """
    wanted = f"records/{draft.stem[:4]}/{draft.id}.yaml"
    with as_cannot_write(workspace.root / wanted), writing(workspace):
        folder = disk.folder_of(workspace, "records", draft.stem[:4])
        names = free(draft.id, _ids(workspace), taken)
        name = disk.put_new(folder, names, draft.text.encode())
    disk.flush(workspace.records)
    return _saved(f"records/{draft.stem[:4]}/{name}")


def place(workspace: Workspace, draft: Draft) -> str:
    """Return the path from the workspace's folder of the file that `create` would make now."""
    return f"records/{draft.stem[:4]}/{next(free(draft.id, _ids(workspace)))}"


def places(workspace: Workspace, drafts: Iterable[Draft], label: str) -> Iterator[str]:
    """Yield the paths of the files that `create_all` would make now."""
    folders = numbered(_folder(label))
    folder = next(each for each in folders if not os.path.lexists(workspace.records / each))
    wanted = (each.id for each in drafts)
    return (f"records/{folder}/{name}" for name in all_free(wanted, _ids(workspace)))


def create_all(
    workspace: Workspace,
    drafts: Sequence[Draft],
    label: str,
    taken: Container[str] = (),
    watch: Watch = unwatched,
) -> SavedAll:
    """Write new records into a new folder `records/import-<label>/`: all of them, or none.

    They are written into a temporary folder, which then gets its name in one step. The ids are
    chosen as by `create`. Raises `CannotWriteError` where nothing was written.
    """
    if not drafts:
        return SavedAll("", ())
    wanted = _folder(label)
    with as_cannot_write(workspace.records / wanted), writing(workspace):
        records = disk.folder_of(workspace, "records")
        names = list(all_free((each.id for each in drafts), _ids(workspace), taken))
        files = watch(zip(names, drafts, strict=True))
        written = ((name, draft.text.encode()) for name, draft in files)
        folder = f"records/{disk.put_folder(records, numbered(wanted), written)}"
    return SavedAll(folder, tuple(_saved(f"{folder}/{name}") for name in names))


def create_plan(workspace: Workspace, path: str, data: bytes) -> Saved:
    """Write a new plan. Raises `CannotWriteError`, and `UsageError` where something has its name.

    Either way nothing was written.
    """
    name = path.removeprefix("plans/")
    with as_cannot_write(workspace.root / path), writing(workspace):
        folder = disk.folder_of(workspace, "plans")
        try:
            disk.put_new(folder, [name], data)
        except StopIteration:  # the only name is taken
            raise UsageError("plan-exists", path=path) from None
    return _saved(path)


def replace(workspace: Workspace, path: str, old: bytes, new: bytes) -> Saved:
    """Put `new` in the place of `old`, which the file of records at `path` held when it was read.

    Raises `ChangedMeanwhileError` where it does not hold `old` any more, and `CannotWriteError`;
    either way nothing was written.
    """
    *parts, name = _parts(path)
    with as_cannot_write(workspace.root / path), writing(workspace):
        disk.put_over(disk.folder_of(workspace, *parts) / name, old, new)
    return _saved(path)


def move(workspace: Workspace, path: str, wanted: str, old: bytes, new: bytes) -> Saved:
    """Replace `old` by `new`, and rename the file to `wanted`, or the next free name after it.

    That is for a record whose date changes, since its file is named by it. A command that is
    killed between the two steps leaves one file whose date does not match its name, which `check`
    reports; the record is never there twice, and never lost. If only the renaming fails, the
    warning of what is returned says so.

    Raises as `replace` does.
    """
    *folders, name = _parts(wanted)
    if wanted == path:
        return replace(workspace, path, old, new)
    with as_cannot_write(workspace.root / path), writing(workspace):
        folder = disk.folder_of(workspace, *folders)
        replace(workspace, path, old, new)
        source = workspace.root / path
        names = free(name.removesuffix(".yaml"), _ids(workspace))
        try:
            stored = ((each, folder / disk.as_stored(each)) for each in names)
            name = next(each for each, place in stored if disk.rename(source, place))
        except OSError as error:
            warning = Problem((), "not-renamed", {"reason": reason_of(error)})
            return dataclasses.replace(_saved(path), warning=warning)
        disk.flush(folder)
        disk.flush(source.parent)
    return _saved("/".join((*folders, name)))


def remove(workspace: Workspace, path: str, old: bytes) -> Saved:
    """Remove the file of records at `path`, which held `old` when it was read.

    Raises as `replace` does.
    """
    *parts, name = _parts(path)
    with as_cannot_write(workspace.root / path), writing(workspace):
        folder = disk.folder_of(workspace, *parts)
        disk.remove(folder / name, old)
        disk.flush(folder)
    return _saved(path)


def file_names(workspace: Workspace) -> set[str]:
    """Return the names of the files of records, in whatever folder, as people read them.

    Folders may be as deep as somebody made them, so this does not call itself.
    """
    found: set[str] = set()
    folders = [str(workspace.records)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as scan:
            for item in scan:
                if item.is_dir(follow_symlinks=False):
                    if not item.name.startswith("."):
                        folders.append(item.path)
                elif item.name.endswith(".yaml"):
                    found.add(disk.as_read(item.name))
    return found


def _ids(workspace: Workspace) -> set[str]:
    """Return the ids that are taken, in whatever folder, as `folded` gives them."""
    return {folded(name.removesuffix(".yaml")) for name in file_names(workspace)}


def _saved(path: str) -> Saved:
    return Saved(path, path.rpartition("/")[2].removesuffix(".yaml"))


def _folder(label: str) -> str:
    return f"import-{slug(label) or 'records'}"


def _parts(path: str) -> list[str]:
    """Split the path of a file in `records/`. Raises `ValueError` for any other."""
    top, *parts = path.split("/")
    plain = all(each and each != ".." and PurePath(each).name == each for each in parts)
    if top != "records" or not parts or not plain or "\0" in path:
        raise ValueError(path)
    return [top, *parts]
