"""An import as a whole: whether it may be written."""

from datetime import date
from pathlib import Path

import pytest

from oicekpi.checks.importing import Import, judge
from oicekpi.checks.rows import Measure, Outcome
from oicekpi.checks.rules.rule import Context
from oicekpi.plan.store import read_all
from oicekpi.records.sheets.mapping import ColumnMapping, apply
from oicekpi.records.sheets.sheet import Sheet, Slip, read
from oicekpi.workspace import Workspace

ALL = {"kind": "trip", "indicator": "A1.staff"}
SLIP = Slip(2, "people", "no", "do")


@pytest.fixture
def measure(workspace_folder: Path) -> Measure:
    """Give what rows are held to where there is no plan and no record."""
    plans = read_all(Workspace(workspace_folder))
    return Measure(plans, lambda _: None, Context(workspace_folder, date(2024, 9, 30)), ())


def _sheet(text: str) -> Sheet:
    return read("trips.csv", text.encode())


@pytest.mark.parametrize(
    ("headers", "constants", "outcome", "sound"),
    [
        ("date,people", ALL, Outcome(), True),
        ("date,people", ALL, Outcome(warnings=[SLIP]), True),
        ("date,people,Who", ALL, Outcome(), False),
        ("people,note", ALL, Outcome(), False),
        ("date,people", ALL, Outcome(slips=[SLIP]), False),
    ],
    ids=["whole", "warning", "column that nobody speaks of", "field that nothing gives", "slip"],
)
def test_rows_may_be_written_where_nothing_is_open_and_nothing_wrong(
    headers: str, constants: dict[str, str], outcome: Outcome, *, sound: bool
) -> None:
    """It is all or nothing: one open column, missing field or slip keeps all rows out."""
    sheet = _sheet(f"{headers}\n{headers}\n")
    applied = apply(sheet, [("", ColumnMapping(constants=constants))])
    assert Import(sheet, applied, None, outcome).sound is sound


def test_rows_are_judged_once_every_field_that_they_need_is_given(measure: Measure) -> None:
    """Where one is missing from all rows, it is not told of each; what is no row is told."""
    sheet = _sheet("date,people\n2024-02-30,ann\n2024-03-01,ben,extra\n")
    (ragged,) = sheet.slips
    missing = apply(sheet, [("", ColumnMapping(constants={"kind": "trip"}))])
    assert judge(sheet, missing, measure, again=False) == Outcome(slips=(ragged,))
    whole = apply(sheet, [("", ColumnMapping(constants=ALL))])
    told = judge(sheet, whole, measure, again=False).slips
    assert [(slip.line, slip.header) for slip in told] == [(2, "date"), (3, "")]
