"""What counts, how often, and in which of the three sums."""

from collections.abc import Callable
from datetime import date
from itertools import count as endless
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Arrivals, Count, Event, Figure, Ledger, additions, count

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]

names = st.sampled_from(["a", "b", "c", "d"])
units = st.one_of(st.integers(1, 3), st.lists(names, max_size=3, unique=True).map(tuple))
days = st.integers(1, 30).map(lambda day: date(2024, 4, day))


@st.composite
def event_lists(draw: st.DrawFn) -> list[Event]:
    """Draw events of April with different ids, whose people are often the same."""
    parts = st.tuples(days, units, st.booleans(), st.booleans())
    return [
        Event(day, f"record-{at}", brought, planned, firm)
        for at, (day, brought, planned, firm) in zip(
            endless(), draw(st.lists(parts, max_size=12)), strict=False
        )
    ]


def counted(
    make_plan: MakePlan, indicator: dict[str, Any], entries: list[Entry], as_of: str = "2024-06-30"
) -> Count:
    """Count entries for the only indicator of a plan."""
    plan = make_plan(indicator)
    ledger = Ledger(plan, entries)
    return count(ledger.events(plan.indicators["A1.part0"]), date.fromisoformat(as_of))


# --- people ---------------------------------------------------------------------------------------


