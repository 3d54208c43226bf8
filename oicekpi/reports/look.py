"""How a text is to look: what the terminal, or the pipe, can show."""

from dataclasses import dataclass
from typing import Final

from oicekpi.domain.status import Status


@dataclass(frozen=True, slots=True)
class Look:
    """What the reader's screen can show.

    `width` is in columns, None where lines may be as long as they are (a pipe, a file). Without
    `unicode` only ASCII signs are drawn, and dashes and the like are typed; letters from files
    stay as they are.
    """

    width: int | None = None
    color: bool = False
    unicode: bool = True


_SIGNS: Final = {
    Status.ACHIEVED: ("✔", "*"),
    Status.ON_TRACK: ("●", "+"),
    Status.AT_RISK: ("▲", "!"),
    Status.BEHIND: ("▼", "<"),
    Status.MISSED: ("✖", "x"),
    Status.NOT_DUE: ("○", "o"),
    Status.TRACKED: ("·", "."),
}

STYLES: Final = {
    Status.ACHIEVED: "bold green",
    Status.ON_TRACK: "green",
    Status.AT_RISK: "yellow",
    Status.BEHIND: "bold red",
    Status.MISSED: "bold magenta",
    Status.NOT_DUE: "default",
    Status.TRACKED: "cyan",
}
"""One of the terminal's own colours for each status, so that it suits dark and light screens."""


def sign(status: Status, look: Look) -> str:
    """Give the one-column sign that stands beside a status's word."""
    return _SIGNS[status][0 if look.unicode else 1]


def word(status: Status) -> str:
    """Give the status as people write it: `on track`."""
    return status.value.replace("-", " ")
