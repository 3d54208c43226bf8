"""`diff`: what changed between two states of a workspace."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from oicekpi.app.comparing import Side
from oicekpi.domain.changes import Difference, Moved, RecordChange
from oicekpi.domain.numbers import Number
from oicekpi.domain.pairing import Change
from oicekpi.domain.progress import Progress
from oicekpi.domain.record import kind_term
from oicekpi.messages.catalogue import day_of, listed, series
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked, ngettext
from oicekpi.reports import figures, words
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import STYLES, Cell, Line, Look
from oicekpi.reports.records import record_facts, subject
from oicekpi.reports.status import progress_facts
from oicekpi.reports.tables import Column, Page, Paragraph, Table

__all__ = ["Side", "page", "render"]

_SHORT: Final = 8  # digits of a commit's name, as git shows it
_MARKS: Final = {
    Change.CAME: ("+", "green"),
    Change.WENT: ("-", "red"),
    Change.CHANGED: ("~", "yellow"),
    Change.RENAMED: (">", ""),
    Change.UNREADABLE: ("?", "yellow"),
}
_WORDS: Final = {
    Change.CAME: marked("added"),
    Change.WENT: marked("removed"),
    Change.CHANGED: marked("changed"),
    Change.RENAMED: marked("renamed"),
    Change.UNREADABLE: marked("unreadable"),
}


def render(form: str, change: Difference, before: Side, after: Side, look: Look) -> str:
    """Return in a format what changed from one side to the other."""
    return FORMATS[form].render(page(change, before, after), look)


def page(change: Difference, before: Side, after: Side) -> Page:
    """Return what changed from one side to the other as a page."""
    title = _("What changed from {before} to {after}").format(
        before=_name(before), after=_name(after)
    )
    blocks: list[Any] = []
    if change.rewritten:  # what may have been reported already
        warning = ngettext(
            "{count} record of a closed period was deleted or rewritten",
            "{count} records of a closed period were deleted or rewritten",
            change.rewritten,
        ).format(count=f"{change.rewritten:,}")
        blocks.append(Paragraph([[Cell(warning, "bold red")]], warns=True))
    if change.moved:
        blocks.append(Table(MOVED, change.moved))
    if change.records:
        blocks.append(Table(RECORDS, change.records, titled=False))
    found = _listed(before, after)
    if found:
        number = ngettext(
            "{count} finding: the comparison may be incomplete",
            "{count} findings: the comparison may be incomplete",
            len(found),
        ).format(count=f"{len(found):,}")
        blocks.append(Paragraph([[Cell(number, "bold red")], *found], bullets=True))
    return Page(title, [[Cell(_summary(change))]], blocks, lambda: _facts(change, before, after))


def _name(side: Side) -> str:
    """Name a side, with its commit if the name is another."""
    name = side.name or _("the working tree")
    if side.commit is None or side.commit.startswith(name):
        return name
    return _("{name} ({commit})").format(name=name, commit=side.commit[:_SHORT])


def _summary(change: Difference) -> str:
    numbers = [
        _("{count} {change}").format(count=f"{change.number(each):,}", change=_(_WORDS[each]))
        for each in Change
        if change.number(each)
    ]
    moved = ngettext(
        "{count} indicator changed", "{count} indicators changed", len(change.moved)
    ).format(count=f"{len(change.moved):,}")
    if not change.judged:
        moved = _("indicators are not compared, because the plan has errors")
    records = _("no record changed")
    if numbers:
        records = _("records: {numbers}").format(numbers=series(numbers))
    return _("plan {plan}, as of {day}: {moved}; {records}").format(
        plan=change.plan,
        day=day_of(change.as_of),
        moved=moved,
        records=records,
    )


# --- indicators -----------------------------------------------------------------------------------


def _present(moved: Moved) -> Progress:
    """Return the progress as it is, or as it last was."""
    (*_, progress) = (each for each in (moved.before, moved.after) if each is not None)
    return progress


def _shift(before: str, after: str) -> str:
    """Return `1 → 2`; nothing where both are the same."""
    if before == after:
        return ""
    return _("{old} → {new}").format(old=before or _("none"), new=after or _("none"))


def _status(moved: Moved) -> str:
    judged = words.judged(_present(moved))
    if moved.before is None:
        return _("new: {status}").format(status=judged)
    if moved.after is None:
        return _("removed: {status}").format(status=judged)
    return _shift(words.judged(moved.before), words.judged(moved.after)) or judged


def _both(write: Callable[[Progress], str]) -> Callable[[Moved], str]:
    """Return what was and what is; nothing where one is not known: the status says enough."""

    def text(moved: Moved) -> str:
        if moved.before is None or moved.after is None:
            return ""
        old, new = write(moved.before), write(moved.after)
        return _shift(old, new) if old and new else ""

    return text


def _target(progress: Progress) -> str:
    if progress.target is not None:
        return figures.goal(progress)
    return f"{progress.needed:,}" if progress.needed else _("none")


def _uncounted(figure: Callable[[Progress], Number]) -> Callable[[Progress], str]:
    return lambda progress: figures.amount(progress, figure(progress))


MOVED: Final[Sequence[Column[Moved]]] = (
    Column("indicator", text=lambda m: _present(m).indicator.id, keep=10, full=marked("Indicator")),
    Column(
        "title",
        text=lambda m: _present(m).indicator.title,
        keep=1,
        cut=True,
        full=marked("Title"),
    ),
    Column(
        "status",
        marked("status"),
        _status,
        style=lambda m: STYLES[_present(m).status],
        keep=9,
        full=marked("Status"),
    ),
    *(
        Column(key, title, _both(write), keep=keep, full=full)
        for key, title, write, keep, full in (
            ("done", marked("done"), words.done, 8, marked("Done")),
            ("target", marked("target"), _target, 7, marked("Target")),
            ("due", marked("due"), lambda p: words.due(p) or _("none"), 6, marked("Due")),
            (
                "provisional",
                marked("prov."),
                _uncounted(figures.provisional),
                5,
                marked("Provisional"),
            ),
            (
                "planned",
                marked("plan."),
                _uncounted(figures.planned),
                4,
                marked("Planned"),
            ),
            ("forecast", marked("forecast"), words.forecast, 2, marked("Forecast")),
            ("chance", marked("chance"), words.chance, 3, marked("Chance")),
        )
    ),
)


# --- records --------------------------------------------------------------------------------------


def _what(change: RecordChange) -> str:
    """Say of a record what became of it, beyond its name."""
    entry, record = change.entry, change.entry.record
    first = change.pair.entries[0]
    match change.change:
        case Change.RENAMED:
            return _("was {id}").format(id=first.id)
        case Change.UNREADABLE:
            return _("its file has errors, which are listed below")
        case Change.CHANGED:
            parts = [_("was {id}").format(id=first.id)] if first.id != entry.id else []
            for key, (old, new) in change.pair.fields.items():
                shift = _shift(_written(old), _written(new))
                parts.append(_("{field} {change}").format(field=key, change=shift))
            return series(parts)
        case _:
            about = subject(record)
            text = (
                _("{kind} for {indicators}: {subject}") if about else _("{kind} for {indicators}")
            )
            names = listed(record.indicator, "and")
            return text.format(kind=kind_term(record.kind).word, indicators=names, subject=about)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return series(map(str, value))
    return "" if value is None else str(value)


RECORDS: Final[Sequence[Column[RecordChange]]] = (
    Column(
        "mark",
        text=lambda c: _MARKS[c.change][0],
        style=lambda c: _MARKS[c.change][1],
        keep=9,
        drawn=True,
    ),
    Column("change", text=lambda c: _(_WORDS[c.change]), keep=5, full=marked("Change")),
    Column("id", text=lambda c: c.entry.id, keep=8, full=marked("Id")),
    Column(
        "closed",
        text=lambda c: _("closed period") if c.closed and c.change is not Change.RENAMED else "",
        style=lambda c: "bold red" if c.rewrites else "",
        keep=7,
        full=marked("Closed"),
    ),
    Column("what", text=_what, keep=6, cut=True, full=marked("What")),
)


# --- findings, and what programs read -------------------------------------------------------------


def _listed(*sides: Side) -> list[Line]:
    """Return each finding with its place in a state."""
    rows: list[Line] = []
    for side in sides:
        for finding in side.findings:
            place = finding.place if side.commit is None else f"{side.name}:{finding.place}"
            text = _("{place}: {code}: {problem}").format(
                place=place, code=finding.code, problem=finding.said().text
            )
            rows.append([Cell(f"  {text}")])
    return rows


def _facts(change: Difference, before: Side, after: Side) -> dict[str, Any]:
    return {
        "schema": "oicekpi/diff/1",
        "plan": change.plan,
        "as_of": change.as_of.isoformat(),
        "complete": not (before.findings or after.findings),
        "before": _side_facts(before),
        "after": _side_facts(after),
        "judged": change.judged,
        "moved": [
            {
                "id": _present(each).indicator.id,
                "before": each.before and progress_facts(each.before),
                "after": each.after and progress_facts(each.after),
            }
            for each in change.moved
        ],
        "records": [
            {
                "id": each.entry.id,
                "change": each.change.value,
                "closed": each.closed,
                "before": each.pair.before and record_facts(each.pair.before),
                "after": each.pair.after and record_facts(each.pair.after),
                "fields": {
                    key: {"before": old, "after": new}
                    for key, (old, new) in each.pair.fields.items()
                    if each.change is Change.CHANGED
                },
            }
            for each in change.records
        ],
        "rewritten": change.rewritten,
    }


def _side_facts(side: Side) -> dict[str, Any]:
    from oicekpi.reports.formats.json import finding_facts  # noqa: PLC0415 - few runs write JSON

    findings = [finding_facts(finding) for finding in side.findings]
    return {"name": side.name or "the working tree", "commit": side.commit, "findings": findings}
