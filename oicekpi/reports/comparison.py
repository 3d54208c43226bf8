"""`compare`: two plans side by side, at the same point of their periods."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from oicekpi.domain.comparison import Comparison, Pair
from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import ObjectiveProgress, PlanProgress, Progress
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked, ngettext
from oicekpi.reports import figures, words
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import STYLES, Cell, Line, Look
from oicekpi.reports.status import footer, plan_head, progress_facts
from oicekpi.reports.tables import Column, Heading, Page, Paragraph, Table

_NARROW: Final = 110  # a screen of fewer columns has no room for the indicators' titles


def render(
    form: str, comparison: Comparison, findings: Sequence[Finding], look: Look, *, raw: bool = False
) -> str:
    """Return the comparison in a format."""
    return FORMATS[form].render(page(comparison, findings), look, raw=raw)


def page(comparison: Comparison, findings: Sequence[Finding] = ()) -> Page:
    """Return the comparison as a page."""
    before, after = comparison.before, comparison.after
    shown = table(comparison)
    empty = Paragraph([[Cell(_("nothing to show"))]])
    title = _("{before} and {after} side by side").format(before=before.name, after=after.name)
    return Page(
        title,
        [
            *(line for side in (before, after) for line in _side(side)),
            [Cell(headline(comparison))],
        ],
        [shown if comparison.pairs else empty, *footer(findings)],
        lambda: _facts(comparison, findings),
        shown,
    )


def _side(side: PlanProgress) -> Iterator[Line]:
    """Say of a plan by which day it is judged."""
    yield [Cell(_("{plan}: {when}").format(plan=side.name, when=words.when(side)))]
    for text in words.projection(side):
        yield [Cell(_("{plan}: {when}").format(plan=side.name, when=text), "bold yellow")]


# --- how far each is ------------------------------------------------------------------------------


class Trend(Enum):
    """Whether the later plan is nearer to its target than the earlier one was."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


def share(progress: Progress | None) -> float | None:
    """Return what share of its target is reached, or of a ceiling used; over 1 if more is done.

    Of a level or ratio, that is the part of the way from its baseline. None where there is no
    target, and for a level without a reading.
    """
    if progress is None or progress.done is None or not progress.needed:
        return None
    if figures.is_read(progress.indicator) and not progress.parts:
        return figures.way(progress, progress.done)
    return float(progress.done) / float(progress.needed)


def trend(pair: Pair) -> Trend | None:
    """Compare the shares of the target; where less is better, less is better."""
    old, new = share(pair.before), share(pair.after)
    if old is None or new is None or pair.after is None:
        return None
    target = pair.after.target
    read = figures.is_read(pair.after.indicator)
    if target is not None and target.is_ceiling and not read and not pair.after.parts:
        old, new = new, old
    if old == new:
        return Trend.SAME
    return Trend.BETTER if new > old else Trend.WORSE


def headline(comparison: Comparison) -> str:
    """Say in how many indicators the later plan is nearer to its target."""
    held = [found for pair in comparison.pairs if (found := trend(pair)) is not None]
    text = ngettext(
        "{count} indicator with a target in both: {better} better than in {before}, {worse} worse, "
        "{same} the same",
        "{count} indicators with a target in both: {better} better than in {before}, {worse} "
        "worse, {same} the same",
        len(held),
    )
    return text.format(
        count=f"{len(held):,}",
        before=comparison.before.name,
        better=f"{held.count(Trend.BETTER):,}",
        worse=f"{held.count(Trend.WORSE):,}",
        same=f"{held.count(Trend.SAME):,}",
    )


# --- the table ------------------------------------------------------------------------------------


class _Row(NamedTuple):
    objective: ObjectiveProgress
    pair: Pair

    @property
    def id(self) -> str:
        return self.pair.present.indicator.id

    @property
    def was(self) -> str:
        """The id in the earlier plan, if it is another one."""
        before = self.pair.before
        return before.indicator.id if before and before.indicator.id != self.id else ""


def table(comparison: Comparison) -> Table[Any]:
    """Return a row for each indicator, by section; those that the later plan lacks are below."""
    homes = [
        {each.indicator.id: home for home in side.objectives for each in home.indicators}
        for side in (comparison.before, comparison.after)
    ]
    rows = [
        _Row(homes[pair.after is not None][pair.present.indicator.id], pair)
        for pair in comparison.pairs
    ]
    headings: dict[int, list[Heading]] = {}
    last: tuple[str, str] = ("", "")
    for at, row in enumerate(rows):
        home, gone = row.objective, row.pair.after is None
        section = home.section.id
        if gone:
            text = _("only in {plan}").format(plan=comparison.before.name)
        else:
            text = _("{id}  {title}").format(id=section, title=home.section.title)
        key = ("", "gone") if gone else (section, home.objective.id)
        if key[0] != last[0] or (gone and key != last):
            headings.setdefault(at, []).append(Heading([Cell(text, "bold underline")]))
        if not gone and key != last:
            name = _("{id}  {title}").format(id=home.objective.id, title=home.objective.title)
            headings.setdefault(at, []).append(Heading([Cell(name, "bold")], narrow=True))
        last = key
    return Table([*_columns(comparison)], rows, headings, _NARROW, tells_hidden=True)


