"""Writing records to the disk: new ones, many at once, changed ones, moved ones."""

import errno
import fcntl
import os
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from oicekpi.domain.record import Record
from oicekpi.domain.vocabulary import Kind
from oicekpi.messages.failures import CannotWriteError, ChangedMeanwhileError
from oicekpi.schema.record_files import Entry, entries
from oicekpi.storage import disk, moving
from oicekpi.storage.record_text import render
from oicekpi.storage.workspace import Workspace
from oicekpi.storage.write import Draft, Saved, create, create_all, move, places, replace

TRIP = {"date": "2024-04-12", "kind": "trip", "indicator": "A1.staff", "people": 2}
TEXT = render(TRIP)
LATER = render(TRIP | {"date": "2025-01-03"})
DRAFT = Draft("2024-04-12-trip-a1-staff", TEXT)
PATH = "records/2024/2024-04-12-trip-a1-staff.yaml"
MOVED = "records/2025/2025-01-03-trip-a1-staff.yaml"


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


def _ids(workspace: Workspace) -> list[str]:
    """Give the ids of the records, all of which must be valid."""
    found = list(entries(workspace))
    assert all(isinstance(item, Entry) for item in found), found
    return [item.id for item in found if isinstance(item, Entry)]


# --- a new record ---------------------------------------------------------------------------------


def test_a_new_record_stands_in_the_folder_of_its_year(workspace: Workspace) -> None:
    """The folder is made if need be, nothing else is left in it, and the record is valid."""
    assert create(workspace, DRAFT) == Saved(PATH, DRAFT.stem)
    assert _files(workspace) == [PATH]
    assert (workspace.root / PATH).read_text(encoding="utf-8") == TEXT
    assert _ids(workspace) == [DRAFT.stem]


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
    (workspace.records / "office" / "2024-04-12-Trip-a1-staff-2.yaml").write_text(TEXT)
    (workspace.records / ".git").mkdir()
    (workspace.records / ".git" / "2024-04-12-trip-a1-staff-5.yaml").write_text("")
    (workspace.records / "2024").mkdir()
    (workspace.records / "2024" / "2024-04-12-trip-a1-staff.txt").write_text("")
    ids = [create(workspace, DRAFT, {f"{DRAFT.stem}-4"}).id for _ in range(3)]
    assert ids == [DRAFT.stem, f"{DRAFT.stem}-3", f"{DRAFT.stem}-5"]


@pytest.mark.parametrize("links", [True, False])
def test_a_name_that_is_taken_at_the_last_moment_gets_the_next_number(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """Whoever comes between the look and the writing loses nothing, with or without hard links."""
    _without_links(monkeypatch, links=links)
    first = create(workspace, DRAFT)
    (workspace.records / "2024" / ".2024-04-12-trip-a1-staff-2.yaml.lock").touch()
    monkeypatch.setattr("oicekpi.storage.write.stems", lambda _: set())
    second = create(workspace, Draft(DRAFT.stem, f"{TEXT}note: x\n"))
    assert second.id == f"{DRAFT.stem}-2" if links else f"{DRAFT.stem}-3"
    assert (workspace.root / first.path).read_text() == TEXT
    assert len(_ids(workspace)) == 2


def _without_links(monkeypatch: pytest.MonkeyPatch, *, links: bool = False) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "")

    if not links:
        monkeypatch.setattr(os, "link", refuse)


def test_a_file_system_without_hard_links_takes_records_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without links the hidden file is moved to its name, under a lock that goes again."""
    _without_links(monkeypatch)
    assert create(workspace, DRAFT) == Saved(PATH, DRAFT.stem)
    assert _files(workspace) == [PATH]


def test_a_file_system_without_locks_takes_records_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is a courtesy; where there is none the record is written all the same."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "")

    monkeypatch.setattr("fcntl.flock", refuse)
    assert create(workspace, DRAFT).warning is None


def test_a_folder_that_another_writer_made_just_now_is_used(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writers of the year's first records do not trip over each other."""
    make = os.mkdir

    def make_twice(name: str, **options: int) -> None:
        make(name, **options)
        make(name, **options)

    monkeypatch.setattr(os, "mkdir", make_twice)
    assert create(workspace, DRAFT).path == PATH


