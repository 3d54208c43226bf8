"""The dated files: which there are, and what stands in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

from oicekpi import document, yamlfile
from oicekpi.document import Doubts, Look
from oicekpi.finding import Fault, Finding
from oicekpi.records import plain, reading
from oicekpi.records.record import Record, Sketch
from oicekpi.vocabulary import DAY_SHAPE, Kind, is_day
from oicekpi.workspace import Item, NotReadableError, Tree, ignored
from oicekpi.yamlfile import Value, YamlRefusedError

MAX_DEPTH: Final = 20  # folders in folders; more is a mistake, or mischief
_NAME: Final = re.compile(r"(\d{4}-\d{2}(?:-\d{2}|(?!-\d{2})))(?:-.+)?\.yaml", re.ASCII | re.DOTALL)


class Entry(NamedTuple):
    """A record where it stands: its id, its file, and its place if the file is a list."""

    id: str
    path: str
    at: int | None
    record: Record

    @property
    def where(self) -> tuple[int, ...]:
        """The way to the record from its document's top."""
        return () if self.at is None else (self.at,)


class Sketched(NamedTuple):
    """A record with faults, where it stands: it does not count, but what it says is judged.

    Its entry has no id. By the sketch also its date is wrong where the file's name says another.
    """

    entry: Entry
    sketch: Sketch


Found: TypeAlias = Entry | Sketched | Finding
"""What stands in a file: a record, what a record with faults says, what is wrong."""


