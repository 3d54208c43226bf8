"""The formats of pages: their registry, and what each must never let through."""

import csv
import gettext
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import PlanProgress
from oicekpi.messages import translate
from oicekpi.reports import status
from oicekpi.reports.formats import FORMATS, Format, Template, check_formats, page_formats
from oicekpi.reports.formats.markdown import escaped
from oicekpi.reports.look import Cell, Look
from oicekpi.reports.render import lines
from oicekpi.reports.tables import Column, Page, Paragraph, Table


class Titles(Format):
    """A toy format: the title of a page and the names of its columns."""

    def render(self, page: Page, look: Look, *, raw: bool = False) -> str:  # noqa: ARG002 - as every format
        """Return two lines."""
        assert page.table is not None
        return f"{page.title}\n{' '.join(page.table.keys)}\n"


def sheet(texts: Sequence[str]) -> Page:
    """Make a page whose table has a row for each text."""
    column = Column("what", text=str, value=lambda text: text)
    return Page("t", (), (), dict, Table([column], texts))


def cells(texts: Sequence[str], *, raw: bool = False) -> list[str]:
    """Write texts as CSV and read them back."""
    read = csv.reader(io.StringIO(FORMATS["csv"].render(sheet(texts), Look(), raw=raw)))
    return [row[0] for row in read if row][1:]


def test_a_registered_format_renders_status(progress: PlanProgress) -> None:
    """A format that is only registered works for every page, and is listed by its name."""
    with FORMATS.registered("titles", Titles()):
        assert "titles" in page_formats()
        told = status.render("titles", progress, progress, (), Look())
    title, keys = told.splitlines()
    assert title == progress.plan.title
    assert keys.split()[:3] == ["section", "objective", "indicator"]
    assert "titles" not in FORMATS


def test_the_formats_of_pages_and_of_findings() -> None:
    """Each format says what it can render; without a table there is nothing for CSV."""
    assert page_formats() == ["table", "json", "csv", "jsonl", "markdown"]
    assert page_formats(table=False) == ["table", "json", "markdown"]
    assert page_formats(table=False, calendar=True) == ["table", "json", "markdown", "ics"]
    assert check_formats() == ["json", "text", "github", "gitlab", "sarif", "junit"]


def test_a_format_must_say_how_it_renders() -> None:
    """What a format does not render is refused, not left empty."""
    with pytest.raises(NotImplementedError):
        Format().render(sheet([]), Look())
    with pytest.raises(NotImplementedError):
        Format().findings(None, None, Look())  # type: ignore[arg-type]  # neither is looked at
    with pytest.raises(NotImplementedError):
        Format().document(None)  # type: ignore[arg-type]  # it is not looked at
    with pytest.raises(NotImplementedError):
        Format().filled(None, Template("", b""))  # type: ignore[arg-type]  # the same
    with pytest.raises(NotImplementedError):
        Format().wrote(b"")


