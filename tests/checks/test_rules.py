"""The rules of records and files: what they see, and what they leave alone."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.checks import rules
from oicekpi.checks.rules import events, names, partners, readings, similar, writing
from oicekpi.checks.rules.dates import future_date
from oicekpi.checks.rules.evidence import evidence_there
from oicekpi.checks.rules.privacy import private_comment, private_data, private_name, private_text
from oicekpi.checks.rules.rule import RECORD_RULES, Context, RecordRule
from oicekpi.domain.finding import Problem
from oicekpi.domain.kinds import Trip
from oicekpi.domain.record import Entry, Partial, free_texts
from oicekpi.storage import yamlfile
from oicekpi.storage.document import parse

MakeEntry = Callable[..., Entry]
TODAY = Context(Path("nowhere"), date(2024, 10, 1))


def private(make_entry: MakeEntry, **fields: object) -> list[str]:
    """Return what the texts of a record look like."""
    return [each.case for each in private_data(make_entry("2024-04-12", **fields), TODAY)]


# --- readings ------------------------------------------------------------------------------------


def test_a_reading_of_nothing_is_no_measure_for_others(make_entry: MakeEntry) -> None:
    """Any value is infinitely many times 0, so a reading of 0 makes no other one doubtful."""
    read = [
        make_entry(day, kind="reading", value=value)
        for day, value in (("2024-03-31", 0), ("2024-06-30", 40), ("2024-09-30", 400))
    ]
    assert [entry.record.date.month for entry, _ in readings.far_off_reading(read)] == [9]


# --- which rules run ------------------------------------------------------------------------------


def no_notes(entry: Entry, _: Context) -> Iterable[Problem]:
    """A rule of this test: notes are not allowed."""
    return [Problem(("note",), "needs-reason")] if entry.record.note else []


def test_a_registered_rule_judges_records(make_entry: MakeEntry) -> None:
    """A rule is a function that is registered, and nothing else."""
    entry = make_entry("2024-04-12", note="x")
    with RECORD_RULES.registered("no-notes", RecordRule(no_notes, frozenset({"note"}))):
        assert [each.where for each in rules.of_record(entry, TODAY)] == [("note",)]
    assert rules.of_record(entry, TODAY) == []


@pytest.mark.parametrize(
    ("invalid", "written", "where"),
    [
        (frozenset(), {}, [("note",)]),
        (frozenset({"people"}), {}, [("note",)]),
        (frozenset(), {"note": "nte"}, [("nte",)]),
        (frozenset({"note"}), {}, []),
    ],
)
def test_a_rule_judges_a_record_with_errors_if_what_it_reads_is_valid(
    make_entry: MakeEntry,
    invalid: frozenset[str],
    written: dict[str, str],
    where: list[tuple[str]],
) -> None:
    """What it finds is at the key as it was written."""
    partial = Partial(make_entry("2024-04-12", note="x"), invalid, written)
    with RECORD_RULES.registered("no-notes", RecordRule(no_notes, frozenset({"note"}))):
        assert [each.where for each in rules.of_partial(partial, TODAY)] == where


def test_each_rule_of_records_is_silent_about_an_ordinary_record(make_entry: MakeEntry) -> None:
    """What is right has no finding."""
    assert rules.of_record(make_entry("2024-04-12"), TODAY) == []


def test_of_a_list_with_invalid_items_the_others_are_judged(make_entry: MakeEntry) -> None:
    """Each file and each name is judged by itself; what is invalid is not judged again."""
    entry = make_entry("2024-04-12", people=["13800138000", "x@y.org"], evidence=["a", "/b"])
    items = {"people": frozenset({0}), "evidence": frozenset({1})}
    partial = Partial(entry, frozenset({"people", "evidence"}), {}, items)
    assert [each.where for each in rules.of_partial(partial, TODAY)] == [
        ("evidence", 0),
        ("people", 1),
    ]


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state", "future"),
    [
        ("2024-10-02", "planned", False),
        ("2024-10-01", "done", False),
        ("2024-10-02", "done", False),  # today already, where the sun rises earlier
        ("2024-10-03", "done", True),
        ("2024-10-03", "cancelled", False),
    ],
)
def test_what_is_done_is_behind(
    make_entry: MakeEntry, day: str, state: str, *, future: bool
) -> None:
    """What is done on a day that has begun nowhere is reported."""
    assert bool(list(future_date(make_entry(day, state=state), TODAY))) is future


# --- privacy --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("write to someone.else+x@mail.example.org.", "email"),
        ("11010519491231002X", "identity"),
        ("id:11010519491231002x,", "identity"),
        ("110105 19491231 002X", "identity"),
        ("110105-1949-1231-002x", "identity"),
        ("13800138000", "phone"),
        ("138-0013-8000", "phone"),
        ("138.0013.8000", "phone"),
        ("86 13800138000", "phone"),
        ("+49 (0)30 1234567", "phone"),
        ("0571-87654321", "phone"),
        ("0571.87654321", "phone"),
        ("(0571)87654321", "phone"),
        ("(555) 123-4567", "phone"),
        ("(555) 123.4567", "phone"),
        ("555.123.4567", "phone"),
        ("passport E12345678", "passport"),
        ("passport e12345678", "passport"),
        ("passport E 12345678", "passport"),
        ("EA1234567", "passport"),
        ("\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10", "phone"),
    ],
)
def test_what_looks_private_is_reported(make_entry: MakeEntry, text: str, looks: str) -> None:
    """Addresses and numbers of people are found in any text, however they are written."""
    assert private(make_entry, note=text) == [looks]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@home at 12:30 @",
        "110105194912310021",  # the last digit does not check
        "110105194913310020",  # no such month
        "2024-04-12 … 2024-04-26",
        "20240412-0017",
        "NX20240412",
        "budget 120000000",
        "a total of 1250000 CNY, NO 1250000",
        "staff-017, teacher-1380",
        "version 1.13800138000.2",
        "A1.staff, U-2024-017",
        "1 300 people of 15 000",
        "approved as U2024018, see MoU HS2024001",
        "150 2023 2024 students, 139 2024-2025",
        "15000000000 CNY, EUR 180 0000 0000",
        "https://example.org/page?id=13800138000",
        "icon@2x.png from git@github.com:org/repo",
    ],
)
def test_ordinary_text_is_left_alone(make_entry: MakeEntry, text: str) -> None:
    """Days, amounts, ids and numbers of documents are nobody's."""
    assert private(make_entry, note=text) == []


