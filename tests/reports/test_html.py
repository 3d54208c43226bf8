"""The page of `report` as text: what it holds, how large it is, and what may run in it."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from oicekpi import app
from oicekpi.app.reporting import ReportResult, gathered
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry
from oicekpi.reports import plot
from oicekpi.reports.charts import Chart
from oicekpi.reports.document import Document, document
from oicekpi.reports.formats import FORMATS
from oicekpi.storage.workspace import Workspace

OFFICE = Workspace(Path(__file__).parent / "office")
SHIPPED = Workspace(Path(__file__).parents[2])
DAY = date(2024, 9, 30)
Snapshot = Callable[[str, str], None]


def page(result: ReportResult) -> str:
    """Return the page of a report."""
    return FORMATS["html"].document(document(result)).decode()


class Parts(HTMLParser):
    """Reads a page: its ids, the links into it, addresses of elsewhere, and its styled elements."""

    def __init__(self, text: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        for name, value in attrs:
            if name == "id":
                self.ids.append(f"{value}")
            elif name == "href" and f"{value}".startswith("#"):
                self.links.append(f"{value}"[1:])
            elif name in {"href", "src", "style", "action"} or name.startswith("on"):
                self.outside.append((tag, name))


@pytest.fixture(scope="module")
def shipped() -> str:
    """Give the page of the plan that comes with the program."""
    return page(app.report(SHIPPED, DAY))


def test_a_page_is_kept_to_be_read(snapshot: Snapshot) -> None:
    """A part of the plan as a whole page, without its style and script."""
    text = page(app.report(OFFICE, DAY, ["A1.staff", "A1.programme", "B1.phd"]))
    bare = re.sub(r"(<(style|script)>).*?(</\2>)", r"\1\3", text, flags=re.DOTALL)
    snapshot("page.html", re.sub(r"sha256-[^']+|report [0-9a-f]{64}", "…", bare))


def test_the_policy_allows_the_pages_own_style_and_script_alone(shipped: str) -> None:
    """Both are named by their hashes; nothing else may run, load, or be sent."""
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', shipped)
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    for name in ("style", "script"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", shipped, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules.pop(f"{name}-src") == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def test_links_lead_to_parts_of_the_page_and_nowhere_else(shipped: str) -> None:
    """Every id is there once; each indicator, objective and section can be linked to."""
    parts = Parts(shipped)
    assert parts.outside == []
    assert len(parts.ids) == len({*parts.ids})
    assert {*parts.links} <= {*parts.ids}
    assert {"A", "A1", "A1.staff", "C4.funding"} <= {*parts.ids}


def test_the_page_of_the_shipped_plan_is_small(shipped: str) -> None:
    """It can be sent by mail, and opens at once."""
    assert len(shipped.encode()) < 150_000


def test_the_page_of_a_hundred_indicators_is_below_a_megabyte(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]
) -> None:
    """Of ten thousand records, the latest of each indicator are listed, and the rest is counted."""
    plan = make_plan(*({"target": {"at_least": 90}} for _ in range(100)))
    entries = [
        make_entry(
            f"{date(2024, 1, 1) + timedelta(days=at % 270)}",
            f"A1.part{at % 100}",
            id=f"2024-01-01-trip-a1-part{at % 100}-somewhere-far-away-{at}",
            people=[f"staff-{at}"],
            partner="Example University of Applied Sciences",
            country="DE",
        )
        for at in range(10_000)
    ]
    text = page(gathered("2024", plan, entries, DAY))
    assert len(text.encode()) < 1_000_000
    assert text.count("85 earlier records are not listed here") == 100


def test_an_owner_is_named_only_where_there_is_one() -> None:
    """A column in which there would be nothing is left out."""
    assert "Owner" in page(app.report(OFFICE, DAY, ["A1"]))
    assert "Owner" not in page(app.report(OFFICE, DAY, ["A2"]))


def test_what_is_wrong_with_the_files_is_told_at_the_top_and_listed_at_the_end(
    hostile: ReportResult,
) -> None:
    """The reader knows at once that figures may be incomplete."""
    text = page(hostile)
    assert text.index('href="#_findings"') < text.index("<main")
    assert '<section id="_findings"' in text
    assert "_findings" not in page(hostile._replace(findings=()))


def test_a_plan_of_ten_years_has_the_points_of_its_charts_as_rows(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]
) -> None:
    """Its months would not fit beside each other; the axis names the years."""
    period = {"start": "2020-01-01", "end": "2029-12-31"}
    plan = make_plan({"target": {"at_least": 9}}, period=period)
    text = page(gathered("2024", plan, [make_entry("2024-02-01")], DAY))
    assert '<text class="column"' in text
    assert ">2029</text>" in text
    assert '<tr><th scope="row">30 Sep 2024<td>1<td>' in text


@pytest.mark.parametrize("day", ["2023-12-01", "2024-01-01", "2024-01-15", "2025-02-01"])
def test_a_page_before_at_the_start_of_and_after_the_period(day: str) -> None:
    """There is nothing to draw yet, or nothing more to expect; there is a page all the same."""
    text = page(app.report(OFFICE, date.fromisoformat(day)))
    assert ("What changed since" in text) is (day > "2024-02")
    assert ('class="fan"' in text) is day.startswith("2024")
    assert ('class="today"' in text) is day.startswith("2024")


# --- charts as coordinates ------------------------------------------------------------------------


def drawn(of: Document, known: str) -> plot.Plot:
    """Return the chart of an indicator in coordinates."""
    (chart,) = (each.chart for each in of.parts if each.id == known)
    assert chart is not None
    return plot.of_chart(chart)


def test_a_burn_up_chart_lies_within_its_picture() -> None:
    """What is done rises from the left; the target is at the height of its number."""
    shown = drawn(document(app.report(OFFICE, DAY)), "A1.staff")
    assert [row.text for row in shown.rows] == ["0", "5", "10", "15"]
    assert shown.line.startswith(f"M{plot.LEFT} {plot.BOTTOM}h")
    assert [*shown.target] == [plot.TOP]
    assert shown.rows[-1].y == plot.TOP
    assert [note.text for note in shown.notes if "done" in note.kind] == ["4"]
    assert [label.text for label in shown.labels] == ["15", "5 (4–7)"]
    assert shown.labels[1].y - shown.labels[0].y >= 22
    numbers = [float(each) for each in re.findall(r"[\d.]+", shown.fan + shown.pace)]
    assert max(numbers) <= plot.RIGHT
    assert min(numbers) >= plot.TOP


def test_the_chart_of_readings_has_a_dot_for_each() -> None:
    """The band is what the target allows; a line that stays is not drawn twice."""
    shown = drawn(document(app.report(OFFICE, DAY)), "B1.teachers")
    assert len(shown.dots) == 2
    assert shown.pace == ""
    assert shown.band is not None
    assert len(shown.target) == 2
    assert shown.target[0] > shown.target[1]
    assert shown.band[0] == shown.target[1]
    assert shown.band[1] == pytest.approx(shown.target[0] - shown.target[1])


def test_labels_do_not_lie_over_each_other(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]
) -> None:
    """Where the forecast is the target, or all at the foot, both can still be read."""
    plan = make_plan({"target": {"at_least": 1000}})
    entries = [make_entry("2024-09-01", people=1)]
    (part,) = document(gathered("2024", plan, entries, DAY)).parts
    assert isinstance(part.chart, Chart)
    for chart in (part.chart, replace(part.chart, target=2)):
        heights = [label.y for label in plot.of_chart(chart).labels]
        assert heights[1] - heights[0] >= 22
        assert max(heights) <= plot.BOTTOM


def test_readings_without_a_target_have_no_band(
    make_plan: Callable[..., Plan], make_entry: Callable[..., Entry]
) -> None:
    """What is only tracked is a line through its readings, near the left edge as anywhere."""
    plan = make_plan({"measure": "level", "of": ["reading"]})
    entries = [make_entry("2024-01-02", kind="reading", value=7)]
    shown = drawn(document(gathered("2024", plan, entries, DAY)), "A1.part0")
    assert (shown.band, shown.target, shown.labels) == (None, (), ())
    assert [note.kind for note in shown.notes] == ["middle", "done after"]
    assert all(float(row.text) for row in shown.rows)
