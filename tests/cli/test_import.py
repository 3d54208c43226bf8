"""`oicekpi import`: the rows of a CSV file as records."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from oicekpi.domain.finding import Problem
from oicekpi.messages.failures import UsageError
from oicekpi.storage import write

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]

HEADERS = "序号,出访日期,姓名,国家,审批文号\n"
GOOD = (
    "1,2024/3/12,staff-010、staff-011,Germany,U-2024-010\n"
    "2,2024年5月20日,3人,JP,\n"
    ",,,,\n"
    "3,2024-03-11,staff-002;staff-001,DE,U-2024-001\n"
)
MAPS = (
    "--map", "出访日期=date", "--map", "姓名=people", "--map", "国家=country",
    "--map", "审批文号=approval", "--map", "序号=",
)  # fmt: skip
SETS = ("--set", "kind=trip", "--set", "indicator=A1", "--set", "partner=Example University")
TOLD = """\
column      becomes                      according to      first value
序号        left out                     the command line  1
出访日期    date                         the command line  2024/3/12
姓名        people                       the command line  staff-010、staff-011
国家        country                      the command line  Germany
审批文号    approval                     the command line  U-2024-010
(all rows)  kind: trip                   the command line
(all rows)  indicator: A1                the command line
(all rows)  partner: Example University  the command line
"""
KNOWN = """\
1 row is recorded already and is left out:
  ../出国.csv:5: the same as 2024-03-11-trip-a1-staff-germany
"""
HEAD = "# yaml-language-server: $schema=../../schemas/record.schema.json\n"
ONE = "records/import-出国/2024-03-12-trip-a1-staff-germany.yaml"
TWO = "records/import-出国/2024-05-20-trip-a1-staff-japan.yaml"
REMEMBERED = """\
# How rows become records. `oicekpi import --write` keeps it here; it may be edited.
columns:
  date: 出访日期
  people: 姓名
  country: 国家
  approval: 审批文号
set:
  kind: trip
  indicator: A1
  partner: Example University
