"""The figures of an indicator as people read them: with its unit, and the decimals of its plan."""

from decimal import Decimal
from typing import Final

from oicekpi.domain.levels import Read
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.measures.ratio import Ratio
from oicekpi.domain.numbers import Number, decimals, written
from oicekpi.domain.plan import Indicator
from oicekpi.domain.progress import Progress
from oicekpi.domain.tally import Event
from oicekpi.messages.text import Bilingual, clipped
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import pgettext

_MOST: Final = 6  # decimals of what is computed: a line between two values, a percentage
_UNIT: Final = 16  # letters of a unit that are shown


def is_read(indicator: Indicator) -> bool:
    """Tell whether an indicator's value is read off rather than counted."""
    return isinstance(MEASURES[indicator.measure], Read)


def unit(indicator: Indicator) -> str:
    """Return the unit of an indicator's numbers, cut where it is long; nothing if it has none."""
    if indicator.unit:
        return clipped(indicator.unit, _UNIT)
    return "%" if isinstance(MEASURES[indicator.measure], Ratio) else ""


def unit_value(indicator: Indicator) -> str | None:
    """Return the unit for programs: as the plan has it where that is in two languages."""
    return indicator.unit if isinstance(indicator.unit, Bilingual) else unit(indicator) or None


def places(progress: Progress) -> int:
    """Return the decimals of an indicator's numbers: the most that its plan or a record writes."""
    indicator = progress.indicator
    measure = MEASURES[indicator.measure]
    computed = isinstance(measure, Ratio) or indicator.aggregate == "average"
    target = progress.target
    numbers: list[Number] = [
        each.units for each in progress.events if isinstance(each.units, Decimal)
    ]
    if target is not None and target.share is None:
        for value in target.as_written().values():
            numbers += value if isinstance(value, list) else [value]  # type: ignore[list-item]
    if indicator.baseline is not None:
        numbers.append(indicator.baseline.value)
    return max(int(computed), *map(decimals, numbers), 0)


def number(progress: Progress, value: Number) -> str:
    """Return a number of an indicator: `1,200.50`."""
    return written(value, places(progress))


def quantity(progress: Progress, value: Number) -> str:
    """Return a number of an indicator with its unit: `7 people`, `31.4 %`, `1,200.50 EUR`."""
    return _with_unit(progress.indicator, number(progress, value)) or MEASURES[
        progress.indicator.measure
    ].noun(value)


def counted(progress: Progress, value: Number) -> str:
    """Return a number of an indicator as a sentence has it: `7`, in Chinese with its counter.

    A language says by the word `bare` whether its sentences need the units with each number.
    """
    if pgettext("numbers in sentences: bare, or with units", "bare") == "bare":
        return number(progress, value)
    return quantity(progress, value)


def goal(progress: Progress) -> str:
    """Return the target with its unit: `15`, `≤3 days`, `34 %`."""
    target = str(progress.target)
    return _with_unit(progress.indicator, target) or target


def _with_unit(indicator: Indicator, text: str) -> str:
    """Return a number with its unit; nothing where the indicator has none."""
    named = unit(indicator)
    if named == "%":
        return _("{number} %").format(number=text)
    return _("{number} {unit}").format(number=text, unit=named) if named else ""


def exact(value: Number | None) -> Number | None:
    """Return a number for programs, as it is; one that does not end is rounded to six decimals."""
    if value is None or decimals(value) <= _MOST:
        return value
    return round(Decimal(value), _MOST)


def readings(progress: Progress) -> list[Event]:
    """Return the readings that count on the day, in their order."""
    return [
        each
        for each in progress.events
        if each.firm and not each.planned and each.day <= progress.as_of
    ]


def parts(progress: Progress) -> tuple[Number, Number] | None:
    """Return the numerator and denominator behind a ratio; None where there are none."""
    measure = MEASURES[progress.indicator.measure]
    held = readings(progress) if isinstance(measure, Ratio) else []
    return measure.parts(progress.indicator, held) if isinstance(measure, Ratio) and held else None


def amount(progress: Progress, value: Number) -> str:
    """Return what is provisional or planned; of what is read, that is a number of readings."""
    return f"{value:,}" if is_read(progress.indicator) else number(progress, value)


def provisional(progress: Progress) -> Number:
    """Return what is done but lacks a requirement; of what is read, the number of readings."""
    if not is_read(progress.indicator):
        return progress.count.provisional
    return sum(
        not each.firm and not each.planned and each.day <= progress.as_of
        for each in progress.events
    )


def planned(progress: Progress) -> Number:
    """Return what is planned; of what is read, the number of readings."""
    if not is_read(progress.indicator):
        return progress.count.planned
    return sum(each.planned or each.day > progress.as_of for each in progress.events)


def way(progress: Progress, value: Number | None) -> float:
    """Return which part of the way to the target a value is: 0 at the start, 1 at the target.

    The way begins at the baseline, and may lead down. Without one it begins at zero; where less is
    better, or both ends bind, what is over the target is as far from it as it is too large.
    """
    needed, target = progress.needed, progress.target
    if value is None or needed is None:
        return 0.0
    if progress.parts or target is None or not is_read(progress.indicator):
        return _clipped(float(value) / float(needed)) if needed else 1.0
    if target.holds(value):
        return 1.0
    baseline = progress.indicator.baseline
    end = needed
    if target.within is not None:
        low, high = target.within
        end = min(max(baseline.value if baseline else value, low), high)
    if baseline is not None and end != baseline.value:
        return _clipped(float(value - baseline.value) / float(end - baseline.value))
    over, under = float(max(value, end)), float(min(value, end))
    return _clipped(under / over) if over > 0 else 0.0


def _clipped(share: float) -> float:
    return min(1.0, max(0.0, share))
