"""Text for people: pages on a terminal or in a pipe, and findings as compilers show them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from oicekpi.messages.catalogue import Severity
from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext as _
from oicekpi.reports import excerpt
from oicekpi.reports.look import Cell, Line, Look
from oicekpi.reports.render import lines, table
from oicekpi.reports.tables import Page, Paragraph, Table

if TYPE_CHECKING:
    from oicekpi.checks.report import Report, Source

STYLES: Final = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "cyan",
}


def render(page: Page, look: Look, *, raw: bool = False) -> str:  # noqa: ARG001 - as every format
    """Return a page as lines, an empty one between two of its blocks."""
    rows: list[Line] = [[Cell(page.title, "bold")]] if page.title else []
    rows += page.subtitle
    for block in page.blocks:
        shown = _block(block, look)
        if shown:
            rows += [(), *shown] if rows else shown
    return lines(rows, look)


def _block(block: Any, look: Look) -> list[Line]:  # noqa: ANN401 - one of several values
    match block:
        case Table():
            return [*([block.caption] if block.caption else []), *table(block, look)]
        case Paragraph():
            return [*block.lines, *([block.hint] if block.hint else [])]
        case _:
            # Few pages have a chart, and to load them takes a twentieth of a short `status`.
            from oicekpi.reports import drawing  # noqa: PLC0415

            return drawing.of_chart(block, look)


# --- findings -------------------------------------------------------------------------------------


def findings(report: "Report", source: "Source", look: Look) -> str:
    """Return the findings one by one, and a summary in the last line.

    Notes are about work, not about the text of a file: they come first and without its lines, so
    that what is to be corrected stands together above the summary, however many notes there are.
    A terminal gets colours, and long sentences broken; a line of a file stays whole above the
    carets that point into it.
    """
    whole = replace(look, width=None)
    notes = [each for each in report.findings if each.severity is Severity.NOTE]
    others = [each for each in report.findings if each.severity is not Severity.NOTE]
    parts = []
    for finding in (*notes, *others):
        style, said = STYLES[finding.severity], finding.said()
        head = [
            Cell(f"{printable(finding.place)}: ", "bold"),
            Cell(finding.severity.head(finding.code), style),
            Cell(_(": {problem}").format(problem=said.text)),
        ]
        parts.append(lines([head], look))
        is_note = finding.severity is Severity.NOTE
        margin = " " if is_note else " " * len(str(finding.line))
        text = source(finding.path) if finding.line and not is_note else []
        shown = excerpt.of(finding, text, look.ambiguous)
        if shown is not None:
            carets = f"{' ' * shown.start}{'^' * shown.length}"
            line = [Cell(f"{finding.line} | ", "dim"), Cell(shown.line)]
            parts.append(lines([line, [Cell(f"{margin} | ", "dim"), Cell(carets, style)]], whole))
        if said.help:
            hint = _(": {problem}").format(problem=said.help)
            words = [Cell(f"{margin} = ", "dim"), Cell(_("help"), "green"), Cell(hint)]
            parts.append(lines([words], look))
        if not is_note or finding is notes[-1]:
            parts.append("\n")
    return "".join([*parts, lines([[Cell(str(report), "bold")]], look)])
