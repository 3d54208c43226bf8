"""The sheets of figures: the summary, all figures of the indicators, and the months."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, NamedTuple

from oicekpi.domain.history import Strip
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.tally import Figure
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import figures, words
from oicekpi.reports.document import Document, ObjectivePart, Part, SectionPart
from oicekpi.reports.history import OUTCOMES
from oicekpi.reports.look import SIGNS, word
from oicekpi.reports.status import progress_facts
from oicekpi.reports.tables import Page, Table
from oicekpi.reports.workbook.book import Column, Link, Sheet, Value, filled, number_format
from oicekpi.reports.workbook.records import Links

_CHANCE: Final = '[<0.05]"<5 %";[>0.95]">95 %";0 %'
_PERCENT: Final = "0 %"
_SIGNS: Final = {"more_than": ">", "at_most": "≤", "less_than": "<"}


class _Row(NamedTuple):
    section: SectionPart
    objective: ObjectivePart
    part: Part
    facts: dict[str, Any]


def _rows(document: Document) -> list[_Row]:
    return [
        _Row(section, objective, part, _facts(part))
        for section in document.sections
        for objective in section.objectives
        for part in objective.parts
    ]


def _facts(part: Part) -> dict[str, Any]:
    """Return the figures as JSON has them, each under a name of its own, and days as days."""
    facts = progress_facts(part.progress, part.owner or None)
    baseline = part.progress.indicator.baseline
    facts |= facts["forecast"] or {}
    facts |= {"baseline": baseline and baseline.value, "since": baseline and baseline.on}
    following = part.progress.next
    facts |= {"need": following and following.need, "by": following and following.by}
    return facts | {"last_record": part.progress.count.last}


def _form(row: _Row) -> str:
    """Return the number format of an indicator's values."""
    if row.part.progress.parts:
        return number_format()
    return value_form(row.part)


def value_form(part: Part) -> str:
    """Return the number format of what is counted or read for an indicator."""
    return number_format(figures.places(part.progress), figures.unit(part.progress.indicator))


def _uncounted_form(row: _Row) -> str:
    """Return the number format of what is provisional or planned; readings are only counted."""
    return number_format() if figures.is_read(row.part.progress.indicator) else value_form(row.part)


def _fact(key: str) -> Callable[[_Row], Value]:
    return lambda row: row.facts.get(key)


def _some(key: str) -> Callable[[_Row], Value]:
    return lambda row: row.facts[key] or None


def _target(row: _Row) -> Value:
    """Return the target as a number if it is one, else as the plan words it."""
    progress = row.part.progress
    target, each = progress.target, progress.indicator.each
    if progress.parts and each is not None:
        return words.periods(each, len(progress.parts))
    if target is None:
        return progress.needed
    return figures.goal(progress) if target.between or target.within else target.bound


def _target_form(row: _Row) -> str:
    progress = row.part.progress
    sign = _SIGNS.get(progress.target.wording, "") if progress.target else ""
    return number_format(figures.places(progress), figures.unit(progress.indicator), sign)


def _due(row: _Row) -> Value:
    """Return what is due; both ends where both bind."""
    target = row.part.progress.target
    both = target is not None and target.within and not row.part.progress.parts
    return words.due(row.part.progress) if both else row.facts["due"]


def _way(row: _Row) -> Value:
    progress = row.part.progress
    return None if progress.needed is None else figures.way(progress, progress.done)


def _interval(row: _Row) -> Value:
    outlook = row.part.progress.forecast
    if outlook is None or row.part.progress.closed:
        return None
    return f"{outlook.low:,}–{outlook.high:,}"


# --- the summary ----------------------------------------------------------------------------------


