"""Changing a record's keys in the text of its file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.messages.failures import InvalidRecordError, UsageError
from oicekpi.storage import yamlfile
from oicekpi.storage.edit import set_keys
from oicekpi.storage.record_text import render

PLANNED = """\
# yaml-language-server: $schema=../../schemas/record.schema.json
date: 2024-12-09   # a Monday
kind: trip
state: planned  # until the visa is there

# who goes
people: [staff-074]  # more may join
evidence:  # the papers
  - a.pdf  # first
  # between
  - b.pdf
# the end
"""
MONTH = """\
- state: planned
  date: 2024-10-09
  note: |+
    one
    two

# the second
- {date: 2024-10-15, kind: trip, # for a week
   state: planned}
-
  # the third
  date: 2024-10-23
  people:
  - teacher-028
  - teacher-033
- state: planned  # not yet
  # which day
  date: 2024-10-24
- date: 2024-10-25
  evidence: [ ]  # none so far
  people:  # who goes
  - ann
    # and who may follow
"""


def _lines(old: str, new: bytes) -> tuple[list[str], list[str]]:
    """Give the lines that went and the lines that came."""
    before, after = old.splitlines(), new.decode().splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


@pytest.mark.parametrize(
    ("changes", "went", "came"),
    [
        ({}, [], []),
        ({"kind": "trip", "note": None}, [], []),
        ({"state": None}, ["state: planned  # until the visa is there"], []),
        (
            {"date": "2024-12-11"},
            ["date: 2024-12-09   # a Monday"],
            ["date: 2024-12-11   # a Monday"],
        ),
        ({"approval": "no"}, [], ['approval: "no"']),
        ({"indicator": "A1.staff"}, [], ["indicator: A1.staff"]),
        (
            {"people": ("staff-074", "x")},
            ["people: [staff-074]  # more may join"],
            ["people: [staff-074, x]  # more may join"],
        ),
        ({"people": 2}, ["people: [staff-074]  # more may join"], ["people: 2  # more may join"]),
        ({"evidence": ["a.pdf", "b.pdf", "c: d.pdf"]}, [], ['  - "c: d.pdf"']),
        (
            {"evidence": None},
            ["evidence:  # the papers", "  - a.pdf  # first", "  # between", "  - b.pdf"],
            [],
        ),
    ],
)
def test_only_the_lines_of_the_keys_that_change_are_touched(
    changes: dict[str, object], went: list[str], came: list[str]
) -> None:
    """Comments, order and blank lines stay; what was not asked for is as it was."""
    assert _lines(PLANNED, set_keys(PLANNED.encode(), None, changes)) == (went, came)


def test_a_confirmed_record_reads_as_if_a_careful_hand_had_changed_it() -> None:
    """The state goes, the day changes, approval and evidence come at their usual places."""
    confirmed = {
        "state": None,
        "date": "2024-12-11",
        "approval": "U-1",
        "evidence": ("a.pdf", "b.pdf", "c"),
    }
    assert set_keys(PLANNED.encode(), None, confirmed).decode() == (
        "# yaml-language-server: $schema=../../schemas/record.schema.json\n"
        "date: 2024-12-11   # a Monday\n"
        "kind: trip\n"
        "\n"
        "# who goes\n"
        "people: [staff-074]  # more may join\n"
        "approval: U-1\n"
        "evidence:  # the papers\n"
        "  - a.pdf  # first\n"
        "  # between\n"
        "  - b.pdf\n"
        "  - c\n"
        "# the end\n"
    )


@pytest.mark.parametrize(
    ("at", "changes", "old", "new"),
    [
        (0, {"state": None}, "- state: planned\n  date: 2024-10-09", "-\n  date: 2024-10-09"),
        (0, {"approval": "U-1"}, "09\n  note", "09\n  approval: U-1\n  note"),
        (0, {"note": "x"}, "note: |+\n    one\n    two\n\n#", "note: x\n\n#"),
        (0, {"note": None}, "  note: |+\n    one\n    two\n\n#", "\n#"),
        (2, {"people": ("teacher-028", "teacher-033", "x")}, "33\n", "33\n  - x\n"),
        (2, {"people": 3}, "people:\n  - teacher-028\n  - teacher-033", "people: 3"),
        (2, {"date": None}, "  date: 2024-10-23\n", ""),
        (2, {"state": "cancelled"}, "10-23\n", "10-23\n  state: cancelled\n"),
        (3, {"state": None}, "- state: planned  # not yet", "-"),
        (3, {"state": "cancelled"}, "- state: planned  # not", "- state: cancelled  # not"),
        (3, {"date": None}, "  date: 2024-10-24\n", ""),
        (4, {"evidence": ["x"]}, "[ ]", "[x]"),
        (4, {"evidence": None}, "  evidence: [ ]  # none so far\n", ""),
    ],
)
def test_a_record_in_a_list_changes_alone(
    at: int, changes: dict[str, object], old: str, new: str
) -> None:
    """Of a month's list only the record that is meant changes, by whole lines."""
    assert MONTH.count(old) >= 1
    changed = set_keys(MONTH.encode(), at, changes).decode()
    head, _, tail = MONTH.partition(old) if at != 3 else MONTH.rpartition(old)
    assert changed == f"{head}{new}{tail}"


def test_line_ends_and_the_mark_of_a_windows_editor_stay() -> None:
    """A file with CRLF and a byte order mark keeps both, in new lines too."""
    data = b"\xef\xbb\xbf" + PLANNED.replace("\n", "\r\n").encode()
    changed = set_keys(
        data, None, {"approval": "U-1", "state": None, "evidence": ("a.pdf", "b.pdf", "c")}
    )
    assert changed.startswith(b"\xef\xbb\xbf#")
    assert changed.count(b"\n") == changed.count(b"\r\n") == data.count(b"\n") + 1
    assert b"\xef\xbb\xbf" not in changed[3:]


