"""The styles of Word documents: those of our template, and what another template lacks."""

from string import Formatter
from typing import Any, Final, NamedTuple

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from oicekpi.messages.translate import gettext as _

LATIN: Final = "Calibri"
CHINESE: Final = "Microsoft YaHei"  # comes with Windows, and with Word for macOS
INK, GREY = "1F4E79", "595959"
TABLE, NOTE, HEADLINE, CAPTION = "Report Table", "Report Note", "Report Headline", "Report Status"


class _Look(NamedTuple):
    """How a style looks, in points; `after` another paragraph, and whether the next one follows."""

    size: float
    bold: bool = False
    colour: str = ""
    before: float = 0
    after: float = 4
    keeps: bool = False


_STYLES: Final = {
    "Normal": _Look(10.5, after=6),
    "Title": _Look(24, bold=True, colour=INK, after=2),
    "Subtitle": _Look(11, colour=GREY, after=2),
    "Heading 1": _Look(16, bold=True, colour=INK, before=18, after=6, keeps=True),
    "Heading 2": _Look(13, bold=True, colour=INK, before=14, after=4, keeps=True),
    "Heading 3": _Look(11, bold=True, colour="333333", before=10, after=2, keeps=True),
    HEADLINE: _Look(13, bold=True, before=10, after=10),
    CAPTION: _Look(10.5, after=3, keeps=True),
    TABLE: _Look(8.5, after=0),
    NOTE: _Look(9, colour=GREY, after=8),
    "Header": _Look(8.5, colour=GREY, after=0),
    "Footer": _Look(8.5, colour=GREY, after=0),
}
_OURS: Final = {HEADLINE, CAPTION, TABLE, NOTE}


def template() -> Document:
    """Return our template: the placeholders of a whole report, with header and footer."""
    made = docx.Document()
    for fonts in [*made.styles.element.iter(qn("w:rFonts"))]:
        fonts.getparent().remove(fonts)
    for name, look in _STYLES.items():
        _set(_style(made, name), look)
    complete(made)
    for setting in made.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says that it is an old document
    for language in made.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    relations = made.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[key]  # a picture of a document that is not this one
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in header, footer:
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT)
    header.add_run("{{ title }}\t{{ when }}")
    footer.add_run("{{ issuer }}\t")
    _pages(footer)
    made.add_paragraph("{{ title }}", "Title")
    for text in "{{ issuer }}", "{{ period }}", "{{ when }}":
        made.add_paragraph(text, "Subtitle")
    made.add_paragraph("{{ headline }}", HEADLINE)
    for name in "warnings", "actions", "changes", "comparison", "summary", "sections", "notes":
        made.add_paragraph(f"{{{{ {name} }}}}")
    return made


def complete(made: Document) -> None:
    """Give a template the styles that it lacks, and a font for Chinese if it names none."""
    known = {style.name for style in made.styles}
    for name, look in _STYLES.items():
        if name not in known:
            _set(_style(made, name), look)
    named = made.styles.element.xpath("w:docDefaults//w:rFonts | w:style[@w:default]//w:rFonts")
    if any(qn(key) in each.attrib for each in named for key in ("w:eastAsia", "w:eastAsiaTheme")):
        return
    run = _style(made, "Normal").element.get_or_add_rPr()
    fonts = run.get_or_add_rFonts()
    if not named:
        for key in "w:ascii", "w:hAnsi", "w:cs":
            fonts.set(qn(key), LATIN)
    fonts.set(qn("w:eastAsia"), CHINESE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    run.insert_element_before(language, "w:eastAsianLayout", "w:specVanish", "w:oMath")


def _style(made: Document, name: str) -> Any:  # noqa: ANN401 - python-docx gives the base class
    """Return a style, which is added if there is none of that name."""
    for style in made.styles:
        if style.name == name:
            return style
    added: Any = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name not in _OURS)
    if name != "Normal":
        added.base_style = _style(made, "Normal")
    added.quick_style = True
    if name.startswith("Heading"):
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(int(name[-1]) - 1))
        added.element.get_or_add_pPr().append(level)
    return added


def _set(style: Any, look: _Look) -> None:  # noqa: ANN401 - as above
    """Make a style look so, and no other way."""
    for old in style.element.xpath(
        "w:rPr | w:pPr/w:pBdr | w:pPr/w:tabs | w:pPr/w:contextualSpacing"
    ):
        old.getparent().remove(old)
    font, form = style.font, style.paragraph_format
    font.size, font.bold = Pt(look.size), look.bold
    font.color.rgb = RGBColor.from_string(look.colour or "262626")
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = 1.1
    form.keep_with_next = look.keeps


def _pages(paragraph: Paragraph) -> None:
    """Say in a footer which page it is, and of how many."""
    for before, name, _spec, _conversion in Formatter().parse(_("page {page} of {pages}")):
        paragraph.add_run(before)
        if name is not None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), {"page": "PAGE", "pages": "NUMPAGES"}[name])
            run = OxmlElement("w:r")
            text = OxmlElement("w:t")
            text.text = "1"
            run.append(text)
            field.append(run)
            paragraph._p.append(field)  # noqa: SLF001 - as python-docx's own guide does it
