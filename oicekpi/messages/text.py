"""Words for people: text from files made safe to print, the nearest known word, plurals."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Final, Self

from oicekpi.messages.translate import gettext, spoken

# C0 and C1 control characters, the bidirectional controls, line and paragraph separators and
# lone surrogates: what can move the cursor, hide text, or show it in an order it does not have.
UNSAFE: Final = (  # compiled when first needed
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


class Bilingual(str):
    """A text in English and in Chinese; `str()` and formatting give that of the active language.

    To sort, and for whatever does not know of it, it is the English one.
    """

    __slots__ = ("chinese",)

    chinese: str

    def __new__(cls, english: str, chinese: str) -> Self:
        """Make one of both."""
        made = super().__new__(cls, english)
        made.chinese = chinese
        return made

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Return what a copy is made of."""
        return type(self), (self.english, self.chinese)

    @property
    def english(self) -> str:
        """The text in English."""
        return super().__str__()

    def __eq__(self, other: object) -> bool:
        """Tell whether another text says the same, in both languages if it has both."""
        return (
            isinstance(other, str)
            and super().__eq__(other)
            and getattr(other, "chinese", self.chinese) == self.chinese
        )

    def __ne__(self, other: object) -> bool:
        """Tell whether another text says something else, in either language."""
        return not self == other

    __hash__ = str.__hash__

    def __str__(self) -> str:
        """Return the text in the language that is spoken."""
        return self.chinese if spoken() == "zh" else self.english

    def __format__(self, spec: str) -> str:
        """Return the same, formatted."""
        return format(str(self), spec)


class Term(str):
    """A key of files that people call by a word of their own: `trip`, in Chinese 出访.

    It is the key, also for programs; what is made for people takes its `word`, or `both` where
    they need the key, too.
    """

    __slots__ = ("chinese",)

    chinese: str

    def __new__(cls, key: str, chinese: str = "") -> Self:
        """Make one of a key; without a Chinese word, the key is the word in every language."""
        made = super().__new__(cls, key)
        made.chinese = chinese
        return made

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Return what a copy is made of."""
        return type(self), (str(self), self.chinese)

    @property
    def word(self) -> str:
        """The word in the language that is spoken; the key where that has none."""
        return self.chinese if self.chinese and spoken() == "zh" else str(self)

    @property
    def both(self) -> str:
        """The word with the key in brackets; the key alone where that is the word."""
        if self.word == self:
            return self.word
        return gettext("{word} ({key})").format(word=self.word, key=str(self))


def in_each_language(text: str) -> tuple[str, ...]:
    """Return a text, or both of one in two languages."""
    return (text.english, text.chinese) if isinstance(text, Bilingual) else (text,)


def printable(text: str) -> str:
    """Make text from a file safe for a terminal: one line, nothing that steers or hides.

    A line break or tab becomes a space; any other control is shown as its code point. Of a text in
    two languages it is that of the active one.
    """
    text = str(text)
    if text.isprintable():  # as almost all text is; it has none of these characters
        return text
    return re.sub(
        UNSAFE, lambda found: " " if found[0] in "\n\t\r" else f"<U+{ord(found[0]):04X}>", text
    )


def clipped(text: str, longest: int = 40) -> str:
    """Make text from a file printable, and cut it where it is long: to be named in a sentence."""
    text = str(text)  # of a text in two languages that of the active one
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
