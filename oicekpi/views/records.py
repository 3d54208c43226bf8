"""Records as lines of a table, as JSON, as CSV."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from oicekpi.records.model import Record, State
from oicekpi.records.store import Entry
from oicekpi.views.look import Look
from oicekpi.views.render import Cell, Column, Line, lines, table
from oicekpi.wording import printable

_DIM: Final = {State.DONE: "", State.PLANNED: "cyan", State.CANCELLED: "dim"}


class Format(StrEnum):
    """The forms in which records can be had."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class By(StrEnum):
    """What records can be broken down by."""

    PERSON = "person"
    COUNTRY = "country"
    PARTNER = "partner"
    KIND = "kind"
    MONTH = "month"
    INDICATOR = "indicator"


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Put the latest day first; on one day, by id."""
    return sorted(sorted(entries, key=lambda e: e.id), key=lambda e: e.record.date, reverse=True)


def render(form: Format, entries: Sequence[Entry], look: Look, as_of: date) -> str:
    """Write the records in the wanted form, in the order given."""
    if form is Format.JSON:
        facts = {"schema": "oicekpi/log/1", "records": [record_facts(entry) for entry in entries]}
        return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    if form is Format.CSV:
        return _csv(entries)
    return lines(rows(entries, look, as_of), look)


def rows(entries: Sequence[Entry], look: Look, as_of: date) -> list[Line]:
    """Lay records out as a table's lines; what has not happened says so in a word."""
    if not entries:
        return [[Cell("no records")]]

    def cells(write: Callable[[Record], str]) -> list[Cell]:
        return [Cell(write(entry.record), _DIM[entry.record.state]) for entry in entries]

    return table(
        [
            Column("date", cells(lambda r: r.date.isoformat()), keep=9),
            Column("kind", cells(lambda r: r.kind), keep=7),
            Column("indicator", cells(lambda r: ", ".join(r.indicator)), keep=6),
            Column("state", cells(lambda r: _state(r, as_of)), keep=5),
            Column("who or what", cells(subject), keep=4, cut=True),
            Column("where", cells(_where), keep=3),
            Column("id", [Cell(entry.id) for entry in entries], keep=8),
        ],
        look,
    )


def _state(record: Record, as_of: date) -> str:
    if record.state is State.DONE:
        return "planned" if record.date > as_of else ""
    return record.state.value


def subject(record: Record) -> str:
    """Say in a few words who or what a record is about."""
    people = getattr(record, "people", None)
    who = f"{people:,} people" if isinstance(people, int) else ", ".join(people or ())
    what = next(
        (
            text
            for key in ("stage", "title", "subject", "purpose")
            if (text := getattr(record, key, None))
        ),
        "",
    )
    return ": ".join(part for part in (who, what) if part)


def _where(record: Record) -> str:
    parts = (getattr(record, "partner", None), getattr(record, "country", None))
    return ", ".join(part for part in parts if part)


def record_facts(entry: Entry) -> dict[str, Any]:
    """Give a record as JSON has it: its id and file, and the fields that it has."""
    fields = entry.record.model_dump(mode="json", exclude_unset=True)
    return {"id": entry.id, "path": entry.path, **fields}


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


def _csv(entries: Sequence[Entry]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, _FIELDS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        facts = {"state": entry.record.state.value, **record_facts(entry)}
        writer.writerow({key: _flat(value) for key, value in facts.items()})
    return written.getvalue()


def _flat(value: Any) -> str:  # noqa: ANN401
    return printable("; ".join(value) if isinstance(value, list) else str(value))


# --- broken down ----------------------------------------------------------------------------------


def breakdown(by: By, entries: Iterable[Entry], form: Format, look: Look) -> str:
    """Count records by what they name; for people, in how many records each is."""
    counted = Counter(key for entry in entries for key in _keys(by, entry.record))
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    if by is By.MONTH:
        ordered.sort()
    if form is Format.JSON:
        facts = [{by.value: key, "records": number} for key, number in ordered]
        return (
            json.dumps({"schema": "oicekpi/log/1", "counts": facts}, ensure_ascii=False, indent=2)
            + "\n"
        )
    if form is Format.CSV:
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(
            [(by.value, "records"), *((printable(key), number) for key, number in ordered)]
        )
        return written.getvalue()
    if not ordered:
        return "no records\n"
    columns = [
        Column(by.value, [Cell(key) for key, _ in ordered], keep=2),
        Column("records", [Cell(f"{number:,}") for _, number in ordered], keep=1, right=True),
    ]
    return lines(table(columns, look), look)


def _keys(by: By, record: Record) -> tuple[str, ...]:
    match by:
        case By.PERSON:
            people = getattr(record, "people", None)
            return people if isinstance(people, tuple) else ()
        case By.MONTH:
            return (record.date.isoformat()[:7],)
        case By.INDICATOR:
            return record.indicator
        case By.KIND:
            return (record.kind,)
        case By.COUNTRY | By.PARTNER:
            value = getattr(record, by.value, None)
            return (value,) if value else ()
