"""Charts as coordinates: what a picture of one has to draw, and where; a template draws it.

The unit is that of the picture, whose width and height are in `Plot`. Lines and areas are the
data of an SVG path.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from oicekpi.reports import words
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.points import Scale, spans
from oicekpi.values import dataclass

WIDTH: Final = 680
HEIGHT: Final = 250
LEFT, RIGHT = 46, 580
TOP, BOTTOM = 26, 222
_GAP: Final = 22  # between two labels at the right

Spot = tuple[float, float]


class Mark(NamedTuple):
    """A text at a place; `kind` says what it is about."""

    x: float
    y: float
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Plot:
    """A chart in coordinates.

    `rows` are the numbers at the left, each with its line. `area` and `line` are what is done, or
    the line through the readings, which are `dots`; `pace` is what is expected. `target` are the
    heights of the target's lines, `band` are the top and the height of what it allows. `fan` and
    `likely` are the forecast. `today` is where the day is that is judged by, None where that is
    not in the period. `labels` are the words at the right, `notes` those in the drawing.
    """

    rows: tuple[Mark, ...]
    line: str = ""
    area: str = ""
    pace: str = ""
    target: tuple[float, ...] = ()
    band: Spot | None = None
    fan: str = ""
    likely: str = ""
    today: float | None = None
    dots: tuple[Spot, ...] = ()
    labels: tuple[Mark, ...] = ()
    notes: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Axis:
    """The days of a period: `columns` name the months or years, `edges` are where they begin."""

    columns: tuple[Mark, ...]
    edges: tuple[float, ...]


def axis(chart: Chart | ReadingChart) -> Axis:
    """Return the days of a chart's period, which are the same for all charts of a plan."""
    parts = spans(chart)
    edges = [_x(chart, day - timedelta(days=1)) for day, _name in parts] + [_x(chart, chart.end)]
    marks = [
        Mark(round((left + right) / 2, 1), BOTTOM + 18, name)
        for (_day, name), left, right in zip(parts, edges, edges[1:], strict=False)
    ]
    return Axis(tuple(marks), tuple(edges))


def _x(chart: Chart | ReadingChart, day: date) -> float:
    """Return where a day ends; the period begins at the left edge."""
    passed = ((day - chart.start).days + 1) / ((chart.end - chart.start).days + 1)
    return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, passed)), 1)


def of_chart(chart: Chart | ReadingChart) -> Plot:
    """Return a chart of either sort in coordinates."""
    return _readings(chart) if isinstance(chart, ReadingChart) else _burn_up(chart)


class _Frame:
    """Where days and values are in the picture."""

    def __init__(
        self, chart: Chart | ReadingChart, low: float, high: float, *, whole: bool
    ) -> None:
        self.chart = chart
        self.scale = Scale.even(low, high, whole=whole)

    def x(self, day: date) -> float:
        return _x(self.chart, day)

    def y(self, value: float) -> float:
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return round(BOTTOM - (BOTTOM - TOP) * share, 1)

    def today(self) -> float | None:
        return self.x(self.chart.today) if self.chart.running else None

    def day_note(self) -> tuple[Mark, ...]:
        """Name the day at the top of its line, within the picture."""
        x = self.today()
        if x is None:
            return ()
        kind = "start" if x < LEFT + 40 else "end" if x > RIGHT - 40 else "middle"
        return (Mark(x, TOP - 9, words.day(self.chart.today, self.chart.end.year), kind),)


# --- what adds up ---------------------------------------------------------------------------------


def _burn_up(chart: Chart) -> Plot:
    frame = _Frame(chart, 0, chart.top, whole=True)
    x, y = frame.x, frame.y
    last = min(chart.today, chart.end)
    here = (x(last), y(chart.total))
    line = _stairs(((x(day), y(total)) for day, total in chart.steps), here[0])
    if last < chart.start:
        line = ""
    labels = (
        [Mark(RIGHT + 8, y(chart.target), f"{chart.target:,}", "target")] if chart.target else []
    )
    fan = _fan(chart, frame, here)
    if fan:
        labels.append(Mark(RIGHT + 8, fan[1][-1][1], words.forecast_of(chart.forecast), "forecast"))
    turns = map(date.fromordinal, chart.pace.days if chart.pace else ())
    pace = [(day, chart.expected(day)) for day in turns]
    above = here[1] - 8 if here[1] > TOP + 16 else here[1] + 18
    note = Mark(here[0] - 7, above, f"{chart.total:,}", "done")
    if here[0] < LEFT + 40:
        note = note._replace(x=here[0] + 7, kind="done after")
    return Plot(
        tuple(Mark(LEFT - 8, y(tick), f"{tick:,.0f}") for tick in frame.scale.marks),
        line=line,
        area=f"{line}V{BOTTOM}Z" if chart.total and line else "",
        pace=_path((x(day), y(due)) for day, due in pace if due is not None),
        target=(y(chart.target),) if chart.target else (),
        fan=_path([*fan[2], *reversed(fan[0])]) + "Z" if fan else "",
        likely=_path(fan[1]) if fan else "",
        today=frame.today(),
        dots=(here,) if line else (),
        labels=_apart(labels),
        notes=(*frame.day_note(), *([note] if line else [])),
    )


