"""Writing records to the disk: new ones, many at once, changed ones, moved ones."""

import errno
import os
import subprocess
import sys
import types
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from oicekpi.domain.finding import Finding
from oicekpi.domain.kinds import Trip
from oicekpi.domain.record import Entry
from oicekpi.messages.failures import CannotWriteError, ChangedMeanwhileError
from oicekpi.schema import record_files
from oicekpi.storage import disk
from oicekpi.storage.disk import LOCK, writing
from oicekpi.storage.document import load
from oicekpi.storage.record_text import render
from oicekpi.storage.workspace import Workspace
from oicekpi.storage.write import (
    Draft,
    Saved,
    create,
    create_all,
    move,
    place,
    places,
    remove,
    replace,
)

TRIP = {"date": "2024-04-12", "kind": "trip", "indicator": "A1.staff", "people": 2}
TEXT = render(TRIP)
LATER = render(TRIP | {"date": "2025-01-03"})
DRAFT = Draft("2024-04-12-trip-a1-staff", TEXT)
PATH = f"records/2024/{DRAFT.id}.yaml"
MOVED = f"records/2025/2025-01-03{DRAFT.id[10:]}.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Give an empty workspace."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "records").mkdir()
    return Workspace(tmp_path)


def _files(workspace: Workspace) -> list[str]:
    """List everything in records/ that is no folder, hidden or not."""
    found = [path for path in workspace.records.rglob("*") if not path.is_dir()]
    return sorted(workspace.relative(path) for path in found)


def _found(workspace: Workspace) -> list[record_files.Found | Finding]:
    """Give all records, and all that is wrong with their files."""
    found: list[record_files.Found | Finding] = []
    for path in record_files.paths(workspace):
        found += (
            [path] if isinstance(path, Finding) else record_files.records_in(load(workspace, path))
        )
    return found


def _ids(workspace: Workspace) -> list[str]:
    """Give the ids of the records, all of which must be valid."""
    found = _found(workspace)
    assert all(isinstance(item, Entry) for item in found), found
    return [item.id for item in found if isinstance(item, Entry)]


# --- a new record ---------------------------------------------------------------------------------


def test_a_new_record_stands_in_the_folder_of_its_year(workspace: Workspace) -> None:
    """The folder is made if need be, nothing else is left in it, and the record is valid."""
    assert create(workspace, DRAFT) == Saved(PATH, DRAFT.id)
    assert _files(workspace) == [PATH]
    assert (workspace.root / PATH).read_bytes() == TEXT.encode()
    assert _ids(workspace) == [DRAFT.id]


def test_an_id_ends_in_a_mark_of_the_content(workspace: Workspace) -> None:
    """Two officers who add alike records on two branches get two files; equal ones get one."""
    other = Draft(DRAFT.stem, f"{TEXT}note: x\n")
    assert DRAFT.id.startswith(f"{DRAFT.stem}-")
    assert len(DRAFT.id) == len(DRAFT.stem) + 5
    assert other.id != DRAFT.id == Draft(DRAFT.stem, TEXT).id
    told = place(workspace, DRAFT), place(workspace, other)
    assert told == (create(workspace, DRAFT).path, create(workspace, other).path)
    assert place(workspace, DRAFT) == PATH.replace(".yaml", "-2.yaml")


def test_a_new_record_may_be_read_by_whoever_may_read_new_files(workspace: Workspace) -> None:
    """Its permissions are those of any new file of the process."""
    before = os.umask(0o027)
    try:
        saved = create(workspace, DRAFT)
    finally:
        os.umask(before)
    assert (workspace.root / saved.path).stat().st_mode & 0o777 == 0o640


