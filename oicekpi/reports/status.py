"""`status`: the plan on one day, as a table, JSON, CSV or Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.messages.text import count
from oicekpi.reports import words
from oicekpi.reports.facts import COLUMNS, flat_rows, plan_facts
from oicekpi.reports.forms import as_csv, escaped, markdown_table
from oicekpi.reports.json_text import as_json
from oicekpi.reports.look import STYLES, Look, word
from oicekpi.reports.names import Format
from oicekpi.reports.render import Cell, Column, Line, lines, table

_BAR: Final = 10  # columns
_MOST: Final = 10  # findings below a table; `check` tells all
_NARROW: Final = 100  # a screen of fewer columns has no room for the indicators' titles


def render(
    form: Format, whole: PlanProgress, shown: PlanProgress, findings: Sequence[Finding], look: Look
) -> str:
    """Write the progress in the wanted form.

    `whole` is the plan, `shown` the part that was asked for; the summary is of the whole.
    """
    return _FORMS[form](_Parts(whole, shown, findings), look)


class _Parts(NamedTuple):
    whole: PlanProgress
    shown: PlanProgress
    findings: Sequence[Finding]


def _table(parts: _Parts, look: Look) -> str:
    rows = [*_head(parts.whole, look), (), *_body(parts.shown, look), *_footer(parts.findings)]
    return lines(rows, look)


# --- the head -------------------------------------------------------------------------------------


def _head(whole: PlanProgress, look: Look) -> list[Line]:
    return [[Cell(whole.plan.title, "bold")], [Cell(words.when(whole))], _summary(whole, look)]


def _summary(whole: PlanProgress, look: Look) -> Line:
    """Say how many objectives have each status."""
    gap = Cell(" · " if look.unicode else ", ")
    cells: list[Cell] = []
    for status, number in whole.summary.items():
        if number:
            cells += [gap, Cell(f"{number} {word(status)}", STYLES[status])]
    return [Cell(f"{count(len(whole.objectives), 'objective')}: "), *cells[1:]]


# --- the table ------------------------------------------------------------------------------------


def _body(shown: PlanProgress, look: Look) -> list[Line]:
    """Lay out a line an indicator, by section; on a narrow screen by objective too."""
    if not shown.objectives:
        return [[Cell("nothing to look at")]]
    narrow = look.width is not None and look.width < _NARROW
    heading, *rows = table(_columns(shown.indicators, look, titles=not narrow), look)
    body: list[Line] = [heading]
    for section, objectives in groupby(shown.objectives, key=lambda each: each.section):
        body.append([Cell(f"{section.id}  {section.title}", "bold underline")])
        for each in objectives:
            if narrow:
                body.append([Cell(f"{each.objective.id}  {each.objective.title}", "bold")])
            body += rows[: len(each.indicators)]
            del rows[: len(each.indicators)]
    return body


def _columns(indicators: Sequence[Progress], look: Look, *, titles: bool) -> list[Column]:
    def cells(write: Callable[[Progress], str]) -> list[Cell]:
        return [Cell(write(each)) for each in indicators]

    def judged(write: Callable[[Progress, Look], str]) -> list[Cell]:
        return [Cell(write(each, look), STYLES[each.status]) for each in indicators]

    columns = [
        Column("", cells(lambda s: s.indicator.id), keep=10),
        Column("", cells(lambda s: s.indicator.title), keep=5, cut=True),
        Column("progress", judged(_bar), keep=6),
        Column("done", cells(words.progress), keep=9),
        Column("due", cells(_due), keep=8, right=True),
        Column("prov.", cells(lambda s: _some(s.count.provisional)), keep=4, right=True),
        Column("plan.", cells(lambda s: _some(s.count.planned)), keep=3, right=True),
        Column("forecast", cells(words.forecast), keep=1),
        Column("chance", cells(words.chance), keep=2, right=True),
        Column("status", judged(words.judged), keep=11),
        Column("needs", cells(words.needs), keep=7),
    ]
    return [column for at, column in enumerate(columns) if titles or at != 1]


def _due(progress: Progress) -> str:
    return "" if progress.due is None else f"{progress.due:,}"


def _some(number: int) -> str:
    return f"{number:,}" if number else ""


def _bar(progress: Progress, look: Look) -> str:
    """Draw what is done, and a mark at what is due where that is more."""
    if not progress.needed:
        return ""
    full, empty, mark = ("█", "░", "┃") if look.unicode else ("#", ".", "|")
    done, owed = progress.count.done, progress.due or 0
    filled = min(_BAR, done * _BAR // progress.needed)
    bar = full * filled + empty * (_BAR - filled)
    if owed <= done:
        return bar
    at = min(_BAR - 1, max(owed * _BAR // progress.needed - 1, filled))
    return bar[:at] + mark + bar[at + 1 :]


def _footer(findings: Sequence[Finding]) -> list[Line]:
    if not findings:
        return []
    rows = [[Cell(f"  {text}")] for text in _listed(findings)]
    mend = [Cell("`oicekpi check` says how to mend it")]
    return [(), [Cell(_short_of(findings), "bold red")], *rows, mend]


def _listed(findings: Sequence[Finding]) -> list[str]:
    """Tell the first findings, and how many more there are: the table is to stay in sight."""
    told = [_line(finding) for finding in findings[:_MOST]]
    more = len(findings) - len(told)
    return [*told, f"and {more:,} more"] if more else told


def _short_of(findings: Sequence[Finding]) -> str:
    return f"{count(len(findings), 'finding')}: the figures may be short of what is listed here"


def _line(finding: Finding) -> str:
    return f"{finding.place}: {finding.code} {finding.message}"


# --- for pull requests and reports ----------------------------------------------------------------


def _markdown(parts: _Parts, look: Look) -> str:
    whole, shown, findings = parts
    wide = replace(look, width=None)
    summary = "".join(cell.text for cell in _summary(whole, wide))
    heads = (
        "Indicator",
        "",
        "Done",
        "Due",
        "Provisional",
        "Planned",
        "Forecast",
        "Chance",
        "Status",
        "Needs",
    )
    rows = [
        (
            progress.indicator.id,
            progress.indicator.title,
            words.progress(progress),
            _due(progress),
            _some(progress.count.provisional),
            _some(progress.count.planned),
            words.forecast(progress),
            words.chance(progress),
            words.judged(progress, wide),
            words.needs(progress),
        )
        for progress in shown.indicators
    ]
    body = [f"## {escaped(whole.plan.title)}", "", f"{words.when(whole)}  ", summary, ""]
    body += markdown_table(heads, rows) if rows else ["nothing to look at"]
    if findings:
        listed = (f"- {escaped(text)}" for text in _listed(findings))
        body += ["", f"**{_short_of(findings)}**", "", *listed]
    return "\n".join(body) + "\n"


# --- for programs ---------------------------------------------------------------------------------


def _json(parts: _Parts, _: Look) -> str:
    return as_json(plan_facts(*parts))


def _csv(parts: _Parts, _: Look) -> str:
    return as_csv(COLUMNS, flat_rows(parts.shown))


_FORMS: Final = {
    Format.TABLE: _table,
    Format.JSON: _json,
    Format.CSV: _csv,
    Format.MARKDOWN: _markdown,
}