left_out: [序号]
"""


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    """Write a CSV file beside the workspace, in GBK if not said otherwise; gives its path."""

    def sheet(text: str, name: str = "出国.csv", encoding: str = "gbk") -> str:
        (tmp_path / name).write_bytes(text.encode(encoding))
        return f"../{name}"

    return sheet


Sheet = Callable[..., str]


def test_dry_run_shows_all_and_writes_nothing(run: Run, tree: Tree, sheet: Sheet) -> None:
    """Without --write it is shown what would be written, and how the indicators would move."""
    before = tree()
    assert run("import", sheet(HEADERS + GOOD), *MAPS, *SETS) == (
        0,
        (
            "../出国.csv: GBK, commas between cells, 3 rows\n\n"
            f"{TOLD}\n{KNOWN}\n2 new records:\n"
            f"  {ONE}: 2 people: staff-010; staff-011\n  {TWO}: 3 people\n\n"
            "A1.staff: still behind (done 2 → 4 of 15, provisional 0 → 3)\n"
        ),
        "nothing was written yet; add --write to write 2 records\n",
    )
    assert tree() == before


def test_write_makes_one_folder_and_remembers_how(run: Run, tree: Tree, sheet: Sheet) -> None:
    """With --write the records stand in a folder of their own, and the mapping in imports/."""
    before = tree()
    assert run("import", sheet(HEADERS + GOOD), *MAPS, *SETS, "--write") == (
        0,
        (
            "../出国.csv: GBK, commas between cells, 3 rows\n\n"
            f"{TOLD}\n{KNOWN}\nrecords/import-出国/: 2 new records\n"
            "A1.staff: still behind (done 2 → 4 of 15, provisional 0 → 3)\n"
        ),
        "imports/出国.yaml keeps how it was done, for the next file with these columns\n",
    )
    assert tree() == {
        **before,
        "imports/出国.yaml": REMEMBERED,
        ONE: HEAD
        + "date: 2024-03-12\nkind: trip\nindicator: A1.staff\npeople: [staff-010, staff-011]\n"
        "country: DE\npartner: Example University\napproval: U-2024-010\n",
        TWO: HEAD + "date: 2024-05-20\nkind: trip\nindicator: A1.staff\npeople: 3\ncountry: JP\n"
        "partner: Example University\n",
    }
    assert run("check")[0] == 0


def test_second_import_of_the_same_file_adds_nothing(run: Run, tree: Tree, sheet: Sheet) -> None:
    """How it was done is remembered and shown; every row is there already."""
    path = sheet(HEADERS + GOOD)
    assert run("import", path, *MAPS, *SETS, "--write")[0] == 0
    before = tree()
    remembered = TOLD.replace("according to    ", "according to     ")  # one column wider
    remembered = remembered.replace("the command line", "imports/出国.yaml")
    for options in ((), ("--write",)):
        assert run("import", path, *options) == (
            0,
            (
                f"../出国.csv: GBK, commas between cells, 3 rows\n\n{remembered}\n"
                "3 rows are recorded already and are left out:\n"
                "  ../出国.csv:2: the same as 2024-03-12-trip-a1-staff-germany\n"
                "  ../出国.csv:3: the same as 2024-05-20-trip-a1-staff-japan\n"
                "  ../出国.csv:5: the same as 2024-03-11-trip-a1-staff-germany\n"
            ),
            "nothing was written; all rows are recorded already\n",
        )
    assert tree() == before


def test_next_file_with_the_same_columns_needs_no_options(
    run: Run, tree: Tree, sheet: Sheet
) -> None:
    """Next month's file is imported as the last one, and no second mapping is kept."""
    run("import", sheet(HEADERS + GOOD), *MAPS, *SETS, "--write")
    path = sheet(HEADERS + "1,2024-06-03,staff-012,FR,U-2024-012\n", "六月.csv", "utf-8")
    code, out, err = run("import", path, "--set", "partner=", "--write")
    assert code == 0
    assert "(all rows)  partner: nothing  the command line\n" in out
    assert err == "imports/六月.yaml keeps how it was done, for the next file with these columns\n"
    path = sheet(HEADERS + "1,2024-07-03,staff-013,FR,U-2024-013\n", "七月.csv", "utf-8")
    code, out, err = run("import", path, "--write")
    assert (code, err) == (0, "")
    assert "六月 and 出国" in out
    assert [path for path in tree() if path.startswith("imports/")] == [
        "imports/六月.yaml",
        "imports/出国.yaml",
    ]
    assert "according to  first value\n序号        left out       imports/      1\n" in out


def test_bad_rows_are_named_and_nothing_is_written(run: Run, tree: Tree, sheet: Sheet) -> None:
    """Each bad row is told with its line, its column and its mend; then it is all or nothing."""
    before = tree()
    bad = "3,04/05/2024,0,Atlantis,\n4,2024-06-01,ann,IT,,extra\n5,2024-06-02,ann,Atlantis,\n"
    path = sheet(HEADERS + GOOD + bad)
    for options in ((), ("--write",)):
        code, out, err = run("import", path, *MAPS, *SETS, *options)
        assert (code, err) == (
            1,
            "nothing was written; correct what is listed above, then import again\n",
        )
        places = [line.split(": ")[:2] for line in out.splitlines() if "出国.csv:" in line][1:]
        assert places[:3] == [
            ["  ../出国.csv:6", "出访日期"],
            ["  ../出国.csv:6", "姓名"],
            ["  ../出国.csv:6", "国家"],
        ]
        assert places[3][0] == "  ../出国.csv:7"
        assert "the same in line 8\n" in out
        assert out.endswith(KNOWN)
    assert tree() == before


