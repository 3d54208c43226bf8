"""What would be wrong with a record that is about to be written, by schema, plans and rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from oicekpi.checks import rules
from oicekpi.checks.loading import Plans
from oicekpi.checks.rules.rule import Context
from oicekpi.domain.agenda import overdue_by_all
from oicekpi.domain.finding import Finding, Problem, inside
from oicekpi.domain.plan import Indicator, Objective, Plan
from oicekpi.domain.record import Entry, Partial, Record, kind_term
from oicekpi.domain.vocabulary import fold
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.text import in_each_language, nearest
from oicekpi.schema import record_files
from oicekpi.schema.reading import read_record
from oicekpi.storage.document import parse
from oicekpi.storage.yamlfile import Value

_LISTED = 8  # names in one message


class Candidate(NamedTuple):
    """A record that is not written yet: itself if it may be written, else what is wrong with it.

    `partial` is what is valid of it.
    """

    record: Record | None
    problems: list[Problem]
    partial: Partial


def judge(plans: Plans, fields: Mapping[str, Value]) -> Candidate:
    """Judge the fields of a new record, as its file would have them, by schema and plans."""
    judged = read_record(dict(fields))
    entry = Entry("", "", None, judged.record)
    partial = Partial(entry, judged.invalid, judged.written, judged.items)
    fit = plans.fit()
    if judged.valid:
        problems = fit.problems(judged.record)
        return Candidate(None if problems else judged.record, problems, partial)
    return Candidate(None, [*judged.problems, *partial.located(fit.of_partial(partial))], partial)


def refusals(plans: Plans, fields: Mapping[str, Value], context: Context) -> list[Problem]:
    """Find all that keeps some fields from being written as a record, all of them or not yet.

    That is what the schema and the plans refuse, and errors that rules find.
    """
    candidate = judge(plans, fields)
    found = rules.of_partial(candidate.partial, context)
    return candidate.problems + [each for each in found if each.severity is Severity.ERROR]


def by_rules(
    new: Sequence[Entry], entries: Sequence[Entry], context: Context
) -> Iterator[tuple[Entry, Problem]]:
    """Judge new records by the rules, each by itself, and beside each other and the others.

    A new entry has no id, and a path that no other has, by which problems of others name it.
    """
    for _, late in overdue_by_all({}, new, context.today):
        assert late.entry is not None  # noqa: S101 - without plans, each is about a record
        yield late.entry, Problem(("date",), "overdue-planned", {"day": late.day})
    for entry in new:
        yield from ((entry, problem) for problem in rules.of_record(entry, context))
    paths = {entry.path for entry in new}
    days = {entry.record.date for entry in new}
    for entry, problem in rules.of_all([*entries, *new], days):
        if entry.path in paths:
            yield entry, problem


def by_rules_alone(record: Record, entries: Sequence[Entry], context: Context) -> list[Problem]:
    """Find what `check` would say of one new record by the rules, once it is written.

    `entries` are all the others. An error keeps the record from being written, a warning does not.
    """
    return [problem for _, problem in by_rules([Entry("", "", None, record)], entries, context)]


def examine(plans: Plans, path: str, data: bytes) -> list[Finding]:
    """Find what would be wrong with the file of records `path`, if it held `data`."""
    document, fit = parse(path, data), plans.fit()
    found: list[Finding] = []
    for item in record_files.records_in(document):
        if isinstance(item, Finding):
            found.append(item)
        elif isinstance(item, Entry):
            problems = fit.problems(item.record)
            found += document.place(inside(each, *item.where) for each in problems)
        else:
            problems = item.located(fit.of_partial(item))
            found += document.place(inside(each, *item.entry.where) for each in problems)
    return sorted(found)


# --- which indicator is meant ---------------------------------------------------------------------


def resolve(plan: Plan, wanted: str, kind: str | None) -> str | Problem:
    """Find the indicator that is meant: by its id, or by its objective's where only one fits.

    Instead of an id, there may be a title that only one of them has, in either language. Where the
    kind is not known, an objective stays what it is. Returns the problem where none or several
    indicators take records of the kind.
    """
    known = {fold(key): key for key in plan.indicators}
    objectives = {fold(objective.id): objective for _, objective in plan.objectives()}
    if fold(wanted) not in known.keys() | objectives.keys():
        by_title = _titled(plan.indicators.values(), wanted) or _titled(objectives.values(), wanted)
        wanted = by_title or wanted
    if fold(wanted) in known:
        return known[fold(wanted)]
    where = ("indicator",)
    objective = objectives.get(fold(wanted))
    if objective is None:
        near = nearest(wanted, [*plan.indicators, *(each.id for each in objectives.values())])
        params: dict[str, object] = {"value": wanted, "near": near, "inside": None, "kind": None}
        if kind is not None:
            params["kind"] = kind_term(kind)
            params["fitting"] = _ids(taking(plan.indicators.values(), kind))
        return Problem(where, "unknown-indicator", params)
    if kind is None:
        return objective.id
    fitting = _ids(taking(objective.indicators, kind))
    if fitting is not None and len(fitting) == 1:
        return fitting[0]
    params = {"value": objective.id, "kind": kind_term(kind), "inside": fitting}
    return Problem(where, "unknown-indicator", params, "several" if fitting else "no-taker")


def _titled(parts: Iterable[Indicator | Objective], title: str) -> str | None:
    """Return the id of the one part that has a title; None if none or several have it."""
    said = fold(title)
    found = [each.id for each in parts if said in map(fold, in_each_language(each.title))]
    return found[0] if len(found) == 1 else None


def taking(indicators: Iterable[Indicator], kind: str) -> list[Indicator]:
    """Return the indicators that count records of a kind."""
    return [indicator for indicator in indicators if kind in indicator.of]


def _ids(indicators: Sequence[Indicator]) -> list[str] | None:
    return [each.id for each in indicators[:_LISTED]] or None
