"""The commands that only read: `status`, `show`, `history` and `log`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from oicekpi.app.content import Content, selected
from oicekpi.domain import history as past
from oicekpi.domain.agenda import overdue
from oicekpi.domain.finding import Finding
from oicekpi.domain.history import History
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress, of_plan
from oicekpi.domain.record import Entry
from oicekpi.domain.tally import Ledger, Requirements
from oicekpi.domain.vocabulary import State, fold
from oicekpi.messages.failures import NotFoundError
from oicekpi.messages.text import in_each_language, nearest
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace


class StatusResult(NamedTuple):
    """The progress of a whole plan, and of the indicators that were asked for.

    `overdue` is how many things should be done already, as `agenda` lists them.
    """

    whole: PlanProgress
    shown: PlanProgress
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    overdue: int = 0


class ShowResult(NamedTuple):
    """The progress of some indicators, and the records of the plan's period."""

    shown: PlanProgress
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()


class HistoryResult(NamedTuple):
    """The statuses at each month's end."""

    history: History
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()


class LogResult(NamedTuple):
    """Records, in the order of their files; `provisional` are the ids of those that lack something.

    What they lack is an approval or evidence that an indicator of their plan requires.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    provisional: frozenset[str] = frozenset()
    warnings: tuple[Finding, ...] = ()


class Filter(NamedTuple):
    """Which records `log` lists: those that match everything that is given.

    `indicator` is the id of a section, an objective or an indicator; `provisional` keeps what is
    done, but lacks something that an indicator requires.
    """

    indicator: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    state: State | None = None
    provisional: bool = False


def status(  # noqa: PLR0913 - each narrows or tunes what is shown
    workspace: Workspace,
    as_of: date,
    ids: Sequence[str] = (),
    *,
    today: date | None = None,
    flagged: bool = False,
    owner: str | None = None,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> StatusResult:
    """Return the progress of a plan on a day.

    A day after `today` is a projection. `ids` narrow what is shown to sections, objectives and
    indicators, `flagged` to what is at risk, behind, missed or quiet, `owner` to what someone
    answers for. Raises `NotFoundError` and `BadDataError`.
    """
    content = Content(workspace, today or as_of, plan, watch)
    name, chosen = content.plan(as_of)
    indicators = selected(chosen, ids)
    only = None if owner is None else owned(chosen, owner)
    if only is not None:
        indicators &= only
    whole = of_plan(name, chosen, Ledger(chosen, content.entries), as_of, today)
    shown = whole.narrowed(indicators)
    if flagged:
        shown = shown.flagged()
    late = overdue(whole, content.plans.sound.values(), content.concerning(chosen), only)
    return StatusResult(whole, shown, content.findings, content.warnings, len(late))


def owned(plan: Plan, owner: str) -> frozenset[str]:
    """Return the indicators for which someone answers.

    Raises `NotFoundError` for someone who answers for nothing.
    """
    wanted = fold(owner)
    found = frozenset(
        known for known, each in plan.owners.items() if wanted in map(fold, in_each_language(each))
    )
    if not found:
        known = list(dict.fromkeys(map(str, plan.owners.values())))
        raise NotFoundError("unknown-owner", wanted=owner, near=nearest(owner, known))
    return found


def show(  # noqa: PLR0913 - each narrows or tunes what is shown
    workspace: Workspace,
    as_of: date,
    ids: Sequence[str],
    *,
    today: date | None = None,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> ShowResult:
    """Return the progress of some indicators on a day, with the records of the plan's period.

    Raises `NotFoundError` and `BadDataError`.
    """
    content = Content(workspace, today or as_of, plan, watch)
    name, chosen = content.plan(as_of)
    indicators = selected(chosen, ids)
    whole = of_plan(name, chosen, Ledger(chosen, content.entries), as_of, today)
    entries = tuple(each for each in content.entries if each.record.date in chosen.period)
    return ShowResult(whole.narrowed(indicators), entries, content.findings, content.warnings)


def history(  # noqa: PLR0913 - each narrows or tunes what is shown
    workspace: Workspace,
    as_of: date,
    ids: Sequence[str] = (),
    *,
    today: date | None = None,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> HistoryResult:
    """Return the status of each indicator at each month's end up to a day.

    Raises `NotFoundError` and `BadDataError`.
    """
    content = Content(workspace, today or as_of, plan, watch)
    name, chosen = content.plan(as_of)
    indicators = selected(chosen, ids)
    whole = past.of_plan(name, chosen, Ledger(chosen, content.entries), as_of, today)
    return HistoryResult(whole.narrowed(indicators), content.findings, content.warnings)


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
    requirements = Requirements(content.plans.sound.values())
    provisional = frozenset(
        entry.id
        for entry in content.entries
        if entry.record.state is State.DONE and requirements.lacked(entry.record)
    )

    def matches(entry: Entry) -> bool:
        record = entry.record
        return (
            (wanted.kind is None or record.kind == wanted.kind)
            and (wanted.state is None or record.state == wanted.state)
            and (not wanted.provisional or entry.id in provisional)
            and (wanted.since is None or record.date >= wanted.since)
            and (wanted.until is None or record.date <= wanted.until)
            and (plan is None or record.date in chosen.period)
            and (among is None or not among.isdisjoint(record.indicator))
        )

    entries = tuple(filter(matches, content.entries))
    return LogResult(entries, content.findings, provisional, content.warnings)
