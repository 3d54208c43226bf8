"""The example workspaces have no findings, and their status is what a reader works out by hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from oicekpi.app import reading
from oicekpi.checks.survey import survey
from oicekpi.messages.catalogue import Severity
from oicekpi.reports import status
from oicekpi.reports.look import Look
from oicekpi.storage.workspace import Workspace

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
DAY: Final = date(2024, 9, 30)
VALUES: Final = {
    "university": {
        "S1.abroad": (33, "on-track"),  # expected: 28 + 6 * 274/366 = 32.49
        "S1.phd": (29, "behind"),  # 0.5 of the 4.1 points that are due
        "S1.incoming": (63, "achieved"),
        "S2.score": (Decimal("4.3"), "on-track"),
        "S2.days": (16, "at-risk"),  # 4 of the 7.49 days that are due
        "P1.renewed": (3, "on-track"),  # 4 are needed, of which 2.99 are due
    },
    "department": {
        "F1.funds": (Decimal(270_000), "on-track"),  # the step of 30 September is open that day
        "F1.travel": (Decimal("23900.25"), "on-track"),
        "Q1.centres": (74, "at-risk"),  # 77 since June
        "Q1.answered": (2, "at-risk"),  # 88 % in the third quarter, which ends today
        "Q1.complaints": (2, "on-track"),
        "Q1.load": (Decimal("18.6"), "at-risk"),
    },
}


@pytest.mark.parametrize("name", VALUES)
def test_an_example_is_valid_and_its_figures_are_right(
    name: str, snapshot: Callable[[str, str], None]
) -> None:
    """Each indicator shows one sort of target."""
    workspace = Workspace(EXAMPLES / name)
    assert {each.severity for each in survey(workspace, DAY).findings} <= {Severity.NOTE}
    result = reading.status(workspace, DAY, (), today=DAY)
    found = {each.indicator.id: (each.done, each.status.value) for each in result.whole.indicators}
    assert found == VALUES[name]
    look = Look(width=120, color=False, unicode=True)
    snapshot(name, status.render("table", result.whole, result.shown, result.findings, look))
