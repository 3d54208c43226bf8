"""Amounts: exact sums of what records say; a negative amount corrects an earlier one."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from oicekpi.domain.counting import Counted
from oicekpi.domain.numbers import Number

if TYPE_CHECKING:
    from oicekpi.domain.pace import Curve
    from oicekpi.domain.progress import Progress


class Amount(Counted):
    """Sums of a quantity, such as money. There is no forecast: sizes differ too much to tell."""

    name = "amount"
    chinese = "数额"
    field = "amount"
    needs = "needs-amount"
    targets = frozenset({"at_least", "more_than", "between", "at_most", "less_than"})
    whole = False
    units_named = True
    forecasts = False

    def _due(
        self, curve: "Curve", steps: list[tuple[date, Number]], base: "Progress", needed: Number
    ) -> Number:
        if base.closed or steps:
            return super()._due(curve, steps, base, needed)
        share = curve.share(base.as_of)
        return Decimal(needed) * share.numerator / share.denominator
