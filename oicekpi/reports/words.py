"""The words and figures of indicators: days, counts, chances, what is needed next."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from oicekpi.domain.countries import NAMES
from oicekpi.domain.forecast import Forecast
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Each
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.messages.catalogue import country, day_of, listed
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked, ngettext, pgettext
from oicekpi.reports import figures
from oicekpi.reports.look import SIGNS, word

MONTHS: Final = (
    marked("Jan"), marked("Feb"), marked("Mar"), marked("Apr"), marked("May"), marked("Jun"),
    marked("Jul"), marked("Aug"), marked("Sep"), marked("Oct"), marked("Nov"), marked("Dec"),
)  # fmt: skip
NOTHING: Final = "\N{EN DASH}"
_NAMED: Final = 3  # planned records that are named
_SURE, _HOPELESS = 0.95, 0.05


def day(value: date, year: int) -> str:
    """Return `30 Jun`, or `30 Jun 2025` where the year is another one than the reader expects."""
    text = _("{day} {month}") if value.year == year else _("{day} {month} {year}")
    return text.format(day=value.day, month=month(value.month), year=value.year)


def month(number: int, letters: int | None = None) -> str:
    """Return the name of a month, 1 to 12, or its first letters; one that is a number is whole."""
    name = _(MONTHS[number - 1])
    figures = name[: len(name) - len(name.lstrip("0123456789"))]
    return name if letters is None else figures or name[:letters]


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
    return text.format(
        day=day_of(progress.day),
        passed=f"{passed:,}",
        days=f"{days:,}",
        start=day_of(period.start),
    )


def projection(progress: PlanProgress) -> list[str]:
    """Say that a day still to come is judged, how far ahead it is, and what is planned by then."""
    ahead = progress.days_ahead
    if not ahead:
        return []
    text = ngettext(
        "projection, {count} day ahead: judged as if nothing more happened by then",
        "projection, {count} days ahead: judged as if nothing more happened by then",
        ahead,
    )
    planned = sorted(
        {
            each.id
            for indicator in progress.indicators
            for each in indicator.events
            if each.planned and each.day <= progress.day
        }
    )
    lines = [text.format(count=f"{ahead:,}")]
    if planned:
        names = listed(few(planned, _NAMED), "and")
        lines.append(_("planned by then: {records}").format(records=names))
    return lines


def few(names: Sequence[str], most: int) -> list[str]:
    """Return the first of some names, and how many more there are."""
    more = len(names) - most
    if more <= 0:
        return [*names]
    text = ngettext("{count} more", "{count} more", more)
    return [*names[:most], text.format(count=f"{more:,}")]


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


def records(number: int) -> str:
    """Return `1 record`, `7 records`."""
    text = ngettext("{count} record", "{count} records", number)
    return text.format(count=f"{number:,}")


def land(code: str) -> str:
    """Return a country as a view has it: its code, or its name where a language has no codes."""
    if pgettext("countries in views: codes, or names", "codes") == "codes":
        return code
    return country(NAMES[code]) if code in NAMES else code


def progress(progress: Progress) -> str:
    """Return `7 of 15`, `31.4 of 34 %`, `2 of 4 quarters`; without a target only what is done.

    A level without a reading has a dash.
    """
    each, needed, shown = progress.indicator.each, progress.needed, done(progress)
    if progress.parts and each is not None:
        return _("{done} of {periods}").format(
            done=shown, periods=periods(each, len(progress.parts))
        )
    if progress.target is not None:
        return _("{done} of {target}").format(done=shown, target=figures.goal(progress))
    if needed:
        return _("{done} of {target}").format(done=shown, target=f"{needed:,}")
    unit = figures.unit(progress.indicator)
    return _("{number} {unit}").format(number=shown, unit=unit) if unit else shown


def done(progress: Progress) -> str:
    """Return what is done, without a unit; a dash for a level without a reading."""
    if progress.parts:
        return f"{progress.held:,}"
    return NOTHING if progress.done is None else figures.number(progress, progress.done)


def value(progress: Progress) -> str:
    """Return the value of the sub-period that runs."""
    return NOTHING if progress.value is None else figures.number(progress, progress.value)


def periods(each: Each, number: int) -> str:
    """Return a number of sub-periods: `1 quarter`, `4 quarters`."""
    match each:
        case Each.MONTH:
            text = ngettext("{count} month", "{count} months", number)
        case Each.QUARTER:
            text = ngettext("{count} quarter", "{count} quarters", number)
        case Each.HALF_YEAR:
            text = ngettext("{count} half-year", "{count} half-years", number)
        case _:
            text = ngettext("{count} year", "{count} years", number)
    return text.format(count=f"{number:,}")


def due(progress: Progress) -> str:
    """Return what is expected by now, both ends if both bind; nothing where nothing is."""
    if progress.due is None:
        return ""
    target = progress.target
    if target is not None and target.within is not None and progress.indicator.baseline is None:
        return str(target)
    return f"{progress.due:,}" if progress.parts else figures.number(progress, progress.due)


def provisional(progress: Progress) -> str:
    """Return what lacks a requirement; nothing where nothing does."""
    number = figures.provisional(progress)
    return figures.amount(progress, number) if number else ""


def planned(progress: Progress) -> str:
    """Return what is planned; nothing where nothing is."""
    number = figures.planned(progress)
    return figures.amount(progress, number) if number else ""


def forecast(progress: Progress) -> str:
    """Return `9 (7-12)`: the likely final value and the 80 % interval; nothing when closed."""
    return "" if progress.closed else forecast_of(progress.forecast)


def forecast_of(outlook: Forecast | None) -> str:
    """Return a forecast as `forecast` does, whether the period is over or not."""
    if outlook is None:
        return ""
    return _("{likely} ({low}–{high})").format(
        likely=f"{outlook.likely:,}", low=f"{outlook.low:,}", high=f"{outlook.high:,}"
    )


def needs(progress: Progress, number: Callable[[Progress, Number], str] = figures.number) -> str:
    """Return `4 by 22 Oct`: what is needed next; `1 since 15 Sep` if its day has passed."""
    if progress.next is None:
        return ""
    ahead = progress.next.by >= progress.as_of
    text = _("{need} by {day}") if ahead else _("{need} since {day}")
    on = day(progress.next.by, progress.as_of.year)
    if progress.target is not None and (progress.parts or figures.is_read(progress.indicator)):
        need = figures.goal(progress)
    else:
        need = number(progress, progress.next.need)
    return text.format(need=need, day=on)


def judged(progress: Progress) -> str:
    """Return the status with its sign."""
    return f"{SIGNS[progress.status]} {status(progress)}"


def status(progress: Progress) -> str:
    """Return the status's word; `quiet 120 d` if what is not flagged is quiet for too long."""
    if progress.quiet and not progress.status.flagged:
        return _("quiet {days} d").format(days=f"{progress.quiet_days:,}")
    return word(progress.status)
