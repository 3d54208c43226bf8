"""For whatever shows test results: JUnit's XML, a suite for each file that has findings."""

import re
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from oicekpi.checks.report import Report, Source
from oicekpi.domain.finding import Finding, Level
from oicekpi.messages.text import printable

# What XML 1.0 cannot hold, after the controls and lone surrogates are made visible.
_NO_XML: Final = re.compile("[\ufffe\uffff]")


def render(report: Report, _: Source) -> str:
    """Write errors as failures; warnings and notes pass, and say what they have to say."""
    groups = groupby(report.in_repository, lambda finding: finding.path)
    suites = [_suite(path, list(found)) for path, found in groups] or [_passed(report)]
    tests = max(len(report.findings), 1)
    failures = report.number(Level.ERROR)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="oicekpi check" tests="{tests}" failures="{failures}" errors="0">\n'
        f"{''.join(suites)}</testsuites>\n"
    )


def _suite(path: str, findings: list[Finding]) -> str:
    failures = sum(finding.level is Level.ERROR for finding in findings)
    cases = "".join(_case(finding) for finding in findings)
    return (
        f'<testsuite name={_quoted(path)} tests="{len(findings)}" failures="{failures}" '
        f'errors="0" skipped="0">\n{cases}</testsuite>\n'
    )


def _passed(report: Report) -> str:
    """Write the one test that a check with nothing to mend has passed."""
    case = f'<testcase classname="oicekpi" name={_quoted(str(report))} time="0"/>'
    head = '<testsuite name="all files" tests="1" failures="0" errors="0" skipped="0">'
    return f"{head}\n{case}\n</testsuite>\n"


def _case(finding: Finding) -> str:
    position = f" at {finding.line}:{finding.column}" if finding.line else ""
    told = f"{_escaped(finding.place)}: {_escaped(finding.message)}"
    mend = f"\nmend: {_escaped(finding.hint)}" if finding.hint else ""
    if finding.level is Level.ERROR:
        message = _quoted(finding.message)
        inside = f'<failure type="{finding.code}" message={message}>{told}{mend}</failure>'
    else:
        inside = f"<system-out>{finding.level}: {told}{mend}</system-out>"
    name = _quoted(finding.code + position)
    return f'<testcase classname={_quoted(finding.path)} name={name} time="0">{inside}</testcase>\n'


def _quoted(text: str) -> str:
    return quoteattr(_legal(printable(text)))


def _escaped(text: str) -> str:
    return escape(_legal(printable(text)))


def _legal(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
