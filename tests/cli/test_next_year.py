"""From one year to the next: planned records, the next plan, two years side by side."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
OnDay = Callable[[date], None]


# --- records that wait for a plan -----------------------------------------------------------------


@pytest.mark.usefixtures("office")
def test_planned_record_of_the_coming_year_waits(run: Run, codes: Codes) -> None:
    """It is written and told of by `add` and `check`, and counts for nothing in this year."""
    before = run("status", "--format", "json")[1]
    code, out, err = run("add", "trip", "A1.staff", "--people", "2", "--date", "2025-03-04")
    assert code == 0
    assert codes(err) == ["waits-for-plan"]
    assert out == "records/2025/2025-03-04-trip-a1-staff.yaml\n"
    assert run("status", "--format", "json")[1] == before
    code, out, _ = run("check", "--format", "json", "records/2025")
    assert code == 0
    assert [each["code"] for each in json.loads(out)["findings"]] == ["waits-for-plan"]
    assert "2025-03-04-trip-a1-staff" in run("log")[1]


@pytest.mark.usefixtures("office")
def test_record_that_waits_can_be_cancelled_and_removed(run: Run, codes: Codes) -> None:
    """A cancelled one waits for nothing."""
    run("add", "trip", "A1.staff", "--people", "2", "--date", "2025-03-04")
    code, _, err = run("cancel", "2025-03-04", "--reason", "visa refused")
    assert (code, codes(err)) == (0, [])
    assert "waits-for-plan" not in run("check")[1]
    assert run("remove", "2025-03-04", "--yes")[0] == 0


@pytest.mark.usefixtures("office")
def test_record_that_waits_is_confirmed_only_with_a_plan(
    run: Run, codes: Codes, on_day: OnDay
) -> None:
    """What has happened needs a plan, and the help says how to make it."""
    run("add", "trip", "A1.staff", "--people", "2", "--date", "2025-01-04")
    on_day(date(2025, 1, 6))
    code, _, err = run("confirm", "2025-01-04")
    assert code == 2
    assert codes(err) == ["invalid-record", "outside-period"]
    assert "oicekpi next-plan 2025" in err
    assert run("next-plan", "2025")[0] == 0
    assert run("confirm", "2025-01-04")[0] == 0


@pytest.mark.usefixtures("office")
def test_record_that_waited_too_long_is_told_what_works(run: Run, on_day: OnDay) -> None:
    """Before it can be confirmed, its plan has to be drafted: `agenda` and `check` say so."""
    run("add", "trip", "A1.staff", "--people", "2", "--date", "2025-01-04")
    for day in (date(2025, 1, 3), date(2025, 1, 6)):
        on_day(day)
        out = run("agenda")[1]
        assert "no plan of 2025 yet – 2 people" in out
        assert "  oicekpi next-plan 2025\n" in out
    out = " ".join(run("check", "records/2025")[1].split())
    assert "run `oicekpi next-plan 2025`, then `oicekpi confirm 2025-01-04-trip-a1-staff" in out
    assert run("next-plan", "2025")[0] == 0
    assert "  oicekpi confirm 2025-01-04-trip-a1-staff" in run("agenda")[1]
    assert "run `oicekpi confirm 2025-01-04-trip-a1-staff" in run("check", "records/2025")[1]
    assert run("confirm", "2025-01-04")[0] == 0


@pytest.mark.parametrize(
    ("indicator", "day", "code"),
    [
        ("A1.unknown", "2025-03-04", "unknown-indicator"),
        ("A1.staff", "2026-03-04", "outside-period"),
    ],
)
@pytest.mark.usefixtures("office")
def test_only_what_the_plan_knows_can_wait(
    run: Run, codes: Codes, indicator: str, day: str, code: str
) -> None:
    """An indicator that no plan has waits for none, nor does a record of the year after next."""
    answer, _, err = run("add", "trip", indicator, "--people", "2", "--date", day)
    assert answer == 2
    assert code in codes(err)


@pytest.mark.usefixtures("office")
def test_rows_of_a_spreadsheet_wait_too(run: Run, office: Path) -> None:
    """An import warns of them, and writes them."""
    (office / "trips.csv").write_text("date,people\n2025-03-04,2\n2025-03-11,3\n")
    said = ("--set", "kind=trip", "--set", "indicator=A1.staff", "--set", "state=planned")
    code, out, _ = run("import", "trips.csv", *said, "--write")
    assert code == 0
    assert out.count("the record waits for one") == 2
    assert len([*office.glob("records/import-trips/*.yaml")]) == 2


def test_dialogue_takes_a_day_of_the_coming_year(
    run: Run, someone_there: Callable[..., list[str]], office: Path
) -> None:
    """The questions are those of this year's plan, and the record is planned."""
    someone_there("trip", "2025-03-04", "A1.staff", "2", *[""] * 7, "y")
    code, _, err = run("add")
    assert code == 0
    assert "waits-for-plan" in err
    (path,) = office.glob("records/2025/*.yaml")
    assert "state: planned\n" in path.read_text()


