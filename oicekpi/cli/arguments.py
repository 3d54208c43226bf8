"""Arguments of all commands: text is UTF-8, a file's name may be any bytes, a choice is known."""

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from oicekpi.messages import prompts
from oicekpi.messages.catalogue import fill
from oicekpi.messages.failures import CannotReadError, UsageError
from oicekpi.messages.translate import gettext


class FileName(str):
    """What names a file of the workspace: on Linux it need not be UTF-8."""

    __slots__ = ()


def file_name(text: str) -> FileName:
    """Take what names a file of the workspace as it is."""
    return FileName(text)


def one_of(names: Callable[[], Sequence[str]]) -> Callable[[str], str]:
    """Make a reader of names that are known only when one is read."""

    def read(text: str) -> str:
        if text not in names():
            params = {"text": text, "options": list(names())}
            raise typer.BadParameter(fill(gettext(prompts.NOT_ONE_OF), params))
        return text

    return read


def choices(of: type[StrEnum]) -> dict[str, Any]:
    """Return what makes an option of a choice. typer's own would say its errors in its words."""
    words = [str(each) for each in of]
    read = one_of(lambda: words)
    return {
        "metavar": f"[{'|'.join(words)}]",
        "parser": lambda text: of(read(text)),
        "autocompletion": lambda incomplete: [w for w in words if w.startswith(incomplete)],
    }


def whole_number(known: range) -> Callable[[str], int]:
    """Make a reader of whole numbers. Each version of typer would refuse them in other words."""

    def read(text: str | int) -> int:  # typer passes a default as it is
        if not str(text).isdecimal() or int(text) not in known:
            params = {"text": text, "first": str(known[0]), "last": str(known[-1])}
            raise typer.BadParameter(fill(gettext(prompts.NOT_A_WHOLE_NUMBER), params))
        return int(text)

    return read


def asked(arguments: Sequence[str], option: str) -> list[str]:
    """Return what the command line gives an option, the last first: it is the one to take.

    The command line is read only later, and by then a mistake in it is to be shown as is asked.
    """
    before = [*arguments][: [*arguments, "--"].index("--")]
    pairs = zip(before, [*before[1:], ""], strict=False)
    found = [
        each.partition("=")[2] or following
        for each, following in pairs
        if each == option or each.startswith(f"{option}=")
    ]
    return found[::-1]


def require_text(context: "typer.Context") -> None:
    """Raise `UsageError` for an argument that is text and came in the bytes of something else.

    Python keeps such bytes as lone surrogates, which no file of YAML can hold. In what names a
    file they are right, if its name on the disk is so.
    """
    for param in context.command.params:
        given = context.params.get(str(param.name))
        for value in given if isinstance(given, (list, tuple)) else (given,):
            if not isinstance(value, str) or isinstance(value, FileName):
                continue
            try:
                value.encode()
            except UnicodeEncodeError:
                name = param.opts[0] if param.opts[0].startswith("-") else str(param.metavar)
                # As a shell writes such bytes.
                shown = os.fsencode(value).decode("utf-8", "backslashreplace")
                raise UsageError("argument-not-utf8", name=name.strip("[]."), value=shown) from None


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
