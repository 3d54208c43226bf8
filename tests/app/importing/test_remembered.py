"""How sheets were imported before."""

from dataclasses import replace
from pathlib import Path

import pytest

from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.app.importing.mapping_file import render
from oicekpi.app.importing.remembered import Chosen, Remembered, choose, near, read_all, remember
from oicekpi.messages.failures import (
    CannotWriteError,
    ChangedMeanwhileError,
    NotFoundError,
    UsageError,
)
from oicekpi.storage.sheets.delimited import read
from oicekpi.storage.sheets.sheet import Sheet
from oicekpi.storage.workspace import Workspace

STAFF = ColumnMapping(
    {"date": "Day", "people": "Who"}, {"kind": "trip", "indicator": "A1.staff"}, frozenset({"No"})
)
STUDENTS = ColumnMapping(
    {"date": "Day", "people": "Who"},
    {"kind": "trip", "indicator": "B2.students"},
    frozenset({"No"}),
)
SHEET = "Day,Who,No\n2024-01-02,ann,1\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Give an empty workspace."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "records").mkdir()
    return Workspace(tmp_path)


def _sheet(name: str, text: str = SHEET) -> Sheet:
    return read(name, text.encode())


def _known(**mappings: ColumnMapping) -> dict[str, Remembered]:
    return {name: Remembered(name, each, render(each)) for name, each in mappings.items()}


# --- reading --------------------------------------------------------------------------------------


def test_nothing_is_remembered_at_first(workspace: Workspace) -> None:
    """A workspace without the folder is none the worse."""
    assert read_all(workspace) == ({}, [])


def test_each_file_is_a_remembered_import(workspace: Workspace) -> None:
    """Files are read by name; what is hidden or no YAML is not looked at."""
    folder = workspace.root / "imports"
    folder.mkdir()
    (folder / "staff.yaml").write_bytes(render(STAFF))
    (folder / ".staff.yaml").write_text("- broken")
    (folder / "README.md").write_text("about")
    (folder / "sheet.csv").write_text("a,b")
    assert read_all(workspace) == (_known(staff=STAFF), [])


def test_file_with_faults_is_told_and_not_used(workspace: Workspace) -> None:
    """What is wrong with one keeps no other from being used."""
    folder = workspace.root / "imports"
    folder.mkdir()
    (folder / "a.yaml").write_text("colums: {}\n")
    (folder / "b.yaml").symlink_to("a.yaml")
    (folder / "staff.yaml").write_bytes(render(STAFF))
    known, findings = read_all(workspace)
    assert known == _known(staff=STAFF)
    assert [(each.path, each.line, each.code) for each in findings] == [
        ("imports/a.yaml", 1, "unknown-key"),
        ("imports/b.yaml", 0, "unreadable-file"),
    ]


def test_folder_that_cannot_be_read_is_told(workspace: Workspace) -> None:
    """A link in the place of the folder is not followed, and that is said."""
    (workspace.root / "imports").symlink_to("records")
    known, (finding,) = read_all(workspace)
    assert known == {}
    assert (finding.path, finding.code, finding.case) == ("imports", "unreadable-file", "link")


# --- choosing -------------------------------------------------------------------------------------


def test_sheet_with_the_same_columns_is_imported_as_before() -> None:
    """Next month's file has another name and the same columns, in whatever order and case."""
    known = _known(april=STAFF, other=ColumnMapping({"date": "Datum"}))
    sheet = _sheet("may.csv", "NO,Empty,who,day\n1,,ann,2024-01-02\n")
    assert choose(known, sheet, None) == Chosen("imports/april.yaml", STAFF)


@pytest.mark.parametrize(
    "text",
    ["Day,Who\n2024-01-02,ann\n", "Day,Who,No,City\n2024-01-02,ann,1,Bonn\n"],
)
def test_sheet_with_other_columns_is_another(text: str) -> None:
    """A column more or less makes another sort of sheet, unless the file has the same name."""
    assert choose(_known(april=STAFF), _sheet("may.csv", text), None) is None
    assert choose(_known(may=STAFF), _sheet("May.csv", text), None) == Chosen(
        "imports/may.yaml", STAFF
    )


def test_of_two_with_the_same_columns_the_files_name_tells() -> None:
    """Who imports two files each month under their names need not say which is which."""
    known = _known(staff=STAFF, students=STUDENTS)
    assert choose(known, _sheet("Students.csv"), None) == Chosen("imports/students.yaml", STUDENTS)


def test_of_two_that_differ_only_what_they_agree_on_is_taken() -> None:
    """A trip is never counted for an indicator by a guess; that they differ is told."""
    known = _known(staff=STAFF, students=STUDENTS)
    assert choose(known, _sheet("may.csv"), None) == Chosen(
        "imports/",
        ColumnMapping({"date": "Day", "people": "Who"}, {"kind": "trip"}, frozenset({"No"})),
        ("staff", "students"),
        ("indicator",),
    )


def test_two_that_read_the_same_text_otherwise_differ_in_its_field() -> None:
    """What both read alike is taken."""
    one = replace(STAFF, values={"kind": {"a": "trip", "b": "trip"}, "note": {"-": ""}})
    other = replace(STAFF, values={"kind": {"a": "trip", "b": "activity"}, "note": {"-": ""}})
    chosen = choose(_known(one=one, other=other), _sheet("may.csv"), None)
    assert chosen is not None
    assert chosen.mapping.values == {"kind": {"a": "trip"}, "note": {"-": ""}}
    assert (chosen.rivals, chosen.open) == (("one", "other"), ("kind",))


