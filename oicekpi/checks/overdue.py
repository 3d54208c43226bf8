"""What should be done already, as problems of the files that ask for it.

It is the group "overdue" of `agenda`, found by the same functions: neither command names anything
that the other does not.
"""

from collections.abc import Iterator
from datetime import date
from shlex import quote

from oicekpi.checks.loading import Loaded
from oicekpi.domain.agenda import Item, Kind, overdue_by_all
from oicekpi.domain.finding import Problem, Where, inside
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.plan import Requirement
from oicekpi.domain.record import Entry
from oicekpi.schema.reading import parts_of


def of_workspace(loaded: Loaded, today: date) -> Iterator[tuple[str, Problem]]:
    """Find what is overdue in a workspace; each problem comes with the path of its file.

    A record that does not count, because it has errors, has to be corrected before it is late.
    """
    plans = loaded.plans.sound
    places: dict[str, dict[str, Where]] = {}
    for name, item in overdue_by_all(plans, loaded.entries, today, loaded.plans.fit()):
        if item.entry is not None:
            yield item.entry.path, inside(_of_record(item, item.entry), *item.entry.where)
        else:
            if name not in places:
                parts = parts_of(plans[name])
                places[name] = {indicator.id: where for where, indicator, _ in parts.indicators}
            where = places[name][item.indicators[0]]
            yield f"plans/{name}.yaml", inside(_of_indicator(item), *where)


def _of_record(item: Item, entry: Entry) -> Problem:
    params = {"day": item.day, "command": item.command}
    if item.kind is Kind.PLANNED:
        case = "waits" if item.awaits else ""
        return Problem(("date",), "overdue-planned", {**params, "id": quote(entry.id)}, case)
    case = item.lacks[0].value if len(item.lacks) < len(Requirement) else "both"
    return Problem((item.lacks[0].value,), "overdue-provisional", params, case)


def _of_indicator(item: Item) -> Problem:
    """Return the problem at its place in the indicator; an absent key is where the indicator is."""
    progress = item.progress
    assert progress is not None  # noqa: S101 - such an item has one
    indicator = progress.indicator
    params = {"indicator": indicator.id, "day": item.day, "command": item.command}
    match item.kind:
        case Kind.READING if progress.parts:
            return Problem(("each",), "overdue-reading", params, "part")
        case Kind.READING:
            return Problem(("review_every",), "overdue-reading", params)
        case Kind.STAGE:
            known = [stage.id for stage in indicator.stages or ()]
            name = item.stage.id if item.stage else ""
            where = ("stages", known.index(name), "due")
            return Problem(where, "overdue-stage", {**params, "stage": name})
        case _:
            # Not what is missing: a finding stays the same while records come in.
            is_read = MEASURES[indicator.measure].aggregates
            number = (item.need or 0) + (0 if is_read else progress.count.done)
            place = ("pace", "checkpoints", item.day.isoformat())
            return Problem(place, "overdue-checkpoint", {**params, "number": number}, at_key=True)
