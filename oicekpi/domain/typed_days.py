"""Days as people type them: `2024-04-12`, `20 Nov`, `四月十二日`, `last friday`, `上周五`.

Only what can be read in one way is read. `04/05/2024` is the fourth of May to some readers and the
fifth of April to others, so it is refused; `31/10/2024` is one day to all of them.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from oicekpi.domain.vocabulary import YEARS

_WORDS: Final = {
    "today": 0, "yesterday": -1, "tomorrow": 1,
    "今天": 0, "昨天": -1, "明天": 1, "前天": -2, "后天": 2,
    "heute": 0, "gestern": -1, "morgen": 1,
}  # fmt: skip
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_FAR: Final = timedelta(days=180)  # by how much a day of another year must be nearer
_SHORTEST: Final = 3  # letters by which a month or a weekday is known

# At midnight, as spreadsheets write a day.
_MIDNIGHT: Final = r"(?:[ T](?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? AM))?"
# Patterns are compiled when somebody types what they are for: to compile these takes 2 ms.
_NUMBERS: Final = (
    r"(?a)(?:(?P<year>\d{4})(?P<between>[-/.])(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})"
    r"|(?P<year2>\d{4})(?P<month2>\d{2})(?P<day2>\d{2})"
    r"|(?:(?P<year3>\d{4})\s?年\s?)?(?P<month3>\d{1,2})\s?月\s?(?P<day3>\d{1,2})\s?[日号]?"
    rf"|(?P<month4>\d{{1,2}})-(?P<day4>\d{{1,2}})){_MIDNIGHT}"
)
_YEAR_LAST: Final = rf"(?a)(\d{{1,2}})([-/ ]|\. ?)(\d{{1,2}})\2(\d{{4}}|\d\d){_MIDNIGHT}"
_DAY_FIRST: Final = r"(?a)(\d{1,2})\.?\s*([a-z]+)\.?,?\s*(\d{4})?"
_MONTH_FIRST: Final = r"(?a)([a-z]+)\.?\s*(\d{1,2})(?:,\s*|\s+|$)(\d{4})?"
_WEEKDAY: Final = r"(?a)(last|this|next)?\s*([a-z]+)"
_CHINESE_WEEKDAY: Final = r"([上本这下])个?(?:周|星期|礼拜)([一二三四五六日天])"

# A year in Chinese is written digit by digit, a month or a day as a number: 二〇二四年十月二十一日.
_NUMERALS: Final = "零一二三四五六七八九"
_CHINESE: Final = (
    rf"(?<![十〇○{_NUMERALS}])(?:(?P<year>[〇○{_NUMERALS}]{{4}})(?=\s?年)"
    rf"|(?P<number>元|[{_NUMERALS}]?十[{_NUMERALS}]?|[{_NUMERALS}])(?=\s?[月日号]))"
)


def _in_digits(found: re.Match[str]) -> str:
    if found["year"]:
        return "".join(str(max(_NUMERALS.find(each), 0)) for each in found["year"])
    tens, ten, ones = found["number"].replace("元", "一").rpartition("十")
    number = 10 * (_NUMERALS.find(tens) if tens else len(ten)) + _NUMERALS.find(ones or "零")
    return str(number)


class NotADayError(ValueError):
    """A text that is not a day, or can be more than one; `days` are those that it can be."""

    def __init__(self, text: str, days: tuple[date, ...] = ()) -> None:
        """Keep the text as it was typed."""
        super().__init__(text)
        self.text = text
        self.days = days


def read_day(text: str, today: date) -> date:
    """Return the day that someone typed on the day `today`.

    A day without a year is of the year of `today`, or if that is far away, of the year in which it
    is nearest: 20 December on 5 January is last December. A weekday alone, or with `last`, is the
    latest before `today`; in Chinese it is one of a week, which begins on Monday. Raises
    `NotADayError`.
    """
    plain = _plain(text)
    if plain in _WORDS:
        return today + timedelta(days=_WORDS[plain])
    try:
        found = _by_numbers(plain, today) or _by_month(plain, today) or _by_weekday(plain, today)
    except (ValueError, OverflowError):
        raise NotADayError(text) from None
    if found is None:
        days = sorted({*meanings(text, today).values()})
        if len(days) == 1:
            return days[0]
        raise NotADayError(text, tuple(days))
    if found.year not in YEARS:
        raise NotADayError(text)
    return found


def _by_numbers(plain: str, today: date) -> date | None:
    found = re.fullmatch(_NUMBERS, plain.upper())
    if found is None:
        return None
    parts = {
        key.rstrip("234"): int(value)
        for key, value in found.groupdict().items()
        if value and key != "between"
    }
    return _of_year(parts.get("year"), parts["month"], parts["day"], today)


def _by_month(plain: str, today: date) -> date | None:
    if found := re.fullmatch(_DAY_FIRST, plain):
        day, month, year = found.groups()
    elif found := re.fullmatch(_MONTH_FIRST, plain):
        month, day, year = found.groups()
    else:
        return None
    number = _place(month, _MONTHS)
    if number is None:
        return None
    return _of_year(int(year) if year else None, number + 1, int(day), today)


def _by_weekday(plain: str, today: date) -> date | None:
    if found := re.fullmatch(_CHINESE_WEEKDAY, plain):
        weeks = {"上": -1, "下": 1}.get(found[1], 0)
        day = min("一二三四五六日天".index(found[2]), 6)
        return today + timedelta(days=7 * weeks + day - today.weekday())
    found = re.fullmatch(_WEEKDAY, plain)
    number = _place(found[2], _WEEKDAYS) if found else None
    if found is None or number is None:
        return None
    back = (today.weekday() - number) % 7
    match found[1]:
        case "next":
            return today + timedelta(days=7 - back)
        case "this":
            return today + timedelta(days=number - today.weekday())
        case _:
            return today - timedelta(days=back or 7)


def _place(word: str, known: tuple[str, ...]) -> int | None:
    """Return the place of the only word that begins so."""
    if len(word) < _SHORTEST:
        return None
    fitting = [at for at, each in enumerate(known) if each.startswith(word)]
    return fitting[0] if len(fitting) == 1 else None


def _of_year(year: int | None, month: int, day: int, today: date) -> date:
    """Return a day of the year, or without one of the year that is meant on the day `today`.

    Raises `ValueError` where there is no such day.
    """
    if year is not None:
        return date(year, month, day)
    days = []
    for each in (today.year - 1, today.year, today.year + 1):
        try:
            days.append(date(each, month, day))
        except ValueError:  # 29 February
            continue
    return min(days, key=lambda each: (each.year != today.year) * _FAR + abs(each - today))


def meanings(text: str, today: date) -> dict[str, date]:
    """Return the days that three numbers such as `04/05/2024` can mean, by which comes first.

    That is `day` or `month`, or where the year has two digits, `year`. Such a year is the one
    nearest to `today` that ends so. A text of another form means nothing here.
    """
    found = re.fullmatch(_YEAR_LAST, _plain(text).upper())
    if found is None:
        return {}
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    orders = {"day": (third, second, first), "month": (third, first, second)}
    if len(found[4]) < len("2024"):
        orders = {
            order: (_nearest_year(year, today), month, day)
            for order, (year, month, day) in {**orders, "year": (first, second, third)}.items()
        }
    days: dict[str, date] = {}
    for order, parts in orders.items():
        with suppress(ValueError):
            days[order] = date(*parts)
    return {order: day for order, day in days.items() if day.year in YEARS}


def _nearest_year(ending: int, today: date) -> int:
    century = today.year - today.year % 100
    years = (century + ending + 100 * more for more in (-1, 0, 1))
    return min(years, key=lambda year: abs(year - today.year))


def _plain(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub(_CHINESE, _in_digits, plain) if "月" in plain else plain
