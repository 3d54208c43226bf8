"""`oicekpi show`, `history` and `log`: what is read, in full, in time, in a list."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.reports.look import Look

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]

SHOW = """\
plan 2024, as of 2024-09-30, day 274 of 366

B2  A joint programme

B2.programme  ▼ behind  Programme

  ✔ 1. Partner chosen  due 31 Mar (reached)
  ▼ 2. Agreement signed  due 15 Sep (late)

  Done: 1 stage, from 1 record:
    2024-03-20-milestone-b2-programme-partner-chosen.
  Not reached: Agreement signed, which was due on 15 Sep.
  Needed next: 1 since 15 Sep; 1 in all by the end.

1 record
id                                                kind       who or what
2024-03-20-milestone-b2-programme-partner-chosen  milestone  Partner chosen
"""
HISTORY = """\
A small plan
at the end of each month, 2024-01-31 to 2024-09-30

               J F M A M J J A S  first behind  now
A1.staff       ▼ ▼ ▼ ▼ ▼ ▼ ▼ ▼ ▼  31 Jan        behind
A2.partners    ○ ○ ○ ● ● ● ● ▼ ▼  31 Aug        behind
A2.agreements  ○ ○ ○ ● ● ● ● ● ▲                at risk
A3.talents     ○ ○ ○ ○ ○ ○ ▼ ▼ ▼  31 Jul        behind
B2.programme   ○ ○ ● ● ● ● ● ● ▼  30 Sep        behind
B3.applicants  ▼ ▼ ▼ ▼ ▼ ▼ ▼ ▼ ▼  31 Jan        behind
B3.services    · · · · · · · · ·                quiet 273 d

✔ achieved  ● on track  ▲ at risk  ▼ behind  ✖ missed  ○ not due  · tracked
"""
LOG = """\
id                                     date        state    who or what
2024-03-11-trip-a1-staff-germany       2024-03-11           staff-001, staff-002
2024-03-20-milestone-b2-programme-pa…  2024-03-20           partner-chosen
2024-04-agreements#1                   2024-04-10           Example University
2024-04-agreements#2                   2024-04-22           Example College
2024-05-24-application-b3-applicants   2024-05-24           5 people
2024-09-16-trip-a1-staff-japan         2024-09-16  planned  staff-003
2024-11-18-trip-a1-staff-germany       2024-11-18  planned  staff-004

hidden on this screen: kind, indicator, where
"""
TRIPS = ["2024-09-16-trip-a1-staff-japan", "2024-11-18-trip-a1-staff-germany"]
UNKNOWN = "date: 2024-05-01\nkind: trip\nindicator: A9.nobody\npeople: 1\n"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


@pytest.fixture
def _eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show everything as on a terminal 80 columns wide."""
    monkeypatch.setattr("oicekpi.cli.terminal.look", lambda _: Look(80))


@pytest.mark.usefixtures("_eighty")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(("show", "B2.programme"), SHOW), (("history",), HISTORY), (("log",), LOG)],
)
def test_what_is_read_fits_a_terminal_of_eighty_columns(
    run: Run, arguments: tuple[str, ...], expected: str
) -> None:
    """Each reading verb tells its whole matter within the terminal's width."""
    assert run(*arguments) == (0, expected, "")


def test_objective_is_shown_with_its_indicators_in_turn(run: Run) -> None:
    """An objective's id stands for all its indicators; case does not matter."""
    code, out, _ = run("show", "a2")
    assert code == 0
    assert out.index("A2.partners") < out.index("A2.agreements")
    assert "A1.staff" not in out


def test_show_judges_by_the_day_that_is_given(run: Run) -> None:
    """`show --as-of` tells how it stood on another day."""
    assert "▼ behind" in run("show", "A1.staff")[1]
    assert "○ not due" in run("show", "A1.staff", "--as-of", "2024-01-01")[1]


@pytest.mark.parametrize("verb", [("show",), ("log", "--indicator")])
def test_unknown_indicator_is_refused(run: Run, codes: Codes, verb: tuple[str, ...]) -> None:
    """What the plan does not have can neither be shown nor listed."""
    code, out, err = run(*verb, "A1.staf")
    assert (code, out, codes(err)) == (2, "", ["unknown-id"])
    assert "A1.staff?" in err