def fill_summary(sheet: Sheet, document: Document, links: Links) -> None:
    """Write the headline, each indicator with a bar, what needs action, and what has changed.

    Each figure leads to the records that are behind it.
    """
    plan, period = document.plan, document.period
    head = [(document.title, {"bold": True, "font_size": 16, "font_color": "#1F4E79"})]
    head.append((f"{plan.issuer} · {period}" if plan.issuer else period, {"font_color": "#595959"}))
    head += [(text, {"font_color": "#595959"}) for text in (document.when, *document.projection)]
    head.append((document.headline, {"bold": True, "font_size": 12}))
    head += [(text, {"font_color": "#C00000"}) for text in document.found[:1]]
    top = sheet.lines(0, head) + 1

    def to(figure: Figure) -> Callable[[_Row], Link | None]:
        return lambda row: links.get((row.part.id, figure))

    always = (
        Column[_Row](marked("Section"), lambda row: row.section.section.title, widest=22),
        Column[_Row](marked("Indicator"), lambda row: row.part.id, widest=18),
        Column[_Row](marked("Title"), lambda row: row.part.title, widest=46),
        Column[_Row](marked("Status"), lambda row: row.part.judged),
        Column[_Row](marked("Progress"), _way, _PERCENT),
        Column[_Row](marked("Done"), _fact("done"), _form, link=to(Figure.DONE), strong=True),
        Column[_Row](marked("Target"), _target, _target_form, right=True),
        Column[_Row](marked("Due"), _due, _form, right=True),
    )
    others = (
        Column[_Row](
            marked("Provisional"),
            _some("provisional"),
            _uncounted_form,
            link=to(Figure.PROVISIONAL),
        ),
        Column[_Row](marked("Planned"), _some("planned"), _uncounted_form, link=to(Figure.PLANNED)),
        Column[_Row](
            marked("Forecast"),
            lambda row: None if row.part.progress.closed else row.facts.get("likely"),
            _form,
        ),
        Column[_Row](marked("80 % interval"), _interval, right=True),
        Column[_Row](marked("Chance"), _fact("chance"), _CHANCE),
        Column[_Row](marked("Needed next"), _fact("need"), _form),
        Column[_Row](marked("By"), _fact("by")),
        Column[_Row](marked("Owner"), lambda row: row.part.owner, widest=24),
    )
    rows = _rows(document)
    after = sheet.table(top, [*always, *filled(others, rows)], rows)
    sheet.status_colours(top + 1, 3, after - 1, 3)
    sheet.bars(top + 1, 4, after - 1, 4)
    sheet.finish()


# --- what needs action, and what has changed -------------------------------------------------

_ACTIONS: Final = (
    Column[_Row](marked("Indicator"), lambda row: row.part.id, widest=18),
    Column[_Row](marked("Title"), lambda row: row.part.title, widest=46),
    Column[_Row](marked("Status"), lambda row: row.part.judged, widest=30),
    Column[_Row](marked("Needed next"), _fact("need"), _form, strong=True),
    Column[_Row](marked("By"), _fact("by")),
    Column[_Row](marked("Owner"), lambda row: row.part.owner, widest=24),
    Column[_Row](marked("In words"), lambda row: row.part.caption),
)


def fill_actions(sheet: Sheet, document: Document) -> None:
    """Write what someone should look at, the most serious first."""
    known = {row.part.id: row for row in _rows(document)}
    flagged = [known[part.id] for part in document.flagged]
    sheet.title(0, document.flagged_title)
    columns = [*_ACTIONS[:3], *filled(_ACTIONS[3:], flagged)]
    after = sheet.table(1, columns, flagged)
    sheet.status_colours(2, 2, after - 1, 2)
    sheet.finish()


def fill_overdue(sheet: Sheet, document: Document) -> None:
    """Write what should be done already, with the day by which."""
    columns = [
        replace(each, value=lambda item: item.day) if written.key == "day" else each
        for written, each in zip(
            document.overdue.columns, as_columns(document.overdue), strict=True
        )
    ]
    rows = document.overdue.rows
    after = sheet.table(sheet.title(0, document.overdue_title), filled(columns, rows), rows)
    if document.overdue_more:
        sheet.write(after, 0, document.overdue_more)
    sheet.finish()


def fill_changes(sheet: Sheet, document: Document) -> None:
    """Write what has changed since the end of the month before."""
    row = sheet.title(0, document.moved_title)
    if document.moved.rows:
        sheet.table(row, as_columns(document.moved), document.moved.rows)
    else:
        sheet.write(row, 0, document.moved_none)
    sheet.finish()


def fill_comparison(sheet: Sheet, page: Page, table: Table[Any]) -> None:
    """Write the plan beside another one."""
    row = sheet.title(0, page.title)
    row = sheet.lines(row, [("".join(cell.text for cell in line), {}) for line in page.subtitle])
    sheet.table(row, as_columns(table), table.rows)
    sheet.finish()


def as_columns(table: Table[Any]) -> list[Column[Any]]:
    """Return the columns that people read of a table, as those of a sheet."""
    return [
        Column(each.full or each.title, each.text, widest=46)
        for each in table.columns
        if each.text is not None and not each.drawn
    ]


# --- all figures ----------------------------------------------------------------------------------

