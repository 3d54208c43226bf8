"""For GitLab: a code quality report, which merge requests show beside the lines."""

from typing import Final

from oicekpi.checks.report import Report, Source, fingerprints
from oicekpi.messages.catalogue import Severity
from oicekpi.reports.formats.json import as_json, with_help
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
        [
            {
                "description": with_help(finding),
                "check_name": finding.code,
                "fingerprint": mark,
                "severity": SEVERITIES[finding.severity],
                "location": {"path": finding.path, "lines": {"begin": max(finding.line, 1)}},
            }
            for finding, mark in zip(report.in_repository, marks, strict=True)
        ]
    )
