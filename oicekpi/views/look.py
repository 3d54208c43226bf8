"""How a text is to look: what the terminal, or the pipe, can show."""

from dataclasses import dataclass
from typing import Final

from oicekpi.progress.verdict import Verdict


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
    Verdict.ACHIEVED: ("✔", "*"),
    Verdict.ON_TRACK: ("●", "+"),
    Verdict.AT_RISK: ("▲", "!"),
    Verdict.BEHIND: ("▼", "<"),
    Verdict.MISSED: ("✖", "x"),
    Verdict.NOT_DUE: ("○", "o"),
    Verdict.TRACKED: ("·", "."),
}

STYLES: Final = {
    Verdict.ACHIEVED: "bold green",
    Verdict.ON_TRACK: "green",
    Verdict.AT_RISK: "yellow",
    Verdict.BEHIND: "bold red",
    Verdict.MISSED: "bold magenta",
    Verdict.NOT_DUE: "default",
    Verdict.TRACKED: "cyan",
}
"""One of the terminal's own colours for each verdict, so that it suits dark and light screens."""


def sign(verdict: Verdict, look: Look) -> str:
    """Give the one-column sign that stands beside a verdict's word."""
    return _SIGNS[verdict][0 if look.unicode else 1]


def word(verdict: Verdict) -> str:
    """Give the verdict as people write it: `on track`."""
    return verdict.value.replace("-", " ")
