"""Reading revisions from git, against repositories of every sort."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.messages.failures import (
    BadDataError,
    CannotReadError,
    NotFoundError,
    OicekpiError,
)
from oicekpi.storage import git as git_module
from oicekpi.storage.git import Repository, Revision
from oicekpi.storage.workspace import Item, NotReadableError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}
LIMIT = 100
Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Run git in the repository of the test."""

    def call(*arguments: str, given: bytes = b"") -> str:
        command = ["git", "-C", str(tmp_path), *arguments]
        done = subprocess.run(
            command, input=given, env=ENVIRONMENT, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    call("init", "--quiet", "--initial-branch=main")
    return call


@pytest.fixture
def commit(tmp_path: Path, git: Git) -> Callable[[dict[str, str]], None]:
    """Write files into the repository and commit all there is."""

    def write(files: dict[str, str]) -> None:
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", "x")

    return write


Commit = Callable[[dict[str, str]], None]


def around(folder: Path) -> Repository:
    """Find the repository around a folder."""
    return Repository.around(folder, ENVIRONMENT)


def snapshot(folder: Path) -> dict[Path, tuple[int, bytes]]:
    """Give every file below a folder, git's own with them: when it was changed, and its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def refusal(revision: Revision, path: str) -> str:
    """Return why a file cannot be read, as a case of `unreadable-file`."""
    with pytest.raises(NotReadableError) as caught:
        revision.read(path, LIMIT)
    return caught.value.case


def about(error: OicekpiError) -> tuple[str, str]:
    """Return the code and the case of a failure."""
    return error.code, error.case


def test_a_revision_is_read_as_it_was_without_touching_the_working_tree(
    tmp_path: Path, git: Git, commit: Commit
) -> None:
    """What was committed is read, whatever stands on disk; disk and index stay as they are."""
    commit({"plans/2024.yaml": "old", "records/2024/a.yaml": "1", "records/b.yaml": "2"})
    (tmp_path / "plans/2024.yaml").write_text("new")
    (tmp_path / "records/b.yaml").unlink()
    before = snapshot(tmp_path)
    with around(tmp_path).revision("HEAD") as revision:
        assert revision.commit == git("rev-parse", "HEAD")
        assert revision.place("plans") == "HEAD:plans"
        assert revision.items("records") == [
            Item("2024", "records/2024", folder=True, link=False),
            Item("b.yaml", "records/b.yaml", folder=False, link=False),
        ]
        assert revision.read("plans/2024.yaml", LIMIT) == b"old"
        assert revision.read("records/2024/a.yaml", LIMIT) == b"1"
    assert snapshot(tmp_path) == before


def test_a_workspace_may_be_a_folder_of_the_repository(tmp_path: Path, commit: Commit) -> None:
    """Only the workspace's own folder is looked at, and paths begin there."""
    commit({"plans/1.yaml": "other", "an office/plans/2.yaml": "", "an office/records/x": ""})
    with around(tmp_path / "an office").revision("main") as revision:
        assert [item.path for item in revision.items("plans")] == ["plans/2.yaml"]
        assert revision.read("plans/2.yaml", LIMIT) == b""


def test_the_names_of_every_script_and_deep_folders_are_read(
    tmp_path: Path, commit: Commit
) -> None:
    """Names are taken as they are, with line breaks, letters of any script, and deep folders."""
    deep = "/".join("d" * 40)
    commit({"records/中文 \n\t.yaml": "1", f"records/{deep}/x.yaml": "2", "plans/*": "3"})
    with around(tmp_path).revision("HEAD") as revision:
        names = [item.name for item in revision.items("records")]
        assert names == ["d", "中文 \n\t.yaml"]
        assert revision.read("records/中文 \n\t.yaml", LIMIT) == b"1"
        assert revision.read(f"records/{deep}/x.yaml", LIMIT) == b"2"
        assert revision.read("plans/*", LIMIT) == b"3"


def test_a_folder_that_the_revision_lacks_is_empty(tmp_path: Path, commit: Commit) -> None:
    """A revision from before there were records has none."""
    commit({"README": ""})
    with around(tmp_path).revision("HEAD") as revision:
        assert revision.items("plans") == []
        assert revision.items("records") == []


def test_what_is_no_plain_file_is_refused(tmp_path: Path, git: Git, commit: Commit) -> None:
    """Links, folders and other repositories are named, and not followed."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records/link.yaml").symlink_to("../secret")
    (tmp_path / "plans").symlink_to("records")
    commit({"secret": "no", "records/folder/x": ""})
    module = f"160000,{git('rev-parse', 'HEAD')},records/module"
    git("update-index", "--add", "--cacheinfo", module)
    git("commit", "--quiet", "--message", "y")
    with around(tmp_path).revision("HEAD") as revision:
        assert refusal(revision, "records/link.yaml") == "link"
        assert refusal(revision, "records/module") == "submodule"
        assert refusal(revision, "records/folder") == "not-plain"
        assert [item.link for item in revision.items("records")] == [False, True, False]
        with pytest.raises(NotReadableError) as caught:
            revision.items("plans")
        assert caught.value.case == "not-folder"


def test_of_a_large_file_only_the_beginning_is_read(tmp_path: Path, commit: Commit) -> None:
    """One byte over the limit tells that it is too large, and the next file is still read."""
    full = "x" * LIMIT
    commit({"plans/a": full * 50_000, "plans/b": "b", "plans/c": full, "plans/d": full + "y"})
    with around(tmp_path).revision("HEAD") as revision:
        assert revision.read("plans/a", LIMIT) == b"x" * (LIMIT + 1)
        assert revision.read("plans/b", LIMIT) == b"b"
        assert revision.read("plans/c", LIMIT) == full.encode()
        assert revision.read("plans/d", LIMIT) == full.encode() + b"y"


def test_bytes_that_git_lost_are_refused_and_the_others_read(
    tmp_path: Path, git: Git, commit: Commit
) -> None:
    """An object that is missing or damaged costs its own file, and no other."""
    commit({"plans/a": "lost", "plans/b": "damaged" * 99, "plans/c": "well"})
    for name, data in (("a", None), ("b", b"no object")):
        object_name = git("rev-parse", f"HEAD:plans/{name}")
        path = tmp_path / ".git/objects" / object_name[:2] / object_name[2:]
        path.unlink()
        if data is not None:
            path.write_bytes(data)
    with around(tmp_path).revision("HEAD") as revision:
        assert refusal(revision, "plans/a") == "not-in-git"
        assert refusal(revision, "plans/b") in {"git", "not-in-git"}
        assert revision.read("plans/c", LIMIT) == b"well"


def test_when_git_ends_too_soon_the_next_file_starts_it_anew(
    tmp_path: Path, commit: Commit
) -> None:
    """A git that was stopped costs one file."""
    commit({"plans/a": "1", "plans/b": "2", "plans/c": "3"})
    with around(tmp_path).revision("HEAD") as revision:
        assert revision.read("plans/a", LIMIT) == b"1"
        process = revision.objects._process  # noqa: SLF001 - there is no other way to it
        assert process is not None
        process.kill()
        process.wait()
        assert refusal(revision, "plans/b") == "git"
        assert revision.read("plans/c", LIMIT) == b"3"


@pytest.mark.parametrize(
    "name",
    ["nope", "-x", "--help", "", "HEAD\nHEAD", "HEAD..HEAD", "HEAD:plans", "x" * 5000, "\udcff"],
)
def test_what_is_no_revision_is_refused(name: str, tmp_path: Path, commit: Commit) -> None:
    """Options, ranges, folders and nonsense are no revisions."""
    commit({"plans/a": ""})
    repository = around(tmp_path)
    with (
        pytest.raises(NotFoundError) as caught,
        repository.revision(name),
    ):
        pass
    assert about(caught.value) == ("unknown-revision", "")


def test_a_shallow_clone_is_told_to_fetch_more(
    tmp_path: Path, git: Git, commit: Commit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where history was cut off, the hint says so."""
    commit({"plans/a": "1"})
    commit({"plans/a": "2"})
    clone = tmp_path_factory.mktemp("clone")
    git("clone", "--quiet", "--depth=1", tmp_path.as_uri(), str(clone))
    repository = around(clone)
    with pytest.raises(NotFoundError) as caught, repository.revision("HEAD~1"):
        pass
    assert about(caught.value) == ("unknown-revision", "shallow")


def test_outside_a_repository_git_s_own_words_are_told(tmp_path: Path) -> None:
    """Where there is no repository, git says so."""
    with pytest.raises(CannotReadError) as caught:
        Repository.around(tmp_path, {**ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert about(caught.value) == ("no-repository", "")
    assert "not a git repository" in str(caught.value.params["reason"])


def test_without_git_there_is_a_message(tmp_path: Path) -> None:
    """Where git is not installed, that is what is wrong."""
    with pytest.raises(CannotReadError) as caught:
        Repository.around(tmp_path, {"PATH": str(tmp_path)})
    assert about(caught.value) == ("no-git", "")
    assert caught.value.params["reason"] == "no such file or directory"


def test_the_environment_of_a_hook_does_not_mislead(tmp_path: Path, commit: Commit) -> None:
    """In a hook git is told of a repository and an index; the workspace's folder counts instead."""
    commit({"plans/a": "1"})
    hook = {"GIT_DIR": "elsewhere", "GIT_INDEX_FILE": "/nowhere", "GIT_WORK_TREE": "/"}
    repository = Repository.around(tmp_path, {**ENVIRONMENT, **hook})
    with repository.revision("HEAD") as revision:
        assert revision.read("plans/a", LIMIT) == b"1"


def test_nothing_that_the_repository_configures_is_run(
    tmp_path: Path, git: Git, commit: Commit
) -> None:
    """Monitors, pagers, filters, hooks and aliases of the repository stay unused."""
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(0o755)
    commit({"plans/a": "1", "records/b": "2"})
    for key in (
        "core.alternateRefsCommand",
        "core.askPass",
        "core.fsmonitor",
        "core.gitProxy",
        "core.pager",
        "core.sshCommand",
        "credential.helper",
        "diff.external",
        "diff.x.textconv",
        "filter.x.process",
        "filter.x.smudge",
        "pager.ls-tree",
        "uploadpack.packObjectsHook",
    ):
        git("config", key, str(trap))
    git("config", "alias.cat-file", f"!{trap}")
    (tmp_path / ".git/info/attributes").write_text("* filter=x diff=x\n")
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (tmp_path / ".git/hooks" / hook).parent.mkdir(exist_ok=True)
        shutil.copy(trap, tmp_path / ".git/hooks" / hook)
    with around(tmp_path).revision("HEAD") as revision:
        assert revision.read("plans/a", LIMIT) == b"1"
    assert not (tmp_path / "sprung").exists()


def test_nothing_is_fetched(
    tmp_path: Path, git: Git, commit: Commit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In a clone without the files' bytes they are refused; the network is left alone."""
    commit({"plans/a": "1"})
    git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path_factory.mktemp("clone")
    git("clone", "--quiet", "--no-checkout", "--filter=blob:none", tmp_path.as_uri(), str(clone))
    with around(clone).revision("HEAD") as revision:
        assert refusal(revision, "plans/a") in {"git", "not-in-git"}


@pytest.mark.parametrize(
    "url", ["ext::sh -c touch% {} %G", "ssh://host.example/x", "file:///nowhere"]
)
def test_no_transport_of_the_repository_is_run(
    tmp_path: Path, git: Git, commit: Commit, url: str
) -> None:
    """A repository can name a program to fetch what it lacks; no version of git starts it."""
    commit({"plans/a": "1"})
    name = git("rev-parse", "HEAD:plans/a")
    (tmp_path / ".git/objects" / name[:2] / name[2:]).unlink()
    sprung = tmp_path / "sprung"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{sprung}'\n")
    trap.chmod(0o755)
    git("config", "protocol.allow", "always")
    git("config", "protocol.ext.allow", "always")
    git("config", "core.sshCommand", str(trap))
    git("config", "remote.origin.url", url.format(sprung))
    git("config", "remote.origin.uploadpack", str(trap))
    git("config", "remote.origin.promisor", "true")
    git("config", "core.repositoryFormatVersion", "1")
    git("config", "extensions.partialClone", "origin")
    old_git = {**around(tmp_path).environment, "GIT_NO_LAZY_FETCH": "0"}
    with Repository(tmp_path, "", old_git).revision("HEAD") as revision:
        assert refusal(revision, "plans/a") in {"git", "not-in-git"}
    assert not sprung.exists()


def test_replacements_of_objects_are_not_followed(git: Git, commit: Commit, tmp_path: Path) -> None:
    """A revision is what its commit says, whatever replaces its objects in this repository."""
    commit({"plans/a": "true"})
    other = git("hash-object", "-w", "--stdin", given=b"false")
    git("replace", git("rev-parse", "HEAD:plans/a"), other)
    with around(tmp_path).revision("HEAD") as revision:
        assert revision.read("plans/a", LIMIT) == b"true"


def test_a_tree_that_lists_too_many_files_is_refused(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small repository can name a million files; they are not gone through to the end."""
    monkeypatch.setattr(git_module, "MAX_FILES", 1_000)
    tree = git("mktree", given=f"100644 blob {git('hash-object', '-w', '--stdin')}\tx".encode())
    for _ in range(6):
        tree = git(
            "mktree", given="\n".join(f"040000 tree {tree}\t{n}" for n in range(10)).encode()
        )
    top = git("mktree", given=f"040000 tree {tree}\trecords".encode())
    git("update-ref", "HEAD", git("commit-tree", top, "-m", "x"))
    with pytest.raises(BadDataError) as caught, around(tmp_path).revision("HEAD"):
        pass
    assert (caught.value.code, caught.value.params["name"]) == ("too-many-files", "HEAD")


def test_folders_without_files_count_too(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders in folders with no file at all take git as long."""
    monkeypatch.setattr(git_module, "MAX_FILES", 10)
    tree = git("mktree")
    for _ in range(2):
        tree = git("mktree", given="\n".join(f"040000 tree {tree}\t{n}" for n in range(5)).encode())
    top = git("mktree", given=f"040000 tree {tree}\trecords".encode())
    git("update-ref", "HEAD", git("commit-tree", top, "-m", "x"))
    with pytest.raises(BadDataError), around(tmp_path).revision("HEAD"):
        pass
    monkeypatch.setattr(git_module, "MAX_FILES", 31)
    with around(tmp_path).revision("HEAD") as revision:
        assert [item.name for item in revision.items("records/3")] == ["0", "1", "2", "3", "4"]


def test_a_tree_that_git_cannot_read_is_reported(tmp_path: Path, git: Git, commit: Commit) -> None:
    """A revision that lost a folder is not taken for one that never had it."""
    commit({"records/2024/a.yaml": "1"})
    name = git("rev-parse", "HEAD:records/2024")
    (tmp_path / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(BadDataError) as caught, around(tmp_path).revision("HEAD"):
        pass
    assert about(caught.value) == ("damaged-revision", "")


def test_a_repository_of_somebody_else_is_named_for_the_setting_that_trusts_it(
    tmp_path: Path, commit: Commit
) -> None:
    """Git refuses a repository that belongs to another user; the help needs its folder."""
    commit({"office/plans/a": "1"})
    # Git itself can be told to take every repository for one of another user.
    other = {**ENVIRONMENT, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    with pytest.raises(CannotReadError) as caught:
        Repository.around(tmp_path / "office", other)
    assert about(caught.value) == ("untrusted-repository", "")
    assert caught.value.params["reason"] == str(tmp_path)


def test_the_merge_base_is_where_two_revisions_parted(
    tmp_path: Path, git: Git, commit: Commit
) -> None:
    """What came to the one branch later is no change of the other."""
    commit({"plans/a": "1"})
    parted = git("rev-parse", "HEAD")
    git("checkout", "--quiet", "-b", "work")
    commit({"plans/b": "2"})
    git("checkout", "--quiet", "main")
    commit({"plans/c": "3"})
    repository = around(tmp_path)
    assert repository.merge_base("main", "work") == parted
    assert repository.merge_base("work", "work~1") == parted
    with pytest.raises(NotFoundError) as caught:
        repository.merge_base("main", "nope")
    assert caught.value.params["name"] == "nope"


def test_revisions_without_a_common_history_have_no_merge_base(
    tmp_path: Path, git: Git, commit: Commit
) -> None:
    """Both revisions are named."""
    commit({"plans/a": "1"})
    git("checkout", "--quiet", "--orphan", "other")
    commit({"plans/b": "2"})
    with pytest.raises(NotFoundError) as caught:
        around(tmp_path).merge_base("main", "other")
    assert about(caught.value) == ("no-merge-base", "")
    assert caught.value.params == {"first": "main", "second": "other"}
