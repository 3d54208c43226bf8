"""A reader beside a writer sees each record once: where it was, or where it is."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oicekpi.app.content import Content
from oicekpi.schema import record_files
from oicekpi.storage.workspace import Workspace

TRIP = "{date: 2024-09-02, kind: trip, indicator: A1.staff, people: 7}\n"


def _seen(workspace: Workspace) -> list[str]:
    """Read the workspace; gives the ids of its records."""
    content = Content(workspace, date(2024, 9, 30))
    seen = [entry.id for entry in content.entries]
    assert not content.findings
    return sorted(seen)


@pytest.fixture
def apart(workspace: Workspace) -> Workspace:
    """A workspace with a trip in each of two folders of one year."""
    for folder in ("a", "z"):
        path = workspace.records / folder / f"2024-09-0{'az'.index(folder) + 2}-{folder}.yaml"
        path.parent.mkdir()
        path.write_text(TRIP.replace("-02", f"-0{'az'.index(folder) + 2}"))
    return workspace


@contextmanager
def _before(
    patch: pytest.MonkeyPatch, name: str, wanted: str, act: Callable[[], object]
) -> Iterator[list[str]]:
    """Do something just before the first call of a function of `os` with a path that ends so."""
    real, done = getattr(os, name), list[str]()

    def called(path: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as the system's
        if not done and str(path).endswith(wanted):
            done.append(str(path))
            act()
        return real(path, *rest, **more)

    with patch.context() as inside:
        inside.setattr(os, name, called)
        yield done


@pytest.mark.parametrize(
    ("source", "target", "listed"),
    [
        ("z/2024-09-03-z", "a/2024-09-03-z", "/records/z"),
        ("a/2024-09-02-a", "z/2024-09-02-a", "/records/z"),
    ],
)
def test_a_record_that_moves_while_folders_are_listed_is_read_once(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch, source: str, target: str, listed: str
) -> None:
    """It is moved out of a folder just before that is listed, or into it."""
    wanted = _seen(apart)

    def move() -> None:
        (apart.records / f"{source}.yaml").rename(apart.records / f"{target}.yaml")

    with _before(monkeypatch, "scandir", listed, move) as moved:
        assert _seen(apart) == wanted
    assert moved


def test_a_record_that_moves_between_the_list_and_the_reading_is_read_once(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is gone when it is to be read; the new one is looked for."""
    wanted = _seen(apart)

    def move() -> None:
        (apart.records / "z" / "2024-09-03-z.yaml").rename(apart.records / "2024-09-03-z.yaml")

    with _before(monkeypatch, "open", "2024-09-03-z.yaml", move) as moved:
        assert _seen(apart) == wanted
    assert moved


def test_a_record_that_is_removed_meanwhile_is_no_error(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there when the folder was listed, and is not any more, has gone."""
    wanted = _seen(apart)
    path = apart.records / "z" / "2024-09-03-z.yaml"
    with _before(monkeypatch, "open", path.name, path.unlink):
        assert _seen(apart) == [each for each in wanted if each != path.stem]


def test_a_copy_that_comes_meanwhile_does_not_count(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that is found only when the list is made again is judged as the others are."""
    path = apart.records / "z" / "2024-09-03-z.yaml"

    def copy() -> None:
        text = path.read_text()
        path.unlink()
        for name in ("2024-09-03-y.yaml", "2024-09-03-y (1).yaml"):
            path.with_name(name).write_text(text)

    with _before(monkeypatch, "open", path.name, copy):
        content = Content(apart, date(2024, 9, 30))
        assert len(content.entries) == 5
        assert [each.code for each in content.findings] == ["conflict-copy"]


def test_who_writes_without_end_keeps_nobody_from_reading(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders are listed a bounded number of times."""
    real, count = os.scandir, 0

    def busy(path: Any) -> Any:  # noqa: ANN401 - as the system's
        nonlocal count
        if str(path).endswith("/records/a"):
            count += 1
            (apart.records / "a" / f"2024-09-02-{count}.yaml").write_text(TRIP)
        return real(path)

    monkeypatch.setattr(os, "scandir", busy)
    assert len(record_files.paths(apart)) >= 5
    assert count == 5


def test_folders_that_nobody_changes_are_listed_once(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where something has changed in the last seconds is there a second look."""
    real, listed = os.scandir, list[str]()

    def noted(path: Any) -> Any:  # noqa: ANN401 - as the system's
        listed.append(str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", noted)
    record_files.paths(apart)
    assert len(listed) == 2 * len(set(listed))
    for folder in (apart.records, *(path for path in apart.records.iterdir() if path.is_dir())):
        os.utime(folder, (0, 0))
    listed.clear()
    record_files.paths(apart)
    assert len(listed) == len(set(listed))


def test_a_folder_that_is_gone_may_have_changed(workspace: Workspace) -> None:
    """What cannot be looked at is not settled."""
    assert not workspace.settled(["records/none"])


def test_two_files_of_one_event_are_told(
    root: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    """If a move by hand left both files, the event does not count twice without a word."""
    old = root / "records" / "2024" / "2024-03-04-trip.yaml"
    for name in ("2024-03-05-trip.yaml", "2024-03-05-trip-2.yaml"):
        old.with_name(name).write_text(
            "{date: 2024-03-05, kind: trip, indicator: A1.staff, people: [ann]}\n"
        )
    assert "[possible-duplicate]" in run("check", "--format", "text")[1]


def test_a_record_that_moves_after_it_was_read_is_not_read_again(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one file is gone, all are read again, so that none is counted twice."""
    wanted = _seen(apart)

    def move() -> None:
        (apart.records / "a" / "2024-09-02-a.yaml").rename(apart.records / "2024-09-02-a.yaml")
        (apart.records / "z" / "2024-09-03-z.yaml").rename(apart.records / "2024-09-03-z.yaml")

    with _before(monkeypatch, "open", "z/2024-09-03-z.yaml", move) as moved:
        assert _seen(apart) == wanted
    assert moved


def test_a_file_that_comes_and_goes_without_end_is_a_finding(
    apart: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records are read again a bounded number of times; then what cannot be read is said."""
    listed, times = record_files.paths, 0

    def paths(tree: Workspace) -> list[Any]:
        nonlocal times
        times += 1
        ghost = ["records/2024-09-04-ghost.yaml"] if times % 2 else []
        return [*listed(tree), *ghost]

    monkeypatch.setattr(record_files, "paths", paths)
    content = Content(apart, date(2024, 9, 30))
    assert len(content.entries) == 5
    assert [each.path for each in content.findings] == ["records/2024-09-04-ghost.yaml"]
    assert times == 2 * 5