def test_two_breakdowns_at_once_are_refused(run: Run, codes: Codes) -> None:
    """`--people` is a breakdown, and there is one at a time."""
    assert codes(run("log", "--people", "--by", "country")[2]) == ["conflicting-options"]
    assert run("log", "--people", "--by", "person") == run("log", "--people")


def test_records_of_a_state_are_listed(run: Run) -> None:
    """What is still planned can be looked at alone."""
    _, out, _ = run("log", "--state", "planned", "--format", "csv")
    assert [line.partition(",")[0] for line in out.splitlines()[1:]] == TRIPS


def test_log_takes_a_kind_as_add_does(run: Run, codes: Codes) -> None:
    """A misspelt kind is an error, not a list without records; capitals and Chinese are read."""
    code, out, err = run("log", "--kind", "tripp")
    assert (code, out, codes(err)) == (2, "", ["unknown-kind"])
    assert "did you mean trip?" in err
    assert (
        run("log", "--kind", "Trip") == run("log", "--kind", "出访") == run("log", "--kind", "trip")
    )


def test_plan_that_is_named_narrows_the_log_to_its_period(run: Run, office: Path) -> None:
    """`log --plan` lists the records of that plan's period; without it all are listed."""
    plan = (office / "plans" / "2024.yaml").read_text()
    (office / "plans" / "2025.yaml").write_text(plan.replace("2024-", "2025-"))
    (office / "records" / "2024" / "2025-02-03-trip-x.yaml").write_text(
        "{date: 2025-02-03, kind: trip, indicator: A1.staff, people: 1}\n"
    )
    assert "2025-02-03-trip-x" in run("log")[1]
    assert "2025-02-03-trip-x" not in run("log", "--plan", "2024")[1]
    assert len(run("log", "--plan", "2025")[1].splitlines()) == 2


def test_show_wants_an_id(run: Run) -> None:
    """`show` without an id is a usage error."""
    code, _, err = run("show")
    assert code == 2
    assert err == "error: Missing argument 'ID...'.\n  see oicekpi show --help\n"


@pytest.mark.parametrize("verb", [("show", "A1"), ("history",), ("log",)])
def test_record_that_does_not_count_is_told_and_fails(
    run: Run, office: Path, verb: tuple[str, ...]
) -> None:
    """Every reading verb shows what it can, names what it left out, and exits with 1."""
    (office / "records" / "2024" / "2024-05-01-trip.yaml").write_text(UNKNOWN)
    code, out, err = run(*verb)
    assert code == 1
    assert "A1.staff" in out
    assert err.startswith("records/2024/2024-05-01-trip.yaml:3:12: error[unknown-indicator]: ")


def test_file_that_cannot_be_read_is_told_without_a_line(run: Run, office: Path) -> None:
    """A finding about a whole file names the file alone."""
    (office / "records" / "2024" / "2024-05-01-trip.yaml").symlink_to("nowhere")
    code, _, err = run("log")
    assert code == 1
    assert err.startswith("records/2024/2024-05-01-trip.yaml: ")


def test_history_is_given_to_programs_too(run: Run) -> None:
    """`history --format csv` and `json` give the statuses of each month's end."""
    code, out, _ = run("history", "--as-of", "2024-02-29", "--format", "csv")
    assert code == 0
    assert len(list(csv.reader(io.StringIO(out)))) > 1
    assert json.loads(run("history", "--format", "json")[1])


