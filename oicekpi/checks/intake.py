"""The workspace as it is read: plans, the records that fit them, and what is wrong."""

from collections.abc import Iterator
from datetime import date

from oicekpi import document, yamlfile
from oicekpi.checks import fit
from oicekpi.finding import Fault, Finding
from oicekpi.plan import store as plan_store
from oicekpi.plan.model import Plan
from oicekpi.records import store as record_store
from oicekpi.records.store import Entry
from oicekpi.workspace import NotReadableError, Workspace, read_file


class Intake:
    """Reads a workspace once, record by record, and gathers the findings on the way.

    `findings` is complete when `entries` has been gone through.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Read the plans; the records are read when they are asked for."""
        self.workspace = workspace
        self.plans = plan_store.read_all(workspace)
        self.findings: list[Finding] = list(self.plans.findings)

    def choose(self, as_of: date, wanted: str | None) -> tuple[str, Plan | None]:
        """Choose the plan to measure against; see `plan.store.choose`."""
        return plan_store.choose(self.plans, as_of, wanted)

    def entries(self) -> Iterator[Entry]:
        """Go through the records that fit a plan."""
        for item in record_store.entries(self.workspace):
            if isinstance(item, Finding):
                self.findings.append(item)
            elif faults := self._misfit(item):
                self.findings += locate(self.workspace, item, faults)
            else:
                yield item

    def _misfit(self, entry: Entry) -> list[Fault]:
        # While a plan is broken nobody can say what the records that may be its own should be.
        if self.plans.broken:
            return []
        return fit.faults(self.plans.sound, entry.record)


def locate(workspace: Workspace, entry: Entry, faults: list[Fault]) -> list[Finding]:
    """Find the lines of faults in a record, by reading its file once more."""
    whole = [
        Fault((*entry.where, *f.where), f.code, f.message, f.hint, f.at_key, f.level) for f in faults
    ]
    try:
        data = read_file(workspace.root / entry.path, yamlfile.MAX_BYTES)
        return document.place(entry.path, data, whole)
    except (NotReadableError, yamlfile.YamlRefusedError, KeyError):
        # Someone changed the file between the two readings; the finding still names it.
        return [Finding(entry.path, 0, 0, f.code, f.message, f.hint, f.level) for f in whole]
