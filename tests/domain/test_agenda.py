"""The agenda: what is overdue, what is coming, what is quiet, in which order."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.agenda import Agenda, Group, Item, Kind, agenda, overdue, overdue_by_all
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]
DAY = "2024-10-01"


def look(
    plan: Plan, entries: Sequence[Entry], day: str = DAY, days: int = 30, today: str | None = None
) -> Agenda:
    """Return the agenda of a day by one plan."""
    on = date.fromisoformat(day)
    now = date.fromisoformat(today) if today else on
    progress = of_plan("2024", plan, Ledger(plan, entries), on, now)
    return agenda(progress, {"2024": plan}, entries, on + timedelta(days=days))


def told(found: Agenda) -> list[tuple[str, str, str]]:
    """Return group, kind and day of each thing."""
    return [(each.group.value, each.kind.value, each.day.isoformat()) for each in found.items]


def of_kind(found: Agenda, kind: Kind) -> list[Item]:
    """Return what is of a kind."""
    return [each for each in found.items if each.kind is kind]


# --- records --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "fields", "group"),
    [
        ("2024-09-30", {"state": "planned"}, "overdue"),
        ("2024-10-01", {"state": "planned"}, "coming"),
        ("2024-10-31", {"state": "planned"}, "coming"),
        ("2024-11-01", {"state": "planned"}, None),
        ("2024-10-02", {}, "coming"),  # on 1 October it was still to come
        ("2024-10-01", {}, None),
        ("2024-09-30", {"state": "cancelled", "reason": "no visa"}, None),
        ("2024-10-05", {"state": "cancelled", "reason": "no visa"}, None),
    ],
)
def test_a_planned_record_is_overdue_from_the_day_after_its_own(
    make_plan: MakePlan, make_entry: MakeEntry, day: str, fields: dict[str, Any], group: str | None
) -> None:
    """Before, it is coming, up to the last of the days looked at."""
    found = look(make_plan({}), [make_entry(day, **fields)])
    assert [each.group for each in found.items] == ([group] if group else [])


@pytest.mark.parametrize(
    ("days", "later"), [(30, None), (18, "2024-10-20"), (5, "2024-10-18"), (0, "2024-10-06")]
)
def test_the_next_day_after_those_looked_at_is_known(
    make_plan: MakePlan, make_entry: MakeEntry, days: int, later: str | None
) -> None:
    """Be it that of a record or of an indicator; what is cancelled has none."""
    plan = make_plan({"target": {"at_least": 10}})
    entries = [
        make_entry("2024-10-06", state="planned"),
        make_entry("2024-10-20", state="planned", id="b"),
        make_entry("2024-11-20", state="cancelled", reason="no visa", id="c"),
    ]
    found = look(plan, entries, days=days)
    assert (found.later and found.later.isoformat()) == later


@pytest.mark.parametrize(
    ("requires", "fields", "lacks"),
    [
        (["approval"], {}, ["approval"]),
        (["approval"], {"approval": "U-1"}, []),
        (["evidence"], {"approval": "U-1"}, ["evidence"]),
        (["evidence", "approval"], {}, ["approval", "evidence"]),
        ([], {}, []),
    ],
)
def test_a_record_without_what_is_required_waits_for_it(
    make_plan: MakePlan,
    make_entry: MakeEntry,
    requires: list[str],
    fields: dict[str, Any],
    lacks: list[str],
) -> None:
    """It is overdue since its day, and says what to add."""
    found = look(make_plan({"requires": requires}), [make_entry("2024-10-01", **fields)])
    assert [[*each.lacks] for each in found.items] == ([lacks] if lacks else [])
    for each in found.items:
        options = "".join(f" --{name} …" for name in lacks)
        assert each.command == f"oicekpi confirm 2024-10-01-record{options}"
        assert each.since == date(2024, 10, 1)


def test_only_what_an_indicator_takes_waits_for_its_approval(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """A record that `where` leaves out lacks nothing."""
    plan = make_plan({"requires": ["approval"], "where": {"country": ["DE"]}})
    abroad = [make_entry("2024-03-01", country=each, id=each) for each in ("DE", "JP")]
    assert [each.entry.id for each in look(plan, abroad).items if each.entry] == ["DE"]


def test_a_stage_that_is_planned_is_known_by_the_plan_of_its_day(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """So that its title can be shown, not its id."""
    stages = [{"id": "one", "title": "First step"}, {"id": "two", "title": "Second step"}]
    plan = make_plan({"measure": "stages", "of": ["milestone"], "stages": stages})
    fields = {"kind": "milestone", "state": "planned"}
    entries = [
        make_entry("2024-10-02", **fields, stage="two"),
        make_entry("2024-10-03", **fields, stage="other", id="b"),
        make_entry("2024-10-04", ["A1.part0", "B9"], **fields, stage="one", id="c"),
        make_entry("2025-01-05", **fields, stage="one", id="d"),
    ]
    items = of_kind(look(plan, entries, days=100), Kind.PLANNED)
    titles = {each.day.isoformat(): each.stage and each.stage.title for each in items}
    assert titles == {
        "2024-10-02": "Second step",
        "2024-10-03": None,
        "2024-10-04": "First step",
        "2025-01-05": None,
    }


def test_records_of_other_plans_are_seen_too(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Last year's trip is still to be confirmed or cancelled; it moves no chance of this year."""
    plan = make_plan({"target": {"at_least": 9}})
    found = look(plan, [make_entry("2023-05-01", state="planned")])
    assert told(found)[0] == ("overdue", "planned", "2023-05-01")
    assert found.items[0].loss is None


