"""The plans' files: which there are, and the plan that each holds."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import PurePath

from oicekpi.domain.finding import Finding
from oicekpi.domain.plan import Plan
from oicekpi.messages.failures import NoPlanError
from oicekpi.schema import consistency
from oicekpi.schema import plan_reading as reading
from oicekpi.storage import document, yamlfile
from oicekpi.storage.document import Look
from oicekpi.storage.workspace import Item, NotReadableError, Tree, ignored
from oicekpi.storage.yamlfile import YamlRefusedError


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans that can be measured against, by name, and what is wrong with the others."""

    folder: str | PurePath
    sound: dict[str, Plan]
    broken: frozenset[str]
    findings: tuple[Finding, ...]


def read_all(tree: Tree, look: Look | None = None) -> Plans:
    """Read every plan of a workspace; `look` is shown each file whose YAML is accepted."""
    sound: dict[str, Plan] = {}
    broken: set[str] = set()
    findings: list[Finding] = []
    try:
        items = tree.items("plans")
    except NotReadableError as error:
        items = []
        findings.append(document.unreadable("plans", error))
    for item in items:
        if ignored(item):
            continue
        name = PurePath(item.name).stem
        plan, found = _read(tree, item, look)
        findings += found
        if plan is not None:
            sound[name] = plan
        elif item.name.lower().endswith((".yaml", ".yml")):  # anything else was never a plan
            broken.add(name)
    return Plans(tree.place("plans"), sound, frozenset(broken - sound.keys()), tuple(findings))


def _read(tree: Tree, item: Item, look: Look | None) -> tuple[Plan | None, list[Finding]]:
    if PurePath(item.name).suffix != ".yaml":
        return None, [
            Finding(
                item.path,
                0,
                0,
                "stray-file",
                "this is no plan",
                "end a plan's name with .yaml, and keep other things out of plans/",
            )
        ]
    try:
        data = tree.read(item.path, yamlfile.MAX_BYTES)
    except NotReadableError as error:
        return None, [document.unreadable(item.path, error)]
    return parse(item.path, data, look)


def parse(
    relative: str, data: bytes, look: Look | None = None
) -> tuple[Plan | None, list[Finding]]:
    """Check the bytes of a plan's file: the plan, or every finding about it."""
    try:
        value, slips = yamlfile.sift(data)
    except YamlRefusedError as refusal:
        return None, document.refused(relative, refusal)
    if look is not None:
        look(relative, data)
    plan, faults = reading.read(value)
    if plan is not None:
        faults = list(islice(consistency.faults(plan), document.MAX_FAULTS))
    findings = document.told(relative, data, faults, slips)
    return (None if findings else plan), findings


def choose(plans: Plans, as_of: date, wanted: str | None) -> tuple[str, Plan | None]:
    """Choose the plan to measure against: its name, and the plan if it is sound.

    It is the one that was asked for, else the one whose period holds the day, else the one that
    began last before it, else the first. When a broken plan begins cannot be known: where no sound
    plan holds the day, one that by its name follows the plan that would be chosen is chosen, for
    it may hold the day. Raises `NoPlanError` where there is none such.
    """
    known = sorted({*plans.sound, *plans.broken})
    if wanted is not None and wanted not in known:
        raise NoPlanError(plans.folder, wanted, known)
    if not known:
        raise NoPlanError(plans.folder, None, ())
    name = _of_the_day(plans, as_of) if wanted is None else wanted
    return name, plans.sound.get(name)


def _of_the_day(plans: Plans, as_of: date) -> str:
    starts = {name: (plan.period.start, name) for name, plan in plans.sound.items()}
    begun = [name for name, plan in plans.sound.items() if plan.period.start <= as_of]
    current = [name for name in begun if as_of in plans.sound[name].period]
    if current:
        return max(current, key=starts.__getitem__)
    if begun:
        return max([max(begun, key=starts.__getitem__), *plans.broken])
    if starts:
        first = min(starts, key=starts.__getitem__)
        return max((name for name in plans.broken if name < first), default=first)
    return max(plans.broken)
