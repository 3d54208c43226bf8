"""`diff`: what changed between two states of a workspace, as a table, JSON or Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from oicekpi.domain.changes import Difference, Moved, RecordChange
from oicekpi.domain.finding import Finding
from oicekpi.domain.pairing import Change
from oicekpi.domain.progress import Progress
from oicekpi.messages.text import count, listed
from oicekpi.reports import words
from oicekpi.reports.facts import progress_facts
from oicekpi.reports.forms import escaped, markdown_table
from oicekpi.reports.json_text import as_json
from oicekpi.reports.look import STYLES, Look
from oicekpi.reports.names import DifferenceFormat
from oicekpi.reports.records import record_facts, subject
from oicekpi.reports.render import Cell, Column, Line, lines, table

_SHORT: Final = 8  # digits of a commit's name, as git shows it
_MARKS: Final = {
    Change.CAME: ("+", "green"),
    Change.WENT: ("-", "red"),
    Change.CHANGED: ("~", "yellow"),
    Change.RENAMED: (">", ""),
    Change.UNREADABLE: ("?", "yellow"),
}
_UNJUDGED: Final = "indicators are not compared, for the plan has errors"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: its name, its commit (None for files on disk), what is wrong in it."""

    name: str
    commit: str | None
    findings: Sequence[Finding]

    def __str__(self) -> str:
        """Name it for people, with its commit if the name is another."""
        if self.commit is None or self.commit.startswith(self.name):
            return self.name
        return f"{self.name} ({self.commit[:_SHORT]})"


def render(
    form: DifferenceFormat, change: Difference, before: Side, after: Side, look: Look
) -> str:
    """Write in the wanted form what changed from one side to the other."""
    return _FORMS[form](change, before, after, look)


# --- in words -------------------------------------------------------------------------------------


def _title(before: Side, after: Side) -> str:
    return f"What changed from {before} to {after}"


def _summary(change: Difference) -> str:
    numbers = [f"{change.number(each)} {each}" for each in Change if change.number(each)]
    moved = count(len(change.moved), "indicator") + " moved" if change.judged else _UNJUDGED
    records = f"records: {', '.join(numbers)}" if numbers else "no record changed"
    return f"by plan {change.plan}, as of {change.as_of}: {moved}; {records}"


def _warning(change: Difference) -> str:
    """Say that what may have been reported already was changed."""
    verb = "was" if change.rewritten == 1 else "were"
    return f"{count(change.rewritten, 'record')} of a closed period {verb} deleted or rewritten"


def _shift(before: str, after: str, look: Look) -> str:
    """`1 → 2`; nothing where both are the same."""
    if before == after:
        return ""
    return f"{before or 'none'} {'→' if look.unicode else '->'} {after or 'none'}"


def _status(moved: Moved, look: Look) -> str:
    if moved.before is None or moved.after is None:
        word = "new" if moved.before is None else "gone"
        return f"{word}: {words.judged(_present(moved), look)}"
    old, new = words.judged(moved.before, look), words.judged(moved.after, look)
    return _shift(old, new, look) or new


def _cells(moved: Moved, look: Look) -> tuple[str, ...]:
    """Give the indicator's id and title, its status, and what of its figures is another."""
    progress = _present(moved)

    def shift(write: Callable[[Progress], str]) -> str:
        """Write what was and what is. Where one goes without saying, the status says enough."""
        if moved.before is None or moved.after is None:
            return ""
        old, new = write(moved.before), write(moved.after)
        return _shift(old, new, look) if old and new else ""

    texts = (
        progress.indicator.id,
        progress.indicator.title,
        _status(moved, look),
        shift(lambda s: f"{s.count.done:,}"),
        shift(lambda s: f"{s.target or s.needed or 'none'}"),
        shift(lambda s: "none" if s.due is None else f"{s.due:,}"),
        shift(lambda s: f"{s.count.provisional:,}"),
        shift(lambda s: f"{s.count.planned:,}"),
        shift(words.forecast),
        shift(words.chance),
    )
    return texts if look.unicode else tuple(text.replace("\u2013", "-") for text in texts)


_HEADS: Final = ("", "", "status", "done", "target", "due", "prov.", "plan.", "forecast", "chance")
_KEEP: Final = (10, 1, 9, 8, 7, 6, 5, 4, 2, 3)


def _present(moved: Moved) -> Progress:
    """Give the progress as it is, or as it last was."""
    (*_, progress) = (each for each in (moved.before, moved.after) if each is not None)
    return progress


def _told(change: RecordChange, look: Look) -> str:
    """Say of a record what became of it, beyond its name."""
    record = change.entry.record
    if change.change is Change.RENAMED:
        return f"was {change.pair.entries[0].id}"
    if change.change is Change.UNREADABLE:
        return "its file has errors now, which are told below"
    if change.change is not Change.CHANGED:
        about = f"{record.kind} for {listed(record.indicator, 'and')}"
        return ": ".join(part for part in (about, subject(record)) if part)
    said = [
        f"{key} {_shift(_written(old), _written(new), look)}"
        for key, (old, new) in change.pair.fields.items()
    ]
    old, new = change.pair.entries
    return "; ".join([*([f"was {old.id}"] if old.id != new.id else []), *said])


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)


