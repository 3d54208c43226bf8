"""The program: its verbs, and the one place where failures become exit codes."""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

from oicekpi import __version__
from oicekpi.cli import complete, startup, terminal, verbs
from oicekpi.cli.arguments import file_name
from oicekpi.cli.session import Session
from oicekpi.cli.terminal import Color
from oicekpi.messages.failures import (
    BUG,
    INTERRUPTED,
    USAGE,
    CannotPrintError,
    OicekpiError,
    reason_of,
)
from oicekpi.messages.text import printable

_HOME: Final = "https://github.com/oicekpi/oicekpi/issues"
# What the system says where output cannot be written. typer prints help by itself.
_REFUSED: Final = frozenset({errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG})


# Without rich's help pages the program starts 70 ms sooner; plain help reads as well.
app = typer.Typer(
    name="oicekpi",
    cls=verbs.Verbs,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        terminal.say(f"oicekpi {__version__}\n")
        raise typer.Exit


@app.callback(epilog="\b\nExamples:\n  oicekpi status\n  oicekpi --root ~/records check\n")
def program(
    context: typer.Context,
    root: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            path_type=Path,
            help="The workspace: a folder with plans/ and records/ [OICEKPI_ROOT].",
        ),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            parser=file_name,
            help="The plan to measure against, as 2024.",
            autocompletion=complete.plans,
        ),
    ] = None,
    color: Annotated[
        Color, typer.Option(help="When to write in colour (NO_COLOR and FORCE_COLOR are heeded).")
    ] = Color.AUTO,
    version: Annotated[  # noqa: ARG001 - `_version` has heard it already
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Track an office's yearly plan: what was promised, what happened, what falls behind."""
    context.obj = Session(root, plan, color)
    if context.invoked_subcommand is None:
        terminal.tell(context.get_help())
        raise typer.Exit(USAGE)


verbs.register(app)


def run(arguments: list[str] | None = None) -> int:
    """Run the program and give its exit code; every failure is told here, and only here."""
    startup.prepare()
    terminal.prepare()
    try:
        result = app(args=arguments, prog_name="oicekpi", standalone_mode=False)
    except TyperException as error:
        _show(error)
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        result = INTERRUPTED
    except OicekpiError as error:
        terminal.tell(_worded(error))
        return error.exit_code
    except OSError as error:
        if error.errno not in _REFUSED:
            _tell_bug(error)
            return BUG
        terminal.tell(_worded(CannotPrintError(reason_of(error))))
        return USAGE
    except Exception as error:  # noqa: BLE001 - what gets here is a bug, and is told as one
        _tell_bug(error)
        return BUG
    if result == INTERRUPTED:  # which is also what typer makes of Ctrl-C
        terminal.tell("oicekpi: interrupted")
    return result if isinstance(result, int) else 0


def _show(error: TyperException) -> None:
    """Tell what is wrong with the command line, and which help to ask for."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "oicekpi"
    terminal.tell(f"oicekpi: {error.format_message()}\n  see {path} --help")


def _worded(error: OicekpiError) -> str:
    mend = (f"  {line.strip()}" for line in error.hint.splitlines())
    return "\n".join([f"oicekpi: {error.message}", *mend])


def _tell_bug(error: Exception) -> None:
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    terminal.tell(
        f"oicekpi: this is a bug in oicekpi {__version__}: {type(error).__name__}: "
        f"{printable(str(error))}\n"
        f"  at {Path(place.filename).name}:{place.lineno}, Python {sys.version.split()[0]}\n"
        f"  please report these lines and what you did at {_HOME}\n"
        "  (OICEKPI_DEBUG=1 shows more)"
    )
    if os.environ.get("OICEKPI_DEBUG"):
        terminal.tell("".join(traceback.format_exception(error)))
