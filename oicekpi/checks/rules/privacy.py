"""Whether a record tells what should not enter a history that cannot forget.

The words of a finding never repeat what was found.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from oicekpi.checks.rules.rule import Context
from oicekpi.finding import Fault, Level
from oicekpi.records.store import Entry

# Each pattern looks at a bounded stretch from each place where it can begin, so that no text
# makes it slow. All that is looked for has an @ or seven digits close together; few texts do.
_SUSPECT: Final = re.compile(r"@|(?:[0-9][^0-9A-Za-z]{0,2}){6}[0-9]")
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}"
)
_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_PHONE: Final = re.compile(
    r"(?<![0-9A-Za-z+.-])(?:"
    r"\+[0-9]{1,3}(?:[ .()-]{0,2}[0-9]){7,13}"  # international
    r"|(?:86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}"  # Chinese mobile
    r"|\(?0[0-9]{2,3}(?:\)[ ]?|[ -])[0-9]{7,8}"  # Chinese landline, with its area code
    r"|\([2-9][0-9]{2}\)[ ]?[0-9]{3}-[0-9]{4}"  # North American
    r")(?![0-9A-Za-z])"
)
_PASSPORT: Final = re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2}[0-9]{7,8}(?![0-9A-Za-z])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def private_data(entry: Entry, _: Context) -> Iterator[Fault]:
    """Find what looks like a passport, an identity card, a phone number or an e-mail address."""
    for where, text in _texts(entry):
        if _SUSPECT.search(text) is None:
            continue
        for what, found in _SORTS:
            # The numbers of approvals are an office's own, and look like anything.
            if found(text) and not (where[0] == "approval" and what in _NUMBERS):
                yield Fault(
                    where,
                    "private-data",
                    f"this looks like {what}",
                    "take it out before it is merged: the history of a repository keeps it",
                    level=Level.WARNING,
                )


def _texts(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Go through the texts of a record that could hold anything, each with its place."""
    for key, value in entry.record._asdict().items():
        if type(value) is str:
            yield (key,), _plain(value)
        elif isinstance(value, tuple):
            yield from (((key, at), _plain(each)) for at, each in enumerate(value))


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _email(text: str) -> bool:
    return _EMAIL.search(text) is not None


def _identity(text: str) -> bool:
    return any(_is_identity(match.group()) for match in _IDENTITY.finditer(text))


def _is_identity(number: str) -> bool:
    """Tell whether 18 places are a resident's number: its birthday is a day, its last one checks.

    The check is that of GB 11643-1999, which is ISO 7064 MOD 11-2.
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[17].upper() and _is_day(number[6:14])


def _phone(text: str) -> bool:
    return _PHONE.search(text) is not None


def _passport(text: str) -> bool:
    """Tell whether a text has a passport's number, which letters before a day are not."""
    return any(
        not _is_day(match.group().lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        for match in _PASSPORT.finditer(text)
    )


def _is_day(digits: str) -> bool:
    try:
        return len(digits) == len("20240412") and date.fromisoformat(digits).year > 1900  # noqa: PLR2004
    except ValueError:
        return False


_NUMBERS: Final = frozenset({"a passport's number", "a phone number"})
_SORTS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("an e-mail address", _email),
    ("a resident's identity number", _identity),
    ("a phone number", _phone),
    ("a passport's number", _passport),
)
