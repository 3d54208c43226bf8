"""The progress of objectives and plans, and of what is only tracked."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from oicekpi.domain.plan import Each, Period, Plan
from oicekpi.domain.progress import Next, PlanProgress, Progress, of_plan, sub_periods
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Ledger

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


# --- targets that must hold in each sub-period ----------------------------------------------------


def test_a_period_is_cut_into_months_quarters_half_years_and_years() -> None:
    """They are counted from its start; the last may be shorter."""
    academic = Period(date(2023, 9, 1), date(2024, 8, 31))
    assert [len(sub_periods(academic, each)) for each in Each] == [12, 4, 2, 1]
    ends = [part.end for part in sub_periods(academic, Each.QUARTER)]
    assert ends == [date(2023, 11, 30), date(2024, 2, 29), date(2024, 5, 31), date(2024, 8, 31)]
    short = sub_periods(Period(date(2024, 1, 15), date(2024, 3, 3)), Each.MONTH)
    assert [(part.start.day, part.end.day) for part in short] == [(15, 31), (1, 29), (1, 3)]


QUARTERLY = {"target": {"at_least": 2}, "each": "quarter"}


@pytest.mark.parametrize(
    ("trips", "as_of", "status", "held", "due"),
    [
        ((), "2023-12-31", Status.NOT_DUE, 0, 0),
        ((), "2024-02-01", Status.AT_RISK, 0, 0),
        (("2024-01-05",), "2024-03-31", Status.AT_RISK, 0, 0),
        (("2024-01-05", "2024-03-31"), "2024-03-31", Status.ON_TRACK, 0, 0),
        (("2024-01-05", "2024-03-31"), "2024-04-01", Status.AT_RISK, 1, 1),
        (("2024-01-05", "2024-04-01"), "2024-04-01", Status.MISSED, 0, 1),
        (("2024-01-05",) * 8, "2024-12-31", Status.MISSED, 1, 3),
        (("2024-01-05", "2024-04-05", "2024-07-05", "2024-10-05") * 2, "2025-01-01",
         Status.ACHIEVED, 4, 4),
    ],
)  # fmt: skip
def test_the_target_must_hold_in_each_quarter(  # noqa: PLR0913, PLR0917 - an example's figures
    stand: Stand, trips: tuple[str, ...], as_of: str, status: Status, held: int, due: int
) -> None:
    """Done is how many quarters have held; one that has failed cannot be made good."""
    found = stand(QUARTERLY, [{"day": day} for day in trips], as_of)
    assert (found.status, found.done, found.due, found.needed) == (status, held, due, 4)


def test_what_is_needed_is_needed_in_this_quarter(stand: Stand) -> None:
    """Until it holds, by the quarter's end; nothing once a quarter has failed."""
    assert stand(QUARTERLY, [], "2024-02-01").next == Next(2, date(2024, 3, 31))
    assert stand(QUARTERLY, [], "2024-05-01").next is None


def test_a_ceiling_in_each_month_is_missed_as_soon_as_it_is_passed(stand: Stand) -> None:
    """In an open month too; a month without any record is under it."""
    indicator = {"target": {"at_most": 2}, "each": "month"}
    found = stand(indicator, [{"day": "2024-02-05", "people": 3}], "2024-02-06")
    assert (found.status, found.done) == (Status.MISSED, 1)
    assert stand(indicator, [], "2024-02-06").status is Status.ON_TRACK


def test_a_quarter_without_a_reading_has_failed_once_it_is_over(stand: Stand) -> None:
    """While it is open nothing is known of it."""
    indicator = {
        "measure": "level", "of": ["reading"], "target": {"at_least": 80}, "each": "quarter",
    }  # fmt: skip
    first = {"day": "2024-01-05", "kind": "reading", "value": 82}
    assert stand(indicator, [first], "2024-04-02").status is Status.ON_TRACK
    assert stand(indicator, [first], "2024-07-01").status is Status.MISSED


# --- days to come ---------------------------------------------------------------------------------


def test_a_day_to_come_is_a_projection(make_plan: MakePlan) -> None:
    """It says how many days ahead it is, and nothing is closed that is not over today."""
    plan = make_plan(FIFTEEN)
    found = of_plan("2024", plan, Ledger(plan), date(2025, 2, 1), date(2024, 12, 1))
    assert (found.days_ahead, found.closed) == (30, False)
    assert found.indicators[0].status is not Status.MISSED
    now = of_plan("2024", plan, Ledger(plan), date(2024, 11, 1), date(2024, 12, 1))
    assert now.days_ahead == 0
