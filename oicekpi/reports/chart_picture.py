"""A chart as a picture: PNG, for documents that hold no charts of their own.

In it are only figures and, where they are of plain letters, the names of months, so that it needs
no font from elsewhere. What its lines mean is in the legend, which is text of the document.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from itertools import pairwise
from math import hypot
from typing import Final, TypeAlias

from PIL import Image, ImageDraw, ImageFont

from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.points import COLOURS, Point, points, scale, spans

WIDTH, HEIGHT = 1600, 460  # pixels: 254 to the inch at a width of 16 cm
_FINE: Final = 2  # lines are drawn at so many times the size, and made smaller then
_LEFT, _RIGHT, _TOP, _BOTTOM = 130, 130, 24, 60
_LETTERS: Final = 30
_INK, _GRID, _PAPER = "#404040", "#D9D9D9", "#FFFFFF"
_WHITE: Final = 250  # from which on a colour is that of the paper

_Place: TypeAlias = tuple[float, float]


def png(chart: Chart | ReadingChart) -> bytes:
    """Return a picture of a chart; equal charts give equal bytes."""
    drawn = points(chart)
    sheet = _Sheet(chart, drawn)
    sheet.grid()
    for ends in ("low", "high"), ("least", "most"):
        sheet.area([(p.day, getattr(p, ends[0]), getattr(p, ends[1])) for p in drawn])
    for bound in "least", "most":
        sheet.line([(p.day, getattr(p, bound)) for p in drawn], "target", 4)
    if chart.running:
        sheet.upright(chart.today)
    sheet.line([(p.day, p.expected) for p in drawn], "pace", 4, (16, 10))
    sheet.line([(p.day, p.likely) for p in drawn], "likely", 5, (5, 9))
    done = [(p.day, p.done) for p in drawn if p.done is not None]
    sheet.line(done, "done", 7)
    sheet.dots(done if isinstance(chart, ReadingChart) else done[-1:])
    return sheet.finished(drawn, done)


class _Sheet:
    """The surface of one picture, on which days and values have their places."""

    def __init__(self, chart: Chart | ReadingChart, drawn: list[Point]) -> None:
        self.chart, self.scale = chart, scale(chart, drawn)
        self.image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.span = max(1, (chart.end - chart.start).days)

    def place(self, day: date, value: float) -> _Place:
        """Return where a value of a day is, in pixels of the finished picture."""
        across = (day - self.chart.start).days / self.span
        up = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return (
            _LEFT + across * (WIDTH - _LEFT - _RIGHT),
            HEIGHT - _BOTTOM - up * (HEIGHT - _TOP - _BOTTOM),
        )

    def grid(self) -> None:
        """Draw a line for each value that is marked, and a short one where a month begins."""
        for value in self.scale.marks:
            self._stroke(
                [self.place(self.chart.start, value), self.place(self.chart.end, value)], _GRID, 2
            )
        for day, _name in spans(self.chart):
            across, down = self.place(day, self.scale.low)
            self._stroke([(across, down), (across, down + 10)], _GRID, 3)

    def area(self, edges: Iterable[tuple[date, float | None, float | None]]) -> None:
        """Fill what lies between the lower and the upper values, where both are known."""
        known = [
            (day, low, high) for day, low, high in edges if low is not None and high is not None
        ]
        lower = [self.place(day, low) for day, low, _high in known]
        upper = [self.place(day, high) for day, _low, high in known]
        if len(known) > 1:
            self.pen.polygon(_fine([*lower, *reversed(upper)]), COLOURS["fan"])

    def line(
        self,
        course: Iterable[tuple[date, float | None]],
        key: str,
        width: int,
        dashes: tuple[int, int] | None = None,
    ) -> None:
        """Draw a line through the values that are known."""
        places = [self.place(day, value) for day, value in course if value is not None]
        if dashes is None:
            self._stroke(places, COLOURS[key], width)
        else:
            for piece in _dashed(places, *dashes):
                self._stroke(piece, COLOURS[key], width)

    def upright(self, day: date) -> None:
        """Draw a thin line at a day."""
        ends = [self.place(day, self.scale.low), self.place(day, self.scale.high)]
        for piece in _dashed(ends, 6, 6):
            self._stroke(piece, COLOURS["pace"], 2)

    def dots(self, course: Iterable[tuple[date, float]]) -> None:
        """Draw a dot at each value."""
        for day, value in course:
            across, down = self.place(day, value)
            box = [(across - 9, down - 9), (across + 9, down + 9)]
            self.pen.ellipse(_fine(box), COLOURS["done"])

    def _stroke(self, places: list[_Place], colour: str, width: int) -> None:
        if len(places) > 1:
            self.pen.line(_fine(places), colour, width * _FINE, joint="curve")

    def finished(self, drawn: list[Point], done: list[tuple[date, float]]) -> bytes:
        """Return the picture in its size, with its figures."""
        image = self.image.reduce(_FINE)
        pen = ImageDraw.Draw(image)
        font = ImageFont.load_default(_LETTERS)
        for value in self.scale.marks:
            across, down = self.place(self.chart.start, value)
            pen.text((across - 16, down), f"{value:,.{self.scale.places}f}", _INK, font, "rm")
        last = self.place(self.chart.end, 0)[0]
        for (day, name), (following, _name) in pairwise([*spans(self.chart), (self.chart.end, "")]):
            left, right = self.place(day, 0)[0], self.place(following, 0)[0]
            shown = name if name.isascii() else f"{day.month}"  # the font has plain letters only
            if pen.textlength(shown, font) < right - left:
                pen.text(((left + right) / 2, HEIGHT - _BOTTOM + 34), shown, _INK, font, "mm")
        final = drawn[-1]
        ends = [(final.likely, "likely"), (final.least, "target"), (final.most, "target")]
        if done and done[-1][0] == self.chart.end:
            ends.append((done[-1][1], "done"))
        elif done:
            across, down = self.place(*done[-1])
            text = self._written(done[-1][1])
            room = down > _TOP + _LETTERS
            at = (across - 6, down - 26) if room else (across + 18, down)
            pen.text(at, text, COLOURS["done"], font, "rm" if room else "lm")
        lowest = float(HEIGHT)
        known = {value: key for value, key in ends if value is not None}
        for value, key in sorted(known.items()):
            lowest = min(self.place(self.chart.end, value)[1], lowest - _LETTERS)
            pen.text((last + 16, lowest), self._written(value), COLOURS[key], font, "lm")
        file = BytesIO()
        small = image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        colours = small.getpalette() or []
        small.putpalette([255 if each >= _WHITE else each for each in colours])
        small.save(file, "PNG", dpi=(254, 254))
        return file.getvalue()

    def _written(self, value: float) -> str:
        if isinstance(self.chart, ReadingChart):
            return self.chart.write(value)
        return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _fine(places: Iterable[_Place]) -> list[_Place]:
    return [(across * _FINE, down * _FINE) for across, down in places]


def _dashed(places: list[_Place], dash: float, gap: float) -> Iterator[list[_Place]]:
    """Cut a line into dashes, which go round its corners."""
    piece: list[_Place] = places[:1]
    left, drawing = dash, True
    for (across, down), (to_across, to_down) in pairwise(places):
        length = hypot(to_across - across, to_down - down)
        passed = 0.0
        while length - passed > left:
            passed += left
            share = passed / length
            cut = (across + (to_across - across) * share, down + (to_down - down) * share)
            if drawing:
                yield [*piece, cut]
            piece = [cut]
            drawing = not drawing
            left = dash if drawing else gap
        left -= length - passed
        piece.append((to_across, to_down))
    if drawing and len(piece) > 1:
        yield piece