def test_every_field_with_free_text_is_judged(make_entry: MakeEntry) -> None:
    """What a kind declares as text is looked at, be it alone or in a list."""
    of = {"people": ["x@y.org"], "tags": ["x@y.org"], "evidence": ["x@y.org"]}
    texts = free_texts(Trip)
    assert {"partner", "purpose", "reason", "approval", "note", *of} == {*texts}
    for name in texts:
        entry = make_entry("2024-04-12", **{name: of.get(name, "x@y.org")})
        assert [each.where[0] for each in private_data(entry, TODAY)] == [name]


def test_names_and_every_other_text_are_judged(make_entry: MakeEntry) -> None:
    """It does not matter in which field it is, and the words never repeat it."""
    entry = make_entry("2024-04-12", people=["a", "13800138000"], purpose="x@y.org")
    problems = list(private_data(entry, TODAY))
    assert [each.where for each in problems] == [("people", 1), ("purpose",)]
    assert all("13800138000" not in f"{each.params}{each.said()}" for each in problems)


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("hans.meier@uni-example.de", "email"),
        ("13800138000", "phone"),
        ("１３８００１３８０００", "phone"),
        ("passport-g12345678", "passport"),
        ("in-1234567", None),
        ("u2024017", None),
        ("visit-150-2023-2024", None),
        ("某大学访问", None),
    ],
)
def test_the_name_of_a_file_is_judged_as_words(
    make_entry: MakeEntry, name: str, looks: str | None
) -> None:
    """Of a record's file or of evidence, also in full width, and with dashes as blanks."""
    found = [each.case for each in private_name([f"records/2024/2024-04-12-{name}.yaml"])]
    assert found == ([f"{looks}-name"] if looks else [])
    assert private(make_entry, evidence=[f"evidence/2024/{name}.pdf"]) == ([looks] if looks else [])


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"note: 'room #3, 13800138000' # call 13800138001\npurpose: 'x # 13800138002'\n", (1, 30)),
        (b"note: 'x'#13800138000\n", (1, 10)),
        (b'note: "x"# e12345678\n', (1, 10)),
        (b"people: [a]#13800138000\n", (1, 12)),
        (b"people: [a,#13800138000\n  b]\n", (1, 12)),
        (b"# 13800138000\nnote: x\n", (1, 1)),
        (b"note: 'two\n  lines # 13800138000' # 13800138001\n", (2, 24)),
        (b"note: room#13800138000\n", None),
        (b"note: x # 13800138000a\n", None),
    ],
)
def test_a_comment_begins_at_a_sign_outside_of_values(
    data: bytes, place: tuple[int, int] | None
) -> None:
    """A # in a text begins none, and hides none that follows; behind a quotation mark it does."""
    found = [(each.line, each.column) for each in private_comment(parse("records/a.yaml", data))]
    assert found == ([place] if place else [])


