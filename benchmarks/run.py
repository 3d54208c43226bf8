"""`make bench`: oicekpi and its peers on the same events, in turn, several times.

    make bench                               300, 10,000 and 100,000 records: some minutes
    make bench ARGS='--sizes 300 --rounds 5' a quick look
    make bench ARGS='--only status --only hledger'
    make bench ARGS='--write'                put the figures into docs/performance.md
    make bench ARGS='--growth --write'       put how commands grow into it
    make bench ARGS='--growth'               how commands grow with inputs made to stall them

Peers are run if they are installed: `hledger` and `ledger` (packages of Debian), `bean-check`
(beancount from PyPI). The plain script needs nothing more than oicekpi does.
"""

import argparse
import compileall
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks import growth, report, writers
from benchmarks.contestants import Contestant, disagreement, of_size
from benchmarks.events import totals
from benchmarks.timed_run import Run, timed

_HERE: Final = Path(__file__).parent
_PACKAGE: Final = _HERE.parent / "oicekpi"
PAGE: Final = _HERE.parent / "docs" / "performance.md"
_ROUNDS: Final = ((1_000, 15), (20_000, 7))  # up to so many records: so many rounds
_LEAST: Final = 3


def main() -> None:
    """Measure, and print the figures."""
    wanted = _arguments()
    if wanted.growth:
        lines = []
        for line in report.table(growth.rows()):
            print(line, flush=True)
            lines.append(line)
        if wanted.write:
            report.put(PAGE, "growth", "\n".join([report.machine(), "", *lines, ""]))
        return
    # As after a first run, whether or not Python may write what it has compiled.
    compileall.compile_dir(_PACKAGE, quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = wanted.data or Path(temporary)
        sizes = {
            number: measure(folder / f"{number}", number, wanted.rounds, wanted.only)
            for number in wanted.sizes
        }
    figures = report.markdown(sizes)
    print(figures)
    if wanted.write:
        report.put(PAGE, "figures", figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description="Measure oicekpi and its peers."
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 10_000, 100_000], metavar="N")
    parser.add_argument("--rounds", type=int, help="runs of each; by default fewer for big sizes")
    parser.add_argument("--only", action="append", help="only who is named so; may be repeated")
    parser.add_argument("--growth", action="store_true", help="measure hostile inputs instead")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the events' files here")
    parser.add_argument(
        "--write", action="store_true", help="put the figures into docs/performance.md"
    )
    return parser.parse_args()


def measure(folder: Path, number: int, rounds: int | None, only: list[str] | None) -> report.Runs:
    """Run everyone on the events of one size, in turn, round by round."""
    if not folder.exists():
        _tell(f"{number:,} records: writing them in every format")
        folder.mkdir(parents=True)
        writers.all_of(folder, number)
    runs: dict[Contestant, list[Run]] = {each: [] for each in _fit(folder, number, only)}
    times = rounds or next((many for limit, many in _ROUNDS if number <= limit), _LEAST)
    for at in range(times):
        _tell(f"{number:,} records: round {at + 1} of {times}")
        for contestant, figures in runs.items():
            figures.append(timed(contestant.command))
    return {contestant.name: figures for contestant, figures in runs.items()}


def _fit(folder: Path, number: int, only: list[str] | None) -> list[Contestant]:
    """Keep who can run and counts right; the check also warms up the caches."""
    wanted, kept = totals(number), []
    for contestant in of_size(folder):
        if only and contestant.name not in only:
            continue
        if reason := disagreement(contestant, wanted):
            _tell(f"  {contestant.name} is left out: {reason}")
        else:
            kept.append(contestant)
    return kept


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