def test_a_write_that_takes_several_turns_is_complete(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may take only some bytes at a time."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data)[:7]))
    assert (workspace.root / create(workspace, DRAFT).path).read_text() == TEXT


def test_a_link_instead_of_a_folder_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    """A record never leaves records/ by a link; what the link leads to stays as it is."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace.records / "2024").symlink_to(elsewhere)
    with pytest.raises(CannotWriteError, match="symbolic link"):
        create(workspace, DRAFT)
    assert not list(elsewhere.iterdir())


def test_a_link_instead_of_all_records_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    """What `check` does not read is not written to."""
    elsewhere = tmp_path / "elsewhere"
    workspace.records.rename(elsewhere)
    workspace.records.symlink_to(elsewhere)
    with pytest.raises(CannotWriteError, match="symbolic link"):
        create(workspace, DRAFT)
    assert not list(elsewhere.iterdir())


def test_a_file_instead_of_a_folder_is_told(workspace: Workspace) -> None:
    """Where the year's folder cannot be, the message says what stands there."""
    (workspace.records / "2024").touch()
    with pytest.raises(CannotWriteError, match="not a directory"):
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
        "2024-04-12-\0",
    ],
)
def test_no_id_leads_to_another_folder(stem: str) -> None:
    """An id that is no plain name of a record is not taken."""
    with pytest.raises(ValueError, match=r".*"):
        Draft(stem, TEXT)


def test_draft_of_a_record_is_what_its_file_will_be() -> None:
    """The id is told by the fields, and the text reads back as the record."""
    record = Record(date(2024, 4, 12), Kind.TRIP, ("A1.staff",), people=2)
    assert Draft.of(record) == DRAFT


# --- many new records -----------------------------------------------------------------------------


