"""Whether a value is what its model wants: each fault in our own words, with its place and mend."""

from collections.abc import Callable

import pytest
from oicekpi.schema.record_sketch import NOTHING
from oicekpi.schema.validation import validate
from pydantic import BaseModel, RootModel, TypeAdapter

from oicekpi.domain.finding import Fault
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Record
from oicekpi.schema import plan_model as plans
from oicekpi.schema import record_model as records
from oicekpi.storage import document, yamlfile
from oicekpi.storage.yamlfile import Value

Check = Callable[[Value], tuple[object, list[Fault]]]


def findings(check: Check, text: str) -> list[tuple[int, int, int, str, str, str]]:
    """Give each finding's line, column, last column, code, message and hint."""
    data = text.encode()
    checked, faults = check(yamlfile.read(data))
    assert isinstance(checked, Plan | Record) == (not faults)
    return [
        (each.line, each.column, each.end_column, each.code, each.message, each.hint)
        for each in document.place("file.yaml", data, faults)
    ]


RECORD_TEXT = "date: 2024-04-12\nkind: trip\nindicator: A1.staff\npeople: 2\n"
KINDS = "trip, application, agreement, appointment, milestone or activity"
ID_HINT = "an id is of letters A to Z and digits, with single dots, dashes or underscores between"
KEYS = (
    "the keys are date, indicator, state, reason, approval, evidence, note, kind, people, country, "
    "partner, purpose and until"
)
RECORDS = [
    (
        "contry: DE",
        (5, 1, 7, "unknown-key", "the key `contry` is not known here", "did you mean `country`?"),
    ),
    (
        "xyzzy: DE",
        (
            5,
            1,
            6,
            "unknown-key",
            "the key `xyzzy` is not known here",
            KEYS,
        ),
    ),
    (
        '"x\\ny": DE',
        (
            5,
            1,
            7,
            "unknown-key",
            "the key `x y` is not known here",
            KEYS,
        ),
    ),
    (
        "note: 15",
        (
            5,
            7,
            9,
            "wrong-type",
            "text is wanted here, not the number 15",
            "put it in quotation marks",
        ),
    ),
    (
        "note: true",
        (5, 7, 11, "wrong-type", "text is wanted here, not `true`", "put it in quotation marks"),
    ),
    (
        "note: [a]",
        (5, 7, 8, "wrong-type", "text is wanted here, not a list", "write one text"),
    ),
    (
        "purpose: {a: b}",
        (5, 10, 11, "wrong-type", "text is wanted here, not a mapping", "write one text"),
    ),
    (
        "purpose: ''",
        (5, 10, 12, "empty-text", "the text is empty", "write one, or delete the key"),
    ),
    (
        "evidence: a.pdf",
        (
            5,
            11,
            16,
            "wrong-type",
            "a list is wanted here, not `a.pdf`",
            "write [one, two], or a line with `- ` for each",
        ),
    ),
    (
        "evidence: [a.pdf, ' ']",
        (5, 19, 22, "empty-text", "the text is empty", "write one, or take it out of the list"),
    ),
    (
        "state: cancled",
        (
            5,
            8,
            15,
            "unknown-word",
            "`cancled` is not one of done, planned or cancelled",
            "did you mean `cancelled`?",
        ),
    ),
    (
        "state: 5",
        (
            5,
            8,
            9,
            "unknown-word",
            "the number 5 is not one of done, planned or cancelled",
            "write done, planned or cancelled",
        ),
    ),
    (
        "until: 2024-04-11",
        (
            5,
            8,
            18,
            "bad-until",
            "the trip ends on 2024-04-11, before it begins",
            "write `until` as a day on or after `date`",
        ),
    ),
]


@pytest.mark.parametrize(("line", "finding"), RECORDS)
def test_a_fault_of_a_record_is_placed_worded_and_mended(
    line: str, finding: tuple[int, int, int, str, str, str]
) -> None:
    """What is wrong with one line is told of that line alone."""
    assert findings(records.check, RECORD_TEXT + line) == [finding]


