"""What a rule is: one function, registered with what it reads.

Almost every record is right, and every rule looks at each. So a rule of records or files returns
an empty tuple at once where there is nothing to look at, rather than a generator.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from oicekpi.domain.finding import Finding, Problem
from oicekpi.domain.record import Entry
from oicekpi.domain.registry import Registry
from oicekpi.storage.document import Document
from oicekpi.values import dataclass


@dataclass(frozen=True)
class Context:
    """What a rule may look at beside the record: the workspace's folder, and what day it is."""

    root: Path
    today: date


JudgesRecord: TypeAlias = Callable[[Entry, Context], Iterable[Problem]]
"""Judges one record by itself; the places are counted from the top of the record."""

ComparesRecords: TypeAlias = Callable[[Sequence[Entry]], Iterable[tuple[Entry, Problem]]]
"""Compares records, in time and memory that grow no faster than they do."""

JudgesFile: TypeAlias = Callable[[Document], Iterable[Finding]]
"""Judges how a file is written."""

NameRule: TypeAlias = Callable[[Sequence[str]], Iterable[Finding]]
"""Judges the names of files: their paths in the workspace, each once, sorted."""


@dataclass(frozen=True)
class RecordRule:
    """A rule of single records, and the fields that must be valid for it.

    What it finds in a field that is invalid is not reported, so a rule that judges each of several
    fields by itself reads none of them.
    """

    judge: JudgesRecord
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SetRule:
    """A rule that compares records with all others, or only with those of the same day."""

    compare: ComparesRecords
    of_a_day: bool


@dataclass(frozen=True)
class FileRule:
    """A rule of files, and the folders of the workspace whose files it judges."""

    judge: JudgesFile
    folders: frozenset[str]


RECORD_RULES: Final[Registry[RecordRule]] = Registry()
SET_RULES: Final[Registry[SetRule]] = Registry()
FILE_RULES: Final[Registry[FileRule]] = Registry()
NAME_RULES: Final[Registry[NameRule]] = Registry()


def record_rule(*reads: str) -> Callable[[JudgesRecord], JudgesRecord]:
    """Register a function as a rule of records that reads these fields."""

    def register(judge: JudgesRecord) -> JudgesRecord:
        RECORD_RULES.register(judge.__name__, RecordRule(judge, frozenset(reads)))
        return judge

    return register


def set_rule(compare: ComparesRecords) -> ComparesRecords:
    """Register a function as a rule that compares records with all others."""
    SET_RULES.register(compare.__name__, SetRule(compare, of_a_day=False))
    return compare


def day_rule(compare: ComparesRecords) -> ComparesRecords:
    """Register a function as a rule that compares records with those of the same day."""
    SET_RULES.register(compare.__name__, SetRule(compare, of_a_day=True))
    return compare


def file_rule(*folders: str) -> Callable[[JudgesFile], JudgesFile]:
    """Register a function as a rule of the files in these folders."""

    def register(judge: JudgesFile) -> JudgesFile:
        FILE_RULES.register(judge.__name__, FileRule(judge, frozenset(folders)))
        return judge

    return register


def name_rule(judge: NameRule) -> NameRule:
    """Register a function as a rule of file names."""
    return NAME_RULES.register(judge.__name__, judge)
