"""The line on a terminal that shows how far long work is, while there is nothing else to see."""

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar

from oicekpi.cli import terminal
from oicekpi.messages.catalogue import fill
from oicekpi.messages.translate import gettext

if TYPE_CHECKING:
    from oicekpi.storage.watch import Watch

PATIENCE: Final = 1.0  # seconds before there is a line: who waits less needs none
PAUSE: Final = 0.1  # seconds from one number to the next
STEP: Final = 100  # items from one look at the clock to the next, so that the looks cost nothing

Item = TypeVar("Item")


def watched(template: str) -> "Watch":
    """Return what counts the items of some work, and shows their number on a terminal.

    `template` says it, with the parameter `number`.
    """

    def watch(items: Iterable[Item]) -> Iterable[Item]:
        return _shown(template, items) if terminal.can_redraw() else items

    return watch


def _shown(template: str, items: Iterable[Item]) -> Iterator[Item]:
    due = time.monotonic() + PATIENCE
    line = ""
    try:
        for number, item in enumerate(items, start=1):
            yield item
            if number % STEP == 0 and (now := time.monotonic()) >= due:
                due = now + PAUSE
                line = fill(gettext(template), {"number": number})
                terminal.draw(line)
    finally:
        if line:
            from oicekpi.reports.breaking import cell_len

            terminal.draw(" " * cell_len(line))
