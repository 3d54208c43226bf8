"""A calendar as a value: events of whole days, before any format has been chosen."""

from datetime import date
from typing import NamedTuple


class Event(NamedTuple):
    """One day with something to do. `uid` is the same each time, so that no import doubles it."""

    uid: str
    day: date
    summary: str
    description: str
    categories: tuple[str, ...]
    tentative: bool = False
    cancelled: bool = False


class Calendar(NamedTuple):
    """Events, and the day as of which they are known."""

    name: str
    as_of: date
    events: tuple[Event, ...]
