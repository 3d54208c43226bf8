"""How an import is told before anything is written."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from oicekpi.app.importing.judging import Import
from oicekpi.app.importing.mapping import ColumnMapping, apply
from oicekpi.app.importing.remembered import Chosen
from oicekpi.app.importing.rows import ALL_ROWS, Outcome
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry
from oicekpi.messages.catalogue import CATALOGUE, Message, Text
from oicekpi.reports import importing
from oicekpi.reports.importing import render
from oicekpi.reports.look import Look
from oicekpi.storage.sheets.delimited import read
from oicekpi.storage.sheets.sheet import RowProblem, Sheet, Workbook

MakeEntry = Callable[..., Entry]
TOLD = "the command line"
WHOLE = ColumnMapping(
    {"date": "出访日期", "people": "Who"},
    {"kind": "trip", "indicator": "A1.staff"},
    frozenset({"No"}),
)
TEXT = "No;出访日期;Who;空\n1;2024-03-05;ann;\n2;2024-03-06;ben;\n3;2024-03-07;cy;\n"
TABLE = """\
column      becomes              according to      first value
No          left out             the command line  1
出访日期    date                 the command line  2024-03-05
Who         people               the command line  ann
空          (empty)
(all rows)  kind: trip           the command line
(all rows)  indicator: A1.staff  the command line
"""


@pytest.fixture(autouse=True)
def toy() -> Iterator[None]:
    """Declare a message whose sentences are its parameters."""
    text = Text("{text:plain}", ("{help:plain}",))
    CATALOGUE.messages["toy-row"] = Message("toy-row", {"": text})
    yield
    del CATALOGUE.messages["toy-row"]


def slip(line: int, header: str, text: str, help_text: str) -> RowProblem:
    """Make a problem of a row with these sentences."""
    problem = Problem((), "toy-row", {"text": text, "help": help_text})
    return RowProblem(line, header, problem)


def _sheet(text: str = TEXT) -> Sheet:
    return read("trips.csv", text.encode("utf-8-sig"))


def _told(outcome: Outcome, width: int | None = None, *, places: tuple[str, ...] = ()) -> str:
    """Tell an import whose columns are all mapped, without its first two parts."""
    sheet = _sheet()
    work = Import(sheet, apply(sheet, [(TOLD, WHOLE)]), None, outcome, places)
    return render(work, Look(width)).partition(TABLE)[2]


def test_encoding_and_mapping_are_told_first() -> None:
    """How the file was read, and what becomes of each column, is seen before anything else."""
    sheet = _sheet()
    work = Import(sheet, apply(sheet, [(TOLD, WHOLE)]), None, Outcome())
    assert render(work, Look()) == (
        f"trips.csv: UTF-8 with BOM, semicolons between cells, 3 rows\n\n{TABLE}"
    )


def test_what_a_reader_of_a_workbook_should_know_is_told() -> None:
    """What was read that is not seen, and what is seen that was not read."""
    knows = Workbook("出\x1b访", True, False, (1, 2), 3, 1_000, 2, False)  # noqa: FBT003 - shorter
    sheet = replace(_sheet(), written=knows)
    work = Import(sheet, apply(sheet, [(TOLD, WHOLE)]), None, Outcome())
    assert render(work, Look()) == (
        f"""\
trips.csv: sheet "出<U+001B>访", 3 rows

{TABLE}
the sheet is hidden
rows 1-2 are titles and are left out
3 empty rows are left out
1,000 rows are hidden in the sheet, perhaps by a filter, and are read too
2 cells have formulas and are read as they were last computed
  no spreadsheet program has computed them yet; if the values are wrong, open the file in one and \
