"""What a rule is: a function that is given records, and gives what is wrong with them.

Almost every record is right, and every rule looks at each. So a rule that is asked of each record
or file gives an empty tuple at once where there is nothing to look at, rather than a generator
that yields nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from oicekpi.domain.finding import Fault, Finding
from oicekpi.schema.record_files import Entry


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at beside the record: the workspace's folder, and what day it is."""

    root: Path
    today: date


RecordRule: TypeAlias = Callable[[Entry, Context], Iterable[Fault]]
"""Judges one record by itself; the faults' places are counted from the record's top."""

SetRule: TypeAlias = Callable[[Sequence[Entry]], Iterable[tuple[Entry, Fault]]]
"""Compares all records, in time and memory that grow no faster than they do."""

FileRule: TypeAlias = Callable[[str, bytes], Iterable[Finding]]
"""Judges how a file is written: its path and its bytes, which are YAML that is accepted."""

NameRule: TypeAlias = Callable[[Iterable[str]], Iterable[Finding]]
"""Judges the files' names: their paths in the workspace, each once, sorted."""
