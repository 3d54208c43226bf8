"""Progress of long work: a watcher sees each item that passes, and can show how many there were."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Watch(Protocol):
    """Passes items on as they come, and may take note of how many there were."""

    def __call__(self, items: Iterable[Item], /) -> Iterable[Item]:
        """Give the same items."""


def unwatched(items: Iterable[Item]) -> Iterable[Item]:
    """Pass items on, and nothing else."""
    return items
