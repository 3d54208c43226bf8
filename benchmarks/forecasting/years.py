"""Real years of dated counts, and how they stood on some dates."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import floor
from pathlib import Path
from typing import Final, TypeAlias

from oicekpi.domain.forecast import Arrival

COLUMNS: Final = frozenset({"series", "year", "target", "events"})
DATES: Final = (0.25, 0.5, 0.75)
LATE_DATES: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99)
Tally: TypeAlias = Counter[str]
"""What could not be used, and how often."""


@dataclass(frozen=True, slots=True)
class Year:
    """One series in one year, with what happened as days of the year and sizes."""

    series: str
    days: int
    target: int
    events: tuple[tuple[int, int], ...]
    number: int = 0
    """The year of the calendar."""


@dataclass(frozen=True, slots=True)
class Case:
    """One year as it stood on one date, and what came after."""

    series: str
    at: float
    share: float
    target: int
    arrivals: tuple[Arrival, ...]
    done: int
    more: int

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return self.target - self.done

    @property
    def made(self) -> bool:
        """Whether the target was reached in the end."""
        return self.more >= self.missing

    @property
    def ratio(self) -> float:
        """Actual over expected by that date."""
        return self.done / (self.target * self.share)

    @property
    def due(self) -> int:
        """The whole units that were due by that date."""
        return floor(self.target * self.share)


def read_years(path: Path) -> tuple[list[Year], Tally]:
    """Give the years of a file, and how many rows and events could not be used, and why."""
    tally: Tally = Counter()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        lacking = COLUMNS - set(rows.fieldnames or ())
        if lacking:
            message = f"{path} lacks the columns {', '.join(sorted(lacking))}"
            raise ValueError(message)
        years = [year for row in rows if (year := read_year(row, tally))]
    return years, tally


def read_year(row: Mapping[str, str | None], tally: Tally) -> Year | None:
    """Give one row as a year; None, and why in the tally, where it cannot be used."""
    try:
        first = date(int(row["year"] or ""), 1, 1)
        target = int(row["target"] or 0)
    except ValueError:
        tally["rows without a readable year or target, skipped"] += 1
        return None
    if target < 1:
        tally["rows without a target of at least 1, skipped"] += 1
        return None
    days = (date(first.year, 12, 31) - first).days + 1
    events = tuple(sorted(read_events(row["events"] or "", first, days, tally)))
    compare_total(row.get("actual"), sum(size for _, size in events), tally)
    return Year(row["series"] or "", days, target, events, first.year)


def read_events(text: str, first: date, days: int, tally: Tally) -> Iterator[tuple[int, int]]:
    """Go through the events: day of the year, and size; what is not of the year is counted."""
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        day, _, size = part.partition(":")
        try:
            event = (date.fromisoformat(day) - first + timedelta(1)).days, int(size)
        except ValueError:
            tally["events that cannot be read, left out"] += 1
            continue
        if not 1 <= event[0] <= days:
            tally["events outside their year, left out"] += 1
        elif event[1] < 1:
            tally["events of a size below 1, left out"] += 1
        else:
            yield event


def compare_total(actual: str | None, total: int, tally: Tally) -> None:
    """Count a row whose own total is not that of its events; the events are believed."""
    if actual and actual.strip() != str(total):
        tally["rows whose actual is not the sum of their events"] += 1


def cases(years: Sequence[Year]) -> list[Case]:
    """Give all years at all dates, without those that have achieved their target by then."""
    looks = (look(year, at) for year in years for at in DATES)
    return [case for case in looks if case.missing > 0]


def ones(years: Sequence[Year]) -> list[Case]:
    """Give the years as if one unit were needed, in their second half, while there is none."""
    looks = (look(replace(year, target=1), at) for year in years for at in LATE_DATES)
    return [case for case in looks if case.missing > 0]


def look(year: Year, at: float) -> Case:
    """Give a year as it stood at the end of a day."""
    today = round(year.days * at)
    seen = [(day, size) for day, size in year.events if day <= today]
    done = sum(size for _, size in seen)
    total = sum(size for _, size in year.events)
    arrivals = tuple(Arrival(day / year.days, size) for day, size in seen)
    return Case(year.series, at, today / year.days, year.target, arrivals, done, total - done)