def test_texts_of_plans_and_mappings_are_judged() -> None:
    """Wherever a text is, also in a list in a mapping."""
    document = parse("imports/a.yaml", b"columns:\n  - {header: '13800138000', n: 5}\n")
    assert [(each.line, each.column, each.case) for each in rules.of_file(document)] == [
        (2, 14, "phone")
    ]
    assert [*private_text(document)] == [*rules.of_file(document)]


def test_an_approval_may_look_like_a_passport(make_entry: MakeEntry) -> None:
    """An office numbers its approvals as it likes, but an address there is still one."""
    assert private(make_entry, approval="AB1234567 13800138000") == []
    assert private(make_entry, approval="x@example.org") == ["email"]


# --- events ---------------------------------------------------------------------------------------


def twice(*entries: Entry) -> list[str]:
    """Return the records that look like an earlier one's event."""
    return [entry.id for entry, _ in events.possible_duplicate(entries)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"people": ["a", "b"]}, {"people": ["B", "a"]}),
        ({"people": ["a", "b"]}, {"people": ["b", "c"], "purpose": "other words"}),
        ({"people": 2}, {"people": 2, "country": "DE"}),
        ({"people": 2, "partner": "X"}, {"people": ["a", "b"], "partner": "x"}),
        ({"people": ["a"], "partner": "X"}, {"people": ["a"]}),
        ({"people": ["a"], "indicator": ["A1.part0", "A1.part1"]}, {"people": ["a"]}),
        (
            {"kind": "activity", "title": "A seminar"},
            {"kind": "activity", "title": "A seminar"},
        ),
    ],
)
def test_one_event_in_two_records_is_reported(
    make_entry: MakeEntry, first: dict[str, object], second: dict[str, object]
) -> None:
    """Two records of one day, kind and indicator with something in common may be one event."""
    one, other = (
        make_entry("2024-04-12", id=name, **f) for name, f in (("1", first), ("2", second))
    )
    assert twice(one, other) == ["2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"people": ["a"]}, {"people": ["b"]}),
        ({"people": 2}, {"people": 3}),
        ({"people": 2, "partner": "X"}, {"people": 2, "partner": "Y"}),
        ({"people": ["a"], "country": "DE"}, {"people": ["a"], "country": "FR"}),
        ({"people": ["a"], "partner": "X"}, {"people": ["b"], "partner": "X"}),
        ({"people": 2, "partner": "X"}, {"people": ["a"], "partner": "X"}),
        ({"people": ["a"]}, {"people": ["a"], "state": "cancelled"}),
        ({"people": ["a"]}, {"people": ["a"], "indicator": "A1.part1"}),
        ({"people": ["a"]}, {"people": ["a"], "kind": "application"}),
        (
            {"kind": "milestone", "stage": "a"},
            {"kind": "milestone", "stage": "b"},
        ),
    ],
)
def test_what_distinguishes_two_events_is_heeded(
    make_entry: MakeEntry, first: dict[str, object], second: dict[str, object]
) -> None:
    """Other people, numbers, partners, places, kinds or indicators are other events."""
    one, other = (
        make_entry("2024-04-12", id=name, **f) for name, f in (("1", first), ("2", second))
    )
    assert twice(one, other) == []


def test_a_record_of_a_list_is_named_by_its_number(make_entry: MakeEntry) -> None:
    """The finding names both records: one by its place, the other by its file and number."""
    one = make_entry("2024-04-12", people=["a"])
    one = Entry("2024-04-x#1", "records/2024-04-x.yaml", 0, one.record)
    ((_, problem),) = events.possible_duplicate([one, make_entry("2024-04-12", people=["a"])])
    assert (problem.case, problem.params) == (
        "list",
        {"file": "records/2024-04-x.yaml", "number": 1},
    )


