"""Which places in a plan's file change when its period moves on, and to what."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from oicekpi.domain.finding import Where
from oicekpi.domain.plan import Indicator, Pace, Period, Plan
from oicekpi.domain.shift import Shift
from oicekpi.storage.plan_text import REMARK, Swap
from oicekpi.storage.yamlfile import Value

SIGNED: Final = ("dated", "published")
"""What is known of a plan only when it is signed."""


def indicators(plan: Plan) -> Iterator[tuple[Where, Indicator]]:
    """Go through the indicators in the plan's order, each with its place in the file."""
    for at, section in enumerate(plan.sections):
        for place, objective in enumerate(section.objectives):
            for number, indicator in enumerate(objective.indicators):
                where = ("sections", at, "objectives", place, "indicators", number)
                yield where, indicator


def days(plan: Plan, shift: Shift) -> Iterator[tuple[Where, Swap]]:
    """Move the days of the period, of breaks, windows and stages."""

    def moved(where: Where, day: date) -> tuple[Where, Swap]:
        return where, (day.isoformat(), shift.day(day).isoformat())

    def of(where: Where, period: Period) -> Iterator[tuple[Where, Swap]]:
        yield moved((*where, "start"), period.start)
        yield moved((*where, "end"), period.end)

    yield from of(("period",), plan.period)
    for at, each in enumerate(plan.breaks):
        yield from of(("breaks", at), each)
    for where, indicator in indicators(plan):
        for at, window in enumerate((indicator.pace or Pace()).windows or ()):
            for side, day in enumerate(window):
                yield moved((*where, "pace", "windows", at, side), day)
        for at, stage in enumerate(indicator.stages or ()):
            if stage.due is not None:
                yield moved((*where, "stages", at, "due"), stage.due)


def checkpoints(plan: Plan, shift: Shift) -> Iterator[tuple[Where, Swap]]:
    """Move the days of checkpoints, which are keys."""
    for where, indicator in indicators(plan):
        for day in (indicator.pace or Pace()).checkpoints or ():
            key = day.isoformat()
            yield (*where, "pace", "checkpoints", key), (key, shift.day(day).isoformat())


def dropped(plan: Plan) -> Iterator[Where]:
    """Go through the keys that belong to one period only."""
    yield from ((key,) for key in SIGNED if getattr(plan, key) is not None)
    yield from ((*where, "revisions") for where, each in indicators(plan) if each.revisions)


def titles(value: Value, period: Period, shift: Shift) -> Iterator[tuple[Where, Swap]]:
    """Let the title name the new year, if the period is in one year and the title names it."""
    swap = str(period.start.year), str(shift.result.start.year)
    if period.start.year != period.end.year or not isinstance(value, dict):
        return
    title = value.get("title")
    texts = title.items() if isinstance(title, dict) else [(None, title)]
    for key, text in texts:
        if isinstance(text, str) and swap[0] in text:
            yield ("title",) if key is None else ("title", key), swap


def lines_naming(text: str, years: set[str]) -> list[int]:
    """Return the numbers of the lines that name one of some years, from 1."""
    named = re.compile(rf"(?<!\d)(?:{'|'.join(sorted(years))})(?!\d)")
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if named.search(line) and not line.lstrip().startswith(REMARK)
    ]
