"""What is wrong in the files, as values that can be sorted, counted and printed."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any, TypeAlias

from oicekpi.messages.catalogue import Medium, Said, Severity, say, severity_of
from oicekpi.values import dataclass

Where: TypeAlias = tuple[str | int, ...]
"""The way to a value from its document's top: keys, and places in lists from 0."""

Level = Severity


@dataclass(frozen=True)
class Problem:
    """Something wrong inside a document, before its line is known.

    `code` and `case` name the message, `params` are its parameters. With `at_key` the key at the
    end of `where` is meant, not its value.
    """

    where: Where
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    case: str = ""
    at_key: bool = False

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return severity_of(self.code)

    def said(self, medium: Medium = Medium.FILE) -> Said:
        """Return the problem in words."""
        return say(self.code, self.params, self.case, medium)


def inside(problem: Problem, *steps: str | int) -> Problem:
    """Return a problem of a part as one of the whole."""
    return replace(problem, where=(*steps, *problem.where))


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in one file.

    `path` is relative to the workspace, with `/`; `line`, `column` and the end's count from 1,
    in characters (the end is the first place after it), and are 0 where the file as a whole is
    meant. `code` is stable; `code` and `case` name the message, `params` are its parameters.
    """

    path: str
    line: int
    column: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    case: str = ""
    end_line: int = 0
    end_column: int = 0

    def __lt__(self, other: "Finding") -> bool:
        """Sort findings by their place, then by their code."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, int, int, str, str]:
        return self.path, self.line, self.column, self.code, self.case

    @property
    def place(self) -> str:
        """The place as compilers write it: `path:line:column`, or the path for the whole file."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    @property
    def severity(self) -> Severity:
        """How bad it is: only an error makes the data invalid."""
        return severity_of(self.code)

    def said(self, medium: Medium = Medium.FILE) -> Said:
        """Return the finding in words: what is wrong, and how to fix it."""
        return say(self.code, self.params, self.case, medium)
