"""What stands on the disk when writing goes wrong, at each call to the system in turn."""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from oicekpi.errors import CannotWriteError, OicekpiError, StandsTwiceError
from oicekpi.records.store import Entry, entries
from oicekpi.records.text import render
from oicekpi.records.write import Draft, create, create_all, move, replace
from oicekpi.workspace import Workspace

TRIP = {"date": "2024-04-12", "kind": "trip", "indicator": "A1.staff", "people": 2}
OLD, CHANGED = render(TRIP | {"state": "planned"}), render(TRIP | {"approval": "U-1"})
LATER = render(TRIP | {"date": "2025-01-03"})
STEM = "2024-04-12-trip-a1-staff"
PATH = f"records/2024/{STEM}.yaml"
MOVED = "records/2025/2025-01-03-trip-a1-staff.yaml"

CALLS = ("open", "write", "fsync", "fchmod", "link", "rename", "unlink", "mkdir", "stat")


def _create(workspace: Workspace) -> str | None:
    return create(workspace, Draft(STEM, CHANGED)).warning


def _create_elsewhere(workspace: Workspace) -> str | None:
    """Write the first record of a year."""
    return create(workspace, Draft("2025-01-03-x", LATER)).warning


def _create_all(workspace: Workspace) -> str | None:
    drafts = [Draft(STEM, CHANGED), Draft("2025-01-03-x", LATER), Draft(STEM, CHANGED)]
    return create_all(workspace, drafts, "table").warning


def _replace(workspace: Workspace) -> str | None:
    return replace(workspace, PATH, OLD.encode(), CHANGED.encode()).warning


def _move(workspace: Workspace) -> str | None:
    return move(workspace, PATH, MOVED, OLD.encode(), LATER.encode()).warning


WORKS = (_create, _create_elsewhere, _create_all, _replace, _move)
Work = Callable[[Workspace], str | None]
State = dict[str, str]


class KilledError(BaseException):
    """Stands for the end of the process: from here on nothing reaches the disk."""


class Trouble:
    """Makes calls to the system fail: the one whose number is `at`, or all from there on."""

    def __init__(
        self, error: BaseException, at: int | None = None, *, lasting: bool = False
    ) -> None:
        """Without `at` nothing fails, and the calls are only counted."""
        self.error = error
        self.at = at
        self.lasting = lasting
        self.calls: list[str] = []

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Put the trouble between the program and the system."""
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, self._between(name, getattr(os, name)))
            yield

    def _between(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def tried(*args: object, **options: object) -> object:
            number = len(self.calls)
            self.calls.append(name)
            if self.at is not None and (number == self.at or (self.lasting and number > self.at)):
                raise self.error
            return call(*args, **options)

        return tried


def _workspace(folder: Path) -> Workspace:
    """Make a workspace with one planned record."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "plans").mkdir(parents=True)
    (folder / "records" / "2024").mkdir(parents=True)
    (folder / PATH).write_text(OLD)
    return Workspace(folder)


def _state(workspace: Workspace) -> State:
    """Give what a reader sees: the records by their paths, all of them valid."""
    found = list(entries(workspace))
    assert all(isinstance(item, Entry) for item in found), found
    paths = [item.path for item in found if isinstance(item, Entry)]
    return {path: (workspace.root / path).read_text() for path in paths}


def _hidden(workspace: Workspace) -> list[Path]:
    """List what a reader does not see."""
    return [path for path in workspace.records.rglob("*") if path.name.startswith(".")]


def _states(folder: Path, work: Work) -> tuple[State, State, int]:
    """Do the work without trouble: the state before and after it, and the number of calls."""
    workspace = _workspace(folder)
    before, trouble = _state(workspace), Trouble(KilledError())
    with trouble.begin():
        assert work(workspace) is None
    return before, _state(workspace), len(trouble.calls)


def _tried(workspace: Workspace, work: Work, trouble: Trouble) -> str | OicekpiError | None:
    """Do the work in trouble: its warning, or its failure."""
    with trouble.begin():
        try:
            return work(workspace)
        except OicekpiError as error:
            return error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("work", WORKS)
def test_a_call_that_fails_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, work: Work, number: int
) -> None:
    """An error says that nothing was written, and leaves nothing; else the record is there."""
    before, after, calls = _states(tmp_path, work)
    assert calls > 5
    for at in range(calls):
        workspace = _workspace(tmp_path)
        outcome = _tried(workspace, work, Trouble(OSError(number, ""), at))
        if isinstance(outcome, CannotWriteError):
            assert os.strerror(number).lower() in outcome.message
            assert (_state(workspace), _hidden(workspace)) == (before, [])
        else:
            assert _state(workspace) == after
            # A lock that could not be removed only keeps its name from being used.
            assert outcome or all(path.suffix == ".lock" for path in _hidden(workspace))