def test_column_that_nothing_is_said_of_is_an_error(run: Run, tree: Tree, sheet: Sheet) -> None:
    """No column is lost unseen: it is mapped, or left out on purpose."""
    before = tree()
    path = sheet(HEADERS + GOOD)
    code, out, _ = run("import", path, *MAPS[:-2], *SETS, "--write")
    assert code == 1
    assert "  --map 序号=\n" in out
    assert tree() == before


def test_field_that_nothing_gives_is_asked_for_once(run: Run, sheet: Sheet) -> None:
    """Where a field is missing from all rows, that is said, and not for each row."""
    code, out, _ = run("import", sheet("date,note\n2024-03-12,\n"), "--set", "kind=trip")
    assert code == 1
    assert "indicator and people" in out
    assert out.startswith(
        "../出国.csv: UTF-8, commas between cells, 1 row\n\n"
        "column      becomes     according to      first value\n"
        "date        date        its name          2024-03-12\n"
        "note        note        its name\n"
        "(all rows)  kind: trip  the command line\n\n"
    )


def test_rows_that_did_happen_twice_are_two_records(run: Run, tree: Tree, sheet: Sheet) -> None:
    """With `--allow-duplicates` equal rows are records; even so a second import adds nothing."""
    row = "2024-06-03,4\n"
    path = sheet(f"date,people\n{row}{row}")
    sets = ("--set", "kind=application", "--set", "indicator=B3.applicants")
    assert "1 new record:" in run("import", path, *sets)[1]
    assert (
        "import-出国/: 2 new records\n"
        in run("import", path, *sets, "--allow-duplicates", "--write")[1]
    )
    before = tree()
    for again in ((), ("--allow-duplicates",)):
        code, out, _ = run("import", path, *again, "--write")
        assert code == 0
        assert "2 rows are recorded already" in out
    assert tree() == before


def test_records_of_several_years_move_the_plans_of_each(
    run: Run, office: Path, sheet: Sheet
) -> None:
    """Each record belongs to the plan of its day, and what moved is told for all of them."""
    plan = (office / "plans" / "2024.yaml").read_text()
    (office / "plans" / "2023.yaml").write_text(plan.replace("2024-", "2023-"))
    text = "date,people\n2024-06-03,4\n2023-06-03,5\n2023-06-04,6\n"
    sets = ("--set", "kind=application", "--set", "indicator=B3")
    assert run("import", sheet(text), *sets)[1].endswith(
        "\n\nB3.applicants: still missed (done 0 → 11 of 30)\n"
        "B3.applicants: still behind (done 5 → 9 of 30)\n"
    )


def test_encoding_can_be_told(run: Run, sheet: Sheet) -> None:
    """What is told goes before what would be detected, and what cannot be read so is refused."""
    path = sheet(HEADERS + GOOD)
    assert run("import", path, "--encoding", "gbk")[1].startswith("../出国.csv: GBK, ")
    code, out, err = run("import", path, "--encoding", "utf-8")
    assert (code, out) == (1, "")
    assert "../出国.csv:1: " in err
    path = sheet(HEADERS + GOOD, encoding="utf-8")
    assert run("import", path, "--encoding", "utf-8")[1].startswith("../出国.csv: UTF-8, ")


def test_a_chinese_sheet_needs_few_options(run: Run, tree: Tree, sheet: Sheet) -> None:
    """What it calls things is known, or is said once and kept."""
    rows = "2024年3月12日,出访,A1,王芳、李强,德国\n2024/5/20,公派,A1,３人,日本\n"
    path = sheet(f"日期,类型,指标,人员,国家\n{rows}")
    code, out, _ = run("import", path)
    assert code == 1
    assert '  ../出国.csv:3: 类型: "公派" ' in out
    code, out, _ = run("import", path, "--replace", "kind:公派=trip", "--write")
    assert code == 0
    assert '\nkind: "公派" is read as "trip"\n' in out
    kept = tree()["imports/出国.yaml"]
    assert kept.endswith("values:\n  kind:\n    公派: trip\n")
    assert "2024-05-20-trip-a1-staff-japan" in "".join(tree())
    assert "all rows are recorded already" in run("import", path)[2]


