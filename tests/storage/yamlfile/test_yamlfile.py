"""What YAML is accepted, what is not, and where each value stands."""

import re
import sys
from collections.abc import Callable
from decimal import Decimal
from string import Formatter

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from oicekpi.messages.catalogue import message, say
from oicekpi.messages.text import UNSAFE
from oicekpi.storage import yamlfile
from oicekpi.storage.document import parse
from oicekpi.storage.yamlfile import Comment, Span, YamlRefusedError, builder, syntax

MIB = 1 << 20
GOOD = (
    "# a record\ndate: 2024-04-12\nkind: trip\nindicator: [A1.staff, A1.partners]\n"
    "people:\n- staff-017\n- 'staff 023'\ncountry: DE\nnote: |\n  two\n  lines\nshare: 0.25\n"
)


def refusal(text: str | bytes) -> YamlRefusedError:
    """Give the refusal of what must be refused."""
    with pytest.raises(YamlRefusedError) as caught:
        yamlfile.read(text if isinstance(text, bytes) else text.encode())
    refused = caught.value
    sentence = message(refused.code).cases[refused.case].text
    assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= refused.params.keys()
    return refused


def about(refused: YamlRefusedError) -> tuple[str, str, dict[str, object]]:
    """Return the code, the case and the parameters of a refusal."""
    return refused.code, refused.case, dict(refused.params)


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "Yes",
        "on",
        "OFF",
        "y",
        "010",
        "0o10",
        "0x1F",
        "12:30",
        "1_000",
        "1,000",
        "1e5",
        "1.",
        ".5",
        ".nan",
        ".inf",
        "-.inf",
        "-x",
        "2024-04-12",
        "2024-04-12T10:00:00Z",
        "nul",
        "nULL",
        "None",
        "tRUE",
        "a#b",
        "a:b",
        "C:\\dir",
        "http://x.example/",
        "5,000",
        "1.2.3",
        "0b1",
        "<<",
        "+-1",
    ],
)
def test_what_other_yaml_takes_for_more_is_text(text: str) -> None:
    """Only true, false and decimal numbers are anything else than text."""
    assert yamlfile.read(f"note: {text}\n".encode()) == {"note": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("0", 0),
        ("-7", -7),
        ("+15", 15),
        ("0.25", Decimal("0.25")),
        ("-10.50", Decimal("-10.50")),
        ("123456789012345678", 123456789012345678),
        ("''", ""),
        ('"15"', "15"),
        ("'null'", "null"),
        ("[]", ()),
        ("{}", {}),
        ("[1, [a, {b: c}]]", (1, ("a", {"b": "c"}))),
        (">\n  folded\n  text\n", "folded text\n"),
        ('"tab\\there\\nand line"', "tab\there\nand line"),
        ("\u957f\u6c99", "\u957f\u6c99"),
        ("room \U0001f600", "room \U0001f600"),
        ("a\u200db", "a\u200db"),
    ],
)
def test_values(text: str, value: object) -> None:
    """Decimal numbers, truth values, lists, mappings and quoted text are what they say."""
    read = yamlfile.read(f"key: {text}".encode())
    assert read == {"key": value}
    assert isinstance(read, dict)
    assert type(read["key"]) is type(value)


def test_a_key_is_always_text() -> None:
    """A key that looks like a number, a date or a truth value is text all the same."""
    assert yamlfile.read(b"15: a\n2024-04-12: b\ntrue: c\n~: d\n'<<': e\n? f\n: g\n") == {
        "15": "a",
        "2024-04-12": "b",
        "true": "c",
        "~": "d",
        "<<": "e",
        "f": "g",
    }


def test_a_mark_of_byte_order_and_line_ends_of_windows_are_fine() -> None:
    """The same file written by Notepad reads the same."""
    assert yamlfile.read(b"\xef\xbb\xbfa: 1\r\nb: x\r\n") == {"a": 1, "b": "x"}
    assert yamlfile.locate(b"\xef\xbb\xbfa: 1\r\nb: x\r\n").values["b",] == (2, 4, 2, 5)


def test_one_document_may_have_its_marks() -> None:
    """A line of three dashes above, and one of three dots below, change nothing."""
    assert yamlfile.read(b"---\na: 1\n...\n") == {"a": 1}


# --- positions --------------------------------------------------------------------------------


