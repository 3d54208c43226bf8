"""What is wrong with a value: each problem once, with its place, and what is valid all the same."""

from collections.abc import Mapping
from decimal import Decimal
from string import Formatter
from typing import Any, Final

import pytest

from oicekpi.domain.finding import Problem, Where
from oicekpi.domain.plan import Break, Indicator, Period, Plan
from oicekpi.domain.record import KINDS, all_fields
from oicekpi.domain.target import Target
from oicekpi.messages.catalogue import message
from oicekpi.schema import judge as schema
from oicekpi.schema.judge import MAX_PROBLEMS, judge
from oicekpi.schema.reading import read_plan, read_record
from oicekpi.storage.yamlfile import Value

Reported = tuple[Where, str, str, Mapping[str, Any]]
NONE: Final[Any] = None  # what stands for a value that YAML refused
TRIP: Final[dict[str, Value]] = {
    "date": "2024-04-12",
    "kind": "trip",
    "indicator": "A1.staff",
    "people": 2,
}
WORDS: Final = [*KINDS]
TRIP_KEYS: Final = [
    "date", "kind", "state", "reason", "indicator", "tags", "approval", "evidence", "note",
    "people", "country", "partner", "purpose", "until", "amount",
]  # fmt: skip


def unfilled(problem: Problem) -> set[str]:
    """Return the names in a problem's sentence that are neither parameters nor fields."""
    text = message(problem.code).cases[problem.case].text
    names = {name for _, name, spec, _ in Formatter().parse(text) if name and spec != "field"}
    return names - problem.params.keys()


def reported(problems: list[Problem]) -> list[Reported]:
    """Return each problem's place, code, case and parameters."""
    assert not any(map(unfilled, problems))
    return [(each.where, each.code, each.case, each.params) for each in problems]


def codes(problems: list[Problem]) -> list[tuple[Where, str]]:
    """Return each problem's place and code."""
    assert not any(map(unfilled, problems))
    return [(each.where, each.code) for each in problems]


def plan(*indicators: Value, **keys: Value) -> dict[str, Any]:
    """Return a plan of one objective; an indicator's missing keys are filled in."""
    filled = tuple(
        {"id": f"A1.x{at}", "title": "X", "measure": "people", "of": ("trip",), **each}
        if isinstance(each, dict)
        else each
        for at, each in enumerate(indicators or ({},))
    )
    objective: Value = {"id": "A1", "title": "Staff", "indicators": filled}
    section: Value = {"id": "A", "title": "Management", "objectives": (objective,)}
    period: Value = {"start": "2024-01-01", "end": "2024-12-31"}
    return {"title": "A plan", "period": period, "sections": (section,), **keys}


AT: Final[Where] = ("sections", 0, "objectives", 0, "indicators", 0)


