"""The rows of a sheet, judged."""

import csv
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.app.importing import rows
from oicekpi.app.importing.mapping import ColumnMapping, apply
from oicekpi.app.importing.rows import ALL_ROWS, Basis, Outcome, judge
from oicekpi.checks import loading
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.duplicate import contents
from oicekpi.domain.record import Record
from oicekpi.storage import record_text as text
from oicekpi.storage import write
from oicekpi.storage.naming import stem
from oicekpi.storage.sheets.delimited import read
from oicekpi.storage.sheets.sheet import RowProblem
from oicekpi.storage.workspace import Workspace
from tests.plans import HEAD

TODAY = date(2024, 9, 30)
TRIPS = ColumnMapping(constants={"kind": "trip", "indicator": "A1.staff"})
DOCS = ColumnMapping({"approval": "Doc", "amount": "Cost"}, TRIPS.constants)
Judge = Callable[..., Outcome]


def _basis(workspace: Workspace, plan: str | None = None) -> Basis:
    """Return what rows are held to: the plan of each day, or the one that is named."""
    read_now = loading.read(workspace)
    return Basis(
        read_now.plans,
        lambda day: read_now.plans.choose(day, plan)[1],
        Context(workspace.root, TODAY),
        read_now.entries,
    )


def _codes(problems: Sequence[RowProblem]) -> list[tuple[int, str, str, str]]:
    return [(at, header, problem.code, problem.case) for at, header, problem in problems]


@pytest.fixture
def judged(workspace: Workspace) -> Judge:
    """Judge a CSV file's text by the small workspace, with the columns mapped by their names."""

    def judged(sheet: str, mapping: ColumnMapping = TRIPS, *, twice: bool = False) -> Outcome:
        parted = read("a.csv", sheet.encode())
        applied = apply(parted, [("", mapping)])
        return judge(parted, applied.mapping, _basis(workspace), allow_duplicates=twice)

    return judged


def _said(outcome: Outcome) -> list[tuple[int, dict[str, Any]]]:
    return [(line, dict(text.fields_of(record))) for line, record in outcome.new]


def test_rows_become_records(judged: Judge) -> None:
    """Columns and what is the same for all rows make a record; empty cells say nothing."""
    outcome = judged(
        "date,people,country,until,evidence,indicator\n"
        "2024/3/5,ann；ben,germany,2024年3月9日,,a1.STAFF\n"
        "2024-03-06,2人,,,,A1.staff、A1.partners\n",
        ColumnMapping(constants={"kind": "Trip", "partner": "North"}),
    )
    assert outcome == Outcome(outcome.new, [], [], [], [], {})
    assert _said(outcome) == [
        (
            2,
            {
                "date": "2024-03-05",
                "kind": "trip",
                "indicator": "A1.staff",
                "people": ("ann", "ben"),
                "country": "DE",
                "partner": "North",
                "until": "2024-03-09",
            },
        ),
        (
            3,
            {
                "date": "2024-03-06",
                "kind": "trip",
                "indicator": ("A1.staff", "A1.partners"),
                "people": 2,
                "partner": "North",
            },
        ),
    ]


