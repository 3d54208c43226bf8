"""`report`: a plan on one day with all that is behind it, to be handed over."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from oicekpi.app.comparing import side_by_side
from oicekpi.app.content import Content, selected
from oicekpi.domain import history as past
from oicekpi.domain.agenda import Item, overdue
from oicekpi.domain.changes import Moved, turned
from oicekpi.domain.comparison import Comparison
from oicekpi.domain.finding import Finding
from oicekpi.domain.fit import Fit
from oicekpi.domain.history import History
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.storage.disk import as_cannot_write, put_document
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace


class ReportResult(NamedTuple):
    """The progress of a plan, how it came about, and the records behind it.

    `whole` is the progress of the whole plan, `shown` that of what was asked for. `moved` is what
    became another since the day `since`, the end of the month before; None before the period had
    lasted for a month. `overdue` is what should be done already, the longest first. `entries` are
    the records of the plan's period, and `comparison` is there if it was asked for.
    """

    whole: PlanProgress
    shown: PlanProgress
    history: History
    since: date | None
    moved: tuple[Moved, ...]
    overdue: tuple[Item, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    comparison: Comparison | None = None


def save(path: Path, data: bytes, wrote: Callable[[bytes], bool]) -> None:
    """Write a document into a file, in one step.

    A file that is there is replaced only if `wrote` says that it is a document of this program.
    Raises `CannotWriteError` and `ChangedMeanwhileError`; then nothing was written.
    """
    with as_cannot_write(path):
        put_document(path, data, wrote)


def report(  # noqa: PLR0913 - each narrows or tunes what is shown
    workspace: Workspace,
    as_of: date,
    ids: Sequence[str] = (),
    *,
    today: date | None = None,
    plan: str | None = None,
    beside: str | None = None,
    watch: Watch = unwatched,
) -> ReportResult:
    """Return all that a report says of a plan on a day; `ids` narrow it as in `status`.

    `beside` is a plan to compare with, such as that of the year before. Raises `NotFoundError`,
    `BadDataError`, and `UsageError` for a plan beside itself.
    """
    content = Content(workspace, today or as_of, plan, watch)
    name, chosen = content.plan(as_of)
    found = gathered(
        name,
        chosen,
        content.entries,
        as_of,
        selected(chosen, ids),
        today=today,
        findings=content.findings,
        warnings=content.warnings,
        fit=content.plans.fit(),
    )
    if beside is None:
        return found
    comparison = side_by_side(content, as_of, beside, name, today=today)
    if ids:
        comparison = comparison.narrowed(selected(chosen, ids))
    return found._replace(comparison=comparison)


def gathered(  # noqa: PLR0913 - what a report rests on
    name: str,
    plan: Plan,
    entries: Sequence[Entry],
    as_of: date,
    indicators: Collection[str] | None = None,
    *,
    today: date | None = None,
    findings: tuple[Finding, ...] = (),
    warnings: tuple[Finding, ...] = (),
    fit: Fit | None = None,
) -> ReportResult:
    """Return what a report says of a plan with these records; `indicators` narrow it.

    `fit` tells which of the records wait for a plan.
    """
    wanted = plan.indicators if indicators is None else indicators
    ledger = Ledger(plan, entries)
    whole = of_plan(name, plan, ledger, as_of, today)
    shown = whole.narrowed(wanted)
    history = past.of_plan(name, plan, ledger, as_of, today, now=whole).narrowed(wanted)
    since: date | None = whole.day.replace(day=1) - timedelta(days=1)
    moved: tuple[Moved, ...] = ()
    if since in history.days:
        at = history.days.index(since)
        days = ((each.indicators[at], each.indicators[-1]) for each in history.strips)
        moved = tuple(turned(days))
    else:
        since = None
    late = overdue(whole, [plan], entries, frozenset(wanted), fit=fit)
    return ReportResult(
        whole,
        shown,
        history,
        since,
        moved,
        tuple(sorted(late, key=lambda item: (item.day, item.indicators))),
        tuple(each for each in entries if each.record.date in plan.period),
        findings,
        warnings,
    )
