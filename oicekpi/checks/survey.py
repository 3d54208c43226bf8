"""Everything that is wrong with a workspace, at once: what `oicekpi check` tells."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from oicekpi import yamlfile
from oicekpi.checks.fit import Fit
from oicekpi.checks.intake import locate
from oicekpi.checks.report import Report
from oicekpi.checks.rules import (
    NAME_RULES,
    PLAN_FILE_RULES,
    RECORD_FILE_RULES,
    RECORD_RULES,
    SET_RULES,
)
from oicekpi.checks.rules.rule import Context
from oicekpi.finding import Fault, Finding
from oicekpi.plan import store as plan_store
from oicekpi.plan.store import Plans
from oicekpi.records import store as record_store
from oicekpi.records.store import Entry, Sketched, in_file
from oicekpi.records.watch import Watch, unwatched
from oicekpi.workspace import NotReadableError, Workspace


def survey(workspace: Workspace, today: date, watch: Watch = unwatched) -> Report:
    """Read all plans and records, and judge them by every rule; `today` tells past from future.

    `watch` looks on while records are read.

    No fault hides another: files that cannot be read are told beside the faults of the others,
    and the records are judged, as far as they can be, even when a plan is broken.
    """
    plans = plan_store.read_all(workspace)
    findings = [*plans.findings, *_of_plans(workspace, plans)]
    paths = {*(finding.path for finding in findings), *map(_path, plans.sound)}
    sketched: list[Sketched] = []
    entries = list(_read(workspace, findings, paths, sketched, watch))
    ordered = sorted(paths)
    findings += (finding for rule in NAME_RULES for finding in rule(ordered))
    faults = _of_records(plans, entries, sketched, Context(workspace.root, today))
    for path, found in faults.items():
        findings += locate(workspace, path, found)
    return Report(tuple(sorted(findings)), len(plans.sound), len(entries))


def _of_plans(workspace: Workspace, plans: Plans) -> Iterator[Finding]:
    if not plans.sound and not plans.findings:
        yield Finding(
            "plans", 0, 0, "no-plan", "there is no plan", "write one, such as plans/2024.yaml"
        )
    for name in plans.sound:
        path = _path(name)
        try:
            data = workspace.read(path, yamlfile.MAX_BYTES)
        except NotReadableError:  # it went after it was read
            continue
        yield from (finding for rule in PLAN_FILE_RULES for finding in rule(path, data))


def _path(plan: str) -> str:
    return f"plans/{plan}.yaml"


def _read(
    workspace: Workspace,
    findings: list[Finding],
    paths: set[str],
    sketched: list[Sketched],
    watch: Watch,
) -> Iterator[Entry]:
    """Go through the records; add what is wrong, the paths of all files, and sketches."""

    def look(path: str, data: bytes) -> None:
        paths.add(path)
        for rule in RECORD_FILE_RULES:
            findings.extend(rule(path, data))

    for item in watch(record_store.entries(workspace, look)):
        if isinstance(item, Entry):
            yield item
        elif isinstance(item, Finding):
            paths.add(item.path)
            findings.append(item)
        else:
            sketched.append(item)


def _of_records(
    plans: Plans, entries: list[Entry], sketched: list[Sketched], context: Context
) -> dict[str, list[Fault]]:
    """Judge the records, each by itself and all together; the faults by the file they are in."""
    faults: dict[str, list[Fault]] = defaultdict(list)
    fit = Fit(plans.sound, complete=not plans.broken and bool(plans.sound))
    for entry in entries:
        found = fit.faults(entry.record)
        for rule in RECORD_RULES:
            found.extend(rule(entry, context))
        if found:
            faults[entry.path] += in_file(entry, found)
    for entry, sketch in sketched:
        found = [fault for rule in RECORD_RULES for fault in rule(entry, context)]
        if found := fit.sketched(sketch) + sketch.doubts.told(found):
            faults[entry.path] += in_file(entry, found)
    for compare in SET_RULES:
        for entry, fault in compare(entries):
            faults[entry.path] += in_file(entry, [fault])
    return faults