def test_day_with_several_meanings_is_told_which_one_fits_its_column(judged: Judge) -> None:
    """It is refused all the same. Another column of days may have another order."""
    mapping = ColumnMapping(constants={**TRIPS.constants, "people": "1"})
    rows = ("03/04/2024,05/06/2024", "31/10/2024,", "05/04/2024,", "1/11/2024,12/31/2024")
    outcome = judged("\n".join(("date,until", *rows)), mapping)
    assert [
        (line, header, problem.params["value"], problem.params["likely"])
        for line, header, problem in outcome.problems
    ] == [
        (2, "date", "03/04/2024", "2024-04-03"),
        (2, "until", "05/06/2024", "2024-05-06"),
        (4, "date", "05/04/2024", "2024-04-05"),
        (5, "date", "1/11/2024", "2024-11-01"),
    ]
    outcome = judged("date\n03/04/2024\n10/31/2024\n31/10/2024", mapping)
    assert [sorted(each.problem.params) for each in outcome.problems] == [["days", "value"]]
    outcome = judged("date\n2024-03-04\n31/10/2024\n", mapping)
    assert _codes(outcome.problems) == [(3, "date", "bad-date", "mixed")]
    constants = {**TRIPS.constants, "date": "03/04/2024", "people": "1"}
    (problem,) = judged("note\nx", ColumnMapping(constants=constants)).problems
    assert (problem.header, problem.problem.case) == ("date", "several-days")


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("2024-02-30,1,,,", [("Day", "bad-date", "calendar")]),
        (
            "04/05/2024,0,Atlantis,,",
            [
                ("Day", "bad-date", "several-days"),
                ("Who", "bad-people", "number"),
                ("country", "bad-country", ""),
            ],
        ),
        (",1,,,", [("Day", "missing-key", "")]),
        ("2024-03-05,,,,", [("Who", "missing-key", "")]),
        ("2024-03-05,1,,2024-03-01,", [("until", "bad-until", "")]),
        ("2031-03-05,1,,,", [("Day", "outside-period", "")]),
        ("2024-03-05,1,,,done", [("title", "foreign-field", "")]),
        ("2024-03-05,1,D\x1bE,,", [("country", "control-character", "cell")]),
        ("Total,1,,,", [("Day", "total-row", "")]),
        (",1,,,合计：", [("title", "total-row", "")]),
    ],
)
def test_all_that_is_wrong_with_a_row_is_found_by_line_and_column(
    judged: Judge, row: str, problems: list[tuple[str, str, str]]
) -> None:
    """Each cell is named that keeps a row from being a record; one problem hides no other."""
    mapping = ColumnMapping({"date": "Day", "people": "Who"}, TRIPS.constants)
    outcome = judged(f"Day,Who,country,until,title\n{row}\n,,,,\n", mapping)
    assert _codes(outcome.problems) == [(2, *each) for each in problems]
    assert not outcome.new


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("trop,A1.staff,,", ("kind", "unknown-value", "")),
        (",A1.staff,,", ("kind", "missing-key", "kind")),
        ("trip,A9,1,", ("indicator", "unknown-indicator", "")),
        ("trip,,1,", ("indicator", "missing-key", "")),
        ("trip,A1,1,", ("indicator", "unknown-indicator", "several")),
        ("trip,A1.signed,1,", ("indicator", "wrong-kind", "")),
        ("trip,A1.partners,1,", ("partner", "needs-partner", "")),
        ("milestone,A1.programme,,singed", ("stage", "unknown-stage", "")),
    ],
)
def test_rows_of_any_kind_are_held_to_the_plan(
    judged: Judge, row: str, problem: tuple[str, str, str]
) -> None:
    """Kind, indicator and stage may be in columns, and are judged as those of any record."""
    outcome = judged(
        f"kind,indicator,people,stage\n{row}\n", ColumnMapping(constants={"date": "2024-03-05"})
    )
    assert _codes(outcome.problems) == [(2, *problem)]
    assert not outcome.new


@pytest.mark.parametrize(
    ("row", "headers"),
    [
        # An objective, or other capitals, are no problem where kind or day are wrong.
        ("trop,2024-03-05,A1,0,", ["kind", "people"]),
        ("trop,2024-03-05,a1.STAFF,0,", ["kind", "people"]),
        ("trop,2024-03-05,A9,0,", ["indicator", "kind", "people"]),
        ("trip,2024-02-30,A1.STAFF,0,", ["date", "people"]),
        ("trip,2024-02-30,A1.signed；A9,0,", ["indicator", "date", "people"]),
        ("trip,2024-02-30,A1.signed,2,", ["date", "indicator"]),
        ("trip,2024-02-30,A1.partners,2,", ["date", "partner"]),
        ("trop,soon,A1.programme,2,signd", ["date", "kind", "stage"]),
        (",,,,", ["date", "indicator", "kind"]),
        ("trip,2024-03-05,A1.staff,Ann; ben; ANN,", ["people"]),
    ],
)
def test_no_problem_of_a_row_hides_another(judged: Judge, row: str, headers: list[str]) -> None:
    """Whichever cells are wrong, the others are held to the plan as far as that can be told."""
    outcome = judged(f"kind,date,indicator,people,stage,note\n{row},x\n", ColumnMapping())
    assert [each.header for each in outcome.problems] == headers


