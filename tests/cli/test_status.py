"""`oicekpi status`."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.reports.formats import FORMATS, Format
from oicekpi.reports.look import Look
from oicekpi.reports.tables import Page

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]

TABLE = """\
A small plan
as of 2024-09-30, day 274 of 366
5 objectives: 5 behind

               progress    done      due  plan.  status         needs
A  Management
A1  Staff learn abroad
A1.staff       █░░░░░┃░░░  2 of 15    11      2  ▼ behind       9 by 18 Oct
A2  Cooperation
A2.partners    ███░░┃░░░░  1 of 3      2         ▼ behind       1 by 30 Dec
A2.agreements  ██████░░░░  2 of 3–5    2         ▲ at risk      1 by 31 Dec
A3  Experts
A3.talents     ░░░░┃░░░░░  0 of 2      1         ▼ behind       1 by 30 Dec
B  Students
B2  A joint programme
B2.programme   █████░░░░┃  1 of 2      2         ▼ behind       1 since 15 Sep
B3  Masters abroad
B3.applicants  █░░░░░┃░░░  5 of 30    22         ▼ behind       17 by 6 Oct
B3.services                0                     · quiet 273 d

hidden on this screen: Title, Forecast, Chance

2 things are overdue: oicekpi agenda
"""
FLAGGED = """\
A small plan
as of 2024-09-30, day 274 of 366
2 of 7 indicators: 1 at risk · 1 behind

               progress    done      due  chance  status     needs
A  Management
A2  Cooperation
A2.agreements  ██████░░░░  2 of 3–5    2    44 %  ▲ at risk  1 by 31 Dec
B  Students
B2  A joint programme
B2.programme   █████░░░░┃  1 of 2      2          ▼ behind   1 since 15 Sep

hidden on this screen: Title, Forecast

A2.agreements  ▲ at risk
  Done: 2 records: 2024-04-agreements#1 and 2024-04-agreements#2.
  The target is reached with 3; the ambition is 5.
  Due: 2 by 30 Sep, when 74.9 % of the pace has passed: that share of 3, rounded
    down.
  Forecast: 2 by 31 Dec, and with 80 % certainty 2 to 3.
  How: on the 25.1 % of the pace that is left, 0.6 more are expected, at 0.81
    times the plan's rate. Their variance is 2.2 times as much, and the chance
    is that of 1 or more in a negative binomial distribution.
  Chance of 3: 44 %. On pace, a chance under 50 % means at risk if the pace has
    fallen off.
  With 1 more by now it would be achieved.

B2.programme  ▼ behind
  Done: 1 stage, from 1 record:
    2024-03-20-milestone-b2-programme-partner-chosen.
  Not reached: Agreement signed, which was due on 15 Sep.

2 things are overdue: oicekpi agenda
"""
UNKNOWN = "date: 2024-05-01\nkind: trip\nindicator: A9.nobody\npeople: 1\n"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


@pytest.fixture
def _eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show everything as on a terminal 80 columns wide."""
    monkeypatch.setattr("oicekpi.cli.terminal.look", lambda _: Look(80))


@pytest.mark.usefixtures("_eighty")
def test_status_fits_a_terminal_of_eighty_columns(run: Run) -> None:
    """The whole plan is shown within the terminal's width, judged as of today."""
    assert run("status") == (0, TABLE, "")


@pytest.mark.usefixtures("_eighty")
def test_flagged_shows_only_what_needs_a_look_and_says_why(run: Run) -> None:
    """`--flagged --explain` leaves out what goes well, and gives the reasons for the rest."""
    assert run("status", "B2", "A2.agreements", "--flagged", "--explain") == (0, FLAGGED, "")


def test_ids_narrow_the_status(run: Run) -> None:
    """Only the sections, objectives and indicators that are named are shown, in any case."""
    code, out, _ = run("status", "a1", "B2.programme")
    assert code == 0
    assert "\n2 of 5 objectives: 2 behind\n" in out
    assert "A1.staff" in out
    assert "B2.programme" in out
    assert "A2.partners" not in out


