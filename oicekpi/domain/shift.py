"""Days of one period in another one: the same point of it, and the next period like it."""

import calendar
from datetime import date, timedelta
from typing import Self

from oicekpi.domain.plan import Period
from oicekpi.values import dataclass

_DAY = timedelta(days=1)


def months(period: Period) -> int | None:
    """Return how many months a period is long; None if it is not a whole number of them."""
    after = period.end + _DAY
    number = _number(after) - _number(period.start)
    return number if after.day == period.start.day and number else None


def _number(day: date) -> int:
    """Count months, so that the difference of two is the months between them."""
    return 12 * day.year + day.month


@dataclass(frozen=True)
class Shift:
    """A way from a period to one of the same length: by months, or else by days."""

    period: Period
    months: int = 0
    days: int = 0

    @classmethod
    def following(cls, period: Period, times: int = 1) -> Self:
        """Return the way to the period after this one, or to a later one."""
        long = months(period)
        if long is not None:
            return cls(period, months=long * times)
        return cls(period, days=((period.end - period.start).days + 1) * times)

    @property
    def result(self) -> Period:
        """The period that the way leads to."""
        return Period(self.day(self.period.start), self.day(self.period.end))

    def day(self, day: date) -> date:
        """Move a day. A month keeps its day if it has it, else its last one: 29 February the 28th.

        The first and the last day of the period stay what they are. Unless whole years are moved,
        the last day of any month stays the last one of its month.
        """
        if not self.months:
            return day + timedelta(days=self.days)
        if day == self.period.end:
            return self._by_months(day + _DAY, keep_last=False) - _DAY
        return self._by_months(day, keep_last=self.months % 12 != 0 and day != self.period.start)

    def _by_months(self, day: date, *, keep_last: bool) -> date:
        year, month = divmod(_number(day) - 1 + self.months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        ends = keep_last and (day + _DAY).day == 1
        return date(year, month + 1, last if ends else min(day.day, last))


def same_point(day: date, period: Period, other: Period) -> date:
    """Return the day of the other period at which the same share of it has passed.

    Of periods that are whole years apart, that is the same day of the year. A day before or after
    the one period is the day before or after the other.
    """
    if day < period.start:
        return other.start - _DAY
    if day > period.end:
        return other.end + _DAY
    apart = _number(other.start) - _number(period.start)
    way = Shift(period, months=apart)
    if apart % 12 == 0 and way.result == other:
        return way.day(day)
    length, others = ((each.end - each.start).days + 1 for each in (period, other))
    passed = (day - period.start).days + 1
    return other.start + timedelta(days=max(1, (2 * passed * others + length) // (2 * length)) - 1)
