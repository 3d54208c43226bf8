"""Sentences on what is not simply counted: levels and ratios, ceilings, targets of sub-periods."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Aggregate, Each, Plan
from oicekpi.domain.progress import Progress, SubPeriod
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Event
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import ngettext
from oicekpi.reports import figures, words
from oicekpi.reports.look import word

_PARTS: Final = 12  # sub-periods that are named; the earlier ones are only counted


def on(day: date, progress: Progress) -> str:
    """Return a day, with its year where that is not the year looked at."""
    return words.day(day, progress.as_of.year)


# --- levels and ratios ----------------------------------------------------------------------------


def read(progress: Progress) -> Iterator[str]:
    """Say what was read when, what is expected now and why, and that there is no forecast."""
    readings = figures.readings(progress)
    if progress.value is None:
        yield _("No reading so far.")
    else:
        yield from _last_readings(progress, readings, progress.value)
    lacking = figures.provisional(progress)
    if lacking:
        yield ngettext(
            "{count} reading lacks what is required and does not count yet.",
            "{count} readings lack what is required and do not count yet.",
            int(lacking),
        ).format(count=f"{lacking:,}")
    if progress.target is not None:
        yield from _expected(progress)
        if not progress.closed:
            yield _("There is no forecast: a reading does not tell what the next one will be.")


def _last_readings(progress: Progress, readings: list[Event], value: Number) -> Iterator[str]:
    last = readings[-1]
    aggregate, shown = progress.indicator.aggregate, figures.quantity(progress, value)
    parts = figures.parts(progress)
    if aggregate is Aggregate.AVERAGE:
        yield ngettext(
            "Read: {value}, the average of {count} reading; the last one is {record}.",
            "Read: {value}, the average of {count} readings; the last one is {record}.",
            len(readings),
        ).format(value=shown, count=f"{len(readings):,}", record=last.id)
    elif aggregate is Aggregate.SUM and parts:
        yield ngettext(
            "Read: {value}, which is {numerator} of {denominator} in {count} reading; the last "
            "one is {record}.",
            "Read: {value}, which is {numerator} of {denominator} in {count} readings; the last "
            "one is {record}.",
            len(readings),
        ).format(
            value=shown,
            numerator=f"{parts[0]:,}",
            denominator=f"{parts[1]:,}",
            count=f"{len(readings):,}",
            record=last.id,
        )
    elif parts:
        yield _("Read: {value} on {day}, which is {numerator} of {denominator}: {record}.").format(
            value=shown,
            day=on(last.day, progress),
            numerator=f"{parts[0]:,}",
            denominator=f"{parts[1]:,}",
            record=last.id,
        )
    else:
        yield _("Read: {value} on {day}: {record}.").format(
            value=shown, day=on(last.day, progress), record=last.id
        )


def _expected(progress: Progress) -> Iterator[str]:
    """Say what is expected now, where that comes from, and what falls short of it."""
    baseline, pace = progress.indicator.baseline, progress.indicator.pace
    goal, due = figures.goal(progress), progress.due
    if progress.closed:
        text = _("The period is over; the target is {goal}.")
        yield text.format(goal=goal)
        return
    checkpoints = (pace and pace.checkpoints) or {}
    passed = [day for day in checkpoints if day < progress.as_of]
    expected = "" if due is None else figures.quantity(progress, due)
    if passed:
        yield _("Expected now: {expected}, the checkpoint of {day}.").format(
            expected=expected, day=on(passed[-1], progress)
        )
    elif checkpoints:
        first = on(next(iter(checkpoints)), progress)
        yield _("Nothing more is expected before the first checkpoint, after {day}.").format(
            day=first
        )
    elif baseline is None:
        yield _("Expected now: the target, {goal}, because there is no baseline.").format(goal=goal)
    else:
        start = figures.quantity(progress, baseline.value)
        yield _(
            "Expected now: {expected}, on the line from the baseline of {baseline} to the target, "
            "{goal}; {share} of the pace has passed."
        ).format(
            expected=expected,
            baseline=start,
            goal=goal,
            share=words.percent(progress.share or 0, 1),
        )
    if progress.status in {Status.AT_RISK, Status.BEHIND}:
        yield _short(based=baseline is not None)


def _short(*, based: bool) -> str:
    """Say what a value that falls short means."""
    if based:
        text = _(
            "A value that falls short is {at_risk}; with less than half of the way that is due by "
            "now it is {behind}."
        )
    else:
        text = _(
            "A value that falls short is {at_risk}; from three quarters of the period on it is "
            "{behind}."
        )
    return text.format(at_risk=word(Status.AT_RISK), behind=word(Status.BEHIND))


# --- targets that must hold in each sub-period ----------------------------------------------------


def sub_periods(progress: Progress) -> Iterator[str]:
    """Say of each sub-period what its value was, and whether the target held."""
    yield _("The target, {goal}, must hold in each of {periods}; {held} held so far.").format(
        goal=figures.goal(progress),
        periods=words.periods(progress.indicator.each or Each.YEAR, len(progress.parts)),
        held=f"{progress.held:,}",
    )
    begun = [part for part in progress.parts if part.period.start <= progress.as_of]
    for part in begun[-_PARTS:]:
        yield _sub_period(progress, part)
    earlier = len(begun) - _PARTS
    if earlier > 0:
        yield ngettext("{count} earlier.", "{count} earlier.", earlier).format(count=f"{earlier:,}")
    if progress.status is Status.MISSED:
        yield _("One that has failed cannot be made good.")
    elif not progress.closed:
        yield _("There is no forecast for targets of this sort.")


def _sub_period(progress: Progress, part: SubPeriod) -> str:
    if part.value is None:
        text = _("{start} to {end}: no reading, failed.")
        if part.held is None:
            text = _("{start} to {end}: no reading yet.")
    elif part.held is None:
        text = _("{start} to {end}: {value} so far.")
    elif part.held:
        text = _("{start} to {end}: {value}, held.")
    else:
        text = _("{start} to {end}: {value}, failed.")
    return text.format(
        start=on(part.period.start, progress),
        end=on(part.period.end, progress),
        value="" if part.value is None else figures.quantity(progress, part.value),
    )


# --- ceilings -------------------------------------------------------------------------------------


def ceiling(plan: Plan, progress: Progress) -> Iterator[str]:
    """Say how much is left below a ceiling, and what the chance is to stay under it."""
    goal, bound, done = figures.goal(progress), progress.needed or 0, progress.count.done
    if progress.status is Status.MISSED:
        yield _("The target, {goal}, was passed: what is done cannot be undone.").format(goal=goal)
        return
    yield _("The target, {goal}, is a ceiling; {left} is left.").format(
        goal=goal, left=figures.counted(progress, bound - done)
    )
    outlook = progress.forecast
    if progress.closed:
        return
    if outlook is None:
        yield _("There is no forecast.")
        return
    yield _(
        "Forecast: {likely} by {day}, and with 80 % certainty {low} to {high}; chance to stay "
        "under it: {chance}."
    ).format(
        likely=figures.counted(progress, outlook.likely),
        day=on(plan.period.end, progress),
        low=f"{outlook.low:,}",
        high=figures.counted(progress, outlook.high),
        chance=words.chance(progress) or words.percent(outlook.chance),
    )
