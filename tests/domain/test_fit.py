"""Whether a record fits a plan."""

from collections.abc import Callable
from datetime import date

import pytest

from oicekpi.domain import fit
from oicekpi.domain.fit import Fit
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry, Partial

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]


@pytest.fixture
def plan(make_plan: MakePlan) -> Plan:
    """A plan that counts people and partners on trips, and agreements."""
    return make_plan(
        {"id": "A1.staff"},
        {"id": "A2.partners", "measure": "partners"},
        {"id": "A2.agreements", "measure": "records", "of": ["agreement"]},
    )


@pytest.mark.parametrize(
    ("day", "fields", "codes"),
    [
        ("2024-04-12", {}, []),
        ("2024-04-12", {"indicator": "A9"}, ["unknown-indicator"]),
        ("2024-04-12", {"indicator": "A2.agreements"}, ["wrong-kind"]),
        ("2024-04-12", {"indicator": "A2.partners"}, ["needs-partner"]),
        ("2024-04-12", {"state": "cancelled"}, ["needs-reason"]),
        ("2025-04-12", {}, ["outside-period"]),
        ("2025-04-12", {"state": "planned"}, []),
        ("2025-04-12", {"state": "planned", "indicator": "A9"}, ["unknown-indicator"]),
        ("2026-04-12", {"state": "planned"}, ["outside-period"]),
    ],
)
def test_record_that_does_not_fit_does_not_count(
    plan: Plan, make_entry: MakeEntry, day: str, fields: dict[str, str], codes: list[str]
) -> None:
    """It needs a plan of its day that takes it; what is planned may wait for the next plan."""
    record = make_entry(day, **{"indicator": "A1.staff", **fields}).record
    assert [each.code for each in Fit({"2024": plan}).problems(record)] == codes


def test_record_that_waits_for_its_plan_is_told_of(plan: Plan, make_entry: MakeEntry) -> None:
    """The remark has the year to draft a plan for, until that plan is there."""
    record = make_entry("2025-04-12", indicator="A1.staff", state="planned").record
    (remark,) = Fit({"2024": plan}).remarks(record)
    assert (remark.code, remark.params["year"]) == ("waits-for-plan", "2025")
    assert Fit({"2024": plan}, complete=False).remarks(record) == []


def test_next_plan_names_its_source_among_several(
    plan: Plan, make_plan: MakePlan, make_entry: MakeEntry
) -> None:
    """`oicekpi next-plan` takes the plan of the day, which may be that of an academic year."""
    period = {"start": "2024-09-01", "end": "2025-08-31"}
    fit = Fit({"2024": plan, "2024 25": make_plan({"id": "S.staff"}, period=period)})
    planned = make_entry("2025-01-04", indicator="A1.staff", state="planned").record
    assert str(fit.awaited(planned)) == "2025 --from 2024"
    (problem,) = fit.problems(make_entry("2025-01-04", indicator="A1.staff").record)
    assert problem.said().help.endswith("`oicekpi next-plan 2025 --from 2024`")
    assert str(fit.next_plan(date(2025, 9, 1), "S.staff")) == "2025 --from '2024 25'"
    assert fit.next_plan(date(2025, 9, 1), "A9") is None
    assert str(Fit({"2024": plan}).awaited(planned)) == "2025"


# --- unknown indicators ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "near", "inside"),
    [("A1.stafff", "A1.staff", None), ("a2", None, ["A2.partners", "A2.agreements"])],
)
def test_an_unknown_indicator_comes_with_what_may_be_meant(
    plan: Plan, make_entry: MakeEntry, wanted: str, near: str | None, inside: list[str] | None
) -> None:
    """The nearest name, or the indicators of the objective that was named."""
    record = make_entry("2024-04-12", indicator=wanted).record
    (problem,) = Fit({"2024": plan}).problems(record)
    assert (problem.params["near"], problem.params["inside"]) == (near, inside)


def test_what_may_be_meant_is_looked_for_a_bounded_number_of_times(
    plan: Plan, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of unknown names in one run do not each search the plan."""
    searches = 0

    def counting(*_: object) -> None:
        nonlocal searches
        searches += 1

    monkeypatch.setattr(fit, "nearest", counting)
    judge = Fit({"2024": plan})
    entry = make_entry("2024-04-12", indicator=[f"Z{at}.staff" for at in range(100)])
    partial = Partial(entry, frozenset({"people"}))
    found = [judge.problems(entry.record), judge.of_partial(partial), judge.problems(entry.record)]
    assert [len(each) for each in found] == [100, 100, 100]
    assert searches == 200
