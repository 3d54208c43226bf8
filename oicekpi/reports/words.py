"""The words and figures of indicators: days, counts, chances, what is needed next."""

from datetime import date
from fractions import Fraction
from typing import Final

from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Number
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports.look import SIGNS, word

MONTHS: Final = tuple(
    map(
        marked,
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    )
)
_SURE, _HOPELESS = 0.95, 0.05


def day(value: date, year: int) -> str:
    """Return `30 Jun`, or `30 Jun 2025` where the year is another one than the reader expects."""
    month = _(MONTHS[value.month - 1])
    text = _("{day} {month}") if value.year == year else _("{day} {month} {year}")
    return text.format(day=value.day, month=month, year=value.year)


def when(progress: PlanProgress) -> str:
    """Return `as of 2024-09-30, day 274 of 366`: the day by which a plan is judged."""
    period = progress.plan.period
    passed = (progress.day - period.start).days + 1
    days = (period.end - period.start).days + 1
    if progress.closed:
        text = _("as of {day}, closed")
    elif passed > 0:
        text = _("as of {day}, day {passed} of {days}")
    else:
        text = _("as of {day}, begins on {start}")
    return text.format(day=progress.day, passed=f"{passed:,}", days=f"{days:,}", start=period.start)


def percent(share: float | Fraction, digits: int = 0) -> str:
    """Return `43 %`, or with digits after the point `43.2 %`."""
    return _("{number} %").format(number=f"{float(share) * 100:.{digits}f}")


def chance(progress: Progress) -> str:
    """Return `43 %`, at the ends `<5 %` and `>95 %`; nothing if it is certain or not known."""
    value = progress.chance
    if value is None or value in {0.0, 1.0}:
        return ""
    if value < _HOPELESS:
        return f"<{percent(_HOPELESS)}"
    return f">{percent(_SURE)}" if value > _SURE else percent(value)


def units(number: Number, measure: str) -> str:
    """Return a number of what is measured: `1 person`, `7 people`, `2 stages`."""
    return MEASURES[measure].noun(number)


def progress(progress: Progress) -> str:
    """Return `7 of 15`, `3 of 3-5`, `13 of >20`; without a target only the number."""
    done = f"{progress.count.done:,}"
    target = progress.target or (f"{progress.needed:,}" if progress.needed else None)
    return _("{done} of {target}").format(done=done, target=target) if target else done


def forecast(progress: Progress) -> str:
    """Return `9 (7-12)`: the likely final value and the 80 % interval; nothing when closed."""
    outlook = progress.forecast
    if outlook is None or progress.closed:
        return ""
    return f"{outlook.likely:,} ({outlook.low:,}–{outlook.high:,})"


def needs(progress: Progress) -> str:
    """Return `4 by 22 Oct`: what is needed next; `1 since 15 Sep` if its day has passed."""
    if progress.next is None:
        return ""
    ahead = progress.next.by >= progress.as_of
    text = _("{need} by {day}") if ahead else _("{need} since {day}")
    on = day(progress.next.by, progress.as_of.year)
    return text.format(need=f"{progress.next.need:,}", day=on)


def judged(progress: Progress) -> str:
    """Return the status with its sign."""
    return f"{SIGNS[progress.status]} {status(progress)}"


def status(progress: Progress) -> str:
    """Return the status's word; `quiet 120 d` if what is only tracked is quiet for too long."""
    if progress.quiet:
        return _("quiet {days} d").format(days=f"{progress.quiet_days:,}")
    return word(progress.status)
