"""Partners: each institution counts once, however its name is spelt."""

from typing import TYPE_CHECKING

from oicekpi.domain.counting import Counted
from oicekpi.domain.measure import Units
from oicekpi.domain.numbers import Number
from oicekpi.domain.vocabulary import fold
from oicekpi.messages.translate import ngettext

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.record import Record


class Partners(Counted):
    """Distinct institutions."""

    name = "partners"
    chinese = "合作院校"
    field = "partner"
    needs = "needs-partner"

    def units(self, indicator: "Indicator", record: "Record") -> Units:  # noqa: ARG002 - as every measure
        """Return the partner of a record."""
        partner = record.get("partner")
        return (fold(partner),) if partner else ()

    def noun(self, number: Number) -> str:
        """Return `1 partner`, `7 partners`."""
        return ngettext("{count} partner", "{count} partners", int(number)).format(
            count=f"{number:,}"
        )
