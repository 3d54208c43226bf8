"""`oicekpi import` of an Excel file."""

from collections.abc import Callable
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Make = Callable[..., str]

HEADER = ("出访日期", "姓名", "country", "approval")
MAPS = ("--map", "出访日期=date", "--map", "姓名=people")
SETS = ("--set", "kind=trip", "--set", "indicator=A1")
ONE = "records/import-出国/2024-03-12-trip-a1-staff-germany.yaml"
TWO = "records/import-出国/2024-05-20-trip-a1-staff-japan.yaml"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a workbook beside the workspace, from the rows of each sheet; gives its path."""

    def make(fill: Callable[[Any], None] | None = None, **sheets: list[tuple[object, ...]]) -> str:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if fill:
            fill(book)
        book.save(tmp_path / "出国.xlsx")
        return "../出国.xlsx"

    return make


TRIPS: list[tuple[object, ...]] = [
    HEADER,
    (date(2024, 3, 12), "staff-010、staff-011", "Germany", "U-2024-010"),
    (),
    (date(2024, 5, 20), 3, "JP", None),
    ("2024/3/11", "staff-002;staff-001", "DE", "U-2024-001"),
]


def test_a_workbook_is_imported_as_a_csv_file(run: Run, tree: Tree, make: Make) -> None:
    """Preview, writing, what is kept of it, and nothing the second time."""
    before = tree()
    path = make(出访=TRIPS)
    partner = ("--set", "partner=Example University")
    code, out, err = run("import", path, *MAPS, *SETS, *partner)
    assert (code, err) == (0, "nothing was written yet; add --write to write 2 records\n")
    assert out.startswith(
        '../出国.xlsx: sheet "出访", 3 rows\n\n'
        "column      becomes                      according to      first value\n"
        "出访日期    date                         the command line  2024-03-12\n"
    )
    assert "\n\n1 empty row is left out\n\n1 row is recorded already and is left out:\n" in out
    assert tree() == before
    code, out, err = run("import", path, *MAPS, *SETS, *partner, "--write")
    assert (code, err) == (
        0,
        "imports/出国.yaml keeps how it was done, for the next file with these columns\n",
    )
    new = {name: text for name, text in tree().items() if name not in before}
    assert new.keys() == {"imports/出国.yaml", ONE, TWO}
    assert "date: 2024-05-20\nkind: trip\nindicator: A1.staff\npeople: 3\n" in new[TWO]
    assert run("check")[0] == 0
    code, out, err = run("import", path, "--write")
    assert (code, err) == (0, "nothing was written; all rows are recorded already\n")
    assert {name: text for name, text in tree().items() if name not in before} == new


def test_one_of_several_sheets_is_named(run: Run, codes: Codes, make: Make) -> None:
    """What is kept of each has its name, so that none takes the other's place."""
    rows: list[tuple[object, ...]] = [("day", "people"), (date(2024, 6, 3), 4)]
    path = make(出访=TRIPS, applications=rows)
    code, out, err = run("import", path)
    assert (code, out, codes(err)) == (2, "", ["which-sheet"])
    assert '"出访" and "applications"' in err
    assert "--sheet NAME" in err
    code, out, err = run("import", path, "--sheet", "plan")
    assert (code, codes(err)) == (2, ["unknown-sheet"])
    trips = ("--sheet", "出访", *MAPS, *SETS, "--write")
    assert "records/import-出国-出访/: 3 new records" in run("import", path, *trips)[1]
    applied = ("--set", "kind=application", "--set", "indicator=B3.applicants", "--map", "day=date")
    err = run("import", path, "--sheet", "Applications", *applied, "--write")[2]
    assert err.startswith("imports/出国-applications.yaml keeps ")
    assert "all rows are recorded already" in run("import", path, "--sheet", "出访")[2]


def test_what_a_workbook_hides_is_told(run: Run, make: Make) -> None:
    """A title, hidden rows, and formulas that no spreadsheet program has computed."""

    def fill(book: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        sheet = book.worksheets[0]
        sheet.merge_cells("A1:D1")
        sheet.row_dimensions[3].hidden = True
        sheet.sheet_state = "hidden"
        book.create_sheet("empty")

    path = make(fill, 出访=[("2024 年出访",), *TRIPS, (date(2024, 6, 3), "=1+2", "DE")])
    code, out, _ = run("import", path, "--sheet", "出访", *MAPS, *SETS)
    assert code == 1
    assert (
        "\n\nthe sheet is hidden\nrow 1 is a title and is left out\n1 empty row is left out\n"
        "1 row is hidden in the sheet, perhaps by a filter, and is read too\n\n"
        "1 of 4 rows cannot be imported:\n"
        "  ../出国.xlsx:7: 姓名: the formula in the cell was never computed;\n"
    ) in out.replace("; open", ";\n open")


def test_a_workbook_from_standard_input_is_read(
    run: Run, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it is shows by its content."""
    data = Path(make(出访=TRIPS)).read_bytes()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
    assert run("import", "-", *MAPS, *SETS)[1].startswith('-: sheet "出访", 3 rows\n')


def test_percentages_are_read_where_the_indicator_is_in_percent(
    run: Run, office: Path, make: Make
) -> None:
    """A cell that shows 34.5% is 34.5; of a number that is no percentage it is an error."""
    plan = office / "plans" / "2024.yaml"
    share = "          - {id: B3.share, title: S, measure: level, of: [reading], unit: '%'}\n"
    points = "          - {id: B3.points, title: P, measure: level, of: [reading], unit: points}\n"
    plan.write_text(plan.read_text() + share + points)

    def fill(book: Any) -> None:  # noqa: ANN401 - the same
        for cell in book.worksheets[0]["C"][1:]:
            cell.number_format = "0.0%"

    rows: list[tuple[object, ...]] = [("date", "indicator", "value")]
    path = make(fill, S=[*rows, (date(2024, 6, 3), "B3.share", 0.345)])
    code, out, _ = run("import", path, "--set", "kind=reading", "--write")
    assert code == 0
    assert "  its name          34.5%\n" in out
    folder = office / "records" / "import-出国"
    assert [path.read_text().splitlines()[-1] for path in folder.iterdir()] == ["value: 34.5"]
    path = make(fill, S=[*rows, (date(2024, 6, 3), "B3.points", 0.345)])
    code, out, _ = run("import", path, "--set", "kind=reading")
    assert code == 1
    assert '../出国.xlsx:2: value: "34.5%" has more than a number in it; ' in out


def test_cells_without_a_value_do_no_harm_in_a_column_that_is_left_out(
    run: Run, make: Make
) -> None:
    """Where the column gives a field, they are told once, and nothing else of that field."""
    rows = [
        ("date", "people", "check"),
        (date(2024, 6, 3), 4, "#REF!"),
        (date(2024, 6, 4), "#N/A", "=1"),
    ]

    def fill(book: Any) -> None:  # noqa: ANN401 - the same
        for place in ("C2", "B3"):
            book.worksheets[0][place].data_type = "e"

    path = make(fill, S=rows)
    code, out, _ = run("import", path, *SETS, "--map", "check=")
    assert code == 1
    assert "1 of 2 rows cannot be imported:\n" in out
    assert (
        "  ../出国.xlsx:3: people: the cell has the error #N/A instead of a value; "
        "correct its formula\nn"
    ) in out + "n"