def test_a_person_counts_for_two_indicators_only_by_one_record(make_entry: MakeEntry) -> None:
    """Two records of one day and kind for two indicators name the person; one could name both."""
    one = make_entry("2024-04-12", "A1.part0", id="1", people=["a", "b"])
    other = make_entry("2024-04-12", "A1.part1", id="2", people=["c", "B"])
    ((entry, problem),) = events.person_in_two_indicators([one, other])
    assert entry is other
    assert problem.where == ("people", 1)
    assert problem.params == {
        "value": "B",
        "indicators": ("A1.part0",),
        "both": "A1.part0, A1.part1",
        "file": "records/1.yaml",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"people": ["a"], "indicator": ["A1.part0", "A1.part1"]},
        {"people": ["b"]},
        {"people": 1},
        {"people": ["a"], "partner": "Y"},
        {"people": ["a"], "state": "cancelled", "reason": "x"},
        {"people": ["a"], "kind": "application"},
        {"people": ["a"], "day": "2024-04-13"},
    ],
)
def test_a_person_may_serve_two_indicators_at_two_occasions(
    make_entry: MakeEntry, fields: dict[str, object]
) -> None:
    """Another day, kind or partner, or a record that lists both indicators, is right."""
    one = make_entry("2024-04-12", "A1.part0", id="1", people=["a"], partner="X")
    facts = {"day": "2024-04-12", "indicator": "A1.part1", "id": "2", **fields}
    assert list(events.person_in_two_indicators([one, make_entry(**facts)])) == []


def test_a_person_of_several_records_is_reported_once_for_each_that_follows(
    make_entry: MakeEntry,
) -> None:
    """However many records name a person for other indicators, each that follows has one."""
    entries = [
        make_entry("2024-04-12", indicator=f"A1.part{at}", id=str(at), people=["a", f"b{at}"])
        for at in range(3)
    ]
    found = [(entry.id, each.where) for entry, each in events.person_in_two_indicators(entries)]
    assert found == [("1", ("people", 0)), ("2", ("people", 0))]


# --- spelling -------------------------------------------------------------------------------------


def test_the_spelling_of_most_records_is_kept(make_entry: MakeEntry) -> None:
    """Other spellings than that of most records are reported; if it is even, the first is kept."""
    entries = [
        make_entry("2024-04-12", id=str(at), partner=partner)
        for at, partner in enumerate(["x uni", "X Uni", "X Uni", "Y", "y", "Z"])
    ]
    found = {entry.id: each for entry, each in partners.inconsistent_partner(entries)}
    assert [*found] == ["0", "4"]
    assert found["0"].params == {"value": "x uni", "usual": "X Uni", "count": 2}
    assert found["4"].params["usual"] == "Y"


@pytest.mark.parametrize(
    ("one", "other", "case"),
    [
        ("é", "e\u0301", "accents"),
        ("A  B", "A B", "spaces"),
        ("a", "A", "capitals"),
        ("Ａ", "A", "width"),
        ("ａ  b", "A B", "several"),
    ],
)
def test_what_differs_between_two_spellings_is_named(
    make_entry: MakeEntry, one: str, other: str, case: str
) -> None:
    """Some differences cannot be seen."""
    entries = [make_entry("2024-04-12", partner=each) for each in (other, one)]
    assert [each.case for _, each in partners.inconsistent_partner(entries)] == [case]


def near(make_entry: MakeEntry, field: str, *values: str) -> list[tuple[str, str]]:
    """Return the names of some records that are similar to others, and those others."""
    entries = [
        make_entry("2024-04-12", **{field: [each] if field == "people" else each})
        for each in values
    ]
    found = similar.similar_name(entries)
    return [(each.params["value"], each.params["near"]) for _, each in found]


@pytest.mark.parametrize(
    ("field", "known", "slip"),
    [
        ("people", "staff-017", "staff-17"),
        ("people", "Staff-007", "staff-7"),
        ("people", "Johannes Schmidt", "Johannes Schmitd"),
        ("partner", "University of Bolton", "University of Boltn"),
        ("partner", "University of Bolton", "University of Boltton"),
        ("partner", "University of Bolton", "Univercity of Bolton"),
        ("partner", "Université de Rouen", "Universté de Rouen"),
    ],
)
def test_a_name_with_a_letter_or_zeros_wrong_is_similar(
    make_entry: MakeEntry, field: str, known: str, slip: str
) -> None:
    """The name that fewer records have, or that comes later, is the one that may be a slip."""
    assert near(make_entry, field, known, slip) == [(slip, known)]
    assert near(make_entry, field, slip, known, known) == [(slip, known)]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("people", "staff-017", "staff-018"),
        ("people", "staff-010", "staff-100"),
        ("people", "Anna", "Anne"),
        ("people", "Maria", "Marie"),
        ("people", "张三", "张四"),
        ("partner", "北京外国语大学", "南京外国语大学"),
        ("partner", "School A", "School B"),
        ("partner", "University of Bolton", "University of Boston, Lincolnshire"),
        ("partner", "University of Bolton", "university of  Bolton"),
        ("partner", "x" * 200, "x" * 201),
    ],
)
def test_other_names_are_not_similar(
    make_entry: MakeEntry, field: str, one: str, other: str
) -> None:
    """Numbers, short words and characters of Chinese distinguish names."""
    assert near(make_entry, field, one, other) == []


