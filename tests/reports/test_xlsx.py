"""The Excel workbook of a report, read back by openpyxl."""

import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from oicekpi import app
from oicekpi.app.reporting import ReportResult
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry
from oicekpi.messages.text import printable
from oicekpi.reports.charts import Chart
from oicekpi.reports.document import Document, document
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.formats.xlsx import document as workbook
from oicekpi.reports.formats.xlsx import wrote
from oicekpi.reports.look import SIGNS
from oicekpi.reports.workbook.book import Book, cell_text, number_format
from oicekpi.storage.workspace import Workspace

OFFICE = Workspace(Path(__file__).parent / "office")
DAYS = ["2023-12-01", "2024-01-15", "2024-09-30", "2025-02-01"]
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def made(day: str = "2024-09-30", *ids: str) -> Document:
    """Make the document of a plan with an indicator of every sort."""
    return document(app.report(OFFICE, date.fromisoformat(day), ids))


def opened(data: bytes) -> Any:  # noqa: ANN401 - a cell may hold anything
    """Read a workbook back."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported")  # bars in cells
        return load_workbook(BytesIO(data))


def table(sheet: Any, head: int = 1) -> list[dict[str, Any]]:  # noqa: ANN401 - as above
    """Return the rows of a table as mappings from its headings."""
    titles = [cell.value for cell in sheet[head]]
    rows = sheet.iter_rows(min_row=head + 1, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def head_of(sheet: Any) -> int:  # noqa: ANN401 - as above
    """Find the row of a table's headings: that above which the sheet is frozen."""
    return int(re.sub(r"\D", "", sheet.freeze_panes or "")) - 1


@pytest.fixture(scope="module")
def september() -> Document:
    """Give the document of 30 September."""
    return made()


@pytest.fixture(scope="module")
def data(september: Document) -> bytes:
    """Give its workbook's bytes."""
    return workbook(september)


@pytest.fixture(scope="module")
def book(data: bytes) -> Any:  # noqa: ANN401 - as above
    """Give its workbook."""
    return opened(data)


def test_the_sheets(book: Any) -> None:  # noqa: ANN401 - as above
    """The summary comes first, the figures of the charts last."""
    assert book.sheetnames == [
        "Summary",
        "Actions",
        "Overdue",
        "Changes",
        "Indicators",
        "Charts",
        "Records",
        "Months",
        "Notes",
        "Chart data",
    ]


# --- figures --------------------------------------------------------------------------------------

KEYS = {
    "Title": "title",
    "Owner": "owner",
    "Measure": "measure",
    "Unit": "unit",
    "Needed": "needed",
    "Done": "done",
    "Provisional": "provisional",
    "Planned": "planned",
    "Due": "due",
    "Share due": "share",
    "Chance": "chance",
    "Value": "value",
    "Numerator": "numerator",
    "Denominator": "denominator",
}


def plain(value: object) -> object:
    """Return what a cell holds as JSON has it."""
    return value.date().isoformat() if isinstance(value, datetime) else value


@pytest.mark.parametrize("day", DAYS)
def test_every_figure_is_that_of_json(day: str) -> None:
    """Numbers are numbers and days are days, the same as `status --format json` has."""
    of = made(day)
    rows = {row["Indicator"]: row for row in table(opened(workbook(of))["Indicators"])}
    told = [each for objective in of.facts()["objectives"] for each in objective["indicators"]]
    assert [*rows] == [each["id"] for each in told]
    for facts in told:
        row, known = rows[facts["id"]], facts["id"]
        for title, key in KEYS.items():
            expected = facts.get(key)
            if isinstance(expected, str) or expected is None:
                assert row[title] == expected, (known, title)
            else:
                assert row[title] == pytest.approx(float(expected), abs=1e-9), (known, title)
        forecast = facts["forecast"] or dict.fromkeys(("low", "likely", "high"))
        assert [row["Low"], row["Likely"], row["High"]] == [*forecast.values()]
        following = facts["next"] or {"need": None, "by": None}
        assert row["Needed next"] == following["need"]
        assert plain(row["By"]) == following["by"]
        assert plain(row["Last record"]) == facts["last_record"]
        baseline = facts["baseline"] or {"value": None, "on": None}
        assert row["Baseline"] == pytest.approx(baseline["value"])
        assert plain(row["Baseline of"]) == baseline["on"]
        assert (row["Quiet"] == "yes") == facts["quiet"]
        assert row["Status"][0] in SIGNS.values()


