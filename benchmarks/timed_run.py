"""One run of a command, with its time and memory."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TIMED: Final = Path(__file__).with_name("timed.py")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a contestant: wall and CPU time in seconds, the peak of its memory in bytes."""

    wall: float
    cpu: float
    memory: int


def timed(command: tuple[str, ...]) -> Run:
    """Run a command and measure it. Raises `SystemExit` where it fails."""
    starter = (sys.executable, "-I", "-S", f"{_TIMED}")
    ended = subprocess.run((*starter, *command), capture_output=True, text=True, check=True)
    facts = json.loads(ended.stdout)
    if facts["code"] not in {0, 1}:  # 1 says that a check found errors
        failed = f"{' '.join(command)} ended with {facts['code']}"
        raise SystemExit(failed)
    return Run(facts["wall"], facts["cpu"], facts["memory"])
