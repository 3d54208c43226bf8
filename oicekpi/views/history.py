"""`history`: the verdicts at each month's end, as a strip for each indicator."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any, Final

from oicekpi.progress.history import History, Strip
from oicekpi.views import words
from oicekpi.views.look import STYLES, Look, sign, word
from oicekpi.views.render import Cell, Column, Line, lines, table
from oicekpi.views.status import Format, by_sign, markdown_table


def render(form: Format, history: History, look: Look) -> str:
    """Write the history in the wanted form."""
    return _FORMS[form](history, look)


def _table(history: History, look: Look) -> str:
    strips = history.strips
    year = history.plan.period.start.year
    columns = [
        Column("", [Cell(_last(s).indicator.id) for s in strips], keep=100),
        *(
            Column(
                _heading(history, at),
                [
                    Cell(sign(s.standings[at].verdict, look), STYLES[s.standings[at].verdict])
                    for s in strips
                ],
                keep=50 + at,
            )
            for at in range(len(history.days))
        ),
        Column("first behind", [Cell(_first(s, year)) for s in strips], keep=30),
        Column(
            "now", [Cell(word(_last(s).verdict), STYLES[_last(s).verdict]) for s in strips], keep=40
        ),
        Column("flag", [Cell(s.outcome.value if s.outcome else "") for s in strips], keep=20),
    ]
    head: list[Line] = [[Cell(history.plan.title, "bold")], [Cell(_span(history))], ()]
    legend: list[Line] = [(), [Cell(by_sign(look))]]
    if any(strip.outcome for strip in strips):
        legend.append(
            [
                Cell(
                    "flag: right = it was missed; mended = reached after all; unforeseen = missed, no flag"  # noqa: E501
                )
            ]
        )
    return lines([*head, *table(columns, look), *legend], look)


def _heading(history: History, at: int) -> str:
    """Name a column: `Jan`; the last is a day where it is not a month's end."""
    day = history.days[at]
    return words.day(day, day.year).partition(" ")[2]


def _span(history: History) -> str:
    return (
        f"at the end of each month, {history.days[0].isoformat()} to {history.days[-1].isoformat()}"
    )


def _last(strip: Strip) -> Any:  # noqa: ANN401
    return strip.standings[-1]


def _first(strip: Strip, year: int) -> str:
    return words.day(strip.first_behind, year) if strip.first_behind else ""


def _facts(strip: Strip) -> dict[str, Any]:
    return {
        "id": _last(strip).indicator.id,
        "verdicts": {s.as_of.isoformat(): s.verdict.value for s in strip.standings},
        "first_behind": strip.first_behind.isoformat() if strip.first_behind else None,
        "outcome": strip.outcome.value if strip.outcome else None,
    }


def _json(history: History, _: Look) -> str:
    document = {
        "schema": "oicekpi/history/1",
        "plan": history.name,
        "days": [day.isoformat() for day in history.days],
        "indicators": [_facts(strip) for strip in history.strips],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _cells(history: History, write: Callable[[Any], str]) -> list[list[str]]:
    year = history.plan.period.start.year
    return [
        [
            _last(strip).indicator.id,
            *(write(standing.verdict) for standing in strip.standings),
            _first(strip, year),
            strip.outcome.value if strip.outcome else "",
        ]
        for strip in history.strips
    ]


def _csv(history: History, _: Look) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(
        ["indicator", *(day.isoformat() for day in history.days), "first_behind", "outcome"]
    )
    writer.writerows(_cells(history, str))
    return written.getvalue()


def _markdown(history: History, look: Look) -> str:
    heads = ["Indicator", *(_heading(history, at) for at in range(len(history.days)))]
    rows = _cells(history, lambda verdict: sign(verdict, look))
    body = markdown_table([*heads, "First behind", "Flag"], rows)
    return "\n".join([*body, "", by_sign(look)]) + "\n"


_FORMS: Final[dict[Format, Callable[[History, Look], str]]] = {
    Format.TABLE: _table,
    Format.JSON: _json,
    Format.CSV: _csv,
    Format.MARKDOWN: _markdown,
}
