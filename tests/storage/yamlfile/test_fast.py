"""The short way to read YAML gives what the parser gives, or leaves it to the parser."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oicekpi.storage.yamlfile import YamlRefusedError, fast
from oicekpi.storage.yamlfile.builder import MAX_VALUES, build
from oicekpi.storage.yamlfile.source import text_of

ODD = [
    *"-?:,[]{}#&*!|>'\"%@`~=<. \t\n\u00a0\u2003",
    "\r\n",
    ": ",
    " #",
    "- ",
    ", ",
    "null",
    "9" * 18,
    "",
]
WORDS = ["a", "-1", "1", "0", "010", "1.50", "NO", "true", "null", "x y", "2024-04-12", "staff-017"]
WORDS += [
    "\u957f\u6c99",
    "\u0661",
    "\u201cx\u201d",
    "a/b",
    "tr-ue",
    "Null",
    "9" * 19,
    "F",
    "n.a",
    "_",
]
LONG = ["k" * 64, "k" * 65, "k" * 1024, "k" * 1025]  # the parser takes keys of 1,024 characters
KEYS = st.sampled_from(["a", "b", "c", "people", "a_b", "null", "n", "true", *LONG])
WORDS += LONG
VALUES = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(
        lambda each: f"[{', '.join(each)}]"
    ),
)
ENTRIES = st.lists(st.tuples(KEYS, VALUES), min_size=1, max_size=4, unique_by=lambda each: each[0])
RECORDS = ENTRIES.map(lambda entries: [f"{key}: {value}" for key, value in entries])
LISTS = st.lists(RECORDS, min_size=1, max_size=3).map(
    lambda records: [
        ("  " if at else "- ") + line for record in records for at, line in enumerate(record)
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Write records plainly, then put something odd in some places."""
    text = "".join(f"{line}\n" for line in draw(st.one_of(RECORDS, LISTS)))
    for odd in draw(st.lists(st.sampled_from(ODD), max_size=2)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + odd + text[at + draw(st.integers(0, 1)) :]
    return text


@given(texts())
@example("a: 1\n\n\n# b: 2\nc: [x y, 2.0, no]\n")
@example("- a: 1\n  b: true\n# c\n\n- a: [010]\n")
@example("a: b\n  c: d\n")
@example("  a: b\n")
@example("- a: b\nc: d\n")
@example("a: b\na: c\n")
@example("a: [x, ~]\n")
def test_both_ways_give_the_same(text: str) -> None:
    """What the short way reads, it reads as the parser does, to the type of each value."""
    quick = fast.read(text)
    if quick is not None:
        assert repr(quick) == repr(build(text_of(text.encode())))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("date: 2024-04-12\npeople: 2\n", {"date": "2024-04-12", "people": 2}),
        ("# why\nof: [trip, 1, a b]\n", {"of": ("trip", 1, "a b")}),
        ("- a: x\n  b: y\n\n- a: z\n", ({"a": "x", "b": "y"}, {"a": "z"})),
    ],
)
def test_plain_records_are_read_the_short_way(text: str, value: object) -> None:
    """A record, a record with a comment and a list, and a list of records need no parser."""
    assert fast.read(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "a: b",
        "a: 'b'\n",
        "a: b # c\n",
        "a: b: c\n",
        "a:\n  - b\n",
        "a: b \n",
        "a:  b\n",
        "a: null\n",
        "a: [b, null]\n",
        "a: []\n",
        "a: [b, [c]]\n",
        "- a: b\n  a: c\n",
        "- a: ~\n",
        "  a: b\n",
        "a: b\n- c: d\n",
        "  a: b\n- c: d\n",
        f"a: {'9' * 19}\n",
    ],
)
def test_what_is_less_plain_is_left_to_the_parser(text: str) -> None:
    """Quotation marks, colons, blocks, nested and empty values are not read the short way."""
    assert fast.read(text) is None


def test_very_long_files_are_left_to_the_parser() -> None:
    """The bound on the number of values is the parser's alone."""
    text = "".join(f"k{'x' * 3}: 1\n" for _ in range(fast.MAX_LINES + 1))
    assert fast.read(text) is None
    assert fast.MAX_LINES * 3 < MAX_VALUES
    with pytest.raises(YamlRefusedError):
        build(text)
