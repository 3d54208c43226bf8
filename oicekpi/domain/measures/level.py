"""Levels: how things are on a day, by the latest reading or the average of readings."""

from typing import TYPE_CHECKING, cast

from oicekpi.domain.levels import Read, aggregate_of, average
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Aggregate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.tally import Event


class Level(Read):
    """A value that is read off: 82.5 points, 74 centres. It is never summed."""

    name = "level"
    chinese = "水平值"
    field = "value"
    needs = "needs-value"
    aggregates = (Aggregate.LATEST, Aggregate.AVERAGE)

    def combined(self, indicator: "Indicator", readings: "Sequence[Event]") -> Number:
        """Return the latest value, or the average of all."""
        values = [cast("Number", each.units) for each in readings]
        return average(values) if aggregate_of(indicator) is Aggregate.AVERAGE else values[-1]