@pytest.mark.parametrize(
    ("kind", "shown", "hint"),
    [
        ("Trip", "`Trip`", "did you mean `trip`?"),
        ("journey", "`journey`", f"write {KINDS}"),
        ("7", "the number 7", f"write {KINDS}"),
        ("[trip]", "a list", f"write {KINDS}"),
        ("{trip: 1}", "a mapping", f"write {KINDS}"),
    ],
)
def test_a_kind_that_there_is_not_is_told_at_its_place(kind: str, shown: str, hint: str) -> None:
    """A kind is one of six words; the nearest is proposed."""
    (found,) = findings(records.check, f"date: 2024-04-12\nkind: {kind}\nindicator: A1\n")
    assert found[:2] == (2, 7)
    assert found[3:] == ("unknown-word", f"{shown} is not one of {KINDS}", hint)


def test_what_is_missing_is_told_at_what_lacks_it() -> None:
    """A missing key stands at the first key of its mapping."""
    assert findings(records.check, "# a record\npeople: 2\n") == [
        (2, 1, 7, "missing-key", "the key `date` is missing", "add `date: \u2026`"),
        (2, 1, 7, "missing-key", "the key `indicator` is missing", "add `indicator: \u2026`"),
        (2, 1, 7, "missing-key", "the key `kind` is missing", "add a line such as `kind: trip`"),
    ]
    assert findings(records.check, "kind: agreement\n") == [
        (1, 1, 5, "missing-key", f"the key `{key}` is missing", f"add `{key}: \u2026`")
        for key in ("date", "indicator", "partner")
    ]


@pytest.mark.parametrize(
    ("text", "shown", "hint"),
    [
        ("just words", "`just words`", "write lines of `key: value`"),
        ("- kind: trip", "a list", "write lines of `key: value`"),
        ("12", "the number 12", "write lines of `key: value`"),
        (
            "kind\uff1atrip",
            "`kind\uff1atrip`",
            "write an ordinary colon and a space, `: `, and not the full-width \uff1a",
        ),
        ("kind:trip", "`kind:trip`", "put a space after the colon"),
    ],
)
def test_a_document_is_a_mapping(text: str, shown: str, hint: str) -> None:
    """What has no keys is told so, and a colon that is none is pointed out."""
    for check in (plans.check, records.check):
        ((_, _, _, code, message, mend),) = findings(check, text)
        assert (code, message) == (
            "wrong-type",
            f"keys with values are wanted here, not {shown}",
        )
        assert mend == hint


def test_an_item_of_a_list_and_the_one_alone_have_the_same_fault() -> None:
    """A record's one indicator is told of at itself, and one of a list at its own place."""
    alone = RECORD_TEXT.replace("A1.staff", "A1 staff")
    message = "`A1 staff` cannot be an id"
    assert findings(records.check, alone) == [(3, 12, 20, "bad-id", message, ID_HINT)]
    listed = RECORD_TEXT.replace("A1.staff", "[A1.staff, A1 staff]")
    assert findings(records.check, listed) == [(3, 23, 31, "bad-id", message, ID_HINT)]
    long = RECORD_TEXT.replace("A1.staff", "a" * 61)
    assert findings(records.check, long) == [
        (3, 12, 73, "text-too-long", "the text is too long", "write at most 60 characters")
    ]
    none = RECORD_TEXT.replace("A1.staff", "[]")
    assert findings(records.check, none) == [
        (3, 12, 13, "too-few", "the list is empty", "list at least one")
    ]