def test_a_person_counts_once(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Who goes abroad twice is one person; head-counts come on top of the names."""
    entries = [
        make_entry("2024-02-01", people=["Ada", "Ben"]),
        make_entry("2024-03-01", people=["Ben", "Cem"]),
        make_entry("2024-04-01", people=4),
    ]
    assert counted(make_plan, {}, entries).done == 3 + 4


# --- the other things that are counted ------------------------------------------------------------


def test_records_count_each(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """An indicator that counts records counts each, whoever it names."""
    entries = [
        make_entry("2024-02-01", kind="agreement", partner="Example University"),
        make_entry("2024-02-01", kind="agreement", partner="Example University", id="second"),
    ]
    indicator = {"measure": "records", "of": ["agreement"]}
    assert counted(make_plan, indicator, entries).done == 2


def test_a_field_that_is_left_out_matches_no_word(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """`where` compares what was written: a partner named None is one, no partner is none."""
    indicator = {"measure": "records", "of": ["trip"], "where": {"partner": "none"}}
    entries = [make_entry("2024-02-01"), make_entry("2024-03-01", partner="None")]
    assert counted(make_plan, indicator, entries).done == 1


def test_a_partner_counts_once(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """An institution counts once, and a record that names none adds none."""
    entries = [
        make_entry("2024-02-01", partner="Example University"),
        make_entry("2024-03-01", partner="EXAMPLE  University"),
        make_entry("2024-04-01", partner="Example College"),
        make_entry("2024-05-01"),
    ]
    assert counted(make_plan, {"measure": "partners"}, entries).done == 2


def test_a_stage_takes_the_earlier_ones_with_it(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """The highest stage reached counts: whoever signs an agreement has drafted it."""
    stages = [{"id": each, "title": each.title()} for each in ("chosen", "drafted", "signed")]
    indicator = {"measure": "stages", "of": ["milestone"], "stages": stages}
    second = make_entry("2024-03-01", kind="milestone", stage="drafted")
    first = make_entry("2024-04-01", kind="milestone", stage="chosen")
    stranger = make_entry("2024-04-02", kind="milestone", stage="sealed")
    assert counted(make_plan, indicator, [second]).done == 2
    assert counted(make_plan, indicator, [second, first, stranger]).done == 2


# --- done, provisional, planned -------------------------------------------------------------------


def test_done_beats_provisional_beats_planned(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Who has gone with approval is not provisional too, and who went is not planned too."""
    entries = [
        make_entry("2024-02-01", people=["Ada"], approval="U-1"),
        make_entry("2024-03-01", people=["Ada", "Ben"]),
        make_entry("2024-04-01", people=["Ada", "Ben", "Cem"], state="planned"),
    ]
    found = counted(make_plan, {"requires": ["approval"]}, entries)
    assert (found.done, found.provisional, found.planned) == (1, 1, 1)


def test_all_that_is_required_must_be_there(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """A record counts when it has approval and evidence, where both are required."""
    entries = [
        make_entry("2024-02-01", approval="U-1"),
        make_entry("2024-02-02", evidence=["evidence/a.pdf"]),
        make_entry("2024-02-03", approval="U-1", evidence=["evidence/a.pdf"]),
    ]
    found = counted(make_plan, {"requires": ["approval", "evidence"]}, entries)
    assert (found.done, found.provisional) == (1, 2)


def test_the_future_is_planned(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """A record dated after the day is planned, one of that day is done."""
    entries = [make_entry("2024-05-10"), make_entry("2024-05-11")]
    found = counted(make_plan, {}, entries, as_of="2024-05-10")
    assert (found.done, found.planned, found.last) == (1, 1, date(2024, 5, 10))


def test_what_is_not_the_plans_is_left_out(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Cancelled records, other years' records and other plans' indicators do not count."""
    entries = [
        make_entry("2024-02-01", state="cancelled", reason="no visa"),
        make_entry("2023-12-31"),
        make_entry("2025-01-01"),
        make_entry("2024-02-01", "Z9.other"),
    ]
    assert counted(make_plan, {}, entries) == Count(0, 0, 0, (), None)


def test_one_record_serves_several_indicators(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """A record that names two indicators is an event of each."""
    plan = make_plan({}, {"measure": "partners"})
    ledger = Ledger(plan)
    ledger.add(make_entry("2024-02-01", ["A1.part0", "A1.part1"], people=2, partner="Example"))
    brought = [ledger.events(each)[0].units for each in plan.indicators.values()]
    assert brought == [2, ("example",)]


def test_events_come_in_the_order_of_their_days(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """A ledger gives events by day and id, also after a later addition."""
    plan = make_plan({})
    ledger = Ledger(plan)
    indicator = plan.indicators["A1.part0"]
    for day in ("2024-03-02", "2024-01-09"):
        ledger.add(make_entry(day))
    first = ledger.events(indicator)
    assert ledger.events(indicator) is first
    ledger.add(make_entry("2024-02-01"))
    assert [event.day.month for event in ledger.events(indicator)] == [1, 2, 3]


# --- arrivals -------------------------------------------------------------------------------------


def test_arrivals_say_who_is_new_and_who_comes_again() -> None:
    """Of the people of a day, some are new on it and some come no more after it."""
    events = [
        Event(date(2024, 4, 1), "a", ("Ada", "Ben"), planned=False, firm=True),
        Event(date(2024, 4, 1), "b", 3, planned=False, firm=True),
        Event(date(2024, 4, 5), "c", ("Ben", "Cem"), planned=False, firm=True),
        Event(date(2024, 4, 9), "d", (), planned=False, firm=True),
    ]
    assert count(events, date(2024, 4, 30)).arrivals == (
        Arrivals(date(2024, 4, 1), size=5, new=5, last=4),
        Arrivals(date(2024, 4, 5), size=2, new=1, last=2),
    )


@given(event_lists(), days)
def test_arrivals_sum_up_to_what_is_done(events: list[Event], as_of: date) -> None:
    """Whoever is counted is new on one day, and comes last on one day."""
    found = count(events, as_of)
    assert sum(each.new for each in found.arrivals) == found.done
    assert sum(each.last for each in found.arrivals) == found.done
    assert all(each.day <= as_of and each.size >= each.new for each in found.arrivals)


@given(event_lists(), days, st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(
    events: list[Event], as_of: date, random: Random
) -> None:
    """The same events in another order give the same count."""
    shuffled = [*events]
    random.shuffle(shuffled)
    assert count(shuffled, as_of) == count(events, as_of)


@given(event_lists(), days, st.data())
def test_an_event_never_lowers_what_is_done(
    events: list[Event], as_of: date, data: st.DataObject
) -> None:
    """With one event more, at least as many are done, and no one is lost."""
    fewer = [*events]
    if fewer:
        fewer.pop(data.draw(st.integers(0, len(fewer) - 1)))
    less, more = count(fewer, as_of), count(events, as_of)
    assert less.done <= more.done
    assert less.done + less.provisional + less.planned <= (
        more.done + more.provisional + more.planned
    )


@given(event_lists(), days, days)
def test_time_never_lowers_what_is_done(events: list[Event], one: date, other: date) -> None:
    """On a later day at least as many are done, out of the same people in all."""
    earlier, later = (count(events, day) for day in sorted((one, other)))
    assert earlier.done <= later.done
    assert earlier.done + earlier.provisional + earlier.planned == (
        later.done + later.provisional + later.planned
    )


@given(event_lists(), days, st.integers(0, 12))
def test_two_lists_in_two_files_count_as_one_list(
    events: list[Event], as_of: date, cut: int
) -> None:
    """Under which names the records stand, in one file or two, changes no count."""
    renamed = [
        Event(
            each.day,
            f"other#{at}" if at < cut else f"another#{at}",
            each.units,
            each.planned,
            each.firm,
        )
        for at, each in enumerate(events)
    ]
    assert count(renamed, as_of) == count(events, as_of)


# --- what each record adds ------------------------------------------------------------------------


@given(event_lists(), days)
def test_additions_sum_up_to_the_figures(events: list[Event], as_of: date) -> None:
    """Who looks up the records of a figure finds it again, however often people are named."""
    known = count(events, as_of)
    found = additions(events, as_of)
    assert sorted(each.event.id for each in found) == sorted(each.id for each in events)
    sums = {
        figure: sum(each.number for each in found if each.figure is figure) for figure in Figure
    }
    assert sums == {
        Figure.DONE: known.done,
        Figure.PROVISIONAL: known.provisional,
        Figure.PLANNED: known.planned,
    }
