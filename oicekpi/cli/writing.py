"""What the verbs that write share: the plan of a day, the standing before and after, the editor."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from oicekpi.cli import terminal
from oicekpi.cli.session import Session, today
from oicekpi.cli.waiting import READING, watched
from oicekpi.errors import OicekpiError, UsageError

if TYPE_CHECKING:
    from oicekpi.checks.intake import Intake
    from oicekpi.plan.plan import Plan
    from oicekpi.progress.standing import Standing
    from oicekpi.records.store import Entry
    from oicekpi.workspace import Workspace


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
        from oicekpi.wording import nearest

        name = record_id(wanted)
        inside = [entry.id for entry in self.entries if entry.id.startswith(f"{name}#")]
        if inside:
            hint = f"name one of them, as {inside[0]}"
            return UsageError(f"{name} is a list of {len(inside)} records", hint)
        near = nearest(name, (entry.id for entry in self.entries))
        hint = f"did you mean {near}?" if near else "`oicekpi log` lists them all"
        return UsageError(f"there is no record {wanted!r}", hint)

    def standings(
        self, plan: "Plan", indicators: Iterable[str], entries: "Iterable[Entry]"
    ) -> "dict[str, Standing]":
        """Judge some indicators today, as if `entries` were all the records there are."""
        from oicekpi.progress.standing import of_indicator
        from oicekpi.progress.tally import Ledger

        ledger = Ledger(plan)
        for entry in entries:
            ledger.add(entry)
        known = (plan.indicators[each] for each in indicators if each in plan.indicators)
        return {each.id: of_indicator(plan, each, ledger, today()) for each in known}

    def tell_movement(self, old: "Sequence[Entry]", new: "Sequence[Entry]") -> None:
        """Say how the standings moved when the `new` records came in the place of the `old`."""
        from oicekpi.views.movement import moved
        from oicekpi.views.render import lines

        gone = {entry.id for entry in old}
        rest = [entry for entry in self.entries if entry.id not in gone]
        look = self.session.look()
        for plan, come in self._by_plan(new):
            ids = dict.fromkeys(each for entry in (*old, *come) for each in entry.record.indicator)
            before = self.standings(plan, ids, self.entries)
            after = self.standings(plan, ids, [*rest, *come])
            terminal.say(lines((moved(before[each], after[each], look) for each in before), look))

    def _by_plan(self, entries: "Iterable[Entry]") -> "Iterable[tuple[Plan, list[Entry]]]":
        """Part records by the plan that they belong to."""
        days: dict[date, list[Entry]] = {}
        for entry in entries:
            days.setdefault(entry.record.date, []).append(entry)
        parted: dict[str, tuple[Plan, list[Entry]]] = {}
        for day in sorted(days):
            name, plan = self.session.chosen(self.intake, day)
            parted.setdefault(name, (plan, []))[1].extend(days[day])
        return parted.values()


def record_id(wanted: str) -> str:
    """Give the id of a record that was named by its id or its file."""
    return wanted.replace(os.sep, "/").rpartition("/")[2].removesuffix(".yaml")


@contextmanager
def edited(text: bytes, name: str, wrong: Callable[[bytes], list[str]]) -> Iterator[bytes]:
    """Let the user edit a text until nothing is wrong with it, and give what came of it.

    Where what is done with it fails, the user leaves the faults, or the editor ends badly, the
    text is kept in a file that the message names. Raises `UsageError` for the latter two, and
    where there is no editor.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise UsageError("no editor is set", "set EDITOR, as in EDITOR=nano")
    folder = Path(tempfile.mkdtemp(prefix="oicekpi-"))
    path = folder / name
    path.write_bytes(text)
    try:
        _edit(editor, path)
        while reasons := wrong(path.read_bytes()):
            _ask_again(reasons)
            _edit(editor, path)
        yield path.read_bytes()
    except OicekpiError as error:
        if path.exists():
            error.hint = "\n  ".join(filter(None, (error.hint, f"your text is kept in {path}")))
        raise
    shutil.rmtree(folder)


def _ask_again(reasons: Iterable[str]) -> None:
    for reason in reasons:
        terminal.tell(reason)
    if not (terminal.can_ask() and terminal.agrees("Edit it again?")):
        raise UsageError("the record was not written")


def _edit(editor: str, path: Path) -> None:
    try:
        code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode  # noqa: S603 - the user's own editor
    except (OSError, ValueError) as error:
        shutil.rmtree(path.parent)
        raise UsageError(
            f"the editor {editor!r} cannot be started: {error}", "set EDITOR"
        ) from None
    if code:
        raise UsageError(f"the editor {editor!r} ended with {code}; nothing was written")
