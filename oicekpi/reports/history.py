"""`history`: the statuses at each month's end, as a strip for each indicator."""

from collections.abc import Iterator
from typing import Any, Final

from oicekpi.domain.history import History, Outcome, Strip
from oicekpi.domain.status import Status
from oicekpi.messages.catalogue import day_of
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import drawing, words
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import SIGNS, STYLES, Cell, Line, Look, word
from oicekpi.reports.tables import Column, Page, Paragraph, Table

_YEAR: Final = 12  # months that stay longest where not all fit
_LETTERS: Final = 3  # of a month's name on a wide screen
_NARROW: Final = 110  # on a screen of fewer columns, months are named by a letter
OUTCOMES: Final = {
    Outcome.CONFIRMED: marked("confirmed"),
    Outcome.RECOVERED: marked("recovered"),
    Outcome.UNWARNED: marked("missed without warning"),
}


def render(form: str, history: History, look: Look) -> str:
    """Return the history in a format."""
    narrow = look.width is not None and look.width < _NARROW
    return FORMATS[form].render(page(history, letters=1 if narrow else _LETTERS), look)


def page(history: History, letters: int = _LETTERS) -> Page:
    """Return the history as a page; months are named by so many letters."""
    span = _("at the end of each month, {first} to {last}").format(
        first=day_of(history.days[0]), last=day_of(history.days[-1])
    )
    table = Table([*_columns(history, letters)], history.strips)
    signs = [(SIGNS[each], word(each)) for each in STYLES]
    legend: list[Line] = [[Cell(drawing.legend(signs))]]
    if any(strip.outcome for strip in history.strips):
        text = _(
            "flag: confirmed = missed in the end, recovered = reached after all, "
            "missed without warning = no flag before"
        )
        legend.append([Cell(text)])
    return Page(
        history.plan.title,
        [[Cell(span)]],
        [table, Paragraph(legend)],
        lambda: _facts(history),
        table,
    )


def _columns(history: History, letters: int) -> Iterator[Column[Strip]]:
    """Declare a column a month; where they do not all fit, the earliest go first.

    In a history of several years January is named by the year's end, and days have their year.
    """
    year = history.days[0].year if history.days[0].year == history.days[-1].year else 0
    yield Column("indicator", text=_id, value=_id, keep=100_000, full=marked("Indicator"))
    recent = len(history.days) - _YEAR
    for at, day in enumerate(history.days):
        name = words.month(day.month, letters if letters < _LETTERS else None)
        yield Column(
            day.isoformat(),
            name if year or day.month > 1 else f"'{day.year % 100:02}"[-letters:],
            lambda strip, at=at: SIGNS[_status(strip, at)],  # type: ignore[misc]  # bound now
            lambda strip, at=at: _status(strip, at).value,  # type: ignore[misc]  # bound now
            lambda strip, at=at: STYLES[_status(strip, at)],  # type: ignore[misc]  # bound now
            keep=at if at < recent else 10_100 + at,
            gap=1 if at else 2,
        )
    yield Column(
        "first_behind",
        marked("first behind"),
        lambda strip: words.day(strip.first_behind, year) if strip.first_behind else "",
        lambda strip: strip.first_behind and strip.first_behind.isoformat(),
        keep=10_002,
        full=marked("First behind"),
    )
    yield Column(
        "now",
        marked("now"),
        lambda strip: words.status(strip.indicators[-1]),
        style=lambda strip: STYLES[strip.indicators[-1].status],
        keep=10_000,
        full=marked("Now"),
    )
    yield Column(
        "outcome",
        marked("flag"),
        lambda strip: _(OUTCOMES[strip.outcome]) if strip.outcome else "",
        lambda strip: strip.outcome and strip.outcome.value,
        keep=10_001,
        full=marked("Flag"),
    )


def _id(strip: Strip) -> str:
    return strip.indicators[-1].indicator.id


def _status(strip: Strip, at: int) -> Status:
    return strip.indicators[at].status


def _facts(history: History) -> dict[str, Any]:
    return {
        "schema": "oicekpi/history/1",
        "plan": history.name,
        "title": history.plan.title,
        "days": [day.isoformat() for day in history.days],
        "indicators": [
            {
                "id": _id(strip),
                "statuses": {
                    day.isoformat(): each.status.value
                    for day, each in zip(history.days, strip.indicators, strict=True)
                },
                "first_behind": strip.first_behind and strip.first_behind.isoformat(),
                "outcome": strip.outcome and strip.outcome.value,
            }
            for strip in history.strips
        ],
    }