def test_numbers_have_the_decimals_and_units_of_the_plan(book: Any) -> None:  # noqa: ANN401 - as above
    """A percentage has its sign, money its currency; a ceiling shows that less is better."""
    sheet = book["Indicators"]
    titles = [cell.value for cell in sheet[1]]
    forms = {
        row[2].value: {t: c.number_format for t, c in zip(titles, row, strict=True)}
        for row in sheet.iter_rows(min_row=2)
    }
    assert forms["A1.staff"]["Done"] == "#,##0"
    assert forms["B1.phd"]["Done"] == '#,##0.0" %"'
    assert forms["B1.answer"]["Target"] == '"≤"#,##0.0" days"'
    assert forms["A2.students"]["Target"] == '">"#,##0'
    assert forms["A1.staff"]["By"] == "yyyy-mm-dd"


def test_a_target_of_two_ends_is_text(book: Any) -> None:  # noqa: ANN401 - as above
    """Others are numbers."""
    targets = {row["Indicator"]: row["Target"] for row in table(book["Indicators"])}
    assert targets["A1.staff"] == 15
    assert targets["A1.signed"] == "2–5"
    assert targets["A1.programme"] == 4
    assert targets["B1.satisfaction"] == "4 quarters"
    assert targets["B1.teachers"] == "12–16"
    assert targets["A1.partners"] is None


def test_the_summary_says_what_the_terminal_says(september: Document, book: Any) -> None:  # noqa: ANN401 - as above
    """Title, issuer and period, day, and headline are above the table."""
    sheet = book["Summary"]
    above = [sheet.cell(row, 1).value for row in range(1, head_of(sheet))]
    assert above[:4] == [
        "Work plan 2024",
        "International Office · 2024-01-01 to 2024-12-31",
        september.when,
        september.headline,
    ]
    rows = table(sheet, head_of(sheet))
    assert [row["Indicator"] for row in rows] == [part.id for part in september.parts]
    assert {row["Section"] for row in rows} == {"Internationalized management", "Figures"}
    assert all(row["Progress"] is None or 0 <= row["Progress"] <= 1 for row in rows)


def test_each_figure_leads_to_its_records(september: Document, book: Any) -> None:  # noqa: ANN401 - as above
    """The records of a figure are together, and what they add sums up to it."""
    sheet, records = book["Summary"], book["Records"]
    top = head_of(sheet)
    titles = [cell.value for cell in sheet[top]]
    of = {part.id: part.progress for part in september.parts}
    seen = 0
    for row in sheet.iter_rows(min_row=top + 1):
        for title, cell in zip(titles, row, strict=True):
            if cell.hyperlink is None:
                assert title not in {"Done", "Provisional", "Planned"} or not cell.value
                continue
            name, _, reference = (cell.hyperlink.location or "").partition("!")
            assert name == "'Records'"
            first, start, last, end = range_boundaries(reference)
            found = [*records.iter_rows(start, end, first, last, values_only=True)]
            known = row[1].value
            assert {(each[0], each[1]) for each in found} == {(known, title.lower())}
            assert str(found[0][4]) in cell.hyperlink.tooltip
            seen += 1
            progress = of[known]
            added = sum(float(each[2]) for each in found)
            if progress.parts or progress.indicator.measure in {"level", "ratio"}:
                continue
            assert added == cell.value, (known, title)
    assert seen > 10


