"""How a progress moved: before and after a record came, went or changed."""

from oicekpi.domain.progress import Progress
from oicekpi.reports import words
from oicekpi.reports.look import STYLES, Look, word
from oicekpi.reports.render import Cell, Line


def moved(before: Progress, after: Progress, look: Look) -> Line:
    """Say it in a line: `A1.staff: behind → on track (done 7 → 11 of 15)`."""
    arrow = "→" if look.unicode else "->"
    old, new = word(before.status), word(after.status)
    status = f"{old} {arrow} " if old != new else "still "
    changes = [
        f"{name} {was:,} {arrow} {now:,}"
        for name, was, now in (
            ("done", before.count.done, after.count.done),
            ("provisional", before.count.provisional, after.count.provisional),
            ("planned", before.count.planned, after.count.planned),
        )
        if was != now
    ]
    promised = after.target or after.needed
    if promised:
        changes = changes or [f"done {after.count.done:,}"]
        changes[0] += f" of {promised}" if changes[0].startswith("done") else ""
    chances = (words.chance(before), words.chance(after))
    if chances[0] != chances[1] and all(chances):
        changes.append(f"chance {chances[0]} {arrow} {chances[1]}")
    return [
        Cell(f"{after.indicator.id}: {status}"),
        Cell(new, STYLES[after.status]),
        Cell(f" ({', '.join(changes) or 'as before'})"),
    ]
