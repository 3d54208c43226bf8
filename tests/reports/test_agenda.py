"""How the agenda is shown: as a table, a list to post, JSON and a calendar."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from oicekpi.domain.agenda import Agenda, Group, agenda
from oicekpi.domain.finding import Finding
from oicekpi.domain.kinds import Trip
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.reports import status
from oicekpi.reports.agenda import render, what
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import Look

MakeEntry = Callable[..., Entry]
Snapshot = Callable[[str, str], None]


def look(
    plan: Plan,
    entries: Sequence[Entry],
    day: str = "2024-09-30",
    days: int = 60,
    today: str | None = None,
) -> Agenda:
    """Return the agenda of a day by one plan."""
    on = date.fromisoformat(day)
    progress = of_plan(
        "2024", plan, Ledger(plan, entries), on, date.fromisoformat(today) if today else on
    )
    return agenda(progress, {"2024": plan}, entries, on + timedelta(days=days))


@pytest.fixture(scope="session")
def found(plan: Plan, entries: list[Entry], make_entry: MakeEntry) -> Agenda:
    """Give an agenda with things of every sort."""
    more = [
        make_entry("2024-09-16", "A1.staff", id="2024-09#1", state="planned", people=["名", "字"]),
        make_entry("2024-10-09", "B1.students", id="tour", people=3, purpose="夏令营, 第二期"),
        make_entry("2024-10-10", "B1.camps", id="camp", state="planned", country="JP"),
    ]
    return look(plan, [*entries, *more])


@pytest.mark.parametrize(
    ("name", "width"), [("narrow", 80), ("tiny", 40), ("wide", 200), ("pipe", None)]
)
def test_the_table(found: Agenda, snapshot: Snapshot, name: str, width: int | None) -> None:
    """On a narrow screen the command is below what it is for, and never broken or cut."""
    text = render("table", found, (), Look(width))
    snapshot(name, text)
    for each in found.items:
        assert each.command in text


def test_colours_and_ascii(found: Agenda, snapshot: Snapshot) -> None:
    """What is overdue is red, a command stands out; plain ASCII does without dashes."""
    snapshot("colours", render("table", found, (), Look(80, color=True)))
    assert render("table", found, (), Look(80, unicode=False)).count("…") == 0


@pytest.mark.parametrize("form", ["markdown", "json", "ics"])
def test_other_formats(
    found: Agenda, findings: list[Finding], snapshot: Snapshot, form: str
) -> None:
    """Findings tell that something may be missing."""
    snapshot(f"agenda.{form}", render(form, found, findings, Look()))


@pytest.mark.parametrize(
    ("keys", "fields", "text"),
    [
        ({"target": {"at_least": 80}}, {}, "reach 80 points – Score"),
        ({"pace": {"checkpoints": {"2024-10-20": 70}}}, {}, "reach 70 points – Score"),
        ({"target": {"at_least": 9}, "each": "quarter"}, {"value": 1}, "reach 9 points – Score"),
        ({"review_every": 1}, {}, "reading – Score"),
        ({"requires": ["evidence"]}, {}, "evidence missing – 60"),
        ({"requires": ["evidence", "approval"]}, {}, "approval and evidence missing – 60"),
        ({"requires": ["evidence", "approval"]}, {"approval": "U"}, "evidence missing – 60"),
        ({}, {"state": "planned"}, "confirm or cancel – 60"),
        ({}, {"day": "2024-10-20", "state": "planned"}, "planned – 60"),
    ],
)
def test_what_is_to_do_is_said(
    make_plan: Callable[..., Plan],
    make_entry: MakeEntry,
    keys: dict[str, Any],
    fields: dict[str, Any],
    text: str,
) -> None:
    """In a few words, with the figures and their unit."""
    score = {"title": "Score", "measure": "level", "of": ["reading"], "unit": "points"}
    plan = make_plan({**score, "target": {"at_least": 80}, **keys})
    last = {"day": "2024-09-01", "value": 60, **fields}
    quarters = ("2024-02-01", "2024-05-01") if "each" in keys else ()
    read = [{"day": day, "value": 60} for day in quarters]
    entries = [make_entry(kind="reading", **each) for each in (*read, last)]
    assert text in [what(each) for each in look(plan, entries, days=100).items]


def test_an_amount_has_its_unit(make_plan: Callable[..., Plan]) -> None:
    """As its plan writes it."""
    funds = {"title": "Funds", "measure": "amount", "of": ["agreement"], "unit": "EUR"}
    plan = make_plan({**funds, "target": {"at_least": 1000}})
    assert [what(each) for each in look(plan, [], days=100).items] == ["1,000 EUR more – Funds"]


def test_nothing_to_do(plan: Plan, snapshot: Snapshot) -> None:
    """It is said; after the period, the agenda is still of its own day."""
    empty = replace(plan, sections=plan.sections[:1])
    snapshot("nothing", render("table", look(empty, [], "2025-02-03"), (), Look(80)))
    assert "BEGIN:VEVENT" not in render("ics", look(empty, [], "2025-02-03"), (), Look())


def test_what_comes_after_the_days_looked_at_is_named(
    plan: Plan, entries: list[Entry], make_plan: Callable[..., Plan]
) -> None:
    """Else an indicator that needs much by a later day would seem to need nothing."""
    quota = make_plan({"target": {"at_least": 10}})
    said = "nothing comes up by 26 Dec; the next thing is to do by 30 Dec: add --days 34"
    text = render("table", look(quota, [], "2024-11-26", 30), (), Look(80))
    assert text.splitlines()[3:] == [said]
    assert "add --days" not in render("table", look(quota, [], "2024-11-26", 34), (), Look(80))
    text = render("table", look(plan, entries, days=0), (), Look(80))
    assert "Overdue" in text
    assert "nothing comes up by 30 Sep" in text
    assert "nothing to do" not in text


def test_a_day_to_come_says_that_it_is_a_projection(plan: Plan, entries: list[Entry]) -> None:
    """And what is planned by then."""
    text = render("table", look(plan, entries, today="2024-09-20"), (), Look())
    assert "projection, 10 days ahead" in text


def test_json_has_what_each_is_about(found: Agenda) -> None:
    """Ids, days and figures; no text that depends on the language but titles."""
    facts = json.loads(render("json", found, (), Look()))
    assert facts["schema"] == "oicekpi/agenda/1"
    assert sum(facts["summary"].values()) == len(facts["items"])
    first = facts["items"][0]
    assert (first["group"], first["since"], first["owners"]) == ("overdue", first["day"], [])
    assert facts["complete"] is True


def test_owners_are_named_once(plan: Plan, entries: list[Entry]) -> None:
    """Of several indicators each owner is told."""
    objectives = [
        replace(each, owner=owner)
        for each, owner in zip(plan.sections[0].objectives, ("Personnel", "Partners"), strict=True)
    ]
    section = replace(plan.sections[0], objectives=tuple(objectives))
    owned = look(replace(plan, sections=(section, *plan.sections[1:])), entries, "2024-05-19")
    both = next(each for each in owned.items if each.indicators == ("A1.staff", "A2.partners"))
    (facts,) = (
        each
        for each in json.loads(render("json", owned, (), Look()))["items"]
        if each["record"] == (both.entry and both.entry.id)
    )
    assert facts["owners"] == ["Personnel", "Partners"]
    assert "Owner: Personnel, Partners" in render("markdown", owned, (), Look())


# --- as much as fits ------------------------------------------------------------------------------


@given(limit=st.integers(100, 6_000))
def test_a_limit_keeps_whole_lines_and_counts_the_others(found: Agenda, limit: int) -> None:
    """No line is cut, no character broken; the first things stay, the others are counted."""
    whole = render("markdown", found, (), Look())
    text = render("markdown", found, (), Look(), limit)
    assert len(text.encode()) <= max(limit, 100)
    if len(whole.encode()) <= limit:
        assert text == whole
        return
    *kept, last = text.splitlines()
    assert [line for line in kept if line] == [line for line in whole.splitlines() if line][
        : len([line for line in kept if line])
    ]
    listed = sum(line.startswith("- ") for line in kept)
    assert last == f"… and {len(found.items) - listed} more"


def test_a_limit_is_used_up(found: Agenda) -> None:
    """One byte more than what the first things need lists them, one byte less does not."""
    text = render("markdown", found, (), Look(), 1_000)
    size = len(text.encode())
    assert render("markdown", found, (), Look(), size) == text
    assert len(render("markdown", found, (), Look(), size - 1)) < len(text)


def test_a_shortened_list_says_that_figures_may_be_incomplete(
    found: Agenda, findings: list[Finding]
) -> None:
    """In one line, for all findings together."""
    text = render("markdown", found, findings, Look(), 800)
    assert text.endswith("\n\n2 findings: the figures may be incomplete\n")


def test_texts_from_files_stay_texts(plan: Plan, make_entry: MakeEntry) -> None:
    """A mention, a link or a backtick in a file does nothing in a chat or an issue."""
    hostile = "x`y` @all #1 <b> [a](http://b.c)"
    entries = [
        make_entry("2024-05-01", "A1.staff", id="a`b`", state="planned", purpose=hostile),
        make_entry("2024-05-02", "A1.staff", id="a``b", state="planned"),
    ]
    text = render("markdown", look(plan, entries), (), Look())
    assert "`` oicekpi confirm 'a`b`' --approval … ``" in text
    assert "``` oicekpi confirm 'a``b' --approval … ```" in text
    assert "@<!-- -->all" in text
    assert "\\<b\\>" in text


# --- calendars ------------------------------------------------------------------------------------


def events(text: str) -> list[Event]:
    """Read a calendar with another program's reader; what it cannot read is an error."""
    calendar = Calendar.from_ical(text)
    found = [each for each in calendar.walk("VEVENT") if isinstance(each, Event)]
    assert calendar.errors == []
    assert all(each.errors == [] for each in found)
    return found


