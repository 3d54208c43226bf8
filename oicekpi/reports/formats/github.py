"""For GitHub Actions: workflow commands, which become annotations, and a table for the summary."""

from itertools import accumulate
from typing import Final

from oicekpi.checks.report import Report, Source
from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import ngettext, pgettext
from oicekpi.reports.formats.markdown import escaped, markdown_table
from oicekpi.reports.look import Look

COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
MAX_ROWS: Final = 500
_MAX_SUMMARY: Final = 900_000  # bytes; what is longer than 1 MiB, GitHub shows nothing of


def findings(report: Report, _source: Source, _look: Look) -> str:
    """Return a workflow command for each finding, and the summary as an ordinary line."""
    lines = []
    for finding in report.in_repository:
        properties = {"file": printable(finding.path)}
        if finding.line:
            properties |= {"line": str(finding.line), "col": str(max(finding.column, 1))}
        if finding.end_line:
            properties["endLine"] = str(finding.end_line)
        # GitHub refuses columns where a finding spans lines.
        if finding.end_line == finding.line and finding.end_column:
            properties["endColumn"] = str(finding.end_column)
        properties["title"] = finding.code
        listed = ",".join(
            f"{key}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}"
            for key, value in properties.items()
        )
        said = finding.said()
        help_ = f"\n{_('help: {help}').format(help=said.help)}" if said.help else ""
        text = _escaped(f"{said.text}{help_}")
        lines.append(f"::{COMMANDS[finding.severity]} {listed}::{text}\n")
    return "".join(lines) + f"{report}\n"


def summary(report: Report) -> str:
    """Return the Markdown for the file that `GITHUB_STEP_SUMMARY` names, what is worst first."""
    parts = [f"### oicekpi check\n\n{escaped(str(report))}"]
    if report.findings:
        titles = (pgettext("in a file", "where"), _("severity"), _("code"), _("problem"), _("help"))
        found = sorted(report.in_repository, key=lambda each: [*Severity].index(each.severity))
        table = markdown_table(titles, map(_row, found[:MAX_ROWS]))
        sizes = accumulate(len(line.encode()) + 1 for line in table)
        kept = [line for line, size in zip(table, sizes, strict=True) if size <= _MAX_SUMMARY]
        parts.append("\n".join(kept))
        more = len(report.findings) - len(kept) + len(("titles", "line"))
        if more:
            rest = ngettext(
                "{count} more finding is in the log of the step",
                "{count} more findings are in the log of the step",
                more,
            )
            parts.append(rest.format(count=f"{more:,}"))
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _row(finding: Finding) -> tuple[str, ...]:
    said = finding.said()
    return finding.place, _(finding.severity.value), finding.code, said.text, said.help
