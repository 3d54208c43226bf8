"""Whether a record's move to another file was finished."""

from collections.abc import Iterable

from oicekpi.domain.finding import Finding, Level
from oicekpi.messages.text import printable
from oicekpi.storage import moving


def unfinished_move(path: str, data: bytes) -> Iterable[Finding]:
    """The machine stopped while a record moved: its old file is still there, and passed over here.

    Whoever gets the old file without the note beside it, as by git, has the record twice.
    """
    if path.endswith(".yaml") or not moving.is_note(path.rpartition("/")[2]):
        return ()
    return (
        Finding(
            moving.noted(path),
            0,
            0,
            "unfinished-move",
            f"the record has moved to {printable(moving.target(data))}, and this old file stayed",
            f"delete it, and {printable(path)}; the next command that writes does so too",
            Level.WARNING,
        ),
    )
