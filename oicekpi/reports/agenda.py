"""`agenda`: what to do, as a table, a list to post, JSON or a calendar.

No names of people are in it: it is made for being passed on.
"""

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

from oicekpi.domain.agenda import Agenda, Group, Item, Kind
from oicekpi.domain.finding import Finding
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry
from oicekpi.messages.catalogue import day_of, series
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked, ngettext
from oicekpi.reports import figures, words
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import COMMAND, Cell, Look
from oicekpi.reports.records import subject
from oicekpi.reports.status import footer
from oicekpi.reports.tables import Calendar, Column, Event, Heading, Page, Paragraph, Table

_WHAT: Final = 24  # columns that a text keeps, as long as another column can go
_ROOM: Final = 80  # columns beside ids and commands, where all is in one row
_HEADINGS: Final = {
    Group.OVERDUE: (marked("Overdue ({count})"), "bold red"),
    Group.COMING: (marked("By {day} ({count})"), "bold"),
    Group.QUIET: (marked("Quiet ({count})"), "bold"),
}


def render(
    form: str, agenda: Agenda, findings: Sequence[Finding], look: Look, limit: int | None = None
) -> str:
    """Return what is to do in a format.

    With `limit` it has at most so many bytes of UTF-8: it then lists fewer things, and says how
    many more there are. At the least it says how many there are.
    """
    whole = FORMATS[form].render(page(agenda, findings), look)
    if limit is None or len(whole.encode()) <= limit:
        return whole

    def shortened(most: int) -> str:
        return FORMATS[form].render(page(agenda, findings, most), look)

    sizes = range(len(agenda.items))
    fitting = bisect_right(sizes, limit, key=lambda most: len(shortened(most).encode()))
    return shortened(fitting - 1) if fitting else f"{more(len(agenda.items))}\n"


def more(number: int) -> str:
    """Say how many more things there are; nothing if there are none."""
    if number <= 0:
        return ""
    text = ngettext("… and {count} more", "… and {count} more", number)
    return text.format(count=f"{number:,}")


def page(agenda: Agenda, findings: Sequence[Finding], most: int | None = None) -> Page:
    """Return what is to do as a page, of the first `most` things where that is given."""
    table = _table(agenda, agenda.items[:most])
    left = len(agenda.items) - len(table.rows)
    until = words.day(agenda.until, agenda.progress.as_of.year)
    nothing = Paragraph([[Cell(_("nothing to do by {day}").format(day=until))]])
    next_one = "" if agenda.group(Group.COMING) else _next(agenda, until)
    when, notes = words.when(agenda.progress), footer(findings)
    if agenda.progress.closed:  # records can still be settled
        when = _("as of {day}, the period ended on {end}").format(
            day=day_of(agenda.progress.as_of), end=day_of(agenda.progress.plan.period.end)
        )
    if left:
        notes = [Paragraph(each.lines[:1]) for each in notes]
    return Page(
        agenda.progress.plan.title,
        [
            [Cell(when)],
            *([Cell(text, "bold yellow")] for text in words.projection(agenda.progress)),
        ],
        [
            *([table] if agenda.items else [] if next_one else [nothing]),
            *([Paragraph([[Cell(next_one)]])] if next_one else []),
            *([Paragraph([[Cell(more(left))]])] if left else []),
            *notes,
        ],
        lambda: _facts(agenda, findings),
        table,
        lambda: _calendar(agenda),
    )


def _next(agenda: Agenda, until: str) -> str:
    """Say what comes after the days that were asked for, lest an empty list be taken for success.

    An indicator that is behind may need much by a day that is just too far away.
    """
    if agenda.later is None:
        return ""
    text = _("nothing comes up by {day}; the next thing is to do by {later}: add --days {days}")
    later = words.day(agenda.later, agenda.progress.as_of.year)
    return text.format(day=until, later=later, days=(agenda.later - agenda.progress.as_of).days)


# --- the table ------------------------------------------------------------------------------------


