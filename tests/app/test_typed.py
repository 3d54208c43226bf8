"""The fields of a record as people type them: one text a field."""

from datetime import date

import pytest

from oicekpi.app.typed import keys, kinds, listed, read, typed_fields
from oicekpi.domain.fields import declared
from oicekpi.domain.record import KINDS, Record

TODAY = date(2024, 9, 30)


def test_every_field_can_be_typed_but_those_that_commands_give() -> None:
    """Each says what it is for and which kinds have it, in the words of its declaration."""
    fields = typed_fields()
    known = {name for kind in KINDS.values() for name in declared(kind)}
    assert {*fields} == known - {"kind", "state", "reason"}
    assert fields["date"].help == declared(Record)["date"].help
    assert fields["date"].kinds == kinds() == (*KINDS,)
    assert fields["stage"].kinds == ("milestone",)
    assert all(each.name == name and each.help for name, each in fields.items())


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("trip", {"date", "indicator", "people"}),
        ("milestone", {"date", "indicator", "stage"}),
        ("activity", {"date", "indicator", "title"}),
    ],
)
def test_a_person_is_asked_for_the_fields_of_the_kind(kind: str, required: set[str]) -> None:
    """They come in the order of a file, the required ones marked."""
    asked = keys(kind)
    assert [*asked][:2] == ["date", "indicator"]
    assert [*asked][-3:] == ["approval", "evidence", "note"]
    assert {name for name, needed in asked.items() if needed} == required


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("people", "2", 2),
        ("people", " 12人 ", 12),
        ("people", "3 people", 3),
        ("people", "ann, ben", ("ann", "ben")),
        ("people", "ann", ("ann",)),
        ("people", "02", ("02",)),
        ("people", "9" * 10, ("9" * 10,)),
        ("country", "germany", "DE"),
        ("country", "Atlantis", "Atlantis"),
        ("indicator", "A1.staff", "A1.staff"),
        ("indicator", "A1.staff, A2.partners", ("A1.staff", "A2.partners")),
        ("evidence", "a.pdf", ("a.pdf",)),
        ("date", "2024-04-12", "2024-04-12"),
        ("date", "no day", "no day"),
        ("until", "2024-04-12", "2024-04-12"),
        ("note", " x, y ", "x, y"),
        ("unheard-of", " x ", "x"),
    ],
)
def test_a_text_is_read_by_its_field(name: str, text: str, value: object) -> None:
    """What makes no sense stays as it was typed, and is refused with the record."""
    assert read("trip", {name: text}, TODAY) == {"kind": "trip", name: value}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a", ("a",)),
        ("a, b\uff0cc\u3001d", ("a", "b", "c", "d")),
        ("a, b; c", ("a, b", "c")),
        ("a\nb, c", ("a", "b, c")),
        ('"a, b", c', ("a, b", "c")),
        ('say "a" now, b', ('say "a" now', "b")),
        ("a,,b", ("a", "", "b")),
        ("", ("",)),
    ],
)
def test_a_list_is_split_where_people_part_it(text: str, items: tuple[str, ...]) -> None:
    """At commas, or at what separates more; a comma in quotation marks belongs to its item."""
    assert listed(text) == items
