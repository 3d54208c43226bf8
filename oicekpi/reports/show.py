"""`show`: one indicator in full: chart, progress in words, records."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from oicekpi.domain.plan import Plan, Stage
from oicekpi.domain.progress import PlanProgress, Progress, SubPeriod
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import ngettext
from oicekpi.reports import explanation, figures, records, words
from oicekpi.reports.charts import burn_up, readings
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import SIGNS, STYLES, Cell, Line, Look
from oicekpi.reports.status import plan_facts
from oicekpi.reports.tables import Page, Paragraph


def render(shown: PlanProgress, entries: Sequence[Entry], look: Look) -> str:
    """Return a page for each indicator of the part shown, one below the other."""
    return FORMATS["table"].render(page(shown, entries), look)


def page(shown: PlanProgress, entries: Sequence[Entry]) -> Page:
    """Return the indicators of the part shown, each with its chart, sentences and records."""
    by_indicator = defaultdict(list)
    for entry in entries:
        for known in entry.record.indicator:
            by_indicator[known].append(entry)
    blocks: list[Any] = []
    for each in shown.objectives:
        name: list[Line] = [
            [Cell(f"{each.objective.id}  {each.objective.title}", "bold underline")]
        ]
        if each.objective.summary:
            name.append([Cell(f"  {each.objective.summary}")])
        blocks.append(Paragraph(name))
        for progress in each.indicators:
            blocks += _blocks(shown.plan, progress, by_indicator[progress.indicator.id])
    title = _("plan {name}, {when}").format(name=shown.name, when=words.when(shown))
    head: list[Line] = [[Cell(title)]]
    head += [[Cell(text, "bold yellow")] for text in words.projection(shown)]
    return Page("", head, blocks, lambda: plan_facts(shown, shown, ()))


def _blocks(plan: Plan, progress: Progress, entries: Sequence[Entry]) -> Iterator[Any]:
    indicator = progress.indicator
    name = [
        Cell(f"{indicator.id}  ", "bold"),
        Cell(words.judged(progress), STYLES[progress.status]),
        Cell(f"  {indicator.title}"),
    ]
    yield Paragraph([name])
    if indicator.stages:
        steps = enumerate(indicator.stages)
        yield Paragraph([_step(progress, at, stage) for at, stage in steps])
    elif progress.parts:
        yield Paragraph([_strip(progress)])
    elif chart := (readings if figures.is_read(indicator) else burn_up)(plan, progress):
        yield chart
    yield Paragraph([[Cell(f"  {text}")] for text in _sentences(plan, progress)])
    number = ngettext("{count} record", "{count} records", len(entries))
    caption = [Cell(number.format(count=f"{len(entries):,}"), "bold")]
    provisional = frozenset(event.id for event in progress.events if not event.firm)
    view = records.View(progress.as_of, provisional, indicator)
    table = records.records_table(records.newest_last(entries), view)
    yield replace(table, caption=caption) if entries else Paragraph([caption])


def _strip(progress: Progress) -> Line:
    """Draw a sign for each sub-period, with the month in which it begins."""
    cells = [Cell("  ")]
    for part in progress.parts:
        status = _of_part(progress, part)
        month = _(words.MONTHS[part.period.start.month - 1])
        cells += [Cell(month), Cell(f" {SIGNS[status]}  ", STYLES[status])]
    return cells


def _of_part(progress: Progress, part: SubPeriod) -> Status:
    """Return the status by whose sign a sub-period is drawn."""
    if part.held is not None:
        return Status.ACHIEVED if part.held else Status.MISSED
    if progress.as_of not in part.period or part.value is None or progress.target is None:
        return Status.NOT_DUE
    return Status.ON_TRACK if progress.target.holds(part.value) else Status.AT_RISK


def _step(progress: Progress, at: int, stage: Stage) -> Line:
    """Say of the stage at a place whether it is reached, late, or still to come."""
    dated = stage.due is not None
    if at < progress.count.done:
        status = Status.ACHIEVED
        text = _("due {day}  (reached)") if dated else _("by the end  (reached)")
    elif progress.closed:
        status = Status.MISSED
        text = _("due {day}  (missed)") if dated else _("by the end  (missed)")
    elif at < (progress.due or 0):
        status = Status.BEHIND
        text = _("due {day}  (late)") if dated else _("by the end  (late)")
    else:
        status = Status.NOT_DUE
        text = _("due {day}") if dated else _("by the end")
    day = words.day(stage.due, progress.as_of.year) if stage.due else ""
    return [
        Cell(f"  {SIGNS[status]} {at + 1}. {stage.title}", STYLES[status]),
        Cell(f"  {text.format(day=day)}"),
    ]


def _sentences(plan: Plan, progress: Progress) -> Iterator[str]:
    yield from explanation.sentences(plan, progress)
    if progress.next is not None:
        counted = not (progress.parts or figures.is_read(progress.indicator))
        text = (
            _("Needed next: {needs}; {left} in all by the end.")
            if counted
            else _("Needed next: {needs}.")
        )
        left = (progress.needed or 0) - progress.count.done
        yield text.format(needs=words.needs(progress), left=figures.number(progress, left))
    if progress.indicator.note:
        yield _("Note: {note}").format(note=progress.indicator.note)
