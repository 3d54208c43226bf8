"""Records as a table, as JSON, as CSV, and counted by what they name."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from rich.cells import cell_len

from oicekpi.domain.record import Entry
from oicekpi.messages.text import UNSAFE
from oicekpi.reports.look import Look
from oicekpi.reports.names import By
from oicekpi.reports.names import RecordFormat as Format
from oicekpi.reports.records import breakdown, newest_first, newest_last, render, subject

Snapshot = Callable[[str, str], None]
PIPE = Look()


@pytest.mark.parametrize("width", [None, 140, 80, 50])
def test_the_table_fits_its_screen(
    entries: list[Entry], snapshot: Snapshot, as_of: date, width: int | None
) -> None:
    """A narrow screen drops kind and place, then the day, before who it was."""
    text = render(Format.TABLE, newest_first(entries), Look(width=width), as_of)
    snapshot(f"log-{width or 'pipe'}", text)
    assert width is None or max(cell_len(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize("form", [Format.JSON, Format.CSV])
def test_programs_get_every_field(
    entries: list[Entry], snapshot: Snapshot, as_of: date, form: Format
) -> None:
    """JSON and CSV have all that a record says, its id and its file."""
    text = render(form, newest_first(entries), PIPE, as_of)
    snapshot(f"log.{form.value}", text)
    assert not UNSAFE.search(text.replace("\n", ""))


def test_the_latest_day_comes_first(make_entry: Callable[..., Entry]) -> None:
    """Records are sorted by day, the newest first, and those of one day by their ids."""
    entries = [
        make_entry("2024-03-01", id="b"),
        make_entry("2024-05-01", id="c"),
        make_entry("2024-03-01", id="a"),
    ]
    assert [entry.id for entry in newest_first(entries)] == ["c", "a", "b"]


@pytest.mark.parametrize("by", list(By))
def test_no_records_are_none(as_of: date, by: By) -> None:
    """Where there are no records, that is said; programs get an empty list."""
    assert render(Format.TABLE, [], PIPE, as_of) == "no records\n"
    assert breakdown(by, [], Format.TABLE, PIPE, as_of) == "no records\n"
    assert json.loads(breakdown(by, [], Format.JSON, PIPE, as_of))["counts"] == []


def test_the_latest_day_comes_last(make_entry: Callable[..., Entry]) -> None:
    """On a terminal the newest record is the nearest to the prompt."""
    entries = [make_entry("2024-05-01", id="c"), *(make_entry("2024-03-01", id=i) for i in "ba")]
    assert [entry.id for entry in newest_last(entries)] == ["a", "b", "c"]


def test_provisional_records_say_so(make_entry: Callable[..., Entry], as_of: date) -> None:
    """What lacks an approval or evidence is marked in the list of all records."""
    entries = [make_entry("2024-05-01", id="a"), make_entry("2024-05-02", id="b")]
    told = render(Format.TABLE, entries, PIPE, as_of, frozenset({"b"})).splitlines()
    assert ["provisional" in line for line in told] == [False, False, True]


def test_one_person_is_not_one_people(make_entry: Callable[..., Entry]) -> None:
    """A head-count of one is told in the singular; names are told as they are."""
    assert subject(make_entry("2024-03-01", people=1).record) == "1 person"
    assert subject(make_entry("2024-03-01", people=2, purpose="visit").record) == "2 people: visit"
    assert subject(make_entry("2024-03-01", people=["Ada", "Ben"]).record) == "Ada, Ben"


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
    snapshot(f"log-by-{by.value}", breakdown(by, entries, Format.TABLE, PIPE, as_of))


def test_programs_get_the_counts(entries: list[Entry], as_of: date) -> None:
    """The same counts can be had as CSV and JSON."""
    japan = entries[1:2]
    told = breakdown(By.COUNTRY, japan, Format.CSV, PIPE, as_of)
    assert told == "country,records,planned\nJP,1,0\n"
    assert json.loads(breakdown(By.COUNTRY, japan, Format.JSON, PIPE, as_of)) == {
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
    told = breakdown(By.PERSON, entries, Format.TABLE, PIPE, date(2024, 9, 30))
    assert told == (
        "person  records  planned\n"
        "Ann           2        2\n"
        "Ben           1\n"
    )  # fmt: skip
