"""How findings are told: each format a file with `render`, and here the list of them."""

from collections.abc import Callable
from typing import Final, TypeAlias

from oicekpi.checks.formats import github, gitlab, json, junit, sarif, text
from oicekpi.checks.report import Report, Source

Render: TypeAlias = Callable[[Report, Source], str]
"""Makes text of a report, with a line break at its end; the source gives lines to excerpt."""

FORMATS: Final[dict[str, Render]] = {
    "text": text.render,
    "json": json.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "sarif": sarif.render,
    "junit": junit.render,
}
