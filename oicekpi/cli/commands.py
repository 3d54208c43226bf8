"""The commands: what each is for, and how the one that is asked for is loaded."""

from copy import copy
from dataclasses import fields, replace
from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from oicekpi.cli import help as pages
from oicekpi.cli.arguments import require_text
from oicekpi.cli.session import Session
from oicekpi.messages.catalogue import fill
from oicekpi.messages.translate import gettext
from oicekpi.messages.translate import marked as _

COMMANDS: Final = {
    "status": "Show the progress of the plan",
    "agenda": "Show what to do: overdue, coming, quiet",
    "show": "Show an indicator in full: chart, reasons, records",
    "history": "Show every indicator's status at each month's end",
    "report": "Write the plan as a document to hand over",
    "log": "List the records, or count them by what they name",
    "add": "Record what happened",
    "import": "Import the rows of a spreadsheet as records",
    "confirm": "Mark a planned record as done, or add its approval",
    "cancel": "Mark a record as cancelled, and say why",
    "edit": "Open a record's file in $EDITOR",
    "remove": "Remove a record that was entered by mistake",
    "check": "Check plans and records, and list every finding",
    "diff": "Show what changed between two git revisions",
    "compare": "Show two plans side by side",
    "next-plan": "Draft the plan of the next year from this one",
    "schema": "Print the JSON Schema of a plan or a record",
    "init": "Make a new records repository",
}
"""Each is the function of its name in the module of its name; the line is its summary in the help.

Where Python keeps the name for itself, as `import`, function and module end in an underscore; for
a dash they have an underscore."""


_ALSO: Final = _("Also {options:and-plain}, as in oicekpi --help.")


class Command(TyperCommand):
    """A command, whose texts are UTF-8, and whose help is in the language that is spoken."""

    context_class = pages.Context

    def parse_args(
        self,
        ctx: Any,  # noqa: ANN401 - typer does not give the type out
        args: list[str],
    ) -> list[str]:
        """Parse what follows the command. Raises `UsageError` for text that is not UTF-8."""
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:  # completion never fails
            require_text(ctx)
        return rest

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - typer does not give the types out
        """Return the option --help."""
        return pages.translate_option(super().get_help_option(ctx))


class Commands(TyperGroup):
    """Knows all commands by name, and loads only the one that is run."""

    context_class = pages.Context

    def parse_args(
        self,
        ctx: Any,  # noqa: ANN401 - typer does not give the type out
        args: list[str],
    ) -> list[str]:
        """Parse the command line up to the command; its help may be asked for."""
        pages.translate(self)
        for command in self.commands.values():
            command.short_help = gettext(command.short_help or "")
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - typer does not give the types out
        """Return the option --help."""
        return pages.translate_option(super().get_help_option(ctx))

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 - typer does not give the type out
        args: list[str],
    ) -> tuple[str | None, TyperCommand | None, list[str]]:
        """Find the command that the arguments begin with, and load it."""
        name, known, rest = super().resolve_command(ctx, args)
        return name, load(name, self) if known and name else None, rest


def register(app: typer.Typer) -> None:
    """Make the commands known to the program."""
    for name, summary in COMMANDS.items():
        app.command(name, short_help=summary)(lambda: None)  # which is loaded later


def module(name: str) -> ModuleType:
    """Load the module of a command."""
    return import_module(f"oicekpi.cli.{_own(name)}")


def _own(name: str) -> str:
    return f"{name}_" if iskeyword(name) else name.replace("-", "_")


def load(name: str, program: Commands) -> TyperCommand:
    """Make a command, which takes the program's options too."""
    home = module(name)
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    # Parameters that are derived from declarations are made when they are needed.
    made = home.function() if hasattr(home, "function") else getattr(home, _own(name))
    alone.command(name, cls=Command)(made)
    command = typer.main.get_command(alone)
    assert isinstance(command, TyperCommand)  # noqa: S101 - with one command, it is no group
    pages.translate(command)
    # It may have some of them itself. The others are not in its help, which would be longer and no
    # clearer.
    wanted = {field.name for field in fields(Session)} - {param.name for param in command.params}
    shared: list[Any] = [copy(each) for each in program.params if each.name in wanted]
    for option in shared:
        option.hidden, option.expose_value = True, False
        option.default, option.callback = None, _override
    command.params += shared
    also = fill(gettext(_ALSO), {"options": [option.opts[0] for option in shared]})
    command.epilog = f"{gettext(home.EXAMPLES)}\n{also}"
    return command


def _override(context: typer.Context, option: typer.CallbackParam, value: Any) -> None:  # noqa: ANN401 - a value of any option
    """Let an option behind the command replace the same option before it."""
    if value is None or not isinstance(context.obj, Session):  # there is none in completion
        return
    context.obj = replace(context.obj, **{str(option.name): value})
