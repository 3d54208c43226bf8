"""Whether a file, or its name, says what should not enter a history that cannot forget.

A finding never repeats what was found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from oicekpi.checks.rules.rule import Context, file_rule, name_rule, record_rule
from oicekpi.domain.finding import Finding, Problem, Where
from oicekpi.domain.record import Entry, Record, free_texts
from oicekpi.domain.vocabulary import is_day, normalized
from oicekpi.storage.document import Document

_APART: Final = "\n" * 3  # more than may stand between two digits of one number
# Each pattern looks at a bounded stretch from each place where it can begin, so that no text
# makes it slow. All that is looked for has an @, seven digits in a row, or eight close together;
# few records do.
_DIGITS: Final = re.compile(
    r"[0-9](?<![0-9]{2})(?:[^0-9A-Za-z]{0,2}+[0-9]){6}(?:(?<=[0-9]{7})|[^0-9A-Za-z]{0,2}+[0-9])"
)
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])(?!git@)[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}"
    r"\.(?!(?:png|jpe?g|gif|svg|webp|pdf)\b)[A-Za-z]{2,24}"
)
_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9A-Za-z])")
_PHONE: Final = re.compile(
    r"(?<![0-9A-Za-z+.=-])(?:"
    r"\+[0-9]{1,3}(?:[ .()-]{0,2}[0-9]){7,13}"  # international
    r"|(?:86[ .-]?)?1[3-9][0-9]"  # Chinese mobile; not a number before two years, nor thousands
    r"(?![ -]20[0-4][0-9][ -]20[0-4][0-9]|[ -]?0000)(?:[ .-]?[0-9]{4}){2}"
    r"|\(?0[0-9]{2,3}(?:\)[ ]?|[ .-])[0-9]{7,8}"  # Chinese landline, with its area code
    r"|\([2-9][0-9]{2}\)[ ]?[0-9]{3}[.-][0-9]{4}"  # North American
    r"|[2-9][0-9]{2}\.[0-9]{3}\.[0-9]{4}"  # the same, with dots
    r")(?![0-9A-Za-z])"
)
_PASSPORT: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Za-z]{1,2}|(?!NO)[A-Z]{1,2}[ ])([0-9]{7,8})(?![0-9A-Za-z])"
)
_OF_A_YEAR: Final = re.compile(r"20[0-4][0-9]{4}")  # such as 2024017: an office counts so
_NUMBER: Final = re.compile("|".join(each.pattern for each in (_IDENTITY, _PHONE, _PASSPORT)))
_IDENTITY_LENGTH: Final = 18
# In names of files: the day at the start, and what stands between words. Where there are at most
# six digits together, and a letter before the next, there is no number.
_DAY: Final = re.compile(r"/[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?=[-.])")
_SEPARATORS: Final = re.compile(r"[-_./]")
_HARMLESS: Final = re.compile(
    r"[a-z]+(?:/[0-9]{1,4}(?=/))*+/(?:[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?+)?+"
    r"[^0-9@/]*+(?:[0-9]{1,6}+(?:\.|-?[A-Za-z])[^0-9@/]*+)*+"
)
_OLDEST: Final = 1901  # before this year nobody was born whom a record can name
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@record_rule()
def private_data(entry: Entry, _: Context) -> Iterable[Problem]:
    """Find what looks like a passport, an identity card, a phone number or an e-mail address."""
    record = entry.record
    # Of most records it shows quickly that there is nothing to look for in them. An approval, which
    # may look like a phone number or a passport, is suspect by its length alone.
    approval = _plain(record.approval or "")
    suspect = record.evidence or len(approval) >= _IDENTITY_LENGTH or "@" in approval
    texts = (text for where, text in _texts(record) if where[0] != "approval")
    return _in_record(record) if suspect or _could_be(_plain(_APART.join(texts))) else ()


def _in_record(record: Record) -> Iterator[Problem]:
    for where, text in _texts(record):
        for what in (_of_name if where[0] == "evidence" else _looks_like)(_plain(text)):
            # The numbers of approvals are an office's own, and look like anything.
            if where[0] != "approval" or what not in _NUMBERS:
                yield Problem(where, "private-data", {}, what)


@file_rule("plans", "imports")
def private_text(document: Document) -> Iterable[Finding]:
    """Find private data in the texts of a plan or of a mapping for imports."""
    found = (
        Problem(where, "private-data", {}, what)
        for where, text in _all_texts(document.value, ())
        for what in _looks_like(_plain(text))
    )
    return document.place([*found])


@file_rule("plans", "records", "imports")
def private_comment(document: Document) -> Iterable[Finding]:
    """Find private data in comments, which nobody counts and the history keeps all the same."""
    return _in_comments(document) if b"#" in document.data else ()


def _in_comments(document: Document) -> Iterator[Finding]:
    lines = document.data.decode("utf-8-sig").split("\n")
    # To find the comments takes long, and few lines have anything to look for.
    if not any("#" in line and _could_be(_plain(line.partition("#")[2])) for line in lines):
        return
    for comment in document.comments():
        for what in _looks_like(_plain(comment.text)):
            span = (comment.line, comment.column, comment.line, comment.column + len(comment.text))
            yield document.at(span, Problem((), "private-data", {}, f"{what}-comment"))


@name_rule
def private_name(paths: Sequence[str]) -> Iterator[Finding]:
    """Find private data in the names of files and folders, where dashes stand between the words."""
    for path in paths:
        if not (path.isascii() and _HARMLESS.fullmatch(path)):
            for what in _of_name(_plain(path)):
                yield Finding(path, 0, 0, "private-data", {}, f"{what}-name")


def _of_name(name: str) -> Iterator[str]:
    """Name what the name of a file looks like: as it is, or as words that dashes separate."""
    words = _SEPARATORS.sub(" ", _DAY.sub("/", f"/{name}"))
    # What stands before a number is another word here, not the letters of a passport.
    for what, found in _SORTS:
        if found(name if found is _email else words.lower()):
            yield what


def _all_texts(value: object, where: Where) -> Iterator[tuple[Where, str]]:
    """Go through all texts of a value, each with its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _all_texts(inner, (*where, key))
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from _all_texts(inner, (*where, at))


