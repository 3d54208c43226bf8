"""`import`: how a sheet's rows become records, what is wrong with them, which are new."""

import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from oicekpi.app.importing.judging import Import
from oicekpi.app.importing.mapping import Use
from oicekpi.app.importing.rows import ALL_ROWS
from oicekpi.domain.record import Record
from oicekpi.messages.catalogue import Medium, Said, listed, series
from oicekpi.messages.text import clipped
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked, ngettext
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import Cell, Line, Look
from oicekpi.reports.tables import Column, Page, Paragraph, Table
from oicekpi.storage.sheets.sheet import Csv, Delimiter, RowProblem, Workbook

MOST_PROBLEMS: Final = 200  # different ones; what is wrong with many rows alike is one
FEW: Final = 5  # of many that are alike, so many are named
_MOST_SPANS: Final = 8
_LONGEST: Final = 30  # characters of a value
_WORD: Final = re.compile(r"[\w.-]+")  # what no shell takes for anything else
_WRONG: Final = "bold red"
_DELIMITERS: Final = {
    Delimiter.COMMA: marked("commas"),
    Delimiter.SEMICOLON: marked("semicolons"),
    Delimiter.TAB: marked("tabs"),
}


def render(work: Import, look: Look) -> str:
    """Return all that is known of an import before it is written."""
    return FORMATS["table"].render(page(work), look)


def page(work: Import) -> Page:
    """Return an import as a page: how the file was read, its columns, and what is in its rows."""
    parts = (_workbook, _replaced, _questions, _problems, _warnings, _emptied, _known, _new)
    blocks = [Paragraph([*part(work)]) for part in parts]
    columns = Table(COLUMNS, _columns(work))
    return Page("", [_head(work)], [columns, *(b for b in blocks if b.lines)], dict, columns)


def _head(work: Import) -> Line:
    sheet, written = work.sheet, work.sheet.written
    number = len(sheet.rows) + len(sheet.problems)
    if isinstance(written, Csv):
        text = ngettext(
            ": {encoding}, {delimiters} between cells, {count} row",
            ": {encoding}, {delimiters} between cells, {count} rows",
            number,
        ).format(
            encoding=written.encoding,
            delimiters=_(_DELIMITERS[written.delimiter]),
            count=f"{number:,}",
        )
    else:
        text = ngettext(
            ': sheet "{sheet}", {count} row', ': sheet "{sheet}", {count} rows', number
        ).format(sheet=clipped(written.sheet), count=f"{number:,}")
    return [Cell(sheet.name, "bold"), Cell(text)]


def _workbook(work: Import) -> Iterator[Line]:
    """Say what a reader of a workbook should know of its sheet."""
    written = work.sheet.written
    if not isinstance(written, Workbook):
        return
    if written.hidden:
        yield [Cell(_("the sheet is hidden"), "yellow")]
    if written.titles:
        text = ngettext(
            "row {lines} is a title and is left out",
            "rows {lines} are titles and are left out",
            len(written.titles),
        )
        yield [Cell(text.format(lines=_lines(written.titles)))]
    if written.blank:
        text = ngettext(
            "{count} empty row is left out", "{count} empty rows are left out", written.blank
        )
        yield [Cell(text.format(count=f"{written.blank:,}"))]
    if written.hidden_rows:
        text = ngettext(
            "{count} row is hidden in the sheet, perhaps by a filter, and is read too",
            "{count} rows are hidden in the sheet, perhaps by a filter, and are read too",
            written.hidden_rows,
        )
        yield [Cell(text.format(count=f"{written.hidden_rows:,}"), "yellow")]
    if written.formulas:
        text = ngettext(
            "{count} cell has a formula and is read as it was last computed",
            "{count} cells have formulas and are read as they were last computed",
            written.formulas,
        )
        yield [Cell(text.format(count=f"{written.formulas:,}"))]
        if not written.computed:
            text = _(
                "  no spreadsheet program has computed them yet; if the values are wrong, "
                "open the file in one and save it there"
            )
            yield [Cell(text, "yellow")]


def _replaced(work: Import) -> Iterator[Line]:
    """Say what is read instead of what cells say."""
    for name, texts in work.applied.values.items():
        for text, meant in texts.items():
            said = _('{field}: "{text}" is read as "{meant}"')
            if not meant:
                said = _('{field}: "{text}" is left empty')
            yield [Cell(said.format(field=name, text=clipped(text), meant=clipped(meant)))]


# --- columns --------------------------------------------------------------------------------------


