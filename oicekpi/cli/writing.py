"""What the verbs that write share: records to be changed, and the progress before and after."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from oicekpi.cli import terminal
from oicekpi.cli.session import Session
from oicekpi.cli.waiting import READING, watched
from oicekpi.messages.failures import InvalidRecordError, UsageError

if TYPE_CHECKING:
    from oicekpi.app.importing.rows import Basis
    from oicekpi.checks.intake import Intake
    from oicekpi.checks.rules.rule import Context
    from oicekpi.domain.plan import Plan
    from oicekpi.domain.progress import Progress
    from oicekpi.domain.record import Record
    from oicekpi.schema.record_files import Entry
    from oicekpi.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """The workspace as a writing verb finds it: all records, and the plan of the day."""

    session: Session
    workspace: "Workspace"
    intake: "Intake"
    entries: "list[Entry]"

    @classmethod
    def open(cls, session: Session) -> "Desk":
        """Read the workspace. What is wrong in it is no hindrance; `check` tells of it."""
        from oicekpi.checks.intake import Intake

        workspace = session.workspace()
        intake = Intake(workspace, watched(READING))
        return cls(session, workspace, intake, list(intake.entries()))

    @property
    def context(self) -> "Context":
        """What rules may look at beside the records."""
        from oicekpi.checks.rules.rule import Context

        return Context(self.workspace.root, self.session.today)

    @property
    def basis(self) -> "Basis":
        """What the rows of a sheet are held to."""
        from oicekpi.app.importing.rows import Basis

        return Basis(self.intake.plans, cache(self.plan), self.context, self.entries)

    def plan(self, day: date) -> "Plan":
        """Give the plan that a record of the day belongs to; without it nothing is written.

        Raises as `Session.chosen` does.
        """
        return self.session.chosen(self.intake, day)[1]

    def find(self, wanted: str) -> "Entry":
        """Find a record by its id or its file.

        Raises `UsageError` where there is none such, or its file has to be mended first.
        """
        name = record_id(wanted)
        found = next((entry for entry in self.entries if entry.id == name), None)
        if found is not None:
            return found
        unsound = [each for each in self.intake.findings if record_id(each.path) == name]
        if unsound:
            terminal.tell_findings(unsound)
            raise UsageError(f"the record {name} has errors", f"mend it with: oicekpi edit {name}")
        raise self.unknown(wanted)

    def unknown(self, wanted: str) -> UsageError:
        """Say that there is no such record, and which may be meant."""
        from oicekpi.messages.text import nearest

        name = record_id(wanted)
        inside = [entry.id for entry in self.entries if entry.id.startswith(f"{name}#")]
        if inside:
            hint = f"name one of them, as {inside[0]}"
            return UsageError(f"{name} is a list of {len(inside)} records", hint)
        near = nearest(name, (entry.id for entry in self.entries))
        hint = f"did you mean {near}?" if near else "`oicekpi log` lists them all"
        return UsageError(f"there is no record {wanted!r}", hint)

    def warn(self, record: "Record", before: "Entry | None" = None) -> None:
        """Tell what `check` would warn of once the record is there, in the place of `before`.

        What it warns of already is not told again. Raises `InvalidRecordError` where it would not
        let the record pass.
        """
        from oicekpi.checks.draft import reason, typed
        from oicekpi.checks.foresight import warnings
        from oicekpi.domain.finding import Level

        others = [entry for entry in self.entries if entry is not before]
        told = warnings(before.record, others, self.context) if before else []
        faults = [each for each in warnings(record, others, self.context) if each not in told]
        errors = [fault for fault in faults if fault.level is Level.ERROR]
        if errors:
            raise InvalidRecordError(reason(typed(fault)) for fault in errors)
        for fault in faults:
            terminal.tell(f"oicekpi: warning: {reason(typed(fault))}")

    def indicators(
        self, plan: "Plan", indicators: Iterable[str], entries: "Iterable[Entry]"
    ) -> "dict[str, Progress]":
        """Judge some indicators today, as if `entries` were all the records there are."""
        from oicekpi.domain.progress import of_indicator
        from oicekpi.domain.tally import Ledger

        ledger = Ledger(plan)
        for entry in entries:
            ledger.add(entry)
        known = (plan.indicators[each] for each in indicators if each in plan.indicators)
        return {each.id: of_indicator(plan, each, ledger, self.session.today) for each in known}

    def tell_movement(self, old: "Sequence[Entry]", new: "Sequence[Entry]") -> None:
        """Say how the indicators moved when the `new` records came in the place of the `old`."""
        from oicekpi.reports.movement import moved
        from oicekpi.reports.render import lines

        gone = {entry.id for entry in old}
        rest = [entry for entry in self.entries if entry.id not in gone]
        look = self.session.look()
        for plan, touched in self._by_plan([*old, *new]):
            ids = dict.fromkeys(each for entry in touched for each in entry.record.indicator)
            before = self.indicators(plan, ids, self.entries)
            after = self.indicators(plan, ids, [*rest, *new])
            terminal.say(lines((moved(before[each], after[each], look) for each in before), look))

    def _by_plan(self, entries: "Iterable[Entry]") -> "Iterable[tuple[Plan, list[Entry]]]":
        """Part records by the plan that they belong to, as far as it is sound."""
        days: dict[date, list[Entry]] = {}
        for entry in entries:
            days.setdefault(entry.record.date, []).append(entry)
        parted: dict[str, tuple[Plan, list[Entry]]] = {}
        for day in sorted(days):
            name, plan = self.intake.choose(day, self.session.plan)
            if plan is not None:
                parted.setdefault(name, (plan, []))[1].extend(days[day])
        return parted.values()


def record_id(wanted: str) -> str:
    """Give the id of a record that was named by its id or its file."""
    return wanted.replace(os.sep, "/").rpartition("/")[2].removesuffix(".yaml")


def change(desk: Desk, entry: "Entry", changes: Mapping[str, object]) -> None:
    """Change keys of a record in its file, move the file where its day changed, and tell of it.

    Raises `InvalidRecordError` where the record would not stand after it.
    """
    from oicekpi.checks.draft import require
    from oicekpi.storage import yamlfile
    from oicekpi.storage.edit import set_keys
    from oicekpi.storage.record_text import fields_of

    desk.plan(entry.record.date)
    record = require(desk.intake.plans, {**fields_of(entry.record), **changes})
    desk.warn(record, entry)
    old = desk.intake.tree.read(entry.path, yamlfile.MAX_BYTES)
    put(desk, entry.path, old, set_keys(old, entry.at, changes), only=entry.at)


def wrong_with(desk: Desk, path: str, data: bytes) -> list[str]:
    """Say what would be wrong with a file of records, if it held `data`."""
    from oicekpi.checks.draft import examine
    from oicekpi.storage.naming import renamed

    found = examine(desk.intake.plans, renamed(path, data), data)
    return [f"{each.place}: {each.message}; {each.hint}" for each in found]


def put(desk: Desk, path: str, old: bytes, new: bytes, *, only: int | None = None) -> None:
    """Write a file of records anew, under the name that its day wants, and tell of it.

    `only` is the place of the one record that has changed, if the file is a list. Raises
    `InvalidRecordError`, and as `Session.chosen` does; then nothing was written.
    """
    from oicekpi.storage import write
    from oicekpi.storage.naming import renamed

    if reasons := wrong_with(desk, path, new):
        raise InvalidRecordError(reasons)
    wanted = renamed(path, new)
    before = [each for each in desk.entries if each.path == path]
    after = _entries(wanted, new)
    for entry in after:
        desk.plan(entry.record.date)
    terminal.report(write.move(desk.workspace, path, wanted, old, new))

    def changed(group: "Iterable[Entry]") -> "list[Entry]":
        return [each for each in group if only in {None, each.at}]

    desk.tell_movement(changed(before), changed(after))


def _entries(path: str, data: bytes) -> "list[Entry]":
    from oicekpi.schema.record_files import Entry, parse
    from oicekpi.storage import yamlfile

    return [item for item in parse(path, data, yamlfile.read(data)) if isinstance(item, Entry)]
