"""The terminal: what it can show, how text gets there, and who can be asked."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import StrEnum
from typing import IO, TYPE_CHECKING, AnyStr, Final, TextIO

from oicekpi.cli.arguments import asked
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import Medium, Severity, fill
from oicekpi.messages.failures import (
    BAD_DATA,
    CannotWriteError,
    InvalidRecordError,
    OicekpiError,
    reason_of,
)
from oicekpi.messages.text import printable
from oicekpi.messages.translate import gettext

if TYPE_CHECKING:
    from pathlib import Path

    from oicekpi.domain.finding import Finding, Problem
    from oicekpi.reports.look import Look
    from oicekpi.storage.write import Saved

_NARROWEST: Final = 20
_FOR_PEOPLE: Final = frozenset({"table", "text"})


_AMBIGUOUS: Final[ContextVar[int]] = ContextVar("ambiguous", default=1)


class Color(StrEnum):
    """When to write in colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Columns(StrEnum):
    """How many columns a terminal may give a sign that is wide on some."""

    ONE = "1"
    TWO = "2"


# --- what it can show -----------------------------------------------------------------------------


def look(color: Color) -> "Look":
    """Return how text on standard output is to look."""
    from oicekpi.reports.look import Look

    width = _width() if sys.stdout.isatty() else None
    painted = colored(color, os.environ, sys.stdout)
    return Look(width, painted, _unicode(sys.stdout), ambiguous())


def ambiguous() -> int:
    """Return how many columns the terminal gives a sign such as `█`, which is wide on some."""
    return _AMBIGUOUS.get()


def measure(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Take from now on what --ambiguous-width says, wherever it is given, else the environment.

    What is neither 1 nor 2 is ignored here; on the command line it is refused later.
    """
    given = [*asked(arguments, "--ambiguous-width"), environment.get("OICEKPI_AMBIGUOUS_WIDTH")]
    _AMBIGUOUS.set(next((int(each) for each in given if each in {"1", "2"}), 1))


def _width() -> int:
    return max(_NARROWEST, shutil.get_terminal_size().columns)


def colored(color: Color, environment: Mapping[str, str], stream: TextIO) -> bool:
    """Decide on colour: by the option, NO_COLOR, FORCE_COLOR, and last by what the stream is."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def _unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig", "utf16"}