def test_an_indicator_of_another_plan_than_the_days_is_told(workspace: Workspace) -> None:
    """Where another plan is asked for than that of the day, a row is held to that of the day."""
    plan = (workspace.root / "plans" / "2024.yaml").read_text()
    (workspace.root / "plans" / "2023.yaml").write_text(
        plan.replace("2024-", "2023-").replace("A1.staff", "A1.teachers")
    )
    basis = _basis(workspace, "2023")
    sheet = read("a.csv", b"date,people,indicator\n2024-03-05,1,A1.teachers\n")
    mapping = apply(sheet, [("", ColumnMapping({}, {"kind": "trip"}))]).mapping
    problems = judge(sheet, mapping, basis, allow_duplicates=False).problems
    assert _codes(problems) == [(2, "indicator", "unknown-indicator", "")]


def test_a_day_that_is_none_may_be_of_a_plan_that_cannot_be_read(
    judged: Judge, workspace: Workspace
) -> None:
    """While a plan is broken, nobody can say that no plan has an indicator."""
    (workspace.root / "plans" / "2025.yaml").write_text("broken")
    outcome = judged("date,people,indicator\nsoon,0,A9\n", ColumnMapping({}, {"kind": "trip"}))
    assert [each.header for each in outcome.problems] == ["date", "people"]


def test_day_without_a_plan_is_told_once(judged: Judge, workspace: Workspace) -> None:
    """Where no plan can be read, a record is given the benefit of the doubt."""
    (workspace.root / "plans" / "2024.yaml").write_text("broken")
    assert len(judged("date,people\n2024-03-05,1\n").new) == 1


def test_what_is_wrong_for_all_rows_is_told_once(judged: Judge) -> None:
    """A text for all rows that cannot be read is told by itself, and no row is judged."""
    outcome = judged("date\n2024-02-30\n2024-02-31\n", ColumnMapping({}, {"people": "1,000"}))
    assert _codes(outcome.problems) == [(ALL_ROWS, "people", "bad-people", "cell")]
    assert outcome.new == ()


def test_problems_come_in_the_order_of_the_lines(judged: Judge) -> None:
    """Ragged rows, rows that are no records and rows against a rule stand as in the file."""
    outcome = judged(
        "date,people,evidence\n2024-03-05,1,/etc/x\n2024-03-06,1,,9\n2024-03-07,0,\n2024-03-08,1,\n"
    )
    assert [(each.line, each.header) for each in outcome.problems] == [
        (2, "evidence"),
        (3, ""),
        (4, "people"),
    ]
    assert [line for line, _ in outcome.new] == [5]


def test_what_check_would_warn_of_is_told_before(judged: Judge) -> None:
    """A row that looks like the event of a record, or of another row, is written, and told."""
    outcome = judged(
        "date,people,state,country\n"
        "2024-03-04,2,,JP\n"
        "2024-12-01,ann,,\n"
        "2024-12-01,ann; ben,planned,\n"
    )
    assert [line for line, _ in outcome.new] == [2, 3, 4]
    assert outcome.problems == []
    assert _codes(outcome.warnings) == [
        (2, "date", "possible-duplicate", ""),
        (3, "date", "future-date", ""),
        (4, "date", "possible-duplicate", ""),
    ]


