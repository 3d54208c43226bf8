"""What every verb is given: the workspace, the plan, the day."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from oicekpi.cli import clock, session
from oicekpi.messages.failures import NoWorkspaceError

Run = Callable[..., tuple[int, str, str]]
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
    with pytest.raises(NoWorkspaceError):
        session.Session().workspace()


def test_root_is_an_option_of_the_program(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--root stands before the verb, and is taken from where one is."""
    monkeypatch.chdir(tmp_path)
    assert run("--root", office.name, "status")[0] == 0


def test_workspace_that_lacks_a_folder_is_refused(run: Run, office: Path) -> None:
    """A folder that is named, and is none, is told with what it lacks."""
    code, out, err = run("--root", str(office / "plans"), "status")
    assert (code, out) == (2, "")
    assert err.startswith(f"oicekpi: {office / 'plans'} is no workspace: it has no folder ")


def test_workspace_without_a_plan_is_refused(run: Run, office: Path) -> None:
    """Without a plan there is nothing to measure against."""
    (office / "plans" / "2024.yaml").unlink()
    code, out, err = run("status")
    assert (code, out) == (2, "")
    assert "holds no plan" in err


@pytest.mark.parametrize(
    ("ids", "selected"),
    [
        (["A1.STAFF"], {"A1.staff"}),
        (["a1", "A1.staff"], {"A1.staff"}),
        (["B3", "A2"], {"A2.partners", "A2.agreements", "B3.applicants", "B3.services"}),
    ],
)
@pytest.mark.usefixtures("office")
def test_ids_select_indicators(ids: list[str], selected: set[str]) -> None:
    """An indicator is selected by its own id, its objective's and its section's, in any case."""
    reading = session.Session().read(date(2024, 9, 30))
    assert reading.select(ids) == selected


@pytest.mark.usefixtures("office")
def test_no_id_selects_all_indicators() -> None:
    """Where nothing is named, nothing is left out."""
    reading = session.Session().read(date(2024, 9, 30))
    assert reading.select([]) == set(reading.plan.indicators)


@pytest.mark.usefixtures("office")
def test_records_are_counted_whoever_else_looks_at_them() -> None:
    """The progress is the same whether records are only counted, or gone through as well."""
    counted, seen = (session.Session().read(date(2024, 9, 30)) for _ in range(2))
    counted.gather()
    assert len(list(seen.entries())) > len(counted.plan.indicators) // 10
    for reading in (counted, seen):
        staff = reading.progress(date(2024, 9, 30)).indicators[0]
        assert (staff.indicator.id, staff.count.done) == ("A1.staff", 2)


def test_today_is_the_local_day() -> None:
    """The day is the one of the office's own clock."""
    before = datetime.now().astimezone().date()
    assert before <= REAL_TODAY() <= datetime.now().astimezone().date()
