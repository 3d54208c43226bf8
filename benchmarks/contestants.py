"""Who runs in a benchmark, with which command, and what each one counts."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from benchmarks import parts
from benchmarks.events import AS_OF, INDICATORS

_HERE: Final = Path(__file__).parent
_AFTER: Final = f"{AS_OF + timedelta(days=1)}"
_ACCOUNTS: Final = {f"kpi:{each.id.replace('.', ':')}": each.id for each in INDICATORS}

Measure = dict[str, int]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One command that is timed.

    `tally` is the command that shows what it counts, and `read` finds the counts in its output;
    there is none where nothing is counted.
    """

    name: str
    command: tuple[str, ...]
    tally: tuple[str, ...] = ()
    read: Callable[[str], Measure] | None = None


def of_size(folder: Path) -> list[Contestant]:
    """Give everyone who can run on the data of one size, in the order of the table."""
    return [*ours(folder), *peers(folder), *steps(folder)]


def ours(folder: Path) -> list[Contestant]:
    """Give the verbs of oicekpi."""
    files, lists = (_oicekpi(folder / layout) for layout in ("files", "lists"))
    as_of = ("--as-of", f"{AS_OF}")
    json_too = (*as_of, "--format", "json")
    new = ("trip", "A1.staff", "--people", "staff-new", "--date", f"{AS_OF}", "--dry-run")
    return [
        Contestant("status", (*files, "status", *as_of), (*files, "status", *json_too), _of_json),
        Contestant(
            "status, lists", (*lists, "status", *as_of), (*lists, "status", *json_too), _of_json
        ),
        Contestant("check", (*files, "check")),
        Contestant("log", (*files, "log")),
        Contestant("history", (*files, "history", *as_of)),
        Contestant("report, HTML", (*files, "report", *as_of, "--format", "html", "--output", "-")),
        Contestant("add --dry-run", (*files, "add", *new)),
        Contestant("--help", (*files, "--help")),
    ]


def _oicekpi(root: Path) -> tuple[str, ...]:
    program = Path(sys.executable).with_name("oicekpi")
    return (f"{program}", "--root", f"{root}")


def _of_json(output: str) -> Measure:
    objectives = json.loads(output)["objectives"]
    return {
        each["id"]: each["done"] for objective in objectives for each in objective["indicators"]
    }


def peers(folder: Path) -> list[Contestant]:
    """Give the tools of others that are installed."""
    script = (sys.executable, f"{_HERE / 'plain_script.py'}", f"{folder / 'files'}")
    plain = (*script, "--as-of", f"{AS_OF}")
    found = [Contestant("plain script", plain, plain, _of_table)]
    if hledger := shutil.which("hledger"):
        budget = (
            hledger,
            "-f",
            f"{folder / 'budget.hledger'}",
            "balance",
            "--budget",
            "-e",
            _AFTER,
        )
        found.append(Contestant("hledger", budget, budget, _of_hledger))
    if ledger := shutil.which("ledger"):
        balance = (ledger, "-f", f"{folder / 'budget.ledger'}", "balance", "--end", _AFTER)
        # With --budget, ledger prints what is missing; without it, what there is.
        found.append(
            Contestant(
                "ledger", (*balance, "--budget", "^kpi"), (*balance, "--flat", "^kpi"), _of_ledger
            )
        )
    beside = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    if bean := shutil.which("bean-check", path=beside):
        # It fails if a balance assertion of the file, one for each indicator, does not hold.
        found.append(
            Contestant("beancount", (bean, "--no-cache", f"{folder / 'events.beancount'}"))
        )
    return found


def _of_table(output: str) -> Measure:
    rows = re.findall(r"│ ([A-Z]\d\.\w+) +│[^│]*│ (\d+) +│", output)
    return {known: int(done) for known, done in rows}


def _of_hledger(output: str) -> Measure:
    rows = re.findall(r"^ (kpi:\S+) +\|\| +(\d+)", output, re.MULTILINE)
    return {_ACCOUNTS[account]: int(done) for account, done in rows if account in _ACCOUNTS}


def _of_ledger(output: str) -> Measure:
    rows = re.findall(r"^ +(\d+)  (kpi:\S+)$", output, re.MULTILINE)
    return {_ACCOUNTS[account]: int(done) for done, account in rows if account in _ACCOUNTS}


def step_name(step: parts.Step) -> str:
    """Name a step as a contestant; the last one of reading alone has a name of its own."""
    return "reading alone" if step is parts.FLOOR[-1] else f"step: {step.__name__}"


def steps(folder: Path) -> list[Contestant]:
    """Return the steps of reading alone, and those that `status` consists of."""
    script = (sys.executable, f"{_HERE / 'parts.py'}")
    return [
        Contestant(step_name(step), (*script, step.__name__, f"{folder / 'files'}"))
        for step in dict.fromkeys((*parts.FLOOR, *parts.STEPS))
    ]


def disagreement(contestant: Contestant, wanted: Measure) -> str | None:
    """Run the contestant once: why it cannot be compared with the others, None if it can."""
    run = subprocess.run(
        contestant.tally or contestant.command, capture_output=True, text=True, check=False
    )
    if run.returncode:
        return f"it ended with {run.returncode}: {(run.stderr or run.stdout).strip()[:200]}"
    if contestant.read is not None and (counted := contestant.read(run.stdout)) != wanted:
        return f"it counts {counted}, and not {wanted}"
    return None
