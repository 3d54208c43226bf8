"""What commands that write show: indicators to choose from, and how a record moves them."""

from collections.abc import Sequence
from datetime import date

from oicekpi.domain.progress import Progress
from oicekpi.messages.catalogue import day_of, series
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked, ngettext
from oicekpi.reports import figures, words
from oicekpi.reports.look import STYLES, Line, Look, styled, word
from oicekpi.reports.render import lines, table
from oicekpi.reports.tables import Column, Table

_NAMED = 3  # names in one line

_NUMBERED: Sequence[Column[tuple[int, Progress]]] = (
    Column("number", text=lambda row: f"{row[0]}", keep=5, right=True),
    Column("indicator", text=lambda row: row[1].indicator.id, keep=4),
    Column("title", text=lambda row: row[1].indicator.title, keep=2, cut=True),
    Column("done", text=lambda row: words.progress(row[1]), keep=3),
    Column(
        "status",
        text=lambda row: words.judged(row[1]),
        style=lambda row: STYLES[row[1].status],
        keep=1,
    ),
)


def choices(indicators: Sequence[Progress], look: Look) -> str:
    """Return a line for each indicator, with the number by which it can be chosen, from 1."""
    rows = list(enumerate(indicators, start=1))
    return lines(table(Table(_NUMBERED, rows, titled=False), look), look)


def moved(before: Progress, after: Progress, known: Sequence[tuple[str, date]] = ()) -> Line:
    """Return in a line `A1.staff: behind → on track (done 7 → 11 of 15)`.

    `known` are names that count already, each with the day since when.
    """
    old, new = word(before.status), word(after.status)
    template = _("{id}: still {status} ({changes})")
    if old != new:
        template = _("{id}: {old} → {status} ({changes})")
    said = [
        _("{name} counts since {day}").format(name=name, day=day_of(day)) for name, day in known
    ]
    if (more := len(said) - _NAMED) > 0:
        text = ngettext("{count} more counts already", "{count} more count already", more)
        said[_NAMED:] = [text.format(count=more)]
    return styled(
        template,
        {"status": STYLES[after.status]},
        id=after.indicator.id,
        old=old,
        status=new,
        changes=series([*_changes(before, after), *said] or [_("as before")]),
    )


def _changes(before: Progress, after: Progress) -> list[str]:
    new = words.progress(after)
    changes = []
    if before.done != after.done:
        short = words.done(before)
        changes.append(_("done {old} → {new}").format(old=short, new=new))
    elif before.value != after.value:
        changes.append(
            _("value {old} → {new}").format(old=words.value(before), new=words.value(after))
        )
    for text, of in (
        (marked("provisional {old} → {new}"), figures.provisional),
        (marked("planned {old} → {new}"), figures.planned),
    ):
        was, now = of(before), of(after)
        if was != now:
            old, grown = figures.amount(before, was), figures.amount(after, now)
            changes.append(_(text).format(old=old, new=grown))
    if (after.target or after.needed) and not changes:
        changes.append(_("done {done}").format(done=new))
    chances = (words.chance(before), words.chance(after))
    if chances[0] != chances[1] and all(chances):
        changes.append(_("chance {old} → {new}").format(old=chances[0], new=chances[1]))
    return changes