def test_record_may_wait_for_the_next_of_two_plans(run: Run, codes: Codes, office: Path) -> None:
    """A plan of an academic year covers the day, but has other indicators."""
    text = (office / "plans/2024.yaml").read_text()
    text = text.replace("2024-01-01", "2024-09-01").replace("2024-12-31", "2025-08-31")
    text = text.replace("2024-03-31", "2024-10-31").replace("2024-09-15", "2025-03-31")
    for name in ("A", "B"):
        text = text.replace(f"id: {name}", f"id: S{name}")
    (office / "plans/2024-25.yaml").write_text(text)
    arguments = ("trip", "A1.staff", "--people", "2", "--date", "2025-03-04")
    code, _, err = run("--plan", "2024", "add", *arguments)
    assert (code, codes(err)) == (0, ["waits-for-plan"])
    arguments = ("trip", "SA1.staff", "--people", "2", "--date", "2025-03-04")
    assert run("add", *arguments)[0] == 0


# --- next-plan ------------------------------------------------------------------------------------


def test_draft_is_written_and_shown(run: Run, office: Path, on_day: OnDay) -> None:
    """The file is named first, then what came of each indicator, then what to review."""
    on_day(date(2025, 1, 10))
    code, out, err = run("next-plan", "2025")
    assert (code, err) == (0, "")
    assert out.startswith("plans/2025.yaml\n")
    assert "To review:" in out
    assert (office / "plans/2025.yaml").exists()
    assert run("check", "plans")[0] == 0


def test_draft_tells_what_it_does_not_mend(
    run: Run, office: Path, on_day: OnDay, codes: Codes
) -> None:
    """A record that only lacked this plan is no finding any more; others are told of."""
    record = "date: 2025-01-05\nkind: trip\nindicator: A1.staff\npeople: 2\napproval: U-1\n"
    (office / "records/2025-01-05-trip.yaml").write_text(record)
    wrong = record.replace("people: 2", "peple: 2").replace("2025", "2024")
    (office / "records/2024-01-05-trip.yaml").write_text(wrong)
    on_day(date(2025, 1, 10))
    code, out, err = run("next-plan", "2025")
    assert (code, out.splitlines()[0]) == (0, "plans/2025.yaml")
    assert codes(err) == ["unknown-key"]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2024",), "no-such-period"),
        (("2025", "--from", "2023"), "unknown-plan"),
    ],
)
def test_what_cannot_be_drafted_is_refused(
    run: Run, codes: Codes, arguments: tuple[str, ...], code: str
) -> None:
    """Nothing is written then."""
    answer, out, err = run("next-plan", *arguments)
    assert (answer, out) == (2, "")
    assert codes(err) == [code]


@pytest.mark.usefixtures("office")
def test_plan_is_never_written_over(run: Run, codes: Codes) -> None:
    """The second time it is refused."""
    assert run("next-plan", "2025")[0] == 0
    answer, _, err = run("next-plan", "2025", "--from", "2024")
    assert (answer, codes(err)) == (2, ["plan-exists"])


# --- a whole turn of the year ---------------------------------------------------------------------


def test_turn_of_the_year_needs_no_editing_by_hand(run: Run, clone: Path, on_day: OnDay) -> None:
    """2024 closes, 2025 is drafted, its records come, and both years are compared."""
    on_day(date(2024, 12, 20))
    assert run("add", "trip", "A1.staff", "--people", "staff-301", "--date", "2025-01-15")[0] == 0

    on_day(date(2025, 1, 2))
    assert "closed" in run("status")[1]
    code, _, err = run("next-plan", "2025")
    assert (code, err) == (0, "")
    assert run("check")[0] == 0
    assert "waits-for-plan" not in run("check")[1]
    assert "day 2 of 365" in run("status")[1]

    on_day(date(2025, 1, 31))
    assert run("confirm", "2025-01-15", "--approval", "U-2025-001")[0] == 0
    trip = ("--people", "staff-302,staff-303", "--approval", "U-2025-002", "--date", "2025-01-20")
    assert run("add", "trip", "A1.staff", *trip)[0] == 0
    assert run("check")[0] == 0

    code, out, err = run("compare", "2024", "2025", "--format", "json")
    assert (code, err) == (0, "")
    facts = json.loads(out)
    assert (facts["before"]["as_of"], facts["after"]["as_of"]) == ("2024-01-31", "2025-01-31")
    (staff,) = (each for each in facts["indicators"] if each["id"] == "A1.staff")
    assert (staff["before"]["done"], staff["after"]["done"], staff["trend"]) == (0, 3, "better")

    code, out, err = run("history", "A1", "--format", "csv")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("indicator,2025-01-31,")
    assert "2024-12-31" in run("--plan", "2024", "history", "--format", "csv")[1]

    code, page, err = run("report", "--compare", "2024", "--format", "markdown", "--output", "-")
    assert (code, err) == (0, "")
    assert "| 0 of 15 | 0 % | ▼ behind | 3 of 15 | 20 % | ● on track | +3 |" in page

    assert run("log", "--since", "2025-01-01")[1].count("trip") >= 2
    assert (clone / "plans/2024.yaml").read_bytes() != (clone / "plans/2025.yaml").read_bytes()
