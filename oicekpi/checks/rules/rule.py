"""What a rule is: a function that is given records, and yields what is wrong with them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from oicekpi.finding import Fault, Finding
from oicekpi.records.store import Entry


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at beside the record: the workspace's folder, and what day it is."""

    root: Path
    today: date


RecordRule: TypeAlias = Callable[[Entry, Context], Iterator[Fault]]
"""Judges one record by itself; the faults' places are counted from the record's top."""

SetRule: TypeAlias = Callable[[Sequence[Entry]], Iterator[tuple[Entry, Fault]]]
"""Compares all records, in time and memory that grow no faster than they do."""

FileRule: TypeAlias = Callable[[str, bytes], Iterator[Finding]]
"""Judges how a file is written: its path and its bytes, which are YAML that is accepted."""

NameRule: TypeAlias = Callable[[Iterable[str]], Iterator[Finding]]
"""Judges the files' names: their paths in the workspace, each once, sorted."""
