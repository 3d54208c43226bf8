"""The files of records: what is in them, record by record."""

import pytest

from oicekpi.domain.finding import Finding
from oicekpi.schema import record_files as store
from oicekpi.schema.record_files import Found
from oicekpi.storage import document
from oicekpi.storage.workspace import Workspace
from oicekpi.storage.yamlfile import Value

TRIP: dict[str, Value] = {
    "date": "2024-04-12",
    "kind": "trip",
    "indicator": "A1.staff",
    "people": 2,
}


def told(items: list[Found]) -> list[tuple[str, int, int]]:
    """Give each finding's code and place."""
    return [(each.code, each.line, each.column) for each in items if isinstance(each, Finding)]


def test_a_list_without_records_is_a_finding() -> None:
    """A file that holds an empty list says nothing, which nobody meant."""
    found = list(store.parse("records/2024-04-trips.yaml", b"[]\n", ()))
    assert told(found) == [("too-few", 1, 1)]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("trip", "2024-04-trips.yaml"),
        ("activity", "2024-04-activities.yaml"),
        ("trop", "2024-04-records.yaml"),
        (5, "2024-04-records.yaml"),
    ],
)
def test_the_name_that_a_list_should_have_can_be_copied(kind: Value, name: str) -> None:
    """A list that is named by a day is given a name of its month and its first record's kind."""
    (first, *_) = store.parse("records/2024-04-12-x.yaml", b"[]\n", ({**TRIP, "kind": kind}, "x"))
    assert isinstance(first, Finding)
    assert first.hint == f"name it by the month, as {name}, or make a file of each record"


def test_a_list_of_nothing_under_a_day_has_a_name_too() -> None:
    """Where no record tells the kind, the name says that it holds records."""
    for value in ((), ("x",)):
        first = store.parse("records/2024-04-12-x.yaml", b"[x]\n", value)[0]
        assert isinstance(first, Finding)
        assert "as 2024-04-records.yaml," in first.hint


@pytest.mark.parametrize(
    ("people", "places"),
    [
        ("[]", [(4, 9)]),
        ("[ann, 7]", [(4, 15)]),
        ("[7, ann, ann, ' ', ANN, '']", [(4, 10), (4, 23), (4, 33), (4, 18), (4, 28)]),
        ("[ann, ann]", [(4, 15)]),
    ],
)
def test_what_is_wrong_in_a_list_of_people_is_shown_where_it_is(
    people: str, places: list[tuple[int, int]], workspace: Workspace
) -> None:
    """An empty list, each that is no name, and each name that stands again."""
    path = workspace.records / "2024-04-12-trip.yaml"
    path.write_text(f"date: 2024-04-12\nkind: trip\nindicator: A1.staff\npeople: {people}\n")
    found = list(store.read_entries(workspace, "records/2024-04-12-trip.yaml"))
    assert [(line, column) for _, line, column in told(found)] == places


def test_indicators_that_are_no_text_are_told_one_by_one(workspace: Workspace) -> None:
    """In a list of indicators, a number is refused as such, and hides nothing that follows."""
    path = workspace.records / "2024-04-12-trip.yaml"
    path.write_text("date: 2024-04-12\nkind: trip\nindicator: [1, A1.staff, 2]\npeople: 2\n")
    found = list(store.read_entries(workspace, "records/2024-04-12-trip.yaml"))
    assert told(found) == [("wrong-type", 3, 13), ("wrong-type", 3, 26)]


def test_faults_of_one_file_are_told_up_to_a_bound() -> None:
    """Nobody reads more than some thousand findings of one file; the rest of it is not judged."""
    records = tuple({**TRIP, "people": 0} for _ in range(document.MAX_FAULTS + 10))
    data = b"- {date: 2024-04-12, kind: trip, indicator: A1.staff, people: 0}\n" * len(records)
    found = [
        each
        for each in store.parse("records/2024-04-trips.yaml", data, records)
        if isinstance(each, Finding)
    ]
    assert len(found) == document.MAX_FAULTS
    assert {each.code for each in found} == {"bad-people"}
