"""Texts where one name belongs, that are none, or seem to be several."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LONGEST: Final = 200  # characters that are looked at
_PSEUDONYM: Final = re.compile(r"[A-Za-z]+[-_.]?\d+", re.ASCII)  # as most names are
_HAN: Final = "[\u3400-\u9fff]"
# Numbers with a word or a sign beside them, words for many, and errors of a spreadsheet. A number
# alone may be someone's, and so may 2021-017.
_NO_NAME: Final = re.compile(
    r"(?:[~≈<>约近]|(?:about|around|approx|ca|circa)\b\.?)\s*\d.*"
    r"|\d+\s*(?:\s\S.*|[.+%?(人名位].*)|\d{1,3}[-–]\d{1,3}|\d+e\d+"
    r"|约?[一二两三四五六七八九十百千]+\s?[人名位].*"
    r"|(?:several|some|many|all|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?:\s(?:people|persons|others|staff|students|teachers|colleagues))?"
    r"|everyone|everybody|大家|若干.*|[多数][人名位].*|全体.*"
    r"|\W+|#.*"
    r"|.*\b(?:cancell?ed|withdrawn|withdrew|absent|tb[acd])\b.*"
    r"|.*(?:取消|未成行|未去|未参加|退出|缺席|待定|待确认).*",
    re.IGNORECASE,
)
# What another text leaves around a name. A name may begin with an apostrophe, and end with a dot.
_SIGNS: Final = re.compile(
    r"[\"“”„「『《<*,、;:!?|=].*|[-–—•]\s?.+|.*[\"“”„」』》>*,、;:!?|]|[(\[{【].*[)\]}】]|[‘'].*[’']",
)
_SEVERAL_PEOPLE: Final = re.compile(
    r"\w\s*[/&+|\t]\s*\w|\w\s(?:and|und|et)\s\w|等$|\bet al\b"
    rf"|\d\s+\w\S*\d|{_HAN}{{2}}[和与及跟]{_HAN}{{2}}"
    rf"|(?<!{_HAN}){_HAN}{{2,3}}\s+{_HAN}{{2,3}}(?!{_HAN})",
    re.IGNORECASE,
)
# `Institute of Arts and Design` is one, and so is `数学与系统科学研究院`.
_INSTITUTION: Final = "(?:university|college|institute)"
_SCHOOL: Final = "(?:大学|学院|研究院|研究所)"
_SEVERAL_PARTNERS: Final = re.compile(
    r"[;、|\t\n]|\s/\s"
    rf"|{_SCHOOL}\s*[,/&+和与及]\s*.*{_SCHOOL}"
    rf"|\b{_INSTITUTION}\b[^,]*\s(?:and|&|\+)\s(?:the\s)?{_INSTITUTION}\b"
    rf"|\b{_INSTITUTION}\s(?:and|&|\+)\s[^,]*\b{_INSTITUTION}\b",
    re.IGNORECASE,
)


def is_no_name(text: str) -> bool:
    """Tell whether a text says how many people there were, or who was not there."""
    return not _PSEUDONYM.fullmatch(text) and _NO_NAME.fullmatch(_plain(text)) is not None


@lru_cache(maxsize=10_000)  # partners come again and again
def has_signs(text: str) -> bool:
    """Tell whether there are signs around a name, with which it is another: `“Ann”`, `Ann,`."""
    return _SIGNS.fullmatch(_plain(text)) is not None


def are_several_people(text: str) -> bool:
    """Tell whether the name of a person may be those of several: `Ann & Ben`, `李明等`."""
    return not _PSEUDONYM.fullmatch(text) and _SEVERAL_PEOPLE.search(_plain(text)) is not None


@lru_cache(maxsize=10_000)
def are_several_partners(text: str) -> bool:
    """Tell whether the name of a partner may be those of several: `北京大学、清华大学`."""
    return _SEVERAL_PARTNERS.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