def test_ids_narrow_the_history(run: Run) -> None:
    """Only what is named is told, in the plan's order; what the plan does not have is refused."""
    code, out, _ = run("history", "b2", "A1.staff", "--format", "csv")
    assert code == 0
    assert [row[0] for row in csv.reader(io.StringIO(out))][1:3] == ["A1.staff", "B2.programme"]
    code, out, err = run("history", "A7")
    assert (code, out) == (2, "")
    assert "A7" in err


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--indicator", "A1.staff", "--since", "2024-09-01"), TRIPS),
        (("--indicator", "a1", "--since", "2024-09-01"), TRIPS),
        (("--indicator", "A", "--kind", "trip", "--since", "2024-09-01"), TRIPS),
        (("--kind", "trip", "--until", "yesterday", "--since", "2024-09-16"), TRIPS[:1]),
        (("--kind", "agreement"), ["2024-04-agreements#1", "2024-04-agreements#2"]),
        (("--indicator", "A2.partners"), ["2024-04-agreements#1"]),
        (("--kind", "activity"), []),
        (("--until", "2024-03-11"), ["2024-03-11-trip-a1-staff-germany"]),
    ],
)
def test_log_lists_what_fits_every_option_newest_last(
    run: Run, options: tuple[str, ...], ids: list[str]
) -> None:
    """Options of `log` narrow the list together; both days are included."""
    code, out, err = run("log", *options, "--format", "csv")
    assert (code, err) == (0, "")
    assert [row["id"] for row in csv.DictReader(io.StringIO(out))] == ids


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            ("--people",),
            "person,records,planned\nstaff-001,1,0\nstaff-002,1,0\nstaff-003,0,1\nstaff-004,0,1\n",
        ),
        (("--by", "country", "--kind", "trip"), "country,records,planned\nDE,1,1\nJP,0,1\n"),
        (
            ("--by", "partner"),
            "partner,records,planned\nExample University,2,0\nExample College,1,0\n",
        ),
    ],
)
def test_log_counts_by_what_records_name(run: Run, options: tuple[str, ...], expected: str) -> None:
    """`log --by` counts the records of each person, country or the like, the most first."""
    assert run("log", *options, "--format", "csv") == (0, expected, "")


def test_show_lists_the_records_of_the_plans_period(run: Run, office: Path) -> None:
    """Last year's records of the same indicator belong to last year's plan."""
    (office / "records" / "2024" / "2023-05-01-trip-x.yaml").write_text(
        "{date: 2023-05-01, kind: trip, indicator: A1.staff, people: 1}\n"
    )
    plan = (office / "plans" / "2024.yaml").read_text()
    (office / "plans" / "2023.yaml").write_text(plan.replace("2024-", "2023-"))
    assert "2023-05-01-trip-x" not in run("show", "A1.staff")[1]
    assert "2023-05-01-trip-x" in run("show", "A1.staff", "--plan", "2023")[1]


def test_what_is_provisional_is_marked_and_can_be_listed(run: Run, office: Path) -> None:
    """What lacks an approval that its indicator requires is done, but does not count."""
    (office / "records" / "2024" / "2024-05-01-trip-x.yaml").write_text(
        "{date: 2024-05-01, kind: trip, indicator: A1.staff, people: 1, country: DE}\n"
    )
    code, out, err = run("log")
    assert (code, err) == (0, "")
    marked = [line.split()[0] for line in out.splitlines() if "provisional" in line]
    assert marked == ["2024-05-01-trip-x"]
    code, out, _ = run("log", "--state", "provisional", "--format", "csv")
    rows = [*csv.DictReader(io.StringIO(out))]
    assert (code, [row["id"] for row in rows]) == (0, ["2024-05-01-trip-x"])
    assert [row["counts"] for row in rows] == ["false"]
    _, out, _ = run("log", "--state", "done", "--format", "json")
    counts = {each["id"]: each["counts"] for each in json.loads(out)["records"]}
    assert counts["2024-05-01-trip-x"] is False
    assert counts["2024-03-11-trip-a1-staff-germany"] is True


def test_raw_csv_leaves_texts_alone(run: Run, office: Path) -> None:
    """`log --raw` is for programs that read CSV."""
    (office / "records" / "2024" / "2024-05-01-trip-x.yaml").write_text(
        "{date: 2024-05-01, kind: trip, indicator: A1.staff, people: 1, note: =1+1}\n"
    )
    assert ",'=1+1," in run("log", "--format", "csv")[1]
    assert ",=1+1," in run("log", "--format", "csv", "--raw")[1]