@pytest.mark.parametrize(
    ("wanted", "named"), [("A1.staf", "A1.staff?"), ("zzz", "`oicekpi status`")]
)
def test_unknown_id_is_refused_with_the_nearest(
    run: Run, codes: Codes, wanted: str, named: str
) -> None:
    """An id that the plan does not have is a usage error that names one like it."""
    code, out, err = run("status", wanted)
    assert (code, out, codes(err)) == (2, "", ["unknown-id"])
    assert named in err


def test_as_of_judges_by_another_day(run: Run) -> None:
    """The day to judge by may be given; then nothing of today enters."""
    code, out, _ = run("status", "--as-of", "2024-03-31")
    assert code == 0
    assert "as of 2024-03-31, day 91 of 366\n5 objectives" in out
    assert json.loads(run("status", "--format", "json")[1])["days_ahead"] == 0


@pytest.mark.parametrize("command", [("status",), ("show", "A1.staff")])
def test_a_day_still_to_come_is_a_projection(run: Run, command: tuple[str, ...]) -> None:
    """The head says how many days ahead it is, and what is planned by then; nothing is closed."""
    code, out, _ = run(*command, "--as-of", "2025-01-10")
    assert code == 0
    assert out.count("projection, 92 days ahead") == 1
    assert (
        "planned by then: 2024-09-16-trip-a1-staff-japan and 2024-11-18-trip-a1-staff-germany\n"
        in out
    )
    assert "closed" not in out
    document = json.loads(run("status", "--as-of", "2025-01-10", "--format", "json")[1])
    assert (document["closed"], document["days_ahead"]) == (False, 92)


@pytest.mark.parametrize(("word", "day"), [("today", "2024-09-30"), ("yesterday", "2024-09-29")])
def test_day_may_be_a_word(run: Run, word: str, day: str) -> None:
    """`today` and `yesterday` are days too."""
    assert f"as of {day}" in run("status", "--as-of", word)[1]


@pytest.mark.parametrize("text", ["soon", "2024-02-30", "4/5/2024"])
def test_what_is_no_day_is_refused(run: Run, text: str) -> None:
    """A day is in the calendar, and can be only one; the refusal says what was typed."""
    code, out, err = run("status", "--as-of", text)
    assert (code, out) == (2, "")
    assert f'"{text}"' in err
    assert err.endswith("\n  see oicekpi status --help\n")


