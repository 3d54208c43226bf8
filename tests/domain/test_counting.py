"""Indicators that are counted: what is due, what is needed next, and how they are judged."""

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oicekpi.domain.counting import with_more
from oicekpi.domain.forecast import SHARE_STEPS
from oicekpi.domain.pace import due
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import Next, PlanProgress, Progress
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]
Judge = Callable[[Plan, Iterable[Entry], str], PlanProgress]
Stand = Callable[..., Progress]
Drawn = dict[str, Any]

START, END = date(2024, 1, 1), date(2024, 12, 31)
days = st.dates(START, END)

# --- drawn plans and records ----------------------------------------------------------------------

PACES: tuple[dict[str, Any], ...] = (
    {},
    {"pace": {"windows": [["2024-03-01", "2024-03-31"], ["2024-07-01", "2024-08-31"]]}},
    {"pace": {"checkpoints": {"2024-06-30": 0, "2024-09-30": 1}}},
)
BREAKS = [{"start": "2024-02-05", "end": "2024-02-25"}]
indicators = st.builds(
    lambda needed, pace, requires: {
        "target": {"at_least": needed},
        "requires": requires,
        **pace,
    },
    st.one_of(st.integers(1, 12), st.integers(13, 2_000)),
    st.sampled_from(PACES),
    st.sampled_from([[], ["approval"]]),
)
people = st.one_of(
    st.integers(1, 5), st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True)
)
records = st.fixed_dictionaries(
    {
        "day": days.map(date.isoformat),
        "people": people,
        "state": st.sampled_from(["done", "done", "done", "planned"]),
    },
    optional={"approval": st.just("U-1")},
)
record_lists = st.lists(records, max_size=10)


# --- properties -----------------------------------------------------------------------------------


@settings(max_examples=150)
@given(indicators, record_lists, days, st.integers(0, 9))
def test_a_record_of_the_day_does_not_lower_the_chance(
    stand: Stand,
    indicator: Drawn,
    drawn: list[Drawn],
    as_of: date,
    which: int,
) -> None:
    """It may by up to 0.04 where it is a part of a lot in a regular series; docs/forecast.md."""
    drawn = [
        {**each, "day": as_of.isoformat()} if at == which else each for at, each in enumerate(drawn)
    ]
    fewer = [each for at, each in enumerate(drawn) if at != which]
    before = stand(indicator, fewer, as_of.isoformat(), breaks=BREAKS)
    after = stand(indicator, drawn, as_of.isoformat(), breaks=BREAKS)
    assert before.chance is not None
    assert after.chance is not None
    assert after.chance >= before.chance - 0.04
    assert after.count.done >= before.count.done


@settings(max_examples=150)
@given(indicators, record_lists, days, days)
def test_the_chance_never_rises_as_time_passes_without_a_record(  # noqa: PLR0913, PLR0917  # Hypothesis fills them
    make_plan: MakePlan,
    stand: Stand,
    indicator: Drawn,
    drawn: list[Drawn],
    one: date,
    other: date,
) -> None:
    """From a day on which nothing happened to a later one, no chance rises, to the end.

    Where the pace has not moved since the last record, that record is still one of today.
    """
    early, late = sorted((one, other))
    plan = make_plan(indicator, breaks=BREAKS)
    curve = plan.curve(plan.indicators["A1.part0"])
    today = int(curve.share(early) * SHARE_STEPS)

    def is_quiet(day: date) -> bool:
        return day > late or int(curve.share(day) * SHARE_STEPS) < today

    quiet = [each for each in drawn if is_quiet(date.fromisoformat(each["day"]))]
    before = stand(indicator, quiet, early.isoformat(), breaks=BREAKS)
    after = stand(indicator, quiet, late.isoformat(), breaks=BREAKS)
    assert before.chance is not None
    assert after.chance is not None
    assert after.chance <= before.chance


