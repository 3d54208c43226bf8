"""`oicekpi compare`: two plans side by side."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import file_name
from oicekpi.cli.options import AsOf, PageFormat, Raw
from oicekpi.messages.failures import BAD_DATA, UsageError

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi compare 2023 2024                     how does this year compare?
  oicekpi compare 2023 2024 --as-of 2024-09-30
  oicekpi compare 2023 2024 --map A1.people=A1.staff --format csv

Both are judged at the same point of their periods: 30 September of each. Of periods that are not
whole years apart, it is the day by which the same share of them has passed.
"""


def compare(
    context: typer.Context,
    # Called `plan`, so that the command does not get the program's --plan as well.
    plan: Annotated[
        str,
        typer.Argument(
            metavar="BEFORE",
            parser=file_name,
            help="The earlier plan, such as 2023.",
            autocompletion=complete.plans,
        ),
    ],
    other: Annotated[
        str,
        typer.Argument(
            metavar="AFTER",
            parser=file_name,
            help="The later plan, such as 2024.",
            autocompletion=complete.plans,
        ),
    ],
    as_of: AsOf = None,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OLD=NEW",
            help="The indicator OLD of the earlier plan is NEW in the other one.",
        ),
    ] = None,
    form: PageFormat = "table",
    raw: Raw = False,
) -> None:
    """Show two plans side by side, at the same point of their periods.

    Indicators are matched by their ids; --map matches one that got another id.
    """
    from oicekpi.app import comparing
    from oicekpi.reports import comparison as view

    session: Session = context.obj
    renamed: dict[str, str] = {}
    for said in maps or ():
        old, sign, new = said.partition("=")
        if not sign:
            raise UsageError("no-equals-sign", option="--map", value=said, form="OLD=NEW")
        if old in renamed:
            raise UsageError("given-twice", "indicator", name=old)
        renamed[old] = new
    result = comparing.compare(
        session.workspace(),
        as_of or session.today,
        plan,
        other,
        renamed=renamed,
        today=session.today,
        watch=session.watch,
    )
    text = view.render(form, result.comparison, result.findings, session.look(), raw=raw)
    terminal.tell_findings(result.warnings)
    terminal.show(text, form, paged=not session.no_pager)
    if result.findings:
        raise typer.Exit(BAD_DATA)
