"""Records as lines of a table, as JSON, as CSV."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from oicekpi.domain.plan import Indicator, Measure
from oicekpi.domain.record import Record, said
from oicekpi.domain.vocabulary import State, fold
from oicekpi.reports import words
from oicekpi.reports.forms import as_csv
from oicekpi.reports.json_text import as_json
from oicekpi.reports.look import Look
from oicekpi.reports.names import By, RecordFormat
from oicekpi.reports.render import Cell, Column, Line, lines, table
from oicekpi.schema.record_files import Entry

_Row: TypeAlias = tuple[str, int, int]  # what is counted by, what happened, what is planned
_SCHEMA: Final = "oicekpi/log/1"
_Cells: TypeAlias = Callable[[Callable[[Entry], str]], list[Cell]]
_STYLES: Final = {"": "", "provisional": "yellow", "planned": "cyan", "cancelled": "dim"}


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Put the latest day first; on one day, by id."""
    return sorted(sorted(entries, key=lambda e: e.id), key=lambda e: e.record.date, reverse=True)


def render(form: RecordFormat, entries: Sequence[Entry], look: Look, as_of: date) -> str:
    """Write the records in the wanted form, in the order given."""
    return _FORMS[form](entries, look, as_of)


def _table(entries: Sequence[Entry], look: Look, as_of: date) -> str:
    return lines(rows(entries, look, View(as_of)), look)


def _json(entries: Sequence[Entry], _: Look, __: date) -> str:
    return as_json({"schema": _SCHEMA, "records": [record_facts(entry) for entry in entries]})


def _csv(entries: Sequence[Entry], _: Look, __: date) -> str:
    return as_csv(_FIELDS, (_flat(entry) for entry in entries))


_FORMS: Final[Mapping[RecordFormat, Callable[[Sequence[Entry], Look, date], str]]] = {
    RecordFormat.TABLE: _table,
    RecordFormat.JSON: _json,
    RecordFormat.CSV: _csv,
}


@dataclass(frozen=True, slots=True)
class View:
    """From where records are looked at: a day, and perhaps one indicator.

    `provisional` are the ids of those that lack what the indicator requires.
    """

    as_of: date
    provisional: AbstractSet[str] = frozenset()
    indicator: Indicator | None = None

    def others(self, record: Record) -> str:
        """Name the indicators that a record serves, but for the one that is looked at."""
        own = self.indicator and self.indicator.id
        return ", ".join(known for known in record.indicator if known != own)


def rows(entries: Sequence[Entry], look: Look, view: View) -> list[Line]:
    """Lay records out as a table's lines; what does not count yet says so in a word."""
    if not entries:
        return [[Cell("no records")]]
    states = [_state(entry, view) for entry in entries]

    def cells(write: Callable[[Entry], str]) -> list[Cell]:
        return [
            Cell(write(entry), _STYLES[state]) for entry, state in zip(entries, states, strict=True)
        ]

    # Whoever looks at partners wants to know with whom, before who went.
    partners = view.indicator is not None and view.indicator.measure is Measure.PARTNERS
    columns = [
        Column("id", cells(lambda e: e.id), keep=9),
        *_dates(entries, cells),
        Column("kind", cells(lambda e: e.record.kind), keep=1),
        Column(
            "also for" if view.indicator else "indicator",
            cells(lambda e: view.others(e.record)),
            keep=3,
        ),
        Column("state", [Cell(state, _STYLES[state]) for state in states], keep=7),
        Column("who or what", cells(lambda e: subject(e.record)), 2 if partners else 6, cut=True),
        Column("where", cells(lambda e: _where(e.record)), 6 if partners else 2, cut=partners),
    ]
    return table(columns, look)


def _dates(entries: Sequence[Entry], cells: _Cells) -> Iterator[Column]:
    """Give the column of the days; none where each id tells it, as all do but those of lists."""
    if not all(entry.id.startswith(entry.record.date.isoformat()) for entry in entries):
        yield Column("date", cells(lambda e: e.record.date.isoformat()), keep=4)


def _state(entry: Entry, view: View) -> str:
    """Say in a word why a record does not count; nothing if it does."""
    record = entry.record
    if record.state is State.CANCELLED:
        return "cancelled"
    if record.state is State.PLANNED or record.date > view.as_of:
        return "planned"
    return "provisional" if entry.id in view.provisional else ""