def test_a_name_that_is_taken_gets_the_next_number(workspace: Workspace) -> None:
    """An id is given once, in whatever folder and case it stands; no file is overwritten."""
    (workspace.records / "office").mkdir()
    (workspace.records / "office" / f"{DRAFT.id}-2.yaml".replace("trip", "Trip")).write_text(TEXT)
    (workspace.records / ".git").mkdir()
    (workspace.records / ".git" / f"{DRAFT.id}-5.yaml").write_text("")
    (workspace.records / "2024").mkdir()
    (workspace.records / "2024" / f"{DRAFT.id}.txt").write_text("")
    ids = [create(workspace, DRAFT, {f"{DRAFT.id}-4"}).id for _ in range(3)]
    assert ids == [DRAFT.id, f"{DRAFT.id}-3", f"{DRAFT.id}-5"]


def _refuse(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "")


@pytest.mark.parametrize("links", [True, False])
def test_a_name_that_is_taken_at_the_last_moment_gets_the_next_number(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """Whoever comes between the look and the writing loses nothing, with or without hard links."""
    if not links:
        monkeypatch.setattr(os, "link", _refuse)
    first = create(workspace, DRAFT)
    (workspace.root / first.path).write_text("theirs: 1\n")
    monkeypatch.setattr("oicekpi.storage.write._ids", lambda _: set())
    assert create(workspace, DRAFT).id == f"{DRAFT.id}-2"
    assert (workspace.root / first.path).read_text() == "theirs: 1\n"


def test_without_hard_links_a_name_that_another_program_takes_is_left_to_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows renames nothing over a file, however late that came."""
    monkeypatch.setattr(os, "link", _refuse)
    rename = os.rename

    def late(source: Path, target: Path) -> None:
        if target.name == f"{DRAFT.id}.yaml":
            raise FileExistsError
        rename(source, target)

    monkeypatch.setattr(os, "rename", late)
    assert create(workspace, DRAFT).id == f"{DRAFT.id}-2"


def test_a_folder_that_another_writer_made_just_now_is_used(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writers of the year's first records do not trip over each other."""
    make = os.mkdir

    def make_twice(*arguments: Any) -> None:  # noqa: ANN401 - those of the system's call
        make(*arguments)
        make(*arguments)

    monkeypatch.setattr(os, "mkdir", make_twice)
    assert create(workspace, DRAFT).path == PATH


def test_a_link_instead_of_a_folder_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    """A record never leaves records/ by a link; what the link leads to stays as it is."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace.records / "2024").symlink_to(elsewhere)
    with pytest.raises(CannotWriteError, match="link-in-the-way"):
        create(workspace, DRAFT)
    assert not list(elsewhere.iterdir())


def test_a_link_instead_of_all_records_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    """What `check` does not read is not written to."""
    elsewhere = tmp_path / "elsewhere"
    workspace.records.rename(elsewhere)
    workspace.records.symlink_to(elsewhere)
    with pytest.raises(CannotWriteError, match="link-in-the-way"):
        create(workspace, DRAFT)
    assert not list(elsewhere.iterdir())


def test_a_file_instead_of_a_folder_is_told(workspace: Workspace) -> None:
    """Where the year's folder cannot be, the message says what stands there."""
    (workspace.records / "2024").touch()
    with pytest.raises(CannotWriteError, match="not a directory"):
        create(workspace, DRAFT)


def test_a_junction_of_windows_is_refused_as_a_link_is(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of Windows may lead elsewhere without being a symbolic link."""
    monkeypatch.setattr("oicekpi.storage.disk.is_link", lambda _: True)
    with pytest.raises(CannotWriteError, match="link-in-the-way"):
        create(workspace, DRAFT)


@pytest.mark.parametrize(
    "stem",
    [
        "",
        "x",
        "../2024-04-12",
        "2024-04-12/x",
        "2024-04-12-x/../../y",
        "2024-04-12-a\\b",
        "2024-04-12-a:b",
        "2024-04-12-a?",
        "2024-04-12-\0",
    ],
)
def test_no_id_leads_to_another_folder(stem: str) -> None:
    """An id that is no plain name of a record is not taken."""
    with pytest.raises(ValueError, match=r".*"):
        Draft(stem, TEXT)


def test_draft_of_a_record_is_what_its_file_will_be() -> None:
    """The id is told by the fields, and the text reads back as the record."""
    record = Trip(date=date(2024, 4, 12), kind="trip", indicator=("A1.staff",), people=2)
    assert Draft.of(record) == DRAFT


# --- many new records -----------------------------------------------------------------------------


def test_many_records_come_together_in_a_folder_of_their_own(workspace: Workspace) -> None:
    """The folder is named by the label; ids that are taken, by these too, get numbers."""
    create(workspace, DRAFT)
    other = Draft("2023-04-12-x", render(TRIP | {"date": "2023-04-12"}))
    saved = create_all(workspace, [DRAFT, other, DRAFT], "Trips of 2024.csv")
    assert saved.folder == "records/import-trips-of-2024-csv"
    assert [record.id for record in saved.records] == [
        f"{DRAFT.id}-2",
        other.id,
        f"{DRAFT.id}-3",
    ]
    assert sorted(record.path for record in saved.records) == _files(workspace)[1:]
    assert len(_ids(workspace)) == 4
    again = create_all(workspace, [DRAFT], "Trips of 2024.csv")
    assert again.folder == "records/import-trips-of-2024-csv-2"
    assert create_all(workspace, [DRAFT], "…").folder == "records/import-records"


def test_names_told_beforehand_are_those_that_are_made(workspace: Workspace) -> None:
    """`places` names the files that `create_all` then makes, and makes none of them."""
    create_all(workspace, [DRAFT, DRAFT], "trips")
    (workspace.records / "import-trips-2").symlink_to("nowhere")
    told = list(places(workspace, [DRAFT, DRAFT], "trips"))
    assert told == [
        f"records/import-trips-3/{DRAFT.id}-3.yaml",
        f"records/import-trips-3/{DRAFT.id}-4.yaml",
    ]
    assert [each.path for each in create_all(workspace, [DRAFT, DRAFT], "trips").records] == told


def test_no_records_make_no_folder(workspace: Workspace) -> None:
    """Nothing to write leaves nothing behind."""
    assert create_all(workspace, [], "x").records == ()
    assert not list(workspace.records.iterdir())


# --- a changed record -----------------------------------------------------------------------------


def test_a_changed_record_keeps_its_file_and_its_permissions(workspace: Workspace) -> None:
    """The new content stands under the old name, for the same readers."""
    create(workspace, DRAFT)
    (workspace.root / PATH).chmod(0o600)
    assert replace(workspace, PATH, TEXT.encode(), b"x: 1\n") == Saved(PATH, DRAFT.id)
    assert (workspace.root / PATH).read_bytes() == b"x: 1\n"
    assert (workspace.root / PATH).stat().st_mode & 0o777 == 0o600
    assert _files(workspace) == [PATH]


@pytest.mark.parametrize("wanted", [PATH, MOVED])
def test_what_someone_else_changed_meanwhile_is_not_overwritten(
    workspace: Workspace, wanted: str
) -> None:
    """A file that is not as it was read stays as it is, and so does one that is gone."""
    create(workspace, DRAFT)
    (workspace.root / PATH).write_text("theirs: 1\n")
    with pytest.raises(ChangedMeanwhileError):
        move(workspace, PATH, wanted, TEXT.encode(), LATER.encode())
    assert _files(workspace) == [PATH]
    assert (workspace.root / PATH).read_text() == "theirs: 1\n"
    (workspace.root / PATH).unlink()
    with pytest.raises(ChangedMeanwhileError):
        move(workspace, PATH, wanted, TEXT.encode(), LATER.encode())
    assert _files(workspace) == []


@pytest.mark.parametrize("wanted", [PATH, MOVED])
def test_a_change_at_the_last_moment_is_not_overwritten(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    """The file is looked at once more, just before it is replaced."""
    create(workspace, DRAFT)
    write = disk.write_file

    def meanwhile(path: Path, data: bytes) -> None:
        write(path, data)
        (workspace.root / PATH).write_text("theirs: 1\n")

    monkeypatch.setattr(disk, "write_file", meanwhile)
    with pytest.raises(ChangedMeanwhileError):
        move(workspace, PATH, wanted, TEXT.encode(), LATER.encode())
    assert _files(workspace) == [PATH]
    assert (workspace.root / PATH).read_text() == "theirs: 1\n"


def test_what_is_no_plain_file_is_not_replaced(workspace: Workspace, tmp_path: Path) -> None:
    """A link, a folder or a pipe in the place of a record is left alone."""
    (workspace.records / "2024").mkdir()
    path = workspace.root / PATH
    secret = tmp_path / "secret"
    secret.write_text(TEXT)
    makers = (
        partial(path.symlink_to, secret),
        path.mkdir,
        partial(os.mkfifo, path),
    )
    for make in makers:
        make()
        with pytest.raises(CannotWriteError):
            replace(workspace, PATH, TEXT.encode(), b"x: 1\n")
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    assert secret.read_text() == TEXT


@pytest.mark.parametrize(
    "path",
    ["records", "plans/2024.yaml", "/etc/passwd", "records/../x.yaml", "records//x", "records/a\0"],
)
def test_nothing_outside_of_records_is_changed(workspace: Workspace, path: str) -> None:
    """A path that leads anywhere else is not taken."""
    with pytest.raises(ValueError, match=r".*"):
        replace(workspace, path, b"", b"")


# --- a moved record -------------------------------------------------------------------------------


def test_a_record_of_another_day_moves_to_the_name_of_that_day(workspace: Workspace) -> None:
    """The new file has the new content, the old one is gone, and permissions stay."""
    create(workspace, DRAFT)
    (workspace.root / PATH).chmod(0o600)
    saved = move(workspace, PATH, MOVED, TEXT.encode(), LATER.encode())
    assert saved == Saved(MOVED, Path(MOVED).stem)
    assert _files(workspace) == [MOVED]
    assert (workspace.root / MOVED).read_text() == LATER
    assert (workspace.root / MOVED).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("late", [True, False])
def test_a_moved_record_overwrites_none(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    """Where the name of the new day is taken, even late, the record gets the next number."""
    create(workspace, DRAFT)
    (workspace.root / MOVED).parent.mkdir()
    (workspace.root / MOVED).write_text(LATER)
    if late:
        monkeypatch.setattr("oicekpi.storage.write._ids", lambda _: set())
    saved = move(workspace, PATH, MOVED, TEXT.encode(), LATER.encode())
    assert saved.path == MOVED.replace(".yaml", "-2.yaml")
    assert len(_ids(workspace)) == 2


def test_a_record_that_cannot_be_renamed_is_told_and_not_lost(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its content is new, its name old: a warning says so, and `check` names the file."""
    create(workspace, DRAFT)
    monkeypatch.setattr(os, "rename", _refuse)
    saved = move(workspace, PATH, MOVED, TEXT.encode(), LATER.encode())
    assert saved.path == PATH
    assert saved.warning is not None
    assert saved.warning.code == "not-renamed"
    assert (workspace.root / PATH).read_text() == LATER
    codes = [item.code for item in _found(workspace) if isinstance(item, Finding)]
    assert codes == ["date-mismatch"]


# --- a removed record -----------------------------------------------------------------------------


def test_a_record_is_removed_only_as_it_was_read(workspace: Workspace) -> None:
    """What someone else changed meanwhile stays."""
    create(workspace, DRAFT)
    with pytest.raises(ChangedMeanwhileError):
        remove(workspace, PATH, b"other: 1\n")
    assert _files(workspace) == [PATH]
    assert remove(workspace, PATH, TEXT.encode()) == Saved(PATH, DRAFT.id)
    assert _files(workspace) == []


# --- what is left behind --------------------------------------------------------------------------

OURS = ".oicekpi-0123456789abcdef.tmp"
DAYS_AGO = 10**9


def _left(workspace: Workspace, name: str, *, folder: bool = False) -> Path:
    """Leave an old file, or a folder with a record in it, beside the records of 2024."""
    path = workspace.records / "2024" / name
    path.parent.mkdir(exist_ok=True)
    if folder:
        path.mkdir()
        (path / "2024-01-01-x.yaml").write_text(TEXT)
    else:
        path.write_text(TEXT)
    os.utime(path, (DAYS_AGO, DAYS_AGO))
    return path


@pytest.mark.parametrize("folder", [True, False])
def test_what_a_killed_command_left_is_swept_after_a_day(
    workspace: Workspace, *, folder: bool
) -> None:
    """Its own temporary files are known by their name, and by their age; readers pass over them."""
    old = _left(workspace, OURS, folder=folder)
    new = _left(workspace, OURS.replace("0", "f"), folder=folder)
    os.utime(new)
    assert _ids(workspace) == []
    create(workspace, DRAFT)
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize(
    "name",
    [
        ".x.yaml.moved",
        ".x.yaml.lock",
        "x.lock",
        "x.tmp",
        ".oicekpi.tmp",
        ".oicekpi-0123456789abcdef.tmp.bak",
        ".oicekpi-0123456789ABCDEF.tmp",
        ".oicekpi-mine.tmp",
    ],
)
def test_files_of_other_programs_are_never_touched(workspace: Workspace, name: str) -> None:
    """A lock, a temporary file or a note of another program stays, however old it is."""
    path = _left(workspace, name)
    saved = create(workspace, DRAFT)
    move(workspace, saved.path, MOVED, TEXT.encode(), LATER.encode())
    create_all(workspace, [DRAFT], "x")
    assert path.read_text() == TEXT


def test_what_only_has_the_name_of_a_temporary_file_is_not_followed(
    workspace: Workspace, tmp_path: Path
) -> None:
    """A link stays, and so does a folder that holds more than records."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "2024-01-01-x.yaml").write_text(TEXT)
    folder = _left(workspace, OURS, folder=True)
    (folder / "other.txt").write_text("")
    os.utime(folder, (DAYS_AGO, DAYS_AGO))
    link = folder.with_name(OURS.replace("0", "a"))
    link.symlink_to(elsewhere)
    os.utime(link, (DAYS_AGO, DAYS_AGO), follow_symlinks=False)
    create(workspace, DRAFT)
    assert (elsewhere / "2024-01-01-x.yaml").exists()
    assert (link.is_symlink(), (folder / "other.txt").exists()) == (True, True)


def test_a_dry_run_sweeps_nothing(workspace: Workspace) -> None:
    """Who only asks where a record would be changes nothing."""
    old = _left(workspace, OURS)
    assert place(workspace, DRAFT) == PATH
    assert list(places(workspace, [DRAFT], "x")) == [f"records/import-x/{DRAFT.id}.yaml"]
    assert old.exists()
    assert not (workspace.root / LOCK).exists()


# --- one writer at a time -------------------------------------------------------------------------


def _other_process_can_write(workspace: Workspace) -> bool:
    """Try to write from another process, without waiting."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom oicekpi.storage import disk\n"
        "from oicekpi.storage.workspace import Workspace\ndisk.PATIENCE = -1\n"
        "with disk.writing(Workspace(Path(sys.argv[1]))):\n    print('written')\n"
    )
    command = [sys.executable, "-c", script, str(workspace.root)]
    cwd = Path(__file__).parents[2]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd)
    assert ("written" in done.stdout) != ("other-writer" in done.stderr)
    return "written" in done.stdout


