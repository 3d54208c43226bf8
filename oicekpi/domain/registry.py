"""What the program knows by name and can be given more of: kinds, measures, formats."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

Known = TypeVar("Known")


class Registry(Mapping[str, Known], Generic[Known]):
    """An ordered mapping from names to what was registered under them."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._known: dict[str, Known] = {}

    def register(self, name: str, value: Known) -> Known:
        """Add a value under a name and return it. Raises `ValueError` for a name that is taken."""
        if name in self._known:
            raise ValueError(name)
        self._known[name] = value
        return value

    @contextmanager
    def registered(self, name: str, value: Known) -> Iterator[Known]:
        """Have a value under a name, in place of another if need be, until the block ends."""
        before = dict(self._known)
        self._known[name] = value
        try:
            yield value
        finally:
            self._known = before

    def __getitem__(self, name: str) -> Known:
        """Return what has the name."""
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether something has the name."""
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        """Go through the names in the order in which they were registered."""
        return iter(self._known)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._known)