class _Use(NamedTuple):
    """What becomes of a column; it is `open` if it has values and nothing is said of it.

    `first` is its first value, by which a wrong encoding or a wrong column shows.
    """

    use: Use
    open: bool
    first: str


def _columns(work: Import) -> list[_Use]:
    """Return what becomes of each column, and what is the same for all rows."""
    known = {use.header: use for use in work.applied.uses if use.header}
    uses = [known.get(header, Use(header, "", "", "")) for header in work.sheet.headers]
    uses += (use for use in work.applied.uses if not use.header)
    first: dict[str, str] = {}
    for row in reversed(work.sheet.rows):
        first |= row.cells
    return [
        _Use(use, bool(not use.origin and use.header in first), first.get(use.header, ""))
        for use in uses
    ]


def _becomes(row: _Use) -> str:
    use = row.use
    if not use.header:
        return _("{field}: {text}").format(field=use.field, text=use.text or _("nothing"))
    if not use.origin:
        return "?" if row.open else _("(empty)")
    return use.field or _("left out")


COLUMNS: Final[Sequence[Column[_Use]]] = (
    Column(
        "column",
        marked("column"),
        lambda row: row.use.header or _("(all rows)"),
        lambda row: row.use.header,
        keep=3,
        cut=True,
    ),
    Column(
        "becomes",
        marked("becomes"),
        _becomes,
        lambda row: row.use.field,
        lambda row: _WRONG if row.open else "",
        keep=2,
        cut=True,
    ),
    Column(
        "source",
        marked("according to"),
        lambda row: _(row.use.origin),
        lambda row: row.use.origin,
        keep=1,
    ),
    Column(
        "first",
        marked("first value"),
        lambda row: clipped(row.first, _LONGEST),
        lambda row: row.first,
        cut=True,
    ),
)


# --- what is open, wrong, known, new --------------------------------------------------------------


def _questions(work: Import) -> Iterator[Line]:
    """Name what the command line has to say before rows can be written."""
    unmapped, missing, chosen = work.applied.unmapped, work.applied.missing, work.chosen
    if unmapped:
        text = _("neither mapped nor left out: {columns}")
        yield [Cell(text.format(columns=listed(unmapped, "and")), _WRONG)]
        yield [Cell(_("  use --map COLUMN=FIELD for what to import; to leave out all:"))]
        yield [Cell(f"  {' '.join(f'--map {_typed(header)}=' for header in unmapped)}")]
    if missing:
        text = _("missing, but each record needs it: {fields}")
        yield [Cell(text.format(fields=listed(missing, "and")), _WRONG)]
        yield [Cell(_("  use --map COLUMN=FIELD, or --set FIELD=TEXT for what all rows share"))]
    if unmapped or missing:
        fields = series(work.applied.left)
        yield [Cell(_("  fields without a column: {fields}").format(fields=fields))]
    if work.like and unmapped:
        text = _("  imports/{name}.yaml knows some of these columns: --mapping {name}")
        yield [Cell(text.format(name=work.like))]
    if chosen is not None and chosen.rivals:
        names = listed(chosen.rivals, "and")
        if chosen.open:
            text = _("imported before with these columns: {names}; they differ in {fields}")
        else:
            text = _("imported before with these columns: {names}; they leave out other columns")
        yield [Cell(text.format(names=names, fields=listed(chosen.open, "and")))]
        yield [Cell(_("  choose one with --mapping NAME, or use --map and --set for the rest"))]


def _typed(header: str) -> str:
    """Write a header as a shell takes it for one word."""
    return header if _WORD.fullmatch(header) else shlex.quote(header)


def _problems(work: Import) -> Iterator[Line]:
    problems = work.outcome.problems
    if not problems:
        return
    rows = len(work.sheet.rows) + len(work.sheet.problems)
    whole = problems[0].line == ALL_ROWS
    bad = rows if whole else len({each.line for each in problems})
    text = ngettext(
        "{bad} of {count} row cannot be imported:",
        "{bad} of {count} rows cannot be imported:",
        rows,
    )
    yield [Cell(text.format(bad=f"{bad:,}", count=f"{rows:,}"), _WRONG)]
    yield from _listed(work.sheet.name, problems)


def _warnings(work: Import) -> Iterator[Line]:
    if work.outcome.warnings:
        yield [Cell(_("`oicekpi check` will warn of these:"), "yellow")]
        yield from _listed(work.sheet.name, work.outcome.warnings)
    if work.outcome.notes:
        yield [Cell(_("worth knowing:"))]
        yield from _listed(work.sheet.name, work.outcome.notes)


