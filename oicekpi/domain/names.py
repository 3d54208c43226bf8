"""Texts where one name belongs, that are none, or seem to be several."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_LONGEST: Final = 200  # characters that are looked at
_PSEUDONYM: Final = re.compile(r"[A-Za-z]+[-_.]?\d+(?:[-_.]\d+)*", re.ASCII)

# Of each pair of patterns, the first is for every text, the second only for one that is not ASCII:
# sets of Chinese letters take long to compile. So does ignoring the case; texts are in lower case.
# Each pattern is compiled when it is first needed.

# Numbers with a word or a sign beside them, words for many, those who did not come, and errors of a
# spreadsheet. A number alone may be someone's, and so may 2021-017.
_NO_NAME: Final = (
    (
        r"(?:[~<>]|(?:about|around|approx|ca|circa)\b\.?)\s*\d.*"
        r"|\d+\s*(?:\s\S.*|[.+%?(].*)|\d{1,3}-\d{1,3}|\d+e\d+"
        r"|(?:several|some|many|all|two|three|four|five|six|seven|eight|nine|ten)"
        r"(?:\s(?:people|persons|others|staff|students|teachers|colleagues))?"
        r"|everyone|everybody|\W+|#.*"
        r"|.*\b(?:cancell?ed|withdrawn|withdrew|absent|tb[acd])\b.*"
    ),
    (
        r"[≈约近]\s*\d.*|\d+\s*[人名位].*|\d{1,3}–\d{1,3}"
        r"|约?[一二两三四五六七八九十百千]+\s?[人名位].*"
        r"|大家|若干.*|[多数][人名位].*|全体.*"
        r"|.*(?:取消|未成行|未去|未参加|退出|缺席|待定|待确认).*"
    ),
)
# What another text leaves around a name. A name may begin with an apostrophe, and end with a dot.
_SIGNS: Final = (
    r"[\"<*,;:!?|=].*|-\s?.+|.*[\">*,;:!?|]|[(\[{].*[)\]}]|'.*'",
    r"[“”„「『《、].*|[–—•]\s?.+|.*[“”„」』》、]|[(\[{【].*[)\]}】]|[‘'].*[’']",
)
_HAN: Final = "[\u3400-\u9fff]"
_SEVERAL_PEOPLE: Final = (
    r"\w\s*[/&+|\t]\s*\w|\w\s(?:and|und|et)\s\w|\bet al\b|\d\s+\w\S*\d",
    (
        rf"等$|{_HAN}{{2}}[和与及跟]{_HAN}{{2}}"
        rf"|(?<!{_HAN}){_HAN}{{2,3}}\s+{_HAN}{{2,3}}(?!{_HAN})"
    ),
)
# `Institute of Arts and Design` is one, and so is `数学与系统科学研究院`.
_INSTITUTION: Final = "(?:university|college|institute)"
_SCHOOL: Final = "(?:大学|学院|研究院|研究所)"
_SEVERAL_PARTNERS: Final = (
    (
        r"[;|\t\n]|\s/\s"
        rf"|\b{_INSTITUTION}\b[^,]*\s(?:and|&|\+)\s(?:the\s)?{_INSTITUTION}\b"
        rf"|\b{_INSTITUTION}\s(?:and|&|\+)\s[^,]*\b{_INSTITUTION}\b"
    ),
    rf"、|{_SCHOOL}\s*[,/&+和与及]\s*.*{_SCHOOL}",
)


def is_pseudonym(text: str) -> bool:
    """Tell whether a text is one person for sure: letters and a number, as most names are."""
    return _PSEUDONYM.fullmatch(text) is not None


@lru_cache(maxsize=10_000)  # people and partners come again and again
def is_no_name(text: str) -> bool:
    """Tell whether a text says how many people there were, or who was not there."""
    return not is_pseudonym(text) and _found(re.fullmatch, _NO_NAME, text)


@lru_cache(maxsize=10_000)
def has_signs(text: str) -> bool:
    """Tell whether there are signs around a name, with which it is another: `“Ann”`, `Ann,`."""
    return _found(re.fullmatch, _SIGNS, text)


@lru_cache(maxsize=10_000)
def are_several_people(text: str) -> bool:
    """Tell whether the name of a person may be those of several: `Ann & Ben`, `李明等`."""
    return not is_pseudonym(text) and _found(re.search, _SEVERAL_PEOPLE, text)


@lru_cache(maxsize=10_000)
def are_several_partners(text: str) -> bool:
    """Tell whether the name of a partner may be those of several: `北京大学、清华大学`."""
    return _found(re.search, _SEVERAL_PARTNERS, text)


def _found(
    look: Callable[[str, str], re.Match[str] | None], patterns: tuple[str, str], text: str
) -> bool:
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip().lower()
    latin, chinese = patterns
    if look(latin, plain):
        return True
    return not plain.isascii() and look(chinese, plain) is not None