def test_ids_are_quoted_for_the_shell(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """A record of a list has a # in its id, and a file name may have anything."""
    entries = [
        make_entry("2024-05-01", state="planned", id=name) for name in ("2024-05#1", "x'; rm -r y")
    ]
    commands = {each.command for each in look(make_plan({}), entries).items}
    assert commands == {
        "oicekpi confirm '2024-05#1'",
        """oicekpi confirm 'x'"'"'; rm -r y'""",
    }


def test_what_happened_since_has_no_command(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Looked back at, it was planned; there is nothing left to type."""
    entries = [make_entry("2024-10-05"), make_entry("2024-10-06", state="planned")]
    commands = [each.command for each in look(make_plan({}), entries, today="2024-12-01").items]
    assert commands == ["", "oicekpi confirm 2024-10-06-record"]


# --- indicators -----------------------------------------------------------------------------------

STAGES = [
    {"id": "chosen", "title": "Chosen", "due": "2024-03-31"},
    {"id": "drafted", "title": "Drafted"},
    {"id": "signed", "title": "Signed", "due": "2024-09-30"},
    {"id": "begun", "title": "Begun", "due": "2024-10-15"},
    {"id": "closed", "title": "Closed"},
]
PROGRAMME = {"measure": "stages", "of": ["milestone"], "stages": STAGES}


def test_stages_are_due_by_their_day_or_by_that_of_the_next(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """The last ones are due by the end of the period; those that are reached are not listed."""
    reached = make_entry("2024-03-01", kind="milestone", stage="chosen")
    found = look(make_plan(PROGRAMME), [reached], days=100)
    assert told(found) == [
        ("overdue", "stage", "2024-09-30"),
        ("overdue", "stage", "2024-09-30"),
        ("coming", "stage", "2024-10-15"),
        ("coming", "stage", "2024-12-31"),
    ]
    assert found.items[0].command == "oicekpi add milestone A1.part0 --stage drafted"
    late = sum(each.group is Group.OVERDUE for each in found.items)
    (progress,) = found.progress.indicators
    assert late == (progress.due or 0) - progress.count.done


def test_after_the_period_no_stage_and_no_count_is_to_do(make_plan: MakePlan) -> None:
    """What was missed is missed."""
    plan = make_plan(PROGRAMME, {"target": {"at_least": 9}})
    assert told(look(plan, [], "2025-01-01")) == []
    assert len(look(plan, [], "2024-12-31").items) == 6  # the last day is still open


def test_what_is_needed_next_is_told_with_its_day(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """As in `status`; nothing where it is reached, or further away than the days looked at."""
    plan = make_plan({"target": {"at_least": 12}}, {"target": {"at_least": 1}})
    entries = [make_entry("2024-02-01", "A1.part1"), make_entry("2024-02-01", people=9)]
    (item,) = look(plan, entries).items
    progress = look(plan, entries).progress.indicators[0]
    assert progress.next is not None
    assert (item.need, item.day) == progress.next
    assert item.command == "oicekpi add trip A1.part0"
    assert look(plan, entries, days=3).items == ()


def test_checkpoints_are_steps_to_the_target(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Of those that have passed only the last one is told: it asks for what the others do."""
    steps = {"2024-03-31": 2, "2024-06-30": 4, "2024-10-20": 6, "2024-11-15": 8}
    plan = make_plan({"target": {"at_least": 10}, "pace": {"checkpoints": steps}})
    found = look(plan, [make_entry("2024-02-01", people=1)], days=91)
    by_day = {(each.kind.value, f"{each.day:%m-%d}"): each.need for each in found.items}
    assert by_day == {
        ("checkpoint", "06-30"): 3,
        ("checkpoint", "10-20"): 5,
        ("checkpoint", "11-15"): 7,
        ("target", "12-31"): 9,
    }
    assert [each.day.month for each in found.group(Group.OVERDUE)] == [6]
    reached = look(plan, [make_entry("2024-02-01", people=10)], days=91)
    assert reached.items == ()


LEVEL = {"measure": "level", "of": ["reading"], "target": {"at_least": 80}}


def reading(make_entry: MakeEntry, day: str, value: int) -> Entry:
    """Make a reading."""
    return make_entry(day, kind="reading", value=value)


@pytest.mark.parametrize(
    ("last", "group"), [("2024-06-02", "overdue"), ("2024-06-03", "coming"), ("2024-09-30", None)]
)
def test_a_reading_is_due_when_the_last_one_is_too_old(
    make_plan: MakePlan, make_entry: MakeEntry, last: str, group: str | None
) -> None:
    """120 days after it, or as the plan says; on the day itself it is in time."""
    found = look(make_plan(LEVEL), [reading(make_entry, last, 90)])
    readings = of_kind(found, Kind.READING)
    assert [each.group for each in readings] == ([group] if group else [])
    assert all(each.command == "oicekpi add reading A1.part0 --value …" for each in readings)
    (progress,) = found.progress.indicators
    assert progress.quiet is (group == "overdue")


def test_no_reading_is_due_after_the_period(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """The next plan asks for it."""
    found = look(make_plan(LEVEL), [reading(make_entry, "2024-12-01", 90)], "2024-12-20", 200)
    assert of_kind(found, Kind.READING) == []


def test_each_sub_period_needs_a_reading(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """One that ended without is overdue, also when the period is over: it can be entered late."""
    ratio = {"measure": "ratio", "of": ["reading"], "unit": "%", "target": {"at_least": 80}}
    plan = make_plan({**ratio, "each": "quarter"})
    parts = {"kind": "reading", "numerator": 1, "denominator": 2}
    entries = [make_entry("2024-02-01", **parts), make_entry("2024-08-01", **parts)]
    found = look(plan, entries, days=91)
    assert told(found) == [
        ("overdue", "reading", "2024-06-30"),
        ("coming", "reading", "2024-12-31"),
    ]
    closed = look(plan, entries, "2025-02-01")
    assert told(closed) == [
        ("overdue", "reading", "2024-06-30"),
        ("overdue", "reading", "2024-12-31"),
    ]
    assert closed.items[1].command == (
        "oicekpi add reading A1.part0 --numerator … --denominator … --date 2024-12-31"
    )


@pytest.mark.parametrize(("day", "asked"), [("2025-12-31", True), ("2026-01-01", False)])
def test_what_a_plan_lacks_is_asked_for_until_the_next_period_is_over(
    make_plan: MakePlan, make_entry: MakeEntry, day: str, *, asked: bool
) -> None:
    """Readings and approvals that come late count for the old year; years later nobody has them.

    What is planned still has to be confirmed or cancelled, however old it is.
    """
    plan = make_plan(
        {"requires": ["approval"], "target": {"at_least": 9}},
        {**LEVEL, "each": "half-year"},
    )
    entries = [
        make_entry("2024-03-01", "A1.part0", id="lacks"),
        make_entry("2024-05-01", "A1.part0", id="planned", state="planned"),
    ]
    found = {(each.kind, each.day.isoformat()) for each in look(plan, entries, day).items}
    late = {(Kind.PROVISIONAL, "2024-03-01"), (Kind.READING, "2024-06-30")}
    late.add((Kind.READING, "2024-12-31"))
    assert found == {(Kind.PLANNED, "2024-05-01")} | (late if asked else set())


def test_a_ceiling_asks_for_nothing(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Its checkpoints say how much may be used by then."""
    pace = {"checkpoints": {"2024-03-31": 2}}
    plan = make_plan({"target": {"at_most": 9}, "pace": pace})
    assert look(plan, [make_entry("2024-06-01")]).items == ()


def test_all_plans_together_have_each_thing_once(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """A record is of no one plan, an indicator of its own; a plan to come asks for nothing."""
    plan = make_plan(PROGRAMME, {**LEVEL, "review_every": 300}, {"target": {"at_least": 9}})
    following = make_plan(PROGRAMME, period={"start": "2025-01-01", "end": "2025-12-31"})
    plans = {"2024": plan, "copy": plan, "2025": following}
    entries = [make_entry("2024-06-01", "A1.part2", id="late", state="planned")]
    found = [*overdue_by_all(plans, entries, date.fromisoformat(DAY))]
    stages = [(name, Kind.STAGE) for name in ("2024", "copy") for _ in range(3)]
    assert [(name, each.kind) for name, each in found] == [("", Kind.PLANNED), *stages]


def test_a_level_is_to_reach_its_checkpoints(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """The last one that has passed is overdue while the level falls short of it."""
    steps = {"2024-03-31": 60, "2024-06-30": 70, "2024-10-31": 75}
    plan = make_plan({**LEVEL, "pace": {"checkpoints": steps}})

    def needs(value: int) -> list[tuple[str, Any]]:
        found = look(plan, [reading(make_entry, "2024-09-30", value)])
        return [(each.group.value, each.need) for each in found.items]

    assert needs(65) == [("overdue", 70), ("coming", 75)]
    assert needs(70) == [("coming", 75)]
    assert needs(77) == []


def test_an_amount_names_its_field(make_plan: MakePlan) -> None:
    """What nothing counts without, and `add` does not ask for, is in the command."""
    funds = {"measure": "amount", "of": ["agreement"], "target": {"at_least": 100}, "unit": "EUR"}
    (item,) = look(make_plan(funds), [], days=100).items
    assert item.command == "oicekpi add agreement A1.part0 --amount …"
    assert (item.need, item.loss) == (100, None)


def test_quiet_are_those_without_a_target(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """They come last, with the day of the last record."""
    plan = make_plan({"review_every": 30}, {"review_every": 300})
    found = look(plan, [make_entry("2024-08-31"), make_entry("2024-01-01", "A1.part1")])
    assert told(found) == [("quiet", "quiet", "2024-08-31")]
    assert found.items[0].since == date(2024, 8, 31)
    assert told(look(plan, [], "2025-03-01")) == []


# --- what is at stake, and the order --------------------------------------------------------------


def test_the_loss_is_the_fall_of_the_chance_if_nothing_happens(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """For a target: from now to the day after its day, with no record more."""
    plan = make_plan({"target": {"at_least": 12}})
    entries = [make_entry(f"2024-{month:02}-01") for month in range(1, 10)]
    found = look(plan, entries)
    (item,) = found.items
    (now,) = found.progress.indicators
    on = (item.day + timedelta(days=1)).isoformat()
    (then,) = look(plan, entries, on).progress.indicators
    assert item.loss == pytest.approx((now.chance or 0) - (then.chance or 0), abs=1e-4)


def test_nothing_is_left_of_the_chance_after_the_last_day(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """What is missing then is missed."""
    plan = make_plan({"target": {"at_least": 12}})
    found = look(plan, [make_entry("2024-06-01", people=11)], "2024-12-20")
    (item,) = found.items
    assert item.day == date(2024, 12, 31)
    assert item.loss == round(found.progress.indicators[0].chance or 0, 4) > 0


def test_the_loss_of_a_record_is_what_it_would_bring(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """More people bring more; those who count already bring nothing."""
    plan = make_plan({"target": {"at_least": 12}, "requires": ["approval"]})
    entries = [
        make_entry("2024-04-01", id="known", people=["a", "b"], approval="U-1"),
        make_entry("2024-05-01", id="again", people=["a", "b"]),
        make_entry("2024-06-01", id="two", people=["a", "c"], state="planned"),
        make_entry("2024-10-10", id="four", people=4, state="planned", approval="U-2"),
        make_entry("2024-10-10", id="one", people=1, state="planned", approval="U-3"),
        make_entry("2024-06-02", id="three", people=["c", "d", "e"]),
    ]
    losses = {each.entry.id: each.loss for each in look(plan, entries).items if each.entry}
    assert losses["again"] is None
    assert 0 < (losses["two"] or 0) < (losses["three"] or 0)
    assert 0 < (losses["one"] or 0) < (losses["four"] or 0)
    assert "known" not in losses


def test_first_comes_what_is_most_to_lose_by_then_the_earliest(
    make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """In each group; the groups stay in their order."""
    plan = make_plan(
        {"target": {"at_least": 12}, "requires": ["approval"]}, {}, PROGRAMME, {"review_every": 5}
    )
    entries = [
        make_entry("2024-06-01", id="large", people=5),
        make_entry("2024-05-01", id="small", people=1),
        make_entry("2024-02-01", "A1.part1", id="early", state="planned"),
        make_entry("2024-04-01", "A1.part1", id="late", state="planned"),
    ]
    found = look(plan, entries, days=0)
    names = [each.entry.id if each.entry else each.kind.value for each in found.items]
    assert names == ["large", "small", "early", "stage", "late", "stage", "stage", "quiet"]


def test_only_some_indicators(make_plan: MakePlan, make_entry: MakeEntry) -> None:
    """Records that serve one of them too are kept, and so are cancelled ones."""
    plan = make_plan(PROGRAMME, {"review_every": 5}, {"target": {"at_least": 5}})
    cancelled = {"state": "cancelled", "reason": "no visa"}
    entries = [
        make_entry("2024-06-01", ["A1.part1", "A1.part2"], id="both", state="planned"),
        make_entry("2024-06-01", "A1.part2", id="other", state="planned"),
        make_entry("2024-06-01", "A1.part1", id="gone", **cancelled),
        make_entry("2024-06-01", "A1.part2", id="away", **cancelled),
        make_entry("2023-06-01", "A1.part1", id="before", **cancelled),
        make_entry("2024-12-30", "A1.part1", id="after", **cancelled),
    ]
    on = date.fromisoformat(DAY)
    progress = of_plan("2024", plan, Ledger(plan, entries), on)
    found = agenda(progress, {"2024": plan}, entries, on, frozenset({"A1.part1"}))
    assert [each.entry.id if each.entry else each.kind.value for each in found.items] == [
        "both",
        "quiet",
    ]
    assert [each.id for each in found.cancelled] == ["gone"]
    assert overdue(progress, [plan], entries, frozenset({"A1.part1"})) == [
        each._replace(loss=None) for each in found.items[:1]
    ]


DAYS = st.dates(date(2023, 12, 1), date(2025, 1, 31)).map(date.isoformat)
RECORDS = st.lists(
    st.tuples(DAYS, st.sampled_from(["done", "planned"]), st.integers(1, 5), st.booleans()),
    max_size=12,
)


@given(RECORDS, st.dates(date(2024, 1, 1), date(2025, 1, 31)).map(date.isoformat))
def test_the_overdue_are_a_part_of_the_agenda_on_any_day(
    make_plan: MakePlan, make_entry: MakeEntry, records: list[Any], day: str
) -> None:
    """`status` counts what `agenda` lists; a loss is a part of a chance, and each thing is once."""
    plan = make_plan(
        {"target": {"at_least": 12}, "requires": ["approval"]},
        PROGRAMME,
        LEVEL,
        {"review_every": 9},
    )
    entries = [
        make_entry(
            on, id=f"r-{at}", state=state, people=people, **({"approval": "U"} if ok else {})
        )
        for at, (on, state, people, ok) in enumerate(records)
    ]
    found = look(plan, entries, day)
    late = overdue(found.progress, [plan], entries)
    assert sorted(map(repr, late)) == sorted(
        repr(each._replace(loss=None)) for each in found.group(Group.OVERDUE)
    )
    by_all = overdue_by_all({"2024": plan}, entries, date.fromisoformat(day))
    bare = [each._replace(loss=None, progress=None) for each in found.group(Group.OVERDUE)]
    assert sorted(repr(each._replace(progress=None)) for _, each in by_all) == sorted(
        map(repr, bare)
    )
    assert all(each.loss is None or 0 < each.loss <= 1 for each in found.items)
    keys = [(e.kind, e.day, e.indicators, e.stage, e.entry and e.entry.id) for e in found.items]
    assert len(keys) == len({*keys})
    ranks = [[*Group].index(each.group) for each in found.items]
    assert ranks == sorted(ranks)
