"""The words in which indicators are told: days, counts, chances, what is needed next."""

from datetime import date
from fractions import Fraction
from typing import Final

from oicekpi.domain.plan import Measure
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.messages.text import count
from oicekpi.reports.look import Look, sign, word

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SURE, _HOPELESS = 0.95, 0.05
_RANGE: Final = "–"


def day(value: date, year: int) -> str:
    """`30 Jun`, and `30 Jun 2025` where the year is not the one that goes without saying."""
    short = f"{value.day} {MONTHS[value.month - 1]}"
    return short if value.year == year else f"{short} {value.year}"


def when(progress: PlanProgress) -> str:
    """`as of 2024-09-30, day 274 of 366`: the day by which a plan is judged."""
    period = progress.plan.period
    passed = (progress.day - period.start).days + 1
    days = (period.end - period.start).days + 1
    if progress.closed:
        state = "closed"
    else:
        state = f"day {passed:,} of {days:,}" if passed > 0 else f"begins on {period.start}"
    return f"as of {progress.day}, {state}"


def percent(share: float | Fraction, digits: int = 0) -> str:
    """`43 %`, or with digits after the point `43.2 %`."""
    return f"{float(share) * 100:.{digits}f} %"


def chance(progress: Progress) -> str:
    """`43 %`, at the ends `<5 %` and `>95 %`; nothing where it is certain or not known."""
    value = progress.chance
    if value is None or value in {0.0, 1.0}:
        return ""
    if value < _HOPELESS:
        return f"<{percent(_HOPELESS)}"
    return f">{percent(_SURE)}" if value > _SURE else percent(value)


def units(number: int, measure: Measure) -> str:
    """`1 person`, `7 people`, `2 stages`: a number of what is counted."""
    if measure is Measure.PEOPLE:
        return people(number)
    return count(number, measure.value.removesuffix("s"))


def people(number: int) -> str:
    """`1 person`, `7 people`."""
    return f"{number:,} person" if number == 1 else f"{number:,} people"


def progress(progress: Progress) -> str:
    """`7 of 15`, `3 of 3-5`, `13 of >20`, `2 of 4` stages; only the count without a target."""
    done = f"{progress.count.done:,}"
    if progress.target is not None:
        return f"{done} of {progress.target}"
    return f"{done} of {progress.needed:,}" if progress.needed else done


def forecast(progress: Progress) -> str:
    """`9 (7-12)`: the likely count at the end and the 80 % interval; nothing when it is over."""
    outlook = progress.forecast
    if outlook is None or progress.closed:
        return ""
    return f"{outlook.likely:,} ({outlook.low:,}{_RANGE}{outlook.high:,})"


def needs(progress: Progress) -> str:
    """`4 by 22 Oct`: what is needed next; `1 since 15 Sep` where its day has passed."""
    if progress.next is None:
        return ""
    link = "by" if progress.next.by >= progress.as_of else "since"
    return f"{progress.next.need:,} {link} {day(progress.next.by, progress.as_of.year)}"


def judged(progress: Progress, look: Look) -> str:
    """The status's sign and word; what is only tracked and quiet says for how long."""
    return f"{sign(progress.status, look)} {status(progress)}"


def status(progress: Progress) -> str:
    """The status's word; `quiet 120 d` for what is only tracked and has been quiet too long."""
    return f"quiet {progress.quiet_days:,} d" if progress.quiet else word(progress.status)
