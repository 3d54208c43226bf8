"""Long results go to a pager, as in git."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli import terminal

Run = Callable[..., tuple[int, str, str]]
KEEP = (
    "import os, sys; open(sys.argv[1], 'wb').write(os.environb[b'LESS'] + sys.stdin.buffer.read())"
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a pager that keeps its setting and the text in a file; the terminal has three lines."""
    path = tmp_path / "a pager kept"
    monkeypatch.setenv("OICEKPI_PAGER", shlex.join([sys.executable, "-c", KEEP, str(path)]))
    monkeypatch.delenv("LESS", raising=False)
    monkeypatch.setenv("LINES", "3")
    monkeypatch.setenv("COLUMNS", "80")
    return path


@pytest.fixture
def seat(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Give what makes standard output a terminal; a test calls it when its streams are captured."""
    return lambda: monkeypatch.setattr(sys.stdout, "isatty", lambda: True)


def test_what_is_longer_than_the_terminal_goes_to_the_pager(
    kept: Path, seat: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The pager is told to cut long lines, never to wrap them; short results go straight out."""
    seat()
    terminal.show("1\n2\n")
    assert not kept.exists()
    terminal.show("1\n2\n3\n长\n")
    assert kept.read_text("utf-8") == "FRSX1\n2\n3\n长\n"
    assert capsys.readouterr().out == "1\n2\n"


def test_a_setting_of_the_pager_is_kept(
    kept: Path, seat: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has set up `less` gets what they set."""
    seat()
    monkeypatch.setenv("LESS", "M")
    terminal.show("1\n2\n3\n")
    assert kept.read_text() == "M1\n2\n3\n"


def test_programs_get_no_pager(
    kept: Path,
    seat: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A format for programs, a pipe and `--no-pager` write straight to the output."""
    seat()
    terminal.show("1\n2\n3\n", "json")
    terminal.show("1\n2\n3\n", paged=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    terminal.show("1\n2\n3\n")
    assert capsys.readouterr().out == "1\n2\n3\n" * 3
    assert not kept.exists()


@pytest.mark.parametrize("command", ["cat", "", "/no such/pager"])
def test_without_a_pager_all_is_written(
    kept: Path,
    seat: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    """`cat`, nothing, or a program that is not there show the text as it is."""
    seat()
    monkeypatch.setenv("OICEKPI_PAGER", shlex.quote(command) if command else "")
    terminal.show("1\n2\n3\n")
    assert capsys.readouterr().out == "1\n2\n3\n"
    assert not kept.exists()


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({}, ["less"]),
        ({"PAGER": "more -d"}, ["more", "-d"]),
        ({"PAGER": "more", "OICEKPI_PAGER": "most"}, ["most"]),
        ({"PAGER": "more", "OICEKPI_PAGER": ""}, []),
        ({"PAGER": '"more'}, []),
    ],
)
def test_the_pager_is_chosen_as_in_git(environment: dict[str, str], command: list[str]) -> None:
    """Our own variable comes first, then the usual one, then `less`."""
    assert terminal.pager(environment) == command


@pytest.mark.usefixtures("office")
def test_no_pager_may_stand_before_or_behind_the_command(
    run: Run, kept: Path, seat: Callable[[], None]
) -> None:
    """`--no-pager` is an option of the whole program."""
    seat()
    assert run("--no-pager", "status")[1]
    assert run("status", "--no-pager")[1]
    assert not kept.exists()
    assert run("status")[:2] == (0, "")
    assert b"A small plan" in kept.read_bytes()