@pytest.mark.parametrize("work", WORKS)
def test_a_disk_that_goes_away_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, work: Work
) -> None:
    """When nothing works any more from some call on, no record is lost, cut or there in part."""
    before, after, calls = _states(tmp_path, work)
    for at in range(calls):
        workspace = _workspace(tmp_path)
        outcome = _tried(workspace, work, Trouble(OSError(errno.EROFS, ""), at, lasting=True))
        if isinstance(outcome, StandsTwiceError):
            assert _state(workspace) == before | after
        else:
            assert outcome
            wanted = before if isinstance(outcome, CannotWriteError) else after
            assert _state(workspace) == wanted


@pytest.mark.parametrize("work", WORKS)
def test_a_process_that_is_killed_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, work: Work
) -> None:
    """Whenever the process ends, readers see valid records, and the next writer is not hindered.

    Only a record that moves to another day may stand twice, as it was and as it is now.
    """
    before, after, calls = _states(tmp_path, work)
    allowed = [before, after, before | after] if work is _move else [before, after]
    for at in range(calls):
        workspace = _workspace(tmp_path)
        with Trouble(KilledError(), at, lasting=True).begin(), pytest.raises(KilledError):
            work(workspace)
        assert _state(workspace) in allowed
        assert create(workspace, Draft(STEM, OLD)).warning is None
        assert len(_state(workspace)) > 1


@pytest.mark.parametrize("work", [_create, _move])
def test_without_hard_links_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Work
) -> None:
    """A file system that only moves files keeps the same promise."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.EOPNOTSUPP, "")

    monkeypatch.setattr(os, "link", refuse)
    test_a_call_that_fails_leaves_the_old_state_or_the_new_one(tmp_path, work, errno.ENOSPC)
    test_a_process_that_is_killed_leaves_the_old_state_or_the_new_one(tmp_path, work)


def test_an_interrupt_after_the_old_file_went_does_not_take_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C at the worst moment of a move leaves the record in its new place."""
    workspace = _workspace(tmp_path)
    unlink = os.unlink

    def interrupted(name: str, **options: int) -> None:
        unlink(name, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "unlink", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _move(workspace)
    assert _state(workspace) == {MOVED: LATER}


# --- the real system ------------------------------------------------------------------------------

SCRIPT = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from oicekpi.records.write import Draft, create, move, replace
from oicekpi.workspace import Workspace

top, path, moved, old, changed, later = sys.argv[2:]
works = {
    "create": lambda place: create(place, Draft(Path(moved).stem, later)),
    "replace": lambda place: replace(place, path, old.encode(), changed.encode()),
    "move": lambda place: move(place, path, moved, old.encode(), later.encode()),
}
for name, work in works.items():
    child = os.fork()
    if not child:
        try:
            work(Workspace(Path(top, name)))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
"""
HOUSE = Path(__file__).parents[2]
BEFORE = {PATH: OLD}
AFTER = {
    "create": {PATH: OLD, MOVED: LATER},
    "replace": {PATH: CHANGED},
    "move": {MOVED: LATER},
}
REAL = ("mkdirat", "write", "fsync", "linkat", "renameat", "unlinkat")


def _traced(folder: Path, *options: str) -> tuple[dict[str, State], list[str]]:
    """Do each work in a process of its own, under strace: the states, and what strace tells."""
    places = {name: _workspace(folder / name) for name in AFTER}
    program = [sys.executable, "-BI", "-c", SCRIPT, str(HOUSE), str(folder)]
    command = [
        "strace",
        "-f",
        "-qq",
        "--seccomp-bpf",
        *(word for option in options for word in ("-e", option)),
    ]
    done = subprocess.run(
        [*command, *program, PATH, MOVED, OLD, CHANGED, LATER],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return {name: _state(place) for name, place in places.items()}, done.stderr.splitlines()


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Count how often one work makes each call; skip where strace is missing or may not trace."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    try:
        states, lines = _traced(tmp_path_factory.mktemp("strace"), f"trace={','.join(REAL)}")
    except subprocess.CalledProcessError:
        pytest.skip("strace may not trace here")
    assert states == AFTER
    made = re.findall(r"(\[pid +\d+\]) (\w+)\(", "\n".join(lines))
    often = Counter(made)
    return {call: max(often[pid, name] for pid, name in often if name == call) for call in REAL}


@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO"])
def test_the_real_system_keeps_the_promise_too(
    tmp_path: Path, turns: dict[str, int], fault: str
) -> None:
    """Killed, or failed by the system itself, at each call: the old state or the new one."""
    for call, often in turns.items():
        for turn in range(1, often + 1):
            states, lines = _traced(tmp_path, f"trace={call}", f"inject={call}:{fault}:when={turn}")
            assert "INJECTED" in "".join(lines) or "SIGKILL" in "".join(lines)
            for name, state in states.items():
                twice = name == "move" and "KILL" in fault and state == BEFORE | AFTER[name]
                assert state in (BEFORE, AFTER[name]) or twice
