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


class Status(StrEnum):
    """How it stands; the first is the gravest."""

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
) -> Status:
    """Judge an indicator that is counted, of whose pace that share has passed.

    Without a chance, being below due alone is at risk, and behind below half of it.
    """
    if reached:
        return Status.ACHIEVED
    if closed:
        return Status.MISSED
    if due == 0 and done == 0:
        return Status.NOT_DUE
    early = share < EARLY
    if chance is None:
        if done >= due:
            return Status.ON_TRACK
        return Status.BEHIND if not early and 2 * done < due else Status.AT_RISK
    if done < due:
        return Status.AT_RISK if early or chance >= flags.behind_below else Status.BEHIND
    return Status.ON_TRACK if early or chance >= flags.slowing_below else Status.AT_RISK


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
    """Give the gravest: an objective's status is its worst indicator's."""
    return min(statuses, key=lambda status: _RANK[status])