def test_json_is_one_document_whatever_the_terminal(run: Run, codes: Codes) -> None:
    """`--format json` is what programs read; explanations do not go with it."""
    code, out, err = run("status", "--format", "json", "--explain")
    assert (code, out) == (2, "")
    assert codes(err) == ["conflicting-options"]
    code, out, err = run("status", "--format", "json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["schema"] == "oicekpi/status/1"
    assert (told["as_of"], told["complete"], told["findings"]) == ("2024-09-30", True, [])


def test_csv_has_a_row_for_each_indicator(run: Run) -> None:
    """`--format csv` is a table with a heading and a row an indicator."""
    code, out, _ = run("status", "--format", "csv")
    assert code == 0
    assert [row["indicator"] for row in csv.DictReader(io.StringIO(out))] == [
        "A1.staff", "A2.partners", "A2.agreements", "A3.talents",
        "B2.programme", "B3.applicants", "B3.services",
    ]  # fmt: skip


def test_markdown_is_a_table(run: Run) -> None:
    """`--format markdown` can be put into an issue or a page."""
    code, out, _ = run("status", "--format", "markdown", "A1")
    assert code == 0
    assert "| A1.staff |" in out


@pytest.mark.parametrize(
    ("ids", "level", "code"),
    [
        ("A1", "behind", 4),
        ("A1", "at-risk", 4),
        ("A1", "missed", 0),
        ("A2.agreements", "at-risk", 4),
        ("A2.agreements", "behind", 0),
        ("B3.services", "at-risk", 0),
    ],
)
def test_fail_on_looks_at_what_is_shown(run: Run, ids: str, level: str, code: int) -> None:
    """`--fail-on` answers 4 where anything shown is that grave or graver, and 0 otherwise."""
    assert run("status", ids, "--fail-on", level)[0] == code


def test_late_objective_by_itself_is_no_failure(run: Run) -> None:
    """Without `--fail-on` a status that is behind is told, not failed."""
    assert run("status", "A1")[0] == 0


def test_record_that_cannot_count_is_told_and_fails(run: Run, office: Path) -> None:
    """A total is never quietly short: what cannot count stands below it, and the run fails."""
    (office / "records" / "2024" / "2024-05-01-trip.yaml").write_text(UNKNOWN)
    code, out, _ = run("status", "--fail-on", "at-risk")
    assert code == 1
    assert "records/2024/2024-05-01-trip.yaml:3:12" in out
    assert json.loads(run("status", "--format", "json")[1])["complete"] is False


def test_broken_plan_cannot_be_compared_with(run: Run, codes: Codes, office: Path) -> None:
    """A plan with errors gives no status: its findings are told, and the exit code is 1."""
    plan = office / "plans" / "2024.yaml"
    plan.write_text(plan.read_text().replace("measure: records", "measure: recods", 1))
    code, out, err = run("status")
    assert (code, out) == (1, "")
    assert err.startswith("plans/2024.yaml:")
    assert codes(err)[-1] == "broken-plan"


def test_plan_is_chosen_by_name(run: Run, codes: Codes) -> None:
    """`--plan` names the plan; one that is not there is refused with those that are."""
    assert run("--plan", "2024", "status")[0] == 0
    code, _, err = run("--plan", "2023", "status")
    assert (code, codes(err)) == (2, ["unknown-plan"])
    assert err.endswith(" 2024\n")


class Titles(Format):
    """A format of this test: the title of a page."""

    def render(self, page: Page, look: Look, *, raw: bool = False) -> str:  # noqa: ARG002 - as every format
        """Return the title."""
        return f"{page.title}\n"


def test_a_format_that_is_registered_can_be_named(run: Run) -> None:
    """`--format` takes the names of the registry; without the format it is a usage error."""
    assert run("status", "--format", "titles")[0] == 2
    with FORMATS.registered("titles", Titles()):
        assert run("status", "--format", "titles") == (0, "A small plan\n", "")
        assert run("diff", "HEAD", "--format", "csv")[0] == 2
    code, _, err = run("status", "--format", "sarif")
    assert code == 2
    assert "table, json, csv, jsonl or markdown" in err


def test_raw_csv_is_for_programs(run: Run, office: Path) -> None:
    """`--raw` leaves a title that a spreadsheet would take for a formula as it is."""
    plan = office / "plans" / "2024.yaml"
    plan.write_text(plan.read_text().replace("title: Services", "title: =1+1"))
    assert ",'=1+1," in run("status", "--format", "csv")[1]
    assert ",=1+1," in run("status", "--format", "csv", "--raw")[1]


def test_owner_narrows_to_what_someone_answers_for(run: Run, codes: Codes, office: Path) -> None:
    """The indicator's owner holds, else the objective's; an unknown one is refused."""
    plan = office / "plans" / "2024.yaml"
    text = plan.read_text()
    text = text.replace(
        "title: Masters abroad", "title: Masters abroad\n        owner: Graduate School"
    )
    text = text.replace("title: Services,", "title: Services, owner: Office,")
    plan.write_text(text)

    def owned(name: str) -> list[str]:
        code, out, err = run("status", "--owner", name, "--format", "csv")
        assert (code, err) == (0, "")
        return [row["indicator"] for row in csv.DictReader(io.StringIO(out))]

    assert owned("graduate school") == ["B3.applicants"]
    assert owned("Office") == ["B3.services"]
    code, _, err = run("status", "--owner", "Graduate Scool")
    assert (code, codes(err)) == (2, ["unknown-owner"])
    assert "Graduate School?" in err


@pytest.mark.parametrize(
    "command", [("status",), ("show", "A1"), ("history",), ("log",), ("status", "--format", "json")]
)
def test_a_copy_of_the_plan_is_warned_of(
    run: Run, codes: Codes, office: Path, command: tuple[str, ...]
) -> None:
    """Every command that judges names both plans, and `--plan` as the way out; it does not fail."""
    plan = office / "plans" / "2024.yaml"
    (office / "plans" / "copy.yaml").write_text(plan.read_text())
    code, out, err = run(*command)
    assert (code, codes(err)) == (0, ["plan-copy"])
    assert out
    assert "--plan" in err