def test_every_key_and_value_has_its_place() -> None:
    """A value is marked from its first character to the first place after its last."""
    places = yamlfile.locate(GOOD.encode())
    assert places.values["date",] == (2, 7, 2, 17)
    assert places.keys["date",] == (2, 1, 2, 5)
    assert places.values["indicator", 1] == (4, 23, 4, 34)
    assert places.values["people", 1] == (7, 3, 7, 14)
    assert places.values["note",] == (9, 7, 12, 1)


def test_a_list_or_mapping_stands_where_it_begins() -> None:
    """It is marked by its bracket, its first dash, or its first key, not as a whole."""
    places = yamlfile.locate(
        b"flow: [1, 2]\nblock:\n  - 1\nflat:\n- deep: 1\n  other: 2\n"
        b"map:\n  some: 1\nset: {}\npair: [long: 1]\n"
    )
    assert places.values[()] == (1, 1, 1, 5)
    assert places.values["flow",] == (1, 7, 1, 8)
    assert places.values["block",] == (3, 3, 3, 4)
    assert places.values["flat",] == (5, 1, 5, 2)
    assert places.values["flat", 0] == (5, 3, 5, 7)
    assert places.values["map",] == (8, 3, 8, 7)
    assert places.values["set",] == (9, 6, 9, 7)
    assert places.values["pair", 0] == (10, 8, 10, 12)


def test_what_is_absent_stands_where_it_would_be_held() -> None:
    """A missing key is shown at the mapping that lacks it; a key that is there at its own place."""
    places = yamlfile.locate(b"a: {b: 1}\n")
    assert places.of(("a", "missing", 3)) == (1, 4, 1, 5)
    assert places.of(("a", "b"), at_key=True) == (1, 5, 1, 6)
    assert places.of(("a", "missing"), at_key=True) == (1, 4, 1, 5)
    assert places.of(("a", "b")) == (1, 8, 1, 9)


# --- refusals ---------------------------------------------------------------------------------

FEATURES = [
    ("a: &name x", "anchor", (1, 4, 1, 11)),
    ("a: &name [x]", "anchor", (1, 4, 1, 11)),
    ("&name a: x", "anchor", (1, 1, 1, 8)),
    ("a: *name", "alias", (1, 4, 1, 9)),
    ("*name : x", "alias", (1, 1, 1, 6)),
    ("a: !name x", "tag", (1, 4, 1, 11)),
    ("!name a: x", "tag", (1, 1, 1, 8)),
    ("a: !!python/object/apply:os.system [x]", "tag", (1, 4, 1, 37)),
    ("a: ! x", "tag", (1, 4, 1, 7)),
    ("<<: {a: 1}", "merge-key", (1, 1, 1, 3)),
    ("? [a]\n: b", "complex-key", (1, 3, 1, 4)),
    ("{? {a: 1} : b}", "complex-key", (1, 4, 1, 5)),
    ("a: 1\n---\nb: 2", "second-document", (2, 1, 2, 4)),
    ("%TAG ! x:\n---\na: 1", "directive", (1, 1, 2, 4)),
    ("%YAML 1.1\n---\na: NO", "directive", (1, 1, 2, 4)),
]


@pytest.mark.parametrize(("text", "case", "place"), FEATURES)
def test_what_yaml_can_do_beyond_plain_values_is_refused(text: str, case: str, place: Span) -> None:
    """Nothing in a file can name, repeat, merge or make anything."""
    refused = refusal(text)
    assert (about(refused), refused.span) == (("yaml-feature", case, {}), place)


EMPTIES = [
    ("", ("empty-file", "", {}), (1, 1, 1, 2)),
    ("\n\n", ("empty-file", "", {}), (1, 1, 1, 2)),
    ("# only a comment\n", ("empty-file", "", {}), (1, 1, 1, 2)),
    ("---\n", ("empty-file", "", {}), (1, 1, 1, 2)),
    ("null\n", ("empty-file", "", {}), (1, 1, 1, 2)),
    ("a:\nb: 1", ("empty-value", "", {"name": "a"}), (1, 3, 1, 4)),
    ("{b\uff1a1}", ("empty-value", "", {"name": "b\uff1a1", "wide": "\uff1a"}), (1, 5, 1, 6)),
    ("{b:1}", ("empty-value", "", {"name": "b:1", "key": "b"}), (1, 5, 1, 6)),
    ("a: [b, null]", ("empty-value", "null", {"value": "null"}), (1, 8, 1, 12)),
    ("a: ~", ("empty-value", "null", {"value": "~"}), (1, 4, 1, 5)),
    ("- a\n-\n", ("empty-value", "item", {}), (2, 2, 2, 3)),
    ("?\n: b", ("empty-value", "key", {}), (1, 2, 1, 3)),
]


