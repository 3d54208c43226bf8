"""Each sort of value: what is read, what is refused with which code, and where in the value."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.fields import (
    ByDay,
    Check,
    Choice,
    Country,
    Day,
    Enumerated,
    Field,
    Id,
    InvalidError,
    Matching,
    OneOrMore,
    Pair,
    Part,
    Parts,
    People,
    Range,
    Several,
    Share,
    Text,
    Whole,
    Words,
    checks,
    declared,
    has_number,
    reader,
    shapes,
)
from oicekpi.domain.finding import Problem, Where
from oicekpi.domain.vocabulary import fold
from oicekpi.messages.catalogue import message
from oicekpi.messages.text import in_each_language
from oicekpi.values import dataclass

Reported = tuple[Where, str, str, Mapping[str, Any]]
MOST = 1_000_000


class Size(StrEnum):
    """Some words."""

    SMALL = "small"
    LARGE = "large"


BOTH = {"en": "Staff", "zh": "人员"}


def test_a_text_that_people_read_may_be_in_both_languages() -> None:
    """It is one value; what else a mapping can be, pydantic says: see `tests/schema`."""
    read = Words().read(BOTH)
    assert (read, in_each_language(read)) == ("Staff", ("Staff", "人员"))
    assert type(Words().read("Staff")) is str
    for wrong in ({}, {"en": "Staff"}, {**BOTH, "zh": " "}, {**BOTH, "de": "x"}, "", 1, ("a",)):
        with pytest.raises(InvalidError):
            Words().read(wrong)


def unfilled(problem: Problem) -> set[str]:
    """Return the names in a problem's sentence that are neither parameters nor fields."""
    text = message(problem.code).cases[problem.case].text
    names = {name for _, name, spec, _ in Formatter().parse(text) if name and spec != "field"}
    return names - problem.params.keys()


def refused(sort: Field[Any], value: object) -> list[Reported]:
    """Return what is wrong with a value that must be refused."""
    with pytest.raises(InvalidError) as caught:
        sort.read(value)
    problems = caught.value.problems
    assert not any(map(unfilled, problems))
    return [(each.where, each.code, each.case, each.params) for each in problems]


def whole(code: str, case: str = "", **params: object) -> list[Reported]:
    """Return what is reported for a value that is refused as a whole."""
    return [((), code, case, params)]


# --- texts and ids --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["x", " x ", "a\nb", "\u957f"])
def test_a_text_is_read_as_it_is(text: str) -> None:
    """Nothing is stripped or changed."""
    assert Text().read(text) == text


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u3000"])
def test_a_text_has_something_in_it(blank: str) -> None:
    """Spaces alone are no text, except where it may be empty."""
    assert refused(Text(), blank) == whole("empty-text")
    assert Text(empty=True).read(blank) == blank


@pytest.mark.parametrize("sort", [Text(), Text(empty=True), Id()])
@pytest.mark.parametrize(
    ("value", "case"),
    [
        (15, "scalar"),
        (Decimal("1.5"), "scalar"),
        (True, "scalar"),
        (("a",), "text"),
        ({"a": "b"}, "text"),
    ],
)
def test_what_is_not_text_is_refused(sort: Field[Any], value: object, case: str) -> None:
    """One is advised to quote a number or truth value, but not a list or mapping."""
    assert refused(sort, value) == whole("wrong-type", case, value=value)


@pytest.mark.parametrize("text", ["A", "A1", "A1.staff", "b2-credits", "x_1.y-2", "a" * 60])
def test_an_id_is_letters_and_digits_with_single_dots_or_dashes(text: str) -> None:
    """Ids can be typed on any keyboard and used in the name of any file."""
    assert Id().read(text) == text


@pytest.mark.parametrize(
    "text", ["", ".", "A.", ".A", "A..b", "A b", "A/b", "\u957f", "A1\n", "..", "a\u202eb"]
)
def test_what_is_not_an_id_is_refused(text: str) -> None:
    """An id has no spaces, slashes or marks at its ends."""
    assert refused(Id(), text) == whole("bad-id", value=text)


def test_an_id_has_at_most_60_characters() -> None:
    """A longer one could not be part of a file name."""
    assert refused(Id(), "a" * 61) == whole("text-too-long", longest=60)


