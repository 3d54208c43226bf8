"""Records: as a table, as JSON, as CSV, or counted by what they name."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Final, NamedTuple

from oicekpi.domain.measure import MEASURES
from oicekpi.domain.numbers import written
from oicekpi.domain.plan import Indicator
from oicekpi.domain.record import Entry, Record, all_fields, kind_term, said
from oicekpi.domain.vocabulary import State, fold
from oicekpi.messages.catalogue import day_of, series
from oicekpi.messages.translate import gettext as _
from oicekpi.messages.translate import marked
from oicekpi.reports import words
from oicekpi.reports.formats import FORMATS
from oicekpi.reports.look import Cell, Look
from oicekpi.reports.names import By
from oicekpi.reports.tables import Column, Page, Paragraph, Table
from oicekpi.values import dataclass

# Columns that an id and what happened keep, as long as another column can go.
_ID: Final = 32
_SUBJECT: Final = 32
_SCHEMA: Final = "oicekpi/log/1"
_STATES: Final = {
    "": "",
    "provisional": marked("provisional"),
    "planned": marked("planned"),
    "cancelled": marked("cancelled"),
    "not counted": marked("not counted"),
}
_STYLES: Final = {
    "": "",
    "provisional": "yellow",
    "planned": "cyan",
    "cancelled": "dim",
    "not counted": "dim",
}


def newest_last(entries: Iterable[Entry]) -> list[Entry]:
    """Return the records with the latest day last; on one day, by id."""
    return sorted(entries, key=lambda e: (e.record.date, e.id))


def render(
    form: str, entries: Sequence[Entry], view: "View", look: Look, *, raw: bool = False
) -> str:
    """Return the records in a format, in the order given."""
    return FORMATS[form].render(page(entries, view), look, raw=raw)


@dataclass(frozen=True)
class View:
    """From where records are looked at: a day, and perhaps one indicator.

    `provisional` are the ids of those that lack what the indicator requires.
    """

    as_of: date
    provisional: AbstractSet[str] = frozenset()
    indicator: Indicator | None = None

    def others(self, entry: Entry) -> str:
        """Name the indicators that a record serves, but for the one that is looked at."""
        own = self.indicator and self.indicator.id
        return series(known for known in entry.record.indicator if known != own)

    def state(self, entry: Entry) -> str:
        """Return in a word why a record does not count; nothing if it does."""
        record = entry.record
        if record.state is State.CANCELLED:
            return "cancelled"
        if self.indicator is not None and not self.indicator.matches(record):
            return "not counted"
        if record.state is State.PLANNED or record.date > self.as_of:
            return "planned"
        return "provisional" if entry.id in self.provisional else ""

    def counts(self, entry: Entry) -> bool:
        """Tell whether a record counts: it is done, and lacks nothing."""
        return not self.state(entry)

    def style(self, entry: Entry) -> str:
        """Return the style of a record's row."""
        return _STYLES[self.state(entry)]


def page(entries: Sequence[Entry], view: View) -> Page:
    """Return the records as a page."""
    table = records_table(entries, view)
    return Page(
        "",
        (),
        [table if entries else Paragraph([[Cell(_("no records"))]])],
        lambda: {
            "schema": _SCHEMA,
            "records": [{**record_facts(entry), "counts": view.counts(entry)} for entry in entries],
        },
        table,
    )


def records_table(entries: Sequence[Entry], view: View) -> Table[Entry]:
    """Return the records as a table; what does not count yet says so in a word."""
    return Table([*_columns(entries, view)], entries, tells_hidden=True)


def _columns(entries: Sequence[Entry], view: View) -> Iterator[Column[Entry]]:
    # Whoever looks at partners wants to know with whom, before who went.
    partners = view.indicator is not None and MEASURES[view.indicator.measure].field == "partner"
    # Each id begins with the day, but for those of lists.
    dated = all(entry.id.startswith(entry.record.date.isoformat()) for entry in entries)

    def column(key: str, title: str, text: Callable[[Entry], str], **more: Any) -> Column[Entry]:  # noqa: ANN401 - as Column takes them
        return Column(key, title, text, style=view.style, **more)

    yield column(
        "id", marked("id"), lambda e: e.id, value=lambda e: e.id, keep=9, cut=True, least=_ID
    )
    if not dated:
        yield column("", marked("date"), lambda e: day_of(e.record.date), keep=4)
    yield Column("date", value=lambda e: e.record.date.isoformat())
    yield column(
        "kind",
        marked("kind"),
        lambda e: kind_term(e.record.kind).word,
        value=lambda e: e.record.kind,
        keep=1,
    )
    yield column(
        "indicator",
        marked("also for") if view.indicator else marked("indicator"),
        view.others,
        value=_field("indicator"),
        keep=3,
    )
    yield column(
        "state",
        marked("state"),
        lambda e: _(_STATES[view.state(e)]),
        value=lambda e: e.record.state.value,
        keep=7,
    )
    yield Column("counts", value=view.counts)
    yield column(
        "",
        marked("who or what"),
        lambda e: subject(e.record, indicator=view.indicator),
        keep=2 if partners else 6,
        cut=True,
        least=_SUBJECT,
    )
    yield column(
        "", marked("where"), _where, keep=6 if partners else 2, cut=partners, least=_SUBJECT
    )
    shown = {"date", "kind", "indicator", "state"}
    yield from (Column(name, value=_field(name)) for name in all_fields() if name not in shown)
    yield Column("path", value=lambda e: e.path)


