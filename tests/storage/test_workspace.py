"""Where plans and records are, and how their files are opened: no waiting, no following."""

import os
import shlex
import shutil
import socket
import stat
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from oicekpi.messages.failures import NotFoundError
from oicekpi.storage.workspace import (
    Item,
    NotReadableError,
    Workspace,
    find,
    ignored,
    is_link,
    prefix,
    read_file,
)

Write = Callable[[str, str | bytes], Path]
Git = Callable[..., str]
NOT_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


# --- the folder -------------------------------------------------------------------------------


def test_a_workspace_is_found_from_any_folder_in_it(workspace: Workspace) -> None:
    """The search goes upward from where one is."""
    for folder in (workspace.root, workspace.plans, workspace.records / "2024"):
        assert find(folder) == workspace


def test_the_innermost_workspace_is_found(workspace: Workspace) -> None:
    """A workspace inside another is its own."""
    inner = workspace.records / "2024"
    (inner / "plans").mkdir()
    (inner / "records").mkdir()
    assert find(inner / "plans") == Workspace(inner)


def test_a_named_workspace_is_taken_as_named(workspace: Workspace, tmp_path: Path) -> None:
    """What is named is used, wherever one is, and nothing above it."""
    assert find(tmp_path.parent, workspace.root) == workspace
    with pytest.raises(NotFoundError) as told:
        find(workspace.root, workspace.records)
    assert told.value.code == "incomplete-workspace"


def test_no_workspace_is_a_failure_that_says_what_to_do(tmp_path: Path) -> None:
    """Without plans/ and records/ there is nothing to look at."""
    with pytest.raises(NotFoundError) as told:
        find(tmp_path)
    assert (told.value.code, told.value.params) == ("no-workspace", {"path": str(tmp_path)})


@pytest.mark.parametrize("missing", ["plans", "records"])
def test_half_a_workspace_is_none(workspace: Workspace, missing: str) -> None:
    """Both folders are needed, and a file of the name is no folder."""
    there = workspace.records if missing == "plans" else workspace.plans
    shutil.rmtree(workspace.root / missing)
    for start, named in ((there, None), (there, workspace.root)):
        with pytest.raises(NotFoundError) as told:
            find(start, named)
        assert (told.value.code, told.value.case) == ("incomplete-workspace", "")
        assert told.value.params["path"] == str(workspace.root / missing)
    (workspace.root / missing).touch()
    with pytest.raises(NotFoundError) as told:
        find(there)
    assert (told.value.code, told.value.case) == ("incomplete-workspace", "occupied")


def test_what_cannot_be_looked_into_is_no_workspace(tmp_path: Path) -> None:
    """A name that the system refuses is answered, not crashed on."""
    with pytest.raises(NotFoundError) as told:
        find(tmp_path, tmp_path / ("x" * 5_000))
    assert (told.value.code, told.value.case) == ("no-folder", "")


def test_what_is_named_and_is_no_folder_is_told_as_such(workspace: Workspace) -> None:
    """A file that is named as the workspace is called what it is."""
    with pytest.raises(NotFoundError) as told:
        find(workspace.root, workspace.plans / "2024.yaml")
    assert (told.value.code, told.value.case) == ("no-folder", "file")


def test_a_file_is_named_from_the_workspace(workspace: Workspace) -> None:
    """People see paths with slashes, from the workspace's folder."""
    path = workspace.records / "2024" / "a.yaml"
    assert workspace.relative(path) == "records/2024/a.yaml"
    assert workspace.place("records/2024/a.yaml") == str(path)


# --- the repository that it lies in -------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path, write: Write, git: Git) -> Path:
    """A workspace two folders below the folder of a repository."""
    write("repository/at work/office/plans/2024.yaml", "")
    git(tmp_path / "repository", "init", "-q")
    return tmp_path / "repository/at work/office"


