"""The questions of `add`: what is asked for, what is offered, and which answers are accepted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from oicekpi.app import typed
from oicekpi.app.content import Content, progress_of
from oicekpi.checks.candidate import refusals, taking
from oicekpi.domain.countries import NAMES
from oicekpi.domain.finding import Problem
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.plan import Indicator, Plan
from oicekpi.domain.progress import Progress
from oicekpi.domain.record import kind_term
from oicekpi.domain.typed_days import read_day
from oicekpi.domain.vocabulary import State, calendar_day, normalized
from oicekpi.messages.catalogue import country
from oicekpi.messages.failures import InvalidRecordError, UsageError
from oicekpi.storage import record_text
from oicekpi.values import dataclass

_SELDOM: Final = frozenset({"tags", "amount"})  # asked for only where an indicator counts them


@dataclass(frozen=True)
class Question:
    """A question for one field: whether an answer is required, or else makes the record done.

    `offers` are known answers, the most used first; of stages, `meanings` are the titles and when
    each was reached.
    """

    field: str
    help: str
    required: bool
    makes_done: bool
    offers: tuple[str, ...]
    meanings: tuple[tuple[str, date | None], ...] = ()


def question(
    content: Content, fields: Mapping[str, object], name: str, *, required: bool = False
) -> Question:
    """Return the question for a field of a record of which some fields are known."""
    indicators = _indicators(content, fields)
    needed = required or typed.keys(str(fields["kind"]))[name] or name in _needed(indicators)
    makes_done = any(name == need for each in indicators for need in each.requires)
    offers = used(content, name)
    if name == "country":
        offers += [*NAMES, *map(country, NAMES.values())]
    elif name == "stage":
        offers = [stage.id for each in indicators for stage in each.stages or ()]
    meanings = tuple(_reached(content, indicators)) if name == "stage" else ()
    return Question(
        name, typed.typed_fields()[name].help, needed, makes_done, tuple(offers), meanings
    )


def asked(content: Content, fields: Mapping[str, object]) -> list[str]:
    """Return the fields that are asked for, once kind, day and indicator are known.

    What must be said comes first.
    """
    needed = _needed(_indicators(content, fields))
    known = typed.keys(str(fields["kind"]))
    names = [name for name in known if name in needed or name not in _SELDOM]
    return sorted(names, key=lambda name: not known[name] and name not in needed)


def answer(
    content: Content, fields: Mapping[str, object], name: str, text: str
) -> tuple[object, tuple[Problem, ...]]:
    """Return the value of an answer, and what is wrong with it beside the other fields."""
    kind = str(fields["kind"])
    sifted = typed.sift(kind, {name: text}, content.today)
    if sifted.problems:
        return text, tuple(sifted.problems)
    if name in sifted.empty and name in _needed(_indicators(content, fields)):
        return text, (Problem((name,), "placeholder", {"value": text}),)
    value = sifted.fields.get(name)
    given = record_text.values({**fields, name: value})
    if str(fields["date"]) > content.today.isoformat():
        given["state"] = State.PLANNED.value
    if name in given:
        try:
            record_text.entry(name, given[name])
        except InvalidRecordError as error:  # no file may hold it, such as an invisible character
            return value, tuple(error.findings)
    problems = refusals(content.plans, given, content.context)
    return value, tuple(each for each in problems if each.where[:1] == (name,))


def read_covered_day(content: Content, text: str) -> date:
    """Return a day that was typed and that a plan covers.

    Raises `NotADayError`, and `UsageError` for a day without a plan.
    """
    day = read_day(text, content.today)
    require_plan(content, day)
    return day


def require_plan(content: Content, day: date) -> None:
    """Raise `UsageError` for a day that no plan covers; a plan with errors may cover any.

    A day to come may be in the next period, whose plan is still to be made.
    """
    plans = content.plans
    if plans.broken or any(day in plan.period for plan in plans.sound.values()):
        return
    following = plans.fit().next_plan(day)
    if following is not None and day > content.today:
        return
    periods = [
        f"{name} ({plan.period.start} – {plan.period.end})" for name, plan in plans.sound.items()
    ]
    draft = following and f"{following}"
    raise UsageError("uncovered-day", day=day, periods=periods or None, next=draft)


def choices(content: Content, plan: Plan, kind: str) -> list[Progress]:
    """Return the progress of the indicators that count records of a kind.

    Raises `UsageError` if there is none.
    """
    fitting = [each.id for each in taking(plan.indicators.values(), kind)]
    if not fitting:
        raise UsageError("no-indicator-of-kind", "plan", kind=kind_term(kind))
    return list(progress_of(plan, fitting, content.entries, content.today).values())


def picked(text: str, options: Sequence[str]) -> str | None:
    """Return the option that is named by its number from 1, its name or its only beginning."""
    text = normalized("NFKC", text)  # what a Chinese keyboard types may be wide
    if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= len(options):
        return options[int(text) - 1]
    folded = text.casefold()
    fitting = [option for option in options if option.casefold().startswith(folded)] if text else []
    exact = [option for option in fitting if option.casefold() == folded]
    return (exact or fitting)[0] if len(exact or fitting) == 1 else None


def used(content: Content, name: str) -> list[str]:
    """Return the texts that records have in a field, the most used first."""
    counted: dict[str, int] = {}
    for entry in content.entries:
        value = getattr(entry.record, name, None)
        for said in value if isinstance(value, tuple) else (value,):
            if isinstance(said, str) and said:
                counted[said] = counted.get(said, 0) + 1
    return sorted(counted, key=lambda said: -counted[said])


def _reached(
    content: Content, indicators: Iterable[Indicator]
) -> Iterator[tuple[str, date | None]]:
    """Return the title of each stage, and the day on which it or a later one was reached."""
    for indicator in indicators:
        reached: dict[int, date] = {}
        for entry in content.entries:
            record = entry.record
            number = indicator.stage_number(record.get("stage") or "") or 0
            done = record.state is State.DONE and record.date <= content.today
            if done and indicator.id in record.indicator:
                for place in range(1, number + 1):
                    reached[place] = min(reached.get(place, record.date), record.date)
        for place, stage in enumerate(indicator.stages or (), start=1):
            yield stage.title, reached.get(place)


def _indicators(content: Content, fields: Mapping[str, object]) -> list[Indicator]:
    _, plan = content.plan(calendar_day(str(fields["date"])))
    ids = fields["indicator"]
    wanted = ids if isinstance(ids, tuple) else (ids,)
    return [plan.indicators[str(each)] for each in wanted if str(each) in plan.indicators]


def _needed(indicators: Iterable[Indicator]) -> set[str]:
    """Return the fields that a kind may leave out, and that these indicators count."""
    return {field for each in indicators if (field := MEASURES[each.measure].field)}
