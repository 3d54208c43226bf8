"""For GitLab: a code quality report, which merge requests show beside the lines."""

from typing import Final

from oicekpi.checks.report import Report, Source, fingerprints
from oicekpi.domain.finding import Finding, Level
from oicekpi.reports.json_text import as_json

SEVERITIES: Final = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


def render(report: Report, _: Source) -> str:
    """Write a list of issues; a finding about a whole file stands at its first line."""
    marks = fingerprints(report.findings)
    return as_json(
        [_issue(finding, mark) for finding, mark in zip(report.in_repository, marks, strict=True)]
    )


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    mend = f" (mend: {finding.hint})" if finding.hint else ""
    return {
        "description": finding.message + mend,
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.level],
        "location": {"path": finding.path, "lines": {"begin": max(finding.line, 1)}},
    }
