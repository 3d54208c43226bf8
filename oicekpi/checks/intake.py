"""The workspace as it is read: plans, the records that fit them, and what is wrong."""

from collections.abc import Iterator
from datetime import date

from oicekpi.checks.fit import Fit
from oicekpi.domain.finding import Fault, Finding
from oicekpi.domain.plan import Plan
from oicekpi.schema import plan_files as plan_store
from oicekpi.schema import record_files as record_store
from oicekpi.schema.record_files import Entry, in_file
from oicekpi.storage import document, yamlfile
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import NotReadableError, Tree


class Intake:
    """Reads a workspace once, record by record, and gathers the findings on the way.

    `findings` is complete when `entries` has been gone through.
    """

    def __init__(self, tree: Tree, watch: Watch = unwatched) -> None:
        """Read the plans; the records are read when they are asked for, while `watch` looks on."""
        self.tree = tree
        self.watch = watch
        self.plans = plan_store.read_all(tree)
        self.findings: list[Finding] = list(self.plans.findings)

    def choose(self, as_of: date, wanted: str | None) -> tuple[str, Plan | None]:
        """Choose the plan to measure against; see `plan.store.choose`."""
        return plan_store.choose(self.plans, as_of, wanted)

    def entries(self) -> Iterator[Entry]:
        """Go through the records that fit a plan."""
        misfits: dict[str, list[Fault]] = {}
        fit = Fit(self.plans.sound, complete=not self.plans.broken)
        for item in self.watch(record_store.entries(self.tree)):
            if isinstance(item, Entry):
                if faults := fit.faults(item.record):
                    misfits.setdefault(item.path, []).extend(in_file(item, faults))
                else:
                    yield item
            elif isinstance(item, Finding):  # of a record with faults, these are enough
                self.findings.append(item)
        for path, found in misfits.items():
            self.findings += locate(self.tree, path, found)


def locate(tree: Tree, path: str, faults: list[Fault]) -> list[Finding]:
    """Find the lines of all faults in a file of records, by reading it once more."""
    try:
        data = tree.read(path, yamlfile.MAX_BYTES)
        return document.place(path, data, faults)
    except (NotReadableError, yamlfile.YamlRefusedError):
        # Someone changed the file between the two readings; the finding still names it.
        return [Finding(path, 0, 0, f.code, f.message, f.hint, f.level) for f in faults]
