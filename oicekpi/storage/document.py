"""Where in a file something is wrong: findings with line and column.

A file is read fast. Only when something is wrong with it is it read again with positions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from oicekpi.domain.finding import Fault, Finding, Where
from oicekpi.storage import yamlfile
from oicekpi.storage.workspace import NotReadableError
from oicekpi.storage.yamlfile import YamlRefusedError

Look: TypeAlias = Callable[[str, bytes], None]
"""Is shown a file that is YAML to its end: its path in the workspace, and what stands in it."""
MAX_FAULTS: Final = yamlfile.MAX_REFUSED
"""How many faults of one document are told; who has more has another trouble."""


class Doubts(NamedTuple):
    """What is wrong in a value, of which the rest is right by itself.

    `wrong` are the ways to what is refused or missing, by the keys that are meant. `written` are
    the keys that are misspelt, by the way to what is meant.
    """

    wrong: frozenset[Where] = frozenset()
    written: Mapping[Where, str] = MappingProxyType({})

    def told(self, faults: Iterable[Fault]) -> list[Fault]:
        """Keep the faults of what is not wrong already, each at the key that was written."""
        kept = (fault for fault in faults if not self.cover(fault.where))
        return [replace(fault, where=self.as_written(fault.where)) for fault in kept]

    def cover(self, where: Where) -> bool:
        """Tell whether a value is wrong, or lies in one that is."""
        return not self.wrong.isdisjoint(_starts(where))

    def as_written(self, where: Where) -> Where:
        """Give the way to what is meant as it stands in the document."""
        return tuple(
            self.written.get(way, step) for way, step in zip(_starts(where), where, strict=True)
        )

    def touched(self) -> frozenset[Where]:
        """Give the ways to all that is wrong or has something wrong in it."""
        return frozenset(start for way in self.wrong for start in _starts(way))


def _starts(where: Where) -> list[Where]:
    """Give the ways to all that a way leads through, and to its end."""
    return [where[: at + 1] for at in range(len(where))]


def refused(path: str, *refusals: YamlRefusedError) -> list[Finding]:
    """Make the findings of a file, or of values in it, that are not accepted as YAML."""
    return [
        Finding(
            path,
            each.line,
            each.column,
            each.code,
            each.message,
            each.hint,
            end_line=each.end_line,
            end_column=each.end_column,
        )
        for refusal in refusals
        for each in (*refusal.before, refusal)
    ]


def told(
    path: str, data: bytes, faults: Iterable[Fault], refused_values: Sequence[YamlRefusedError]
) -> list[Finding]:
    """Make the findings of a document: of values that are refused as YAML, and of all else.

    What the others say of a value that is refused is not told; what they say of its key is.
    """
    doubts = Doubts(frozenset(each.where for each in refused_values))
    others = (fault for fault in faults if fault.at_key or not doubts.cover(fault.where))
    return refused(path, *refused_values) + place(path, data, others)


def unreadable(path: str, error: NotReadableError) -> Finding:
    """Make the finding of a file or folder that cannot be read."""
    hint = error.mend or "keep plain files that you may read in plain folders, with no links"
    return Finding(path, 0, 0, "unreadable-file", f"it cannot be read: {error}", hint)


def place(path: str, data: bytes, faults: Iterable[Fault]) -> list[Finding]:
    """Find the line and column of each fault in the file `path`, which holds `data`."""
    faults = list(faults)
    if not faults:
        return []
    positions = yamlfile.locate(data)
    return [_placed(path, fault, positions) for fault in faults]


def _placed(path: str, fault: Fault, positions: yamlfile.Positions) -> Finding:
    line, column, end_line, end_column = positions.of(fault.where, at_key=fault.at_key)
    return Finding(
        path,
        line,
        column,
        fault.code,
        fault.message,
        fault.hint,
        fault.level,
        end_line,
        end_column,
    )
