"""Where in a file something is wrong: findings with line and column.

A file is read fast. Only when something is wrong with it is it read again with positions.
"""

from collections.abc import Iterable
from typing import Final

from oicekpi import yamlfile
from oicekpi.finding import Fault, Finding
from oicekpi.yamlfile import YamlRefusedError

MAX_FAULTS: Final = 2_000
"""How many faults of one document are told; who has more has another trouble."""


def refused(path: str, refusal: YamlRefusedError) -> Finding:
    """Make the finding of a file that is not accepted as YAML."""
    return Finding(
        path,
        refusal.line,
        refusal.column,
        refusal.code,
        refusal.message,
        refusal.hint,
        end_line=refusal.end_line,
        end_column=refusal.end_column,
    )


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
