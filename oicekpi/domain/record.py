"""A record as a value: one dated thing that happened or is planned, and where it was found."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date as Date  # noqa: N812 - a field of records is called `date`
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, NamedTuple, TypeAlias

from oicekpi.domain.fields import (
    Check,
    Choice,
    Day,
    Enumerated,
    Field,
    Id,
    OneOrMore,
    Several,
    Text,
    is_free_text,
)
from oicekpi.domain.fields import declared as declared_by
from oicekpi.domain.finding import Problem
from oicekpi.domain.registry import Registry
from oicekpi.domain.vocabulary import State
from oicekpi.messages.text import Term
from oicekpi.values import dataclass

if TYPE_CHECKING:
    from decimal import Decimal

Value: TypeAlias = "str | bool | int | Decimal | tuple[Value, ...] | dict[str, Value]"

TEXT: Final = Text()
MAX_INDICATORS: Final = 100
"""What one record may count for: each names it in a report, with all that it says."""
_LAST: Final = ("tags", "approval", "evidence", "note")


STATES_IN_CHINESE: Final = {
    **dict.fromkeys(("已完成", "完成", "已发生", "已办结"), State.DONE),
    **dict.fromkeys(("计划", "计划中", "拟", "拟办", "待办"), State.PLANNED),
    **dict.fromkeys(("取消", "已取消", "作废"), State.CANCELLED),
}

KINDS: Final[Registry["type[Record]"]] = Registry()
"""The kinds of record by name; `kinds` has those that come with the program."""


def _kinds_in_chinese() -> dict[str, str]:
    return {word: name for name in KINDS for word in kind_words(name)}


def kind_words(kind: str) -> tuple[str, ...]:
    """Return the words besides its name by which people mean a kind, the usual one first."""
    return tuple(filter(None, (KINDS[kind].CHINESE, *KINDS[kind].ALSO)))


def kind_term(kind: str) -> Term:
    """Return a kind as a term: by its name in files, and the Chinese word that it gives."""
    return Term(kind, KINDS[kind].CHINESE if kind in KINDS else "")


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a record of every kind may say. A subclass declares the fields that its kind adds.

    `NAMED_BY` are the fields whose words go into the name of a record's file, the best first;
    `CHINESE` is the word by which Chinese views call the kind, `ALSO` are others that people use.
    """

    CHECKS: ClassVar[tuple[Check, ...]] = ()
    NAMED_BY: ClassVar[tuple[str, ...]] = ()
    CHINESE: ClassVar[str] = ""
    ALSO: ClassVar[tuple[str, ...]] = ()

    date: Annotated[
        Date,
        Day(),
        "The day it happened, or is planned for.",
        (
            *(
                "日期",
                "时间",
                "发生日期",
                "开始日期",
                "起始日期",
                "开始时间",
                "出访日期",
                "出访时间",
            ),
            *("申请日期", "签约日期", "签署日期", "聘任日期", "活动日期", "活动时间", "统计日期"),
            *("start date", "departure date"),
        ),
    ]
    kind: Annotated[
        str,
        Choice(KINDS, _kinds_in_chinese),
        "What sort of thing it is.",
        ("类型", "类别", "种类", "记录类型", "事项类型"),
    ]
    state: Annotated[
        State,
        Enumerated(State, STATES_IN_CHINESE),
        "Whether it happened.",
        ("状态", "完成状态"),
    ] = State.DONE
    reason: Annotated[str | None, TEXT, "Why it was cancelled.", ("取消原因",)] = None
    indicator: Annotated[
        tuple[str, ...],
        OneOrMore(Id(), MAX_INDICATORS),
        "What it counts for: one id, or a list.",
        ("指标", "指标编号", "对应指标", "所属指标", "指标代码"),
    ]
    tags: Annotated[
        tuple[str, ...],
        Several(TEXT),
        "Words that a plan can use to select records.",
        ("标签", "关键词"),
    ] = ()
    approval: Annotated[
        str | None,
        TEXT,
        "The number of the approval.",
        (
            *("批准文号", "审批文号", "批文号", "批文", "批件号", "批件文号", "文号", "审批编号"),
            *("approval number", "approval no.", "approval no"),
        ),
    ] = None
    evidence: Annotated[
        tuple[str, ...],
        Several(TEXT),
        "Files that prove it, as paths from the workspace's folder.",
        ("证明材料", "佐证材料", "支撑材料", "佐证", "附件"),
    ] = ()
    note: Annotated[
        str, Text(empty=True), "Anything else.", ("备注", "说明", "附注", "notes", "remarks")
    ] = ""

    def get(self, field: str) -> Any:  # noqa: ANN401 - of whatever type the field is
        """Return what a field holds; None where the record's kind does not have it."""
        return getattr(self, field, None)

    @property
    def names(self) -> tuple[str, ...]:
        """The people that it names; none for a number of people."""
        people = self.get("people")
        return people if isinstance(people, tuple) else ()


