"""What `check` would tell of a record, before it is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from oicekpi.checks.foresight import by_rules, warnings
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Level
from oicekpi.schema.record_files import Entry

MakeEntry = Callable[..., Entry]


def test_a_new_record_is_judged_by_all_rules_beside_the_others(
    make_entry: MakeEntry, tmp_path: Path
) -> None:
    """What looks private, is yet to come, is not there or is logged already, is told at once."""
    there = [
        make_entry("2024-04-12", people=["ann"], partner="Example University"),
        make_entry("2024-04-13", people=["ben"], partner="Example University"),
    ]
    new = make_entry(
        "2024-04-12",
        people=["ann"],
        partner="EXAMPLE University",
        evidence=["evidence/a.pdf", "/etc/x"],
        note="x@example.org",
    ).record
    found = warnings(new, there, Context(tmp_path, date(2024, 4, 1)))
    assert [(fault.code, fault.level) for fault in found] == [
        ("future-date", Level.WARNING),
        ("evidence-missing", Level.WARNING),
        ("evidence-outside", Level.ERROR),
        ("private-data", Level.WARNING),
        ("same-event-twice", Level.WARNING),
        ("partner-spelling", Level.WARNING),
    ]
    assert found[4].message == "this looks like the event of records/2024-04-12-record.yaml"


def test_what_is_wrong_with_the_others_is_not_told(make_entry: MakeEntry, tmp_path: Path) -> None:
    """Only the new record is at issue; the others have been told by `check`."""
    there = [make_entry("2024-04-12", id=name, people=["ann"]) for name in ("a", "b")]
    new = make_entry("2024-04-14", people=["ann"]).record
    assert warnings(new, there, Context(tmp_path, date(2024, 5, 1))) == []


def test_a_record_without_an_id_is_not_confirmed_by_it(
    make_entry: MakeEntry, tmp_path: Path
) -> None:
    """What is not written yet cannot be confirmed or cancelled by a command."""
    new = make_entry("2024-04-12", state="planned").record
    (fault,) = warnings(new, [], Context(tmp_path, date(2024, 5, 1)))
    assert fault.code == "planned-date-passed"
    assert "oicekpi" not in fault.hint


def test_several_new_records_are_told_apart_by_their_paths(
    make_entry: MakeEntry, tmp_path: Path
) -> None:
    """New records are compared with each other, too."""
    new = [
        Entry("", f"line {line}", None, make_entry("2024-04-12", people=["ann"]).record)
        for line in (2, 3)
    ]
    ((entry, fault),) = by_rules(new, [], Context(tmp_path, date(2024, 5, 1)))
    assert entry.path == "line 3"
    assert fault.message == "this looks like the event of line 2"
