"""`oicekpi add`: a new record."""

import inspect
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from oicekpi.app.typed import TypedField, keys, kinds, known_kind, typed_fields
from oicekpi.cli import complete, terminal
from oicekpi.cli.changes import moved, tell_missing
from oicekpi.cli.options import parse_day
from oicekpi.domain.record import Entry, kind_term, said
from oicekpi.messages import prompts
from oicekpi.messages.catalogue import fill, series
from oicekpi.messages.failures import UsageError
from oicekpi.messages.translate import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oicekpi.app.adding import Proposal
    from oicekpi.app.content import Content
    from oicekpi.cli.session import Session
    from oicekpi.domain.finding import Finding

EXAMPLES: Final = """\b
Examples:
  oicekpi add                 asks for everything
  oicekpi add trip A1.staff --people staff-017,staff-023 --date yesterday
  oicekpi add agreement A2.agreements,A2.partners --partner "Example College"
  oicekpi add milestone B2.programme --stage agreement-signed
  oicekpi add application B3 --people 4 --planned --date 2024-11-20 -n
"""
_OWN: Final = frozenset({"date", "indicator"})  # fields that have parameters of their own
_FEW: Final = 2  # kinds; where more have a field, they are not named in its help


def add(
    context: typer.Context,
    kind: str | None = None,
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
    planned: Annotated[bool, typer.Option("--planned", help="It has not happened yet.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show file and progress; write nothing.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open the draft in $EDITOR first.")] = False,
    allow_duplicates: Annotated[
        bool,
        typer.Option("--allow-duplicates", help="Write it even if there is an equal record."),
    ] = False,
    **given: str | date | None,
) -> None:
    """Record what happened; on a terminal, ask for what is missing."""
    from oicekpi.app import adding

    session: Session = context.obj
    texts = {name: str(value) for name, value in given.items() if value is not None}
    kind = None if kind is None else known_kind(kind)
    foreign = adding.foreign_fields(kind, texts) if kind else []
    if kind and foreign:
        names, known = (
            [f"--{name}" for name in each if name != "indicator"] for each in (foreign, keys(kind))
        )
        raise UsageError("unknown-fields", kind=kind_term(kind), names=names, known=known)
    content = session.content()
    if kind and indicator:
        fields = _stated(session, content, kind, indicator, day, texts)
    elif terminal.can_ask():
        from oicekpi.cli.dialogue import Dialogue

        fields = Dialogue(session, content).everything(kind, day, texts)
    else:
        missing = [name for name, value in (("KIND", kind), ("INDICATOR", indicator)) if not value]
        raise UsageError("missing-arguments", names=missing)
    fields = adding.as_planned(content, fields, planned=planned)
    if "state" in fields and not planned:
        terminal.notice(prompts.PLANNED_AS_FUTURE, day=date.fromisoformat(str(fields["date"])))
    asked = not (kind and indicator)
    while fields:
        with _proposed(content, fields, edit=edit, allow=allow_duplicates) as proposal:
            edit = _finish(session, content, proposal, dry_run=dry_run, ask=asked)
            fields = {**said(proposal.record)} if edit else {}


def derived() -> frozenset[str]:
    """Return the options that are made of declarations, and whose help is translated already."""
    return frozenset({"kind", *typed_fields()} - _OWN)