@pytest.mark.parametrize("text", ["N/A", "-", "无", "pending", "TBD", "none", "待定", "—", "?"])
def test_a_placeholder_in_an_optional_field_is_empty_and_counted(judged: Judge, text: str) -> None:
    """What stands for nothing is nothing: `N/A` is no approval, and no country."""
    outcome = judged(f"date,people,Doc,country,note\n2024-03-05,1,{text},{text},{text}\n", DOCS)
    assert not outcome.problems
    assert outcome.emptied == {"Doc": 1, "country": 1, "note": 1}
    assert _said(outcome)[0][1].keys() == {"date", "kind", "indicator", "people"}


@pytest.mark.parametrize(
    ("row", "header"),
    [("-,1,", "date"), ("2024-03-05,N/A,", "people"), ("2024-03-05,待定,", "people")],
)
def test_a_placeholder_in_a_required_field_is_an_error(
    judged: Judge, row: str, header: str
) -> None:
    """A record cannot be without it, and `N/A` is nobody's name."""
    outcome = judged(f"date,people,note\n{row}\n")
    assert _codes(outcome.problems) == [(2, header, "placeholder", "")]


def test_a_placeholder_in_quotation_marks_is_the_word_itself(judged: Judge) -> None:
    """Somebody may be called Na, and a country may be Namibia."""
    row = '2024-03-05,"""Na""; Bo","""pending""",NA'
    outcome = judged(f"date,people,Doc,country\n{row}\n", DOCS)
    fields = _said(outcome)[0][1]
    assert (fields["people"], fields["approval"], fields["country"]) == (
        ("Na", "Bo"), "pending", "NA",
    )  # fmt: skip


def test_a_placeholder_for_all_rows_is_empty_too(judged: Judge) -> None:
    """What is said for all rows is held to the same; where it is required, no row is judged."""
    rows_ = "date,people\n2024-03-05,1\n"
    constants = {**TRIPS.constants, "approval": "N/A"}
    assert judged(rows_, ColumnMapping({}, constants)).emptied == {"approval": 1}
    outcome = judged("date\n2024-03-05\n", ColumnMapping({}, {**TRIPS.constants, "people": "-"}))
    assert _codes(outcome.problems) == [(ALL_ROWS, "people", "placeholder", "")]


def test_a_state_that_stands_for_nothing_is_no_state(judged: Judge) -> None:
    """Left empty it would be done, so that a pending record would count."""
    outcome = judged("date,people,state\n2024-03-05,1,pending\n")
    assert _codes(outcome.problems) == [(2, "state", "unknown-value", "")]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ('"Wang, Lei"', ("Wang", "Lei")),
        ('"""Wang, Lei"""', ("Wang, Lei",)),
        ('"Müller, Jürgen; Schmidt, Eva"', ("Müller, Jürgen", "Schmidt, Eva")),
        (' "Ann; Bob"', ("Ann", "Bob")),
        ("３", 3),
        ("3人", 3),
        ("3 people", 3),
    ],
)
def test_people_of_a_cell_are_read_as_add_reads_them(
    judged: Judge, cell: str, people: object
) -> None:
    """A name in quotation marks is one, and where semicolons separate, commas do not."""
    assert _said(judged(f"date,people\n2024-03-05,{cell}\n"))[0][1]["people"] == people


def test_people_that_no_indicator_counts_are_noted(judged: Judge) -> None:
    """They are kept, and nobody takes them for a figure; one person alone is no figure."""
    constants = {"kind": "agreement", "indicator": "A1.signed", "partner": "North"}
    assert judged("date\n2024-03-05\n", ColumnMapping({}, constants)).notes == []
    constants = {"kind": "trip", "indicator": "A1.partners", "partner": "North"}
    outcome = judged("date,people\n2024-03-05,1\n2024-03-06,7\n", ColumnMapping({}, constants))
    assert _codes(outcome.notes) == [(3, "people", "uncounted-people", "")]
    assert len(outcome.new) == 2


