"""How many columns a text takes, and where a line can be broken. Loading it costs nothing."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

_INDENT: Final = "  "  # by which the second part of a broken line is set in
_COMMAND: Final = "`[^`]+`"
_OPENING: Final = frozenset("（《「『【〔")
_CLOSING: Final = frozenset("，。；：、！？）》」』】〕")
_IDEOGRAPHS: Final = ("\u3000\u303f", "\u3400\u9fff", "\uf900\ufaff", "\uff00\uffef")
# ASCII, Latin letters, and the signs, bars and frames that we draw: a column each.
_SLIM: Final = frozenset(
    chain(
        "·×–—‘’“”•…→●○▲▼✔✖",
        *(map(chr, range(*each)) for each in ((0x20, 0x7F), (0xC0, 0x250), (0x2500, 0x25A0))),
    )
)
# Chinese letters and signs: two columns each.
_BROAD: Final = (range(0x3001, 0x302A), range(0x4E00, 0xA000), range(0xFF01, 0xFF5F))


def is_narrow(text: str, ambiguous: int = 1) -> bool:
    """Tell whether each letter of a text is known to take one column."""
    return text.isascii() or (ambiguous == 1 and _SLIM.issuperset(text))


def cell_len(text: str, ambiguous: int = 1) -> int:
    """Count the columns of a text that is safe to print: rich knows, but is seldom asked.

    `ambiguous` is how many columns the screen gives a sign such as `█`, `–` or `“`, of which
    Unicode says that it is as wide as a Chinese letter for some, and as a Latin one for others.
    """
    if is_narrow(text, ambiguous):
        return len(text)
    columns = [*map(_columns, text)]
    if all(columns):
        width = sum(columns)
    else:
        from rich import cells  # noqa: PLC0415 - a run that does not need it starts sooner

        width = cells.cell_len(text)
    return width if ambiguous == 1 else width + sum(map(_is_ambiguous, text))


@lru_cache(maxsize=10_000)  # the same letters come again and again
def _columns(character: str) -> int:
    """Count the columns of a letter; 0 if only rich knows, which looks at those beside it too."""
    if any(ord(character) in each for each in _BROAD):
        return 2
    return 1 if character in _SLIM else 0


@lru_cache(maxsize=10_000)
def _is_ambiguous(character: str) -> bool:
    import unicodedata  # noqa: PLC0415 - few screens need it

    if unicodedata.category(character) in {"Mn", "Cf"}:  # it takes no column of its own
        return False
    return unicodedata.east_asian_width(character) == "A"


def wrapped(text: str, width: int, ambiguous: int = 1) -> list[str]:
    """Break a text that is safe to print into lines that fit; none is set in."""
    found = parts(text, width, ambiguous, set_in=False)
    return [text[start:end].rstrip() for _, start, end in found]


def parts(
    plain: str, width: int | None, ambiguous: int = 1, *, set_in: bool = True
) -> Iterator[tuple[str, int, int]]:
    """Break a line: the blanks before each part, and where it starts and ends.

    The work grows with the length of the line, for only what may fit is measured. A command in
    backticks stays whole, so that it can be copied, even if it is wider than the screen.
    """
    indent, start = "", 0
    if width is None:
        yield indent, start, len(plain)
        return
    bound = plain
    if "`" in plain:  # the pattern is compiled where it is needed
        bound = re.sub(_COMMAND, lambda found: f"`{'_' * (len(found.group()) - 2)}`", plain)
    further = len(plain) - len(plain.lstrip()) + len(_INDENT) if set_in else 0
    while True:
        room = width - len(indent)
        end = start + fitting(plain[start : start + room + 1], room, ambiguous)
        if end >= len(plain):
            break
        stop = _last_break(bound, start, end)
        if not stop and "`" in bound[start:end]:
            stop = next((at for at in range(end, len(bound)) if _breaks(bound, at)), len(bound))
            if stop == len(bound):
                break
        yield indent, start, stop or end
        start = stop or end
        start += plain[start : start + 1] == " " and stop > 0
        indent = " " * min(further, width // 2)  # however far a line is set in, there is room
    yield indent, start, len(plain)


def fitting(text: str, room: int, ambiguous: int = 1) -> int:
    """Count the characters that fit in so many columns: at least one."""
    if is_narrow(text, ambiguous):
        return max(1, min(len(text), room))
    low, high = 1, max(1, len(text))
    while low < high:  # a longer beginning is never narrower
        middle = (low + high + 1) // 2
        if cell_len(text[:middle], ambiguous) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _last_break(plain: str, start: int, end: int) -> int:
    """Find the last place at which a line can be broken; 0 if there is none.

    A percent sign stays with its number, and the blanks at a line's start are no such place.
    """
    part = plain[start : end + 1]
    first = start + len(part) - len(part.lstrip())
    return next((at for at in range(end, first, -1) if _breaks(plain, at)), 0)


def _breaks(plain: str, at: int) -> bool:
    """Tell whether a line can be broken at a place.

    Chinese has no blanks between words: a line breaks between two letters, but not before the signs
    that end something, nor after those that begin it. A day stays with its month.
    """
    before, after = plain[at - 1 : at], plain[at : at + 1]
    if after == " ":
        return plain[at : at + 2] != " %"
    if _is_ideograph(after):
        return _is_ideograph(before) and before not in _OPENING and after not in _CLOSING
    if before in _CLOSING:
        return "!" <= after <= "~"
    return "\u4e00" <= before <= "\u9fff" and before not in "年月" and "0" <= after <= "9"


def _is_ideograph(character: str) -> bool:
    return any(first <= character <= last for first, last in _IDEOGRAPHS)