@pytest.mark.parametrize(
    ("value", "reported"),
    [
        (("a",), whole("wrong-type", "mapping", value=("a",))),
        ({}, whole("too-few-items")),
        ({"tags": "A", "role": ("b", "")}, [(("role", 1), "empty-text", "", {})]),
    ],
)
def test_words_by_fields_are_a_mapping_of_words(value: object, reported: list[Reported]) -> None:
    """Each word has something in it, and there is one at least."""
    assert refused(Matching(), value) == reported
    assert Matching().read({"tags": ("A", "b")}) == {"tags": ("a", "b")}


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "case"),
    [
        ("12.04.2024", "shape"),
        ("2024-4-12", "shape"),
        ("20240412", "shape"),
        ("2024-W15-5", "shape"),
        ("2024-04-12T10:00", "shape"),
        ("2024-04-12\n", "shape"),
        ("\u0662\u0660\u0662\u0664-04-12", "shape"),
        ("\x1b" * 50, "shape"),
        (datetime(2024, 4, 12, tzinfo=UTC), "shape"),
        (20240412, "shape"),
        (("2024-04-12",), "shape"),
        ("2023-02-29", "calendar"),
        ("2024-13-01", "calendar"),
        ("0000-01-01", "calendar"),
        ("0001-01-01", "year"),
        ("0204-04-12", "year"),
        ("9999-12-31", "year"),
    ],
)
def test_what_is_not_a_day_is_refused(value: object, case: str) -> None:
    """A day has one way to be written, is in the calendar, and in a year that can be meant."""
    assert refused(Day(), value) == whole("bad-date", case, value=value)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_as_written(given_day: date) -> None:
    """Each day of the years 1900 to 2199 is read, leap days too."""
    assert Day().read(given_day.isoformat()) == given_day
    assert Day().read(given_day) == given_day


@given(st.text("0123456789-/. T:Z\u0661", max_size=12))
def test_whatever_is_written_is_a_day_or_refused(text: str) -> None:
    """What is taken for a day was written as that day."""
    with suppress(InvalidError):
        assert Day().read(text).isoformat() == text


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [True, 1.5, 1.0, "3", "010", (3,), {}])
def test_a_whole_number_is_no_other_type(value: object) -> None:
    """A truth value, a fraction or a text in digits is not a whole number."""
    assert refused(Whole(), value) == whole("wrong-type", "whole", value=value)


def test_a_whole_number_is_in_its_range() -> None:
    """Both ends are included."""
    sort = Whole(2, 5)
    assert [sort.read(each) for each in (2, 5)] == [2, 5]
    assert refused(sort, 1) == whole("out-of-range", "low", value=1, bound=2)
    assert refused(sort, 6) == whole("out-of-range", "high", value=6, bound=5)
    assert refused(Whole(), 0) == whole("out-of-range", "low", value=0, bound=1)
    assert refused(Whole(), MOST + 1) == whole("out-of-range", "high", value=MOST + 1, bound=MOST)


def test_a_share_is_a_number_from_0_to_1() -> None:
    """Whole numbers are shares too; both ends are included."""
    assert [Share().read(each) for each in (0, Decimal("0.25"), 1)] == [0.0, 0.25, 1.0]
    assert isinstance(Share().read(1), float)
    assert refused(Share(), -1) == whole("out-of-range", "low", value=-1, bound=0)
    assert refused(Share(), Decimal("1.5")) == whole(
        "out-of-range", "high", value=Decimal("1.5"), bound=1
    )


@pytest.mark.parametrize("value", [True, "0.5", ".nan", (0.5,)])
def test_a_share_is_no_other_type(value: object) -> None:
    """A truth value or a text in digits is not a share."""
    assert refused(Share(), value) == whole("wrong-type", "number", value=value)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", [Choice(("small", "large")), Enumerated(Size)])
@pytest.mark.parametrize(
    ("value", "near"),
    [("Large", "large"), ("smal", "small"), ("wide", None), (5, None), (("small",), None)],
)
def test_a_word_that_is_not_known_is_refused(
    sort: Field[Any], value: object, near: str | None
) -> None:
    """The nearest known word is proposed, and all of them are listed."""
    expected = whole("unknown-value", value=value, near=near, known=["small", "large"])
    assert refused(sort, value) == expected


def test_a_known_word_is_read() -> None:
    """A word of an enumeration is read as its member."""
    assert Choice(("small",)).read("small") == "small"
    assert Enumerated(Size).read("large") is Size.LARGE


