"""Ratios: 100 × numerator / denominator, of the latest reading or of the sums of the parts."""

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from oicekpi.domain.levels import Read, aggregate_of
from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Aggregate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oicekpi.domain.measure import Units
    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.record import Record
    from oicekpi.domain.tally import Event


class Ratio(Read):
    """A percentage of two parts. Without its parts it is never summed or averaged."""

    name = "ratio"
    chinese = "比率"
    field = "numerator"
    needs = "needs-parts"
    aggregates = (Aggregate.LATEST, Aggregate.SUM)

    def units(self, indicator: "Indicator", record: "Record") -> "Units":  # noqa: ARG002 - as every measure
        """Return the numerator and the denominator of a reading."""
        return record.get("numerator") or 0, record.get("denominator") or 1

    def parts(self, indicator: "Indicator", readings: "Sequence[Event]") -> tuple[Number, Number]:
        """Return the numerator and the denominator of some readings together."""
        pairs = [cast("tuple[Number, Number]", each.units) for each in readings]
        if aggregate_of(indicator) is Aggregate.SUM:
            return sum(n for n, _ in pairs), sum(d for _, d in pairs)
        return pairs[-1]

    def combined(self, indicator: "Indicator", readings: "Sequence[Event]") -> Number:
        """Return the percentage of some readings together."""
        numerator, denominator = self.parts(indicator, readings)
        return 100 * Decimal(numerator) / Decimal(denominator)

    def noun(self, number: Number) -> str:
        """Return the percentage, with one decimal."""
        return f"{Decimal(number):,.1f}"
