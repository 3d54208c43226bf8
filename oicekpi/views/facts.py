"""Standings and findings as programs want them: plain values under stable names."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from oicekpi.finding import Finding
from oicekpi.progress.standing import ObjectiveStanding, PlanStanding, Standing

COLUMNS: Final = (
    "section",
    "objective",
    "indicator",
    "title",
    "counts",
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
    "verdict",
    "quiet",
    "need",
    "by",
    "last_record",
)
"""What stands in a line of CSV, in this order."""


def plan_facts(
    whole: PlanStanding, shown: PlanStanding, findings: Sequence[Finding]
) -> dict[str, Any]:
    """Give the standing of a plan as JSON has it: a summary of the `whole`, the part `shown`."""
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
        "summary": {verdict.value: number for verdict, number in whole.summary.items()},
        "objectives": [_objective(each) for each in shown.objectives],
    }


def _objective(objective: ObjectiveStanding) -> dict[str, Any]:
    return {
        "id": objective.objective.id,
        "section": objective.section.id,
        "title": objective.objective.title,
        "verdict": objective.verdict.value,
        "indicators": [standing_facts(each) for each in objective.standings],
    }


def standing_facts(standing: Standing) -> dict[str, Any]:
    """Give a standing as JSON has it; what is not known or does not apply is null."""
    count, outlook, needed_next = standing.count, standing.forecast, standing.next
    return {
        "id": standing.indicator.id,
        "title": standing.indicator.title,
        "counts": standing.indicator.counts.value,
        "target": standing.target and standing.target.as_written(),
        "needed": standing.needed,
        "done": count.done,
        "provisional": count.provisional,
        "planned": count.planned,
        "due": standing.due,
        "share": None if standing.share is None else round(float(standing.share), 4),
        "forecast": outlook
        and {"low": outlook.low, "likely": outlook.likely, "high": outlook.high},
        "chance": outlook and round(outlook.chance, 4),
        "verdict": standing.verdict.value,
        "quiet": standing.quiet,
        "next": needed_next and {"need": needed_next.need, "by": needed_next.by.isoformat()},
        "last_record": count.last and count.last.isoformat(),
    }


def flat_rows(shown: PlanStanding) -> Iterator[list[object]]:
    """Give each indicator's facts in the order of `COLUMNS`, for CSV."""
    for objective in shown.objectives:
        for standing in objective.standings:
            facts = standing_facts(standing)
            facts |= facts["forecast"] or {}
            facts |= facts["next"] or {}
            facts |= {
                "section": objective.section.id,
                "objective": objective.objective.id,
                "indicator": standing.indicator.id,
                "quiet": str(standing.quiet).lower(),
            }
            yield [facts.get(column) for column in COLUMNS]
