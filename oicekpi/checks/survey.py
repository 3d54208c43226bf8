"""Everything that is wrong with a workspace, at once: what `oicekpi check` tells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from oicekpi.checks.fit import Fit
from oicekpi.checks.intake import locate
from oicekpi.checks.report import Report
from oicekpi.checks.rules import NAME_RULES, PLAN_FILE_RULES, RECORD_FILE_RULES, of_all, of_record
from oicekpi.checks.rules.rule import Context, FileRule
from oicekpi.domain.finding import Fault, Finding
from oicekpi.schema import plan_files as plan_store
from oicekpi.schema import record_files as record_store
from oicekpi.schema.plan_files import Plans
from oicekpi.schema.record_files import Entry, Found, Sketched, in_file
from oicekpi.storage.document import Look
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace


def survey(workspace: Workspace, today: date, watch: Watch = unwatched) -> Report:
    """Read all plans and records, and judge them by every rule; `today` tells past from future.

    `watch` looks on while records are read.

    No fault hides another: files that cannot be read are told beside the faults of the others,
    and the records are judged, as far as they can be, even when a plan is broken.
    """
    gathered = _Gathered()
    plans = plan_store.read_all(workspace, gathered.looking(PLAN_FILE_RULES))
    gathered.add_plans(plans)
    found = record_store.entries(workspace, gathered.looking(RECORD_FILE_RULES))
    entries = list(gathered.entries(watch(found)))
    paths = sorted(dict.fromkeys(gathered.paths))  # they came in order, or nearly
    findings = [*gathered.findings, *(each for rule in NAME_RULES for each in rule(paths))]
    faults = _of_records(plans, entries, gathered.sketched, Context(workspace.root, today))
    for path, told in faults.items():
        findings += locate(workspace, path, told)
    return Report(tuple(sorted(findings)), len(plans.sound), len(entries))


class _Gathered:
    """What was found while the files were read."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.paths: list[str] = []  # some more than once
        self.sketched: list[Sketched] = []

    def looking(self, rules: Sequence[FileRule]) -> Look:
        """Give a look at files that judges each by these rules."""

        def look(path: str, data: bytes) -> None:
            self.paths.append(path)
            for rule in rules:
                if wrong := rule(path, data):
                    self.findings += wrong

        return look

    def add_plans(self, plans: Plans) -> None:
        """Add what is wrong with the plans."""
        for finding in plans.findings:
            self._add(finding)
        if not plans.sound and not plans.findings:
            mend = "write one, such as plans/2024.yaml"
            self.findings.append(Finding("plans", 0, 0, "no-plan", "there is no plan", mend))

    def entries(self, found: Iterable[Found]) -> Iterator[Entry]:
        """Go through the records; keep the sketches, and what is wrong."""
        for item in found:
            if isinstance(item, Entry):
                yield item
            elif isinstance(item, Finding):
                self._add(item)
            else:
                self.sketched.append(item)

    def _add(self, finding: Finding) -> None:
        self.paths.append(finding.path)
        self.findings.append(finding)


def _of_records(
    plans: Plans, entries: list[Entry], sketched: list[Sketched], context: Context
) -> dict[str, list[Fault]]:
    """Judge the records, each by itself and all together; the faults by the file they are in."""
    faults: dict[str, list[Fault]] = defaultdict(list)
    fit = Fit(plans.sound, complete=not plans.broken and bool(plans.sound))
    for entry in entries:
        if found := fit.faults(entry.record) + of_record(entry, context):
            faults[entry.path] += in_file(entry, found)
    for entry, sketch in sketched:
        found = fit.sketched(sketch) + sketch.doubts.told(of_record(entry, context))
        if found:
            faults[entry.path] += in_file(entry, found)
    for entry, fault in of_all(entries):
        faults[entry.path] += in_file(entry, [fault])
    return faults