_INDICATORS: Final = (
    Column[_Row](marked("Section"), lambda row: row.section.section.id),
    Column[_Row](marked("Objective"), lambda row: row.objective.objective.id),
    Column[_Row](marked("Indicator"), _fact("id")),
    Column[_Row](marked("Title"), _fact("title"), widest=46),
    Column[_Row](marked("Owner"), _fact("owner"), widest=24),
    Column[_Row](marked("Measure"), lambda row: MEASURES[row.facts["measure"]].term.word),
    Column[_Row](marked("Unit"), _fact("unit")),
    Column[_Row](marked("Baseline"), _fact("baseline"), _form),
    Column[_Row](marked("Baseline of"), _fact("since")),
    Column[_Row](marked("Target"), _target, _target_form, right=True),
    Column[_Row](marked("Needed"), _fact("needed"), _form),
    Column[_Row](marked("Done"), _fact("done"), _form, strong=True),
    Column[_Row](marked("Provisional"), _fact("provisional"), _uncounted_form),
    Column[_Row](marked("Planned"), _fact("planned"), _uncounted_form),
    Column[_Row](marked("Due"), _fact("due"), _form),
    Column[_Row](marked("Share due"), _fact("share"), "0.0 %"),
    Column[_Row](marked("Low"), _fact("low"), _form),
    Column[_Row](marked("Likely"), _fact("likely"), _form),
    Column[_Row](marked("High"), _fact("high"), _form),
    Column[_Row](marked("Chance"), _fact("chance"), "0.0 %"),
    Column[_Row](marked("Status"), lambda row: row.part.judged, widest=30),
    Column[_Row](marked("Quiet"), lambda row: _("yes") if row.facts["quiet"] else None),
    Column[_Row](marked("Needed next"), _fact("need"), _form),
    Column[_Row](marked("By"), _fact("by")),
    Column[_Row](marked("Last record"), _fact("last_record")),
    Column[_Row](marked("Value"), _fact("value"), lambda row: value_form(row.part)),
    Column[_Row](marked("Numerator"), _fact("numerator")),
    Column[_Row](marked("Denominator"), _fact("denominator")),
)
_STATUS: Final = 20


def fill_indicators(sheet: Sheet, document: Document) -> None:
    """Write all figures of the indicators, as JSON has them."""
    after = sheet.table(0, _INDICATORS, _rows(document), kept=4)
    sheet.made.fit_to_pages(2, 0)
    sheet.status_colours(1, _STATUS, after - 1, _STATUS)
    sheet.finish()


# --- the months -----------------------------------------------------------------------------------


def fill_months(sheet: Sheet, document: Document) -> None:
    """Write the status of each indicator at each month's end."""
    titles = {part.id: part.title for part in document.parts}
    history = document.history
    year = history.days[0].year if history.days[0].year == history.days[-1].year else 0
    columns = [
        Column[Strip](marked("Indicator"), _id),
        Column[Strip](marked("Title"), lambda strip: titles[_id(strip)], widest=46),
        *(_month(at, words.day(day, year)) for at, day in enumerate(history.days)),
        Column[Strip](marked("First behind"), lambda strip: strip.first_behind),
        Column[Strip](
            marked("Flag"), lambda strip: _(OUTCOMES[strip.outcome]) if strip.outcome else None
        ),
    ]
    after = sheet.table(0, columns, history.strips, kept=2)
    sheet.status_colours(1, 2, after - 1, 1 + len(history.days))
    sheet.finish()


def _id(strip: Strip) -> str:
    return strip.indicators[-1].indicator.id


def _month(at: int, title: str) -> Column[Strip]:
    return Column(title, lambda strip: words.judged(strip.indicators[at]), widest=30)


# --- the notes ------------------------------------------------------------------------------------


def fill_notes(sheet: Sheet, document: Document) -> None:
    """Write how to read the workbook, what each status means, and what is wrong with the files."""
    sheet.widths[0] = 110
    row = sheet.title(0, document.notes_title)
    for note in (
        *document.notes,
        _(
            "Each figure of the summary leads to its records: choose it. Their column Adds sums up "
            "to the figure, for each person and institution counts once."
        ),
    ):
        sheet.broken(row, 0, note)
        row += 1
    row = sheet.title(row + 1, _("Statuses"))
    for status, sign in SIGNS.items():
        sheet.write(row, 0, f"{sign} {word(status)}")
        row += 1
    sheet.status_colours(row - len(SIGNS), 0, row - 1, 0)
    if document.found:
        first, *rest = document.found
        row = sheet.title(row + 1, first)
        for text in rest:
            sheet.broken(row, 0, text)
            row += 1
    sheet.finish()