def number(event: Event) -> int:
    """Return which version of an event it is."""
    return int(str(event["sequence"]))


def test_a_calendar_is_valid(found: Agenda) -> None:
    """All of it is read by icalendar, with whole days and without a difference in any text."""
    text = render("ics", found, (), Look())
    read = events(text)
    assert len(read) == len(found.items) + len(found.cancelled)
    for event, item in zip(read, found.items, strict=False):
        assert event.start == (found.progress.as_of if item.since else item.day)
        assert event.end == event.start + timedelta(days=1)
        assert event.categories == ["oicekpi", item.group.value, item.kind.value]
        assert event.DTSTAMP.date() == found.progress.as_of
        assert item.command in str(event.get("description", ""))
    assert "夏令营, 第二期" in "".join(str(event["summary"]) for event in read)
    assert {str(event["status"]) for event in read} == {"TENTATIVE", "CONFIRMED", "CANCELLED"}
    assert Calendar.from_ical(text)["method"] == "PUBLISH"


def test_lines_are_folded_at_75_octets(found: Agenda) -> None:
    """Each ends in CRLF; a Chinese character has three octets, and stays whole."""
    lines = render("ics", found, (), Look()).encode().split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert max(map(len, lines)) > 72
    assert all(b"\n" not in line and line.decode() for line in lines[:-1])


