"""A record as a value: one dated thing that happened, or is planned.

What a file may say is defined in `model.py`; a value of this class keeps to it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple, Self, TypeAlias

from oicekpi.domain.vocabulary import Kind, State
from oicekpi.storage.document import Doubts
from oicekpi.storage.yamlfile import Value

Day: TypeAlias = date  # a field of records is called `date`


class Record(NamedTuple):
    """What a record says; what its kind does not have, or the file leaves out, is None or empty.

    `people` are different names, or a head-count; `country` an ISO 3166-1 alpha-2 code.
    """

    date: Day
    kind: Kind
    indicator: tuple[str, ...]
    state: State = State.DONE
    reason: str | None = None
    title: str | None = None
    stage: str | None = None
    people: int | tuple[str, ...] | None = None
    role: str | None = None
    fund: str | None = None
    level: str | None = None
    country: str | None = None
    partner: str | None = None
    subject: str | None = None
    purpose: str | None = None
    until: Day | None = None
    outcome: str | None = None
    approval: str | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The people that it names; none for a head-count."""
        return self.people if isinstance(self.people, tuple) else ()


class Sketch(NamedTuple):
    """What a record with faults says all the same.

    For what is wrong, something stands in `record` that few rules mind. What they say of it is not
    to be told; a date and a kind that are wrong are not to be looked at.
    """

    record: Record
    doubts: Doubts = Doubts()

    def lacks(self, field: str) -> bool:
        """Tell whether a field is wrong, or missing where it must be there."""
        return (field,) in self.doubts.wrong

    def without(self, field: str) -> Self:
        """Give the sketch where a field is in doubt, too."""
        doubts = self.doubts._replace(wrong=self.doubts.wrong | {(field,)})
        return self._replace(doubts=doubts)


class Own(NamedTuple):
    """The fields that only some kinds have: those that must be there, and those that may be."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


COMMON: Final = Own(
    ("date", "kind", "indicator"), ("state", "reason", "approval", "evidence", "note")
)
OWN: Final[Mapping[Kind, Own]] = {
    Kind.TRIP: Own(("people",), ("country", "partner", "purpose", "until")),
    Kind.APPLICATION: Own(("people",), ("partner", "fund", "level", "country", "outcome")),
    Kind.AGREEMENT: Own(("partner",), ("country", "subject")),
    Kind.APPOINTMENT: Own(("people",), ("role", "country", "partner")),
    Kind.MILESTONE: Own(("stage",)),
    Kind.ACTIVITY: Own(("title",), ("people", "partner", "country")),
}


def said(record: Record) -> dict[str, Value]:
    """Give what a record says as its file would: days as text, and nothing that is default."""
    return {
        key: _plain(value)
        for key, value, default in zip(Record._fields, record, _DEFAULTS, strict=True)
        if value is not None and value != default
    }


def _plain(value: Day | str | int | tuple[str, ...]) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value  # `Kind.TRIP` is its text


_NOTHING: Final = object()
_DEFAULTS: Final = tuple(Record._field_defaults.get(key, _NOTHING) for key in Record._fields)
