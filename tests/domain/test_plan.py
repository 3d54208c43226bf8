"""Plans as values: what they know of their indicators and days, and the plan that is shipped."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from oicekpi.domain.plan import Period, Plan, Requirement
from oicekpi.domain.target import Target
from oicekpi.schema.plan_files import plan_in
from oicekpi.storage.document import load
from oicekpi.storage.workspace import Workspace

ROOT = Path(__file__).parents[2]
MakePlan = Callable[..., Plan]

DAYS = ("2024-03-31", "2024-04-01", "2024-08-31", "2024-09-01")
SHIPPED = """\
A1.staff           | people   | trip                             | 15
A2.partners        | partners | trip, agreement, activity        | 14
A2.agreements      | records  | agreement                        | 3\u20135
A3.talents         | people   | appointment                      | 2
A3.faculty         | people   | appointment                      | 5
A3.expert-projects | records  | application                      | -
B1.students        | people   | trip                             | 20
B2.programme       | stages   | milestone                        | -
B2.credits         | stages   | milestone                        | -
B2.students        | people   | trip                             | >20
B3.applicants      | people   | application                      | 30
B3.services        | records  | agreement, activity              | -
B4.system          | stages   | milestone                        | -
B4.students        | people   | activity                         | -
B5.students        | people   | trip                             | 5\u201310
C1.doctoral        | people   | trip                             | 10
C2.project         | stages   | milestone                        | -
C2.platforms       | records  | application, agreement, activity | -
C3.teachers        | people   | trip                             | 5
C3.keynotes        | records  | activity                         | -
C4.funding         | people   | application                      | -
"""
"""The indicators that the printed plan promises."""


@pytest.fixture(scope="module")
def shipped() -> Plan:
    """The plan that the repository has; it is only read."""
    judged = plan_in(load(Workspace(ROOT), "plans/2024.yaml"), strict=True)
    assert judged.plan is not None, judged.problems
    return judged.plan


# --- the shipped plan -------------------------------------------------------------------------


def test_the_shipped_plan_promises_what_the_printed_plan_does(shipped: Plan) -> None:
    """Its 21 indicators count what the printed plan says, and need what it says."""
    lines = [
        f"{each.id:<18} | {each.measure:<8} | {', '.join(each.of):<32} | {each.target or '-'}\n"
        for each in shipped.indicators.values()
    ]
    assert "".join(lines) == SHIPPED


def test_the_shipped_plan_has_3_sections_and_12_objectives(shipped: Plan) -> None:
    """Each objective is in the section whose letter it has."""
    assert [section.id for section in shipped.sections] == ["A", "B", "C"]
    found = [(section.id, objective.id) for section, objective in shipped.objectives()]
    numbers = {"A": 3, "B": 5, "C": 4}
    assert found == [
        (letter, f"{letter}{number}")
        for letter, last in numbers.items()
        for number in range(1, last + 1)
    ]


def test_the_shipped_plan_keeps_its_conditions(shipped: Plan) -> None:
    """Staff need the university's approval, and camps and internships have windows."""
    assert shipped.indicators["A1.staff"].requires == (Requirement.APPROVAL,)
    pace = shipped.indicators["B1.students"].pace
    assert pace is not None
    assert pace.windows is not None
    assert shipped.period == Period(start=date(2024, 1, 1), end=date(2024, 12, 31))
    assert (shipped.dated, shipped.published) == (date(2023, 12, 11), date(2024, 7, 15))


def test_every_curve_of_the_shipped_plan_ends_at_the_whole(shipped: Plan) -> None:
    """Whatever the pace, nothing is due on the eve and all at the end."""
    for indicator in shipped.indicators.values():
        curve = shipped.curve(indicator)
        assert curve.share(date(2023, 12, 31)) == 0
        assert curve.share(date(2024, 12, 31)) == 1


# --- what a plan knows ------------------------------------------------------------------------


