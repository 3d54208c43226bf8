"""A national roll-up: many offices, each with a year of records, joined as docs/analysis.md shows.

    python -m benchmarks.rollup                       300 offices of 1,000 records, in a new folder
    python -m benchmarks.rollup --offices 30 --records 200 --keep DIR

It makes the workspaces, gathers them by the script of the page, runs the page's queries in DuckDB,
and says how long each step took. The offices have the same indicators, but promise more or less.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

# Whether this is run as a script or as a module, it measures the code that lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.writers import workspace

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "analysis.md"


def blocks(language: str) -> list[str]:
    """Give the blocks of a language on the page."""
    fence = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return fence.findall(PAGE.read_text("utf-8"))


def make(folder: Path, offices: int, records: int) -> None:
    """Make the workspaces; what each promises differs from what it brings by up to a third."""
    dice = random.Random(1)  # noqa: S311 - simulation, not cryptography
    for number in range(offices):
        root = folder / "offices" / f"office-{number:03d}"
        workspace(root, records, lists=True)
        plan, part = root / "plans" / "2024.yaml", dice.uniform(0.7, 1.3)

        def promised(found: re.Match[str], part: float = part) -> str:
            return f"at_least: {max(1, round(int(found[1]) * part))}"

        plan.write_text(re.sub(r"at_least: (\d+)", promised, plan.read_text("utf-8")), "utf-8")


def gather(folder: Path) -> None:
    """Run the script of the page, which asks each office in turn."""
    program = folder / "bin" / "oicekpi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oicekpi "$@"\n', "utf-8")
    program.chmod(0o755)
    paths = {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    (script,) = blocks("sh")
    subprocess.run(["/bin/sh", "-c", script], cwd=folder, env={**os.environ, **paths}, check=True)


def ask(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Go through the page's queries of the two tables, each with what runs it."""
    import duckdb

    os.chdir(folder)
    connection = duckdb.connect()
    for query in blocks("sql"):
        if ".json'" not in query:
            name = " ".join(query.split())[:60]
            yield name, lambda query=query: connection.execute(query).fetchall()  # type: ignore[misc]  # bound now


@contextmanager
def measured(name: str) -> Iterator[None]:
    """Print how long something took, and how much of that processors were busy with it."""
    start, before = time.perf_counter(), os.times()
    yield
    after = os.times()
    busy = sum(after[:4]) - sum(before[:4])
    print(f"{time.perf_counter() - start:8.2f} s {busy:8.2f} s busy  {name}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each step."""
    said = argparse.ArgumentParser(description="How long does a national roll-up take?")
    said.add_argument("--offices", type=int, default=300)
    said.add_argument("--records", type=int, default=1_000)
    said.add_argument("--keep", type=Path, help="a new folder for the workspaces, which stay there")
    options = said.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        with measured(f"make {options.offices} workspaces of {options.records} records"):
            make(folder, options.offices, options.records)
        with measured("gather them: status and log of each"):
            gather(folder)
        size = sum(path.stat().st_size for path in (folder / "out").iterdir())
        print(f"{size / 1e6:8.1f} MB of output")
        for name, run in ask(folder):
            with measured(name):
                run()
        os.chdir(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