@pytest.mark.parametrize(("text", "expected", "place"), EMPTIES)
def test_nothing_is_no_value(
    text: str, expected: tuple[str, str, dict[str, object]], place: Span
) -> None:
    """A forgotten value is reported as such, and not taken for a chosen one."""
    refused = refusal(text)
    assert (about(refused), refused.span) == (expected, place)


def test_duplicate_keys_are_refused() -> None:
    """The second of two equal keys is refused, however deep."""
    refused = refusal('a:\n  - b: 1\n    "b": 2\n')
    assert (about(refused), refused.span) == (("duplicate-key", "", {"key": "b"}), (3, 5, 3, 8))


MISTAKES = [
    ("a: 1\n\tb: 2", "tab", {}, (2, 1, 2, 2)),
    ("a:\n\t- x", "tab", {}, (2, 1, 2, 2)),
    ("\ta: 1", "tab", {}, (1, 1, 1, 2)),
    ("a: 1\nkind\uff1atrip\nb: 2", "no-colon", {"wide": "\uff1a"}, (2, 1, 2, 10)),
    ("a: 1\nkind:trip\nb: 2", "no-colon", {"key": "kind"}, (2, 1, 2, 10)),
    ("a: 1\nkind trip \nb: 2", "no-colon", {}, (2, 1, 2, 10)),
    ("kind\uff1atrip\na: 1", "no-colon", {"wide": "\uff1a"}, (1, 1, 1, 10)),
    ("kind:trip\na: 1", "no-colon", {"key": "kind"}, (1, 1, 1, 10)),
    ("note: one: two", "second-colon", {}, (1, 10, 1, 11)),
    ("a: 1\n  b: 2", "too-far-right", {}, (2, 3, 2, 7)),
    ("a: [1, 2\nb: 3", "open-bracket", {"opening": "[", "closing": "]"}, (1, 4, 1, 5)),
    ("a: {b: 1", "open-bracket", {"opening": "{", "closing": "}"}, (1, 4, 1, 5)),
    ("a: ['b' c]", "no-comma", {"opening": "[", "closing": "]"}, (1, 9, 1, 10)),
    ("a: 'b\nc: d", "open-quote", {}, (1, 4, 1, 5)),
    ("a: 'it's'", "after-value", {}, (1, 8, 1, 9)),
    ("a: [b]]", "after-value", {}, (1, 7, 1, 8)),
    ("a: 1\n- b", "list-item", {}, (2, 1, 2, 4)),
    ("a:\n  b: 1\n c: 2", "indentation", {}, (3, 2, 3, 6)),
    ("- a\nb: 1", "no-dash", {}, (2, 1, 2, 5)),
    ("a: [", "open-bracket-at-end", {}, (2, 1, 2, 2)),
    ("a: [b,,c]", "no-value", {"character": ","}, (1, 7, 1, 8)),
    (": b", "no-key", {}, (1, 1, 1, 2)),
    ("{: b}", "no-key", {}, (1, 2, 1, 3)),
    ("a: @b", "first-character", {"character": "@"}, (1, 4, 1, 5)),
    ("a: * b", "first-character", {"character": "*"}, (1, 4, 1, 5)),
    ("a: !b!c d", "first-character", {"character": "!"}, (1, 4, 1, 5)),
    ("a: !<b", "first-character", {"character": "!"}, (1, 4, 1, 5)),
    (r'a: "C:\qir"', "escape", {}, (1, 7, 1, 8)),
    ("a: | b", "block", {}, (1, 6, 1, 7)),
    ("a: - b", "dash", {}, (1, 4, 1, 5)),
    ("a: 1\n...\nb: 2", "after-end", {}, (3, 1, 3, 5)),
    ("%YAML 3.0\n---\na: 1", "directive", {}, (1, 1, 1, 10)),
    ("%OTHER x\n---\na: 1", "directive", {}, (1, 1, 1, 9)),
    (
        "a: |0\n  b",
        "parser",
        {"problem": "found an indentation indicator equal to 0"},
        (1, 5, 1, 6),
    ),
]


