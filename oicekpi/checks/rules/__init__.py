"""The rules that plan and records must keep: one rule a function, and here the list of them.

A rule assumes nothing about the others: all of them always run. What a record needs to count
for its indicators stands in `checks.fit`, since the standing needs that too.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from oicekpi.checks.rules.dates import future_date, planned_date_passed
from oicekpi.checks.rules.events import person_in_two_indicators, same_event_twice
from oicekpi.checks.rules.evidence import evidence_there
from oicekpi.checks.rules.names import twins, unportable
from oicekpi.checks.rules.partners import partner_spelt_two_ways
from oicekpi.checks.rules.privacy import (
    private_comment,
    private_data,
    private_in_plan,
    private_name,
)
from oicekpi.checks.rules.rule import Context, FileRule, NameRule, RecordRule, SetRule
from oicekpi.checks.rules.writing import conflict_in_text, text_cut, text_cut_in_plan
from oicekpi.finding import Fault
from oicekpi.records.store import Entry

RECORD_RULES: Final[tuple[RecordRule, ...]] = (
    planned_date_passed,
    future_date,
    evidence_there,
    private_data,
)
SET_RULES: Final[tuple[SetRule, ...]] = (
    same_event_twice,
    person_in_two_indicators,
    partner_spelt_two_ways,
)
RECORD_FILE_RULES: Final[tuple[FileRule, ...]] = (
    text_cut,
    conflict_in_text,
    private_comment,
)
PLAN_FILE_RULES: Final[tuple[FileRule, ...]] = (
    text_cut_in_plan,
    conflict_in_text,
    private_in_plan,
    private_comment,
)
NAME_RULES: Final[tuple[NameRule, ...]] = (twins, unportable, private_name)


def of_record(entry: Entry, context: Context) -> list[Fault]:
    """Judge a record by itself, by every rule."""
    found: list[Fault] = []
    for rule in RECORD_RULES:
        if wrong := rule(entry, context):
            found += wrong
    return found


def of_all(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """Compare records with each other, by every rule."""
    return chain.from_iterable(compare(entries) for compare in SET_RULES)
