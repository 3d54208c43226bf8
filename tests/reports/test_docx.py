"""The Word document of a report, and templates, read back by python-docx."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from oicekpi import app
from oicekpi.app.reporting import ReportResult
from oicekpi.domain.plan import Plan
from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import printable
from oicekpi.reports.breaking import cell_len
from oicekpi.reports.document import Document, document
from oicekpi.reports.formats import FORMATS, Template
from oicekpi.reports.formats.docx import TEXTS, filled, wrote
from oicekpi.reports.formats.docx import document as word
from oicekpi.reports.look import SIGNS
from oicekpi.reports.word import style
from oicekpi.reports.word.blocks import PARTS
from oicekpi.reports.word.template import places
from oicekpi.storage.workspace import Workspace

OFFICE = Workspace(Path(__file__).parent / "office")


def made(day: str = "2024-09-30", *ids: str) -> Document:
    """Make the document of a plan with an indicator of every sort."""
    return document(app.report(OFFICE, date.fromisoformat(day), ids))


def opened(data: bytes) -> Any:  # noqa: ANN401 - what python-docx gives has few types
    """Read a document back."""
    return docx.Document(BytesIO(data))


def texts(of: Any) -> list[str]:  # noqa: ANN401 - as above
    """Return the texts of all paragraphs of a part, those of tables and text boxes too."""
    return [
        "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
        for paragraph in of.part.element.iter(qn("w:p"))
    ]


@pytest.fixture(scope="module")
def september() -> Document:
    """Give the document of 30 September."""
    return made()


@pytest.fixture(scope="module")
def small() -> Document:
    """Give a document of one indicator, which has no chart."""
    return made("2024-09-30", "A1.programme")


@pytest.fixture(scope="module")
def data(september: Document) -> bytes:
    """Give its Word document's bytes."""
    return word(september)


@pytest.fixture(scope="module")
def read(data: bytes) -> Any:  # noqa: ANN401 - as above
    """Give its Word document."""
    return opened(data)


# --- what it says ---------------------------------------------------------------------------------


def test_the_head(september: Document, read: Any) -> None:  # noqa: ANN401 - as above
    """Title, office, period, day and headline come first, each in its style."""
    assert [(each.text, each.style.name) for each in read.paragraphs[:5]] == [
        ("Work plan 2024", "Title"),
        ("International Office", "Subtitle"),
        ("2024-01-01 to 2024-12-31", "Subtitle"),
        (september.when, "Subtitle"),
        (september.headline, "Report Headline"),
    ]
    section = read.sections[0]
    assert texts(section.header) == [f"Work plan 2024{september.when}"]
    assert texts(section.footer) == ["International Officepage 1 of 1"]
    assert "NUMPAGES" in section.footer.part.element.xml


def test_each_section_objective_and_indicator_has_a_heading(
    september: Document,
    read: Any,  # noqa: ANN401 - as above
) -> None:
    """They can be reached by the navigation of Word."""
    headings = [
        (int(each.style.name[-1]), each.text)
        for each in read.paragraphs
        if each.style.name.startswith("Heading")
    ]
    assert [text for level, text in headings if level == 1] == [
        "What needs action first",
        "Overdue",
        "What changed since 31 Aug",
        "Summary",
        "A  Internationalized management",
        "B  Figures",
        "How to read this",
    ]
    assert [text for level, text in headings if level == 3] == [
        f"{part.id}  {part.title}" for part in september.parts
    ]


def test_each_indicator_has_its_sentence_and_picture(
    september: Document,
    read: Any,  # noqa: ANN401 - as above
) -> None:
    """The picture's alternative text is the sentence; what cannot be drawn has its steps."""
    found = texts(read)
    for part in september.parts:
        assert any(part.caption in text for text in found)
        for step in part.steps:
            assert any(f"{SIGNS[step.status]} {step.name}" in text for text in found)
    described = [each.get("descr") for each in read.element.iter(qn("wp:docPr"))]
    drawn = [part for part in september.parts if part.chart is not None]
    assert described == [part.caption for part in drawn]
    assert len(read.inline_shapes) == len(drawn)
    section = read.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert {each.width for each in read.inline_shapes} == {min(room, Mm(170))}


