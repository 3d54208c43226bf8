"""`show`: one indicator in full: chart, progress in words, records."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.domain.record import Entry
from oicekpi.messages.translate import gettext as _
from oicekpi.reports import explanation, figures, records, steps, words
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
        yield Paragraph(
            [
                [
                    Cell(f"  {SIGNS[step.status]} {step.name}", STYLES[step.status]),
                    Cell(f"  {step.text}"),
                ]
                for step in steps.of(progress)
            ]
        )
    elif progress.parts:
        strip = [Cell("  ")]
        for step in steps.of(progress):
            strip += [Cell(step.name), Cell(f" {SIGNS[step.status]}  ", STYLES[step.status])]
        yield Paragraph([strip])
    elif chart := (readings if figures.is_read(indicator) else burn_up)(plan, progress):
        yield chart
    yield Paragraph([[Cell(f"  {text}")] for text in sentences(plan, progress)])
    caption = [Cell(words.records(len(entries)), "bold")]
    provisional = frozenset(event.id for event in progress.events if not event.firm)
    view = records.View(progress.as_of, provisional, indicator)
    table = records.records_table(records.newest_last(entries), view)
    yield replace(table, caption=caption) if entries else Paragraph([caption])


def sentences(plan: Plan, progress: Progress) -> Iterator[str]:
    """Explain the status, and say what is needed next and what the plan notes."""
    yield from explanation.sentences(plan, progress)
    if progress.next is not None:
        counted = not (progress.parts or figures.is_read(progress.indicator))
        text = (
            _("Needed next: {needs}; {left} in all by the end.")
            if counted
            else _("Needed next: {needs}.")
        )
        left = (progress.needed or 0) - progress.count.done
        yield text.format(
            needs=words.needs(progress, figures.counted), left=figures.counted(progress, left)
        )
    if progress.indicator.note:
        yield _("Note: {note}").format(note=progress.indicator.note)
