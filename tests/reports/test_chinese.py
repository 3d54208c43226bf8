"""Pages in Chinese: words, days, counters and punctuation as they are written, columns aligned."""

from collections.abc import Callable
from datetime import date

import pytest

from oicekpi.domain.history import of_plan
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.reports import history, show, status
from oicekpi.reports.look import Look

Snapshot = Callable[[str, str], None]
WIDTHS = (80, 140, None)

pytestmark = pytest.mark.usefixtures("chinese")


@pytest.mark.parametrize("width", WIDTHS)
def test_status_in_chinese(progress: PlanProgress, snapshot: Snapshot, width: int | None) -> None:
    """The table has its columns, in the words of a work plan."""
    snapshot(f"status-{width}", status.render("table", progress, progress, (), Look(width)))


@pytest.mark.parametrize("wanted", ["A1.staff", "B2", "B3.applicants"])
@pytest.mark.parametrize("width", WIDTHS)
def test_show_in_chinese(
    progress: PlanProgress,
    entries: list[Entry],
    snapshot: Snapshot,
    wanted: str,
    width: int | None,
) -> None:
    """Charts have the numbers of months, sentences are broken as Chinese is."""
    shown = progress.narrowed(progress.plan.selected([wanted]))
    snapshot(f"show-{wanted.lower()}-{width}.txt", show.render(shown, entries, Look(width)))


@pytest.mark.parametrize("width", WIDTHS)
def test_history_in_chinese(
    plan: Plan, entries: list[Entry], snapshot: Snapshot, width: int | None
) -> None:
    """A month is its number where there is no room for more."""
    past = of_plan("2024", plan, Ledger(plan, entries), date(2025, 1, 15))
    snapshot(f"history-{width}", history.render("table", past, Look(width)))
