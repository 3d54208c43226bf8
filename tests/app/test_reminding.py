"""`agenda` and `check` agree on what is overdue, and what is settled is gone from both."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oicekpi import app
from oicekpi.domain.agenda import Group, Item, Kind
from oicekpi.messages.failures import NotFoundError
from oicekpi.storage.workspace import Workspace

TODAY = date(2024, 10, 1)
PLAN = """\
title: Plan of {year}
period: {{start: {year}-01-01, end: {year}-12-31}}
sections:
  - id: A
    title: Management
    objectives:
      - id: A1
        title: Staff learn abroad
        owner: Personnel
        indicators:
          - {{id: A1.staff, title: Staff, measure: people, of: [trip], target: {{at_least: 9}},
              requires: [approval]}}
          - {{id: A1.visits, title: Visits, measure: records, of: [trip, activity],
              owner: Visits, requires: [evidence], where: {{country: [DE]}}}}
"""


def record(fields: dict[str, Any]) -> str:
    """Write a record."""
    return "".join(f"{key}: {value}\n" for key, value in fields.items())


def items(root: Path, **more: Any) -> tuple[Item, ...]:  # noqa: ANN401 - options of `agenda`
    """Return what is to do."""
    return app.agenda(Workspace(root), TODAY, **more).agenda.items


def waiting(root: Path, kind: Kind) -> set[str]:
    """Return the ids of the records that are overdue in some way."""
    return {
        each.entry.id
        for each in items(root)
        if each.entry is not None and each.kind is kind and each.group is Group.OVERDUE
    }


def warned(root: Path) -> set[str]:
    """Return the ids of the records that `check` says are overdue."""
    return {
        Path(finding.path).stem
        for finding in app.check(Workspace(root), TODAY).findings
        if finding.code == "overdue-planned"
    }


FIELDS = st.fixed_dictionaries(
    {
        "date": st.dates(date(2023, 1, 1), date(2024, 12, 31)),
        "kind": st.just("trip"),
        "indicator": st.sampled_from(["A1.staff", "A1.visits", "[A1.staff, A1.visits]"]),
        "people": st.integers(1, 3),
        "country": st.sampled_from(["DE", "JP"]),
        "state": st.sampled_from(["done", "planned", "planned", "cancelled"]),
        "reason": st.just("a reason"),
    },
    optional={"approval": st.just("U-1"), "evidence": st.just("[evidence.pdf]")},
)


@settings(max_examples=20)
@given(records=st.lists(FIELDS, max_size=5), way=st.sampled_from(["confirm", "cancel"]))
def test_what_check_warns_of_is_in_the_agenda_and_the_other_way_round(
    records: list[dict[str, Any]], way: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the plan of its day; `confirm` or `cancel` removes a line, and no other one.

    A record that is confirmed without what is required waits on, until that is added.
    """
    root = tmp_path_factory.mktemp("office")
    (root / "plans").mkdir()
    (root / "records").mkdir()
    (root / "evidence.pdf").touch()
    for year in (2023, 2024):
        (root / f"plans/{year}.yaml").write_text(PLAN.format(year=year))
    for at, fields in enumerate(records):
        (root / f"records/{fields['date']}-trip-{at}.yaml").write_text(record(fields))
    planned, lacking = waiting(root, Kind.PLANNED), waiting(root, Kind.PROVISIONAL)
    assert planned == warned(root)
    for known in sorted(planned)[:1]:
        content = app.Content(Workspace(root), TODAY)
        if way == "confirm":
            app.apply(content, app.confirm(content, known))
        else:
            app.apply(content, app.cancel(content, known, "visa refused"))
        assert waiting(root, Kind.PLANNED) == planned - {known} == warned(root)
        assert waiting(root, Kind.PROVISIONAL) - {known} == lacking
    for known in sorted(lacking)[:1]:
        content = app.Content(Workspace(root), TODAY)
        added = app.confirm(content, known, approval="U-2", evidence=["evidence.pdf"])
        app.apply(content, added)
        assert known not in waiting(root, Kind.PROVISIONAL)
    shutil.rmtree(root)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with two plans, and an overdue record in each."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "records").mkdir()
    for year in (2023, 2024):
        (tmp_path / f"plans/{year}.yaml").write_text(PLAN.format(year=year))
        fields = {"date": f"{year}-05-01", "kind": "trip", "people": 1, "state": "planned"}
        path = tmp_path / f"records/{year}-05-01-trip.yaml"
        path.write_text(record({**fields, "indicator": "A1.staff"}))
    return tmp_path


def test_a_list_has_a_line_for_each_record(office: Path) -> None:
    """Each is confirmed by its own id."""
    one = "- {date: 2024-03-01, kind: trip, indicator: A1.staff, people: 1, state: planned}\n"
    (office / "records/2024-03.yaml").write_text(one * 2)
    assert {"2024-03#1", "2024-03#2"} < waiting(office, Kind.PLANNED)


def test_a_record_with_errors_is_a_finding_until_it_is_corrected(office: Path) -> None:
    """It cannot be confirmed, so it is not told here; that something is wrong is."""
    path = office / "records/2024-06-01-trip.yaml"
    path.write_text("date: 2024-06-01\nkind: trip\nindicator: A9.none\npeople: 1\nstate: planned\n")
    result = app.agenda(Workspace(office), TODAY)
    assert [each.code for each in result.findings] == ["unknown-indicator"]
    assert len(result.agenda.group(Group.OVERDUE)) == 2


def test_a_plan_that_is_named_narrows_the_records_to_its_period(office: Path) -> None:
    """Without it, those of all plans are there."""
    assert len([each for each in items(office) if each.entry]) == 2
    (only,) = [each for each in items(office, plan="2023") if each.entry]
    assert only.day == date(2023, 5, 1)
    assert app.status(Workspace(office), TODAY).overdue == 2
    assert app.status(Workspace(office), TODAY, plan="2023").overdue == 1


def test_an_owner_sees_what_is_theirs(office: Path) -> None:
    """An indicator's own owner holds before its objective's; an unknown one is an error."""
    assert items(office, owner="visits") == ()
    assert app.status(Workspace(office), TODAY, owner="Visits").overdue == 0
    assert {each.indicators for each in items(office, owner="Personnel", days=90)} == {
        ("A1.staff",)
    }
    with pytest.raises(NotFoundError, match="unknown-owner"):
        app.agenda(Workspace(office), TODAY, owner="Persons")


def test_a_day_to_come_is_a_projection(office: Path) -> None:
    """What is planned until then and not confirmed is overdue then."""
    fields = {"date": "2024-10-20", "kind": "trip", "people": 1, "state": "planned"}
    path = office / "records/2024-10-20-trip.yaml"
    path.write_text(record({**fields, "indicator": "A1.staff"}))
    then = app.agenda(Workspace(office), TODAY + timedelta(days=31), today=TODAY).agenda
    assert then.progress.days_ahead == 31
    assert date(2024, 10, 20) in {each.day for each in then.group(Group.OVERDUE)}
