"""Word: a document to hand over, on our paper or on an office's own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Final

from docx.document import Document as WordDocument

from oicekpi.messages.catalogue import day_of
from oicekpi.reports.document import Document
from oicekpi.reports.formats import Template
from oicekpi.reports.formats.package import UNSEALED, sealed, wrote, xml_text
from oicekpi.reports.word import style
from oicekpi.reports.word.blocks import PARTS, Blocks
from oicekpi.reports.word.template import Place, check, fill, places, read, remove

__all__ = ["document", "filled", "wrote"]

_LONGEST: Final = 255  # letters of a property


def document(document: Document) -> bytes:
    """Return a document as the bytes of a Word document on our paper."""
    made = style.template()
    return _filled(made, places(made), document)


def filled(document: Document, template: Template) -> bytes:
    """Return a document as the bytes of a Word document on the paper of a template.

    Without a placeholder for a part of it, the whole report follows what the template has. Raises
    `UsageError` for a template that is none, or whose placeholders are wrong.
    """
    made = read(template)
    found = places(made)
    check(found, TEXTS, PARTS, template.path)
    style.complete(made)
    return _filled(made, found, document)


def _filled(made: WordDocument, found: list[Place], document: Document) -> bytes:
    """Fill the placeholders that were found, and return the file, whose days are the report's."""
    fill(found, {name: xml_text(text(document)) for name, text in TEXTS.items()})
    blocks = Blocks(made)
    parts = [place for place in found if place.name in PARTS]
    for place in parts:
        there = {*made.element.body}
        getattr(blocks, f"{place.name}")(document)
        for element in [each for each in made.element.body if each not in there]:
            place.paragraph.addprevious(element)
        remove(place.paragraph)
    if not parts:
        blocks.report(document)
    day = datetime(document.day.year, document.day.month, document.day.day)  # noqa: DTZ001 - a day has no zone
    properties = made.core_properties
    properties.title = xml_text(document.title)[:_LONGEST]
    properties.author = xml_text(document.plan.issuer or "")[:_LONGEST]
    properties.subject = xml_text(document.when)[:_LONGEST]
    properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = day
    properties.revision = 1
    properties.identifier = UNSEALED
    file = BytesIO()
    made.save(file)
    return sealed(file.getvalue())


TEXTS: Final[Mapping[str, Callable[[Document], str]]] = {
    "title": lambda document: document.title,
    "issuer": lambda document: document.plan.issuer or "",
    "period": lambda document: document.period,
    "day": lambda document: day_of(document.day),
    "when": lambda document: document.when,
    "headline": lambda document: document.headline,
    "plan": lambda document: document.name,
}
"""The texts that a template can name, by the names of their placeholders."""
