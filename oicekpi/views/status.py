"""`status`: the plan on one day, as a table, JSON, CSV or Markdown."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from oicekpi.finding import Finding
from oicekpi.progress.standing import ObjectiveStanding, PlanStanding, Standing
from oicekpi.views import words
from oicekpi.views.look import STYLES, Look, sign, word
from oicekpi.views.render import Cell, Column, Line, lines, table
from oicekpi.wording import count, printable

_BAR: Final = 10  # columns


class Format(StrEnum):
    """The forms in which a standing can be had."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def render(
    form: Format, whole: PlanStanding, shown: PlanStanding, findings: Sequence[Finding], look: Look
) -> str:
    """Write the standing in the wanted form.

    `whole` is the plan, `shown` the part that was asked for; the summary is of the whole.
    """
    return _FORMS[form](whole, shown, findings, look)


# --- the table --------------------------------------------------------------------------------------  # noqa: E501


def _table(
    whole: PlanStanding, shown: PlanStanding, findings: Sequence[Finding], look: Look
) -> str:
    rows: list[Line] = [*_head(whole, look), (), *_body(shown, look)]
    return lines([*rows, *_footer(findings)], look)


def _head(whole: PlanStanding, look: Look) -> list[Line]:
    period = whole.plan.period
    day = min(whole.as_of, period.end)
    passed = max(0, (day - period.start).days + 1)
    days = (period.end - period.start).days + 1
    when = "closed" if whole.closed else f"day {passed} of {days}"
    return [
        [Cell(whole.plan.title, "bold")],
        [Cell(f"as of {day.isoformat()}, {when}")],
        *_summary(whole, look),
    ]


def _summary(whole: PlanStanding, look: Look) -> list[Line]:
    """Say how many objectives have each verdict, on as many lines as a narrow screen needs."""
    rows: list[list[Cell]] = [[Cell(f"{count(len(whole.objectives), 'objective')}: ")]]
    gap = Cell(" · " if look.unicode else ", ")
    for verdict, number in whole.summary.items():
        piece = Cell(f"{number} {word(verdict)}", STYLES[verdict])
        if not number:
            continue
        if sum(cell.width for cell in (*rows[-1], gap, piece)) > (look.width or 10_000):
            rows.append([Cell("  ")])
        rows[-1] += [gap, piece] if len(rows[-1]) > 1 else [piece]
    return [*rows]


def _body(shown: PlanStanding, look: Look) -> list[Line]:
    if not shown.objectives:
        return [[Cell("nothing to look at")]]
    heading, *rows = table(_columns(shown.standings, look), look)
    body: list[Line] = [heading]
    for section, objectives in groupby(shown.objectives, key=lambda each: each.section):
        body.append([Cell(f"{section.id}  {section.title}", "bold underline")])
        for objective in objectives:
            body += rows[: len(objective.standings)]
            del rows[: len(objective.standings)]
    return body


def _columns(standings: Sequence[Standing], look: Look) -> list[Column]:
    def cells(write: Callable[[Standing], str]) -> list[Cell]:
        return [Cell(write(each)) for each in standings]

    def number(value: int | None) -> str:
        return f"{value:,}" if value else ""

    return [
        Column("", cells(lambda s: s.indicator.id), keep=10),
        Column("", cells(lambda s: s.indicator.title), keep=3, cut=True),
        Column("progress", [Cell(_bar(s, look), STYLES[s.verdict]) for s in standings], keep=6),
        Column("done", cells(lambda s: _ascii(words.progress(s), look)), keep=9),
        Column("due", cells(_due), keep=8, right=True),
        Column("prov.", cells(lambda s: number(s.count.provisional)), keep=5, right=True),
        Column("plan.", cells(lambda s: number(s.count.planned)), keep=4, right=True),
        Column("forecast", cells(lambda s: _ascii(words.forecast(s), look)), keep=1),
        Column("chance", cells(words.chance), keep=2, right=True),
        Column("verdict", [Cell(words.judged(s, look), STYLES[s.verdict]) for s in standings], 11),
        Column("needs", cells(words.needs), keep=7),
    ]


def _due(standing: Standing) -> str:
    return "" if standing.due is None else f"{standing.due:,}"


def _ascii(text: str, look: Look) -> str:
    return text if look.unicode else text.replace("–", "-")