@pytest.mark.parametrize(("text", "case", "params", "place"), MISTAKES)
def test_a_mistake_is_reported_where_it_was_made(
    text: str, case: str, params: dict[str, str], place: Span
) -> None:
    """The line of the mistake is named, not the one where the parser gave up."""
    refused = refusal(text)
    assert (about(refused), refused.span) == (("yaml-syntax", case, params), place)


def test_every_case_is_provoked() -> None:
    """No case of a syntax error or of a feature is declared for nothing."""
    cases = {case for _, case, _, _ in MISTAKES} | {case for _, case, _, _ in ODD_SPACES} | {""}
    assert cases == message("yaml-syntax").cases.keys()
    assert {case for _, case, _ in FEATURES} == message("yaml-feature").cases.keys()


NO_BREAK, IDEOGRAPHIC = "U+00A0", "U+3000"
ODD_SPACES = [
    ("a:\n\u00a0\u00a0b: 1", "odd-space", NO_BREAK, (2, 1, 2, 4)),
    ("a: 1\n\u3000b: 2", "odd-space", IDEOGRAPHIC, (2, 1, 2, 3)),
    ("a:\n  b: 1\n\u00a0 c: 2", "odd-space", NO_BREAK, (3, 1, 3, 4)),
    ("a:\n  b: 1\n  \u00a0c: 2", "odd-space", NO_BREAK, (3, 3, 3, 5)),
    ("a\u00a0: 1", "odd-space", NO_BREAK, (1, 1, 1, 3)),
    ("a: \u20032", "odd-space", "U+2003", (1, 4, 1, 6)),
    ("a:\u00a01\nb: 2", "no-colon", NO_BREAK, (1, 1, 1, 5)),
    ("b: 2\na:\u00a01", "no-colon", NO_BREAK, (2, 1, 2, 5)),
    ("b: 2\na:\u30001", "no-colon", IDEOGRAPHIC, (2, 1, 2, 5)),
    ("a:\n  - x\n\u00a0\u00a0- y", "no-colon", NO_BREAK, (3, 1, 3, 6)),
    ("- b\n-\u00a0a", "no-colon", NO_BREAK, (2, 1, 2, 4)),
    ("- b\n-\u00a0a: 1", "no-dash", NO_BREAK, (2, 1, 2, 7)),
    ("a:\n  b: 1\n \u00a0c: 2", "indentation", NO_BREAK, (3, 2, 3, 7)),
]


@pytest.mark.parametrize(("text", "case", "space", "place"), ODD_SPACES)
def test_a_character_that_only_looks_like_a_space_is_named(
    text: str, case: str, space: str, place: Span
) -> None:
    """No-break spaces come from web pages, wide ones from Chinese keyboards; nobody sees them."""
    (finding,) = parse("records/a.yaml", text.encode()).findings
    assert (finding.code, finding.case, finding.params) == ("yaml-syntax", case, {"space": space})
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == place


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: x\u00a0y", {"a": "x\u00a0y"}),
        ("x\u00a0y: 1", {"x\u00a0y": 1}),
        ("'\u00a0x': '\u00a0y'", {"\u00a0x": "\u00a0y"}),
        ("a: \u3000\u3000x", {"a": "\u3000\u3000x"}),
        ("a: x\u00a0", {"a": "x\u00a0"}),
    ],
)
def test_such_a_space_is_allowed_within_a_text_and_in_quotation_marks(
    text: str, value: object
) -> None:
    """It does no harm there, and a Chinese paragraph begins with two wide spaces."""
    assert yamlfile.read(text.encode()) == value


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: ~\na: 1\n\u00a0b: 2", ["empty-value", "duplicate-key", "yaml-syntax"]),
        ("b: ~\na: 1\n\u00a0c: 2", ["empty-value", "yaml-syntax"]),
        ("a: ~\n\u00a0c: 2", ["yaml-syntax"]),
    ],
)
def test_a_badly_indented_key_takes_only_the_value_of_the_key_above(
    text: str, codes: list[str]
) -> None:
    """That the key above has no value is a consequence; other refusals stay."""
    with pytest.raises(YamlRefusedError) as caught:
        yamlfile.sift(text.encode())
    assert [each.code for each in (*caught.value.before, caught.value)] == codes


