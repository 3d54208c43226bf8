"""For programs: the findings as one JSON object, and JSON that is safe to print."""

import json
import re
from typing import Any

from oicekpi.checks.report import Report, Source
from oicekpi.finding import Finding, Level
from oicekpi.wording import UNSAFE

SCHEMA = "oicekpi/check/1"


def render(report: Report, _: Source) -> str:
    """Give the findings with all they know; `line` and what follows are 0 for a whole file."""
    numbers = {f"{level.value}s": report.number(level) for level in Level}
    looked = {"files": report.files, "plans": report.plans, "records": report.records}
    return written(
        {
            "schema": SCHEMA,
            "findings": [_object(finding) for finding in report.findings],
            "summary": numbers | looked,
        }
    )


def _object(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "hint": finding.hint,
    }


def written(value: object) -> str:
    """Write JSON that reads well and holds no character that steers a terminal."""
    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    return "\n".join(UNSAFE.sub(_escaped, line) for line in lines) + "\n"


def _escaped(match: re.Match[str]) -> str:
    # Outside of strings JSON has none of these characters, and inside an escape means the same.
    return f"\\u{ord(match.group()):04x}"
