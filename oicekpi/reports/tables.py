"""What a command shows as a value, before any format has been chosen: tables, texts, a calendar.

The columns of a table are declared once, and every format reads them from its rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, TypeVar

from oicekpi.reports.look import Line
from oicekpi.values import dataclass

GAP: Final = 2  # blank columns between two columns of a table

LEAST: Final = 16  # columns that a text keeps at least where it is cut

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: what people read in it, what programs read in it, and how it is laid out.

    `key` is its name for programs, in every language; `title` is its heading for people, `full` a
    longer one where there is room. `text` gives what people read, `value` what programs read;
    a column without one of them is not shown to those.

    On a narrow screen columns that may be `cut` give up width first, down to their `least`, those
    with the lowest `keep` before others; where that is not enough, the column with the lowest
    `keep` goes. Before one that may be cut goes, all of these are cut to `LEAST`.

    `gap` are the blanks before it. A `wide` column is left out on a screen that is too narrow for
    its table. A `drawn` column is for terminals alone.
    """

    key: str
    title: str = ""
    text: Callable[[Row], str] | None = None
    value: Callable[[Row], object] | None = None
    style: Callable[[Row], str] = lambda _row: ""
    keep: int = 0
    right: bool = False
    cut: bool = False
    least: int = LEAST
    gap: int = GAP
    wide: bool = False
    drawn: bool = False
    full: str = ""


class Heading(NamedTuple):
    """A line between the rows of a table; with `narrow` only where the table's screen is narrow."""

    line: Line
    narrow: bool = False


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Columns and rows. `headings` are by the number of the row that they precede.

    Those of the number of rows come at the end.

    On a screen of fewer columns than `narrow`, wide columns go and narrow headings come. The
    `caption` is a line above the table; without `titled` its columns have no titles. With
    `tells_hidden` a line below names the columns for which the screen has no room. Documents show
    a table that is `listed` as a list of its rows, since chats know no tables.
    """

    columns: Sequence[Column[Row]]
    rows: Sequence[Row]
    headings: Mapping[int, Sequence[Heading]] = field(default_factory=dict)
    narrow: int = 0
    titled: bool = True
    tells_hidden: bool = False
    listed: bool = False
    caption: Line = ()

    @property
    def keys(self) -> list[str]:
        """The names of the columns that programs read."""
        return [each.key for each in self.columns if each.value is not None]

    @property
    def values(self) -> list[list[object]]:
        """What programs read in each row, in the order of `keys`; None for nothing."""
        read = [each.value for each in self.columns if each.value is not None]
        return [[value(row) for value in read] for row in self.rows]


class Paragraph(NamedTuple):
    """Lines that belong together; with `bullets` the first is the title of a list of the others.

    One that `warns` is set apart in documents. The `hint`, such as a command to type next, is for
    terminals, not for documents.
    """

    lines: Sequence[Line]
    bullets: bool = False
    warns: bool = False
    hint: Line = ()


class Event(NamedTuple):
    """One day with something to do. `uid` is the same each time, so that no import doubles it."""

    uid: str
    day: date
    summary: str
    description: str
    categories: tuple[str, ...]
    tentative: bool = False
    cancelled: bool = False


class Calendar(NamedTuple):
    """Events, and the day as of which they are known."""

    name: str
    as_of: date
    events: tuple[Event, ...]


class Page(NamedTuple):
    """What a command shows, before any format has been chosen.

    `blocks` are for people, in their order, with an empty line between two of them. `data` makes
    the JSON document, `table` is what CSV and JSON Lines hold, `common` what each of those lines
    says beside its row, and `calendar` makes what calendars hold.
    """

    title: str
    subtitle: Sequence[Line]
    blocks: Sequence[Any]
    data: Callable[[], object]
    table: Table[Any] | None = None
    calendar: Callable[[], Calendar] | None = None
    common: Mapping[str, object] = MappingProxyType({})
