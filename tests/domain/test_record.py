"""Records as values: their kinds, their fields and the order of these."""

from collections import Counter
from datetime import date
from typing import Annotated, Any

import pytest

from oicekpi.domain import kinds
from oicekpi.domain.fields import Choice, Text, declared
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import (
    KINDS,
    Entry,
    Partial,
    Record,
    all_fields,
    kind_term,
    kind_words,
    names,
    order,
    ordered,
    said,
)
from oicekpi.domain.vocabulary import State, fold
from oicekpi.storage.sheets.sheet import plain
from oicekpi.values import dataclass

DAY = date(2024, 4, 12)
COMMON = ("date", "kind", "state", "reason", "indicator", "tags", "approval", "evidence", "note")


def trip(**fields: Any) -> kinds.Trip:  # noqa: ANN401 - of whatever type they are
    """Return a trip of two people."""
    return kinds.Trip(**{"date": DAY, "kind": "trip", "indicator": ("A1",), "people": 2, **fields})


@dataclass(frozen=True, kw_only=True)
class Visit(Record):
    """A kind that the program does not come with."""

    visitor: Annotated[str, Text(), "Who came."]
    partner: Annotated[str | None, Text(), "From where."] = None


def test_no_further_name_is_that_of_two_fields_or_of_two_kinds() -> None:
    """Each field has one, and none could put a column, or a kind, into the wrong place."""
    known = {field: names(field) for field in all_fields()}
    assert all(len(each) > 1 for each in known.values())
    plain_names = [plain(name) for each in known.values() for name in each]
    assert [name for name, times in Counter(plain_names).items() if times > 1] == []
    also = [fold(word) for kind in KINDS for word in kind_words(kind)]
    assert len(also) == len({*also, *KINDS}) - len(KINDS)
    assert {field for kind in KINDS.values() for field in declared(kind)} == known.keys()


def test_a_kind_is_called_by_the_word_that_it_gives() -> None:
    """One that gives none, or that nobody knows, is called by its name."""
    assert (kind_term("trip"), kind_term("trip").chinese) == ("trip", "出访")
    with KINDS.registered("visit", Visit):
        assert (kind_term("visit"), kind_term("visit").chinese) == ("visit", "")
        known = declared(Record)["kind"].field
        assert isinstance(known, Choice)
        assert (known.meant("出访"), known.meant(""), known.meant("来访者")) == ("trip", None, None)
    assert (kind_term("vist"), kind_term("vist").chinese) == ("vist", "")


# --- kinds ----------------------------------------------------------------------------------------


