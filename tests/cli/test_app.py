"""The program as a whole: help, version, and what becomes of each sort of failure."""

import os
import re
import runpy
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from oicekpi import __main__, __version__
from oicekpi.__main__ import main
from oicekpi.cli import app, commands, terminal
from oicekpi.cli.commands import COMMANDS
from oicekpi.messages.failures import CannotWriteError

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_shows_an_example_and_fits_eighty_columns(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The help of a command shows how it is used, and fits a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: oicekpi {command} ")
    assert f"Examples:\n    oicekpi {command}" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_arguments_of_a_command_have_different_names(command: str) -> None:
    """Help and errors name an argument, so no two of one command have the same name."""
    program: Any = typer.main.get_command(app.app)
    page = commands.load(command, program)
    named = [str(each.metavar) for each in page.params if each.param_type_name == "argument"]
    names = [re.sub(r"\W", "", each) for each in named]
    assert sorted(names) == sorted({*names})


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_of_the_program_lists_every_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    """The program's help names every command with what it does."""
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(flag)
    assert (code, err) == (0, "")
    assert all(f"\n  {command} " in out for command in COMMANDS)
    assert "Examples:\n    oicekpi status\n" in out
    assert max(map(len, out.splitlines())) <= 80


def test_help_needs_no_workspace(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Help and version are given wherever one is."""
    monkeypatch.chdir(tmp_path)
    assert run("status", "--help")[0] == 0
    assert run("--version") == (0, f"oicekpi {__version__}\n", "")


def test_no_command_is_a_usage_error_that_shows_the_help(run: Run) -> None:
    """The program by itself does nothing; it shows its help as a message, and fails."""
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err.startswith("Usage: oicekpi ")


def test_unknown_command_is_a_usage_error(run: Run) -> None:
    """A command that there is not is refused, with the help to ask for."""
    code, out, err = run("statsu")
    assert (code, out) == (2, "")
    assert err.startswith("error: No such command 'statsu'.")
    assert err.endswith("  see oicekpi --help\n")


def test_unknown_option_names_the_help_of_its_command(run: Run) -> None:
    """A wrong option is refused, and the command's own help is named."""
    code, out, err = run("status", "--quick")
    assert (code, out) == (2, "")
    assert err == "error: No such option: --quick\n  see oicekpi status --help\n"


@pytest.mark.parametrize(
    "options",
    [
        ("--root", "office"),
        ("--root", "office", "--plan", "2024", "--color", "always"),
        ("--root=office", "--color=always"),
    ],
)
def test_options_of_the_program_may_follow_the_command(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    """`oicekpi status --color never` says the same as `oicekpi --color never status`."""
    monkeypatch.chdir(office.parent)
    before = run(*options, "status", "A1")
    assert before[0] == 0
    assert run("status", *options, "A1") == before
    assert run("status", "A1", *options) == before


@pytest.mark.usefixtures("office")
def test_option_behind_the_command_goes_before_the_same_in_front_of_it(run: Run) -> None:
    """What is said last holds, as for an option that is given twice."""
    assert run("--color", "always", "status", "--color", "never") == run("status")
    assert run("--plan", "1999", "log", "--plan", "2024") == run("log", "--plan", "2024")


def test_command_that_has_an_option_of_its_own_keeps_it(
    run: Run, codes: Codes, tmp_path: Path
) -> None:
    """`init --plan` names the file to start with; before the command, the plan to compare with."""
    code, _, err = run("init", str(tmp_path / "new"), "--plan", "none.yaml", "--color", "never")
    assert (code, codes(err)) == (2, ["cannot-read"])
    assert "none.yaml" in err


@pytest.mark.usefixtures("office")
def test_slip_behind_the_command_names_the_help_of_the_command(run: Run) -> None:
    """An option of the program that cannot be read is refused behind the command as before it."""
    code, out, err = run("status", "--color", "red")
    assert (code, out) == (2, "")
    assert err == (
        "error: Invalid value for '--color': \"red\" is not one of auto, always or never\n"
        "  see oicekpi status --help\n"
    )


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("status", "--root, --plan, --color, --no-pager and --lang"),
        ("init", "--root, --color, --no-pager and --lang"),
    ],
)
def test_help_of_a_command_names_the_options_of_the_program(
    run: Run, command: str, options: str
) -> None:
    """Whoever reads a command's help learns of them, in one line."""
    line = f"  Also {options}, as in oicekpi --help.\n"
    assert run(command, "--help")[1].endswith(f"\n\n{line}")


def test_failure_that_knows_no_command_names_the_programs_help(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A usage error without a command sends one to the program's help."""

    def fail(**_: object) -> None:
        message = "no such thing"
        raise typer.BadParameter(message)

    monkeypatch.setattr(app, "app", fail)
    code, _, err = run("status")
    assert code == 2
    assert err.endswith("\n  see oicekpi --help\n")


def test_control_characters_of_an_argument_are_not_told(run: Run) -> None:
    """What was typed comes back in a message only as printable text."""
    assert "\x1b" not in run("\x1b[2J")[2]


def test_other_refusal_of_the_system_is_a_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is told by whoever asked it; what gets past them is a bug."""

    def fail(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "x")

    monkeypatch.setattr(app, "app", fail)
    code, _, err = run("status")
    assert code == 3
    assert "this is a bug in oicekpi" in err


def test_no_workspace_is_a_usage_error(
    run: Run, codes: Codes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside a workspace nothing can be shown; the message says how to name one."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("status")
    assert (code, out) == (2, "")
    assert codes(err) == ["no-workspace"]
    assert str(tmp_path) in err
    assert "--root DIR" in err


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("debug", [False, True])
def test_bug_is_told_as_one(run: Run, monkeypatch: pytest.MonkeyPatch, *, debug: bool) -> None:
    """A bug exits with 3 and says what to report; the traceback is shown only on demand."""

    def stumble(_: object) -> None:
        message = "a slip\x07 of ours"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("oicekpi.cli.session.Session.workspace", stumble)
    if debug:
        monkeypatch.setenv("OICEKPI_DEBUG", "1")
    code, out, err = run("status")
    assert (code, out) == (3, "")
    first, place, report, more, *rest = err.splitlines()
    assert first == (
        f"oicekpi: this is a bug in oicekpi {__version__}: "
        "ZeroDivisionError: a slip<U+0007> of ours"
    )
    assert place.startswith("  at test_app.py:")
    assert "please report" in report
    assert "OICEKPI_DEBUG=1" in more
    assert ("Traceback (most recent call last):" in rest) == debug


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("stop", [KeyboardInterrupt, typer.Abort])
def test_interrupt_exits_with_130(
    run: Run, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    """Ctrl-C ends the run with 130, and a message instead of a traceback."""

    def interrupt(_: object) -> None:
        raise stop

    monkeypatch.setattr("oicekpi.cli.session.Session.workspace", interrupt)
    assert run("status") == (130, "", "oicekpi: interrupted\n")


def test_interrupt_before_any_command_is_one_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the run alike before a command has begun."""

    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "app", interrupt)
    assert run("status") == (130, "", "oicekpi: interrupted\n")


@pytest.mark.usefixtures("office")
def test_closed_pipe_ends_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that has gone is no failure, and nobody is told of it."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        code, _, err = run("log")
        terminal.say("more, which goes nowhere\n")
        monkeypatch.undo()
    assert (code, err) == (0, "")


def test_interrupt_while_the_program_is_loaded_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever presses Ctrl-C at once sees what they see later: nothing but the end."""

    class Interrupted(ModuleType):
        """A module that is interrupted while it is being loaded."""

        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "oicekpi.cli.app", Interrupted("app"))
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130


def test_process_ends_with_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as a process answers with the code of its run."""
    monkeypatch.setattr(sys, "argv", ["oicekpi", "statsu"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("arguments", "before"),
    [
        (("--help",), []),
        (("log", "--format", "csv"), []),
        (("add", "trip", "A1.staff", "--people", "1", "--date", "2024-09-02"), ["saved"]),
    ],
)
def test_output_that_takes_no_more_is_a_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], before: list[str]
) -> None:
    """A full disk is told in one line, and what was saved before is told too."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with suppress(OSError), full.open("w", encoding="utf-8") as stream:  # of closing it
        monkeypatch.setattr(sys, "stdout", stream)
        code, _, err = run(*arguments)
    assert code == 2
    told = [line.split(":")[0] for line in err.splitlines() if not line.startswith(" ")]
    assert told == [*before, "error[cannot-print]"]


def test_document_that_cannot_be_written_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no text meets a full disk too."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with suppress(OSError), full.open("w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(CannotWriteError):
            terminal.say_bytes(b"\xff")


def test_package_runs_as_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m oicekpi` does what `oicekpi` does."""
    monkeypatch.setattr(sys, "argv", ["oicekpi", "statsu"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(__main__.__file__, run_name="__main__")
    assert end.value.code == 2
