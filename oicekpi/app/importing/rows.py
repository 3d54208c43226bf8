"""The rows of a sheet as records: which are new, which are there already, what is wrong.

A row is held to all that a record in its file is held to: what is an error to `check` is one
here, with its line and its column, and what is a warning there is one here.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from oicekpi.app import typed
from oicekpi.app.adding import resolve, uncounted_people
from oicekpi.app.importing import cell
from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.checks.candidate import by_rules
from oicekpi.checks.candidate import judge as judge_record
from oicekpi.checks.loading import Plans
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.duplicate import contents
from oicekpi.domain.finding import Problem
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry, Record, kind_term
from oicekpi.domain.typed_days import meanings
from oicekpi.domain.vocabulary import NoDayError, day, fold, normalized
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.failures import UsageError
from oicekpi.storage.record_text import values
from oicekpi.storage.sheets.sheet import Row, RowProblem, Sheet, plain
from oicekpi.storage.watch import Watch, unwatched
from oicekpi.values import dataclass

_PERCENTAGE: Final = re.compile(r"(-?\d{1,40}(?:\.\d{1,40})?)\s?%", re.ASCII)
_TOTALS: Final = frozenset(
    {"total", "totals", "subtotal", "grandtotal", "sum", "合计", "总计", "小计", "共计", "累计"}
)
_PERCENT_SIGNS: Final = frozenset("%％")  # the units that say so

ALL_ROWS: Final = 0
"""The line of a problem in what is the same for all rows."""


@dataclass(frozen=True)
class Basis:
    """What rows are held to: the plans, the plan of a day, and the records that there are."""

    plans: Plans
    plan_of: Callable[[date], Plan | None]
    context: Context
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Outcome:
    """What came of a sheet's rows, each in the order of the lines.

    `known` are rows that say what a record or an earlier row says, with its id or `line 3`.
    Where there are problems, nothing may be written; warnings keep nothing from being written, nor
    do `notes`, which `check` will not repeat. `emptied` tells by its header, or its field where no
    column gives it, in how many rows a field is left empty for its placeholder.
    """

    new: Sequence[tuple[int, Record]] = ()
    known: Sequence[tuple[int, str]] = ()
    problems: Sequence[RowProblem] = ()
    warnings: Sequence[RowProblem] = ()
    notes: Sequence[RowProblem] = ()
    emptied: Mapping[str, int] = field(default_factory=dict)

    @property
    def records(self) -> list[Record]:
        """The new records."""
        return [record for _, record in self.new]

    @property
    def entries(self) -> list[Entry]:
        """The new records as they would count, each by its line until it has an id."""
        return [Entry(f"line {line}", "", None, record) for line, record in self.new]


def judge(
    sheet: Sheet,
    mapping: ColumnMapping,
    basis: Basis,
    *,
    allow_duplicates: bool,
    watch: Watch = unwatched,
) -> Outcome:
    """Judge all rows of a sheet. With `allow_duplicates`, two equal rows are two records.

    A record that is there already is not added even then: of five equal rows, of which three are
    there, two are new.
    """
    rows = _Rows(sheet, mapping, basis)
    if rows.problems:
        return Outcome(problems=rows.problems)
    records = [(row.line, record) for row in watch(sheet.rows) if (record := rows.record(row))]
    new, known = _new_and_known(records, basis.entries, allow_duplicates=allow_duplicates)
    found = [
        (rows.located(line, problem), problem.severity) for line, problem in _by_rules(new, basis)
    ]
    errors = [each for each, severity in found if severity is Severity.ERROR]
    bad = {each.line for each in errors}
    good = [(line, record) for line, record in new if line not in bad]
    notes = [
        rows.located(line, note)
        for line, record in good
        for note in uncounted_people(basis.plan_of(record.date), record)
    ]
    return Outcome(
        good,
        known,
        sorted([*sheet.problems, *rows.problems, *errors], key=_line),
        sorted((each for each, severity in found if severity is not Severity.ERROR), key=_line),
        notes,
        rows.emptied,
    )


def _total(row: Row) -> str | None:
    """Return the header of the cell that says that a row is a total; None if none does."""
    words = {header: fold(text).rstrip(":").replace(" ", "") for header, text in row.cells.items()}
    return next((header for header, word in words.items() if word in _TOTALS), None)


def _line(problem: RowProblem) -> int:
    return problem.line


class _Rows:
    """Makes records of rows, and gathers what is wrong with them."""

    def __init__(self, sheet: Sheet, mapping: ColumnMapping, basis: Basis) -> None:
        """Read what is the same for all rows."""
        self.sheet = sheet
        self.columns = mapping.columns
        self.values = {
            name: {plain(text): meant for text, meant in texts.items()}
            for name, texts in mapping.values.items()
        }
        self.basis = basis
        self.problems: list[RowProblem] = []
        self.emptied: Counter[str] = Counter()
        self._days: dict[str, cell.Column] = {}
        today = basis.context.today
        self.constants, problems = _parted(
            {name: cell.read(name, text, today) for name, text in mapping.constants.items()}
        )
        kind = self.constants.get("kind", "")
        problems += typed.sift(kind, self.constants, today).problems
        self.problems += (self.located(ALL_ROWS, problem) for problem in problems)

    def located(self, line: int, problem: Problem) -> RowProblem:
        """Name the column that a problem of a record is about; where none gives it, the field."""
        name = _field(problem)
        return RowProblem(line, self.columns.get(name, name), problem)

    def record(self, row: Row) -> Record | None:
        """Give a row's record, or note what is wrong with it."""
        cells = {
            name: text
            for name, header in self.columns.items()
            if header not in row.bad and (text := self._replaced(name, row.cells.get(header, "")))
        }
        texts, problems = _parted({name: self._read(name, text) for name, text in cells.items()})
        texts = self.constants | texts
        kind = texts.pop("kind", "")
        problems += (
            replace(row.bad[header], where=(name,))
            for name, header in self.columns.items()
            if header in row.bad
        )
        fields, unread, empty = typed.sift(kind, texts, self.basis.context.today)
        self.emptied.update(self.columns.get(name, name) for name in empty)
        fields = {"kind": kind, **fields} if kind else fields
        problems += unread
        known = kind if kind in typed.kinds() else None
        foreign = fields.keys() - typed.keys(known).keys() - typed.NOT_ASKED if known else set()
        for name in [each for each in fields if each in foreign]:
            del fields[name]
            problems.append(
                Problem((name,), "foreign-field", {"kind": kind_term(kind), "field": name})
            )
        problems += self._unresolved(fields, known)
        self._read_percentage(fields)
        known_fields = {_field(problem) for problem in problems}
        record, found, _ = judge_record(self.basis.plans, values(fields))
        if known is None:  # what the plan has as no indicator, it may have as an objective
            found = [each for each in found if each.code != "unknown-indicator"]
        problems += (each for each in found if _field(each) not in known_fields)
        if problems and (total := _total(row)):
            self.problems.append(RowProblem(row.line, total, Problem((), "total-row")))
            return None
        self.problems += (self.located(row.line, problem) for problem in problems)
        return None if problems else record

    def _read(self, name: str, text: str) -> str | Problem:
        """Read a cell; of one that is a day of three numbers, the column has a say."""
        today = self.basis.context.today
        said = cell.read(name, text, today)
        if name not in cell.DAYS or not meanings(text, today):
            return said
        if name not in self._days:
            header = self.columns[name]
            self._days[name] = cell.column(
                (row.cells.get(header, "") for row in self.sheet.rows), today
            )
        return cell.beside(said, name, text, self._days[name], today)

    def _replaced(self, name: str, text: str) -> str:
        """Return what is read instead of a cell's text, if that was said, else the text."""
        return self.values[name].get(plain(text), text) if name in self.values else text

    def _unresolved(self, fields: dict[str, object], kind: str | None) -> Iterator[Problem]:
        """Find the indicators that are meant, and tell if there are none such."""
        wanted = fields.get("indicator")
        ids = wanted if isinstance(wanted, tuple) else (wanted,)
        error = None
        for plan in self._plans(fields.get("date")) if wanted else ():
            try:
                found = tuple(resolve(plan, str(each), kind) for each in ids)
            except UsageError as refused:
                error = refused
            else:
                fields["indicator"] = found if len(found) > 1 else found[0]
                return
        if error is not None:
            yield Problem(("indicator",), error.code, error.params, error.case)

    def _read_percentage(self, fields: dict[str, object]) -> None:
        """Read `34%` as 34 where the indicators are in percent; elsewhere it is no number."""
        found = _PERCENTAGE.fullmatch(normalized("NFKC", str(fields.get("value", ""))))
        wanted = fields.get("indicator")
        ids = wanted if isinstance(wanted, tuple) else (wanted,)
        for plan in self._plans(fields.get("date")) if found else ():
            meant = [plan.indicators[str(each)] for each in ids if str(each) in plan.indicators]
            if found and meant and all(each.unit in _PERCENT_SIGNS for each in meant):
                fields["value"] = Decimal(found[1]) if "." in found[1] else int(found[1])

    def _plans(self, written: object) -> list[Plan]:
        """Give the plan of a day; where it is no day, all plans, if they can all be read."""
        try:
            plan = self.basis.plan_of(day(written))
        except NoDayError:
            plans = self.basis.plans
            return [] if plans.broken else [*plans.sound.values()]
        return [] if plan is None else [plan]