BYTES = [
    (b"a: \xff\xfe", "not-utf8", "", {"byte": "0xFF"}, (1, 4, 1, 5)),
    (b"\xef\xbb\xbfa: 1\nb: \xc4\xea", "not-utf8", "", {"byte": "0xC4"}, (2, 4, 2, 5)),
    ("\u957f\u6c99".encode("gbk"), "not-utf8", "", {"byte": "0xB3"}, (1, 1, 1, 2)),
    ("a: 1".encode("utf-16"), "not-utf8", "utf16", {}, (1, 1, 1, 2)),
    (b"a: 1\nb: \x00", "control-character", "", {"character": "U+0000"}, (2, 4, 2, 5)),
    (b"a: \x1b[31m", "control-character", "", {"character": "U+001B"}, (1, 4, 1, 5)),
    ("a: b\u202ec".encode(), "control-character", "", {"character": "U+202E"}, (1, 5, 1, 6)),
    ("a: s-017\u200b".encode(), "control-character", "", {"character": "U+200B"}, (1, 9, 1, 10)),
    ("a: b\ufeff".encode(), "control-character", "", {"character": "U+FEFF"}, (1, 5, 1, 6)),
    (b"a: 1\rb: 2", "control-character", "line-end", {"character": "U+000D"}, (1, 5, 1, 6)),
    (b'a: "\\x1b[31m"', "control-character", "escape", {"character": "U+001B"}, (1, 4, 1, 14)),
    (b'"\\u202e": 1', "control-character", "escape", {"character": "U+202E"}, (1, 1, 1, 9)),
    (b'a: "\\r"', "control-character", "escape", {"character": "U+000D"}, (1, 4, 1, 8)),
    (
        b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n",
        "merge-conflict",
        "",
        {"marker": "<<<<<<<", "ours": "HEAD", "theirs": "other"},
        (2, 1, 2, 8),
    ),
    (b"a: 1" * MIB, "file-too-large", "bytes", {"most": MIB}, (0, 0, 0, 0)),
    (b"a: " + b"1" * 500, "number-too-long", "", {"length": 500, "most": 18}, (1, 4, 1, 504)),
    (b"0.123456789012345678", "number-too-long", "", {"length": 20, "most": 18}, (1, 1, 1, 21)),
]


@pytest.mark.parametrize(("data", "code", "case", "params", "place"), BYTES)
def test_bytes_that_are_no_plain_text_are_refused(
    data: bytes, code: str, case: str, params: dict[str, object], place: Span
) -> None:
    """What is hidden, foreign, left by a merge or too long is named, with its place."""
    refused = refusal(data)
    assert (about(refused), refused.span) == ((code, case, params), place)


def test_what_only_looks_like_a_merge_conflict_is_text() -> None:
    """A marker in the middle of a line is nobody's merge."""
    assert yamlfile.read(b"a: see <<<<<<< and >>>>>>>") == {"a": "see <<<<<<< and >>>>>>>"}


# --- bounds -----------------------------------------------------------------------------------


def test_32_levels_are_read_and_no_more() -> None:
    """The bound on depth is exact, for lists and for mappings."""
    assert yamlfile.read(b"[" * 32 + b"]" * 32)
    assert refusal(b"[" * 33 + b"]" * 33).code == "yaml-depth"
    assert yamlfile.read(b"{a: " * 32 + b"1" + b"}" * 32)
    assert refusal(b"{a: " * 33 + b"1" + b"}" * 33).code == "yaml-depth"


def test_100_000_values_are_read_and_no_more() -> None:
    """A file of a million brackets could hold a million findings; it is not gone through."""
    assert refusal(b"- 1\n" * 100_000).code == "file-too-large"
    read = yamlfile.read(b"- 1\n" * 99_999)  # with the list itself, one more
    assert isinstance(read, tuple)
    assert len(read) == 99_999


