"""What every verb is given: where the workspace is, which plan, which day is today."""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from oicekpi.cli import clock, terminal
from oicekpi.cli.terminal import Color
from oicekpi.messages.failures import BAD_DATA, BrokenPlanError, NoPlanError, UnknownIdError
from oicekpi.messages.text import nearest
from oicekpi.storage import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oicekpi.checks.intake import Intake
    from oicekpi.domain.plan import Plan
    from oicekpi.domain.progress import PlanProgress
    from oicekpi.domain.tally import Ledger
    from oicekpi.reports.look import Look
    from oicekpi.schema.record_files import Entry


@dataclass(frozen=True, slots=True)
class Session:
    """One run's surroundings: the options that all verbs have, and the day on which it began."""

    root: Path | None = None
    plan: str | None = None
    color: Color = Color.AUTO
    today: date = field(default_factory=lambda: clock.today())  # noqa: PLW0108 - a test sets the clock

    def workspace(self) -> workspace.Workspace:
        """Find the workspace: --root, else OICEKPI_ROOT, else from the working directory upward."""
        given = os.environ.get("OICEKPI_ROOT")
        named = self.root or (Path(given) if given else None)
        return workspace.find(Path.cwd(), named)

    def look(self) -> "Look":
        """Say how standard output is to look."""
        return terminal.look(self.color)

    def read(self, as_of: date) -> "Reading":
        """Read the workspace, and choose the plan for a day.

        Raises `BrokenPlanError` after telling what is wrong with the plan.
        """
        from oicekpi.checks.intake import Intake
        from oicekpi.cli.waiting import READING, watched
        from oicekpi.domain.tally import Ledger

        intake = Intake(self.workspace(), watched(READING))
        name, plan = self.chosen(intake, as_of)
        return Reading(intake, name, plan, Ledger(plan))

    def chosen(self, intake: "Intake", day: date) -> "tuple[str, Plan]":
        """Choose the plan for a day, with its name.

        Raises `BrokenPlanError` or `NoPlanError` after telling what is wrong with the plans.
        """
        try:
            name, plan = intake.choose(day, self.plan)
        except NoPlanError:
            terminal.tell_findings(intake.plans.findings)
            raise
        if plan is None:
            terminal.tell_findings(intake.plans.findings)
            raise BrokenPlanError(name)
        return name, plan


@dataclass(frozen=True, slots=True)
class Reading:
    """A workspace that was read, with the plan that is measured against."""

    intake: "Intake"
    name: str
    plan: "Plan"
    ledger: "Ledger"

    def entries(self) -> "Iterator[Entry]":
        """Go through all records; each is counted in on its way."""
        for entry in self.intake.entries():
            self.ledger.add(entry)
            yield entry

    def gather(self) -> None:
        """Count all records in, and keep none."""
        for _ in self.entries():
            pass

    def progress(self, as_of: date) -> "PlanProgress":
        """Judge the plan on a day."""
        from oicekpi.domain.progress import of_plan

        return of_plan(self.name, self.plan, self.ledger, as_of)

    def select(self, ids: "Sequence[str]") -> frozenset[str]:
        """Give the indicators that sections', objectives' and indicators' ids name; all if none.

        Raises `UnknownIdError` for an id that the plan does not have.
        """
        known = {section.id for section in self.plan.sections}
        known |= {objective.id for _, objective in self.plan.objectives()}
        known |= set(self.plan.indicators)
        folded = {each.casefold() for each in known}
        for wanted in ids:
            if wanted.casefold() not in folded:
                raise UnknownIdError(wanted, nearest(wanted, known))
        return self.plan.selected(ids) if ids else frozenset(self.plan.indicators)

    def conclude(self, shown: str) -> None:
        """Print what a verb shows, and tell what is wrong in the files, with which the run fails.

        All records must have been gone through by then. Raises `typer.Exit` if something is wrong.
        """
        terminal.say(shown)
        if self.intake.findings:
            terminal.tell_findings(sorted(self.intake.findings))
            raise typer.Exit(BAD_DATA)
