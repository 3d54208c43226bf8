"""What YAML is accepted, what is not, and where each value stands."""

import math
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import builder, slips
from oicekpi.storage.yamlfile.refusal import YamlRefusedError

MIB = 1 << 20
GOOD = (
    "# a record\ndate: 2024-04-12\nkind: trip\nindicator: [A1.staff, A1.partners]\n"
    "people:\n- staff-017\n- 'staff 023'\ncountry: DE\nnote: |\n  two\n  lines\nshare: 0.25\n"
)


def refusal(text: str | bytes) -> YamlRefusedError:
    """Give the refusal of what must be refused."""
    with pytest.raises(YamlRefusedError) as caught:
        yamlfile.read(text if isinstance(text, bytes) else text.encode())
    return caught.value


def span(refused: YamlRefusedError) -> tuple[int, int, int, int]:
    """Give the place that a refusal names."""
    return refused.line, refused.column, refused.end_line, refused.end_column


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
        ("0.25", 0.25),
        ("-10.50", -10.5),
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
    ("a: &name x", "an anchor (&name) stands here", (1, 4, 1, 11)),
    ("a: &name [x]", "an anchor (&name) stands here", (1, 4, 1, 11)),
    ("&name a: x", "an anchor (&name) stands here", (1, 1, 1, 8)),
    ("a: *name", "an alias (*name) stands here", (1, 4, 1, 9)),
    ("*name : x", "an alias (*name) stands here", (1, 1, 1, 6)),
    ("a: !name x", "a tag (!name) stands here", (1, 4, 1, 11)),
    ("!name a: x", "a tag (!name) stands here", (1, 1, 1, 8)),
    ("a: !!python/object/apply:os.system [x]", "a tag (!name) stands here", (1, 4, 1, 37)),
    ("a: ! x", "a tag (!name) stands here", (1, 4, 1, 7)),
    ("<<: {a: 1}", "a merge key (<<) stands here", (1, 1, 1, 3)),
    ("? [a]\n: b", "a list or mapping stands as a key", (1, 3, 1, 4)),
    ("{? {a: 1} : b}", "a list or mapping stands as a key", (1, 4, 1, 5)),
    ("a: 1\n---\nb: 2", "a second document begins here (---)", (2, 1, 2, 4)),
    ("%TAG ! x:\n---\na: 1", "a directive (%) stands here", (1, 1, 2, 4)),
    ("%YAML 1.1\n---\na: NO", "a directive (%) stands here", (1, 1, 2, 4)),
]


@pytest.mark.parametrize(("text", "message", "place"), FEATURES)
def test_what_yaml_can_do_beyond_plain_values_is_refused(
    text: str, message: str, place: tuple[int, int, int, int]
) -> None:
    """Nothing in a file can name, repeat, merge or make anything."""
    refused = refusal(text)
    assert (refused.code, refused.message, span(refused)) == ("yaml-feature", message, place)
    assert refused.hint


EMPTIES = [
    ("", "empty-file", "the file is empty", (1, 1, 1, 2)),
    ("\n\n", "empty-file", "the file is empty", (1, 1, 1, 2)),
    ("# only a comment\n", "empty-file", "the file is empty", (1, 1, 1, 2)),
    ("---\n", "empty-file", "the file is empty", (1, 1, 1, 2)),
    ("null\n", "empty-file", "the file is empty", (1, 1, 1, 2)),
    ("a:\nb: 1", "empty-value", "there is no value here", (1, 3, 1, 4)),
    ("a: [b, null]", "empty-value", "`null` is no value", (1, 8, 1, 12)),
    ("a: ~", "empty-value", "`~` is no value", (1, 4, 1, 5)),
    ("- a\n-\n", "empty-value", "there is no value here", (2, 2, 2, 3)),
    ("?\n: b", "empty-value", "there is no key here", (1, 2, 1, 3)),
]


@pytest.mark.parametrize(("text", "code", "message", "place"), EMPTIES)
def test_nothing_is_no_value(
    text: str, code: str, message: str, place: tuple[int, int, int, int]
) -> None:
    """A forgotten value is told as such, and not taken for a chosen one."""
    refused = refusal(text)
    assert (refused.code, refused.message, span(refused)) == (code, message, place)


def test_no_key_stands_twice() -> None:
    """The second of two equal keys is refused, however deep, and named safely."""
    refused = refusal('a:\n  - b: 1\n    "b": 2\n')
    assert (refused.code, refused.message) == ("duplicate-key", "the key `b` stands twice")
    assert span(refused) == (3, 5, 3, 8)
    assert refusal('"x\\ny": 1\n"x\\ny": 2').message == "the key `x y` stands twice"


