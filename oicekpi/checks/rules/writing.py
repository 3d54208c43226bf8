"""Whether a file says what its author meant: text cut by a comment, traces of a merge."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from oicekpi.checks.rules.rule import Context, file_rule, record_rule
from oicekpi.domain.finding import Finding, Problem, Where
from oicekpi.domain.placeholders import is_placeholder
from oicekpi.domain.record import Entry
from oicekpi.storage.document import Document

# What can only be one of a few words, an id or a day is not cut: its comment is a comment.
_NO_TEXT: Final = frozenset({"date", "kind", "indicator", "state", "country", "until", "stage"})
_PLAN_TEXTS: Final = frozenset(
    {"title", "issuer", "strategy", "source", "summary", "note", "reason", "name", "owner"}
)
_MAY_CUT: Final = re.compile(rb"[ \t,\[{]#(?![ \t#])")
_CONFLICT: Final = re.compile(rb"""(?:^|(?<=[ \t"']))(<{7}|>{7})(?=[ "'\\]|\r?$)""", re.MULTILINE)


@file_rule("plans", "records")
def truncated_text(document: Document) -> Iterable[Finding]:
    """`note: room #3` says "room": a space and # begin a comment.

    A comment with a space after its # is meant as one, and so is a line of its own.
    """
    return _cut(document) if _MAY_CUT.search(document.data) else ()


def _cut(document: Document) -> Iterator[Finding]:
    lines = document.data.decode("utf-8-sig").split("\n")
    is_text = _is_text_of_plan if document.path.startswith("plans/") else _is_text
    for comment in document.comments():
        if comment.alone or comment.text[1:2] in {" ", "\t", "#"}:
            continue
        before = lines[comment.line - 1][: comment.column - 1].rstrip()
        if comment.plain and comment.after and is_text(comment.after):
            case = ""
        elif comment.after is None and before.endswith((",", "[", "{")):
            case = "item"
        else:
            continue
        span = (comment.line, comment.column, comment.line, comment.column + len(comment.text))
        yield document.at(span, Problem((), "truncated-text", {"rest": comment.text}, case))


def _is_text(where: Where) -> bool:
    key = next((step for step in where if isinstance(step, str)), None)
    return key is not None and key not in _NO_TEXT


def _is_text_of_plan(where: Where) -> bool:
    return bool(where) and where[-1] in _PLAN_TEXTS


@record_rule("approval", "partner")
def placeholder_text(entry: Entry, _: Context) -> Iterable[Problem]:
    """Find texts such as `approval: TBD`, which count as if there were an approval.

    In other texts such a word may be meant: `outcome: pending`.
    """
    return [
        Problem((name,), "placeholder-text", {"value": text})
        for name in ("approval", "partner")
        if (text := entry.record.get(name)) and is_placeholder(text)
    ]


@file_rule("plans", "records")
def merge_conflict(document: Document) -> Iterable[Finding]:
    """A conflict marker of a merge that an editor has indented, or inside quotation marks."""
    data = document.data
    return _conflicts(document) if b"<<<<<<<" in data or b">>>>>>>" in data else ()


def _conflicts(document: Document) -> Iterator[Finding]:
    for number, line in enumerate(
        document.data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1
    ):
        if marker := _CONFLICT.search(line):
            column = len(line[: marker.start()].decode()) + 1
            params = {"marker": marker.group(1).decode()}
            problem = Problem((), "merge-conflict", params, "text")
            yield document.at((number, column, number, column + 7), problem)
