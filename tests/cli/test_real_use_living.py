"""Living with the program: what `add`, the views and the other commands do day by day."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Sit = Callable[..., list[str]]
DONE = "2024-03-11-trip-a1-staff-germany"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


# --- add ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("trip", ["2024-09-02", "A1.staff", "2"]),
        ("application", ["2024-09-02", "1", "4"]),
        ("agreement", ["2024-09-02", "2", "North"]),
        ("appointment", ["2024-09-02", "1", "ann"]),
        ("milestone", ["2024-09-02", "1", "2"]),
        ("activity", ["2024-09-02", "1", "talk"]),
    ],
)
def test_add_asks_for_all_in_one_order(
    run: Run, someone_there: Sit, kind: str, answers: list[str]
) -> None:
    """Each kind is asked for its day, its indicator, what it must say, approval and evidence."""
    asked = someone_there(*answers, *[""] * 20)
    code, _, err = run("add", kind)
    assert code == 0, err
    names = [question.split()[0] for question in asked]
    assert names[:2] == ["When?", "Which"]
    assert names[-4:-1] == ["approval", "evidence", "note"]
    assert names[-1] == "Write"


@pytest.mark.parametrize(
    "given", [("trip", "A1.staff", "--people", "2", "--date", "2024-09-02"), ("trip",)]
)
def test_record_and_movement_are_always_shown_before_it_is_written(
    run: Run, someone_there: Sit, given: tuple[str, ...]
) -> None:
    """On a terminal the record and what it moves come before the name of the file it got."""
    someone_there("2024-09-02", "A1.staff", "2", *[""] * 8)
    code, out, _ = run("add", *given)
    assert code == 0
    shown, moved, written = (
        out.index("would be:"), out.index("A1.staff: still behind (provisional 0 → 2)"),
        out.rindex("records/2024/2024-09-02-trip-a1-staff.yaml"),
    )  # fmt: skip
    assert shown < moved < written


def test_known_people_partners_and_stages_are_offered(run: Run, someone_there: Sit) -> None:
    """Names that records have are shown; stages with their title and the day they were reached."""
    someone_there("2024-09-02", "A1.staff", "2", *[""] * 8, "n")
    out = run("add", "trip")[1]
    assert "known: staff-001, staff-002" in out
    assert "Example University" in out
    asked = someone_there("2024-09-02", "1", "2", *[""] * 4, "n")
    out = run("add", "milestone")[1]
    assert "1  partner-chosen  Partner chosen, reached 2024-03-20" in out
    assert "2  agreement-signed  Agreement signed\n" in out
    assert "stage: agreement-signed\n" in out
    assert asked[-1].startswith("Write")


def test_planned_and_cancelled_records_reach_no_stage(
    run: Run, someone_there: Sit, office: Path
) -> None:
    """A stage is reached on the day of the first record that is done."""
    text = "kind: milestone\nindicator: B2.programme\nstage: agreement-signed\n"
    for day, state in (("2024-10-01", "state: planned\n"), ("2024-08-01", ""), ("2024-09-01", "")):
        (office / f"records/2024/{day}-m.yaml").write_text(f"date: {day}\n{text}{state}")
    someone_there("2024-09-02", "1", "2", *[""] * 4, "n")
    assert "Agreement signed, reached 2024-08-01" in run("add", "milestone")[1]


# --- a terminal of 80 by 24 ---------------------------------------------------------------------


@pytest.mark.parametrize("command", [("status",), ("log",), ("history",), ("show", "A1.staff")])
def test_no_row_is_wider_than_a_terminal_of_eighty_columns(
    terminal: Callable[..., Any], command: tuple[str, ...]
) -> None:
    """Whoever looks at a terminal of 80 columns sees whole rows."""
    seat = terminal("--no-pager", *command, PYTHONIOENCODING="utf-8", COLUMNS="80", LINES="24")
    seat.end()
    assert max(map(len, seat.seen.splitlines())) <= 80


def test_log_shows_the_newest_last_and_marks_what_is_provisional(run: Run) -> None:
    """The last line on the screen is the newest record; one without its approval is marked."""
    run("add", "trip", "A1.staff", "--people", "2", "--date", "2024-09-02")
    records = json.loads(run("log", "--format", "json")[1])["records"]
    days = [date.fromisoformat(each["date"]) for each in records]
    assert days == sorted(days)
    assert "provisional" in run("log")[1]
    out = run("log", "--state", "provisional")[1]
    assert "2024-09-02" in out
    assert "2024-03-11" not in out


# --- other commands -------------------------------------------------------------------------------


def test_record_entered_by_mistake_is_removed_after_it_is_shown(
    run: Run, someone_there: Sit, tree: Tree
) -> None:
    """`remove ID` shows the record and what it moves, and asks."""
    before = tree()
    someone_there("n")
    out = run("remove", DONE)[1]
    assert "staff-001" in out
    assert "done 2 → 0" in out
    assert tree() == before
    someone_there("y")
    assert run("remove", DONE)[0] == 0
    assert f"records/2024/{DONE}.yaml" not in tree()


def test_init_makes_a_plan_of_this_year(run: Run, tmp_path: Path) -> None:
    """Without options `init` starts with an empty plan of the present year, which is valid."""
    folder = tmp_path / "new"
    assert run("init", str(folder))[0] == 0
    assert [path.name for path in (folder / "plans").iterdir()] == ["2024.yaml"]
    assert run("--root", str(folder), "check")[0] == 0
