"""The dialogue of `add`: one question a field, each answer checked before the next is asked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias, TypeVar

from oicekpi.app import answers, typed
from oicekpi.app.content import Content
from oicekpi.cli import terminal
from oicekpi.cli.options import not_a_day
from oicekpi.cli.session import Session
from oicekpi.domain.record import KINDS, kind_term
from oicekpi.domain.typed_days import NotADayError
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import Medium, fill
from oicekpi.messages.failures import UsageError
from oicekpi.messages.text import nearest
from oicekpi.messages.translate import gettext
from oicekpi.reports.adding import choices
from oicekpi.reports.breaking import cell_len
from oicekpi.reports.look import Cell
from oicekpi.reports.render import lines

Fields: TypeAlias = dict[str, object]
Answer = TypeVar("Answer")
_BACK: Final = frozenset("<＜《")  # the latter are what a Chinese keyboard types for it
# Countries are many, and an approval, a file or a note is seldom that of another record.
_UNLISTED: Final = frozenset({"country", "approval", "evidence", "note"})
_NAMED: Final = 8  # known answers that are shown; Tab offers all


class BackError(Exception):
    """The question before is to be asked once more."""


class Refused(Exception):  # noqa: N818 - an answer, not an error of the program
    """An answer that cannot be taken; the text says why, and `near` may be what was meant."""

    def __init__(self, why: str, near: object = None) -> None:
        """`near` is the answer that Enter takes next, if there is one."""
        super().__init__(why)
        self.near = None if near is None else str(near)


class Dialogue:
    """Asks for a new record on the terminal, and offers what is known."""

    def __init__(self, session: Session, content: Content) -> None:
        """Ask about a record of the workspace with this content."""
        self.session = session
        self.content = content

    def everything(self, kind: str | None, day: date | None, texts: Mapping[str, str]) -> Fields:
        """Ask for kind, day, indicator and every field that is not given; return the fields."""
        self._say(gettext(prompts.HOW_TO_ANSWER))
        given: Fields = {}
        if kind is not None:
            given["kind"] = kind
        if day is not None:
            answers.require_plan(self.content, day)
            given["date"] = day.isoformat()
        fields, asked = dict(given), list[str]()
        while (name := self._next(fields, texts)) is not None:
            try:
                fields[name] = self._ask(name, fields)
            except BackError:
                if asked:
                    self._forget(fields, asked.pop(), given)
            else:
                asked.append(name)
                if name == "kind":
                    self._leave_out(str(fields["kind"]), texts)
        return {name: value for name, value in fields.items() if value is not None}

    def _leave_out(self, kind: str, texts: Mapping[str, str]) -> None:
        """Say which options a record of the chosen kind has no field for."""
        foreign = [f"--{name}" for name in texts if name not in typed.keys(kind)]
        if foreign:
            self._say(_said(prompts.FIELDS_LEFT_OUT, names=foreign, kind=kind_term(kind)))

    def fill(self, fields: Mapping[str, object], missing: Sequence[str]) -> Fields:
        """Ask for the fields that are missing; return all fields."""
        filled = dict(fields)
        for name in missing:
            filled[name] = self._field(name, filled, required=True)
        return filled

    def _next(self, fields: Fields, texts: Mapping[str, str]) -> str | None:
        """Return what is to be asked next, after what was given is read."""
        for name in ("kind", "date", "indicator"):
            if name not in fields:
                return name
        known = typed.keys(str(fields["kind"]))
        fields |= typed.read(
            str(fields["kind"]),
            {name: text for name, text in texts.items() if name in known and name not in fields},
            self.content.today,
        )
        names = answers.asked(self.content, fields)
        return next((name for name in names if name not in fields), None)

    def _forget(self, fields: Fields, name: str, given: Mapping[str, object]) -> None:
        """Take back an answer, and after the kind or the day all that depend on it."""
        if name in {"kind", "date", "indicator"}:
            keep = {"kind": (), "date": ("kind",), "indicator": ("kind", "date")}[name]
            for each in [each for each in fields if each not in {*keep, *given}]:
                del fields[each]
        fields.pop(name, None)

    def _ask(self, name: str, fields: Fields) -> object:
        match name:
            case "kind":
                return self._kind()
            case "date":
                return self._day().isoformat()
            case "indicator":
                return self._indicator(fields)
            case _:
                return self._field(name, fields)

    def _kind(self) -> str:
        options = typed.kinds()
        words = [kind_term(option).word for option in options]
        called = [kind_term(option).both for option in options]
        width, digits = max(map(cell_len, called)), len(str(len(options)))
        for number, (option, name) in enumerate(zip(options, called, strict=True), start=1):
            # What it is stands beside the word that files have for it.
            meaning = gettext((KINDS[option].__doc__ or "").partition("\n")[0])
            self._say(f"{number:>{digits}}  {name}{' ' * (width - cell_len(name))}  {meaning}")

        def read(text: str) -> str:
            if picked := answers.picked(typed.word("kind", text), options):
                return picked
            why = _said(prompts.WRITE_ONE_OF, options=called)
            raise _refused_choice(text, [*options, *words], why)

        return self._until(gettext(prompts.WHICH_KIND), read, options)

    def _day(self) -> date:
        try:
            answers.require_plan(self.content, self.content.today)
            default = self.content.today.isoformat()
        except UsageError:
            default = ""

        def read(text: str) -> date:
            try:
                return answers.read_covered_day(self.content, text or default)
            except NotADayError as error:
                why = not_a_day(error) if text else gettext(prompts.ANSWER_NEEDED)
                raise Refused(why) from None
            except UsageError as error:
                said = error.said(Medium.DIALOGUE)
                why = f"{said.text}\n{said.help}"
                raise Refused(why) from None

        shown = _said(prompts.WHEN, default=default or gettext(prompts.REQUIRED))
        return self._until(shown, read, default=bool(default))

    def _indicator(self, fields: Fields) -> object:
        _, plan = self.content.plan(date.fromisoformat(str(fields["date"])))
        progress = answers.choices(self.content, plan, str(fields["kind"]))
        options = [each.indicator.id for each in progress]
        terminal.say(choices(progress, self.session.look()))

        def read(text: str) -> tuple[str, ...]:
            said = typed.listed(text)
            ids = [answers.picked(each, options) for each in said]
            if not all(ids):
                why = _said(prompts.NUMBERS_OR_IDS, last=len(options))
                raise _refused_choice(text if len(said) == 1 else "", options, why)
            return tuple(dict.fromkeys(each for each in ids if each))

        chosen = self._until(gettext(prompts.WHICH_INDICATOR), read, options)
        return chosen if len(chosen) > 1 else chosen[0]

    def _field(self, name: str, fields: Fields, *, required: bool = False) -> object:
        """Ask for one field until the answer is valid; an empty one leaves out what may be."""
        question = answers.question(self.content, fields, name, required=required)
        default = prompts.NONE_THEN_PROVISIONAL if question.makes_done else prompts.NONE
        shown = _said(
            prompts.FIELD,
            name=name,
            default=gettext(prompts.REQUIRED if question.required else default),
            help=gettext(question.help).rstrip(".。"),
        )

        if question.meanings:
            for number, (stage, (title, day)) in enumerate(
                zip(question.offers, question.meanings, strict=True), start=1
            ):
                template = prompts.STAGE_REACHED if day else prompts.STAGE
                self._say(_said(template, number=number, stage=stage, title=title, day=day))
        elif question.offers and name not in _UNLISTED:
            self._say(_said(prompts.KNOWN, names=question.offers[:_NAMED]))

        def read(text: str) -> object:
            if question.meanings:
                text = answers.picked(text, question.offers) or text
            if not text:
                if question.required:
                    raise Refused(gettext(prompts.ANSWER_NEEDED))
                return None
            known = {key: value for key, value in fields.items() if value is not None}
            value, problems = answers.answer(self.content, known, name, text)
            if problems:
                said = problems[0].said(Medium.DIALOGUE)
                why = f"{said.text}\n{said.help}" if said.help else said.text
                raise Refused(why, problems[0].params.get("near"))
            return value

        return self._until(shown, read, question.offers, default=not question.required)

    def _until(
        self,
        question: str,
        read: Callable[[str], Answer],
        offers: Sequence[str] = (),
        *,
        default: bool = False,
    ) -> Answer:
        """Ask until the answer can be taken; after a wrong one, say why. Raises `BackError`.

        Enter after a wrong answer takes the one that was meant. Where none is known, it is pressed
        twice to take the default, if there is one, so that no answer is dropped by accident.
        """
        near, dropped = "", False
        while True:
            text = terminal.ask(question, offers) or near
            if text in _BACK:
                raise BackError
            if dropped and not text:
                dropped = False
                self._say(f"  {gettext(prompts.ENTER_AGAIN)}")
                continue
            try:
                return read(text)
            except Refused as why:
                near, dropped = why.near or "", default and text != ""
                for line in str(why).splitlines():
                    self._say(f"  {line}")
                if near:
                    self._say(f"  {_said(prompts.ENTER_TAKES, near=near)}")

    def _say(self, line: str) -> None:
        terminal.say(lines([[Cell(line)]], self.session.look()))


def _refused_choice(text: str, options: Sequence[str], otherwise: str) -> Refused:
    """Return the refusal of an answer that is none of some options."""
    near = nearest(text, options) if text else None
    return Refused(_said(prompts.DID_YOU_MEAN, near=near) if near else otherwise, near)


def _said(template: str, **params: object) -> str:
    return fill(gettext(template), params)
