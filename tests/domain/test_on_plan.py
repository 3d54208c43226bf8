"""What keeps to its plan is never flagged, and nothing is missed without warning."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from oicekpi.domain.history import History, month_ends
from oicekpi.domain.history import of_plan as history_of
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import Next, Progress, of_indicator
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Ledger

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]
Stand = Callable[..., Progress]

START, END = date(2024, 1, 1), date(2024, 12, 31)
ENDS = [*month_ends(START, END)]
GOOD = {Status.ON_TRACK, Status.NOT_DUE, Status.ACHIEVED}
TARGETS = [4, 12, 28, 100, 2_000]
QUARTERS = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), END]


def on_their_days(plan: Plan, needed: int) -> Iterator[tuple[date, int]]:
    """Give each unit on the day when it falls due."""
    for number in range(1, needed + 1):
        yield plan.even.day_of(Fraction(number, needed)), 1


def in_months(needed: int) -> Iterator[tuple[date, int]]:
    """Give equal lots at the ends of the months, as near as whole units come to the pace."""
    steps = [0, *(-(-needed * at // 12) for at in range(1, 13))]
    return ((day, high - low) for day, (low, high) in zip(ENDS, pairwise(steps), strict=True))


def flagged(plan: Plan, given: Iterator[tuple[date, int]], make_entry: MakeEntry) -> list[date]:
    """Return the month ends at which the only indicator of a plan is flagged."""
    ledger = Ledger(plan)
    for at, (day, people) in enumerate(given):
        if people:
            ledger.add(make_entry(day.isoformat(), people=people, id=f"r-{at}"))
    (indicator,) = plan.indicators.values()
    found = {day: of_indicator(plan, indicator, ledger, day).status for day in ENDS}
    return [day for day, status in found.items() if status not in GOOD]


@pytest.mark.parametrize("needed", TARGETS)
def test_each_unit_on_its_day_is_on_track(
    needed: int, make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """At every month end, whatever the target's size."""
    plan = make_plan({"target": {"at_least": needed}})
    assert flagged(plan, on_their_days(plan, needed), make_entry) == []


@pytest.mark.parametrize("needed", TARGETS)
def test_equal_months_are_on_track(needed: int, make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """At every month end, also where a lot is large."""
    plan = make_plan({"target": {"at_least": needed}})
    assert flagged(plan, in_months(needed), make_entry) == []


@pytest.mark.parametrize("needed", TARGETS)
def test_quarterly_checkpoints_that_are_met_are_on_track(
    needed: int, make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """Each quarter's lot comes on the checkpoint's day."""
    steps = {day.isoformat(): needed * at // 4 for at, day in enumerate(QUARTERS[:3], start=1)}
    plan = make_plan({"target": {"at_least": needed}, "pace": {"checkpoints": steps}})
    numbers = [0, *steps.values(), needed]
    lots = ((day, high - low) for day, (low, high) in zip(QUARTERS, pairwise(numbers), strict=True))
    assert flagged(plan, lots, make_entry) == []


# --- single situations ----------------------------------------------------------------------------

CHECKPOINT = {"target": {"at_least": 4}, "pace": {"checkpoints": {"2024-09-30": 2}}}


def test_one_that_can_still_be_met_is_flagged_before_it_is_missed(stand: Stand) -> None:
    """0 of 1 in December: nothing is due, but it is at risk, and says by when."""
    found = stand({"target": {"at_least": 1}}, [], "2024-12-20")
    assert (found.due, found.status, found.next) == (0, Status.AT_RISK, Next(1, END))
    assert found.chance is not None
    assert found.chance < 0.15


def test_nothing_is_due_before_a_checkpoints_day(stand: Stand) -> None:
    """What it asks for can be done until the end of its day."""
    for day in ("2024-08-31", "2024-09-30"):
        found = stand(CHECKPOINT, [], day)
        assert (found.due, found.next) == (0, Next(2, date(2024, 9, 30)))


def test_a_missed_checkpoint_is_still_asked_for(stand: Stand) -> None:
    """It is 2 since its day, and not 2 by the next."""
    found = stand(CHECKPOINT, [], "2024-10-31")
    assert (found.due, found.next) == (2, Next(2, date(2024, 9, 30)))
    assert found.status.flagged


def test_what_is_due_today_is_open_today(stand: Stand) -> None:
    """A stage on its day, and everything on the period's last day."""
    stages = {
        "measure": "stages",
        "of": ["milestone"],
        "stages": [{"id": "a", "title": "A", "due": "2024-12-31"}],
    }
    assert stand(stages, [], "2024-12-31").status is Status.NOT_DUE
    assert stand(stages, [], "2025-01-01").status is Status.MISSED
    assert not stand({"target": {"at_least": 1}}, [], "2024-12-31").closed


def test_a_day_to_come_is_never_final(stand: Stand) -> None:
    """A projection beyond the period closes nothing that is not over today."""
    found = stand({"target": {"at_least": 1}}, [], "2025-02-01", today="2024-12-01")
    assert not found.closed
    assert found.status is not Status.MISSED


def test_a_second_year_with_the_same_ids_is_its_own(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """Records outside the plan's period are none of its indicators'."""
    plan = make_plan({"target": {"at_least": 1}})
    ledger = Ledger(plan)
    ledger.add(make_entry("2023-05-01"))
    (indicator,) = plan.indicators.values()
    assert ledger.events(indicator) == ()


def test_a_history_knows_the_year_of_each_day(make_plan: MakePlan) -> None:
    """Over several years, the first month behind is a day with its year."""
    plan = make_plan(
        {"target": {"at_least": 12}}, period={"start": "2023-01-01", "end": "2025-12-31"}
    )
    found: History = history_of("x", plan, Ledger(plan), END)
    first = found.strips[0].first_behind
    assert first is not None
    assert first - date(2023, 1, 1) < timedelta(days=200)
    assert len(found.days) == 24


def test_there_is_no_chance_before_the_period_begins(stand: Stand) -> None:
    """Nothing was done and nothing could be."""
    found = stand({"target": {"at_least": 12}}, [], "2023-12-31")
    assert (found.chance, found.status) == (None, Status.NOT_DUE)
