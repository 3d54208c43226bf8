"""Templates of Word documents: their placeholders are found, checked, and filled.

A placeholder is a name in two pairs of braces: `{{ title }}`. One that stands for a text may be
anywhere: in the body, a table, a text box, a header or a footer. One that stands for a part of the
report must be alone in a paragraph of the body.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import clipped, nearest
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports.formats import MAX_TEMPLATE, Template

_MOST: Final = 100 << 20  # bytes, unpacked
_PLACEHOLDER: Final = re.compile(r"\{\{(.*?)\}\}|\{\{.*")
_SHOWN: Final = 60  # letters of a paragraph that are shown


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
    try:
        if len(template.data) > MAX_TEMPLATE:
            raise UsageError("bad-template", "large", path=template.path, most=MAX_TEMPLATE >> 20)
        with ZipFile(BytesIO(template.data)) as file:
            if sum(each.file_size for each in file.infolist()) > _MOST:
                raise UsageError("bad-template", "large", path=template.path, most=_MOST >> 20)
        return docx.Document(BytesIO(template.data))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError, XMLSyntaxError):
        raise UsageError("bad-template", path=template.path) from None


def places(document: Document) -> list[Place]:
    """Return the placeholders of a document: those of its body, then of headers and footers."""
    found = [*_places(document.element.body, _("paragraph {number}"), body=True)]
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in _EDGES and not relation.is_external:
            element: Any = relation.target_part
            found += _places(element.element, _(_EDGES[kind]), body=False)
    return found


_EDGES: Final = {
    "header": marked("paragraph {number} of a header"),
    "footer": marked("paragraph {number} of a footer"),
}


def _places(part: Any, where: str, *, body: bool) -> Iterator[Place]:  # noqa: ANN401 - lxml has no types
    for number, paragraph in enumerate(part.iter(qn("w:p")), start=1):
        text = "".join(each.text or "" for each in _texts(paragraph))
        top = body and paragraph.getparent() is part
        for match in _PLACEHOLDER.finditer(text):
            name = None if match[1] is None else match[1].strip()
            alone = top and text.strip() == match[0]
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
    """Raise `UsageError` for placeholders that are not closed, not known, or not alone."""
    known = [*texts, *parts]
    unclosed = [each for each in found if each.name is None]
    unknown = [each for each in found if each.name is not None and each.name not in known]
    crowded = [each for each in found if each.name in parts and not each.alone]
    for case, wrong in ("open", unclosed), ("unknown", unknown), ("alone", crowded):
        if wrong:
            near = nearest(wrong[0].name or "", known)
            raise UsageError(
                "bad-template", case, path=path, places=[*map(_said, wrong)], near=near, known=known
            )


def _said(place: Place) -> str:
    named = clipped(place.text[place.start : place.end], _SHOWN)
    text = _("{name} in {place}, which reads: {text}")
    return text.format(name=named, place=place.where, text=clipped(place.text.strip(), _SHOWN))


def fill(found: list[Place], texts: Mapping[str, str]) -> None:
    """Put texts in place of their placeholders; a paragraph of the body that is empty then goes.

    What is put in is not looked at again, so that braces in it stay what they are.
    """
    for place in reversed(found):  # so that the ends of those before it stay right
        if place.name not in texts:
            continue
        text = texts[place.name]
        at = 0
        for element in _texts(place.paragraph):
            held = element.text or ""
            start, end = max(place.start - at, 0), place.end - at
            at += len(held)
            if start < len(held) and end > 0:
                element.text = held[:start] + text + held[end:]
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                text = ""
        if place.alone and not texts[place.name]:
            remove(place.paragraph)


def remove(paragraph: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take a paragraph out of the body; one that ends a section stays, with nothing in it."""
    if paragraph.xpath("w:pPr/w:sectPr"):
        for run in paragraph.xpath("w:r"):
            paragraph.remove(run)
    else:
        paragraph.getparent().remove(paragraph)
