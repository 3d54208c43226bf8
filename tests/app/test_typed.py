"""What people type for the fields of a record."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.app import typed

TODAY = date(2024, 9, 30)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("3", 3),
        ("３", 3),
        ("3 people", 3),
        ("3人", 3),
        ("ann", ("ann",)),
        ("ann, ben", ("ann", "ben")),
        ("张三，李四、王五", ("张三", "李四", "王五")),
        ('"Wang, Lei"', ("Wang, Lei",)),
        ('"Wang, Lei", ann', ("Wang, Lei", "ann")),
        ("Müller, Jürgen; Schmidt, Eva", ("Müller, Jürgen", "Schmidt, Eva")),
        ("ann,,ben", ("ann", "", "ben")),
        ("staff-017", ("staff-017",)),
    ],
)
def test_people_are_a_number_or_names(text: str, people: object) -> None:
    """Quotation marks hold a name together; where semicolons separate, commas do not."""
    assert typed.read("trip", {"people": text}, TODAY)["people"] == people


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("country", "Germany", "DE"),
        ("country", "Atlantis", "Atlantis"),
        ("indicator", "A1.staff", "A1.staff"),
        ("indicator", "A1.staff,A2", ("A1.staff", "A2")),
        ("evidence", "a.pdf", ("a.pdf",)),
        ("date", "yesterday", "2024-09-29"),
        ("until", "soon", "soon"),
        ("note", " as it is ", "as it is"),
    ],
)
def test_field_is_read_as_its_sort(field: str, text: str, value: object) -> None:
    """What makes no sense stays as it was typed, so that it can be refused."""
    assert typed.read("trip", {field: text}, TODAY) == {"kind": "trip", field: value}


@given(st.lists(st.text(st.characters(exclude_characters='",;；，、\n'), min_size=1), min_size=1))
def test_names_in_quotation_marks_come_back(names: list[str]) -> None:
    """A list of names in quotation marks is read as those names."""
    text = ",".join(f'"{name},"' for name in names)
    assert typed.listed(text) == tuple(f"{name},".strip() for name in names)


def test_every_kind_has_its_fields_in_the_order_of_a_file() -> None:
    """Required fields are known; kind, state and reason are not typed as fields."""
    assert typed.keys("milestone") == {
        "date": True, "indicator": True, "stage": True,
        "approval": False, "evidence": False, "note": False, "tags": False,
    }  # fmt: skip
    fields = typed.typed_fields()
    assert fields["stage"].kinds == ("milestone",)
    assert fields["note"].kinds == typed.kinds()
    assert all(field.help for field in fields.values())
