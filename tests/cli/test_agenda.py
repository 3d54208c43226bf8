"""`oicekpi agenda`, and the line of `status` that leads to it."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from oicekpi.cli import complete
from oicekpi.reports.look import Look

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
AGENDA = """\
A small plan
as of 2024-09-30, day 274 of 366

when          indicator      to do                              at stake
Overdue (2)
since 16 Sep  A1.staff       confirm or cancel – 1 person            1 %
  oicekpi confirm 2024-09-16-trip-a1-staff-japan --approval …
since 15 Sep  B2.programme   stage – Agreement signed
  oicekpi add milestone B2.programme --stage agreement-signed

By 7 Oct (1)
6 Oct         B3.applicants  17 more – Applicants
  oicekpi add application B3.applicants

Quiet (1)
since 1 Jan   B3.services    no record for 273 days – Services
  oicekpi add activity B3.services
"""
REMINDER = "\n2 things are overdue: oicekpi agenda\n"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


def test_agenda_says_what_to_do_and_what_to_type(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal of 80 columns, in the order overdue, coming, quiet."""
    monkeypatch.setattr("oicekpi.cli.terminal.look", lambda _: Look(80))
    code, out, err = run("agenda", "--days", "7")
    assert (code, err) == (0, "")
    assert out == AGENDA


def test_what_is_typed_settles_it(run: Run) -> None:
    """The command of a line, with its approval, removes the line."""
    line = "confirm 2024-09-16-trip-a1-staff-japan"
    assert line in run("agenda")[1]
    assert run(*line.split(), "--approval", "U-2024-050")[0] == 0
    assert line not in run("agenda")[1]
    assert run("add", "milestone", "B2.programme", "--stage", "agreement-signed")[0] == 0
    assert "overdue" not in run("status")[1]


def test_status_ends_with_what_is_overdue(run: Run, office: Path) -> None:
    """In the table alone; the command names what narrows it, as it is typed."""
    assert run("status")[1].endswith(REMINDER)
    assert run("status", "A2", "--explain")[1].endswith(REMINDER)
    for form in ("json", "csv", "markdown"):
        assert "oicekpi agenda" not in run("status", "--format", form)[1]
    plan = office / "plans/2024.yaml"
    plan.write_text(
        plan.read_text().replace("- id: B2\n", "- id: B2\n        owner: Study Office\n")
    )
    told = run("status", "--owner", "study office", "--as-of", "2024-09-20", "--plan", "2024")[1]
    command = "oicekpi agenda --owner 'study office' --plan 2024 --as-of 2024-09-20"
    assert told.endswith(f"\n1 thing is overdue: {command}\n")
    assert "overdue" not in run("status", "--as-of", "2024-03-01")[1]


def test_a_calendar_comes_with_its_own_line_breaks(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As RFC 5545 asks for, also where the system writes CRLF for each line by itself."""
    code, out, err = run("agenda", "--format", "ics")
    assert (code, err) == (0, "")
    assert len(Calendar.from_ical(out).walk("VEVENT")) == 5
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, encoding="gbk", newline="\r\n"))
    run("agenda", "--format", "ics")
    assert data.getvalue().decode("utf-8") == out
    assert "\n\n" not in data.getvalue().decode("utf-8").replace("\r", "")


def test_limit_shortens_what_is_posted(run: Run, codes: Codes) -> None:
    """It goes with Markdown alone."""
    whole, short = (
        run("agenda", "--format", "markdown", *more)[1] for more in ((), ("--limit", "300"))
    )
    assert len(short.encode()) <= 300 < len(whole.encode())
    code, out, err = run("agenda", "--limit", "300")
    assert (code, out, codes(err)) == (2, "", ["conflicting-options"])
    assert run("agenda", "--format", "markdown", "--limit", "99")[0] == 2


@pytest.mark.parametrize(
    "wrong", [("--days", "-1"), ("--format", "csv"), ("--owner", "Nobody"), ("--as-of", "someday")]
)
def test_wrong_options_are_refused(run: Run, wrong: tuple[str, str]) -> None:
    """With a message, and code 2."""
    code, out, err = run("agenda", *wrong)
    assert (code, out) == (2, "")
    assert err


def test_findings_are_told_and_fail(run: Run, office: Path) -> None:
    """What is wrong in the files may be missing here."""
    (office / "records/2024/2024-05-01-x.yaml").write_text("kind: trip\n")
    code, out, _ = run("agenda")
    assert code == 1
    assert "the figures may be incomplete" in out
    assert json.loads(run("agenda", "--format", "json")[1])["complete"] is False


def test_owners_are_completed(office: Path) -> None:
    """Each once; a name of several words is not offered, as no shell would take it as one."""
    assert complete.owners("") == []
    plan = office / "plans/2024.yaml"
    text = plan.read_text().replace("- id: A2\n", "- id: A2\n        owner: Partners\n")
    plan.write_text(text.replace("- id: A3\n", "- id: A3\n        owner: Human Resources\n"))
    assert complete.owners("p") == [("Partners", "A2.partners")]
    assert complete.owners("h") == []
