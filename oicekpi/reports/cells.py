"""How many columns of a terminal a text takes: rich knows, but need not be asked for most texts."""

import re
from typing import Final

from oicekpi.messages.text import printable

# ASCII, Latin letters, and the signs, bars and frames that views draw: a column each.
_NARROW: Final = re.compile("[ -~À-ɏ·×–—’•…→─-▟●○▲▼✔✖]*")


def measured(texts: list[str]) -> tuple[list[str], list[int]]:
    """Make texts safe to print, and count the columns of each."""
    if _NARROW.fullmatch("".join(texts)):  # what is taken for narrow is safe, too
        return texts, [len(text) for text in texts]
    safe = [printable(text) for text in texts]
    return safe, [cell_len(text) for text in safe]


def cell_len(text: str) -> int:
    """Count the columns of a text that is safe to print."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich import cells  # noqa: PLC0415 - a run that does not need it starts sooner

    return cells.cell_len(text)


def set_cell_size(text: str, columns: int) -> str:
    """Cut a text to so many columns, or fill it up with blanks."""
    if _NARROW.fullmatch(text):
        return text[:columns].ljust(columns)
    from rich import cells  # noqa: PLC0415 - the same

    return cells.set_cell_size(text, columns)
