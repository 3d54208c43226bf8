"""Changing records: `confirm`, `cancel`, `remove` and `edit`."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from oicekpi.app import typed
from oicekpi.app.adding import foreseen, require
from oicekpi.app.content import Content, Movement
from oicekpi.checks.candidate import examine
from oicekpi.domain.finding import Finding, Problem
from oicekpi.domain.record import Entry
from oicekpi.domain.vocabulary import State
from oicekpi.messages.failures import CannotReadError, InvalidRecordError, NotFoundError, UsageError
from oicekpi.messages.text import nearest
from oicekpi.schema.record_files import records_in
from oicekpi.storage import write as storage
from oicekpi.storage import yamlfile
from oicekpi.storage.document import parse
from oicekpi.storage.edit import set_keys
from oicekpi.storage.naming import renamed
from oicekpi.storage.record_text import fields_of
from oicekpi.storage.workspace import NotReadableError
from oicekpi.storage.write import Saved
from oicekpi.values import dataclass

_MOST_NAMED = 5


@dataclass(frozen=True)
class Change:
    """A change of a file of records that is not written yet.

    `new` is None if the file is to be removed. `until` is the last day of a trip that was moved
    with its first day, and `replaced` an approval whose place another one takes. `after` are the
    records that change, as they will be.
    """

    path: str
    wanted: str
    old: bytes
    new: bytes | None
    warnings: tuple[Problem, ...]
    movement: tuple[Movement, ...]
    until: date | None = None
    replaced: str | None = None
    after: tuple[Entry, ...] = ()


def confirm(  # noqa: PLR0913 - each is what may be said of it
    content: Content,
    wanted: str,
    *,
    day: date | None = None,
    until: date | None = None,
    approval: str | None = None,
    evidence: Sequence[str] = (),
) -> Change:
    """Return the change by which a planned record is done.

    A record that is done takes a late approval or further evidence. Raises `UsageError`,
    `NotFoundError`, `BadDataError` and `InvalidRecordError`.
    """
    entry = find(content, wanted)
    record = entry.record
    changes: dict[str, object] = {}
    if approval is not None:
        changes |= typed.read_all(record.kind, {"approval": approval}, content.today)
    replaced = (
        record.approval if changes.get("approval", record.approval) != record.approval else None
    )
    if evidence:
        changes["evidence"] = tuple(dict.fromkeys((*record.evidence, *evidence)))
    if record.state is State.CANCELLED:
        raise UsageError("cancelled-record", id=entry.id)
    if record.state is State.DONE and record.date <= content.today:
        if not changes or day or until:
            raise UsageError("confirmed-already", id=entry.id)
        return replace(_change(content, entry, changes), replaced=replaced)
    if (day or record.date) > content.today:
        raise UsageError("not-happened-yet", id=entry.id, day=day or record.date)
    changes["state"] = None
    moved = None
    if day is not None:
        changes["date"] = day
        if until is None and (planned := record.get("until")) is not None:
            until = planned + (day - record.date)
            moved = until if until != planned else None
        changes["until"] = until
    elif until is not None:
        changes["until"] = until
    return replace(_change(content, entry, changes, moved), replaced=replaced)


def cancel(content: Content, wanted: str, reason: str) -> Change:
    """Return the change by which a record will not happen.

    Raises `UsageError`, `NotFoundError`, `BadDataError` and `InvalidRecordError`.
    """
    if not reason.strip():
        raise UsageError("empty-reason")
    entry = find(content, wanted)
    if entry.record.state is State.CANCELLED:
        raise UsageError("already-cancelled", id=entry.id)
    return _change(content, entry, {"state": State.CANCELLED.value, "reason": reason})


def remove(content: Content, wanted: str) -> Change:
    """Return the change by which a record's file is removed.

    Raises `UsageError` for one of a list of records, and `NotFoundError`.
    """
    entry = find(content, wanted)
    if entry.at is not None:
        raise UsageError("record-in-list", id=entry.id)
    old = read(content, entry.path)
    return Change(entry.path, entry.path, old, None, (), content.movement([entry], ()))


def rewrite(content: Content, path: str, old: bytes, new: bytes) -> Change:
    """Return the change by which a file of records gets another text.

    Raises `InvalidRecordError`, `NotFoundError` and `BadDataError`.
    """
    return _put(content, path, old, new)


def apply(content: Content, change: Change) -> Saved:
    """Write a change. Raises `ChangedMeanwhileError` and `CannotWriteError`."""
    workspace = content.workspace
    if change.new is None:
        return storage.remove(workspace, change.path, change.old)
    return storage.move(workspace, change.path, change.wanted, change.old, change.new)


# --- finding records ------------------------------------------------------------------------------


def record_id(wanted: str) -> str:
    """Return the id of a record that was named by its id or its file."""
    return wanted.replace(os.sep, "/").rpartition("/")[2].removesuffix(".yaml")


def find(content: Content, wanted: str) -> Entry:
    """Return the record that is named by its id, its file or the beginning of its id.

    Raises `NotFoundError`, and `BadDataError` for a record with errors.
    """
    known = {entry.id: entry for entry in content.entries}
    broken = {record_id(each.path): each for each in content.findings if _of_record(each)}
    name = _unique(wanted, known, broken)
    if name in known:
        return known[name]
    found = [each for each in content.findings if record_id(each.path) == name]
    raise UsageError("record-has-errors", findings=found, id=name)


def path_of(content: Content, wanted: str) -> str:
    """Return the file of a record or of a list of records, valid or not. Raises `NotFoundError`."""
    paths = {entry.id: entry.path for entry in content.entries}
    paths |= {record_id(path): path for path in paths.values()}
    paths |= {record_id(each.path): each.path for each in content.findings if _of_record(each)}
    return paths[_unique(wanted, paths, ())]


def _of_record(finding: Finding) -> bool:
    return finding.path.startswith("records/") and finding.path.endswith(".yaml")


def _unique(wanted: str, known: Iterable[str], broken: Iterable[str]) -> str:
    name = record_id(wanted)
    ids = list(dict.fromkeys([*known, *broken]))
    if name in ids:
        return name
    inside = [each for each in ids if each.startswith(f"{name}#")]
    if inside:
        raise NotFoundError("list-of-records", wanted=name, count=len(inside), first=inside[0])
    fitting = [each for each in ids if name and each.startswith(name)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NotFoundError("ambiguous-record", wanted=wanted, ids=fitting[:_MOST_NAMED])
    raise NotFoundError("unknown-record", wanted=wanted, near=nearest(name, ids))


def read(content: Content, path: str) -> bytes:
    """Return the bytes of a file of records. Raises `CannotReadError`."""
    try:
        return content.workspace.read(path, yamlfile.MAX_BYTES)
    except NotReadableError as error:
        raise CannotReadError(content.workspace.root / path, error.reason) from None


# --- changes --------------------------------------------------------------------------------------


def problems_in(content: Content, path: str, data: bytes) -> list[Finding]:
    """Return what would be wrong with a file of records if it held `data`."""
    return examine(content.plans, renamed(path, data), data)


def _change(
    content: Content,
    entry: Entry,
    changes: Mapping[str, object],
    until: date | None = None,
) -> Change:
    content.plan(entry.record.date)
    record = require(content, {**fields_of(entry.record), **changes})
    warned = foreseen(content, record, entry)
    old = read(content, entry.path)
    new = set_keys(old, entry.at, changes)
    change = _put(content, entry.path, old, new, entry.at)
    return replace(change, warnings=warned, until=until)


def _put(
    content: Content,
    path: str,
    old: bytes,
    new: bytes,
    only: int | None = None,
) -> Change:
    """Return the change of a file; `only` is the place of the one record of a list that changes."""
    if problems := problems_in(content, path, new):
        raise InvalidRecordError(problems)
    wanted = renamed(path, new)
    before = [each for each in content.entries if each.path == path]
    found = records_in(parse(wanted, new))
    after = [each for each in found if isinstance(each, Entry)]
    for entry in after:
        content.plan(entry.record.date)
    gone, come = ([each for each in side if only in {None, each.at}] for side in (before, after))
    return Change(path, wanted, old, new, (), content.movement(gone, come), after=tuple(come))