PLAN_TEXT = """\
title: A plan
period: {start: 2024-01-01, end: 2024-12-31}
sections:
- id: A
  title: Management
  objectives:
  - id: A1
    title: Staff
    indicators:
    - id: A1.staff
      title: Staff abroad
      measure: people
      of: [trip]
"""
OUT_OF_RANGE = "is out of range"
WHOLE = "write it in digits, such as 15"
PLANS = [
    (
        "      target: {at_least: 0}",
        [(14, 26, 27, "out-of-range", f"the number 0 {OUT_OF_RANGE}", "write at least 1")],
    ),
    (
        "      target: {at_least: 1000001}",
        [
            (
                14,
                26,
                33,
                "out-of-range",
                f"the number 1000001 {OUT_OF_RANGE}",
                "write at most 1,000,000",
            )
        ],
    ),
    (
        "      target: {at_least: 010}",
        [(14, 26, 29, "wrong-type", "a whole number is wanted here, not `010`", WHOLE)],
    ),
    (
        "      target: {at_least: 1.5}",
        [(14, 26, 29, "wrong-type", "a whole number is wanted here, not the number 1.5", WHOLE)],
    ),
    (
        "      target: {at_least: true}",
        [(14, 26, 30, "wrong-type", "a whole number is wanted here, not `true`", WHOLE)],
    ),
    (
        "      target: {between: [3]}",
        [
            (
                14,
                25,
                26,
                "too-few",
                "a value is missing at this list's end",
                "write both, as [first, last]",
            )
        ],
    ),
    (
        "      target: {between: [3, 4, 5]}",
        [(14, 25, 26, "too-many", "more than 2 are listed here", "list at most 2")],
    ),
    (
        "      target: {at_leas: 3}",
        [
            (
                14,
                16,
                23,
                "unknown-key",
                "the key `at_leas` is not known here",
                "did you mean `at_least`?",
            )
        ],
    ),
    (
        "      target: {}",
        [
            (
                14,
                15,
                16,
                "bad-target",
                "a target has exactly one of `at_least`, `more_than` and `between`",
                "write, say, `target: {at_least: 15}`",
            )
        ],
    ),
    (
        "      pace: {checkpoints: {2024-13-01: 2}}",
        [(14, 28, 38, "bad-date", "there is no day 2024-13-01", "look at the calendar")],
    ),
    (
        "      pace: {checkpoints: {2024-12-01: -2}}",
        [(14, 40, 42, "out-of-range", f"the number -2 {OUT_OF_RANGE}", "write at least 0")],
    ),
    (
        "      pace: {checkpoints: [2024-12-01]}",
        [
            (
                14,
                27,
                28,
                "wrong-type",
                "keys with values are wanted here, not a list",
                "write lines of `key: value`",
            )
        ],
    ),
    (
        "      stages: [{id: one, titel: One}]",
        [
            (
                14,
                26,
                31,
                "unknown-key",
                "the key `titel` is not known here",
                "did you mean `title`?",
            ),
            (
                14,
                15,
                16,
                "bad-indicator",
                "only what counts stages has them",
                "write measure: stages",
            ),
        ],
    ),
    (
        "      target: {at_least: 0, more_than: 3, between: [5, 3], atleast: 4}",
        [
            (14, 26, 27, "out-of-range", f"the number 0 {OUT_OF_RANGE}", "write at least 1"),
            (
                14,
                52,
                53,
                "bad-target",
                "between 5 and 3 there is nothing",
                "write the lower number first",
            ),
            (
                14,
                60,
                67,
                "unknown-key",
                "the key `atleast` is not known here",
                "it looks like `at_least`, which would then stand twice; keep one of the two",
            ),
            (
                14,
                15,
                16,
                "bad-target",
                "a target has exactly one of `at_least`, `more_than` and `between`",
                "write, say, `target: {at_least: 15}`",
            ),
        ],
    ),
    (
        "      pace: 5",
        [
            (
                14,
                13,
                14,
                "wrong-type",
                "keys with values are wanted here, not the number 5",
                "write lines of `key: value`",
            )
        ],
    ),
    (
        "flags: {behind_below: .nan}",
        [
            (
                14,
                23,
                27,
                "wrong-type",
                "a number is wanted here, not `.nan`",
                "write it in digits, such as 0.25",
            )
        ],
    ),
    (
        "flags: {behind_below: 1.5}",
        [(14, 23, 26, "out-of-range", f"the number 1.5 {OUT_OF_RANGE}", "write at most 1.0")],
    ),
]


