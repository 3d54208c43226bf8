"""`agenda` and `check` agree on all that is overdue, and what is settled is gone from both."""

import shlex
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oicekpi import app
from oicekpi.domain.agenda import Group, Item, Kind
from oicekpi.messages.catalogue import Severity
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


# --- the same in `check` --------------------------------------------------------------------------

PLANS = {
    "2023": (date(2023, 1, 1), date(2023, 12, 31), "A1"),
    "2024": (date(2024, 1, 1), date(2024, 12, 31), "A1"),
    "school": (date(2023, 9, 1), date(2024, 8, 31), "S1"),
}
"""Their periods, of which two overlap, and the objective."""

INDICATORS = {
    "staff": """measure: people, of: [trip], target: {at_least: 9}, requires: [approval]""",
    "visits": """measure: records, of: [trip, activity], target: {at_least: 9},
        requires: [approval, evidence], where: {country: [DE]}""",
    "steps": """measure: stages, of: [milestone], stages: [{id: a, title: A, due: YEAR-10-31},
        {id: b, title: B}, {id: c, title: C, due: YEAR-12-15}, {id: d, title: D}]""",
    "points": """measure: people, of: [trip], target: {at_least: 6},
        pace: {checkpoints: {YEAR-10-15: 1, YEAR-11-30: 3}}""",
    "most": """measure: people, of: [trip], target: {at_most: 6},
        pace: {checkpoints: {YEAR-10-15: 1}}""",
    "windows": """measure: amount, unit: CNY, of: [trip], target: {at_least: 6},
        pace: {windows: [[YEAR-10-01, YEAR-10-31]]}""",
    "level": """measure: level, unit: points, of: [reading], target: {at_least: 9},
        pace: {checkpoints: {YEAR-10-15: 3, YEAR-11-30: 6}}""",
    "share": """measure: ratio, unit: "%", of: [reading], target: {at_least: 50}, each: quarter""",
    "seen": """measure: records, of: [activity], review_every: 30""",
}
"""Of each plan; YEAR is that in which it begins."""


def plan_of(name: str) -> str:
    """Write a plan with all of these indicators, each once."""
    start, end, objective = PLANS[name]
    lines = [
        f"title: Plan of {name}",
        f"period: {{start: {start}, end: {end}}}",
        "sections:",
        "  - id: X",
        "    title: Management",
        "    objectives:",
        f"      - id: {objective}",
        "        title: Staff learn abroad",
        "        indicators:",
    ]
    for known, text in INDICATORS.items():
        said = text.replace("YEAR", f"{start.year}")
        lines.append(f"          - {{id: {objective}.{known}, title: {known}, {said}}}")
    return "\n".join([*lines, ""])


STATES = st.sampled_from(["done", "done", "done", "planned", "planned", "cancelled"])
OBJECTIVES = st.sampled_from(["A1", "A1", "S1"])
WAYS = st.sampled_from(["confirm", "cancel"])
TODAYS = st.sampled_from(
    [date(2023, 11, 5), date(2024, 4, 1), date(2024, 12, 20), date(2025, 2, 1), date(2026, 1, 1)]
) | st.dates(date(2023, 8, 1), date(2026, 2, 1))


