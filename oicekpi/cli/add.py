"""`oicekpi add`: a new record."""

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typer.models import OptionInfo

from oicekpi.cli import complete, terminal
from oicekpi.cli.editor import edited
from oicekpi.cli.options import parse_day
from oicekpi.cli.writing import Desk
from oicekpi.errors import UsageError
from oicekpi.vocabulary import Kind
from oicekpi.wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oicekpi.cli.session import Session
    from oicekpi.records.record import Record

EXAMPLES: Final = """\b
Examples:
  oicekpi add                 asks for everything
  oicekpi add trip A1.staff --people staff-017,staff-023 --date yesterday
  oicekpi add agreement A2.agreements,A2.partners --partner "Example College"
  oicekpi add milestone B2.programme --stage agreement-signed
  oicekpi add application B3 --people 4 --planned --date 2024-11-20 -n
"""


def _text(
    meaning: str, offers: "Callable[[str], list[complete.Offer]] | None" = None
) -> OptionInfo:
    """Define an option that takes a text."""
    option: OptionInfo = typer.Option(metavar="TEXT", help=meaning, autocompletion=offers)
    return option


def add(
    context: typer.Context,
    kind: Annotated[
        Kind | None,
        typer.Argument(
            metavar="[KIND]", case_sensitive=False, help=f"What happened: {listed(Kind)}."
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Argument(
            metavar="[INDICATOR]",
            help="What it counts for; an objective where that is clear; several with commas.",
            autocompletion=complete.indicators,
        ),
    ] = None,
    day: Annotated[
        date | None,
        typer.Option("--date", metavar="DATE", parser=parse_day, help="When; today if not given."),
    ] = None,
    people: Annotated[
        str | None, _text("Names with commas, or a head-count.", complete.people)
    ] = None,
    country: Annotated[str | None, _text("Its code or English name.", complete.countries)] = None,
    partner: Annotated[str | None, _text("The institution.", complete.partners)] = None,
    purpose: Annotated[str | None, _text("What for (trip).")] = None,
    until: Annotated[
        date | None, typer.Option(metavar="DATE", parser=parse_day, help="The last day (trip).")
    ] = None,
    fund: Annotated[str | None, _text("The fund (application).")] = None,
    level: Annotated[str | None, _text("The level (application).")] = None,
    outcome: Annotated[str | None, _text("What came of it (application).")] = None,
    subject: Annotated[str | None, _text("What it is about (agreement).")] = None,
    role: Annotated[str | None, _text("As what (appointment).")] = None,
    stage: Annotated[str | None, _text("The stage's id (milestone).", complete.stages)] = None,
    title: Annotated[str | None, _text("What took place (activity).")] = None,
    approval: Annotated[str | None, _text("The approval's number.")] = None,
    evidence: Annotated[str | None, _text("Files that show it, with commas.")] = None,
    note: Annotated[str | None, _text("Anything else.")] = None,
    planned: Annotated[bool, typer.Option("--planned", help="It has not happened yet.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show file and standing; write nothing.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open the draft in $EDITOR first.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Write it even if there is an equal record.")
    ] = False,
) -> None:
    """Log what happened as a new record; on a terminal, ask for what is missing."""
    session: Session = context.obj
    # Several to a line, as they belong together; one to a line, they would fill half a screen.
    given = {
        "people": people, "country": country, "partner": partner, "purpose": purpose,
        "until": until.isoformat() if until else None,
        "fund": fund, "level": level, "outcome": outcome,
        "subject": subject, "role": role, "stage": stage, "title": title,
        "approval": approval, "evidence": evidence, "note": note,
    }  # fmt: skip
    typed = {key: text for key, text in given.items() if text is not None}
    if kind is not None:
        _refuse_strangers(kind, typed)
    desk = Desk.open(session)
    if kind is None or indicator is None:
        fields = _asked(desk, kind, indicator, day, typed)
    else:
        fields = _stated(desk, kind, indicator, day or session.today, typed)
    if planned or str(fields["date"]) > session.today.isoformat():
        fields["state"] = "planned"
        if not planned:
            terminal.tell(f"oicekpi: {fields['date']} is still to come, so it is planned")
    _write(desk, fields, dry_run=dry_run, edit=edit, again=again, confirm=not (kind and indicator))


def _refuse_strangers(kind: Kind, typed: dict[str, str]) -> None:
    """Raise `UsageError` for fields that records of the kind do not have."""
    from oicekpi.records import draft

    known = draft.keys(kind)
    strangers = [f"--{key}" for key in typed if key not in known]
    if strangers:
        raise UsageError(
            f"a record of kind {kind} has no {listed(strangers, 'and no')}",
            f"it has {listed((f'--{key}' for key in known if key != 'indicator'), 'and')}",
        )


def _asked(
    desk: Desk, kind: Kind | None, indicator: str | None, day: date | None, typed: dict[str, str]
) -> dict[str, object]:
    """Lead through all fields on a terminal; elsewhere name what is missing."""
    if not terminal.can_ask():
        missing = [name for name, value in (("KIND", kind), ("INDICATOR", indicator)) if not value]
        raise UsageError(
            f"missing: {listed(missing, 'and')}", "see oicekpi add --help; only a terminal is asked"
        )
    from oicekpi.cli.dialogue import Dialogue

    return Dialogue(desk).everything(kind, day, typed)


def _stated(
    desk: Desk, kind: Kind, indicator: str, day: date, typed: dict[str, str]
) -> dict[str, object]:
    """Take the fields from the command line; ask for a required one that is missing."""
    from oicekpi.checks.draft import resolve
    from oicekpi.records import draft

    known = draft.keys(kind)
    plan = desk.plan(day)
    ids = draft.listed(indicator)
    typed["indicator"] = ",".join(resolve(plan, each, kind) for each in ids)
    typed["date"] = day.isoformat()
    missing = [key for key, needed in known.items() if needed and key not in typed]
    if missing and not terminal.can_ask():
        raise UsageError(
            f"missing: {listed((f'--{key}' for key in missing), 'and')}", "see oicekpi add --help"
        )
    fields = draft.fields(kind, {key: typed[key] for key in known if key in typed})
    if missing:
        from oicekpi.cli.dialogue import Dialogue

        Dialogue(desk).fill(fields, missing)
    return fields


def _write(
    desk: Desk, fields: dict[str, object], *, dry_run: bool, edit: bool, again: bool, confirm: bool
) -> None:
    from oicekpi.records import text, write
    from oicekpi.records.naming import stem
    from oicekpi.records.store import Entry

    with _draft(desk, fields, edit=edit) as (written, record):
        _refuse_twin(desk, record, again=again)
        desk.warn(record)
        draft = write.Draft(stem(text.fields_of(record)), written)
        if dry_run:
            terminal.say(f"{write.place(desk.workspace, draft)} would be:\n{written}")
            desk.tell_movement((), [Entry(draft.id, "", None, record)])
            return
        if confirm:
            terminal.say(f"\n{written}\n")
            if not terminal.agrees("Write this record?"):
                terminal.tell("nothing was written")
                return
        saved = write.create(desk.workspace, draft)
    terminal.report(saved)
    desk.tell_movement((), [Entry(saved.id, saved.path, None, record)])


@contextmanager
def _draft(desk: Desk, fields: dict[str, object], *, edit: bool) -> "Iterator[tuple[str, Record]]":
    """Give the text of the new record's file, perhaps as it was edited, and the record."""
    from oicekpi import yamlfile
    from oicekpi.checks.draft import judge, reason, require
    from oicekpi.records import text

    plans = desk.intake.plans
    if not edit:
        record = require(plans, fields)
        yield text.render(text.fields_of(record)), record
        return

    def wrong(data: bytes) -> list[str]:
        try:
            value = yamlfile.read(data)
        except yamlfile.YamlRefusedError as refusal:
            return [f"line {refusal.line}: {refusal.message}; {refusal.hint}"]
        if not isinstance(value, dict):
            return ["this is no record; write lines of `key: value`"]
        return [reason(fault) for fault in judge(plans, value)[1]]

    with edited(text.render(fields).encode(), "record.yaml", wrong) as data:
        value = yamlfile.read(data)
        assert isinstance(value, dict)  # noqa: S101 - just found so
        yield data.decode("utf-8-sig"), require(plans, value)


def _refuse_twin(desk: Desk, record: "Record", *, again: bool) -> None:
    from oicekpi.records.duplicate import same_as

    twin = None if again else same_as(record, desk.entries)
    if twin is not None:
        raise UsageError(
            f"an equal record is there already: {twin.id}",
            "if it did happen twice, say so with --again",
        )
