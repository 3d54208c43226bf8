"""For whatever shows test results: JUnit's XML, a suite for each file that has findings."""

import re
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from oicekpi.checks.report import Report, Source
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext as _
from oicekpi.reports.look import Look

# What XML 1.0 cannot hold, after the controls and lone surrogates are made visible.
_NO_XML: Final = re.compile("[\ufffe\uffff]")


def findings(report: Report, _source: Source, _look: Look) -> str:
    """Return errors as failures; warnings and notes pass, and their text is kept."""
    root = Element("testsuites", name="oicekpi check")
    for path, of_file in groupby(report.in_repository, lambda finding: finding.path):
        found = list(of_file)
        suite = SubElement(
            root,
            "testsuite",
            name=_legal(path),
            tests=str(len(found)),
            failures=str(sum(finding.severity is Severity.ERROR for finding in found)),
            errors="0",
            skipped="0",
        )
        for finding in found:
            place = _("{code} at {line}:{column}").format(
                code=finding.code, line=finding.line, column=finding.column
            )
            name = place if finding.line else finding.code
            case = SubElement(suite, "testcase", classname=_legal(path), name=name, time="0")
            said = finding.said()
            head = f"{finding.place}: {finding.severity.head(finding.code)}"
            text = _("{place}: {problem}").format(place=head, problem=said.text)
            if said.help:
                text += f"\n{_('help: {help}').format(help=said.help)}"
            if finding.severity is Severity.ERROR:
                inside = SubElement(case, "failure", type=finding.code, message=_legal(said.text))
            else:
                inside = SubElement(case, "system-out")
            inside.text = "\n".join(map(_legal, text.split("\n")))
    if not report.findings:  # viewers refuse a result without a test
        suite = SubElement(root, "testsuite", name=_("all files"), tests="1", failures="0")
        SubElement(suite, "testcase", classname="oicekpi", name=str(report), time="0")
    failures = report.number(Severity.ERROR)
    root.attrib |= {"tests": str(max(len(report.findings), 1)), "failures": str(failures)}
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written.decode() + "\n"


def _legal(text: str) -> str:
    return _NO_XML.sub("\ufffd", printable(text))
