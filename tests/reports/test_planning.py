"""`next-plan`: what was drafted, as people see it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from oicekpi.app.planning import Draft, Outlook
from oicekpi.domain.coming import Prospect
from oicekpi.domain.finding import Problem
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import Progress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.reports.look import Look
from oicekpi.reports.planning import render

INDICATORS: list[dict[str, Any]] = [
    {"id": "A1.staff", "target": {"at_least": 15}},
    {"id": "A1.days", "title": "Days lost", "target": {"at_most": 5}},
    {"id": "A1.talents", "title": "人才", "target": {"at_least": 2}},
    {
        "id": "A1.money",
        "title": "Funds",
        "measure": "amount",
        "unit": "EUR",
        "target": {"at_least": 9},
    },
    {"id": "A1.all", "title": "Without a target"},
]


@pytest.fixture
def draft(make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]) -> Draft:
    """Draft 2025 from 2024, which is not over; 2023 had one indicator less."""
    entries = [make_entry("2023-03-01", "A1.staff", people=9), make_entry("2024-03-01", "A1.staff")]
    period = {"start": "2023-01-01", "end": "2023-12-31"}
    old = make_plan(*INDICATORS[:-1], period=period)
    now = make_plan(*INDICATORS)
    plan = make_plan(*INDICATORS, period={"start": "2025-01-01", "end": "2025-12-31"})

    def judged(of: Plan) -> dict[str, Progress]:
        progress = of_plan("x", of, Ledger(of, entries), date(2024, 12, 1))
        return {each.indicator.id: each for each in progress.indicators}

    prospects = {
        "A1.staff": Prospect(0.381, 4),
        "A1.days": Prospect(0.9, 3),
        "A1.talents": Prospect(0.2, None),
    }
    years = {"2023": judged(old), "2024": judged(now)}
    outlooks = tuple(
        Outlook(
            each,
            tuple((name, held[known]) for name, held in years.items() if known in held),
            prospects.get(known),
        )
        for known, each in plan.indicators.items()
    )
    review = (
        Problem((), "review-signature", {"keys": ["dated", "published"]}),
        Problem((), "review-waiting", {"count": 2}),
    )
    return Draft("2025", b"", plan, "2024", outlooks, review)


@pytest.mark.parametrize(
    ("name", "look"),
    [("pipe", Look()), ("140", Look(width=140)), ("80", Look(width=80))],
)
def test_results_and_prospects_are_side_by_side(
    draft: Draft, name: str, look: Look, snapshot: Callable[[str, str], None]
) -> None:
    """At several widths; what is to be reviewed is below."""
    snapshot(name, render(draft, look))
