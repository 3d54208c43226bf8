"""Whether a file says what whoever wrote it meant: text cut by a comment, traces of a merge."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from oicekpi.domain.finding import Finding, Level, Where
from oicekpi.messages.text import printable
from oicekpi.storage import yamlfile
from oicekpi.storage.yamlfile import Span

# What can only be one of a few words, an id or a day is not cut: its comment is a comment.
_NO_TEXT: Final = frozenset({"date", "kind", "indicator", "state", "country", "until", "stage"})
_PLAN_TEXTS: Final = frozenset(
    {"title", "issuer", "strategy", "source", "summary", "note", "reason", "name"}
)
_COMMENT: Final = re.compile(r"[ \t]+(#(?:[^\s#].*?)?)\s*$")
_NO_PLAIN: Final = ("'", '"', "|", ">", "[", "{")
_CONFLICT: Final = re.compile(rb"""(?:^|(?<=[ \t"']))(<{7}|>{7})(?=[ "'\\]|\r?$)""", re.MULTILINE)


def text_cut(path: str, data: bytes) -> Iterable[Finding]:
    """`note: room #3` says "room": a space and # begin a comment.

    A comment with a space after its # is meant as one, and so is a line of its own.
    """
    return _all_cut(path, data, _is_text) if _has_comment(data) else ()


def text_cut_in_plan(path: str, data: bytes) -> Iterable[Finding]:
    """`title: Goal #1` of a plan says "Goal", as in a record."""
    return _all_cut(path, data, _is_text_of_plan) if _has_comment(data) else ()


def _has_comment(data: bytes) -> bool:
    """Tell whether there may be a comment behind a text."""
    return b" #" in data or b"\t#" in data


def _all_cut(path: str, data: bytes, is_text: Callable[[Where], bool]) -> Iterator[Finding]:
    lines = data.decode("utf-8-sig").split("\n")
    for where, span in yamlfile.locate(data).values.items():
        if is_text(where):
            yield from _cut(path, lines, span)


def _is_text(where: Where) -> bool:
    keys = [step for step in where if isinstance(step, str)]
    return bool(keys) and keys[0] not in _NO_TEXT


def _is_text_of_plan(where: Where) -> bool:
    return bool(where) and where[-1] in _PLAN_TEXTS


def _cut(path: str, lines: list[str], span: Span) -> Iterator[Finding]:
    line, column, end_line, end_column = span
    comment = _COMMENT.match(lines[end_line - 1], end_column - 1)
    if comment is None or lines[line - 1].startswith(_NO_PLAIN, column - 1):
        return
    cut = comment.group(1)
    yield Finding(
        path,
        end_line,
        comment.start(1) + 1,
        "text-cut",
        f"the text ends before {printable(cut[:40])}: a space and # begin a comment",
        "put the text in quotation marks; if a comment is meant, write a space after the #",
        Level.WARNING,
        end_line,
        comment.end(1) + 1,
    )


def conflict_in_text(path: str, data: bytes) -> Iterable[Finding]:
    """A merge's marker that an editor has indented, or that stands in quotation marks."""
    return _conflicts(path, data) if b"<" in data or b">" in data else ()


def _conflicts(path: str, data: bytes) -> Iterator[Finding]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if marker := _CONFLICT.search(line):
            column = len(line[: marker.start()].decode()) + 1
            yield Finding(
                path,
                number,
                column,
                "merge-conflict",
                f"a merge conflict was left in the text: {marker.group(1).decode()}",
                "keep the lines that are right, and delete the marker lines",
                end_line=number,
                end_column=column + 7,
            )
