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
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from oicekpi.domain.finding import Finding, Problem
from oicekpi.domain.record import Entry
from oicekpi.messages.failures import CannotWriteError, OicekpiError
from oicekpi.schema import record_files
from oicekpi.storage.document import load
from oicekpi.storage.record_text import render
from oicekpi.storage.workspace import Workspace
from oicekpi.storage.write import Draft, create, create_all, move, remove, replace

TRIP = {"date": "2024-04-12", "kind": "trip", "indicator": "A1.staff", "people": 2}
OLD, CHANGED = render(TRIP | {"state": "planned"}), render(TRIP | {"approval": "U-1"})
LATER = render(TRIP | {"date": "2025-01-03"})
FIRST = render(TRIP | {"date": "2024-01-01"})
STEM = "2024-04-12-trip-a1-staff"
PATH = f"records/2024/{STEM}.yaml"
MOVED = "records/2025/2025-01-03-trip-a1-staff.yaml"

CALLS = (
    "open", "fsync", "chmod", "link", "rename", "replace", "unlink",
    "mkdir", "rmdir", "stat", "lstat", "fstat", "scandir", "read",
)  # fmt: skip


def _create(workspace: Workspace) -> Problem | None:
    return create(workspace, Draft(STEM, CHANGED)).warning


def _create_elsewhere(workspace: Workspace) -> Problem | None:
    """Write the first record of a year."""
    return create(workspace, Draft("2025-01-03-x", LATER)).warning


def _create_all(workspace: Workspace) -> Problem | None:
    drafts = [Draft(STEM, CHANGED), Draft("2025-01-03-x", LATER), Draft(STEM, CHANGED)]
    create_all(workspace, drafts, "table")
    return None


def _replace(workspace: Workspace) -> Problem | None:
    return replace(workspace, PATH, OLD.encode(), CHANGED.encode()).warning


def _move(workspace: Workspace) -> Problem | None:
    return move(workspace, PATH, MOVED, OLD.encode(), LATER.encode()).warning


def _remove(workspace: Workspace) -> Problem | None:
    return remove(workspace, PATH, OLD.encode()).warning


