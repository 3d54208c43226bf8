"""What a record with faults says all the same, so that no fault of it hides another."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from oicekpi.domain import vocabulary
from oicekpi.domain.finding import Where
from oicekpi.domain.record import COMMON, Record, Sketch
from oicekpi.domain.vocabulary import Kind, State
from oicekpi.storage.document import Doubts
from oicekpi.storage.yamlfile import Value


def of(value: Value, doubts: Doubts) -> Sketch:
    """Make a sketch of a value, in which all is right by itself but what there are doubts of."""
    fields = value if isinstance(value, dict) else {}
    missing = {(key,) for key in COMMON.required if key not in fields}
    wrong = doubts.wrong | missing | refused(value)
    given = {
        key: _READERS.get(key, _as_it_is)(_blanked(key, fields[key], wrong))
        for key in Record._fields
        if key in fields and (key,) not in wrong
    }
    return Sketch(Record(**_blanks(wrong) | given), doubts._replace(wrong=wrong))


def refused(value: Value) -> set[Where]:
    """Give the ways to the fields for which nothing stands, since they are refused as YAML.

    A model takes nothing for a field that is left out.
    """
    fields: Mapping[str, object] = value if isinstance(value, dict) else {}
    return {(key,) for key, each in fields.items() if each is None}


def _blanked(key: str, value: Value, wrong: frozenset[Where]) -> Value:
    """Let something stand for what is wrong in a list, so that the others keep their place."""
    if not isinstance(value, tuple):
        return value
    return tuple(_BLANK if (key, at) in wrong else item for at, item in enumerate(value))


def _blanks(wrong: Iterable[Where]) -> dict[str, Any]:
    """Give what stands for the fields that are wrong, and for those that hang on them."""
    fields = {str(way[0]) for way in wrong if len(way) == 1}
    hanging = {each for key in fields for each in _HANGING.get(key, ())}
    return {key: blank for key, blank in _BLANKS.items() if key in fields | hanging}


def _as_it_is(value: Value) -> Value:
    return value


def _listed(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "date": vocabulary.day,
    "until": vocabulary.day,
    "kind": Kind,
    "state": State,
    "indicator": _listed,
}
_BLANK: Final = "-"
# No rule misses people or a partner where there are some, or a reason; nor is what is cancelled
# too early or too late.
_BLANKS: Final[Mapping[str, Any]] = {
    "date": date.min,
    "kind": Kind.ACTIVITY,
    "indicator": (),
    "state": State.CANCELLED,
    "reason": _BLANK,
    "people": 1,
    "partner": _BLANK,
}
# What may have to be there is not known without these.
_HANGING: Final[Mapping[str, tuple[str, ...]]] = {
    "state": ("reason",),
    "kind": ("people", "partner"),
}
NOTHING: Final = of("", Doubts())
"""The sketch of what is no record at all."""
