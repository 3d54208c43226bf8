"""Days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.typed_days import NotADayError, read_day

TODAY = date(2024, 9, 30)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-04-12", "2024-04-12"),
        ("2026/3/12", "2026-03-12"),
        ("2026.3.12", "2026-03-12"),
        ("20240412", "2024-04-12"),
        ("2026年3月12日", "2026-03-12"),
        ("2026 年 3 月 12 号", "2026-03-12"),
        ("２０２６年３月１２日", "2026-03-12"),
        ("3月12日", "2024-03-12"),
        ("二〇二四年十月二十一日", "2024-10-21"),
        ("二○二四年 十二月 三十日", "2024-12-30"),
        ("二零二四年元月十号", "2024-01-10"),
        ("九月三日", "2024-09-03"),
        ("２０２４．４．１２", "2024-04-12"),
        ("１１－２０", "2024-11-20"),
        ("2024-04-12T00:00:00", "2024-04-12"),
        ("2024-04-12 00:00", "2024-04-12"),
        ("11-20", "2024-11-20"),
        ("01-05", "2024-01-05"),
        ("20 Nov", "2024-11-20"),
        ("20. November 2023", "2023-11-20"),
        ("20nov", "2024-11-20"),
        ("Nov 20", "2024-11-20"),
        ("Nov 20, 2025", "2025-11-20"),
        ("Sept. 3", "2024-09-03"),
        ("29 Feb", "2024-02-29"),
        ("31/10/2024", "2024-10-31"),
        ("10/31/2024", "2024-10-31"),
        ("31.10.2024", "2024-10-31"),
        ("31. 10. 2024", "2024-10-31"),
        ("31-10-2024", "2024-10-31"),
        ("31 10 2024", "2024-10-31"),
        ("３１／１０／２０２４", "2024-10-31"),
        ("10/31/2024 12:00:00 AM", "2024-10-31"),
        ("5/5/2024", "2024-05-05"),
        ("10/31/24", "2024-10-31"),
        ("4/4/04", "2004-04-04"),
        ("31.12.99", "1999-12-31"),
        ("12/31/73", "2073-12-31"),
        ("today", "2024-09-30"),
        (" Yesterday ", "2024-09-29"),
        ("tomorrow", "2024-10-01"),
        ("昨天", "2024-09-29"),
        ("上周五", "2024-09-27"),
        ("上星期一", "2024-09-23"),
        ("上个礼拜天", "2024-09-29"),
        ("本周五", "2024-10-04"),
        ("这周日", "2024-10-06"),
        ("下周一", "2024-10-07"),
        ("last friday", "2024-09-27"),
        ("last monday", "2024-09-23"),
        ("monday", "2024-09-23"),
        ("fri", "2024-09-27"),
        ("this friday", "2024-10-04"),
        ("next monday", "2024-10-07"),
        ("next friday", "2024-10-04"),
    ],
)
def test_day_is_read(text: str, day: str) -> None:
    """Without a year this year is meant; a weekday alone is the latest before today."""
    assert read_day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", []),
        ("soon", []),
        ("ma 3", []),
        ("m", []),
        ("2024-02-30", []),
        ("30 Feb", []),
        ("2024-4/12", []),
        ("一二月三日", []),
        ("十十月三日", []),
        ("十三月三日", []),
        ("二四年三月三日", []),
        ("三月", []),
        ("周五", []),
        ("上周七", []),
        ("1024-04-12", []),
        ("31-12", []),
        ("04/05/2024", ["2024-04-05", "2024-05-04"]),
        ("4.5.2024", ["2024-04-05", "2024-05-04"]),
        ("31/10/24", ["2024-10-31", "2031-10-24"]),
        ("24-10-31", ["2024-10-31", "2031-10-24"]),
        ("01/02/03", ["2001-02-03", "2003-01-02", "2003-02-01"]),
        ("31/31/2024", []),
        ("29/02/2023", []),
        ("31/10-2024", []),
        ("31/12/1024", []),
        ("31/12", []),
        ("45387", []),
        ("2024-04-12 10:30", []),
    ],
)
def test_what_is_no_day_or_several_is_refused(text: str, days: list[str]) -> None:
    """A day that can mean two is refused with both."""
    with pytest.raises(NotADayError) as caught:
        read_day(text, TODAY)
    assert [str(day) for day in caught.value.days] == days


@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)), st.dates(date(1901, 1, 1), date(2198, 1, 1)))
def test_whole_day_does_not_depend_on_today(day: date, today: date) -> None:
    """A day with its year is the same whenever it is typed, and in whatever writing."""
    first = f"{day:%d}/{day:%m}/{day.year}", f"{day:%m}/{day:%d}/{day.year}"
    for text in (
        *(first if day.day > 12 or day.day == day.month else ()),
        f"{day}",
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%d %b %Y}",
    ):
        assert read_day(text, today) == day


@given(st.dates(date(1901, 1, 1), date(2198, 1, 1)), st.integers(-90, 90))
def test_day_without_a_year_is_near(today: date, days: int) -> None:
    """Three months back and ahead, the month and the day are enough, across New Year too."""
    day = today + timedelta(days)
    if (day.month, day.day) != (2, 29):
        assert read_day(f"{day:%d %B}", today) == day