TRIPS = ("--set", "kind=trip", "--set", "indicator=A1.staff")


def test_big5_is_refused_until_it_is_named(
    run: Run, codes: Codes, tree: Tree, sheet: Sheet
) -> None:
    """Read as GBK it would write other names; what is read is seen in the preview."""
    before = tree()
    path = sheet("date,people,country\n2024-03-12,王偉、陳麗,DE\n", "旅行.csv", "cp950")
    code, out, err = run("import", path, *TRIPS, "--write")
    assert (code, out, codes(err), tree()) == (1, "", ["bad-sheet"], before)
    code, out, _ = run("import", path, *TRIPS, "--encoding", "big5")
    assert code == 0
    assert out.startswith("../旅行.csv: Big5, ")
    assert "its name          王偉、陳麗\n" in out
    assert ": 2 people: 王偉; 陳麗\n" in out


def test_header_without_rows_is_no_rows(run: Run, codes: Codes, sheet: Sheet) -> None:
    """It is not `all rows are recorded already`."""
    code, out, err = run("import", sheet("date,people\n", encoding="utf-8"), *TRIPS)
    assert (code, out, codes(err)) == (1, "", ["bad-sheet"])
    assert "no rows" in err


def test_people_are_read_as_add_reads_them(run: Run, sheet: Sheet) -> None:
    """The preview says how many people each row has, and who."""
    text = (
        'date,people\n2024-03-01, "Ann; Bob"\n2024-03-02,"Wang, Lei"\n2024-03-03,"""Wang, Lei"""\n'
        '2024-03-04,"Müller, Jürgen; Schmidt, Eva"\n2024-03-05,3人\n'
    )
    code, out, _ = run("import", sheet(text, "a.csv", "utf-8"), *TRIPS)
    assert code == 0
    shown = [line.partition(": ")[2] for line in out.splitlines() if line.startswith("  records/")]
    assert shown == [
        "2 people: Ann; Bob",
        "2 people: Wang; Lei",
        "1 person: Wang, Lei",
        "2 people: Müller, Jürgen; Schmidt, Eva",
        "3 people",
    ]
    for typed, wanted in (
        ("3 people", "people: 3\n"),
        ("３", "people: 3\n"),
        ("3人", "people: 3\n"),
        ("Wang, Lei", "people: [Wang, Lei]\n"),
        ('"Wang, Lei"', 'people: ["Wang, Lei"]\n'),
        ("Müller, Jürgen; Schmidt, Eva", 'people: ["Müller, Jürgen", "Schmidt, Eva"]\n'),
    ):
        out = run("add", "trip", "A1.staff", "--people", typed, "-n")[1]
        assert wanted in out


@pytest.mark.parametrize("text", ["李明等3人", "Ann and 2 others"])
def test_a_name_with_a_number_is_an_error_wherever_it_is_written(
    run: Run, codes: Codes, office: Path, sheet: Sheet, text: str
) -> None:
    """In a cell, typed and in YAML alike: write one of the two."""
    code, out, _ = run(
        "import", sheet(f"date,people\n2024-03-01,{text}\n", "a.csv", "utf-8"), *TRIPS
    )
    assert code == 1
    assert f'people: "{text}"' in out
    code, _, err = run("add", "trip", "A1.staff", "--people", text)
    assert (code, codes(err)) == (2, ["invalid-record", "bad-people"])
    record = office / "records" / "2024" / "2024-03-01-x.yaml"
    record.write_text(f"date: 2024-03-01\nkind: trip\nindicator: A1.staff\npeople: [{text}]\n")
    assert "bad-people" in run("check")[1]


def test_several_names_in_one_item_propose_the_list(run: Run, office: Path) -> None:
    """`[张三，李四、王五]` is one text to YAML, and would be one person."""
    record = office / "records" / "2024" / "2024-03-01-x.yaml"
    for text in ("张三，李四、王五", "张三；李四;王五"):
        record.write_text(f"date: 2024-03-01\nkind: trip\nindicator: A1.staff\npeople: [{text}]\n")
        assert "[张三, 李四, 王五]" in run("check")[1]


