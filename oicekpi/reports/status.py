"""`status`: the plan on one day."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from shlex import join
from typing import Any, Final, NamedTuple

from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import ObjectiveProgress, PlanProgress, Progress
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked, ngettext
from oicekpi.reports import figures, words
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import COMMAND, STYLES, Cell, Line, Look, styled, word
from oicekpi.reports.render import lines
from oicekpi.reports.tables import Column, Heading, Page, Paragraph, Table

_BAR: Final = 10  # columns
_MOST: Final = 10  # findings below a table; `check` lists all
_NARROW: Final = 100  # a screen of fewer columns has no room for the indicators' titles


def render(  # noqa: PLR0913 - what is shown, and how
    form: str,
    whole: PlanProgress,
    shown: PlanProgress,
    findings: Sequence[Finding],
    look: Look,
    *,
    raw: bool = False,
) -> str:
    """Return the progress in a format; `shown` is the part of the `whole` that was asked for."""
    return FORMATS[form].render(page(whole, shown, findings), look, raw=raw)


def reminder(overdue: int, words: Sequence[str], look: Look) -> str:
    """Say how many things are overdue, and the command that lists them; nothing if none is."""
    if not overdue:
        return ""
    text = ngettext(
        "{count} thing is overdue: {command}", "{count} things are overdue: {command}", overdue
    )
    line = styled(text, {"command": COMMAND}, count=f"{overdue:,}", command=join(words))
    return lines([(), line], look)


def page(whole: PlanProgress, shown: PlanProgress, findings: Sequence[Finding]) -> Page:
    """Return the progress as a page, of the part that is `shown`."""
    table = progress_table(shown)
    empty = Paragraph([[Cell(_("nothing to show"))]])
    # What is said of the plan, as it stands in a line of each indicator.
    head = plan_head(whole)
    period = head.pop("period")
    head["plan_title"] = head.pop("title")
    return Page(
        whole.plan.title,
        [
            [Cell(words.when(whole))],
            *([Cell(text, "bold yellow")] for text in words.projection(whole)),
            summary(whole, shown),
        ],
        [table if shown.objectives else empty, *footer(findings)],
        lambda: plan_facts(whole, shown, findings),
        table,
        common={
            **head,
            **{f"period_{side}": day for side, day in period.items()},
            "complete": not findings,
        },
    )


def summary(whole: PlanProgress, shown: PlanProgress | None = None) -> Line:
    """Say how many objectives have each status: those of a plan, or the `shown` ones among them.

    The status of an objective is that of all its indicators, so where only some of them are shown,
    indicators are counted.
    """
    shown = shown or whole
    held = [each.status for each in shown.objectives]
    number, every = len(held), len(whole.objectives)
    if not held:
        title = _("{count} of {all} objectives")
    elif any(len(each.indicators) < len(each.objective.indicators) for each in shown.objectives):
        held = [each.status for each in shown.indicators]
        number, every = len(held), len(whole.indicators)
        title = _("{count} of {all} indicators: ")
    elif number < every:
        title = _("{count} of {all} objectives: ")
    else:
        title = ngettext("{count} objective: ", "{count} objectives: ", number)
    cells = []
    for status in shown.summary:
        if count := held.count(status):
            each = _("{count} {status}").format(count=f"{count:,}", status=word(status))
            cells += [Cell(" · "), Cell(each, STYLES[status])]
    return [Cell(title.format(count=f"{number:,}", all=f"{every:,}")), *cells[1:]]


# --- the table ------------------------------------------------------------------------------------


class _Row(NamedTuple):
    objective: ObjectiveProgress
    progress: Progress
    facts: Mapping[str, Any]


def _fact(key: str) -> Any:  # noqa: ANN401 - a function
    return lambda row: row.facts[key]


def _style(row: _Row) -> str:
    return STYLES[row.progress.status]


def _bar(row: _Row) -> str:
    """Draw the way that is behind, and a mark at what is due where that is more."""
    progress = row.progress
    if progress.needed is None:
        return ""
    come, owed = figures.way(progress, progress.done), figures.way(progress, progress.due)
    filled = int(come * _BAR)
    bar = "█" * filled + "░" * (_BAR - filled)
    if owed <= come:
        return bar
    at = min(_BAR - 1, max(int(owed * _BAR) - 1, filled))
    return f"{bar[:at]}┃{bar[at + 1 :]}"


def _figure(
    key: str,
    title: str,
    write: Callable[[Progress], str],
    **more: Any,  # noqa: ANN401 - as Column takes them
) -> Column[_Row]:
    """Declare a column that people read in words, and programs as JSON has it."""
    return Column(key, title, lambda row: write(row.progress), _fact(key), **more)


COLUMNS: Final[Sequence[Column[_Row]]] = (
    Column("section", value=lambda row: row.objective.section.id),
    Column("objective", value=lambda row: row.objective.objective.id),
    Column(
        "indicator",
        text=lambda row: row.progress.indicator.id,
        value=_fact("id"),
        keep=10,
        full=marked("Indicator"),
    ),
    Column(
        "title",
        text=lambda row: row.progress.indicator.title,
        value=_fact("title"),
        keep=5,
        cut=True,
        wide=True,
        full=marked("Title"),
    ),
    Column(
        "bar", marked("progress"), _bar, style=_style, keep=6, drawn=True, full=marked("Progress")
    ),
    *(Column(key, value=_fact(key)) for key in ("owner", "measure", "unit", "baseline")),
    Column("needed", value=_fact("needed")),
    _figure("done", marked("done"), words.progress, keep=9, full=marked("Done")),
    _figure("due", marked("due"), words.due, keep=8, right=True, full=marked("Due")),
    _figure(
        "provisional",
        marked("prov."),
        words.provisional,
        keep=4,
        right=True,
        full=marked("Provisional"),
    ),
    _figure("planned", marked("plan."), words.planned, keep=3, right=True, full=marked("Planned")),
    Column("share", value=_fact("share")),
    *(Column(key, value=_fact(key)) for key in ("low", "likely", "high")),
    Column(
        "forecast",
        marked("forecast"),
        lambda row: words.forecast(row.progress),
        keep=1,
        full=marked("Forecast"),
    ),
    _figure("chance", marked("chance"), words.chance, keep=2, right=True, full=marked("Chance")),
    Column(
        "status",
        marked("status"),
        lambda row: words.judged(row.progress),
        _fact("status"),
        _style,
        keep=11,
        full=marked("Status"),
    ),
    Column("quiet", value=_fact("quiet")),
    Column(
        "needs",
        marked("needs"),
        lambda row: words.needs(row.progress),
        keep=7,
        full=marked("Needs"),
    ),
    *(Column(key, value=_fact(key)) for key in ("need", "by", "last_record")),
    *(Column(key, value=_fact(key)) for key in ("value", "numerator", "denominator")),
)


def progress_table(shown: PlanProgress) -> Table[_Row]:
    """Return a row for each indicator, by section; on a narrow screen by objective too."""
    rows: list[_Row] = []
    headings: dict[int, list[Heading]] = {}
    for section, objectives in groupby(shown.objectives, key=lambda each: each.section):
        title = [Cell(f"{section.id}  {section.title}", "bold underline")]
        headings.setdefault(len(rows), []).append(Heading(title))
        for each in objectives:
            name = [Cell(f"{each.objective.id}  {each.objective.title}", "bold")]
            headings.setdefault(len(rows), []).append(Heading(name, narrow=True))
            rows += [_Row(each, progress, _flat(each, progress)) for progress in each.indicators]
    return Table(COLUMNS, rows, headings, _NARROW, tells_hidden=True)


def _flat(each: ObjectiveProgress, progress: Progress) -> Mapping[str, Any]:
    facts = progress_facts(progress, each.objective.owner)
    baseline = progress.indicator.baseline
    nothing = dict.fromkeys(("low", "likely", "high", "need", "by", "numerator", "denominator"))
    parts = {"baseline": baseline and baseline.value}
    return nothing | facts | parts | (facts["forecast"] or {}) | (facts["next"] or {})


# --- what is missing ------------------------------------------------------------------------------


def footer(findings: Sequence[Finding]) -> list[Paragraph]:
    """Return that figures may be incomplete, and why, if there are findings."""
    if not findings:
        return []
    rows: list[Line] = [[Cell(incomplete(findings), "bold red")], *listed(findings)]
    hint = [Cell(_("`oicekpi check` shows how to fix them"))]
    return [Paragraph(rows, bullets=True, hint=hint)]


def incomplete(findings: Sequence[Finding]) -> str:
    """Say that figures may be incomplete."""
    number = len(findings)
    return ngettext(
        "{count} finding: the figures may be incomplete",
        "{count} findings: the figures may be incomplete",
        number,
    ).format(count=f"{number:,}")


def listed(findings: Sequence[Finding]) -> list[Line]:
    """Return a line for each of the first findings, and how many more there are."""
    rows: list[Line] = []
    for finding in findings[:_MOST]:
        text = _("{place}: {code}: {problem}").format(
            place=finding.place, code=finding.code, problem=finding.said().text
        )
        rows.append([Cell(f"  {text}")])
    more = len(findings) - len(rows)
    if more:
        rest = ngettext("and {count} more", "and {count} more", more).format(count=f"{more:,}")
        rows.append([Cell(f"  {rest}")])
    return rows


# --- for programs ---------------------------------------------------------------------------------


def plan_facts(
    whole: PlanProgress, shown: PlanProgress, findings: Sequence[Finding]
) -> dict[str, Any]:
    """Return the progress of a plan as JSON has it: a summary of the `whole`, the part `shown`."""
    from oicekpi.reports.formats.json import finding_facts  # noqa: PLC0415 - few runs write JSON

    return {
        "schema": "oicekpi/status/1",
        **plan_head(whole),
        "complete": not findings,
        "findings": [finding_facts(finding) for finding in findings],
        "summary": {status.value: number for status, number in whole.summary.items()},
        "objectives": [
            {
                "id": each.objective.id,
                "section": each.section.id,
                "title": each.objective.title,
                "status": each.status.value,
                "owner": each.objective.owner,
                "indicators": [
                    progress_facts(progress, each.objective.owner) for progress in each.indicators
                ],
            }
            for each in shown.objectives
        ],
    }


def plan_head(whole: PlanProgress) -> dict[str, Any]:
    """Return which plan is judged, and by which day, as JSON has it."""
    period = whole.plan.period
    return {
        "plan": whole.name,
        "title": whole.plan.title,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "as_of": whole.day.isoformat(),
        "closed": whole.closed,
        "days_ahead": whole.days_ahead,
    }


def progress_facts(progress: Progress, owner: str | None = None) -> dict[str, Any]:
    """Return a progress as JSON has it; what is not known or does not apply is null.

    `owner` is the objective's, which holds where the indicator has none.
    """
    indicator, outlook, needed_next = progress.indicator, progress.forecast, progress.next
    baseline, ratio = indicator.baseline, figures.parts(progress)
    facts: dict[str, Any] = {
        "id": indicator.id,
        "title": indicator.title,
        "owner": indicator.owner or owner,
        "measure": indicator.measure,
        "unit": figures.unit_value(indicator),
        "baseline": baseline
        and {"value": baseline.value, "on": baseline.on and baseline.on.isoformat()},
        "target": progress.target and progress.target.as_written(),
        "each": indicator.each,
        "needed": progress.needed,
        "done": figures.exact(progress.done),
        "provisional": figures.provisional(progress),
        "planned": figures.planned(progress),
        "due": figures.exact(progress.due),
        "share": None if progress.share is None else round(float(progress.share), 4),
        "forecast": outlook
        and {"low": outlook.low, "likely": outlook.likely, "high": outlook.high},
        "chance": outlook and round(outlook.chance, 4),
        "status": progress.status.value,
        "quiet": progress.quiet,
        "next": needed_next and {"need": needed_next.need, "by": needed_next.by.isoformat()},
        "last_record": progress.count.last and progress.count.last.isoformat(),
        "value": figures.exact(progress.value),
    }
    if ratio is not None:
        facts |= dict(zip(("numerator", "denominator"), ratio, strict=True))
    if progress.parts:
        facts["periods"] = [
            {
                "start": part.period.start.isoformat(),
                "end": part.period.end.isoformat(),
                "value": figures.exact(part.value),
                "held": part.held,
            }
            for part in progress.parts
        ]
    return facts
