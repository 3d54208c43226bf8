"""The door to the terminal: what it can show, and how text gets there."""

import os
import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TextIO

from oicekpi.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oicekpi.finding import Finding
    from oicekpi.views.look import Look

_LEAST_WIDTH: Final = 20


def look(color: str) -> "Look":
    """Say how text on standard output is to look; `color` is `auto`, `always` or `never`."""
    from oicekpi.views.look import Look

    width = max(_LEAST_WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    return Look(width, colored(color, os.environ, sys.stdout), _unicode(sys.stdout))


def colored(color: str, environment: Mapping[str, str], stream: TextIO) -> bool:
    """Decide on colour: the option, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if color != "auto":
        return color == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def _unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig", "utf16"}


def prepare() -> None:
    """Let what an old encoding cannot write be shown as an escape rather than stop the run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Write data to standard output. Where the reader has gone, end quietly."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Write a message to standard error, as a line."""
    _write(sys.stderr, f"{text}\n")


def tell_findings(findings: "Iterable[Finding]") -> None:
    """Write findings to standard error, a line each."""
    for finding in findings:
        where = f":{finding.line}:{finding.column}" if finding.line else ""
        tell(printable(f"{finding.path}{where}: {finding.code} {finding.message}; {finding.hint}"))


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; that must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