def test_two_that_say_the_same_are_one() -> None:
    """Where all say the same, there is nothing to ask."""
    known = _known(april=STAFF, march=STAFF)
    assert choose(known, _sheet("may.csv"), None) == Chosen("imports/april.yaml", STAFF)


def test_name_that_is_told_goes_before_all() -> None:
    """`--like` takes a name or a file, whatever the sheet's columns are."""
    known = _known(staff=STAFF, students=STUDENTS)
    sheet = _sheet("staff.csv", "Day,City\n2024-01-02,Bonn\n")
    for name in ("students", "imports/students.yaml"):
        assert choose(known, sheet, name) == Chosen("imports/students.yaml", STUDENTS)
    with pytest.raises(NotFoundError) as caught:
        choose(known, sheet, "studs")
    assert caught.value.params["known"] == ("staff", "students")
    with pytest.raises(NotFoundError) as caught:
        choose({}, sheet, "studs")
    assert caught.value.params["known"] is None


def test_import_that_knows_the_most_columns_is_near() -> None:
    """It is what may be meant; one that knows none of the columns is not."""
    known = _known(staff=STAFF, other=ColumnMapping({"date": "Day"}))
    assert near(known, _sheet("x.csv", "Who,Day,City\na,b,c\n")) == "staff"
    assert near(known, _sheet("x.csv", "City\nc\n")) is None
    assert near({}, _sheet("x.csv")) is None


# --- remembering ----------------------------------------------------------------------------------


def test_new_way_is_kept_under_the_files_name(workspace: Workspace) -> None:
    """The folder is made if need be, nothing else is left in it, and it is read back."""
    assert remember(workspace, "出国 2024", STAFF, {}) == "imports/出国-2024.yaml"
    assert [path.name for path in (workspace.root / "imports").iterdir()] == ["出国-2024.yaml"]
    assert read_all(workspace) == (_known(**{"出国-2024": STAFF}), [])
    assert remember(workspace, "…", STUDENTS, {}) == "imports/records.yaml"


@pytest.mark.parametrize("stem", ["CON", "nul", "Com1"])
def test_name_that_windows_does_not_allow_is_lengthened(workspace: Workspace, stem: str) -> None:
    """Whoever clones the repository on Windows gets the file too."""
    assert remember(workspace, stem, STAFF, {}) == f"imports/{stem.lower()}-records.yaml"


def test_way_that_is_known_is_not_kept_again(workspace: Workspace) -> None:
    """Next month's file adds no file to imports/, nor does the same file a second time."""
    assert remember(workspace, "may", STAFF, _known(april=STAFF)) is None
    assert remember(workspace, "april", STAFF, _known(april=STAFF)) is None
    assert not (workspace.root / "imports").exists()


def test_file_that_is_imported_otherwise_is_remembered_otherwise(workspace: Workspace) -> None:
    """What was said last counts, also where another file is known by the same way."""
    remember(workspace, "may", STAFF, {})
    known = _known(april=STUDENTS, may=STAFF)
    assert remember(workspace, "may", STUDENTS, known) == "imports/may.yaml"
    assert read_all(workspace) == (_known(may=STUDENTS), [])


def test_what_someone_wrote_by_hand_is_left_as_it_is(workspace: Workspace) -> None:
    """Comments and a changed order are someone's work; the message says what to do."""
    data = b"# ask Li first\n" + render(STAFF)
    (workspace.root / "imports").mkdir()
    (workspace.root / "imports" / "may.yaml").write_bytes(data)
    known, _ = read_all(workspace)
    with pytest.raises(UsageError, match="mapping-changed-by-hand"):
        remember(workspace, "may", STUDENTS, known)
    assert (workspace.root / "imports" / "may.yaml").read_bytes() == data


def test_what_someone_changed_meanwhile_is_not_overwritten(workspace: Workspace) -> None:
    """A file that is not as it was read stays, and no new one is left beside it."""
    remember(workspace, "may", STAFF, {})
    path = workspace.root / "imports" / "may.yaml"
    path.write_text("set: {kind: trip}\n")
    with pytest.raises(ChangedMeanwhileError):
        remember(workspace, "may", STUDENTS, _known(may=STAFF))
    assert path.read_text() == "set: {kind: trip}\n"
    assert len(list(path.parent.iterdir())) == 1


def test_file_that_is_not_understood_keeps_its_name(workspace: Workspace) -> None:
    """A file with faults is not known, and still nobody's to overwrite."""
    (workspace.root / "imports").mkdir()
    (workspace.root / "imports" / "may.yaml").write_text("broken")
    assert remember(workspace, "may", STAFF, {}) == "imports/may-2.yaml"


def test_folder_that_is_a_link_is_not_written_into(workspace: Workspace) -> None:
    """Nothing is written outside of the workspace."""
    (workspace.root / "imports").symlink_to("records")
    with pytest.raises(CannotWriteError, match="link-in-the-way"):
        remember(workspace, "may", STAFF, {})
    assert not list(workspace.records.iterdir())
