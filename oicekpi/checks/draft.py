"""Whether a record that is about to be written would stand, checked against the plans."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from oicekpi.checks.fit import Fit
from oicekpi.domain.finding import Fault, Finding
from oicekpi.domain.plan import Indicator, Plan
from oicekpi.domain.record import Record, Sketch
from oicekpi.domain.vocabulary import Kind
from oicekpi.messages.failures import InvalidRecordError, UsageError
from oicekpi.messages.text import listed, nearest
from oicekpi.schema import record_files as store
from oicekpi.schema import record_reading as reading
from oicekpi.schema.plan_files import Plans
from oicekpi.schema.record_files import Entry, in_file
from oicekpi.storage import document, yamlfile
from oicekpi.storage.record_text import ORDER, values

# A key in backquotes, and perhaps a value: `people`, `people:`, `people: [a, b]`.
_QUOTED: Final = re.compile(r"`(\w+)(?::(?: ([^`]*))?)?`")
_OPTIONS: Final = frozenset(ORDER) - {"kind", "indicator", "state"}


def judge(plans: Plans, fields: Mapping[str, object]) -> tuple[Record | None, list[Fault]]:
    """Check a new record's fields: the record if it may be written, and every fault."""
    said, faults = read(plans, fields)
    return (None if faults or isinstance(said, Sketch) else said), faults


def read(plans: Plans, fields: Mapping[str, object]) -> tuple[Record | Sketch, list[Fault]]:
    """Give what a new record's fields say, and every fault by the model and the plans."""
    said, faults = reading.read(values(fields))
    fit = _fit(plans)
    if isinstance(said, Sketch):
        return said, faults + fit.sketched(said)
    return said, fit.faults(said)


def _fit(plans: Plans) -> Fit:
    return Fit(plans.sound, complete=not plans.broken)


def require(plans: Plans, fields: Mapping[str, object]) -> Record:
    """Give the record of the fields. Raises `InvalidRecordError` with every reason against it."""
    record, faults = judge(plans, fields)
    if record is None:
        raise InvalidRecordError(reason(typed(fault)) for fault in faults)
    return record


def reason(fault: Fault) -> str:
    """Word a fault of a record that has no line yet."""
    key = f"{fault.where[0]}: " if fault.where else ""
    return f"{key}{fault.message}; {fault.hint}"


def typed(fault: Fault) -> Fault:
    """Word a fault for someone who types options: `--partner`, where a file has `partner:`."""
    message = fault.message
    if fault.code == "missing-key":
        message = _QUOTED.sub(_option, message.removeprefix("the key "))
    hint = _QUOTED.sub(_option, fault.hint)
    if fault.where:
        hint = hint.replace("delete the key", f"leave out `--{fault.where[0]}`")
    return replace(fault, message=message, hint=hint)


def _option(quoted: re.Match[str]) -> str:
    """Give a field that stands in backquotes as the option that gives it; all else as it is."""
    key, value = quoted.groups()
    if quoted[0] == "`state: planned`":
        return "`--planned`"
    if key not in _OPTIONS:
        return quoted[0]
    words = (value or "").strip("[]").replace(", ", ",")
    return f"`--{key} {words}`" if words else f"`--{key}`"


def examine(plans: Plans, path: str, data: bytes) -> list[Finding]:
    """Find what would be wrong with the file of records `path`, if it held `data`."""
    try:
        value, refused = yamlfile.sift(data)
    except yamlfile.YamlRefusedError as refusal:
        return document.refused(path, refusal)
    whole: list[Finding] = []
    inside: list[Finding] = []
    faults: list[Fault] = []
    fit = _fit(plans)
    for item in store.parse(path, data, value, refused):
        if isinstance(item, Finding):
            (inside if item.line else whole).append(item)
        elif isinstance(item, Entry):
            faults += in_file(item, fit.faults(item.record))
        else:
            faults += in_file(item.entry, fit.sketched(item.sketch))
    return [*whole, *document.place(path, data, faults), *inside]


def resolve(plan: Plan, wanted: str, kind: Kind | None) -> str:
    """Find the indicator that is meant: by its id, or by its objective's where only one fits.

    Where the kind is not known, an objective stays what it is. Raises `UsageError` where none or
    several take records of the kind.
    """
    known = {key.casefold(): key for key in plan.indicators}
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    for _, objective in plan.objectives():
        if objective.id.casefold() == wanted.casefold():
            if kind is None:
                return objective.id
            return _only(objective.id, taking(objective.indicators, kind), kind)
    near = nearest(wanted, [*plan.indicators, *(o.id for _, o in plan.objectives())])
    raise UsageError(
        f"the plan has no indicator or objective {wanted!r}",
        f"did you mean {near}?" if near else _those_of(plan, kind),
    )


def _those_of(plan: Plan, kind: Kind | None) -> str:
    if kind is None:
        return "`oicekpi status` lists them"
    fitting = listed((each.id for each in taking(plan.indicators.values(), kind)), "and")
    return f"for the kind {kind.value} there are {fitting}"


def taking(indicators: Iterable[Indicator], kind: Kind) -> list[Indicator]:
    """Keep the indicators that count records of a kind."""
    return [indicator for indicator in indicators if kind in indicator.of]


def _only(objective: str, fitting: list[Indicator], kind: Kind) -> str:
    if len(fitting) == 1:
        return fitting[0].id
    if not fitting:
        raise UsageError(
            f"no indicator of {objective} takes a record of kind {kind.value}",
            f"`oicekpi show {objective}` tells what it counts",
        )
    raise UsageError(
        f"several indicators of {objective} take a record of kind {kind.value}",
        f"name one of {listed(each.id for each in fitting)}, or both with a comma",
    )
