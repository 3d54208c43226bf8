"""Frozen dataclasses that are cheap to define.

For each frozen dataclass the standard library compiles six methods, which takes 0.4 ms on Python
3.11 to 3.13, and `status` defines more than forty. Here it compiles `__init__` alone, in 0.1 ms;
the other methods are the same for every class. That a field is not assigned to is left to the
type checker.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - re-exported
else:
    import dataclasses

    def dataclass(*, frozen: bool, kw_only: bool = False) -> Any:  # noqa: ANN401 - see above
        """Return a decorator for a class whose values are equal if their fields are."""
        assert frozen  # noqa: S101 - what changes takes the standard library's

        def decorate(cls: type) -> type:
            made = dataclasses.dataclass(cls, eq=False, repr=False, kw_only=kw_only)
            made.__eq__, made.__hash__, made.__repr__ = _equal, _hash, _repr
            return made

        return decorate

    def _fields(value: object) -> tuple[object, ...]:
        return tuple(getattr(value, field.name) for field in dataclasses.fields(value))

    def _equal(self: object, other: object) -> bool:
        return _fields(self) == _fields(other) if type(self) is type(other) else NotImplemented

    def _hash(self: object) -> int:
        return hash(_fields(self))

    def _repr(self: object) -> str:
        shown = (field.name for field in dataclasses.fields(self) if field.repr)
        texts = (f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({', '.join(texts)})"
