"""The page of `report` as a real browser shows and prints it."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from oicekpi import app
from oicekpi.app.reporting import ReportResult
from oicekpi.reports.document import document
from oicekpi.reports.formats import FORMATS
from oicekpi.storage.workspace import Workspace

Open = Callable[..., Any]

OFFICE = Workspace(Path(__file__).parent / "office")
SHIPPED = Workspace(Path(__file__).parents[2])
DAY = date(2024, 9, 30)
WIDTHS = (360, 1024, 1600)
PAPER = 672  # pixels of CSS in 178 mm
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
BUTTON = "getComputedStyle(document.querySelector('th button')).display"
SMALLEST = """
Math.min(...[...document.querySelectorAll("svg.chart text")].filter(text => text.textContent)
  .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))
"""


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe-core finds: by all rules of WCAG 2.2 AA and good practice, or by some."""
    found = Axe().run(page, options={"runOnly": rules or RULES, "resultTypes": ["violations"]})
    return [each["id"] for each in found.response["violations"]]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Start a browser, without its sandbox, which root cannot have."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[ReportResult], str]:
    """Write the page of a report into a file, and give its address."""

    def write(result: ReportResult) -> str:
        path = tmp_path_factory.mktemp("page") / "page.html"
        path.write_bytes(FORMATS["html"].document(document(result)))
        return path.as_uri()

    return write


@pytest.fixture(scope="module")
def every_sort(page_of: Callable[[ReportResult], str]) -> str:
    """Give the address of a page with an indicator of every sort."""
    return page_of(app.report(OFFICE, DAY))


@pytest.fixture(scope="module")
def some(page_of: Callable[[ReportResult], str]) -> str:
    """Give the address of a page with one indicator of each sort, for what takes time."""
    ids = ["A1.staff", "A1.programme", "B1.phd", "B1.satisfaction", "B1.unread"]
    return page_of(app.report(OFFICE, DAY, ids))


@pytest.fixture
def opened(browser: Browser) -> Open:
    """Open a page; it may say nothing, ask for nothing, and load nothing else."""

    @contextmanager
    def show(address: str, width: int = 1024, **how: Any) -> Iterator[Page]:  # noqa: ANN401 - as the driver has it
        context = browser.new_context(viewport={"width": width, "height": 800}, **how)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url))
        page.goto(address)
        yield page
        assert said == [address.partition("#")[0]]
        context.close()

    return show


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_fits_and_is_accessible(some: str, opened: Open, width: int) -> None:
    """At each width nothing sticks out, charts can be read, and axe-core finds nothing."""
    with opened(some, width) as page:
        page.evaluate(UNFOLD)
        assert page.evaluate(WIDE) == 0
        assert page.evaluate(SMALLEST) >= 8
        assert violations(page) == []


def test_a_page_in_the_dark_has_enough_contrast(some: str, opened: Open) -> None:
    """Who prefers dark gets dark, and can read all of it."""
    with opened(some, color_scheme="dark") as page:
        page.evaluate(UNFOLD)
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert dark == "rgb(20, 23, 27)"
        assert violations(page, "color-contrast") == []


def test_everything_is_there_without_javascript(every_sort: str, opened: Open) -> None:
    """All is unfolded, and there is nothing that only a script would make work."""
    with opened(every_sort, java_script_enabled=False) as page:
        shut = page.locator("details:not([open])")
        assert shut.count() == 0
        assert page.locator("text=craftsmanship").first.is_visible()
        assert page.locator("button, input").count() == 0
        assert page.locator("svg.chart[role=img]").first.is_visible()


