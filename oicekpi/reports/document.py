"""The document of `report` as a value: what it says, before any format has been chosen.

Its tables, charts and sentences are those that the terminal shows; a format lays them out.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from oicekpi.app.reporting import ReportResult
from oicekpi.domain.agenda import Item
from oicekpi.domain.changes import Moved
from oicekpi.domain.comparison import Comparison
from oicekpi.domain.finding import Finding
from oicekpi.domain.history import History, Strip
from oicekpi.domain.plan import Objective, Plan, Section
from oicekpi.domain.progress import ObjectiveProgress, PlanProgress, Progress
from oicekpi.domain.record import Entry
from oicekpi.domain.status import Status
from oicekpi.messages.catalogue import day_of, series
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import (
    agenda,
    comparison,
    difference,
    figures,
    points,
    records,
    show,
    status,
    steps,
    words,
)
from oicekpi.reports.charts import Chart, ReadingChart, burn_up, readings
from oicekpi.reports.look import STYLES, Line
from oicekpi.reports.points import Point
from oicekpi.reports.steps import Step
from oicekpi.reports.tables import Column, Page, Table
from oicekpi.values import dataclass

_MOST: Final = 100  # things that are listed as overdue
_ACTION: Final = (Status.MISSED, Status.BEHIND, Status.AT_RISK)
_NOTES: Final = (
    marked(
        "Due is what the plan expects by the day. At risk and behind are judged by what is done, "
        "what is due, and the chance to reach the target."
    ),
    marked(
        "Provisional is what lacks a required approval or evidence; planned is what has not "
        "happened yet. Neither counts as done."
    ),
    marked(
        "The forecast is for the end of the period: the likely value, and in brackets the range "
        "in which it lies 80 times in 100. Levels, ratios and amounts have no forecast."
    ),
)


@dataclass(frozen=True)
class Part:
    """One indicator of a document.

    `owner` is who answers for it, `chart` what can be drawn, `points` the table beside it, and
    `caption` one sentence that says what it shows. `steps` are its stages or sub-periods, which
    have no chart. `sentences` explain the status. `strip` has its status at each month's end.
    `records` are the rows of its table.
    """

    progress: Progress
    owner: str
    chart: Chart | ReadingChart | None
    points: Table[Point] | None
    caption: str
    steps: tuple[Step, ...]
    sentences: tuple[str, ...]
    strip: Strip
    records: Table[Entry]

    @property
    def id(self) -> str:
        """The indicator's id, which is also the name of its part."""
        return self.progress.indicator.id

    @property
    def title(self) -> str:
        """The indicator's title."""
        return self.progress.indicator.title

    @property
    def judged(self) -> str:
        """The status with its sign."""
        return words.judged(self.progress)

    @property
    def read(self) -> bool:
        """Whether its value is read off, so that its chart is one of readings."""
        return figures.is_read(self.progress.indicator)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """The figures that it has, each with its name."""
        progress = self.progress
        held = (
            (_("Done"), words.progress(progress)),
            (_("Due"), words.due(progress)),
            (_("Provisional"), words.provisional(progress)),
            (_("Planned"), words.planned(progress)),
            (_("Forecast"), words.forecast(progress)),
            (_("Chance"), words.chance(progress)),
            (_("Needed next"), words.needs(progress)),
            (_("Owner"), self.owner),
        )
        return tuple(each for each in held if each[1])


FLAGGED: Final[Sequence[Column[Part]]] = (
    Column("indicator", text=lambda p: p.id, full=marked("Indicator")),
    Column("title", text=lambda p: p.title, full=marked("Title")),
    Column(
        "status",
        text=lambda p: p.judged,
        style=lambda p: STYLES[p.progress.status],
        full=marked("Status"),
    ),
    Column("done", text=lambda p: words.progress(p.progress), full=marked("Done")),
    Column("needs", text=lambda p: words.needs(p.progress), full=marked("Needed next")),
    Column("owner", text=lambda p: p.owner, full=marked("Owner")),
)


@dataclass(frozen=True)
class ObjectivePart:
    """One objective of a document, with its indicators."""

    objective: Objective
    status: Status
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class SectionPart:
    """One section of a document, with its objectives; `table` is the progress of its indicators."""

    section: Section
    objectives: tuple[ObjectivePart, ...]
    table: Table[Any]