def order(of: type[Record]) -> tuple[str, ...]:
    """Return the fields of a kind in the order in which files have them."""
    known = declared_by(of)
    return (*(name for name in known if name not in _LAST), *_LAST)


@cache  # asked for with each record that is judged
def free_texts(of: type[Record]) -> tuple[str, ...]:
    """Return the fields of a kind in which people write what they like."""
    return tuple(name for name, key in declared_by(of).items() if is_free_text(key.field))


def sorts(field: str) -> list[Field[Any]]:
    """Return what a field may hold, in each kind that has it."""
    return [known[field].field for known in map(declared_by, KINDS.values()) if field in known]


def names(field: str) -> tuple[str, ...]:
    """Return the names by which people head the column of a field: its own, and further ones."""
    known = (declared_by(kind) for kind in KINDS.values())
    further = (name for keys in known if field in keys for name in keys[field].names)
    return tuple(dict.fromkeys((field, *further)))


def all_fields() -> tuple[str, ...]:
    """Return the fields of all kinds, each once, in an order that agrees with each kind's own."""
    return _all_fields(tuple(KINDS.values()))


@cache  # asked for with each record that is judged
def _all_fields(kinds: tuple[type[Record], ...]) -> tuple[str, ...]:
    own: list[str] = []
    for kind in kinds:
        at = 0
        for name in (each for each in order(kind) if each not in declared_by(Record)):
            if name in own:
                at = max(at, own.index(name) + 1)
            else:
                own.insert(at, name)
                at += 1
    common = order(Record)
    return (*common[: -len(_LAST)], *own, *_LAST)


def ordered(names: Iterable[str]) -> list[str]:
    """Sort fields as records have them; what no kind has comes last, as it was given."""
    given, known = [*names], all_fields()
    return [name for name in known if name in given] + [n for n in given if n not in known]


def said(record: Record) -> dict[str, Value]:
    """Return what a record says as its file would: days as text, and nothing that is default."""
    known = declared_by(type(record))
    held = ((name, getattr(record, name)) for name in order(type(record)))
    return {
        name: _plain(value)
        for name, value in held
        if known[name].required or (value is not None and value != known[name].default)
    }


def _plain(value: object) -> Value:
    if isinstance(value, Date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value  # type: ignore[return-value]  # `State.DONE` is its text


# --- where records are found ----------------------------------------------------------------------


class Entry(NamedTuple):
    """A record and its place: its id, its file, and its position from 0 if the file is a list."""

    id: str
    path: str
    at: int | None
    record: Record

    @property
    def where(self) -> tuple[int, ...]:
        """The way to the record from its document's top."""
        return () if self.at is None else (self.at,)


class Partial(NamedTuple):
    """A record with errors: it does not count, but rules judge what is valid of it.

    `invalid` are the fields that are wrong, or missing where they are required; they hold nothing.
    `written` are the keys under which fields were found that are misspelt. `items` are, of lists
    that are invalid only by some of their items, the positions of these items, which hold nothing.
    """

    entry: Entry
    invalid: frozenset[str]
    written: Mapping[str, str] = {}
    items: Mapping[str, frozenset[int]] = {}

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Keep the problems of fields that are valid, each at the key that was written."""
        found = []
        for problem in problems:
            key, *rest = problem.where or ("",)
            wrong = self.items.get(f"{key}")
            if key not in self.invalid or (wrong and rest and rest[0] not in wrong):
                written = self.written.get(f"{key}")
                found.append(replace(problem, where=(written, *rest)) if written else problem)
        return found
