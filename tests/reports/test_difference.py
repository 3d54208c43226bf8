"""`diff`: what changed between two states, as a page."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oicekpi.domain.changes import Difference, Moved, State, compare
from oicekpi.domain.finding import Finding
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress
from oicekpi.domain.record import Entry
from oicekpi.reports.difference import Side, render
from oicekpi.reports.look import Look

Judge = Callable[[Plan, Iterable[Entry], str], PlanProgress]
OLD, NEW = Side("v1", "0123456789ab", ()), Side("the working tree", None, ())
DAY = "2024-10-15"


@pytest.fixture
def differ(make_plan: Callable[..., Plan], judge: Judge) -> Callable[..., Difference]:
    """Compare two lists of records by a plan of one indicator, or by one on either side."""

    def compared(
        before: list[Entry],
        after: list[Entry],
        *plans: dict[str, Any],
        day: str = DAY,
        doubtful: Iterable[str] = (),
    ) -> Difference:
        def state(entries: list[Entry], indicator: dict[str, Any]) -> State:
            plan = make_plan(indicator)
            return State({"2024": plan}, judge(plan, entries, day), tuple(entries))

        old, new = state(before, plans[0]), state(after, plans[-1])
        new = replace(new, doubtful=frozenset(doubtful))
        return compare("2024", date.fromisoformat(day), old, new)

    return compared


def table(difference: Difference, before: Side = OLD, after: Side = NEW) -> list[str]:
    """Write a difference as a table, and give its lines."""
    return render("table", difference, before, after, Look()).splitlines()


def test_what_moved_has_both_values(
    differ: Callable[..., Difference], make_entry: Callable[..., Entry]
) -> None:
    """A level that was read anew shows both values with the unit's decimals."""
    level = {"measure": "level", "of": ["reading"], "unit": "%", "target": {"at_least": 34}}
    first = make_entry("2024-03-01", kind="reading", value=30, id="a")
    second = make_entry("2024-04-01", kind="reading", value=35, id="b")
    lines = table(differ([first], [first, second], level))
    assert lines[:2] == [
        "What changed from v1 (01234567) to the working tree",
        "plan 2024, as of 2024-10-15: 1 indicator changed; records: 1 added",
    ]
    assert "▼ behind → ● quiet 197 d  30 → 35" in lines[4]
    assert lines[-1] == "+  added  b  reading for A1.part0: 35"


def test_a_target_that_changed_is_shown_with_its_unit(
    differ: Callable[..., Difference], make_entry: Callable[..., Entry]
) -> None:
    """Target and what is due are compared; an indicator without a target has none."""
    level = {"measure": "level", "of": ["reading"], "unit": "%"}
    entries = [make_entry("2024-03-01", kind="reading", value=30, id="a")]
    old, new = ({**level, "target": {"at_least": bound}} for bound in (34, 40))
    assert "34 % → 40 %  34 → 40" in table(differ(entries, entries, old, new))[4]
    assert "34 % → none" in table(differ(entries, entries, old, level))[4]
    stages = {
        "measure": "stages",
        "of": ["milestone"],
        "stages": [{"id": name, "title": name} for name in ("one", "two")],
    }
    assert "none → 2" in table(differ([], [], level, stages))[4]


