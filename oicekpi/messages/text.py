"""Words for people: text from files made safe to print, the nearest known word, plurals."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Final

# C0 and C1 control characters, the bidirectional controls, line and paragraph separators and
# lone surrogates: what can move the cursor, hide text, or show it in an order it does not have.
UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Make text from a file safe for a terminal: one line, nothing that steers or hides.

    A line break or tab becomes a space; any other control is shown as its code point.
    """
    # What Python calls printable has none of these characters, and almost all text is so.
    return text if text.isprintable() else UNSAFE.sub(_code_point, text)


def _code_point(match: re.Match[str]) -> str:
    character = match.group()
    return " " if character in "\n\t\r" else f"<U+{ord(character):04X}>"


def clipped(text: str, longest: int = 40) -> str:
    """Make text from a file printable, and cut it where it is long: to be named in a sentence."""
    return printable(text if len(text) <= longest else f"{text[: longest - 1]}…")


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Give the known word that is most like `word`, or None where none is near.

    `likeness` is what there must be of it, from 0 to 1 for the same word, as difflib measures it.
    Only the first 500 are looked at, so that a long list cannot make a finding slow.
    """
    return _nearest(word[:200].casefold(), tuple(islice(known, 500)), likeness)


@lru_cache(maxsize=2_000)  # one error may occur in many places
def _nearest(word: str, known: tuple[str, ...], likeness: float) -> str | None:
    import difflib  # noqa: PLC0415 - only who has mistyped something needs it

    folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word, folded, n=1, cutoff=likeness)
    return folded[found[0]] if found else None