def test_a_check_and_the_write_that_depends_on_it_are_done_under_one_lock(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else writes meanwhile; writing functions enter again, however the folder is named."""
    with writing(workspace):
        assert not _other_process_can_write(workspace)
        create(workspace, DRAFT)
        monkeypatch.chdir(tmp_path)
        create_all(Workspace(Path()), [DRAFT], "x")
        assert not _other_process_can_write(workspace)
    assert _other_process_can_write(workspace)
    assert len(_ids(workspace)) == 2


def test_another_workspace_has_another_lock(workspace: Workspace, tmp_path: Path) -> None:
    """Who writes here keeps nobody from writing there."""
    other = Workspace(tmp_path / "other")
    other.records.mkdir(parents=True)
    with writing(workspace):
        create(other, DRAFT)
        assert _other_process_can_write(other) is True


def test_who_waits_goes_on_as_soon_as_the_other_is_done(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is tried again and again, with pauses."""
    answers = [True, False, False]
    pauses: list[float] = []
    monkeypatch.setattr(disk, "_locked", lambda _: answers.pop())
    monkeypatch.setattr("time.sleep", pauses.append)
    create(workspace, DRAFT)
    assert len(pauses) == 2


def test_a_file_system_without_locks_takes_records_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are no locks the record is written all the same."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "")

    monkeypatch.setattr("fcntl.flock", refuse)
    assert create(workspace, DRAFT).warning is None


@pytest.mark.parametrize("error", [None, PermissionError, OSError])
def test_windows_has_its_own_locks(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, error: type[OSError] | None
) -> None:
    """One byte of the file is locked; another's lock is told as a lack of permission."""
    tried: list[tuple[int, int]] = []

    def locking(_: int, mode: int, size: int) -> None:
        tried.append((mode, size))
        if error is not None:
            raise error

    windows = types.SimpleNamespace(LK_NBLCK=2, locking=locking)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(disk, "PATIENCE", -1)
    with suppress(CannotWriteError):
        create(workspace, DRAFT)
    assert tried == [(2, 1)]
    assert (workspace.root / PATH).exists() == (error is not PermissionError)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("plans")])
