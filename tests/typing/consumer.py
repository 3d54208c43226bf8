"""A small program of somebody else that uses `oicekpi.app`; mypy accepts it in strict mode."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from oicekpi import app


def late(folder: Path, day: date) -> dict[str, str]:
    """Return the status of each indicator that is behind, by its id."""
    result = app.status(app.open_workspace(folder), day)
    return {
        each.indicator.id: f"{each.status}: {each.done}"
        for each in result.shown.indicators
        if each.status == "behind"
    }


def problems(folder: Path, day: date) -> list[str]:
    """Return the places of all findings."""
    report = app.check(app.open_workspace(folder), day)
    return [f"{each.path}: {each.code}" for each in report.findings]


def propose_trip(folder: Path, day: date, people: list[str], cost: Decimal) -> str:
    """Return the path that a new record would have."""
    content = app.Content(app.open_workspace(folder), day)
    fields = {
        "date": day.isoformat(),
        "kind": "trip",
        "indicator": "A1.staff",
        "people": people,
        "amount": str(cost),
    }
    path: str = app.propose(content, fields).path
    return path