def function() -> Callable[..., None]:
    """Return the command with an option for each field of a record."""
    signature = inspect.signature(add)
    parameters = [each for each in signature.parameters.values() if each.name != "given"]
    what = gettext("What happened: {kinds}.").format(
        kinds=series(kind_term(each).both for each in kinds())
    )
    of_kind = typer.Argument(metavar="[KIND]", help=what)
    parameters[1] = parameters[1].replace(annotation=Annotated[str | None, of_kind])
    at = [each.name for each in parameters].index("planned")
    parameters[at:at] = [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_option(field)
        )
        for field in typed_fields().values()
        if field.name not in _OWN
    ]

    def command(**given: Any) -> None:  # noqa: ANN401 - as typer gives them
        add(**given)

    command.__doc__ = add.__doc__
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # what typer reads
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def _option(field: TypedField) -> Any:  # noqa: ANN401 - an annotation
    meaning = gettext(field.help)
    if len(field.kinds) <= _FEW:
        text = gettext("{meaning} ({kinds})")
        meaning = text.format(
            meaning=meaning, kinds=series(kind_term(each).word for each in field.kinds)
        )
    if field.is_day:
        option = typer.Option(metavar="DATE", parser=parse_day, help=meaning)
        return Annotated[date | None, option]
    offers = complete.field(field.name)
    option = typer.Option(metavar="TEXT", help=meaning, autocompletion=offers)
    return Annotated[str | None, option]


def _stated(
    session: "Session",
    content: "Content",
    kind: str,
    indicator: str,
    day: date | None,
    texts: dict[str, str],
) -> dict[str, object]:
    """Return the fields from the command line; ask for a required one that is missing."""
    from oicekpi.app import adding

    fields = adding.fields_of(content, kind, indicator, day or session.today, texts)
    missing = adding.missing_fields(kind, fields)
    if not missing:
        return fields
    if not terminal.can_ask():
        names = [f"--{name}" for name in missing]
        raise UsageError("missing-arguments", "options", names=names)
    from oicekpi.cli.dialogue import Dialogue

    return Dialogue(session, content).fill(fields, missing)


@contextmanager
def _proposed(
    content: "Content",
    fields: dict[str, object],
    *,
    edit: bool,
    allow: bool,
) -> "Iterator[Proposal]":
    """Give the record as it would be written, perhaps after it was edited."""
    from oicekpi.app import adding, changing
    from oicekpi.storage import record_text, yamlfile

    if not edit:
        yield adding.propose(content, fields, allow_duplicates=allow)
        return
    from oicekpi.cli.editor import edited

    name = f"{fields['date']}-record.yaml"

    def wrong(data: bytes) -> "list[Finding]":
        return changing.problems_in(content, f"records/{name}", data)

    with edited(record_text.render(fields).encode(), name, wrong) as data:
        value = yamlfile.read(data)
        assert isinstance(value, dict)  # noqa: S101 - just found so
        yield adding.propose(
            content,
            value,
            text=data.decode("utf-8-sig"),
            allow_duplicates=allow,
        )


def _finish(
    session: "Session", content: "Content", proposal: "Proposal", *, dry_run: bool, ask: bool
) -> bool:
    """Show a record and write it; return whether it is to be edited instead.

    On a terminal it is shown before it is written. Where it was asked for, or there is a warning,
    it is written only if the user agrees.
    """
    from oicekpi.app import adding
    from oicekpi.app.changing import record_id
    from oicekpi.domain.agenda import missing

    # All that is shown is made before the record is written, so that no fault can come after it.
    movement = moved(session, proposal)
    shown = dry_run or terminal.can_ask()
    if shown:
        head = fill(gettext(prompts.WOULD_BE), {"path": proposal.path})
        terminal.say(f"{head}\n{proposal.text}{movement}")
    terminal.tell_findings(proposal.warnings)
    if dry_run:
        return False
    if ask or (shown and proposal.doubtful):
        match terminal.choose(prompts.WRITE_IT, prompts.ANSWER_Y_N_OR_E, "yne"):
            case "e":
                return True
            case "n":
                terminal.notice(prompts.NOTHING_WRITTEN)
                return False
    path = content.workspace.root / proposal.path
    with terminal.saving(lambda: terminal.beginning(path.parent, path.stem)):
        saved = adding.write(content, proposal)
        terminal.report(saved, "" if shown else movement)
    entry = Entry(record_id(saved.path), saved.path, None, proposal.record)
    tell_missing(missing(content.plans.sound.values(), entry))
    return False
