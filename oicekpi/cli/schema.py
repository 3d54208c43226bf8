"""`oicekpi schema`: the JSON Schema of plans or records."""

from typing import Annotated, Final

import typer

from oicekpi.cli import terminal
from oicekpi.cli.arguments import choices
from oicekpi.reports.names import What

EXAMPLES: Final = """\b
Examples:
  oicekpi schema record > schemas/record.schema.json
  oicekpi schema plan | check-jsonschema --schemafile - plans/2027.yaml

\b
An editor finds it by the first line of a file:
  # yaml-language-server: $schema=../schemas/plan.schema.json
"""


def schema(
    what: Annotated[
        What,
        typer.Argument(
            **{**choices(What), "metavar": "plan|record"},
            help="The sort of file.",
            show_default=False,
        ),
    ],
) -> None:
    """Print the JSON Schema with which editors and other tools check a plan or a record."""
    from oicekpi.app import starting

    terminal.say(starting.schema(what), "json")
