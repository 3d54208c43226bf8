"""How findings are told: each format is a module with a `render`, and here the list of them."""

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from oicekpi.checks.report import Report, Source

Render: TypeAlias = "Callable[[Report, Source], str]"
"""Makes text of a report, with a line break at its end; the source gives lines to excerpt."""


class Form(StrEnum):
    """How findings are told; each is a module here of that name."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


def renderer(form: Form) -> Render:
    """Load how a format is told; the others, which nobody asked for, are not loaded."""
    return cast("Render", import_module(f"{__name__}.{form}").render)
