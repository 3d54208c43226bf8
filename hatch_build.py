"""Compile the catalogues of translations whenever the package is built or installed.

Only their sources (`.po`) are kept in git. A package without them would speak English without a
word, so it is not built.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NO_DAY: Final = datetime(1980, 1, 1, tzinfo=UTC)  # the earliest that a wheel can hold


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
                catalogue = read_po(text, abort_invalid=True)
                # Else it would be now, and no two builds would give the same bytes.
                catalogue.creation_date = _NO_DAY
                write_mo(binary, catalogue)
            build_data["artifacts"].append(compiled.relative_to(self.root).as_posix())
