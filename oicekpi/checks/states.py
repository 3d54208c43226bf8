"""States of a workspace that are to be compared: on disk, or in revisions."""

from datetime import date

from oicekpi.checks.intake import Intake
from oicekpi.domain.changes import State
from oicekpi.domain.progress import of_plan
from oicekpi.domain.tally import Ledger
from oicekpi.schema import plan_files as plan_store
from oicekpi.schema.plan_files import Plans


def choose(before: Intake, after: Intake, as_of: date, wanted: str | None) -> str:
    """Choose the plan by which both are judged, from the plans that either has.

    Raises `NoPlanError`.
    """
    sound = {**before.plans.sound, **after.plans.sound}
    broken = before.plans.broken | after.plans.broken
    both = Plans(after.plans.folder, sound, frozenset(broken - sound.keys()), ())
    name, _ = plan_store.choose(both, as_of, wanted)
    return name


def state_of(intake: Intake, plan: str, as_of: date) -> State:
    """Read the records, and judge the plan of that name on a day."""
    sound = intake.plans.sound
    entries = tuple(intake.entries())
    progress = None
    if plan in sound:
        ledger = Ledger(sound[plan])
        for entry in entries:
            ledger.add(entry)
        progress = of_plan(plan, sound[plan], ledger, as_of)
    return State(
        sound,
        progress,
        entries,
        unknown=plan in intake.plans.broken,
        doubtful=frozenset(finding.path for finding in intake.findings),
    )
