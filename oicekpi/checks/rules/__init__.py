"""The rules that records and files must keep. To add one, write a function in a module here.

A rule assumes nothing about the others: all of them always run. What a record needs in order to
count for its indicators is in `domain.fit`, since every command needs that.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from oicekpi.checks.rules import (  # noqa: F401 - to import a module is to register its rules
    dates,
    events,
    evidence,
    names,
    partners,
    privacy,
    readings,
    similar,
    writing,
)
from oicekpi.checks.rules.rule import FILE_RULES, NAME_RULES, RECORD_RULES, SET_RULES, Context
from oicekpi.domain.finding import Finding, Problem
from oicekpi.domain.record import Entry, Partial
from oicekpi.storage.document import Document


def of_record(entry: Entry, context: Context) -> list[Problem]:
    """Judge a record by itself, by every rule."""
    found: list[Problem] = []
    for rule in RECORD_RULES.values():
        if wrong := rule.judge(entry, context):
            found += wrong
    return found


def of_partial(partial: Partial, context: Context) -> list[Problem]:
    """Judge a record with errors by each rule for which all that it reads is valid."""
    found: list[Problem] = []
    for rule in RECORD_RULES.values():
        if rule.reads.isdisjoint(partial.invalid):
            found += rule.judge(partial.entry, context)
    return partial.located(found)


def of_all(
    entries: Sequence[Entry], days: Container[date] | None = None
) -> Iterator[tuple[Entry, Problem]]:
    """Compare records with each other, by every rule.

    With `days`, what is found in records of other days may be left out.
    """
    near = entries if days is None else [each for each in entries if each.record.date in days]
    for rule in SET_RULES.values():
        yield from rule.compare(near if rule.of_a_day else entries)


def of_file(document: Document) -> Iterator[Finding]:
    """Judge how a file is written, by every rule for its folder."""
    folder = document.path.partition("/")[0]
    for rule in FILE_RULES.values():
        if folder in rule.folders:
            yield from rule.judge(document)


def of_names(paths: Iterable[str]) -> Iterator[Finding]:
    """Judge the names of files, by every rule."""
    known = sorted({*paths})
    return chain.from_iterable(judge(known) for judge in NAME_RULES.values())