def test_ids_of_events_stay_from_day_to_day(plan: Plan, entries: list[Entry]) -> None:
    """A later import replaces each event, and doubles none; nothing else tells when it was made."""
    first, again, later = (
        render("ics", look(plan, entries, day), (), Look())
        for day in ("2024-09-30", "2024-09-30", "2024-10-01")
    )
    assert first == again
    ids = [{str(each["uid"]): each for each in events(text)} for text in (first, later)]
    assert all(
        len(each) == len(events(text)) for each, text in zip(ids, (first, later), strict=True)
    )
    assert len(ids[0].keys() & ids[1].keys()) >= len(ids[0]) - 1
    shared = ids[0].keys() & ids[1].keys()
    assert all(number(ids[0][each]) < number(ids[1][each]) for each in shared)


def test_each_step_of_an_indicator_has_an_event_of_its_own(make_plan: Callable[..., Plan]) -> None:
    """Each checkpoint, each quarter and each stage."""
    level = {"measure": "level", "of": ["reading"], "target": {"at_least": 80}}
    due = ("2024-10-10", "2024-10-20")
    plan = make_plan(
        {"target": {"at_least": 9}, "pace": {"checkpoints": {due[0]: 2, due[1]: 4}}},
        {**level, "each": "month"},
        {
            "measure": "stages",
            "of": ["milestone"],
            "stages": [{"id": f"s-{each}", "title": "A stage", "due": each} for each in due],
        },
    )
    read = events(render("ics", look(plan, []), (), Look()))
    assert len({str(each["uid"]) for each in read}) == len(read) == 2 + 10 + 2


