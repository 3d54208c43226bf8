"""Templates of Word documents: their placeholders are found, checked, and filled.

A placeholder is a name in two pairs of braces: `{{ title }}`. One that stands for a text may be
anywhere: in the body, a table, a text box, a header or a footer. One that stands for a part of the
report must be alone in a paragraph of the body, and there only once.
"""

import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from itertools import groupby
from typing import Any, Final, NamedTuple

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml.etree import XMLSyntaxError

from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import clipped, nearest
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports.formats import MAX_TEMPLATE, Template
from oicekpi.storage.archive import BrokenError, TooLargeError, stored, unpacked

_MOST: Final = 100 << 20  # bytes, unpacked
_PLACEHOLDER: Final = re.compile(r"\{\{(.*?)\}\}|\{\{.*")
_SHOWN: Final = 60  # letters of a paragraph that are shown
_NAMED: Final = 12  # wrong placeholders that are named

# What python-docx raises for some document or other that lacks a part, or has one of another sort.
_OF_DAMAGE: Final = (
    *(AttributeError, BrokenError, LookupError, PackageNotFoundError, RecursionError, TypeError),
    *(ValueError, XMLSyntaxError),
)


class Place(NamedTuple):
    """A placeholder: its name, None if it is not closed, and its paragraph.

    `start` and `end` are its ends in the paragraph's `text`. `where` says where the paragraph is;
    `alone` tells whether it is in the body, with nothing else in it.
    """

    name: str | None
    paragraph: Any
    text: str
    start: int
    end: int
    where: str
    alone: bool


def read(template: Template) -> Document:
    """Return a template as a document. Raises `UsageError` for a file that is none."""
    if len(template.data) > MAX_TEMPLATE:
        raise UsageError("bad-template", "large", path=template.path, most=MAX_TEMPLATE >> 20)
    try:
        made = docx.Document(BytesIO(stored(unpacked(template.data, _MOST))))
        _touch(made)
    except TooLargeError:
        raise UsageError("bad-template", "large", path=template.path, most=_MOST >> 20) from None
    except _OF_DAMAGE:
        raise UsageError("bad-template", path=template.path) from None
    return made


def _touch(made: Document) -> None:
    """Look for all that a document needs, so that what lacks it fails here.

    Raises `ValueError` for declarations of entities, which no Word document has, and what
    python-docx raises for parts that are not what they should be.
    """
    for part in made.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is not None and element.getroottree().docinfo.doctype:
            raise ValueError
    for relation in _edges(made):
        relation.target_part.element.iter()
    made.element.body.get_or_add_sectPr()  # Word leaves out what is not set
    page = made.sections[-1]
    if page.page_width is None:
        page.page_width, page.page_height = Mm(210), Mm(297)
    if page.left_margin is None or page.right_margin is None:
        page.left_margin = page.right_margin = Mm(25)
    made.core_properties.title = ""  # adds them where there are none
    names = [part.partname for part in made.part.package.iter_parts()]
    if len({*names}) < len(names):
        raise ValueError
    looked_at = [*made.styles]
    del looked_at  # it fails where it is not what it should be


def places(document: Document) -> list[Place]:
    """Return the placeholders of a document: those of its body, then of headers and footers."""
    found = [*_places(document.element.body, _("paragraph {number}"), body=True)]
    for relation in _edges(document):
        part: Any = relation.target_part
        found += _places(part.element, _(_EDGES[_kind(relation)]), body=False)
    return found


def _edges(document: Document) -> Iterator[Any]:
    """Go through the headers and footers of a document."""
    for relation in document.part.rels.values():
        if _kind(relation) in _EDGES and not relation.is_external:
            yield relation


def _kind(relation: Any) -> str:  # noqa: ANN401 - as below
    return str(relation.reltype).rpartition("/")[2]


_EDGES: Final = {
    "header": marked("paragraph {number} of a header"),
    "footer": marked("paragraph {number} of a footer"),
}


def _places(part: Any, where: str, *, body: bool) -> Iterator[Place]:  # noqa: ANN401 - lxml has no types
    for number, paragraph in enumerate(part.iter(qn("w:p")), start=1):
        text = "".join(each.text or "" for each in _texts(paragraph))
        stripped = text.strip()
        top = body and paragraph.getparent() is part
        for match in _PLACEHOLDER.finditer(text):
            name = None if match[1] is None else match[1].strip()
            alone = top and stripped == match[0]
            place = where.format(number=number)
            yield Place(name, paragraph, text, match.start(), match.end(), place, alone)


def _texts(paragraph: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """Return the texts of a paragraph, but for those of text boxes in it, which have their own."""
    return [
        each
        for each in paragraph.iter(qn("w:t"))
        if next(each.iterancestors(qn("w:p"))) is paragraph
    ]


def check(found: list[Place], texts: Collection[str], parts: Collection[str], path: str) -> None:
    """Raise `UsageError` for placeholders that are not closed, not known, not alone, or repeated.

    A part stands once: a template of a few bytes could otherwise ask for any number of pages.
    """
    known = [*texts, *parts]
    unclosed = [each for each in found if each.name is None]
    unknown = [each for each in found if each.name is not None and each.name not in known]
    crowded = [each for each in found if each.name in parts and not each.alone]
    first = {each.name: each for each in reversed(found)}
    again = [each for each in found if each.name in parts and each is not first[each.name]]
    for case, wrong in (
        ("open", unclosed),
        ("unknown", unknown),
        ("alone", crowded),
        ("again", again),
    ):
        if wrong:
            near = nearest(wrong[0].name or "", known)
            named = [*map(_said, wrong[:_NAMED]), *(["…"] if len(wrong) > _NAMED else [])]
            raise UsageError("bad-template", case, path=path, places=named, near=near, known=known)


def _said(place: Place) -> str:
    named = clipped(place.text[place.start : place.end], _SHOWN)
    text = _("{name} in {place}, which reads: {text}")
    return text.format(name=named, place=place.where, text=clipped(place.text.strip(), _SHOWN))


def fill(found: list[Place], texts: Mapping[str, str]) -> None:
    """Put texts in place of their placeholders; a paragraph of the body that is empty then goes.

    What is put in is not looked at again, so that braces in it stay what they are.
    """
    for paragraph, group in groupby(found, key=lambda place: place.paragraph):
        named = [place for place in group if place.name in texts]
        left = deque(named)
        start = end = 0  # of an element, in the paragraph's text
        for element in _texts(paragraph) if named else ():
            start, end = end, end + len(element.text or "")
            at, pieces = start, list[str]()
            while left and left[0].start < end:
                place = left[0]
                pieces.append(place.text[at : place.start])
                if place.start >= start:
                    pieces.append(texts[str(place.name)])
                at = min(place.end, end)
                if place.end > end:
                    break
                left.popleft()
            if pieces:
                element.text = "".join([*pieces, named[0].text[at:end]])
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if any(place.alone and not texts[str(place.name)] for place in named):
            remove(paragraph)


def remove(paragraph: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take a paragraph out of the body; one that ends a section stays, with nothing in it."""
    if paragraph.xpath("w:pPr/w:sectPr"):
        for run in paragraph.xpath("w:r"):
            paragraph.remove(run)
    else:
        paragraph.getparent().remove(paragraph)
