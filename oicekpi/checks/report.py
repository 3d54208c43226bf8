"""What a check found, as a value that the formats turn into text."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

from oicekpi.domain.finding import Finding, Level
from oicekpi.messages.text import count, listed
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import NotReadableError, Workspace

Source: TypeAlias = Callable[[str], list[str]]
"""Gives the lines of a file by its path in the workspace; none where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a check found, sorted, and how much was looked at.

    `plans` counts the sound plans, `records` the records that could be read. `prefix` is the way
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
        compare each record with all the others, so only what is told is narrowed.
        """
        wanted = [path.rstrip("/") for path in paths]
        if not wanted or "." in wanted:
            return self
        kept = (f for f in self.findings if any(_inside(f.path, path) for path in wanted))
        return replace(self, findings=tuple(kept))

    def number(self, level: Level) -> int:
        """Count the findings of a level."""
        return sum(finding.level is level for finding in self.findings)

    @property
    def files(self) -> int:
        """How many files have a finding."""
        return len({finding.path for finding in self.findings})

    def __str__(self) -> str:
        """Sum up in a line what was looked at and what was found."""
        looked = f"{count(self.plans, 'plan')} and {count(self.records, 'record')}"
        if not self.findings:
            return f"checked {looked}: nothing to mend"
        numbers = [count(self.number(each), each) for each in Level if self.number(each)]
        found = f"{listed(numbers, 'and')} in {count(self.files, 'file')}"
        return f"{found}; {looked} could be read"


def _inside(path: str, wanted: str) -> bool:
    return path == wanted or path.startswith(f"{wanted}/")


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Give each finding a mark that it keeps while lines above it come and go.

    It is made of path, code and message; equal findings of a file are numbered in their order.
    The path is from the workspace, so that the mark is the same wherever the workspace lies.
    """
    seen: Counter[str] = Counter()
    marks = []
    for finding in findings:
        facts = f"{finding.path}\0{finding.code}\0{finding.message}"
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