@st.composite
def records_of(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a record of any kind; a few have errors, or are of no plan."""
    kind = draw(st.sampled_from(["trip", "trip", "trip", "milestone", "reading", "activity"]))
    objective, also = draw(OBJECTIVES), draw(st.integers(0, 3)) == 0
    ids = {
        "trip": st.sampled_from(
            ["staff", "staff", "staff", "visits", "visits", "points", "most", "windows", "nobody"]
        ),
        "milestone": st.just("steps"),
        "reading": st.sampled_from(["level", "share"]),
        "activity": st.sampled_from(["seen", "visits"]),
    }[kind]
    known = draw(ids)
    named = [f"{objective}.{known}"]
    if also:  # of two plans at once, or of two indicators
        named.append(f"{'S1' if objective == 'A1' else 'A1'}.{known}")
    fields: dict[str, Any] = {
        "date": draw(st.dates(date(2023, 8, 1), date(2025, 1, 31))),
        "kind": kind,
        "indicator": f"[{', '.join(named)}]",
        "state": draw(STATES),
        "reason": "a reason",
    }
    match kind, known:
        case "trip", _:
            fields |= {
                "people": draw(st.integers(1, 3)),
                "country": draw(st.sampled_from(["DE", "JP"])),
            }
            fields |= {"amount": 1} if known == "windows" else {}
        case "milestone", _:
            fields["stage"] = draw(st.sampled_from("abcdx"))
        case "reading", "level":
            fields["value"] = draw(st.integers(1, 9))
        case "reading", _:
            fields |= {"numerator": draw(st.integers(1, 9)), "denominator": 9}
        case _:
            fields["title"] = "a lecture"
    fields |= {"approval": "U-1"} if draw(st.integers(0, 3)) == 0 else {}
    return fields | ({"evidence": "[evidence.pdf]"} if draw(st.booleans()) else {})


Key = tuple[str, str, date, str]


def listed(root: Path, today: date, plan: str | None = None) -> Counter[Key]:
    """Count what is overdue in the agenda of a plan: file, kind, day and command.

    Those in a list that wait for the same plan are equal in all of these.
    """
    found = app.agenda(Workspace(root), today, plan=plan).agenda
    late = found.group(Group.OVERDUE)
    assert len(late) == app.status(Workspace(root), today, plan=plan).overdue
    return Counter(
        (
            each.entry.path if each.entry else f"plans/{found.progress.name}.yaml",
            each.kind.value,
            each.day,
            each.command,
        )
        for each in late
    )


def warned(root: Path, today: date) -> Counter[Key]:
    """Count what is overdue in `check`."""
    found = app.check(Workspace(root), today).findings
    late = [each for each in found if each.code.startswith("overdue-")]
    assert all(each.line for each in late)
    assert {each.severity for each in late if each.code != "overdue-planned"} <= {Severity.NOTE}
    return Counter(
        (
            each.path,
            each.code.removeprefix("overdue-"),
            each.params["day"],
            each.params["command"],
        )
        for each in late
    )


def agreed(root: Path, today: date) -> Counter[Key]:
    """Compare the two: without a plan, and for each plan what is of its file and its period."""
    late = warned(root, today)
    whole = listed(root, today)
    for name, plan in app.Content(Workspace(root), today).plans.sound.items():
        start, end = plan.period.start, plan.period.end
        own = f"plans/{name}.yaml"
        of_plan = listed(root, today, name)
        whole |= of_plan
        assert of_plan == {
            each: number
            for each, number in late.items()
            if each[0] == own or (each[0].startswith("records") and start <= each[2] <= end)
        }
    assert whole == late
    assert all("next-plan" in key[3] for key, number in late.items() if number > 1)
    return late


def settle(root: Path, key: Key, today: date, way: str) -> None:
    """Do what the line asks for, as the command of the line does."""
    path, kind, day, command = key
    content = app.Content(Workspace(root), today)
    words = shlex.split(command)
    if words[1] == "next-plan":
        source = words[4] if "--from" in words else None
        app.write_plan(content, app.draft_plan(content, int(words[2]), source))
        return
    if kind in {"planned", "provisional"}:
        if way == "cancel":
            app.apply(content, app.cancel(content, words[2], "visa refused"))
            return
        approval = "U-2" if "--approval" in words else None
        evidence = ["evidence.pdf"] if "--evidence" in words else []
        app.apply(content, app.confirm(content, words[2], approval=approval, evidence=evidence))
        return
    _, end, _ = PLANS[Path(path).stem]
    on = day if "--date" in words else min(today, end)
    fields: dict[str, object] = {"date": f"{on}", "kind": words[2], "indicator": words[3]}
    match words[2]:
        case "milestone":
            fields["stage"] = words[5]
        case "trip":
            fields["people"] = 6
        case _ if "--value" in words:
            fields["value"] = 99
        case _:
            fields |= {"numerator": 1, "denominator": 1}
    # Of several readings of a day, the last by its name counts.
    (root / f"records/{on}-{words[2]}-zz.yaml").write_text(record(fields))


@settings(max_examples=40)
@given(
    records=st.lists(records_of(), min_size=2, max_size=8),
    in_a_list=st.booleans(),
    today=TODAYS,
    settled=st.tuples(WAYS, st.integers(0, 99)),
)
def test_what_is_overdue_is_in_the_agenda_and_in_check(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    records: list[dict[str, Any]],
    in_a_list: bool,
    today: date,
    settled: tuple[str, int],
) -> None:
    """Neither has anything that the other has not, whatever the plans, the records and the day.

    What is settled as its line says is gone from both.
    """
    root = tmp_path_factory.mktemp("office")
    (root / "plans").mkdir()
    (root / "records").mkdir()
    (root / "evidence.pdf").touch()
    for name in PLANS:
        (root / f"plans/{name}.yaml").write_text(plan_of(name))
    for at, fields in enumerate(records):
        text, day = record(fields), fields["date"]
        if in_a_list:
            item = f"- {text[:-1]}\n".replace("\n", "\n  ")[:-2]
            with (root / f"records/{day:%Y-%m}.yaml").open("a") as file:
                file.write(item)
        else:
            (root / f"records/{day}-{fields['kind']}-{at}.yaml").write_text(text)
    late = agreed(root, today)
    found = app.check(Workspace(root), today).findings
    broken = {each.path for each in found if each.severity is Severity.ERROR}
    free = sorted(each for each in late if each[0] not in broken)
    kinds, (way, which) = sorted({kind for _, kind, _, _ in free}), settled
    for kind in kinds[which % (len(kinds) or 1) :][:1]:
        key = next(each for each in free if each[1] == kind)
        settle(root, key, today, way)
        assert key not in agreed(root, today)
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
    found = {each.entry.id for each in items(office) if each.kind is Kind.PLANNED and each.entry}
    assert {"2024-03#1", "2024-03#2"} < found


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


@pytest.mark.parametrize(
    ("today", "asked"), [(date(2024, 12, 31), True), (date(2025, 1, 1), False)]
)
def test_an_old_plan_is_settled_when_the_next_period_is_over(
    office: Path, today: date, *, asked: bool
) -> None:
    """Nobody asks for what it lacks any longer; what is planned still has to be confirmed."""
    (office / "records/2023-03-01-trip.yaml").write_text(
        "date: 2023-03-01\nkind: trip\nindicator: A1.staff\npeople: 1\n"
    )
    kinds = {kind for path, kind, _, _ in warned(office, today) if "2023" in path}
    assert kinds == {"planned", "provisional"} if asked else {"planned"}
    assert {kind for path, kind, _, _ in listed(office, today, "2023") if "2023" in path} == kinds


def test_a_record_of_two_plans_is_one_finding(tmp_path: Path) -> None:
    """What it lacks for either is one thing to do."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "records").mkdir()
    for name in PLANS:
        (tmp_path / f"plans/{name}.yaml").write_text(plan_of(name))
    (tmp_path / "records/2024-03-01-trip.yaml").write_text(
        "date: 2024-03-01\nkind: trip\nindicator: [A1.staff, S1.visits]\npeople: 1\ncountry: DE\n"
    )
    day = date(2024, 3, 1)
    command = "oicekpi confirm 2024-03-01-trip --approval … --evidence …"
    own = ("records/2024-03-01-trip.yaml", "provisional", day, command)
    assert [each for each in agreed(tmp_path, TODAY) if each[1] == "provisional"] == [own]
