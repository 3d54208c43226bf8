"""The verbs: what each is for, and how the one that is asked for is loaded."""

from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

VERBS: Final = {
    "status": "Show where the plan stands",
    "show": "Show an indicator in full: chart, reasons, records",
    "history": "Show every indicator's verdict at each month's end",
    "log": "List the records, or count them by what they name",
    "add": "Log what happened as a new record",
    "import": "Make records of the rows of a CSV file",
    "confirm": "Say that a planned record happened",
    "cancel": "Say that a record will not happen, and why",
    "edit": "Open a record's file in $EDITOR",
    "check": "Check plans and records, and tell every finding",
    "diff": "Show what changed between two git revisions",
    "schema": "Print the JSON Schema of a plan or a record",
    "init": "Make a new records repository",
}
"""Each is the function of its name in the module of its name; the line tells of it in the help.

Where Python keeps the name for itself, as `import`, function and module end in an underscore."""


class Verbs(TyperGroup):
    """Knows all verbs by name, and loads only the one that is run: so the others cost nothing."""

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 - typer does not give the type out
        args: list[str],
    ) -> tuple[str | None, TyperCommand | None, list[str]]:
        """Find the verb that the arguments begin with, and load it."""
        name, known, rest = super().resolve_command(ctx, args)
        return name, _loaded(name) if known and name else None, rest


def register(app: typer.Typer) -> None:
    """Make the verbs known to the program."""
    for name, summary in VERBS.items():
        app.command(name, short_help=summary)(_not_loaded)


def _not_loaded() -> None:
    """Stand for a verb in the list of all."""


def module(name: str) -> ModuleType:
    """Load the module of a verb."""
    return import_module(f"oicekpi.cli.{_own(name)}")


def _own(name: str) -> str:
    return f"{name}_" if iskeyword(name) else name


def _loaded(name: str) -> TyperCommand:
    home = module(name)
    verb = typer.Typer(rich_markup_mode=None, add_completion=False)
    verb.command(name, epilog=home.EXAMPLES)(getattr(home, _own(name)))
    command = typer.main.get_command(verb)
    assert isinstance(command, TyperCommand)  # noqa: S101 - with one command, it is no group
    return command
