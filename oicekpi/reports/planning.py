"""`next-plan`: what the next plan promises, beside what came of it before."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from oicekpi.app.planning import Draft, Outlook
from oicekpi.messages.catalogue import day_of
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import figures, words
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import Cell, Line, Look
from oicekpi.reports.tables import Column, Page, Paragraph, Table

_NARROW: Final = 100  # a screen of fewer columns has no room for the indicators' titles


def render(draft: Draft, look: Look) -> str:
    """Return what was drafted, for people."""
    return FORMATS["table"].render(page(draft), look)


def page(draft: Draft) -> Page:
    """Return what was drafted as a page: the indicators, and what to review."""
    period = draft.plan.period
    span = _("{start} to {end}, made from {plan}").format(
        start=day_of(period.start), end=day_of(period.end), plan=draft.source
    )
    table = Table([*_columns(draft)], draft.outlooks, narrow=_NARROW, tells_hidden=True)
    legend = _(
        "chance: of the same target, by the years before; 4 in 5: the target that is reached four "
        "times in five"
    )
    review: list[Line] = [[Cell(_("To review:"), "bold")]]
    review += [[Cell(f"  {each.said().text}")] for each in draft.review]
    hint = [Cell(_("edit {path}, then `oicekpi check`").format(path=draft.path))]
    blocks = [table, Paragraph([[Cell(legend, "dim")]]), Paragraph(review, bullets=True, hint=hint)]
    return Page(draft.plan.title, [[Cell(span)]], blocks, dict, table)


def _columns(draft: Draft) -> Iterator[Column[Outlook]]:
    yield Column("indicator", text=lambda row: row.indicator.id, keep=10, full=marked("Indicator"))
    yield Column(
        "title",
        text=lambda row: row.indicator.title,
        keep=1,
        cut=True,
        wide=True,
        full=marked("Title"),
    )
    ages: dict[str, int] = {}  # how many plans each one lies before the one that was drafted
    for row in draft.outlooks:
        for at, (name, _progress) in enumerate(row.results):
            ages[name] = max(ages.get(name, 0), len(row.results) - at)
    for at, name in enumerate(sorted(ages, key=ages.__getitem__, reverse=True)):
        yield Column(name, name, partial(_came_to, name=name), keep=2 + at, full=name)
    yield Column("target", marked("target"), _target, keep=9, full=marked("Target"))
    yield Column("chance", marked("chance"), _chance, keep=8, right=True, full=marked("Chance"))
    yield Column("often", marked("4 in 5"), _often, keep=7, right=True, full=marked("4 in 5"))


def _came_to(row: Outlook, name: str) -> str:
    """Return what an indicator came to in one plan; an open one is marked as going on."""
    progress = dict(row.results).get(name)
    if progress is None:
        return words.NOTHING
    said = words.progress(progress)
    return said if progress.closed else _("{number}, so far").format(number=said)


def _target(row: Outlook) -> str:
    indicator = row.indicator
    if indicator.target is None:
        return ""
    unit = figures.unit(indicator)
    text = str(indicator.target)
    return _("{number} {unit}").format(number=text, unit=unit) if unit else text


def _chance(row: Outlook) -> str:
    return "" if row.prospect is None else words.percent(row.prospect.chance)


def _often(row: Outlook) -> str:
    if row.prospect is None:
        return ""
    often = row.prospect.often
    if often is None:
        return _("none")
    target = row.indicator.target
    return f"\N{LESS-THAN OR EQUAL TO}{often:,}" if target and target.is_ceiling else f"{often:,}"
