"""Whether a file, or its name, tells what should not enter a history that cannot forget.

The words of a finding never repeat what was found.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from operator import itemgetter
from typing import Final, TypeAlias

from oicekpi.checks.rules.rule import Context
from oicekpi.domain.finding import Fault, Finding, Level, Where
from oicekpi.domain.record import Record
from oicekpi.domain.vocabulary import is_day
from oicekpi.schema.record_files import Entry
from oicekpi.storage import document, yamlfile

# What people write freely; a day, a country or an id is none of it.
_FIELDS: Final = (
    "reason",
    "title",
    "role",
    "fund",
    "level",
    "partner",
    "subject",
    "purpose",
    "outcome",
    "note",
)
_LISTS: Final = ("people", "evidence")
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
_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_PHONE: Final = re.compile(
    r"(?<![0-9A-Za-z+.=-])(?:"
    r"\+[0-9]{1,3}(?:[ .()-]{0,2}[0-9]){7,13}"  # international
    r"|(?:86[ -]?)?1[3-9][0-9]"  # Chinese mobile; not a number before two years, nor thousands
    r"(?![ -]20[0-4][0-9][ -]20[0-4][0-9]|[ -]?0000)(?:[ -]?[0-9]{4}){2}"
    r"|\(?0[0-9]{2,3}(?:\)[ ]?|[ -])[0-9]{7,8}"  # Chinese landline, with its area code
    r"|\([2-9][0-9]{2}\)[ ]?[0-9]{3}-[0-9]{4}"  # North American
    r")(?![0-9A-Za-z])"
)
_PASSPORT: Final = re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2}[0-9]{7,8}(?![0-9A-Za-z])")
_OF_A_YEAR: Final = re.compile(r"20[0-4][0-9]{4}")  # such as 2024017: an office counts so
_NUMBER: Final = re.compile("|".join(each.pattern for each in (_IDENTITY, _PHONE, _PASSPORT)))
_IDENTITY_LENGTH: Final = 18
_CODE: Final = "private-data"
_MEND: Final = "take it out before it is merged: the history of a repository keeps it"
_SIGN: Final = re.compile(r"(?:^|(?<=[ \t]))#")  # where a comment may begin
_Place: TypeAlias = tuple[int, int]  # line and column
# In names of files: the day at the start, and what stands between words. Where there are at most
# six digits together, and a letter before the next, there is no number.
_DAY: Final = re.compile(r"/[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?=[-.])")
_SEPARATORS: Final = re.compile(r"[-_./]")
_HARMLESS: Final = re.compile(
    r"[a-z]+(?:/[0-9]{1,4}(?=/))*+/(?:[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?+)?+"
    r"[^0-9@/]*+(?:[0-9]{1,6}+(?:\.|-?[A-Za-z])[^0-9@/]*+)*+"
)
_texts_of: Final = itemgetter(*(Record._fields.index(key) for key in _FIELDS))
_OLDEST: Final = 1901  # before this year nobody was born whom a record can name
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def private_data(entry: Entry, _: Context) -> Iterable[Fault]:
    """Find what looks like a passport, an identity card, a phone number or an e-mail address."""
    return _in_record(entry) if _is_suspect(entry.record) else ()


def _in_record(entry: Entry) -> Iterator[Fault]:
    for where, text in _texts(entry.record):
        for what in _of_name(text) if where[0] == "evidence" else _looks_like(text):
            # The numbers of approvals are an office's own, and look like anything.
            if where[0] != "approval" or what not in _NUMBERS:
                message = f"this looks like {what}"
                yield Fault(where, _CODE, message, _MEND, level=Level.WARNING)


def private_in_plan(path: str, data: bytes) -> Iterator[Finding]:
    """Find private data in the texts of a plan, wherever one stands."""
    told = (
        Fault(where, _CODE, f"this looks like {what}", _MEND, level=Level.WARNING)
        for where, text in _all_texts(yamlfile.sift(data)[0], ())
        for what in _looks_like(_plain(text))
    )
    yield from document.place(path, data, told)


def private_comment(path: str, data: bytes) -> Iterable[Finding]:
    """Find private data in comments, which nobody counts and the history keeps all the same."""
    return _in_comments(path, data) if b"#" in data else ()


def _in_comments(path: str, data: bytes) -> Iterator[Finding]:
    lines = data.decode("utf-8-sig").split("\n")
    suspects = {
        number: line
        for number, line in enumerate(lines, start=1)
        if "#" in line and (sign := _SIGN.search(line))
        if _looks_like(_plain(line[sign.end() :]))
    }
    if not suspects:
        return
    held = _values_on(suspects, data)
    for number, line in suspects.items():
        for sign in _SIGN.finditer(line):
            column = sign.end()
            if not any(start <= (number, column) < end for start, end in held[number]):
                yield from _of_comment(path, number, column, line[column:])
                break


def _values_on(lines: Container[int], data: bytes) -> dict[int, list[tuple[_Place, _Place]]]:
    """Give the values that stand on some lines, by line: in a value no comment begins."""
    held: dict[int, list[tuple[_Place, _Place]]] = defaultdict(list)
    for line, column, end_line, end_column in yamlfile.locate(data).values.values():
        for number in range(line, end_line + 1):
            if number in lines:
                held[number].append(((line, column), (end_line, end_column)))
    return held


def _of_comment(path: str, line: int, column: int, said: str) -> Iterator[Finding]:
    end = column + len(said) + 1
    for what in _looks_like(_plain(said)):
        message = f"this comment looks like {what}"
        yield Finding(path, line, column, _CODE, message, _MEND, Level.WARNING, line, end)


def private_name(paths: Iterable[str]) -> Iterator[Finding]:
    """Find private data in the names of files and folders, where dashes stand between the words."""
    for path in paths:
        if not (path.isascii() and _HARMLESS.fullmatch(path)):
            for what in _of_name(_plain(path)):
                message = f"this name looks like {what}"
                yield Finding(path, 0, 0, _CODE, message, _MEND, Level.WARNING)


def _of_name(name: str) -> Iterator[str]:
    """Name what a file's name looks like: as it is, and as words of which dashes are the blanks."""
    words = _SEPARATORS.sub(" ", _DAY.sub("/", f"/{name}")).upper()
    for what, found in _SORTS:
        if found(name if found is _email else words):
            yield what


