"""For code scanning: SARIF 2.1.0, as GitHub and editors read it."""

from typing import Any, Final
from urllib.parse import quote

import oicekpi
from oicekpi.checks.report import Report, Source, fingerprints
from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import severity_of
from oicekpi.reports import explain
from oicekpi.reports.formats.json import as_json, with_help
from oicekpi.reports.look import Look

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def findings(report: Report, _source: Source, _look: Look) -> str:
    """Return one run with its results, and the rules that they are of."""
    codes = sorted({finding.code for finding in report.findings})
    marks = fingerprints(report.findings)
    results = [
        _result(finding, codes.index(finding.code), mark)
        for finding, mark in zip(report.in_repository, marks, strict=True)
    ]
    rules = []
    for code in codes:
        text = explain.section(code)
        rules.append(
            {
                "id": code,
                "shortDescription": {"text": explain.summary(code)},
                "defaultConfiguration": {"level": severity_of(code)},
                "help": {"text": text, "markdown": text},
            }
        )
    driver = {"name": "oicekpi", "semanticVersion": oicekpi.__version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, Any]:
    path = quote(finding.path.encode("utf-8", "surrogateescape"), safe="/")
    file = {"uri": path, "uriBaseId": "%SRCROOT%"}
    region = {"startLine": 1}  # GitHub shows no result without a line
    if finding.line:
        region = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
        if finding.end_line:
            region |= {"endLine": finding.end_line, "endColumn": max(finding.end_column, 1)}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": with_help(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region}}],
        # GitHub goes by the key of this name alone; any text that stays the same will do.
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint}:1"},
    }