WORKS = (_create, _create_elsewhere, _create_all, _replace, _move, _remove)
Work = Callable[[Workspace], Problem | None]
State = dict[str, str]
MISNAMED = {PATH: LATER}  # a move that was stopped between its two steps; `check` says so


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
                if hasattr(os, name):
                    patch.setattr(os, name, self._between(name, getattr(os, name)))
            patch.setattr(Path, "open", self._between("create", self._opened(Path.open)))
            yield

    def _between(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def tried(*args: object, **options: object) -> object:
            number = len(self.calls)
            self.calls.append(name)
            if self.at is not None and (number == self.at or (self.lasting and number > self.at)):
                raise self.error
            return call(*args, **options)

        return tried

    def _opened(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Let writing into a new file fail too, when half of it is written."""

        @contextmanager
        def opened(path: Path, mode: str) -> Iterator[Any]:
            with call(path, mode) as file:
                if mode != "xb":
                    yield file
                    return
                write = file.write

                def halves(data: bytes) -> None:
                    write(data[: len(data) // 2])
                    self._between("write", write)(data[len(data) // 2 :])

                yield SimpleNamespace(write=halves, flush=file.flush, fileno=file.fileno)

        return opened


def _workspace(folder: Path) -> Workspace:
    """Make a workspace with one planned record."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "plans").mkdir(parents=True)
    (folder / "records" / "2024").mkdir(parents=True)
    (folder / PATH).write_text(OLD)
    return Workspace(folder)


def _state(workspace: Workspace) -> State:
    """Give what a reader sees: the records by their paths, all of them valid.

    Only a record that is still under its old name, and does not count, may have an error.
    """
    found: list[record_files.Found] = []
    for path in record_files.paths(workspace):
        found += (
            [path] if isinstance(path, Finding) else record_files.records_in(load(workspace, path))
        )
    paths = [item.path for item in found if isinstance(item, Entry)]
    state = {path: (workspace.root / path).read_text() for path in paths}
    if len(paths) < len(found):
        (finding,) = (item for item in found if isinstance(item, Finding))
        assert (finding.path, finding.code) == (PATH, "date-mismatch")
        state[PATH] = (workspace.root / PATH).read_text()
    return state


def _hidden(workspace: Workspace) -> list[Path]:
    """List what a reader does not see."""
    return [path for path in workspace.records.rglob("*") if path.name.startswith(".")]


def _states(folder: Path, work: Work) -> tuple[State, State, int]:
    """Do the work without trouble: the state before and after it, and the number of calls."""
    workspace = _workspace(folder)
    before, trouble = _state(workspace), Trouble(KilledError())
    with trouble.begin():
        assert work(workspace) is None
    assert _hidden(workspace) == []
    return before, _state(workspace), len(trouble.calls)


def _tried(workspace: Workspace, work: Work, trouble: Trouble) -> Problem | OicekpiError | None:
    """Do the work in trouble: its warning, or its failure."""
    with trouble.begin():
        try:
            return work(workspace)
        except OicekpiError as error:
            return error


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.EOPNOTSUPP, "")


@pytest.fixture(params=["all", "little"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a system that has all, and then one without locks, hard links and permissions."""
    if request.param == "little":
        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.delattr(os, "fchmod")
        monkeypatch.delattr(os, "link")
        monkeypatch.setattr(os, "chmod", _refuse)


@pytest.mark.usefixtures("system")
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
        trouble = Trouble(OSError(number, os.strerror(number)), at)
        outcome = _tried(workspace, work, trouble)
        if isinstance(outcome, CannotWriteError):
            assert outcome.params["reason"] == os.strerror(number).lower()
            # What was to be removed then is still there, if that is what failed.
            assert trouble.calls[at] in {"unlink", "rmdir"} or _hidden(workspace) == []
            assert _state(workspace) == before
        elif outcome:
            assert (work, _state(workspace)) == (_move, MISNAMED)
        else:
            assert _state(workspace) == after


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("work", WORKS)
def test_a_disk_that_goes_away_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, work: Work
) -> None:
    """When nothing works any more from some call on, no record is lost, cut or there in part."""
    before, after, calls = _states(tmp_path, work)
    for at in range(calls):
        workspace = _workspace(tmp_path)
        outcome = _tried(workspace, work, Trouble(OSError(errno.EROFS, ""), at, lasting=True))
        if isinstance(outcome, CannotWriteError):
            assert _state(workspace) == before
        else:
            assert _state(workspace) == (MISNAMED if outcome else after)


@pytest.mark.usefixtures("system")
@pytest.mark.parametrize("work", WORKS)
def test_a_process_that_is_killed_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, work: Work
) -> None:
    """Whenever the process ends, readers see one of the two, and the next writer is not hindered.

    A move has a state in between, of which readers tell.
    """
    before, after, calls = _states(tmp_path, work)
    seen = []
    for at in range(calls):
        workspace = _workspace(tmp_path)
        # In this order, since coverage looks up the file of `raises` when it is first called.
        with pytest.raises(KilledError), Trouble(KilledError(), at, lasting=True).begin():
            work(workspace)
        seen.append(state := _state(workspace))
        assert state in (before, after) or (work, state) == (_move, MISNAMED)
        saved = create(workspace, Draft("2024-01-01-next", FIRST))
        assert _state(workspace) == state | {saved.path: FIRST}
        assert {path.suffix for path in _hidden(workspace)} <= {".tmp"}
    assert before in seen
    assert after in seen


@pytest.mark.parametrize("work", [_create_all, _move])
def test_what_a_killed_process_left_goes_when_it_is_old(tmp_path: Path, work: Work) -> None:
    """Only a command that writes into the same folder again takes it away."""
    _, _, calls = _states(tmp_path, work)
    for at in range(calls):
        workspace = _workspace(tmp_path)
        with pytest.raises(KilledError), Trouble(KilledError(), at, lasting=True).begin():
            work(workspace)
        for path in _hidden(workspace):
            os.utime(path, (0, 0))
        create(workspace, Draft("2024-01-01-next", FIRST))
        create(workspace, Draft("2025-01-01-next", FIRST.replace("2024-01", "2025-01")))
        create_all(workspace, [Draft("2024-01-01-next", FIRST)], "next")
        assert _hidden(workspace) == []


# --- the real system ------------------------------------------------------------------------------

WORKING = """
import os, shutil, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from oicekpi.storage.write import Draft, create, move, replace
from oicekpi.storage.workspace import Workspace

top, path, moved, old, changed, later = sys.argv[2:]
works = {
    "create": lambda place: create(place, Draft(Path(moved).stem, later)),
    "replace": lambda place: replace(place, path, old.encode(), changed.encode()),
    "move": lambda place: move(place, path, moved, old.encode(), later.encode()),
}

def apart(work, folder, prepare=lambda: None):
    child = os.fork()
    if not child:
        try:
            prepare()
            work(Workspace(folder))
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]
"""
ONCE = """
for name, work in works.items():
    apart(work, Path(top, name))
"""
# Each work is done again and again, and killed at its first call, its second, and so on.
KILLED = f"""
def deadly(number):
    calls = []
    def between(call):
        def tried(*args, **options):
            calls.append(call)
            if len(calls) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **options)
        return tried
    for name in set({CALLS!r}) & set(dir(os)):
        setattr(os, name, between(getattr(os, name)))

for name, work in works.items():
    ended, number = signal.SIGKILL, 0
    while ended == signal.SIGKILL:
        number += 1
        folder = Path(shutil.copytree(Path(top, name), Path(top, f"{{name}}-{{number}}")))
        ended = apart(work, folder, lambda: deadly(number))
"""
BEFORE = {PATH: OLD}
CREATED = f"records/2025/{Draft(Path(MOVED).stem, LATER).id}.yaml"
AFTER: dict[str, tuple[State, ...]] = {
    "create": ({PATH: OLD, CREATED: LATER},),
    "replace": ({PATH: CHANGED},),
    "move": (MISNAMED, {MOVED: LATER}),
}


def _run(folder: Path, script: str, *before: str) -> list[str]:
    """Let a program of its own do each work in a folder of its own; give what it tells."""
    for name in AFTER:
        _workspace(folder / name)
    house = str(Path(__file__).parents[2])
    program = [*before, sys.executable, "-BI", "-c", WORKING + script, house, str(folder)]
    words = [PATH, MOVED, OLD, CHANGED, LATER]
    done = subprocess.run([*program, *words], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()


def test_a_real_process_that_is_killed_keeps_the_promise(tmp_path: Path) -> None:
    """A process that the system ends before any of its calls leaves the old state or the new."""
    _run(tmp_path, KILLED)
    for name, after in AFTER.items():
        states = [_state(Workspace(folder)) for folder in tmp_path.glob(f"{name}-*")]
        assert len(states) > 10
        assert [state for state in states if state not in (BEFORE, *after)] == []
        assert BEFORE in states
        assert after[-1] in states


# --- the real system, where strace can make it fail -----------------------------------------------

TRACED = ("mkdir", "openat", "write", "fsync", "flock", "chmod", "link", "rename", "unlink")


def _traced(folder: Path, *options: str) -> list[str]:
    asked = [word for option in options for word in ("-e", option)]
    return _run(folder, ONCE, "strace", "-f", "-qq", "--seccomp-bpf", *asked)


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Count how often one work makes each call; skip where strace is missing or may not trace."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    try:
        lines = _traced(tmp_path_factory.mktemp("strace"), f"trace={','.join(TRACED)}")
    except subprocess.CalledProcessError:
        pytest.skip("strace may not trace here")
    often = Counter(re.findall(r"(\[pid +\d+\]) (\w+)\(", "\n".join(lines)))
    return {call: max(often[pid, name] for pid, name in often if name == call) for call in TRACED}


def test_a_system_call_that_fails_keeps_the_promise(tmp_path: Path, turns: dict[str, int]) -> None:
    """Failed by the system itself, at each call in turn: the old state or the new one."""
    for call, often in turns.items():
        for turn in range(1, often + 1):
            told = _traced(tmp_path, f"trace={call}", f"inject={call}:error=EIO:when={turn}")
            assert "INJECTED" in "".join(told)
            for name, after in AFTER.items():
                assert _state(Workspace(tmp_path / name)) in (BEFORE, *after)


@pytest.mark.usefixtures("turns")
@pytest.mark.parametrize("call", TRACED)
def test_a_process_that_is_killed_in_a_system_call_keeps_the_promise(
    tmp_path: Path, call: str
) -> None:
    """Killed within its first call of a sort: the old state or the new one."""
    assert "SIGKILL" in "".join(_traced(tmp_path, f"trace={call}", f"inject={call}:signal=KILL"))
    for name, after in AFTER.items():
        assert _state(Workspace(tmp_path / name)) in (BEFORE, *after)