def test_each_change_of_a_record_is_named(
    differ: Callable[..., Difference], make_entry: Callable[..., Entry]
) -> None:
    """Added, removed, changed, renamed, unreadable; lists are written as lists."""
    before = [
        make_entry("2024-03-01", id="gone", people=["Ada"], purpose="visit"),
        make_entry("2024-03-02", id="grown", people=["Ada", "Ben"]),
        make_entry("2024-03-03", id="old-name", people=["Cem"], note="the same in both"),
        make_entry("2024-03-04", id="hidden", people=["Dan"]),
        make_entry(
            "2024-03-05",
            id="2024-03-05-moved",
            people=["Eva"],
            purpose="a long visit",
            country="DE",
        ),
    ]
    after = [
        make_entry("2024-03-02", id="grown", people=["Ada"]),
        make_entry("2024-03-03", id="new-name", people=["Cem"], note="the same in both"),
        make_entry(
            "2024-03-06",
            id="2024-03-06-moved",
            people=["Eva"],
            purpose="a long visit",
            country="AT",
        ),
        make_entry("2024-05-09", kind="activity", id="talk", title="Talk"),
    ]
    difference = differ(before, after, {}, doubtful=["records/hidden.yaml"])
    told = {line.split()[2]: line for line in table(difference) if line[:1] in {*"+-~>?"}}
    assert told["gone"] == "-  removed     gone              trip for A1.part0: Ada: visit"
    assert told["grown"].endswith("people Ada, Ben → Ada")
    assert told["new-name"] == ">  renamed     new-name          was old-name"
    assert told["hidden"].endswith("its file has errors, which are listed below")
    assert told["2024-03-06-moved"].endswith(
        "was 2024-03-05-moved, date 2024-03-05 → 2024-03-06, country DE → AT"
    )
    assert told["talk"].endswith("activity for A1.part0: Talk")
    document = json.loads(render("json", difference, OLD, NEW, Look()))
    changes = {each["id"]: each for each in document["records"]}
    assert changes["grown"]["fields"] == {"people": {"before": ["Ada", "Ben"], "after": ["Ada"]}}
    assert changes["new-name"]["fields"] == {}


def test_a_rewritten_past_is_called_out(
    differ: Callable[..., Difference], make_entry: Callable[..., Entry]
) -> None:
    """A record of a closed period that was removed is a warning, in the table and in Markdown."""
    entries = [make_entry("2024-03-01", id="a"), make_entry("2024-03-02", id="b")]
    difference = differ(entries, entries[:1], {}, day="2025-02-01")
    assert "1 record of a closed period was deleted or rewritten" in table(difference)
    markdown = render("markdown", difference, OLD, NEW, Look())
    assert "\n> [!WARNING]\n> 1 record of a closed period was deleted or rewritten\n" in markdown
    assert "| removed | b | closed period |" in markdown


def test_a_broken_plan_is_not_compared(
    differ: Callable[..., Difference], make_entry: Callable[..., Entry]
) -> None:
    """Where a side's plan has errors, that is said, and its findings are listed by their side."""
    finding = Finding("plans/2024.yaml", 1, 1, "unexpected-file", {}, "record")
    difference = replace(differ([], [make_entry("2024-03-01")], {}), judged=False, moved=())
    lines = table(difference, replace(OLD, findings=(finding,)), replace(NEW, findings=(finding,)))
    assert "indicators are not compared, because the plan has errors; records: 1 added" in lines[1]
    assert "2 findings: the comparison may be incomplete" in lines
    assert [line.split(": ")[0] for line in lines[-2:]] == [
        "  v1:plans/2024.yaml:1:1",
        "  plans/2024.yaml:1:1",
    ]


def test_nothing_changed(differ: Callable[..., Difference]) -> None:
    """Two equal states differ in nothing; a name that is the commit is not told twice."""
    lines = table(differ([], [], {}), Side("0123", "0123456789ab", ()), Side(None, None, ()))
    assert lines == [
        "What changed from 0123 to the working tree",
        "plan 2024, as of 2024-10-15: 0 indicators changed; no record changed",
    ]


def test_new_and_removed_indicators_have_their_status(
    differ: Callable[..., Difference],
) -> None:
    """What only one side has is new or removed, and has no figures of the other side."""
    difference = differ([], [], {"target": {"at_least": 3}}, {"target": {"at_least": 4}})
    (moved,) = difference.moved
    new = replace(difference, moved=(Moved(None, moved.after),))
    gone = replace(difference, moved=(Moved(moved.before, None),))
    assert table(new)[4].endswith("new: ▼ behind")
    assert table(gone)[4].endswith("removed: ▼ behind")
    document = json.loads(render("json", gone, OLD, NEW, Look()))
    assert document["moved"][0]["after"] is None