def _table(agenda: Agenda, items: Sequence[Item]) -> Table[Item]:
    """Return a row for each thing; on a narrow screen its command is below it."""
    headings: dict[int, list[Heading]] = {}
    until = words.day(agenda.until, agenda.progress.as_of.year)
    for at, item in enumerate(items):
        above = headings.setdefault(at, [])
        if not at or items[at - 1].group is not item.group:
            text, style = _HEADINGS[item.group]
            title = _(text).format(count=f"{len(agenda.group(item.group)):,}", day=until)
            above += [*([Heading([])] if at else []), Heading([Cell(title, style)])]
        if item.command:
            below = [Cell("  "), Cell(item.command, COMMAND)]
            headings.setdefault(at + 1, []).append(Heading(below, narrow=True))
    ids, commands = (
        max(map(len, texts), default=0)
        for texts in ([_ids(item) for item in items], [item.command for item in items])
    )
    columns = _columns(agenda)
    return Table(columns, items, headings, ids + commands + _ROOM, listed=True)


def _columns(agenda: Agenda) -> list[Column[Item]]:
    year = agenda.progress.as_of.year
    plan = agenda.progress.plan

    def when(item: Item) -> str:
        day = words.day(item.day, year)
        return day if item.since is None else _("since {day}").format(day=day)

    def owner(item: Item) -> str:
        return series(owners(plan, item))

    return [
        Column("group", value=lambda item: item.group.value),
        Column("kind", value=lambda item: item.kind.value),
        Column("day", marked("when"), when, lambda item: item.day.isoformat(), keep=9),
        Column(
            "indicators",
            marked("indicator"),
            _ids,
            lambda item: "; ".join(item.indicators),
            keep=8,
        ),
        Column("", marked("to do"), what, keep=7, cut=True, least=_WHAT),
        Column("owner", marked("owner"), owner, owner, keep=1, full=marked("Owner")),
        Column(
            "loss",
            marked("at stake"),
            lambda item: words.percent(item.loss) if item.loss else "",
            lambda item: item.loss,
            keep=6,
            right=True,
            full=marked("At stake"),
        ),
        Column(
            "command",
            marked("type"),
            lambda item: item.command,
            lambda item: item.command,
            lambda _: COMMAND,
            keep=10,
            wide=True,
        ),
    ]


def owners(plan: Plan, item: Item) -> list[str]:
    """Return who answers for what a thing is about."""
    known = plan.owners
    return [*dict.fromkeys(known[each] for each in item.indicators if each in known)]


def _ids(item: Item) -> str:
    return series(item.indicators)


def what(item: Item) -> str:
    """Say what is to do, in a few words."""
    if item.entry is not None:
        return _of_record(item, item.entry)
    progress = item.progress
    assert progress is not None  # noqa: S101 - an item is about one of the two
    title, number = progress.indicator.title, ""
    match item.kind:
        case Kind.STAGE:
            assert item.stage is not None  # noqa: S101 - just such an item has one
            return _("stage – {title}").format(title=item.stage.title)
        case Kind.READING:
            text = _("reading – {title}")
        case Kind.QUIET:
            days = progress.quiet_days or 0
            text, number = (
                ngettext(
                    "no record for {number} day – {title}",
                    "no record for {number} days – {title}",
                    days,
                ),
                f"{days:,}",
            )
        case _ if progress.parts or figures.is_read(progress.indicator):
            text, number = _("reach {number} – {title}"), figures.goal(progress)
            if item.kind is Kind.CHECKPOINT:
                number = figures.quantity(progress, item.need or 0)
        case _:
            text, need = _("{number} more – {title}"), item.need or 0
            number = figures.counted(progress, need)
            if figures.unit(progress.indicator):
                number = figures.quantity(progress, need)
    return text.format(number=number, title=title)


def _of_record(item: Item, entry: Entry) -> str:
    if item.kind is Kind.PROVISIONAL:
        match item.lacks:
            case ("approval",):
                text = _("approval missing – {subject}")
            case ("evidence",):
                text = _("evidence missing – {subject}")
            case _:
                text = _("approval and evidence missing – {subject}")
    elif item.awaits:
        text = _("no plan of {year} yet – {subject}")
    elif item.group is Group.OVERDUE:
        text = _("confirm or cancel – {subject}")
    else:
        text = _("planned – {subject}")
    about = item.stage.title if item.stage else subject(entry.record, named=False)
    return text.format(subject=about, year=item.awaits and item.awaits.year)


