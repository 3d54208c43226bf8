"""Files that somebody planted hide nothing, and nothing that a command did not make is removed."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.untraced

Run = Callable[..., tuple[int, str, str]]
Files = Callable[[], dict[str, bytes]]

NAME = ".oicekpi-0123456789abcdef.tmp"
TRIP = "date: 2024-03-04\nkind: trip\nindicator: A1.staff\npeople: 2\n"
PLANTED = (
    ".2024-03-04-trip.yaml.moved",
    ".moved",
    ".2024-03-04-trip.yaml.lock",
    "2024-03-04-trip.yaml.lock",
    "x.lock",
    ".git.lock",
    ".oicekpi.moved",
    ".oicekpi-moves",
    ".oicekpi-mine.tmp",
    ".oicekpi-0123456789ABCDEF.tmp",
    ".oicekpi-0123456789abcdef.tmp~",
)


def _write_everything(run: Run) -> None:
    """Run every command that writes."""
    Path("sheet.csv").write_text("Date,Kind,Indicator,People\n2024-05-07,trip,A1.staff,1\n")
    for command in (
        "add trip A1.staff --people 3 --date 2024-03-05",
        "add trip A1.staff --people 4 --date 2024-10-05",
        "cancel 2024-10-05 --reason rain",
        "remove 2024-10-05 --yes",
        "import sheet.csv --write",
    ):
        code, _, err = run(*command.split())
        assert code == 0, err
    Path("sheet.csv").unlink()


@pytest.mark.parametrize("content", ["", "2024-03-04-trip.yaml\n", TRIP])
def test_a_planted_file_hides_no_record(root: Path, run: Run, content: str) -> None:
    """Whatever lies beside the records, `status` and `log` count each of them."""

    def counted() -> list[object]:
        told = (json.loads(run(name, "--format", "json")[1]) for name in ("status", "log"))
        return [
            {key: each[key] for key in each if key not in {"findings", "complete"}} for each in told
        ]

    before = counted()
    for folder in ("records", "records/2024", "plans"):
        for name in (*PLANTED[:7], NAME):
            (root / folder / name).write_text(content)
    assert counted() == before
    assert run("check", "--format", "text")[1].count("[unexpected-file]") == 2 * 3  # not hidden


@pytest.mark.parametrize("age", ["old", "young"])
def test_no_command_removes_what_it_did_not_make(
    root: Path, run: Run, files: Files, age: str
) -> None:
    """Locks, notes and temporary files of others stay, however old they are."""
    for folder in ("records", "records/2024"):
        for name in PLANTED:
            path = root / folder / name
            path.write_text(TRIP)
            if age == "old":
                os.utime(path, (0, 0))
    before = files()
    _write_everything(run)
    after = files()
    assert {name: after.get(name) for name in before} == before


def _link(path: Path, outside: Path) -> None:
    path.symlink_to(outside, target_is_directory=True)
    os.utime(path, (0, 0), follow_symlinks=False)


def _folder_with_a_link(path: Path, outside: Path) -> None:
    path.mkdir()
    (path / "2024-01-01-x.yaml").symlink_to(outside / "2024-03-04-trip.yaml")
    os.utime(path, (0, 0))


def _folder_with_more(path: Path, _: Path) -> None:
    path.mkdir()
    (path / "2024-01-01-x.yaml").write_text(TRIP)
    (path / "notes.txt").write_text("x")
    os.utime(path, (0, 0))


def _folder_in_a_folder(path: Path, _: Path) -> None:
    (path / "2024-01-01-x.yaml").mkdir(parents=True)
    os.utime(path, (0, 0))


def _young(path: Path, _: Path) -> None:
    path.write_text(TRIP)


@pytest.mark.parametrize(
    "plant", [_link, _folder_with_a_link, _folder_with_more, _folder_in_a_folder, _young]
)
def test_what_has_the_name_of_a_temporary_file_is_not_trusted(
    root: Path, run: Run, tmp_path: Path, plant: Callable[[Path, Path], None]
) -> None:
    """Links, folders that hold more than records, and young files stay with all that is in them."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2024-03-04-trip.yaml").write_text(TRIP)
    for folder in ("records", "records/2024"):
        plant(root / folder / NAME, outside)
    before = {path: os.lstat(path).st_mode for path in root.rglob("*") if NAME in str(path)}
    _write_everything(run)
    assert {path: os.lstat(path).st_mode for path in before} == before
    assert (outside / "2024-03-04-trip.yaml").read_text() == TRIP


@pytest.mark.parametrize("name", ["records", "plans", "records/2024", "imports", "records/2024/a"])
def test_no_link_leads_out_of_the_workspace(
    root: Path, run: Run, tmp_path: Path, name: str
) -> None:
    """A folder that is a link is neither read nor written to, and `check` names it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2024-03-04-secret.yaml").write_text(TRIP.replace("people: 2", "people: [secret]"))
    if (root / name).exists():
        (root / name).rename(tmp_path / "away")
    (root / name).symlink_to(outside)
    for command in (
        "status", "agenda", "log", "check", "show A1.staff", "history", "log --people",
        "add trip A1.staff --people 3 --date 2024-03-05",
    ):  # fmt: skip
        code, out, err = run(*command.split())
        assert code in {0, 1, 2}
        assert "secret" not in f"{out}{err}".replace("2024-03-04-secret", "")
    assert [path.name for path in outside.iterdir()] == ["2024-03-04-secret.yaml"]


@pytest.mark.parametrize("command", ["add trip A1.staff --people 1", "import sheet.csv --write"])
def test_a_planted_lock_is_not_followed(root: Path, run: Run, tmp_path: Path, command: str) -> None:
    """The lock is a plain file, or the command refuses; nothing is made where a link leads."""
    (root / "sheet.csv").write_text("Date,Kind,Indicator,People\n2024-05-07,trip,A1.staff,1\n")
    (root / ".oicekpi.lock").symlink_to(tmp_path / "made")
    assert run(*command.split())[0] == 2
    assert not (tmp_path / "made").exists()
