"""What an indicator promises to reach, or not to pass."""

import re
from decimal import ROUND_CEILING, Decimal
from typing import Annotated, ClassVar, Final

from oicekpi.domain.fields import Range, Whole
from oicekpi.domain.numbers import Exact, Number, written
from oicekpi.values import dataclass

EXACT: Final = Exact()


@dataclass(frozen=True)
class Target:
    """A promise, in one of seven wordings; exactly one of them is given."""

    SHAPES: ClassVar = (
        "bad-target",
        (
            frozenset({"at_least"}),
            frozenset({"more_than"}),
            frozenset({"between"}),
            frozenset({"at_most"}),
            frozenset({"less_than"}),
            frozenset({"within"}),
            frozenset({"share", "of"}),
        ),
    )

    at_least: Annotated[Number | None, EXACT, "This much, or more."] = None
    more_than: Annotated[Number | None, EXACT, "More than this."] = None
    between: Annotated[
        tuple[Number, Number] | None,
        Range(EXACT),
        "The low end keeps the promise, the high end is the ambition.",
    ] = None
    at_most: Annotated[Number | None, EXACT, "This much, or less."] = None
    less_than: Annotated[Number | None, EXACT, "Less than this."] = None
    within: Annotated[
        tuple[Number, Number] | None,
        Range(EXACT),
        "From the low to the high end; the value must not be outside.",
    ] = None
    share: Annotated[Number | None, Exact(0), "This many percent of a fixed list (`of`)."] = None
    of: Annotated[int | None, Whole(), "How long the list is."] = None

    @property
    def wording(self) -> str:
        """The key that it is given by."""
        return next(key for key in _WORDINGS if getattr(self, key) is not None)

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better."""
        return self.at_most is not None or self.less_than is not None

    @property
    def bound(self) -> Number:
        """The value that must be reached, or not be passed; the low end of a range."""
        if self.share is not None:
            return int(
                (Decimal(self.share) * (self.of or 0) / 100).to_integral_value(ROUND_CEILING)
            )
        value = getattr(self, self.wording)
        return value[0] if isinstance(value, tuple) else value  # type: ignore[no-any-return]

    @property
    def needed(self) -> int:
        """The smallest whole number that keeps the promise; for a ceiling, the largest one."""
        bound = int(self.bound)
        if self.more_than is not None:
            return bound + 1
        return bound - 1 if self.less_than is not None and bound == self.less_than else bound

    @property
    def ambition(self) -> Number | None:
        """The high end of a range; None for the other wordings."""
        return self.between[1] if self.between is not None else None

    def holds(self, value: Number) -> bool:
        """Tell whether a value keeps the promise."""
        if self.within is not None:
            return self.within[0] <= value <= self.within[1]
        if self.more_than is not None:
            return value > self.bound
        if self.less_than is not None:
            return value < self.bound
        return value <= self.bound if self.at_most is not None else value >= self.bound

    def as_written(self) -> dict[str, object]:
        """Return the target as the plan's file has it, for JSON."""
        keys = ("share", "of") if self.share is not None else (self.wording,)
        values = {key: getattr(self, key) for key in keys}
        return {key: [*each] if isinstance(each, tuple) else each for key, each in values.items()}

    def __str__(self) -> str:
        """Return it as people write it: `15`, `>20`, `≤3`, or both ends of a range with a dash."""
        ends = self.between or self.within
        if ends is not None:
            return f"{written(ends[0])}\u2013{written(ends[1])}"
        sign = {"more_than": ">", "at_most": "\u2264", "less_than": "<"}.get(self.wording, "")
        return f"{sign}{written(self.bound)}"


_BARE: Final = r"\D{0,20}?(\d[\d, ]*(?:\.\d+)?)\s*%?(?:\s?[-\u2013]\s?(\d+))?(?:\s\D{0,40})?"


def meant(value: object) -> str | None:
    """Return the target that someone meant who wrote a number alone; None for anything else."""
    found = re.fullmatch(_BARE, str(value)) if isinstance(value, int | Decimal | str) else None
    if found is None:
        return None
    number = re.sub("[, ]", "", found[1])
    return f"{{between: [{number}, {found[2]}]}}" if found[2] else f"{{at_least: {number}}}"


_WORDINGS: Final = ("at_least", "more_than", "between", "at_most", "less_than", "within", "share")