# --- one problem ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"note": 15}, (("note",), "wrong-type", "scalar", {"value": 15})),
        ({"note": True}, (("note",), "wrong-type", "scalar", {"value": True})),
        ({"note": ("a",)}, (("note",), "wrong-type", "text", {"value": ("a",)})),
        ({"purpose": {"a": "b"}}, (("purpose",), "wrong-type", "text", {"value": {"a": "b"}})),
        ({"purpose": ""}, (("purpose",), "empty-text", "", {})),
        ({"evidence": "a.pdf"}, (("evidence",), "wrong-type", "list", {"value": "a.pdf"})),
        ({"evidence": ("a.pdf", " ")}, (("evidence", 1), "empty-text", "", {})),
        (
            {"state": "cancled"},
            (
                ("state",),
                "unknown-value",
                "",
                {
                    "value": "cancled",
                    "near": "cancelled",
                    "known": ["done", "planned", "cancelled"],
                },
            ),
        ),
        (
            {"until": "2024-04-11"},
            (("until",), "bad-until", "", {"last": "2024-04-11", "first": "2024-04-12"}),
        ),
        ({"country": "UK"}, (("country",), "bad-country", "", {"value": "UK", "near": "GB"})),
        ({"people": 0}, (("people",), "bad-people", "number", {"value": 0, "most": 1_000_000})),
        ({"date": "2024-02-30"}, (("date",), "bad-date", "calendar", {"value": "2024-02-30"})),
        ({"indicator": "A1 staff"}, (("indicator",), "bad-id", "", {"value": "A1 staff"})),
        ({"indicator": ("A1", "A1 x")}, (("indicator", 1), "bad-id", "", {"value": "A1 x"})),
        ({"indicator": "a" * 61}, (("indicator",), "text-too-long", "", {"longest": 60})),
        ({"indicator": ()}, (("indicator",), "too-few-items", "", {})),
        ({"contry": "DE"}, (("contry",), "unknown-key", "", {"key": "contry", "near": "country"})),
        (
            {"xyzzy": "DE"},
            (("xyzzy",), "unknown-key", "", {"key": "xyzzy", "near": None, "known": TRIP_KEYS}),
        ),
    ],
)
def test_a_problem_of_a_record_is_reported_once_at_its_place(
    change: dict[str, Value], expected: Reported
) -> None:
    """What is wrong with one key is reported for that key alone, with the values that say why."""
    problems = read_record({**TRIP, **change}).problems
    ((where, code, case, params),) = reported(problems)
    assert (where, code, case) == expected[:3]
    assert {key: str(each) for key, each in params.items() if key in expected[3]} == {
        key: str(each) for key, each in expected[3].items()
    }
    assert problems[0].at_key == (code == "unknown-key")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"target": {"at_least": -(10**13)}}, [("target", "at_least", "out-of-range", "low")]),
        ({"target": {"at_least": 10**13}}, [("target", "at_least", "out-of-range", "high")]),
        ({"target": {"at_least": "010"}}, [("target", "at_least", "bad-number", "type")]),
        ({"target": {"at_least": True}}, [("target", "at_least", "bad-number", "type")]),
        ({"target": {"between": (3,)}}, [("target", "between", "too-few-items", "pair")]),
        ({"target": {"between": (3, 4, 5)}}, [("target", "between", "too-many-items", "pair")]),
        ({"target": {"between": (5, 3)}}, [("target", "between", "bad-target", "empty-range")]),
        ({"target": {}}, [("target", "bad-target", "one-of")]),
        ({"target": {"at_least": 1, "more_than": 1}}, [("target", "bad-target", "one-of")]),
        ({"target": {"at_leas": 3}}, [("target", "at_leas", "unknown-key", "")]),
        ({"target": {"colour": 3}}, [
            ("target", "colour", "unknown-key", ""), ("target", "bad-target", "one-of"),
        ]),
        ({"target": 5}, [("target", "bad-target", "bare")]),
        (
            {"target": {"at_least": 10**13, "more_than": 3, "between": (5, 3), "atleast": 4}},
            [
                ("target", "at_least", "out-of-range", "high"),
                ("target", "between", "bad-target", "empty-range"),
                ("target", "atleast", "unknown-key", "twice"),
                ("target", "bad-target", "one-of"),
            ],
        ),
        ({"pace": 5}, [("pace", "wrong-type", "mapping")]),
        ({"pace": {}}, [("pace", "bad-pace", "one-of")]),
        ({"pace": {"windows": ()}}, [("pace", "windows", "too-few-items", "")]),
        (
            {"pace": {"windows": (("2024-01-01", "soon"),)}},
            [("pace", "windows", 0, 1, "bad-date", "shape")],
        ),
        (
            {"pace": {"checkpoints": {"2024-13-01": 2}}},
            [("pace", "checkpoints", "2024-13-01", "bad-date", "calendar")],
        ),
        (
            {"pace": {"checkpoints": {"2024-12-01": -2}}},
            [("pace", "checkpoints", "2024-12-01", "out-of-range", "low")],
        ),
        (
            {"pace": {"checkpoints": ("2024-12-01",)}},
            [("pace", "checkpoints", "wrong-type", "mapping")],
        ),
        ({"stages": ({"id": "one", "titel": "One"},)}, [
            ("stages", 0, "titel", "unknown-key", ""),
        ]),
        ({"stages": ()}, [("stages", "too-few-items", "")]),
        ({"stages": tuple([{"id": "a", "title": "b"}] * 51)}, [("stages", "too-many-items", "")]),
        ({"stages": {"id": "a"}}, [("stages", "wrong-type", "list")]),
        ({"stages": ("a",)}, [("stages", 0, "wrong-type", "mapping")]),
        ({"measure": "peple"}, [("measure", "unknown-value", "")]),
        ({"of": ("trip", "x")}, [("of", 1, "unknown-value", "")]),
        ({"of": ()}, [("of", "too-few-items", "")]),
        ({"requires": ("aproval",)}, [("requires", 0, "unknown-value", "")]),
        ({"review_every": 3_701}, [("review_every", "out-of-range", "high")]),
        (
            {"revisions": ({"on": "2024-07-01", "target": {"at_least": 10**13}},)},
            [
                ("revisions", 0, "target", "at_least", "out-of-range", "high"),
                ("revisions", 0, "reason", "missing-key", ""),
            ],
        ),
    ],
)  # fmt: skip
def test_a_problem_of_an_indicator_is_reported_once_and_where_it_is(
    change: dict[str, Value], expected: list[tuple[Any, ...]]
) -> None:
    """A problem deep in a plan does not become one of the lists and mappings that hold it."""
    found = reported(read_plan(plan(change)).problems)
    assert [(*where[len(AT) :], code, case) for where, code, case, _ in found] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"flags": {"behind_below": ".nan"}}, [("flags", "behind_below", "wrong-type", "number")]),
        (
            {"flags": {"behind_below": Decimal("1.5")}},
            [("flags", "behind_below", "out-of-range", "high")],
        ),
        ({"flags": {"behind_below": -1}}, [("flags", "behind_below", "out-of-range", "low")]),
        (
            {"period": {"start": "2024-02-01", "end": "2024-01-01"}},
            [("period", "end", "bad-period", "order")],
        ),
        (
            {"period": {"start": "2024-02-01", "end": "2040-01-01"}},
            [("period", "end", "bad-period", "length")],
        ),
        (
            {"period": {"start": "2024-02-01", "end": "soon"}},
            [("period", "end", "bad-date", "shape")],
        ),
        (
            {"breaks": ({"start": "2024-02-01", "end": "2024-01-01"},)},
            [("breaks", 0, "end", "bad-period", "order")],
        ),
        ({"breaks": ({"start": "2024-02-01"},)}, [("breaks", 0, "end", "missing-key", "")]),
        ({"sections": ()}, [("sections", "too-few-items", "")]),
        ({"sections": ({"id": "A", "title": "x", "objectives": ()},)}, [
            ("sections", 0, "objectives", "too-few-items", ""),
        ]),
        ({"titel": "x"}, [("titel", "unknown-key", "twice")]),
    ],
)  # fmt: skip
def test_a_problem_of_a_plan_is_reported_once_and_where_it_is(
    change: dict[str, Value], expected: list[tuple[Any, ...]]
) -> None:
    """The plan's own keys, its period, its breaks and its flags."""
    found = reported(read_plan(plan(**change)).problems)
    assert [(*where, code, case) for where, code, case, _ in found] == expected


