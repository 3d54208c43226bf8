"""Levels and ratios: what is expected now, and how a reading is judged by it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oicekpi.domain.progress import Next, Progress
from oicekpi.domain.status import Status

Stand = Callable[..., Progress]
Drawn = dict[str, Any]

END = date(2023, 12, 31)
YEAR = {"period": {"start": "2023-01-01", "end": "2023-12-31"}}
"""A year of 365 days: 73 days are a fifth of it."""
FIFTH, TWO_FIFTHS, FOUR_FIFTHS = "2023-03-14", "2023-05-26", "2023-10-19"


def level(**keys: object) -> Drawn:
    """Return the keys of an indicator that is a level."""
    return {"measure": "level", "of": ["reading"], **keys}


def ratio(**keys: object) -> Drawn:
    """Return the keys of an indicator that is a ratio."""
    return {"measure": "ratio", "of": ["reading"], **keys}


def reading(day: str, value: object) -> Drawn:
    """Return a reading of a value, or of two parts."""
    if isinstance(value, tuple):
        return {"day": day, "kind": "reading", "numerator": value[0], "denominator": value[1]}
    return {"day": day, "kind": "reading", "value": value}


# --- what is expected now -------------------------------------------------------------------------

FROM_20_TO_30 = level(baseline={"value": 20}, target={"at_least": 30})


@pytest.mark.parametrize(
    ("day", "due"),
    [(FIFTH, 22), (TWO_FIFTHS, 24), (FOUR_FIFTHS, 28), ("2023-12-31", 30), ("2024-01-01", 30)],
)
def test_expected_is_the_line_from_the_baseline_to_the_target(
    stand: Stand, day: str, due: int
) -> None:
    """Two fifths of the year expect two fifths of the way."""
    assert stand(FROM_20_TO_30, [], day, **YEAR).due == due


def test_the_line_follows_the_pace(stand: Stand) -> None:
    """With windows it rises in them alone; breaks are left out."""
    window = {"windows": [["2023-07-01", "2023-07-10"]]}
    paced = level(baseline={"value": 20}, target={"at_least": 30}, pace=window)
    days = ("2023-06-30", "2023-07-05", "2023-07-10", "2023-12-01")
    assert [stand(paced, [], day, **YEAR).due for day in days] == [20, 25, 30, 30]


def test_without_a_baseline_the_target_itself_is_expected(stand: Stand) -> None:
    """From the first day on."""
    found = stand(level(target={"at_least": 30}), [], "2023-01-01", **YEAR)
    assert (found.due, found.needed, found.status) == (30, 30, Status.NOT_DUE)


@pytest.mark.parametrize(
    ("day", "due"), [("2023-03-31", None), ("2023-04-01", 75), ("2023-07-01", 77)]
)
def test_a_checkpoint_is_expected_until_the_next_ones_day(
    stand: Stand, day: str, due: int | None
) -> None:
    """Before the first one nothing is expected; on its day it can still be reached."""
    steps = {"2023-03-31": 75, "2023-06-30": 77, "2023-09-30": 80}
    indicator = level(target={"at_least": 80}, pace={"checkpoints": steps})
    found = stand(indicator, [reading("2023-01-02", 74)], day, **YEAR)
    assert found.due == due
    assert found.status is (Status.ON_TRACK if due is None else Status.AT_RISK)


def test_before_the_first_checkpoint_the_baseline_is_expected(stand: Stand) -> None:
    """What stood already must not fall."""
    indicator = level(
        baseline={"value": 70}, target={"at_least": 80}, pace={"checkpoints": {"2023-06-30": 75}}
    )
    assert stand(indicator, [reading("2023-01-02", 70)], FIFTH, **YEAR).status is Status.ON_TRACK
    assert stand(indicator, [reading("2023-01-02", 69)], FIFTH, **YEAR).status is Status.BEHIND


# --- statuses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (24, Status.ON_TRACK),
        (Decimal("23.9"), Status.AT_RISK),
        (22, Status.AT_RISK),
        (Decimal("21.9"), Status.BEHIND),
        (19, Status.BEHIND),
        (30, Status.ON_TRACK),
    ],
)
def test_less_than_half_of_the_way_is_behind(stand: Stand, value: object, status: Status) -> None:
    """At two fifths of the year 24 is expected of 20 to 30; below 22 it is behind."""
    found = stand(FROM_20_TO_30, [reading("2023-02-01", value)], TWO_FIFTHS, **YEAR)
    assert (found.status, found.value, found.done) == (status, value, value)
    assert found.next == (None if value == 30 else Next(30, END))
    assert (found.forecast, found.chance) == (None, None)
    assert found.share == Fraction(2, 5)


@pytest.mark.parametrize(
    ("value", "status"), [(16, Status.ON_TRACK), (17, Status.AT_RISK), (19, Status.BEHIND)]
)
def test_down_is_good_under_a_ceiling(stand: Stand, value: int, status: Status) -> None:
    """From 20 to at most 10: at two fifths 16 is expected, and 18 is half of the way."""
    indicator = level(baseline={"value": 20}, target={"at_most": 10})
    found = stand(indicator, [reading("2023-02-01", value)], TWO_FIFTHS, **YEAR)
    assert (found.due, found.status) == (16, status)


@pytest.mark.parametrize(
    ("day", "status"), [("2023-09-30", Status.AT_RISK), ("2023-10-02", Status.BEHIND)]
)
def test_without_a_baseline_the_last_quarter_is_behind(
    stand: Stand, day: str, status: Status
) -> None:
    """Short of the target, it is at risk before three quarters of the period, then behind."""
    assert (
        stand(level(target={"more_than": 30}), [reading("2023-02-01", 30)], day, **YEAR).status
        is status
    )


@pytest.mark.parametrize(
    ("value", "closed"),
    [(8, Status.MISSED), (10, Status.ACHIEVED), (20, Status.ACHIEVED), (21, Status.MISSED)],
)
def test_both_ends_bind_within(stand: Stand, value: int, closed: Status) -> None:
    """Within 10 to 20, both less and more are short of it; nothing is achieved before the end."""
    indicator = level(target={"within": [10, 20]})
    given_ = [reading("2023-02-01", value)]
    before = Status.ON_TRACK if closed is Status.ACHIEVED else Status.AT_RISK
    assert stand(indicator, given_, FIFTH, **YEAR).status is before
    assert stand(indicator, given_, "2024-01-01", **YEAR).status is closed


def test_within_is_approached_from_the_baseline(stand: Stand) -> None:
    """From 30 to within 10 and 20, the nearer end is the goal; on the way it is on track."""
    indicator = level(baseline={"value": 30}, target={"within": [10, 20]})
    found = stand(indicator, [reading("2023-02-01", 26)], TWO_FIFTHS, **YEAR)
    assert (found.due, found.status) == (26, Status.ON_TRACK)
    assert stand(indicator, [reading("2023-02-01", 27)], TWO_FIFTHS, **YEAR).status.flagged


def test_without_a_reading_nothing_is_known(stand: Stand) -> None:
    """It is not due while the period runs, quiet after 120 days, and missed at the end."""
    assert stand(FROM_20_TO_30, [], "2023-04-30", **YEAR).quiet_days == 119
    found = stand(FROM_20_TO_30, [], "2023-05-02", **YEAR)
    assert (found.status, found.value, found.done, found.quiet) == (
        Status.NOT_DUE,
        None,
        None,
        True,
    )
    over = stand(FROM_20_TO_30, [], "2024-01-01", **YEAR)
    assert (over.status, over.next, over.quiet) == (Status.MISSED, None, False)
    assert stand(FROM_20_TO_30, [], "2022-12-31", **YEAR).quiet_days is None


def test_a_level_without_a_target_is_tracked(stand: Stand) -> None:
    """It has its last value, and is quiet by its own review."""
    indicator = level(review_every=30)
    found = stand(indicator, [reading("2023-02-01", 7)], "2023-03-10", **YEAR)
    assert (found.status, found.value, found.quiet) == (Status.TRACKED, 7, True)


def test_only_readings_that_happened_and_count_are_read(stand: Stand) -> None:
    """Not those that are planned, to come, or lack what is required."""
    indicator = level(target={"at_least": 30}, requires=["approval"])
    given_ = [
        reading("2023-01-05", 10) | {"approval": "U-1"},
        reading("2023-02-01", 20),
        reading("2023-02-02", 40) | {"approval": "U-2", "state": "planned"},
        reading("2023-12-01", 50) | {"approval": "U-3"},
    ]
    assert stand(indicator, given_, TWO_FIFTHS, **YEAR).value == 10


# --- several readings -----------------------------------------------------------------------------

values = st.decimals(-1000, 1000, places=2)
days = st.dates(date(2023, 1, 1), END).map(date.isoformat)
readings = st.lists(st.builds(reading, days, values), min_size=1, max_size=6)
parts = st.tuples(st.integers(0, 50), st.integers(1, 100))


def named(drawn: list[Drawn]) -> list[Drawn]:
    """Give each record an id of its own, so that their order is theirs alone."""
    return [{**each, "id": f"record-{at}"} for at, each in enumerate(drawn)]


@settings(max_examples=40)
@given(readings, st.sampled_from(["latest", "average"]), st.randoms(use_true_random=False))
def test_the_order_of_readings_does_not_matter(
    stand: Stand, drawn: list[Drawn], aggregate: str, random: Random
) -> None:
    """A level is the same however its records are listed."""
    indicator = level(aggregate=aggregate, target={"at_least": 30})
    given_ = named(drawn)
    before = stand(indicator, given_, "2023-12-31", **YEAR)
    random.shuffle(given_)
    assert stand(indicator, given_, "2023-12-31", **YEAR) == before


@settings(max_examples=40)
@given(readings, values)
def test_a_level_depends_on_the_latest_reading_only(
    stand: Stand, drawn: list[Drawn], value: Decimal
) -> None:
    """Whatever was read before, and the later file name wins on one day."""
    last = reading("2023-12-31", value) | {"id": "z"}
    found = stand(FROM_20_TO_30, [last, *named(drawn)], "2023-12-31", **YEAR)
    alone = stand(FROM_20_TO_30, [last], "2023-12-31", **YEAR)
    assert (found.value, found.status) == (alone.value, alone.status) == (value, alone.status)


@settings(max_examples=40)
@given(st.lists(values, min_size=1, max_size=5))
def test_an_average_is_exact(stand: Stand, drawn: list[Decimal]) -> None:
    """It is the sum of the values by their number."""
    given_ = [reading(f"2023-0{at}-01", value) for at, value in enumerate(drawn, start=1)]
    found = stand(level(aggregate="average"), given_, "2023-12-31", **YEAR)
    assert found.value == sum(drawn) / len(drawn)


@settings(max_examples=40)
@given(st.lists(parts, min_size=1, max_size=5))
def test_a_ratio_with_sum_is_the_ratio_of_the_sums(
    stand: Stand, drawn: list[tuple[int, int]]
) -> None:
    """And not the average of the ratios; with `latest` it is the last one's."""
    given_ = [reading(f"2023-0{at}-01", pair) for at, pair in enumerate(drawn, start=1)]
    found = stand(ratio(aggregate="sum"), given_, "2023-12-31", **YEAR)
    assert found.value == 100 * Decimal(sum(n for n, _ in drawn)) / sum(d for _, d in drawn)
    last = stand(ratio(), given_, "2023-12-31", **YEAR)
    assert last.value == 100 * Decimal(drawn[-1][0]) / drawn[-1][1]
