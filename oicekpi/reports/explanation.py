"""Why an indicator stands as it does, in plain words with all its figures."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from oicekpi.domain.forecast import Forecast, Remainder
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, Progress, with_more
from oicekpi.domain.status import EARLY, Status
from oicekpi.domain.tally import Event
from oicekpi.messages.text import count, listed
from oicekpi.reports import words
from oicekpi.reports.look import STYLES, Look, word
from oicekpi.reports.render import Cell, Line, lines

_NAMED: Final = 12  # records that are named before the rest are only counted


def render(shown: PlanProgress, look: Look) -> str:
    """Explain every indicator of the part shown that is flagged."""
    rows: list[Line] = []
    for progress in shown.indicators:
        if progress.flagged:
            head = f"{progress.indicator.id}  {words.judged(progress, look)}"
            rows += [(), [Cell(head, STYLES[progress.status])]]
            rows += [[Cell(f"  {text}")] for text in sentences(shown.plan, progress)]
    return lines(rows, look)


def sentences(plan: Plan, progress: Progress) -> Iterator[str]:
    """Say what was counted, what is due, what is to be expected, and what would change it."""
    yield from _counted(progress)
    yield from _revised(progress)
    if progress.target is not None:
        yield from _due(progress)
        outlook = progress.forecast
        # Without a rest nothing more can come: the period is closed.
        if outlook and outlook.rest and progress.status is not Status.ACHIEVED:
            yield from _outlook(plan, progress, outlook, outlook.rest)
            yield from _what_if(plan, progress)
    elif progress.indicator.stages is not None:
        yield from _late_stages(progress)
    elif progress.quiet:
        yield _quiet(plan, progress)


def _on(value: date, progress: Progress) -> str:
    return words.day(value, progress.as_of.year)


# --- what was counted -----------------------------------------------------------------------------


def _counted(progress: Progress) -> Iterator[str]:
    tally, indicator = progress.count, progress.indicator
    happened = [e for e in progress.events if not e.planned and e.day <= progress.as_of]
    firm = [event for event in happened if event.firm]
    yield f"Done: {words.units(tally.done, indicator.measure)}{_from(firm)}."
    lacking = [event for event in happened if not event.firm]
    if lacking:
        needs = listed(indicator.requires, "or")
        more = f"{tally.provisional:,} more" if tally.provisional else "no one or nothing new"
        yield f"Provisional: {more}, without {needs}{_from(lacking)}."
    if tally.planned:
        yield f"Planned: {tally.planned:,} more, not counted yet."


def _from(events: Sequence[Event]) -> str:
    if not events:
        return ""
    named = [event.id for event in events[-_NAMED:]]
    rest = len(events) - len(named)
    earlier = [f"{rest:,} earlier"] if rest else []
    return f", from {count(len(events), 'record')}: {listed((*named, *earlier), 'and')}"


def _revised(progress: Progress) -> Iterator[str]:
    """Name the target before and after each revision, whether it holds yet or not."""
    target = progress.indicator.target
    for revision in progress.indicator.revisions:
        on = _on(revision.on, progress)
        if revision.on <= progress.as_of:
            change = f"The target was {target}; since {on} it has been {revision.target}"
        else:
            change = f"The target will be {revision.target} instead of {target} from {on} on"
        yield f"{change}: {revision.reason.rstrip('.')}."
        target = revision.target


# --- what has a target ----------------------------------------------------------------------------


def _due(progress: Progress) -> Iterator[str]:
    needed = progress.needed or 0
    if progress.target is not None and progress.target.ambition is not None:
        yield f"The promise is kept with {needed:,}; the ambition is {progress.target.ambition:,}."
    yield (
        f"Due: {progress.due:,} by {_on(progress.as_of, progress)}, when "
        f"{words.percent(progress.share or 0, 1)} of the pace has passed: that share of "
        f"{needed:,}, rounded down."
    )


def _outlook(plan: Plan, progress: Progress, outlook: Forecast, rest: Remainder) -> Iterator[str]:
    share, missing = progress.share or 0, (progress.needed or 0) - progress.count.done
    yield (
        f"Forecast: {outlook.likely:,} by {_on(plan.period.end, progress)}, and with 80 % "
        f"certainty {outlook.low:,} to {outlook.high:,}."
    )
    yield (
        f"How: on the {words.percent(1 - share, 1)} of the pace that is left, {rest.mean:.1f} "
        f"more are expected, at {rest.rate:.2f} times the plan's rate. Their variance is "
        f"{rest.ratio:.1f} times as much, and the chance is that of {missing:,} or more in a "
        "negative binomial distribution."
    )
    chance = f"Chance of {progress.needed:,}: {words.chance(progress)}"
    if share < EARLY:
        yield f"{chance}. Before {words.percent(EARLY)} of the pace it makes nothing worse."
    elif progress.count.done < (progress.due or 0):
        bound = words.percent(plan.flags.behind_below)
        yield f"{chance}. Below due, a chance under {bound} means {word(Status.BEHIND)}."
    else:
        bound = words.percent(plan.flags.slowing_below)
        yield f"{chance}. On pace, a chance under {bound} means {word(Status.AT_RISK)}."


def _what_if(plan: Plan, progress: Progress) -> Iterator[str]:
    """Say how many more would change the status, were they done on this day."""
    statuses = [progress.status]
    while statuses[-1].flagged:
        extra, status = _first_other(plan, progress, statuses)
        yield f"With {extra:,} more by now it would be {word(status)}."
        statuses.append(status)


def _first_other(plan: Plan, progress: Progress, worse: Sequence[Status]) -> tuple[int, Status]:
    """Find the least number of new units with which the status is none of the worse ones.

    More units never make it worse, and with all that are missing it is achieved.
    """
    extras = range(1, (progress.needed or 0) - progress.count.done + 1)

    def status(extra: int) -> Status:
        return with_more(plan, progress, extra).status

    extra = extras[bisect_left(extras, 1, key=lambda extra: status(extra) not in worse)]
    return extra, status(extra)


# --- the others -----------------------------------------------------------------------------------


def _late_stages(progress: Progress) -> Iterator[str]:
    for at, stage in enumerate(progress.indicator.stages or (), start=1):
        if progress.count.done < at <= (progress.due or 0):
            late = f", which was due on {_on(stage.due, progress)}" if stage.due else ""
            yield f"Not reached: {stage.title}{late}."


def _quiet(plan: Plan, progress: Progress) -> str:
    since = _on(progress.count.last or plan.period.start, progress)
    days = count(progress.quiet_days or 0, "day")
    every = count(progress.indicator.review_every or 0, "day")
    return f"No record since {since}, {days} ago; it is to be reviewed after {every}."
