"""`next-plan`: the plan of the next year, drafted from this one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oicekpi.app import starter
from oicekpi.app.content import Content
from oicekpi.app.planning import draft_plan, write_plan
from oicekpi.checks.survey import survey
from oicekpi.messages.failures import BadDataError, NotFoundError, UsageError
from oicekpi.storage.workspace import Workspace

Write = Callable[[str, str | bytes], Path]
CASES = Path(__file__).parents[1] / "cases"
TODAY = date(2025, 1, 10)
PLAN = """\
title: 2024 年工作要点
dated: 2023-12-11
period: {start: 2024-01-01, end: 2024-12-31}
breaks:
  - {start: 2024-02-05, end: 2024-02-29, name: winter vacation}
  - {start: 2024-08-01, end: 2024-08-10}
sections:
  - id: A
    title: Management
    objectives:
      - id: A1
        title: Staff learn abroad
        indicators:
          # the most important one of 2024
          - id: A1.staff
            title: Staff abroad
            measure: people
            of: [trip]
            target: {at_least: 12}
            revisions:
              - {on: 2024-06-01, target: {at_least: 6}, reason: no fund}
            pace:
              checkpoints:
                2024-02-29: 2
                2024-12-31: 12
          - {id: A1.days, title: Days lost, measure: people, of: [trip], target: {at_most: 5}}
          - {id: A1.all, title: Without target, measure: people, of: [trip]}
          - {id: A1.each, title: In each, measure: records, of: [trip], target: {at_least: 1},
             each: quarter}
          - id: A1.money
            title: Money
            measure: amount
            unit: EUR
            of: [trip]
            target: {at_least: 100}
          - id: A1.level
            title: Satisfaction
            measure: ratio
            of: [reading]
            baseline: {value: 28.5, on: 2023-12-31}
            target: {at_least: 40}
          - id: A1.high
            title: Reached
            measure: level
            of: [reading]
            baseline: {value: 1}
            target: {at_least: 3}
          - id: A1.unread
            title: Not read
            measure: level
            of: [reading]
            baseline: {value: 1}
            target: {at_least: 3}
          - id: A1.low
            title: Read once
            measure: level
            of: [reading]
            baseline: {value: 1}
            target: {at_least: 3}
          - id: A1.programme
            title: A programme
            measure: stages
            of: [milestone]
            stages: [{id: drafted, title: Drafted}, {id: signed, title: Signed, due: 2024-12-31}]
          - id: A1.done
            title: Another one
            measure: stages
            of: [milestone]
            stages: [{id: begun, title: Begun, due: 2024-03-31}]
