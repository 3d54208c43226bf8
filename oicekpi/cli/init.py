"""`oicekpi init`: a new records repository."""

from pathlib import Path
from typing import Annotated, Final

import typer

from oicekpi import __version__
from oicekpi.cli import clock, terminal
from oicekpi.cli.arguments import read_named, whole_number
from oicekpi.domain.vocabulary import YEARS
from oicekpi.messages.failures import UsageError
from oicekpi.messages.prompts import AFTER_INIT
from oicekpi.messages.translate import spoken

EXAMPLES: Final = """\b
Examples:
  oicekpi init records                      with an empty plan for this year
  oicekpi init records-2027 --year 2027     for another year
  oicekpi init try --example                with a plan as an example
  oicekpi init office --plan work-plan.yaml
"""


def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", path_type=Path, help="The folder; it may exist already."),
    ],
    plan: Annotated[
        Path | None,
        typer.Option(metavar="FILE", path_type=Path, help="Start with this plan."),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR",
            parser=whole_number(YEARS),
            help="Start with an empty plan for this year; the current year if not given.",
        ),
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Start with the plan that comes with oicekpi.")
    ] = False,
) -> None:
    """Make a new records repository: plan, records, checks, editor settings, a README.

    They are in the language that is spoken. Existing files are never replaced.
    """
    from oicekpi.app import starting
    from oicekpi.storage.yamlfile import MAX_BYTES

    given = {"--plan": plan, "--year": year, "--example": example or None}
    options = [name for name, value in given.items() if value is not None]
    if len(options) > 1:
        raise UsageError("conflicting-options", options=options)
    if plan is not None:
        start = starting.Start(read_named(plan, MAX_BYTES), str(plan))
    else:
        year = year or clock.today().year
        start = starting.example() if example else starting.empty(year, spoken())
    made = starting.init(folder, start, __version__, spoken())
    terminal.say("".join(f"{path}\n" for path in made))
    terminal.notice(AFTER_INIT, folder=str(folder))
