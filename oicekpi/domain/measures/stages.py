"""Stages: how many steps of a milestone have been reached, in their order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from oicekpi.domain import status as statuses
from oicekpi.domain.finding import Problem
from oicekpi.domain.measure import Measure, Units
from oicekpi.domain.numbers import Number
from oicekpi.domain.progress import Next, Progress
from oicekpi.messages.text import nearest
from oicekpi.messages.translate import ngettext

if TYPE_CHECKING:
    from oicekpi.domain.plan import Indicator, Plan
    from oicekpi.domain.record import Record


class Stages(Measure):
    """The steps of a milestone; whoever reaches one has passed those before it."""

    name = "stages"
    chinese = "阶段"
    field = "stage"
    stages = True
    targets = frozenset()

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

    def progress(self, plan: "Plan", base: "Progress") -> "Progress":
        """Judge by the stages that are late: their last day has passed, or the period has."""
        stages, done = base.indicator.stages or (), int(base.count.done)
        passed = [
            place
            for place, stage in enumerate(stages, start=1)
            if base.closed or (stage.due is not None and stage.due < base.as_of)
        ]
        due = max(passed, default=0)
        needed_next = None
        if done < len(stages) and not base.closed:
            by = next((stage.due for stage in stages[done:] if stage.due), plan.period.end)
            needed_next = Next(max(due - done, 1), by)
        status = statuses.of_stages(done=done, needed=len(stages), due=due, closed=base.closed)
        return replace(base, status=status, needed=len(stages), due=due, next=needed_next)

    def noun(self, number: Number) -> str:
        """Return `1 stage`, `7 stages`."""
        return ngettext("{count} stage", "{count} stages", int(number)).format(count=f"{number:,}")
