"""Whether a record is there already."""

import pytest

from oicekpi.domain.duplicate import same_as
from oicekpi.domain.record import Entry, Record
from oicekpi.schema.reading import read_record
from oicekpi.storage.yamlfile import Value

TRIP: dict[str, Value] = {
    "date": "2024-04-12",
    "kind": "trip",
    "indicator": ("A1.staff", "A2.partners"),
    "people": ("staff-017", "staff-023"),
}


def record(value: dict[str, Value]) -> Record:
    """Read a record that is right."""
    judged = read_record(value)
    assert judged.valid, judged.problems
    return judged.record


FIRST = Entry("first", "records/first.yaml", None, record(TRIP | {"note": "x"}))
SECOND = Entry("second", "records/second.yaml", None, record(TRIP))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"people": ("staff-023", "staff-017")},
        {"indicator": ("A2.partners", "A1.staff")},
        {"state": "done", "note": "", "evidence": ()},
    ],
)
def test_a_record_that_says_the_same_is_there_already(changes: dict[str, Value]) -> None:
    """The order of a list makes no other record, nor does saying what is meant without it."""
    assert same_as(record(TRIP | changes), [FIRST, SECOND]) == SECOND


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "2024-04-13"},
        {"kind": "application"},
        {"people": 2},
        {"people": ("staff-017",)},
        {"country": "DE"},
        {"state": "planned"},
        {"note": "y"},
    ],
)
def test_a_record_that_differs_in_anything_is_another(changes: dict[str, Value]) -> None:
    """Any other day, kind or field makes another record."""
    assert same_as(record(TRIP | changes), [FIRST, SECOND]) is None
