"""The rules beyond shape: what they see, and what they leave alone."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.checks.rules import events, names, partners, writing
from oicekpi.checks.rules.dates import future_date, planned_date_passed
from oicekpi.checks.rules.evidence import evidence_there
from oicekpi.checks.rules.privacy import private_comment, private_data, private_name
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Level
from oicekpi.domain.vocabulary import Kind
from oicekpi.schema.record_files import Entry
from oicekpi.storage import yamlfile

MakeEntry = Callable[..., Entry]
TODAY = Context(Path("nowhere"), date(2024, 10, 1))


def private(make_entry: MakeEntry, **fields: object) -> list[str]:
    """Give what a record's texts look like."""
    return [fault.message for fault in private_data(make_entry("2024-04-12", **fields), TODAY)]


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state", "passed", "future"),
    [
        ("2024-09-30", "planned", True, False),
        ("2024-10-01", "planned", False, False),
        ("2024-10-02", "planned", False, False),
        ("2024-10-01", "done", False, False),
        ("2024-10-02", "done", False, True),
        ("2024-09-30", "cancelled", False, False),
        ("2024-10-02", "cancelled", False, False),
    ],
)
def test_what_is_planned_lies_ahead_and_what_is_done_behind(
    make_entry: MakeEntry, day: str, state: str, *, passed: bool, future: bool
) -> None:
    """A plan of yesterday and a deed of tomorrow are told; today is neither."""
    entry = make_entry(day, state=state)
    assert bool(list(planned_date_passed(entry, TODAY))) is passed
    assert bool(list(future_date(entry, TODAY))) is future


def test_a_plan_of_yesterday_is_told_with_the_commands_that_mend_it(make_entry: MakeEntry) -> None:
    """The commands name the record, quoted where a shell would take its id apart."""
    entry = make_entry("2024-09-30", state="planned", id="2024-09-trips (a)#2")
    (fault,) = planned_date_passed(entry, TODAY)
    assert fault.hint == (
        "if it happened, `oicekpi confirm '2024-09-trips (a)#2'`; if not, "
        "`oicekpi cancel '2024-09-trips (a)#2' --reason \"…\"`, or give it a new date"
    )


# --- privacy --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("write to someone.else+x@mail.example.org.", "an e-mail address"),
        ("11010519491231002X", "a resident's identity number"),
        ("id:11010519491231002x,", "a resident's identity number"),
        ("13800138000", "a phone number"),
        ("138-0013-8000", "a phone number"),
        ("86 13800138000", "a phone number"),
        ("+49 (0)30 1234567", "a phone number"),
        ("0571-87654321", "a phone number"),
        ("(0571)87654321", "a phone number"),
        ("(555) 123-4567", "a phone number"),
        ("passport E12345678", "a passport's number"),
        ("EA1234567", "a passport's number"),
        ("\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10", "a phone number"),
    ],
)
def test_what_looks_private_is_told(make_entry: MakeEntry, text: str, looks: str) -> None:
    """Addresses and numbers of people are found in any text, also in full width."""
    assert private(make_entry, note=text) == [f"this looks like {looks}"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@home at 12:30 @",
        "110105194912310021",  # the last place does not check
        "110105194913310020",  # no such month
        "2024-04-12 … 2024-04-26",
        "20240412-0017",
        "NX20240412",
        "budget 120000000",
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


def test_names_and_every_other_text_are_looked_at(make_entry: MakeEntry) -> None:
    """It does not matter in which field it stands, but the words never repeat it."""
    faults = list(
        private_data(
            make_entry("2024-04-12", people=["a", "13800138000"], purpose="x@y.org"), TODAY
        )
    )
    assert [fault.where for fault in faults] == [("people", 1), ("purpose",)]
    assert all("13800138000" not in fault.message + fault.hint for fault in faults)


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("hans.meier@uni-example.de", "an e-mail address"),
        ("13800138000", "a phone number"),
        ("１３８００１３８０００", "a phone number"),
        ("passport-g12345678", "a passport's number"),
        ("u2024017", None),
        ("visit-150-2023-2024", None),
        ("某大学访问", None),
    ],
)
def test_a_name_of_a_file_is_looked_at_as_words(
    make_entry: MakeEntry, name: str, looks: str | None
) -> None:
    """Of a record's file or of evidence, also in full width, and with dashes as blanks."""
    found = [each.message for each in private_name([f"records/2024/2024-04-12-{name}.yaml"])]
    assert found == ([f"this name looks like {looks}"] if looks else [])
    told = private(make_entry, evidence=[f"evidence/2024/{name}.pdf"])
    assert told == ([f"this looks like {looks}"] if looks else [])