def _field(problem: Problem) -> str:
    """Name the field that a problem of a record is about; nothing if that is the record."""
    return str(problem.where[0]) if problem.where else ""


def _parted(read: Mapping[str, str | Problem]) -> tuple[dict[str, str], list[Problem]]:
    """Part what cells say, by field, from why the others cannot be read."""
    return (
        {name: said for name, said in read.items() if not isinstance(said, Problem)},
        [said for said in read.values() if isinstance(said, Problem)],
    )


def _new_and_known(
    records: Sequence[tuple[int, Record]], entries: Sequence[Entry], *, allow_duplicates: bool
) -> tuple[list[tuple[int, Record]], list[tuple[int, str]]]:
    """Part the rows into those that are new and those that are there already, in linear time."""
    there: dict[Hashable, list[str]] = {}
    for entry in entries:
        there.setdefault(contents(entry.record), []).append(entry.id)
    times: Counter[Hashable] = Counter()
    first: dict[Hashable, str] = {}
    new, known = [], []
    for line, record in records:
        said = contents(record)
        times[said] += 1
        ids = there.get(said, [])
        if times[said] <= len(ids):
            known.append((line, ids[times[said] - 1]))
        elif not allow_duplicates and (ids or times[said] > 1):
            known.append((line, ids[0] if ids else first[said]))
        else:
            new.append((line, record))
        first.setdefault(said, f"line {line}")
    return new, known


def _by_rules(new: Sequence[tuple[int, Record]], basis: Basis) -> Iterator[tuple[int, Problem]]:
    """Find what `check` would tell of the new records, with the line of each."""
    lines = {f"line {line}": line for line, _ in new}
    entries = [Entry("", f"line {line}", None, record) for line, record in new]
    for entry, problem in by_rules(entries, basis.entries, basis.context):
        yield lines[entry.path], problem
    fit = basis.plans.fit()
    for line, record in new:
        yield from ((line, problem) for problem in fit.remarks(record))