def test_records_that_add_nothing_are_last(book: Any) -> None:  # noqa: ANN401 - as above
    """Cancelled ones, and those that the plan leaves out, are there with their reason."""
    rows = [row for row in table(book["Records"]) if row["Indicator"] == "A1.staff"]
    figures = [row["Figure"] for row in rows]
    assert sorted(figures, key=["done", "provisional", "planned", "cancelled"].index) == figures
    assert all(row["Adds"] is None for row in rows if row["Figure"] == "cancelled")


def test_a_record_that_the_plan_leaves_out_adds_nothing(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    gather: Callable[..., ReportResult],
) -> None:
    """`where` selects records; the others are named all the same."""
    plan = make_plan({"where": {"tags": ["women"]}, "target": {"at_least": 2}})
    entries = [make_entry("2024-02-01", tags=["women"]), make_entry("2024-03-01", id="other")]
    rows = table(opened(workbook(document(gather(plan, entries))))["Records"])
    assert [(row["Figure"], row["Adds"]) for row in rows] == [("done", 1), ("not counted", None)]


def test_the_records_of_each_indicator_have_a_name(book: Any) -> None:  # noqa: ANN401 - as above
    """A formula can use it."""
    names = {name: each.attr_text for name, each in book.defined_names.items()}
    assert names["records_A1.staff"].startswith("'Records'!$A$2:$")


def test_what_needs_action_is_listed_with_the_next_step(september: Document, book: Any) -> None:  # noqa: ANN401 - as above
    """The most serious first."""
    rows = table(book["Actions"], 2)
    assert [row["Indicator"] for row in rows] == [part.id for part in september.flagged]
    assert rows[0]["In words"] == september.flagged[0].caption
    changed = table(book["Changes"], 2)
    assert len(changed) == len(september.moved.rows)


def test_what_is_overdue_is_listed_with_its_day(september: Document, book: Any) -> None:  # noqa: ANN401 - as above
    """Where there is more than can be listed, that is said; where there is nothing, no sheet."""
    rows = table(book["Overdue"], 2)
    assert [row["Since"].date() for row in rows] == [item.day for item in september.overdue.rows]
    assert rows[0]["To do"]
    more = replace(september, overdue_more="and 3 more")
    assert [*opened(workbook(more))["Overdue"].values][-1][0] == "and 3 more"
    assert "Overdue" not in opened(workbook(made("2023-12-01"))).sheetnames


def test_another_plan_can_be_beside(two_years: Workspace) -> None:
    """On a sheet of its own, below what it compares."""
    of = document(app.report(two_years, date(2024, 9, 30), plan="2024", beside="2023"))
    sheet = opened(workbook(of))["Comparison"]
    assert sheet["A1"].value == "2023 and 2024 side by side"
    rows = table(sheet, head_of(sheet))
    assert {"A1.staff", "A2.courses", "A2.camps"} < {row["Indicator"] for row in rows}


def test_what_has_not_changed_is_said() -> None:
    """In the first month there is nothing to compare with, and no such sheet."""
    assert "Changes" not in opened(workbook(made("2024-01-15"))).sheetnames
    quiet = made("2024-11-15")
    assert opened(workbook(quiet))["Changes"]["A2"].value == quiet.moved_none


def test_the_months(september: Document, book: Any) -> None:  # noqa: ANN401 - as above
    """Each has the status at its end, with its sign."""
    rows = table(book["Months"])
    assert len(rows) == len(september.parts)
    assert [*rows[0]][2:11] == [
        "31 Jan", "29 Feb", "31 Mar", "30 Apr", "31 May", "30 Jun", "31 Jul", "31 Aug", "30 Sep"
    ]  # fmt: skip
    assert rows[0]["30 Sep"] == september.parts[0].judged
    assert plain(rows[0]["First behind"]) == str(september.parts[0].strip.first_behind)
    flags = {row["Flag"] for row in table(opened(workbook(made("2025-02-01")))["Months"])}
    assert {"confirmed", None} < flags


