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

BEGIN: Final = "<!-- figures: begin (make bench ARGS=--write writes what follows) -->"
END: Final = "<!-- figures: end -->"
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
        f"Python {platform.python_version()}. Medians of interleaved runs; the files were in the "
        "system's cache."
    )


def wall(runs: Sequence[Run]) -> float:
    """Give the median time in milliseconds."""
    return median(run.wall for run in runs) * 1_000


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
                f"{wall(figures):,.0f}",
                f"{median(run.cpu for run in figures) * 1_000:,.0f}",
                f"{_memory(figures):,.0f}",
                *(f"{wall(figures) / wall(runs[peer]):.2f}" for peer in known),
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
        grown = (wall(sizes[large][name]) / wall(sizes[small][name]) for small, large in steps)
        rows.append([name, *(f"× {factor:.1f}" for factor in grown)])
    return [*table(rows)]


def _parts(sizes: Mapping[int, Runs]) -> list[str]:
    """Give what each step costs over the one before it, in milliseconds."""
    rows = [["ms", *(f"{number:,}" for number in sizes)]]
    for title, ladder in (("**reading alone**", parts.FLOOR), ("**status**", parts.STEPS)):
        steps = [step_name(step) for step in ladder]
        if any(step not in runs for step in steps for runs in sizes.values()):
            return ["The steps were not measured."]
        whole = (wall(runs[steps[-1]]) for runs in sizes.values())
        rows.append([title, *(f"**{time:,.0f}**" for time in whole)])
        for each, before, step in zip(ladder, [None, *steps], steps, strict=False):
            costs = (
                wall(runs[step]) - (wall(runs[before]) if before else 0.0)
                for runs in sizes.values()
            )
            rows.append([each.__name__, *(f"{cost:,.0f}" for cost in costs)])
    return [*table(rows)]


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Go through the lines of a table of Markdown; the first row is its head."""
    for at, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if at == 0:
            yield f"| {' | '.join(['---', *['---:'] * (len(row) - 1)])} |"


def put(path: Path, figures: str) -> None:
    """Put the figures between their two marks in a page."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{figures}{END}{after}", encoding="utf-8")
