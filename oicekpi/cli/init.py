"""`oicekpi init`: a new records repository."""

from pathlib import Path
from typing import Annotated, Final

import typer

from oicekpi import __version__
from oicekpi.cli import terminal
from oicekpi.cli.arguments import read_named
from oicekpi.messages.failures import BrokenPlanError, TwoPlansError

EXAMPLES: Final = """\b
Examples:
  oicekpi init records-2027 --year 2027     with an empty plan, to be written
  oicekpi init records-2024                 with a plan as an example
  oicekpi init office --plan work-plan.yaml
"""


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder; it may be there already.")
    ],
    plan: Annotated[Path | None, typer.Option(metavar="FILE", help="Start with this plan.")] = None,
    year: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR", min=1900, max=2199, help="Start with an empty plan for this year."
        ),
    ] = None,
) -> None:
    """Make a new records repository: plan, records, checks, editor settings, a README.

    Nothing that is there already is written over.
    """
    from oicekpi.app import starter
    from oicekpi.reports.names import What
    from oicekpi.schema import json_schema as schema
    from oicekpi.schema.plan_files import parse
    from oicekpi.storage.yamlfile import MAX_BYTES

    if plan is not None and year is not None:
        raise TwoPlansError
    if plan is not None:
        name, data = str(plan), read_named(plan, MAX_BYTES)
    else:
        name, data = "", starter.empty_plan(year) if year else starter.shipped_plan()
    sound, findings = parse(name, data)
    if sound is None:
        terminal.tell_findings(findings)
        raise BrokenPlanError(name)
    schemas = {what.value: schema.render(what) for what in What}
    made = starter.files(sound.period.start.year, data, schemas, __version__)
    starter.lay_out(folder, made)
    terminal.say("".join(f"{folder / path}\n" for path in made))
    terminal.tell(f"next: cd {folder}, git init, oicekpi status; README.md says the rest")