def prepare() -> None:
    """Let what an old encoding cannot write be shown as an escape rather than stop the run.

    A stream that was closed before the program began takes everything, and shows nothing.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - for the whole run
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


# --- output ---------------------------------------------------------------------------------------


def say(text: str, form: str = "table") -> None:
    """Write results to standard output. Where the reader has gone, end quietly.

    A form that programs read is UTF-8 whatever the locale; one that sets its line breaks itself
    keeps them. Raises `CannotWriteError` where the output takes no more for another reason, such
    as a full disk.
    """
    if form not in _FOR_PEOPLE and hasattr(sys.stdout, "reconfigure"):
        own = "\r\n" in text
        sys.stdout.reconfigure(encoding="utf-8", **({"newline": ""} if own else {}))
    failure = _write(sys.stdout, text)
    if failure is not None and not isinstance(failure, BrokenPipeError):
        raise CannotWriteError("", reason_of(failure), "cannot-print")


def say_bytes(data: bytes) -> None:
    """Write a document to standard output as it is. Raises `CannotWriteError` as `say` does."""
    failure = _write(sys.stdout.buffer, data)
    if failure is not None and not isinstance(failure, BrokenPipeError):
        raise CannotWriteError("", reason_of(failure), "cannot-print")


def is_there() -> bool:
    """Return whether results go to a terminal, rather than into a file or a pipe."""
    return sys.stdout.isatty()


def show(text: str, form: str = "table", *, paged: bool = True) -> None:
    """Write results; what is longer than the terminal goes to a pager, as in git.

    Raises `CannotWriteError` as `say` does.
    """
    if paged and form in _FOR_PEOPLE and sys.stdout.isatty():
        rows = shutil.get_terminal_size().lines
        command = pager(os.environ) if text.count("\n") >= rows else []
        if command and _paged(command, text):
            return
    say(text, form)


def pager(environment: Mapping[str, str]) -> list[str]:
    """Return the command of the pager: OICEKPI_PAGER, PAGER, else `less`; nothing for none.

    What is no command, such as one with a quotation mark that is not closed, is none either.
    """
    import shlex

    for name in ("OICEKPI_PAGER", "PAGER"):
        if name in environment:
            try:
                command = shlex.split(environment[name])
            except ValueError:
                return []
            return [] if command == ["cat"] else command
    return ["less"]


def _paged(command: Sequence[str], text: str) -> bool:
    """Show a text in a pager, and tell whether that could be started.

    Without settings of their own `less` and `lv` show colours, cut long lines rather than wrap
    them, and end where the text fits on the screen. In a locale of plain ASCII, `less` learns that
    it gets UTF-8.
    """
    import subprocess

    encoding = sys.stdout.encoding or "utf-8"
    charset = {"LESSCHARSET": "utf-8"} if _unicode(sys.stdout) else {}
    environment = {"LESS": "FRSX", "LV": "-c", **charset, **os.environ}
    try:
        with (
            subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as running,  # noqa: S603 - the user names it
            suppress(KeyboardInterrupt),  # the pager answers to Ctrl-C by itself
        ):
            running.communicate(text.encode(encoding, "backslashreplace"))
    except OSError:
        return False
    return True


def tell(text: str) -> None:
    """Write a message to standard error, safe to show; on a terminal, broken at blanks."""
    lines = map(printable, text.split("\n"))
    _write(sys.stderr, "\n".join(map(_broken, lines) if sys.stderr.isatty() else lines) + "\n")


def notice(template: str, **params: object) -> None:
    """Write a message of `messages.prompts` to standard error."""
    tell(fill(gettext(template), params))


def show_error(error: OicekpiError) -> None:
    """Write to standard error why the command cannot go on, and what is behind it."""
    if not isinstance(error, InvalidRecordError):
        tell_findings(error.findings)
    said = error.said()
    tell(_told("", Severity.ERROR, error.code, said.text))
    if isinstance(error, InvalidRecordError):
        tell_findings(error.findings)
    if said.help:
        tell(fill(gettext(prompts.HELP), {"help": said.help}))


def tell_findings(findings: "Iterable[Finding | Problem]") -> None:
    """Write findings to standard error, each with its help."""
    from oicekpi.domain.finding import Problem

    for finding in findings:
        if isinstance(finding, Problem):
            said, place = finding.said(Medium.OPTION), _option(finding)
        else:
            said, place = finding.said(), f"{finding.place}: "
        tell(_told(place, finding.severity, finding.code, said.text))
        if said.help:
            tell(fill(gettext(prompts.HELP), {"help": said.help}))


def _told(place: str, severity: Severity, code: str, problem: str) -> str:
    return gettext("{place}: {problem}").format(
        place=f"{place}{severity.head(code)}", problem=problem
    )


def conclude(findings: "Sequence[Finding]") -> None:
    """List what is wrong in the files, and fail if anything is. Raises `typer.Exit`."""
    if findings:
        import typer

        tell_findings(findings)
        raise typer.Exit(BAD_DATA)


def _option(problem: "Problem") -> str:
    """Name the option that a problem of a new record is about."""
    from oicekpi.app.typed import typed_fields

    if not problem.where:
        return ""
    name = str(problem.where[0])
    return f"--{name}: " if name in typed_fields() and name != "indicator" else f"{name}: "


def _broken(line: str) -> str:
    """Break a line that is wider than the terminal; the rest is indented below it."""
    if 2 * len(line) <= _width():  # no character takes more than two columns
        return line
    from oicekpi.reports.look import Cell, Look
    from oicekpi.reports.render import lines

    return lines([[Cell(line)]], Look(_width(), ambiguous=ambiguous())).removesuffix("\n")


@contextmanager
def saving(there: Callable[[], set[str]]) -> Iterator[None]:
    """Name the files that are there only now if what follows fails.

    Otherwise the user would enter them again. Failures of our own say it themselves.
    """
    before = there()
    try:
        yield
    except BaseException as error:
        if not isinstance(error, OicekpiError):
            for path in sorted(there() - before):
                notice(prompts.SAVED_AS, path=path)
        raise


def beginning(folder: "Path", start: str) -> set[str]:
    """Return the files and folders in a folder whose names begin so."""
    with suppress(OSError), os.scandir(folder) as scan:
        return {each.path for each in scan if each.name.startswith(start)}
    return set()


def report(saved: "Saved", movement: str = "") -> None:
    """Name the file of a record that was written; where that cannot be printed, as a message.

    What it changed follows.

    Otherwise the user would enter the record again.
    """
    if saved.warning:
        notice(prompts.SAVED_BUT, warning=saved.warning.said().text)
    try:
        say(f"{printable(saved.path)}\n{movement}")
    except OicekpiError:
        notice(prompts.SAVED_AS, path=saved.path)
        raise


def can_redraw() -> bool:
    """Return whether messages go to a terminal on which a line can be drawn over another."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def draw(line: str) -> None:
    """Write a message over which the next one is written, as much of it as fits into a line."""
    _write(sys.stderr, f"{line[: shutil.get_terminal_size().columns - 1]}\r")


def _write(stream: IO[AnyStr], text: AnyStr) -> OSError | None:
    """Write at once, and return what kept it from being written."""
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # The interpreter flushes once more at its end; that must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return error
    return None


# --- questions ------------------------------------------------------------------------------------


def can_ask() -> bool:
    """Return whether someone is there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, offers: "Sequence[str]" = ()) -> str:
    """Return the answer to a question, with line editing; `offers` complete it at the tab key."""
    with _completing(offers):
        try:
            return input(question).strip()
        except KeyboardInterrupt:
            tell("")  # the next message is to begin a line
            raise


@contextmanager
def _completing(offers: "Sequence[str]") -> "Iterator[None]":
    try:
        import readline
    except ImportError:  # some systems have none; then nothing is offered
        yield
        return

    def complete(text: str, state: int) -> str | None:
        fitting = [offer for offer in offers if offer.casefold().startswith(text.casefold())]
        return fitting[state] if state < len(fitting) else None

    before, limits = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    readline.set_completer_delims(",")
    for setting in (
        "tab: complete",
        # Without these, a locale of plain ASCII takes each byte of a Chinese letter for a command.
        "set input-meta on",
        "set output-meta on",
        "set convert-meta off",
    ):
        readline.parse_and_bind(setting)
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(limits)


def choose(question: str, hint: str, letters: str) -> str:
    """Return one of some letters, of which the first is the default; ask until it is one."""
    from oicekpi.domain.vocabulary import fold

    words = {"y": ("yes", "是"), "n": ("no", "否"), "e": ("edit", "改")}
    while True:
        answer = fold(ask(gettext(question))) or letters[0]
        for letter in letters:
            if answer in {letter, *words[letter]}:
                return letter
        tell(gettext(hint))


def agrees(question: str) -> bool:
    """Ask for a yes or no; an empty answer is a yes."""
    return choose(question, prompts.ANSWER_Y_OR_N, "yn") == "y"
