"""Where the parts of a plan contradict each other: each contradiction with its line."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.checks import loading
from oicekpi.checks.plan_rules import INDICATOR_RULES, IndicatorRule
from oicekpi.domain.finding import Problem, Where
from oicekpi.domain.plan import Indicator, Period
from oicekpi.storage.document import parse

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


def found(text: str) -> list[tuple[int, int, str, str]]:
    """Return line, column, code and case of all that is wrong with a plan."""
    plan, findings = loading.plan_of(parse("plans/2024.yaml", text.encode()))
    assert (plan is None) == bool(findings)
    assert all(each.said().help for each in findings if each.code.startswith("bad"))
    return [(each.line, each.column, each.code, each.case) for each in findings]


def of_indicator(lines: str) -> list[tuple[int, int, str, str]]:
    """Return what is wrong with an indicator; its own lines begin with line 12."""
    return found(HEAD + SECTION + lines)


def of_breaks(line: str) -> list[tuple[int, int, str, str]]:
    """Return what is wrong with breaks, which are in line 3."""
    return found(f"{HEAD}{line}\n{SECTION}{TRIPS}")


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
def test_what_does_not_contradict_itself_is_valid(lines: str) -> None:
    """The first and last day, days side by side, and the same count again are all fine."""
    assert of_indicator(lines) == []


@pytest.mark.parametrize(
    ("name", "case"), [("A1.staff", ""), ("a1.STAFF", "capitals"), ("A1", ""), ("a", "capitals")]
)
def test_no_id_is_used_twice(name: str, case: str) -> None:
    """Section, objective and indicator have ids of their own, also if capitals differ."""
    second = f"    - {{id: {name}, title: Again, measure: people, of: [trip]}}\n"
    assert found(HEAD + SECTION + TRIPS + second) == [(15, 12, "duplicate-id", case)]


def test_objectives_and_sections_too_have_ids_of_their_own() -> None:
    """The second is reported, at its id."""
    assert found(HEAD + (SECTION + TRIPS) + (SECTION + TRIPS).partition("\n")[2]) == [
        (15, 7, "duplicate-id", ""),
        (18, 9, "duplicate-id", ""),
        (21, 11, "duplicate-id", ""),
    ]


def test_a_registered_rule_judges_indicators_whose_keys_are_valid() -> None:
    """A rule is a function and the keys that it reads."""

    def short(_: Period, where: Where, indicator: Indicator) -> Iterator[Problem]:
        if len(indicator.title) > 5:
            yield Problem((*where, "title"), "text-too-long", {"longest": 5})

    with INDICATOR_RULES.registered("short", IndicatorRule(short, frozenset({"title"}))):
        assert of_indicator(TRIPS) == [(11, 14, "text-too-long", "")]
        assert of_indicator(TRIPS + "      note: 5\n") == [
            (15, 13, "wrong-type", "scalar"),
            (11, 14, "text-too-long", ""),
        ]
        assert found(HEAD + SECTION.replace("Staff abroad", "''") + TRIPS) == [
            (11, 14, "empty-text", "")
        ]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        # An error in one key hides none of the rules that do not read it.
        (
            TRIPS.replace("[trip]", "[milestone]") + "      note: ''\n",
            [(13, "bad-kind"), (15, "empty-text")],
        ),
        (TRIPS.replace("measure: people", "measure: peple"), [(12, "unknown-value")]),
        (TRIPS.replace("10", "many") + "      review_every: 90\n", [(14, "bad-number")]),
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
    """A plan with an error contradicts itself all the same, but for what depends on the error."""
    assert sorted((each[0], each[2]) for each in of_indicator(lines)) == sorted(codes)


def test_without_a_period_nothing_lies_outside_it() -> None:
    """What is out of order is reported; what would leave the period is not known to do so."""
    breaks = (
        "breaks: [{start: 2024-03-02, end: 2024-03-03}, {start: 2024-03-01, end: 2024-03-01}]\n"
    )
    stages = (
        "      stages: [{id: a, title: A, due: 2031-06-01}, {id: b, title: B, due: 2030-06-01}]\n"
    )
    text = HEAD.replace("2024-12-31", "2024-13-31") + breaks + SECTION + STEPS + stages
    assert [each[:3] for each in found(text)] == [
        (2, 34, "bad-date"),
        (3, 48, "bad-break"),
        (15, 75, "bad-stage"),
    ]
    both = found(text.replace("end: 2024-03-03", "end: 2024-03-01"))
    assert [each[2] for each in both] == ["bad-date", "bad-period", "bad-stage"]


# --- the period and its breaks --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "case"),
    [
        ("{start: 2024-12-31, end: 2024-01-01}", "order"),
        ("{start: 2024-01-01, end: 2042-01-01}", "length"),
    ],
)
def test_a_period_goes_forward_and_ends(period: str, case: str) -> None:
    """A slip in a year is reported, not computed with."""
    text = f"title: A plan\nperiod: {period}\n{SECTION}{TRIPS}"
    assert found(text) == [(2, 34, "bad-period", case)]


def test_a_period_may_be_one_day_or_ten_years() -> None:
    """The shortest and the longest plan are valid."""
    for end in ("2024-01-01", "2033-12-31"):
        assert found(f"title: A\nperiod: {{start: 2024-01-01, end: {end}}}\n{SECTION}{TRIPS}") == []


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        ("[{start: 2024-03-01, end: 2024-02-01}]", (3, 35, "bad-period", "order")),
        ("[{start: 2023-12-31, end: 2024-02-01}]", (3, 10, "bad-break", "outside")),
        (
            "[{start: 2024-02-01, end: 2024-02-09}, {start: 2024-02-09, end: 2024-02-10}]",
            (3, 48, "bad-break", "order"),
        ),
        ("[{start: 2024-01-01, end: 2024-12-31}]", (3, 9, "bad-break", "whole")),
    ],
)
def test_breaks_are_in_the_period_in_order_and_leave_a_day(
    breaks: str, expected: tuple[int, int, str, str]
) -> None:
    """Each break that is not is reported at itself."""
    assert of_breaks(f"breaks: {breaks}") == [expected]


def test_a_single_day_without_break_is_enough() -> None:
    """A pace needs one day."""
    assert of_breaks("breaks: [{start: 2024-01-01, end: 2024-12-30}]") == []


# --- indicators -----------------------------------------------------------------------------------

STAGE = "      stages: [{id: a, title: A}]\n"
WITHOUT = "      measure: people\n      of: [trip]\n"
INDICATORS = [
    (
        "      measure: people\n      of: [trip, milestone, agreement]\n",
        [(13, 18, "bad-kind", ""), (13, 29, "bad-kind", "")],
    ),
    ("      measure: stages\n      of: [trip]\n" + STAGE, [(13, 12, "bad-kind", "")]),
    ("      measure: people\n      of: [trip, trip]\n", [(13, 18, "bad-kind", "twice")]),
    (STEPS, [(10, 7, "bad-indicator", "no-stages")]),
    (TRIPS + STAGE, [(15, 15, "bad-indicator", "stages")]),
    (STEPS + STAGE + "      target: {at_least: 1}\n", [(15, 15, "bad-indicator", "target")]),
    (TRIPS + "      review_every: 90\n", [(15, 21, "bad-indicator", "review")]),
    (STEPS + STAGE + "      review_every: 90\n", [(15, 21, "bad-indicator", "review")]),
    (
        WITHOUT + "      pace: {windows: [[2024-01-01, 2024-02-01]]}\n",
        [(14, 13, "bad-indicator", "no-target")],
    ),
    (
        WITHOUT + "      pace: {checkpoints: {2024-02-01: 1}}\n"
        "      revisions: [{on: 2024-02-02, target: {at_least: 1}, reason: x}]\n",
        [(14, 13, "bad-indicator", "no-target"), (15, 18, "bad-indicator", "no-target")],
    ),
    (
        STEPS + "      stages:\n      - {id: a, title: A}\n      - {id: a, title: B}\n",
        [(16, 14, "duplicate-id", "stage")],
    ),
    (
        STEPS + "      stages:\n      - {id: a, title: A, due: 2024-06-02}\n"
        "      - {id: b, title: B}\n      - {id: c, title: C, due: 2024-06-01}\n",
        [(17, 32, "bad-stage", "order")],
    ),
    (
        STEPS + "      stages:\n      - {id: a, title: A, due: 2025-01-01}\n",
        [(15, 32, "bad-stage", "outside")],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), INDICATORS)
def test_the_keys_of_an_indicator_go_together(
    lines: str, expected: list[tuple[int, int, str, str]]
) -> None:
    """Every contradiction of an indicator is reported, at the key or item that makes it."""
    assert of_indicator(lines) == expected


# --- pace and revisions ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "column", "code", "case"),
    [
        ("{windows: [[2024-03-01, 2024-02-01]]}", 24, "bad-window", "reversed"),
        ("{windows: [[2024-03-01, 2025-02-01]]}", 24, "bad-window", "outside"),
        (
            "{windows: [[2024-03-01, 2024-04-01], [2024-02-01, 2024-02-09]]}",
            50,
            "bad-window",
            "order",
        ),
        ("{checkpoints: {2024-03-01: 5, 2024-02-01: 6}}", 43, "bad-checkpoint", "order"),
        ("{checkpoints: {2024-03-01: 5, 2024-04-01: 4}}", 43, "bad-checkpoint", "order"),
        ("{checkpoints: {2025-03-01: 5}}", 28, "bad-checkpoint", "outside"),
        ("{checkpoints: {2024-03-01: 11}}", 28, "bad-checkpoint", "most"),
        ("{checkpoints: {2024-12-31: 9}}", 28, "bad-checkpoint", "last"),
        ("{}", 13, "bad-pace", "one-of"),
        (
            "{windows: [[2024-01-01, 2024-02-01]], checkpoints: {2024-02-01: 1}}",
            13,
            "bad-pace",
            "one-of",
        ),
    ],
)
def test_a_pace_goes_forward_within_the_period(
    pace: str, column: int, code: str, case: str
) -> None:
    """A window or checkpoint that cannot be is reported at itself."""
    assert of_indicator(f"{TRIPS}      pace: {pace}\n") == [(15, column, code, case)]


@pytest.mark.parametrize(
    ("days", "line", "case"),
    [
        (["2024-01-01"], 16, "first"),
        (["2023-05-01"], 16, "outside"),
        (["2025-01-01"], 16, "outside"),
        (["2024-05-01", "2024-05-01"], 17, "order"),
        (["2024-05-01", "2024-04-01"], 17, "order"),
    ],
)
def test_revisions_come_within_the_period_one_after_the_other(
    days: list[str], line: int, case: str
) -> None:
    """A target that holds from the first day is no revision, and two on one day are one."""
    revisions = "".join(
        f"      - {{on: {day}, target: {{at_least: 3}}, reason: x}}\n" for day in days
    )
    lines = f"{TRIPS}      revisions:\n{revisions}"
    assert of_indicator(lines) == [(line, 14, "bad-revision", case)]


# --- whatever is written ----------------------------------------------------------------------

VALID = (HEAD + SECTION + TRIPS + "      pace: {checkpoints: {2024-02-01: 1}}\n").splitlines()
DAYS = st.sampled_from(["2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31", "2025-01-01", "x"])


@given(st.data())
def test_any_plan_is_sound_with_curves_or_told_of(data: st.DataObject) -> None:
    """Whatever days a plan has, it is reported, or every share can be computed."""
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
    plan, findings = loading.plan_of(parse("plans/2024.yaml", text.encode()))
    if plan is None:
        assert findings
        assert all(each.line and each.said().help for each in findings)
    else:
        (indicator,) = plan.indicators.values()
        for curve in (plan.even, plan.curve(indicator)):
            assert curve.share(plan.period.end) == 1


@given(st.data())
def test_a_plan_with_any_line_lost_or_doubled_is_valid_or_reported(data: st.DataObject) -> None:
    """A slip with whole lines never raises."""
    lines = list(VALID)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.sampled_from(lines))
        lines[at : at + data.draw(st.integers(0, 2))] = [other]
    plan, findings = loading.plan_of(parse("plans/2024.yaml", "\n".join(lines).encode()))
    assert (plan is None) == bool(findings)
