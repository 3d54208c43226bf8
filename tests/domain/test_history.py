"""The statuses at each month's end, and what the flags were worth."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.history import History, Outcome, Strip, month_ends, of_plan
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import of_indicator
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]


def looked_back(plan: Plan, entries: Iterable[Entry], as_of: str = "2025-02-01") -> History:
    """Look back on the months of 2024."""
    ledger = Ledger(plan, entries)
    return of_plan("2024", plan, ledger, date.fromisoformat(as_of))


def strip(plan: Plan, entries: Iterable[Entry], as_of: str = "2025-02-01") -> Strip:
    """Look back on the only indicator of a plan."""
    return looked_back(plan, entries, as_of).strips[0]


# --- the days -------------------------------------------------------------------------------------


def test_a_leap_year_has_twelve_month_ends() -> None:
    """The days are the last of each month, the leap day among them."""
    days = [*month_ends(date(2024, 1, 1), date(2024, 12, 31))]
    assert len(days) == 12
    assert days[1] == date(2024, 2, 29)
    assert days[-1] == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("start", "last", "days"),
    [
        ("2024-01-15", "2024-01-20", ["2024-01-20"]),
        ("2024-01-31", "2024-01-31", ["2024-01-31"]),
        ("2024-01-31", "2024-02-01", ["2024-01-31", "2024-02-01"]),
        ("2023-12-05", "2024-01-31", ["2023-12-31", "2024-01-31"]),
        ("2024-03-01", "2024-02-01", ["2024-02-01"]),
    ],
)
def test_the_last_day_is_the_day_itself(start: str, last: str, days: list[str]) -> None:
    """The last is the day that is asked for, within a month or before the start too."""
    found = month_ends(date.fromisoformat(start), date.fromisoformat(last))
    assert [day.isoformat() for day in found] == days


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 3_700))
def test_the_days_rise_a_month_at_a_time(start: date, length: int) -> None:
    """Each day is later than the one before, and none is more than a month later."""
    days = [*month_ends(start, date.fromordinal(start.toordinal() + length))]
    steps = [(after - before).days for before, after in pairwise(days)]
    assert all(1 <= step <= 31 for step in steps)
    assert (days[0] - start).days <= 30


def test_each_day_is_judged_as_if_it_were_today(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """A strip holds just the indicators that one had on those days; later records are not known."""
    plan = make_plan({"target": {"at_least": 6}}, {"measure": "records"})
    entries = [make_entry("2024-05-02", people=3), make_entry("2024-11-02", people=3)]
    ledger = Ledger(plan, entries)
    found = looked_back(plan, entries)
    assert found.days[-1] == date(2024, 12, 31)
    assert [each.indicators[-1].indicator.id for each in found.strips] == ["A1.part0", "A1.part1"]
    for one in found.strips:
        for day, progress in zip(found.days[:-1], one.indicators, strict=False):
            assert progress == of_indicator(plan, progress.indicator, ledger, day)


# --- what the flags were worth --------------------------------------------------------------------


def test_the_first_time_behind(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """The first month's end at which it was behind or missed is named, if there was one."""
    plan = make_plan({"target": {"at_least": 12}})
    assert strip(plan, []).first_behind == date(2024, 1, 31)
    assert strip(plan, [make_entry("2024-01-02", people=12)]).first_behind is None
    late = [make_entry("2024-01-02", people=5)]
    assert strip(plan, late).first_behind == date(2024, 7, 31)


def test_a_flag_is_confirmed_recovered_from_or_missing(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """A flag before a miss is confirmed; a success after one is a recovery."""
    plan = make_plan({"target": {"at_least": 12}})
    assert strip(plan, []).outcome is Outcome.CONFIRMED
    assert strip(plan, [make_entry("2024-12-30", people=12)]).outcome is Outcome.RECOVERED
    assert strip(plan, [make_entry("2024-01-02", people=12)]).outcome is None
    stages = {"measure": "stages", "of": ["milestone"], "stages": [{"id": "one", "title": "One"}]}
    assert strip(make_plan(stages), []).outcome is Outcome.UNWARNED


def test_no_flag_is_judged_while_the_period_runs(make_plan: MakePlan) -> None:
    """What the flags were worth is known from the day after the period's end on."""
    plan = make_plan({"target": {"at_least": 12}})
    assert strip(plan, [], "2024-12-31").outcome is None
    assert strip(plan, [], "2025-01-01").outcome is Outcome.CONFIRMED


def test_what_is_tracked_has_no_outcome(make_plan: MakePlan) -> None:
    """An indicator without a target is never behind, and its flags are worth nothing."""
    found = strip(make_plan({}), [])
    assert (found.first_behind, found.outcome) == (None, None)
