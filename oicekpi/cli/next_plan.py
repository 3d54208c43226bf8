"""`oicekpi next-plan`: the plan of the next year, drafted from this one."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from oicekpi.cli import complete, terminal
from oicekpi.cli.arguments import file_name, whole_number
from oicekpi.domain.vocabulary import YEARS

if TYPE_CHECKING:
    from oicekpi.cli.session import Session

EXAMPLES: Final = """\b
Examples:
  oicekpi next-plan 2025              plans/2025.yaml, from the plan of today
  oicekpi next-plan 2025 --from 2024

The period and all days move by a year, or by the length of a period that is not a number of months.
Beside each indicator a comment says what it came to before, how likely the same target is, and
which target is reached four times in five. Comments that begin with #> are replaced next time.
"""


def next_plan(
    context: typer.Context,
    year: Annotated[
        int,
        typer.Argument(
            metavar="YEAR", parser=whole_number(YEARS), help="The year in which it begins."
        ),
    ],
    plan: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="PLAN",
            parser=file_name,
            help="The plan to make it from; the plan of today if not given.",
            autocompletion=complete.plans,
        ),
    ] = None,
) -> None:
    """Draft the plan of the next year from this one, with what came of it and what is likely.

    It writes a new file, never over another, and lists what to review in it.
    """
    from oicekpi.app import planning
    from oicekpi.reports import planning as view

    session: Session = context.obj
    content = session.content()
    draft = planning.draft_plan(content, year, plan or session.plan)
    terminal.tell_findings(draft.findings)
    saved = planning.write_plan(content, draft)
    terminal.report(saved, "\n" + view.render(draft, session.look()))
