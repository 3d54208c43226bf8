"""The program as a process, as a shell and a workflow start it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import oicekpi

SOURCE = str(Path(oicekpi.__file__).parents[1])


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


def _environment(**more: str) -> Mapping[str, str]:
    """Give what this process has, and where the program is."""
    return {**os.environ, "PYTHONPATH": SOURCE, "PYTHONIOENCODING": "utf-8", **more}


def _process(*arguments: str, environment: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Run the program with nobody at its keys; gives exit code, output and messages."""
    done = subprocess.run(
        [sys.executable, "-m", "oicekpi", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env=environment or _environment(),
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        (("check",), 0),
        (("check", "--strict"), 1),
        (("statsu",), 2),
        (("status", "Z9"), 2),
        (("status", "--as-of", "2024-09-30", "--fail-on", "behind"), 4),
    ],
)
def test_exit_code_tells_what_became_of_the_run(arguments: tuple[str, ...], code: int) -> None:
    """Fine, bad data, usage and a status each have a code; output and messages stay apart."""
    answer, out, err = _process(*arguments)
    assert answer == code
    assert bool(err) is (code == 2)
    assert bool(out) is (code != 2)


def test_pipe_gets_no_escape_codes_and_whole_lines() -> None:
    """What goes into a pipe is text alone, as long as it is."""
    code, out, err = _process("log", environment=_environment(COLUMNS="40"))
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert "2024-03-20-milestone-b2-programme-partner-chosen  2024-03-20" in out


def test_colour_that_is_forced_reaches_a_pipe() -> None:
    """FORCE_COLOR asks for colour where there is no terminal, as in a workflow's log."""
    assert "\x1b[" in _process("status", environment=_environment(FORCE_COLOR="1"))[1]


def test_old_encoding_stops_no_run() -> None:
    """Where only ASCII can be written, the signs are ASCII."""
    code, out, err = _process("status", environment=_environment(PYTHONIOENCODING="ascii"))
    assert (code, err) == (0, "")
    assert out.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_programs_read_is_utf8_whatever_the_locale(encoding: str, form: str) -> None:
    """JSON and CSV are UTF-8 also where a terminal would be written to in another encoding."""
    plan = Path("plans/2024.yaml")
    plan.write_text(plan.read_text().replace("title: Staff abroad", "title: 出访"), "utf-8")
    environment = _environment(PYTHONIOENCODING=encoding)
    told = subprocess.run(
        [sys.executable, "-m", "oicekpi", "status", "--as-of", "2024-09-30", "--format", form],
        capture_output=True,
        env=environment,
        check=True,
    )
    assert "出访" in told.stdout.decode("utf-8")


@pytest.mark.parametrize("verb", ["--help", "log", "status", "check"])
def test_reader_that_has_gone_ends_the_run_quietly(verb: str) -> None:
    """As in `oicekpi log | head -0`: no message, no failure, no traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "oicekpi", verb],
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=subprocess.PIPE,
            env=_environment(),
            check=False,
        )
    assert done.stderr == b""
    assert done.returncode in {0, 1}


def test_nobody_is_asked_where_there_is_no_terminal() -> None:
    """In a script a record that is not whole is refused; nothing waits for an answer."""
    code, out, err = _process("add", "trip", "A1.staff")
    assert (code, out) == (2, "")
    assert err.startswith("error[missing-arguments]: missing --people\n")


@pytest.mark.parametrize("arguments", [("status",), ("--help",), ("check",)])
def test_closed_output_takes_everything(arguments: tuple[str, ...]) -> None:
    """Whoever closes standard output wants to see nothing; that is no failure, and no bug."""
    script = f'exec "$0" -m oicekpi {" ".join(arguments)} >&-'
    ended = subprocess.run(
        ["/bin/sh", "-c", script, sys.executable],
        capture_output=True,
        env=_environment(),
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_disk_that_is_full_is_told_without_a_traceback() -> None:
    """Also by a process, whose output is written out at its end."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as disk:
        done = subprocess.run(
            [sys.executable, "-m", "oicekpi", "log"],
            stdout=disk,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=_environment(),
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("error[cannot-print]: ")