def subject(record: Record) -> str:
    """Say in a few words who or what a record is about."""
    people = record.people
    who = words.people(people) if isinstance(people, int) else ", ".join(record.names)
    what = record.stage or record.title or record.subject or record.purpose
    return ": ".join(part for part in (who, what) if part) or record.partner or ""


def _where(record: Record) -> str:
    return ", ".join(part for part in (record.partner, record.country) if part)


def record_facts(entry: Entry) -> dict[str, Any]:
    """Give a record as JSON has it: its id and file, and the fields that it has."""
    return {"id": entry.id, "path": entry.path, **said(entry.record)}


_FIELDS: Final = (
    "id",
    "date",
    "kind",
    "indicator",
    "state",
    "people",
    "country",
    "partner",
    "stage",
    "title",
    "subject",
    "purpose",
    "role",
    "fund",
    "level",
    "outcome",
    "until",
    "approval",
    "evidence",
    "reason",
    "note",
    "path",
)


def _flat(entry: Entry) -> list[str]:
    """Give a record's fields in the order of the columns, as text."""
    facts = {"state": entry.record.state.value, **record_facts(entry)}
    values = (facts.get(field, "") for field in _FIELDS)
    return ["; ".join(value) if isinstance(value, tuple) else str(value) for value in values]


# --- broken down ----------------------------------------------------------------------------------


def breakdown(by: By, entries: Iterable[Entry], form: RecordFormat, look: Look, as_of: date) -> str:
    """Count records by what they name: those that happened by a day, and those that are planned.

    What was cancelled did neither. People and partners are one however they are spelt.
    """
    return _BREAKDOWNS[form](by, _counted(by, entries, as_of), look)


def _counted(by: By, entries: Iterable[Entry], as_of: date) -> list[_Row]:
    """Give each key in its usual spelling, with its two numbers; the most frequent first."""
    numbers: dict[str, list[int]] = {}
    spellings: dict[str, Counter[str]] = {}
    for entry in entries:
        record = entry.record
        if record.state is State.CANCELLED:
            continue
        ahead = record.state is State.PLANNED or record.date > as_of
        for key in _KEYS[by](record):
            known = fold(key) if by in {By.PERSON, By.PARTNER} else key
            numbers.setdefault(known, [0, 0])[ahead] += 1
            spellings.setdefault(known, Counter())[key] += 1
    rows = [
        (spellings[known].most_common(1)[0][0], happened, planned)
        for known, (happened, planned) in numbers.items()
    ]
    if by is By.MONTH:
        return sorted(rows)
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def _counts_csv(by: By, rows: Sequence[_Row], _: Look) -> str:
    return as_csv((by.value, "records", "planned"), rows)


def _counts_json(by: By, rows: Sequence[_Row], _: Look) -> str:
    facts = [
        {by.value: key, "records": happened, "planned": planned} for key, happened, planned in rows
    ]
    return as_json({"schema": _SCHEMA, "counts": facts})


def _counts(by: By, rows: Sequence[_Row], look: Look) -> str:
    if not rows:
        return "no records\n"
    columns = [
        Column(by.value, [Cell(key) for key, _, _ in rows], keep=3, cut=True),
        Column("records", [Cell(f"{number:,}") for _, number, _ in rows], keep=2, right=True),
        Column(
            "planned", [Cell(f"{number:,}" if number else "") for *_, number in rows], 1, right=True
        ),
    ]
    return lines(table(columns, look), look)


_KEYS: Final[Mapping[By, Callable[[Record], tuple[str, ...]]]] = {
    By.PERSON: lambda record: record.names,
    By.MONTH: lambda record: (record.date.isoformat()[:7],),
    By.INDICATOR: lambda record: record.indicator,
    By.KIND: lambda record: (record.kind,),
    By.COUNTRY: lambda record: (record.country,) if record.country else (),
    By.PARTNER: lambda record: (record.partner,) if record.partner else (),
}
_BREAKDOWNS: Final[Mapping[RecordFormat, Callable[[By, Sequence[_Row], Look], str]]] = {
    RecordFormat.TABLE: _counts,
    RecordFormat.JSON: _counts_json,
    RecordFormat.CSV: _counts_csv,
}
