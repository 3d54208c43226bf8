"""What a check found, as a value that the formats turn into text."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Self, TypeAlias

from oicekpi.domain.finding import Finding
from oicekpi.messages.catalogue import Severity, listed
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import ngettext
from oicekpi.storage import yamlfile
from oicekpi.storage.document import MORE
from oicekpi.storage.workspace import NotReadableError, Workspace
from oicekpi.values import dataclass

Source: TypeAlias = Callable[[str], list[str]]
"""Gives the lines of a file by its path in the workspace; none where it cannot be read."""


@dataclass(frozen=True)
class Report:
    """Everything that a check found, sorted, and how much was looked at.

    `plans` counts the valid plans, `records` the valid records. `prefix` is the way
    from the repository's folder to the workspace's, as `office/`.
    """

    findings: tuple[Finding, ...]
    plans: int
    records: int
    prefix: str = ""

    @property
    def in_repository(self) -> list[Finding]:
        """The findings for whoever goes by the repository's files, with paths from its folder."""
        return [replace(each, path=f"{self.prefix}{each.path}") for each in self.findings]

    def within(self, paths: Iterable[str]) -> Self:
        """Keep the findings of the files and folders that are named; all if none is.

        The paths are as findings have them: relative to the workspace, with `/`. Rules still
        compare each record with all the others, so only what is reported is narrowed.
        """
        wanted = [path.rstrip("/") for path in paths]
        if not wanted or "." in wanted:
            return self
        kept = (f for f in self.findings if any(_inside(f.path, path) for path in wanted))
        return replace(self, findings=tuple(kept))

    def number(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def files(self) -> int:
        """How many files have a finding."""
        return len({finding.path for finding in self.findings})

    def __str__(self) -> str:
        """Sum up in a line what was checked and what was found."""
        plans = ngettext("{count} plan", "{count} plans", self.plans)
        plans = plans.format(count=f"{self.plans:,}")
        records = ngettext("{count} record", "{count} records", self.records)
        records = records.format(count=f"{self.records:,}")
        if not self.findings:
            return _("no problems found ({plans}, {records})").format(plans=plans, records=records)
        files = ngettext("{count} file", "{count} files", self.files)
        text = _("Found {problems} in {files} (checked {plans}, {records})")
        if any(finding.code == MORE for finding in self.findings):
            text = _("Found {problems} in {files}, and more (checked {plans}, {records})")
        return text.format(
            problems=listed([*self._numbers()], "and"),
            files=files.format(count=f"{self.files:,}"),
            plans=plans,
            records=records,
        )

    def _numbers(self) -> Iterator[str]:
        """Return how many findings there are of each severity, without those of which is none."""
        errors, warnings, notes = map(self.number, Severity)
        words = (
            (errors, ngettext("{count} error", "{count} errors", errors)),
            (warnings, ngettext("{count} warning", "{count} warnings", warnings)),
            (notes, ngettext("{count} note", "{count} notes", notes)),
        )
        return (word.format(count=f"{number:,}") for number, word in words if number)


def _inside(path: str, wanted: str) -> bool:
    return path == wanted or path.startswith(f"{wanted}/")


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Give each finding a mark that it keeps while lines above it come and go.

    It is made of the path and of what is found; equal findings of a file are numbered in order.
    The path is from the workspace, so that the mark is the same wherever the workspace lies.
    """
    seen: Counter[str] = Counter()
    marks = []
    for finding in findings:
        params = sorted(finding.params.items())
        facts = f"{finding.path}\0{finding.code}\0{finding.case}\0{params}"
        seen[facts] += 1
        whole = f"{facts}\0{seen[facts]}".encode("utf-8", "surrogatepass")
        marks.append(hashlib.sha256(whole).hexdigest()[:32])
    return marks


def source_of(workspace: Workspace) -> Source:
    """Make a `Source` of the workspace's files; each is read once, when it is asked for."""
    known: dict[str, list[str]] = {}

    def lines(path: str) -> list[str]:
        if path not in known:
            known[path] = _lines(workspace, path)
        return known[path]

    return lines


def _lines(workspace: Workspace, path: str) -> list[str]:
    try:
        data = workspace.read(path, yamlfile.MAX_BYTES)
    except NotReadableError:
        return []
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if utf16 else "utf-8-sig", "replace").split("\n")
