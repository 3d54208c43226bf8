"""`show`: an indicator's page."""

import re
from collections.abc import Callable, Iterable

import pytest
from rich.cells import cell_len

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress
from oicekpi.domain.record import Entry
from oicekpi.messages.text import UNSAFE
from oicekpi.reports.look import Look
from oicekpi.reports.show import render

Snapshot = Callable[[str, str], None]
Judge = Callable[[Plan, Iterable[Entry], str], PlanProgress]


PAGES = {
    "staff-80": ("A1.staff", Look(width=80)),
    "staff-140": ("A1.staff", Look(width=140)),
    "staff-pipe": ("A1.staff", Look()),
    "staff-ascii": ("A1.staff", Look(width=80, unicode=False)),
    "staff-color": ("A1.staff", Look(width=80, color=True)),
    "partners-80": ("A2.partners", Look(width=80)),
    "stages-80": ("B2", Look(width=80)),
    "stages-ascii": ("B2", Look(width=80, unicode=False)),
    "tracked-80": ("B3.services", Look(width=80)),
    "empty-80": ("B1.camps", Look(width=80)),
    "revised-80": ("B3.applicants", Look(width=80)),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_an_indicator(
    progress: PlanProgress, entries: list[Entry], snapshot: Snapshot, name: str
) -> None:
    """Chart or stages, the progress in words, the records newest last, each with its state."""
    wanted, look = PAGES[name]
    shown = progress.narrowed(progress.plan.selected([wanted]))
    snapshot(f"show-{name}", render(shown, entries, look))


def test_what_was_not_reached_when_the_period_ended_was_missed(
    progress: PlanProgress, entries: list[Entry], judge: Judge
) -> None:
    """A stage cannot be late any more once nothing more can come."""
    over = judge(progress.plan, entries, "2025-01-01").narrowed(["B2.credits"])
    page = render(over, entries, Look())
    assert page.startswith("plan 2024, as of 2024-12-31, closed\n")
    assert "✖ 1. " in page
    assert page.count("(missed)") == 1


@pytest.mark.parametrize("width", range(20, 150, 3))
def test_no_line_is_wider_than_the_screen(
    progress: PlanProgress, entries: list[Entry], width: int
) -> None:
    """On a screen of any width, nothing is left for the terminal to wrap."""
    text = render(progress, entries, Look(width=width))
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert not re.search(UNSAFE, text.replace("\n", ""))


def test_a_pipe_gets_no_cut_values(progress: PlanProgress, entries: list[Entry]) -> None:
    """What goes to a file or another program is whole."""
    assert "…" not in render(progress, entries, Look())