def test_the_words_of_a_choice_are_asked_for_when_a_value_is_read() -> None:
    """A word that is registered later is known too."""
    words = ["small"]
    sort = Choice(words)
    assert sort.schema() == {"enum": ["small"]}
    words.append("large")
    assert sort.read("large") == "large"
    assert sort.schema() == {"enum": ["small", "large"]}


@pytest.mark.parametrize(
    ("value", "near", "name"),
    [
        ("UK", "GB", "United Kingdom"),
        ("de", "DE", "Germany"),
        ("Germny", "DE", "Germany"),
        ("Atlantis", None, None),
        (5, None, None),
    ],
)
def test_a_country_is_given_by_its_code(value: object, near: str | None, name: str | None) -> None:
    """The code of the country that is meant is proposed with its name."""
    assert Country().read("DE") == "DE"
    assert refused(Country(), value) == whole("bad-country", value=value, near=near, name=name)


# --- lists ----------------------------------------------------------------------------------------


def test_a_list_is_read_item_by_item() -> None:
    """What is wrong with any item is reported at its position, all of it at once."""
    assert Several(Id()).read(("a", "b")) == ("a", "b")
    assert Several(Id()).read(()) == ()
    assert refused(Several(Id()), ("a b", "c", 3)) == [
        ((0,), "bad-id", "", {"value": "a b"}),
        ((2,), "wrong-type", "scalar", {"value": 3}),
    ]


@pytest.mark.parametrize("sort", [Several(Text()), Pair(Text()), Range(Whole()), Parts(int)])
@pytest.mark.parametrize("value", ["a", 5, {"a": 1}, True])
def test_what_is_not_a_list_is_refused(sort: Field[Any], value: object) -> None:
    """One value is not a list of one."""
    assert refused(sort, value) == whole("wrong-type", "list", value=value)


def test_a_list_has_a_least_and_a_most_length() -> None:
    """Both are reported without the items."""
    sort = Several(Text(), 1, 2)
    assert refused(sort, ()) == whole("too-few-items")
    assert refused(sort, ("a", "b", "c")) == whole("too-many-items", most=2)
    assert sort.read(("a", "b")) == ("a", "b")


def test_a_pair_has_two_values() -> None:
    """Fewer and more are refused, and each value is read."""
    sort = Pair(Day())
    assert sort.read(("2024-01-01", "2023-01-01")) == (date(2024, 1, 1), date(2023, 1, 1))
    assert refused(sort, ("2024-01-01",)) == whole("too-few-items", "pair")
    assert refused(sort, ("2024-01-01",) * 3) == whole("too-many-items", "pair")
    assert refused(sort, ("2024-01-01", "soon")) == [
        ((1,), "bad-date", "shape", {"value": "soon"}),
    ]


def test_a_range_has_its_lower_end_first() -> None:
    """Both ends may be the same."""
    sort = Range(Whole())
    assert [sort.read(each) for each in ((3, 5), (3, 3))] == [(3, 5), (3, 3)]
    assert refused(sort, (5, 3)) == whole("bad-target", "empty-range", low=5, high=3)
    assert [each[:2] for each in refused(sort, (0, "x"))] == [
        ((0,), "out-of-range"),
        ((1,), "wrong-type"),
    ]


def test_numbers_by_day_are_refused_at_their_days() -> None:
    """A wrong day is reported at the key, a wrong number at the value; both at once."""
    sort = ByDay(Whole(0))
    assert sort.read({"2024-06-30": 0}) == {date(2024, 6, 30): 0}
    assert refused(sort, {}) == whole("too-few-items")
    assert refused(sort, ("2024-06-30",)) == whole("wrong-type", "mapping", value=("2024-06-30",))
    with pytest.raises(InvalidError) as caught:
        sort.read({"2024-13-01": 1, "2024-06-30": -1, "soon": "x"})
    assert [(p.where, p.code, p.at_key) for p in caught.value.problems] == [
        (("2024-13-01",), "bad-date", True),
        (("2024-06-30",), "out-of-range", False),
        (("soon",), "bad-date", True),
        (("soon",), "wrong-type", False),
    ]


