"""A file that was read: its bytes, its value, what is wrong with it, and where everything is.

A document is loaded once and handed on. Its places are looked up only when somebody needs them,
and then kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from oicekpi.domain.finding import Finding, Problem, Where
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import NotReadableError, Tree
from oicekpi.storage.yamlfile import Comment, Positions, Span, Value, YamlRefusedError

MAX_FAULTS: Final = yamlfile.MAX_REFUSED
"""How many problems of one document are reported."""
_NOTHING_RENAMED: Final[Mapping[Where, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Document:
    """A file of the workspace, as it was read.

    `value` is None if the file cannot be read or is not YAML to its end; `findings` say why, and
    which single values are refused. None takes the place of those in the value, and `refused` are
    the ways to them.
    """

    path: str
    data: bytes
    value: Value | None
    findings: tuple[Finding, ...] = ()
    refused: frozenset[Where] = frozenset()

    @cached_property
    def positions(self) -> Positions:
        """Where the keys and values are. Only a document with a value has positions."""
        return yamlfile.locate(self.data)

    def place(
        self, problems: Iterable[Problem], written: Mapping[Where, str] = _NOTHING_RENAMED
    ) -> list[Finding]:
        """Return the findings for problems of the document, `MAX_FAULTS` at most.

        Problems of a refused value are left out, since nothing can be said of it; those of its key
        are not. `written` has the misspelt keys of the document by the ways to the right ones.
        """
        kept = (each for each in problems if each.at_key or not within(each.where, self.refused))
        return [
            self._at(problem, self.positions.of(where, at_key=problem.at_key))
            for problem in islice(kept, MAX_FAULTS)
            for where in [as_written(problem.where, written)]
        ]

    def at_line(self, problem: Problem, span: Span) -> Finding:
        """Return the finding for a problem that is found in the text, such as in a comment."""
        return self._at(problem, span)

    def whole(self, code: str, params: Mapping[str, object], case: str = "") -> Finding:
        """Return a finding about the file as a whole, such as about its name."""
        return Finding(self.path, 0, 0, code, params, case)

    def comments(self) -> list[Comment]:
        """Return the comments in order; there are none if the file is not YAML to its end."""
        if self.value is None or b"#" not in self.data:
            return []
        text = yamlfile.text_of(self.data)
        return list(yamlfile.comments(text, self.positions.scalars or []))

    def _at(self, problem: Problem, span: Span) -> Finding:
        return _located(self.path, problem.code, span, problem.params, problem.case)


def load(tree: Tree, path: str) -> Document:
    """Return the document of a file; whatever keeps it from being read is among its findings."""
    try:
        data = tree.read(path, yamlfile.MAX_BYTES)
    except NotReadableError as error:
        return Document(path, b"", None, (unreadable(path, error),))
    return parse(path, data)


def parse(path: str, data: bytes) -> Document:
    """Return the document of a file that holds these bytes."""
    try:
        value, refused = yamlfile.sift(data)
    except YamlRefusedError as error:
        return Document(path, data, None, tuple(_refused(path, (*error.before, error))))
    if not refused:
        return Document(path, data, value)
    ways = frozenset(each.where for each in refused)
    return Document(path, data, value, tuple(_refused(path, refused)), ways)


def unreadable(path: str, error: NotReadableError) -> Finding:
    """Return the finding about a file or folder that cannot be read."""
    return Finding(path, 0, 0, "unreadable-file", error.params, error.case)


def within(where: Where, ways: frozenset[Where]) -> bool:
    """Return whether a way is one of these, or leads through one of them."""
    return bool(ways) and any(where[:end] in ways for end in range(1, len(where) + 1))


def as_written(where: Where, written: Mapping[Where, str]) -> Where:
    """Return the way to a value as it is in the document, whose keys may be misspelt."""
    if not written:
        return where
    return tuple(written.get(where[: at + 1], step) for at, step in enumerate(where))


def _refused(path: str, refusals: Iterable[YamlRefusedError]) -> Iterable[Finding]:
    return (
        _located(path, refusal.code, refusal.span, refusal.params, refusal.case)
        for refusal in refusals
    )


def _located(
    path: str, code: str, span: Span, params: Mapping[str, object], case: str
) -> Finding:
    line, column, end_line, end_column = span
    return Finding(path, line, column, code, params, case, end_line, end_column)


# --- for schema/ and checks/, until they are rewritten --------------------------------------------


class Doubts(NamedTuple):
    """To be deleted: use `Document.refused` and `Document.place`.

    `wrong` are the ways to what is refused or missing, by the keys that are meant. `written` are
    the keys that are misspelt, by the way to what is meant.
    """

    wrong: frozenset[Where] = frozenset()
    written: Mapping[Where, str] = _NOTHING_RENAMED

    def told(self, faults: Iterable[Problem]) -> list[Problem]:
        """Return the problems of what is not wrong already, each at the key that was written."""
        kept = (fault for fault in faults if not self.cover(fault.where))
        return [replace(fault, where=self.as_written(fault.where)) for fault in kept]

    def cover(self, where: Where) -> bool:
        """Return whether a value is wrong, or is part of one that is."""
        return within(where, self.wrong)

    def as_written(self, where: Where) -> Where:
        """Return the way to what is meant as it is in the document."""
        return as_written(where, self.written)

    def touched(self) -> frozenset[Where]:
        """Return the ways to all that is wrong or has something wrong in it."""
        return frozenset(way[: end + 1] for way in self.wrong for end in range(len(way)))
