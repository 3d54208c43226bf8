"""Which record of one state is which of another."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.pairing import Change, Pair, pairs
from oicekpi.domain.record import Entry

Make = Callable[..., Entry]


@pytest.fixture
def entry(make_entry: Make) -> Make:
    """Make a record of a name, by default on the day that the name begins with."""

    def make(identity: str, **fields: object) -> Entry:
        day = str(fields.pop("date", identity[:10]))
        return make_entry(day, id=identity, **fields)

    return make


def told(found: Iterable[Pair]) -> list[tuple[Change | None, list[str]]]:
    """Say of each pair what became of it, and its names."""
    return [(pair.change, [each.id for each in pair.entries]) for pair in found]


def test_what_says_the_same_under_the_same_name_is_unchanged(entry: Make) -> None:
    """A default that is written out, and another folder, change nothing."""
    before = entry("2024-04-12-trip")
    after = entry("2024-04-12-trip", state="done")._replace(path="records/x/2024-04-12-trip.yaml")
    assert told(pairs([before], [after])) == [(None, ["2024-04-12-trip", "2024-04-12-trip"])]


def test_records_come_and_go(entry: Make) -> None:
    """What only one state has, came or went."""
    before, after = entry("2024-04-12-trip-x"), entry("2024-05-13-trip-y", people=3)
    assert told(pairs([before], [after])) == [
        (Change.WENT, ["2024-04-12-trip-x"]),
        (Change.CAME, ["2024-05-13-trip-y"]),
    ]


def test_a_changed_record_says_which_keys_are_others(entry: Make) -> None:
    """What was not said before is None before, and what is said no more is None after."""
    before = entry("2024-04-12-trip", people=["a", "b"], approval="U-1", country="DE")
    after = entry("2024-04-12-trip", people=2, purpose="study", country="DE")
    (pair,) = pairs([before], [after])
    assert pair.change is Change.CHANGED
    assert pair.fields == {
        "people": (("a", "b"), 2),
        "approval": ("U-1", None),
        "purpose": (None, "study"),
    }


def test_the_same_under_another_name_was_renamed(entry: Make) -> None:
    """A record that says the same in a file of another name is the same record."""
    found = pairs([entry("2024-04-12-trip")], [entry("2024-04-12-journey")])
    assert told(found) == [(Change.RENAMED, ["2024-04-12-trip", "2024-04-12-journey"])]
    assert found[0].fields == {}


def test_a_name_that_passes_to_another_record_does_not_confuse(entry: Make) -> None:
    """Where a renamed record's old name is taken by a new one, one was renamed and one came."""
    before = [entry("2024-04-12-trip", people=5)]
    after = [entry("2024-04-12-trip", people=1), entry("2024-04-12-trip-2", people=5)]
    assert told(pairs(before, after)) == [
        (Change.RENAMED, ["2024-04-12-trip", "2024-04-12-trip-2"]),
        (Change.CAME, ["2024-04-12-trip"]),
    ]


def test_a_record_that_is_confirmed_on_another_day_is_the_same_one(entry: Make) -> None:
    """Day and file name change together, and the record is still known by the rest of its name."""
    found = pairs([entry("2024-04-12-trip-x", state="planned")], [entry("2024-04-15-trip-x")])
    assert told(found) == [(Change.CHANGED, ["2024-04-12-trip-x", "2024-04-15-trip-x"])]
    assert found[0].fields == {"date": ("2024-04-12", "2024-04-15"), "state": ("planned", None)}


def test_where_the_rest_of_a_name_could_mean_two_nothing_is_guessed(entry: Make) -> None:
    """Two records of one name but for the day are not taken for each other."""
    before = [entry("2024-04-12-trip-x"), entry("2024-04-13-trip-x")]
    found = pairs(before, [entry("2024-04-20-trip-x")])
    assert [pair.change for pair in found] == [Change.WENT, Change.WENT, Change.CAME]


def test_a_record_that_moves_up_in_its_list_is_unchanged(entry: Make) -> None:
    """When the first of a list goes, the others only get other numbers."""
    items = [
        entry(f"2024-10-trips#{n + 1}", date="2024-10-01", people=n + 1)._replace(path="x", at=n)
        for n in range(3)
    ]
    shorter = [
        item._replace(id=f"2024-10-trips#{at + 1}", at=at) for at, item in enumerate(items[1:])
    ]
    assert [each for each in told(pairs(items, shorter)) if each[0]] == [
        (Change.WENT, ["2024-10-trips#1"])
    ]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=6),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=6),
)
def test_every_record_is_in_just_one_pair(
    make_entry: Make, before: list[tuple[str, int]], after: list[tuple[str, int]]
) -> None:
    """Nothing is lost and nothing counted twice, even where names are there twice."""

    def made(facts: list[tuple[str, int]]) -> list[Entry]:
        return [make_entry("2024-04-12", id=f"2024-04-12-{x}", people=n) for x, n in facts]

    old, new = made(before), made(after)
    found = pairs(old, new)
    assert sorted(id(each.before) for each in found if each.before) == sorted(map(id, old))
    assert sorted(id(each.after) for each in found if each.after) == sorted(map(id, new))
    assert told(pairs(old, old)) == [(None, [each.id] * 2) for each in _grouped(old)]


def _grouped(entries: list[Entry]) -> list[Entry]:
    """Put equal records together, in the order of the first of each."""
    groups: dict[object, list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.id, entry.record), []).append(entry)
    return [entry for group in groups.values() for entry in group]
