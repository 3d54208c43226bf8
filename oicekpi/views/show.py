"""`show`: one indicator in full: chart, standing in words, records."""

from collections.abc import Sequence

from oicekpi.plan.model import Counts
from oicekpi.progress.standing import PlanStanding, Standing
from oicekpi.records.store import Entry
from oicekpi.views import explanation, records, words
from oicekpi.views.chart import burn_up
from oicekpi.views.look import STYLES, Look
from oicekpi.views.render import Cell, Line, lines
from oicekpi.wording import count


def render(shown: PlanStanding, entries: Sequence[Entry], look: Look) -> str:
    """Write a page for each indicator of the part shown, one below the other."""
    pages: list[Line] = []
    for objective in shown.objectives:
        pages += [
            [Cell(f"{objective.objective.id}  {objective.objective.title}", "bold underline")]
        ]
        if objective.objective.summary:
            pages += [*_wrapped(objective.objective.summary, look), ()]
        for standing in objective.standings:
            pages += [*_page(shown, standing, entries, look), ()]
    return lines(pages[:-1], look)


def _page(
    shown: PlanStanding, standing: Standing, entries: Sequence[Entry], look: Look
) -> list[Line]:
    indicator = standing.indicator
    own = [entry for entry in entries if indicator.id in entry.record.indicator]
    head: Line = [
        Cell(f"{indicator.id}  ", "bold"),
        Cell(f"{indicator.title}  "),
        Cell(words.judged(standing, look), STYLES[standing.verdict]),
    ]
    page: list[Line] = [head, ()]
    if indicator.counts is Counts.STAGES:
        page += _steps(standing, look)
    else:
        page += burn_up(shown.plan, standing, look)
    page.append(())
    for text in explanation.sentences(shown.plan, standing, look):
        page += _wrapped(text, look)
    if standing.next is not None:
        page += _wrapped(f"Needs {words.needs(standing)}; {_left(standing)} to the end.", look)
    if indicator.note:
        page += _wrapped(f"Note: {indicator.note}", look)
    newest = records.newest_first(own)
    return [
        *page,
        (),
        *_indented([[Cell(count(len(own), "record"), "bold")]]),
        *records.rows(newest, look, standing.as_of),
    ]


def _left(standing: Standing) -> str:
    return f"{(standing.needed or 0) - standing.count.done:,} are left"


def _steps(standing: Standing, look: Look) -> list[Line]:
    """List the stages: reached, late, or still to come."""
    mark = (
        {"reached": "✔", "late": "▼", "": "○"}
        if look.unicode
        else {"reached": "*", "late": "<", "": "o"}
    )
    steps: list[Line] = []
    for at, stage in enumerate(standing.indicator.stages or (), start=1):
        state = (
            "reached" if at <= standing.count.done else "late" if at <= (standing.due or 0) else ""
        )
        due = f"due {words.day(stage.due, standing.as_of.year)}" if stage.due else "by the end"
        style = {"reached": "green", "late": "bold red", "": ""}[state]
        note = f"  ({state})" if state else ""
        steps.append([Cell(f"  {mark[state]} {at}. {stage.title}", style), Cell(f"  {due}{note}")])
    return steps


def _indented(rows: Sequence[Line]) -> list[Line]:
    return [*rows]


def _wrapped(text: str, look: Look) -> list[Line]:
    """Break prose at the screen's width, so that the terminal need not."""
    width = (look.width or 100) - 2
    rows: list[str] = [""]
    for part in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(part) > width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {part}".strip()
    return [[Cell(f"  {row}")] for row in rows]
