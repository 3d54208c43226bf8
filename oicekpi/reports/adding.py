"""What commands that write show: indicators to choose from, and how a record moves them."""

from collections.abc import Sequence

from oicekpi.domain.progress import Progress
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import words
from oicekpi.reports.look import STYLES, Cell, Line, Look, word
from oicekpi.reports.render import lines, table
from oicekpi.reports.tables import Column, Table

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


def moved(before: Progress, after: Progress) -> Line:
    """Return in a line `A1.staff: behind → on track (done 7 → 11 of 15)`."""
    old, new = word(before.status), word(after.status)
    still = _("{id}: still ") if old == new else _("{id}: {status} → ")
    changes = _changes(before, after) or [_("as before")]
    return [
        Cell(still.format(id=after.indicator.id, status=old)),
        Cell(new, STYLES[after.status]),
        Cell(f" ({', '.join(changes)})"),
    ]


def _changes(before: Progress, after: Progress) -> list[str]:
    target = after.target or after.needed
    was, now = before.count, after.count
    changes = []
    if was.done != now.done:
        text = _("done {old} → {new} of {target}") if target else _("done {old} → {new}")
        changes.append(text.format(old=f"{was.done:,}", new=f"{now.done:,}", target=target))
    for text, old, new in (
        (marked("provisional {old} → {new}"), was.provisional, now.provisional),
        (marked("planned {old} → {new}"), was.planned, now.planned),
    ):
        if old != new:
            changes.append(_(text).format(old=f"{old:,}", new=f"{new:,}"))
    if target and not changes:
        changes.append(_("done {done} of {target}").format(done=f"{now.done:,}", target=target))
    chances = (words.chance(before), words.chance(after))
    if chances[0] != chances[1] and all(chances):
        changes.append(_("chance {old} → {new}").format(old=chances[0], new=chances[1]))
    return changes
