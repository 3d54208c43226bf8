"""What would be wrong with a record that is about to be written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oicekpi.checks import candidate, loading
from oicekpi.checks.loading import Plans
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry
from oicekpi.storage.workspace import Workspace
from tests.checks.test_loading import PLAN
from tests.plans import GOOD

DAY = date(2024, 10, 1)
TRIP: dict[str, Any] = {"date": "2024-03-01", "kind": "trip", "indicator": "A1.staff", "people": 2}


@pytest.fixture
def plans(workspace_folder: Path) -> Plans:
    """A plan that counts people, partners and records."""
    (workspace_folder / "plans" / "2024.yaml").write_text(PLAN)
    return loading.read_plans(Workspace(workspace_folder)).plans


@pytest.fixture
def context(workspace_folder: Path) -> Context:
    """The day on which records are written."""
    return Context(workspace_folder, DAY)


def found(problems: list[Problem]) -> list[tuple[object, str]]:
    """Return the field and the code of each problem."""
    return [(each.where[0] if each.where else "", each.code) for each in problems]


def test_a_record_that_fits_may_be_written(plans: Plans) -> None:
    """The fields become the record that will be read."""
    judged = candidate.judge(plans, TRIP)
    assert judged.record is not None
    assert judged.record.date == date(2024, 3, 1)
    assert judged.problems == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"people": 0, "country": "UK"}, [("people", "bad-people"), ("country", "bad-country")]),
        ({"indicator": "A2.partners"}, [("partner", "needs-partner")]),
        (
            {"people": 0, "indicator": "A9.staff"},
            [("people", "bad-people"), ("indicator", "unknown-indicator")],
        ),
        (
            {"people": 0, "date": "2031-04-12"},
            [("people", "bad-people"), ("date", "outside-period")],
        ),
        (
            {"people": 0, "indicator": "A2.agreements"},
            [("people", "bad-people"), ("indicator", "wrong-kind")],
        ),
        (
            {"indicator": "A2.partners", "country": "UK"},
            [("country", "bad-country"), ("partner", "needs-partner")],
        ),
        ({"indicator": "A2.partners", "partner": ""}, [("partner", "empty-text")]),
        (
            {"state": "cancelled", "country": "UK"},
            [("country", "bad-country"), ("state", "needs-reason")],
        ),
        ({"state": "canceled"}, [("state", "unknown-value")]),
        (
            {"indicator": ("A9.staff", "A 1"), "people": ("13800138000", "x@y.org", "")},
            [("indicator", "bad-id"), ("people", "bad-people"), ("indicator", "unknown-indicator")],
        ),
        ({"kind": "trp", "indicator": "A2.partners"}, [("kind", "unknown-value")]),
        (
            {"date": "soon", "indicator": ("A9.staff", "A2.partners")},
            [
                ("date", "bad-date"),
                ("indicator", "unknown-indicator"),
                ("partner", "needs-partner"),
            ],
        ),
        ({"date": "2031-04-12"}, [("date", "outside-period")]),
        ({"state": "cancelled"}, [("state", "needs-reason")]),
    ],
)
def test_what_plan_and_record_say_is_reported_beside_errors_of_fields(
    plans: Plans, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each wrong field, and whatever the plan says to those that are right."""
    judged = candidate.judge(plans, TRIP | fields)
    assert judged.record is None
    assert found(judged.problems) == expected


def test_while_a_plan_cannot_be_read_what_it_may_say_is_not_guessed(plans: Plans) -> None:
    """Of a record whose date is wrong, or in no plan, a broken plan may have the indicator."""
    unclear = Plans("plans", plans.sound, frozenset({"2025"}))
    for day, codes in (("soon", ["bad-date", "bad-people"]), ("2025-04-12", ["bad-people"])):
        fields = TRIP | {"date": day, "indicator": "A9.staff", "people": 0}
        assert [each.code for each in candidate.judge(unclear, fields).problems] == codes
    assert candidate.judge(unclear, TRIP | {"date": "2025-04-12"}).record is not None


def test_of_two_plans_only_what_both_say_is_reported_while_the_date_is_wrong(
    plans: Plans, make_plan: Callable[..., Any]
) -> None:
    """The date may be of either."""
    other = make_plan({"id": "A2.partners", "measure": "people"})
    both = Plans("plans", {**plans.sound, "other": other})
    problems = candidate.judge(both, TRIP | {"date": "soon", "indicator": "A2.partners"}).problems
    assert found(problems) == [("date", "bad-date")]
    problems = candidate.judge(both, TRIP | {"date": "soon", "indicator": ("A8", "A9")}).problems
    assert [each.code for each in problems] == ["bad-date"] + ["unknown-indicator"] * 2


def test_a_record_of_two_plans_of_one_day_may_serve_both(
    plans: Plans, make_plan: Callable[..., Any]
) -> None:
    """It is judged by the indicators of either."""
    both = Plans("plans", {**plans.sound, "other": make_plan({"id": "P.staff"})})
    fields = TRIP | {"indicator": ("A1.staff", "P.staff")}
    assert candidate.judge(both, fields).record is not None


# --- rules ----------------------------------------------------------------------------------------