QUOTED = "put the whole text in quotation marks"
CLOSE = "close it with the same mark; inside '\u2026' write '' for one '"
LINE_UP = "begin it in the same column as the keys it belongs to"
FULL_WIDTH = "write an ordinary colon and a space, `: `, and not the full-width \uff1a"
NO_COLON = "this line has no key with a colon and a space"
TAB = "a tab stands here, where YAML takes spaces only"
SLIPS = [
    ("a: 1\n\tb: 2", TAB, "indent with spaces", (2, 1, 2, 2)),
    ("a:\n\t- x", TAB, "indent with spaces", (2, 1, 2, 2)),
    ("\ta: 1", TAB, "indent with spaces", (1, 1, 1, 2)),
    ("a: 1\nkind\uff1atrip\nb: 2", NO_COLON, FULL_WIDTH, (2, 1, 2, 10)),
    ("a: 1\nkind:trip\nb: 2", NO_COLON, "put a space after the colon", (2, 1, 2, 10)),
    (
        "a: 1\nkind trip \nb: 2",
        NO_COLON,
        "write `key: value`, or indent it under the text it continues",
        (2, 1, 2, 10),
    ),
    (
        "kind\uff1atrip\na: 1",
        "the line has no key with a colon and a space",
        FULL_WIDTH,
        (1, 1, 1, 10),
    ),
    (
        "kind:trip\na: 1",
        "the line has no key with a colon and a space",
        "put a space after the colon",
        (1, 1, 1, 10),
    ),
    ("{b\uff1a1}", "there is no value here", FULL_WIDTH, (1, 5, 1, 6)),
    ("{b:1}", "there is no value here", "put a space after the colon", (1, 5, 1, 6)),
    (
        "note: one: two",
        "a second colon stands in this line",
        "put the whole text in quotation marks: 'like: this'",
        (1, 10, 1, 11),
    ),
    (
        "a: 1\n  b: 2",
        "this line is indented further than the one above, and so continues its text",
        LINE_UP,
        (2, 3, 2, 7),
    ),
    (
        "a: [1, 2\nb: 3",
        "this `[` is not closed",
        "write `]` after the last value",
        (1, 4, 1, 5),
    ),
    ("a: {b: 1", "this `{` is not closed", "write `}` after the last value", (1, 4, 1, 5)),
    (
        "a: ['b' c]",
        "a comma or `]` is missing here",
        "part values by `, `, or put them in quotation marks",
        (1, 9, 1, 10),
    ),
    ("a: 'b\nc: d", "this quotation mark is not closed", CLOSE, (1, 4, 1, 5)),
    ("a: 'it's'", "this does not belong to the value before it", f"{QUOTED}; inside", (1, 8, 1, 9)),
    ("a: [b]]", "this does not belong to the value before it", f"{QUOTED}; inside", (1, 7, 1, 8)),
    ("a: 1\n- b", "a list item stands where a key should", "indent it under its key", (2, 1, 2, 4)),
    ("a:\n  b: 1\n c: 2", "this line's indentation fits no line above it", LINE_UP, (3, 2, 3, 6)),
    (
        "- a\nb: 1",
        "this line stands among list items and is none",
        "begin it with `- `, or indent it under the item it belongs to",
        (2, 1, 2, 5),
    ),
    (
        "a: [",
        "the file ends inside a bracket",
        "close each `[` with `]`, and each `{` with `}`",
        (2, 1, 2, 2),
    ),
    ("a: [b,,c]", "a value is missing before `,`", f"write one, or {QUOTED}", (1, 7, 1, 8)),
    (": b", "there is no key before this colon", "write one", (1, 1, 1, 2)),
    ("{: b}", "there is no key before this colon", "write one", (1, 2, 1, 3)),
    ("a: @b", "text cannot begin with `@`", QUOTED, (1, 4, 1, 5)),
    ("a: * b", "text cannot begin with `*`", QUOTED, (1, 4, 1, 5)),
    ("a: !b!c d", "text cannot begin with `!`", QUOTED, (1, 4, 1, 5)),
    ("a: !<b", "text cannot begin with `!`", QUOTED, (1, 4, 1, 5)),
    (
        r'a: "C:\qir"',
        'the backslash in "\u2026" begins no escape sequence that there is',
        "write '\u2026' instead, in which a backslash is only a backslash",
        (1, 7, 1, 8),
    ),
    (
        "a: | b",
        "text stands beside `|` or `>`",
        "begin the text in the next line, indented",
        (1, 6, 1, 7),
    ),
    (
        "a: - b",
        "a list begins in the line of its key",
        "begin each item in a line of its own below the key, or write [one, two]",
        (1, 4, 1, 5),
    ),
    (
        "a: 1\n...\nb: 2",
        "text follows after the document's end (...)",
        "delete the line `...`",
        (3, 1, 3, 5),
    ),
    ("%YAML 3.0\n---\na: 1", "a directive (%) stands here", "delete the line", (1, 1, 1, 10)),
    ("%OTHER x\n---\na: 1", "a directive (%) stands here", "delete the line", (1, 1, 1, 9)),
    ("a: |0\n  b", "found an indentation indicator equal to 0", "check indentation", (1, 5, 1, 6)),
]