def test_many_records_come_together_in_a_folder_of_their_own(workspace: Workspace) -> None:
    """The folder is named by the label; ids that are taken, by these too, get numbers."""
    create(workspace, DRAFT)
    other = Draft("2023-04-12-x", render(TRIP | {"date": "2023-04-12"}))
    saved = create_all(workspace, [DRAFT, other, DRAFT], "Trips of 2024.csv")
    assert saved.folder == "records/import-trips-of-2024-csv"
    assert [record.id for record in saved.records] == [
        "2024-04-12-trip-a1-staff-2",
        "2023-04-12-x",
        "2024-04-12-trip-a1-staff-3",
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
        f"records/import-trips-3/{DRAFT.stem}-3.yaml",
        f"records/import-trips-3/{DRAFT.stem}-4.yaml",
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
    assert replace(workspace, PATH, TEXT.encode(), b"x: 1\n") == Saved(PATH, DRAFT.stem)
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
    with pytest.raises(ChangedMeanwhileError, match="nothing was written"):
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
    write = disk.Folder.write

    def meanwhile(folder: disk.Folder, name: str, data: bytes, mode: int | None = None) -> None:
        write(folder, name, data, mode)
        (workspace.root / PATH).write_text("theirs: 1\n")

    monkeypatch.setattr(disk.Folder, "write", meanwhile)
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
    assert saved == Saved(MOVED, "2025-01-03-trip-a1-staff")
    assert _files(workspace) == [MOVED]
    assert (workspace.root / MOVED).read_text() == LATER
    assert (workspace.root / MOVED).stat().st_mode & 0o777 == 0o600


def test_a_moved_record_overwrites_none(workspace: Workspace) -> None:
    """Where the name of the new day is taken, the record gets the next number."""
    create(workspace, DRAFT)
    create(workspace, Draft("2025-01-03-trip-a1-staff", LATER))
    saved = move(workspace, PATH, MOVED, TEXT.encode(), LATER.encode())
    assert saved.id == "2025-01-03-trip-a1-staff-2"
    assert len(_ids(workspace)) == 2


def test_a_name_that_is_taken_at_the_last_moment_is_not_used(workspace: Workspace) -> None:
    """Whatever has the name, were it a folder, the record moves to the next; no note is left."""
    create(workspace, DRAFT)
    (workspace.root / MOVED).mkdir(parents=True)
    saved = move(workspace, PATH, MOVED, TEXT.encode(), LATER.encode())
    assert saved.id == "2025-01-03-trip-a1-staff-2"
    assert _files(workspace) == [saved.path]


def test_a_record_whose_old_file_stays_has_moved_all_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If neither the old file nor the new one can be deleted, readers pass over the old one."""
    create(workspace, DRAFT)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EACCES, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        saved = move(workspace, PATH, MOVED, TEXT.encode(), LATER.encode())
    assert saved.warning
    assert f"{workspace.root / PATH} could not be deleted (permission denied)" in saved.warning
    assert (workspace.root / PATH).exists()
    assert {*_ids(workspace)} == {saved.id}


# --- a move that was not finished -----------------------------------------------------------------


def _unfinished(workspace: Workspace, *, named: bytes = LATER.encode()) -> Path:
    """Leave what a machine leaves that stops just after the record has moved; give the note."""
    create(workspace, DRAFT)
    moved = workspace.root / MOVED
    moved.parent.mkdir()
    moved.write_text(LATER)
    note = (workspace.root / PATH).with_name(moving.note_name(Path(PATH).name))
    note.write_bytes(moving.written(MOVED, named))
    return note


def test_the_next_writer_ends_a_move(workspace: Workspace) -> None:
    """The old file goes, and the note after it."""
    note = _unfinished(workspace)
    assert {*_ids(workspace)} == {Path(MOVED).stem}
    create(workspace, Draft("2024-12-01-x", TEXT.replace("04-12", "12-01")))
    assert not note.exists()
    assert not (workspace.root / PATH).exists()
    assert {*_ids(workspace)} == {Path(MOVED).stem, "2024-12-01-x"}


@pytest.mark.parametrize("named", [b"another", b""])
def test_a_note_of_another_file_says_nothing(workspace: Workspace, named: bytes) -> None:
    """Where the new file holds something else, both are records; the next writer takes the note."""
    note = _unfinished(workspace, named=named)
    assert {*_ids(workspace)} == {Path(MOVED).stem, Path(PATH).stem}
    create(workspace, Draft("2024-12-01-x", TEXT.replace("04-12", "12-01")))
    assert not note.exists()
    assert (workspace.root / PATH).exists()


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"records/2025/2025-01-03-trip-a1-staff.yaml",
        b"../outside.yaml\nx\n",
        b"records/../../outside.yaml\nx\n",
        b"\xff\n\n",
        b"records/2025\nx\n",
    ],
)
def test_a_note_that_was_cut_or_leads_elsewhere_says_nothing(
    workspace: Workspace, note: bytes
) -> None:
    """No note can hide a record, but one that names a file of records and just what it holds."""
    _unfinished(workspace).write_bytes(note)
    assert {*_ids(workspace)} == {Path(MOVED).stem, Path(PATH).stem}


def test_a_dry_run_tidies_nothing(workspace: Workspace) -> None:
    """Who only asks where a record would be changes nothing."""
    note = _unfinished(workspace)
    draft = Draft("2024-12-01-x", TEXT)
    assert list(places(workspace, [draft], "x")) == ["records/import-x/2024-12-01-x.yaml"]
    assert note.exists()


def test_a_lock_that_was_left_behind_is_taken_away(workspace: Workspace) -> None:
    """Where nobody else can be writing, no lock is anybody's."""
    (workspace.records / "2024").mkdir(exist_ok=True)
    lock = workspace.records / "2024" / ".2024-12-01-x.yaml.lock"
    lock.touch()
    create(workspace, Draft("2024-12-01-x", TEXT.replace("04-12", "12-01")))
    assert not lock.exists()


def test_without_locks_of_the_system_nothing_of_others_is_touched(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system without them, a lock may be that of a writer at work: its name is taken."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOTSUP, "")

    monkeypatch.setattr(fcntl, "flock", refuse)
    monkeypatch.setattr(os, "link", refuse)
    lock = workspace.records / "2024" / ".2024-12-01-x.yaml.lock"
    lock.parent.mkdir()
    lock.touch()
    saved = create(workspace, Draft("2024-12-01-x", TEXT.replace("04-12", "12-01")))
    assert saved.id == "2024-12-01-x-2"
    assert lock.exists()


# --- many writers ---------------------------------------------------------------------------------

CROWD = """
import os, sys
from pathlib import Path
from oicekpi.messages.failures import ChangedMeanwhileError
from oicekpi.storage.write import Draft, create, replace
from oicekpi.storage.workspace import Workspace

workspace, draft = Workspace(Path(sys.argv[1])), Draft(sys.argv[2], sys.argv[3])
work = sys.argv[4]

def write(number):
    for turn in range(50):
        create(workspace, draft)

def change(number):
    path = workspace.records / "2024" / f"{draft.stem}.yaml"
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
    """20 processes that write 50 records each, all of the same name, leave 1,000 valid records."""
    _crowd(workspace, "write")
    assert len(set(_ids(workspace))) == 1000
    assert not [path for path in _files(workspace) if "/." in path]


def test_twenty_changers_of_one_file_lose_nothing(workspace: Workspace) -> None:
    """Each change is there in the end, or was refused and then done again."""
    create(workspace, DRAFT)
    _crowd(workspace, "change")
    lines = (workspace.root / PATH).read_text().removeprefix(TEXT).splitlines()
    assert sorted(lines) == sorted(
        f"# {number} {turn}" for number in range(20) for turn in range(5)
    )
