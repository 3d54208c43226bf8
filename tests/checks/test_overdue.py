"""What is overdue, as findings: what is said, where, and what to type."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oicekpi.checks import candidate
from oicekpi.checks.rules.rule import Context
from oicekpi.checks.survey import survey
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry
from oicekpi.storage.workspace import Workspace
from tests.plans import HEAD, STAFF

MakeEntry = Callable[..., Entry]
TODAY = date(2024, 10, 1)
PLANNED = "kind: trip\nindicator: A1.staff\npeople: 1\nstate: planned\n"


@pytest.fixture
def folder(workspace_folder: Path) -> Path:
    """A workspace with a plan that requires approvals."""
    required = STAFF.replace("of: [trip]", "of: [trip], requires: [approval]")
    (workspace_folder / "plans" / "2024.yaml").write_text(HEAD + required)
    return workspace_folder


@pytest.mark.parametrize(
    ("day", "state", "passed"),
    [
        ("2024-09-30", "planned", True),
        ("2024-10-01", "planned", False),
        ("2024-10-02", "planned", False),
        ("2024-09-30", "done", False),
        ("2024-09-30", "cancelled", False),
    ],
)
def test_of_new_records_those_planned_for_the_past_are_told(
    make_entry: MakeEntry, tmp_path: Path, day: str, state: str, *, passed: bool
) -> None:
    """`add` and `import` warn of what `check` would find. There is no id yet for a command."""
    record = make_entry(day, state=state).record
    found = candidate.by_rules_alone(record, [], Context(tmp_path, TODAY))
    late = Problem(("date",), "overdue-planned", {"day": record.date})
    assert found == [late] * passed
    assert "oicekpi" not in late.said().help


def test_a_command_has_the_id_as_the_shell_takes_it(folder: Path) -> None:
    """It is quoted where a shell would take it apart; what is missing is named at once."""
    (folder / "records/2024-09-trips (a).yaml").write_text(
        "- date: 2024-09-02\n  " + PLANNED.replace("\n", "\n  ").rstrip(" ")
    )
    (finding,) = survey(Workspace(folder), TODAY).findings
    assert finding.place == "records/2024-09-trips (a).yaml:1:9"
    assert finding.params["id"] == "'2024-09-trips (a)#1'"
    assert finding.params["command"] == "oicekpi confirm '2024-09-trips (a)#1' --approval …"


def test_a_record_with_errors_is_told_only_these(folder: Path) -> None:
    """Whether it is late is for when it counts: `agenda` knows nothing of it."""
    for name, text in (
        ("unfit", PLANNED.replace("A1.staff", "A9.staff")),
        ("invalid", PLANNED.replace("people: 1", "people: none")),
    ):
        (folder / f"records/2024-09-02-{name}.yaml").write_text(f"date: 2024-09-02\n{text}")
    found = survey(Workspace(folder), TODAY).findings
    assert [each.code for each in found] == ["bad-people", "unknown-indicator"]


def test_a_broken_plan_asks_for_nothing(folder: Path) -> None:
    """Only its errors are told. What is planned is overdue by its own day."""
    plan = folder / "plans/2024.yaml"
    plan.write_text(plan.read_text().replace("at_least: 15", "at_least: 0"))
    trip = f"date: 2024-09-02\n{PLANNED}"
    (folder / "records/2024-09-02-trip.yaml").write_text(trip)
    done = trip.replace("09-02", "09-03").replace("planned", "done")
    (folder / "records/2024-09-03-trip.yaml").write_text(done)
    found = survey(Workspace(folder), TODAY).findings
    assert [each.code for each in found] == ["bad-indicator", "overdue-planned"]