@pytest.mark.parametrize(
    ("kind", "near"),
    [("Trip", "trip"), ("journey", None), (7, None), (("trip",), None), ({"trip": 1}, None)],
)
def test_a_kind_that_is_not_known_is_reported_at_its_place(kind: Value, near: str | None) -> None:
    """A kind is one of six words; the nearest is proposed."""
    value: Value = {"date": "2024-04-12", "kind": kind, "indicator": "A1"}
    params = {"value": kind, "near": near, "known": WORDS}
    assert reported(read_record(value).problems) == [(("kind",), "unknown-value", "", params)]


def test_what_is_missing_is_reported_at_its_key() -> None:
    """Of a kind that is missing an example is given; what other kinds need is not missed."""
    assert reported(read_record({"people": 2}).problems) == [
        (("date",), "missing-key", "", {"key": "date"}),
        (("indicator",), "missing-key", "", {"key": "indicator"}),
        (("kind",), "missing-key", "kind", {"key": "kind"}),
    ]
    assert reported(read_record({"kind": "agreement"}).problems) == [
        ((key,), "missing-key", "", {"key": key}) for key in ("date", "indicator", "partner")
    ]
    found = read_plan({}).problems
    assert codes(found) == [((key,), "missing-key") for key in ("title", "period", "sections")]


