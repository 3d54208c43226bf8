"""Which plans a workspace has, and by which of them a day is judged."""

from datetime import date
from pathlib import Path

import pytest

from oicekpi.domain.plan import Period, Plan
from oicekpi.messages.failures import NoPlanError
from oicekpi.schema.plan_files import Plans, choose, read_all
from oicekpi.storage.workspace import Workspace

SOUND = """\
title: A plan
period: {start: 2024-01-01, end: 2024-12-31}
sections:
  - id: A
    title: Section
    objectives:
      - id: A1
        title: Objective
        indicators:
          - {id: A1.x, title: X, measure: records, of: [trip], target: {at_least: 3}}
"""


def year(number: int) -> Plan:
    """Make a plan of a year, with nothing in it."""
    return Plan(f"{number}", Period(date(number, 1, 1), date(number, 12, 31)), ())


def plans(sound: set[int], broken: set[str]) -> Plans:
    """Make the plans of some years, named after them, beside some that have errors."""
    return Plans("plans", {f"{each}": year(each) for each in sound}, frozenset(broken), ())


@pytest.mark.parametrize(
    ("sound", "broken", "day", "chosen"),
    [
        ({2023, 2024, 2025}, {"2026"}, "2024-05-01", "2024"),
        ({2023, 2024}, set(), "2026-05-01", "2024"),
        ({2023, 2024}, {"2020", "2025", "2022"}, "2026-05-01", "2025"),
        ({2023, 2024}, {"2020"}, "2026-05-01", "2024"),
        ({2027, 2028}, set(), "2026-05-01", "2027"),
        ({2027, 2028}, {"2024", "2026", "2029"}, "2026-05-01", "2026"),
        ({2027, 2028}, {"2029"}, "2026-05-01", "2027"),
        (set(), {"2020", "2021"}, "2026-05-01", "2021"),
    ],
)
def test_the_plan_of_the_day_is_chosen(
    sound: set[int], broken: set[str], day: str, chosen: str
) -> None:
    """It holds the day, or began last before it, or is the first; a broken one may be that."""
    name, plan = choose(plans(sound, broken), date.fromisoformat(day), None)
    assert name == chosen
    assert (plan is None) == (chosen in broken)


def test_a_plan_that_is_named_is_chosen() -> None:
    """Who names a plan gets it, whatever the day; a name that no plan has is refused."""
    held = plans({2023, 2024}, {"2025"})
    assert choose(held, date(2024, 5, 1), "2023")[1] == year(2023)
    assert choose(held, date(2024, 5, 1), "2025") == ("2025", None)
    with pytest.raises(NoPlanError):
        choose(held, date(2024, 5, 1), "2026")
    with pytest.raises(NoPlanError):
        choose(plans(set(), set()), date(2024, 5, 1), None)


def test_what_stands_beside_a_sound_plan_does_not_break_it(tmp_path: Path) -> None:
    """A copy under another ending is told, and the plan is sound all the same."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "2024.yaml").write_text(SOUND)
    (tmp_path / "plans" / "2024.yml").write_text(SOUND)
    (tmp_path / "plans" / "2025.yml").write_text(SOUND)
    held = read_all(Workspace(tmp_path))
    assert list(held.sound) == ["2024"]
    assert held.broken == {"2025"}
    assert [finding.path for finding in held.findings] == ["plans/2024.yml", "plans/2025.yml"]