def test_an_even_pace_accrues_nothing_in_breaks(make_plan: MakePlan) -> None:
    """A break of 66 days leaves 300 of a leap year, each of which brings as much."""
    plan = make_plan({}, breaks=[{"start": "2024-01-11", "end": "2024-03-16", "name": "winter"}])
    curve = plan.curve(plan.indicators["A1.part0"])
    assert curve.share(date(2024, 1, 10)) == Fraction(10, 300)
    assert curve.share(date(2024, 2, 10)) == Fraction(10, 300)
    assert curve.share(date(2024, 3, 17)) == Fraction(11, 300)
    assert curve.share(date(2024, 12, 31)) == 1


def test_breaks_may_touch_each_other_and_the_ends(make_plan: MakePlan) -> None:
    """Breaks at both ends of the period, and side by side, leave the days between."""
    pauses = [
        {"start": "2024-01-01", "end": "2024-01-15"},
        {"start": "2024-01-16", "end": "2024-01-31"},
        {"start": "2024-02-11", "end": "2024-12-31"},
    ]
    curve = make_plan({}, breaks=pauses).even
    assert curve.share(date(2024, 1, 31)) == 0
    assert curve.share(date(2024, 2, 1)) == Fraction(1, 10)
    assert curve.share(date(2024, 2, 10)) == 1


def test_windows_and_checkpoints_ignore_breaks(make_plan: MakePlan) -> None:
    """Who says when things happen is not overruled by a vacation."""
    pauses = [{"start": "2024-02-01", "end": "2024-02-20"}]
    target = {"at_least": 10}
    plan = make_plan(
        {"target": target, "pace": {"windows": [["2024-02-01", "2024-02-20"]]}},
        {"target": target, "pace": {"checkpoints": {"2024-02-10": 4}}},
        {"pace": {"checkpoints": {"2024-02-10": 0}}},
        breaks=pauses,
    )
    windows, points, untargeted = (plan.curve(each) for each in plan.indicators.values())
    assert windows.share(date(2024, 2, 10)) == Fraction(1, 2)
    assert points.share(date(2024, 2, 10)) == Fraction(2, 5)
    assert untargeted.share(date(2024, 2, 10)) == 0


def test_a_revised_target_holds_from_its_day(make_plan: MakePlan) -> None:
    """Before a revision the old target holds; the last revision wins."""
    plan = make_plan(
        {
            "target": {"at_least": 10},
            "revisions": [
                {"on": "2024-04-01", "target": {"at_least": 8}, "reason": "visas"},
                {"on": "2024-09-01", "target": {"more_than": 3}, "reason": "funds"},
            ],
        }
    )
    (indicator,) = plan.indicators.values()
    held = {day: str(indicator.target_on(date.fromisoformat(day))) for day in DAYS}
    assert held == {"2024-03-31": "10", "2024-04-01": "8", "2024-08-31": "8", "2024-09-01": ">3"}
    assert indicator.target == Target(at_least=10)


def test_stages_are_numbered_from_1(make_plan: MakePlan) -> None:
    """A stage that there is not has no number."""
    stages = [{"id": "drafted", "title": "Drafted"}, {"id": "signed", "title": "Signed"}]
    plan = make_plan({"measure": "stages", "of": ["milestone"], "stages": stages}, {})
    first, second = plan.indicators.values()
    assert first.measure == "stages"
    assert [first.stage_number(each) for each in ("drafted", "signed", "x")] == [1, 2, None]
    assert second.stage_number("drafted") is None


def test_a_plan_holds_the_days_of_its_period() -> None:
    """Both ends are in it."""
    period = Period(start=date(2024, 1, 1), end=date(2024, 12, 31))
    assert date(2024, 1, 1) in period
    assert date(2024, 12, 31) in period
    assert date(2023, 12, 31) not in period
    assert date(2025, 1, 1) not in period


@pytest.mark.parametrize(
    ("ids", "chosen"),
    [
        ([], set()),
        (["a1.PART0"], {"A1.part0"}),
        (["A1"], {"A1.part0", "A1.part1"}),
        (["a", "A1.part0"], {"A1.part0", "A1.part1"}),
        (["B"], set()),
    ],
)
def test_indicators_are_selected_by_ids_in_any_case(
    make_plan: MakePlan, ids: list[str], chosen: set[str]
) -> None:
    """The id of a section or an objective selects all that is in it."""
    assert make_plan({}, {}).selected(ids) == chosen
