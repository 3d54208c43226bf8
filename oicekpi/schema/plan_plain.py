"""A plan that is plainly right; whatever could be wrong is left to the model."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

from oicekpi.domain.plan import (
    MAX_PERIOD,
    Break,
    Flags,
    Indicator,
    Measure,
    Objective,
    Pace,
    Period,
    Plan,
    Requirement,
    Revision,
    Section,
    Stage,
)
from oicekpi.domain.target import Target
from oicekpi.domain.vocabulary import Kind
from oicekpi.schema.plainly import (
    InDoubtError,
    Reader,
    day,
    ident,
    keys,
    several,
    text,
    whole,
    word,
)
from oicekpi.storage.yamlfile import Value

Made = TypeVar("Made")
Span = TypeVar("Span", bound=Period)

MAX_STAGES: Final = 50
_PAIR: Final = 2


def read(value: Value) -> Plan | None:
    """Give the plan that a file's value says; None where the model has to look at it."""
    try:
        return _plan(value)
    except InDoubtError:
        return None


def _span(make: Callable[..., Span]) -> Callable[..., Span]:
    """Let only what ends after it starts, and soon enough, be made."""

    def made(**given: Any) -> Span:  # noqa: ANN401 - as the readers give them
        period = make(**given)
        if 0 <= (period.end - period.start).days <= MAX_PERIOD:
            return period
        raise InDoubtError

    return made


def _only(make: Callable[..., Made]) -> Callable[..., Made]:
    """Let only what is given by one key be made."""

    def made(**given: Any) -> Made:  # noqa: ANN401 - as the readers give them
        if len(given) == 1:
            return make(**given)
        raise InDoubtError

    return made


def _range(value: object) -> tuple[int, ...]:
    low, high = several(_COUNT, _PAIR, _PAIR)(value)
    if low <= high:
        return low, high
    raise InDoubtError


def _checkpoints(value: object) -> dict[date, int]:
    if type(value) is dict and value:
        return {day(key): _POINT(count) for key, count in value.items()}
    raise InDoubtError


def _share(value: object) -> float:
    if type(value) is float and 0 <= value <= 1:
        return value
    raise InDoubtError


_COUNT: Final = whole(1)
_POINT: Final = whole(0)
_target: Final[Reader[Target]] = keys(
    _only(Target), {}, at_least=_COUNT, more_than=_COUNT, between=_range
)
_pace: Final[Reader[Pace]] = keys(
    _only(Pace), {}, windows=several(several(day, _PAIR, _PAIR), 1), checkpoints=_checkpoints
)
_stage: Final[Reader[Stage]] = keys(Stage, {"id": ident, "title": text}, due=day)
_revision: Final[Reader[Revision]] = keys(Revision, {"on": day, "target": _target, "reason": text})
_indicator: Final[Reader[Indicator]] = keys(
    Indicator,
    {"id": ident, "title": text, "measure": word(Measure), "of": several(word(Kind), 1)},
    target=_target,
    stages=several(_stage, 1, MAX_STAGES),
    requires=several(word(Requirement)),
    pace=_pace,
    revisions=several(_revision),
    review_every=whole(1, MAX_PERIOD),
    note=text,
)
_objective: Final[Reader[Objective]] = keys(
    Objective,
    {"id": ident, "title": text, "indicators": several(_indicator, 1)},
    summary=text,
    source=text,
)
_section: Final[Reader[Section]] = keys(
    Section, {"id": ident, "title": text, "objectives": several(_objective, 1)}, summary=text
)
_plan: Final[Reader[Plan]] = keys(
    Plan,
    {
        "title": text,
        "period": keys(_span(Period), {"start": day, "end": day}),
        "sections": several(_section, 1),
    },
    issuer=text,
    dated=day,
    published=day,
    strategy=text,
    source=text,
    breaks=several(keys(_span(Break), {"start": day, "end": day}, name=text)),
    flags=keys(Flags, {}, behind_below=_share, slowing_below=_share),
)
