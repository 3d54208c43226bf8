"""The door to the terminal: what it can show, and how text gets there."""

import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TextIO

from oicekpi.messages.failures import CannotPrintError, reason_of
from oicekpi.messages.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from oicekpi.domain.finding import Finding
    from oicekpi.reports.look import Look
    from oicekpi.storage.write import Saved

_LEAST_WIDTH: Final = 20


class Color(StrEnum):
    """When to write in colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def look(color: Color) -> "Look":
    """Say how text on standard output is to look."""
    from oicekpi.reports.look import Look

    width = max(_LEAST_WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    return Look(width, colored(color, os.environ, sys.stdout), _unicode(sys.stdout))


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


def say(text: str) -> None:
    """Write data to standard output. Where the reader has gone, end quietly.

    Raises `CannotPrintError` where it takes no more for another reason, such as a full disk.
    """
    failure = _write(sys.stdout, text)
    if failure is not None and not isinstance(failure, BrokenPipeError):
        raise CannotPrintError(reason_of(failure))


def report(saved: "Saved") -> None:
    """Name the file of a record that was written; where that cannot be printed, as a message.

    Whoever is not told would write the record twice.
    """
    if saved.warning:
        tell(f"oicekpi: saved, but {saved.warning}")
    try:
        say(f"{printable(saved.path)}\n")
    except CannotPrintError:
        tell(f"oicekpi: saved: {saved.path}")
        raise


def tell(text: str) -> None:
    """Write a message to standard error, safe to show; on a terminal, broken at blanks."""
    lines = map(printable, text.split("\n"))
    _write(sys.stderr, "\n".join(map(_broken, lines) if sys.stderr.isatty() else lines) + "\n")


def _broken(line: str) -> str:
    """Break a line that is wider than the terminal; the rest is set in below it."""
    width = max(_LEAST_WIDTH, shutil.get_terminal_size().columns)
    if 2 * len(line) <= width:  # no character takes more than two columns
        return line
    from oicekpi.reports.look import Look
    from oicekpi.reports.render import Cell, lines

    return lines([[Cell(line)]], Look(width)).removesuffix("\n")


def can_redraw() -> bool:
    """Tell whether messages go to a terminal on which a line can be drawn over another."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def draw(line: str) -> None:
    """Write a message over which the next one is written, as much of it as fits into a line."""
    _write(sys.stderr, f"{line[: shutil.get_terminal_size().columns - 1]}\r")


def can_ask() -> bool:
    """Tell whether someone sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, offers: "Sequence[str]" = ()) -> str:
    """Give the answer to a question, with line editing; `offers` complete it at the tab key."""
    with _completing(offers):
        try:
            return input(question).strip()
        except KeyboardInterrupt:
            tell("")  # what is told next is not to stand behind the question
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
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(limits)


def agrees(question: str) -> bool:
    """Ask for a yes or no; an empty answer is a yes."""
    while True:
        answer = ask(f"{question} [Y/n] ").casefold()
        if answer in {"", "y", "yes"}:
            return True
        if answer in {"n", "no"}:
            return False
        tell("answer y or n")


def tell_findings(findings: "Iterable[Finding]") -> None:
    """Write findings to standard error, a line each."""
    for finding in findings:
        tell(printable(f"{finding.place}: {finding.code} {finding.message}; {finding.hint}"))


def _write(stream: TextIO, text: str) -> OSError | None:
    """Write at once; gives what kept it from being written."""
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # The interpreter flushes once more at its end; that must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return error
    return None
