"""The statuses at each month's end: when did an indicator first fall behind, and was that right?"""

import calendar
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, Progress, of_indicator
from oicekpi.domain.progress import of_plan as judged_by
from oicekpi.domain.status import Status
from oicekpi.domain.tally import Ledger
from oicekpi.values import dataclass


class Outcome(StrEnum):
    """What came of the flags, known once the period is over."""

    CONFIRMED = "confirmed"
    RECOVERED = "recovered"
    UNWARNED = "missed-without-warning"


class Strip(NamedTuple):
    """One indicator's indicators at the ends of the months, in order of time."""

    indicators: tuple[Progress, ...]

    @property
    def first_behind(self) -> date | None:
        """The first month's end at which it was behind or missed."""
        late = {Status.BEHIND, Status.MISSED}
        return next((s.as_of for s in self.indicators if s.status in late), None)

    @property
    def outcome(self) -> Outcome | None:
        """What the flags came to: None while the period runs, and where there was none to raise.

        They were confirmed if the target was missed; the indicator recovered if it was reached
        after all. A miss that no earlier month's end had flagged came without warning.
        """
        last = self.indicators[-1]
        if not last.closed:
            return None
        flagged = any(s.status.flagged for s in self.indicators[:-1])
        if last.status is Status.MISSED:
            return Outcome.CONFIRMED if flagged else Outcome.UNWARNED
        return Outcome.RECOVERED if flagged else None


@dataclass(frozen=True)
class History:
    """All indicators at the ends of the months, from the period's start to a day."""

    name: str
    plan: Plan
    days: tuple[date, ...]
    strips: tuple[Strip, ...]

    def narrowed(self, indicators: Collection[str]) -> "History":
        """Keep only these indicators."""
        kept = (strip for strip in self.strips if strip.indicators[-1].indicator.id in indicators)
        return replace(self, strips=tuple(kept))


def of_plan(  # noqa: PLR0913 - what it is judged by
    name: str,
    plan: Plan,
    ledger: Ledger,
    as_of: date,
    today: date | None = None,
    *,
    now: PlanProgress | None = None,
) -> History:
    """Judge every indicator at each month's end; the last column is `as_of` or the period's end.

    `now` is the progress on that day, if it is known.
    """
    days = tuple(month_ends(plan.period.start, min(as_of, plan.period.end)))
    if now is None:  # after the period's end, the last column is final
        now = judged_by(name, plan, ledger, as_of, today)
    strips = tuple(
        Strip(
            (
                *(of_indicator(plan, last.indicator, ledger, day, today) for day in days[:-1]),
                last,
            )
        )
        for last in now.indicators
    )
    return History(name, plan, days, strips)


def month_ends(start: date, last: date) -> Iterator[date]:
    """Give the last day of each month from `start` on, and at the end `last` itself."""
    day = start
    while (end := day.replace(day=calendar.monthrange(day.year, day.month)[1])) < last:
        yield end
        day = end + timedelta(days=1)
    yield last
