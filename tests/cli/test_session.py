"""What every command is given: the workspace, the plan, the day."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from oicekpi.cli import clock, session
from oicekpi.messages.failures import NotFoundError

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
REAL_TODAY = clock.today


def test_workspace_is_found_from_the_working_directory_upward(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anywhere below the workspace's folder one is in it."""
    monkeypatch.chdir(office / "records" / "2024")
    assert session.Session().workspace().root == office


def test_workspace_that_is_named_goes_before_where_one_is(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--root beats OICEKPI_ROOT, which beats the working directory."""
    other = tmp_path / "other"
    for folder in ("plans", "records"):
        (other / folder).mkdir(parents=True)
    monkeypatch.setenv("OICEKPI_ROOT", str(other))
    assert session.Session().workspace().root == other
    assert session.Session(root=office).workspace().root == office


def test_empty_variable_names_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty OICEKPI_ROOT is as none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OICEKPI_ROOT", "")
    with pytest.raises(NotFoundError, match="no-workspace"):
        session.Session().workspace()


def test_root_is_an_option_of_the_program(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--root stands before the verb, and is taken from where one is."""
    monkeypatch.chdir(tmp_path)
    assert run("--root", office.name, "status")[0] == 0


def test_workspace_that_lacks_a_folder_is_refused(run: Run, codes: Codes, office: Path) -> None:
    """A folder that is named, and is none, is told with what it lacks."""
    code, out, err = run("--root", str(office / "plans"), "status")
    assert (code, out) == (2, "")
    assert codes(err) == ["incomplete-workspace"]
    assert str(office / "plans") in err


def test_workspace_without_a_plan_is_refused(run: Run, codes: Codes, office: Path) -> None:
    """Without a plan there is nothing to measure against."""
    (office / "plans" / "2024.yaml").unlink()
    code, out, err = run("status")
    assert (code, out) == (2, "")
    assert codes(err) == ["no-plans"]


def test_deleted_working_directory_is_told(
    run: Run, codes: Codes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder that one is in was deleted, that is said; it is no bug."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    code, _, err = run("status")
    assert (code, codes(err)) == (2, ["no-working-directory"])


def test_today_is_the_local_day() -> None:
    """The day is the one of the office's own clock."""
    before = datetime.now().astimezone().date()
    assert before <= REAL_TODAY() <= datetime.now().astimezone().date()
