"""What the tests of all floors share."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from oicekpi.plan.model import PLAN, Plan
from oicekpi.progress.standing import PlanStanding, of_plan
from oicekpi.progress.tally import Ledger
from oicekpi.records.model import RECORD
from oicekpi.records.store import Entry


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `pytest --remake` write the expected outputs anew; the diff says if they are right."""
    parser.addoption("--remake", action="store_true", help="write expected outputs anew")


# --- plans and records in memory, for the floors above the files ----------------------------------


def _frozen(value: object) -> object:
    """Turn all lists into tuples, as the reader of YAML does."""
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(_frozen(each) for each in value) if isinstance(value, list | tuple) else value


def _make_plan(*indicators: dict[str, Any], **keys: object) -> Plan:
    parts = [
        {"id": f"A1.part{at}", "title": "Staff abroad", "counts": "people", "of": ["trip"], **each}
        for at, each in enumerate(indicators)
    ]
    objective = {"id": "A1", "title": "Staff learn abroad", "indicators": parts}
    document: dict[str, object] = {
        "title": "A plan",
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "sections": [{"id": "A", "title": "Management", "objectives": [objective]}],
        **keys,
    }
    return PLAN.validate_python(_frozen(document))


def _make_entry(day: str, indicator: str | list[str] = "A1.part0", **fields: object) -> Entry:
    identity = str(fields.pop("id", f"{day}-record"))
    facts = {"date": day, "kind": "trip", "indicator": indicator, **fields}
    if facts["kind"] in {"trip", "application", "appointment"}:
        facts.setdefault("people", 1)
    record = RECORD.validate_python(_frozen(facts))
    return Entry(identity, f"records/{identity}.yaml", None, record)


def _judge(plan: Plan, entries: Iterable[Entry], as_of: str) -> PlanStanding:
    ledger = Ledger(plan)
    for entry in entries:
        ledger.add(entry)
    return of_plan("2024", plan, ledger, date.fromisoformat(as_of))


@pytest.fixture(scope="session")
def make_plan() -> Callable[..., Plan]:
    """Make a plan of one objective from the keys of its indicators, which have defaults.

    The indicators are `A1.part0`, `A1.part1` and so on, and count people on trips.
    """
    return _make_plan


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    """Make a record, by default a trip of one person for `A1.part0`, from its day and fields."""
    return _make_entry


@pytest.fixture(scope="session")
def judge() -> Callable[[Plan, Iterable[Entry], str], PlanStanding]:
    """Judge a plan by records on a day."""
    return _judge
