"""Stages: how many steps of a milestone have been reached, in their order."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from oicekpi.domain.finding import Problem
from oicekpi.domain.measures.measure import Measure, Units
from oicekpi.messages.text import nearest
from oicekpi.messages.translate import ngettext

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator
    from oicekpi.domain.record import Record


class Stages(Measure):
    """The steps of a milestone; whoever reaches one has passed those before it."""

    name = "stages"
    field = "stage"
    stages = True

    def units(self, indicator: "Indicator", record: "Record") -> Units:
        """Return the stage that a record names and those before it."""
        reached = indicator.stage_number(record.get("stage") or "") or 0
        return tuple(stage.id for stage in (indicator.stages or ())[:reached])

    def lacking(self, indicator: "Indicator", record: "Record") -> Iterator[Problem]:
        """Find that the indicator has no stage of the name."""
        wanted = record.get("stage")
        if wanted is not None and not indicator.stage_number(wanted):
            known = [stage.id for stage in indicator.stages or ()]
            params = {"indicator": indicator.id, "stage": wanted, "known": known}
            yield Problem(("stage",), "unknown-stage", {**params, "near": nearest(wanted, known)})

    def noun(self, number: int) -> str:
        """Return `1 stage`, `7 stages`."""
        return ngettext("{count} stage", "{count} stages", number).format(count=f"{number:,}")
