"""For GitLab: a code quality report, which merge requests show beside the lines."""

from typing import Final

from oicekpi.checks.report import Report, Source, fingerprints
from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.translate import gettext as _
from oicekpi.reports.formats.json import as_json
from oicekpi.reports.look import Look

SEVERITIES: Final = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.NOTE: "info",
}


def findings(report: Report, _source: Source, _look: Look) -> str:
    """Return a list of issues; one about a whole file is shown at its first line."""
    marks = fingerprints(report.findings)
    return as_json(
        [_issue(finding, mark) for finding, mark in zip(report.in_repository, marks, strict=True)]
    )


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    said = finding.said()
    with_help = _("{problem} (help: {help})").format(problem=said.text, help=said.help)
    return {
        "description": with_help if said.help else said.text,
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": finding.path, "lines": {"begin": max(finding.line, 1)}},
    }
