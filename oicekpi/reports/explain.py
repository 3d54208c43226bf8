"""What each code means, from the document that comes with the program."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from oicekpi.domain.finding import Level
from oicekpi.messages.failures import UnknownCodeError
from oicekpi.messages.text import nearest

_LEVEL: Final = re.compile(r"Level: (\w+)\. ")
_HEADING: Final = re.compile(r"^## ([a-z0-9-]+)\n", re.MULTILINE)


def explain(code: str) -> str:
    """Give a code's section: what it means, an example, the mend.

    Raises `UnknownCodeError` for a code that there is not.
    """
    if code not in sections():
        raise UnknownCodeError(code, nearest(code, sections()))
    return f"## {code}\n\n{section(code)}\n"


def section(code: str) -> str:
    """Give a code's section in Markdown without its heading."""
    return sections()[code]


def summary(code: str) -> str:
    """Give the first paragraph of a code's section, in one line, without the level."""
    return " ".join(_LEVEL.sub("", section(code)).partition("\n\n")[0].split())


def level(code: str) -> Level:
    """Give the level of a code's findings, as its section says it."""
    said = _LEVEL.match(section(code))
    return Level(said[1]) if said else Level.ERROR


@cache
def sections() -> dict[str, str]:
    """Read the document: each code, in its order, with its section."""
    text = files("oicekpi.messages").joinpath("findings.md").read_text("utf-8")
    parts = _HEADING.split(text)[1:]
    return {code: body.strip() for code, body in zip(parts[::2], parts[1::2], strict=True)}