@pytest.mark.parametrize(
    ("cell", "amount", "problem"),
    [
        ("1000.50", Decimal("1000.50"), None),
        ("0.10", Decimal("0.1"), None),
        ("0.00000001", Decimal("0.00000001"), None),
        ("-３0", -30, None),
        ('"1,000.50"', None, ("bad-number", "grouped")),
        ("34%", None, ("bad-number", "unit")),
        ("a lot", None, ("bad-number", "type")),
        ("9" * 39, None, ("out-of-range", "high")),
        ("9" * 50, None, ("bad-number", "type")),
    ],
)
def test_amounts_are_read_exactly(
    judged: Judge, cell: str, amount: Decimal | int | None, problem: tuple[str, str] | None
) -> None:
    """A number is the number that the cell has; what has more in it is refused with its help."""
    outcome = judged(f"date,people,Cost\n2024-03-05,1,{cell}\n", DOCS)
    assert [(each.problem.code, each.problem.case) for each in outcome.problems] == (
        [problem] if problem else []
    )
    assert [fields.get("amount") for _, fields in _said(outcome)] == ([] if problem else [amount])


@pytest.mark.parametrize(
    ("indicator", "cell", "value"),
    [
        ("A1.share", "34%", 34),
        ("A1.share", "-34.50 ％", Decimal("-34.50")),
        ("A1.share; A1.also", "34%", 34),
        ("A1.share; A1.points", "34%", None),
        ("A1.points", "34%", None),
        ("A1.nothing", "34%", None),
    ],
)
def test_a_percentage_is_a_number_where_the_indicators_are_in_percent(
    judged: Judge, workspace: Workspace, indicator: str, cell: str, value: Decimal | int | None
) -> None:
    """Of points it would be a wrong figure, so it is refused as in a file."""
    plan = workspace.root / "plans" / "2024.yaml"
    levels = [("share", "'%'"), ("also", "'％'"), ("points", "points")]
    lines = [
        f"          - {{id: A1.{name}, title: S, measure: level, of: [reading], unit: {unit}}}\n"
        for name, unit in levels
    ]
    plan.write_text(plan.read_text() + "".join(lines))
    mapping = ColumnMapping({}, {"kind": "reading", "indicator": indicator})
    outcome = judged(f"date,value\n2024-03-05,{cell}\n", mapping)
    assert [fields["value"] for _, fields in _said(outcome)] == ([] if value is None else [value])


def test_values_in_chinese_are_read(judged: Judge) -> None:
    """Kinds, states, countries and days; what else cells say can be replaced."""
    mapping = ColumnMapping(
        {},
        {"indicator": "Ａ１．ｓｔａｆｆ"},
        values={"kind": {"短 期": "trip"}, "note": {"无事": ""}},
    )
    outcome = judged(
        "日期,类型,状态,人员,国家,备注\n"
        "二〇二四年三月五日,因公出国,已完成,王芳、李强,德国,无事\n"
        "2024年11月6号,短期,计划中,３人,日本,有事\n",
        mapping,
    )
    assert _codes(outcome.problems) == []
    assert [
        (fields["kind"], fields["date"], fields["country"]) for _, fields in _said(outcome)
    ] == [
        ("trip", "2024-03-05", "DE"),
        ("trip", "2024-11-06", "JP"),
    ]
    assert [fields.get("state", "done") for _, fields in _said(outcome)] == ["done", "planned"]
    assert [fields.get("note") for _, fields in _said(outcome)] == [None, "有事"]


def test_readings_and_tags_are_mapped(judged: Judge, workspace: Workspace) -> None:
    """The two parts of a ratio and words for selection come from columns as all fields do."""
    plan = (workspace.root / "plans" / "2024.yaml").read_text()
    (workspace.root / "plans" / "2024.yaml").write_text(
        plan + "          - {id: A1.share, title: S, measure: ratio, of: [reading]}\n"
    )
    mapping = ColumnMapping({}, {"kind": "reading", "indicator": "A1.share"})
    outcome = judged("date,numerator,denominator,tags\n2024-03-05,33.5,40,women; phd\n", mapping)
    assert _said(outcome) == [
        (
            2,
            {
                "date": "2024-03-05",
                "kind": "reading",
                "indicator": "A1.share",
                "numerator": Decimal("33.5"),
                "denominator": 40,
                "tags": ("women", "phd"),
            },
        )
    ]