def test_the_way_to_a_workspace_begins_at_the_repositorys_folder(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each folder of the way has a slash, however the workspace is named; at the top it is none."""
    assert prefix(office, {}) == "at work/office/"
    assert prefix(office.parents[1], {}) == ""
    (tmp_path / "link").symlink_to(office)
    assert prefix(tmp_path / "link", {}) == "at work/office/"
    monkeypatch.chdir(office / "plans")
    assert prefix(Path(), {}) == "at work/office/plans/"
    assert prefix(Path(".."), {}) == "at work/office/"


def test_a_second_work_tree_is_a_repositorys_folder_too(
    office: Path, tmp_path: Path, git: Git
) -> None:
    """Where `.git` is a file, as in a work tree or a submodule, its folder is what git keeps."""
    git(office, "add", "-A")
    git(office, "commit", "-qm", "start")
    git(office, "worktree", "add", "-q", str(tmp_path / "repository/inside"))
    assert prefix(tmp_path / "repository/inside/at work/office", {}) == "at work/office/"


def test_an_empty_folder_named_git_is_no_repository(office: Path) -> None:
    """What only has the name is passed over, as git does."""
    (office / ".git").mkdir()
    assert prefix(office, {}) == "at work/office/"


@pytest.mark.parametrize("key", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_without_git_the_services_folder_is_the_repositorys(
    workspace: Workspace, tmp_path: Path, key: str
) -> None:
    """Where the files came without git, the way begins where the service says that they are."""
    assert prefix(workspace.records, {key: str(tmp_path)}) == "records/"
    assert prefix(workspace.records, {key: str(tmp_path / "plans")}) == ""
    assert prefix(workspace.records, {key: ""}) == ""
    assert prefix(workspace.records, {}) == ""


def test_git_goes_before_what_the_service_says(office: Path, tmp_path: Path) -> None:
    """A repository may be laid out in a folder of the service's; its own folder is what counts."""
    assert prefix(office, {"GITHUB_WORKSPACE": str(tmp_path)}) == "at work/office/"


# --- what stands in a folder ------------------------------------------------------------------


def test_a_folder_is_listed_by_name_without_following_links(
    workspace: Workspace, write: Write
) -> None:
    """A link is a link, whatever it points to."""
    write("plans/README.md", "")
    (workspace.plans / "old").mkdir()
    (workspace.plans / "link").symlink_to(workspace.records)
    (workspace.plans / "circle").symlink_to("circle")
    assert workspace.items("plans") == [
        Item("2024.yaml", "plans/2024.yaml", folder=False, link=False),
        Item("README.md", "plans/README.md", folder=False, link=False),
        Item("circle", "plans/circle", folder=False, link=True),
        Item("link", "plans/link", folder=False, link=True),
        Item("old", "plans/old", folder=True, link=False),
    ]


def test_a_folder_that_is_a_link_is_not_listed(workspace: Workspace, tmp_path: Path) -> None:
    """Nothing outside the workspace is looked at by way of a link."""
    shutil.rmtree(workspace.records)
    workspace.records.symlink_to(tmp_path.parent)
    with pytest.raises(NotReadableError) as caught:
        workspace.items("records")
    assert caught.value.case == "link"


@pytest.mark.parametrize("follows", [False, True])
def test_a_file_that_is_a_link_is_not_read(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, follows: bool
) -> None:
    """Nor is it where the system cannot be told to open no link."""
    if follows:
        monkeypatch.setattr("oicekpi.storage.workspace._FOLLOWS", True)
        monkeypatch.setattr("oicekpi.storage.workspace._OPEN", os.O_RDONLY)
    (workspace.plans / "link.yaml").symlink_to("2024.yaml")
    with pytest.raises(NotReadableError) as caught:
        workspace.read("plans/link.yaml", 100)
    assert caught.value.case == "link"
    assert workspace.read("plans/2024.yaml", 100)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [("missing", "no such file or directory"), ("plans/2024.yaml", "not a directory")],
)
def test_a_folder_that_is_none_says_why(workspace: Workspace, folder: str, reason: str) -> None:
    """The system's own reason is told."""
    with pytest.raises(NotReadableError, match=reason):
        workspace.items(folder)


@pytest.mark.parametrize(
    ("name", "is_ignored"),
    [
        (".git", True),
        (".2024-04-12.yaml.swp", True),
        ("2024-04-12.yaml~", True),
        ("~$2024-04-12.xlsx", True),
        ("#2024-04-12.yaml#", True),
        ("2024-04-12.yaml.orig", True),
        ("2024-04-12.yaml.BAK", True),
        ("Thumbs.db", True),
        ("desktop.ini", True),
        ("README", True),
        ("README.md", True),
        ("readme.md", False),
        ("2024-04-12.yaml", False),
        ("2024-04-12.yml", False),
        ("notes.txt", False),
        ("x.tmp.yaml", False),
    ],
)
def test_leftovers_and_explanations_are_ignored(name: str, *, is_ignored: bool) -> None:
    """What editors leave, what is hidden, and a README are neither plans nor records."""
    assert ignored(Item(name, f"plans/{name}", folder=False, link=False)) is is_ignored


@pytest.mark.parametrize(
    ("name", "is_ignored"), [(".git", True), ("2024.bak", False), ("x~", False)]
)
def test_only_a_hidden_folder_is_passed_over(name: str, *, is_ignored: bool) -> None:
    """Records in a folder that someone named like a copy are still read, and not missed."""
    assert ignored(Item(name, f"records/{name}", folder=True, link=False)) is is_ignored


def test_a_readme_that_is_a_link_or_a_folder_is_not_ignored() -> None:
    """Only a file explains."""
    assert not ignored(Item("README", "plans/README", folder=False, link=True))
    assert not ignored(Item("README", "plans/README", folder=True, link=False))


# --- one file ---------------------------------------------------------------------------------


def test_a_file_is_read_up_to_one_byte_over_the_limit(workspace: Workspace, write: Write) -> None:
    """The byte over the limit tells that there is more."""
    write("a", b"x" * 10)
    assert workspace.read("a", 10) == b"x" * 10
    assert workspace.read("a", 9) == b"x" * 10
    assert workspace.read("a", 4) == b"x" * 5
    write("b", b"")
    assert workspace.read("b", 4) == b""


