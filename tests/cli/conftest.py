"""What the tests of the command line share: a small office, a fixed day, a run of the program."""

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

import oicekpi
from oicekpi.cli import app
from tests.plans import HEAD

TODAY = date(2024, 9, 30)
SURROUNDINGS = (
    "CI", "CI_PROJECT_DIR", "COLUMNS", "EDITOR", "FORCE_COLOR", "GITHUB_ACTIONS",
    "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GITLAB_CI", "NO_COLOR", "OICEKPI_DEBUG",
    "OICEKPI_ROOT", "VISUAL",
)  # fmt: skip

PLAN = (
    HEAD
    + """\
          - id: A1.staff
            title: Staff abroad
            measure: people
            of: [trip]
            target: {at_least: 15}
            requires: [approval]
      - id: A2
        title: Cooperation
        indicators:
          - {id: A2.partners, title: Partners, measure: partners,
             of: [trip, agreement], target: {at_least: 3}}
          - {id: A2.agreements, title: Agreements, measure: records,
             of: [agreement], target: {between: [3, 5]}}
      - id: A3
        title: Experts
        indicators:
          - {id: A3.talents, title: Talents, measure: people,
             of: [appointment], target: {at_least: 2}}
  - id: B
    title: Students
    objectives:
      - id: B2
        title: A joint programme
        indicators:
          - id: B2.programme
            title: Programme
            measure: stages
            of: [milestone]
            stages:
              - {id: partner-chosen, title: Partner chosen, due: 2024-03-31}
              - {id: agreement-signed, title: Agreement signed, due: 2024-09-15}
      - id: B3
        title: Masters abroad
        indicators:
          - {id: B3.applicants, title: Applicants, measure: people,
             of: [application], target: {at_least: 30}}
          - {id: B3.services, title: Services, measure: records, of: [activity], review_every: 120}
"""
)
RECORDS = {
    "2024-03-11-trip-a1-staff-germany": """\
date: 2024-03-11
kind: trip
indicator: A1.staff
people: [staff-001, staff-002]  # two of the office
country: DE
partner: Example University
approval: U-2024-001
""",
    "2024-03-20-milestone-b2-programme-partner-chosen": """\
date: 2024-03-20
kind: milestone
indicator: B2.programme
stage: partner-chosen
""",
    "2024-04-agreements": """\
- date: 2024-04-10
  kind: agreement
  indicator: [A2.agreements, A2.partners]
  partner: Example University
- date: 2024-04-22
  kind: agreement
  indicator: A2.agreements
  partner: Example College
""",
    "2024-05-24-application-b3-applicants": """\
date: 2024-05-24
kind: application
indicator: B3.applicants
people: 5
""",
    "2024-09-16-trip-a1-staff-japan": """\
date: 2024-09-16
kind: trip
indicator: A1.staff
people: [staff-003]
country: JP
state: planned
""",
    "2024-11-18-trip-a1-staff-germany": """\
date: 2024-11-18
kind: trip
indicator: A1.staff
people: [staff-004]
country: DE
state: planned
""",
}


# The end of a new record's id, which is made of its text.
MARK = re.compile(r"(\b\d{4}-\d{2}-\d{2}-[\w-]+)-[0-9a-f]{4}(?=(?:-\d+)?(?:\.yaml|\n))")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no setting of the machine, and not its clock, reach the program."""
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(drafts))
    for name in SURROUNDINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("oicekpi.cli.clock.today", lambda: TODAY)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a small workspace, and go into it."""
    root = tmp_path / "office"
    (root / "plans").mkdir(parents=True)
    (root / "records" / "2024").mkdir(parents=True)
    (root / "plans" / "2024.yaml").write_text(PLAN)
    for name, text in RECORDS.items():
        (root / "records" / "2024" / f"{name}.yaml").write_text(text)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program; give its exit code, output and messages, with ids without their marks."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = app.run(list(arguments))
        out, err = capsys.readouterr()
        return code, MARK.sub(r"\1", out), MARK.sub(r"\1", err)

    return run


@pytest.fixture
def codes() -> Callable[[str], list[str]]:
    """Give the codes of the errors and findings that messages name, in their order."""

    def find(messages: str) -> list[str]:
        return re.findall(r"\b(?:error|warning|note)\[([a-z0-9-]+)\]: ", messages)

    return find


@pytest.fixture
def someone_there(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Seat someone at the terminal who gives these answers in turn; gives the questions asked."""

    def sit(*answers: str) -> list[str]:
        asked: list[str] = []
        coming = iter(answers)

        def answer(question: str) -> str:
            asked.append(question)
            return next(coming)

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr("oicekpi.cli.terminal.can_ask", lambda: True)
        return asked

    return sit


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set as EDITOR a shell script that is given the file as $1."""

    def use(script: str) -> None:
        path = tmp_path / "an editor"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("EDITOR", f"'{path}'")

    return use


@pytest.fixture
def tree(office: Path) -> Callable[[], dict[str, str]]:
    """Give all files of the office with their text, as they are when it is called."""

    def look() -> dict[str, str]:
        return {
            MARK.sub(r"\1", path.relative_to(office).as_posix()): path.read_bytes().decode()
            for path in sorted(office.rglob("*"))
            if path.is_file() and path.name != ".oicekpi.lock"
        }

    return look


# --- a real terminal ------------------------------------------------------------------------------

# The program becomes the one that Ctrl-C reaches, as one that a shell starts.
AT_TERMINAL = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)  # it may be ignored where the tests run
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "oicekpi", *sys.argv[1:]])
"""
SOURCE = str(Path(oicekpi.__file__).parents[1])
PATIENCE = 600  # seconds, on a busy machine


class Terminal:
    """The program at a pseudo-terminal, and a person at its keys."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        """Start the program with these arguments and variables."""
        self.here, there = os.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", AT_TERMINAL, *arguments],
            stdin=there,
            stdout=there,
            stderr=there,
            env={**os.environ, "PYTHONPATH": SOURCE, "TERM": "dumb", **environment},
            start_new_session=True,
        )
        os.close(there)

    def answer(self, question: str, keys: str) -> None:
        """Wait for a question, then type."""
        self.read(until=question)
        os.write(self.here, keys.encode())

    def interrupt(self, question: str) -> None:
        """Wait for a question, then press Ctrl-C until the program hears it.

        One that comes just between the question and the wait for keys is heard at the next key.
        """
        self.read(until=question)
        for _ in range(PATIENCE):
            os.write(self.here, b"\x03")
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
                break

    def read(self, until: str | None = None) -> str:
        """Read until a text has come, or to the end; gives all that was seen."""
        start, mark = len(self.seen), time.monotonic() + PATIENCE
        while until is None or until not in self.seen[start:]:
            ready, _, _ = select.select([self.here], [], [], mark - time.monotonic())
            assert ready, f"no {until!r} after {self.seen!r}"
            try:
                data = os.read(self.here, 4096)
            except OSError:  # so Linux says that the other side has gone
                data = b""
            if not data:
                assert until is None, f"ended without {until!r}: {self.seen!r}"
                break
            self.seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return self.seen

    def end(self) -> int:
        """Wait for the end; gives the exit code."""
        self.read()
        return self.process.wait(PATIENCE)


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Start the program at a pseudo-terminal; it is ended with the test."""
    started: list[Terminal] = []

    def start(*arguments: str, **environment: str) -> Terminal:
        started.append(Terminal(*arguments, **(environment or {"PYTHONIOENCODING": "utf-8"})))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
        os.close(each.here)