def test_a_comment_begins_behind_a_text_that_has_its_sign() -> None:
    """A # in quotation marks begins none, and hides none that follows."""
    data = b"note: 'room #3, 13800138000' # call 13800138001\npurpose: 'x # 13800138002'\n"
    found = [(each.line, each.column, each.end_column) for each in private_comment("a.yaml", data)]
    assert found == [(1, 30, 48)]


def test_suspect_comments_in_masses_take_no_longer_each() -> None:
    """Whether a sign stands in a value is looked up by its line."""
    data = b"- date: 2024-10-01\n  title: T1 # 13800138000\n" * 10_000
    start = time.perf_counter()
    assert len(list(private_comment("a.yaml", data))) == 10_000
    assert time.perf_counter() - start < 5


def test_an_approval_may_look_like_a_passport(make_entry: MakeEntry) -> None:
    """An office numbers its approvals as it likes, but an address there is still one."""
    assert private(make_entry, approval="AB1234567 13800138000") == []
    assert private(make_entry, approval="x@example.org") == ["this looks like an e-mail address"]


# --- events ---------------------------------------------------------------------------------------


def twice(*entries: Entry) -> list[str]:
    """Give the records that look like an earlier one's event."""
    return [entry.id for entry, _ in events.same_event_twice(entries)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"people": ["a", "b"]}, {"people": ["B", "a"]}),
        ({"people": ["a", "b"]}, {"people": ["b", "c"], "purpose": "other words"}),
        ({"people": 2}, {"people": 2, "country": "DE"}),
        ({"people": 2, "partner": "X"}, {"people": ["a", "b"], "partner": "x"}),
        ({"people": ["a"], "partner": "X"}, {"people": ["a"]}),
        ({"people": ["a"], "indicator": ["A1.part0", "A1.part1"]}, {"people": ["a"]}),
    ],
)
def test_one_event_in_two_records_is_told(
    make_entry: MakeEntry, first: dict[str, object], second: dict[str, object]
) -> None:
    """Two records of one day, kind and indicator with someone in common are held for one event."""
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
    ],
)
def test_what_tells_two_events_apart_is_heeded(
    make_entry: MakeEntry, first: dict[str, object], second: dict[str, object]
) -> None:
    """Other people, numbers, partners, places, kinds or indicators are other events."""
    one, other = (
        make_entry("2024-04-12", id=name, **f) for name, f in (("1", first), ("2", second))
    )
    assert twice(one, other) == []


def test_a_record_of_a_list_is_named_by_its_number(make_entry: MakeEntry) -> None:
    """The warning names both records: one by where it stands, the other in words."""
    one = make_entry("2024-04-12", people=["a"])
    one = Entry("2024-04-x#1", "records/2024-04-x.yaml", 0, one.record)
    ((_, fault),) = events.same_event_twice([one, make_entry("2024-04-12", people=["a"])])
    assert fault.message == "this looks like the event of records/2024-04-x.yaml (record 1)"
    assert fault.level is Level.WARNING


def test_a_person_counts_for_two_indicators_only_out_loud(make_entry: MakeEntry) -> None:
    """Two records of one day and kind for two indicators name the person; the mend names both."""
    one = make_entry("2024-04-12", "A1.part0", id="1", people=["a", "b"])
    other = make_entry("2024-04-12", "A1.part1", id="2", people=["c", "B"])
    ((entry, fault),) = events.person_in_two_indicators([one, other])
    assert entry is other
    assert fault.where == ("people", 1)
    assert fault.message == "B counts for A1.part0 on this day too, in records/1.yaml"
    assert fault.hint.endswith("indicator: [A1.part0, A1.part1]")


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
    """Another day, kind or partner, or a record that lists both indicators, is no fault."""
    one = make_entry("2024-04-12", "A1.part0", id="1", people=["a"], partner="X")
    facts = {"day": "2024-04-12", "indicator": "A1.part1", "id": "2", **fields}
    assert list(events.person_in_two_indicators([one, make_entry(**facts)])) == []


def test_a_person_of_several_records_is_told_once_for_each_that_follows(
    make_entry: MakeEntry,
) -> None:
    """However many records name a person for other indicators, each that follows tells it once."""
    entries = [
        make_entry("2024-04-12", indicator=f"A1.part{at}", id=str(at), people=["a", f"b{at}"])
        for at in range(3)
    ]
    found = [(entry.id, fault.where) for entry, fault in events.person_in_two_indicators(entries)]
    assert found == [("1", ("people", 0)), ("2", ("people", 0))]


def test_of_many_equal_records_only_the_first_few_are_compared(make_entry: MakeEntry) -> None:
    """A folder full of equal records takes no longer than any other, and each of them is told."""
    entries = [make_entry("2024-04-12", id=f"{at:02}", people=["a"]) for at in range(20)]
    found = list(events.same_event_twice(entries))
    assert [entry.id for entry, _ in found] == [f"{at:02}" for at in range(1, 20)]
    assert {fault.message for _, fault in found} == {"this looks like the event of records/00.yaml"}


