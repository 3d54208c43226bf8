"""A file that was loaded: its bytes, its value, and where in it each value is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from oicekpi.domain.finding import Finding, Problem, Where
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import NotReadableError, Tree
from oicekpi.storage.yamlfile import Positions, Value, YamlRefusedError

MAX_PROBLEMS: Final = yamlfile.MAX_REFUSED


@dataclass(frozen=True)
class Document:
    """A file as it was loaded, so that nothing is read or parsed twice."""

    path: str
    data: bytes
    value: "Value | None"
    findings: tuple[Finding, ...] = ()
    refused: frozenset[Where] = frozenset()

    @cached_property
    def positions(self) -> Positions:
        """Where each key and value of the document is."""
        return yamlfile.locate(self.data)

    def place(self, problems: Iterable[Problem]) -> list[Finding]:
        """Find the line and column of problems; those of refused values are left out."""
        return [
            self._placed(each)
            for each in problems
            if each.at_key
            or not any(each.where[: n + 1] in self.refused for n in range(len(each.where)))
        ][:MAX_PROBLEMS]

    def _placed(self, problem: Problem) -> Finding:
        line, column, end_line, end_column = self.positions.of(problem.where, at_key=problem.at_key)
        return Finding(
            self.path,
            line,
            column,
            problem.code,
            problem.params,
            problem.case,
            end_line,
            end_column,
        )


def load(tree: Tree, path: str) -> Document:
    """Load a file of a workspace."""
    try:
        data = tree.read(path, yamlfile.MAX_BYTES)
    except NotReadableError as error:
        return Document(path, b"", None, (unreadable(path, error),))
    return parse(path, data)


def parse(path: str, data: bytes) -> Document:
    """Make a document of a file's bytes."""
    try:
        value, refused = yamlfile.sift(data)
    except YamlRefusedError as refusal:
        return Document(path, data, None, tuple(_found(path, [*refusal.before, refusal])))
    return Document(
        path, data, value, tuple(_found(path, refused)), frozenset(each.where for each in refused)
    )


def _found(path: str, refused: Iterable[YamlRefusedError]) -> list[Finding]:
    return [
        Finding(path, e.line, e.column, e.code, {"text": e.message}, "", e.end_line, e.end_column)
        for e in refused
    ]


def unreadable(path: str, error: NotReadableError) -> Finding:
    """Make the finding of a file or folder that cannot be read."""
    return Finding(path, 0, 0, "unreadable-file", {"reason": str(error)})
