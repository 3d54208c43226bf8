"""Records: each one counts, whatever it says."""

from typing import TYPE_CHECKING, Final

from oicekpi.domain.counting import Counted
from oicekpi.domain.fields import declared
from oicekpi.domain.measure import Units
from oicekpi.domain.numbers import Number
from oicekpi.messages.translate import npgettext

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.record import Record


_OTHERS: Final = frozenset({"stage", "value", "numerator"})
"""What is read by other measures: a stage that is reached, or a reading, is no record to count."""


class Records(Counted):
    """Records of any kind but stages and readings."""

    name = "records"
    chinese = "记录"
    field = ""

    def takes(self, kind: "type[Record]") -> bool:
        """Tell whether records of a kind can be counted."""
        return _OTHERS.isdisjoint(declared(kind))

    def units(self, indicator: "Indicator", record: "Record") -> Units:  # noqa: ARG002 - as every measure
        """Return one for each record."""
        return 1

    def noun(self, number: Number) -> str:
        """Return `1 record`, `7 records`."""
        # Chinese counts what was done in another way than the records of it.
        text = npgettext("measure", "{count} record", "{count} records", int(number))
        return text.format(count=f"{number:,}")
