"""`add`: from what was typed to a new record in its file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from oicekpi.app import typed
from oicekpi.app.content import Content, Movement
from oicekpi.checks import candidate
from oicekpi.domain.duplicate import same_as
from oicekpi.domain.finding import Problem
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.plan import Plan
from oicekpi.domain.record import Entry, Record
from oicekpi.domain.vocabulary import State
from oicekpi.messages.catalogue import Severity
from oicekpi.messages.failures import InvalidRecordError, UsageError
from oicekpi.storage import record_text
from oicekpi.storage import write as storage
from oicekpi.storage.disk import writing
from oicekpi.storage.naming import stem
from oicekpi.storage.write import Draft, Saved
from oicekpi.values import dataclass


@dataclass(frozen=True)
class Proposal:
    """A valid record that is not written yet.

    `path` is the file that it would get, `movement` what it would change.
    """

    record: Record
    path: str
    text: str
    warnings: tuple[Problem, ...]
    movement: tuple[Movement, ...]
    allow_duplicates: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether something about it may be a mistake."""
        return any(each.severity is Severity.WARNING for each in self.warnings)

    @property
    def draft(self) -> Draft:
        """The record as storage takes it."""
        return Draft(stem(record_text.fields_of(self.record)), self.text)


# --- fields ---------------------------------------------------------------------------------------


def fields_of(
    content: Content,
    kind: str,
    indicator: str,
    day: date,
    given: Mapping[str, str],
) -> dict[str, object]:
    """Return the fields of a record from what was typed, with the ids that the plan has.

    `indicator` may name several with commas, and an objective of which only one indicator counts
    records of the kind. Raises `UsageError`, `NotFoundError` and `BadDataError`.
    """
    _, plan = content.plan(day)
    ids = [resolve(plan, each, kind) for each in typed.listed(indicator)]
    fields = {**given, "date": day.isoformat(), "indicator": ",".join(ids)}
    known = typed.keys(kind)
    return typed.read(kind, {key: fields[key] for key in known if key in fields}, content.today)


def foreign_fields(kind: str, given: Iterable[str]) -> list[str]:
    """Return those of some fields that a record of the kind does not have."""
    known = typed.keys(kind)
    return [key for key in given if key not in known]


def missing_fields(kind: str, given: Iterable[str]) -> list[str]:
    """Return the required fields of a kind that are not given."""
    there = {*given}
    return [key for key, needed in typed.keys(kind).items() if needed and key not in there]


def as_planned(
    content: Content, fields: Mapping[str, object], *, planned: bool = False
) -> dict[str, object]:
    """Return the fields of a record that is planned if it is said so, or lies in the future."""
    coming = planned or str(fields["date"]) > content.today.isoformat()
    return {**fields, **({"state": State.PLANNED.value} if coming else {})}


def resolve(plan: Plan, wanted: str, kind: str | None) -> str:
    """Return the id of the indicator that is meant: its own, or its objective's if only one fits.

    Without a kind an objective stays what it is. Raises `UsageError`.
    """
    found = candidate.resolve(plan, wanted, kind)
    if isinstance(found, Problem):
        raise UsageError(found.code, found.case, **found.params)
    return found


def uncounted_people(plan: Plan | None, record: Record) -> Iterator[Problem]:
    """Note that people are given but no indicator of a record counts people.

    One person alone is not noted: a record is of someone, and nobody takes it for a figure.
    """
    indicators = plan.indicators if plan else {}
    ids = [each for each in record.indicator if each in indicators]
    counted = any(MEASURES[indicators[each].measure].field == "people" for each in ids)
    people = record.get("people")
    number = people if isinstance(people, int) else len(record.names)
    if ids and not counted and number > 1:
        yield Problem(("people",), "uncounted-people", {"indicators": ids, "count": number})


# --- proposals ------------------------------------------------------------------------------------


def propose(
    content: Content,
    fields: Mapping[str, object],
    *,
    text: str | None = None,
    allow_duplicates: bool = False,
) -> Proposal:
    """Return the record of some fields as it would be written.

    `text` is that of its file, if it is not to be made of the fields. Raises `InvalidRecordError`,
    and `UsageError` for a record that exists already.
    """
    record = require(content, fields)
    refuse_duplicate(content, record, allow_duplicates=allow_duplicates)
    _, plan = content.plans.choose(record.date, content.plan_name)
    warned = (*foreseen(content, record), *uncounted_people(plan, record))
    said = record_text.fields_of(record)
    draft = Draft(stem(said), record_text.render(said) if text is None else text)
    return Proposal(
        record,
        storage.place(content.workspace, draft),
        draft.text,
        warned,
        content.movement((), [Entry(draft.id, "", None, record)]),
        allow_duplicates,
    )


def require(content: Content, fields: Mapping[str, object]) -> Record:
    """Return the record of some fields. Raises `InvalidRecordError` with all that is wrong."""
    judged = candidate.judge(content.plans, record_text.values(fields))
    if judged.record is None:
        raise InvalidRecordError(judged.problems)
    return judged.record


def write(content: Content, proposal: Proposal) -> Saved:
    """Write a proposed record.

    Raises `CannotWriteError`, and `UsageError` if an equal record was written meanwhile.
    """
    workspace = content.workspace
    with writing(workspace):
        known = {entry.path.rpartition("/")[2] for entry in content.entries}
        known |= {finding.path.rpartition("/")[2] for finding in content.findings}
        if storage.file_names(workspace) - known:
            now = Content(workspace, content.today, content.plan_name)
            refuse_duplicate(now, proposal.record, allow_duplicates=proposal.allow_duplicates)
        return storage.create(workspace, proposal.draft)


def refuse_duplicate(content: Content, record: Record, *, allow_duplicates: bool) -> None:
    """Raise `UsageError` for a record that says just what another says."""
    if not allow_duplicates and (equal := same_as(record, content.entries)):
        raise UsageError("duplicate-record", id=equal.id)


def foreseen(content: Content, record: Record, before: Entry | None = None) -> tuple[Problem, ...]:
    """Return what `check` will warn of once a record is written, in the place of `before`.

    What it warns of already is left out. Raises `InvalidRecordError` for what it calls an error.
    """
    context, fit = content.context, content.plans.fit()
    others = [entry for entry in content.entries if entry is not before]
    known: list[Problem] = []
    if before is not None:
        known += candidate.by_rules_alone(before.record, others, context)
        known += fit.remarks(before.record)
    found = [*candidate.by_rules_alone(record, others, context), *fit.remarks(record)]
    found = [each for each in found if each not in known]
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        raise InvalidRecordError(errors)
    return tuple(found)
