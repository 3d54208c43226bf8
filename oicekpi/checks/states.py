"""States of a workspace that are to be compared: on disk, or in revisions."""

from datetime import date

from oicekpi.checks.intake import Intake
from oicekpi.plan import store as plan_store
from oicekpi.plan.store import Plans
from oicekpi.progress.difference import State
from oicekpi.progress.standing import of_plan
from oicekpi.progress.tally import Ledger


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
    standing = None
    if plan in sound:
        ledger = Ledger(sound[plan])
        for entry in entries:
            ledger.add(entry)
        standing = of_plan(plan, sound[plan], ledger, as_of)
    return State(
        sound,
        standing,
        entries,
        unknown=plan in intake.plans.broken,
        doubtful=frozenset(finding.path for finding in intake.findings),
    )
