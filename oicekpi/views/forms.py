"""How JSON, CSV and Markdown are written."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from oicekpi.wording import UNSAFE, printable

# What would be a sign to Markdown or HTML. A dot, dash or number is one only at a line's start,
# where no text from a file stands.
_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|#&~]")


def as_json(document: Mapping[str, Any]) -> str:
    """Write JSON that is the same to programs and safe to look at: no raw control characters."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{UNSAFE.sub(_escape, text)}\n"


def _escape(match: re.Match[str]) -> str:
    # The line breaks are those between the values; the ones in texts were escaped already.
    character = match.group()
    return character if character == "\n" else f"\\u{ord(character):04x}"


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write CSV: one line a row, nothing for None, texts made printable."""
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
