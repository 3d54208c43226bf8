"""What the program knows by name and can be given more of: kinds, measures, formats."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

Known = TypeVar("Known")


class Registry(dict[str, Known]):
    """What was registered, by name, in the order in which it was."""

    def register(self, name: str, value: Known) -> Known:
        """Add a value under a name and return it. Raises `ValueError` for a name that is taken."""
        if name in self:
            raise ValueError(name)
        self[name] = value
        return value

    @contextmanager
    def registered(self, name: str, value: Known) -> Iterator[Known]:
        """Have a value under a name, in place of another if need be, until the block ends."""
        before = dict(self)
        self[name] = value
        try:
            yield value
        finally:
            self.clear()
            self.update(before)
