"""What holds for the arguments of all verbs: text is UTF-8, and the name of a file is any bytes."""

import os
from typing import TYPE_CHECKING, Final

from oicekpi.errors import NotUtf8Error
from oicekpi.wording import clipped

if TYPE_CHECKING:
    import typer


def file_name(text: str) -> str:
    """Take what names a file of the workspace as it is: on Linux a name need not be UTF-8."""
    return text


_NAMES_FILES: Final = frozenset({"path", file_name.__name__})  # as typer calls the types


def require_text(context: "typer.Context") -> None:
    """Raise `NotUtf8Error` for an argument that is text and came in the bytes of something else.

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
                raise NotUtf8Error(name, clipped(_shown(value)))


def _shown(text: str) -> str:
    """Show bytes that are no UTF-8 as a shell writes them."""
    return os.fsencode(text).decode("utf-8", "backslashreplace")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