def test_there_are_seven_kinds_of_record() -> None:
    """Each is registered under the name that files give it."""
    assert dict(KINDS) == {
        "trip": kinds.Trip,
        "application": kinds.Application,
        "agreement": kinds.Agreement,
        "appointment": kinds.Appointment,
        "milestone": kinds.Milestone,
        "activity": kinds.Activity,
        "reading": kinds.Reading,
    }


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("trip", {"people"}),
        ("application", {"people"}),
        ("agreement", {"partner"}),
        ("appointment", {"people"}),
        ("milestone", {"stage"}),
        ("activity", {"title"}),
        ("reading", set()),
    ],
)
def test_each_kind_requires_what_makes_it_one(kind: str, required: set[str]) -> None:
    """Beside what it requires, every record needs a date, a kind and an indicator."""
    needed = {name for name, key in declared(KINDS[kind]).items() if key.required}
    assert needed == required | {"date", "kind", "indicator"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_named_by_fields_that_its_kind_has(kind: str) -> None:
    """The best of them comes first; a reading is named by its indicator alone."""
    names = KINDS[kind].NAMED_BY
    assert bool(names) is (kind != "reading")
    assert {*names} <= {*declared(KINDS[kind])}


def test_a_trip_ends_on_or_after_its_first_day() -> None:
    """Its last day may be the first."""
    ((names, check),) = kinds.Trip.CHECKS
    assert names == ("date", "until")
    assert [*check(DAY, None), *check(DAY, DAY)] == []
    before = date(2024, 4, 11)
    expected = Problem(("until",), "bad-until", {"last": before, "first": DAY})
    assert [*check(DAY, before)] == [expected]


# --- fields ---------------------------------------------------------------------------------------


def test_a_field_that_a_kind_does_not_have_is_none() -> None:
    """Whoever reads a record need not know its kind."""
    record = trip(people=("ann", "ben"))
    assert (record.get("people"), record.get("stage"), record.get("x")) == (
        ("ann", "ben"),
        None,
        None,
    )


def test_a_record_names_people_or_counts_them() -> None:
    """A number of people names nobody."""
    assert trip(people=("ann", "ben")).names == ("ann", "ben")
    assert trip(people=2).names == ()
    milestone = kinds.Milestone(date=DAY, kind="milestone", indicator=("A1",), stage="signed")
    assert milestone.names == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_every_record_may_say_comes_first_and_last(kind: str) -> None:
    """The fields of a kind are between those that all records begin and end with."""
    names = order(KINDS[kind])
    assert names[:5] == COMMON[:5]
    assert names[-4:] == COMMON[-4:]
    assert {*names} == {*declared(KINDS[kind])}


def test_the_fields_of_all_kinds_are_in_an_order_that_suits_each() -> None:
    """Each field is there once; those of a kind are in the kind's own order."""
    names = all_fields()
    assert len(names) == len({*names})
    assert (names[:5], names[-4:]) == (COMMON[:5], COMMON[-4:])
    for kind in KINDS.values():
        places = [names.index(name) for name in order(kind)]
        assert places == sorted(places)


def test_a_kind_that_is_registered_adds_its_fields() -> None:
    """After it is gone, they are gone."""
    before = all_fields()
    with KINDS.registered("visit", Visit):
        assert {*all_fields()} == {*before, "visitor"}
        assert order(Visit)[5:-4] == ("visitor", "partner")
        assert ordered(["note", "visitor", "date"]) == ["date", "visitor", "note"]
    assert all_fields() == before


def test_fields_are_sorted_as_files_have_them() -> None:
    """What no kind has comes last, as it was given."""
    assert ordered(["x", "note", "people", "b", "date"]) == ["date", "people", "note", "x", "b"]


# --- what a record says ---------------------------------------------------------------------------


def test_a_record_says_its_fields_as_a_file_would() -> None:
    """Days are text, and what is required is there, in the order of files."""
    record = trip(
        people=("ann",), country="DE", until=date(2024, 4, 26), state=State.PLANNED, note="x"
    )
    assert [*said(record).items()] == [
        ("date", "2024-04-12"),
        ("kind", "trip"),
        ("state", "planned"),
        ("indicator", ("A1",)),
        ("people", ("ann",)),
        ("country", "DE"),
        ("until", "2024-04-26"),
        ("note", "x"),
    ]
    assert type(said(record)["state"]) is str


def test_nothing_is_said_of_what_is_default() -> None:
    """A record with the required fields alone says these alone."""
    assert said(trip()) == {
        "date": "2024-04-12",
        "kind": "trip",
        "indicator": ("A1",),
        "people": 2,
    }


# --- where records are ----------------------------------------------------------------------------


def test_an_entry_knows_the_way_to_its_record() -> None:
    """A record alone is its whole document; one of a list is at its place from 0."""
    assert Entry("x", "records/x.yaml", None, trip()).where == ()
    assert Entry("x#3", "records/x.yaml", 2, trip()).where == (2,)


def test_problems_of_a_record_with_errors_are_kept_where_it_is_valid() -> None:
    """They are placed at the key that was written; those of invalid fields are left out."""
    partial = Partial(
        Entry("", "records/x.yaml", None, trip()), frozenset({"people"}), {"country": "contry"}
    )
    problems = [
        Problem(("people",), "a"),
        Problem(("people", 1), "b"),
        Problem(("country",), "c"),
        Problem(("evidence", 0), "d"),
        Problem((), "e"),
    ]
    assert [(each.where, each.code) for each in partial.located(problems)] == [
        (("contry",), "c"),
        (("evidence", 0), "d"),
        ((), "e"),
    ]