def test_a_lock_that_is_no_plain_file_is_refused(
    workspace: Workspace, make: Callable[[Path], None]
) -> None:
    """Nothing that was planted under the lock's name is opened."""
    make(workspace.root / LOCK)
    with pytest.raises(CannotWriteError, match="not-plain-file"):
        create(workspace, DRAFT)


# --- many writers ---------------------------------------------------------------------------------

CROWD = """
import os, sys
from pathlib import Path
from oicekpi.messages.failures import ChangedMeanwhileError
from oicekpi.storage import disk
from oicekpi.storage.write import Draft, create, replace
from oicekpi.storage.workspace import Workspace

workspace, draft = Workspace(Path(sys.argv[1])), Draft(sys.argv[2], sys.argv[3])
work = sys.argv[4]
disk.PATIENCE = float("inf")  # however slow the machine is

def write(number):
    for turn in range(20):
        create(workspace, draft)

def change(number):
    path = workspace.records / "2024" / f"{draft.id}.yaml"
    for turn in range(5):
        while True:
            old = path.read_bytes()
            try:
                new = old + f"# {number} {turn}\\n".encode()
                replace(workspace, f"records/2024/{path.name}", old, new)
                break
            except ChangedMeanwhileError:
                pass

children = []
for number in range(20):
    child = os.fork()
    if not child:
        {"write": write, "change": change}[work](number)
        os._exit(0)
    children.append(child)
sys.exit(any(os.waitpid(child, 0)[1] for child in children))
"""


def _crowd(workspace: Workspace, work: str) -> None:
    command = [sys.executable, "-c", CROWD, str(workspace.root), DRAFT.stem, TEXT, work]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2])


def test_twenty_writers_at_once_lose_nothing(workspace: Workspace) -> None:
    """20 processes that write 20 records each, all of the same name, leave 400 valid records."""
    _crowd(workspace, "write")
    assert len(set(_ids(workspace))) == 400
    assert not [path for path in _files(workspace) if "/." in path]


def test_twenty_changers_of_one_file_lose_nothing(workspace: Workspace) -> None:
    """Each change is there in the end, or was refused and then done again."""
    create(workspace, DRAFT)
    _crowd(workspace, "change")
    lines = (workspace.root / PATH).read_text().removeprefix(TEXT).splitlines()
    assert sorted(lines) == sorted(
        f"# {number} {turn}" for number in range(20) for turn in range(5)
    )
