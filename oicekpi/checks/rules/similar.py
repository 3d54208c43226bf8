"""Whether a name is a known one, misspelt."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from oicekpi.checks.rules.rule import set_rule
from oicekpi.domain.finding import Problem, Where
from oicekpi.domain.record import Entry
from oicekpi.domain.vocabulary import State, fold

_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
_WORD: Final = re.compile(r"[^\W\d_\u2e80-\uffff\U00010000-\U0003ffff]+")
# A letter makes another name of a short word, as in Anna and Anne.
_PARTNER_WORD: Final = 5
_PERSON_WORD: Final = 6
_LONGEST: Final = 80
# A name that several records have is not a typing error.
_SLIP: Final = 2
_MOST: Final = 20_000  # names that are compared


@set_rule
def similar_name(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Problem]]:
    """A person or partner whose name differs from a more frequent one by a letter or zeros."""
    for named, shortest in ((_partner, _PARTNER_WORD), (_people, _PERSON_WORD)):
        numbers: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        for entry in entries:
            for _, name in named(entry):
                folded = fold(name)
                numbers[folded] += 1
                spelt.setdefault(folded, name)
        if near := _near(numbers, shortest):
            for entry in entries:
                for where, name in named(entry):
                    if (usual := near.get(fold(name))) is not None:
                        params = {"value": name, "near": spelt[usual]}
                        yield entry, Problem(where, "similar-name", params)


Named = Callable[[Entry], Iterable[tuple[Where, str]]]


def _partner(entry: Entry) -> Iterable[tuple[Where, str]]:
    partner = entry.record.get("partner")
    return ((("partner",), partner),) if partner and _counts(entry) else ()


def _people(entry: Entry) -> Iterable[tuple[Where, str]]:
    if not _counts(entry):
        return ()
    return ((("people", at), name) for at, name in enumerate(entry.record.names))


def _counts(entry: Entry) -> bool:
    return entry.record.state is not State.CANCELLED


def _near(numbers: Counter[str], shortest: int) -> dict[str, str]:
    """Return for each name that may be misspelt the more frequent one that it is similar to.

    Each name is filed under what is left of it without a letter, or without leading zeros. Names
    that meet there are similar, so none is compared with all others.
    """
    # From the most frequent on; of equally frequent ones the first comes first.
    names = [name for name, _ in numbers.most_common(_MOST)]
    filed: dict[str, str] = {}
    near: dict[str, str] = {}
    for name in names:
        keys = _keys(name, shortest)
        if filed.keys().isdisjoint(keys):  # as with almost all names
            filed.update(dict.fromkeys(keys, name))
            continue
        if numbers[name] <= _SLIP:
            near[name] = next(filed[key] for key in keys if key in filed)
        for key in keys:
            filed.setdefault(key, name)
    return near


def _keys(name: str, shortest: int) -> list[str]:
    """Return the name as it is, and without each one letter of its long words."""
    if len(name) > _LONGEST:
        return []
    plain = _ZEROS.sub("", name)
    words = [each.span() for each in _WORD.finditer(plain)]
    return [
        plain,
        *(
            plain[:at] + plain[at + 1 :]
            for start, end in words
            if end - start >= shortest
            for at in range(start, end)
        ),
    ]
