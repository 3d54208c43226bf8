"""Where a plan that has the right shape contradicts itself: each contradiction with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.schema import plan_files as store

HEAD = "title: A plan\nperiod: {start: 2024-01-01, end: 2024-12-31}\n"
SECTION = """\
sections:
- id: A
  title: Management
  objectives:
  - id: A1
    title: Staff
    indicators:
    - id: A1.staff
      title: Staff abroad
"""
TRIPS = "      measure: people\n      of: [trip]\n      target: {at_least: 10}\n"
STEPS = "      measure: stages\n      of: [milestone]\n"


def told(text: str) -> list[tuple[int, int, str, str, str]]:
    """Give line, column, code, message and hint of all that is wrong with a plan."""
    plan, findings = store.parse("plans/2024.yaml", text.encode())
    assert (plan is None) == bool(findings)
    return [(each.line, each.column, each.code, each.message, each.hint) for each in findings]


def of_indicator(lines: str) -> list[tuple[int, int, str, str, str]]:
    """Give what is wrong with an indicator; its own lines begin with line 12."""
    return told(HEAD + SECTION + lines)


def of_breaks(line: str) -> list[tuple[int, int, str, str, str]]:
    """Give what is wrong with breaks, which stand in line 3."""
    return told(f"{HEAD}{line}\n{SECTION}{TRIPS}")


WITHIN = "keep to 2024-01-01 \u2026 2024-12-31"
OWN = "give each section, objective and indicator an id of its own"
ORDER = "put them in order of time, each count at least the one before"
FALLS = "checkpoints go forward in time, and their counts never fall"
AT_MOST = "write at most 10, and on the period's last day just that"


@pytest.mark.parametrize(
    "lines",
    [
        TRIPS,
        TRIPS + "      pace: {windows: [[2024-01-01, 2024-01-01], [2024-01-02, 2024-12-31]]}\n",
        TRIPS + "      pace: {checkpoints: {2024-01-01: 0, 2024-06-30: 4, 2024-07-01: 4}}\n",
        TRIPS + "      pace: {checkpoints: {2024-02-29: 10, 2024-12-31: 10}}\n",
        TRIPS + "      requires: [approval, evidence]\n",
        TRIPS
        + "      revisions: [{on: 2024-01-02, target: {at_least: 1}, reason: x},"
        + " {on: 2024-12-31, target: {at_least: 2}, reason: y}]\n",
        "      measure: records\n      of: [trip, agreement]\n      review_every: 90\n",
        (
            "      measure: partners\n"
            "      of: [trip, application, agreement, appointment, activity]\n"
        ),
        STEPS + "      stages: [{id: a, title: A, due: 2024-06-01}, {id: b, title: B},"
        " {id: c, title: C, due: 2024-06-01}]\n",
    ],
)
def test_what_does_not_contradict_itself_is_sound(lines: str) -> None:
    """The first and last day, days side by side, and the same count again are all fine."""
    assert of_indicator(lines) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A1.staff", [10]),
        ("a1.STAFF", [10]),
        ("A1", [10]),
        ("A", [10]),
    ],
)
def test_no_id_is_used_twice(text: str, lines: list[int]) -> None:
    """Section, objective and indicator have ids of their own, also where case is not told apart."""
    second = f"    - {{id: {text}, title: Again, measure: people, of: [trip]}}\n"
    found = told(HEAD + SECTION + TRIPS + second)
    assert found == [(15, 12, "duplicate-id", f"the id {text} is used twice", OWN)]
    assert lines


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        # A fault of one key hides none of the rules that do not read it.
        (
            TRIPS.replace("[trip]", "[milestone]") + "      note: ''\n",
            [(13, "bad-kind"), (15, "empty-text")],
        ),
        (TRIPS.replace("measure: people", "measure: peple"), [(12, "unknown-word")]),
        (TRIPS.replace("10", "0") + "      review_every: 90\n", [(14, "out-of-range")]),
        (
            TRIPS + "      pace: {windows: [[2023-01-01, 2023-02-01]]}\n      requires: approval\n",
            [(15, "bad-window"), (16, "wrong-type")],
        ),
        (
            STEPS + "      stages: [{id: a, title: A, due: 2023-06-01}]\n      titel: x\n",
            [(14, "bad-stage"), (15, "unknown-key")],
        ),
        (
            TRIPS + "      revisions: [{on: 2023-06-01, target: {at_least: 1}, reason: x}]\n"
            "    - {id: A1.staff, title: ''}\n",
            [(15, "bad-revision")]
            + [(16, code) for code in ("missing-key", "missing-key", "duplicate-id", "empty-text")],
        ),
        (TRIPS + "    - A1.staff\n", [(15, "wrong-type")]),
    ],
)
def test_what_is_right_is_compared_where_another_part_is_wrong(
    lines: str, codes: list[tuple[int, str]]
) -> None:
    """A plan with a fault contradicts itself all the same, but for what hangs on the fault."""
    assert sorted((each[0], each[2]) for each in of_indicator(lines)) == sorted(codes)


def test_without_a_period_nothing_lies_outside_it() -> None:
    """What is out of order is told; what would leave the period is not known to do so."""
    breaks = (
        "breaks: [{start: 2024-03-02, end: 2024-03-03}, {start: 2024-03-01, end: 2024-03-01}]\n"
    )
    stages = (
        "      stages: [{id: a, title: A, due: 2031-06-01}, {id: b, title: B, due: 2030-06-01}]\n"
    )
    text = HEAD.replace("2024-12-31", "2024-13-31") + breaks + SECTION + STEPS + stages
    assert [each[:3] for each in told(text)] == [
        (2, 34, "bad-date"),
        (3, 48, "bad-break"),
        (15, 75, "bad-stage"),
    ]
    both = told(text.replace("end: 2024-03-03", "end: 2024-03-01"))
    assert [each[2] for each in both] == ["bad-date", "bad-period", "bad-stage"]


def test_objectives_and_sections_too_have_ids_of_their_own() -> None:
    """The second is told of, at its id."""
    assert told(HEAD + (SECTION + TRIPS) + (SECTION + TRIPS).partition("\n")[2]) == [
        (15, 7, "duplicate-id", "the id A is used twice", OWN),
        (18, 9, "duplicate-id", "the id A1 is used twice", OWN),
        (21, 11, "duplicate-id", "the id A1.staff is used twice", OWN),
    ]


# --- the period and its breaks ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "message", "hint"),
    [
        (
            "{start: 2024-12-31, end: 2024-01-01}",
            "the end, 2024-01-01, lies before the start, 2024-12-31",
            "write the earlier day as `start`",
        ),
        (
            "{start: 2024-01-01, end: 2042-01-01}",
            "the period is longer than ten years",
            "write a shorter one",
        ),
    ],
)
def test_a_period_goes_forward_and_ends(period: str, message: str, hint: str) -> None:
    """A slip in a year is told, not computed with."""
    text = f"title: A plan\nperiod: {period}\n{SECTION}{TRIPS}"
    assert told(text) == [(2, 34, "bad-period", message, hint)]


def test_a_period_may_be_one_day_or_ten_years() -> None:
    """The shortest and the longest plan are sound."""
    for end in ("2024-01-01", "2033-12-31"):
        assert told(f"title: A\nperiod: {{start: 2024-01-01, end: {end}}}\n{SECTION}{TRIPS}") == []


BREAKS = [
    (
        "breaks: [{start: 2024-03-01, end: 2024-02-01}]",
        [
            (
                3,
                35,
                "bad-period",
                "the end, 2024-02-01, lies before the start, 2024-03-01",
                "write the earlier day as `start`",
            )
        ],
    ),
    (
        "breaks: [{start: 2023-12-31, end: 2024-02-01}]",
        [(3, 10, "bad-break", "this break leaves the plan's period", WITHIN)],
    ),
    (
        "breaks: [{start: 2024-02-01, end: 2024-02-09}, {start: 2024-02-09, end: 2024-02-10}]",
        [
            (
                3,
                48,
                "bad-break",
                "this break begins before the one above it has ended",
                "list each break once, the earliest first, without overlap",
            )
        ],
    ),
    (
        "breaks: [{start: 2024-01-01, end: 2024-12-31}]",
        [
            (
                3,
                9,
                "bad-break",
                "the breaks leave no day of the period",
                "shorten them, or delete one",
            )
        ],
    ),
]


@pytest.mark.parametrize(("line", "expected"), BREAKS)
def test_breaks_lie_in_the_period_in_order_and_leave_a_day(
    line: str, expected: list[tuple[int, int, str, str, str]]
) -> None:
    """Each break that does not is told of at itself."""
    assert of_breaks(line) == expected


def test_a_single_day_without_break_is_enough() -> None:
    """A pace needs one day."""
    assert of_breaks("breaks: [{start: 2024-01-01, end: 2024-12-30}]") == []


# --- indicators -------------------------------------------------------------------------------

INDICATORS = [
    (
        "      measure: people\n      of: [trip, milestone, agreement]\n",
        [
            (
                13,
                18,
                "bad-kind",
                "a record of kind `milestone` cannot count people",
                "take of: [trip, application, appointment, activity]",
            ),
            (
                13,
                29,
                "bad-kind",
                "a record of kind `agreement` cannot count people",
                "take of: [trip, application, appointment, activity]",
            ),
        ],
    ),
    (
        "      measure: stages\n      of: [trip]\n      stages: [{id: a, title: A}]\n",
        [
            (
                13,
                12,
                "bad-kind",
                "a record of kind `trip` cannot count stages",
                "take of: [milestone]",
            )
        ],
    ),
    (
        "      measure: people\n      of: [trip, trip]\n",
        [(13, 18, "bad-kind", "`trip` is listed twice", "list each kind once")],
    ),
    (
        STEPS,
        [
            (
                10,
                7,
                "bad-indicator",
                "it counts stages but lists none",
                "add `stages:` with an id each",
            )
        ],
    ),
    (
        TRIPS + "      stages: [{id: a, title: A}]\n",
        [
            (
                15,
                15,
                "bad-indicator",
                "only what counts stages has them",
                "write measure: stages",
            )
        ],
    ),
    (
        STEPS + "      stages: [{id: a, title: A}]\n      target: {at_least: 1}\n",
        [(15, 15, "bad-indicator", "stages are their own target", "delete `target`")],
    ),
    (
        TRIPS + "      review_every: 90\n",
        [
            (
                15,
                21,
                "bad-indicator",
                "only what has no target and no stages is reviewed",
                "delete `review_every`",
            )
        ],
    ),
    (
        STEPS + "      stages: [{id: a, title: A}]\n      review_every: 90\n",
        [
            (
                15,
                21,
                "bad-indicator",
                "only what has no target and no stages is reviewed",
                "delete `review_every`",
            )
        ],
    ),
    (
        (
            "      measure: people\n      of: [trip]\n"
            "      pace: {windows: [[2024-01-01, 2024-02-01]]}\n"
        ),
        [(14, 13, "bad-indicator", "without a target there is no `pace`", "delete `pace`")],
    ),
    (
        (
            "      measure: people\n      of: [trip]\n      pace: {checkpoints: {2024-02-01: 1}}\n"
            "      revisions: [{on: 2024-02-02, target: {at_least: 1}, reason: x}]\n"
        ),
        [
            (14, 13, "bad-indicator", "without a target there is no `pace`", "delete `pace`"),
            (
                15,
                18,
                "bad-indicator",
                "without a target there is no `revisions`",
                "delete `revisions`",
            ),
        ],
    ),
    (
        STEPS + "      stages:\n      - {id: a, title: A}\n      - {id: a, title: B}\n",
        [(16, 14, "duplicate-id", "the stage a is listed twice", "keep one")],
    ),
    (
        STEPS + "      stages:\n      - {id: a, title: A, due: 2024-06-02}\n"
        "      - {id: b, title: B}\n      - {id: c, title: C, due: 2024-06-01}\n",
        [
            (
                17,
                32,
                "bad-stage",
                "this stage is due before an earlier one",
                "put them in order of time",
            )
        ],
    ),
    (
        STEPS + "      stages:\n      - {id: a, title: A, due: 2025-01-01}\n",
        [(15, 32, "bad-stage", "this stage is due outside the period", WITHIN)],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), INDICATORS)
def test_the_keys_of_an_indicator_go_together(
    lines: str, expected: list[tuple[int, int, str, str, str]]
) -> None:
    """Every contradiction of an indicator is told of, at the key or item that makes it."""
    assert of_indicator(lines) == expected


# --- pace and revisions -----------------------------------------------------------------------


def span(column: int, why: str, hint: str) -> tuple[int, int, str, str, str]:
    """Give the finding of a window in line 15."""
    return (15, column, "bad-window", f"this window {why}", hint)


def point(column: int, why: str, hint: str) -> tuple[int, int, str, str, str]:
    """Give the finding of a checkpoint in line 15."""
    return (15, column, "bad-checkpoint", why, hint)


PACES = [
    (
        "{windows: [[2024-03-01, 2024-02-01]]}",
        [span(24, "ends before it starts", "write the first day first")],
    ),
    (
        "{windows: [[2024-03-01, 2025-02-01]]}",
        [span(24, "leaves the plan's period", WITHIN)],
    ),
    (
        "{windows: [[2024-03-01, 2024-04-01], [2024-02-01, 2024-02-09]]}",
        [
            span(
                50,
                "begins before the one above it has ended",
                "list each window once, the earliest first, without overlap",
            )
        ],
    ),
    (
        "{checkpoints: {2024-03-01: 5, 2024-02-01: 6}}",
        [point(43, FALLS, ORDER)],
    ),
    (
        "{checkpoints: {2024-03-01: 5, 2024-04-01: 4}}",
        [point(43, FALLS, ORDER)],
    ),
    (
        "{checkpoints: {2025-03-01: 5}}",
        [point(28, "this checkpoint cannot be: it lies outside the period", WITHIN)],
    ),
    (
        "{checkpoints: {2024-03-01: 11}}",
        [point(28, "this checkpoint cannot be: the target needs 10, not 11", AT_MOST)],
    ),
    (
        "{checkpoints: {2024-12-31: 9}}",
        [point(28, "this checkpoint cannot be: the target needs 10, not 9", AT_MOST)],
    ),
]


@pytest.mark.parametrize(("pace", "expected"), PACES)
def test_a_pace_goes_forward_within_the_period(
    pace: str, expected: list[tuple[int, int, str, str, str]]
) -> None:
    """A window or checkpoint that cannot be is told of at itself."""
    assert of_indicator(f"{TRIPS}      pace: {pace}\n") == expected


def test_a_pace_is_of_one_sort() -> None:
    """Windows and checkpoints together would be two answers to one question."""
    both = "{windows: [[2024-01-01, 2024-02-01]], checkpoints: {2024-02-01: 1}}"
    for pace in (both, "{}"):
        assert of_indicator(f"{TRIPS}      pace: {pace}\n") == [
            (
                15,
                13,
                "bad-pace",
                "a pace has either `windows` or `checkpoints`",
                "keep one of the two, or delete `pace` for an even one",
            )
        ]


@pytest.mark.parametrize(
    ("days", "line", "message", "hint"),
    [
        (["2024-01-01"], 16, "a revision comes after the period's first day", WITHIN),
        (["2023-05-01"], 16, "a revision comes after the period's first day", WITHIN),
        (["2025-01-01"], 16, "a revision comes after the period's first day", WITHIN),
        (
            ["2024-05-01", "2024-05-01"],
            17,
            "a revision comes after the one above it",
            "put the oldest first",
        ),
        (
            ["2024-05-01", "2024-04-01"],
            17,
            "a revision comes after the one above it",
            "put the oldest first",
        ),
    ],
)
def test_revisions_come_within_the_period_one_after_the_other(
    days: list[str], line: int, message: str, hint: str
) -> None:
    """A target that holds from the first day is no revision, and two on one day are one."""
    revisions = "".join(
        f"      - {{on: {day}, target: {{at_least: 3}}, reason: x}}\n" for day in days
    )
    assert of_indicator(f"{TRIPS}      revisions:\n{revisions}") == [
        (line, 14, "bad-revision", message, hint)
    ]


# --- whatever is written ----------------------------------------------------------------------

SOUND = (HEAD + SECTION + TRIPS + "      pace: {checkpoints: {2024-02-01: 1}}\n").splitlines()
DAYS = st.sampled_from(["2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31", "2025-01-01", "x"])


@given(st.data())
def test_any_plan_is_sound_with_curves_or_told_of(data: st.DataObject) -> None:
    """Whatever days a plan has, either it is told what is wrong, or every share can be computed."""
    period = f"period: {{start: {data.draw(DAYS)}, end: {data.draw(DAYS)}}}"
    pauses = data.draw(st.lists(st.tuples(DAYS, DAYS), max_size=3))
    breaks = ", ".join(f"{{start: {first}, end: {last}}}" for first, last in pauses)
    windows = data.draw(st.lists(st.tuples(DAYS, DAYS), max_size=3))
    points = data.draw(st.dictionaries(DAYS, st.integers(-1, 11), max_size=4))
    pace = data.draw(
        st.sampled_from(
            [
                "windows: [" + ", ".join(f"[{first}, {last}]" for first, last in windows) + "]",
                "checkpoints: {" + ", ".join(f"{day}: {at}" for day, at in points.items()) + "}",
            ]
        )
    )
    text = f"title: A\n{period}\nbreaks: [{breaks}]\n{SECTION}{TRIPS}      pace: {{{pace}}}\n"
    plan, findings = store.parse("plans/2024.yaml", text.encode())
    if plan is None:
        assert findings
        assert all(each.line and each.hint for each in findings)
    else:
        (indicator,) = plan.indicators.values()
        for curve in (plan.even, plan.curve(indicator)):
            assert curve.share(plan.period.end) == 1


@given(st.data())
def test_a_plan_with_any_line_lost_or_doubled_is_sound_or_told_of(data: st.DataObject) -> None:
    """A slip with whole lines never raises."""
    lines = list(SOUND)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.sampled_from(lines))
        lines[at : at + data.draw(st.integers(0, 2))] = [other]
    plan, findings = store.parse("plans/2024.yaml", "\n".join(lines).encode())
    assert (plan is None) == bool(findings)
