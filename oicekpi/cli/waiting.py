"""The line on a terminal that tells how far long work is, while nothing else is to be seen."""

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar

from oicekpi.cli import terminal

if TYPE_CHECKING:
    from oicekpi.storage.watch import Watch

READING: Final = "reading records"
PATIENCE: Final = 1.0  # seconds before there is a line: who waits less needs none
PAUSE: Final = 0.1  # seconds from one number to the next
STEP: Final = 100  # items from one look at the clock to the next, so that the looks cost nothing

Item = TypeVar("Item")


def watched(work: str) -> "Watch":
    """Watch how many items have gone through a work; where someone sits at a terminal, tell."""

    def watch(items: Iterable[Item]) -> Iterable[Item]:
        return _told(work, items) if terminal.can_redraw() else items

    return watch


def _told(work: str, items: Iterable[Item]) -> Iterator[Item]:
    due = time.monotonic() + PATIENCE
    line = ""
    try:
        for number, item in enumerate(items, start=1):
            yield item
            if number % STEP == 0 and (now := time.monotonic()) >= due:
                due = now + PAUSE
                line = f"{work}: {number:,}"
                terminal.draw(line)
    finally:
        if line:
            terminal.draw(" " * len(line))