def test_a_file_that_grows_or_comes_in_pieces_is_read_to_its_end(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system may give less than was asked for, and another process may write meanwhile."""
    path = write("a", b"0123456789")
    real = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: real(handle, min(size, 3)))
    assert read_file(path, 100) == b"0123456789"
    assert read_file(path, 6) == b"0123456"


def test_a_disk_that_fails_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while reading is the file's, not the program's."""
    path = write("a", b"0123456789")

    def fail(handle: int, size: int) -> bytes:
        del handle, size
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(NotReadableError, match="input/output error"):
        read_file(path, 100)


def _why(error: NotReadableError) -> str:
    """Give the case of the message, or the system's own words."""
    return str(error.params.get("reason", error.case))


def why(path: Path | str) -> str:
    """Say why a file cannot be read, within a second."""
    reasons: list[str] = []

    def attempt() -> None:
        try:
            read_file(path, 100)
        except NotReadableError as error:
            reasons.append(_why(error))

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(1)
    assert not thread.is_alive()
    return "".join(reasons)


def test_a_link_is_not_followed(workspace: Workspace) -> None:
    """Neither out of the workspace, nor within it, nor in a circle, nor to nothing."""
    for name, target in {
        "out": "/etc/passwd",
        "within": "plans/2024.yaml",
        "circle": "circle",
        "nothing": "missing",
    }.items():
        (workspace.root / name).symlink_to(target)
        assert why(workspace.root / name) == "link"


def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe that nobody writes to, a socket, a device and a folder are told at once."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "x.yaml").mkdir()
    assert why(tmp_path / "pipe") == "not-plain"
    assert why(tmp_path / "x.yaml") == "folder"
    assert why("/dev/zero") == "not-plain"
    assert why(tmp_path / "missing") == "no such file or directory"
    assert why(tmp_path / ("x" * 300)) == "file name too long"


def test_what_is_replaced_between_the_look_and_the_opening_is_not_read(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system can refuse to follow and to wait, it is asked to."""
    plain = (workspace.plans / "2024.yaml").lstat()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "lstat", lambda _: plain)
        told = [why(tmp_path / name) for name in ("pipe", "link", "folder")]
    assert told == ["not-plain", "link", "folder"]


def test_a_junction_of_windows_is_a_link() -> None:
    """A folder may lead elsewhere without being a symbolic link."""
    junction = SimpleNamespace(st_mode=stat.S_IFDIR, st_reparse_tag=0xA0000003)
    cloud = SimpleNamespace(st_mode=stat.S_IFREG, st_reparse_tag=0x9000001A)
    assert is_link(cast("os.stat_result", junction))
    assert not is_link(cast("os.stat_result", cloud))


def test_a_socket_is_not_connected_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket under a record's name is told as what cannot be read."""
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert why(tmp_path / "s")


@NOT_ROOT
def test_a_file_without_permission_says_so(write: Write) -> None:
    """The reason is the permission, not that the file is missing."""
    path = write("a", b"")
    path.chmod(0)
    assert why(path) == "permission denied"


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_who_may_not_read_is_told_the_command_that_allows_it(
    workspace: Workspace, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file needs the right to be read, a folder also that to be entered."""
    path = write("records/2024/it's.yaml", b"")
    root = str(workspace.root)
    monkeypatch.setattr(os, "open", _refuse)
    monkeypatch.setattr(os, "scandir", _refuse)
    with pytest.raises(NotReadableError, match="permission denied") as caught:
        workspace.read("records/2024/it's.yaml", 9)
    assert str(caught.value.params["command"]).replace(root, "ROOT") == (
        """chmod u+r 'ROOT/records/2024/it'"'"'s.yaml'"""
    )
    with pytest.raises(NotReadableError, match="permission denied") as caught:
        workspace.items("records")
    assert str(caught.value.params["command"]).replace(root, "ROOT") == ("chmod u+rx ROOT/records")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotReadableError) as caught:
        read_file(path, 9)
    assert caught.value.params["command"] == f"chmod u+rx {path.parent}"
    monkeypatch.chdir(path.parent)
    with pytest.raises(NotReadableError) as caught:
        read_file(path.name, 9)
    assert caught.value.params["command"] == """chmod u+r 'it'"'"'s.yaml'"""
    monkeypatch.delattr(os, "getuid")
    with pytest.raises(NotReadableError) as caught:
        read_file(path, 9)
    assert caught.value.params["command"] is None  # Windows has no such command


def test_another_reason_has_no_such_command(tmp_path: Path) -> None:
    """What is a link, or is not there, no right can mend."""
    (tmp_path / "link").symlink_to("a")
    for name in ("link", "missing"):
        with pytest.raises(NotReadableError) as caught:
            read_file(tmp_path / name, 9)
        assert not caught.value.params.get("command")


@NOT_ROOT
def test_the_command_mends_it(write: Write) -> None:
    """Whoever follows the hint can read the file."""
    path = write("a/b", b"x")
    path.chmod(0)
    for folder in (path, path.parent):
        folder.chmod(0)
        with pytest.raises(NotReadableError) as caught:
            read_file(path, 9)
        command = str(caught.value.params["command"])
        subprocess.run(shlex.split(command), check=True)
        assert read_file(path, 9) == b"x"
