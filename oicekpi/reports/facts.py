"""Indicators and findings as programs want them: plain values under stable names."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import ObjectiveProgress, PlanProgress, Progress

COLUMNS: Final = (
    "section",
    "objective",
    "indicator",
    "title",
    "measure",
    "needed",
    "done",
    "provisional",
    "planned",
    "due",
    "share",
    "low",
    "likely",
    "high",
    "chance",
    "status",
    "quiet",
    "need",
    "by",
    "last_record",
)
"""What stands in a line of CSV, in this order."""


def plan_facts(
    whole: PlanProgress, shown: PlanProgress, findings: Sequence[Finding]
) -> dict[str, Any]:
    """Give the progress of a plan as JSON has it: a summary of the `whole`, the part `shown`."""
    period = whole.plan.period
    return {
        "schema": "oicekpi/status/1",
        "plan": whole.name,
        "title": whole.plan.title,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "as_of": whole.day.isoformat(),
        "closed": whole.closed,
        "complete": not findings,
        "findings": [finding.facts() for finding in findings],
        "summary": {status.value: number for status, number in whole.summary.items()},
        "objectives": [_objective(each) for each in shown.objectives],
    }


def _objective(objective: ObjectiveProgress) -> dict[str, Any]:
    return {
        "id": objective.objective.id,
        "section": objective.section.id,
        "title": objective.objective.title,
        "status": objective.status.value,
        "indicators": [progress_facts(each) for each in objective.indicators],
    }


def progress_facts(progress: Progress) -> dict[str, Any]:
    """Give a progress as JSON has it; what is not known or does not apply is null."""
    count, outlook, needed_next = progress.count, progress.forecast, progress.next
    return {
        "id": progress.indicator.id,
        "title": progress.indicator.title,
        "measure": progress.indicator.measure.value,
        "target": progress.target and progress.target.as_written(),
        "needed": progress.needed,
        "done": count.done,
        "provisional": count.provisional,
        "planned": count.planned,
        "due": progress.due,
        "share": None if progress.share is None else round(float(progress.share), 4),
        "forecast": outlook
        and {"low": outlook.low, "likely": outlook.likely, "high": outlook.high},
        "chance": outlook and round(outlook.chance, 4),
        "status": progress.status.value,
        "quiet": progress.quiet,
        "next": needed_next and {"need": needed_next.need, "by": needed_next.by.isoformat()},
        "last_record": count.last and count.last.isoformat(),
    }


def flat_rows(shown: PlanProgress) -> Iterator[list[object]]:
    """Give each indicator's facts in the order of `COLUMNS`, for CSV."""
    for objective in shown.objectives:
        for progress in objective.indicators:
            facts = progress_facts(progress)
            facts |= facts["forecast"] or {}
            facts |= facts["next"] or {}
            facts |= {
                "section": objective.section.id,
                "objective": objective.objective.id,
                "indicator": progress.indicator.id,
                "quiet": str(progress.quiet).lower(),
            }
            yield [facts.get(column) for column in COLUMNS]
