"""What a Word document consists of: headings, tables with statuses, charts as pictures."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from oicekpi.domain.status import Status
from oicekpi.messages.translate import gettext
from oicekpi.messages.translate import gettext as _
from oicekpi.reports.breaking import cell_len
from oicekpi.reports.chart_picture import png
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.document import Document, Part, SectionPart
from oicekpi.reports.formats.package import xml_text
from oicekpi.reports.look import PAPER, SIGNS
from oicekpi.reports.points import COLOURS, legend, points
from oicekpi.reports.tables import Column, Table
from oicekpi.reports.word.style import CAPTION, INK, NOTE, TABLE

_WIDEST, _NARROWEST = Mm(170), Mm(40)
_LETTERS: Final = 34  # of a text for which its column makes room; a longer one is broken
_SHORT: Final = 12  # of a text that is not broken
_LETTER: Final = Pt(4.4)  # how wide one is, about, in tables
_PADDING: Final = 4  # letters
# Chinese can be broken after each sign, but a number stays with what is in brackets behind it.
_WORD: Final = re.compile(r"[\d.]+（[^（）\s]{1,8}）|[\u2e80-\uffef]|[^\s\u2e80-\uffef]+")
_MOVED: Final = ("indicator", "title", "status", "done", "target", "due", "forecast", "chance")
_SUMMARY: Final = ("indicator", "title", "status", "done", "due", "forecast", "needs")
_AFTER_SHADING: Final = ("w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:oMath")
_AFTER_BORDERS: Final = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
_RIGHT: Final = {"due", "provisional", "planned", "chance"}
_STROKES: Final = {"done": "━", "pace": "- -", "target": "—", "likely": "···", "fan": "■"}
_BAND, _LINES = "EDF2F7", "BFBFBF"


class Blocks:
    """Writes the parts of a report at the end of a Word document."""

    def __init__(self, made: WordDocument) -> None:
        """Write into a document, as wide as the text of its last section."""
        self.made = made
        section: Any = made.sections[-1]  # a template without a page has got one
        # By their ids, for python-docx looks through all styles whenever it is given a name.
        self._styles = {each.name: each.style_id for each in made.styles}
        room = Emu(section.page_width - section.left_margin - section.right_margin)
        self.width = max(_NARROWEST, min(_WIDEST, room))

    # --- the parts, by the names of their placeholders ----------------------------------------

    def warnings(self, document: Document) -> None:
        """Say that the figures are a projection, or that they may be incomplete."""
        for text in (*document.projection, *document.found):
            _coloured(self.paragraph("", NOTE), text, "C00000")

    def actions(self, document: Document) -> None:
        """List what someone should look at, and what is overdue."""
        if document.flagged:
            self.heading(document.flagged_title, 1)
            self.table(document.flagged_table)
        if document.overdue.rows:
            self.heading(document.overdue_title, 1)
            self.table(document.overdue)
            if document.overdue_more:
                self.paragraph(document.overdue_more, NOTE)

    def changes(self, document: Document) -> None:
        """List what has changed since the end of the month before."""
        if document.moved_title:
            self.heading(document.moved_title, 1)
            if document.moved.rows:
                self.table(document.moved, _MOVED, coloured=False)
            else:
                self.paragraph(document.moved_none)

    def comparison(self, document: Document) -> None:
        """Put the plan beside another one, if that was asked for."""
        page = document.compared
        if page is not None and page.table is not None and page.table.rows:
            self.heading(page.title, 1)
            for line in page.subtitle:
                self.paragraph("".join(cell.text for cell in line), NOTE)
            self.table(page.table, coloured=False)

    def summary(self, document: Document) -> None:
        """List all indicators, by section."""
        self.heading(_("Summary"), 1)
        self.table(document.summary, _SUMMARY)

    def sections(self, document: Document) -> None:
        """Write a part for each section."""
        for section in document.sections:
            self._section(section)

    def notes(self, document: Document) -> None:
        """Say how to read the document."""
        self.heading(document.notes_title, 1)
        for text in document.notes:
            self.paragraph(text)

    def report(self, document: Document) -> None:
        """Write all of them."""
        for part in PARTS[:-1]:
            getattr(self, part)(document)

    def _section(self, section: SectionPart) -> None:
        self.heading(_named(section.section.id, section.section.title), 1)
        if section.section.summary:
            self.paragraph(section.section.summary)
        for each in section.objectives:
            self.heading(_named(each.objective.id, each.objective.title), 2)
            if each.objective.summary:
                self.paragraph(each.objective.summary).paragraph_format.keep_with_next = True
            for part in each.parts:
                self._part(part)

    def _part(self, part: Part) -> None:
        self.heading(_named(part.id, part.title), 3)
        line = self.paragraph("", CAPTION)
        ink, ground = PAPER[part.progress.status]
        run = _coloured(line, f" {part.judged} ", ink, bold=True)
        run._r.get_or_add_rPr().insert_element_before(_shading(ground), *_AFTER_SHADING)  # noqa: SLF001
        line.add_run(xml_text(f"  {part.caption}"))
        for step in part.steps:
            text = self.paragraph("", TABLE)
            text.paragraph_format.left_indent = Mm(4)
            text.paragraph_format.keep_with_next = step is not part.steps[-1]
            _coloured(text, f"{SIGNS[step.status]} ", PAPER[step.status][0])
            text.add_run(xml_text(_("{name}: {text}").format(name=step.name, text=step.text)))
        if part.chart is not None:
            self._chart(line, part, part.chart)

    def _chart(self, line: Paragraph, part: Part, chart: Chart | ReadingChart) -> None:
        # In the paragraph of its sentence: LibreOffice parts a heading from a picture further on.
        line.add_run().add_break()
        line.paragraph_format.keep_together = True
        picture = line.add_run().add_picture(BytesIO(png(chart)), width=self.width)
        described = picture._inline.docPr  # noqa: SLF001 - python-docx sets no alternative text
        described.set("descr", xml_text(part.caption))
        described.set("title", xml_text(_named(part.id, part.title)))
        named = self.paragraph("", NOTE)
        named.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for key, name in legend(chart, points(chart)).items():
            _coloured(named, f"{_STROKES[key]} ", COLOURS[key], bold=True)
            named.add_run(f"{name}    ")

    # --- what they consist of -----------------------------------------------------------------

    def heading(self, text: str, level: int) -> None:
        """Write a heading."""
        self.paragraph(text, f"Heading {level}")

    def paragraph(self, text: str, style: str | None = None) -> Paragraph:
        """Write a paragraph."""
        made = self.made.add_paragraph(xml_text(text))
        return made if style is None else self._styled(made, style)

    def _styled(self, paragraph: Paragraph, style: str) -> Paragraph:
        paragraph._p.style = self._styles[style]  # noqa: SLF001 - as said above
        return paragraph

    def table(self, table: Table[Any], keys: Sequence[str] = (), *, coloured: bool = True) -> None:
        """Write a table, its head on each page; columns in which nothing is are left out."""
        columns = [
            column
            for column in table.columns
            if column.text is not None
            and not column.drawn
            and (column.key in keys or not keys)
            and any(map(column.text, table.rows))
        ]
        rows = [*table.rows]
        made: Any = self.made.add_table(1, len(columns))  # python-docx has no types for rows
        made.autofit = False
        _draw_lines(made)
        room = self.width / _LETTER
        widths = [Emu(int(each * _LETTER)) for each in _widths(columns, rows, room)]
        head = made.rows[0]
        _mark(head, "w:cantSplit", "w:tblHeader")
        for cell, column in zip(head.cells, columns, strict=True):
            _shade(cell, INK)
            text = gettext(column.full or column.title)
            _coloured(self._first(cell, right=column.key in _RIGHT), text, "FFFFFF", bold=True)
        for at, row in enumerate(rows):
            for heading in table.headings.get(at, ()):
                if not heading.narrow:
                    self._band(made, "".join(cell.text for cell in heading.line), len(columns))
            added = made.add_row()
            _mark(added, "w:cantSplit")
            for cell, column in zip(added.cells, columns, strict=True):
                text = xml_text(column.text(row)) if column.text else ""
                text = text.replace(" %", "\N{NO-BREAK SPACE}%")
                status = _status(text) if coloured and column.key == "status" else None
                line = self._first(cell, right=column.key in _RIGHT)
                if status is None:
                    line.add_run(text)
                else:
                    ink, ground = PAPER[status]
                    _shade(cell, ground)
                    _coloured(line, text, ink, bold=True)
        for column_of, wide in zip(made.columns, widths, strict=True):
            column_of.width = wide
        self.paragraph("", NOTE)

    def _first(self, cell: _Cell, *, right: bool = False) -> Paragraph:
        """Return the paragraph of a new cell."""
        line: Paragraph = self._styled(cell.paragraphs[0], TABLE)
        if right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return line

    def _band(self, made: Any, text: str, columns: int) -> None:  # noqa: ANN401 - as above
        """Add a row of one cell, for what the rows below have in common."""
        row = made.add_row()
        _mark(row, "w:cantSplit")
        first, *others = row._tr.tc_lst  # noqa: SLF001 - merging by python-docx leaves paragraphs
        for each in others:
            row._tr.remove(each)  # noqa: SLF001
        first.grid_span = columns
        cell = _Cell(first, made)
        _shade(cell, _BAND)
        line = self._first(cell)
        line.paragraph_format.keep_with_next = True
        _coloured(line, text, INK, bold=True)


PARTS: Final = (
    "warnings",
    "actions",
    "changes",
    "comparison",
    "summary",
    "sections",
    "notes",
    "report",
)
"""The parts by the names of their placeholders; the last is all of the others."""


def _widths(columns: Sequence[Column[Any]], rows: Sequence[Any], room: float) -> list[float]:
    """Share out the room of a table, in letters: first each column's words, then its texts."""
    least, wanted = [], []
    for column in columns:
        texts = [gettext(column.full or column.title)]
        texts += [column.text(row) for row in rows if column.text]
        short = (text for text in texts if cell_len(text) <= _SHORT)
        words = (*short, *(word for text in texts for word in _WORD.findall(text)))
        least.append(_PADDING + min(max(map(cell_len, words)), _LETTERS))
        wanted.append(_PADDING + min(max(map(cell_len, texts)), _LETTERS))
    spare, missing = room - sum(least), sum(wanted) - sum(least)
    if spare <= 0 or spare >= missing:
        scale = room / sum(least if spare <= 0 else wanted)
        return [each * scale for each in (least if spare <= 0 else wanted)]
    return [low + (high - low) * spare / missing for low, high in zip(least, wanted, strict=True)]


def _named(known: str, title: str) -> str:
    return _("{id}  {title}").format(id=known, title=title)


def _status(text: str) -> Status | None:
    """Return the status with whose sign a text begins."""
    return next((status for status, sign in SIGNS.items() if text.startswith(sign)), None)


def _coloured(paragraph: Paragraph, text: str, colour: str, *, bold: bool = False) -> Run:
    run = paragraph.add_run(xml_text(text))
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    if bold:
        run.bold = True
    return run


def _shade(cell: _Cell, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(_shading(colour))  # noqa: SLF001 - python-docx shades nothing


def _shading(colour: str) -> Any:  # noqa: ANN401 - lxml has no types
    element = OxmlElement("w:shd")
    for key, value in ("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#")):
        element.set(qn(f"w:{key}"), value)
    return element


def _mark(row: _Row, *names: str) -> None:
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no name for it


def _draw_lines(made: WordTable) -> None:
    """Draw thin lines between the cells; a table's style may not be there in a template."""
    borders = OxmlElement("w:tblBorders")
    for side in "top", "left", "bottom", "right", "insideH", "insideV":
        line = OxmlElement(f"w:{side}")
        for key, value in ("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINES):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    made._tbl.tblPr.insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001