def test_the_notes_name_findings(hostile: ReportResult, book: Any) -> None:  # noqa: ANN401 - as above
    """Without findings there is nothing about them."""
    texts = [row[0] for row in book["Notes"].iter_rows(values_only=True)]
    assert texts[-len(SIGNS) :] == [*texts[-len(SIGNS) :]]
    found = opened(workbook(document(hostile)))
    assert any("1 finding" in f"{row[0]}" for row in found["Notes"].iter_rows(values_only=True))
    assert any("1 finding" in f"{row[0]}" for row in found["Summary"].iter_rows(values_only=True))


# --- charts ---------------------------------------------------------------------------------------


def numbers(element: ET.Element, path: str) -> list[float]:
    """Return the figures that a chart keeps of a series, in the order of their places."""
    return [float(each.text or "") for each in element.findall(f"{path}//{CHART}v")]


def test_charts_are_drawn_from_their_figures(september: Document, data: bytes) -> None:
    """There is one an indicator that can be drawn; the ranges exist, and hold what is drawn."""
    sheet = opened(data)["Chart data"]
    with ZipFile(BytesIO(data)) as file:
        number = sum("/charts/chart" in name for name in file.namelist())
        drawn = [
            ET.fromstring(file.read(f"xl/charts/chart{at + 1}.xml"))  # noqa: S314 - our own
            for at in range(number)
        ]
    parts = [part for part in september.parts if part.chart is not None]
    for part, chart in zip(parts, drawn, strict=True):
        for series in chart.iter(f"{CHART}ser"):
            for path in "cat", "val":
                formula = series.findtext(f"{CHART}{path}//{CHART}f") or ""
                name, _, reference = formula.partition("!")
                assert name == "'Chart data'"
                bounds: Any = range_boundaries(reference.replace("$", ""))
                first, start, last, end = bounds
                assert {sheet.cell(at, 1).value for at in range(start, end + 1)} == {part.id}
                assert first == last
                held = [sheet.cell(at, first).value for at in range(start, end + 1)]
                assert len(held) > 1
                if path == "val":
                    found = [float(each) for each in held if each is not None]
                    assert numbers(series, f"{CHART}val") == pytest.approx(found)
                    assert found
        if isinstance(part.chart, Chart):
            last_done = [*chart.iter(f"{CHART}ser")][-1]
            assert numbers(last_done, f"{CHART}val") == [float(part.chart.total)]


def test_the_band_of_the_forecast_ends_at_its_bounds(september: Document, book: Any) -> None:  # noqa: ANN401 - as above
    """It is the area between the low and the high end."""
    rows = [row for row in table(book["Chart data"]) if row["Indicator"] == "A1.staff"]
    forecast = september.parts[0].progress.forecast
    assert forecast is not None
    last = rows[-1]
    ends = last["Band from"], last["Band from"] + last["Band height"], last["Likely"]
    assert ends == (forecast.low, forecast.high, forecast.likely)


def test_a_chart_without_a_band_has_no_figures_for_one(book: Any) -> None:  # noqa: ANN401 - as above
    """Amounts have no forecast."""
    rows = [row for row in table(book["Chart data"]) if row["Indicator"] == "B2.funds"]
    assert {(row["Band from"], row["Band height"]) for row in rows} == {(None, None)}


def test_each_chart_says_what_it_shows(september: Document, data: bytes) -> None:
    """Whoever does not see it reads the sentence; what cannot be drawn has its steps."""
    with ZipFile(BytesIO(data)) as file:
        drawing = file.read("xl/drawings/drawing1.xml").decode()
    for part in september.parts:
        assert (f'descr="{escape(part.caption)}"' in drawing) == (part.chart is not None)
    texts = [row[1] for row in opened(data)["Charts"].iter_rows(values_only=True)]
    steps = next(part.steps for part in september.parts if part.id == "A1.programme")
    assert len(steps) == 4
    assert all(any(step.name in f"{text}" for text in texts) for step in steps)