def _all_texts(value: yamlfile.Value, where: Where) -> Iterator[tuple[Where, str]]:
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


def _is_suspect(record: Record) -> bool:
    """Tell quickly of most records that there is nothing to look for in them."""
    texts = filter(None, _texts_of(record))
    if record.evidence or _could_be(_plain(_APART.join((*texts, *record.names)))):
        return True
    approval = record.approval
    return approval is not None and (len(approval) >= _IDENTITY_LENGTH or "@" in approval)


def _could_be(text: str) -> bool:
    if "@" in text:
        return True
    return _DIGITS.search(text) is not None and _NUMBER.search(text) is not None


def _texts(record: Record) -> Iterator[tuple[Where, str]]:
    """Go through the texts of a record that could hold anything, each with its place."""
    for key, value in record._asdict().items():
        if value and (key in _FIELDS or key == "approval"):
            yield (key,), _plain(value)
        elif key in _LISTS and isinstance(value, tuple):
            yield from (((key, at), _plain(text)) for at, text in enumerate(value))


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _email(text: str) -> bool:
    return "@" in text and _EMAIL.search(text) is not None


def _identity(text: str) -> bool:
    if len(text) < _IDENTITY_LENGTH:
        return False
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
    """Tell whether a text has a passport's number, which letters before a day or year are not."""
    numbers = (
        match.group().lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for match in _PASSPORT.finditer(text)
    )
    return any(not _is_day(number) and not _OF_A_YEAR.fullmatch(number) for number in numbers)


def _is_day(digits: str) -> bool:
    """Tell whether digits are a day, written without dashes."""
    year, month, day = digits[:4], digits[4:6], digits[6:]
    return is_day(f"{year}-{month}-{day}") and int(year) >= _OLDEST


_A_PHONE: Final = "a phone number"
_A_PASSPORT: Final = "a passport's number"
_NUMBERS: Final = frozenset({_A_PASSPORT, _A_PHONE})
_SORTS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("an e-mail address", _email),
    ("a resident's identity number", _identity),
    (_A_PHONE, _phone),
    (_A_PASSPORT, _passport),
)