def _field(name: str) -> Callable[[Entry], object]:
    """Read a field of a record as a cell of CSV has it."""

    def value(entry: Entry) -> object:
        held = entry.record.get(name)
        if isinstance(held, tuple):
            return "; ".join(held)  # for programs
        return held.isoformat() if isinstance(held, date) else held

    return value


def subject(record: Record, *, named: bool = True, indicator: Indicator | None = None) -> str:
    """Return in a few words who or what a record is about; unless `named`, only how many went.

    Of an indicator that is known, a stage has its title; else its id.
    """
    people = record.get("people")
    if not named and isinstance(people, tuple):
        people = len(people)
    who = MEASURES["people"].noun(people) if isinstance(people, int) else series(record.names)
    what = next(filter(None, map(record.get, ("stage", "title", "subject", "purpose"))), "")
    stages = (indicator and indicator.stages) or ()
    what = next((str(s.title) for s in stages if s.id == record.get("stage")), what)
    what = what or _reading(record)
    if who and what:
        return _("{who}: {what}").format(who=who, what=what)
    return who or what or record.get("partner") or ""


def _reading(record: Record) -> str:
    """Return what was read, or the amount."""
    for name in ("value", "amount"):
        if record.get(name) is not None:
            return written(record.get(name))
    if record.get("numerator") is None:
        return ""
    return _("{numerator} of {denominator}").format(
        numerator=written(record.get("numerator")), denominator=written(record.get("denominator"))
    )


def _where(entry: Entry) -> str:
    partner, country = map(entry.record.get, ("partner", "country"))
    land = words.land(country) if country else ""
    if partner and country:
        return _("{partner}, {country}").format(partner=partner, country=land)
    return partner or land


def record_facts(entry: Entry) -> dict[str, Any]:
    """Return a record as JSON has it: its id and file, and the fields that it has."""
    return {"id": entry.id, "path": entry.path, **said(entry.record)}


# --- broken down ----------------------------------------------------------------------------------


class _Number(NamedTuple):
    """How many records name something: those that happened, and those that are planned."""

    key: str
    happened: int
    planned: int


def breakdown(  # noqa: PLR0913 - what is counted, and how it is shown
    by: By, entries: Iterable[Entry], form: str, look: Look, as_of: date, *, raw: bool = False
) -> str:
    """Count records by what they name, in a format.

    Those that happened by the day and those that are planned are counted apart, cancelled ones not
    at all. People and partners are one however they are spelt.
    """
    return FORMATS[form].render(breakdown_page(by, entries, as_of), look, raw=raw)


def breakdown_page(by: By, entries: Iterable[Entry], as_of: date) -> Page:
    """Return the numbers of records by what they name as a page."""
    rows = _counted(by, entries, as_of)

    def shown(number: _Number) -> str:
        match by:
            case By.KIND:
                return kind_term(number.key).word
            case By.COUNTRY:
                return words.land(number.key)
            case _:
                return number.key

    columns: list[Column[_Number]] = [
        Column(by.value, by.value, shown, lambda n: n.key, keep=3, cut=True),
        Column(
            "records",
            marked("records"),
            lambda n: f"{n.happened:,}",
            lambda n: n.happened,
            keep=2,
            right=True,
        ),
        Column(
            "planned",
            marked("planned"),
            lambda n: f"{n.planned:,}" if n.planned else "",
            lambda n: n.planned,
            keep=1,
            right=True,
        ),
    ]
    table = Table(columns, rows)
    return Page(
        "",
        (),
        [table if rows else Paragraph([[Cell(_("no records"))]])],
        lambda: {
            "schema": _SCHEMA,
            "counts": [dict(zip(table.keys, values, strict=True)) for values in table.values],
        },
        table,
    )


def _counted(by: By, entries: Iterable[Entry], as_of: date) -> list[_Number]:
    """Return each key in its usual spelling, the most frequent first."""
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
    rows = [_Number(spellings[k].most_common(1)[0][0], *numbers[k]) for k in numbers]
    if by is By.MONTH:
        return sorted(rows)
    return sorted(rows, key=lambda row: (-row.happened, -row.planned, row.key))


def _one(field: str) -> Callable[[Record], tuple[str, ...]]:
    return lambda record: (record.get(field),) if record.get(field) else ()


_KEYS: Final[Mapping[By, Callable[[Record], tuple[str, ...]]]] = {
    By.PERSON: lambda record: record.names,
    By.MONTH: lambda record: (record.date.isoformat()[:7],),
    By.INDICATOR: lambda record: record.indicator,
    By.KIND: _one("kind"),
    By.COUNTRY: _one("country"),
    By.PARTNER: _one("partner"),
}