def _stairs(steps: Iterable[Spot], end: float) -> str:
    """Return a line from the corner at the left through steps, in whole units, which are short."""
    at, height, line = LEFT, BOTTOM, f"M{LEFT} {BOTTOM}"
    for spot in steps:
        x, y = round(spot[0]), round(spot[1])
        line += f"{_by('h', x - at)}{_by('v', y - height)}"
        at, height = x, y
    return line + _by("h", round(end) - at)


def _by(way: str, number: int) -> str:
    return f"{way}{number}" if number else ""


def _fan(chart: Chart, frame: _Frame, here: Spot) -> list[list[Spot]]:
    """Return the corners of the lowest, the likely and the highest way to the end."""
    if chart.pace is None:
        return []
    known = (date.fromordinal(each) for each in chart.pace.days)
    corners = sorted(day for day in {*known, chart.end} if day > chart.today)
    ways = [(day, each) for day in corners if (each := chart.fan(day)) is not None]
    if not ways:
        return []
    return [
        [here, *((frame.x(day), frame.y(values[at])) for day, values in ways)] for at in range(3)
    ]


# --- what is read ---------------------------------------------------------------------------------


def _readings(chart: ReadingChart) -> Plot:
    ends = [each for each in chart.band if each is not None]
    days = (chart.end - chart.start).days
    # The line of what is expected can turn on some days of each month.
    corners = [chart.start + timedelta(days=round(days * at / 48)) for at in range(49)]
    line = [(day, chart.expected(day)) for day in corners]
    expected = [(day, value) for day, value in line if value is not None]
    values = [*(value for _, value in chart.readings), *ends, *(value for _, value in expected)]
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    frame = _Frame(chart, low - room, high + room, whole=False)
    x, y = frame.x, frame.y
    spots = [(x(day), y(value)) for day, value in chart.readings]
    notes = [*frame.day_note()]
    if spots:
        last, written = spots[-1], chart.write(chart.readings[-1][1])
        after = "done after" if last[0] < LEFT + 40 else "done"
        above = last[1] - 9 if last[1] > TOP + 16 else last[1] + 18
        notes.append(Mark(last[0] + (7 if " " in after else -7), above, written, after))
    over, under = chart.band[1], chart.band[0]
    band: Spot | None = None
    if ends:
        top = TOP if over is None else y(over)
        band = (top, round((BOTTOM if under is None else y(under)) - top, 1))
    labels = [Mark(RIGHT + 8, y(each), chart.write(each), "target") for each in ends]
    return Plot(
        tuple(Mark(LEFT - 8, y(tick), _plain(tick)) for tick in frame.scale.marks),
        line=_path(spots),
        pace=_path([(x(day), y(value)) for day, value in expected]),
        target=tuple(map(y, ends)),
        band=band,
        today=frame.today(),
        dots=tuple(spots),
        labels=_apart(labels),
        notes=tuple(notes),
    )


# --- drawing --------------------------------------------------------------------------------------


def _path(spots: Iterable[Spot]) -> str:
    """Return a line through places, without those that lie straight between two others."""
    kept: list[Spot] = []
    for spot in spots:
        if len(kept) > 1:
            (ax, ay), (bx, by), (x, y) = *kept[-2:], spot
            if abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) < abs(x - ax) * 0.15:
                del kept[-1]
        kept.append(spot)
    return "".join(f"{'L' if at else 'M'}{_short(x)} {_short(y)}" for at, (x, y) in enumerate(kept))


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _plain(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _apart(labels: Sequence[Mark]) -> tuple[Mark, ...]:
    """Move labels apart that would lie over each other."""
    placed: list[Mark] = []
    for label in sorted(labels, key=lambda mark: mark.y):
        least = placed[-1].y + _GAP if placed else TOP
        placed.append(_moved(label, max(label.y, least)))
    excess = placed[-1].y - BOTTOM if placed else 0
    return tuple(_moved(each, each.y - max(0, excess)) for each in placed)


def _moved(mark: Mark, y: float) -> Mark:
    """Return a mark at another height."""
    return mark._replace(y=round(y, 1))
