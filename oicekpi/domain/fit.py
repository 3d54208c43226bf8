"""Whether a record fits a plan: only those that do are counted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from shlex import quote
from typing import Final, NamedTuple, TypeAlias

from oicekpi.domain.finding import Problem
from oicekpi.domain.measure import MEASURES
from oicekpi.domain.plan import Indicator, Period, Plan
from oicekpi.domain.record import Partial, Record, kind_term
from oicekpi.domain.shift import Shift
from oicekpi.domain.vocabulary import State
from oicekpi.messages.text import nearest

Known: TypeAlias = Mapping[str, Indicator]

_PROPOSALS: Final = 200  # searches for the nearest name in a run; each takes a millisecond
_LISTED: Final = 8  # names in one message


class NextPlan(NamedTuple):
    """A plan that is not there yet: the year in which it begins.

    `source` is the plan before it, given if there are several plans: by itself, `oicekpi next-plan`
    takes that of the day.
    """

    year: str
    source: str | None = None

    def __str__(self) -> str:
        """Return what `oicekpi next-plan` takes to draft it, quoted for the shell."""
        return f"{self.year} --from {quote(self.source)}" if self.source else self.year


class Fit:
    """Judges records by the plans that cover their days.

    Where the plans are not `complete`, because one of them cannot be read, a record that none
    covers may be of that one, and is not refused. Nor is one that has not happened, if it is for an
    indicator of a plan whose next period holds its day and has no plan yet: it waits for that.
    """

    def __init__(self, plans: Mapping[str, Plan], *, complete: bool = True) -> None:
        """Judge by these plans, which are valid."""
        self._plans = plans
        self._complete = complete
        self._of_day: dict[date, Known | None] = {}
        self._coming: dict[date, Known] = {}
        self._joined: dict[tuple[str, ...], Known] = {}
        self._inside: dict[int, tuple[Known, Mapping[str, Sequence[str]]]] = {}
        self._proposals = _PROPOSALS

    def problems(self, record: Record) -> list[Problem]:
        """Find what keeps a valid record from counting."""
        found = _without_reason(record)
        known = self._known(record.date)
        if known is None:
            known = self._waited_for(record)
            if not known:
                return [self._outside(record.date), *found] if self._complete else found
        for at, wanted in enumerate(record.indicator):
            indicator = known.get(wanted) or self._waited_for(record).get(wanted)
            if indicator is None:
                plan = self.next_plan(record.date, wanted) if self._complete else None
                found.append(self._unknown(wanted, at, known, plan))
            elif record.kind in indicator.of:
                found += MEASURES[indicator.measure].lacking(indicator, record)
            else:
                found.append(_wrong_kind(record, indicator, at))
        return found

    def remarks(self, record: Record) -> list[Problem]:
        """Find what a record that fits says in vain, or too early.

        That is an amount that no indicator adds up, what all its indicators leave out, and what
        waits for the plan of its period.
        """
        known = self._known(record.date) or {}
        if record.state is State.PLANNED and not known.keys() >= set(record.indicator):
            plan = self.awaited(record)
            if plan is None:
                return []
            params = {"day": record.date, "year": plan.year, "draft": f"{plan}"}
            return [Problem(("date",), "waits-for-plan", params)]
        held = [known[each] for each in record.indicator if each in known]
        if (
            held
            and record.state is not State.CANCELLED
            and not any(each.matches(record) for each in held)
        ):
            params = {"indicator": held[0].id, "key": held[0].left_out_by(record)}
            return [Problem(("indicator",), "not-selected", params)]
        fields = {MEASURES[each.measure].field for each in held}
        if record.get("amount") is None or not fields or "amount" in fields:
            return []
        return [Problem(("amount",), "unused-amount", {"indicators": record.indicator[:_LISTED]})]

    def awaited(self, record: Record) -> NextPlan | None:
        """Return the plan that a planned record waits for; None if it waits for none.

        Until that plan is drafted, the record cannot be confirmed.
        """
        known = self._known(record.date) or {}
        if record.state is not State.PLANNED or known.keys() >= set(record.indicator):
            return None
        waiting = next(each for each in record.indicator if each not in known)
        return self.next_plan(record.date, waiting) if self._complete else None

    def of_partial(self, partial: Partial) -> list[Problem]:
        """Find what keeps a record with errors from counting, however these are corrected.

        Where its date is wrong, that is what all plans agree on.
        """
        record, invalid = partial.entry.record, partial.invalid
        found = _without_reason(record) if invalid.isdisjoint({"state", "reason"}) else []
        plans: list[Known] = []
        if "date" in invalid:
            plans = [plan.indicators for plan in self._plans.values()] if self._complete else []
        elif known := self._known(record.date) or self._waited_for(record):
            plans = [known]
        elif self._complete:
            found.append(self._outside(record.date))
        # Of a list with invalid items, those that are valid are judged.
        for at, wanted in enumerate(record.indicator or ()):
            if not wanted:
                continue
            takers = [known[wanted] for known in plans if wanted in known]
            if takers:
                first, *others = ([*_misfits(partial, taker, at)] for taker in takers)
                found += [each for each in first if all(each in other for other in others)]
            elif plans:
                found.append(self._unknown(wanted, at, self._all(plans)))
        return found

    def _known(self, day: date) -> Known | None:
        """Return the indicators of all plans that cover a day; None where none does."""
        if day in self._of_day:
            return self._of_day[day]
        names = tuple(name for name, plan in self._plans.items() if day in plan.period)
        if names and names not in self._joined:
            plans = [self._plans[name].indicators for name in names]
            self._joined[names] = plans[0] if len(plans) == 1 else self._all(plans)
        return self._of_day.setdefault(day, self._joined.get(names))

    def _waited_for(self, record: Record) -> Known:
        """Return what a record that has not happened may wait for: nothing if it is done."""
        return {} if record.state is State.DONE else self.coming(record.date)

    def coming(self, day: date) -> Known:
        """Return the indicators of plans whose next period holds the day, and has no plan yet."""
        if day not in self._coming:
            plans = [plan for _, plan, _ in self._before(day)]
            self._coming[day] = {
                name: each for plan in plans for name, each in plan.indicators.items()
            }
        return self._coming[day]

    def next_plan(self, day: date, indicator: str | None = None) -> NextPlan | None:
        """Return the plan that is not there yet and whose period holds the day, if there is one.

        With `indicator`, it is one whose plan before has that.
        """
        for name, plan, following in self._before(day):
            if indicator is None or indicator in plan.indicators:
                return NextPlan(f"{following.start.year}", name if len(self._plans) > 1 else None)
        return None

    def _before(self, day: date) -> Iterator[tuple[str, Plan, Period]]:
        """Go through the plans whose next period, which is given too, holds the day."""
        for name, plan in self._plans.items():
            following = Shift.following(plan.period).result
            if day in following and not any(
                plan.period.end < other.period.start and day in other.period
                for other in self._plans.values()
            ):
                yield name, plan, following

    def _all(self, plans: Sequence[Known]) -> Known:
        if len(plans) == 1:
            return plans[0]
        key = tuple(str(id(each)) for each in plans)
        if key not in self._joined:
            self._joined[key] = {name: each for known in plans for name, each in known.items()}
        return self._joined[key]

    def _outside(self, day: date) -> Problem:
        following = self.next_plan(day)
        params = {"day": day, "plans": periods(self._plans), "next": following and f"{following}"}
        return Problem(("date",), "outside-period", params)

    def _unknown(self, wanted: str, at: int, known: Known, plan: NextPlan | None = None) -> Problem:
        """Name an indicator that is unknown; `plan` would have it, but is not there yet."""
        if plan is not None:
            missing = {"value": wanted, "inside": None, "near": None, "draft": f"{plan}"}
            return Problem(("indicator", at), "unknown-indicator", missing)
        if id(known) not in self._inside:
            self._inside[id(known)] = known, _by_objective(known)
        inside = self._inside[id(known)][1].get(wanted.casefold())
        near = None
        if not inside and self._proposals > 0:
            self._proposals -= 1
            near = nearest(wanted, known)
        params = {"value": wanted, "inside": inside and inside[:_LISTED], "near": near}
        return Problem(("indicator", at), "unknown-indicator", params)


def periods(plans: Mapping[str, Plan]) -> list[str] | None:
    """List plans with the days that they cover: `2024 (2024-01-01 … 2024-12-31)`."""
    spans = [f"{name} ({plan.period.start} … {plan.period.end})" for name, plan in plans.items()]
    return spans[-_LISTED:] or None


def _by_objective(known: Known) -> Mapping[str, Sequence[str]]:
    """Return the indicators by what their ids begin with, up to a dot, as `A1` of `A1.staff`."""
    inside: dict[str, list[str]] = defaultdict(list)
    for name in known:
        folded = name.casefold()
        for at, letter in enumerate(folded):
            if letter == ".":
                inside[folded[:at]].append(name)
    return inside


def _misfits(partial: Partial, indicator: Indicator, at: int) -> Iterable[Problem]:
    """Judge a record with errors by an indicator, as far as what is valid of it says enough."""
    record, invalid = partial.entry.record, partial.invalid
    if "kind" not in invalid and record.kind not in indicator.of:
        return [_wrong_kind(record, indicator, at)]
    measure = MEASURES[indicator.measure]
    # Whether a field has to be there is not known without the kind.
    unclear = measure.field in invalid or ("kind" in invalid and not record.get(measure.field))
    return () if unclear else measure.lacking(indicator, record)


def _wrong_kind(record: Record, indicator: Indicator, at: int) -> Problem:
    counted = [*map(kind_term, indicator.of[:_LISTED])]
    params = {"indicator": indicator.id, "kind": kind_term(record.kind), "kinds": counted}
    return Problem(("indicator", at), "wrong-kind", params)


def _without_reason(record: Record) -> list[Problem]:
    if record.state is State.CANCELLED and record.reason is None:
        return [Problem(("state",), "needs-reason")]
    return []
