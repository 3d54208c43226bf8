"""What is wrong in the files, as a value that can be sorted, counted and printed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Where: TypeAlias = tuple[str | int, ...]
"""The way to a value from its document's top: keys, and places in lists from 0."""


class Level(StrEnum):
    """How grave a finding is: only an error makes the data bad."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong in one file, and how to mend it.

    `path` is relative to the workspace, with `/`; `line`, `column` and the end's count from 1,
    in characters (the end is the first place after it), and are 0 where the file as a whole is
    meant; `code` is stable and has its section in `docs/findings.md`.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    level: Level = Level.ERROR
    end_line: int = 0
    end_column: int = 0

    @property
    def place(self) -> str:
        """The place as compilers write it: `path:line:column`, or the path for the whole file."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    def facts(self) -> dict[str, str | int]:
        """Give it as JSON has it: with all it knows."""
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "code": self.code,
            "level": self.level.value,
            "message": self.message,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong inside a document, before anyone has looked up its line.

    With `at_key` the key at the end of `where` is meant, not its value.
    """

    where: Where
    code: str
    message: str
    hint: str = ""
    at_key: bool = False
    level: Level = Level.ERROR
