"""An import as a whole: whether it may be written."""

from datetime import date
from pathlib import Path

import pytest

from oicekpi.app.importing.judging import Import, judge
from oicekpi.app.importing.mapping import ColumnMapping, apply
from oicekpi.app.importing.rows import Basis, Outcome
from oicekpi.checks.loading import read_plans
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Problem
from oicekpi.storage.sheets.delimited import read
from oicekpi.storage.sheets.sheet import RowProblem, Sheet
from oicekpi.storage.workspace import Workspace

ALL = {"kind": "trip", "indicator": "A1.staff"}
PROBLEM = RowProblem(2, "people", Problem(("people",), "bad-people", {}, "empty"))


@pytest.fixture
def basis(workspace_folder: Path) -> Basis:
    """Give what rows are held to where there is no plan and no record."""
    plans = read_plans(Workspace(workspace_folder)).plans
    return Basis(plans, lambda _: None, Context(workspace_folder, date(2024, 9, 30)), ())


def _sheet(text: str) -> Sheet:
    return read("trips.csv", text.encode())


@pytest.mark.parametrize(
    ("headers", "constants", "outcome", "sound"),
    [
        ("date,people", ALL, Outcome(), True),
        ("date,people", ALL, Outcome(warnings=[PROBLEM]), True),
        ("date,people,Who", ALL, Outcome(), False),
        ("people,note", ALL, Outcome(), False),
        ("date,people", ALL, Outcome(problems=[PROBLEM]), False),
    ],
    ids=["whole", "warning", "column that nobody speaks of", "field that nothing gives", "problem"],
)
def test_rows_may_be_written_where_nothing_is_open_and_nothing_wrong(
    headers: str, constants: dict[str, str], outcome: Outcome, *, sound: bool
) -> None:
    """It is all or nothing: one open column, missing field or slip keeps all rows out."""
    sheet = _sheet(f"{headers}\n{headers}\n")
    applied = apply(sheet, [("", ColumnMapping(constants=constants))])
    assert Import(sheet, applied, None, outcome).sound is sound


def test_rows_are_judged_once_every_field_that_they_need_is_given(basis: Basis) -> None:
    """Where one is missing from all rows, it is not told of each; what is no row is told."""
    sheet = _sheet("date,people\n2024-02-30,ann\n2024-03-01,ben,extra\n")
    (ragged,) = sheet.problems
    missing = apply(sheet, [("", ColumnMapping(constants={"kind": "trip"}))])
    assert judge(sheet, missing, basis, allow_duplicates=False) == Outcome(problems=(ragged,))
    whole = apply(sheet, [("", ColumnMapping(constants=ALL))])
    told = judge(sheet, whole, basis, allow_duplicates=False).problems
    assert [(each.line, each.header) for each in told] == [(2, "date"), (3, "")]
