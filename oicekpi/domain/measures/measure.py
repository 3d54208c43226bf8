"""What a measure is: how an indicator's value comes of its records."""

from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from oicekpi.domain.fields import declared
from oicekpi.domain.record import KINDS, Record
from oicekpi.domain.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oicekpi.domain.finding import Problem
    from oicekpi.domain.plan import Indicator

Units: TypeAlias = "int | tuple[str, ...]"
"""What a record brings: a number of unnamed units, or named ones that count once each."""


class Measure:
    """How an indicator is measured: what a record brings, and what it must say for that."""

    name: ClassVar[str]
    field: ClassVar[str] = ""
    """The field that a record needs in order to be counted, if it needs one."""
    stages: ClassVar[bool] = False
    """Whether its indicators have stages instead of a target."""

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of record that can be counted: those that have the field."""
        return tuple(name for name, kind in KINDS.items() if self.takes(kind))

    def takes(self, kind: type[Record]) -> bool:
        """Tell whether records of a kind can be counted."""
        return self.field in declared(kind)

    def units(self, indicator: "Indicator", record: Record) -> Units:
        """Return what a record brings to an indicator."""
        raise NotImplementedError

    def lacking(self, indicator: "Indicator", record: Record) -> "Iterator[Problem]":
        """Find what keeps a record of a kind that fits from being counted."""
        raise NotImplementedError

    def noun(self, number: int) -> str:
        """Return a number with the name of the units, such as `7 people`."""
        raise NotImplementedError


MEASURES: Final[Registry[Measure]] = Registry()
"""The measures by the names that plans give them."""
