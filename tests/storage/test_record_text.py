"""How a record's fields become the text of its file."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

import oicekpi.domain.kinds  # noqa: F401 - registers them
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import KINDS, all_fields, order, ordered
from oicekpi.messages.failures import InvalidRecordError
from oicekpi.schema.reading import read_record
from oicekpi.storage import yamlfile
from oicekpi.storage.record_text import entry, fields_of, inline, render, values
from oicekpi.storage.yamlfile import Value

TRIP = {
    "note": "",
    "kind": "trip",
    "people": ["staff-017", "staff-023"],
    "date": date(2024, 4, 12),
    "until": "2024-04-26",
    "indicator": "A1.staff",
    "country": "NO",
    "partner": None,
    "purpose": "dual education: a study visit",
}
# Texts that some reader takes for something else when they stand without quotation marks.
MISREAD = [
    "no",
    "NO",
    "Yes",
    "on",
    "OFF",
    "y",
    "N",
    "true",
    "False",
    "null",
    "Null",
    "~",
    "=",
    "<<",
    "2024-02-29",
    "2024-02-29T12:30:00Z",
    "12:30",
    "190:20:30",
    "1_000",
    "0x1F",
    "0o17",
    "017",
    "0b101",
    "1e3",
    "1.5",
    "-3",
    "+4",
    ".5",
    ".inf",
    "-.INF",
    ".nan",
    "1,000",
    "[red]",
    "{a}",
    "!x",
    "&x",
    "*x",
    "#x",
    "@x",
    "`x",
    "%x",
    "|x",
    ">x",
    "-x",
    "?x",
    ":x",
    "'x",
    '"x',
    ",x",
    "x:",
    "---",
    "...",
    "-",
    "?",
    ":",
]
ODD = [
    "",
    " ",
    " x",
    "x ",
    "a: b",
    "a #b",
    "a\nb",
    "a\n",
    "\n",
    "a\tb",
    'a"b',
    "a\\b",
    "a\\nb",
    "it's",
]
ODD += [
    "😀",
    "👨‍👩‍👧",
    "丝绸之路: 文化周",
    "\u3000全角",
    "x\u00a0",
    "\U0001d4b3",
    "a\u200db",
    "a, b",
    "[a]",
    "a]",
    "who?",
    "x" * 5000,
]


def test_a_record_is_written_in_the_order_of_the_formats_example() -> None:
    """Keys come in one order, days and plain words stand bare, what could mislead is quoted."""
    assert render(TRIP) == (
        "# yaml-language-server: $schema=../../schemas/record.schema.json\n"
        "date: 2024-04-12\n"
        "kind: trip\n"
        "indicator: A1.staff\n"
        "people: [staff-017, staff-023]\n"
        'country: "NO"\n'
        'purpose: "dual education: a study visit"\n'
        "until: 2024-04-26\n"
        'note: ""\n'
    )


def test_the_line_for_editors_leads_to_the_schema_from_any_depth_or_is_left_out() -> None:
    """The first line names the schema as seen from the file's folder."""
    assert (
        render({"note": "x"}, 1).splitlines()[0].endswith("$schema=../schemas/record.schema.json")
    )
    assert render({"note": "x"}, None) == "note: x\n"


def test_a_long_list_gets_a_line_for_each_of_its_items() -> None:
    """A list that would be wider than the page stands below its key."""
    people = [f"student-{number:03}" for number in range(20)]
    lines = render({"people": people}, None).splitlines()
    assert lines[:2] == ["people:", "  - student-000"]
    assert yamlfile.read("\n".join(lines).encode()) == {"people": tuple(people)}


def test_every_key_of_every_kind_has_its_place_in_the_order() -> None:
    """No field of any kind of record is missing from the order of keys."""
    for kind in KINDS.values():
        assert [key for key in all_fields() if key in order(kind)] == [*order(kind)]
    assert ordered({"other": 1, "note": "", "date": ""}) == ["date", "note", "other"]