def test_one_value_may_stand_for_a_list_of_one() -> None:
    """A problem of the one value is reported at itself, of a list at the item."""
    sort = OneOrMore(Id())
    assert [sort.read(each) for each in ("a", ("a",), ("a", "b"))] == [("a",), ("a",), ("a", "b")]
    assert refused(sort, "a b") == whole("bad-id", value="a b")
    assert refused(sort, ("a", "a b")) == [((1,), "bad-id", "", {"value": "a b"})]
    assert refused(sort, ()) == whole("too-few-items")
    assert refused(sort, ("a", "b", "a", "A")) == [
        ((2,), "duplicate-item", "", {"value": "a", "first": "a"}),
    ]
    assert [each[:2] for each in refused(sort, ("a", "", "a"))] == [
        ((1,), "bad-id"),
        ((2,), "duplicate-item"),
    ]


# --- people ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [1, MOST, ("ann",), ("ann", "ben", "anna"), ("Li Na", "Lina")])
def test_people_are_a_number_or_a_list_of_names(value: object) -> None:
    """Both are read as they are."""
    assert People().read(value) == value


@pytest.mark.parametrize("value", ["ann", True, 2.0, {"ann": 1}])
def test_people_are_nothing_else(value: object) -> None:
    """A single name is not a list, and a truth value is no number."""
    assert refused(People(), value) == whole("bad-people", "type", value=value)


@pytest.mark.parametrize("value", [0, -1, MOST + 1])
def test_a_number_of_people_is_possible(value: int) -> None:
    """At least one, at most a million."""
    assert refused(People(), value) == whole("bad-people", "number", value=value, most=MOST)


def test_a_list_of_people_is_not_empty() -> None:
    """Nobody is not written as an empty list."""
    assert refused(People(), ()) == whole("bad-people", "empty")


def test_each_wrong_name_and_each_repeated_name_is_reported() -> None:
    """All that is wrong in a list of people is reported at its position."""
    assert refused(People(), (7, "ann", "ann", " ", "ANN", "")) == [
        ((0,), "bad-people", "name", {"value": 7}),
        ((3,), "bad-people", "name", {"value": " "}),
        ((5,), "bad-people", "name", {"value": ""}),
        ((2,), "duplicate-item", "", {"value": "ann", "first": "ann"}),
        ((4,), "duplicate-item", "spelling", {"value": "ANN", "first": "ann"}),
    ]


@pytest.mark.parametrize("mark", [";", "\uff0c", "\u3001", "\uff1b", "\n"])
def test_a_name_that_looks_like_several_is_refused(mark: str) -> None:
    """The list that is probably meant is proposed; a Latin comma may belong to a name."""
    text = f"Ann{mark} Ben{mark}"
    assert refused(People(), (text,)) == [
        ((0,), "bad-people", "several", {"value": text, "names": "[Ann, Ben]"})
    ]
    assert People().read(("Lovelace, Ada",)) == ("Lovelace, Ada",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STAFF-017", "staff-017"),
        ("\uff33\uff34\uff21\uff26\uff26-017", "staff-017"),
        ("Zo\u00eb", "Zoe\u0308"),
        (" Li   Na ", "Li Na"),
        ("\u674e\u3000\u5a1c", "\u674e \u5a1c"),
        ("STRASSE", "stra\u00dfe"),
    ],
)
def test_one_person_may_be_written_in_several_ways(one: str, other: str) -> None:
    """Names that differ only in case, width, composition or spaces are one person's."""
    assert fold(one) == fold(other)
    assert refused(People(), (one, other)) == [
        ((1,), "duplicate-item", "spelling", {"value": other, "first": one}),
    ]


@given(
    st.lists(st.text("aA\u00c9\u00e9e\u0301 \uff21\u00dfSs-", min_size=1, max_size=4), max_size=4)
)
def test_people_who_are_one_are_never_read_as_two(names: list[str]) -> None:
    """Accepted names fold to as many different ones."""
    with suppress(InvalidError):
        assert len({*map(fold, names)}) == len(People().read(tuple(names)))  # type: ignore[arg-type]  # a tuple of names


@given(st.text("nN 3\uff13+\uff0b等五人\u3001;\n)", max_size=5))
def test_a_name_is_one_text_without_a_number_of_people(text: str) -> None:
    """What is seen of a name at first sight is what a closer look finds."""
    separated = {*text} & {";", "\u3001", "\n"}
    if text.strip() and not separated and not has_number(text):
        assert People().read((text,)) == (text,)
    else:
        refused(People(), (text,))


# --- declarations ---------------------------------------------------------------------------------


