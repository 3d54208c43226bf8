"""Compile the catalogues of translations whenever the package is built or installed.

Only their sources (`.po`) are kept in git. A package without them would speak English without a
word, so it is not built.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[misc]  # hatchling has no types
    """Write a `.mo` beside each `.po`, and let wheels hold it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as hatchling calls it
        """Compile all catalogues. Raises `FileNotFoundError` where there is none."""
        sources = sorted(Path(self.root).glob("oicekpi/locale/*/LC_MESSAGES/oicekpi.po"))
        if not sources:
            raise FileNotFoundError(Path(self.root, "oicekpi/locale/*/LC_MESSAGES/oicekpi.po"))
        if self.target_name != "wheel":  # a source distribution holds the sources
            return
        for source in sources:
            compiled = source.with_suffix(".mo")
            with source.open("rb") as text, compiled.open("wb") as binary:
                write_mo(binary, read_po(text, abort_invalid=True))
            build_data["artifacts"].append(compiled.relative_to(self.root).as_posix())
