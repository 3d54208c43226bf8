"""The burn-up chart, readable without colour and in ASCII."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from rich.cells import cell_len

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress
from oicekpi.domain.record import Entry
from oicekpi.reports.charts import burn_up
from oicekpi.reports.drawing import of_chart as drawing
from oicekpi.reports.look import Look
from oicekpi.reports.render import lines

Draw = Callable[..., str]
Snapshot = Callable[[str, str], None]
FIFTEEN: dict[str, Any] = {"target": {"at_least": 15}}
WENT = {"2024-03-11": 2, "2024-05-20": 4, "2024-09-30": 1}


@pytest.fixture(scope="session")
def draw(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    judge: Callable[[Plan, Iterable[Entry], str], PlanProgress],
) -> Draw:
    """Draw the only indicator of a plan, of which some people went on some days."""

    def drawn(
        indicator: dict[str, Any],
        went: dict[str, int],
        as_of: str,
        look: Look,
        **keys: object,
    ) -> str:
        plan = make_plan(indicator, **keys)
        entries = [make_entry(day, people=people) for day, people in went.items()]
        (progress,) = judge(plan, entries, as_of).indicators
        chart = burn_up(plan, progress)
        assert chart is not None
        return lines(drawing(chart, look), look)

    return drawn


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("80", Look(width=80)),
        ("140", Look(width=140)),
        ("pipe", Look()),
        ("ascii", Look(width=80, unicode=False)),
        ("color", Look(width=60, color=True)),
    ],
)
def test_a_chart_shows_done_pace_fan_target_and_today(
    draw: Draw, snapshot: Snapshot, name: str, look: Look
) -> None:
    """Steps of what was done, the pace, the target's line, today, and the fan to the end."""
    snapshot(f"chart-{name}", draw(FIFTEEN, WENT, "2024-09-30", look))


@pytest.mark.parametrize(
    ("name", "indicator", "as_of"),
    [
        ("not-begun", FIFTEEN, "2023-12-01"),
        ("first-day", FIFTEEN, "2024-01-01"),
        ("closed", FIFTEEN, "2025-01-01"),
        ("tracked", {}, "2024-09-30"),
        ("achieved", {"target": {"at_least": 5}}, "2024-09-30"),
        ("thousands", {"target": {"at_least": 12_000}}, "2024-09-30"),
        (
            "windows",
            {"target": {"at_least": 8}, "pace": {"windows": [["2024-07-01", "2024-08-31"]]}},
            "2024-09-30",
        ),
    ],
)
def test_charts_of_sorts(
    draw: Draw, snapshot: Snapshot, name: str, indicator: dict[str, Any], as_of: str
) -> None:
    """Before the period, at its end, without a target, or past it, a chart is right."""
    snapshot(f"chart-{name}", draw(indicator, WENT, as_of, Look(width=60)))


def test_a_period_of_several_years_names_the_years(draw: Draw) -> None:
    """Where months would stand too close, the axis has the years where they begin."""
    years = {"start": "2023-03-01", "end": "2026-02-28"}
    axis = draw(FIFTEEN, WENT, "2024-09-30", Look(width=80), period=years).splitlines()[13]
    assert axis.split() == ["2023", "2024", "2025", "2026"]
    many = {"start": "2020-01-01", "end": "2029-12-31"}
    axis = draw(FIFTEEN, WENT, "2024-09-30", Look(width=34), period=many).splitlines()[13]
    assert axis.split() == ["2020", "2022", "2024", "2026", "2028"]
    assert len(axis) <= 34


def test_a_period_of_one_day_is_one_step(draw: Draw, snapshot: Snapshot) -> None:
    """A period of a day is drawn over the whole width."""
    period = {"start": "2024-02-29", "end": "2024-02-29"}
    text = draw(FIFTEEN, {"2024-02-29": 8}, "2024-02-29", Look(width=40), period=period)
    snapshot("chart-one-day", text)


def test_the_target_is_reached_only_when_it_is(draw: Draw) -> None:
    """The last of many units makes the difference between below the target's line and on it."""
    many = {"target": {"at_least": 1_000}}
    below, on = (draw(many, {"2024-01-01": n}, "2025-01-01", Look(width=60)) for n in (999, 1_000))
    assert "█" not in below.splitlines()[0]
    assert "█" in on.splitlines()[0]


@pytest.mark.parametrize("width", range(20, 130))
def test_a_chart_fits_or_is_left_out(draw: Draw, width: int) -> None:
    """A chart is as wide as the screen allows, and not there where it would be too small."""
    text = draw(FIFTEEN, WENT, "2024-09-30", Look(width=width))
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert bool(text) == (width >= 30)
