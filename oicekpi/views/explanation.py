"""Why an indicator stands as it does, in plain words with all its figures."""

from collections.abc import Iterator
from datetime import date

from oicekpi.plan.model import Counts, Plan
from oicekpi.progress.standing import PlanStanding, Standing, with_more
from oicekpi.progress.tally import Event
from oicekpi.progress.verdict import Verdict
from oicekpi.views import words
from oicekpi.views.look import STYLES, Look, word
from oicekpi.views.render import Cell, Line, lines
from oicekpi.wording import count

_SHOWN = 12  # records that are named before the rest are only counted


def render(shown: PlanStanding, look: Look) -> str:
    """Explain every indicator of the part shown that is flagged."""
    rows: list[Line] = []
    for standing in shown.standings:
        if standing.flagged:
            head = f"{standing.indicator.id}  {words.judged(standing, look)}"
            rows += [(), [Cell(head, STYLES[standing.verdict])]]
            rows += [[Cell(f"  {text}")] for text in sentences(shown.plan, standing, look)]
    return lines(rows, look)


def sentences(plan: Plan, standing: Standing, look: Look) -> Iterator[str]:  # noqa: ARG001
    """Say what was counted, what is due, what is to be expected, and what would change it."""
    yield from _counted(standing)
    yield from _target(standing)
    if standing.indicator.counts is Counts.STAGES:
        yield from _stages(standing)
    elif standing.target is not None:
        yield from _due(standing)
        yield from _outlook(plan, standing)
        yield from _what_if(plan, standing)
    elif standing.quiet:
        since = standing.count.last or plan.period.start
        yield (
            f"No record since {_on(since, standing)}: {standing.quiet_days} days, and it is to be "
            f"reviewed every {standing.indicator.review_every}."
        )


def _on(value: date, standing: Standing) -> str:
    return words.day(value, standing.as_of.year)


def _counted(standing: Standing) -> Iterator[str]:
    tally = standing.count
    noun = standing.indicator.counts.value
    yield f"Done: {tally.done:,} {noun}{_named(_firm(standing))}"
    provisional = [e for e in standing.events if _happened(e, standing) and not e.firm]
    if provisional:
        lacks = " and ".join(standing.indicator.requires)
        yield (
            f"Provisional: {tally.provisional:,} more, which lack their {lacks}{_named(provisional)}"  # noqa: E501
        )
    if tally.planned:
        yield f"Planned: {tally.planned:,} more, which do not count yet."


def _happened(event: Event, standing: Standing) -> bool:
    return not event.planned and event.day <= standing.as_of


def _firm(standing: Standing) -> list[Event]:
    return [event for event in standing.events if _happened(event, standing) and event.firm]


def _named(events: list[Event]) -> str:
    if not events:
        return "."
    shown = [event.id for event in events[-_SHOWN:]]
    rest = len(events) - len(shown)
    more = f" and {rest:,} earlier" if rest else ""
    return f", from {count(len(events), 'record')}: {', '.join(shown)}{more}."


def _target(standing: Standing) -> Iterator[str]:
    indicator = standing.indicator
    for at, revision in enumerate(indicator.revisions):
        before = indicator.revisions[at - 1].target if at else indicator.target
        holds = "has been" if revision.on <= standing.as_of else "will be"
        yield (
            f"The target was {before}; since"
            if holds == "has been"
            else f"The target is {before}; from"
        ) + f" {_on(revision.on, standing)} it {holds} {revision.target}: {revision.reason}."


def _due(standing: Standing) -> Iterator[str]:
    share = float(standing.share or 0)
    ambition = standing.target.ambition if standing.target else None
    if ambition:
        yield f"The promise is kept with {standing.needed:,}; the ambition is {ambition:,}."
    yield (
        f"Due: {standing.due:,} by {_on(standing.as_of, standing)}, which is {standing.needed:,} × "
        f"{share:.1%} of the pace, rounded down to whole units."
    )


def _outlook(plan: Plan, standing: Standing) -> Iterator[str]:
    outlook = standing.forecast
    if outlook is None or standing.closed or standing.verdict is Verdict.ACHIEVED:
        return
    coming = outlook.working
    yield (
        f"Forecast: {outlook.likely:,} by {_on(plan.period.end, standing)}, with 80 % certainty "
        f"{outlook.low:,} to {outlook.high:,}."
    )
    if coming is not None:
        yield (
            f"How: at the pace so far {coming.mean:.1f} more are expected on the "
            f"{1 - float(standing.share or 0):.1%} of the pace that is left (rate {coming.rate:.2f} "  # noqa: E501
            f"of the plan's), with variance {coming.ratio:.1f} × that; the chance is that of "
            f"{(standing.needed or 0) - standing.count.done:,} or more of them in a negative "
            "binomial distribution."
        )
    flags = plan.flags
    owed = standing.count.done < (standing.due or 0)
    bound = flags.behind_below if owed else flags.slowing_below
    gravity = "behind" if owed else "at risk"
    yield (
        f"Chance of {standing.needed:,}: {words.chance(standing)}; under {bound:.0%} it counts as "
        f"{gravity}."
    )


def _what_if(plan: Plan, standing: Standing) -> Iterator[str]:
    """Say how many more would change the verdict, were they done on this day."""
    if standing.closed or not standing.verdict.flagged:
        return
    needed, done = standing.needed or 0, standing.count.done
    last = standing.verdict
    for extra in range(1, min(needed - done, 200) + 1):
        verdict = with_more(plan, standing, extra).verdict
        if verdict is not last:
            yield f"With {extra:,} more by now it would be {word(verdict)}."
            last = verdict
        if not verdict.flagged:
            return


def _stages(standing: Standing) -> Iterator[str]:
    for at, stage in enumerate(standing.indicator.stages or (), start=1):
        if at <= standing.count.done:
            yield f"Reached: {stage.title}."
        elif at <= (standing.due or 0):
            late = f", which was due on {_on(stage.due, standing)}" if stage.due else ""
            yield f"Not reached: {stage.title}{late}."
