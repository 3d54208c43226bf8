"""What every command is given: where the workspace is, which plan, which day is today."""

import os
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from oicekpi.cli import clock, terminal
from oicekpi.cli.language import Language
from oicekpi.cli.terminal import Color
from oicekpi.messages import prompts
from oicekpi.messages.failures import NotFoundError, UsageError
from oicekpi.messages.translate import spoken
from oicekpi.values import dataclass

if TYPE_CHECKING:
    from oicekpi.app.content import Content
    from oicekpi.reports.look import Look
    from oicekpi.storage.watch import Watch
    from oicekpi.storage.workspace import Workspace


@dataclass(frozen=True)
class Session:
    """The options that all commands have, and the day on which the run began."""

    root: Path | None = None
    plan: str | None = None
    color: Color = Color.AUTO
    no_pager: bool = False
    lang: Language | None = None
    today: date = field(default_factory=lambda: clock.today())  # noqa: PLW0108 - a test sets the clock

    def __post_init__(self) -> None:
        """Raise `UsageError` for a language that was asked for and is not there."""
        if self.lang is not None and self.lang != spoken():
            raise UsageError("no-catalogue", language=str(self.lang))

    def workspace(self) -> "Workspace":
        """Return the workspace: --root, else OICEKPI_ROOT, else from the working directory upward.

        Raises `NotFoundError`.
        """
        from oicekpi.app.content import open_workspace

        given = os.environ.get("OICEKPI_ROOT")
        try:
            here = Path.cwd()
        except FileNotFoundError:
            raise NotFoundError("no-working-directory") from None
        return open_workspace(here, self.root or (Path(given) if given else None))

    def content(self) -> "Content":
        """Return the content of the workspace, as a command that writes needs it."""
        from oicekpi.app.content import Content

        return Content(self.workspace(), self.today, self.plan, self.watch)

    @property
    def watch(self) -> "Watch":
        """What shows on a terminal how many records were read."""
        from oicekpi.cli.waiting import watched

        return watched(prompts.READING_RECORDS)

    def look(self) -> "Look":
        """Return how standard output is to look."""
        return terminal.look(self.color)
