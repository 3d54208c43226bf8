"""Why an indicator stands as it does, in plain words."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress
from oicekpi.domain.record import Entry
from oicekpi.reports.explanation import render, sentences
from oicekpi.reports.look import Look

Explain = Callable[..., list[str]]


@pytest.fixture(scope="session")
def explain(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    judge: Callable[[Plan, Iterable[Entry], str], PlanProgress],
) -> Explain:
    """Explain the only indicator of a plan, of which some people went on some days."""

    def told(
        indicator: dict[str, Any], went: dict[str, int], as_of: str, **keys: object
    ) -> list[str]:
        plan = make_plan(indicator, **keys)
        entries = [make_entry(day, people=people) for day, people in went.items()]
        (progress,) = judge(plan, entries, as_of).indicators
        return [*sentences(plan, progress)]

    return told


@pytest.mark.parametrize("width", [None, 80])
def test_every_flag_is_explained(
    progress: PlanProgress, snapshot: Callable[[str, str], None], width: int | None
) -> None:
    """Whatever is behind, at risk or quiet has its paragraph; what is well has none."""
    snapshot(f"explanation-{width or 'pipe'}", render(progress, Look(width=width)))


def test_nothing_flagged_needs_no_words(progress: PlanProgress) -> None:
    """Where all is well, nothing is explained."""
    assert render(replace(progress, objectives=()), Look()) == ""


def test_quiet_is_counted_from_the_day_that_is_named(explain: Explain) -> None:
    """The day and the number of days since then belong together."""
    indicator = {"review_every": 30}
    *_, quiet = explain(indicator, {"2024-04-03": 1}, "2024-07-01")
    assert "3 Apr" in quiet
    assert f"{(date(2024, 7, 1) - date(2024, 4, 3)).days} days" in quiet


def test_a_long_list_of_records_is_shortened(explain: Explain) -> None:
    """The twelve latest records are named, the earlier ones only counted."""
    went = {f"2024-01-{day:02}": 1 for day in range(1, 16)}
    first = explain({}, went, "2024-09-30")[0]
    assert first.startswith("Done: 15 people, from 15 records: 2024-01-04-record, ")
    assert first.endswith(", 2024-01-15-record and 3 earlier.")


def test_early_days_make_nothing_worse(explain: Explain) -> None:
    """In the first days it is said that the chance does not count yet."""
    told = explain({"target": {"at_least": 100}}, {}, "2024-01-10")
    assert told[-2:] == [
        "Chance of 100: 28 %. It has no effect before 5 % of the pace.",
        "With 2 more by now it would be on track.",
    ]


def test_on_pace_but_slowing(explain: Explain) -> None:
    """What is on pace is at risk if its pace has fallen off, and that is said."""
    went = {f"2024-01-{day:02}": 1 for day in range(1, 26)}
    told = explain({"target": {"at_least": 40}}, went, "2024-07-05")
    assert any("if the pace has fallen off" in text for text in told)


def test_each_better_status_is_told(explain: Explain) -> None:
    """What would change the status is told step by step, up to one that is no flag."""
    went = {"2024-03-01": 4, "2024-05-20": 2}
    told = explain(
        {"target": {"at_least": 20}}, went, "2024-07-01", flags={"behind_below": Decimal("0.2")}
    )
    assert told[-3:] == [
        "Chance of 20: 13 %. Below due, a chance under 20 % means behind.",
        "With 1 more by now it would be at risk.",
        "With 4 more by now it would be on track.",
    ]


def test_a_revision_is_told_with_both_targets(explain: Explain) -> None:
    """The old target, the new one and the reason are named, before its day and after it."""
    indicator = {
        "target": {"at_least": 12},
        "revisions": [
            {"on": "2024-07-01", "target": {"at_least": 24}, "reason": "more places."},
            {"on": "2025-01-01", "target": {"more_than": 5}, "reason": "fewer places"},
        ],
    }
    assert explain(indicator, {}, "2024-08-01")[1:3] == [
        "The target was 12; since 1 Jul it has been 24: more places.",
        "The target will be >5 instead of 24 from 1 Jan 2025 on: fewer places.",
    ]


def test_what_is_over_has_no_outlook(explain: Explain) -> None:
    """When the period is closed, or the target reached, there is nothing to forecast."""
    indicator = {"target": {"at_least": 4}}
    assert explain(indicator, {"2024-03-01": 3}, "2025-01-01") == [
        "Done: 3 people, from 1 record: 2024-03-01-record.",
        "Due: 4, for the period is over.",
    ]
    assert len(explain(indicator, {"2024-03-01": 4}, "2024-06-01")) == 2


def test_who_is_known_already_is_nothing_new(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    judge: Callable[[Plan, Iterable[Entry], str], PlanProgress],
) -> None:
    """A record without its approval brings nothing if all its people count by another one."""
    plan = make_plan({"target": {"at_least": 4}, "requires": ["approval"]})
    entries = [
        make_entry("2024-03-01", id="a", people=["Ada"], approval="U-1"),
        make_entry("2024-03-02", id="b", people=["Ada"]),
    ]
    (progress,) = judge(plan, entries, "2024-09-30").indicators
    told = [*sentences(plan, progress)]
    assert told[1] == "Provisional: nothing new, without approval, from 1 record: b."
