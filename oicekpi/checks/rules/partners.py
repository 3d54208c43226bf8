"""Whether one partner is spelt alike everywhere."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from oicekpi.finding import Fault, Level
from oicekpi.progress.tally import fold
from oicekpi.records.store import Entry
from oicekpi.wording import count, printable


def partner_spelt_two_ways(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """A partner counts once however it is spelt, but a list of partners would show it twice."""
    spellings: dict[str, Counter[str]] = {}
    for entry in entries:
        if (partner := entry.record.partner) is not None:
            spellings.setdefault(fold(partner), Counter())[partner] += 1
    for entry in entries:
        if (partner := entry.record.partner) is None:
            continue
        # Of spellings that are equally frequent, the first in the folder is kept.
        usual, number = spellings[fold(partner)].most_common(1)[0]
        if partner != usual:
            yield entry, _other_spelling(partner, usual, number)


def _other_spelling(partner: str, usual: str, number: int) -> Fault:
    return Fault(
        ("partner",),
        "partner-spelling",
        f"this partner is spelt otherwise in {count(number, 'record')}: "
        f"the {_difference(partner, usual)} differ",
        f"spell it alike everywhere: {printable(usual[:80])}",
        level=Level.WARNING,
    )


def _difference(partner: str, usual: str) -> str:
    """Say what differs, since some of it cannot be seen."""
    for name, even in _EVEN.items():
        if even(partner) == even(usual):
            return name
    return "capitals, spaces and widths"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


_EVEN: Final[Mapping[str, Callable[[str], str]]] = {
    "accents (one composed, one not)": _composed,
    "spaces": _spaced,
    "capitals": str.casefold,
    "widths of the characters": _narrow,
}
