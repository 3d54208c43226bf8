"""`show`: one indicator in full: chart, standing in words, records."""

from collections.abc import Iterator, Sequence

from oicekpi.plan.plan import Plan, Stage
from oicekpi.progress.standing import PlanStanding, Standing
from oicekpi.progress.verdict import Verdict
from oicekpi.records.store import Entry
from oicekpi.views import explanation, records, words
from oicekpi.views.chart import burn_up
from oicekpi.views.look import STYLES, Look, sign
from oicekpi.views.render import Cell, Line, lines
from oicekpi.wording import count


def render(shown: PlanStanding, entries: Sequence[Entry], look: Look) -> str:
    """Write a page for each indicator of the part shown, one below the other."""
    pages: list[Line] = [[Cell(f"plan {shown.name}, {words.when(shown)}")], ()]
    for each in shown.objectives:
        pages.append([Cell(f"{each.objective.id}  {each.objective.title}", "bold underline")])
        if each.objective.summary:
            pages.append([Cell(f"  {each.objective.summary}")])
        for standing in each.standings:
            pages += [(), *_page(shown.plan, standing, entries, look)]
        pages.append(())
    return lines(pages[:-1], look)


def _page(plan: Plan, standing: Standing, entries: Sequence[Entry], look: Look) -> Iterator[Line]:
    indicator = standing.indicator
    yield [
        Cell(f"{indicator.id}  ", "bold"),
        Cell(words.judged(standing, look), STYLES[standing.verdict]),
        Cell(f"  {indicator.title}"),
    ]
    yield ()
    drawing = _stages(standing, look) or burn_up(plan, standing, look)
    if drawing:
        yield from drawing
        yield ()
    yield from ([Cell(f"  {text}")] for text in _told(plan, standing))
    yield ()
    yield from _records(standing, entries, look)


def _stages(standing: Standing, look: Look) -> list[Line]:
    stages = standing.indicator.stages or ()
    return [_step(standing, at, stage, look) for at, stage in enumerate(stages)]


def _step(standing: Standing, at: int, stage: Stage, look: Look) -> Line:
    """Tell of the stage at a place whether it is reached, late, or still to come."""
    verdict, word = Verdict.NOT_DUE, ""
    if at < standing.count.done:
        verdict, word = Verdict.ACHIEVED, "  (reached)"
    elif standing.closed:
        verdict, word = Verdict.MISSED, "  (missed)"
    elif at < (standing.due or 0):
        verdict, word = Verdict.BEHIND, "  (late)"
    due = f"due {words.day(stage.due, standing.as_of.year)}" if stage.due else "by the end"
    return [
        Cell(f"  {sign(verdict, look)} {at + 1}. {stage.title}", STYLES[verdict]),
        Cell(f"  {due}{word}"),
    ]


def _told(plan: Plan, standing: Standing) -> Iterator[str]:
    yield from explanation.sentences(plan, standing)
    if standing.next is not None:
        left = (standing.needed or 0) - standing.count.done
        yield f"Needed next: {words.needs(standing)}; {left:,} in all by the end."
    if standing.indicator.note:
        yield f"Note: {standing.indicator.note}"


def _records(standing: Standing, entries: Sequence[Entry], look: Look) -> Iterator[Line]:
    """List the indicator's records, newest first."""
    own = [entry for entry in entries if standing.indicator.id in entry.record.indicator]
    yield [Cell(count(len(own), "record"), "bold")]
    if own:
        provisional = frozenset(event.id for event in standing.events if not event.firm)
        view = records.View(standing.as_of, provisional, standing.indicator)
        yield from records.rows(records.newest_first(own), look, view)
