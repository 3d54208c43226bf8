"""HTML: one page that needs nothing else, for any browser, and for paper."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from oicekpi.domain.progress import Progress
from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext, ngettext, spoken
from oicekpi.reports import figures, plot, words
from oicekpi.reports.document import Document, Part
from oicekpi.reports.formats.seal import sealed, wrote
from oicekpi.reports.look import SIGNS, STYLES, word
from oicekpi.reports.tables import Column, Table

__all__ = ["document", "wrote"]

_ROWS: Final = 1_500
"""Records that a page lists, so that it stays small; of more, each indicator has its latest."""
_LEAST: Final = 10  # records that each indicator lists at least
_BAR: Final = 100  # the width of a bar


class Cell(NamedTuple):
    """A cell of a table: its text, the indicator that it leads to and its title, and its look."""

    text: str
    link: str = ""
    title: str = ""
    look: str = ""


class Grid(NamedTuple):
    """A table as a template needs it; the columns at `right` hold numbers."""

    titles: Sequence[str]
    right: Sequence[bool]
    rows: Sequence[Sequence[Cell]]
    looks: Sequence[str]


class Bar(NamedTuple):
    """How much of the way is done, and what is due, as parts of a bar."""

    done: float
    due: float | None


def document(of: Document) -> bytes:
    """Return a document as a page."""
    listed = _listed(of)
    environment = _environment()
    style = _source("style.css") + _signs() + _paper(of)
    script = _source("script.js")
    page = environment.get_template("report.html").render(
        of=of,
        language=spoken(),
        style=Markup(style),  # noqa: S704 - our own; what of it is from files is escaped
        script=Markup(script),  # noqa: S704 - our own
        style_hash=_hash(style),
        script_hash=_hash(script),
        grid=partial(_grid, there=frozenset(part.id for part in of.parts)),
        points=_points,
        tally=[Cell(cell.text, look=_LOOKS.get(cell.style, "")) for cell in of.tally],
        records=lambda part: _records(part, listed(part)),
        left_out=lambda part: len(part.records.rows) - listed(part),
        way=_way,
        plot=plot.of_chart,
        axis=next((plot.axis(part.chart) for part in of.parts if part.chart), None),
        count=lambda part: words.records(len(part.records.rows)),
        earlier=lambda part: _earlier(part, listed(part)),
        months=[words.month(day.month) for day in of.history.days],
    )
    return sealed(page)


# --- templates ------------------------------------------------------------------------------------


@cache  # reading and compiling takes longer than filling
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("oicekpi.reports"),
        autoescape=True,
        finalize=_safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {
        "_": gettext,
        "ngettext": ngettext,
        "SIGNS": SIGNS,
        "word": word,
        "words": words,
    }
    return environment


def _safe(value: object) -> object:
    """Make text from files printable; that it is text, and no HTML, is up to the escaping."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _source(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None  # noqa: S101 - it is given above
    return environment.loader.get_source(environment, name)[0]


def _hash(text: str) -> str:
    """Return by what a content security policy knows a text between two tags."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _signs() -> str:
    """Return the signs of the months as style; a reader of the screen hears the words."""
    rules = (
        f'.g.s-{status}::after{{content:"{sign}";content:"{sign}"/""}}'
        for status, sign in SIGNS.items()
    )
    return "".join(rules) + "\n"


def _paper(of: Document) -> str:
    """Return what stands in the margins of each printed page, as style."""
    corners = {
        "top-left": _quoted(str(of.title)[:80]),
        "top-right": _quoted(of.period),
        "bottom-left": _quoted(of.when),
        "bottom-right": 'counter(page) " / " counter(pages)',
    }
    boxes = "".join(f"@{corner}{{content:{text}}}" for corner, text in corners.items())
    return f"@page{{{boxes}}}\n"


def _quoted(text: str) -> str:
    """Return a text as a string of CSS: each character that could be more is its code."""
    plain = re.sub(r"[^\w \-]", lambda found: f"\\{ord(found[0]):x} ", printable(text))
    return f'"{plain}"'


# --- tables and bars ------------------------------------------------------------------------------


_LOOKS: Final = {style: f"s-{status}" for status, style in STYLES.items()}
_ROW_LOOKS: Final = {"yellow": "open", "cyan": "ahead", "dim": "off"}


def _grid(of: Table[Any], there: AbstractSet[str] = frozenset()) -> Grid:
    """Return a table without the columns that are empty.

    An indicator and its title are one cell, which leads to the indicator's part of the page if it
    is `there`.
    """
    kept = [
        (column, texts)
        for column in of.columns
        if column.text is not None and not column.drawn
        if any(texts := [column.text(row) for row in of.rows])
    ]
    named = next((texts for column, texts in kept if column.key == "title"), None)
    columns: list[Sequence[Cell]] = []
    heads: list[Column[Any]] = []
    for column, texts in kept:
        if named is not None and column.key == "title":
            continue
        heads.append(column)
        if named is not None and column.key == "indicator":
            leads = (text if text in there else "" for text in texts)
            columns.append([Cell(*each) for each in zip(texts, leads, named, strict=True)])
        elif column.key == "indicators":
            columns.append(
                [
                    Cell(text, *each.indicators[:1])
                    for text, each in zip(texts, of.rows, strict=True)
                ]
            )
        else:
            looks = (_LOOKS.get(column.style(row), "") for row in of.rows)
            columns.append([Cell(text, look=look) for text, look in zip(texts, looks, strict=True)])
    titles = [gettext(column.full or column.title) for column in heads]
    rows = [[*row] for row in zip(*columns, strict=True)]
    return Grid(titles, [column.right for column in heads], rows, [""] * len(rows))


_FEW: Final = 14  # points that fit beside each other on paper


def _points(of: Table[Any]) -> Grid:
    """Return the points of a chart: those of a year beside each other, more of them as rows."""
    grid = _grid(of)
    if len(grid.rows) > _FEW:
        return grid
    texts = [grid.titles, *([cell.text for cell in row] for row in grid.rows)]
    head, *rows = [*zip(*texts, strict=True)]
    cells = [[Cell(text) for text in row] for row in rows]
    return Grid(head, [False, *([True] * len(grid.rows))], cells, [""] * len(rows))


def _listed(of: Document) -> Callable[[Part], int]:
    """Return how many records of a part are listed: all of them if the page stays small."""
    parts = of.parts
    total = sum(len(part.records.rows) for part in parts)
    most = total if total <= _ROWS else max(_LEAST, _ROWS // len(parts))
    return lambda part: min(most, len(part.records.rows))


def _records(part: Part, number: int) -> Grid:
    rows = part.records.rows[len(part.records.rows) - number :]
    styles = next(column.style for column in part.records.columns if column.key == "state")
    plain = [replace(column, style=lambda _: "") for column in part.records.columns]
    grid = _grid(Table(plain, rows))
    return grid._replace(looks=[_ROW_LOOKS.get(styles(entry), "") for entry in rows])


def _way(progress: Progress) -> Bar | None:
    if progress.needed is None:
        return None
    done = figures.way(progress, progress.done)
    due = figures.way(progress, progress.due)
    return Bar(round(done * _BAR, 1), round(due * _BAR, 1) if due > done else None)


def _earlier(part: Part, listed: int) -> str:
    number = len(part.records.rows) - listed
    text = ngettext(
        "{count} earlier record is not listed here; `oicekpi log --indicator {id}` lists it.",
        "{count} earlier records are not listed here; `oicekpi log --indicator {id}` lists them.",
        number,
    )
    return text.format(count=f"{number:,}", id=part.id)
