"""How findings are told: each format a module with a `render`, and here the list of them."""

from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from oicekpi.checks.report import Report, Source

Render: TypeAlias = "Callable[[Report, Source], str]"
"""Makes text of a report, with a line break at its end; the source gives lines to excerpt."""

FORMATS: Final = ("text", "json", "github", "gitlab", "sarif", "junit")


def renderer(form: str) -> Render:
    """Load how a format is told; the others, which nobody asked for, are not loaded."""
    return cast("Render", import_module(f"{__name__}.{form}").render)
