"""`history`: statuses as strips of signs."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from rich.cells import cell_len

from oicekpi.domain.history import History, of_plan
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.reports.history import render
from oicekpi.reports.look import Look

Snapshot = Callable[[str, str], None]


@pytest.fixture(scope="session")
def looked_back(plan: Plan, entries: list[Entry]) -> Callable[[str], History]:
    """Look back on the plan from a day."""
    ledger = Ledger(plan, entries)

    def on(day: str) -> History:
        return of_plan("2024", plan, ledger, date.fromisoformat(day))

    return on


@pytest.mark.parametrize(
    ("name", "day", "look"),
    [
        ("running-80", "2024-09-30", Look(width=80)),
        ("running-pipe", "2024-09-30", Look()),
        ("closed-80", "2025-01-15", Look(width=80)),
        ("closed-140", "2025-01-15", Look(width=140)),
        ("closed-60", "2025-01-15", Look(width=60)),
        ("closed-ascii", "2025-01-15", Look(width=80, unicode=False)),
        ("closed-color", "2025-01-15", Look(width=80, color=True)),
        ("not-begun", "2023-11-30", Look(width=80)),
    ],
)
def test_a_strip_of_signs_an_indicator(
    looked_back: Callable[[str], History], snapshot: Snapshot, name: str, day: str, look: Look
) -> None:
    """Each month's end has its sign; the first flag and, at the end, its worth are named."""
    snapshot(f"history-{name}", render("table", looked_back(day), look))


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_other_forms(looked_back: Callable[[str], History], snapshot: Snapshot, form: str) -> None:
    """Programs get days and statuses in full, and Markdown the signs."""
    snapshot(f"history.{form}", render(form, looked_back("2025-01-15"), Look(width=80)))


def test_a_running_year_has_no_outcome(looked_back: Callable[[str], History]) -> None:
    """While the period runs, no flag is said to have been right or wrong."""
    document = json.loads(render("json", looked_back("2024-09-30"), Look()))
    assert {strip["outcome"] for strip in document["indicators"]} == {None}


def test_years_are_named_where_there_are_several(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]
) -> None:
    """January has the year's number; on a narrow screen the last twelve months stay longest."""
    plan = make_plan(
        {"target": {"at_least": 9}}, period={"start": "2023-07-01", "end": "2025-06-30"}
    )
    ledger = Ledger(plan)
    ledger.add(make_entry("2023-08-01"))
    past = of_plan("2023", plan, ledger, date(2025, 6, 30))
    wide = render("table", past, Look()).splitlines()[3].split()
    assert wide[:8] == ["Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "'24", "Feb"]
    narrow = render("table", past, Look(width=48)).splitlines()
    heads = next(line for line in narrow if "behind" in line).split()
    assert "31 Dec 2023" in render("table", past, Look())
    assert heads[-14:] == [*"JASOND5FMAMJ", "first", "behind"]


@pytest.mark.parametrize("width", range(20, 150, 3))
def test_no_line_is_wider_than_the_screen(
    looked_back: Callable[[str], History], width: int
) -> None:
    """On a screen of any width, nothing is left for the terminal to wrap."""
    text = render("table", looked_back("2025-01-15"), Look(width=width))
    assert max(cell_len(line) for line in text.splitlines()) <= width