def test_placeholders_are_empty_and_counted(run: Run, sheet: Sheet) -> None:
    """`N/A` is no approval: the record stays provisional."""
    text = "date,people,approval,note\n2024-03-12,5,N/A,-\n2024-03-13,6,待定,\n"
    code, out, _ = run("import", sheet(text, "a.csv", "utf-8"), *TRIPS)
    assert code == 0
    assert "3 cells with a placeholder are left empty: approval (2) and note (1)\n" in out
    assert "provisional 0 → 11" in out
    code, out, _ = run("add", "trip", "A1.staff", "--people", "5", "--approval", "pending", "-n")
    assert (code, "approval" in out) == (0, False)


def test_people_that_are_not_counted_are_noted(run: Run, codes: Codes, sheet: Sheet) -> None:
    """An indicator that counts records takes no number of people; they are kept all the same."""
    code, out, err = run("add", "activity", "B3.services", "--people", "7", "--title", "X", "-n")
    assert (code, codes(err)) == (0, ["uncounted-people"])
    assert "people: 7\n" in out
    sets = ("--set", "kind=activity", "--set", "indicator=B3.services", "--set", "title=X")
    out = run("import", sheet("date,people\n2024-03-12,7\n"), *sets)[1]
    assert "the 7 people are kept" in out
    assert "uncounted" not in run("add", "trip", "A1.staff", "--people", "7", "-n")[2]


@pytest.mark.parametrize("block", ["link", "file"])
def test_what_is_saved_is_never_said_to_be_unwritten(
    run: Run, office: Path, sheet: Sheet, tmp_path: Path, block: str
) -> None:
    """The records are there though imports/ cannot be written."""
    if block == "link":
        (tmp_path / "elsewhere").mkdir()
        (office / "imports").symlink_to(tmp_path / "elsewhere")
    else:
        (office / "imports").write_text("")
    code, out, err = run("import", sheet("date,people\n2024-03-12,5\n"), *TRIPS, "--write")
    assert code == 0
    assert "1 new record" in out
    assert "saved, but " in err
    assert "nothing was written" not in out + err


def test_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    """A folder, or no file at all, is a matter of the command line, not of the data."""
    assert run("import", str(tmp_path)) == (
        2,
        "",
        f"error[cannot-read]: cannot read {tmp_path}: it is a folder\n",
    )
    assert run("import", "none.csv")[0] == 2
    link = tmp_path / "link.csv"
    link.symlink_to(link)
    assert run("import", str(link))[0] == 2


def test_file_may_be_a_link(run: Run, tmp_path: Path, sheet: Sheet) -> None:
    """What is named on the command line is the user's own, wherever it lies."""
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / sheet(HEADERS + GOOD)[3:])
    assert run("import", "../link.csv")[1].startswith("../link.csv: GBK, ")


def test_remembered_import_is_chosen_by_name(
    run: Run, codes: Codes, office: Path, sheet: Sheet
) -> None:
    """`--mapping` takes what was done before to a file with other columns; what is new is told."""
    run("import", sheet(HEADERS + GOOD), *MAPS, *SETS, "--write")
    path = sheet("姓名,出访日期,城市\nann,2024-06-03,Bonn\n", "may.csv")
    code, out, _ = run("import", path)
    assert code == 1
    assert "  imports/出国.yaml knows some of these columns: --mapping 出国\n" in out
    code, out, _ = run("import", path, "--mapping", "出国", "--map", "城市=note")
    assert code == 0
    assert "\n1 new record:\n" in out
    code, _, err = run("import", path, "--mapping", "x")
    assert (code, codes(err)) == (2, ["unknown-mapping"])
    assert "出国" in err
    (office / "imports" / "may.yaml").write_text("colums: {}\n")
    err = run("import", path, "--mapping", "出国", "--map", "城市=note")[2]
    assert err.startswith("imports/may.yaml:1:1: error[unknown-key]: ")


