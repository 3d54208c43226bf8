"""The user's editor: a text goes there, and comes back when nothing is wrong with it."""

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oicekpi.cli import terminal
from oicekpi.messages import prompts
from oicekpi.messages.failures import CannotReadError, CannotWriteError, UsageError, reason_of
from oicekpi.messages.translate import gettext

if TYPE_CHECKING:
    from oicekpi.domain.finding import Finding

_COMMON: Final = ("vi", "nano", "notepad")  # used where none is set, the first that is there
_AT_ONCE: Final = 1.0  # seconds in which nobody edits: a window was opened and left to itself


@contextmanager
def edited(
    text: bytes,
    name: str,
    wrong: "Callable[[bytes], Sequence[Finding]]",
    *,
    on_disk: bool = False,
) -> Iterator[bytes]:
    """Let the user edit a text until nothing is wrong with it, and give what came of it.

    If anything fails, or the user gives up, the text is kept in a file, and a message names it;
    a text that is `on_disk` only if it was changed.
    Raises `UsageError` where there is no editor, it fails, or errors are left, `CannotReadError`
    and `CannotWriteError` where the file that is edited cannot be used.
    """
    named = (os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    editor = next(filter(None, named), None) or next(filter(shutil.which, _COMMON), None)
    if editor is None:
        raise UsageError("no-editor")
    try:
        path = Path(tempfile.mkdtemp(prefix="oicekpi-")) / name
        path.write_bytes(text)
    except OSError as error:
        raise CannotWriteError(error.filename or name, reason_of(error)) from None
    try:
        yield _valid(editor, path, wrong)
    except BaseException:  # Ctrl-C too: what was typed is not to be lost
        if path.exists() and not (on_disk and path.read_bytes() == text):
            terminal.notice(prompts.TEXT_KEPT, path=str(path))
        else:
            shutil.rmtree(path.parent, ignore_errors=True)
        raise
    shutil.rmtree(path.parent, ignore_errors=True)


def _valid(editor: str, path: Path, wrong: "Callable[[bytes], Sequence[Finding]]") -> bytes:
    """Return what the editor leaves, once nothing is wrong with it."""
    _edit(editor, path)
    while problems := wrong(_read(path)):
        terminal.tell_findings(problems)
        if not (terminal.can_ask() and terminal.agrees(prompts.EDIT_AGAIN)):
            raise UsageError("errors-left")
        _edit(editor, path)
    return _read(path)


def _edit(editor: str, path: Path) -> None:
    before, began = path.read_bytes(), time.monotonic()
    try:
        words = shlex.split(editor, posix=os.name == "posix")
        code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603 - the user's own editor
    except (OSError, ValueError) as error:
        raise UsageError("editor-cannot-start", editor=editor, reason=str(error)) from None
    if code:
        raise UsageError("editor-failed", editor=editor, status=code)
    at_once = time.monotonic() - began < _AT_ONCE
    if at_once and terminal.can_ask() and path.exists() and path.read_bytes() == before:
        terminal.ask(gettext(prompts.SAVED_IN_EDITOR))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotReadError(path, reason_of(error)) from None
