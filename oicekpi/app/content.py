"""What a workspace holds: its plans, its records, and what is wrong with them."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from oicekpi.checks import loading
from oicekpi.checks.loading import Plans
from oicekpi.domain.finding import Finding
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import Progress, of_indicator
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.domain.vocabulary import fold
from oicekpi.messages.failures import BadDataError, NotFoundError
from oicekpi.messages.text import nearest
from oicekpi.storage import workspace as places
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace

if TYPE_CHECKING:
    from oicekpi.checks.rules.rule import Context


def open_workspace(start: Path, root: Path | None = None) -> Workspace:
    """Return the workspace at `root`, or else the one that the folder `start` lies in.

    Raises `NotFoundError`.
    """
    return places.find(start, root)


class Movement(NamedTuple):
    """An indicator before and after some records were added, changed or removed.

    `known` are those of the new records who count already, each with the day since when.
    """

    before: Progress
    after: Progress
    known: tuple[tuple[str, date], ...] = ()


class Content:
    """A workspace as it is read on the day `today`.

    `plan_name` is the plan to use for every day; without it each day has its own. `watch` sees
    each record that is read.
    """

    def __init__(
        self,
        workspace: Workspace,
        today: date,
        plan_name: str | None = None,
        watch: Watch = unwatched,
    ) -> None:
        """Read the plans; the records are read when they are asked for."""
        self.workspace = workspace
        self.today = today
        self.plan_name = plan_name
        self._watch = watch
        self._read = loading.read_plans(workspace)

    @property
    def context(self) -> "Context":
        """What rules may look at beside the records."""
        from oicekpi.checks.rules.rule import Context  # noqa: PLC0415 - loads all rules: 15 ms

        return Context(self.workspace.root, self.today)

    @property
    def plans(self) -> Plans:
        """The plans, valid and invalid."""
        return self._read.plans

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the files that were read so far, sorted."""
        return tuple(sorted(self._read.errors))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What every command that judges should warn of, sorted."""
        return tuple(sorted(self._read.warnings))

    @cached_property
    def entries(self) -> list[Entry]:
        """All records that count, read when they are first asked for."""
        loading.read_records(self.workspace, self._read, self._watch)
        return self._read.entries

    def plan(self, day: date, named: str | None = None) -> tuple[str, Plan]:
        """Return the plan for a day, or the one of a name, with its name.

        Raises `BadDataError` where it has errors and `NotFoundError` where there is none.
        """
        try:
            name, plan = self.plans.choose(day, named or self.plan_name)
        except NotFoundError as error:
            error.findings = self.findings
            raise
        if plan is None:
            raise BadDataError("broken-plan", findings=self.findings, name=name)
        return name, plan

    def concerning(self, chosen: Plan) -> list[Entry]:
        """Return the records to look at: all, or those of the plan's period if it was named."""
        if self.plan_name is None:
            return self.entries
        return [each for each in self.entries if each.record.date in chosen.period]

    def movement(self, old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Movement, ...]:
        """Return how the indicators move when the `new` records replace the `old` ones.

        An indicator of a plan that has errors does not move, nor one whose plan is still to come.
        """
        gone = {entry.id for entry in old}
        after = [*(entry for entry in self.entries if entry.id not in gone), *new]
        moved: list[Movement] = []
        for plan, touched in self._by_plan([*old, *new]):
            ids = {each for entry in touched for each in entry.record.indicator}
            sides = (
                progress_of(plan, ids, entries, self.today) for entries in (self.entries, after)
            )
            for before, now in zip(*(side.values() for side in sides), strict=True):
                known = _counted_already(before, [entry for entry in new if entry in touched], gone)
                moved.append(Movement(before, now, known))
        return tuple(moved)

    def _by_plan(self, entries: Iterable[Entry]) -> Iterable[tuple[Plan, list[Entry]]]:
        parted: dict[str, tuple[Plan, list[Entry]]] = {}
        for entry in sorted(entries, key=lambda entry: entry.record.date):
            name, plan = self.plans.choose(entry.record.date, self.plan_name)
            if plan is not None and entry.record.date in plan.period:
                parted.setdefault(name, (plan, []))[1].append(entry)
        return parted.values()


def _counted_already(
    before: Progress, new: Iterable[Entry], gone: Container[str]
) -> tuple[tuple[str, date], ...]:
    """Return the people or partners of new records whom other records count, each since when."""
    indicator = before.indicator
    measure = MEASURES[indicator.measure]
    since: dict[object, date] = {}
    for event in before.events:
        if event.firm and not event.planned and event.id not in gone:
            for unit in event.units if isinstance(event.units, tuple) else ():
                since.setdefault(unit, event.day)
    found: dict[str, date] = {}
    for entry in new:
        if indicator.id in entry.record.indicator and indicator.matches(entry.record):
            said = entry.record.get(measure.field)
            for name in said if isinstance(said, tuple) else (said,):
                day = since.get(fold(name)) if isinstance(name, str) else None
                if day is not None and day <= before.as_of:
                    found[name] = day
    return tuple(found.items())


def progress_of(
    plan: Plan, indicators: Iterable[str], entries: Iterable[Entry], as_of: date
) -> dict[str, Progress]:
    """Return the progress of some indicators by their ids, in the order of the plan."""
    wanted = set(indicators)
    ledger = Ledger(
        plan, (each for each in entries if not wanted.isdisjoint(each.record.indicator))
    )
    return {
        known: of_indicator(plan, indicator, ledger, as_of)
        for known, indicator in plan.indicators.items()
        if known in wanted
    }


def selected(plan: Plan, ids: Sequence[str]) -> frozenset[str]:
    """Return the indicators that ids of sections, objectives and indicators name; all for none.

    Raises `NotFoundError` for an id that the plan does not have.
    """
    if not ids:
        return frozenset(plan.indicators)
    known = [*(section.id for section in plan.sections)]
    known += [objective.id for _, objective in plan.objectives()]
    known += plan.indicators
    folded = {each.casefold() for each in known}
    for wanted in ids:
        if wanted.casefold() not in folded:
            raise NotFoundError("unknown-id", wanted=wanted, near=nearest(wanted, known))
    return plan.selected(ids)
