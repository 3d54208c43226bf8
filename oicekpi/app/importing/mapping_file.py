"""A mapping of columns as it is kept in a file: which column gives which field.

columns:
  date: 出访日期
  people: 姓名
set:
  kind: trip
  indicator: A1.staff
left_out: [序号]
values:
  kind: {因公短期: trip}
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Annotated, ClassVar, Final

from oicekpi.app.importing.mapping import ColumnMapping
from oicekpi.domain.fields import Check, Field, InvalidError, Read, Several, Text, invalid
from oicekpi.domain.finding import Finding, Problem, Where, inside
from oicekpi.domain.record import all_fields, ordered
from oicekpi.messages.text import nearest
from oicekpi.schema.judge import judge
from oicekpi.storage import document
from oicekpi.storage.record_text import entry, inline
from oicekpi.storage.sheets.sheet import plain
from oicekpi.values import dataclass

_HEAD: Final = (
    "# How rows become records. `oicekpi import --write` keeps it here; it may be edited.\n"
)


class _Word(Text):
    """A text, or a number in the place of one, which is its digits."""

    def read(self, value: object) -> str:
        """Return the text."""
        return str(value) if type(value) is int else super().read(value)


class _ByText(Field[dict[str, str]]):
    """What is read instead of some texts; nothing leaves the cell empty."""

    _word: ClassVar = _Word(empty=True)

    def read(self, value: object) -> dict[str, str]:
        """Return what is read instead by the texts."""
        if not isinstance(value, dict):
            raise invalid("wrong-type", "mapping", value=value)
        problems: list[Problem] = []
        for text, each in value.items():
            try:
                self._word.read(each)
            except InvalidError as error:
                problems += [inside(problem, text) for problem in error.problems]
        if problems:
            raise InvalidError(*problems)
        return {text: self._word.read(each) for text, each in value.items()}


class _ByField(Field[dict[str, Read]]):
    """A value for each of some fields of records."""

    def __init__(self, item: Field[Read]) -> None:
        """Read values of this sort."""
        self.item = item

    def read(self, value: object) -> dict[str, Read]:
        """Return the values by their fields."""
        if not isinstance(value, dict):
            raise invalid("wrong-type", "mapping", value=value)
        known, read = all_fields(), dict[str, Read]()
        problems: list[Problem] = []
        for name, each in value.items():
            if name not in known:
                params = {"key": name, "near": nearest(name, known), "known": known}
                problems.append(Problem((name,), "unknown-key", params, at_key=True))
                continue
            try:
                read[name] = self.item.read(each)
            except InvalidError as error:
                problems += [inside(problem, name) for problem in error.problems]
        if problems:
            raise InvalidError(*problems)
        return read


def _each_once(
    columns: Mapping[str, str], constants: Mapping[str, str], left_out: tuple[str, ...]
) -> Iterator[Problem]:
    """Find fields that are given twice, and columns that are used twice."""
    for name in constants:
        if name in columns:
            yield Problem(("set", name), "duplicate-item", {"value": name})
    seen: set[str] = set()
    places: list[tuple[Where, str]] = [(("columns", name), columns[name]) for name in columns]
    places += ((("left_out", at), header) for at, header in enumerate(left_out))
    for where, header in places:
        if plain(header) in seen:
            yield Problem(where, "duplicate-item", {"value": header})
        seen.add(plain(header))


@dataclass(frozen=True)
class _File:
    """How the rows of a sheet become records."""

    CHECKS: ClassVar[tuple[Check, ...]] = ((("columns", "set", "left_out"), _each_once),)

    columns: Annotated[
        Mapping[str, str], _ByField(_Word()), "The column that gives each field."
    ] = field(default_factory=dict)
    set: Annotated[Mapping[str, str], _ByField(_Word()), "What fields say in all rows."] = field(
        default_factory=dict
    )
    left_out: Annotated[tuple[str, ...], Several(_Word()), "Columns that give no field."] = ()
    values: Annotated[
        Mapping[str, Mapping[str, str]], _ByField(_ByText()), "What is read instead of a cell."
    ] = field(default_factory=dict)


def render(mapping: ColumnMapping) -> bytes:
    """Return a mapping as the text of its file."""
    lines = []
    for section, given in (("columns", mapping.columns), ("set", mapping.constants)):
        if given:
            lines += [
                f"{section}:",
                *(f"  {key}: {inline(key, given[key])}" for key in ordered(given)),
            ]
    if mapping.left_out:
        lines += entry("left_out", tuple(sorted(mapping.left_out)))
    if mapping.values:
        lines.append("values:")
        for key in ordered(mapping.values):
            lines.append(f"  {key}:")
            lines += (
                f"    {inline('text', text)}: {inline('text', meant)}"
                for text, meant in mapping.values[key].items()
            )
    return (_HEAD + "\n".join(lines) + "\n").encode()


def parse(path: str, data: bytes) -> tuple[ColumnMapping | None, list[Finding]]:
    """Return the mapping of a file, and all that is wrong with it."""
    read = document.parse(path, data)
    if read.value is None:
        return None, [*read.findings]
    judged = judge(_File, read.value)
    findings = [*read.findings, *read.place(judged.problems)]
    if findings or judged.made is None:
        return None, findings
    made = judged.made
    return ColumnMapping(made.columns, made.set, frozenset(made.left_out), made.values), []