def test_a_long_period_is_drawn_by_years(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    gather: Callable[..., ReportResult],
) -> None:
    """Ten years have too many months."""
    plan = make_plan(
        {"target": {"at_least": 5}}, period={"start": "2024-01-01", "end": "2033-12-31"}
    )
    data = workbook(document(gather(plan, [make_entry("2024-02-01")])))
    with ZipFile(BytesIO(data)) as file:
        assert 'formatCode="yyyy"' in file.read("xl/charts/chart1.xml").decode()


# --- the page -------------------------------------------------------------------------------------


def test_each_sheet_is_set_up_for_paper(book: Any) -> None:  # noqa: ANN401 - as above
    """A4, landscape, as wide as the page, its heads on each page and above what moves."""
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title not in {"Charts", "Notes"}:
            top = head_of(sheet)
            assert sheet.print_title_rows == f"${top}:${top}"
            assert sheet.auto_filter.ref is not None
            assert range_boundaries(sheet.auto_filter.ref)[1] == top


def test_statuses_and_progress_are_coloured_by_excel(book: Any) -> None:  # noqa: ANN401 - as above
    """The colours follow when someone changes a cell."""
    rules = book["Summary"].conditional_formatting
    kinds = [rule.type for ranges in rules for rule in ranges.rules]
    assert kinds.count("beginsWith") == len(SIGNS)
    assert kinds.count("dataBar") == 1


def test_columns_are_as_wide_as_chinese_needs(book: Any) -> None:  # noqa: ANN401 - as above
    """A Chinese character takes the room of two letters."""
    sheet = book["Changes"]
    titles = [cell.value for cell in sheet[2]]
    at = titles.index("Title")
    assert sheet.column_dimensions["B"].width >= 2 * len("学生出国留学与暑期带薪实习")
    assert at == 1


def test_a_long_text_is_broken_into_lines(hostile: ReportResult) -> None:
    """The row is as high as its lines, as far as Excel lets it."""
    sheet = opened(workbook(document(hostile)))["Summary"]
    heights = [each.height for each in sheet.row_dimensions.values() if each.height]
    assert max(heights) > 400


# --- texts ----------------------------------------------------------------------------------------


def test_no_text_is_run(hostile: ReportResult) -> None:
    """Nothing is a formula or leads outside, and each text is there to its end."""
    data = workbook(document(hostile))
    found = opened(data)
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    for part in document(hostile).parts:
        assert printable(part.title) in texts
    for entry in hostile.entries:
        for name in "title", "partner", "note":
            text = entry.record.get(name)
            assert not text or any(printable(text) in each for each in texts)
    with ZipFile(BytesIO(data)) as file:
        parts = {name: file.read(name).decode() for name in file.namelist() if "sheet" in name}
        assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
        assert not [name for name, text in parts.items() if "<f>" in text]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("=1+1", "=1+1"),
        ("a\x00\x1f\ufffe\ud800", "a<U+0000><U+001F>\ufffd<U+D800>"),
        ("_x0041_", "_x0041_"),
        ("x" * 40_000, "x" * 32_766 + "…"),
        ("x" + "\U0001f600" * 20_000, "x" + "\U0001f600" * 16_382 + "…"),  # each takes two units
        ("\U0001f600" * 16_383, "\U0001f600" * 16_383),
    ],
)
def test_a_cell_holds_what_was_written(text: str, held: str) -> None:
    """What a file cannot hold is shown by its code; what is longer than a cell ends in a sign."""
    book = Book("t", "s", date(2024, 1, 1))
    book.sheet("x").write(0, 0, text)
    assert opened(book.finished())["x"]["A1"].value == held
    assert cell_text(text) == held
    assert len(cell_text(text, 5).encode("utf-16-le")) <= 10


