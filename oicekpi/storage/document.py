"""A file that was read: its bytes, its value, what is wrong with it, and where everything is.

A document is loaded once and handed on. Its places are looked up only when somebody needs them,
and then kept.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import Final

from oicekpi.domain.finding import Finding, Problem, Where
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import NotReadableError, Tree
from oicekpi.storage.yamlfile import Comment, Positions, Span, Value, YamlRefusedError
from oicekpi.values import dataclass

MAX_PROBLEMS: Final = yamlfile.MAX_REFUSED
"""How many problems of one document are reported at once."""
MORE: Final = "more-problems"
"""The code of the finding that a document has more problems than that."""


@dataclass(frozen=True)
class Document:
    """A file of the workspace, as it was read.

    `value` is None if the file cannot be read or is not YAML to its end; `findings` say why, and
    which single values are refused. None takes the place of those in the value, and `refused` are
    the ways to them.
    """

    path: str
    data: bytes
    value: "Value | None"
    findings: tuple[Finding, ...] = ()
    refused: frozenset[Where] = frozenset()

    @property
    def readable(self) -> bool:
        """Whether the file's bytes could be read, whatever they mean."""
        return all(each.code != "unreadable-file" for each in self.findings)

    @cached_property
    def positions(self) -> Positions:
        """Where the keys and values are. Only a document with a value has positions."""
        return yamlfile.locate(self.data)

    def place(self, problems: Iterable[Problem]) -> list[Finding]:
        """Return the findings for problems of the document.

        Of more than `MAX_PROBLEMS` the first are located, and one finding says that there are more.
        Problems of a refused value are left out, since nothing can be said of it; those of its key
        are not.
        """
        kept = (each for each in problems if each.at_key or not self._refuses(each.where))
        found = [self.at(self._span(each), each) for each in islice(kept, MAX_PROBLEMS)]
        if next(kept, None) is not None:
            found.append(Finding(self.path, 0, 0, MORE, {"most": MAX_PROBLEMS}))
        return found

    def at(self, span: Span, problem: Problem) -> Finding:
        """Return the finding for a problem at a place in the text, such as in a comment."""
        return _located(self.path, span, problem.code, problem.params, problem.case)

    def comments(self) -> list[Comment]:
        """Return the comments in order; there are none if the file is not YAML to its end."""
        if self.value is None or self.positions.scalars is None:
            return []
        return list(yamlfile.comments(yamlfile.text_of(self.data), self.positions.scalars))

    def _span(self, problem: Problem) -> Span:
        """Find a place; for one in an item of a list, only that item is searched if possible."""
        at = problem.where[0] if problem.where else ""
        if not isinstance(at, int) or self._parts is None:
            return self.positions.of(problem.where, at_key=problem.at_key)
        above, text = self._parts[at]
        if at not in self._located:
            self._located[at] = yamlfile.locate(text.encode())
        where = (0, *problem.where[1:])
        line, column, end_line, end_column = self._located[at].of(where, at_key=problem.at_key)
        return line + above, column, end_line + above, end_column

    @cached_property
    def _parts(self) -> list[tuple[int, str]] | None:
        return yamlfile.parts(self.data, len(self.value)) if isinstance(self.value, tuple) else None

    @cached_property
    def _located(self) -> dict[int, Positions]:
        return {}

    def _refuses(self, where: Where) -> bool:
        """Return whether a value is refused, or is part of one that is."""
        return any(where[:end] in self.refused for end in range(1, len(where) + 1))


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


def _refused(path: str, refusals: Iterable[YamlRefusedError]) -> Iterable[Finding]:
    return (
        _located(path, refusal.span, refusal.code, refusal.params, refusal.case)
        for refusal in refusals
    )


def _located(path: str, span: Span, code: str, params: Mapping[str, object], case: str) -> Finding:
    line, column, end_line, end_column = span
    return Finding(path, line, column, code, params, case, end_line, end_column)