# --- for programs ---------------------------------------------------------------------------------


def _facts(agenda: Agenda, findings: Sequence[Finding]) -> dict[str, Any]:
    from oicekpi.reports.formats.json import finding_facts  # noqa: PLC0415 - few runs write JSON

    progress = agenda.progress
    return {
        "schema": "oicekpi/agenda/1",
        "plan": progress.name,
        "title": progress.plan.title,
        "as_of": progress.as_of.isoformat(),
        "until": agenda.until.isoformat(),
        "closed": progress.closed,
        "days_ahead": progress.days_ahead,
        "complete": not findings,
        "findings": [finding_facts(finding) for finding in findings],
        "summary": {each.value: len(agenda.group(each)) for each in Group},
        "items": [
            {
                "group": item.group.value,
                "kind": item.kind.value,
                "day": item.day.isoformat(),
                "since": item.since and item.since.isoformat(),
                "indicators": item.indicators,
                "owners": owners(progress.plan, item),
                "record": item.entry and item.entry.id,
                "stage": item.stage and item.stage.id,
                "need": item.need,
                "lacks": [each.value for each in item.lacks],
                "loss": item.loss,
                "command": item.command or None,
            }
            for item in agenda.items
        ],
    }


# --- a calendar -----------------------------------------------------------------------------------


def _calendar(agenda: Agenda) -> Calendar:
    """Return an event for each thing to do, and for each planned one that was cancelled.

    What is overdue or quiet is to do on the day of the agenda; its own day is not looked at again.
    """
    as_of = agenda.progress.as_of
    events = [
        Event(
            _uid(agenda, item),
            as_of if item.since else item.day,
            _("{indicator}: {what}").format(indicator=_ids(item), what=what(item)),
            _described(item),
            ("oicekpi", item.group.value, item.kind.value),
            tentative=item.kind is Kind.PLANNED,
        )
        for item in agenda.items
    ]
    for entry in agenda.cancelled:
        item = Item(Kind.PLANNED, Group.COMING, entry.record.date, entry.record.indicator, entry)
        about = subject(entry.record, named=False)
        text = _("{indicator}: cancelled – {subject}")
        events.append(
            Event(
                _uid(agenda, item),
                entry.record.date,
                text.format(indicator=_ids(item), subject=about),
                entry.record.reason or "",
                ("oicekpi", "cancelled", item.kind.value),
                cancelled=True,
            )
        )
    return Calendar(agenda.progress.plan.title, as_of, tuple(events))


def _described(item: Item) -> str:
    lines = []
    if item.group is Group.OVERDUE:
        lines.append(_("Overdue since {day}.").format(day=day_of(item.day)))
    if item.loss:
        text = _("Chance at stake: {share}.")
        lines.append(text.format(share=words.percent(item.loss)))
    return "\n".join([*lines, *([item.command] if item.command else [])])


def _uid(agenda: Agenda, item: Item) -> str:
    """Return an id that an event keeps from day to day, in every clone, and in no other workspace.

    It is made of the issuer or title of the plan, and of what the event is about: a record's id,
    which no other record of the workspace has, or an indicator of the plan, with the plan's name.
    """
    plan = agenda.progress.plan
    if item.entry is not None:
        day, about = item.entry.record.date, ["record", item.entry.id]
        held = [
            (each.period.start, name) for name, each in agenda.plans.items() if day in each.period
        ]
        if held:  # of several plans it is that which began last
            plan = agenda.plans[max(held)[1]]
    else:
        about = [agenda.progress.name, item.kind.value, *item.indicators]
        if item.stage is not None:
            about.append(item.stage.id)
        elif item.kind is Kind.CHECKPOINT or (item.progress and item.progress.parts):
            about.append(item.day.isoformat())
    text = unicodedata.normalize("NFC", "\n".join((plan.issuer or plan.title, *about)))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@oicekpi"