@pytest.mark.parametrize("text", [*MISREAD, *ODD])
def test_a_text_that_could_be_misread_reads_back_equal(text: str) -> None:
    """A text is the same text to this program and to a reader of YAML 1.1, alone and in a list."""
    written = render({"note": text, "people": (text, "x"), "date": text}, None)
    assert yamlfile.read(written.encode()) == {"note": text, "people": (text, "x"), "date": text}
    old = yaml.safe_load(written)
    assert (old["note"], old["people"]) == (text, [text, "x"])


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
@example("\ud800", [])
@example("\r\n", ["\u2028"])
@example("=======", ["<<<<<<< HEAD"])
def test_any_text_is_refused_or_reads_back_equal(text: str, names: list[str]) -> None:
    """Whatever text is accepted is read back as it was, and by a reader of YAML 1.1 too."""
    fields = {"note": text, "people": names}
    try:
        written = render(fields)
    except InvalidRecordError:
        return
    assert yamlfile.read(written.encode()) == values(fields)
    assert yaml.safe_load(written) == fields


@given(st.text(st.sampled_from("-+.:_,0123456789abefinotxyzTZ ~=<#"), min_size=1, max_size=8))
def test_what_looks_like_a_number_or_a_day_stays_text(text: str) -> None:
    """A text of digits and signs is never read as a number, a time or a day by anyone."""
    for key in ("note", "date"):
        written = render({key: text}, None)
        assert yamlfile.read(written.encode()) == {key: text}
    written = render({"note": text, "people": [text]}, None)
    assert yaml.safe_load(written) == {"note": text, "people": [text]}


@pytest.mark.parametrize("number", [0, 15, -1, True, False])
def test_numbers_and_truth_values_stand_bare(number: int) -> None:
    """A head-count is written as a number, and true as true."""
    assert yaml.safe_load(render({"people": number}, None)) == {"people": number}
    assert inline("people", number) == str(number).lower()


@pytest.mark.parametrize(
    ("text", "code", "character"),
    [
        ("a\x85b", "control-character", "U+0085"),
        ("a\x00b", "control-character", "U+0000"),
        ("a\rb", "control-character", "U+000D"),
        ("a\u00adb", "control-character", "U+00AD"),
        ("staff-017\u200b", "control-character", "U+200B"),
        ("a\u202eb", "control-character", "U+202E"),
        ("caf\udce9", "not-utf8", None),
        ("x" * (1 << 20), "file-too-large", None),
    ],
)
def test_what_no_record_may_hold_is_refused_by_name(
    text: str, code: str, character: str | None
) -> None:
    """A control character, broken UTF-8 or a text without measure is refused before writing."""
    with pytest.raises(InvalidRecordError) as raised:
        render({"date": "2024-01-01", "note": text})
    (problem,) = raised.value.findings
    assert isinstance(problem, Problem)
    assert (problem.where, problem.code) == (("note",), code)
    assert problem.params.get("character") == character


def test_a_file_that_would_be_too_large_is_refused_as_a_whole() -> None:
    """Fields that are fine by themselves may not make a file that would not be read."""
    half = "x" * (yamlfile.MAX_BYTES // 2)
    with pytest.raises(InvalidRecordError) as raised:
        render({"note": half, "purpose": half})
    assert [each.code for each in raised.value.findings] == ["file-too-large"]


def test_what_cannot_be_read_back_is_refused() -> None:
    """A key that would be read as another is refused like a value."""
    with pytest.raises(InvalidRecordError) as caught:
        entry("a #b", "x")
    assert [each.code for each in caught.value.findings] == ["not-writable"]
    with pytest.raises(TypeError):
        render({"note": object()})


def test_what_no_field_holds_is_passed_on_to_be_judged() -> None:
    """A mapping in the place of a value is refused by the schema, with its reason."""
    assert values({"note": {"a": ["b"]}, "people": None}) == {"note": {"a": ("b",)}}


@pytest.mark.parametrize(
    "said",
    [
        {"indicator": "A1.staff"},
        {"indicator": ("A1.staff", "A2.partners"), "state": "planned", "note": "x"},
    ],
)
def test_a_record_gives_back_the_fields_that_its_file_said(said: dict[str, Value]) -> None:
    """What is left at its default is not written; one indicator is not a list."""
    whole: dict[str, Value] = {"date": "2024-04-12", "kind": "trip", "people": 2, **said}
    judged = read_record(whole)
    assert judged.valid
    assert fields_of(judged.record) == whole


@pytest.mark.parametrize("number", ["0.00000001", "1000.50", "-12.5"])
def test_decimals_are_written_as_they_were_given(number: str) -> None:
    """No number gets an exponent, and none loses a digit."""
    assert inline("amount", Decimal(number)) == number
