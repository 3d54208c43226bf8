"""Situations of real use in which a flag could be wrong, as `oicekpi status` shows them."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[[str, str], dict[str, Any]]

YEAR = "period: {start: 2024-01-01, end: 2024-12-31}"
PLAN = """\
title: A plan
{year}
sections:
  - id: A
    title: Abroad
    objectives:
      - id: A1
        title: People go abroad
        indicators:
          - {{id: A1.one, title: One trip, measure: people, of: [trip], target: {{at_least: 1}}}}
          - id: A1.autumn
            title: Two by autumn
            measure: people
            of: [trip]
            target: {{at_least: 4}}
            pace: {{checkpoints: {{2024-09-30: 2}}}}
          - id: A1.even
            title: Evenly
            measure: people
            of: [trip]
            target: {{at_least: {target}}}
          - id: A1.programme
            title: A programme
            measure: stages
            of: [milestone]
            stages:
              - {{id: drafted, title: Drafted, due: 2024-06-30}}
"""
FLAGGED = {"behind", "at-risk", "missed"}
MONTH_ENDS = [date(2024, month + 1, 1) - timedelta(days=1) for month in range(1, 12)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace with a plan and no records."""
    root = tmp_path / "flags"
    (root / "plans").mkdir(parents=True)
    (root / "records").mkdir()
    (root / "plans" / "2024.yaml").write_text(PLAN.format(year=YEAR, target=1))
    return root


@pytest.fixture
def ask(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask, years later, for the status of an indicator on a day."""
    monkeypatch.setattr("oicekpi.cli.clock.today", lambda: date(2026, 1, 1))

    def ask(indicator: str, day: str) -> dict[str, Any]:
        arguments = ("status", indicator, "--as-of", day, "--format", "json")
        code, out, err = run("--root", str(folder), *arguments)
        assert (code, err) == (0, "")
        return found(json.loads(out), indicator)

    return ask


def found(value: object, indicator: str) -> dict[str, Any]:
    """Return the part of a result that has this id."""
    if isinstance(value, dict):
        if value.get("id") == indicator:
            return value
        value = list(value.values())
    parts = (found(each, indicator) for each in value) if isinstance(value, list) else ()
    return next((part for part in parts if part), {})


def units(folder: Path, target: int, days: list[date]) -> None:
    """Write a plan for a target, and a trip on each day that brings its equal part of it."""
    (folder / "plans" / "2024.yaml").write_text(PLAN.format(year=YEAR, target=target))
    done = 0
    for number, day in enumerate(days, start=1):
        people = target * number // len(days) - done
        done += people
        if people:
            name = folder / "records" / f"{day}-trip.yaml"
            name.write_text(f"date: {day}\nkind: trip\nindicator: A1.even\npeople: {people}\n")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2024-06-30", "not-due"), ("2024-12-20", "at-risk"), ("2025-01-01", "missed")],
)
def test_the_only_unit_of_a_year_is_at_risk_before_it_is_missed(
    ask: Ask, day: str, status: str
) -> None:
    """It is flagged while it can still be reached."""
    assert ask("A1.one", day)["status"] == status


@pytest.mark.parametrize("target", [4, 12, 28, 100, 2000])
@pytest.mark.parametrize("lots", [4, 12])
def test_what_keeps_to_the_plan_is_never_flagged(
    ask: Ask, folder: Path, target: int, lots: int
) -> None:
    """Equal quarters or months, each on the last day when it falls due."""
    quarters = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
    units(folder, target, [*MONTH_ENDS, date(2024, 12, 31)] if lots == 12 else quarters)
    ends = [str(end) for end in (MONTH_ENDS if lots == 12 else quarters[:3])]
    assert FLAGGED.isdisjoint(ask("A1.even", end)["status"] for end in ends)


@pytest.mark.parametrize("target", [4, 12, 28, 100])
def test_units_on_their_days_are_never_flagged(ask: Ask, folder: Path, target: int) -> None:
    """Each unit comes on the day when it falls due."""
    days = [
        date(2024, 1, 1) + timedelta(days=-(-366 * number // target) - 1)
        for number in range(1, target + 1)
    ]
    units(folder, target, days)
    assert FLAGGED.isdisjoint(ask("A1.even", str(end))["status"] for end in MONTH_ENDS)


@pytest.mark.parametrize(
    ("day", "status", "due"),
    [("2024-08-31", "not-due", 0), ("2024-09-30", "at-risk", 0), ("2024-10-31", "behind", 2)],
)
def test_a_checkpoint_is_due_after_its_day(ask: Ask, day: str, status: str, due: int) -> None:
    """Nothing is due before; what is asked for is the checkpoint's number, by its day."""
    said = ask("A1.autumn", day)
    assert (said["status"], said["due"]) == (status, due)
    assert said["next"] == {"need": 2, "by": "2024-09-30"}


@pytest.mark.parametrize(("day", "words"), [("08-31", "2 by 30 Sep"), ("10-31", "2 since 30 Sep")])
def test_what_is_late_is_needed_since_its_day(run: Run, folder: Path, day: str, words: str) -> None:
    """A day that has passed is no day by which anything can be done."""
    out = run("--root", str(folder), "status", "A1.autumn", "--as-of", f"2024-{day}")[1]
    assert words in out


@pytest.mark.parametrize(
    ("indicator", "day", "status"),
    [
        ("A1.programme", "2024-06-30", "not-due"),
        ("A1.programme", "2024-07-01", "behind"),
        ("A1.one", "2024-12-31", "behind"),
        ("A1.one", "2025-01-01", "missed"),
    ],
)
def test_the_day_on_which_something_is_due_is_still_open(
    ask: Ask, indicator: str, day: str, status: str
) -> None:
    """A stage and a period are over on the day after their last one."""
    assert ask(indicator, day)["status"] == status


def test_before_the_period_there_is_no_chance(ask: Ask) -> None:
    """Nothing can be said of a plan that has not begun."""
    said = ask("A1.one", "2023-12-01")
    assert (said["status"], said["chance"], said["due"]) == ("not-due", None, 0)
