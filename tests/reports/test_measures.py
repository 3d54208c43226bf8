"""How amounts, levels, ratios, ceilings and targets of sub-periods are shown."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from rich.cells import cell_len

from oicekpi.domain.plan import Each, Plan
from oicekpi.domain.progress import ObjectiveProgress, PlanProgress, Progress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.reports import adding, charts, figures, show, status, words
from oicekpi.reports.explanation import sentences
from oicekpi.reports.look import Look

Snapshot = Callable[[str, str], None]
Judge = Callable[[Plan, Iterable[Entry], str], PlanProgress]
Value = dict[str, Any]
PIPE = Look()
LEVEL: Value = {"measure": "level", "of": ["reading"]}
RATIO: Value = {"measure": "ratio", "of": ["reading"]}
MONEY: Value = {"measure": "amount", "of": ["activity"], "unit": "EUR"}
ACTS: Value = {"measure": "records", "of": ["activity"]}

INDICATORS: list[Value] = [
    {
        **RATIO,
        "title": "PhD students with a period abroad",
        "unit": "%",
        "baseline": {"value": Decimal("28.5"), "on": "2023-12-31"},
        "target": {"at_least": 34},
        "owner": "Graduate School",
    },
    {
        **LEVEL,
        "title": "Days until an answer",
        "unit": "days",
        "baseline": {"value": 20},
        "target": {"at_most": 10},
    },
    {**LEVEL, "title": "Students for each teacher", "target": {"within": [12, 16]}},
    {
        **LEVEL,
        "title": "Centres",
        "target": {"at_least": 80},
        "pace": {"checkpoints": {"2024-03-31": 75, "2024-06-30": 77}},
    },
    {
        **LEVEL,
        "title": "Satisfaction",
        "unit": "points",
        "target": {"at_least": Decimal("4.5")},
        "each": "quarter",
    },
    {**MONEY, "title": "Third-party funds", "target": {"at_least": 1_000_000}},
    {**ACTS, "title": "Incidents", "target": {"at_most": 6}},
    {**ACTS, "title": "Reports", "target": {"share": 95, "of": 40}},
    {**LEVEL, "title": "Never read", "target": {"at_least": 7}},
    {**LEVEL, "title": "Only tracked", "unit": "points"},
]


def reading(make: Callable[..., Entry], at: int, day: str, **fields: object) -> Entry:
    """Make a reading of one of the indicators."""
    return make(day, f"A1.part{at}", id=f"{day}-reading-{at}", kind="reading", **fields)


@pytest.fixture(scope="module")
def scorecard(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry], judge: Judge
) -> Callable[[str], PlanProgress]:
    """Judge a plan with indicators of all these sorts on a day."""
    plan = make_plan(*INDICATORS)
    entries = [
        reading(make_entry, 0, "2024-03-31", numerator=145, denominator=490),
        reading(make_entry, 0, "2024-06-30", numerator=160, denominator=1500),
        reading(make_entry, 1, "2024-03-31", value=18),
        reading(make_entry, 1, "2024-09-15", value=Decimal("14.5")),
        reading(make_entry, 2, "2024-02-01", value=14),
        reading(make_entry, 2, "2024-08-01", value=17),
        reading(make_entry, 3, "2024-03-30", value=75),
        reading(make_entry, 3, "2024-07-02", value=74),
        reading(make_entry, 4, "2024-03-20", value=Decimal("4.6")),
        reading(make_entry, 4, "2024-06-20", value=Decimal("4.4")),
        reading(make_entry, 4, "2024-09-20", value=Decimal("4.55")),
        reading(make_entry, 9, "2024-09-20", value=3),
        *(
            make_entry(
                f"2024-0{month}-10",
                ["A1.part5", "A1.part6"],
                id=f"2024-0{month}-activity",
                kind="activity",
                title="Something",
                amount=amount,
            )
            for month, amount in ((2, Decimal("412000.50")), (5, -2000), (8, 90))
        ),
    ]

    def on(day: str) -> PlanProgress:
        return judge(plan, entries, day)

    return on


@pytest.fixture
def one(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry], judge: Judge
) -> Callable[..., tuple[Plan, Progress]]:
    """Judge a plan of one indicator by records on their days."""

    def judged(indicator: Value, fields: dict[str, Value], day: str) -> tuple[Plan, Progress]:
        plan = make_plan(indicator)
        entries = [make_entry(on, **each) for on, each in fields.items()]
        (progress,) = judge(plan, entries, day).indicators
        return plan, progress

    return judged


# --- whole outputs --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [None, 140, 80])
def test_status_shows_values_with_their_units(
    scorecard: Callable[[str], PlanProgress], snapshot: Snapshot, width: int | None
) -> None:
    """Values have unit and decimals, bars go from baseline to target, what is due is a value."""
    progress = scorecard("2024-10-01")
    text = status.render("table", progress, progress, (), Look(width))
    snapshot(f"status-{width or 'pipe'}", text)


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_programs_get_exact_numbers(
    scorecard: Callable[[str], PlanProgress], snapshot: Snapshot, form: str
) -> None:
    """Decimals are numbers, with the digits that they have."""
    progress = scorecard("2024-10-01")
    snapshot(f"status.{form}", status.render(form, progress, progress, (), PIPE))


def test_show_draws_readings_bands_and_strips(
    scorecard: Callable[[str], PlanProgress], snapshot: Snapshot
) -> None:
    """Readings against the expected line, a band where both ends bind, a strip of sub-periods."""
    snapshot("show-80", show.render(scorecard("2024-10-01"), [], Look(80)))
    snapshot("show-ascii", show.render(scorecard("2024-10-01"), [], Look(80, unicode=False)))
    snapshot("show-closed", show.render(scorecard("2025-01-01"), [], Look(80)))


@pytest.mark.parametrize("width", range(20, 150, 7))
def test_no_line_is_wider_than_the_screen(
    scorecard: Callable[[str], PlanProgress], width: int
) -> None:
    """On a screen of any width, nothing is left for the terminal to wrap."""
    progress = scorecard("2024-10-01")
    look = Look(width)
    text = status.render("table", progress, progress, (), look) + show.render(progress, [], look)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_json_numbers_are_those_of_the_files(scorecard: Callable[[str], PlanProgress]) -> None:
    """A sum of decimals is exact; a ratio comes with its parts, a baseline with its day."""
    progress = scorecard("2024-10-01")
    text = status.render("json", progress, progress, (), PIPE)
    document = json.loads(text, parse_float=Decimal)
    ratio, *_, funds, _incidents, _reports, never, tracked = document["objectives"][0]["indicators"]
    assert funds["done"] == Decimal("410090.50")
    assert (ratio["numerator"], ratio["denominator"]) == (160, 1500)
    assert ratio["done"] == Decimal("10.666667")
    assert ratio["baseline"] == {"value": Decimal("28.5"), "on": "2023-12-31"}
    assert (ratio["unit"], ratio["owner"]) == ("%", "Graduate School")
    assert (never["done"], never["due"], never["needed"]) == (None, 7, 7)
    assert (tracked["done"], tracked["due"], tracked["needed"]) == (3, None, None)
    score = document["objectives"][0]["indicators"][4]
    assert [each["held"] for each in score["periods"]] == [True, False, True, None]
    rows = csv.DictReader(io.StringIO(status.render("csv", progress, progress, (), PIPE)))
    assert [row["done"] for row in rows][5] == "410090.50"


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "value", "way"),
    [
        ({**LEVEL, "baseline": {"value": 20}, "target": {"at_most": 10}}, 15, 0.5),
        ({**LEVEL, "baseline": {"value": 20}, "target": {"at_most": 10}}, 25, 0.0),
        ({**LEVEL, "baseline": {"value": 20}, "target": {"at_most": 10}}, 9, 1.0),
        ({**LEVEL, "baseline": {"value": 20}, "target": {"at_least": 30}}, 22, 0.2),
        ({**LEVEL, "baseline": {"value": 10}, "target": {"within": [20, 30]}}, 15, 0.5),
        ({**LEVEL, "target": {"at_least": 8}}, 4, 0.5),
        ({**LEVEL, "target": {"at_most": 4}}, 8, 0.5),
        ({**LEVEL, "target": {"within": [4, 5]}}, 10, 0.5),
        ({**LEVEL, "target": {"within": [4, 5]}}, 2, 0.5),
        ({**LEVEL, "target": {"within": [4, 5]}}, 5, 1.0),
        ({**LEVEL, "target": {"at_least": 0}}, -3, 0.0),
    ],
)
def test_the_way_begins_at_the_baseline(
    one: Callable[..., tuple[Plan, Progress]], indicator: Value, value: int, way: float
) -> None:
    """A bar is full at the target, whether that is above the start or below it."""
    _, progress = one(indicator, {"2024-03-01": {"kind": "reading", "value": value}}, "2024-07-01")
    assert figures.way(progress, progress.done) == pytest.approx(way)


def test_a_ceiling_of_nothing_is_reached_at_once(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """A count that must stay at zero has no way to go."""
    _, progress = one({**ACTS, "target": {"at_most": 0}}, {}, "2024-07-01")
    assert figures.way(progress, progress.done) == 1.0


@pytest.mark.parametrize(
    ("indicator", "fields", "text"),
    [
        ({**RATIO, "target": {"at_least": 30}}, {"numerator": 1, "denominator": 3}, "33.3 of 30 %"),
        ({**RATIO}, {"numerator": 1, "denominator": 3}, "33.3 %"),
        ({**LEVEL, "target": {"less_than": 3}}, {"value": Decimal("2.25")}, "2.25 of <3"),
        ({**LEVEL, "unit": "a" * 30}, {"value": 2}, f"2 {'a' * 15}…"),
        ({**LEVEL, "aggregate": "average"}, {"value": 2}, "2.0"),
        ({**LEVEL}, {"value": 2}, "2"),
    ],
)
def test_numbers_have_the_decimals_of_plan_and_records(
    one: Callable[..., tuple[Plan, Progress]], indicator: Value, fields: Value, text: str
) -> None:
    """A percentage or an average has a decimal at least; others as many as are written."""
    _, progress = one(indicator, {"2024-03-01": {"kind": "reading", **fields}}, "2024-07-01")
    assert words.progress(progress) == text


@pytest.mark.parametrize("each", list(Each))
def test_sub_periods_have_names(each: Each) -> None:
    """One and several differ."""
    one, two = words.periods(each, 1), words.periods(each, 2)
    assert one.startswith("1 ")
    assert two == f"2{one[1:]}s"


def test_readings_that_lack_something_are_counted_not_summed(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """Of what is read, provisional and planned are numbers of readings."""
    records = {
        "2024-03-01": {"kind": "reading", "value": 50, "approval": "U-1"},
        "2024-03-02": {"kind": "reading", "value": 60},
        "2024-12-01": {"kind": "reading", "value": 70, "state": "planned"},
    }
    indicator = {**LEVEL, "target": {"at_least": 80}, "requires": ["approval"]}
    plan, progress = one(indicator, records, "2024-07-01")
    assert (figures.provisional(progress), figures.planned(progress), progress.done) == (1, 1, 50)
    assert any("1 reading lacks" in text for text in sentences(plan, progress))


# --- explanations ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "records", "day", "told"),
    [
        ({**LEVEL}, {}, "2024-07-01", ["No reading so far."]),
        (
            {**LEVEL, "aggregate": "average"},
            {"2024-03-01": {"value": 3}, "2024-03-02": {"value": 4}},
            "2024-04-01",
            ["Read: 3.5, the average of 2 readings; the last one is 2024-03-02-record."],
        ),
        (
            {**RATIO, "aggregate": "sum"},
            {
                "2024-03-01": {"numerator": 3, "denominator": 10},
                "2024-03-02": {"numerator": 4, "denominator": 10},
            },
            "2024-04-01",
            [
                "Read: 35.0 %, which is 7 of 20 in 2 readings; the last one is 2024-03-02-record.",
            ],
        ),
        (
            {
                **LEVEL,
                "target": {"at_least": 80},
                "pace": {"checkpoints": {"2024-06-30": 77}},
            },
            {"2024-03-01": {"value": 70}},
            "2024-04-01",
            [
                "Read: 70 on 1 Mar: 2024-03-01-record.",
                "Nothing more is expected before the first checkpoint, after 30 Jun.",
                "There is no forecast: a reading does not tell what the next one will be.",
            ],
        ),
        (
            {**LEVEL, "target": {"at_least": 80}},
            {"2024-03-01": {"value": 70}},
            "2025-01-01",
            ["Read: 70 on 1 Mar: 2024-03-01-record.", "The period is over; the target is 80."],
        ),
    ],
)
def test_levels_say_what_was_read_and_what_is_expected(
    one: Callable[..., tuple[Plan, Progress]],
    indicator: Value,
    records: dict[str, Value],
    day: str,
    told: list[str],
) -> None:
    """Value, day and record; what is expected now and why; that there is no forecast."""
    made = {on: {"kind": "reading", **fields} for on, fields in records.items()}
    plan, progress = one(indicator, made, day)
    assert [*sentences(plan, progress)][: len(told)] == told


@pytest.mark.parametrize(
    ("target", "done", "day", "told"),
    [
        (2, 3, "2024-07-01", "The target, ≤2, was passed: what is done cannot be undone."),
        (4, 3, "2024-07-01", "The target, ≤4, is a ceiling; 1 is left."),
        (4, 3, "2025-01-01", "The target, ≤4, is a ceiling; 1 is left."),
    ],
)
def test_ceilings_say_how_much_is_left(
    one: Callable[..., tuple[Plan, Progress]], target: int, done: int, day: str, told: str
) -> None:
    """What was passed stays passed; else the room and the chance are told, until it is over."""
    records = {f"2024-02-0{at}": {"kind": "activity", "title": "x"} for at in range(1, done + 1)}
    plan, progress = one({**ACTS, "target": {"at_most": target}}, records, day)
    said = [*sentences(plan, progress)]
    assert said[1] == told
    assert any(text.startswith("Forecast: ") for text in said) == (day < "2025" and done < target)


def test_a_ceiling_of_money_has_no_forecast(one: Callable[..., tuple[Plan, Progress]]) -> None:
    """Amounts have no forecast, and that is said."""
    records = {"2024-02-01": {"kind": "activity", "title": "x", "amount": Decimal("1.50")}}
    plan, progress = one({**MONEY, "target": {"at_most": 4}}, records, "2024-07-01")
    assert [*sentences(plan, progress)][1:] == [
        "The target, ≤4 EUR, is a ceiling; 2.50 is left.",
        "There is no forecast.",
    ]


def test_money_that_is_late_says_how_much_would_do(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """There is no forecast, but what is missing by now can be told; before the start, not that."""
    indicator = {**MONEY, "target": {"at_least": 366}}
    plan, progress = one(indicator, {}, "2024-06-30")
    assert [*sentences(plan, progress)][-1] == "With 182 EUR more by now it would be on track."
    plan, progress = one(indicator, {}, "2023-06-30")
    assert [*sentences(plan, progress)][-1] == "There is no forecast before the period begins."
    records = {"2024-02-01": {"kind": "activity", "title": "x", "amount": 200}}
    plan, progress = one(indicator, records, "2024-06-30")
    assert "more by now" not in " ".join(sentences(plan, progress))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2024-03-31", "Due: 0 by 31 Mar: the first checkpoint is that of 30 Jun."),
        ("2024-07-31", "Due: 3 by 31 Jul: the checkpoint of 30 Jun."),
    ],
)
def test_checkpoints_of_counts_are_named(
    one: Callable[..., tuple[Plan, Progress]], day: str, told: str
) -> None:
    """What a checkpoint asks for is due after its day, not before."""
    indicator = {"target": {"at_least": 8}, "pace": {"checkpoints": {"2024-06-30": 3}}}
    plan, progress = one(indicator, {}, day)
    assert told in [*sentences(plan, progress)]


def test_many_sub_periods_are_counted(make_plan: Callable[..., Plan], judge: Judge) -> None:
    """Only the last twelve are named."""
    period = {"start": "2022-01-01", "end": "2024-12-31"}
    plan = make_plan({**LEVEL, "target": {"at_least": 3}, "each": "month"}, period=period)
    (progress,) = judge(plan, [], "2024-02-15").indicators
    said = [*sentences(plan, progress)]
    assert said[-2:] == ["14 earlier.", "One that has failed cannot be made good."]
    assert sum("no reading" in text for text in said) == 12


def test_sub_periods_that_run_have_a_value_so_far(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """While none has failed, the value so far is told, and that nothing is forecast."""
    indicator = {**LEVEL, "target": {"at_least": 3}, "each": "half-year"}
    records = {"2024-02-01": {"kind": "reading", "value": 2}}
    plan, progress = one(indicator, records, "2024-02-15")
    assert [*sentences(plan, progress)] == [
        "The target, 3, must hold in each of 2 half-years; 0 held so far.",
        "1 Jan to 30 Jun: 2 so far.",
        "There is no forecast for targets of this sort.",
    ]
    assert words.needs(progress) == "3 by 30 Jun"
    assert "Jan ▲  Jul ○" in _shown(plan, progress, "2024-02-15")
    better = {**records, "2024-02-03": {"kind": "reading", "value": 4}}
    assert "Jan ●  Jul ○" in _shown(*one(indicator, better, "2024-02-15"), "2024-02-15")


def test_what_held_in_each_sub_period_needs_nothing_more(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """When all have held and the period is over, nothing is forecast and nothing failed."""
    indicator = {**LEVEL, "target": {"at_least": 3}, "each": "year"}
    plan, progress = one(indicator, {"2024-02-01": {"kind": "reading", "value": 4}}, "2025-01-01")
    assert [*sentences(plan, progress)] == [
        "The target, 3, must hold in each of 1 year; 1 held so far.",
        "1 Jan to 31 Dec: 4, held.",
    ]


def _shown(plan: Plan, progress: Progress, day: str) -> str:
    """Write the page of an indicator."""
    on = date.fromisoformat(day)
    ((section, objective),) = plan.objectives()
    held = ObjectiveProgress(section, objective, progress.status, (progress,))
    return show.render(PlanProgress("2024", plan, on, (held,), on), [], PIPE)


@pytest.mark.parametrize(
    ("planned", "told"),
    [
        ([], []),
        (["2024-10-02"], ["planned by then: 2024-10-02-record"]),
        (
            [f"2024-10-0{at}" for at in range(1, 6)],
            ["planned by then: 2024-10-01-record, 2024-10-02-record, 2024-10-03-record and 2 more"],
        ),
    ],
)
def test_a_projection_says_so(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    planned: list[str],
    told: list[str],
) -> None:
    """A day after today says how far ahead it is, and what is planned by then."""
    ledger = Ledger(make_plan({"target": {"at_least": 3}}))
    for day in planned:
        ledger.add(make_entry(day, state="planned"))
    today, ahead = date(2024, 9, 30), date(2024, 10, 7)
    plan = make_plan({"target": {"at_least": 3}})
    progress = of_plan("2024", plan, ledger, ahead, today)
    first = "projection, 7 days ahead: judged as if nothing more happened by then"
    assert words.projection(progress) == [first, *told]
    text = status.render("table", progress, progress, (), PIPE)
    assert text.splitlines()[2 : 3 + len(told)] == [first, *told]
    assert json.loads(status.render("json", progress, progress, (), PIPE))["days_ahead"] == 7
    assert words.projection(of_plan("2024", plan, ledger, today, today)) == []


# --- charts and movements -------------------------------------------------------------------------


def test_without_readings_and_target_there_is_no_chart(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """Nothing to draw is drawn as nothing; a count is no reading."""
    assert charts.readings(*one(LEVEL, {}, "2024-07-01")) is None
    assert charts.readings(*one({"target": {"at_least": 3}}, {}, "2024-07-01")) is None


def test_a_movement_of_a_level_names_both_values(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """The value before and after, with target and unit."""
    indicator = {**RATIO, "target": {"at_least": 34}}
    first = {"2024-02-01": {"kind": "reading", "numerator": 30, "denominator": 100}}
    more = {**first, "2024-03-01": {"kind": "reading", "numerator": 35, "denominator": 100}}
    states = [one(indicator, fields, "2024-04-01")[1] for fields in ({}, first, more)]
    told = ["".join(cell.text for cell in adding.moved(*pair)) for pair in pairwise(states)]
    assert told == [
        "A1.part0: not due → at risk (done – → 30.0 of 34 %)",
        "A1.part0: at risk → on track (done 30.0 → 35.0 of 34 %)",
    ]


def test_a_movement_within_a_sub_period_names_its_value(
    one: Callable[..., tuple[Plan, Progress]],
) -> None:
    """A reading that completes no sub-period moves the value of the one that runs."""
    indicator = {**LEVEL, "target": {"at_least": 3}, "each": "quarter"}
    first = {"2024-02-01": {"kind": "reading", "value": 2}}
    more = {**first, "2024-02-02": {"kind": "reading", "value": 4}}
    states = [one(indicator, fields, "2024-02-15")[1] for fields in ({}, first, more)]
    told = ["".join(c.text for c in adding.moved(a, b)) for a, b in pairwise(states)]
    assert told == [
        "A1.part0: on track → at risk (value – → 2)",
        "A1.part0: at risk → on track (value 2 → 4)",
    ]