@pytest.mark.parametrize(("text", "message", "hint", "place"), SLIPS)
def test_a_slip_is_told_where_it_was_made(
    text: str, message: str, hint: str, place: tuple[int, int, int, int]
) -> None:
    """The line of the slip is named, not the one where the parser gave up, and so is the mend."""
    refused = refusal(text)
    assert (refused.message, span(refused)) == (message, place)
    assert refused.hint.startswith(hint)


BYTES = [
    (b"a: \xff\xfe", "not-utf8", "byte 0xFF is not UTF-8", (1, 4, 1, 5)),
    (b"\xef\xbb\xbfa: 1\nb: \xc4\xea", "not-utf8", "byte 0xC4 is not UTF-8", (2, 4, 2, 5)),
    ("\u957f\u6c99".encode("gbk"), "not-utf8", "byte 0xB3 is not UTF-8", (1, 1, 1, 2)),
    ("a: 1".encode("utf-16"), "not-utf8", "the file is in UTF-16", (1, 1, 1, 2)),
    (
        b"a: 1\nb: \x00",
        "control-character",
        "the invisible character U+0000 stands here",
        (2, 4, 2, 5),
    ),
    (
        b"a: \x1b[31m",
        "control-character",
        "the invisible character U+001B stands here",
        (1, 4, 1, 5),
    ),
    (
        "a: b\u202ec".encode(),
        "control-character",
        "the invisible character U+202E stands here",
        (1, 5, 1, 6),
    ),
    (
        "a: staff-017\u200b".encode(),
        "control-character",
        "the invisible character U+200B stands here",
        (1, 13, 1, 14),
    ),
    (
        "a: b\ufeff".encode(),
        "control-character",
        "the invisible character U+FEFF stands here",
        (1, 5, 1, 6),
    ),
    (
        b"a: 1\rb: 2",
        "control-character",
        "the invisible character U+000D stands here",
        (1, 5, 1, 6),
    ),
    (
        b'a: "\\x1b[31m"',
        "control-character",
        "the text holds the invisible character U+001B",
        (1, 4, 1, 14),
    ),
    (
        b'"\\u202e": 1',
        "control-character",
        "the text holds the invisible character U+202E",
        (1, 1, 1, 9),
    ),
    (
        b'a: "\\r"',
        "control-character",
        "the text holds the invisible character U+000D",
        (1, 4, 1, 8),
    ),
    (
        b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n",
        "merge-conflict",
        "a merge conflict was left in the file: <<<<<<<",
        (2, 1, 2, 8),
    ),
    (b"a: 1" * MIB, "file-too-large", "the file is larger than 1,048,576 bytes", (0, 0, 0, 0)),
    (b"a: " + b"1" * 5_000, "number-too-long", "this number has 5,000 characters", (1, 4, 1, 5004)),
    (
        b"a: 0.123456789012345678",
        "number-too-long",
        "this number has 20 characters",
        (1, 4, 1, 24),
    ),
]


@pytest.mark.parametrize(("data", "code", "message", "place"), BYTES)
def test_bytes_that_are_no_plain_text_are_refused(
    data: bytes, code: str, message: str, place: tuple[int, int, int, int]
) -> None:
    """What is hidden, foreign, left by a merge or too long is named, with its place and a mend."""
    refused = refusal(data)
    assert (refused.code, refused.message, span(refused)) == (code, message, place)
    assert refused.hint


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
def test_a_hostile_file_is_refused_within_a_second(name: str) -> None:
    """No file can crash, hang or fill the process."""
    data, code = HOSTILE[name]
    # The process's own time: a machine that is busy with other things is no fault of the reader.
    start = time.process_time()
    assert refusal(data).code == code
    assert time.process_time() - start < 1


# --- whatever may come ------------------------------------------------------------------------


def read_or_refused(data: bytes) -> None:
    """Read, and let nothing pass but a refusal that says where and how to mend it."""
    refused = None
    try:
        yamlfile.read(data)
    except YamlRefusedError as error:
        refused = error
    if refused is not None:
        assert refused.message.isprintable()
        assert refused.hint
        assert refused.hint.isprintable()
        assert (refused.line, refused.column) <= (refused.end_line, refused.end_column)
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
    for text, message, place in FEATURES[:10]:
        assert (refusal(text).message, span(refusal(text))[:2]) == (message, place[:2])
    assert refusal(b"[" * 100_000).code == "yaml-depth"
    assert refusal(b'a: "\\ud800"').message == "the text holds the invisible character U+D800"
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


def test_a_fault_that_the_parser_does_not_place_stands_at_the_top() -> None:
    """An error of the parser without a mark still gives a place and a hint."""
    refused = slips.refusal(yaml.YAMLError(), "a: 1")
    assert (refused.message, span(refused)) == ("this is not YAML", (1, 1, 1, 2))


def test_numbers_are_finite() -> None:
    """No file can bring in what is not a number."""
    value = yamlfile.read(b"9999999999999999.9")
    assert isinstance(value, float)
    assert math.isfinite(value)
