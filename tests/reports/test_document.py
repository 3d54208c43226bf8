"""The document of a report as a value, and as Markdown."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oicekpi import app
from oicekpi.app.reporting import gathered
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.document import Document, Part, document
from oicekpi.reports.formats import FORMATS
from oicekpi.storage.workspace import Workspace

Snapshot = Callable[[str, str], None]
Make = Callable[..., Document]

OFFICE = Workspace(Path(__file__).parent / "office")


def made(day: str, *ids: str, title: str | None = None) -> Document:
    """Make the document of the plan with an indicator of every sort."""
    return document(app.report(OFFICE, date.fromisoformat(day), ids), title)


@pytest.fixture(scope="module")
def september() -> Document:
    """Give the document of 30 September."""
    return made("2024-09-30")


def part(of: Document, known: str) -> Part:
    """Find an indicator's part."""
    return next(each for each in of.parts if each.id == known)


@pytest.mark.parametrize("day", ["2023-12-01", "2024-01-15", "2024-09-30", "2025-02-01"])
def test_a_document_as_markdown(snapshot: Snapshot, day: str) -> None:
    """Before the period, in its first month, in the course of it, and when it is over."""
    data = FORMATS["markdown"].document(made(day))
    snapshot(f"{day}.md", data.decode().rpartition("<!--")[0])


def test_the_title_is_the_plans_unless_another_is_given() -> None:
    """Whoever hands it over may call it what they like."""
    assert made("2024-09-30").title == "Work plan 2024"
    assert made("2024-09-30", title="For the board").title == "For the board"


def test_what_is_flagged_is_named_the_most_serious_first(september: Document) -> None:
    """A miss comes before what is behind, that before what is at risk, and what is quiet last."""
    statuses = [each.progress.status for each in september.flagged]
    order = [Status.MISSED, Status.BEHIND, Status.AT_RISK, Status.TRACKED]
    assert sorted(statuses, key=order.index) == statuses
    assert statuses[0] is Status.MISSED
    assert [each.id for each in september.flagged][-2:] == ["A2.camps", "B1.unread"]


def test_what_is_overdue_is_listed_the_longest_first(september: Document) -> None:
    """Stages, readings, planned records and missing approvals, each with its day and owner."""
    rows = [
        [column.text(row) for column in september.overdue.columns if column.text]
        for row in september.overdue.rows
    ]
    assert rows[1:3] == [
        ["A1.staff", "approval missing – 2 people", "17 Jun", "Personnel Office"],
        ["A1.staff", "confirm or cancel – 1 person", "9 Sep", "Personnel Office"],
    ]
    assert [row[0] for row in rows] == ["B1.unread", "A1.staff", "A1.staff"] + ["A1.programme"] * 2
    assert september.overdue_more == ""


def test_of_very_much_that_is_overdue_the_rest_is_counted(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]
) -> None:
    """A list that nobody reads to its end is cut, and says so."""
    plan = make_plan({"requires": ["approval"]})
    entries = [make_entry("2024-02-01", id=f"2024-02-01-trip-{at}") for at in range(101)]
    of = document(gathered("2024", plan, entries, date(2024, 9, 30)))
    assert len(of.overdue.rows) == 100
    assert of.overdue_more == "… and 1 more"
    for form in ("html", "markdown"):
        assert "… and 1 more" in FORMATS[form].document(of).decode()


def test_a_plan_can_be_beside_that_of_the_year_before(two_years: Workspace) -> None:
    """Both are at the same point of their years; an indicator that is gone leads nowhere."""
    result = app.report(two_years, date(2024, 9, 30), plan="2024", beside="2023")
    of = document(result)
    assert of.compared is not None
    assert of.compared.title == "2023 and 2024 side by side"
    assert document(app.report(two_years, date(2024, 9, 30), plan="2024")).compared is None
    text = FORMATS["markdown"].document(of).decode()
    assert "2023: as of 2023-09-30" in text
    assert "| A1.staff | Administrative staff abroad | 0 of 15 |" in text
    page = FORMATS["html"].document(of).decode()
    assert '<section id="_compared"' in page
    assert "<b>A2.courses</b>" in page
    assert "#A2.courses" not in page
    narrow = document(app.report(two_years, date(2024, 9, 30), ["A1"], plan="2024", beside="2023"))
    assert "A2.courses" not in FORMATS["html"].document(narrow).decode()


