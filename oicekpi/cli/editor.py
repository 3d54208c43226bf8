"""The user's editor: a text goes there, and comes back when nothing is wrong with it."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from oicekpi.cli import terminal
from oicekpi.messages.failures import CannotReadError, CannotWriteError, UsageError, reason_of


@contextmanager
def edited(text: bytes, name: str, wrong: Callable[[bytes], list[str]]) -> Iterator[bytes]:
    """Let the user edit a text until nothing is wrong with it, and give what came of it.

    Where what is done with it fails, the user leaves the faults, or the editor ends badly, the
    text is kept in a file, and a message names it. Raises `UsageError` for the
    latter two and where there is no editor, `CannotReadError` and `CannotWriteError` where the
    file to be edited goes astray.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise UsageError("no editor is set", "set EDITOR, as in EDITOR=nano")
    path = _laid_out(text, name)
    try:
        _edit(editor, path)
        while reasons := wrong(_read(path)):
            _ask_again(reasons)
            _edit(editor, path)
        yield _read(path)
    except BaseException:  # Ctrl-C too: what was typed is not to be lost
        if path.exists():
            terminal.tell(f"your text is kept in {path}")
        raise
    shutil.rmtree(path.parent, ignore_errors=True)


def _laid_out(text: bytes, name: str) -> Path:
    """Write the text to a file that only this user may read."""
    try:
        path = Path(tempfile.mkdtemp(prefix="oicekpi-")) / name
        path.write_bytes(text)
    except OSError as error:
        raise CannotWriteError(Path(error.filename or name), reason_of(error)) from None
    return path


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotReadError(path, reason_of(error)) from None


def _ask_again(reasons: list[str]) -> None:
    for why in reasons:
        terminal.tell(why)
    if not (terminal.can_ask() and terminal.agrees("Edit it again?")):
        raise UsageError("the record was not written")


def _edit(editor: str, path: Path) -> None:
    try:
        code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode  # noqa: S603 - the user's own editor
    except (OSError, ValueError) as error:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise UsageError(
            f"the editor {editor!r} cannot be started: {error}", "set EDITOR"
        ) from None
    if code:
        raise UsageError(f"the editor {editor!r} ended with {code}; nothing was written")
