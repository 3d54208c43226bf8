"""Each example of docs/plan-guide.md passes `check`, and its status is right by hand calculation.

The day is 2024-07-01, the 183rd of 366: half of an even pace has passed.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from oicekpi.checks import loading
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import of_indicator
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.schema.reading import read_record
from oicekpi.storage.document import parse

GUIDE: Final = Path(__file__).parents[1] / "docs/plan-guide.md"
HEAD: Final = """\
title: A plan
period: {start: 2024-01-01, end: 2024-12-31}
sections:
  - id: G
    title: Guide
    objectives:
      - id: G1
        title: Guide
        indicators:
"""
Given = tuple[str, dict[str, Any]]
DAY: Final = date(2024, 7, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Read all examples of the guide as one plan."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    lines = "".join(blocks).splitlines()
    text = HEAD + "".join(f"          {line}\n" for line in lines)
    read, findings = loading.plan_of(parse("plans/2024.yaml", text.encode()))
    assert findings == []
    assert read is not None
    return read


def reading(day: str, value: str) -> Given:
    """Return a reading of a value."""
    return day, {"kind": "reading", "value": Decimal(value)}


def parts(day: str, numerator: int, denominator: int) -> Given:
    """Return a reading of two parts."""
    return day, {"kind": "reading", "numerator": numerator, "denominator": denominator}


def activity(day: str, **fields: Any) -> Given:  # noqa: ANN401 - of whatever type they are
    """Return an activity."""
    return day, {"kind": "activity", "title": "X", **fields}


def agreement(day: str, partner: str, **fields: Any) -> Given:  # noqa: ANN401 - the same
    """Return an agreement."""
    return day, {"kind": "agreement", "partner": partner, **fields}


TAGGED: Final = {"tags": ("summer-school",)}
EXAMPLES: Final[dict[str, tuple[list[Given], Number | None, Number | None, Number | None, str]]] = {
    # records; done, due, needed; status
    "staff": ([("2024-06-20", {"kind": "trip", "people": 8})], 8, 7, 15, "on-track"),
    "students": (
        [activity("2024-05-02", people=21, **TAGGED), activity("2024-05-03", people=9)],
        21, 10, 21, "achieved",
    ),
    "agreements": (
        [agreement("2024-05-02", "A"), agreement("2024-05-03", "B"), agreement("2024-05-04", "B")],
        3, 1, 3, "achieved",
    ),
    "partners": (
        [agreement(f"2024-06-{n:02}", "ABCDEEE"[n - 1], country="JP") for n in range(1, 8)]
        + [agreement("2024-06-09", "F", country="DE")],
        5, 5, 10, "on-track",
    ),
    "list": ([agreement("2024-05-02", f"P{n}") for n in range(38)], 38, 19, 38, "achieved"),
    "complaints": (
        [activity(f"2024-05-{n:02}", tags=("complaint",)) for n in range(1, 8)],
        7, None, 6, "missed",
    ),
    "programme": ([("2024-03-31", {"kind": "milestone", "stage": "chosen"})], 1, 1, 2, "on-track"),
    "funds": (
        [agreement("2024-02-01", "A", amount=60_000), agreement("2024-06-01", "B", amount=40_000)],
        100_000, 100_000, 200_000, "on-track",
    ),
    "travel": (
        [("2024-02-01", {"kind": "trip", "people": 1, "amount": Decimal("79999.99")})],
        Decimal("79999.99"), None, 80_000, "on-track",
    ),
    "abroad": ([parts("2024-06-30", 62, 200)], 31, 31, 34, "on-track"),
    "answers": (
        [parts("2024-03-31", 90, 100), parts("2024-06-30", 80, 100)], 85, 90, 90, "at-risk",
    ),
    "satisfaction": (
        [reading("2024-03-01", "4.5"), reading("2024-06-01", "4.1")],
        Decimal("4.1"), Decimal("4.2"), Decimal("4.2"), "at-risk",
    ),
    "days": ([reading("2024-06-01", "18")], 18, 15, 10, "behind"),
    "ratio-of-teachers": ([reading("2024-06-01", "19")], 19, 12, 12, "at-risk"),
    "centres": ([reading("2024-03-31", "75"), reading("2024-06-30", "74")], 74, 77, 80, "at-risk"),
    "talks": (
        [activity("2024-02-01"), activity("2024-03-01"), activity("2024-06-30")], 1, 2, 4, "missed",
    ),
    "quarters": ([("2024-03-01", {"kind": "application", "people": 5})], 5, 5, 12, "on-track"),
    "summer": ([], 0, 0, 30, "not-due"),
    "women": ([parts("2024-06-30", 9, 20)], 45, 40, 40, "on-track"),
    "visits": ([activity("2024-06-01")], 1, None, None, "tracked"),
}  # fmt: skip


def entries(indicator: str, given: list[Given]) -> Iterator[Entry]:
    """Read the records of an example."""
    for at, (day, fields) in enumerate(given):
        judged = read_record({"date": day, "indicator": indicator, **fields})
        assert judged.valid, judged.problems
        yield Entry(f"{at:03}", "records/x.yaml", None, judged.record)


def test_there_is_an_example_for_each_sentence(plan: Plan) -> None:
    """Twenty of them, and no other."""
    assert [*plan.indicators] == [f"G.{name}" for name in EXAMPLES]
    assert len(EXAMPLES) == 20


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_status_is_right_by_hand_calculation(name: str, plan: Plan) -> None:
    """What is done, due and needed is what a reader works out with a pencil."""
    given, done, due, needed, status = EXAMPLES[name]
    indicator = plan.indicators[f"G.{name}"]
    ledger = Ledger(plan, entries(indicator.id, given))
    found = of_indicator(plan, indicator, ledger, DAY)
    assert (found.done, found.due, found.needed, found.status.value) == (done, due, needed, status)
