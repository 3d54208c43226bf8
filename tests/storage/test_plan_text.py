"""A plan's file with other values in it, and nothing else changed."""

from collections.abc import Callable

import pytest

from oicekpi.domain.finding import Where
from oicekpi.messages.failures import UsageError
from oicekpi.storage.plan_text import rewritten

BLOCK = """\
# What we promise.
title: "Plan of 2024"
dated: 2023-12-11  # signed
# Published late.
published: 2024-07-15

sections:
  - id: A
    #> 2022: 3 of 4
    revisions:
      - {on: 2024-07-01, target: {at_least: 6}, reason: no
          fund}
      - on: 2024-11-01
        # an old comment
        reason: |
          none
          at all
    # the pace
    pace:
      checkpoints:
        2024-06-30: 2   # half
        '2024-12-31': 4
  - revisions: [1]
    id: B
  - id: C
"""
EXPECTED = """\
# What we promise.
title: "Plan of 2025"
# Published late.

sections:
  #> 2024: 4 of 4
  #> more
  - id: A
    # the pace
    pace:
      checkpoints:
        2025-06-30: 2   # half
        '2025-12-31': 4
  -
    id: B
  #> 2024: none
  - id: C
"""
VALUES: dict[Where, tuple[str, str]] = {("title",): ("2024", "2025")}
POINTS: Where = ("sections", 0, "pace", "checkpoints")
KEYS: dict[Where, tuple[str, str]] = {
    (*POINTS, "2024-06-30"): ("2024-06-30", "2025-06-30"),
    (*POINTS, "2024-12-31"): ("2024-12-31", "2025-12-31"),
}
REMOVED: list[Where] = [
    ("dated",), ("published",), ("sections", 0, "revisions"), ("sections", 1, "revisions"),
]  # fmt: skip
REMARKS: dict[Where, list[str]] = {
    ("sections", 0): ["2024: 4 of 4", "more"],
    ("sections", 2): ["2024: none"],
}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_but_what_is_changed_stays(mark: str, end: str) -> None:
    """Comments, order, blank lines, quotation marks, line ends and a mark stay."""
    data = (mark + BLOCK.replace("\n", end)).encode()
    changed = rewritten(data, VALUES, KEYS, REMOVED, REMARKS).decode()
    assert changed == mark + EXPECTED.replace("\n", end)


@pytest.mark.parametrize(
    ("text", "removed", "expected"),
    [
        ("{a: 1, b: [2], c: 3}\n", ["a"], "{b: [2], c: 3}\n"),
        ("{a: 1, b: [2], c: 3}\n", ["b"], "{a: 1, c: 3}\n"),
        ("{a: 1, b: 2, c: {d: 3}}\n", ["c"], "{a: 1, b: 2}\n"),
        ("{a: [1], b: 2, c: {d: 3}}", ["b", "c"], "{a: [1]}"),
        ("{a: 1, b: 2, c: 3}\n", ["a", "b"], "{c: 3}\n"),
        ("a: 1\nb: [2,\n  3]\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
        ("a: 1\nb: |\n  two\n\nc: 3", ["b"], "a: 1\nc: 3"),
        ("a: 1\nb: 2", ["b"], "a: 1\n"),
        ("a: 1\nb:\n  #> ours\n  - 2\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
    ],
)
def test_keys_are_removed_with_their_values(text: str, removed: list[str], expected: str) -> None:
    """Whole lines go, or a piece between brackets with its comma."""
    where: list[Where] = [(key,) for key in removed]
    assert rewritten(text.encode(), {}, {}, where, {}).decode() == expected


def test_number_is_replaced() -> None:
    """A number is read anew."""
    data = b"- {value: 28.50, on: 2023-12-31}\n"
    values: dict[Where, tuple[str, str]] = {
        (0, "value"): ("28.50", "33"),
        (0, "on"): ("2023-12-31", "2024-12-10"),
    }
    changed = rewritten(data, values, {}, [], {})
    assert changed == b"- {value: 33, on: 2024-12-10}\n"


def test_remark_in_a_text_is_no_remark() -> None:
    """What only looks like a comment of ours is a text, and stays."""
    data = b"a: |\n  #> quoted\nb: x\n#> ours\n"
    assert rewritten(data, {}, {}, [], {}) == b"a: |\n  #> quoted\nb: x\n"


def test_control_characters_do_not_reach_the_file() -> None:
    """A remark is one line of printable text."""
    changed = rewritten(b"- a: 1\n", {}, {}, [], {(0,): ["a\nb: 2\x1b"]})
    assert changed == b"#> a b: 2<U+001B>\n- a: 1\n"


@pytest.mark.parametrize(
    ("text", "values", "keys"),
    [
        ('a: "20\\x324"\n', {("a",): ("2024", "2025")}, {}),
        ("a: {2024-02-28: 1, 2024-02-29: 2}\n", {}, {
            ("a", "2024-02-28"): ("2024-02-28", "2025-02-28"),
            ("a", "2024-02-29"): ("2024-02-29", "2025-02-28"),
        }),
    ],
)  # fmt: skip
def test_change_that_would_go_wrong_is_refused(
    text: str, values: dict[Where, tuple[str, str]], keys: dict[Where, tuple[str, str]]
) -> None:
    """What is not in the text as it is in the value is not guessed."""
    with pytest.raises(UsageError) as caught:
        rewritten(text.encode(), values, keys, [], {})
    assert caught.value.code == "draft-not-editable"


def test_twice_the_plan_takes_twice_the_work(calls: Callable[[Callable[[], object]], int]) -> None:
    """A plan of many indicators is rewritten in time that grows no faster than it does."""

    def work(number: int) -> int:
        part = "- id: A\n  #> old\n  revisions: [{on: 2024-07-01}]\n  due: 2024-03-04\n"
        values: dict[Where, tuple[str, str]] = {(n, "due"): ("4", "5") for n in range(number)}
        removed: list[Where] = [(n, "revisions") for n in range(number)]
        remarks: dict[Where, list[str]] = {(n,): ["new"] for n in range(number)}
        data = (part * number).encode()
        return calls(lambda: rewritten(data, values, {}, removed, remarks))

    assert work(200) < 2.5 * work(100)