def test_remembered_import_that_was_edited_is_left_as_it_is(
    run: Run, office: Path, sheet: Sheet
) -> None:
    """The records are written all the same; what was not remembered is said."""
    run("import", sheet(HEADERS + GOOD), *MAPS, *SETS, "--write")
    file = office / "imports" / "出国.yaml"
    file.write_text(f"# ask Li first\n{REMEMBERED}")
    path = sheet(f"{HEADERS}{GOOD}4,2024-06-03,ann,FR,U-9\n")
    code, out, err = run("import", path, "--set", "purpose=visit", "--write")
    assert code == 0
    assert "records/import-出国-2/: 4 new records\n" in out
    assert err.startswith("saved, but ")
    assert "imports/出国.yaml" in err
    assert file.read_text() == f"# ask Li first\n{REMEMBERED}"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("--map", "姓名=peple"), "unknown-field"),
        (("--map", "性别=people"), "unknown-column"),
        (("--set", "kind"), "no-equals-sign"),
    ],
)
def test_typing_error_is_a_usage_error(
    run: Run, codes: Codes, sheet: Sheet, arguments: tuple[str, str], wanted: str
) -> None:
    """What names no column and no field is told before any row is."""
    code, out, err = run("import", sheet(HEADERS + GOOD), *arguments)
    assert (code, out, codes(err)) == (2, "", [wanted])


def test_warning_of_the_disk_is_told(
    run: Run, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records that are saved though the disk did not confirm it are told so, with a warning."""
    record = write.Saved("records/import-x/2024-06-03-x.yaml", "2024-06-03-x")
    slow = Problem((), "cannot-write", {"path": "x", "reason": "the disk is slow"})
    saved = write.SavedAll("records/import-x", (replace(record, warning=slow),))
    monkeypatch.setattr(write, "create_all", lambda *_, **__: saved)
    path = sheet("date,people\n2024-06-03,4\n")
    sets = ("--set", "kind=application", "--set", "indicator=B3")
    code, out, err = run("import", path, *sets, "--write")
    assert code == 0
    assert "\nrecords/import-x/: 1 new record\n" in out
    assert err.startswith("saved, but ")
    assert "slow" in err


def test_standard_input_is_imported_as_a_file_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, tree: Tree
) -> None:
    """`-` stands for what another program writes."""
    data = "date,kind,indicator,people,approval\n2024-03-12,trip,A1,2,U-1\n"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data.encode())))
    code, out, _ = run("import", "-", "--write")
    assert code == 0
    assert "records/import-records/: 1 new record\n" in out
    assert "records/import-records/2024-03-12-trip-a1-staff.yaml" in tree()


def test_where_the_summary_cannot_be_printed_the_folder_is_named(
    run: Run, sheet: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is named on the other stream, so that nobody imports it again."""

    def fail(text: str) -> None:
        if "records/import-" in text:
            raise UsageError("empty-reason")

    monkeypatch.setattr("oicekpi.cli.import_.terminal.say", fail)
    code, _, errors = run("import", sheet(HEADERS + GOOD), *MAPS, *SETS, "--write")
    assert (code, "records/import-" in errors) == (2, True)


def test_each_indicator_moves_by_its_own_rows(run: Run, sheet: Callable[..., str]) -> None:
    """Rows for two indicators in one sheet do not mix."""
    rows = (
        "date,kind,indicator,people,country,partner\n"
        "2024-03-12,trip,A1.staff,staff-010,DE,\n"
        "2024-03-13,agreement,A2.agreements,,DE,Example University\n"
    )
    code, out, _ = run("import", sheet(rows, "two.csv", "utf-8"))
    assert code == 0
    assert {"A1.staff", "A2.agreements"} <= {line.split(":")[0] for line in out.splitlines()}