def in_file(entry: Entry, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Take faults of a record as faults of the file that it stands in."""
    return (replace(fault, where=(*entry.where, *fault.where)) for fault in faults)


def entries(tree: Tree, look: Look | None = None) -> Iterator[Found]:
    """Go through all records, by file name, and through all that is wrong with their files.

    Every file that is not understood gives a finding; none is left out in silence. `look` is
    shown each file that was read, for those who judge how it is written.
    """
    ids: dict[str, str] = {}
    for item in _files(tree, "records", 0, look):
        if not isinstance(item, Item):
            yield item
            continue
        yield from read_entries(tree, item.path, look)
        stem = item.name.removesuffix(".yaml")
        if ids.setdefault(stem, item.path) != item.path:
            yield _whole(
                item.path,
                "duplicate-record-id",
                f"{ids[stem]} has the same name, which is the record's id",
                "rename one of the two: another last word is enough",
            )


# --- the folder -----------------------------------------------------------------------------------


def _files(tree: Tree, folder: str, depth: int, look: Look | None = None) -> Iterator[Item | Found]:
    """Find the files of records in a folder and the folders in it, sorted by name.

    What is wrong with the others comes with what stands in them.
    """
    try:
        found = tree.items(folder)
    except NotReadableError as error:
        yield document.unreadable(folder, error)
        return
    for item in found:
        if not item.folder and _NAME.fullmatch(item.name):
            yield item  # as almost all files are
            continue
        if ignored(item):
            continue
        if item.folder and not item.name.endswith((".yaml", ".yml")):
            yield from _folder(tree, item.path, depth + 1, look)
        elif _NAME.fullmatch(item.name):
            yield item
        else:
            yield from _stranger(tree, item, look)


def _folder(tree: Tree, path: str, depth: int, look: Look | None) -> Iterator[Item | Found]:
    if depth <= MAX_DEPTH:
        yield from _files(tree, path, depth, look)
    else:
        deep = NotReadableError(f"it lies more than {MAX_DEPTH} folders deep")
        yield document.unreadable(path, deep)


def _stranger(tree: Tree, item: Item, look: Look | None) -> Iterator[Sketched | Finding]:
    if item.link:
        yield document.unreadable(item.path, NotReadableError("it is a symbolic link"))
    elif item.name.lower().endswith((".yaml", ".yml")):
        yield _whole(
            item.path,
            "bad-file-name",
            "the file's name is not that of a record",
            "begin it with the record's day or month and end it with .yaml, "
            "as 2024-04-12-trip-a1-staff.yaml",
        )
        # What stands in it will be a record when its name is mended, and is judged now.
        for each in () if item.folder else read_entries(tree, item.path, look):
            yield _sketched(each, Sketch(each.record)) if isinstance(each, Entry) else each
    else:
        yield _whole(
            item.path,
            "stray-file",
            "this is no record",
            "move it out of records/; papers that show something belong in evidence/",
        )


def _sketched(entry: Entry, sketch: Sketch) -> Sketched:
    return Sketched(entry._replace(id=""), sketch)


def _whole(path: str, code: str, message: str, hint: str) -> Finding:
    """Make a finding about a file as a whole."""
    return Finding(path, 0, 0, code, message, hint)


# --- one file -------------------------------------------------------------------------------------


def read_entries(tree: Tree, path: str, look: Look | None = None) -> list[Found]:
    """Read the record or the list of records of one file, and what is wrong with them."""
    try:
        data = tree.read(path, yamlfile.MAX_BYTES)
        value, slips = yamlfile.sift(data)
    except NotReadableError as error:
        return [document.unreadable(path, error)]
    except YamlRefusedError as refusal:
        return [*document.refused(path, refusal)]
    if look is not None:
        look(path, data)
    return parse(path, data, value, slips)


def parse(
    relative: str, data: bytes, value: Value, refused: Sequence[YamlRefusedError] = ()
) -> list[Found]:
    """Check what was read from a file of records, each record by itself.

    Where the file's name is at fault, its records are only sketched, and so are those of which a
    value was `refused` as YAML.
    """
    stem = relative.rpartition("/")[2].removesuffix(".yaml")
    record = plain.read(value)
    if record is not None and stem.startswith(f"{record.date.isoformat()}-"):
        return [Entry(stem, relative, None, record)]  # as almost all files are
    match = _NAME.fullmatch(f"{stem}.yaml")
    misnamed = _misnamed(relative, match[1], value) if match else None
    dated = match[1] if match and not misnamed else ""
    records, faults = _records(value)
    found: list[Found] = [misnamed] if misnamed else []
    for at, said in records:
        sketch = said if isinstance(said, Sketch) else Sketch(said)
        entry = Entry(stem if at is None else f"{stem}#{at + 1}", relative, at, sketch.record)
        if not sketch.lacks("date") and not entry.record.date.isoformat().startswith(dated):
            faults += in_file(entry, sketch.doubts.told([_name_disagrees(sketch.record, dated)]))
            sketch = sketch.without("date")
        sound = not misnamed and sketch.doubts == Doubts()
        found.append(entry if sound else _sketched(entry, sketch))
    return found + document.told(relative, data, faults[: document.MAX_FAULTS], refused)


def _records(value: Value) -> tuple[list[tuple[int | None, Record | Sketch]], list[Fault]]:
    """Read one record or a list, each with its place in it, and what is wrong, up to a bound."""
    if not isinstance(value, tuple):
        record, faults = reading.read(value)
        return [(None, record)], faults
    if not value:
        return [], [Fault((), "too-few", "the list is empty", "add a record, or delete the file")]
    records: list[tuple[int | None, Record | Sketch]] = []
    faults = []
    for at, item in enumerate(value):
        record, found = reading.read(item, (at,))
        faults += found
        records.append((at, record))
        if len(faults) >= document.MAX_FAULTS:
            break
    return records, faults


def _misnamed(path: str, dated: str, value: Value) -> Finding | None:
    """Find why a file's name does not fit what stands in it: its date, a list or not."""
    by_day = DAY_SHAPE.fullmatch(dated) is not None
    if not is_day(dated if by_day else f"{dated}-01"):
        why = f"the name begins with {dated}, which is no day or month"
        hint = "begin it with the record's day or month"
    elif by_day and isinstance(value, tuple):
        why = "a file named by a day holds one record, and this is a list"
        name = f"{dated[:7]}-{_several(value)}.yaml"
        hint = f"name it by the month, as {name}, or make a file of each record"
    elif not by_day and isinstance(value, dict):
        why = "a file named by a month holds a list of records, and this is one record"
        hint = "name it by the record's day, as 2024-04-02-trip.yaml, or begin the record with `- `"
    else:
        return None
    return _whole(path, "bad-file-name", why, hint)


def _several(records: tuple[Value, ...]) -> str:
    """Say of what kind records are, by the first of them."""
    first = records[0] if records else None
    kind = first.get("kind") if isinstance(first, dict) else None
    known = kind if isinstance(kind, str) and kind in {*Kind} else "record"
    return f"{known.removesuffix('y')}ies" if known.endswith("y") else f"{known}s"


def _name_disagrees(record: Record, dated: str) -> Fault:
    return Fault(
        ("date",),
        "date-mismatch",
        f"the record is dated {record.date}, and its file's name says {dated}",
        "correct the one that is wrong",
    )
