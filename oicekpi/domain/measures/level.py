"""Levels: how things are on a day, by the latest reading or the average of readings."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from oicekpi.domain.finding import Problem
from oicekpi.domain.levels import Read, aggregate_of, average
from oicekpi.domain.numbers import Number, written
from oicekpi.domain.plan import Aggregate

if TYPE_CHECKING:
    from oicekpi.domain.measure import Units
    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.record import Record
    from oicekpi.domain.tally import Event


class Level(Read):
    """A value that is read off: 82.5 points, 74 centres. It is never summed."""

    name = "level"
    field = "value"
    aggregates = (Aggregate.LATEST, Aggregate.AVERAGE)

    def units(self, indicator: "Indicator", record: "Record") -> "Units":  # noqa: ARG002 - as every measure
        """Return the value of a reading."""
        value: Number = record.get("value") or 0
        return value

    def lacking(self, indicator: "Indicator", record: "Record") -> Iterator[Problem]:
        """Find that a reading has no value."""
        if record.get("value") is None:
            yield Problem((), "needs-value", {"indicator": indicator.id})

    def combined(self, indicator: "Indicator", readings: "Sequence[Event]") -> Number:
        """Return the latest value, or the average of all."""
        values = [cast("Number", each.units) for each in readings]
        return average(values) if aggregate_of(indicator) is Aggregate.AVERAGE else values[-1]

    def noun(self, number: Number) -> str:
        """Return the value alone; the unit is the indicator's."""
        return written(number)
