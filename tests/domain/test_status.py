"""The status in one word, and which of two is graver."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.plan import Flags
from oicekpi.domain.status import EARLY, LATE, UNLIKELY, Status, of_count, of_stages, worst

LATER = Fraction(1, 2)
FLAGS = Flags(behind_below=0.5, slowing_below=0.25)
chances = st.floats(0, 1)
counts = st.integers(0, 30)


def judged(  # noqa: PLR0913 - the facts that a status rests on
    done: int,
    due: int,
    chance: float | None = 0.9,
    *,
    needed: int = 10,
    share: Fraction = LATER,
    closed: bool = False,
    slowing: bool = True,
) -> Status:
    """Judge a count of ten that are needed, in the middle of the year."""
    return of_count(
        reached=done >= needed,
        done=done,
        due=due,
        share=share,
        chance=chance,
        closed=closed,
        flags=FLAGS,
        slowing=slowing,
    )


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("done", [10, 11])
def test_reaching_what_is_needed_is_achieving_it(done: int, *, closed: bool) -> None:
    """Whoever has what is needed has achieved it, and more is never bad."""
    assert judged(done, 10, 1.0, closed=closed) is Status.ACHIEVED


def test_the_end_tells_what_was_missed() -> None:
    """What is not reached when the period closes is missed, however close."""
    assert judged(9, 10, 0.0, closed=True) is Status.MISSED
    assert judged(0, 0, 0.0, closed=True) is Status.MISSED


@pytest.mark.parametrize(("done", "fair"), [(0, Status.NOT_DUE), (1, Status.ON_TRACK)])
def test_nothing_is_missed_without_warning(done: int, fair: Status) -> None:
    """In the second half a miss that is nearly certain is a risk, also while nothing is due."""
    assert judged(done, 0, UNLIKELY, slowing=False) is fair
    assert judged(done, 0, UNLIKELY - 0.001, slowing=False) is Status.AT_RISK
    assert judged(done, 0, 0.0, share=LATE - Fraction(1, 1000), slowing=False) is fair


@pytest.mark.parametrize(
    ("chance", "status"),
    [(0.49, Status.BEHIND), (0.5, Status.AT_RISK), (0.9, Status.AT_RISK)],
)
def test_below_due_the_chance_tells_how_grave(chance: float, status: Status) -> None:
    """Below due, an indicator is behind where a miss is likely, and else at risk."""
    assert judged(4, 5, chance) is status


@pytest.mark.parametrize(("chance", "status"), [(0.24, Status.AT_RISK), (0.25, Status.ON_TRACK)])
def test_on_pace_but_slowing_is_at_risk(chance: float, status: Status) -> None:
    """On pace, an indicator is at risk where its pace has fallen off and a miss is likely."""
    assert judged(5, 5, chance) is status
    assert judged(1, 0, chance) is status


@given(st.floats(UNLIKELY, 1))
def test_on_pace_and_not_slowing_is_on_track(chance: float) -> None:
    """On pace, a low chance alone is no risk: the recent pace must have fallen off too."""
    assert judged(5, 5, chance, slowing=False) is Status.ON_TRACK


def test_the_first_days_are_never_red() -> None:
    """Before a twentieth of the pace has passed, nothing is behind, however many are due."""
    early = EARLY - Fraction(1, 1000)
    assert judged(0, 5, 0.0, needed=100, share=early) is Status.AT_RISK
    assert judged(5, 5, 0.0, needed=100, share=early) is Status.ON_TRACK
    assert judged(0, 5, 0.0, needed=100, share=EARLY) is Status.BEHIND
    assert judged(5, 5, 0.0, needed=100, share=EARLY) is Status.AT_RISK


@given(counts, counts, counts, chances, chances, st.booleans())
def test_more_is_never_graver(  # noqa: PLR0913, PLR0917 - Hypothesis fills them
    done: int,
    more: int,
    due: int,
    one: float,
    other: float,
    closed: bool,  # noqa: FBT001 - the same
) -> None:
    """With more done and a higher chance, once anything was done, no status is graver."""
    low, high = sorted((one, other))
    before = judged(done + 1, due, low, needed=31, closed=closed)
    after = judged(done + 1 + more, due, high, needed=31, closed=closed)
    assert before.at_least_as_grave_as(after)


# --- stages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "due", "closed", "status"),
    [
        (3, 3, False, Status.ACHIEVED),
        (3, 3, True, Status.ACHIEVED),
        (2, 3, True, Status.MISSED),
        (1, 2, False, Status.BEHIND),
        (2, 2, False, Status.ON_TRACK),
        (1, 0, False, Status.ON_TRACK),
        (0, 0, False, Status.NOT_DUE),
    ],
)
def test_stages_are_judged_by_their_dates(
    done: int, due: int, status: Status, *, closed: bool
) -> None:
    """Stages are achieved at the last, and behind when one whose date has passed is not reached."""
    assert of_stages(done=done, needed=3, due=due, closed=closed) is status


# --- ranks ----------------------------------------------------------------------------------------


def test_the_statuses_have_ranks() -> None:
    """From the gravest: missed, behind, at risk, on track, not due, achieved, tracked."""
    assert [status.value for status in Status] == [
        "missed",
        "behind",
        "at-risk",
        "on-track",
        "not-due",
        "achieved",
        "tracked",
    ]
    assert Status.MISSED.at_least_as_grave_as(Status.BEHIND)
    assert Status.BEHIND.at_least_as_grave_as(Status.BEHIND)
    assert not Status.AT_RISK.at_least_as_grave_as(Status.BEHIND)


def test_three_statuses_are_flags() -> None:
    """Missed, behind and at risk call for a look; the others do not."""
    flagged = {status for status in Status if status.flagged}
    assert flagged == {Status.MISSED, Status.BEHIND, Status.AT_RISK}


@given(st.lists(st.sampled_from(Status), min_size=1))
def test_the_worst_is_as_grave_as_any(statuses: list[Status]) -> None:
    """The worst of several is one of them, and none of them is graver."""
    assert worst(statuses) in statuses
    assert all(worst(statuses).at_least_as_grave_as(each) for each in statuses)
