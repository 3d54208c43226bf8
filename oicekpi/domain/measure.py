"""What a measure is: how an indicator's value comes of its records, and how it is judged."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from oicekpi.domain.fields import declared
from oicekpi.domain.finding import Problem
from oicekpi.domain.numbers import Number, written
from oicekpi.domain.record import KINDS, Record
from oicekpi.domain.registry import Registry
from oicekpi.messages.text import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oicekpi.domain.plan import Indicator, Period, Plan
    from oicekpi.domain.progress import Progress
    from oicekpi.domain.tally import Event

Units: TypeAlias = "Number | tuple[str, ...] | tuple[Number, Number]"
"""What a record brings: a number, names that count once each, or the two parts of a ratio."""


class Measure:
    """How an indicator is measured: what a record brings, and what it must say for that."""

    name: ClassVar[str]
    chinese: ClassVar[str] = ""
    """The word by which Chinese views call it; its name if it gives none."""
    field: ClassVar[str] = ""
    """The field that a record needs in order to be counted, if it needs one."""
    needs: ClassVar[str] = ""
    """The code of the problem that the field holds nothing, if that is one."""
    stages: ClassVar[bool] = False
    """Whether its indicators have stages instead of a target."""
    targets: ClassVar[frozenset[str]]
    """The wordings of a target that it can be held to."""
    whole: ClassVar[bool] = False
    """Whether it counts units, of which there are no parts."""
    units_named: ClassVar[bool] = False
    """Whether the plan names the unit, because the measure has none of its own."""
    aggregates: ClassVar[tuple[str, ...]] = ()
    """How its value can come of readings, the usual way first; none if records are counted."""

    @property
    def term(self) -> Term:
        """Its name, with the word that people read."""
        return Term(self.name, self.chinese)

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of record that can be counted: those that have the field."""
        return tuple(name for name, kind in KINDS.items() if self.takes(kind))

    def takes(self, kind: type[Record]) -> bool:
        """Tell whether records of a kind can be counted."""
        return self.field in declared(kind)

    def units(self, indicator: "Indicator", record: Record) -> Units:  # noqa: ARG002 - a subclass may ask it
        """Return what a record brings to an indicator: the number in the field."""
        number: Number = record.get(self.field) or 0
        return number

    def lacking(self, indicator: "Indicator", record: Record) -> "Iterable[Problem]":
        """Find what keeps a record of a kind that fits from being counted."""
        if self.needs and record.get(self.field) in {None, ()}:
            return (Problem((self.field,), self.needs, {"indicator": indicator.id}),)
        return ()

    def progress(self, plan: "Plan", base: "Progress") -> "Progress":
        """Judge an indicator; `base` has its events, its day and the target that holds on it."""
        raise NotImplementedError

    def outlined(self, plan: "Plan", base: "Progress") -> "Progress":
        """Say as much as what is overdue depends on; a measure may leave out all the rest."""
        return self.progress(plan, base)

    def value(
        self, indicator: "Indicator", events: "tuple[Event, ...]", period: "Period", as_of: date
    ) -> "Number | None":
        """Return the value that a part of the period came to by a day; None where there is none."""
        raise NotImplementedError

    def noun(self, number: Number) -> str:
        """Return a number with the name of the units, such as `7 people`, if they have one."""
        return written(number)


MEASURES: Final[Registry[Measure]] = Registry()
"""The measures by the names that plans give them."""
