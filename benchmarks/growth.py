"""How the time of a command grows with inputs that someone wrote to stall it.

Each input is written in two sizes, n and 10 n, and the command is run on both. The exponent says
how its CPU time grows, less that of a run on next to nothing: 1 is linear, 2 quadratic. Times below
a tenth of a second say nothing, and give `-`.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.timed_run import timed

_TIMES: Final = 10
_LEAST: Final = 0.1  # seconds
_PLAN: Final = """title: Plan
period: {start: 2024-01-01, end: 2024-12-31}
sections:
  - id: A
    title: A
    objectives:
      - id: A1
        title: A1
        indicators:
"""


class Hostile(NamedTuple):
    """An input that grows with `size`, and the commands that are run on it."""

    name: str
    size: int
    write: Callable[[Path, int], None]
    commands: tuple[tuple[str, ...], ...] = (("check",), ("status", "--as-of", "2024-09-30"))


def _workspace(
    root: Path, indicators: Iterator[str] | None = None, title: str = "Staff", **records: str
) -> None:
    (root / "plans").mkdir(parents=True)
    (root / "records").mkdir()
    ids = indicators or iter(("A1.staff",))
    lines = (
        f"          - {{id: {each}, title: {title}, measure: people, of: [trip],"
        " target: {at_least: 5}}\n"
        for each in ids
    )
    (root / "plans" / "2024.yaml").write_text(_PLAN + "".join(lines), encoding="utf-8")
    for name, text in records.items():
        path = root / "records" / f"2024-{name.removeprefix('m').replace('_', '-')}.yaml"
        path.write_text(text, encoding="utf-8")


def _record(people: str = "[ann]", more: str = "", indicator: str = "A1.staff") -> str:
    return f"date: 2024-05-01\nkind: trip\nindicator: {indicator}\npeople: {people}\n{more}"


def _list(number: int, more: Callable[[int], str], indicator: str = "A1.staff") -> str:
    items = (
        f"- {{date: 2024-05-{at % 28 + 1:02d}, kind: trip, indicator: {indicator},"
        f" people: [p{at}]{more(at)}}}\n"
        for at in range(number)
    )
    return "".join(items)


def _blanks(root: Path, size: int) -> None:
    _workspace(root, m05_01=_record(more=f"note: x{' ' * size}#{' ' * size}c\n"))


def _hashes(root: Path, size: int) -> None:
    values = ", ".join(['" #"'] * size)
    _workspace(root, m05_01=_record(more=f"evidence: [{values}]\n"))


def _marks(root: Path, size: int) -> None:
    marks = "\u0301" * size
    _workspace(root, m05_01=_record(f"[a{marks}]"))


def _folders(root: Path, size: int) -> None:
    _workspace(root, m05_01=_record(more=f"evidence: [{'a/' * size}a]\n"))


def _spellings(root: Path, size: int) -> None:
    def partner(at: int) -> str:
        letters = (
            letter.upper() if at >> bit & 1 else letter
            for bit, letter in enumerate("universityofexample")
        )
        return f", partner: {''.join(letters)}"

    _workspace(root, m05=_list(size, partner))


def _names(root: Path, size: int) -> None:
    names = f"[{', '.join(f'p{at}' for at in range(size))}]"
    _workspace(root, iter(("A1.a", "A1.b")), m05_01=_record(names, "", "[A1.a, A1.b]"))


def _unknown_ids(root: Path, size: int) -> None:
    ids = f"[{', '.join(f'A9.x{at}' for at in range(5 * size))}]"
    _workspace(root, (f"A1.i{at}" for at in range(size)), m05_01=_record(indicator=ids))


def _indicators(root: Path, size: int) -> None:
    _workspace(root, (f"A1.i{at}" for at in range(size)), m05_01=_record(indicator="A1.i0"))


def _title(root: Path, size: int) -> None:
    _workspace(root, title="\u5e74" * size, m05_01=_record())


def _blank_lines(root: Path, size: int) -> None:
    _workspace(root, m05_01=_record(more="\n" * size + "note: x\n"))


HOSTILE: Final = (
    Hostile("blanks around #", 5_000, _blanks),
    Hostile('" #" values on a line', 2_000, _hashes),
    Hostile("combining marks in a name", 10_000, _marks),
    Hostile("folders in evidence", 5_000, _folders),
    Hostile("spellings of a partner", 800, _spellings, (("check",),)),
    Hostile("names shared by two indicators", 5_000, _names),
    Hostile("indicators and unknown ids", 200, _unknown_ids),
    Hostile("indicators", 300, _indicators, (("check",), ("show", "--as-of", "2024-09-30", "A1"))),
    Hostile("characters in a title", 10_000, _title),
    Hostile("blank lines", 10_000, _blank_lines),
)


def rows() -> Iterator[list[str]]:
    """Run each command on each input in both sizes, and give the exponents."""
    program = str(Path(sys.executable).with_name("oicekpi"))
    yield ["input", "n", "command", "s at n", "s at 10 n", "exponent"]
    for hostile in HOSTILE:
        with tempfile.TemporaryDirectory() as temporary:
            folders = [Path(temporary) / name for name in ("nothing", "small", "large")]
            for folder, size in zip(folders, (1, hostile.size, _TIMES * hostile.size), strict=True):
                hostile.write(folder, size)
            for command in hostile.commands:
                nothing, small, large = (
                    timed((program, "--root", str(folder), *command)).cpu for folder in folders
                )
                yield [
                    hostile.name,
                    f"{hostile.size:,}",
                    command[0],
                    f"{small:.2f}",
                    f"{large:.2f}",
                    exponent(nothing, small, large),
                ]


def exponent(nothing: float, small: float, large: float) -> str:
    """Return the exponent of growth, from the seconds on next to nothing, on n and on 10 n.

    What n takes is not told from less than a hundredth of a second.
    """
    grown = large - nothing
    if grown <= _LEAST:
        return "-"
    return f"{log(grown / max(small - nothing, _LEAST / _TIMES), _TIMES):.1f}"
