"""`import`: how a sheet's rows become records, what is wrong with them, which are new."""

import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from oicekpi.app.importing.judging import Import
from oicekpi.app.importing.mapping import Use
from oicekpi.app.importing.rows import ALL_ROWS
from oicekpi.messages.catalogue import Medium, Said
from oicekpi.messages.text import count, listed
from oicekpi.reports.look import Look
from oicekpi.reports.render import Cell, Column, Line, lines, table
from oicekpi.storage.sheets.sheet import Delimiter, RowProblem, Sheet

MOST_SLIPS: Final = 200  # different ones; a slip that many rows share is one
FEW: Final = 5  # of many that are alike, so many are named
_MOST_SPANS: Final = 8
_WORD: Final = re.compile(r"[\w.-]+")  # what no shell takes for anything else
_WRONG: Final = "bold red"
_DELIMITERS: Final = {
    Delimiter.COMMA: "commas",
    Delimiter.SEMICOLON: "semicolons",
    Delimiter.TAB: "tabs",
}


def render(work: Import, look: Look) -> str:
    """Tell it in parts, an empty line between two of them."""
    parts = (_head, _mapping, _questions, _slips, _warnings, _known, _new)
    told = [list(part(work, look)) for part in parts]
    rows: list[Line] = []
    for part in filter(None, told):
        rows += [*([[]] if rows else []), *part]
    return lines(rows, look)


def _head(work: Import, _: Look) -> Iterator[Line]:
    sheet = work.sheet
    number = count(len(sheet.rows) + len(sheet.problems), "row")
    how = f"{sheet.encoding}, {_DELIMITERS[sheet.delimiter]} between cells, {number}"
    yield [Cell(sheet.name, "bold"), Cell(f": {how}")]


def _mapping(work: Import, look: Look) -> Iterator[Line]:
    """What becomes of each column, and what is the same for all rows."""
    said = {use.header: use for use in work.applied.uses if use.header}
    uses = [said.get(header, Use(header, "", "", "")) for header in work.sheet.headers]
    uses += (use for use in work.applied.uses if not use.header)
    yield from table(
        [
            Column("column", [Cell(use.header or "(all rows)") for use in uses], 3, cut=True),
            Column("becomes", [_becomes(use, work.sheet) for use in uses], 2, cut=True),
            Column("said by", [Cell(use.origin) for use in uses], 1),
        ],
        look,
    )


def _becomes(use: Use, sheet: Sheet) -> Cell:
    if not use.header:
        return Cell(f"{use.field}: {use.text or 'nothing'}")
    if not use.origin:
        return Cell("?", _WRONG) if use.header in sheet.filled else Cell("(empty)")
    return Cell(use.field or "left out")


def _questions(work: Import, _: Look) -> Iterator[Line]:
    """What the command line has to say before rows can be written."""
    unmapped, missing, chosen = work.applied.unmapped, work.applied.missing, work.chosen
    if unmapped:
        yield [Cell(f"neither mapped nor left out: {listed(unmapped, 'and')}", _WRONG)]
        yield [Cell("  say --map COLUMN=FIELD for what is to be imported; to leave out all:")]
        yield [Cell(f"  {' '.join(f'--map {_typed(header)}=' for header in unmapped)}")]
    if missing:
        yield [Cell(f"nothing gives {listed(missing, 'or')}, which each record needs", _WRONG)]
        yield [Cell("  say --map COLUMN=FIELD, or --set FIELD=TEXT for what all rows share")]
    if unmapped or missing:
        yield [Cell(f"  fields that are left: {', '.join(work.applied.left)}")]
    if work.like and unmapped:
        yield [Cell(f"  imports/{work.like}.yaml knows some of these columns: --like {work.like}")]
    if chosen is not None and chosen.rivals:
        what = listed(chosen.open or ("what they leave out",), "and")
        names = listed(chosen.rivals, "and")
        yield [Cell(f"imported before with these columns: {names}; they differ in {what}")]
        yield [Cell("  choose one with --like NAME, or say what differs with --map and --set")]


def _typed(header: str) -> str:
    """Write a header as a shell takes it for one word."""
    return header if _WORD.fullmatch(header) else shlex.quote(header)


def _slips(work: Import, _: Look) -> Iterator[Line]:
    slips = work.outcome.slips
    if not slips:
        return
    rows = len(work.sheet.rows) + len(work.sheet.problems)
    bad = rows if slips[0].line == ALL_ROWS else len({slip.line for slip in slips})
    yield [Cell(f"{bad:,} of {count(rows, 'row')} cannot be imported:", _WRONG)]
    yield from _told(work.sheet.name, slips)


def _warnings(work: Import, _: Look) -> Iterator[Line]:
    if work.outcome.warnings:
        yield [Cell("to be looked at, for `oicekpi check` will warn of it:", "yellow")]
        yield from _told(work.sheet.name, work.outcome.warnings)


def _known(work: Import, _: Look) -> Iterator[Line]:
    known = work.outcome.known
    if not known:
        return
    yield [Cell(f"{_are(len(known))} there already, and {_left(len(known))} out:")]
    named = [f"  {work.sheet.name}:{line}: the same as {there}" for line, there in known]
    yield from _first(named)
    if any(there.startswith("line ") for _, there in known):
        yield [Cell("  if it did happen more than once, say so with --again")]


def _new(work: Import, _: Look) -> Iterator[Line]:
    if work.places and work.sound:
        number = len(work.outcome.new)
        yield [Cell(f"{count(number, 'new record')}:")]
        yield from _first([f"  {place}" for place in work.places], number)


# --- rows in words --------------------------------------------------------------------------------


def _told(name: str, slips: Sequence[RowProblem]) -> Iterator[Line]:
    """Tell each slip once, with the lines of all rows that share it."""
    shared: dict[tuple[bool, str, Said], list[int]] = {}
    for slip in slips:
        key = (slip.line == ALL_ROWS, slip.header, slip.problem.said(Medium.CELL))
        shared.setdefault(key, []).append(slip.line)
    for (_, header, said), at in list(shared.items())[:MOST_SLIPS]:
        where = f"{name}:{at[0]}" if at[0] != ALL_ROWS else "all rows"
        column = f"{header}: " if header else ""
        yield [Cell(f"  {where}: {column}{said.text}; {said.help}")]
        if at[1:]:
            yield [Cell(f"    the same in {_lines(at[1:])}")]
    if len(shared) > MOST_SLIPS:
        yield [Cell(f"  and {len(shared) - MOST_SLIPS:,} more; mend these first")]


def _lines(numbers: Sequence[int]) -> str:
    """`line 7`, `lines 7-9 and 12`."""
    spans = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        spans.append(str(members[0]) if len(members) == 1 else f"{members[0]}-{members[-1]}")
    more = [f"{len(spans) - _MOST_SPANS:,} more places"] if len(spans) > _MOST_SPANS else []
    noun = "line" if len(numbers) == 1 else "lines"
    return f"{noun} {listed([*spans[:_MOST_SPANS], *more], 'and')}"


def _first(texts: Sequence[str], number: int | None = None) -> Iterator[Line]:
    """Give the first few of a number of texts, and say how many more there are."""
    yield from ([Cell(text)] for text in texts[:FEW])
    more = (len(texts) if number is None else number) - FEW
    if more > 0:
        yield [Cell(f"  and {more:,} more")]


def _are(number: int) -> str:
    return f"{count(number, 'row')} {'is' if number == 1 else 'are'}"


def _left(number: int) -> str:
    return "is left" if number == 1 else "are left"
