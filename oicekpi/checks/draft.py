"""Whether a record that is about to be written would stand, checked against the plans."""

from collections.abc import Iterable, Mapping

from oicekpi import document, yamlfile
from oicekpi.checks.fit import Fit
from oicekpi.checks.intake import in_file
from oicekpi.errors import InvalidRecordError, UsageError
from oicekpi.finding import Fault, Finding
from oicekpi.plan.plan import Indicator, Plan
from oicekpi.plan.store import Plans
from oicekpi.records import reading, store
from oicekpi.records.record import Record
from oicekpi.records.text import values
from oicekpi.vocabulary import Kind
from oicekpi.wording import listed, nearest


def judge(plans: Plans, fields: Mapping[str, object]) -> tuple[Record | None, list[Fault]]:
    """Check a new record's fields: the record if it may be written, and every fault."""
    record, faults = reading.read(values(fields))
    if record is not None:
        faults = _fit(plans).faults(record)
    return (None if faults else record), faults


def _fit(plans: Plans) -> Fit:
    return Fit(plans.sound, complete=not plans.broken)


def require(plans: Plans, fields: Mapping[str, object]) -> Record:
    """Give the record of the fields. Raises `InvalidRecordError` with every reason against it."""
    record, faults = judge(plans, fields)
    if record is None:
        raise InvalidRecordError(reason(fault) for fault in faults)
    return record


def reason(fault: Fault) -> str:
    """Word a fault of a record that has no line yet."""
    key = f"{fault.where[0]}: " if fault.where else ""
    return f"{key}{fault.message}; {fault.hint}"


def examine(plans: Plans, path: str, data: bytes) -> list[Finding]:
    """Find what would be wrong with the file of records `path`, if it held `data`."""
    try:
        value = yamlfile.read(data)
    except yamlfile.YamlRefusedError as refusal:
        return [document.refused(path, refusal)]
    findings: list[Finding] = []
    fit = _fit(plans)
    for item in store.parse(path, data, value):
        if isinstance(item, Finding):
            findings.append(item)
        else:
            faults = fit.faults(item.record)
            findings += document.place(path, data, in_file(item, faults))
    return findings


def resolve(plan: Plan, wanted: str, kind: Kind) -> str:
    """Find the indicator that is meant: by its id, or by its objective's where only one fits.

    Raises `UsageError` where none or several take records of the kind.
    """
    known = {key.casefold(): key for key in plan.indicators}
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    for _, objective in plan.objectives():
        if objective.id.casefold() == wanted.casefold():
            return _only(objective.id, taking(objective.indicators, kind), kind)
    near = nearest(wanted, [*plan.indicators, *(o.id for _, o in plan.objectives())])
    fitting = listed((each.id for each in taking(plan.indicators.values(), kind)), "and")
    raise UsageError(
        f"the plan has no indicator or objective {wanted!r}",
        f"did you mean {near}?" if near else f"for the kind {kind.value} there are {fitting}",
    )


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
