"""The line that tells how far long work is: on a terminal, after a second, and gone at the end."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

import oicekpi
from oicekpi.cli.waiting import watched

Run = Callable[..., tuple[int, str, str]]
SOURCE = str(Path(oicekpi.__file__).parents[1])
ERASED = " " * len("reading records: 6") + "\r"
SIX = "".join(f"reading records: {number}\r" for number in range(1, 7)) + ERASED
# Nobody would wait for so few records; here each is told.
AT_ONCE = """
from oicekpi.cli import waiting
waiting.PATIENCE, waiting.PAUSE, waiting.STEP = 0, 0, 1
"""
# However slow the machine is, nobody has waited long.
NEVER = """
from oicekpi.cli import waiting
waiting.PATIENCE = float("inf")
"""
MAIN = "from oicekpi.__main__ import main\nmain()\n"


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let messages go to a terminal of 80 columns."""
    monkeypatch.setattr("oicekpi.cli.terminal.can_redraw", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    return monkeypatch


@pytest.fixture
def at_once(screen: pytest.MonkeyPatch) -> None:
    """Let each item be told as it comes."""
    for name, value in (("PATIENCE", 0), ("PAUSE", 0), ("STEP", 1)):
        screen.setattr(f"oicekpi.cli.waiting.{name}", value)


@pytest.fixture
def pace(screen: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let so many seconds pass between any two looks at the clock."""

    def let(seconds: float) -> None:
        looks = count()
        screen.setattr("oicekpi.cli.waiting.time.monotonic", lambda: next(looks) * seconds)

    return let


def test_nothing_is_told_of_what_ends_within_a_second(
    pace: Callable[[float], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Who waits for less than a second sees nothing, and gets all items in their order."""
    pace(0.09)
    assert list(watched("reading records: {number}")(range(1_000))) == list(range(1_000))
    assert capsys.readouterr() == ("", "")


def test_long_work_is_told_in_one_line_that_is_gone_at_the_end(
    pace: Callable[[float], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """After a second there is a number, then each tenth of a second another; at the end, none."""
    pace(0.06)
    assert list(watched("reading records: {number}")(range(2_222))) == list(range(2_222))
    lines = "".join(f"reading records: {number}\r" for number in ("1,700", "1,900", "2,100"))
    assert capsys.readouterr() == ("", f"{lines}{' ' * len('reading records: 2,100')}\r")


@pytest.mark.usefixtures("at_once")
def test_line_is_not_longer_than_the_terminal(
    screen: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that went on in the next one could not be drawn over."""
    screen.setenv("COLUMNS", "10")
    assert list(watched("reading records: {number}")("a")) == ["a"]
    assert capsys.readouterr().err == "reading r\r         \r"


@pytest.mark.usefixtures("at_once")
def test_line_is_gone_whatever_ends_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    """A failure, an interrupt or an early end leaves no line behind."""

    def failing() -> Iterator[str]:
        yield "a"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(watched("reading records: {number}")(failing()))
    whole = f"reading records: 1\r{ERASED}"
    assert capsys.readouterr().err == whole
    for item in watched("reading records: {number}")("abc"):
        if item == "b":
            break
    assert capsys.readouterr().err == whole


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("check",),
        ("log",),
        ("history",),
        ("show", "A1"),
        ("add", "activity", "B3.services", "--title", "Course", "--dry-run"),
        ("cancel", "2024-11-18-trip-a1-staff-germany", "--reason", "no visa"),
    ],
)
@pytest.mark.usefixtures("office", "at_once")
def test_verbs_that_read_records_tell_how_many(run: Run, arguments: tuple[str, ...]) -> None:
    """Each verb that reads all records tells how far it is."""
    assert run(*arguments)[::2] == (0, SIX)


@pytest.mark.usefixtures("at_once")
def test_both_states_that_are_compared_are_told(
    run: Run, office: Path, git: Callable[..., str]
) -> None:
    """`diff` reads the records twice, and tells each time."""
    git(office, "init", "-q")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "start")
    assert run("diff", "HEAD")[::2] == (0, SIX * 2)


@pytest.mark.usefixtures("at_once")
def test_import_tells_of_rows_and_of_what_it_writes(run: Run, office: Path) -> None:
    """Records are read, rows are read, records are written: each is told by its number."""
    (office / "a.csv").write_text("date,people,approval\n2024-05-01,ann,U-1\n2024-05-02,ben,U-2\n")
    code, _, err = run("import", "a.csv", "--set", "kind=trip", "--set", "indicator=A1", "--write")
    assert code == 0
    assert err == (
        SIX
        + "reading rows: 1\rreading rows: 2\r               \r"
        + "writing records: 1\rwriting records: 2\r                  \r"
        + "imports/a.yaml keeps how it was done, for the next file with these columns\n"
    )


# --- at a terminal --------------------------------------------------------------------------------


def _at_terminal(code: str, *arguments: str, **environment: str) -> tuple[bytes, bytes]:
    """Run the program with its messages going to a terminal; gives its output and messages."""
    here, there = os.openpty()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=there,
        env={**os.environ, "PYTHONPATH": SOURCE, "TERM": "xterm", "COLUMNS": "80", **environment},
        check=False,
    )
    os.write(there, b"|")  # so that there is an end to be read up to
    seen = b""
    while not seen.endswith(b"|"):
        seen += os.read(here, 4096)
    os.close(here)
    os.close(there)
    return done.stdout, seen[:-1]


@pytest.mark.usefixtures("office")
def test_terminal_gets_the_line_and_the_pipe_only_the_data() -> None:
    """The line goes to the terminal, plain, with colour or without; the output is as ever."""
    quiet, nothing = _at_terminal(NEVER + MAIN, "log")
    assert nothing == b""
    assert _at_terminal(AT_ONCE + MAIN, "log") == (quiet, SIX.encode())
    assert _at_terminal(AT_ONCE + MAIN, "log", NO_COLOR="1") == (quiet, SIX.encode())


@pytest.mark.usefixtures("office")
def test_terminal_that_cannot_draw_over_a_line_gets_none() -> None:
    """A terminal that says it is dumb would keep each number on a line of its own."""
    assert _at_terminal(AT_ONCE + MAIN, "log", TERM="dumb")[1] == b""


@pytest.mark.usefixtures("office")
def test_messages_that_are_no_terminals_have_no_line() -> None:
    """A log of a workflow is not filled with numbers."""
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE + MAIN, "log"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": SOURCE, "TERM": "xterm"},
        check=False,
    )
    assert done.stderr == b""


@pytest.mark.usefixtures("office")
def test_interrupt_is_told_on_a_line_of_its_own() -> None:
    """Ctrl-C while records are counted leaves nothing of the line before what is told of it."""
    interrupting = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where the tests run
from oicekpi.storage.workspace import Workspace
read = Workspace.read
def interrupted(self, path, limit):
    if "2024-04" in path:
        os.kill(os.getpid(), signal.SIGINT)
    return read(self, path, limit)
Workspace.read = interrupted
"""
    told = _at_terminal(AT_ONCE + interrupting + MAIN, "status")[1]
    lines = "reading records: 1\rreading records: 2\r"
    assert told == f"{lines}{ERASED}oicekpi: interrupted\r\n".encode()
