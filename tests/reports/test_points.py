"""A chart as points, and as a picture."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from oicekpi import app
from oicekpi.domain.status import Status
from oicekpi.reports import chart_picture, words
from oicekpi.reports.charts import Chart, ReadingChart
from oicekpi.reports.document import document
from oicekpi.reports.points import legend, points, scale
from oicekpi.storage.workspace import Workspace

Some = Chart | ReadingChart


def charts(day: str = "2024-09-30") -> dict[str, Some]:
    """Give the charts of a plan with an indicator of every sort, by id."""
    office = Workspace(Path(__file__).parent / "office")
    made = document(app.report(office, date.fromisoformat(day)))
    return {part.id: part.chart for part in made.parts if part.chart is not None}


@pytest.fixture(scope="module")
def september() -> dict[str, Some]:
    """Give the charts of 30 September."""
    return charts()


def test_what_is_done_is_drawn_as_steps(september: dict[str, Some]) -> None:
    """The day before something is done has the total of before, and no later day has any."""
    chart = september["A1.staff"]
    assert isinstance(chart, Chart)
    done = {point.day: point.done for point in points(chart)}
    for (day, total), before in zip(chart.steps, [0, *(t for _, t in chart.steps)], strict=False):
        assert done[day] == total
        assert done[date.fromordinal(day.toordinal() - 1)] == before
    assert [value for day, value in done.items() if day > chart.today] == [None, None, None]


def test_the_forecast_begins_at_what_is_done_today(september: dict[str, Some]) -> None:
    """Before today there is none, and at the end it has the forecast's values."""
    chart = september["A1.staff"]
    assert isinstance(chart, Chart)
    assert chart.forecast is not None
    drawn = {point.day: point for point in points(chart)}
    assert drawn[chart.today][5:] == (chart.total,) * 3
    assert drawn[chart.end][5:] == (chart.forecast.low, chart.forecast.likely, chart.forecast.high)
    assert all(each.low is None for day, each in drawn.items() if day < chart.today)


def test_a_ceiling_is_the_most(september: dict[str, Some]) -> None:
    """A target to be reached is the least of what is wanted, a ceiling the most."""
    assert {(p.least, p.most) for p in points(september["A1.staff"])} == {(15, None)}
    assert {(p.least, p.most) for p in points(september["B2.incidents"])} == {(None, 6)}
    assert {(p.least, p.most) for p in points(september["B1.teachers"])} == {(12, 16)}


def test_readings_are_on_their_days(september: dict[str, Some]) -> None:
    """Between two readings nothing was read."""
    chart = september["B1.phd"]
    assert isinstance(chart, ReadingChart)
    read = [(point.day, point.done) for point in points(chart) if point.done is not None]
    assert read == [*chart.readings]


@pytest.mark.parametrize("day", ["2024-01-15", "2024-09-30", "2025-02-01"])
def test_an_axis_holds_all_that_is_drawn(day: str) -> None:
    """Its marks are at even values, of which there are few; counts begin at zero."""
    for known, chart in charts(day).items():
        drawn = points(chart)
        shown = scale(chart, drawn)
        values = [each for point in drawn for each in point[1:] if each is not None]
        assert shown.low <= min(values) <= max(values) < shown.high, known
        assert 2 <= len(shown.marks) <= 12
        assert shown.marks[-1] == pytest.approx(shown.high)
        if isinstance(chart, Chart):
            assert shown.low == 0


def test_the_legend_names_what_is_drawn(september: dict[str, Some]) -> None:
    """Nothing else is named."""
    keys = {known: [*legend(chart, points(chart))] for known, chart in september.items()}
    assert keys["A1.staff"] == ["done", "pace", "target", "likely", "fan"]
    assert keys["A2.camps"] == ["done"]
    assert keys["B1.teachers"] == ["done", "target", "fan"]
    assert keys["B1.answer"] == ["done", "pace", "target"]


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2024-01-15", "2024-09-30", "2025-02-01"])
def test_equal_charts_give_equal_pictures(day: str) -> None:
    """A picture has the same size for each chart, and the line of what is done in it."""
    for chart, again in zip(charts(day).values(), charts(day).values(), strict=True):
        data = chart_picture.png(chart)
        assert data == chart_picture.png(again)
        picture = Image.open(BytesIO(data))
        assert picture.size == (chart_picture.WIDTH, chart_picture.HEIGHT)
        assert picture.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
        assert len(data) < 40_000


def labels(chart: Some, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that are written into a picture."""
    found: list[str] = []
    write = ImageDraw.ImageDraw.text

    def noted(self: ImageDraw.ImageDraw, xy: Any, text: str, *more: Any) -> None:  # noqa: ANN401 - as Pillow takes them
        found.append(text)
        write(self, xy, text, *more)

    with monkeypatch.context() as patch:
        patch.setattr(ImageDraw.ImageDraw, "text", noted)
        chart_picture.png(chart)
    return found


def test_a_picture_names_its_figures(
    september: dict[str, Some], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The axis, the months, what is done, the target and the likely end."""
    found = labels(september["A1.staff"], monkeypatch)
    assert found[:5] == ["0", "5", "10", "15", "20"]
    assert found[5:17] == [words.month(at) for at in range(1, 13)]
    assert len(found) == 17 + 3
    assert "15" in found[17:]
    funds = september["B2.funds"]
    assert isinstance(funds, Chart)
    half = replace(funds, steps=((date(2024, 3, 1), 90.5),))
    assert "90.50" in labels(half, monkeypatch)


def test_a_month_is_named_where_there_is_room(
    september: dict[str, Some], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is wider than its month is left out."""
    monkeypatch.setattr(ImageDraw.ImageDraw, "textlength", lambda *_: 1_000.0)
    found = labels(september["A1.staff"], monkeypatch)
    assert not {words.month(at) for at in range(1, 13)} & {*found}


def test_a_final_value_is_written_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the period is over, it is beside the target."""
    found = labels(charts("2025-02-01")["A1.staff"], monkeypatch)
    assert len(found) == 17 + 2


@pytest.mark.usefixtures("chinese")
def test_months_of_other_scripts_are_numbered(
    september: dict[str, Some], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The font has plain letters only."""
    found = labels(september["A1.staff"], monkeypatch)
    assert found[5:17] == [f"{at}" for at in range(1, 13)]


def test_a_long_period_names_its_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten years have more months than can be named; a few days have no room for any name."""
    chart = charts()["A1.staff"]
    assert isinstance(chart, Chart)
    years = labels(replace(chart, end=date(2031, 6, 30)), monkeypatch)
    assert {"2025", "2030"} < {*years}
    assert "Jan" not in years
    early = labels(replace(chart, start=date(2023, 12, 30)), monkeypatch)
    assert early.count("Dec") == 1


def test_a_chart_of_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target of which nothing is done, and a level that was never read."""
    chart = ReadingChart(
        Status.NOT_DUE,
        date(2024, 1, 1),
        date(2024, 12, 31),
        date(2024, 6, 1),
        running=True,
        readings=(),
        expected=lambda _day: None,
        band=(5.0, None),
        write=str,
    )
    assert "5.0" in labels(chart, monkeypatch)


def test_a_value_at_the_top_is_named_beside_its_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no room for it above."""
    chart = ReadingChart(
        Status.ON_TRACK,
        date(2024, 1, 1),
        date(2024, 12, 31),
        date(2024, 6, 1),
        running=True,
        readings=((date(2024, 2, 1), 1.0), (date(2024, 3, 1), 14.2)),
        expected=lambda _day: 0.0,
        band=(None, None),
        write=str,
    )
    assert "14.2" in labels(chart, monkeypatch)