def test_a_file_whose_last_line_has_no_end_takes_a_new_line() -> None:
    """What is added to a last line without an end begins on a line of its own."""
    assert set_keys(b"date: 2024-10-09", None, {"kind": "trip"}) == b"date: 2024-10-09\nkind: trip"
    assert set_keys(b"a: 1\nkind: trip", None, {"kind": None}) == b"a: 1"


def test_a_new_key_does_not_lengthen_a_text_above_it() -> None:
    """Where the usual place would change another value, the key goes to another place."""
    data = b"date: 2024-10-09\nevidence:\n  - |+\n    one\n\n\nnote: x\n"
    changed = set_keys(data, None, {"approval": "U-1", "outcome": "y"})
    assert yamlfile.read(changed) == {
        "date": "2024-10-09",
        "outcome": "y",
        "approval": "U-1",
        "evidence": ("one\n\n\n",),
        "note": "x",
    }
    data = b"date: 2024-10-09\nnote: |+\n  one\n\n"
    changed = set_keys(data, None, {"zz": "x"})
    assert changed == b"date: 2024-10-09\nzz: x\nnote: |+\n  one\n\n"


@pytest.mark.parametrize(
    ("data", "at", "changes"),
    [
        ("- date: x", 0, {"date": None}),
        ("- {date: x}", 0, {"date": None}),
        ("date: x", None, {"date": None}),
        ("- ? date\n  : x\n  ? kind\n  : y", 0, {"kind": None}),
        ("note: |+\n  x\n\n", None, {"date": "y"}),
        ("{date: x, kind: y}", None, {"kind": "z"}),
        ("{date: x, kind: y}\n# end\n\n", None, {"note": "z"}),
        ("{\n  date: x, # day\n  kind: y\n}", None, {"kind": None}),
        ("- {date: x}\n- {date: y}", 0, {"date": "z"}),
    ],
)
def test_a_change_that_would_touch_more_is_refused(
    data: str, at: int | None, changes: dict[str, object]
) -> None:
    """What cannot be changed by itself is left to a person; nothing is guessed."""
    with pytest.raises(UsageError, match="not-editable"):
        set_keys(data.encode(), at, changes)


@pytest.mark.parametrize(
    ("data", "changes"),
    [
        (PLANNED, {"evidence": ["c.pdf"]}),
        ("people: [a, # first\n  b]", {"people": ["b"]}),
        ("people:\n- a\n  # one more\ndate: x", {"people": 2}),
        ("note: |  # by Li\n  x\n", {"note": "y"}),
    ],
)
def test_a_change_that_would_lose_a_comment_is_refused(
    data: str, changes: dict[str, object]
) -> None:
    """A comment inside a value that is replaced is someone's work."""
    with pytest.raises(UsageError, match="not-editable"):
        set_keys(data.encode(), None, changes)


def test_a_long_list_takes_a_line_for_each_item_and_keeps_the_comment() -> None:
    """What does not fit on a line stands below its key."""
    names = [f"{letter * 60}.pdf" for letter in "ab"]
    changed = set_keys(b"- evidence: []  # papers\n  date: x\n", 0, {"evidence": names})
    lines = f"- evidence:  # papers\n    - {names[0]}\n    - {names[1]}\n  date: x\n"
    assert changed.decode() == lines


def test_a_value_that_no_record_may_have_is_refused() -> None:
    """A change is held to the same rules as a new record."""
    with pytest.raises(InvalidRecordError) as caught:
        set_keys(PLANNED.encode(), None, {"approval": "a\x85"})
    assert [each.code for each in caught.value.findings] == ["control-character"]


KEYS = st.sampled_from(["date", "kind", "people", "note", "approval", "evidence", "zz"])
TEXTS = st.text(st.sampled_from("ab :#,[]{}\n\"'-|>é文"), max_size=8)
VALUES = st.one_of(TEXTS, st.integers(0, 99), st.lists(TEXTS, max_size=3).map(tuple))
RECORDS = st.dictionaries(KEYS, VALUES, min_size=1)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
STYLES = st.sampled_from(["alone", "in a list"])


def _written(record: dict[str, object], style: str) -> str:
    """Write a record with a comment over and beside each of its lines."""
    lines = [f"# over\n{line}  # beside\n" for line in render(record, None).splitlines()]
    if style == "alone":
        return "".join(lines)
    return "-\n" + "".join(lines).replace("# over\n", "  # over\n  ")


@given(RECORDS, st.dictionaries(KEYS, st.none() | VALUES, min_size=1), STYLES, LINE_ENDS)
def test_whatever_is_changed_reads_back_as_asked(
    record: dict[str, object], changes: dict[str, object], style: str, line_end: str
) -> None:
    """A change gives just the record that was asked for, and loses no comment of another line."""
    text, at = _written(record, style), None if style == "alone" else 0
    wanted = {key: value for key, value in (record | changes).items() if value is not None}
    try:
        changed = set_keys(text.replace("\n", line_end).encode(), at, changes)
    except UsageError:
        # A record must keep one of its keys all the while.
        assert not any(value is not None and key in record for key, value in wanted.items())
        return
    found = yamlfile.read(changed)
    assert (found if at is None else found[at]) == wanted  # type: ignore[index]  # a list
    kept = [key for key in record if key in wanted]
    assert changed.count(b"# over") == len(record)
    assert changed.count(b"# beside") >= len(kept)