"""
RECORDS = """\
- {date: 2024-03-04, kind: trip, indicator: [A1.staff, A1.days], people: 2}
- {date: 2024-05-04, kind: trip, indicator: A1.staff, people: 3}
- {date: 2024-09-04, kind: trip, indicator: [A1.staff, A1.all], people: 3}
- {date: 2024-10-04, kind: trip, indicator: A1.money, people: 1, amount: 12.50}
- {date: 2024-03-04, kind: reading, indicator: A1.level, numerator: 1, denominator: 3}
- {date: 2024-11-05, kind: reading, indicator: A1.level, numerator: 2, denominator: 6}
- {date: 2024-11-04, kind: reading, indicator: A1.high, value: 4}
- {date: 2024-05-04, kind: reading, indicator: A1.low, value: 2.5}
- {date: 2024-03-04, kind: milestone, indicator: [A1.programme], stage: drafted}
- {date: 2024-03-05, kind: milestone, indicator: A1.done, stage: begun}
"""


@pytest.fixture
def office(workspace_folder: Path, write: Write) -> Workspace:
    """An office with a plan of every sort of indicator, and a year of records."""
    write("plans/2024.yaml", PLAN)
    for number, record in enumerate(RECORDS.splitlines()):
        write(f"records/2024/{record[9:19]}-record-{number}.yaml", f"{record[2:]}\n")
    return Workspace(workspace_folder)


def drafted(office: Workspace, year: int = 2025, today: date = TODAY, **keys: str) -> str:
    """Draft and write a plan; give its text."""
    content = Content(office, today)
    made = draft_plan(content, year, **keys)
    assert write_plan(content, made).path == made.path
    return (office.root / made.path).read_text("utf-8")


def test_plan_moves_by_a_year(office: Workspace, snapshot: Callable[[str, str], None]) -> None:
    """Days move, what belongs to one year goes, and remarks say what came of each indicator."""
    snapshot("2025.yaml", drafted(office))
    assert survey(office, TODAY).findings == ()


def test_what_is_to_be_reviewed_is_named(office: Workspace) -> None:
    """Everything that a program cannot know is on the list, once."""
    made = draft_plan(Content(office, TODAY), 2025)
    assert [(each.code, each.case) for each in made.review] == [
        ("review-title", ""),
        ("review-year", ""),
        ("review-signature", ""),
        ("review-break", "named"),
        ("review-break", ""),
        ("review-pace", ""),
        ("review-revision", ""),
        ("review-baseline", ""),
        ("review-baseline", "reached"),
        ("review-baseline", "none"),
        ("review-baseline", ""),
        ("review-stages", ""),
        ("review-stages", "done"),
    ]


def test_second_draft_knows_both_years(office: Workspace) -> None:
    """Remarks of the year before are replaced, not added to."""
    drafted(office)
    later = drafted(office, 2026, date(2026, 1, 2))
    assert later.count("#> 2024: 8 of 6; 2025: 0 of 12\n") == 1
    assert later.count("#> 2024: 8 of 6") == 1
    assert survey(office, date(2026, 1, 2)).findings == ()


def test_year_without_the_indicator_says_nothing(office: Workspace, write: Write) -> None:
    """An earlier plan is a year at hand for those indicators that it has, in the same measure."""
    text = PLAN.replace("2024-02-29", "2024-02-28").replace("2024", "2023")
    text = text.replace("A1.all", "A1.others").replace("title: Money", "title: Was money")
    write("plans/2023.yaml", text)
    text = drafted(office)
    assert "#> 2023: 0 of 6; 2024: 8 of 6\n" in text
    assert "#> 2024: 3\n" in text


def test_running_year_counts_so_far(office: Workspace) -> None:
    """In December the year is not over; in spring too little of it is known."""
    assert "#> 2024: 8 of 6 by 2024-12-01\n" in drafted(office, today=date(2024, 12, 1))
    made = draft_plan(Content(office, date(2024, 5, 1)), 2026)
    assert {each.prospect for each in made.outlooks} == {None}


def test_other_indicators_have_no_prospect(office: Workspace) -> None:
    """There is one for what is counted, has a target and is forecast."""
    made = draft_plan(Content(office, TODAY), 2025)
    known = [each.indicator.id for each in made.outlooks if each.prospect]
    assert known == ["A1.staff", "A1.days"]


def test_planned_records_that_wait_are_counted(office: Workspace, write: Write) -> None:
    """They belong to the plan as soon as it is there."""
    text = "date: 2025-03-01\nkind: trip\nindicator: A1.staff\npeople: 2\nstate: planned\n"
    write("records/2025-03-01-trip.yaml", text)
    made = draft_plan(Content(office, date(2024, 12, 20)), 2025)
    assert made.review[-1].code == "review-waiting"
    assert made.review[-1].params == {"count": 1}


@pytest.mark.parametrize(
    ("period", "year", "expected"),
    [
        ("start: 2023-09-01, end: 2024-08-31", 2024, "start: 2024-09-01, end: 2025-08-31"),
        ("start: 2023-09-01, end: 2024-08-31", 2026, "start: 2026-09-01, end: 2027-08-31"),
        ("start: 2024-01-01, end: 2024-06-30", 2024, "start: 2024-07-01, end: 2024-12-31"),
        ("start: 2024-03-04, end: 2024-05-26", 2025, "start: 2025-02-03, end: 2025-04-27"),
    ],
)
def test_period_of_another_length_moves_by_it(
    workspace_folder: Path, write: Write, period: str, year: int, expected: str
) -> None:
    """It moves as often as it must to begin in the year; the title names no year then."""
    indicator = "{id: A1.x, title: X, measure: people, of: [trip], target: {at_least: 4}}"
    objective = f"{{id: A1, title: One, indicators: [{indicator}]}}"
    write(
        "plans/old.yaml",
        f"{{title: No year, period: {{{period}}}, dated: 2023-01-01, "
        f"sections: [{{id: A, title: A, objectives: [{objective}]}}], published: 2024-01-01}}\n",
    )
    office = Workspace(workspace_folder)
    text = drafted(office, year, date(2024, 7, 1))
    assert f"period: {{{expected}}}" in text
    assert "dated" not in text
    assert "published" not in text
    assert survey(office, date(2024, 7, 1)).findings == ()


@pytest.mark.parametrize(
    "path",
    [
        *sorted(CASES.glob("valid/*/plans/*.yaml")),
        CASES / "plan.yaml",
        Path(starter.__file__).parent / "files" / "plan-2024.yaml",
        Path(starter.__file__).parent / "files" / "plan-empty.yaml",
    ],
    ids=lambda path: "-".join(path.parts[-3:]),
)
def test_every_valid_plan_can_be_drafted_from(
    workspace_folder: Path, write: Write, path: Path
) -> None:
    """What is drafted passes `check`, whatever way the plan is written."""
    write("plans/old.yaml", path.read_bytes().replace(b"@YEAR@", b"2024"))
    office = Workspace(workspace_folder)
    plan = Content(office, TODAY).plans.sound["old"]
    drafted(office, plan.period.start.year + 1)
    assert survey(office, TODAY).findings == ()


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "source", "code"),
    [
        (2024, None, "no-such-period"),
        (2023, None, "no-such-period"),
        (2025, "2020", "unknown-plan"),
    ],
)
def test_what_does_not_follow_is_refused(
    office: Workspace, year: int, source: str | None, code: str
) -> None:
    """A plan is drafted for a year after the one that it is made from."""
    with pytest.raises((UsageError, NotFoundError)) as caught:
        draft_plan(Content(office, TODAY), year, source)
    assert caught.value.code == code


def test_no_plan_is_written_over(office: Workspace, write: Write) -> None:
    """Not over a valid plan, nor over one with errors, nor over one that came just now."""
    content = Content(office, TODAY)
    made = draft_plan(content, 2025)
    path = write("plans/2025.yaml", "title: mine\n")
    with pytest.raises(UsageError) as caught:
        write_plan(content, made)
    assert caught.value.code == "plan-exists"
    with pytest.raises(UsageError) as caught:
        draft_plan(Content(office, TODAY), 2025, "2024")
    assert (caught.value.code, caught.value.case) == ("plan-exists", "")
    assert path.read_text() == "title: mine\n"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("2024", "2025"),
        ("school", "school-2025"),
        ("2024-office", "2025-office"),
        ("plan-1234", "plan-1234-2025"),
        ("from20240101", "from20240101-2025"),
    ],
)
def test_the_years_of_a_name_move(office: Workspace, name: str, wanted: str) -> None:
    """A plan whose name has no year gets one, lest it be the name of another plan of that year."""
    plans = office.root / "plans"
    (plans / "2024.yaml").rename(plans / f"{name}.yaml")
    assert draft_plan(Content(office, TODAY), 2025, name).name == wanted


def test_both_years_of_a_name_move(office: Workspace, write: Write) -> None:
    """That of an academic year."""
    write(
        "plans/2023-2024.yaml",
        "title: T\nperiod: {start: 2023-09-01, end: 2024-08-31}\nsections:\n"
        "  - {id: S, title: S, objectives: [{id: S1, title: S, indicators: [{id: S1.a, title: A,\n"
        "      measure: records, of: [trip], target: {at_least: 3}}]}]}\n",
    )
    assert draft_plan(Content(office, TODAY), 2024, "2023-2024").name == "2024-2025"


def test_period_that_is_covered_is_refused(office: Workspace, write: Write) -> None:
    """Two plans of the same days and indicators would be copies of one another."""
    text = PLAN.replace("2024", "2025").replace("2025-02-29", "2025-02-28")
    write("plans/new.yaml", text)
    with pytest.raises(UsageError) as caught:
        draft_plan(Content(office, TODAY), 2025, "2024")
    assert (caught.value.code, caught.value.case) == ("plan-exists", "covered")


def test_draft_with_errors_is_not_written(office: Workspace, write: Write) -> None:
    """Two breaks that fall on one day in a year without 29 February are named."""
    first = "{start: 2024-02-05, end: 2024-02-29, name: winter vacation}"
    both = "{start: 2024-02-05, end: 2024-02-28}\n  - {start: 2024-02-29, end: 2024-03-02}"
    write("plans/2024.yaml", PLAN.replace(first, both))
    with pytest.raises(BadDataError) as caught:
        draft_plan(Content(office, TODAY), 2025)
    assert caught.value.code == "draft-has-errors"
    assert [each.code for each in caught.value.findings] == ["bad-break"]
    assert not (office.root / "plans/2025.yaml").exists()