def test_the_script_folds_filters_and_sorts(every_sort: str, opened: Open) -> None:
    """Details are folded until they are wanted; the table of all is filtered and sorted."""
    with opened(f"{every_sort}#B1.phd") as page:
        assert page.locator("details[open]").count() == 0
        rows = page.locator("#_all tbody tr")
        assert rows.count() == 13
        page.locator("input[type=search]").fill("personnel behind")
        assert page.locator("#_all tbody tr:visible").all_text_contents() == [
            text for text in rows.all_text_contents() if "Personnel" in text and "behind" in text
        ]
        assert page.locator("output").text_content() == "2 / 13"
        page.locator("input[type=search]").fill("")
        heads = page.locator("#_all thead th")
        for state, first in (("ascending", "A1.partners"), ("descending", "B2.incidents")):
            heads.nth(0).locator("button").press("Enter")
            assert heads.nth(0).get_attribute("aria-sort") == state
            assert first in (rows.nth(0).text_content() or "")
        heads.nth(0).locator("button").press("Enter")
        assert heads.nth(0).get_attribute("aria-sort") is None
        assert "A1.staff" in (rows.nth(0).text_content() or "")


def test_the_keyboard_reaches_everything(every_sort: str, opened: Open) -> None:
    """The first stop leads over the contents; summaries open, and tables can be scrolled."""
    with opened(every_sort, 360) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "_main"
        folded = page.locator("article details").first
        folded.locator("summary").press("Enter")
        assert folded.get_attribute("open") is not None
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "group"
        page.keyboard.press("ArrowRight")
        assert page.locator("[tabindex='-1']").count() == 1  # the main part


def test_paper_is_a4_with_all_unfolded_and_the_period_on_each_page(some: str, opened: Open) -> None:
    """Whoever gets the paper has all that the page has, whether a script ran or not."""
    for script in (True, False):
        with opened(some, color_scheme="dark", java_script_enabled=script) as page:
            printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        sheets = [each.extract_text() for each in printed.pages]
        assert len(sheets) > 3
        for at, (sheet, text) in enumerate(zip(printed.pages, sheets, strict=True), 1):
            assert [round(float(each)) for each in sheet.mediabox[2:]] == [595, 842]
            assert "2024-01-01 to 2024-12-31" in text
            assert "as of 2024-09-30, day 274 of 366" in text
            assert f"{at} / {len(sheets)}" in text
        whole = "\n".join(sheets)
        assert "craftsmanship" in whole  # of a record
        assert "Not reached" in whole  # a reason
        assert "Skip to the content" not in whole


def test_nothing_sticks_out_of_the_paper(
    every_sort: str,
    hostile: ReportResult,
    page_of: Callable[[ReportResult], str],
    opened: Open,
) -> None:
    """As wide as A4 between its margins, all is there: no table, chart or text is cut."""
    for address in (every_sort, page_of(hostile)):
        with opened(address, PAPER) as page:
            page.evaluate(UNFOLD)
            page.emulate_media(media="print")
            assert page.evaluate(WIDE) == 0
            assert page.evaluate(BUTTON) == "contents"  # else a repeated head would be empty


def test_texts_that_mean_harm_are_shown_whole_and_do_nothing(
    hostile: ReportResult, page_of: Callable[[ReportResult], str], opened: Open
) -> None:
    """No tag, template or direction of a file's text takes effect, and nothing is cut short."""
    with opened(page_of(hostile), 360) as page:
        page.evaluate(UNFOLD)
        assert page.evaluate(WIDE) == 0
        assert page.title() != "run"
        tags = {"script": 1, "style": 1, "img": 0, "iframe": 0, "form": 0, "[onclick]": 0}
        assert {tag: page.locator(tag).count() for tag in tags} == tags
        text = page.evaluate("document.body.textContent")
        assert "W" * 2_000 in text
        assert "{{ 7 * 7 }}{% raw %}{# #}" in text
        assert "<U+202E>gnirts<U+202C>" in text
        assert "\u202e" not in text
        assert "</style></title></svg><style>* {display: none}</style>" in text
        assert "\U0001f600\U0001f389" in text


def test_the_shipped_plan_at_its_three_widths(
    page_of: Callable[[ReportResult], str], opened: Open
) -> None:
    """The plan that comes with the program fits, too, down to the width that WCAG asks for."""
    address = page_of(app.report(SHIPPED, DAY))
    with opened(address, 320) as page:
        page.evaluate(UNFOLD)
        for width in (320, *WIDTHS):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(WIDE) == 0