save it there
"""
    )
    plain = replace(sheet, written=Workbook("S", formulas=1))
    work = Import(plain, apply(plain, [(TOLD, WHOLE)]), None, Outcome())
    assert render(work, Look()).partition(TABLE)[2] == (
        "\n1 cell has a formula and is read as it was last computed\n"
    )


def test_what_is_read_instead_of_what_cells_say_is_told() -> None:
    """So that nobody wonders why a record says something else."""
    sheet, values = _sheet(), {"kind": {"短期": "trip"}, "note": {"无": ""}}
    told = replace(WHOLE, values=values)
    work = Import(sheet, apply(sheet, [(TOLD, told)]), None, Outcome())
    assert render(work, Look()).partition(TABLE)[2] == (
        '\nkind: "短期" is read as "trip"\nnote: "无" is left empty\n'
    )


def test_what_is_not_said_is_asked_for() -> None:
    """Columns and fields that are open are named, with what to type."""
    sheet = _sheet("No.,due date,Who,note\n1,2,3,4\n")
    told = ColumnMapping({}, {"kind": "milestone", "note": ""})
    work = Import(sheet, apply(sheet, [(TOLD, told)]), None, Outcome(), (), "staff")
    assert (
        render(work, Look())
        == """\
trips.csv: UTF-8 with BOM, commas between cells, 1 row

column      becomes          according to      first value
No.         ?                                  1
due date    ?                                  2
Who         ?                                  3
note        ?                                  4
(all rows)  kind: milestone  the command line
(all rows)  note: nothing    the command line

neither mapped nor left out: No., due date, Who and note
  use --map COLUMN=FIELD for what to import; to leave out all:
  --map No.= --map 'due date'= --map Who= --map note=
missing, but each record needs it: date, indicator and stage
  use --map COLUMN=FIELD, or --set FIELD=TEXT for what all rows share
  fields without a column: date, state, reason, indicator, stage, tags, approval, evidence, note
  imports/staff.yaml knows some of these columns: --mapping staff
"""
    )


@pytest.mark.parametrize(
    ("open_", "what"),
    [(("kind", "indicator"), "differ in kind and indicator"), ((), "leave out other columns")],
)
def test_rivals_are_told(open_: tuple[str, ...], what: str) -> None:
    """Where what is remembered differs, it is said in what, and how to choose."""
    sheet = _sheet()
    chosen = Chosen("imports/", WHOLE, ("staff", "students"), open_)
    work = Import(sheet, apply(sheet, [(TOLD, WHOLE)]), chosen, Outcome())
    assert render(work, Look()).partition(TABLE)[2] == (
        f"\nimported before with these columns: staff and students; they {what}\n"
        "  choose one with --mapping NAME, or use --map and --set for the rest\n"
    )


def test_slip_is_told_once_with_the_lines_of_all_rows_that_share_it() -> None:
    """What many rows share is mended in one go, so it is told in one go."""
    shared = [slip(line, "country", "no", "do") for line in (2, 4, 5, 6, 9)]
    outcome = Outcome(
        problems=[
            slip(2, "", "ragged", "mend"),
            *shared,
            slip(3, "Who", "n", "d"),
            slip(4, "Who", "n", "d"),
        ]
    )
    assert (
        _told(outcome)
        == """
6 of 3 rows cannot be imported:
  trips.csv:2: ragged; mend
  trips.csv:2: country: no; do
    the same in lines 4-6 and 9
  trips.csv:3: Who: n; d
    the same in line 4
"""
    )


def test_slip_in_what_is_the_same_for_all_rows_is_of_all_rows() -> None:
    """It has no line, and no row can be imported because of it."""
    assert (
        _told(Outcome(problems=[slip(ALL_ROWS, "country", "no", "do")]))
        == """
3 of 3 rows cannot be imported:
  all rows: country: no; do
"""
    )


def test_long_lists_are_cut_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of another sort gives no screens full of the same; how much there is, is said."""
    monkeypatch.setattr(importing, "MOST_PROBLEMS", 1)
    slips = [slip(line, "Who", "no", "do") for line in range(2, 40, 2)]
    told = _told(Outcome(problems=[*slips, slip(50, "Who", "n", "d"), slip(51, "Who", "m", "d")]))
    assert told.splitlines()[2:] == [
        "  trips.csv:2: Who: no; do",
        "    the same in lines 4, 6, 8, 10, 12, 14, 16, 18 and 10 more places",
        "  and 2 more; fix these first",
    ]


