"""What texts are made of, whoever shows them: cells with a style, and what a screen can show."""

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Final, NamedTuple, TypeAlias

from oicekpi.domain.status import Status
from oicekpi.messages.translate import gettext
from oicekpi.messages.translate import marked as _
from oicekpi.values import dataclass


@dataclass(frozen=True)
class Look:
    """What the reader's screen can show.

    `width` is in columns, None where lines may be as long as they are (a pipe, a file). Without
    `unicode` our own signs, bars and dashes are drawn in ASCII; letters from files stay as they
    are. `ambiguous` is how many columns a sign takes that is wide on some screens: 1 or 2.
    """

    width: int | None = None
    color: bool = False
    unicode: bool = True
    ambiguous: int = 1


class Cell(NamedTuple):
    """A piece of text with one style. Text from files is made safe to print when it is shown."""

    text: str
    style: str = ""


Line: TypeAlias = Sequence[Cell]

# Each sign is one column wide, on some screens two. `render` draws them in ASCII where the screen
# needs that.
SIGNS: Final = {
    Status.ACHIEVED: "✔",
    Status.ON_TRACK: "●",
    Status.AT_RISK: "▲",
    Status.BEHIND: "▼",
    Status.MISSED: "✖",
    Status.NOT_DUE: "○",
    Status.TRACKED: "·",
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

COMMAND: Final = "bold cyan"
"""The style of a command to type: no screen breaks it, and documents set it as code."""

PAPER: Final = {
    Status.ACHIEVED: ("#375623", "#C6E0B4"),
    Status.ON_TRACK: ("#375623", "#E2EFDA"),
    Status.AT_RISK: ("#7F6000", "#FFE699"),
    Status.BEHIND: ("#843C0C", "#F8CBAD"),
    Status.MISSED: ("#5B2C6F", "#E8D0EE"),
    Status.NOT_DUE: ("#404040", "#EDEDED"),
    Status.TRACKED: ("#1F4E79", "#DDEBF7"),
}
"""The ink and the ground of each status in documents: dark on pale, as office programs have it."""

_WORDS: Final = {
    Status.ACHIEVED: _("achieved"),
    Status.ON_TRACK: _("on track"),
    Status.AT_RISK: _("at risk"),
    Status.BEHIND: _("behind"),
    Status.MISSED: _("missed"),
    Status.NOT_DUE: _("not due"),
    Status.TRACKED: _("tracked"),
}


def word(status: Status) -> str:
    """Return the status as people write it: `on track`."""
    return gettext(_WORDS[status])


def styled(template: str, styles: Mapping[str, str], **values: str) -> Line:
    """Fill in a template, and return it as cells: those of the named values have their styles."""
    cells: list[Cell] = []
    for before, name, _spec, _conversion in Formatter().parse(template):
        cells.append(Cell(before))
        if name is not None:
            cells.append(Cell(values[name], styles.get(name, "")))
    return [cell for cell in cells if cell.text]