def _closed(change: RecordChange) -> str:
    return "closed period" if change.closed and change.change is not Change.RENAMED else ""


def _stated(*sides: Side) -> list[tuple[str, str]]:
    """Give each finding as its place in a state, and its message."""
    return [
        (_place(side, each), f"{each.code} {each.message}")
        for side in sides
        for each in side.findings
    ]


def _place(side: Side, finding: Finding) -> str:
    return finding.place if side.commit is None else f"{side.name}:{finding.place}"


# --- the table ------------------------------------------------------------------------------------


def _table(change: Difference, before: Side, after: Side, look: Look) -> str:
    rows: list[Line] = [[Cell(_title(before, after), "bold")], [Cell(_summary(change))]]
    if change.rewritten:
        rows.append([Cell(_warning(change), "bold red")])
    if change.moved:
        rows += [(), *table(_progress_columns(change.moved, look), look)]
    if change.records:
        rows += [(), *table(_record_columns(change.records, look), look)[1:]]
    found = _stated(before, after)
    if found:
        title = (
            f"{count(len(found), 'finding')}: the comparison may be short of what is listed here"
        )
        rows += [(), [Cell(title, "bold red")]]
        rows += [[Cell(f"  {place}: "), Cell(message)] for place, message in found]
    return lines(rows, look)


def _progress_columns(moved: Sequence[Moved], look: Look) -> list[Column]:
    cells = [_cells(each, look) for each in moved]
    styles = [STYLES[_present(each).status] for each in moved]
    return [
        Column(
            head,
            [
                Cell(row[at], style if head == "status" else "")
                for row, style in zip(cells, styles, strict=True)
            ],
            keep=keep,
            cut=at == 1,
        )
        for at, (head, keep) in enumerate(zip(_HEADS, _KEEP, strict=True))
    ]


def _record_columns(changes: Sequence[RecordChange], look: Look) -> list[Column]:
    return [
        Column("", [Cell(*_MARKS[each.change]) for each in changes], keep=9),
        Column("", [Cell(each.change.value) for each in changes], keep=5),
        Column("", [Cell(each.entry.id) for each in changes], keep=8),
        Column(
            "", [Cell(_closed(each), "bold red" if each.rewrites else "") for each in changes], 7
        ),
        Column("", [Cell(_told(each, look)) for each in changes], keep=6, cut=True),
    ]


# --- for pull requests ----------------------------------------------------------------------------


def _markdown(change: Difference, before: Side, after: Side, look: Look) -> str:
    wide = replace(look, width=None, unicode=True)
    body = [f"## {escaped(_title(before, after))}", "", escaped(_summary(change))]
    if change.rewritten:
        body += ["", "> [!WARNING]", f"> {_warning(change)}"]
    if change.moved:
        heads = ("Indicator", "", *(head.capitalize() for head in _HEADS[2:]))
        rows = [_cells(each, wide) for each in change.moved]
        body += ["", *_without_empty(heads, rows)]
    if change.records:
        records = [
            (each.change.value, each.entry.id, _told(each, wide), _closed(each))
            for each in change.records
        ]
        body += ["", *_without_empty(("Record", "Id", "What", ""), records)]
    found = _stated(before, after)
    if found:
        body += ["", *(f"- {escaped(f'{place}: {message}')}" for place, message in found)]
    return "\n".join(body) + "\n"


def _without_empty(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    return markdown_table([heads[at] for at in kept], [[row[at] for at in kept] for row in rows])


# --- for programs ---------------------------------------------------------------------------------


def _json(change: Difference, before: Side, after: Side, _: Look) -> str:
    document = {
        "schema": "oicekpi/diff/1",
        "plan": change.plan,
        "as_of": change.as_of.isoformat(),
        "complete": not (before.findings or after.findings),
        "before": _side_facts(before),
        "after": _side_facts(after),
        "judged": change.judged,
        "moved": [_moved_facts(each) for each in change.moved],
        "records": [_change_facts(each) for each in change.records],
        "rewritten": change.rewritten,
    }
    return as_json(document)


def _side_facts(side: Side) -> dict[str, Any]:
    findings = [finding.facts() for finding in side.findings]
    return {"name": side.name, "commit": side.commit, "findings": findings}


def _moved_facts(moved: Moved) -> dict[str, Any]:
    return {
        "id": _present(moved).indicator.id,
        "before": moved.before and progress_facts(moved.before),
        "after": moved.after and progress_facts(moved.after),
    }


def _change_facts(change: RecordChange) -> dict[str, Any]:
    pair = change.pair
    fields = pair.fields if change.change is Change.CHANGED else {}
    return {
        "id": change.entry.id,
        "change": change.change.value,
        "closed": change.closed,
        "before": pair.before and record_facts(pair.before),
        "after": pair.after and record_facts(pair.after),
        "fields": {key: {"before": old, "after": new} for key, (old, new) in fields.items()},
    }


_FORMS: Final[dict[DifferenceFormat, Callable[[Difference, Side, Side, Look], str]]] = {
    DifferenceFormat.TABLE: _table,
    DifferenceFormat.JSON: _json,
    DifferenceFormat.MARKDOWN: _markdown,
}
