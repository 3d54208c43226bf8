"""People: each one counts once, however many records name them; numbers are added up."""

from typing import TYPE_CHECKING

from oicekpi.domain.counting import Counted
from oicekpi.domain.measure import Units
from oicekpi.domain.numbers import Number
from oicekpi.domain.vocabulary import fold
from oicekpi.messages.translate import ngettext

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.record import Record


class People(Counted):
    """Distinct people, and numbers of people who are not named."""

    name = "people"
    chinese = "人员"
    field = "people"
    needs = "needs-people"

    def units(self, indicator: "Indicator", record: "Record") -> Units:  # noqa: ARG002 - as every measure
        """Return the people of a record."""
        people = record.get("people") or 0
        return people if isinstance(people, int) else tuple(map(fold, people))

    def noun(self, number: Number) -> str:
        """Return `1 person`, `7 people`."""
        return ngettext("{count} person", "{count} people", int(number)).format(count=f"{number:,}")