def _columns(comparison: Comparison) -> Iterator[Column[_Row]]:
    yield Column("section", value=lambda row: row.objective.section.id)
    yield Column("objective", value=lambda row: row.objective.objective.id)
    yield Column(
        "indicator", text=lambda r: r.id, value=lambda r: r.id, keep=10, full=marked("Indicator")
    )
    yield Column(
        "was", marked("was"), lambda r: r.was, lambda r: r.was or None, keep=4, full=marked("Was")
    )
    yield Column(
        "title",
        text=lambda row: row.pair.present.indicator.title,
        value=lambda row: row.pair.present.indicator.title,
        keep=1,
        cut=True,
        wide=True,
        full=marked("Title"),
    )
    yield Column("measure", value=lambda row: row.pair.present.indicator.measure)
    yield Column("unit", value=lambda row: figures.unit_value(row.pair.present.indicator))
    yield from _columns_of("before", comparison.before.name, lambda pair: pair.before, 2)
    yield from _columns_of("after", comparison.after.name, lambda pair: pair.after, 3)
    yield Column(
        "change",
        marked("change"),
        lambda row: change(row.pair),
        lambda row: figures.exact(row.pair.change),
        keep=9,
        right=True,
        full=marked("Change"),
    )
    yield Column("trend", value=lambda row: (found := trend(row.pair)) and found.value)


def _columns_of(
    key: str, plan: str, side: Callable[[Pair], Progress | None], keep: int
) -> Iterator[Column[_Row]]:
    """Declare what is shown of one plan: what is done, the share of the target, the status."""

    def shown(write: Callable[[Progress], str]) -> Callable[[_Row], str]:
        return lambda row: write(found) if (found := side(row.pair)) else words.NOTHING

    def read(take: Callable[[Progress], object]) -> Callable[[_Row], object]:
        return lambda row: take(found) if (found := side(row.pair)) else None

    yield Column(
        f"{key}_done",
        plan,
        shown(words.progress),
        read(lambda progress: figures.exact(progress.done)),
        keep=8,
        full=_("{plan}: done").format(plan=plan),
    )
    yield Column(f"{key}_needed", value=read(lambda progress: progress.needed))
    yield Column(
        f"{key}_share",
        marked("share"),
        lambda row: "" if (found := share(side(row.pair))) is None else words.percent(found),
        read(_exact_share),
        keep=keep,
        right=True,
        full=_("{plan}: share of target").format(plan=plan),
    )
    yield Column(
        f"{key}_status",
        marked("status"),
        shown(words.judged),
        read(lambda progress: progress.status.value),
        lambda row: STYLES[found.status] if (found := side(row.pair)) else "",
        keep=7,
        full=_("{plan}: status").format(plan=plan),
    )


def _exact_share(progress: Progress) -> float | None:
    found = share(progress)
    return None if found is None else round(found, 4)


def change(pair: Pair) -> str:
    """Return `+3`, `-1.5` or `0`: how much more is done; nothing where that is not known."""
    if pair.change is None:
        return ""
    number = figures.number(pair.present, pair.change)
    return f"+{number}" if pair.change > 0 else number


# --- for programs ---------------------------------------------------------------------------------


def _facts(comparison: Comparison, findings: Sequence[Finding]) -> dict[str, Any]:
    from oicekpi.reports.formats.json import finding_facts  # noqa: PLC0415 - few runs write JSON

    def side(progress: Progress | None, owner: str | None) -> Mapping[str, Any] | None:
        if progress is None:
            return None
        return {**progress_facts(progress, owner), "share_of_target": _exact_share(progress)}

    rows = table(comparison).rows
    return {
        "schema": "oicekpi/compare/1",
        "before": plan_head(comparison.before),
        "after": plan_head(comparison.after),
        "complete": not findings,
        "findings": [finding_facts(finding) for finding in findings],
        "indicators": [
            {
                "id": row.id,
                "section": row.objective.section.id,
                "objective": row.objective.objective.id,
                "before": side(row.pair.before, row.objective.objective.owner),
                "after": side(row.pair.after, row.objective.objective.owner),
                "change": figures.exact(row.pair.change),
                "trend": (found := trend(row.pair)) and found.value,
            }
            for row in rows
        ],
    }