def test_a_name_that_several_records_have_is_no_slip(make_entry: MakeEntry) -> None:
    """Whoever has two partners of similar names is not told so for ever."""
    names = ["Example Institute"] * 4 + ["Example Institut"] * 3
    assert near(make_entry, "partner", *names) == []


def test_a_cancelled_record_has_no_say_in_spelling(make_entry: MakeEntry) -> None:
    """It counts for nothing, so its names are not compared."""
    entries = [
        make_entry("2024-04-12", people=["staff-017"]),
        make_entry("2024-04-13", people=["staff-17"], state="cancelled", reason="x", partner="Y"),
    ]
    assert list(similar.similar_name(entries)) == []


# --- evidence -------------------------------------------------------------------------------------


def test_evidence_is_in_the_workspace_also_behind_links(
    make_entry: MakeEntry, workspace_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A link may lead to a file inside, but never out; the workspace itself may be behind one."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.pdf").touch()
    (workspace_folder / "a.pdf").touch()
    (workspace_folder / "in.pdf").symlink_to("a.pdf")
    (workspace_folder / "out.pdf").symlink_to(outside / "a.pdf")
    (workspace_folder / "folder").symlink_to(outside)
    (workspace_folder / "circle.pdf").symlink_to("circle.pdf")
    linked = outside / "linked"
    linked.symlink_to(workspace_folder)
    names = ["a.pdf", "in.pdf", "out.pdf", "folder/a.pdf", "circle.pdf", "x" * 900, "a/" * 9_000]
    entry = make_entry("2024-04-12", evidence=[*names, "../a.pdf", "a..pdf", "con.pdf"])
    for root in (workspace_folder, linked):
        found = evidence_there(entry, Context(root, TODAY.today))
        assert [(each.where[1], each.code) for each in found] == [
            (2, "evidence-outside"),
            (3, "evidence-outside"),
            (4, "evidence-missing"),
            (5, "evidence-missing"),
            (6, "evidence-missing"),
            (7, "evidence-outside"),
            (8, "evidence-missing"),
            (9, "evidence-missing"),
            (9, "non-portable-name"),
        ]


# --- names ----------------------------------------------------------------------------------------


def test_ordinary_names_work_everywhere() -> None:
    """Chinese names, spaces inside and words that only begin like a device are fine."""
    paths = ["records/2024/2024-04-12-出访 日本.yaml", "records/console/a.yaml", "plans/2024.yaml"]
    assert list(names.non_portable_name(paths)) == []
    assert list(names.similar_file_names(paths)) == []


@pytest.mark.parametrize(
    ("path", "case"),
    [
        ("records/2024-04-12-a:b.yaml", "character"),
        ("records/aux/x.yaml", "device"),
        ("records/a./x.yaml", "ending"),
        (f"records/{'x' * 200}.yaml", "length"),
    ],
)
def test_a_name_that_windows_cannot_have_is_reported(path: str, case: str) -> None:
    """Each reason has its own words."""
    assert [each.case for each in names.non_portable_name([path])] == [case]


def test_similar_folders_are_reported_for_each_file_below() -> None:
    """Where two folders are one, every file of the second is reported once."""
    found = [
        *names.similar_file_names(["records/A/x.yaml", "records/a/X.yaml", "records/a/y.yaml"])
    ]
    assert [finding.path for finding in found] == ["records/a/X.yaml", "records/a/y.yaml"]
    assert {finding.case for finding in found} == {"capitals"}