def test_rules_judge_a_new_record_beside_the_others(
    make_entry: Callable[..., Entry], context: Context
) -> None:
    """What compares records sees the new one; what is wrong with the others is not reported."""
    others = [
        make_entry("2024-04-12", id="1", people=["a"]),
        make_entry("2024-04-12", id="2", people=["a"]),
        make_entry("2024-04-13", id="3", state="planned"),
    ]
    record = make_entry("2024-04-12", people=["a"], evidence=["a.pdf"]).record
    problems = candidate.by_rules_alone(record, others, context)
    assert found(problems) == [("evidence", "evidence-missing"), ("date", "possible-duplicate")]


def test_new_records_are_judged_beside_each_other(
    make_entry: Callable[..., Entry], context: Context
) -> None:
    """Two rows of a sheet may be one event; the second is named, with the first."""
    new = [
        Entry("", f"line {at}", None, make_entry("2024-04-12", people=["a"]).record)
        for at in (2, 3)
    ]
    ((entry, problem),) = candidate.by_rules(new, [], context)
    assert (entry.path, problem.params["file"]) == ("line 3", "line 2")


def test_only_errors_of_rules_keep_a_record_from_being_written(
    plans: Plans, context: Context
) -> None:
    """A warning does not; an error does, also while fields are missing."""
    fields = TRIP | {"evidence": ("missing.pdf", "../outside.pdf")}
    assert found(candidate.refusals(plans, fields, context)) == [("evidence", "evidence-outside")]
    del fields["people"]
    assert found(candidate.refusals(plans, fields, context)) == [
        ("people", "missing-key"),
        ("evidence", "evidence-outside"),
    ]


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, []),
        (GOOD + "note: *a\n", [(5, "yaml-feature")]),
        (GOOD + "country: Germany\n", [(5, "bad-country")]),
        (GOOD.replace("A1.staff", "A1.staf"), [(3, "unknown-indicator")]),
        (
            GOOD.replace("A1.staff", "A1.staf") + "contry: Germany\n",
            [(3, "unknown-indicator"), (5, "unknown-key"), (5, "bad-country")],
        ),
        ("date: [\n", [(2, "yaml-syntax")]),
    ],
)
def test_a_file_is_examined_before_it_is_changed(
    plans: Plans, text: str, expected: list[tuple[int, str]]
) -> None:
    """What would be wrong with its new content is found as `check` would find it."""
    findings = candidate.examine(plans, "records/2024-03-01-x.yaml", text.encode())
    assert [(each.line, each.code) for each in findings] == expected


# --- which indicator is meant ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "kind", "meant"),
    [
        ("a1.STAFF", "trip", "A1.staff"),
        ("A1", "trip", "A1.staff"),
        ("a2", "trip", "A2.partners"),
        ("a1.STAFF", None, "A1.staff"),
        ("a2", None, "A2"),
    ],
)
def test_an_indicator_is_found_by_its_objective_where_one_fits(
    plans: Plans, wanted: str, kind: str | None, meant: str
) -> None:
    """An id is taken in any case; without a kind, an objective stays what it is."""
    assert candidate.resolve(plans.sound["2024"], wanted, kind) == meant


@pytest.mark.parametrize(
    ("wanted", "kind", "meant"),
    [
        ("partners", "trip", "A2.partners"),
        ("Staff learn abroad", "trip", "A1.staff"),
        ("Staff learn abroad", None, "A1"),
        ("项目（协议）", "agreement", "A2.agreements"),
        ("agreements", "agreement", "A2.agreements"),
        ("同名", "trip", None),
    ],
)
def test_an_indicator_may_be_named_by_its_title(
    workspace_folder: Path, wanted: str, kind: str | None, meant: str | None
) -> None:
    """In either language, in any case and width; one that two have names neither."""
    text = PLAN.replace("title: Agreements", "title: {en: Agreements, zh: 项目(协议)}")
    text = text.replace("title: Staff,", "title: {en: Staff, zh: 同名},")
    text = text.replace("title: Partners,", "title: {en: Partners, zh: 同名},")
    (workspace_folder / "plans" / "2024.yaml").write_text(text, "utf-8")
    plan = loading.read_plans(Workspace(workspace_folder)).plans.sound["2024"]
    found = candidate.resolve(plan, wanted, kind)
    assert (None if isinstance(found, Problem) else found) == meant


@pytest.mark.parametrize(
    ("wanted", "kind", "case", "params"),
    [
        ("zzz", None, "", {"near": None, "kind": None}),
        ("A1.staf", "trip", "", {"near": "A1.staff"}),
        ("zzz", "agreement", "", {"fitting": ["A2.partners", "A2.agreements"]}),
        ("A2", "agreement", "several", {"inside": ["A2.partners", "A2.agreements"]}),
        ("A1", "activity", "no-taker", {"value": "A1", "kind": "activity"}),
    ],
)
def test_an_indicator_that_is_not_clear_is_a_problem(
    plans: Plans, wanted: str, kind: str | None, case: str, params: dict[str, object]
) -> None:
    """Nothing is guessed: the message names those that can be meant."""
    problem = candidate.resolve(plans.sound["2024"], wanted, kind)
    assert isinstance(problem, Problem)
    assert problem.case == case
    assert problem.params.items() >= params.items()
    assert problem.said().help
