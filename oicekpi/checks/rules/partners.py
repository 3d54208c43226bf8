"""Whether one partner is spelt alike everywhere."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from oicekpi.checks.rules.rule import set_rule
from oicekpi.domain.finding import Problem
from oicekpi.domain.record import Entry
from oicekpi.domain.vocabulary import fold, normalized


@set_rule
def inconsistent_partner(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Problem]]:
    """A partner counts once however it is spelt, but a list of partners would show it twice."""
    numbers = Counter(partner for entry in entries if (partner := entry.record.get("partner")))
    spellings: dict[str, list[str]] = defaultdict(list)
    for partner in numbers:
        spellings[fold(partner)].append(partner)
    usual: dict[str, str] = {}
    for same in spellings.values():
        if len(same) > 1:
            # Of spellings that are equally frequent, the first in the folder is kept.
            usual |= dict.fromkeys(same, max(same, key=numbers.__getitem__))
    for entry in entries if usual else ():
        partner = entry.record.get("partner")
        kept = usual.get(partner or "", partner)
        if partner != kept:
            params = {"value": partner, "usual": kept, "count": numbers[kept]}
            # Some of what differs cannot be seen.
            evened = (name for name, even in _EVEN.items() if even(partner) == even(kept))
            case = next(evened, "several")
            yield entry, Problem(("partner",), "inconsistent-partner", params, case)


_EVEN: Final[Mapping[str, Callable[[str], str]]] = {
    "accents": lambda text: normalized("NFC", text),
    "spaces": lambda text: " ".join(text.split()),
    "capitals": str.casefold,
    "width": lambda text: normalized("NFKC", text),
}
