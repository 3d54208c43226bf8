"""The file name of a new record: its date, kind, indicator, and a word that tells.

The word keeps the letters of its own script, for a Chinese title spelled in Latin letters by rule
helps nobody; Latin letters lose their accents. Whatever is no letter or digit becomes a dash, so
that a name can hold no path, and is the same on every system. `oicekpi.storage.write` adds a mark
of the content to the name.
"""

import unicodedata
from collections.abc import Container, Iterable, Iterator
from datetime import date
from itertools import count
from typing import Final

from oicekpi.domain.countries import NAMES
from oicekpi.domain.record import KINDS
from oicekpi.domain.vocabulary import DAY_SHAPE, NoDayError, day
from oicekpi.storage import yamlfile
from oicekpi.storage.record_text import Fields, values

MAX_WORD: Final = 60  # bytes; the name then stays far below the 255 that file systems allow


def stem(fields: Fields) -> str:
    """Give the id that a new record would best have, such as 2024-04-12-trip-a1-staff-germany.

    `fields` are those of a valid record. Another record may have the id already: see
    `oicekpi.storage.write.create`.
    """
    given = values(fields)
    kind = str(given["kind"])
    indicator = given["indicator"]
    first = indicator[0] if isinstance(indicator, tuple) else indicator
    texts = (
        str(given[key]) for key in (KINDS[kind].NAMED_BY if kind in KINDS else ()) if key in given
    )
    words = (slug(NAMES.get(text, text)) for text in texts)
    word = next((word for word in words if word), "")
    parts = (str(given["date"]), slug(kind), slug(str(first)), word)
    return "-".join(part for part in parts if part)


def redated(path: str, to: date) -> str:
    """Give the path that a record's file has after the record's day became `to`.

    `path` is that of a file named by a day, from the workspace's folder. It moves to another
    folder only where its folder is named by the year.
    """
    *folders, name = path.split("/")
    if folders[-1] == name[:4]:
        folders[-1] = f"{to.year:04}"
    dated = to.isoformat()
    return "/".join((*folders, f"{dated}{name[len(dated) :]}"))


def renamed(path: str, data: bytes) -> str:
    """Give the path that a record's file should have when it holds `data`.

    It is another where the file is named by a day, and the record in it has another day.
    """
    name = path.rpartition("/")[2]
    try:
        value = yamlfile.read(data)
        written = day(value.get("date") if isinstance(value, dict) else None)
    except (yamlfile.YamlRefusedError, NoDayError):
        return path  # what is wrong with it, others say
    by_day = DAY_SHAPE.match(name)
    return path if not by_day or by_day[0] == written.isoformat() else redated(path, written)


def numbered(name: str) -> Iterator[str]:
    """Give a name, and what it may be instead where it is taken: `…-2`, `…-3`."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def free(stem: str, known: Container[str], taken: Container[str] = ()) -> Iterator[str]:
    """Give the file names that a record of this id may have, the best first.

    `known` are the ids that others have, as `folded` gives them; `taken` are further ones, as they
    are.
    """
    return (
        f"{wanted}.yaml"
        for wanted in numbered(stem)
        if folded(wanted) not in known and wanted not in taken
    )


def all_free(
    stems: Iterable[str], known: Container[str], taken: Container[str] = ()
) -> Iterator[str]:
    """Give each of many records a file name that no other has, in time linear in their number."""
    given: set[str] = set()
    coming: dict[str, Iterator[str]] = {}
    for stem in stems:
        # Records of one id go on where the last one stopped, instead of counting from 2 again.
        names = coming.setdefault(stem, free(stem, known, taken))
        name = next(name for name in names if folded(name) not in given)
        given.add(folded(name))
        yield name


def folded(name: str) -> str:
    """Return what two names share that some system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def slug(text: str) -> str:
    """Give a text as letters, digits and single dashes, all small, at most `MAX_WORD` bytes.

    It is empty where the text has no letter or digit. It is in the normal form NFC.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    whole = "-".join(part for part in "".join(_letters(folded)).split("-") if part)
    whole = unicodedata.normalize("NFC", whole)
    if len(whole.encode()) <= MAX_WORD:
        return whole
    cut = whole.encode()[: MAX_WORD + 1].decode(errors="ignore")
    head, dash, _ = cut.rpartition("-")
    # Whole words where that keeps most of it; a script without spaces is cut anywhere.
    if dash and len(head.encode()) >= MAX_WORD // 2:
        return head
    return cut.encode()[:MAX_WORD].decode(errors="ignore").rstrip("-")


def _letters(text: str) -> Iterator[str]:
    """Give Latin letters without their accents, other letters and digits as they are, else a dash.

    A mark (an accent or vowel sign that stands by itself) goes with the letter before it.
    """
    before = "-"
    for character in text:
        base, sort = unicodedata.normalize("NFKD", character)[:1], unicodedata.category(character)
        if base.isascii() and base.isalnum():
            kept = base
        elif sort[0] in "LN":
            kept = character
        elif sort[0] == "M":
            kept = "" if before.isascii() else character
        else:
            kept = "-"
        yield kept
        before = kept or before