def test_a_change_is_named_since_the_end_of_the_month_before(september: Document) -> None:
    """In the first month of a period there is nothing to compare with."""
    assert september.since == date(2024, 8, 31)
    moved = [each.after.indicator.id for each in september.moved.rows if each.after]
    assert moved[:2] == ["A1.programme", "A2.students"]
    assert made("2024-01-15").since is None
    assert made("2024-01-15").moved_title == ""
    assert made("2024-11-15").moved_none not in {"", *made("2024-01-15").notes}


def test_each_sort_of_indicator_has_what_can_be_drawn(september: Document) -> None:
    """What adds up has a burn-up chart, what is read its readings; stages are listed."""
    drawn = {each.id: type(each.chart) for each in september.parts if each.chart is not None}
    assert drawn["A1.staff"] is drawn["B2.incidents"] is Chart
    assert drawn["B1.phd"] is drawn["B1.teachers"] is ReadingChart
    listed = {each.id: len(each.steps) for each in september.parts if each.steps}
    assert listed == {"A1.programme": 4, "B1.satisfaction": 4}
    assert not listed.keys() & drawn.keys()
    assert part(september, "B1.unread").chart is None
    assert all((each.points is None) is (each.chart is None) for each in september.parts)


def test_the_points_of_a_burn_up_chart(september: Document) -> None:
    """Up to today what was done, after it the forecast, and the pace throughout."""
    points = part(september, "A1.staff").points
    assert points is not None
    assert points.keys == ["day", "done", "expected", "low", "likely", "high"]
    rows = [[column.text(row) for column in points.columns if column.text] for row in points.rows]
    assert rows[2] == ["31 Mar", "2", "3.7", "", "", ""]
    assert rows[-1] == ["31 Dec", "", "15", "4", "5", "7"]
    assert [row[0] for row in points.values][-4:] == [
        "2024-09-30",
        "2024-10-31",
        "2024-11-30",
        "2024-12-31",
    ]


def test_the_points_of_readings(september: Document) -> None:
    """Each reading has a row; a column in which there would be nothing is left out."""
    points = part(september, "B1.teachers").points
    assert points is not None
    assert points.keys == ["day", "done"]
    assert [row for row in points.values if row[1] is not None] == [
        ["2024-02-01", 14.0],
        ["2024-08-01", 17.0],
    ]


def test_the_figures_of_an_indicator_are_those_that_it_has(september: Document) -> None:
    """A figure that does not apply is not named."""
    names = [name for name, _ in part(september, "A1.staff").figures]
    assert names == [
        "Done",
        "Due",
        "Provisional",
        "Planned",
        "Forecast",
        "Chance",
        "Needed next",
        "Owner",
    ]
    assert dict(part(september, "A1.staff").figures)["Owner"] == "Personnel Office"
    assert dict(part(september, "A1.partners").figures)["Owner"] == "Rector's Office"
    assert part(september, "B1.unread").figures == (("Done", "–"),)


def test_a_narrowed_document_has_only_what_was_asked_for() -> None:
    """The headline counts the objectives that are there, and says of how many."""
    narrow = made("2024-09-30", "A2")
    assert [each.id for each in narrow.parts] == ["A2.students", "A2.camps"]
    assert [each.section.id for each in narrow.sections] == ["A"]
    every = len([*narrow.plan.objectives()])
    count = sum(len(each.objectives) for each in narrow.sections)
    assert narrow.headline.startswith(f"{count} of {every} objectives: ")
