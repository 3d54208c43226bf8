"""The commands that only read: `status`, `show`, `history` and `log`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oicekpi.app.content import Content, selected
from oicekpi.domain import history as past
from oicekpi.domain.finding import Finding
from oicekpi.domain.history import History
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger
from oicekpi.domain.vocabulary import State
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StatusResult:
    """The progress of a whole plan, and of the indicators that were asked for."""

    whole: PlanProgress
    shown: PlanProgress
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ShowResult:
    """The progress of some indicators, and all records of the workspace."""

    shown: PlanProgress
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class HistoryResult:
    """The statuses at each month's end."""

    history: History
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LogResult:
    """Records, in the order of their files."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records `log` lists: those that match everything that is given.

    `indicator` is the id of a section, an objective or an indicator.
    """

    indicator: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    state: State | None = None


def status(  # noqa: PLR0913 - each narrows or tunes what is shown
    workspace: Workspace,
    as_of: date,
    ids: Sequence[str] = (),
    *,
    flagged: bool = False,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> StatusResult:
    """Return the progress of a plan on a day.

    `ids` narrow what is shown to sections, objectives and indicators, `flagged` to what is at risk,
    behind, missed or quiet. Raises `NotFoundError` and `BadDataError`.
    """
    content = Content(workspace, as_of, plan, watch)
    name, chosen = content.plan(as_of)
    indicators = selected(chosen, ids)
    whole = of_plan(name, chosen, _ledger(chosen, content.entries), as_of)
    shown = whole.narrowed(indicators)
    return StatusResult(whole, shown.flagged() if flagged else shown, content.findings)


def show(
    workspace: Workspace,
    as_of: date,
    ids: Sequence[str],
    *,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> ShowResult:
    """Return the progress of some indicators on a day, with all records.

    Raises `NotFoundError` and `BadDataError`.
    """
    content = Content(workspace, as_of, plan, watch)
    name, chosen = content.plan(as_of)
    indicators = selected(chosen, ids)
    shown = of_plan(name, chosen, _ledger(chosen, content.entries), as_of).narrowed(indicators)
    return ShowResult(shown, tuple(content.entries), content.findings)


def history(
    workspace: Workspace,
    as_of: date,
    ids: Sequence[str] = (),
    *,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> HistoryResult:
    """Return the status of each indicator at each month's end up to a day.

    Raises `NotFoundError` and `BadDataError`.
    """
    content = Content(workspace, as_of, plan, watch)
    name, chosen = content.plan(as_of)
    indicators = selected(chosen, ids)
    whole = past.of_plan(name, chosen, _ledger(chosen, content.entries), as_of)
    return HistoryResult(whole.narrowed(indicators), content.findings)


def log(
    workspace: Workspace,
    as_of: date,
    wanted: Filter | None = None,
    *,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> LogResult:
    """Return the records that match a filter; with `plan` only those of its period.

    Raises `NotFoundError` and `BadDataError`.
    """
    wanted = wanted or Filter()
    content = Content(workspace, as_of, plan, watch)
    _, chosen = content.plan(as_of)
    among = selected(chosen, [wanted.indicator]) if wanted.indicator else None

    def matches(entry: Entry) -> bool:
        record = entry.record
        return (
            (wanted.kind is None or record.kind == wanted.kind)
            and (wanted.state is None or record.state == wanted.state)
            and (wanted.since is None or record.date >= wanted.since)
            and (wanted.until is None or record.date <= wanted.until)
            and (plan is None or record.date in chosen.period)
            and (among is None or not among.isdisjoint(record.indicator))
        )

    entries = tuple(filter(matches, content.entries))
    return LogResult(entries, content.findings)


def _ledger(plan: Plan, entries: Iterable[Entry]) -> Ledger:
    ledger = Ledger(plan)
    for entry in entries:
        ledger.add(entry)
    return ledger
