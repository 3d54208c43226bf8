"""The kinds of record: which fields each adds to those that every record has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from oicekpi.domain.fields import Country, Day, Id, People
from oicekpi.domain.finding import Problem
from oicekpi.domain.numbers import Exact, Number
from oicekpi.domain.record import KINDS, TEXT, Record

PEOPLE: Final = People()
WHO: Final = "Names (pseudonyms), or a number of people."

Who = Annotated[int | tuple[str, ...], PEOPLE, WHO]
Partner = Annotated[str | None, TEXT, "The institution it was with."]
Amount = Annotated[
    Number | None, Exact(), "An amount, such as money; a negative one corrects an earlier one."
]
Land = Annotated[str | None, Country(), "The country, by its ISO 3166-1 alpha-2 code."]


def _until_after_date(start: date, until: date | None) -> Iterator[Problem]:
    if until is not None and until < start:
        yield Problem(("until",), "bad-until", {"last": until, "first": start})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip(Record):
    """Someone went abroad."""

    CHECKS = ((("date", "until"), _until_after_date),)
    NAMED_BY = ("country", "partner", "purpose")

    people: Who
    country: Land = None
    partner: Partner = None
    purpose: Annotated[str | None, TEXT, "The purpose of the trip."] = None
    until: Annotated[date | None, Day(), "The last day of the trip."] = None
    amount: Amount = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Record):
    """Someone applied: for a place, a fund, a project."""

    NAMED_BY = ("fund", "partner", "level", "country")

    people: Who
    fund: Annotated[str | None, TEXT, "The fund that was applied to."] = None
    level: Annotated[str | None, TEXT, "The level: national, master's …"] = None
    country: Land = None
    partner: Partner = None
    outcome: Annotated[str | None, TEXT, "The result of the application."] = None
    amount: Amount = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """An agreement was signed."""

    NAMED_BY = ("partner", "subject", "country")

    country: Land = None
    partner: Annotated[str, TEXT, "The institution it was with."]
    subject: Annotated[str | None, TEXT, "What it is about."] = None
    amount: Amount = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Record):
    """Someone was appointed."""

    NAMED_BY = ("role", "partner", "country")

    people: Who
    role: Annotated[str | None, TEXT, "The role they are appointed to."] = None
    country: Land = None
    partner: Partner = None
    amount: Amount = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Record):
    """A stage was reached."""

    NAMED_BY = ("stage",)

    stage: Annotated[str, Id(), "The id of the stage in the plan."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """Something took place: a course, a visit, a speech."""

    NAMED_BY = ("title", "partner", "country")

    title: Annotated[str, TEXT, "What took place."]
    people: Annotated[int | tuple[str, ...] | None, PEOPLE, WHO] = None
    country: Land = None
    partner: Partner = None
    amount: Amount = None


def _has_value_or_parts(
    value: Number | None, numerator: Number | None, denominator: Number | None
) -> Iterator[Problem]:
    parts = (numerator, denominator)
    if (value is None) == (parts == (None, None)) or (None in parts and parts != (None, None)):
        yield Problem((), "bad-reading", {}, "one-of")
    elif denominator == 0:
        yield Problem(("denominator",), "bad-reading", {}, "denominator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Record):
    """Something was measured: a level, or the two parts of a ratio."""

    CHECKS = ((("value", "numerator", "denominator"), _has_value_or_parts),)

    value: Annotated[Number | None, Exact(), "The level on that day."] = None
    numerator: Annotated[
        Number | None, Exact(0), "The number to which the ratio applies (the upper part)."
    ] = None
    denominator: Annotated[
        Number | None, Exact(0), "The total number (the lower part of the ratio)."
    ] = None


for _kind in (Trip, Application, Agreement, Appointment, Milestone, Activity, Reading):
    KINDS.register(_kind.__name__.lower(), _kind)