@pytest.mark.parametrize("unit", ['"', "\\", "[red]", "\U0001f600", "a;b", "", "t" * 101])
def test_a_unit_that_a_number_format_cannot_hold_is_left_out(unit: str) -> None:
    """Excel would not open the file."""
    assert number_format(1, unit) == "#,##0.0"
    assert number_format(0, "万元/年") == '#,##0" 万元/年"'


def test_ids_that_are_alike_have_names_of_their_own() -> None:
    """However many there are: no name is tried again."""
    book = Book("t", "s", date(2024, 1, 1))
    sheet = book.sheet("x")
    for each in ("A-1", "a_1", "A_1_2", "A-1"):
        book.define(each, sheet.range(0, 0, 1, 1))
    assert {*opened(book.finished()).defined_names} == {
        "records_A_1", "records_a_1_2", "records_A_1_2_2", "records_A_1_3",
    }  # fmt: skip


def test_a_title_of_ampersands_fits_above_the_page() -> None:
    """Excel reads one as the start of a command, and takes no more than 255 letters."""
    book = Book("&" * 90, "R&D, &G", date(2024, 1, 1))
    book.sheet("x")
    with ZipFile(BytesIO(book.finished())) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert f"&amp;L&amp;9 {'&amp;' * 110}&amp;R&amp;9 R&amp;&amp;D, \uff06G<" in sheet


def test_names_of_sheets_and_ranges_are_valid() -> None:
    """Whatever they are made of, they are of the letters that Excel takes, and differ."""
    book = Book("t", "s", date(2024, 1, 1))
    names = ["a/b:c*?[d]'", "A B C", "x" * 40, "x" * 40, "", "a b c"]
    sheets = [book.sheet(name) for name in names]
    known = ["A1", "a-b", "a_b", "A_B", "1.2"]
    for each in known:
        book.define(each, sheets[0].range(0, 0, 1, 1))
    found = opened(book.finished())
    assert len({name.casefold() for name in found.sheetnames}) == len(names)
    assert all(len(name) <= 31 for name in found.sheetnames)
    assert [*found.defined_names] == sorted(
        ["records_A1", "records_a_b", "records_a_b_2", "records_A_B_3", "records_1.2"],
        key=[*found.defined_names].index,
    )


# --- the file -------------------------------------------------------------------------------------


def test_equal_documents_give_equal_bytes(september: Document, data: bytes) -> None:
    """Nothing in the file says when it was made, but that it is of the report's day."""
    assert workbook(made()) == data
    assert FORMATS["xlsx"].document(september) == data
    properties = opened(data).properties
    assert properties.created == datetime(2024, 9, 30)  # noqa: DTZ001 - a day has no zone
    assert properties.title == "Work plan 2024"


def test_a_workbook_is_known_again(data: bytes) -> None:
    """One that was saved by another program is not."""
    assert wrote(data)
    assert FORMATS["xlsx"].wrote(data)
    again = BytesIO()
    opened(data).save(again)
    assert not wrote(again.getvalue())


@pytest.mark.usefixtures("_in_wide_letters")
def test_every_heading_is_translated() -> None:
    """What is not of the plan is in the language that is spoken."""
    found = opened(workbook(made()))
    names = [*found.sheetnames]
    for sheet in found.worksheets:
        if sheet.freeze_panes:
            names += [f"{cell.value}" for cell in sheet[head_of(sheet)]]
    assert not [name for name in names if re.search("[A-Za-z]", name)]


def test_the_work_grows_with_the_records(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    gather: Callable[..., ReportResult],
    calls: Callable[[Callable[[], object]], int],
) -> None:
    """Twice as many records are twice the work."""
    plan = make_plan({"target": {"at_least": 15}})

    def work(number: int) -> int:
        entries = [make_entry("2024-02-01", id=f"record-{at}") for at in range(number)]
        of = document(gather(plan, entries))
        return calls(lambda: workbook(of))

    once, twice, thrice = map(work, (100, 200, 300))
    assert thrice - twice < 1.2 * (twice - once)