HOSTILE: dict[str, tuple[bytes, str]] = {
    "opening brackets": (b"[" * 100_000, "yaml-depth"),
    "opening braces": (b"{" * 900, "yaml-feature"),
    "more opening braces": (b"{a: " * 100_000, "yaml-depth"),
    "nested dashes": (b"- " * 50_000, "yaml-depth"),
    "nested questions": (b"? " * 50_000, "yaml-feature"),
    "steps of dashes": (b"".join(b" " * at + b"-\n" for at in range(1_000)), "yaml-depth"),
    "pairs in pairs": (b"[a: " * 100_000, "yaml-depth"),
    "aliases": (
        b"a: &a [x, x]\n"
        + b"".join(b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in b"bcdefghijk"),
        "yaml-feature",
    ),
    "merges": (b"a: &a {x: 1}\n" + b"b: {<<: [*a, *a, *a]}\n" * 9_000, "yaml-feature"),
    "a tag that runs code": (b"!!python/object/apply:os.system [exit 7]", "yaml-feature"),
    "a key as long as the file": (b"k" * (MIB - 4) + b": 1", "yaml-syntax"),
    "colons": (b"a" + b":" * MIB, "file-too-large"),
    "many colons": (b": " * (MIB // 2), "yaml-syntax"),
    "directives": (b"%A\n" * (MIB // 3), "yaml-syntax"),
    "comments": (b"#\n" * (MIB // 2), "empty-file"),
    "blanks": (b" " * MIB, "empty-file"),
    "digits": (b"1" * MIB, "number-too-long"),
    "many values": (b"[" + b"1," * (MIB // 2 - 1) + b"]", "file-too-large"),
    "a late control character": (b"a\n" * (MIB // 2 - 1) + b"\x1b", "control-character"),
    "a late conflict": (b"a\n" * (MIB // 2 - 9) + b"<<<<<<<", "merge-conflict"),
    "conflict markers": (b"<<<<<<<\n" * (MIB // 8), "merge-conflict"),
    "two mebibytes": (b"a" * (2 * MIB), "file-too-large"),
}


def test_braces_as_keys_without_end_are_refused_too() -> None:
    """Some parsers look so far ahead that they give up on the depth, before any key is seen."""
    assert refusal(b"{" * 100_000).code in {"yaml-depth", "yaml-feature"}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    """No file can crash or fill the process, or be read without end."""
    data, code = HOSTILE[name]
    assert refusal(data).code == code


def calls(function: Callable[[], object]) -> int:
    """Count the calls of functions, Python's and C's, until a function returns."""
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


GROWING: dict[str, Callable[[int], str]] = {
    "spaces around a #": lambda size: f"a: x{' ' * size}#{' ' * size}\nb: 1\n",
    "many # in one line": lambda size: f"a: x{' #' * size}\n",
    "many texts with # in one line": lambda size: (
        f"a: [{', '.join([chr(39) + ' #' + chr(39)] * size)}]"
    ),
    "many comments": lambda size: "a: x  # y\n" + "# c\n" * size,
    "blank lines": lambda size: "a: 1\n" + "\n" * size + "b: 'x'\n",
    "a block of text": lambda size: "a: | # c\n" + "  # text\n" * size,
    "records": lambda size: "- {a: 1, b: 'x'} # c\n" * size,
}


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_file_takes_twice_the_work(name: str) -> None:
    """Reading, locating and finding comments call functions in proportion to the file's size."""

    def work(size: int) -> int:
        document = parse("records/a.yaml", GROWING[name](size).encode())
        assert document.value is not None
        return calls(lambda: (parse(document.path, document.data), document.comments()))

    assert work(2_000) <= 2 * work(1_000) + 100


# --- whatever may come ------------------------------------------------------------------------


def read_or_refused(data: bytes) -> None:
    """Read, and let nothing pass but a refusal that says where it is and what to do."""
    refused = None
    try:
        yamlfile.read(data)
    except YamlRefusedError as error:
        refused = error
    if refused is not None:
        said = say(refused.code, refused.params, refused.case)
        assert said.help
        assert re.search(UNSAFE, said.text + said.help) is None
        assert refused.span[:2] <= refused.span[2:]
        return
    for line, column, end_line, end_column in yamlfile.locate(data).values.values():
        assert (1, 1) <= (line, column) < (end_line, end_column)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_a_refusal(data: bytes) -> None:
    """No bytes whatever raise anything else than a refusal."""
    read_or_refused(data)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [*"[]{}:-,#&*!|>'\"%@`?~\n\t\r ", ": ", "- ", "\n  ", "<<", "---", "a"]
            ),
            st.text(max_size=4),
        ),
        max_size=40,
    )
)
def test_any_marks_of_yaml_give_a_value_or_a_refusal(parts: list[str]) -> None:
    """Nor does anything that is made of YAML's own marks."""
    read_or_refused("".join(parts).encode("utf-8", "surrogatepass"))


@given(st.data())
def test_a_damaged_file_gives_a_value_or_a_refusal(data: st.DataObject) -> None:
    """Nor does a good file in which some bytes were changed, lost or doubled."""
    damaged = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        lost = data.draw(st.integers(0, 5))
        damaged[start : start + lost] = data.draw(st.binary(max_size=6))
    read_or_refused(bytes(damaged))


VALUES = st.recursive(
    st.one_of(
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])),
        st.integers(-(10**16), 10**16),
        st.booleans(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text("abc-:#", min_size=1), inner, max_size=4),
    ),
    max_leaves=12,
)


class Quoting(yaml.SafeDumper):
    """Writes text in quotation marks, and no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        """Tell that nothing is to be named and written once."""
        del data
        return True


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@given(VALUES)
def test_what_a_writer_of_yaml_writes_is_read_back(value: object) -> None:
    """Values that PyYAML writes, with text in quotation marks, are read as they were."""

    def tuples(each: object) -> object:
        if isinstance(each, dict):
            return {key: tuples(inner) for key, inner in each.items()}
        return tuple(tuples(inner) for inner in each) if isinstance(each, list) else each

    written = yaml.dump(value, Dumper=Quoting, allow_unicode=True)
    assert yamlfile.read(written.encode()) == tuples(value)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser, for where libyaml is not, gives the same values and places."""
    fast, fast_places = yamlfile.read(GOOD.encode()), yamlfile.locate(GOOD.encode())
    monkeypatch.setattr(builder, "_PARSER", yaml.SafeLoader)
    assert yamlfile.read(GOOD.encode()) == fast
    assert yamlfile.locate(GOOD.encode()).keys == fast_places.keys
    for text, case, place in FEATURES[:10]:
        assert (refusal(text).case, refusal(text).span[:2]) == (case, place[:2])
    assert refusal(b"[" * 100_000).code == "yaml-depth"
    assert refusal(b'a: "\\ud800"').params == {"character": "U+D800"}
    assert refusal(b"a: [").code == "yaml-syntax"


@pytest.mark.parametrize(
    ("text", "value", "refused"),
    [
        ("a: 1\nb: x\n", {"a": 1, "b": "x"}, []),
        ("a:\nb: 1\n", {"a": None, "b": 1}, [("empty-value", ("a",))]),
        ("a: [~, {b: *c}]\nd: 'x'\n", {"a": (None, {"b": None}), "d": "x"}, [
            ("empty-value", ("a", 0)), ("yaml-feature", ("a", 1, "b")),
        ]),
        ("a: 1\na: [2, null]\nb: 1\n", {"a": None, "b": 1}, [
            ("duplicate-key", ("a",)), ("empty-value", ("a", 1)),
        ]),
        ('- 1234567890123456789\n- "\\e"\n-\n', (None, None, None), [
            ("number-too-long", (0,)), ("control-character", (1,)), ("empty-value", (2,)),
        ]),
    ],
)  # fmt: skip
def test_what_is_refused_in_a_document_hides_nothing_else_in_it(
    text: str, value: object, refused: list[tuple[str, tuple[str | int, ...]]]
) -> None:
    """None stands for a value that is refused; the others are read, and each refusal is told."""
    read, found = yamlfile.sift(text.encode())
    assert read == value
    assert [(each.code, each.where) for each in found] == refused
    assert all(each.where in yamlfile.locate(text.encode()).values for each in found)
    if found:
        assert refusal(text).code == found[0].code


@pytest.mark.parametrize("text", ["a:\nb: [\n", "a:\nb: &c 1\n", "a:\nb: 'c\n"])
def test_what_ends_the_reading_is_told_with_what_was_refused_before(text: str) -> None:
    """Where a document cannot be read to its end, what came before is not lost."""
    with pytest.raises(YamlRefusedError) as caught:
        yamlfile.sift(text.encode())
    assert [each.code for each in caught.value.before] == ["empty-value"]


def test_refused_values_are_gathered_up_to_a_bound() -> None:
    """One more than is told ends the reading."""
    text = "-\n" * (builder.MAX_REFUSED + 1)
    with pytest.raises(YamlRefusedError) as caught:
        yamlfile.sift(text.encode())
    assert len(caught.value.before) == builder.MAX_REFUSED


@pytest.mark.parametrize("text", ["~", "", "# nothing\n", "1234567890123456789"])
def test_a_document_that_is_one_refused_value_is_refused(text: str) -> None:
    """There is nothing else to be read in it."""
    with pytest.raises(YamlRefusedError):
        yamlfile.sift(text.encode())


def test_an_error_that_the_parser_does_not_place_is_at_the_top() -> None:
    """An error of the parser without a mark still gives a place."""
    refused = syntax.refusal(yaml.YAMLError(), "a: 1")
    assert (about(refused), refused.span) == (("yaml-syntax", "", {}), (1, 1, 1, 2))


def test_numbers_are_exact() -> None:
    """A decimal is the number that the file has, not the nearest binary one."""
    value = yamlfile.read(b"9999999999999999.9")
    assert value == Decimal("9999999999999999.9")


# --- comments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# c\na: 1\n", Comment(1, 1, "# c", None, plain=False, alone=True)),
        ("a: x #b \n", Comment(1, 6, "#b", ("a",), plain=True, alone=False)),
        ("a: 'x'#b\n", Comment(1, 7, "#b", ("a",), plain=False, alone=False)),
        ("a: ' #x'\t # b\n", Comment(1, 11, "# b", ("a",), plain=False, alone=False)),
        ("a: [x, #b\n  y]\n", Comment(1, 8, "#b", None, plain=False, alone=False)),
        ("a: [x #b\n  ]\n", Comment(1, 7, "#b", ("a", 0), plain=True, alone=False)),
        ("a: #b\n  - x\n", Comment(1, 4, "#b", None, plain=False, alone=False)),
        ("a: x\n  #b\n", Comment(2, 3, "#b", None, plain=False, alone=True)),
        ("a: | # b\n  # x\n", Comment(1, 6, "# b", None, plain=False, alone=False)),
        ("a: |\n  # x\n# b\n", Comment(3, 1, "# b", None, plain=False, alone=True)),
        ("a: x\r\nb: y #b\r\n", Comment(2, 6, "#b", ("b",), plain=True, alone=False)),
        ("a: 'x\n  #y' #b", Comment(2, 7, "#b", ("a",), plain=False, alone=False)),
        ("\u957f: \U0001f600 #b", Comment(1, 6, "#b", ("\u957f",), plain=True, alone=False)),
        ("a: 1\na: x #b\n", Comment(2, 6, "#b", ("a",), plain=True, alone=False)),
    ],
)
def test_a_comment_is_found_where_it_begins(text: str, expected: Comment) -> None:
    """A # in a key or value is no comment, and any other one is."""
    assert parse("records/a.yaml", text.encode()).comments() == [expected]
    assert parse("records/a.yaml", b"\xef\xbb\xbf" + text.encode()).comments() == [expected]


@pytest.mark.parametrize("text", ["a: 1\n", "a: x#y\n'#k': '#'\n", "a: [ # b\n", ""])
def test_there_are_no_comments_without_a_sign_or_in_what_is_not_yaml(text: str) -> None:
    """Without # there is nothing to look for; where the text ends early nobody knows."""
    assert parse("records/a.yaml", text.encode()).comments() == []


WORDS = ["a", "#", " #", "# b", "'", '"', ": ", "\n", "- ", "[", "]", ", ", "|\n  ", "\t", "\u957f"]


@given(st.lists(st.sampled_from(WORDS), max_size=15).map("".join))
@example("a: 'x'#b\n")
def test_comments_can_be_deleted_without_changing_the_value(text: str) -> None:
    """What is taken for a comment is not part of any key or value, and all comments are found."""
    document = parse("records/a.yaml", text.encode())
    if document.value is None or document.findings:
        return
    lines = text.split("\n")
    for line, column, said, *_ in reversed(document.comments()):
        rest = lines[line - 1][column - 1 :]
        assert rest.startswith(said)
        lines[line - 1] = lines[line - 1][: column - 1].rstrip()
    bare = parse("records/a.yaml", "\n".join(lines).encode())
    assert bare.value == document.value
    assert bare.comments() == []