def test_machine_formats_do_not_depend_on_the_language(
    progress: PlanProgress, findings: list[Finding]
) -> None:
    """What programs read has the same keys and values whatever language is spoken."""

    def shown() -> list[object]:
        forms = ("json", "csv", "jsonl")
        texts = [status.render(form, progress, progress, (), Look()) for form in forms]
        document = json.loads(status.render("json", progress, progress, findings, Look()))
        for each in document["findings"]:
            del each["message"], each["help"]  # the two sentences are for people
        return [*texts, document]

    before = shown()

    class Loud(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return re.sub(r"(?<![{\w])[a-z]", lambda m: m[0].upper(), message)

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - as gettext has it
            return msgid1

    translate.use(Loud())
    try:
        assert shown() == before
    finally:
        translate.use(gettext.NullTranslations())


@pytest.mark.parametrize("text", ["=cmd", "+1", "-1", "@x", "  =cmd", "\t=cmd", "＝x", "|x", "%x"])
def test_csv_holds_no_formulas(text: str) -> None:
    """A spreadsheet shows what would be a formula as text; `raw` leaves it as it is."""
    (guarded,) = cells([text])
    assert guarded.startswith("'")
    assert not cells([text], raw=True)[0].startswith("'")


def test_csv_leaves_other_texts_alone() -> None:
    """Ids, days and sentences are as they are; a page without a table is no line."""
    texts = ["A1.staff", "2024-03-05", "a=b", "a - b", "3 %"]
    assert cells(texts) == texts
    assert FORMATS["csv"].render(sheet([])._replace(table=None), Look()) == ""


def test_json_lines_say_of_each_row_what_the_page_says(progress: PlanProgress) -> None:
    """A line is an object with the plan's name and the columns of CSV, in their types."""
    lines = status.render("jsonl", progress, progress, (), Look()).splitlines()
    first, *_ = rows = [json.loads(line) for line in lines]
    assert len(rows) == len(progress.indicators)
    assert [*first][:5] == ["plan", "as_of", "closed", "days_ahead", "plan_title"]
    assert (first["period_start"], first["complete"]) == ("2024-01-01", True)
    header = status.render("csv", progress, progress, (), Look()).splitlines()[0]
    assert [*first][-len(header.split(",")) :] == header.split(",")
    assert (first["done"], first["unit"]) == (5, None)


def test_json_lines_keep_decimals_and_hide_nothing() -> None:
    """A decimal has its digits, and what steers a terminal is an escape."""
    table = Table([Column("a", value=lambda row: row)], [Decimal("12.50"), "\x9b\u202e\n中", None])
    page = sheet([])._replace(table=table)
    text = FORMATS["jsonl"].render(page, Look())
    assert text == '{"a": 12.50}\n{"a": "\\u009b\\u202e\\n中"}\n{"a": null}\n'
    assert FORMATS["jsonl"].render(page._replace(table=None), Look()) == ""


@given(st.text(min_size=1))
def test_csv_is_one_line_a_row(text: str) -> None:
    """Whatever a cell holds, it does not end its line."""
    assert len(FORMATS["csv"].render(sheet([text]), Look()).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@team", "@<!-- -->team"),
        ("me@example.org", "me@<!-- -->example.org"),
        ("https://x.org", "https:<!-- -->//x.org"),
        ("www.x.org", "www<!-- -->.x.org"),
        ("GH-1", "GH-<!-- -->1"),
        ("#12", "\\#<!-- -->12"),
        ("!7", "!<!-- -->7"),
        ("$a$", "<span>$</span>a<span>$</span>"),
        ("a_b|c", "a\\_b\\|c"),
        ("2024-03-05", "2024-03-05"),
    ],
)
def test_markdown_makes_nothing_of_texts(text: str, shown: str) -> None:
    """Mentions, addresses, references and formulas from files stay text."""
    assert escaped(text) == shown


def test_markdown_shows_all_blocks() -> None:
    """Paragraphs, lists and tables are there; what only a terminal can use is not."""
    table = Table([Column("what", "what", str), Column("bar", "", str, drawn=True)], ["x"])
    blocks = [
        Paragraph([[Cell("  a  "), Cell("b")], [Cell("c")]], hint=[Cell("type this")]),
        Paragraph([[Cell("Two")], [Cell("  one")]], bullets=True),
        replace(table, caption=[Cell("A caption")]),
        None,
    ]
    told = FORMATS["markdown"].render(Page("T", (), blocks, dict), Look())
    assert told == (
        "## T\n\na  b  \nc\n\n**Two**\n\n- one\n\nA caption\n\n| what |\n|---|\n| x |\n"
    )
    untitled = FORMATS["markdown"].render(Page("", (), blocks[:1], dict), Look())
    assert untitled == "a  b  \nc\n"


def test_a_long_line_is_broken_in_linear_time(
    calls: Callable[[Callable[[], object]], int],
) -> None:
    """A title of very many ideographs costs what it is long on a narrow screen."""

    def cost(size: int) -> int:
        row = [Cell("学" * size)]
        return calls(lambda: lines([row], Look(width=80)))

    cost(100)  # rich is loaded, and remembers what it has measured
    assert cost(16_000) < 5 * cost(4_000)
