"""Arguments of all commands: text is UTF-8, a file's name may be any bytes."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from oicekpi.messages.failures import CannotReadError, UsageError

if TYPE_CHECKING:
    import typer


def file_name(text: str) -> str:
    """Take what names a file of the workspace as it is: on Linux a name need not be UTF-8."""
    return text


_NAMES_FILES: Final = frozenset({"path", file_name.__name__})  # as typer calls the types


def require_text(context: "typer.Context") -> None:
    """Raise `UsageError` for an argument that is text and came in the bytes of something else.

    Python keeps such bytes as lone surrogates, which no file of YAML can hold. In what names a
    file they are right, if its name on the disk is so.
    """
    for param in context.command.params:
        if param.type.name in _NAMES_FILES:
            continue
        given = context.params.get(str(param.name))
        for value in given if isinstance(given, (list, tuple)) else (given,):
            if isinstance(value, str) and not _is_utf8(value):
                name = param.get_error_hint(context).strip("'[].")
                raise UsageError("argument-not-utf8", name=name, value=_shown(value))


def read_named(path: Path, limit: int) -> bytes:
    """Read a file that was named on the command line, at most one byte over `limit`.

    A link is followed, for the user has named it. Raises `CannotReadError`.
    """
    from oicekpi.storage.workspace import NotReadableError, read_file

    try:
        return read_file(os.path.realpath(path), limit)
    except NotReadableError as error:
        raise CannotReadError(path, error.reason) from None


def read_given(path: Path, limit: int) -> bytes:
    """Read what `read_named` reads, or standard input where the name is `-`."""
    return sys.stdin.buffer.read(limit + 1) if str(path) == "-" else read_named(path, limit)


def _shown(text: str) -> str:
    """Show bytes that are no UTF-8 as a shell writes them."""
    return os.fsencode(text).decode("utf-8", "backslashreplace")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