def test_warnings_keep_nothing_from_being_written(make_entry: MakeEntry) -> None:
    """What check would warn of stands before what is new."""
    record = make_entry("2024-03-05").record
    outcome = Outcome([(2, record)], [], [], [slip(2, "Who", "twice", "look")])
    assert (
        _told(outcome, places=("records/import-trips/2024-03-05-trip.yaml",))
        == """
`oicekpi check` will warn of these:
  trips.csv:2: Who: twice; look

1 new record:
  records/import-trips/2024-03-05-trip.yaml: 1 person
"""
    )


def test_people_of_new_records_are_shown_so_that_a_wrong_split_is_seen(
    make_entry: MakeEntry,
) -> None:
    """The names come apart at semicolons, since a name may have a comma."""
    new = [
        (2, make_entry("2024-03-05", people=["Wang", "Lei"]).record),
        (3, make_entry("2024-03-05", people=["Wang, Lei"]).record),
        (4, make_entry("2024-03-05", people=1200).record),
        (5, make_entry("2024-03-05", kind="agreement", partner="X").record),
    ]
    assert (
        _told(Outcome(new), places=("a", "b", "c", "d"))
        == """
4 new records:
  a: 2 people: Wang; Lei
  b: 1 person: Wang, Lei
  c: 1,200 people
  d
"""
    )


def test_placeholders_and_notes_are_shown() -> None:
    """How many cells were left empty is said by column, and what check will not repeat."""
    outcome = Outcome(notes=[slip(2, "Who", "kept", "look")], emptied={"Doc": 2, "note": 1})
    assert (
        _told(outcome)
        == """
worth knowing:
  trips.csv:2: Who: kept; look

3 cells with a placeholder are left empty: Doc (2) and note (1)
  N/A, - and the like are placeholders; in quotation marks they are texts
"""
    )


def test_rows_that_are_there_already_are_told(make_entry: MakeEntry) -> None:
    """The first are named with the record or the line that says the same, the rest counted."""
    new = [(line, make_entry("2024-03-05").record) for line in range(20, 29)]
    known = [(2, "2024-03-05-trip"), *((line, "line 2") for line in range(3, 9))]
    assert (
        _told(Outcome(new, known), places=("a", "b", "c", "d", "e"))
        == """
7 rows are recorded already and are left out:
  trips.csv:2: the same as 2024-03-05-trip
  trips.csv:3: the same as line 2
  trips.csv:4: the same as line 2
  trips.csv:5: the same as line 2
  trips.csv:6: the same as line 2
  and 2 more
  if it did happen more than once, use --allow-duplicates

9 new records:
  a: 1 person
  b: 1 person
  c: 1 person
  d: 1 person
  e: 1 person
  and 4 more
"""
    )
    assert (
        _told(Outcome([], [(2, "2024-03-05-trip")]))
        == """
1 row is recorded already and is left out:
  trips.csv:2: the same as 2024-03-05-trip
"""
    )


def test_text_from_the_file_is_printed_safely_and_fits_the_screen() -> None:
    """Nothing in a header or a cell steers the terminal, and no line is wider than it."""
    sheet = read("a.csv", ("x" * 90 + ",b[red],c\n1,2,3\n").encode())
    slips = [slip(2, "b[red]", "`\x1b[31m` " + "is no word " * 9, "mend \u202eit")]
    told = render(
        Import(sheet, apply(sheet, []), None, Outcome(problems=slips)), Look(80, color=False)
    )
    assert "\x1b" not in told
    assert "b[red]: `<U+001B>[31m` is no word" in told
    assert max(map(len, told.splitlines())) <= 80
