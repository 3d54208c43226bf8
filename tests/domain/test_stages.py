"""Stages are judged by their dates."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

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

STAGES: dict[str, Any] = {
    "measure": "stages",
    "of": ["milestone"],
    "stages": [
        {"id": "chosen", "title": "Chosen", "due": "2024-03-31"},
        {"id": "drafted", "title": "Drafted"},
        {"id": "signed", "title": "Signed", "due": "2024-09-15"},
        {"id": "begun", "title": "Begun"},
    ],
}


def test_a_stage_is_due_when_its_date_has_passed(stand: Stand) -> None:
    """On its last day a stage is in time; the day after, it and those before it are due."""
    days = ("2024-03-31", "2024-04-01", "2024-09-15", "2024-09-16", "2024-12-31", "2025-01-01")
    assert [stand(STAGES, [], day).due for day in days] == [0, 1, 1, 3, 3, 4]


@pytest.mark.parametrize(
    ("reached", "as_of", "status", "needed_next"),
    [
        (None, "2024-03-31", Status.NOT_DUE, Next(1, date(2024, 3, 31))),
        (None, "2024-04-01", Status.BEHIND, Next(1, date(2024, 3, 31))),
        ("chosen", "2024-04-01", Status.ON_TRACK, Next(1, date(2024, 9, 15))),
        ("chosen", "2024-09-16", Status.BEHIND, Next(2, date(2024, 9, 15))),
        ("signed", "2024-09-16", Status.ON_TRACK, Next(1, END)),
        ("signed", "2024-12-31", Status.ON_TRACK, Next(1, END)),
        ("signed", "2025-01-01", Status.MISSED, None),
        ("begun", "2024-09-16", Status.ACHIEVED, None),
    ],
)
def test_stages_stand_by_their_dates(  # noqa: PLR0913, PLR0917 - an example's figures
    make_entry: MakeEntry,
    stand: Stand,
    reached: str | None,
    as_of: str,
    status: Status,
    needed_next: Next | None,
) -> None:
    """Behind: the stages that are due, before the next is; else: one more by its date."""
    entries = [make_entry("2024-03-20", kind="milestone", stage=reached)] if reached else []
    found = stand(STAGES, entries, as_of)
    assert (found.status, found.next) == (status, needed_next)
    assert (found.share, found.forecast, found.chance) == (None, None, None)
