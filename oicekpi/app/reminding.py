"""`agenda`: what is overdue, what is coming, and what has been quiet."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from oicekpi.app.content import Content
from oicekpi.app.reading import owned
from oicekpi.domain import agenda as domain
from oicekpi.domain.agenda import Agenda
from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import of_plan
from oicekpi.domain.tally import Ledger
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.storage.workspace import Workspace

DAYS: Final = 30
"""How many days an agenda looks ahead unless someone says otherwise."""


class AgendaResult(NamedTuple):
    """What is to do, by a plan."""

    agenda: Agenda
    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()


def agenda(  # noqa: PLR0913 - each narrows or tunes what is shown
    workspace: Workspace,
    as_of: date,
    days: int = DAYS,
    *,
    today: date | None = None,
    owner: str | None = None,
    plan: str | None = None,
    watch: Watch = unwatched,
) -> AgendaResult:
    """Return what is to do on a day and in the days after it.

    Records that wait for something are those of all plans; with `plan` only those of its period.
    `owner` keeps what is about indicators that someone answers for. Raises `NotFoundError` and
    `BadDataError`.
    """
    content = Content(workspace, today or as_of, plan, watch)
    name, chosen = content.plan(as_of)
    only = None if owner is None else owned(chosen, owner)
    progress = of_plan(name, chosen, Ledger(chosen, content.entries), as_of, today)
    found = domain.agenda(
        progress,
        content.plans.sound,
        content.concerning(chosen),
        as_of + timedelta(days=days),
        only,
        fit=content.plans.fit(),
    )
    return AgendaResult(found, content.findings, content.warnings)
