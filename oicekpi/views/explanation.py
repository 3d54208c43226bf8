"""Why an indicator stands as it does, in plain words with all its figures."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from oicekpi.plan.plan import Plan
from oicekpi.progress.forecast import Forecast, Remainder
from oicekpi.progress.standing import PlanStanding, Standing, with_more
from oicekpi.progress.tally import Event
from oicekpi.progress.verdict import EARLY, Verdict
from oicekpi.views import words
from oicekpi.views.look import STYLES, Look, word
from oicekpi.views.render import Cell, Line, lines
from oicekpi.wording import count, listed

_NAMED: Final = 12  # records that are named before the rest are only counted


def render(shown: PlanStanding, look: Look) -> str:
    """Explain every indicator of the part shown that is flagged."""
    rows: list[Line] = []
    for standing in shown.standings:
        if standing.flagged:
            head = f"{standing.indicator.id}  {words.judged(standing, look)}"
            rows += [(), [Cell(head, STYLES[standing.verdict])]]
            rows += [[Cell(f"  {text}")] for text in sentences(shown.plan, standing)]
    return lines(rows, look)


def sentences(plan: Plan, standing: Standing) -> Iterator[str]:
    """Say what was counted, what is due, what is to be expected, and what would change it."""
    yield from _counted(standing)
    yield from _revised(standing)
    if standing.target is not None:
        yield from _due(standing)
        outlook = standing.forecast
        # Without a rest nothing more can come: the period is closed.
        if outlook and outlook.rest and standing.verdict is not Verdict.ACHIEVED:
            yield from _outlook(plan, standing, outlook, outlook.rest)
            yield from _what_if(plan, standing)
    elif standing.indicator.stages is not None:
        yield from _late_stages(standing)
    elif standing.quiet:
        yield _quiet(plan, standing)


def _on(value: date, standing: Standing) -> str:
    return words.day(value, standing.as_of.year)


# --- what was counted -----------------------------------------------------------------------------


def _counted(standing: Standing) -> Iterator[str]:
    tally, indicator = standing.count, standing.indicator
    happened = [e for e in standing.events if not e.planned and e.day <= standing.as_of]
    firm = [event for event in happened if event.firm]
    yield f"Done: {words.units(tally.done, indicator.counts)}{_from(firm)}."
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


def _revised(standing: Standing) -> Iterator[str]:
    """Name the target before and after each revision, whether it holds yet or not."""
    target = standing.indicator.target
    for revision in standing.indicator.revisions:
        on = _on(revision.on, standing)
        if revision.on <= standing.as_of:
            change = f"The target was {target}; since {on} it has been {revision.target}"
        else:
            change = f"The target will be {revision.target} instead of {target} from {on} on"
        yield f"{change}: {revision.reason.rstrip('.')}."
        target = revision.target


# --- what has a target ----------------------------------------------------------------------------


def _due(standing: Standing) -> Iterator[str]:
    needed = standing.needed or 0
    if standing.target is not None and standing.target.ambition is not None:
        yield f"The promise is kept with {needed:,}; the ambition is {standing.target.ambition:,}."
    yield (
        f"Due: {standing.due:,} by {_on(standing.as_of, standing)}, when "
        f"{words.percent(standing.share or 0, 1)} of the pace has passed: that share of "
        f"{needed:,}, rounded down."
    )


def _outlook(plan: Plan, standing: Standing, outlook: Forecast, rest: Remainder) -> Iterator[str]:
    share, missing = standing.share or 0, (standing.needed or 0) - standing.count.done
    yield (
        f"Forecast: {outlook.likely:,} by {_on(plan.period.end, standing)}, and with 80 % "
        f"certainty {outlook.low:,} to {outlook.high:,}."
    )
    yield (
        f"How: on the {words.percent(1 - share, 1)} of the pace that is left, {rest.mean:.1f} "
        f"more are expected, at {rest.rate:.2f} times the plan's rate. Their variance is "
        f"{rest.ratio:.1f} times as much, and the chance is that of {missing:,} or more in a "
        "negative binomial distribution."
    )
    chance = f"Chance of {standing.needed:,}: {words.chance(standing)}"
    if share < EARLY:
        yield f"{chance}. Before {words.percent(EARLY)} of the pace it makes nothing worse."
    elif standing.count.done < (standing.due or 0):
        bound = words.percent(plan.flags.behind_below)
        yield f"{chance}. Below due, a chance under {bound} means {word(Verdict.BEHIND)}."
    else:
        bound = words.percent(plan.flags.slowing_below)
        yield f"{chance}. On pace, a chance under {bound} means {word(Verdict.AT_RISK)}."


def _what_if(plan: Plan, standing: Standing) -> Iterator[str]:
    """Say how many more would change the verdict, were they done on this day."""
    verdicts = [standing.verdict]
    while verdicts[-1].flagged:
        extra, verdict = _first_other(plan, standing, verdicts)
        yield f"With {extra:,} more by now it would be {word(verdict)}."
        verdicts.append(verdict)


def _first_other(plan: Plan, standing: Standing, worse: Sequence[Verdict]) -> tuple[int, Verdict]:
    """Find the least number of new units with which the verdict is none of the worse ones.

    More units never make it worse, and with all that are missing it is achieved.
    """
    extras = range(1, (standing.needed or 0) - standing.count.done + 1)

    def verdict(extra: int) -> Verdict:
        return with_more(plan, standing, extra).verdict

    extra = extras[bisect_left(extras, 1, key=lambda extra: verdict(extra) not in worse)]
    return extra, verdict(extra)


# --- the others -----------------------------------------------------------------------------------


def _late_stages(standing: Standing) -> Iterator[str]:
    for at, stage in enumerate(standing.indicator.stages or (), start=1):
        if standing.count.done < at <= (standing.due or 0):
            late = f", which was due on {_on(stage.due, standing)}" if stage.due else ""
            yield f"Not reached: {stage.title}{late}."


def _quiet(plan: Plan, standing: Standing) -> str:
    since = _on(standing.count.last or plan.period.start, standing)
    days = count(standing.quiet_days or 0, "day")
    every = count(standing.indicator.review_every or 0, "day")
    return f"No record since {since}, {days} ago; it is to be reviewed after {every}."
