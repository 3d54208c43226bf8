"""Why an indicator has its status, in sentences with all figures."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from oicekpi.domain.counting import with_more
from oicekpi.domain.forecast import Forecast, Remainder
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import REVIEW_EVERY, PlanProgress, Progress
from oicekpi.domain.status import EARLY, Status
from oicekpi.domain.tally import Event
from oicekpi.messages.catalogue import listed
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import ngettext
from oicekpi.reports import figures, reasons, words
from oicekpi.reports.look import STYLES, Cell, Line, Look, word
from oicekpi.reports.render import lines

_NAMED: Final = 12  # records that are named before the rest are only counted


def render(shown: PlanProgress, look: Look) -> str:
    """Explain every indicator of the part shown that is flagged."""
    rows: list[Line] = []
    for progress in shown.indicators:
        if progress.flagged:
            name = Cell(f"{progress.indicator.id}  ", STYLES[progress.status])
            rows += [(), [name, Cell(words.judged(progress), STYLES[progress.status])]]
            rows += [[Cell(f"  {text}")] for text in sentences(shown.plan, progress)]
    return lines(rows, look)


def sentences(plan: Plan, progress: Progress) -> Iterator[str]:
    """Say what was counted or read, what is due, what is expected, what would change the status."""
    outlook, target = progress.forecast, progress.target
    if progress.parts:
        yield from reasons.sub_periods(progress)
        yield from _revised(progress)
    elif figures.is_read(progress.indicator):
        yield from reasons.read(progress)
        yield from _revised(progress)
    else:
        yield from _counted(progress)
        yield from _revised(progress)
        if target is not None and target.is_ceiling:
            yield from reasons.ceiling(plan, progress)
        elif target is not None:
            yield from _due(progress)
            # Without a rest nothing more can come: the period is closed.
            if outlook and outlook.rest and progress.status is not Status.ACHIEVED:
                yield from _outlook(plan, progress, outlook, outlook.rest)
                yield from _what_if(plan, progress)
            elif outlook is None and not progress.closed:
                yield from _without_forecast(plan, progress)
        elif progress.indicator.stages is not None:
            yield from _late_stages(progress)
    if progress.quiet:
        yield _quiet(progress)


def _on(value: date, progress: Progress) -> str:
    return words.day(value, progress.as_of.year)


# --- what was counted -----------------------------------------------------------------------------


def _counted(progress: Progress) -> Iterator[str]:
    tally, indicator = progress.count, progress.indicator
    happened = [e for e in progress.events if not e.planned and e.day <= progress.as_of]
    firm = [event for event in happened if event.firm]
    done = figures.quantity(progress, tally.done)
    if firm and indicator.measure == "records" and tally.done == len(firm):
        yield ngettext(
            "Done: {count} record: {records}.", "Done: {count} records: {records}.", len(firm)
        ).format(count=f"{len(firm):,}", records=_named(firm))
    elif firm:
        yield ngettext(
            "Done: {done}, from {count} record: {records}.",
            "Done: {done}, from {count} records: {records}.",
            len(firm),
        ).format(done=done, count=f"{len(firm):,}", records=_named(firm))
    else:
        yield _("Done: {done}.").format(done=done)
    lacking = [event for event in happened if not event.firm]
    if lacking:
        if tally.provisional:
            text = ngettext(
                "Provisional: {more} more, without {needs}, from {count} record: {records}.",
                "Provisional: {more} more, without {needs}, from {count} records: {records}.",
                len(lacking),
            )
        else:
            text = ngettext(
                "Provisional: nothing new, without {needs}, from {count} record: {records}.",
                "Provisional: nothing new, without {needs}, from {count} records: {records}.",
                len(lacking),
            )
        yield text.format(
            more=figures.counted(progress, tally.provisional),
            needs=listed([_(need.value) for need in indicator.requires], "or"),
            count=f"{len(lacking):,}",
            records=_named(lacking),
        )
    if tally.planned:
        yield ngettext(
            "Planned: {count} more, not counted yet.",
            "Planned: {count} more, not counted yet.",
            int(tally.planned),
        ).format(count=figures.counted(progress, tally.planned))


def _named(events: Sequence[Event]) -> str:
    """Name the last of some records, and count the earlier ones."""
    named = [event.id for event in events[-_NAMED:]]
    rest = len(events) - len(named)
    if rest:
        earlier = ngettext("{count} earlier", "{count} earlier", rest)
        named.append(earlier.format(count=f"{rest:,}"))
    return listed(named, "and")


def _revised(progress: Progress) -> Iterator[str]:
    """Name the target before and after each revision, whether it holds yet or not."""
    old = progress.indicator.target
    for revision in progress.indicator.revisions:
        if revision.on <= progress.as_of:
            text = _("The target was {old}; since {day} it has been {new}: {reason}.")
        else:
            text = _("The target will be {new} instead of {old} from {day} on: {reason}.")
        yield text.format(
            old=old,
            new=revision.target,
            day=_on(revision.on, progress),
            reason=str(revision.reason).rstrip(".。"),
        )
        old = revision.target


# --- what has a target ----------------------------------------------------------------------------


def _due(progress: Progress) -> Iterator[str]:
    needed = figures.counted(progress, progress.needed or 0)
    if progress.target is not None and progress.target.ambition is not None:
        yield _("The target is reached with {needed}; the ambition is {ambition}.").format(
            needed=needed, ambition=figures.counted(progress, progress.target.ambition)
        )
    pace = progress.indicator.pace
    checkpoints = (pace and pace.checkpoints) or {}
    passed = [day for day in checkpoints if day < progress.as_of]
    if progress.closed:
        text = _("Due: {due}, for the period is over.")
    elif passed:
        text = _("Due: {due} by {day}: the checkpoint of {checkpoint}.")
    elif checkpoints:
        text = _("Due: {due} by {day}: the first checkpoint is that of {checkpoint}.")
    elif progress.forecast is None:  # an amount, or before the period
        text = _(
            "Due: {due} by {day}, when {share} of the pace has passed: that share of {needed}."
        )
    else:
        text = _(
            "Due: {due} by {day}, when {share} of the pace has passed: that share of {needed}, "
            "rounded down."
        )
    yield text.format(
        due=figures.counted(progress, progress.due or 0),
        day=_on(progress.as_of, progress),
        share=words.percent(progress.share or 0, 1),
        needed=needed,
        checkpoint=_on((passed[-1:] or [*checkpoints, progress.as_of])[0], progress),
    )


def _without_forecast(plan: Plan, progress: Progress) -> Iterator[str]:
    """Say that there is no forecast, and what brings an indicator that is late back on track."""
    if progress.as_of < plan.period.start:
        yield _("There is no forecast before the period begins.")
        return
    yield _("There is no forecast for amounts: one record can be as large as many others.")
    missing = (progress.due or 0) - progress.count.done
    if progress.status.flagged and missing > 0:
        yield _("With {count} more by now it would be {status}.").format(
            count=figures.quantity(progress, missing), status=word(Status.ON_TRACK)
        )


def _outlook(plan: Plan, progress: Progress, outlook: Forecast, rest: Remainder) -> Iterator[str]:
    share, missing = progress.share or 0, (progress.needed or 0) - progress.count.done
    yield _("Forecast: {likely} by {day}, and with 80 % certainty {low} to {high}.").format(
        likely=figures.counted(progress, outlook.likely),
        day=_on(plan.period.end, progress),
        low=f"{outlook.low:,}",
        high=figures.counted(progress, outlook.high),
    )
    yield _(
        "How: on the {share} of the pace that is left, {mean} more are expected, at {rate} times "
        "the plan's rate. Their variance is {ratio} times as much, and the chance is that of "
        "{missing} or more in a negative binomial distribution."
    ).format(
        share=words.percent(1 - share, 1),
        mean=f"{rest.mean:.1f}",
        rate=f"{rest.rate:.2f}",
        ratio=f"{rest.ratio:.1f}",
        missing=figures.counted(progress, missing),
    )
    if share < EARLY:
        bound, status = words.percent(EARLY), progress.status
        text = _("Chance of {needed}: {chance}. It has no effect before {bound} of the pace.")
    elif progress.count.done < (progress.due or 0):
        bound, status = words.percent(plan.flags.behind_below), Status.BEHIND
        text = _("Chance of {needed}: {chance}. Below due, a chance under {bound} means {status}.")
    else:
        bound, status = words.percent(plan.flags.slowing_below), Status.AT_RISK
        text = _(
            "Chance of {needed}: {chance}. On pace, a chance under {bound} means {status} if the "
            "pace has fallen off."
        )
    yield text.format(
        needed=figures.counted(progress, progress.needed or 0),
        chance=words.chance(progress),
        bound=bound,
        status=word(status),
    )


def _what_if(plan: Plan, progress: Progress) -> Iterator[str]:
    """Say how many more would change the status, were they done on this day."""
    statuses = [progress.status]
    extras = range(1, int((progress.needed or 0) - progress.count.done) + 1)

    def status(extra: int) -> Status:
        return with_more(plan, progress, extra).status

    while statuses[-1].flagged:
        # The least number with which it is none of those before: more units never make it worse,
        # and with all that are missing it is achieved.
        extra = extras[bisect_left(extras, 1, key=lambda extra: status(extra) not in statuses)]
        statuses.append(status(extra))
        yield ngettext(
            "With {count} more by now it would be {status}.",
            "With {count} more by now it would be {status}.",
            extra,
        ).format(count=figures.counted(progress, extra), status=word(statuses[-1]))


# --- the others -----------------------------------------------------------------------------------


def _late_stages(progress: Progress) -> Iterator[str]:
    for at, stage in enumerate(progress.indicator.stages or (), start=1):
        if progress.count.done < at <= (progress.due or 0):
            if stage.due:
                text = _("Not reached: {stage}, which was due on {day}.")
                yield text.format(stage=stage.title, day=_on(stage.due, progress))
            else:
                yield _("Not reached: {stage}.").format(stage=stage.title)


def _quiet(progress: Progress) -> str:
    number = progress.quiet_days or 0
    every = progress.indicator.review_every or REVIEW_EVERY
    return ngettext(
        "No record since {day}, {count} day ago; review it every {every} days.",
        "No record since {day}, {count} days ago; review it every {every} days.",
        number,
    ).format(
        day=_on(progress.as_of - timedelta(days=number), progress),
        count=f"{number:,}",
        every=f"{every:,}",
    )