@dataclass(frozen=True)
class Document:
    """A plan on one day.

    `title` is that of the plan unless another was given; `when` says by which day it is judged,
    `tally` how many objectives have which status. `moved` is what changed since `since`.
    `flagged` are the parts that someone should look at, the most serious first; `overdue` is what
    should be done already, such as an approval that is missing, and `overdue_more` says how much
    more there is. `notes` tell how to read it; `findings` what is wrong with the files, so that
    figures may be incomplete. `comparison` is there if the plan is beside another one.
    """

    title: str
    name: str
    plan: Plan
    day: date
    when: str
    projection: tuple[str, ...]
    tally: Line
    summary: Table[Any]
    since: date | None
    moved: Table[Moved]
    flagged: tuple[Part, ...]
    overdue: Table[Item]
    overdue_more: str
    sections: tuple[SectionPart, ...]
    history: History
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]
    progress: PlanProgress
    entries: tuple[Entry, ...]
    comparison: Comparison | None
    facts: Callable[[], dict[str, Any]]

    @property
    def period(self) -> str:
        """The period of the plan."""
        period = self.plan.period
        return _("{start} to {end}").format(start=day_of(period.start), end=day_of(period.end))

    @property
    def headline(self) -> str:
        """How many objectives have which status, as text."""
        return "".join(str(cell.text) for cell in self.tally)

    @property
    def found(self) -> tuple[str, ...]:
        """What is wrong with the files, if anything is: first what follows of it."""
        lines = ("".join(str(cell.text) for cell in line) for line in status.listed(self.findings))
        first = [status.incomplete(self.findings)] if self.findings else []
        return (*first, *(line.strip() for line in lines))

    @property
    def moved_title(self) -> str:
        """The heading of what changed; nothing where there is no day to compare with."""
        if self.since is None:
            return ""
        return _("What changed since {day}").format(day=words.day(self.since, self.day.year))

    @property
    def moved_none(self) -> str:
        """What is said where nothing changed."""
        return _("No status and no number has changed.")

    @property
    def flagged_title(self) -> str:
        """The heading of what someone should look at."""
        return _("What needs action first")

    @property
    def compared(self) -> Page | None:
        """The plan beside another one, such as that of the year before, if that was asked for."""
        return None if self.comparison is None else comparison.page(self.comparison)

    @property
    def overdue_title(self) -> str:
        """The heading of what is overdue."""
        return _("Overdue")

    @property
    def owned(self) -> bool:
        """Whether anybody answers for an indicator."""
        return any(part.owner for part in self.parts)

    @property
    def flagged_table(self) -> Table[Part]:
        """What someone should look at as a table."""
        return Table(FLAGGED, self.flagged)

    @property
    def notes_title(self) -> str:
        """The heading of how the document is to be read."""
        return _("How to read this")

    @property
    def parts(self) -> tuple[Part, ...]:
        """All indicators, in the order of the plan."""
        return tuple(
            part
            for section in self.sections
            for objective in section.objectives
            for part in objective.parts
        )


def document(result: ReportResult, title: str | None = None) -> Document:
    """Return the document that says what a report found."""
    whole, shown = result.whole, result.shown
    by_indicator: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in result.entries:
        for known in entry.record.indicator:
            by_indicator[known].append(entry)
    strips = {strip.indicators[-1].indicator.id: strip for strip in result.history.strips}
    sections: list[SectionPart] = []
    for each in shown.plan.sections:
        judged = [one for one in shown.objectives if one.section is each]
        if judged:
            objectives = tuple(
                ObjectivePart(
                    one.objective,
                    one.status,
                    tuple(
                        _part(shown.plan, one, progress, strips, by_indicator)
                        for progress in one.indicators
                    ),
                )
                for one in judged
            )
            own = shown.narrowed([part.id for one in objectives for part in one.parts])
            sections.append(SectionPart(each, objectives, status.progress_table(own)))
    made = tuple(part for each in sections for one in each.objectives for part in one.parts)
    urgent = [part for part in made if part.progress.flagged]
    grave = {each: rank for rank, each in enumerate(_ACTION)}
    urgent.sort(key=lambda part: grave.get(part.progress.status, len(grave)))
    return Document(
        title=whole.plan.title if title is None else title,
        name=whole.name,
        plan=whole.plan,
        day=whole.day,
        when=words.when(whole),
        projection=tuple(words.projection(whole)),
        tally=status.summary(whole, shown),
        summary=status.progress_table(shown),
        since=result.since,
        moved=Table(difference.MOVED, result.moved),
        flagged=tuple(urgent),
        overdue=_overdue(whole, result.overdue[:_MOST]),
        overdue_more=agenda.more(len(result.overdue) - _MOST),
        sections=tuple(sections),
        history=result.history,
        notes=tuple(map(_, _NOTES)),
        findings=result.findings,
        progress=shown,
        entries=result.entries,
        comparison=result.comparison,
        facts=lambda: status.plan_facts(whole, shown, result.findings),
    )


def _overdue(whole: PlanProgress, items: Sequence[Item]) -> Table[Item]:
    def owner(item: Item) -> str:
        return series(agenda.owners(whole.plan, item))

    def since(item: Item) -> str:
        return words.day(item.day, whole.day.year)

    columns: list[Column[Item]] = [
        Column("indicators", text=lambda item: series(item.indicators), full=marked("Indicator")),
        Column("what", text=agenda.what, full=marked("To do")),
        Column("day", text=since, full=marked("Since")),
        Column("owner", text=owner, full=marked("Owner")),
    ]
    return Table(columns, items)


def _part(
    plan: Plan,
    of: ObjectiveProgress,
    progress: Progress,
    strips: dict[str, Strip],
    by_indicator: defaultdict[str, list[Entry]],
) -> Part:
    indicator = progress.indicator
    chart: Chart | ReadingChart | None = None
    if not (indicator.stages or progress.parts):
        chart = (readings if figures.is_read(indicator) else burn_up)(plan, progress)
    provisional = frozenset(event.id for event in progress.events if not event.firm)
    view = records.View(progress.as_of, provisional, indicator)
    return Part(
        progress,
        indicator.owner or of.objective.owner or "",
        chart,
        None if chart is None else points.table(chart),
        caption(plan, progress),
        tuple(steps.of(progress)),
        tuple(show.sentences(plan, progress)),
        strips[indicator.id],
        records.records_table(records.newest_last(by_indicator[indicator.id]), view),
    )


def caption(plan: Plan, progress: Progress) -> str:
    """Say in one sentence what the chart of an indicator shows."""
    facts = {
        "done": words.progress(progress),
        "day": words.day(progress.as_of, plan.period.end.year),
        "due": words.due(progress),
        "status": words.status(progress),
        "forecast": words.forecast(progress),
        "end": words.day(plan.period.end, plan.period.end.year),
    }
    if facts["forecast"] and facts["due"]:
        text = _("{day}: {done}, {status}. Due by then: {due}. Expected by {end}: {forecast}.")
    elif facts["due"]:
        text = _("{day}: {done}, {status}. Due by then: {due}.")
    else:
        text = _("{day}: {done}, {status}.")
    return text.format(**facts)