@pytest.mark.parametrize(
    ("value", "case"),
    [
        ("just words", "mapping"),
        (({"kind": "trip"},), "mapping"),
        (12, "mapping"),
        ("kind\uff1atrip", "wide-colon"),
        ("kind:trip", "colon"),
        ("- kind:trip", "colon"),
        ("https://example.org", "mapping"),
        ("kind: trip", "mapping"),
    ],
)
def test_a_document_is_a_mapping(value: Value, case: str) -> None:
    """What has no keys is reported once, and a colon that is none is pointed out."""
    expected = [((), "wrong-type", case, {"value": value})]
    for strict in (False, True):
        assert reported(read_record(value, strict=strict).problems) == expected
        assert reported(read_plan(value, strict=strict).problems) == expected


def test_all_problems_of_a_document_are_reported_at_once() -> None:
    """No problem hides another."""
    value: Value = {"kind": "trip", "date": "2024", "country": "UK", "people": 0, "x": 1}
    assert codes(read_record(value).problems) == [
        (("date",), "bad-date"),
        (("indicator",), "missing-key"),
        (("people",), "bad-people"),
        (("country",), "bad-country"),
        (("x",), "unknown-key"),
    ]


def test_the_last_day_is_judged_by_the_first_whatever_else_is_wrong() -> None:
    """An `until` before `date` is reported beside any problem, unless `date` itself is wrong."""
    value: dict[str, Value] = {**TRIP, "people": 0, "until": "2024-04-01"}
    assert codes(read_record(value).problems) == [
        (("people",), "bad-people"),
        (("until",), "bad-until"),
    ]
    assert codes(read_record({**value, "date": "soon"}).problems) == [
        (("date",), "bad-date"),
        (("people",), "bad-people"),
    ]


# --- keys that are misspelt -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ({"titl": "x"}, "title"),
        ({"period": {"starts": "2024-01-01"}}, "start"),
        ({"breaks": ({"nam": "x"},)}, "name"),
        ({"flags": {"behind_belo": 0.5}}, "behind_below"),
        ({"sections": ({"ide": "A"},)}, "id"),
        ({"sections": ({"objectives": ({"summry": "A"},)},)}, "summary"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_of_its_place(
    place: dict[str, Value], near: str
) -> None:
    """The keys of a place are known there."""
    found = [each for each in read_plan(place).problems if each.code == "unknown-key"]
    assert [(each.case, each.params["near"]) for each in found] == [("", near)]


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ({"review_evry": 9}, "review_every"),
        ({"target": {"betwen": (1, 2)}}, "between"),
        ({"pace": {"window": (("2024-01-01", "2024-01-02"),)}}, "windows"),
        ({"stages": ({"id": "a", "title": "b", "du": "2024-01-01"},)}, "due"),
        (
            {"revisions": ({"on": "2024-07-01", "target": {"at_least": 1}, "reson": "x"},)},
            "reason",
        ),
        (
            {"revisions": ({"on": "2024-07-01", "target": {"at_lest": 1}, "reason": "x"},)},
            "at_least",
        ),
    ],
)
def test_an_unknown_key_of_an_indicator_is_answered_with_the_nearest(
    place: dict[str, Value], near: str
) -> None:
    """However deep it is, only the key is reported, since what it holds is right."""
    (found,) = read_plan(plan(place)).problems
    assert (found.code, found.case, found.params["near"]) == ("unknown-key", "", near)
    assert found.at_key


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        ("kind", {"poeple": 2}, [("poeple", "", "people")]),
        ("knd", {"people": 2}, [("knd", "", "kind")]),
        ("knd", {"poeple": 2}, [("knd", "", "kind"), ("poeple", "", "people")]),
        ("kind", {"people": 2, "poeple": 3}, [("poeple", "twice", "people")]),
        (
            "kind",
            {"poeple": 2, "People": 3},
            [("People", "twice", "people"), ("poeple", "", "people")],
        ),
        ("kind", {"people": 2, "stage": "signed"}, [("stage", "", None)]),
        ("kind", {"people": 2, "Stage": "signed"}, [("Stage", "", None)]),
    ],
)
def test_a_misspelt_key_is_reported_once(
    kind: str, keys: dict[str, Value], expected: list[tuple[str, str, str | None]]
) -> None:
    """The key that is meant is not missed, and is proposed once, if it is not there.

    A key that another kind has is not misspelt.
    """
    value: Value = {"date": "2024-04-12", kind: "trip", "indicator": "A1", **keys}
    found = read_record(value).problems
    assert {each.code for each in found} == {"unknown-key"}
    assert all(each.at_key for each in found)
    assert sorted((*each.where, each.case, each.params["near"]) for each in found) == expected


