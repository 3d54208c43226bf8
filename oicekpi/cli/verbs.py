"""The verbs: what each is for, and how the one that is asked for is loaded."""

from copy import copy
from dataclasses import fields, replace
from enum import Enum
from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from oicekpi.cli.arguments import require_text
from oicekpi.cli.session import Session
from oicekpi.messages.text import listed

VERBS: Final = {
    "status": "Show where the plan stands",
    "show": "Show an indicator in full: chart, reasons, records",
    "history": "Show every indicator's status at each month's end",
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


class Verb(TyperCommand):
    """A verb, whose texts are UTF-8."""

    def parse_args(
        self,
        ctx: Any,  # noqa: ANN401 - typer does not give the type out
        args: list[str],
    ) -> list[str]:
        """Parse what stands behind the verb. Raises `NotUtf8Error`."""
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:  # completion never fails
            require_text(ctx)
        return rest


class Verbs(TyperGroup):
    """Knows all verbs by name, and loads only the one that is run: so the others cost nothing."""

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 - typer does not give the type out
        args: list[str],
    ) -> tuple[str | None, TyperCommand | None, list[str]]:
        """Find the verb that the arguments begin with, and load it."""
        name, known, rest = super().resolve_command(ctx, args)
        return name, _loaded(name, self) if known and name else None, rest


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


def _loaded(name: str, program: Verbs) -> TyperCommand:
    """Make the command of a verb, which takes the program's options too."""
    home = module(name)
    verb = typer.Typer(rich_markup_mode=None, add_completion=False)
    verb.command(name, cls=Verb)(getattr(home, _own(name)))
    command = typer.main.get_command(verb)
    assert isinstance(command, TyperCommand)  # noqa: S101 - with one command, it is no group
    shared = _shared(program, command)
    command.params += shared
    names = listed((option.opts[0] for option in shared), "and")
    command.epilog = f"{home.EXAMPLES}\nAlso {names}, as in oicekpi --help."
    return command


def _shared(program: Verbs, command: TyperCommand) -> list[Any]:
    """Give the options before the verb as such behind it, but for those that it has itself.

    They are not in the help of each verb, which would be longer by them and no clearer.
    """
    own = {param.name for param in command.params}
    wanted = {field.name for field in fields(Session)} - own
    shared: list[Any] = [copy(each) for each in program.params if each.name in wanted]
    for option in shared:
        option.hidden, option.expose_value = True, False
        option.default, option.callback = None, _heard
    return shared


def _heard(context: typer.Context, option: typer.CallbackParam, value: Any) -> None:  # noqa: ANN401 - a value of any option
    """Let what is said behind the verb go before what was said before it."""
    if value is None or not isinstance(context.obj, Session):  # there is none in completion
        return
    name = str(option.name)
    before = getattr(context.obj, name)
    # Of a choice typer gives the word; a member it makes only for the functions that it calls.
    heard: Any = type(before)(value) if isinstance(before, Enum) else value
    context.obj = replace(context.obj, **{name: heard})
