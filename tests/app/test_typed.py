"""What people type for the fields of a record."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.app import typed
from oicekpi.messages.failures import InvalidRecordError

TODAY = date(2024, 9, 30)


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        ("kind", "trip", "trip"),
        ("kind", " ＴＲＩＰ ", "trip"),
        ("kind", "出访", "trip"),
        ("kind", "因公出国（境）", "trip"),
        ("kind", "申报", "application"),
        ("kind", "里程碑", "milestone"),
        ("kind", "travel", "travel"),
        ("state", "已完成", "done"),
        ("state", "计划中", "planned"),
        ("state", "Cancelled", "cancelled"),
        ("note", "出访", "出访"),
    ],
)
def test_words_are_known_in_any_case_and_in_chinese(field: str, text: str, meant: str) -> None:
    """What is none of them stays as it is."""
    assert typed.word(field, text) == meant


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
        ("12 名", 12),
        ("１２", 12),
        ("1 Person", 1),
        ("4.0", 4),
        ("0", 0),
        ("王芳、李强", ("王芳", "李强")),
        ("ann;ben；cy\ndee", ("ann", "ben", "cy", "dee")),
        ("1023,1024", ("1023", "1024")),
        ("12345678901", ("12345678901",)),
        ("Sandy Hand", ("Sandy Hand",)),
        ("三毛", ("三毛",)),
        ("Nan Li", ("Nan Li",)),
        ("Otto-Ann", ("Otto-Ann",)),
        ("2021-017", ("2021-017",)),
        ("1_0", ("1_0",)),
        ('"Na"', ("Na",)),
        ('"Ann and Bob"; Cy', ("Ann and Bob", "Cy")),
    ],
)
def test_people_are_a_number_or_names(text: str, people: object) -> None:
    """Quotation marks hold a name together; where semicolons separate, commas do not."""
    assert typed.read("trip", {"people": text}, TODAY)["people"] == people


@pytest.mark.parametrize(
    "text",
    [
        *("1,000", "12,345,678", "4.5", "-3", "+3", "0012", ".5", "3.", "1e9", "1 000", "10%"),
        *("3 students", "3人次", "3（含领队）", "三人", "about 3", "~3", "3-4", "3+1"),
        *('"', "#REF!", "ann; none", "ann; N/A", "ann, ?"),
    ],
)
def test_what_is_neither_a_number_of_people_nor_a_name_is_refused(text: str) -> None:
    """`1,000` is not two people named 1 and 000, nor `0012` twelve, nor `3 students` one person."""
    assert _refused("people", text) == [("bad-people", "cell")]


@pytest.mark.parametrize(
    "text", ["Ann and Bob", "Ann & Bob", "Ann/Bob; Cy", "李明等", "Li et al.", "张三 李四", "s1 s2"]
)
def test_several_names_that_look_like_one_are_refused(text: str) -> None:
    """Two people counted as one would be a wrong figure."""
    assert _refused("people", text) == [("bad-people", "unclear")]


@pytest.mark.parametrize("text", ["“Ann”, Ben", "“Ann, Ben”", "Ann:", "(Ann)", "Ann; - Ben"])
def test_signs_around_a_name_are_refused(text: str) -> None:
    """With them, a known person would be a new one."""
    assert _refused("people", text) == [("bad-people", "signs")]
    assert typed.read("trip", {"people": '"(Ann)"'}, TODAY)["people"] == ("(Ann)",)


@pytest.mark.parametrize(
    "text", ["李明等3人", "李明等三人", "李明（3人）", "Ann and 2 others", "Ann +2"]
)
def test_a_name_with_a_number_is_refused(text: str) -> None:
    """Whether the named one is among the number, nobody can tell."""
    assert _refused("people", text) == [("bad-people", "both")]


def test_all_that_cannot_be_read_is_found_at_once() -> None:
    """One wrong field hides no other, nor those that are right."""
    sifted = typed.sift(
        "trip", {"people": "3-4", "date": "N/A", "note": "-", "country": "JP"}, TODAY
    )
    assert [(each.where, each.code) for each in sifted.problems] == [
        (("people",), "bad-people"),
        (("date",), "placeholder"),
    ]
    assert (sifted.fields, sifted.empty) == ({"country": "JP"}, ["note"])


def _refused(field: str, text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecordError) as caught:
        typed.read("trip", {field: text}, TODAY)
    problems = caught.value.findings
    assert [each.where for each in problems] == [(field,)]
    return [(each.code, each.case) for each in problems]


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
        ("note", '"n/a"', "n/a"),
        ("note", '"as" it is', '"as" it is'),
        ("amount", "1000.50", Decimal("1000.50")),
        ("amount", "１２", 12),
        ("amount", "1,000.50", "1,000.50"),
        ("tags", "women; phd", ("women", "phd")),
        ("country", "NA", "NA"),
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