def test_a_value_under_a_misspelt_key_is_judged_as_what_is_meant() -> None:
    """A misspelt key hides nothing in what it holds; both are reported where they are written."""
    indicator: Value = {
        "id": "A1.x", "title": "X", "measure": "people", "of": ("trip",),
        "targt": {"atleast": 10**13},
    }  # fmt: skip
    value: Value = {
        "titel": "",
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "sectons": (
            {"id": "A", "title": "A", "objectivs": (
                {"id": "A1", "title": "A1", "indicatrs": (indicator,)},
            )},
        ),
    }  # fmt: skip
    at: Where = ("sectons", 0, "objectivs", 0, "indicatrs")
    judged = read_plan(value)
    assert codes(judged.problems) == [
        (("titel",), "empty-text"),
        ((*at, 0, "targt", "atleast"), "out-of-range"),
        (("titel",), "unknown-key"),
        (at[:1], "unknown-key"),
        (at[:3], "unknown-key"),
        (at, "unknown-key"),
        ((*at, 0, "targt"), "unknown-key"),
        ((*at, 0, "targt", "atleast"), "unknown-key"),
    ]
    meant: Where = ("sections", 0, "objectives", 0, "indicators")
    assert judged.invalid == {("title",), (*meant, 0, "target", "at_least")}
    assert judged.written[meant] == "indicatrs"
    assert schema.as_written((*meant, 0, "id"), judged.written) == (*at, 0, "id")


def test_further_problems_are_placed_at_the_keys_that_were_written() -> None:
    """What compares valid parts need not know how keys are spelt, nor what is invalid."""
    value = plan({"titel": "X", "target": {"at_least": "x"}})
    indicator = value["sections"][0]["objectives"][0]["indicators"][0]
    del indicator["title"]
    judged = judge(Plan, value)
    more = [Problem((*AT, "title"), "x"), Problem((*AT, "target", "at_least"), "y")]
    found = [Problem((*AT, "titel"), "x")]
    assert judged.located(more) == read_plan(value).located(more) == found
    assert read_plan(plan()).located(more) == more


