"""Amounts: exact sums of what records say; a negative amount corrects an earlier one."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from oicekpi.domain.counting import Counted
from oicekpi.domain.finding import Problem
from oicekpi.domain.numbers import Number, written

if TYPE_CHECKING:
    from oicekpi.domain.measure import Units
    from oicekpi.domain.pace import Curve
    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.progress import Progress
    from oicekpi.domain.record import Record


class Amount(Counted):
    """Sums of a quantity, such as money. There is no forecast: sizes differ too much to tell."""

    name = "amount"
    field = "amount"
    targets = frozenset({"at_least", "more_than", "between", "at_most", "less_than"})
    whole = False
    units_named = True
    forecasts = False

    def units(self, indicator: "Indicator", record: "Record") -> "Units":  # noqa: ARG002 - as every measure
        """Return the amount of a record."""
        amount: Number = record.get("amount") or 0
        return amount

    def lacking(self, indicator: "Indicator", record: "Record") -> Iterator[Problem]:
        """Find that a record has no amount."""
        if record.get("amount") is None:
            yield Problem((), "needs-amount", {"indicator": indicator.id})

    def _due(
        self, curve: "Curve", steps: list[tuple[date, Number]], base: "Progress", needed: Number
    ) -> Number:
        if base.closed or steps:
            return super()._due(curve, steps, base, needed)
        share = curve.share(base.as_of)
        return Decimal(needed) * share.numerator / share.denominator

    def noun(self, number: Number) -> str:
        """Return the amount alone; the unit is the indicator's."""
        return written(number)
