"""For GitHub Actions: workflow commands, which become annotations, and a table for the summary."""

from typing import Final

from oicekpi.checks.report import Report, Source
from oicekpi.domain.finding import Finding, Level
from oicekpi.messages.text import printable

COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
MAX_ROWS: Final = 500  # a step's summary holds 1 MiB
# What Markdown or HTML could take for more than text.
_MARKS: Final = {ord(mark): f"&#{ord(mark)};" for mark in "&<>\\`*_{}[]()#|~!@:"}


def render(report: Report, _: Source) -> str:
    """Write a workflow command for each finding, and the sum as an ordinary line."""
    commands = [f"{_command(finding)}\n" for finding in report.in_repository]
    return "".join(commands) + f"{report}\n"


def summary(report: Report) -> str:
    """Make the Markdown for the file that `GITHUB_STEP_SUMMARY` names."""
    heading = f"### oicekpi check\n\n{report}\n"
    if not report.findings:
        return heading
    rows = [_row(finding) for finding in report.in_repository[:MAX_ROWS]]
    more = len(report.findings) - len(rows)
    rest = f"\n… and {more:,} more, which the log of the step has\n" if more else ""
    table = "".join(f"{row}\n" for row in rows)
    return (
        f"{heading}\n| where | level | code | what | mend |\n|---|---|---|---|---|\n{table}{rest}"
    )


def _command(finding: Finding) -> str:
    properties = {"file": printable(finding.path)}
    if finding.line:
        properties |= {"line": str(finding.line), "col": str(max(finding.column, 1))}
    if finding.end_line:
        properties["endLine"] = str(finding.end_line)
    # GitHub refuses columns where a finding spans lines.
    if finding.end_line == finding.line and finding.end_column:
        properties["endColumn"] = str(finding.end_column)
    properties["title"] = finding.code
    listed = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    mend = f"\nmend: {finding.hint}" if finding.hint else ""
    return f"::{COMMANDS[finding.level]} {listed}::{_escaped(finding.message + mend)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _row(finding: Finding) -> str:
    cells = (printable(finding.place), finding.level, finding.code, finding.message, finding.hint)
    return f"| {' | '.join(printable(cell).translate(_MARKS) for cell in cells)} |"