def test_events_of_two_offices_are_not_taken_for_one_another(
    plan: Plan, entries: list[Entry]
) -> None:
    """Another issuer gives other ids, and another title where no issuer is named."""

    def ids(other: Plan) -> set[str]:
        text = render("ics", look(other, entries), (), Look())
        return {str(each["uid"]) for each in events(text)}

    mine = ids(plan)
    assert mine.isdisjoint(ids(replace(plan, title="Another office")))
    issued = ids(replace(plan, issuer="Office A"))
    assert issued == ids(replace(plan, issuer="Office A", title="Corrected"))
    assert issued.isdisjoint(ids(replace(plan, issuer="Office B")))


def test_a_record_that_is_cancelled_takes_its_event_away(plan: Plan, make_entry: MakeEntry) -> None:
    """It has the same id and a higher number, and says so, even on the same day."""

    def event(**fields: str) -> Event:
        entry = make_entry("2024-10-20", "A1.staff", id="trip", **fields)
        text = render("ics", look(plan, [entry]), (), Look())
        return next(each for each in events(text) if "1 person" in str(each["summary"]))

    planned, gone = event(state="planned"), event(state="cancelled", reason="no visa; no ticket")
    assert planned["uid"] == gone["uid"]
    assert number(planned) < number(gone)
    assert (planned["status"], gone["status"]) == ("TENTATIVE", "CANCELLED")
    assert gone["description"] == "no visa; no ticket"


def test_a_record_has_one_id_whichever_plan_is_looked_at(plan: Plan, make_entry: MakeEntry) -> None:
    """It is made with the plan of its own day; without one, with the plan that is looked at."""
    later = replace(
        plan,
        title="Next year",
        period=replace(plan.period, start=date(2025, 1, 1), end=date(2025, 12, 31)),
    )
    entries = [
        make_entry("2024-05-01", "A1.staff", id="mine", state="planned"),
        make_entry("2020-05-01", "A1.staff", id="old", state="planned"),
    ]
    on = date(2025, 2, 1)

    def ids(name: str, chosen: Plan) -> list[str]:
        progress = of_plan(name, chosen, Ledger(chosen, entries), on)
        seen = agenda(progress, {"2024": plan, "2025": later}, entries, on)
        text = render("ics", seen, (), Look())
        assert len(seen.group(Group.OVERDUE)) >= 2
        by_id = {
            each.entry.id: str(event["uid"])
            for each, event in zip(seen.items, events(text), strict=True)
            if each.entry
        }
        return [by_id["mine"], by_id["old"]]

    first, second = ids("2024", plan), ids("2025", later)
    assert first[0] == second[0]
    assert first[1] != second[1]
    issued = [replace(each, issuer="The office") for each in (plan, later)]
    assert ids("2024", issued[0])[1] == ids("2025", issued[1])[1]


def test_what_has_no_calendar_has_no_events(progress: PlanProgress) -> None:
    """Of a status there is nothing to put into one."""
    assert FORMATS["ics"].render(status.page(progress, progress, ()), Look()) == ""


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(TEXTS, TEXTS)
def test_any_text_in_a_file_is_text_in_a_calendar(
    plan: Plan, make_entry: MakeEntry, purpose: str, title: str
) -> None:
    """No text ends a line or a property, and all of it is there, as it can be printed."""
    entry = make_entry("2024-10-20", "A1.staff", id="trip", state="planned")
    odd = replace(plan, title=title or "t")
    assert isinstance(entry.record, Trip)
    strange = entry._replace(record=replace(entry.record, purpose=purpose or None))
    text = render("ics", look(odd, [strange]), (), Look())
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    assert len(events(text)) == len(look(odd, [strange]).items)