@pytest.mark.parametrize(("line", "expected"), PLANS)
def test_a_fault_of_a_plan_is_told_once_and_where_it_is(
    line: str, expected: list[tuple[int, int, int, str, str, str]]
) -> None:
    """A fault deep in a plan does not make faults of the lists that it lies in."""
    assert findings(plans.check, PLAN_TEXT + line) == expected


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ("titl: x", "title"),
        ("period: {starts: 2024-01-01}", "start"),
        ("breaks: [{nam: x}]", "name"),
        ("flags: {behind_belo: 0.5}", "behind_below"),
        ("sections: [{ide: A}]", "id"),
        ("sections: [{objectives: [{summry: A}]}]", "summary"),
        ("sections: [{objectives: [{indicators: [{review_evry: 9}]}]}]", "review_every"),
        ("sections: [{objectives: [{indicators: [{target: {betwen: 9}}]}]}]", "between"),
        ("sections: [{objectives: [{indicators: [{pace: {window: 9}}]}]}]", "windows"),
        ("sections: [{objectives: [{indicators: [{stages: [{du: 9}]}]}]}]", "due"),
        ("sections: [{objectives: [{indicators: [{revisions: [{reson: 9}]}]}]}]", "reason"),
        (
            "sections: [{objectives: [{indicators: [{revisions: [{target: {at_lest: 9}}]}]}]}]",
            "at_least",
        ),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_of_its_place(place: str, near: str) -> None:
    """The keys that may stand in a place are known there, however deep it lies."""
    hints = [hint for *_, code, _, hint in findings(plans.check, place) if code == "unknown-key"]
    assert hints == [f"did you mean `{near}`?"]


def test_a_text_that_must_be_there_is_not_to_be_deleted() -> None:
    """To delete the key mends an empty text only where the key may be absent."""
    text = "date: 2024-04-12\nkind: agreement\nindicator: A1\npartner: ''\nsubject: ''\n"
    assert [found[-1] for found in findings(records.check, text)] == [
        "write one",
        "write one, or delete the key",
    ]


@pytest.mark.parametrize(
    ("kind", "keys", "hints"),
    [
        ("kind: trip", "poeple: 2", ["did you mean `people`?"]),
        ("knd: trip", "people: 2", ["did you mean `kind`?"]),
        ("knd: trip", "poeple: 2", ["did you mean `kind`?", "did you mean `people`?"]),
        (
            "kind: trip",
            "people: 2\npoeple: 3",
            ["it looks like `people`, which would then stand twice; keep one of the two"],
        ),
        (
            "kind: trip",
            "poeple: 2\nPeople: 3",
            [
                "did you mean `people`?",
                "it looks like `people`, which would then stand twice; keep one of the two",
            ],
        ),
        ("kind: trip", "people: 2\nstage: signed", [KEYS]),
        ("kind: trip", "people: 2\nStage: signed", [KEYS]),
    ],
)
def test_a_misspelt_key_is_told_once(kind: str, keys: str, hints: list[str]) -> None:
    """The key that is meant is not told as missing, and is proposed once, if it is not there.

    A key that another kind has is not misspelt.
    """
    found = findings(records.check, f"date: 2024-04-12\n{kind}\nindicator: A1\n{keys}\n")
    assert {each[3] for each in found} == {"unknown-key"}
    assert sorted(each[-1] for each in found) == sorted(hints)


