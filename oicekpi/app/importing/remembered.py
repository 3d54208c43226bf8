"""How sheets were imported before, a file for each sort of sheet: `imports/<name>.yaml`.

The files are for people to read, to edit and to merge, as all files of a workspace; what stands
in one is the subject of `oicekpi.app.importing.mapping_file`.
"""

import os
import re
from collections.abc import Mapping
from functools import reduce
from operator import and_
from pathlib import PurePath
from typing import Final

from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.app.importing.mapping_file import parse, render
from oicekpi.domain.finding import Finding
from oicekpi.domain.record import ordered
from oicekpi.messages.failures import NotFoundError, UsageError
from oicekpi.storage import document, yamlfile
from oicekpi.storage.disk import as_cannot_write, folder_of, put_new, put_over, writing
from oicekpi.storage.naming import free, slug
from oicekpi.storage.sheets.sheet import Sheet, plain
from oicekpi.storage.workspace import NotReadableError, Workspace, ignored
from oicekpi.values import dataclass

FOLDER: Final = "imports"
_DEVICE: Final = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")  # no file name on Windows


@dataclass(frozen=True)
class Remembered:
    """A mapping that was kept: its name, and what its file holds."""

    name: str
    mapping: ColumnMapping
    data: bytes

    @property
    def path(self) -> str:
        """Its file, from the workspace's folder."""
        return f"{FOLDER}/{self.name}.yaml"


@dataclass(frozen=True)
class Chosen:
    """What is remembered for a sheet, and where.

    Where several are, the mapping is what all of them say; they are `rivals`, and `open` are the
    fields of which they say different things.
    """

    origin: str
    mapping: ColumnMapping
    rivals: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def name_for(stem: str) -> str:
    """Give the name under which the import of a sheet is remembered, from `Sheet.stem`."""
    name = slug(stem) or "records"
    return f"{name}-records" if _DEVICE.fullmatch(name) else name


def read_all(workspace: Workspace) -> tuple[dict[str, Remembered], list[Finding]]:
    """Read what is remembered, by name, and find what is wrong with the files."""
    known: dict[str, Remembered] = {}
    findings: list[Finding] = []
    if not os.path.lexists(workspace.root / FOLDER):
        return known, findings
    try:
        items = workspace.items(FOLDER)
    except NotReadableError as error:
        return known, [document.unreadable(FOLDER, error)]
    for item in items:
        if ignored(item) or not item.name.endswith(".yaml"):
            continue
        try:
            data = workspace.read(item.path, yamlfile.MAX_BYTES)
        except NotReadableError as error:
            findings.append(document.unreadable(item.path, error))
            continue
        mapping, found = parse(item.path, data)
        findings += found
        if mapping is not None:
            name = item.name.removesuffix(".yaml")
            known[name] = Remembered(name, mapping, data)
    return known, findings


def choose(known: Mapping[str, Remembered], sheet: Sheet, wanted: str | None) -> Chosen | None:
    """Choose what is remembered for a sheet: `wanted` names it, else the sheet's columns tell.

    Of several that know just these columns, the one of the file's name is meant, else what all
    of them say. Where none does, the one of the file's name. Raises `NotFoundError`.
    """
    name = name_for(sheet.stem)
    if wanted is not None:
        name = PurePath(wanted).name.removesuffix(".yaml")
        if name not in known:
            raise NotFoundError("unknown-mapping", wanted=wanted, known=tuple(known) or None)
        return Chosen(known[name].path, known[name].mapping)
    filled, headers = set(map(plain, sheet.filled)), set(map(plain, sheet.headers))
    fitting = [each for each in known.values() if filled <= each.mapping.headers <= headers]
    if name in known and (not fitting or known[name] in fitting):
        fitting = [known[name]]
    if not fitting:
        return None
    mappings = [each.mapping for each in fitting]
    shared = reduce(and_, mappings)
    if all(shared.same(mapping) for mapping in mappings):
        return Chosen(fitting[0].path, shared)
    fields = {name for mapping in mappings for name in (*mapping.columns, *mapping.constants)}
    apart = fields - {*shared.columns, *shared.constants}
    apart |= {
        name
        for mapping in mappings
        for name, texts in mapping.values.items()
        if texts != shared.values.get(name)
    }
    return Chosen(f"{FOLDER}/", shared, tuple(each.name for each in fitting), tuple(ordered(apart)))


def near(known: Mapping[str, Remembered], sheet: Sheet) -> str | None:
    """Name the remembered import that knows the most of a sheet's columns, if one knows any."""
    headers = set(map(plain, sheet.headers))
    number, name = max(
        ((len(each.mapping.headers & headers), each.name) for each in known.values()),
        default=(0, ""),
    )
    return name if number else None


def remember(
    workspace: Workspace, stem: str, mapping: ColumnMapping, known: Mapping[str, Remembered]
) -> str | None:
    """Keep how a sheet was imported, where that is not known yet; give the path that was written.

    Raises `UsageError` where what stands under the sheet's name says something else, and
    was not written by this function; `ChangedMeanwhileError` and `CannotWriteError`.
    """
    name = name_for(stem)
    old = known.get(name)
    if any(mapping.same(each.mapping) for each in ([old] if old else known.values())):
        return None
    if old and old.data != render(old.mapping):
        raise UsageError("mapping-changed-by-hand", path=old.path)
    data, path = render(mapping), workspace.root / FOLDER / f"{name}.yaml"
    with as_cannot_write(path), writing(workspace):
        folder = folder_of(workspace, FOLDER)
        if old is None:
            return f"{FOLDER}/{put_new(folder, free(name, set()), data)}"
        put_over(path, old.data, data)
        return old.path