@settings(max_examples=150)
@given(indicators, record_lists, st.dates(date(2023, 12, 1), date(2025, 2, 1)))
def test_a_progress_is_sound(
    stand: Stand,
    indicator: Drawn,
    drawn: list[Drawn],
    as_of: date,
) -> None:
    """Figures keep their bounds: due ≤ needed, low ≤ likely ≤ high, a chance is a share."""
    found = stand(indicator, drawn, as_of.isoformat(), breaks=BREAKS)
    outlook, needed = found.forecast, found.needed
    assert needed is not None
    assert (outlook is None) is (as_of < START)
    if outlook is None:
        assert (found.chance, found.due) == (None, 0)
        return
    assert 0 <= (found.due or 0) <= needed
    assert found.count.done <= outlook.low <= outlook.likely <= outlook.high
    assert 0 <= outlook.chance <= 1
    assert not math.isnan(outlook.chance)
    if found.count.done >= needed:
        assert (outlook.chance, found.status, found.next) == (1, Status.ACHIEVED, None)
    elif found.closed:
        assert (outlook.chance, found.status, found.next) == (0, Status.MISSED, None)
    else:
        assert 0 < outlook.chance < 1


@settings(max_examples=80)
@given(indicators, record_lists, days, st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(
    stand: Stand,
    indicator: Drawn,
    drawn: list[Drawn],
    as_of: date,
    random: Random,
) -> None:
    """The same records in another order give the same progress."""
    named = [{**each, "id": f"record-{at}"} for at, each in enumerate(drawn)]
    before = stand(indicator, named, as_of.isoformat())
    random.shuffle(named)
    assert stand(indicator, named, as_of.isoformat()) == before


@settings(max_examples=80)
@given(indicators, record_lists, days, st.integers(0, 10))
def test_two_lists_in_two_files_count_as_one_list(
    stand: Stand,
    indicator: Drawn,
    drawn: list[Drawn],
    as_of: date,
    cut: int,
) -> None:
    """In which file a record stands, and under which id, changes no figure."""
    one = [{**each, "id": f"all#{at}"} for at, each in enumerate(drawn, start=1)]
    two = [
        {**each, "id": f"b#{at + 1}" if at < cut else f"a#{at - cut + 1}"}
        for at, each in enumerate(drawn)
    ]
    first, second = (stand(indicator, entries, as_of.isoformat()) for entries in (one, two))
    assert (first.count, first.due, first.forecast, first.status, first.next) == (
        second.count,
        second.due,
        second.forecast,
        second.status,
        second.next,
    )


@settings(max_examples=80)
@given(indicators, days, days)
def test_due_never_falls_in_time(stand: Stand, indicator: Drawn, one: date, other: date) -> None:
    """On a later day at least as many are due, and all once the period is over."""
    earlier, later = (stand(indicator, [], day.isoformat()) for day in sorted((one, other)))
    assert (earlier.due or 0) <= (later.due or 0)
    assert stand(indicator, [], "2025-01-01").due == later.needed


@settings(max_examples=150)
@given(indicators, record_lists, days)
def test_the_next_step_is_right(
    make_plan: MakePlan,
    stand: Stand,
    indicator: Drawn,
    drawn: list[Drawn],
    as_of: date,
) -> None:
    """Behind: all that is due, by the last day before more is. Else: one more, by its due day.

    With checkpoints, it is what the first one that is not reached asks for.
    """
    plan = make_plan(indicator, breaks=BREAKS)
    found = stand(indicator, drawn, as_of.isoformat(), breaks=BREAKS)
    if found.next is None:
        assert found.closed or found.status is Status.ACHIEVED
        return
    curve, done, needed = plan.curve(found.indicator), int(found.count.done), int(found.needed or 0)
    if "checkpoints" in indicator.get("pace", {}):
        steps = [(date(2024, 9, 30), 1), (END, needed)]
        assert found.next == next(Next(n - done, day) for day, n in steps if n > done)
        return

    def due_on(day: date) -> int:
        return due(needed, curve.share(day))

    by = found.next.by
    assert as_of <= by <= END
    if done < (found.due or 0):
        assert due_on(by) == found.due == done + found.next.need
        assert by == END or due_on(by + timedelta(days=1)) > due_on(by)
    else:
        assert found.next.need == 1
        assert due_on(by - timedelta(days=1)) <= done < due_on(by)


@settings(max_examples=60)
@given(st.integers(1, 100_000), st.integers(1, 16))
def test_nothing_is_red_on_the_first_days_of_a_year(stand: Stand, needed: int, day: int) -> None:
    """However many are promised, silence in the first two weeks of a year is not yet behind."""
    as_of = f"2024-01-{day:02}"
    found = stand({"target": {"at_least": needed}}, [], as_of)
    assert found.status in {Status.NOT_DUE, Status.AT_RISK}


# --- days of sorts --------------------------------------------------------------------------------

FIFTEEN = {"target": {"at_least": 15}}


def test_one_unit_is_due_when_its_share_has_passed(stand: Stand) -> None:
    """Half an agreement is not due: of 2 in a year of 366 days, one is due on day 183."""
    two = {"target": {"at_least": 2}}
    assert [stand(two, [], day).due for day in ("2024-06-30", "2024-07-01")] == [0, 1]


def test_a_period_that_has_not_begun(stand: Stand) -> None:
    """Before the period nothing is due, and the next step is the first unit's day."""
    found = stand(FIFTEEN, [], "2023-12-01")
    assert (found.due, found.share) == (0, Fraction(0))
    assert found.status is Status.NOT_DUE
    assert found.next == Next(1, date(2024, 1, 25))
    assert (found.forecast, found.chance) == (None, None)
    assert not found.closed


@pytest.mark.parametrize("as_of", ["2025-01-01", "2030-01-01"])
def test_a_closed_period_is_judged_at_its_end(
    make_entry: MakeEntry, stand: Stand, as_of: str
) -> None:
    """From the day after the period's last, the progress is final and that last day's."""
    found = stand(FIFTEEN, [make_entry("2024-12-31", people=14)], as_of)
    assert (found.closed, found.as_of) == (True, END)
    assert (found.count.done, found.due, found.status) == (14, 15, Status.MISSED)
    assert found.next is None


def test_the_last_day_is_open(make_entry: MakeEntry, stand: Stand) -> None:
    """What is due on the period's last day can still be done on it, and counts in full."""
    found = stand(FIFTEEN, [make_entry("2024-12-30", people=14)], "2024-12-31")
    assert (found.closed, found.due, found.next) == (False, 15, Next(1, END))
    assert found.status is not Status.MISSED
    assert found.chance
    more = [make_entry("2024-12-30", people=14), make_entry("2024-12-31")]
    assert stand(FIFTEEN, more, "2024-12-31").status is Status.ACHIEVED


def test_a_period_of_one_day(make_entry: MakeEntry, stand: Stand) -> None:
    """On its only day a period is open; the day before it has not begun."""
    period = {"start": "2024-02-29", "end": "2024-02-29"}
    entries = [make_entry("2024-02-29", people=15)]
    assert stand(FIFTEEN, entries, "2024-02-28", period=period).status is Status.NOT_DUE
    assert stand(FIFTEEN, entries, "2024-02-29", period=period).status is Status.ACHIEVED
    assert stand(FIFTEEN, [], "2024-02-29", period=period).status is Status.BEHIND
    assert stand(FIFTEEN, [], "2024-03-01", period=period).status is Status.MISSED


def test_the_leap_day_is_a_day_of_the_pace(stand: Stand) -> None:
    """In a leap year the pace of February goes on to the 29th."""
    shares = [stand(FIFTEEN, [], day).share for day in ("2024-02-28", "2024-02-29", "2024-03-01")]
    assert shares == [Fraction(59, 366), Fraction(60, 366), Fraction(61, 366)]


def test_breaks_let_no_pace_accrue(stand: Stand) -> None:
    """During a break the due count and its share stand still."""
    shares = {stand(FIFTEEN, [], day, breaks=BREAKS).share for day in ("2024-02-04", "2024-02-25")}
    assert shares == {Fraction(35, 345)}


def test_what_was_due_may_still_come_late(make_entry: MakeEntry, stand: Stand) -> None:
    """When all windows have passed and one is missing, some chance is left, but not much."""
    indicator = {"target": {"at_least": 20}, **PACES[1]}
    found = stand(indicator, [make_entry("2024-07-02", people=19)], "2024-10-01")
    assert (found.due, found.next) == (20, Next(1, END))
    assert found.chance is not None
    assert 0 < found.chance < 0.5
    assert found.status.flagged


def test_a_range_is_kept_at_its_low_end(make_entry: MakeEntry, stand: Stand) -> None:
    """Of 3 to 5, three are needed; six are achieved all the same."""
    indicator = {"target": {"between": [3, 5]}}
    assert stand(indicator, [], "2024-06-30").needed == 3
    six = [make_entry("2024-03-01", people=6)]
    assert stand(indicator, six, "2024-06-30").status is Status.ACHIEVED


def test_more_than_twenty_needs_twenty_one(make_entry: MakeEntry, stand: Stand) -> None:
    """Twenty do not keep the promise of more than 20."""
    indicator = {"target": {"more_than": 20}}
    twenty = [make_entry("2024-03-01", people=20)]
    found = stand(indicator, twenty, "2024-12-30")
    assert (found.needed, found.due, found.next) == (21, 20, Next(1, END))


def test_with_more_is_a_progress_with_more_done(
    make_entry: MakeEntry, stand: Stand, make_plan: MakePlan
) -> None:
    """A what-if counts as if new units had come that day; what has no target stays as it is."""
    entries = [make_entry("2024-03-01", people=4)]
    before = stand(FIFTEEN, entries, "2024-06-30")
    after = with_more(make_plan(FIFTEEN), before, 3)
    real = stand(FIFTEEN, [*entries, make_entry("2024-06-30", people=3)], "2024-06-30")
    assert (after.status, after.forecast, after.count.done) == (
        real.status,
        real.forecast,
        real.count.done,
    )
    tracked = stand({}, entries, "2024-06-30")
    assert with_more(make_plan({}), tracked, 3) is tracked


# --- revised targets ------------------------------------------------------------------------------


def test_a_revised_target_holds_from_its_day_on(stand: Stand) -> None:
    """A progress before a revision's day uses the old target, one from that day on the new."""
    indicator = {
        "target": {"at_least": 12},
        "revisions": [
            {"on": "2024-07-01", "target": {"at_least": 24}, "reason": "more places"},
            {"on": "2024-10-01", "target": {"between": [6, 8]}, "reason": "fewer places"},
        ],
    }
    needed = [
        stand(indicator, [], day).needed
        for day in ("2024-06-30", "2024-07-01", "2024-09-30", "2024-10-01", "2025-01-01")
    ]
    assert needed == [12, 24, 24, 6, 6]


# --- ceilings and amounts -------------------------------------------------------------------------

CEILING = {"target": {"at_most": 6}}


def test_under_a_ceiling_it_is_on_track_while_the_chance_is_good(stand: Stand) -> None:
    """The chance is that of staying under; a pace that leads far above it is behind."""
    quiet = stand(CEILING, [{"day": "2024-02-01"}], "2024-08-01")
    assert (quiet.status, quiet.needed, quiet.due, quiet.next) == (Status.ON_TRACK, 6, None, None)
    assert quiet.chance is not None
    many = [{"day": f"2024-0{month}-01"} for month in range(1, 7)]
    busy = stand(CEILING, many, "2024-07-01")
    assert busy.chance is not None
    assert busy.chance < quiet.chance
    assert busy.status is Status.BEHIND
    assert stand(CEILING, many, "2023-12-01").chance is None


@settings(max_examples=60)
@given(record_lists, days, days, st.sampled_from(["people", "amount"]))
def test_a_ceiling_never_recovers(
    stand: Stand, drawn: list[Drawn], one: date, other: date, measure: str
) -> None:
    """Once it is passed it is missed, on every later day; else it is achieved at the end."""
    indicator = {"measure": measure, "target": {"at_most": 3}}
    given_ = [{**each, "amount": 2} for each in drawn]
    early, late = sorted((one, other))
    if stand(indicator, given_, early.isoformat()).status is Status.MISSED:
        assert stand(indicator, given_, late.isoformat()).status is Status.MISSED
    end = stand(indicator, given_, "2025-01-01")
    assert end.status is (Status.ACHIEVED if end.count.done <= 3 else Status.MISSED)


EUROS: dict[str, Any] = {"measure": "amount", "of": ["agreement"], "target": {"at_least": 1000}}
cents = st.decimals(1, 500, places=2)


def grant(day: str, amount: object, name: str) -> Drawn:
    """Return a record of an amount."""
    return {"day": day, "kind": "agreement", "partner": "X", "amount": amount, "id": name}


@settings(max_examples=60)
@given(st.lists(st.tuples(days, cents), min_size=1, max_size=5), cents, st.randoms())
def test_splitting_an_amount_in_two_changes_nothing(
    stand: Stand, drawn: list[tuple[date, Decimal]], part: Decimal, random: Random
) -> None:
    """Nor does the order of the records: the sum is exact."""
    given_ = [grant(day.isoformat(), each, f"g-{at}") for at, (day, each) in enumerate(drawn)]
    first = given_[0]
    split = [*given_, first | {"amount": part, "id": "p"}]
    split[0] = first | {"amount": first["amount"] - part}
    random.shuffle(split)
    whole, parts = (stand(EUROS, each, "2024-12-31") for each in (given_, split))
    assert whole.count.done == sum(each for _, each in drawn)
    assert (parts.count.done, parts.due, parts.status, parts.next) == (
        whole.count.done,
        whole.due,
        whole.status,
        whole.next,
    )


@pytest.mark.parametrize(
    ("amount", "status"),
    [(500, Status.ON_TRACK), (499, Status.AT_RISK), (249, Status.BEHIND), (1000, Status.ACHIEVED)],
)
def test_an_amount_is_judged_by_what_is_due(stand: Stand, amount: int, status: Status) -> None:
    """Half of 1,000 is due on day 183 of 366; less than half of that is behind, without chance."""
    found = stand(EUROS, [grant("2024-02-01", amount, "g")], "2024-07-01")
    assert (found.due, found.status, found.forecast) == (500, status, None)
    assert found.next == (None if amount == 1000 else Next(1000 - amount, END))


def test_a_negative_amount_corrects_an_earlier_one(stand: Stand) -> None:
    """The sum goes down with it."""
    given_ = [grant("2024-02-01", 700, "a"), grant("2024-03-01", Decimal("-50.25"), "b")]
    assert stand(EUROS, given_, "2024-07-01").count.done == Decimal("649.75")


def test_amounts_have_checkpoints_too(stand: Stand) -> None:
    """They are steps; what the first open one asks for is needed next."""
    paced = EUROS | {"pace": {"checkpoints": {"2024-06-30": 250}}}
    before, after = (stand(paced, [], day) for day in ("2024-06-30", "2024-07-01"))
    assert (before.due, after.due) == (0, 250)
    assert before.next == after.next == Next(250, date(2024, 6, 30))
    over = stand(paced, [], "2025-01-01")
    assert (over.due, over.next, over.status) == (1000, None, Status.MISSED)


def test_a_share_of_a_list_is_rounded_up(stand: Stand) -> None:
    """95 % of 40 partners are 38."""
    indicator = {"measure": "partners", "target": {"share": 95, "of": 40}}
    assert stand(indicator, [], "2024-07-01").needed == 38
