"""Two plans side by side."""

from collections.abc import Callable
from datetime import date

import pytest

from oicekpi.domain.comparison import Comparison, Pair, paired, points
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger

MakePlan = Callable[..., Plan]
MakeEntry = Callable[..., Entry]
EARLIER = {"period": {"start": "2023-01-01", "end": "2023-12-31"}}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-09-30", ("2023-09-30", "2024-09-30")),
        ("2023-09-30", ("2023-09-30", "2024-09-30")),
        ("2025-02-01", ("2024-01-01", "2025-02-01")),
        ("2022-02-01", ("2022-12-31", "2022-02-01")),
    ],
)
def test_day_of_one_plan_is_found_in_the_other(
    make_plan: MakePlan, day: str, expected: tuple[str, str]
) -> None:
    """A day of either period is one of both; after both periods, both are over."""
    found = points(date.fromisoformat(day), make_plan({}, **EARLIER), make_plan({}))
    assert found == tuple(map(date.fromisoformat, expected))


def test_plan_that_has_not_begun_is_compared_at_its_end_with_one_that_is_over(
    make_plan: MakePlan,
) -> None:
    """Between two plans the earlier one is over, and the later one is a projection."""
    later = make_plan({}, period={"start": "2024-03-01", "end": "2024-12-31"})
    found = points(date(2024, 2, 1), make_plan({}, **EARLIER), later)
    assert found == (date(2024, 2, 1), date(2025, 1, 1))


@pytest.fixture
def compare(make_plan: MakePlan, make_entry: MakeEntry) -> Callable[..., tuple[Pair, ...]]:
    """Compare 2023 with 2024, whose indicators have these keys; give the pairs."""

    def compare(
        old: list[dict[str, object]], new: list[dict[str, object]], **renamed: str
    ) -> tuple[Pair, ...]:
        sides = [make_plan(*old, **EARLIER), make_plan(*new)]
        entries = [make_entry("2023-03-01", people=2), make_entry("2024-03-01", people=5)]
        before, after = (
            of_plan("x", plan, Ledger(plan, entries), plan.period.end) for plan in sides
        )
        return paired(before, after, renamed)

    return compare


def ids(pairs: tuple[Pair, ...]) -> list[tuple[str | None, str | None]]:
    """Give the two ids of each pair."""
    return [(a.indicator.id if a else None, b.indicator.id if b else None) for a, b in pairs]


def test_indicators_are_matched_by_id(compare: Callable[..., tuple[Pair, ...]]) -> None:
    """What both have is one row, in the order of the later plan; what has gone is at the end."""
    pairs = compare([{"id": "a"}, {"id": "b"}], [{"id": "c"}, {"id": "b"}])
    assert ids(pairs) == [(None, "c"), ("b", "b"), ("a", None)]


def test_renamed_indicator_is_matched(compare: Callable[..., tuple[Pair, ...]]) -> None:
    """An id that was given to another indicator is matched only by its new name."""
    pairs = compare([{"id": "a"}, {"id": "b"}], [{"id": "a"}, {"id": "c"}], a="c")
    assert ids(pairs) == [(None, "a"), ("a", "c"), ("b", None)]


def test_change_is_what_more_is_done(compare: Callable[..., tuple[Pair, ...]]) -> None:
    """Five instead of two are three more."""
    (pair,) = compare([{}], [{}])
    assert (pair.change, pair.present) == (3, pair.after)


def test_there_is_no_change_between_different_measures(
    compare: Callable[..., tuple[Pair, ...]],
) -> None:
    """People are not compared with records, nor anything with nothing."""
    (pair,) = compare([{"measure": "records"}], [{}])
    assert pair.change is None
    assert compare([{"id": "a"}], [{"id": "b"}])[0].change is None
    level = {"id": "b", "measure": "level", "of": ["reading"], "target": {"at_least": 3}}
    assert compare([level], [level])[0].change is None


def test_comparison_can_be_narrowed(compare: Callable[..., tuple[Pair, ...]]) -> None:
    """Only the rows of some indicators are kept."""
    pairs = compare([{"id": "a"}, {"id": "b"}], [{"id": "a"}])
    side = pairs[0].present
    whole = Comparison(side, side, pairs)  # type: ignore[arg-type]  # the sides do not matter
    assert ids(whole.narrowed({"b"}).pairs) == [("b", None)]
