"""`show`: one indicator in full: chart, progress in words, records."""

from collections.abc import Iterator, Sequence

from oicekpi.domain.plan import Plan, Stage
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.domain.status import Status
from oicekpi.messages.text import count
from oicekpi.reports import explanation, records, words
from oicekpi.reports.chart import burn_up
from oicekpi.reports.look import STYLES, Look, sign
from oicekpi.reports.render import Cell, Line, lines
from oicekpi.schema.record_files import Entry


def render(shown: PlanProgress, entries: Sequence[Entry], look: Look) -> str:
    """Write a page for each indicator of the part shown, one below the other."""
    pages: list[Line] = [[Cell(f"plan {shown.name}, {words.when(shown)}")], ()]
    for each in shown.objectives:
        pages.append([Cell(f"{each.objective.id}  {each.objective.title}", "bold underline")])
        if each.objective.summary:
            pages.append([Cell(f"  {each.objective.summary}")])
        for progress in each.indicators:
            pages += [(), *_page(shown.plan, progress, entries, look)]
        pages.append(())
    return lines(pages[:-1], look)


def _page(plan: Plan, progress: Progress, entries: Sequence[Entry], look: Look) -> Iterator[Line]:
    indicator = progress.indicator
    yield [
        Cell(f"{indicator.id}  ", "bold"),
        Cell(words.judged(progress, look), STYLES[progress.status]),
        Cell(f"  {indicator.title}"),
    ]
    yield ()
    drawing = _stages(progress, look) or burn_up(plan, progress, look)
    if drawing:
        yield from drawing
        yield ()
    yield from ([Cell(f"  {text}")] for text in _told(plan, progress))
    yield ()
    yield from _records(progress, entries, look)


def _stages(progress: Progress, look: Look) -> list[Line]:
    stages = progress.indicator.stages or ()
    return [_step(progress, at, stage, look) for at, stage in enumerate(stages)]


def _step(progress: Progress, at: int, stage: Stage, look: Look) -> Line:
    """Tell of the stage at a place whether it is reached, late, or still to come."""
    status, word = Status.NOT_DUE, ""
    if at < progress.count.done:
        status, word = Status.ACHIEVED, "  (reached)"
    elif progress.closed:
        status, word = Status.MISSED, "  (missed)"
    elif at < (progress.due or 0):
        status, word = Status.BEHIND, "  (late)"
    due = f"due {words.day(stage.due, progress.as_of.year)}" if stage.due else "by the end"
    return [
        Cell(f"  {sign(status, look)} {at + 1}. {stage.title}", STYLES[status]),
        Cell(f"  {due}{word}"),
    ]


def _told(plan: Plan, progress: Progress) -> Iterator[str]:
    yield from explanation.sentences(plan, progress)
    if progress.next is not None:
        left = (progress.needed or 0) - progress.count.done
        yield f"Needed next: {words.needs(progress)}; {left:,} in all by the end."
    if progress.indicator.note:
        yield f"Note: {progress.indicator.note}"


def _records(progress: Progress, entries: Sequence[Entry], look: Look) -> Iterator[Line]:
    """List the indicator's records, newest first."""
    own = [entry for entry in entries if progress.indicator.id in entry.record.indicator]
    yield [Cell(count(len(own), "record"), "bold")]
    if own:
        provisional = frozenset(event.id for event in progress.events if not event.firm)
        view = records.View(progress.as_of, provisional, progress.indicator)
        yield from records.rows(records.newest_first(own), look, view)
