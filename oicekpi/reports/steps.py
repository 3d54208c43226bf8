"""The stages of an indicator, or its sub-periods, one by one: how far each is."""

from collections.abc import Iterator
from typing import NamedTuple

from oicekpi.domain.progress import Progress
from oicekpi.domain.status import Status
from oicekpi.messages.translate import gettext as _
from oicekpi.reports import figures, words


class Step(NamedTuple):
    """A stage or sub-period: the status by whose sign it is drawn, its name, and what is said."""

    status: Status
    name: str
    text: str


def of(progress: Progress) -> list[Step]:
    """Return the stages or sub-periods of an indicator; of others nothing."""
    return [*(_stages(progress) if progress.indicator.stages else sub_periods(progress))]


def _stages(progress: Progress) -> Iterator[Step]:
    """Say of each stage whether it is reached, late, or still to come."""
    for at, stage in enumerate(progress.indicator.stages or ()):
        dated = stage.due is not None
        if at < progress.count.done:
            status = Status.ACHIEVED
            text = _("due {day} (reached)") if dated else _("by the end (reached)")
        elif progress.closed:
            status = Status.MISSED
            text = _("due {day} (missed)") if dated else _("by the end (missed)")
        elif at < (progress.due or 0):
            status = Status.BEHIND
            text = _("due {day} (late)") if dated else _("by the end (late)")
        else:
            status = Status.NOT_DUE
            text = _("due {day}") if dated else _("by the end")
        day = words.day(stage.due, progress.as_of.year) if stage.due else ""
        yield Step(status, f"{at + 1}. {stage.title}", text.format(day=day))


def sub_periods(progress: Progress) -> Iterator[Step]:
    """Name each sub-period by the month in which it begins; the text is its value."""
    for part in progress.parts:
        month = words.month(part.period.start.month)
        value = words.NOTHING if part.value is None else figures.number(progress, part.value)
        if part.held is not None:
            status = Status.ACHIEVED if part.held else Status.MISSED
        elif progress.as_of not in part.period or part.value is None or progress.target is None:
            status = Status.NOT_DUE
        else:
            status = Status.ON_TRACK if progress.target.holds(part.value) else Status.AT_RISK
        yield Step(status, month, value)