# --- what is there already ------------------------------------------------------------------------

ONE = "2024-03-04,2\n"  # which is a record of the workspace
NEW = "2024-03-05,2\n"


@pytest.mark.parametrize(
    ("lines", "twice", "new", "known"),
    [
        (ONE, False, [], [(2, "2024-03-04-trip")]),
        (ONE + ONE, False, [], [(2, "2024-03-04-trip"), (3, "2024-03-04-trip")]),
        (NEW + ONE + NEW, False, [2], [(3, "2024-03-04-trip"), (4, "line 2")]),
        (ONE, True, [], [(2, "2024-03-04-trip")]),
        (ONE + ONE, True, [3], [(2, "2024-03-04-trip")]),
        (NEW + NEW, True, [2, 3], []),
    ],
)
def test_row_that_is_there_already_is_not_new(
    judged: Judge, lines: str, *, twice: bool, new: list[int], known: list[tuple[int, str]]
) -> None:
    """What a record or an earlier row says is left out, unless it did happen again."""
    outcome = judged(f"date,people\n{lines}", twice=twice)
    assert [line for line, _ in outcome.new] == new
    assert outcome.known == known


def test_each_record_is_looked_at_once(judged: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large file takes longer in the basis in which it is larger, and no more."""
    looked_at = []

    def look(record: Record) -> Hashable:
        looked_at.append(record)
        return contents(record)

    monkeypatch.setattr(rows, "contents", look)
    many = "".join(f"2024-03-05,{number}\n" for number in range(1, 301))
    judged(f"date,people\n{many}")
    assert len(looked_at) == 3 + 300


PLAN = HEAD + "          - {id: A1.staff, title: Staff abroad, measure: people, of: [trip]}\n"
PEOPLE = st.one_of(
    st.integers(1, 5).map(str),
    st.lists(
        st.sampled_from(["ann", "王芳", "no", "true", "1_0", "a: b"]), unique=True, min_size=1
    ).map(";".join),
)
NOTES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")))
ROWS = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2024, 12, 31)), PEOPLE, NOTES), max_size=6
)


def _csv(given: list[tuple[date, str, str]]) -> bytes:
    written = StringIO()
    csv.writer(written).writerows([("date", "people", "note"), *given])
    return written.getvalue().encode()


def _import(workspace: Workspace, data: bytes, *, twice: bool) -> Outcome:
    """Import a file as the command line does."""
    sheet = read("a.csv", data)
    applied = apply(sheet, [("", TRIPS)])
    outcome = judge(sheet, applied.mapping, _basis(workspace), allow_duplicates=twice)
    said = [text.fields_of(record) for _, record in outcome.new]
    drafts = [write.Draft(stem(fields), text.render(fields)) for fields in said]
    write.create_all(workspace, drafts, "a")
    return outcome


@given(ROWS, st.booleans())
def test_any_sheet_that_is_accepted_reads_back_equal_and_adds_nothing_again(
    given_rows: list[tuple[date, str, str]],
    twice: bool,  # noqa: FBT001 - Hypothesis gives it by name
) -> None:
    """What is written says what the rows say, and a second import of the file adds nothing."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "plans").mkdir()
        (root / "records").mkdir()
        (root / "plans" / "2024.yaml").write_text(PLAN)
        workspace = Workspace(root)
        sheet = _csv(given_rows)
        first = _import(workspace, sheet, twice=twice)
        assert not first.problems
        basis = _basis(workspace)
        wanted = sorted(map(contents, (record for _, record in first.new)), key=repr)
        assert sorted(map(contents, (e.record for e in basis.entries)), key=repr) == wanted
        second = _import(workspace, sheet, twice=twice)
        assert (second.new, second.problems) == ([], [])
        assert len(second.known) == len(first.new) + len(first.known)