def _emptied(work: Import) -> Iterator[Line]:
    """Say how many cells were left empty since they hold a placeholder."""
    emptied = work.outcome.emptied
    if emptied:
        number = sum(emptied.values())
        text = ngettext(
            "{count} cell with a placeholder is left empty: {where}",
            "{count} cells with a placeholder are left empty: {where}",
            number,
        )
        template = _("{name} ({count})")
        where = [template.format(name=name, count=f"{n:,}") for name, n in emptied.items()]
        yield [Cell(text.format(count=f"{number:,}", where=listed(where, "and")))]
        yield [Cell(_("  N/A, - and the like are placeholders; in quotation marks they are texts"))]


def _known(work: Import) -> Iterator[Line]:
    known = work.outcome.known
    if not known:
        return
    text = ngettext(
        "{count} row is recorded already and is left out:",
        "{count} rows are recorded already and are left out:",
        len(known),
    )
    yield [Cell(text.format(count=f"{len(known):,}"))]
    texts = []
    for at, there in known[:FEW]:
        line = there.removeprefix("line ")  # a row; a record is named by its id
        other = there if line == there else _("line {line}").format(line=line)
        same = _("  {file}:{line}: the same as {other}")
        texts.append(same.format(file=work.sheet.name, line=at, other=other))
    yield from _first(texts, len(known))
    if any(there.startswith("line ") for _at, there in known):
        yield [Cell(_("  if it did happen more than once, use --allow-duplicates"))]


def _new(work: Import) -> Iterator[Line]:
    if work.places and work.sound:
        number = len(work.outcome.new)
        text = ngettext("{count} new record:", "{count} new records:", number)
        yield [Cell(text.format(count=f"{number:,}"))]
        shown = [
            f"  {place}{_people(record)}"
            for place, record in zip(work.places, work.outcome.records, strict=False)
        ]
        yield from _first(shown, number)


def _people(record: Record) -> str:
    """Return how many people a record has and who they are, so that a wrong split shows."""
    people = record.get("people")
    if people is None:
        return ""
    names = people if isinstance(people, tuple) else ()
    number = len(names) or people
    text = ngettext(": {count} person", ": {count} people", number)
    named = ngettext(": {count} person: {names}", ": {count} people: {names}", number)
    return (named if names else text).format(count=f"{number:,}", names=_("; ").join(names))


# --- rows in words --------------------------------------------------------------------------------


def _listed(name: str, problems: Sequence[RowProblem]) -> Iterator[Line]:
    """Return each problem once, with the lines of all rows that share it."""
    shared: dict[tuple[str, Said, bool], list[int]] = {}
    for each in problems:
        key = each.header, each.problem.said(Medium.CELL), each.line == ALL_ROWS
        shared.setdefault(key, []).append(each.line)
    for (header, said, _whole), at in list(shared.items())[:MOST_PROBLEMS]:
        where = f"{name}:{at[0]}" if at[0] != ALL_ROWS else _("all rows")
        text = _("  {where}: {column}: {problem}; {help}")
        if not header:
            text = _("  {where}: {problem}; {help}")
        yield [Cell(text.format(where=where, column=header, problem=said.text, help=said.help))]
        if at[1:]:
            same = ngettext(
                "    the same in line {lines}", "    the same in lines {lines}", len(at) - 1
            )
            yield [Cell(same.format(lines=_lines(at[1:])))]
    more = len(shared) - MOST_PROBLEMS
    if more > 0:
        text = ngettext(
            "  and {count} more; fix these first", "  and {count} more; fix these first", more
        )
        yield [Cell(text.format(count=f"{more:,}"))]


def _lines(numbers: Sequence[int]) -> str:
    """Return `7`, `7-9 and 12`."""
    spans = []
    for _gap, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        members = [number for _at, number in run]
        spans.append(str(members[0]) if len(members) == 1 else f"{members[0]}-{members[-1]}")
    more = len(spans) - _MOST_SPANS
    if more > 0:
        text = ngettext("{count} more place", "{count} more places", more)
        return listed([*spans[:_MOST_SPANS], text.format(count=f"{more:,}")], "and")
    return listed(spans, "and")


def _first(texts: Sequence[str], number: int) -> Iterator[Line]:
    """Return the first few of a number of texts, and how many more there are."""
    yield from ([Cell(text)] for text in texts[:FEW])
    more = number - FEW
    if more > 0:
        text = ngettext("  and {count} more", "  and {count} more", more)
        yield [Cell(text.format(count=f"{more:,}"))]