def test_many_names_in_common_are_compared_once(make_entry: MakeEntry) -> None:
    """However many people two records share, they are two records."""
    people = [f"p{at}" for at in range(2_000)]
    one, other = (
        make_entry("2024-04-12", indicator=f"A1.part{at}", id=f"{at}", people=people)
        for at in range(2)
    )
    start = time.perf_counter()
    assert len(list(events.person_in_two_indicators([one, other]))) == len(people)
    assert time.perf_counter() - start < 1


def test_an_event_without_people_is_known_by_its_title(make_entry: MakeEntry) -> None:
    """Two equal records that name nobody are told, too."""
    one, other = (make_entry("2024-04-12", id=f"{at}") for at in range(2))
    said = one.record._replace(kind=Kind.ACTIVITY, people=None, title="A joint seminar")
    entries = [each._replace(record=said) for each in (one, other)]
    assert [entry.id for entry, _ in events.same_event_twice(entries)] == ["1"]


# --- partners -------------------------------------------------------------------------------------


def test_the_spelling_of_most_records_is_kept(make_entry: MakeEntry) -> None:
    """Those who spell a partner otherwise than most are told; if it is even, the first is kept."""
    entries = [
        make_entry("2024-04-12", id=str(at), partner=partner)
        for at, partner in enumerate(["x uni", "X Uni", "X Uni", "Y", "y", "Z"])
    ]
    told = {entry.id: fault for entry, fault in partners.partner_spelt_two_ways(entries)}
    assert [*told] == ["0", "4"]
    assert told["0"].message == (
        "this partner is spelt otherwise in 2 records: the capitals differ"
    )
    assert told["4"].hint == "spell it alike everywhere: Y"


# --- evidence -------------------------------------------------------------------------------------


def test_evidence_lies_in_the_workspace_also_behind_links(
    make_entry: MakeEntry, workspace_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A link may lead to a file inside, but never out; the workspace itself may lie behind one."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.pdf").touch()
    (workspace_folder / "a.pdf").touch()
    (workspace_folder / "in.pdf").symlink_to("a.pdf")
    (workspace_folder / "out.pdf").symlink_to(outside / "a.pdf")
    (workspace_folder / "folder").symlink_to(outside)
    (workspace_folder / "circle.pdf").symlink_to("circle.pdf")
    linked = outside / "linked"
    linked.symlink_to(workspace_folder)
    names = ["a.pdf", "in.pdf", "out.pdf", "folder/a.pdf", "circle.pdf", "x" * 9_000]
    entry = make_entry("2024-04-12", evidence=names)
    for root in (workspace_folder, linked):
        faults = [(f.where[1], f.code) for f in evidence_there(entry, Context(root, TODAY.today))]
        assert faults == [
            (2, "evidence-outside"),
            (3, "evidence-outside"),
            (4, "evidence-missing"),
            (5, "evidence-missing"),
        ]


# --- names ----------------------------------------------------------------------------------------


def test_ordinary_names_work_everywhere() -> None:
    """Chinese names, spaces inside and words that only begin like a device are fine."""
    paths = ["records/2024/2024-04-12-出访 日本.yaml", "records/console/a.yaml", "plans/2024.yaml"]
    assert list(names.unportable(paths)) == []
    assert list(names.twins(paths)) == []


def test_twin_folders_are_told_of_each_file_below() -> None:
    """Where two folders fall together, every file of the second is told, each once."""
    told = names.twins(["records/A/x.yaml", "records/a/X.yaml", "records/a/y.yaml"])
    assert [finding.path for finding in told] == ["records/a/X.yaml", "records/a/y.yaml"]


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
    ],
)
def test_a_comment_that_cuts_a_text_is_told(text: str, column: int) -> None:
    """A # right after a space cuts a text that is not quoted; a comment with a space is meant."""
    told = list(writing.text_cut("records/x.yaml", text.encode()))
    assert [finding.column for finding in told] == [column] * bool(column)


@given(st.text(alphabet=" #:'\"[]{}|>-\n\tab长\r", max_size=60))
def test_cut_text_is_looked_for_in_any_yaml(text: str) -> None:
    """Whatever a file that was accepted holds, the rule ends, and points into a line."""
    data = f"note: x\nmore: {text}".encode()
    try:
        yamlfile.read(data)
    except yamlfile.YamlRefusedError:
        return
    lines = data.decode().split("\n")
    for finding in writing.text_cut("x", data):
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
def test_marks_of_a_merge_are_found_inside_text(text: str, places: list[tuple[int, int]]) -> None:
    """What an editor has indented is still a merge that was not finished."""
    told = writing.conflict_in_text("x", text.encode())
    assert [(finding.line, finding.column) for finding in told] == places
