"""JSON: the same to every program and in every language, and safe to look at."""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, starmap
from typing import Any, Final

from oicekpi.checks.report import Report, Source
from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.text import UNSAFE, Bilingual, in_each_language
from oicekpi.messages.translate import gettext
from oicekpi.reports.look import Look
from oicekpi.reports.tables import Page

SCHEMA: Final = "oicekpi/check/1"


def render(page: Page, _: Look, *, raw: bool = False) -> str:  # noqa: ARG001 - as every format
    """Return the data of a page."""
    return as_json(page.data())


def findings(report: Report, _: Source, __: Look) -> str:
    """Return the findings with all they know; `line` and what follows are 0 for a whole file."""
    numbers = {f"{severity.value}s": report.number(severity) for severity in Severity}
    checked = {"files": report.files, "plans": report.plans, "records": report.records}
    return as_json(
        {
            "schema": SCHEMA,
            "findings": [finding_facts(finding) for finding in report.findings],
            "summary": numbers | checked,
        }
    )


def as_json(value: object) -> str:
    """Return JSON that reads well and holds no character that steers a terminal.

    Decimals are written with the digits that they have.
    """
    lines = "".join(_pieces(value, "\n")).split("\n")
    return "\n".join(re.sub(UNSAFE, escaped, line) for line in lines) + "\n"


def _pieces(value: object, newline: str) -> Iterator[str]:
    """Write a value as `json` does with an indent of two; it knows no decimals."""
    match value:
        case dict() if value:
            items: Iterator[tuple[str, object]] = (
                (f"{json.dumps(key, ensure_ascii=False)}: ", each)
                for key, each in chain.from_iterable(starmap(with_chinese, value.items()))
            )
            yield from _block(items, "{}", newline)
        case list() | tuple() if value:
            yield from _block((("", each) for each in value), "[]", newline)
        case Decimal():
            yield f"{value:f}"
        case _:
            yield json.dumps(value, ensure_ascii=False, allow_nan=False)


def with_chinese(key: str, value: object) -> Iterator[tuple[str, object]]:
    """Return a key with its value; a text or texts in two languages are under a second key, too."""
    yield key, value
    if isinstance(value, Bilingual):
        yield f"{key}_zh", value.chinese
    elif isinstance(value, list) and any(isinstance(each, Bilingual) for each in value):
        yield f"{key}_zh", [in_each_language(each)[-1] for each in value]


def _block(items: Iterable[tuple[str, object]], brackets: str, newline: str) -> Iterator[str]:
    inside = f"{newline}  "
    for at, (before, each) in enumerate(items):
        yield f"{',' if at else brackets[0]}{inside}{before}"
        yield from _pieces(each, inside)
    yield f"{newline}{brackets[1]}"


def escaped(match: re.Match[str]) -> str:
    """Return a character that steers a terminal as an escape, which means the same in a string."""
    # Outside of strings JSON has none of these characters, and inside an escape means the same.
    return f"\\u{ord(match.group()):04x}"


def finding_facts(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON has it: code and parameters in every language, and the sentence."""
    said = finding.said()
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "code": finding.code,
        "case": finding.case,
        "severity": finding.severity.value,
        "params": {key: _plain(value) for key, value in finding.params.items()},
        "message": said.text,
        "help": said.help,
    }


def with_help(finding: Finding) -> str:
    """Return what is wrong and how to fix it as one text, for services that show only one."""
    said = finding.said()
    if not said.help:
        return said.text
    return gettext("{problem} (help: {help})").format(problem=said.text, help=said.help)


def _plain(value: object) -> object:
    """Return a parameter as JSON can hold it."""
    match value:
        case None | bool() | int() | float() | Decimal() | Bilingual():
            return value
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(each) for each in value]
        case _:
            return str(value)
