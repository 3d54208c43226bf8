"""The dated files of `records/`: which there are, and the records in them."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from oicekpi.domain.finding import Finding, Problem, inside
from oicekpi.domain.record import KINDS, Entry, Partial
from oicekpi.domain.vocabulary import DAY_SHAPE, is_day
from oicekpi.schema.reading import JudgedRecord, read_record
from oicekpi.storage.document import Document, unreadable
from oicekpi.storage.workspace import NotReadableError, Tree, ignored
from oicekpi.storage.yamlfile import Value

_FOLDER: Final = "records"
_ALMOST: Final = frozenset({_FOLDER, "record"})
MAX_DEPTH: Final = 20  # folders in folders; more is a mistake, or an attack
_MAX_LISTINGS: Final = 5  # someone who writes without end keeps nobody from reading
_NAME: Final = re.compile(r"(\d{4}-\d{2}(?:-\d{2}|(?!-\d{2})))(?:-.+)?\.yaml", re.ASCII | re.DOTALL)

Found: TypeAlias = Entry | Partial | Finding
"""What is in a file: a record, what is valid of a record with errors, something wrong."""


def paths(tree: Tree) -> list[str | Finding]:
    """List the files of records, sorted by name, and what else is in the folder.

    Every file that is not read gives a finding; none is left out in silence. A file that is moved
    meanwhile, from a folder that is still to be listed into one that was, would be in neither. So
    if a folder has changed just now, all are listed again until two lists agree.
    """
    found: list[str | Finding] = []
    for _ in range(_MAX_LISTINGS):
        before, folders = found, list[str]()
        found = [*_paths(tree, _FOLDER, 0, folders)]
        if found == before or tree.settled(folders):
            break
    return found


def misplaced(tree: Tree) -> Iterator[Finding]:
    """Find what lies beside `records/` instead of in it, so that nothing of it counts.

    That is a dated file, and a folder of such files whose name is almost that one.
    """
    try:
        items = tree.items(".")
    except NotReadableError:  # a folder may be entered, and not listed
        return
    names = {item.name for item in items}
    for item in items:
        if not item.folder and _NAME.fullmatch(item.name):
            yield Finding(item.name, 0, 0, "misplaced-record")
        elif item.folder and item.name != _FOLDER and item.name.lower() in _ALMOST:
            # Where capitals make no difference, it may be the folder itself.
            beside = _FOLDER in names or item.name.lower() != _FOLDER
            if beside and any(isinstance(each, str) for each in _paths(tree, item.name, 0, [])):
                yield Finding(item.name, 0, 0, "misplaced-record", {}, "folder")


def _paths(tree: Tree, folder: str, depth: int, folders: list[str]) -> Iterator[str | Finding]:
    folders.append(folder)
    if depth > MAX_DEPTH:
        yield Finding(folder, 0, 0, "unreadable-file", {"depth": MAX_DEPTH}, "depth")
        return
    try:
        items = tree.items(folder)
    except NotReadableError as error:
        yield unreadable(folder, error)
        return
    for item in items:
        if not item.folder and _NAME.fullmatch(item.name):
            yield item.path  # as almost all files are
        elif ignored(item):
            continue
        elif item.folder and not item.name.endswith((".yaml", ".yml")):
            yield from _paths(tree, item.path, depth + 1, folders)
        elif item.name.lower().endswith((".yaml", ".yml")) and not item.link:
            yield item.path
        elif item.link:
            yield Finding(item.path, 0, 0, "unreadable-file", {}, "link")
        else:
            yield Finding(item.path, 0, 0, "unexpected-file", {}, "record")


def records_in(document: Document, *, strict: bool = False) -> list[Found]:
    """Return the records of a file and what is wrong with them, each judged by itself.

    With `strict`, pydantic judges each of them. Where the file's name is wrong or a value was
    refused as YAML, the records are partial: they do not count.
    """
    if document.value is None:
        return [*document.findings]
    name = document.path.rpartition("/")[2]
    stem, match = name.removesuffix(".yaml"), _NAME.fullmatch(name)
    records: list[tuple[int | None, JudgedRecord]]
    problems: list[Problem] = []
    if isinstance(document.value, tuple):
        records = [(at, read_record(each, strict=strict)) for at, each in enumerate(document.value)]
        problems += [] if records else [Problem((), "too-few-items", {}, "records")]
    else:
        judged = read_record(document.value, strict=strict)
        dated = match[1] if match and judged.valid and not document.findings else ""
        if dated and dated == judged.record.date.isoformat():
            return [Entry(stem, document.path, None, judged.record)]  # as almost all files are
        records = [(None, judged)]
    misnamed = (
        _misnamed(document.path, match[1], document.value)
        if match
        else Finding(document.path, 0, 0, "bad-file-name", {})
    )
    dated = match[1] if match and not misnamed else ""
    found: list[Found] = []
    for at, judged in records:
        where = () if at is None else (at,)
        entry = Entry(stem if at is None else f"{stem}#{at + 1}", document.path, at, judged.record)
        problems += [inside(problem, *where) for problem in judged.problems]
        invalid = judged.invalid
        if "date" not in invalid and not entry.record.date.isoformat().startswith(dated):
            params = {"day": entry.record.date, "name": dated}
            key = judged.written.get("date", "date")
            problems.append(Problem((*where, key), "date-mismatch", params))
            invalid |= {"date"}
        if misnamed or invalid or judged.problems:
            found.append(Partial(entry._replace(id=""), invalid, judged.written, judged.items))
        else:
            found.append(entry)
    findings = [*document.findings, *document.place(problems)]
    return [*([misnamed] if misnamed else []), *found, *findings]


def _misnamed(path: str, dated: str, value: Value) -> Finding | None:
    """Find why a file's name does not fit what is in it: its date, a list or not."""
    by_day = DAY_SHAPE.fullmatch(dated) is not None
    if not is_day(dated if by_day else f"{dated}-01"):
        return Finding(path, 0, 0, "bad-file-name", {"name": dated}, "calendar")
    if by_day and isinstance(value, tuple):
        wanted = f"{dated[:7]}-{_plural(value)}.yaml"
        return Finding(path, 0, 0, "bad-file-name", {"wanted": wanted}, "list")
    if not by_day and isinstance(value, dict):
        return Finding(path, 0, 0, "bad-file-name", {}, "record")
    return None


def _plural(records: tuple[Value, ...]) -> str:
    """Return a word for a list of records, by the kind of the first of them."""
    first = records[0] if records else None
    kind = first.get("kind") if isinstance(first, dict) else None
    known = kind if isinstance(kind, str) and kind in KINDS else "record"
    return f"{known.removesuffix('y')}ies" if known.endswith("y") else f"{known}s"