def _rising(low: int, high: int) -> Iterator[Problem]:
    if low > high:
        yield Problem(("high",), "out-of-range", {"value": high, "bound": low}, "low")


@dataclass(frozen=True)
class Inner:
    """One of two keys."""

    SHAPES: ClassVar = ("bad-pace", (frozenset({"a"}), frozenset({"b"})))

    a: Annotated[int | None, Whole(), "A number."] = None
    b: Annotated[int | None, Whole(), "Another."] = None


@dataclass(frozen=True)
class Outer:
    """A part with everything."""

    CHECKS: ClassVar[tuple[Check, ...]] = ((("low", "high"), _rising),)

    low: Annotated[int, Whole(), "The low end."]
    high: Annotated[int, Whole(), "The high end."] = 9
    inner: Annotated[Inner | None, Part(Inner), "A part."] = None
    inners: Annotated[tuple[Inner, ...], Parts(Inner, 1, 2), "Some parts."] = field(
        default_factory=tuple
    )


def test_a_key_is_declared_once() -> None:
    """What a dataclass says of its keys is all that is known; without a default one is required."""
    keys = declared(Outer)
    assert declared(Outer) is keys
    assert [(key.name, key.help, key.required, key.default) for key in keys.values()] == [
        ("low", "The low end.", True, None),
        ("high", "The high end.", False, 9),
        ("inner", "A part.", False, None),
        ("inners", "Some parts.", False, ()),
    ]
    assert (checks(Outer), checks(Inner)) == (Outer.CHECKS, ())
    assert (shapes(Outer), shapes(Inner)) == (None, Inner.SHAPES)


def test_a_mapping_is_read_as_its_dataclass() -> None:
    """What is left out has its default."""
    assert reader(Outer) is reader(Outer)
    assert reader(Outer)({"low": 3}) == Outer(low=3)
    assert reader(Outer)({"high": 5, "low": 3}) == Outer(low=3, high=5)


def test_parts_are_read_as_their_dataclasses() -> None:
    """A part in a key and parts in a list become values of their own."""
    value = {"low": 1, "inner": {"a": 1}, "inners": ({"b": 2}, {"a": 3})}
    assert reader(Outer)(value) == Outer(1, 9, Inner(a=1), (Inner(b=2), Inner(a=3)))


@pytest.mark.parametrize(
    ("value", "code", "case"),
    [
        ("x", "wrong-type", "mapping"),
        ({}, "wrong-type", "mapping"),
        ({"high": 3}, "wrong-type", "mapping"),
        ({"low": 1, "hihg": 3}, "unknown-key", ""),
        ({"low": 0}, "out-of-range", "low"),
        ({"low": 5, "high": 3}, "out-of-range", "low"),
        ({"low": 10}, "out-of-range", "low"),
        ({"low": 1, "inner": {}}, "bad-pace", "one-of"),
        ({"low": 1, "inner": {"a": 1, "b": 1}}, "bad-pace", "one-of"),
        ({"low": 1, "inners": ()}, "too-few-items", ""),
        ({"low": 1, "inners": ({"a": 1},) * 3}, "too-many-items", ""),
    ],
)
def test_a_reader_stops_at_the_first_thing_that_is_wrong(
    value: object, code: str, case: str
) -> None:
    """It never reads what is not declared so; all that is wrong is for others to say."""
    with pytest.raises(InvalidError) as caught:
        reader(Outer)(value)
    assert [(each.code, each.case) for each in caught.value.problems] == [(code, case)]


def test_a_sort_of_value_says_how_it_is_read_and_what_its_schema_is() -> None:
    """A new sort must define both."""
    for call in (lambda: Field().read("x"), Field().schema):
        with pytest.raises(NotImplementedError):
            call()


def test_each_value_of_a_list_is_read_once() -> None:
    """A valid list costs one read an item; one with problems at most three."""

    class Counted(Field[str]):
        def __init__(self) -> None:
            self.reads = 0

        def read(self, value: object) -> str:
            self.reads += 1
            return Text().read(value)

    def cost(make: Callable[[Counted], Field[Any]], value: object) -> int:
        item = Counted()
        with suppress(InvalidError):
            make(item).read(value)
        return item.reads

    assert cost(Several, ("a",) * 100) == 100
    assert cost(Several, ("a",) * 99 + ("",)) == 200
    assert cost(OneOrMore, tuple(map(str, range(100)))) == 200
