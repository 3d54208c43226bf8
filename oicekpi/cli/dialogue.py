"""The dialogue of `add`: one question a field, each answer checked before the next is asked."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeAlias, TypeVar

from typer.exceptions import TyperException

from oicekpi.checks.draft import reason, taking
from oicekpi.checks.fit import periods
from oicekpi.checks.foresight import refusals
from oicekpi.cli import terminal
from oicekpi.cli.options import parse_day
from oicekpi.cli.writing import Desk
from oicekpi.domain.countries import NAMES
from oicekpi.domain.plan import Indicator, Measure, Plan
from oicekpi.domain.vocabulary import Kind, calendar_day
from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import listed, nearest
from oicekpi.reports.choices import choices
from oicekpi.reports.render import Cell, lines
from oicekpi.schema import typed as draft

# What a person may answer, where that is more than what a file may say.
_NEEDED: Final = "this is needed"
_ABOUT: Final = {"country": "Its code, or its English name"}
Fields: TypeAlias = dict[str, object]
Answer = TypeVar("Answer")


class Dialogue:
    """Leads through a new record at the terminal, with what is known offered."""

    def __init__(self, desk: Desk) -> None:
        """Ask about a record for the desk's workspace."""
        self.desk = desk
        self.firm: set[str] = set()  # the fields without which the record is provisional

    def everything(self, kind: Kind | None, day: date | None, typed: dict[str, str]) -> Fields:
        """Ask for kind, day, indicator and every field that was not given; give the fields."""
        terminal.say(
            "An empty answer takes the default in brackets; Ctrl-C leaves, writing nothing.\n"
        )
        sort = kind or self._kind()
        if day is not None and (uncovered := self._uncovered(day)):
            raise UsageError(f"{day}: {uncovered}", "give another --date, or add a plan for it")
        day = day or self._day()
        plan = self.desk.plan(day)
        chosen = self._indicators(plan, sort)
        known = draft.keys(sort)
        if strangers := [f"--{key}" for key in typed if key not in known]:
            left_out = f"{listed(strangers, 'and')} left out: a {sort} has no such field"
            terminal.say(lines([[Cell(left_out)]], self.desk.session.look()))
        typed = typed | {"date": day.isoformat(), "indicator": ",".join(each.id for each in chosen)}
        fields = draft.fields(sort, {key: typed[key] for key in known if key in typed})
        needed = _also_needed(chosen)
        self.firm = {need.value for each in chosen for need in each.requires}
        for key, required in known.items():
            if key not in fields:
                self._field(fields, key, required=required or key in needed)
        return fields

    def fill(self, fields: Fields, missing: list[str]) -> None:
        """Ask for the fields that are missing, and put them into `fields`."""
        for key in missing:
            self._field(fields, key, required=True)

    def _kind(self) -> Kind:
        options = [kind.value for kind in Kind]
        for number, option in enumerate(options, start=1):
            terminal.say(f"  {number:>2}  {option}\n")
        return Kind(self._choice("What happened? ", options))

    def _day(self) -> date:
        today = self.desk.session.today
        default = "" if self._uncovered(today) else today.isoformat()

        def read(text: str) -> tuple[date | None, str]:
            if not text and not default:
                return None, f"{_NEEDED}: {self._uncovered(today)}"
            try:
                day = parse_day(text or "today")
            except TyperException as error:
                return None, error.message
            uncovered = self._uncovered(day)
            return (None, uncovered) if uncovered else (day, "")

        return self._until(f"When? [{default or 'required'}] ", read)

    def _uncovered(self, day: date) -> str:
        """Say that no plan covers a day, and which days are covered; nothing where one does."""
        plans = self.desk.intake.plans
        if plans.broken or any(day in plan.period for plan in plans.sound.values()):
            return ""
        return f"no plan covers this day; there is {periods(plans.sound)}"

    def _indicators(self, plan: Plan, kind: Kind) -> list[Indicator]:
        fitting = {each.id: each for each in taking(plan.indicators.values(), kind)}
        if not fitting:
            raise UsageError(
                f"no indicator of the plan takes a {kind.value}", "choose another kind"
            )
        indicators = self.desk.indicators(plan, fitting, self.desk.entries)
        terminal.say(choices(list(indicators.values()), self.desk.session.look()))

        def read(text: str) -> tuple[list[Indicator] | None, str]:
            ids = [_picked(each, list(fitting)) for each in draft.listed(text)]
            if all(ids):
                return [fitting[each] for each in dict.fromkeys(ids) if each], ""
            return None, f"write numbers from 1 to {len(fitting)}, or ids, with commas"

        return self._until("Which does it count for? ", read, list(fitting))

    def _field(self, fields: Fields, key: str, *, required: bool) -> None:
        """Ask for one field until the answer can stand; an empty one leaves out what may be."""
        kind = Kind(str(fields["kind"]))
        default = "required" if required else "none"
        if key in self.firm:
            default = "none; then it is provisional"
        about = _ABOUT.get(key) or draft.meaning(kind, key).rstrip(".")
        question = f"{key} [{default}]{about and ' '}{about}: "

        def read(text: str) -> tuple[Fields | None, str]:
            if not text:
                return (None, _NEEDED) if required else ({}, "")
            answer = draft.fields(kind, {key: text})
            trial = {**fields, **answer}
            faults = refusals(self.desk.intake.plans, trial, self.desk.context)
            found = [fault for fault in faults if fault.where[:1] == (key,)]
            return (None, reason(found[0])) if found else ({key: answer[key]}, "")

        fields |= self._until(question, read, self._offers(key, fields))

    def _offers(self, key: str, fields: Fields) -> list[str]:
        if key == "country":
            return [*self._used(key), *NAMES, *NAMES.values()]
        if key == "stage":
            plan = self.desk.plan(calendar_day(str(fields["date"])))
            indicators = fields["indicator"]
            ids = indicators if isinstance(indicators, tuple) else (indicators,)
            known = (plan.indicators[str(each)].stages or () for each in ids)
            return [stage.id for stages in known for stage in stages]
        return self._used(key)

    def _used(self, key: str) -> list[str]:
        """Give what records have said in this field, the most used first."""
        counted: dict[str, int] = {}
        for entry in self.desk.entries:
            value = getattr(entry.record, key)
            for said in value if isinstance(value, tuple) else (value,):
                if isinstance(said, str):
                    counted[said] = counted.get(said, 0) + 1
        return sorted(counted, key=lambda said: -counted[said])

    def _choice(self, question: str, options: list[str]) -> str:
        def read(text: str) -> tuple[str | None, str]:
            picked = _picked(text, options)
            near = nearest(text, options)
            hint = f"did you mean {near}?" if near else f"write {listed(options)}"
            return picked, hint

        return self._until(question, read, options)

    def _until(
        self,
        question: str,
        read: Callable[[str], tuple[Answer | None, str]],
        offers: Sequence[str] = (),
    ) -> Answer:
        """Ask until the answer can be read; a wrong one is asked again with the reason."""
        while True:
            answer, why_not = read(terminal.ask(question, offers))
            if answer is not None:
                return answer
            terminal.say(lines([[Cell(f"  {why_not}")]], self.desk.session.look()))


def _picked(text: str, options: list[str]) -> str | None:
    """Take an option by its number from 1, by its name, or by the only beginning that fits."""
    if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= len(options):
        return options[int(text) - 1]
    folded = text.casefold()
    fitting = [option for option in options if option.casefold().startswith(folded)] if text else []
    exact = [option for option in fitting if option.casefold() == folded]
    return (exact or fitting)[0] if len(exact or fitting) == 1 else None


def _also_needed(indicators: list[Indicator]) -> set[str]:
    """Name the fields that a kind may leave out, and these indicators may not."""
    counted = {indicator.measure for indicator in indicators}
    needed = {"people"} if Measure.PEOPLE in counted else set()
    return needed | ({"partner"} if Measure.PARTNERS in counted else set())