def test_passes_over_a_document_grow_with_its_depth_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand misspelt keys cost as many validations as one at the same depth."""
    calls: list[type] = []
    validated = schema._validated  # noqa: SLF001 - what is counted

    def counting(of: type[Any], value: Value) -> Any:  # noqa: ANN401 - as the original
        calls.append(of)
        return validated(of, value)

    monkeypatch.setattr(schema, "_validated", counting)
    stage: Value = {"id": "a", "titel": "b"}
    numbers = []
    for many in (1, 50):
        judge(Plan, plan({"measure": "stages", "stages": (stage,) * many}))
        numbers.append(len(calls))
        calls.clear()
    assert numbers == [2, 2]


# --- values that YAML refused ---------------------------------------------------------------------


@pytest.mark.parametrize("key", ["date", "kind", "indicator", "people", "until", "evidence", "x"])
def test_a_refused_value_of_a_record_is_not_reported_again(key: str) -> None:
    """A value that YAML refused has been reported; it is invalid, and nothing is said of it."""
    judged = read_record({**TRIP, key: NONE})
    assert [each for each in judged.problems if each.code != "unknown-key"] == []
    assert not judged.valid
    assert key == "x" or key in judged.invalid


@pytest.mark.parametrize(
    "change",
    [{"evidence": ("a", NONE)}, {"people": ("a", NONE)}, {"indicator": ("A1", NONE, "A2")}],
)
def test_a_refused_item_of_a_list_is_not_reported_again(change: dict[str, Value]) -> None:
    """The field that holds it is invalid."""
    judged = read_record({**TRIP, **change})
    assert judged.problems == []
    assert judged.invalid == {*change}


def test_a_refused_value_hides_no_other_problem() -> None:
    """What is beside it is judged as ever."""
    judged = read_record({**TRIP, "evidence": (NONE, ""), "people": 0, "date": NONE})
    assert codes(judged.problems) == [
        (("evidence", 1), "empty-text"),
        (("people",), "bad-people"),
    ]
    assert judged.invalid == {"people", "evidence", "date"}


def test_a_refused_record_is_not_reported_again() -> None:
    """Nothing is valid of a record that is refused as a whole, and nothing is missed in it."""
    judged = read_record(NONE)
    assert judged.problems == []
    assert not judged.valid
    assert {"date", "kind", "people"} <= judged.invalid


@pytest.mark.parametrize(
    "value",
    [
        NONE,
        plan(NONE),
        plan(title=NONE),
        plan(period=NONE),
        plan(sections=NONE),
        plan(sections=(NONE,)),
        plan(flags=NONE),
        plan(flags={"behind_below": NONE}),
        plan(breaks=(NONE,)),
        plan(breaks=({"start": "2024-01-01", "end": NONE},)),
        plan({"target": NONE}),
        plan({"target": {"at_least": NONE}}),
        plan({"target": {"between": (1, NONE)}}),
        plan({"pace": {"checkpoints": {"2024-01-01": NONE}}}),
        plan({"pace": {"windows": (NONE,)}}),
        plan({"of": (NONE,)}),
        plan({"stages": (NONE,)}),
        plan({"requires": NONE}),
        plan({"note": NONE}),
    ],
    ids=str,
)
def test_a_refused_value_of_a_plan_is_not_reported_again(value: Value) -> None:
    """Wherever it is, the plan is not valid, and nothing more is said."""
    for strict in (False, True):
        judged = read_plan(value, strict=strict)
        assert (judged.plan, judged.problems) == (None, [])
        assert judged.invalid


# --- bounds ---------------------------------------------------------------------------------------


def test_a_document_has_a_bounded_number_of_problems() -> None:
    """A file with more has another trouble, and nothing is known to be valid."""
    many: Value = {"kind": "agreement", "evidence": tuple([""] * 5_000)}
    judged = read_record(many)
    assert len(judged.problems) == MAX_PROBLEMS
    assert judged.invalid == frozenset(TRIP_KEYS) - {"people", "purpose", "until"} | {"subject"}
    assert judged.record.get("date") is None
    late: Value = {**TRIP, "evidence": tuple([""] * 5_000), "until": "soon"}
    assert {each.code for each in read_record(late).problems} == {"empty-text"}
    keys: Value = {f"pe{number}ple": 1 for number in range(5_000)}
    assert len(read_record(keys).problems) == MAX_PROBLEMS
    stages: Value = tuple([{"titel": ""}] * 5_000)
    whole = read_plan(plan({"stages": stages}))
    assert len(whole.problems) == MAX_PROBLEMS
    assert (whole.plan, whole.parts) == (None, None)


def test_what_is_proposed_for_unknown_keys_is_looked_for_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten thousand unknown keys do not cost ten thousand searches for a near one."""
    words: list[str] = []

    def counting(word: str, known: list[str]) -> None:
        del known
        words.append(word)

    monkeypatch.setattr(schema, "nearest", counting)
    judge(KINDS["trip"], {f"key{number}": 1 for number in range(10_000)})
    assert len(words) <= 2 * MAX_PROBLEMS


# --- what is valid of a record with errors --------------------------------------------------------


def test_a_record_with_errors_keeps_what_is_valid() -> None:
    """The invalid fields hold nothing, what is left out has its default."""
    judged = read_record({**TRIP, "people": 0, "partner": "X", "evidence": ("a", "")})
    assert judged.invalid == {"people", "evidence"}
    assert not judged.valid
    record = judged.record
    assert type(record) is KINDS["trip"]
    assert (record.indicator, record.kind, str(record.state)) == (("A1.staff",), "trip", "done")
    assert (record.get("partner"), record.get("purpose"), record.note) == ("X", None, "")
    assert record.get("people") is None
    assert record.get("evidence") == ("a", None)
    assert judged.items == {"evidence": {1}}


def test_a_missing_field_is_invalid_where_it_is_required() -> None:
    """A kind decides what is required."""
    assert read_record({"kind": "trip", "indicator": "A"}).invalid == {"date", "people"}
    assert read_record({"indicator": "A"}).invalid == {"date", "kind"}


def test_a_record_says_under_which_keys_its_fields_were_found() -> None:
    """A misspelt key is kept, so that a problem of its value is reported at it."""
    value: Value = {"date": "2024-04-12", "knd": "trip", "indicater": "A1", "peple": 2, "x": 1}
    judged = read_record(value)
    assert judged.written == {"kind": "knd", "indicator": "indicater", "people": "peple"}
    assert judged.invalid == frozenset()
    assert not judged.valid
    assert judged.record.get("people") == 2


