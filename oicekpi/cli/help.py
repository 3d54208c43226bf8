"""Help pages and refusals as typer makes them, in the language that is spoken.

typer asks the standard gettext for few of its words and writes the others in English, so that here
all of them are replaced.
"""

import re
from collections.abc import Sequence
from functools import cache
from inspect import cleandoc
from itertools import chain
from typing import Any, Final

import typer
import typer.core
from typer._click import HelpFormatter
from typer.exceptions import TyperException

from oicekpi.cli.terminal import ambiguous
from oicekpi.messages.translate import gettext, spoken
from oicekpi.messages.translate import marked as _

_HELP: Final = _("Show this message and exit.")
_WORDS: Final = frozenset(
    {_("Arguments"), _("Options"), _("Commands"), _("default: {default}"), _("required")}
)

# --- what typer refuses ---------------------------------------------------------------------------

_REFUSALS: Final = (
    _("No such option: {option} (Possible options: {options})"),
    _("No such option: {option}"),
    _("No such command {command}. Did you mean {near}?"),
    _("No such command {command}."),
    _("Missing argument {name}."),
    _("Missing option {name}."),
    _("Option {option} requires an argument."),
    _("Option {option} does not take a value."),
    _("Got unexpected extra argument(s) ({arguments})"),
    _("Invalid value for {name}: {problem}"),
)
"""typer's sentences, each as a template; the first one that fits is meant."""


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return what finds the parameters of a sentence that was made from a template."""
    parts = re.split(r"\{(\w+)\}", template)
    found = [f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
    return re.compile("".join(found), re.DOTALL)


def refusal(error: TyperException) -> str:
    """Return why typer refuses a command line.

    It gives a sentence in English and no code, so that the sentence itself is taken apart.
    """
    return _said(error.format_message())


def _said(sentence: str) -> str:
    if spoken() == "en":
        return sentence
    for template in _REFUSALS:
        if found := _pattern(template).fullmatch(sentence):
            # typer quotes what it names; we quote only what a person wrote.
            params = {name: text.strip("'") for name, text in found.groupdict().items()}
            if "problem" in params:
                params["problem"] = _said(params["problem"])
            return gettext(template).format(**params)
    return sentence  # ours, and translated already


# --- help pages -----------------------------------------------------------------------------------


def _word(text: str) -> str:
    """Translate a word of a help page; a refusal is translated as a whole."""
    return gettext(text) if text in _WORDS else text


typer.core._ = _word  # type: ignore[attr-defined,assignment]


def translate(command: typer.core.TyperCommand | typer.core.TyperGroup) -> None:
    """Put the help of a command, and of its parameters, into the language that is spoken."""
    command.help = gettext(cleandoc(command.help or ""))
    command.epilog = gettext(command.epilog or "")
    for param in command.params:
        param.help = gettext(param.help or "")  # type: ignore[attr-defined]  # arguments and options have it


def translate_option(option: Any) -> Any:  # noqa: ANN401 - typer does not give the type out
    """Put the help of the option `--help`, which typer adds, into the language that is spoken."""
    if option is not None and option.help == _HELP:
        option.help = gettext(_HELP)
    return option


class Formatter(HelpFormatter):
    """Writes help pages; in Chinese, lines are broken as Chinese is."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is typed."""
        super().write_usage(prog, args, prefix or gettext("Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        self.write(gettext("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(_broken(text, self.width - self.current_indent))

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names, each with what it means."""
        first = min(max(len(name) for name, _meaning in rows), col_max) + col_spacing
        room = self.width - first - 2
        super().write_dl(
            [(name, _broken(meaning, room)) for name, meaning in rows], col_max, col_spacing
        )


class Context(typer.Context):
    """The context of a command, whose help is written so."""

    formatter_class = Formatter


def _broken(text: str, width: int) -> str:
    """Break paragraphs into lines, and mark them as broken; English typer breaks well itself."""
    if spoken() == "en":
        return text
    from oicekpi.reports.breaking import wrapped

    room, signs = max(width, 10), ambiguous()

    def paragraph(text: str) -> str:
        lines = (wrapped(line, room, signs) for line in text.splitlines())
        return "\n".join(["\b", *chain.from_iterable(lines)])

    return "\n\n".join(
        each if each.startswith("\b") else paragraph(each) for each in text.split("\n\n")
    )
