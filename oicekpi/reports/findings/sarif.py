"""For code scanning: SARIF 2.1.0, as GitHub and editors read it."""

from typing import Any, Final
from urllib.parse import quote

import oicekpi
from oicekpi.checks.report import Report, Source, fingerprints
from oicekpi.domain.finding import Finding
from oicekpi.reports import explain
from oicekpi.reports.json_text import as_json

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report, _: Source) -> str:
    """Write one run with its results, and the rules that they are of."""
    codes = sorted({finding.code for finding in report.findings})
    marks = fingerprints(report.findings)
    results = [
        _result(finding, codes.index(finding.code), mark)
        for finding, mark in zip(report.in_repository, marks, strict=True)
    ]
    driver = {
        "name": "oicekpi",
        "semanticVersion": oicekpi.__version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, Any]:
    help_text = explain.section(code)
    return {
        "id": code,
        "shortDescription": {"text": explain.summary(code)},
        "defaultConfiguration": {"level": explain.level(code)},
        "help": {"text": help_text, "markdown": help_text},
    }


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, Any]:
    mend = f" Mend: {finding.hint}." if finding.hint else ""
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": f"{finding.message}.{mend}"},
        "locations": [{"physicalLocation": _location(finding)}],
        # GitHub goes by the key of this name alone; any text that stays the same will do.
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint}:1"},
    }


def _location(finding: Finding) -> dict[str, Any]:
    path = quote(finding.path.encode("utf-8", "surrogateescape"), safe="/")
    return {
        "artifactLocation": {"uri": path, "uriBaseId": "%SRCROOT%"},
        "region": _region(finding),
    }


def _region(finding: Finding) -> dict[str, int]:
    if not finding.line:
        return {"startLine": 1}  # GitHub shows no result without a line
    region = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    if finding.end_line:
        region |= {"endLine": finding.end_line, "endColumn": max(finding.end_column, 1)}
    return region
