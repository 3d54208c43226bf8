"""Whether a file says what its author meant: text cut by a comment, traces of a merge."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from oicekpi.checks.rules.rule import Context, file_rule, record_rule
from oicekpi.domain.fields import LANGUAGES, Part, Parts, declared, is_free_text
from oicekpi.domain.finding import Finding, Problem, Where
from oicekpi.domain.names import (
    are_several_partners,
    are_several_people,
    has_signs,
    is_no_name,
    is_pseudonym,
)
from oicekpi.domain.placeholders import is_placeholder
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry, sorts
from oicekpi.domain.vocabulary import State
from oicekpi.storage.document import Document

_DIGITS: Final = 3  # of a number of people that stands in a list
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
    """Tell whether a value may have been cut; an id or a day is not, so its comment is one."""
    key = next((step for step in where if isinstance(step, str)), None)
    return key is not None and all(map(is_free_text, sorts(key)))


def _is_text_of_plan(where: Where) -> bool:
    if where and where[-1] in LANGUAGES:
        where = where[:-1]
    return bool(where) and where[-1] in _PLAN_TEXTS


def _text_keys(of: type) -> Iterator[str]:
    """Go through the keys of a part of a plan, and of the parts in it, that hold free text."""
    for name, key in declared(of).items():
        if is_free_text(key.field):
            yield name
        elif isinstance(key.field, Part | Parts):
            yield from _text_keys(key.field.of)


_PLAN_TEXTS: Final = frozenset(_text_keys(Plan))


@record_rule()
def placeholder_text(entry: Entry, _: Context) -> Iterable[Problem]:
    """Find texts such as `approval: TBD`, which count as if there were an approval.

    In other texts such a word may be meant: `outcome: pending`.
    """
    record = entry.record
    if record.state is State.CANCELLED:  # it counts for nothing
        return ()
    found = [
        Problem((name,), "placeholder-text", {"value": text})
        for name in ("approval", "partner")
        if (text := record.get(name)) and is_placeholder(text)
    ]
    return found + [
        Problem(("people", at), "placeholder-text", {"value": name}, "person")
        for at, name in enumerate(record.names)
        if name and is_placeholder(name)  # where an item is invalid, it holds nothing
    ]


@record_rule()
def unclear_name(entry: Entry, _: Context) -> Iterable[Problem]:
    """Find names such as `Ann & Ben` and `10 people`, which count as one person, or one partner."""
    record = entry.record
    if record.state is State.CANCELLED:
        return ()
    found = [
        Problem(("people", at), "unclear-name", {"value": name}, case)
        for at, name in enumerate(record.names)
        if name and (case := _unclear_person(name, alone=len(record.names) == 1))
    ]
    if (partner := record.get("partner")) and (case := _unclear_partner(partner)):
        found.append(Problem(("partner",), "unclear-name", {"value": partner}, case))
    return found


def _unclear_person(name: str, *, alone: bool) -> str:
    if is_pseudonym(name) or is_placeholder(name):  # of which `placeholder_text` tells
        return ""
    # In a list of several, a number is someone's.
    if is_no_name(name) or (alone and name.isdecimal() and len(name) <= _DIGITS):
        return "no-name"
    if has_signs(name):
        return "signs"
    return "people" if are_several_people(name) else ""


def _unclear_partner(name: str) -> str:
    if are_several_partners(name):
        return "partner"
    return "signs" if has_signs(name) and not is_placeholder(name) else ""


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
