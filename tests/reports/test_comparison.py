"""`compare`: two plans side by side."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from oicekpi.domain.comparison import Comparison, paired
from oicekpi.domain.finding import Finding
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.reports.comparison import Trend, render, trend
from oicekpi.reports.look import Look

Snapshot = Callable[[str, str], None]
MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]
LEVEL: dict[str, Any] = {
    "id": "A1.level",
    "title": "Satisfaction of guests",
    "measure": "ratio",
    "of": ["reading"],
    "baseline": {"value": 60},
    "target": {"at_least": 80},
}
OLD: list[dict[str, Any]] = [
    {"id": "A1.people", "target": {"at_least": 10}},
    {"id": "A1.signed", "title": "Agreements", "measure": "records", "of": ["agreement"]},
    {"id": "A1.budget", "title": "Travel days", "target": {"at_most": 8}},
    LEVEL,
    {"id": "A1.camps", "title": "夏令营", "target": {"at_least": 2}},
]
NEW: list[dict[str, Any]] = [
    {"id": "A1.staff", "target": {"at_least": 15}},
    {"id": "A1.signed", "title": "Agreements", "measure": "records", "of": ["agreement"]},
    {"id": "A1.budget", "title": "Travel days", "target": {"at_most": 8}},
    {**LEVEL, "baseline": {"value": 70}},
    {"id": "A1.talks", "title": "Talks", "measure": "records", "of": ["activity"]},
]


def judged(plan: Plan, entries: list[Entry], day: str, today: str = "") -> PlanProgress:
    """Judge a plan, named after its year."""
    on = date.fromisoformat(day)
    now = date.fromisoformat(today) if today else None
    return of_plan(f"{plan.period.start.year}", plan, Ledger(plan, entries), on, now)


@pytest.fixture
def comparison(make_plan: MakePlan, make_entry: MakeEntry) -> Comparison:
    """Compare 2023 with 2024 on 30 September; one indicator was renamed."""
    period = {"start": "2023-01-01", "end": "2023-12-31"}
    old, new = make_plan(*OLD, period=period), make_plan(*NEW, title="The plan of 2024")

    def reading(day: str, part: int) -> Entry:
        facts = {"kind": "reading", "numerator": part, "denominator": 200}
        return make_entry(day, "A1.level", **facts)

    entries = [
        make_entry("2023-03-01", "A1.people", people=2),
        make_entry("2023-11-01", "A1.people", people=2),
        make_entry("2023-04-01", "A1.budget", people=6),
        make_entry("2023-05-01", "A1.camps", people=2),
        make_entry("2024-03-01", "A1.staff", people=9),
        make_entry("2024-05-01", "A1.budget", people=4),
        make_entry("2024-05-02", "A1.signed", kind="agreement", partner="Example University"),
        reading("2023-06-01", 130),
        reading("2024-06-01", 143),
    ]
    sides = judged(old, entries, "2023-09-30"), judged(new, entries, "2024-09-30")
    return Comparison(*sides, paired(*sides, {"A1.people": "A1.staff"}))


@pytest.mark.parametrize(
    ("name", "form", "look"),
    [
        ("table-pipe", "table", Look()),
        ("table-140", "table", Look(width=140)),
        ("table-80", "table", Look(width=80)),
        ("table-60-ascii", "table", Look(width=60, unicode=False)),
        ("markdown.md", "markdown", Look()),
        ("csv.csv", "csv", Look()),
        ("json.json", "json", Look()),
    ],
)
def test_pages(
    comparison: Comparison, name: str, form: str, look: Look, snapshot: Snapshot
) -> None:
    """Each form, at several widths."""
    snapshot(name, render(form, comparison, [], look))


def test_less_is_better_under_a_ceiling(comparison: Comparison) -> None:
    """Less used of a ceiling is better, more of a target is; without a target nothing is."""
    found = {pair.present.indicator.id: trend(pair) for pair in comparison.pairs}
    assert found == {
        "A1.staff": Trend.BETTER,
        "A1.signed": None,
        "A1.budget": Trend.BETTER,
        "A1.level": Trend.WORSE,
        "A1.talks": None,
        "A1.camps": None,
    }


def test_equal_shares_are_the_same(comparison: Comparison) -> None:
    """A plan beside itself is neither better nor worse."""
    side = comparison.after
    alike = Comparison(side, side, paired(side, side, {}))
    assert {trend(pair) for pair in alike.pairs} == {None, Trend.SAME}


def test_findings_and_projections_are_told(
    make_plan: MakePlan, comparison: Comparison, findings: list[Finding], snapshot: Snapshot
) -> None:
    """What may be incomplete is said below, what is only a projection above."""
    later = judged(make_plan(*NEW), [], "2024-09-30", "2024-09-01")
    projected = Comparison(comparison.before, later, ())
    snapshot("projection", render("table", projected, findings, Look(width=80)))
    facts = json.loads(render("json", projected, findings, Look()))
    assert (facts["complete"], facts["after"]["days_ahead"]) == (False, 29)