def _looks_like(text: str) -> list[str]:
    """Name what a text looks like; most have nothing of it."""
    return [what for what, found in _SORTS if found(text)] if _could_be(text) else []


def _could_be(text: str) -> bool:
    if "@" in text:
        return True
    return _DIGITS.search(text) is not None and _NUMBER.search(text) is not None


def _texts(record: Record) -> Iterator[tuple[Where, str]]:
    """Go through the texts of a record that could hold anything, each with its place."""
    for key in free_texts(type(record)):  # type: ignore[arg-type]  # a class can be hashed
        held = record.get(key)
        if isinstance(held, str):
            yield (key,), held
        elif isinstance(held, tuple):  # an invalid item of a list holds nothing
            yield from (((key, at), text) for at, text in enumerate(held) if text)


def _plain(text: str) -> str:
    return normalized("NFKC", text)


def _email(text: str) -> bool:
    return "@" in text and _EMAIL.search(text) is not None


def _identity(text: str) -> bool:
    """Tell whether a text has a resident's number: its birthday is a day, its last digit checks.

    The check is that of GB 11643-1999, which is ISO 7064 MOD 11-2.
    """
    if len(text) < _IDENTITY_LENGTH:
        return False
    for match in _IDENTITY.finditer(text):
        number = re.sub("[ -]", "", match.group())
        total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
        if "10X98765432"[total % 11] == number[17].upper() and _is_day(number[6:14]):
            return True
    return False


def _phone(text: str) -> bool:
    return _PHONE.search(text) is not None


def _passport(text: str) -> bool:
    """Tell whether a text has a passport's number, which letters before a day or year are not."""
    numbers = (match.group(1) for match in _PASSPORT.finditer(text))
    return any(not _is_day(number) and not _OF_A_YEAR.fullmatch(number) for number in numbers)


def _is_day(digits: str) -> bool:
    """Tell whether digits are a day, written without dashes."""
    year, month, day = digits[:4], digits[4:6], digits[6:]
    return is_day(f"{year}-{month}-{day}") and int(year) >= _OLDEST


_NUMBERS: Final = frozenset({"passport", "phone"})
_SORTS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("email", _email),
    ("identity", _identity),
    ("phone", _phone),
    ("passport", _passport),
)
