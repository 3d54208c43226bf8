"""`history`: the statuses at each month's end, as a strip for each indicator."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from oicekpi.domain.history import History, Strip
from oicekpi.reports import words
from oicekpi.reports.forms import as_csv, escaped, markdown_table
from oicekpi.reports.json_text import as_json
from oicekpi.reports.look import STYLES, Look, sign, word
from oicekpi.reports.names import Format
from oicekpi.reports.render import Cell, Column, Line, lines, table

_YEAR: Final = 12  # months that stay longest where not all fit
_NARROW: Final = 110  # on a screen of fewer columns, months are named by a letter
_OUTCOMES: Final = (
    "right = missed in the end, mended = reached after all, unforeseen = missed with no flag"
)


def render(form: Format, history: History, look: Look) -> str:
    """Write the history in the wanted form."""
    return _FORMS[form](history, look)


# --- in words -------------------------------------------------------------------------------------


def _table(history: History, look: Look) -> str:
    columns = [
        Column("", [Cell(_id(strip)) for strip in history.strips], keep=100_000),
        *_months(history, look),
        Column(
            "first behind", [Cell(_first(history, each)) for each in history.strips], keep=10_002
        ),
        Column("now", [_now(strip) for strip in history.strips], keep=10_000),
        Column("flag", [Cell(_outcome(strip)) for strip in history.strips], keep=10_001),
    ]
    rows: list[Line] = [[Cell(history.plan.title, "bold")], [Cell(_span(history))], ()]
    rows += [*table(columns, look), (), [Cell(_legend(look))]]
    if any(strip.outcome for strip in history.strips):
        rows.append([Cell(f"flag: {_OUTCOMES}")])
    return lines(rows, look)


def _months(history: History, look: Look) -> Iterator[Column]:
    """Give a column a month; where they do not all fit, the earliest go first."""
    letters = 1 if look.width is not None and look.width < _NARROW else 3
    recent = len(history.days) - _YEAR
    for at, day in enumerate(history.days):
        statuses = (strip.indicators[at].status for strip in history.strips)
        cells = [Cell(sign(status, look), STYLES[status]) for status in statuses]
        yield Column(
            _heading(history, day, letters),
            cells,
            keep=at if at < recent else 10_100 + at,
            gap=1 if at else 2,
        )


def _heading(history: History, day: date, letters: int) -> str:
    """Name a month by its letters; in a history of several years, January by the year's end."""
    if day.month == 1 and history.days[0].year != history.days[-1].year:
        return f"'{day.year % 100:02}"[-letters:]
    return words.MONTHS[day.month - 1][:letters]


def _now(strip: Strip) -> Cell:
    progress = strip.indicators[-1]
    return Cell(words.status(progress), STYLES[progress.status])


def _span(history: History) -> str:
    return f"at the end of each month, {history.days[0]} to {history.days[-1]}"


def _id(strip: Strip) -> str:
    return strip.indicators[-1].indicator.id


def _first(history: History, strip: Strip) -> str:
    behind = strip.first_behind
    return words.day(behind, history.plan.period.start.year) if behind else ""


def _outcome(strip: Strip) -> str:
    return strip.outcome.value if strip.outcome else ""


def _legend(look: Look) -> str:
    """Explain the signs in one line."""
    return "  ".join(f"{sign(status, look)} {word(status)}" for status in STYLES)


def _markdown(history: History, look: Look) -> str:
    heads = [
        "Indicator",
        *(_heading(history, day, 3) for day in history.days),
        "First behind",
        "Flag",
    ]
    rows = [
        [
            _id(strip),
            *(sign(progress.status, look) for progress in strip.indicators),
            _first(history, strip),
            _outcome(strip),
        ]
        for strip in history.strips
    ]
    head = [f"## {escaped(history.plan.title)}", "", _span(history), ""]
    return "\n".join([*head, *markdown_table(heads, rows), "", escaped(_legend(look))]) + "\n"


# --- for programs ---------------------------------------------------------------------------------


def _json(history: History, _: Look) -> str:
    document = {
        "schema": "oicekpi/history/1",
        "plan": history.name,
        "title": history.plan.title,
        "days": [day.isoformat() for day in history.days],
        "indicators": [_strip_facts(strip) for strip in history.strips],
    }
    return as_json(document)


def _strip_facts(strip: Strip) -> dict[str, Any]:
    return {
        "id": _id(strip),
        "statuses": {each.as_of.isoformat(): each.status.value for each in strip.indicators},
        "first_behind": strip.first_behind and strip.first_behind.isoformat(),
        "outcome": strip.outcome and strip.outcome.value,
    }


def _csv(history: History, _: Look) -> str:
    days = (day.isoformat() for day in history.days)
    return as_csv(["indicator", *days, "first_behind", "outcome"], _rows(history))


def _rows(history: History) -> Iterator[list[str]]:
    for strip in history.strips:
        first = strip.first_behind.isoformat() if strip.first_behind else ""
        statuses = (each.status.value for each in strip.indicators)
        yield [_id(strip), *statuses, first, _outcome(strip)]


_FORMS: Final = {
    Format.TABLE: _table,
    Format.JSON: _json,
    Format.CSV: _csv,
    Format.MARKDOWN: _markdown,
}
