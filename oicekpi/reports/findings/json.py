"""For programs: the findings as one JSON object."""

from typing import Final

from oicekpi.checks.report import Report, Source
from oicekpi.domain.finding import Level
from oicekpi.reports.json_text import as_json

SCHEMA: Final = "oicekpi/check/1"


def render(report: Report, _: Source) -> str:
    """Give the findings with all they know; `line` and what follows are 0 for a whole file."""
    numbers = {f"{level.value}s": report.number(level) for level in Level}
    looked = {"files": report.files, "plans": report.plans, "records": report.records}
    return as_json(
        {
            "schema": SCHEMA,
            "findings": [finding.facts() for finding in report.findings],
            "summary": numbers | looked,
        }
    )