def _bar(standing: Standing, look: Look) -> str:
    """Draw what is done, and a mark at what is due where that is more."""
    if not standing.needed:
        return ""
    full, empty, mark = ("█", "░", "┃") if look.unicode else ("#", ".", "|")
    filled = min(_BAR, standing.count.done * _BAR // standing.needed)
    bar = full * filled + empty * (_BAR - filled)
    owed = (standing.due or 0) * _BAR // standing.needed
    if (standing.due or 0) > standing.count.done:
        at = min(_BAR - 1, max(owed - 1, filled))
        bar = bar[:at] + mark + bar[at + 1 :]
    return bar


def _footer(findings: Sequence[Finding]) -> list[Line]:
    if not findings:
        return []
    title = (
        f"{count(len(findings), 'finding')}: the figures above may be short of what is listed here"
    )
    rows = [[Cell(_place(finding)), Cell(finding.message)] for finding in findings]
    return [(), [Cell(title, "bold red")], *rows, [Cell("`oicekpi check` says how to mend it")]]


def _place(finding: Finding) -> str:
    where = f":{finding.line}:{finding.column}" if finding.line else ""
    return f"  {finding.path}{where}: {finding.code} "


# --- for programs -------------------------------------------------------------------------------------  # noqa: E501


def _json(whole: PlanStanding, shown: PlanStanding, findings: Sequence[Finding], _: Look) -> str:
    period = whole.plan.period
    document = {
        "schema": "oicekpi/status/1",
        "plan": whole.name,
        "title": whole.plan.title,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "as_of": min(whole.as_of, period.end).isoformat(),
        "closed": whole.closed,
        "complete": not findings,
        "findings": [finding_facts(finding) for finding in findings],
        "summary": {verdict.value: number for verdict, number in whole.summary.items()},
        "objectives": [_objective(each) for each in shown.objectives],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def finding_facts(finding: Finding) -> dict[str, str | int]:
    """Give a finding as JSON has it."""
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "level": finding.level.value,
        "message": finding.message,
        "hint": finding.hint,
    }


def _objective(objective: ObjectiveStanding) -> dict[str, Any]:
    return {
        "id": objective.objective.id,
        "section": objective.section.id,
        "title": objective.objective.title,
        "verdict": objective.verdict.value,
        "indicators": [standing_facts(each) for each in objective.standings],
    }


def standing_facts(standing: Standing) -> dict[str, Any]:
    """Give a standing as JSON has it; what is not known or does not apply is null."""
    outlook = standing.forecast
    return {
        "id": standing.indicator.id,
        "title": standing.indicator.title,
        "counts": standing.indicator.counts.value,
        "target": standing.target.as_written() if standing.target else None,
        "needed": standing.needed,
        "done": standing.count.done,
        "provisional": standing.count.provisional,
        "planned": standing.count.planned,
        "due": standing.due,
        "share": None if standing.share is None else round(float(standing.share), 4),
        "forecast": outlook
        and {"low": outlook.low, "likely": outlook.likely, "high": outlook.high},
        "chance": None if outlook is None else round(outlook.chance, 4),
        "verdict": standing.verdict.value,
        "quiet": standing.quiet,
        "next": standing.next and {"need": standing.next.need, "by": standing.next.by.isoformat()},
        "last_record": standing.count.last.isoformat() if standing.count.last else None,
    }


_FIELDS: Final = (
    "section",
    "objective",
    "indicator",
    "title",
    "counts",
    "needed",
    "done",
    "provisional",
    "planned",
    "due",
    "share",
    "low",
    "likely",
    "high",
    "chance",
    "verdict",
    "need",
    "by",
    "last_record",
)


def _flat(shown: PlanStanding) -> Iterable[dict[str, Any]]:
    for objective in shown.objectives:
        for standing in objective.standings:
            facts = standing_facts(standing)
            facts |= facts.pop("forecast") or {}
            facts |= facts.pop("next") or {}
            ids = {"section": objective.section.id, "objective": objective.objective.id}
            yield {**facts, **ids, "indicator": facts["id"]}


def _csv(_: PlanStanding, shown: PlanStanding, __: Sequence[Finding], ___: Look) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, _FIELDS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {key: printable(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in _flat(shown)
    )
    return written.getvalue()


# --- for pull requests and reports --------------------------------------------------------------------  # noqa: E501


def _markdown(
    whole: PlanStanding, shown: PlanStanding, findings: Sequence[Finding], look: Look
) -> str:
    wide = replace(look, width=None)
    title, when, summary = ("".join(cell.text for cell in row) for row in _head(whole, wide))
    columns = ("Indicator", "", "Done", "Due", "Forecast", "Chance", "Verdict", "Needs")
    rows = [
        (
            standing.indicator.id,
            standing.indicator.title,
            words.progress(standing),
            _due(standing),
            words.forecast(standing),
            words.chance(standing),
            words.judged(standing, look),
            words.needs(standing),
        )
        for standing in shown.standings
    ]
    body = [f"## {escaped(title)}", "", f"{when}  ", summary, "", *markdown_table(columns, rows)]
    body += (
        ["", *(f"- {escaped(_place(f).strip() + f.message)}" for f in findings)] if findings else []
    )
    return "\n".join(body) + "\n"


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a Markdown table, as lines; text from files stays text."""
    head = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    return [*head, *(f"| {' | '.join(escaped(cell) for cell in row)} |" for row in rows)]


def escaped(text: str) -> str:
    """Keep what Markdown or HTML would read as a sign from being one."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#&" else c for c in printable(text))


def by_sign(look: Look) -> str:
    """Explain the signs in one line."""
    return "  ".join(f"{sign(verdict, look)} {word(verdict)}" for verdict in STYLES)


_FORMS: Final[dict[Format, Callable[..., str]]] = {
    Format.TABLE: _table,
    Format.JSON: _json,
    Format.CSV: _csv,
    Format.MARKDOWN: _markdown,
}
