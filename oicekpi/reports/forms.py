"""How CSV and Markdown are written."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from oicekpi.messages.text import printable

# What would be a sign to Markdown or HTML. A dot, dash or number is one only at a line's start,
# where no text from a file stands.
_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|#&~]")


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write CSV: one line a row, nothing for None, texts made printable."""
    import csv  # noqa: PLC0415 - most runs write none
    import io  # noqa: PLC0415 - the same

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return written.getvalue()


def _plain(value: object) -> object:
    return printable(value) if isinstance(value, str) else value


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a Markdown table, as lines; text from files stays text."""
    head = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    return [*head, *(f"| {' | '.join(escaped(cell) for cell in row)} |" for row in rows)]


def escaped(text: str) -> str:
    """Keep what Markdown or HTML would read as a sign from being one."""
    return _SIGNS.sub(r"\\\g<0>", printable(text))