# --- how a file is written ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("note: room #3\n", 12),
        ("note: room\t#3\n", 12),
        ("note: 长长  #三\r\n", 11),
        ("people: [a, b] #2\n", 0),
        ("people:\n  - a #2\n", 7),
        ("note: 'room' #3\n", 0),
        ("note: room #\n", 12),
        ("note: room # 3\n", 0),
        ("note: room ## 3\n", 0),
        ("note: room#3\n", 0),
        ("note: 'room #3'\n", 0),
        ("note: | #3\n  room #3\n", 0),
        ("note: two\n  lines #3\n", 9),
        ("country: DE #Germany\n", 0),
        ("#note: room #3\nnote: room\n", 0),
        ("people: [ann, #bob,\n  eve]\n", 15),
        ("people: [ann,#bob,\n  eve]\n", 14),
        ("people: [#bob,\n  eve]\n", 10),
        ("people: [ann, bob #carl,\n  ]\n", 19),
        ("people: [ann, # bob\n  eve]\n", 0),
        ("note: ann, #bob\n", 12),
    ],
)
def test_a_comment_that_cuts_a_text_is_reported(text: str, column: int) -> None:
    """A # right after a space cuts text that is not quoted; a comment with a space is meant."""
    found = list(writing.truncated_text(parse("records/x.yaml", text.encode())))
    assert [finding.column for finding in found] == [column] * bool(column)


@given(st.text(alphabet=" #:,'\"[]{}|>-\n\tab长\r", max_size=60))
def test_cut_text_is_looked_for_in_any_yaml(text: str) -> None:
    """Whatever a file that was accepted holds, the rule ends, and points at a sign."""
    data = f"note: x\nmore: {text}".encode()
    try:
        yamlfile.read(data)
    except yamlfile.YamlRefusedError:
        return
    lines = data.decode().split("\n")
    for finding in writing.truncated_text(parse("records/x", data)):
        assert lines[finding.line - 1][finding.column - 1] == "#"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("note: |\n  <<<<<<< HEAD\n  a\n  >>>>>>> main\n", [(2, 3), (4, 3)]),
        ('note: "<<<<<<< HEAD"\n', [(1, 8)]),
        ("\ufeffnote: 长 <<<<<<< x\n", [(1, 9)]),
        ("note: >>>>>>>\r\n", [(1, 7)]),
        ("note: a <<<<<<<< b\n", []),
        ("note: a<<<<<<<\n", []),
        ("note: '======='\n", []),
    ],
)
def test_markers_of_a_merge_are_found_inside_text(text: str, places: list[tuple[int, int]]) -> None:
    """What an editor has indented is still a merge that was not finished."""
    found = writing.merge_conflict(parse("records/x", text.encode()))
    assert [(finding.line, finding.column) for finding in found] == places


# --- growth ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [events.possible_duplicate, events.person_in_two_indicators])
def test_names_in_common_are_compared_in_linear_time(
    make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch, rule: Callable[..., Iterable[object]]
) -> None:
    """Twice the records, each with twice the names of another, take about twice the steps."""

    def steps(size: int) -> int:
        entry = make_entry("2024-04-12", people=[f"p{at}" for at in range(size)])
        record = entry.record
        some = [
            Entry(f"{at}", f"{at}", None, replace(record, indicator=(f"A1.part{at % 2}",)))
            for at in range(20)
        ]
        counted = 0
        agree = events.agree

        def counting(one: events.Compared, other: events.Compared) -> bool:
            nonlocal counted
            counted += 1
            return agree(one, other)

        monkeypatch.setattr(events, "agree", counting)
        assert len([*rule(some)]) >= len(some) - 2
        monkeypatch.setattr(events, "agree", agree)
        return counted

    assert steps(400) <= steps(200)


def test_indicators_and_people_are_not_multiplied(make_entry: MakeEntry) -> None:
    """A record of many of both has a bounded number of keys."""
    entry = make_entry(
        "2024-04-12",
        indicator=[f"A1.part{at}" for at in range(100)],
        people=[f"p{at}" for at in range(1_000)],
    )
    seen: dict[object, list[events.Compared]] = {}
    compared = events.Compared.of(entry)
    keys = events.keys(compared)
    events.before(seen, compared, keys)
    assert len(seen) == events.MAX_KEYS


def test_spellings_of_one_partner_are_compared_once_each(make_entry: MakeEntry) -> None:
    """Twice as many spellings are counted twice as often, not four times."""

    def steps(size: int) -> int:
        counted = 0

        class Name(str):
            __slots__ = ()

            def __hash__(self) -> int:
                nonlocal counted
                counted += 1
                return super().__hash__()

        trip = make_entry("2024-04-12").record
        assert isinstance(trip, Trip)
        names = ["".join("xX"[at >> bit & 1] for bit in range(11)) for at in range(size)]
        entries = [Entry(name, name, None, replace(trip, partner=Name(name))) for name in names]
        assert len([*partners.inconsistent_partner(entries)]) == size - 1
        return counted

    assert steps(800) < 2.5 * steps(400)
