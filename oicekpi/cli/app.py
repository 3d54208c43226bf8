"""The program: its commands, and the one place where failures become exit codes."""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

from oicekpi import __version__
from oicekpi.cli import commands, complete, language, terminal
from oicekpi.cli.arguments import choices, file_name
from oicekpi.cli.help import refusal
from oicekpi.cli.language import Language
from oicekpi.cli.session import Session
from oicekpi.cli.terminal import Color, Columns
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import fill
from oicekpi.messages.failures import (
    BUG,
    INTERRUPTED,
    USAGE,
    CannotWriteError,
    OicekpiError,
    reason_of,
)
from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext

_HOME: Final = "https://github.com/oicekpi/oicekpi/issues"
# What the system says where output cannot be written. typer prints help by itself.
_REFUSED: Final = frozenset({errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG})


EXAMPLES: Final = """\b
Examples:
  oicekpi status
  oicekpi --root ~/records check
"""

# Without rich's help pages the program starts 70 ms sooner.
app = typer.Typer(
    name="oicekpi",
    cls=commands.Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        terminal.say(f"oicekpi {__version__}\n")
        raise typer.Exit


@app.callback(epilog=EXAMPLES)
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
            help="The plan to compare with, such as 2024.",
            autocompletion=complete.plans,
        ),
    ] = None,
    color: Annotated[
        Color,
        typer.Option(
            **choices(Color),
            help="When to write in colour; NO_COLOR and FORCE_COLOR are respected.",
        ),
    ] = Color.AUTO,
    no_pager: Annotated[
        bool,
        typer.Option("--no-pager", help="Never show results in a pager [OICEKPI_PAGER, PAGER]."),
    ] = False,
    lang: Annotated[
        Language | None,
        typer.Option(
            **choices(Language),
            help="The language to speak [OICEKPI_LANG, LANGUAGE, LC_ALL, LANG].",
        ),
    ] = None,
    ambiguous_width: Annotated[  # noqa: ARG001 - `terminal.measure` has read it
        Columns | None,
        typer.Option(
            **choices(Columns),
            help="How wide your terminal draws signs such as █ and – [OICEKPI_AMBIGUOUS_WIDTH].",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - `_version` has handled it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Track an office's yearly plan: what was promised, what happened, what is falling behind."""
    context.obj = Session(root, plan, color, no_pager, lang)
    if context.invoked_subcommand is None:
        terminal.tell(context.get_help())
        raise typer.Exit(USAGE)


commands.register(app)


def run(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code; every failure is shown here, and only here."""
    terminal.prepare()
    arguments = sys.argv[1:] if arguments is None else arguments
    language.speak(language.choose(arguments, os.environ))
    terminal.measure(arguments, os.environ)
    try:
        result = app(args=arguments, prog_name="oicekpi", standalone_mode=False)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "oicekpi"
        terminal.tell(gettext(prompts.REFUSED).format(problem=refusal(error)))
        terminal.tell(f"  {fill(gettext(prompts.SEE_HELP), {'command': path})}")
        return USAGE
    except (typer.Abort, KeyboardInterrupt):
        result = INTERRUPTED
    except OicekpiError as error:
        terminal.show_error(error)
        return error.exit_code
    except OSError as error:
        if error.errno not in _REFUSED:
            _show_bug(error)
            return BUG
        terminal.show_error(CannotWriteError("", reason_of(error), "cannot-print"))
        return USAGE
    except Exception as error:  # noqa: BLE001 - what gets here is a bug, and is shown as one
        _show_bug(error)
        return BUG
    if result == INTERRUPTED:  # which is also what typer makes of Ctrl-C
        terminal.notice(prompts.INTERRUPTED)
    return result if isinstance(result, int) else 0


def _show_bug(error: Exception) -> None:
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    terminal.notice(
        prompts.BUG,
        version=__version__,
        kind=type(error).__name__,
        text=printable(str(error)),
        place=f"{Path(place.filename).name}:{place.lineno}",
        python=sys.version.split()[0],
        address=_HOME,
    )
    if os.environ.get("OICEKPI_DEBUG"):
        terminal.tell("".join(traceback.format_exception(error)))
