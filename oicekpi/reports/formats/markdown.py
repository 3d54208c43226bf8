"""Markdown, for pull requests and reports: what comes from files stays text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext
from oicekpi.reports.formats.seal import sealed, wrote
from oicekpi.reports.look import COMMAND, SIGNS, Line, Look
from oicekpi.reports.tables import Column, Page, Paragraph, Table

if TYPE_CHECKING:
    from oicekpi.reports.document import Document, Part

__all__ = ["document", "escaped", "markdown_table", "render", "table", "wrote"]

# What would be a sign to Markdown or HTML. A dot, dash or number is one only at a line's start,
# where no text from a file is.
_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|#&~]")
# GitHub and GitLab make links and notices of these after Markdown has been read, so that a
# backslash does not help; a comment in between does.
_LINKED: Final = re.compile(
    r"@(?=\w)|(?<=[A-Za-z])-(?=\d)|:(?=//)|(?i:\bwww)(?=\.)|(?<=#)(?=\d)|!(?=\d)"
)
_BREAK: Final = "<!-- -->"


def render(page: Page, _: Look, *, raw: bool = False) -> str:  # noqa: ARG001 - as every format
    """Return a page as a section with paragraphs, lists and tables."""
    parts = [f"## {escaped(page.title)}"] if page.title else []
    if page.subtitle:
        parts.append("  \n".join(_text(line) for line in page.subtitle))
    parts += [part for block in page.blocks if (part := _block(block))]
    return "\n\n".join(parts) + "\n"


def document(document: "Document") -> bytes:
    """Return a document as headings, lists and tables, which end with the mark of a report."""
    return sealed("\n\n".join(_parts(document)) + "\n\n")


def _parts(of: "Document") -> Iterator[str]:
    yield f"# {escaped(of.title)}"
    yield "  \n".join(escaped(line) for line in (of.when, *of.projection, of.headline))
    if of.found:
        yield "\n".join(["> [!WARNING]", *(f"> {escaped(line)}  " for line in of.found)])
    if of.flagged:
        yield f"## {escaped(of.flagged_title)}"
        yield "\n".join(table(of.flagged_table))
    if of.overdue.rows:
        yield f"## {escaped(of.overdue_title)}"
        yield "\n".join(table(of.overdue))
    if of.overdue_more:
        yield escaped(of.overdue_more)
    if of.moved_title:
        yield f"## {escaped(of.moved_title)}"
        yield "\n".join(table(of.moved)) if of.moved.rows else escaped(of.moved_none)
    if of.compared is not None and of.compared.table is not None:
        yield f"## {escaped(of.compared.title)}"
        yield "  \n".join(map(_text, of.compared.subtitle))
        yield "\n".join(table(of.compared.table))
    yield from _sections(of)
    yield f"## {escaped(of.notes_title)}"
    yield "\n".join(f"- {escaped(note)}" for note in of.notes)


def _sections(of: "Document") -> Iterator[str]:
    for section in of.sections:
        yield f"## {escaped(section.section.id)} {escaped(section.section.title)}"
        yield "\n".join(table(section.table))
        for each in section.objectives:
            yield f"### {escaped(each.objective.id)} {escaped(each.objective.title)}"
            if each.objective.summary:
                yield escaped(each.objective.summary)
            for part in each.parts:
                yield f"#### {_named(part)}"
                yield "\n".join(f"- {escaped(text)}" for text in _said(part))
                if part.records.rows:
                    yield "\n".join(table(part.records))


def _said(part: "Part") -> Iterator[str]:
    """Say what stands, stage by stage where there are any, and why."""
    yield part.caption
    for step in part.steps:
        yield f"{SIGNS[step.status]} {step.name}: {step.text}"
    yield from part.sentences


def _named(part: "Part") -> str:
    indicator = part.progress.indicator
    return " ".join(map(escaped, (indicator.id, part.judged, indicator.title)))


def _block(block: Any) -> str:  # noqa: ANN401 - one of several values
    match block:
        case Table():
            caption = [_text(block.caption), ""] if block.caption else []
            return "\n".join([*caption, *(_listed if block.listed else table)(block)])
        case Paragraph():
            if block.bullets:
                head, *rest = block.lines
                items = [f"- {_text(line).strip()}" for line in rest]
                return "\n".join([f"**{_text(head)}**", "", *items])
            if block.warns:
                return "\n".join(["> [!WARNING]", *(f"> {_text(line)}" for line in block.lines)])
            return "  \n".join(_text(line).strip() for line in block.lines)
        case _:
            return ""


def _text(line: Line) -> str:
    return escaped("".join(str(cell.text) for cell in line))


def _listed(of: Table[Any]) -> Iterator[str]:
    """Return a table as a list of its rows under its headings, the first column in bold."""
    for at, row in enumerate(of.rows):
        for heading in of.headings.get(at, ()):
            if heading.line and not heading.narrow:
                yield from [*([""] if at else []), f"**{_text(heading.line)}**", ""]
        first, *rest = [cell for column in of.columns if (cell := _cell(column, row))]
        yield f"- {' · '.join([f'**{first}**', *rest])}"


def _cell(column: Column[Any], row: object) -> str:
    """Return a cell of a list: a command as code, and after the column's full title if it has one.

    A column that is drawn, or for programs alone, gives nothing.
    """
    text = "" if column.text is None or column.drawn else column.text(row)
    if column.style(row) == COMMAND and text:
        return code(text)
    if not (text and column.full):
        return escaped(text)
    return gettext("{title}: {text}").format(title=gettext(column.full), text=escaped(text))


def code(text: str) -> str:
    """Return a text as code, whatever backticks it has; nothing in it is more than text."""
    plain = printable(text)
    longest = max(map(len, re.findall("`+", plain)), default=0)
    fence, blank = "`" * (longest + 1), " " if "`" in plain else ""
    return f"{fence}{blank}{plain}{blank}{fence}"


def table(of: Table[Any]) -> Iterator[str]:
    """Return a table as lines, without the columns that are empty."""
    kept = []
    for column in of.columns:
        if column.text is not None and not column.drawn:
            cells = [column.text(row) for row in of.rows]
            if any(cells):
                kept.append((gettext(column.full or column.title), cells))
    yield from markdown_table([title for title, _ in kept], zip(*(c for _, c in kept), strict=True))


def markdown_table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table as lines; text from files stays text."""
    head = [f"| {' | '.join(map(escaped, titles))} |", "|" + "---|" * len(titles)]
    return [*head, *(f"| {' | '.join(escaped(cell) for cell in row)} |" for row in rows)]


def escaped(text: str) -> str:
    """Keep what Markdown, HTML or a service would read as more than text from being so.

    Mentions, addresses, references to issues and formulas are text, too.
    """
    marked = _SIGNS.sub(r"\\\g<0>", printable(text))
    linked = _LINKED.sub(rf"\g<0>{_BREAK}", marked)
    return linked.replace("$", "<span>$</span>")
