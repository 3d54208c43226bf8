"""The events of a benchmark: the same ones for every tool, and the same ones each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

START: Final = date(2024, 1, 1)
END: Final = date(2024, 12, 31)
AS_OF: Final = date(2024, 9, 30)
_DAYS: Final = (END - START).days + 1
_COUNTRIES: Final = ("DE", "JP", "GB", "US", "MY", "TH", "KR", "FR", "IT", "PL", "NZ")
_PARTNERS: Final = 499  # a prime, so that one day's records are with different partners


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is promised: of which kind of record, and whether people or records are counted."""

    id: str
    kind: str
    measure: str
    group: str


INDICATORS: Final = (
    Indicator("A1.staff", "trip", "people", "staff"),
    Indicator("A2.agreements", "agreement", "records", ""),
    Indicator("A3.faculty", "appointment", "people", "expert"),
    Indicator("B1.students", "trip", "people", "student"),
    Indicator("B2.students", "trip", "people", "student"),
    Indicator("B3.applicants", "application", "people", "student"),
    Indicator("B3.services", "activity", "records", ""),
    Indicator("C1.doctoral", "trip", "people", "teacher"),
    Indicator("C2.platforms", "agreement", "records", ""),
    Indicator("C3.teachers", "trip", "people", "teacher"),
    Indicator("C3.keynotes", "activity", "records", ""),
    Indicator("C4.funding", "application", "people", "teacher"),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One dated thing that happened, and how many units of its indicator it brought.

    `people` are the names of those who are named; without names, `units` is a head-count.
    """

    number: int
    day: date
    indicator: Indicator
    units: int
    people: tuple[str, ...]
    partner: str
    country: str
    approval: str


def generate(number: int) -> Iterator[Event]:
    """Make so many events, in the order of their days, spread evenly over the year.

    Two in three of the events that bring people name them; nobody is named twice, so that tools
    which only add can be compared with one that counts each person once.
    """
    for at in range(number):
        indicator = INDICATORS[at * 7 % len(INDICATORS)]
        turn = at // len(INDICATORS)
        units = 1 + turn % 4 if indicator.measure == "people" else 1
        named = indicator.group and turn % 3 != 0
        yield Event(
            number=at,
            day=START + timedelta(days=at * _DAYS // number),
            indicator=indicator,
            units=units,
            people=tuple(f"{indicator.group}-{at:06d}-{each}" for each in range(units))
            if named
            else (),
            partner=f"Example University {at % _PARTNERS:03d}",
            country=_COUNTRIES[at % len(_COUNTRIES)],
            approval=f"U-2024-{at:06d}",
        )


def targets(number: int) -> dict[str, int]:
    """Promise a little more of each indicator than the events of a whole year bring."""
    brought = dict.fromkeys((each.id for each in INDICATORS), 0)
    for event in generate(number):
        brought[event.indicator.id] += event.units
    return {known: units * 11 // 10 + 1 for known, units in brought.items()}


def totals(number: int) -> dict[str, int]:
    """Count the units of each indicator up to `AS_OF`: what every tool must come to."""
    done = dict.fromkeys((each.id for each in INDICATORS), 0)
    for event in generate(number):
        if event.day <= AS_OF:
            done[event.indicator.id] += event.units
    return done
