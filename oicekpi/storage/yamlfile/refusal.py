"""Why a text is not accepted, and where."""

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from oicekpi.domain.finding import Where

Span: TypeAlias = tuple[int, int, int, int]
"""Line and column of the first character, and of the first place after the last; from 1."""

WHOLE: Final[Span] = (0, 0, 0, 0)
MAX_DEPTH: Final = 32
TOO_DEEP: Final = (
    f"this is nested more than {MAX_DEPTH} levels deep",
    "no plan or record needs that; look for stray brackets or dashes",
)


class YamlRefusedError(Exception):
    """A text that is not accepted: why, how to mend it, and where it is.

    `where` is the way to the value, if it is a value that is refused and not the whole; `before`
    are the values that were refused before this ended the reading.
    """

    def __init__(self, code: str, message: str, hint: str, span: Span = WHOLE) -> None:
        """Keep what a finding needs; the path is the caller's to add."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.line, self.column, self.end_line, self.end_column = span
        self.where: Where = ()
        self.before: tuple[YamlRefusedError, ...] = ()
