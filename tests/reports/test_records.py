"""Records as a table, as JSON, as CSV, and counted by what they name."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from rich.cells import cell_len

from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry
from oicekpi.messages.text import UNSAFE
from oicekpi.reports.look import Look
from oicekpi.reports.names import By
from oicekpi.reports.records import View, breakdown, newest_last, render, subject

Snapshot = Callable[[str, str], None]
PIPE = Look()


@pytest.mark.parametrize("width", [None, 140, 80, 50])
def test_the_table_fits_its_screen(
    entries: list[Entry], snapshot: Snapshot, as_of: date, width: int | None
) -> None:
    """A narrow screen cuts who it was and the id, then drops kind and place, and says so."""
    text = render("table", newest_last(entries), View(as_of), Look(width=width))
    snapshot(f"log-{width or 'pipe'}", text)
    assert width is None or max(cell_len(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_get_every_field(
    entries: list[Entry], snapshot: Snapshot, as_of: date, form: str
) -> None:
    """JSON and CSV have all that a record says, its id and its file."""
    text = render(form, newest_last(entries), View(as_of), PIPE)
    snapshot(f"log.{form}", text)
    assert not re.search(UNSAFE, text.replace("\n", ""))


@pytest.mark.parametrize("by", list(By))
def test_no_records_are_none(as_of: date, by: By) -> None:
    """Where there are no records, that is said; programs get an empty list."""
    assert render("table", [], View(as_of), PIPE) == "no records\n"
    assert breakdown(by, [], "table", PIPE, as_of) == "no records\n"
    assert json.loads(breakdown(by, [], "json", PIPE, as_of))["counts"] == []


def test_the_latest_day_comes_last(make_entry: Callable[..., Entry]) -> None:
    """On a terminal the newest record is the nearest to the prompt."""
    entries = [make_entry("2024-05-01", id="c"), *(make_entry("2024-03-01", id=i) for i in "ba")]
    assert [entry.id for entry in newest_last(entries)] == ["a", "b", "c"]


def test_provisional_records_say_so(make_entry: Callable[..., Entry], as_of: date) -> None:
    """What lacks an approval or evidence is marked in the list of all records."""
    entries = [make_entry("2024-05-01", id="a"), make_entry("2024-05-02", id="b")]
    told = render("table", entries, View(as_of, frozenset({"b"})), PIPE).splitlines()
    assert ["provisional" in line for line in told] == [False, False, True]


def test_what_an_indicator_does_not_take_is_not_counted(
    make_entry: Callable[..., Entry], make_plan: Callable[..., Plan], as_of: date
) -> None:
    """`where` leaves out records that name the indicator; its table says so."""
    plan = make_plan({"where": {"tags": ["women"]}})
    (indicator,) = plan.indicators.values()
    entries = [
        make_entry("2024-05-01", id=i, tags=tags) for i, tags in (("a", ["women"]), ("b", []))
    ]
    view = View(as_of, frozenset(), indicator)
    assert [view.counts(each) for each in entries] == [True, False]
    told = render("table", entries, view, PIPE).splitlines()
    assert ["not counted" in line for line in told] == [False, False, True]


def test_one_person_is_not_one_people(make_entry: Callable[..., Entry]) -> None:
    """A head-count of one is told in the singular; names are told as they are."""
    assert subject(make_entry("2024-03-01", people=1).record) == "1 person"
    assert subject(make_entry("2024-03-01", people=2, purpose="visit").record) == "2 people: visit"
    assert subject(make_entry("2024-03-01", people=["Ada", "Ben"]).record) == "Ada, Ben"


def test_readings_and_amounts_say_what_was_read(make_entry: Callable[..., Entry]) -> None:
    """A reading is about its value or its parts, and a record with an amount about that."""
    value = make_entry("2024-03-01", kind="reading", value=Decimal("4.5"))
    parts = make_entry("2024-03-01", kind="reading", numerator=160, denominator=1500)
    amount = make_entry("2024-03-01", kind="activity", title="Fund", amount=1200)
    bare = make_entry("2024-03-01", people=2, amount=1200)
    told = [subject(each.record) for each in (value, parts, amount, bare)]
    assert told == ["4.5", "160 of 1,500", "Fund", "2 people: 1,200"]


def test_programs_learn_what_counts(make_entry: Callable[..., Entry], as_of: date) -> None:
    """JSON and CSV say of each record whether it counts: it is done, and lacks nothing."""
    entries = [
        make_entry("2024-05-01", id="a"),
        make_entry("2024-05-02", id="b"),
        make_entry("2024-05-03", id="c", state="planned"),
        make_entry("2024-12-03", id="d"),
    ]
    view = View(as_of, frozenset({"b"}))
    document = json.loads(render("json", entries, view, PIPE))
    assert [each["counts"] for each in document["records"]] == [True, False, False, False]
    rows = csv.DictReader(io.StringIO(render("csv", entries, view, PIPE)))
    assert [row["counts"] for row in rows] == ["true", "false", "false", "false"]


def test_raw_csv_leaves_texts_as_they_are(make_entry: Callable[..., Entry], as_of: date) -> None:
    """A spreadsheet would take a text for a formula; a program wants it unchanged."""
    entries = [make_entry("2024-05-01", purpose="=1+1")]
    held = [
        next(csv.DictReader(io.StringIO(render("csv", entries, View(as_of), PIPE, raw=raw))))
        for raw in (False, True)
    ]
    assert [row["purpose"] for row in held] == ["'=1+1", "=1+1"]


def test_an_agreement_is_about_its_subject_or_its_partner(make_entry: Callable[..., Entry]) -> None:
    """A record that names no one and nothing else is told by its partner."""
    bare = make_entry("2024-03-01", kind="agreement", partner="Example College")
    full = make_entry("2024-03-01", kind="agreement", partner="Example College", subject="exchange")
    assert [subject(bare.record), subject(full.record)] == ["Example College", "exchange"]


@pytest.mark.parametrize("by", list(By))
def test_records_are_counted_by_what_they_name(
    entries: list[Entry], snapshot: Snapshot, by: By, as_of: date
) -> None:
    """Whatever is named most comes first; months come in their order."""
    snapshot(f"log-by-{by.value}", breakdown(by, entries, "table", PIPE, as_of))


def test_programs_get_the_counts(entries: list[Entry], as_of: date) -> None:
    """The same counts can be had as CSV and JSON."""
    japan = entries[1:2]
    told = breakdown(By.COUNTRY, japan, "csv", PIPE, as_of)
    assert told == "country,records,planned\nJP,1,0\n"
    assert json.loads(breakdown(By.COUNTRY, japan, "json", PIPE, as_of)) == {
        "schema": "oicekpi/log/1",
        "counts": [{"country": "JP", "records": 1, "planned": 0}],
    }


def test_what_did_not_happen_is_not_counted_as_if_it_had(make_entry: Callable[..., Entry]) -> None:
    """Planned records stand apart, cancelled ones nowhere; a name is one however it is spelt."""
    entries = [
        make_entry("2024-03-01", id="1", people=["Ann", "Ben"]),
        make_entry("2024-03-02", id="2", people=["ann"]),
        make_entry("2024-03-03", id="3", people=["Ann "], state="planned"),
        make_entry("2024-12-01", id="4", people=["Ann"]),
        make_entry("2024-03-04", id="5", people=["Ben"], state="cancelled", reason="x"),
    ]
    told = breakdown(By.PERSON, entries, "table", PIPE, date(2024, 9, 30))
    assert told == (
        "person  records  planned\n"
        "Ann           2        2\n"
        "Ben           1\n"
    )  # fmt: skip
