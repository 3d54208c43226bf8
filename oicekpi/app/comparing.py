"""`diff`: what changed between two git revisions, or since one."""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Final

from oicekpi.checks import loading
from oicekpi.domain.changes import Difference, State, compare
from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import of_plan
from oicekpi.domain.tally import Ledger
from oicekpi.storage.git import Repository
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace

_RANGE: Final = re.compile(r"(.*[^.])(\.{2,3})([^.].*)")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two states that are compared: a revision by its name and commit, or the files."""

    name: str | None
    commit: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DiffResult:
    """What changed, and between which states."""

    difference: Difference
    before: Side
    after: Side
    warnings: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the files of either state."""
        return self.before.findings + self.after.findings


def diff(  # noqa: PLR0913 - each chooses or tunes what is compared
    workspace: Workspace,
    as_of: date,
    before: str,
    after: str | None = None,
    *,
    plan: str | None = None,
    environment: Mapping[str, str],
    watch: Watch = unwatched,
) -> DiffResult:
    """Return what changed from one revision to another, or to the files on disk.

    `before` may name both, as `A..B`, or as `A...B` for what B changed since it parted from A.
    `environment` is what git is started with. Raises `NotFoundError`, `CannotReadError` and
    `BadDataError`.
    """
    repository = Repository.around(workspace.root, environment)
    if after is None and (both := _RANGE.fullmatch(before)):
        before, dots, after = both.groups()
        if dots == "...":
            before = repository.merge_base(before, after)
    with ExitStack() as opened:
        old = opened.enter_context(repository.revision(before))
        new = opened.enter_context(repository.revision(after)) if after is not None else None
        contents = loading.read(old, watch), loading.read(new or workspace, watch)
    # Both are judged by one plan, chosen from those that either state has.
    name, _ = contents[1].plans.joined(contents[0].plans).choose(as_of, plan)
    states = [_state(content, name, as_of) for content in contents]
    findings = [tuple(sorted(content.errors)) for content in contents]
    return DiffResult(
        compare(name, as_of, *states),
        Side(before, old.commit, findings[0]),
        Side(new.name if new else None, new.commit if new else None, findings[1]),
        tuple(sorted(contents[1].warnings)),
    )


def _state(content: loading.Content, plan: str, as_of: date) -> State:
    """Judge the plan of a name by the records of one state."""
    plans = content.plans
    progress = None
    if plan in plans.sound:
        ledger = Ledger(plans.sound[plan], content.entries)
        progress = of_plan(plan, plans.sound[plan], ledger, as_of)
    return State(
        plans.sound,
        progress,
        tuple(content.entries),
        unknown=plan in plans.broken,
        doubtful=frozenset(finding.path for finding in content.errors),
    )
