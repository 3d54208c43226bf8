"""The status: how an indicator or objective stands, in one word."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import Final

from oicekpi.domain.numbers import Number
from oicekpi.domain.plan import Flags

EARLY: Final = Fraction(1, 20)
"""Until this share of its pace has passed, an indicator is never behind: some days of silence at
the start say too little, however many units a large target has due by then."""

LATE: Final = Fraction(1, 2)
UNLIKELY: Final = 0.15
"""From half of its pace on, an indicator with a chance below this is at risk, whatever is due:
nothing is missed without warning. The threshold is chosen on the benchmark."""


class Status(StrEnum):
    """How it stands; the first is the most serious."""

    MISSED = "missed"
    BEHIND = "behind"
    AT_RISK = "at-risk"
    ON_TRACK = "on-track"
    NOT_DUE = "not-due"
    ACHIEVED = "achieved"
    TRACKED = "tracked"

    @property
    def flagged(self) -> bool:
        """Whether someone should act, or should have."""
        return self in {Status.MISSED, Status.BEHIND, Status.AT_RISK}

    def at_least_as_grave_as(self, other: "Status") -> bool:
        """Tell whether this is the other status or a graver one."""
        return _RANK[self] <= _RANK[other]


_RANK: Final = {status: rank for rank, status in enumerate(Status)}


def of_count(  # noqa: PLR0913 - the facts that a status rests on
    *,
    reached: bool,
    done: Number,
    due: Number,
    share: Fraction,
    chance: float | None,
    closed: bool,
    flags: Flags,
    slowing: bool = False,
) -> Status:
    """Judge an indicator that is counted, of whose pace that share has passed.

    Below what is due it is behind or at risk, as the chance tells. With what is due it is at risk
    when the recent pace has fallen off (`slowing`) and the chance is low; in the second half also
    when the chance is so low that a miss is nearly certain, even while nothing is due. Where no
    chance is known, less than half of what is due is behind.
    """
    if reached:
        return Status.ACHIEVED
    if closed:
        return Status.MISSED
    early = share < EARLY
    if done < due:
        late = 2 * done < due if chance is None else chance < flags.behind_below
        return Status.BEHIND if late and not early else Status.AT_RISK
    if chance is not None:
        if slowing and not early and chance < flags.slowing_below:
            return Status.AT_RISK
        if share >= LATE and chance < UNLIKELY:
            return Status.AT_RISK
    return Status.ON_TRACK if done else Status.NOT_DUE


def of_ceiling(
    *, holds: bool, share: Fraction, chance: float | None, closed: bool, flags: Flags
) -> Status:
    """Judge an indicator that must stay under a ceiling: once passed, it is missed."""
    if not holds:
        return Status.MISSED
    if closed:
        return Status.ACHIEVED
    if chance is None or share < EARLY or chance >= flags.slowing_below:
        return Status.ON_TRACK
    return Status.AT_RISK if chance >= flags.behind_below else Status.BEHIND


def of_stages(*, done: int, needed: int, due: int, closed: bool) -> Status:
    """Judge an indicator that reaches stages: no chance is known for them."""
    if done >= needed:
        return Status.ACHIEVED
    if closed:
        return Status.MISSED
    if done < due:
        return Status.BEHIND
    return Status.ON_TRACK if done else Status.NOT_DUE


def worst(statuses: Iterable[Status]) -> Status:
    """Return the most serious: an objective's status is its worst indicator's."""
    return min(statuses, key=lambda status: _RANK[status])
