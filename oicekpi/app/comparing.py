"""`diff` and `compare`: two states of a workspace, and two plans."""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from typing import Final

from oicekpi.app.content import Content
from oicekpi.checks import loading
from oicekpi.domain import changes
from oicekpi.domain.changes import Difference, State
from oicekpi.domain.comparison import Comparison, paired, points
from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import of_plan
from oicekpi.domain.tally import Ledger
from oicekpi.messages.failures import NotFoundError, UsageError
from oicekpi.messages.text import nearest
from oicekpi.storage.git import Repository
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace
from oicekpi.values import dataclass

_RANGE: Final = re.compile(r"(.*[^.])(\.{2,3})([^.].*)")


@dataclass(frozen=True)
class Side:
    """One of two states that are compared: a revision by its name and commit, or the files."""

    name: str | None
    commit: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
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
        loaded = loading.read(old, watch), loading.read(new or workspace, watch)
    # Both are judged by one plan, chosen from those that either state has.
    name, _ = loaded[1].plans.joined(loaded[0].plans).choose(as_of, plan)
    states = [_state(each, name, as_of) for each in loaded]
    findings = [tuple(sorted(each.errors)) for each in loaded]
    return DiffResult(
        changes.compare(name, as_of, *states),
        Side(before, old.commit, findings[0]),
        Side(new.name if new else None, new.commit if new else None, findings[1]),
        tuple(sorted(loaded[1].warnings)),
    )


def _state(loaded: loading.Loaded, plan: str, as_of: date) -> State:
    """Judge the plan of a name by the records of one state."""
    plans = loaded.plans
    progress = None
    if plan in plans.sound:
        ledger = Ledger(plans.sound[plan], loaded.entries)
        progress = of_plan(plan, plans.sound[plan], ledger, as_of)
    return State(
        plans.sound,
        progress,
        tuple(loaded.entries),
        unknown=plan in plans.broken,
        doubtful=frozenset(finding.path for finding in loaded.errors),
    )


# --- two plans ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CompareResult:
    """Two plans side by side."""

    comparison: Comparison
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()


def compare(  # noqa: PLR0913 - each chooses or tunes what is compared
    workspace: Workspace,
    as_of: date,
    before: str,
    after: str,
    *,
    renamed: Mapping[str, str] | None = None,
    today: date | None = None,
    watch: Watch = unwatched,
) -> CompareResult:
    """Return two plans side by side, at the same point of their periods.

    `as_of` is a day of either plan, by which the day of the other one is found. `renamed` gives the
    new ids of indicators that had another id in `before`. Raises `NotFoundError`, `BadDataError`,
    and `UsageError` for two old ids with the same new one, or a plan with itself.
    """
    content = Content(workspace, today or as_of, None, watch)
    result = side_by_side(content, as_of, before, after, renamed=renamed, today=today)
    return CompareResult(result, content.findings, content.warnings)


def side_by_side(  # noqa: PLR0913 - as `compare`
    content: Content,
    as_of: date,
    before: str,
    after: str,
    *,
    renamed: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Comparison:
    """Return two plans of a workspace that is read already, as `compare` does."""
    if before == after:
        raise UsageError("same-plan", name=before)
    renamed = renamed or {}
    plans = [content.plan(as_of, name)[1] for name in (before, after)]
    for plan, name, ids in zip(plans, (before, after), (renamed, renamed.values()), strict=True):
        for wanted in ids:
            if wanted not in plan.indicators:
                near = nearest(wanted, plan.indicators)
                raise NotFoundError("unknown-id", "indicator", plan=name, wanted=wanted, near=near)
    for new in renamed.values():
        if list(renamed.values()).count(new) > 1:
            raise UsageError("given-twice", "indicator", name=new)
    earlier, later = (
        of_plan(name, plan, Ledger(plan, content.entries), day, today)
        for name, plan, day in zip((before, after), plans, points(as_of, *plans), strict=True)
    )
    return Comparison(earlier, later, paired(earlier, later, renamed))