def test_what_stands_under_a_misspelt_key_is_judged_as_what_is_meant() -> None:
    """A slip in a key hides nothing in what it holds, however deep that lies."""
    text = "titel: ''\nsectons:\n- {objectivs: [{indicatrs: [{targt: {atleast: 0}}]}]}\n"
    told = [(each[3], each[1], each[-1]) for each in findings(plans.check, text)]
    assert [each for each in told if each[0] == "unknown-key"] == [
        ("unknown-key", 1, "did you mean `title`?"),
        ("unknown-key", 1, "did you mean `sections`?"),
        ("unknown-key", 4, "did you mean `objectives`?"),
        ("unknown-key", 17, "did you mean `indicators`?"),
        ("unknown-key", 30, "did you mean `target`?"),
        ("unknown-key", 38, "did you mean `at_least`?"),
    ]
    assert ("empty-text", 8, "write one") in told
    assert ("out-of-range", 47, "write at least 1") in told


def test_a_record_without_a_clear_kind_is_judged_by_what_any_kind_has() -> None:
    """Where the kind is none, each value is judged all the same, and no key is missed."""
    found = findings(
        records.check,
        "date: 2024-02-30\nkind: trp\nindicator: A1\npoeple: 0\ncountry: UK\nstate: plan\n"
        "stage: a b\ntitle: x\nfund: ''\nuntil: 2024-04-01\n",
    )
    assert [(each[0], each[3]) for each in sorted(found)] == [
        (1, "bad-date"),
        (2, "unknown-word"),
        (4, "unknown-key"),
        (4, "bad-people"),
        (5, "bad-country"),
        (6, "unknown-word"),
        (7, "bad-id"),
        (9, "empty-text"),
    ]


def test_the_last_day_is_judged_by_the_first_whatever_else_is_wrong() -> None:
    """An `until` before `date` is told beside any fault; where `date` is wrong, nobody can say."""
    text = "date: {}\nkind: trip\nindicator: A1\npeople: 0\nuntil: 2024-04-01\n"
    sound, wrong = (findings(records.check, text.format(day)) for day in ("2024-04-12", "soon"))
    assert [each[3] for each in sound] == ["bad-people", "bad-until"]
    assert [each[3] for each in wrong] == ["bad-date", "bad-people"]


def test_all_faults_of_a_document_are_told_at_once() -> None:
    """No fault hides another."""
    codes = [
        found[3]
        for found in findings(records.check, "kind: trip\ndate: 2024\ncountry: UK\npeople: 0\nx: 1")
    ]
    assert codes == ["bad-date", "missing-key", "bad-people", "bad-country", "unknown-key"]


def test_a_document_has_at_most_2000_faults() -> None:
    """A file with more has another trouble, and must not take minutes to tell."""
    many: Value = {"kind": "agreement", "evidence": ("",) * 5_000}
    said, faults = records.check(many)
    assert said == NOTHING
    assert len(faults) == document.MAX_FAULTS
    keys = "".join(f"pe{number}ple: 1\n" for number in range(5_000))
    assert len(findings(records.check, keys)) == document.MAX_FAULTS
    titles = "".join("      - {titel: ''}\n" for _ in range(5_000))
    plan = f"sections:\n- objectives:\n  - indicators:\n    - stages:\n{titles}"
    assert len(findings(plans.check, plan)) == document.MAX_FAULTS


def test_where_a_value_stands_in_its_document_is_kept() -> None:
    """A record in a list is told of at its place in the list."""
    _, faults = records.check({"knd": "trip", "peple": 0}, (3,))
    assert [fault.where for fault in faults] == [
        (3, "date"),
        (3, "indicator"),
        (3, "peple"),
        (3, "knd"),
        (3, "peple"),
    ]


def test_an_error_that_has_no_words_of_ours_is_still_told() -> None:
    """What pydantic may come to say anew is told in its own words."""

    class Odd(BaseModel):
        """A model with a kind of value that no plan or record has."""

        part: RootModel[bytes]

    judged = validate(TypeAdapter(Odd), {"part": ("a",)})
    assert judged.faults == [
        Fault(("part",), "wrong-type", "Input should be a valid bytes", "see docs/formats.md")
    ]