def test_a_record_without_a_clear_kind_is_judged_by_what_any_kind_has() -> None:
    """Where the kind is none, each value is judged all the same, and no key is missed."""
    value: Value = {
        "date": "2024-02-30", "kind": "trp", "indicator": "A1", "poeple": 0, "country": "UK",
        "state": "plan", "stage": "a b", "title": "x", "fund": "", "until": "2024-04-01",
    }  # fmt: skip
    judged = read_record(value)
    assert sorted(codes(judged.problems)) == [
        (("country",), "bad-country"),
        (("date",), "bad-date"),
        (("fund",), "empty-text"),
        (("kind",), "unknown-value"),
        (("poeple",), "bad-people"),
        (("poeple",), "unknown-key"),
        (("stage",), "bad-id"),
        (("state",), "unknown-value"),
    ]
    assert judged.invalid == {"date", "kind", "people", "country", "state", "stage", "fund"}
    assert judged.record.get("title") == "x"
    assert {name for name in all_fields() if judged.record.get(name) is None} > judged.invalid


# --- what is valid of a plan with errors ----------------------------------------------------------


def test_a_plan_with_errors_keeps_its_valid_parts() -> None:
    """Each indicator comes with its invalid keys, beside the valid ids, period and breaks."""
    pause: Value = {"start": "2024-02-01", "end": "2024-02-10"}
    value = plan(
        {"target": {"at_least": "x"}, "note": "x"},
        {"id": "a b"},
        "x",
        {"target": {"at_least": 3, "colour": "red"}},
        breaks=(pause,),
    )
    judged = read_plan(value)
    assert judged.plan is None
    assert judged.parts is not None
    assert judged.parts.period is not None
    assert judged.parts.breaks[0].start.isoformat() == "2024-02-01"
    assert [name for _, name in judged.parts.ids] == ["A", "A1", "A1.x0", "A1.x3"]
    found = [
        (where[-1], each.id, each.target, keys) for where, each, keys in judged.parts.indicators
    ]
    assert found == [
        (0, "A1.x0", None, {"target"}),
        (1, None, None, {"id"}),
        (3, "A1.x3", Target(at_least=3), frozenset()),
    ]
    assert all(isinstance(each, Indicator) for _, each, _ in judged.parts.indicators)


@pytest.mark.parametrize("key", ["sections", "objectives", "indicators"])
@pytest.mark.parametrize("odd", ["x", (), ("x",), {}, NONE])
def test_a_plan_without_indicators_has_other_valid_parts(key: str, odd: Value) -> None:
    """Whatever is in the place of a list of parts, the rest is judged."""
    value = plan()
    if key == "sections":
        value["sections"] = odd
    else:
        section = value["sections"][0]
        (section if key == "objectives" else section["objectives"][0])[key] = odd
    judged = read_plan(value)
    assert judged.plan is None
    assert judged.parts is not None
    assert isinstance(judged.parts.period, Period)
    assert judged.parts.indicators == []


@pytest.mark.parametrize("breaks", ["x", ("x",), ({"start": "soon", "end": "2024-01-01"},)])
def test_breaks_that_are_wrong_are_left_out(breaks: Value) -> None:
    """A period that is wrong is None, wrong breaks are none at all."""
    judged = read_plan(plan(breaks=breaks, period={"start": "2024-01-01"}))
    assert judged.parts is not None
    assert judged.parts.period is None
    assert judged.parts.breaks == ()


def test_a_valid_plan_has_all_its_parts() -> None:
    """The parts are those of the plan, whether pydantic judged it or not."""
    value = plan({}, {}, breaks=({"start": "2024-02-01", "end": "2024-02-10", "name": "x"},))
    for strict in (False, True):
        judged = read_plan(value, strict=strict)
        assert judged.plan is not None
        assert judged.parts is not None
        assert judged.parts.breaks == judged.plan.breaks
        assert isinstance(judged.parts.breaks[0], Break)
        assert [each for _, each in judged.parts.ids] == ["A", "A1", "A1.x0", "A1.x1"]
        assert [(at, each.id, keys) for at, each, keys in judged.parts.indicators] == [
            ((*AT[:-1], 0), "A1.x0", frozenset()),
            ((*AT[:-1], 1), "A1.x1", frozenset()),
        ]
