"""The progress of objectives and plans, and of what is only tracked."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]
Judge = Callable[[Plan, Iterable[Entry], str], PlanProgress]
Stand = Callable[..., Progress]
Drawn = dict[str, Any]

START, END = date(2024, 1, 1), date(2024, 12, 31)
FIFTEEN = {"target": {"at_least": 15}}

# --- tracked --------------------------------------------------------------------------------------


def test_a_tracked_indicator_grows_quiet(make_entry: MakeEntry, stand: Stand) -> None:
    """Longer than its review without a record, what is only tracked is quiet and flagged."""
    indicator = {"review_every": 90}
    entries = [make_entry("2024-03-01"), make_entry("2024-08-01", state="planned")]
    found = {day: stand(indicator, entries, day) for day in ("2024-05-30", "2024-05-31")}
    assert [each.quiet_days for each in found.values()] == [90, 91]
    assert [each.quiet for each in found.values()] == [False, True]
    assert [each.flagged for each in found.values()] == [False, True]
    assert {each.status for each in found.values()} == {Status.TRACKED}


def test_quiet_is_counted_from_the_period_on(stand: Stand) -> None:
    """Without any record the silence began with the period, and not before it."""
    assert stand({"review_every": 30}, [], "2024-01-31").quiet_days == 30
    assert stand({"review_every": 30}, [], "2023-12-31").quiet_days is None
    assert not stand({"review_every": 30}, [], "2023-12-31").quiet


def test_without_a_review_nothing_is_quiet(stand: Stand) -> None:
    """What has no review is never quiet, and what has a target neither."""
    assert not stand({}, [], "2024-12-01").quiet
    assert not stand(FIFTEEN, [], "2024-12-01").quiet


# --- the plan -------------------------------------------------------------------------------------


def objective(known: str, *indicators: dict[str, Any]) -> dict[str, Any]:
    """Write an objective with some indicators that count people on trips."""
    parts = [
        {"id": f"{known}.{at}", "title": "Trips", "measure": "people", "of": ["trip"], **each}
        for at, each in enumerate(indicators)
    ]
    return {"id": known, "title": known, "indicators": parts}


SECTIONS = [
    {
        "id": "A",
        "title": "Management",
        "objectives": [
            objective("A1", {"target": {"at_least": 1}}, {"target": {"at_least": 15}}, {}),
            objective("A2", {}, {"target": {"at_least": 1}}),
        ],
    },
    {"id": "B", "title": "Students", "objectives": [objective("B1", {"review_every": 30})]},
]


@pytest.fixture
def plan_progress(make_plan: MakePlan, make_entry: MakeEntry, judge: Judge) -> PlanProgress:
    """Give a plan with an objective behind, one achieved, and one that is tracked."""
    entries = [make_entry("2024-03-01", ["A1.0", "A2.1"])]
    return judge(make_plan(sections=SECTIONS), entries, "2024-09-30")


def test_an_objective_is_as_its_worst_indicator(plan_progress: PlanProgress) -> None:
    """An objective's status is its worst indicator's; what is tracked makes none worse."""
    assert [each.status for each in plan_progress.objectives] == [
        Status.BEHIND,
        Status.ACHIEVED,
        Status.TRACKED,
    ]


def test_the_summary_counts_objectives(plan_progress: PlanProgress) -> None:
    """Each objective counts once, under its status, and all seven statuses are told."""
    assert {status.value: number for status, number in plan_progress.summary.items()} == {
        "achieved": 1,
        "on-track": 0,
        "at-risk": 0,
        "behind": 1,
        "missed": 0,
        "not-due": 0,
        "tracked": 1,
    }


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        ([], []),
        (["b"], ["B1.0"]),
        (["A2", "a1.1"], ["A1.1", "A2.0", "A2.1"]),
        (["Z"], []),
    ],
)
def test_ids_narrow_it(plan_progress: PlanProgress, ids: list[str], kept: list[str]) -> None:
    """Ids of sections, objectives and indicators keep these, in the plan's order, in any case."""
    narrowed = plan_progress.narrowed(plan_progress.plan.selected(ids))
    assert [each.indicator.id for each in narrowed.indicators] == kept


def test_what_is_narrowed_keeps_its_status(plan_progress: PlanProgress) -> None:
    """An objective of which one indicator is looked at has still the status of all."""
    (narrowed,) = plan_progress.narrowed(["A1.0"]).objectives
    assert [each.status for each in narrowed.indicators] == [Status.ACHIEVED]
    assert narrowed.status is Status.BEHIND


def test_flagged_keeps_what_calls_for_a_look(plan_progress: PlanProgress) -> None:
    """Flagged are the indicators at risk, behind, missed and quiet, and no others."""
    kept = plan_progress.flagged()
    assert [each.indicator.id for each in kept.indicators] == ["A1.1", "B1.0"]
    assert [each.objective.id for each in kept.objectives] == ["A1", "B1"]


def test_a_plan_is_closed_from_the_day_after_its_last(make_plan: MakePlan, judge: Judge) -> None:
    """On the period's last day the plan is open."""
    plan = make_plan(FIFTEEN)
    assert judge(plan, [], "2025-01-01").closed
    assert not judge(plan, [], "2024-12-31").closed