def test_the_summary_has_all_indicators(september: Document, read: Any) -> None:  # noqa: ANN401 - as above
    """Its head is repeated on each page, and no row is broken."""
    table = read.tables[3]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Indicator", "Title", "Done", "Due", "Forecast", "Status", "Needs"]
    assert set(rows[1]) == {"A  Internationalized management"}
    ids = [row[0] for row in rows if row[0] in {part.id for part in september.parts}]
    assert ids == [part.id for part in september.parts]
    assert " of 15" in rows[2][2]
    for each in read.element.iter(qn("w:tbl")):
        assert len(each.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
        assert len(each.xpath("w:tr/w:trPr/w:cantSplit")) == len(each.xpath("w:tr"))


@pytest.mark.usefixtures("chinese")
def test_columns_have_room_for_a_number_and_its_brackets() -> None:
    """In Chinese a line can be broken after each sign, but `11（9–13）` is not."""
    _actions, _overdue, changes, summary, *_ = opened(word(made())).tables
    texts = [
        (column.width, text)
        for table in (changes, summary)
        for column in table.columns
        for cell in column.cells
        for text in re.findall(r"\d+（.*?）", cell.text)
    ]
    assert len(texts) > 10
    assert all(width >= Pt(4.4) * cell_len(text) for width, text in texts)


def test_a_status_has_its_colour_beside_its_sign(read: Any) -> None:  # noqa: ANN401 - as above
    """The colour is never alone."""
    actions, _overdue, _changes, summary = read.element.iter(qn("w:tbl"))
    cells = [*actions.iter(qn("w:tc")), *summary.iter(qn("w:tc"))]
    coloured = [cell for cell in cells if "".join(cell.itertext())[:1] in SIGNS.values()]
    assert coloured
    assert all(cell.xpath("w:tcPr/w:shd") for cell in coloured)


def test_parts_of_which_nothing_is_to_be_said_are_left_out() -> None:
    """Before a period there is nothing to act on and nothing to compare with."""
    before = made("2023-12-01")
    found = [each.text for each in opened(word(before)).paragraphs]
    assert (before.flagged_title in found) == bool(before.flagged)
    assert not any(text.startswith("What changed") for text in found)
    assert before.overdue_title not in found
    quiet = made("2024-11-15")
    assert quiet.moved_none in [each.text for each in opened(word(quiet)).paragraphs]


def test_what_is_overdue_is_listed(september: Document) -> None:
    """Where there is more than can be listed, that is said."""
    found = texts(opened(word(replace(september, overdue_more="and 3 more"))))
    assert "and 3 more" in found
    assert found.index("Overdue") < found.index("and 3 more")


def test_another_plan_can_be_beside(two_years: Workspace) -> None:
    """Between what has changed and the summary."""
    of = document(app.report(two_years, date(2024, 9, 30), plan="2024", beside="2023"))
    read = opened(word(of))
    found = [each.text for each in read.paragraphs]
    assert found.index("2023 and 2024 side by side") < found.index("Summary")
    assert any("A2.courses" in row.cells[0].text for table in read.tables for row in table.rows)


@pytest.fixture(scope="module")
def harmful(hostile: ReportResult) -> bytes:
    """Give the Word document of a report whose texts mean harm."""
    return word(document(hostile))


def test_warnings_come_before_the_figures(harmful: bytes) -> None:
    """Findings make the figures incomplete, and that is said."""
    found = [each.text for each in opened(harmful).paragraphs]
    at = next(at for at, text in enumerate(found) if text.startswith("1 finding"))
    assert at < found.index("Summary")


# --- how it is written ----------------------------------------------------------------------------


def test_chinese_has_a_font_and_a_language(read: Any) -> None:  # noqa: ANN401 - as above
    """Else Word shows boxes, or the letters of another language."""
    normal = read.styles["Normal"].element
    fonts = normal.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
    assert normal.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    assert len([*read.styles.element.iter(qn("w:rFonts"))]) == 1


def test_equal_documents_give_equal_bytes(september: Document, data: bytes) -> None:
    """Nothing in the file says when it was made, but that it is of the report's day."""
    assert word(made()) == data
    assert FORMATS["docx"].document(september) == data
    properties = opened(data).core_properties
    assert properties.created == properties.modified
    assert properties.created == datetime(2024, 9, 30, tzinfo=UTC)
    assert (properties.title, properties.author) == ("Work plan 2024", "International Office")


def test_a_document_is_known_again(data: bytes) -> None:
    """One that was saved by another program is not."""
    assert wrote(data)
    assert FORMATS["docx"].wrote(data)
    again = BytesIO()
    changed = opened(data)
    changed.add_paragraph("more")
    changed.save(again)
    assert not wrote(again.getvalue())


def test_no_text_is_run_or_cut(hostile: ReportResult, harmful: bytes) -> None:
    """Each text is there to its end, and nothing leads outside."""
    found = texts(opened(harmful))
    for part in document(hostile).parts:
        assert any(printable(part.title) in text for text in found)
    with ZipFile(BytesIO(harmful)) as file:
        for name in file.namelist():
            if name.endswith(".rels"):
                assert "External" not in file.read(name).decode()
        assert "fldSimple" not in file.read("word/document.xml").decode()


@pytest.mark.usefixtures("_in_wide_letters")
def test_every_heading_is_translated() -> None:
    """What is not of the plan is in the language that is spoken."""
    read = opened(word(made()))
    ours = [table.rows[0].cells for table in read.tables]
    heads = [cell.text for row in ours for cell in row]
    heads += [texts(read.sections[0].footer)[0].removeprefix("International Office")]
    heads += [each.text for each in read.paragraphs if each.style.name == "Report Note"]
    assert not [text for text in heads if re.search("[A-Za-z]", text)]


# --- templates ------------------------------------------------------------------------------------


def paper(*paragraphs: str, change: Callable[[Any], object] = lambda _: None) -> Template:
    """Make a template with these paragraphs."""
    new = docx.Document()
    for text in paragraphs:
        new.add_paragraph(text)
    change(new)
    file = BytesIO()
    new.save(file)
    return Template("letter.docx", file.getvalue())


def test_a_template_keeps_what_it_has(small: Document) -> None:
    """Texts are put in their places, and parts in place of their paragraphs."""
    template = paper("To the board", "{{title}}, {{ day }}", "{{ actions }}", "Yours", "{{plan}}")
    data = FORMATS["docx"].filled(small, template)
    assert wrote(data)
    assert data == filled(small, template)
    read = opened(data)
    found = [each.text for each in read.paragraphs]
    assert found[:3] == ["To the board", "Work plan 2024, 2024-09-30", "What needs action first"]
    assert found[-2:] == ["Yours", "2024"]
    assert len(read.tables) == 2
    assert len(read.tables[0].rows) == 1 + len(small.flagged)


def test_every_placeholder_is_filled(small: Document) -> None:
    """None is left."""
    template = paper(*(f"{{{{ {name} }}}}" for name in (*TEXTS, *PARTS)))
    found = texts(opened(filled(small, template)))
    assert not [text for text in found if "{{" in text]
    assert found.count("Summary") == 2


def test_our_template_is_one_itself(small: Document) -> None:
    """It can be taken as a start."""
    file = BytesIO()
    style.template().save(file)
    assert filled(small, Template("ours.docx", file.getvalue())) == word(small)


def test_without_a_part_the_report_comes_last(small: Document) -> None:
    """A letterhead needs no placeholder."""
    found = [each.text for each in opened(filled(small, paper("Office"))).paragraphs]
    assert found[:2] == ["Office", "What needs action first"]
    assert "How to read this" in found


def test_a_placeholder_may_be_split(small: Document) -> None:
    """Word cuts texts into runs where the spelling was checked or a letter is bold."""

    def split(new: Any) -> None:  # noqa: ANN401 - as above
        line = new.add_paragraph("From ")
        for piece in ("{", "{ ti", "tle", " }} and {{pl", "an}", "}."):
            line.add_run(piece).bold = piece == "tle"

    found = [each.text for each in opened(filled(small, paper("x", change=split))).paragraphs]
    assert found[1] == "From Work plan 2024 and 2024."


BOX = (
    f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
    "<w:txbxContent><w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>"
)


def test_placeholders_may_be_anywhere(small: Document) -> None:
    """In a header, a footer, a table and a text box."""

    def place(new: Any) -> None:  # noqa: ANN401 - as above
        new.sections[0].header.paragraphs[0].text = "{{ issuer }}"
        new.sections[0].footer.paragraphs[0].text = "{{ when }}"
        new.add_table(1, 1).cell(0, 0).text = "{{ headline }}"
        new.add_paragraph("box: {{ plan }}")
        new.element.body.p_lst[-1].append(parse_xml(BOX))

    read = opened(filled(small, paper(change=place)))
    assert texts(read.sections[0].header) == ["International Office"]
    assert texts(read.sections[0].footer) == [small.when]
    assert read.tables[0].cell(0, 0).text == small.headline
    assert "Work plan 2024" in texts(read)
    assert "box: 2024Work plan 2024" in texts(read)


def test_what_is_put_in_is_not_filled_again() -> None:
    """Braces of a title stay braces."""
    of = document(app.report(OFFICE, date(2024, 9, 30), ["A1.signed"]), "{{ plan }} {{ nothing }}")
    found = texts(opened(filled(of, paper("{{ title }}", "{{ sections }}"))))
    assert found[0] == "{{ plan }} {{ nothing }}"


def test_a_line_for_what_is_not_there_goes(
    make_plan: Callable[..., Plan], gather: Callable[..., ReportResult]
) -> None:
    """A plan without an issuer has no line for it; a section that ends there still ends."""

    def sections(new: Any) -> None:  # noqa: ANN401 - as above
        new.element.body.p_lst[0].get_or_add_pPr().append(parse_xml(f"<w:sectPr {nsdecls('w')}/>"))

    of = document(gather(make_plan({}), []))
    found = [each.text for each in opened(filled(of, paper("{{ issuer }}", "x"))).paragraphs]
    assert found[0] == "x"
    kept = opened(filled(of, paper("{{ issuer }}", "x", change=sections)))
    assert kept.paragraphs[0].text == ""
    assert len(kept.sections) == 2


@pytest.mark.parametrize(
    ("case", "text", "said"),
    [
        ("unknown", "By {{ autor }}", "{{ autor }} in paragraph 2, which reads: By {{ autor }}"),
        ("open", "See {{ title }", "{{ title } in paragraph 2, which reads: See {{ title }"),
        (
            "alone",
            "See {{ summary }}",
            "{{ summary }} in paragraph 2, which reads: See {{ summary }}",
        ),
        ("again", "{{notes}}", "{{notes}} in paragraph 2, which reads: {{notes}}"),
    ],
)
def test_wrong_placeholders_are_named_with_their_paragraph(
    small: Document, case: str, text: str, said: str
) -> None:
    """All of them, before anything is written."""
    with pytest.raises(UsageError) as caught:
        filled(small, paper("{{ notes }}" if case == "again" else "Dear board", text))
    assert (caught.value.code, caught.value.case) == ("bad-template", case)
    assert caught.value.params["places"] == [said]


def test_wrong_placeholders_in_headers_and_tables_are_named(small: Document) -> None:
    """A part of the report has no place there."""

    def place(new: Any) -> None:  # noqa: ANN401 - as above
        new.sections[0].header.paragraphs[0].text = "{{ summary }}"
        new.add_table(1, 1).cell(0, 0).text = "{{ notes }}"
        new.sections[0].footer.paragraphs[0].text = "{{ sections }}"

    with pytest.raises(UsageError) as caught:
        filled(small, paper(change=place))
    where = [each.split(" in ")[1].split(",")[0] for each in caught.value.params["places"]]  # type: ignore[attr-defined]
    assert where == ["paragraph 1", "paragraph 1 of a header", "paragraph 1 of a footer"]


def test_a_template_that_lacks_styles_gets_them(small: Document) -> None:
    """One with its own keeps them, and a font for Chinese that it names is kept."""

    def bare(new: Any) -> None:  # noqa: ANN401 - as above
        for each in [*new.styles]:
            if each.name in {"Heading 1", "Heading 2", "Title"}:
                each.element.getparent().remove(each.element)
        new.styles["Heading 3"].font.name = "Own"

    read = opened(filled(small, paper(change=bare)))
    heading = read.styles["Heading 1"].element
    assert heading.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"
    assert read.styles["Heading 3"].font.name == "Own"
    assert read.styles["Normal"].element.xpath("w:rPr/w:rFonts/@w:eastAsia") == []


def test_a_template_without_a_font_for_chinese_gets_one(small: Document) -> None:
    """Its Latin font stays."""

    def latin(new: Any) -> None:  # noqa: ANN401 - as above
        for fonts in [*new.styles.element.iter(qn("w:rFonts"))]:
            fonts.getparent().remove(fonts)
        new.styles["Normal"].font.name = "Georgia"

    fonts = opened(filled(small, paper(change=latin))).styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:ascii")) == "Georgia"
    assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"


def zipped(size: int) -> bytes:
    """Make a file that is large once it is unpacked."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", b"\0" * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "case"),
    [
        (b"", ""),
        (b"text", ""),
        (zipped(10), ""),
        (zipped(101), "large"),
        (b"\0" * ((20 << 20) + 1), "large"),
    ],
    ids=["empty", "text", "zip", "unpacked", "packed"],
)
def test_what_is_no_document_is_no_template(
    small: Document, monkeypatch: pytest.MonkeyPatch, data: bytes, case: str
) -> None:
    """Nor is one that is too large."""
    monkeypatch.setattr("oicekpi.reports.word.template._MOST", 100)
    with pytest.raises(UsageError) as caught:
        filled(small, Template("letter.docx", data))
    assert (caught.value.code, caught.value.case) == ("bad-template", case)


def repacked(template: Template, name: str, change: Callable[[bytes], bytes]) -> Template:
    """Change a file of a template."""
    packed = BytesIO()
    with ZipFile(BytesIO(template.data)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return template._replace(data=packed.getvalue())


BODY, RELATIONS, CORE = "word/document.xml", "word/_rels/document.xml.rels", "docProps/core.xml"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (BODY, lambda old: old.replace(b"w:body", b"w:bodies")),
        (BODY, lambda old: old.replace(b"<w:d", b'<!DOCTYPE a [<!ENTITY b "c">]><w:d', 1)),
        (BODY, lambda old: old.replace(b'w:left="', b'w:left="wide')),
        (BODY, lambda old: old.replace(b"schemas.openxmlformats.org/wordprocessingml", b"x.org")),
        (RELATIONS, lambda old: old.replace(b"styles.xml", b"document.xml")),
        (RELATIONS, lambda old: old.replace(b"relationships/theme", b"relationships/header")),
        (RELATIONS, lambda old: old.replace(b'"styles.xml', b'"../../../styles.xml')),
        (CORE, lambda _: b"<core/>"),
        ("_rels/.rels", lambda old: old.replace(b"metadata/core-properties", b"metadata/others")),
        ("word/styles.xml", lambda old: old[:-20]),
        ("[Content_Types].xml", lambda old: old.replace(b"document.main", b"document.macro")),
    ],
    ids=[
        "body", "entity", "margin", "strict", "loop", "header", "outside", "core", "twice", "cut",
        "macros",
    ],
)  # fmt: skip
def test_a_document_with_parts_that_are_not_what_they_should_be_is_no_template(
    small: Document, name: str, change: Callable[[bytes], bytes]
) -> None:
    """It is refused before anything is filled; no part of it is a bug."""
    template = repacked(paper("x"), name, change)
    with pytest.raises(UsageError) as caught:
        filled(small, template)
    assert (caught.value.code, caught.value.case) == ("bad-template", "")


def test_whatever_is_changed_in_a_template_it_is_read_or_refused(small: Document) -> None:
    """Of its file any byte may be wrong, also in what says how it is packed."""
    data = paper("{{ title }}").data
    for at in (*range(0, len(data), 1499), *range(data.index(b"PK\1\2"), len(data), 97)):
        changed = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        with suppress(UsageError):
            filled(small, Template("letter.docx", changed))


@pytest.mark.parametrize(
    "change",
    [
        lambda new: new.element.body.remove(new.element.body.sectPr),
        lambda new: setattr(new.sections[0], "page_width", Mm(10)),
        lambda new: new.element.body.append(parse_xml(f"<w:bookmarkEnd {nsdecls('w')} w:id='1'/>")),
    ],
    ids=["no section", "narrow page", "more after the section"],
)
def test_a_template_may_have_any_page(small: Document, change: Callable[[Any], object]) -> None:
    """What Word leaves out has its default, and a chart is never narrower than nothing."""
    template = paper("{{ summary }}", "{{ sections }}", "Yours", change=change)
    found = [each.text for each in opened(filled(small, template)).paragraphs]
    assert (found[0], found[-1]) == ("Summary", "Yours")


def test_many_placeholders_are_filled_in_one_pass(small: Document) -> None:
    """Each text of a paragraph is put in once, however many placeholders it has."""

    def many(new: Any) -> None:  # noqa: ANN401 - as above
        line = new.add_paragraph("{{plan}} " * 2_000)
        for _ in range(2_000):
            line.add_run("{{plan}} {{").add_text("plan}}")

    found = [each.text for each in opened(filled(small, paper(change=many))).paragraphs]
    assert found[0] == "2024 " * 2_000 + "2024 2024" * 2_000


def test_not_every_wrong_placeholder_is_named(small: Document) -> None:
    """A message stays readable."""
    with pytest.raises(UsageError) as caught:
        filled(small, paper("{{ a }}" * 1_000))
    places = caught.value.params["places"]
    assert isinstance(places, list)
    assert (len(places), places[-1]) == (13, "…")


def test_a_template_may_lack_every_style(small: Document) -> None:
    """Some programs write documents without any."""

    def none(new: Any) -> None:  # noqa: ANN401 - as above
        for each in [*new.styles.element.iter(qn("w:style"), qn("w:docDefaults"))]:
            each.getparent().remove(each)

    read = opened(filled(small, paper(change=none)))
    assert read.paragraphs[0].style.name == "Heading 1"
    assert read.styles["Normal"].font.name == "Calibri"


def test_pages_are_named_as_the_language_has_it(
    small: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There may be words after the last number."""
    monkeypatch.setattr(style, "_", lambda _text: "page {page}, of {pages} in all")
    footer = opened(word(small)).sections[0].footer
    assert texts(footer) == ["International Officepage 1, of 1 in all"]


def test_the_template_for_download_has_every_part() -> None:
    """The one in docs/ is what `report` uses; `make docs` renews it."""
    path = Path(__file__).parents[2] / "docs/examples/report-template.docx"
    kept = [(place.name, place.where) for place in places(opened(path.read_bytes()))]
    assert kept == [(place.name, place.where) for place in places(style.template())]
    assert {*TEXTS, *PARTS} - {name for name, _ in kept} == {"day", "plan", "report"}


def test_the_placeholders_are_documented() -> None:
    """Each is in the table of docs/reports.md."""
    page = (Path(__file__).parents[2] / "docs/reports.md").read_text("utf-8")
    assert {*re.findall(r"`\{\{ (\w+) \}\}`", page)} == {*TEXTS, *PARTS}
