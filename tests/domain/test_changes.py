"""What changed from one state to another."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from oicekpi.domain.changes import Difference, Moved, State, compare, turned
from oicekpi.domain.pairing import Change
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status

TARGET = {"target": {"at_least": 4}}
MakeState = Callable[..., State]
MakeEntry = Callable[..., Entry]


@pytest.fixture
def state(
    make_plan: Callable[..., Plan], judge: Callable[[Plan, Iterable[Entry], str], PlanProgress]
) -> MakeState:
    """Make a state of the plan with these indicators and records, judged in the middle of 2024."""

    def make(*entries: Entry, plan: Plan | None = None, as_of: str = "2024-07-01") -> State:
        held = plan or make_plan(TARGET)
        return State({"2024": held}, judge(held, entries, as_of), entries)

    return make


def differ(before: State, after: State, as_of: str = "2024-07-01") -> Difference:
    """Compare two states by the plan of 2024."""
    return compare("2024", date.fromisoformat(as_of), before, after)


def test_equal_states_differ_in_nothing(state: MakeState, make_entry: MakeEntry) -> None:
    """A state is not different from itself."""
    one = state(make_entry("2024-02-01"))
    assert differ(one, one) == Difference(
        "2024", date(2024, 7, 1), judged=True, moved=(), records=()
    )


def test_a_progress_moves_with_its_records(state: MakeState, make_entry: MakeEntry) -> None:
    """The progress before and after are both given, and the record that made the difference."""
    found = differ(state(), state(make_entry("2024-02-01", people=3)))
    (moved,) = found.moved
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.status, moved.after.status) == (Status.BEHIND, Status.ON_TRACK)
    assert (moved.before.count.done, moved.after.count.done) == (0, 3)
    assert [change.change for change in found.records] == [Change.CAME]
    assert found.number(Change.CAME) == 1


def test_indicators_come_and_go_with_the_plan(
    state: MakeState, make_plan: Callable[..., Plan]
) -> None:
    """What only one plan has, has no progress in the other; those of today's plan come first."""
    old = make_plan({"id": "A1.old", **TARGET}, {"id": "A1.both"})
    new = make_plan({"id": "A1.both"}, {"id": "A1.new", **TARGET})
    found = differ(state(plan=old), state(plan=new))
    assert [
        (each.before and each.before.indicator.id, each.after and each.after.indicator.id)
        for each in found.moved
    ] == [(None, "A1.new"), ("A1.old", None)]


def test_a_state_without_the_plan_has_no_indicators(
    state: MakeState, make_entry: MakeEntry
) -> None:
    """Where the plan is not there yet, all its indicators are new."""
    found = differ(State({}, None, ()), state(make_entry("2024-02-01")))
    assert found.judged
    assert [each.before for each in found.moved] == [None]


def test_where_a_plan_is_broken_nothing_is_said_of_indicators(
    state: MakeState, make_entry: MakeEntry
) -> None:
    """A plan that cannot be read is not one that was deleted; the records are still compared."""
    found = differ(state(), State({}, None, (make_entry("2024-02-01"),), unknown=True))
    assert not found.judged
    assert found.moved == ()
    assert found.number(Change.CAME) == 1


def test_a_record_in_a_file_with_findings_did_not_go(
    state: MakeState, make_entry: MakeEntry
) -> None:
    """What can no longer be read may still be there, and is told as such."""
    entry = make_entry("2024-02-01")
    held = state()
    doubtful = State(held.plans, held.progress, (), doubtful=frozenset({entry.path}))
    found = differ(state(entry), doubtful)
    assert (found.number(Change.UNREADABLE), len(found.records)) == (1, 1)
    assert differ(doubtful, state(entry)).number(Change.CAME) == 1


@pytest.mark.parametrize(("as_of", "rewritten"), [("2024-12-31", 0), ("2025-01-01", 3)])
def test_deleted_and_rewritten_records_of_a_closed_period_are_called_out(
    as_of: str, rewritten: int, state: MakeState, make_entry: MakeEntry
) -> None:
    """Once the period is over, a record that goes or changes may have been reported already.

    One that comes or is renamed is not called out, nor one that left the period's days alone.
    """
    before = [
        make_entry("2024-02-01", id="2024-02-01-changed", people=2),
        make_entry("2024-02-02", id="2024-02-02-moved-out", people=3),
        make_entry("2024-02-03", id="2024-02-03-renamed", people=4),
        make_entry("2024-02-04", id="2024-02-04-went", people=5),
        make_entry("2025-02-01", id="2025-02-01-later", people=6),
    ]
    after = [
        make_entry("2024-02-01", id="2024-02-01-changed", people=9),
        make_entry("2025-02-02", id="2025-02-02-moved-out", people=3),
        make_entry("2024-02-03", id="2024-02-03-other-name", people=4),
        make_entry("2024-02-05", id="2024-02-05-came", people=7),
    ]
    found = differ(state(*before, as_of=as_of), state(*after, as_of=as_of), as_of)
    called_out = [change.entry.id for change in found.records if change.rewrites]
    expected = ["2024-02-01-changed", "2024-02-04-went", "2025-02-02-moved-out"]
    assert found.rewritten == rewritten
    assert called_out == (expected if rewritten else [])


def test_what_only_time_changes_has_not_turned(
    make_plan: Callable[..., Plan], make_entry: MakeEntry, judge: Callable[..., PlanProgress]
) -> None:
    """More due is no news; another status, or something done or provisional, is."""
    plan, one = make_plan(TARGET), make_entry("2024-02-01", people=4)

    def on(day: str, *entries: Entry) -> Progress:
        (progress,) = judge(plan, entries, day).indicators
        return progress

    early, late = on("2024-03-01", one), on("2024-07-01", one)
    assert [*turned([(early, late)])] == []
    begun, behind = on("2024-01-01"), on("2024-07-01")
    assert [*turned([(early, late), (begun, behind)])] == [Moved(begun, behind)]
    assert [*turned([(behind, late)])] == [Moved(behind, late)]
