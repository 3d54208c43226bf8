"""Whether one partner is spelt alike everywhere."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from oicekpi.domain.finding import Fault, Level
from oicekpi.domain.vocabulary import fold
from oicekpi.messages.text import count, printable
from oicekpi.schema.record_files import Entry


def partner_spelt_two_ways(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Fault]]:
    """A partner counts once however it is spelt, but a list of partners would show it twice."""
    numbers = Counter(entry.record.partner for entry in entries if entry.record.partner)
    spellings: dict[str, list[str]] = defaultdict(list)
    for partner in numbers:
        spellings[fold(partner)].append(partner)
    # Of spellings that are equally frequent, the first in the folder is kept.
    usual = {
        partner: max(same, key=numbers.__getitem__)
        for same in spellings.values()
        if len(same) > 1
        for partner in same
    }
    for entry in entries if usual else ():
        partner = entry.record.partner or ""
        kept = usual.get(partner, partner)
        if partner != kept:
            yield entry, _other_spelling(partner, kept, numbers[kept])


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
