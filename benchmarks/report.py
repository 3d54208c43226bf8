"""The figures of a benchmark as Markdown."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks import parts
from benchmarks.contestants import step_name
from benchmarks.timed_run import Run

_STEPS: Final = {step_name(step) for step in (*parts.FLOOR[:-1], *parts.STEPS)}
_PEERS: Final = ("hledger", "ledger", "plain script")


Runs = Mapping[str, Sequence[Run]]
"""The runs of each contestant, on the data of one size."""


def markdown(sizes: Mapping[int, Runs]) -> str:
    """Write all tables, and say on which machine they were measured."""
    lines = [machine(), ""]
    for number, runs in sizes.items():
        lines += [f"### {number:,} records", "", *table(_results(runs)), ""]
    for title, body in (
        ("Growth", _growth(sizes)),
        ("Where the time of `status` goes", _parts(sizes)),
    ):
        lines += [f"### {title}", "", *body, ""]
    return "\n".join(lines)


def machine() -> str:
    """Describe where this runs."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        models = [
            line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")
        ]
        name = models[0].partition(": ")[2] if models else name
    kernel = ".".join(platform.release().split(".")[:2])
    return (
        f"Measured on {os.cpu_count()} cores ({name}), {platform.system()} {kernel}, "
        f"Python {platform.python_version()}, while {os.getloadavg()[1]:.0f} processes wanted to "
        "run. Runs are interleaved, and the files were in the system's cache. `ms` is the median "
        "of what one waits; the ratios and all other tables are of the least CPU time."
    )


def _wall(runs: Sequence[Run]) -> float:
    """Give the median time in milliseconds."""
    return median(run.wall for run in runs) * 1_000


def cpu(runs: Sequence[Run]) -> float:
    """Give the least CPU time in milliseconds: what else the machine does changes it the least."""
    return min(run.cpu for run in runs) * 1_000


def _memory(runs: Sequence[Run]) -> float:
    """Give the median of the memory's peak in MB."""
    return median(run.memory for run in runs) / 1_000_000


def _results(runs: Runs) -> list[list[str]]:
    known = [peer for peer in _PEERS if peer in runs]
    rows = [["", "ms", "CPU ms", "MB", *(f"× {peer}" for peer in known)]]
    for name, figures in runs.items():
        if name in _STEPS:
            continue
        rows.append(
            [
                name,
                f"{_wall(figures):,.0f}",
                f"{cpu(figures):,.0f}",
                f"{_memory(figures):,.0f}",
                *(f"{cpu(figures) / cpu(runs[peer]):.2f}" for peer in known),
            ]
        )
    return rows


def _growth(sizes: Mapping[int, Runs]) -> list[str]:
    numbers = [*sizes]
    steps = [*pairwise(numbers)]
    if not steps:
        return ["Only one size was measured."]
    rows = [["", *(f"{small:,} → {large:,}" for small, large in steps)]]
    for name in sizes[numbers[0]]:
        if name in _STEPS or any(name not in sizes[number] for number in numbers):
            continue
        grown = (cpu(sizes[large][name]) / cpu(sizes[small][name]) for small, large in steps)
        rows.append([name, *(f"× {factor:.1f}" for factor in grown)])
    return [*table(rows)]


def _parts(sizes: Mapping[int, Runs]) -> list[str]:
    """Give what each step costs over the one before it, in milliseconds."""
    rows = [["ms", *(f"{number:,}" for number in sizes)]]
    for title, ladder in (("**reading alone**", parts.FLOOR), ("**status**", parts.STEPS)):
        steps = [step_name(step) for step in ladder]
        if any(step not in runs for step in steps for runs in sizes.values()):
            return ["The steps were not measured."]
        whole = (cpu(runs[steps[-1]]) for runs in sizes.values())
        rows.append([title, *(f"**{time:,.0f}**" for time in whole)])
        for each, before, step in zip(ladder, [None, *steps], steps, strict=False):
            costs = (
                cpu(runs[step]) - (cpu(runs[before]) if before else 0.0) for runs in sizes.values()
            )
            rows.append([each.__name__, *(f"{cost:,.0f}" for cost in costs)])
    return [*table(rows)]


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Go through the lines of a table of Markdown; the first row is its head."""
    for at, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if at == 0:
            yield f"| {' | '.join(['---', *['---:'] * (len(row) - 1)])} |"


def put(path: Path, name: str, text: str) -> None:
    """Put a text between the two marks of its name in a page. Raises `ValueError` without them."""
    page = path.read_text(encoding="utf-8")
    start = page.index("\n", page.index(f"<!-- {name}: begin")) + 1
    end = page.index(f"<!-- {name}: end -->", start)
    path.write_text(page[:start] + text + page[end:], encoding="utf-8")
