"""The words in which figures are told."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from oicekpi.domain.forecast import Forecast
from oicekpi.domain.progress import PlanProgress, Progress
from oicekpi.reports import words


@pytest.fixture
def staff(progress: PlanProgress) -> Progress:
    """Give an indicator that is behind."""
    return progress.indicators[0]


def test_a_day_names_its_year_where_it_is_another() -> None:
    """Within the year that is spoken of, the year goes without saying."""
    assert words.day(date(2024, 6, 30), 2024) == "30 Jun"
    assert words.day(date(2025, 1, 1), 2024) == "1 Jan 2025"


def test_a_percent_has_a_blank_before_its_sign() -> None:
    """All percents are written alike, with as many digits as are wanted."""
    assert words.percent(0.07) == "7 %"
    assert words.percent(Fraction(11, 15), 1) == "73.3 %"


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.0, ""),
        (0.001, "<5 %"),
        (0.05, "5 %"),
        (0.431, "43 %"),
        (0.95, "95 %"),
        (0.951, ">95 %"),
        (1.0, ""),
    ],
)
def test_a_chance_is_told_in_whole_percents(staff: Progress, chance: float, told: str) -> None:
    """The ends say only `<5 %` and `>95 %`, and what is certain is not called a chance."""
    assert words.chance(replace(staff, forecast=Forecast(1, chance))) == told
    assert words.chance(replace(staff, forecast=None)) == ""


@pytest.mark.parametrize(
    ("number", "counts", "told"),
    [
        (1, "people", "1 person"),
        (1_200, "people", "1,200 people"),
        (1, "stages", "1 stage"),
        (0, "stages", "0 stages"),
        (2, "records", "2 records"),
        (1, "partners", "1 partner"),
    ],
)
def test_one_is_not_several(number: int, counts: str, told: str) -> None:
    """What is counted is named in the singular for one, and in the plural for all else."""
    assert words.units(number, counts) == told


def test_progress_is_told_against_the_promise(progress: PlanProgress) -> None:
    """Done is told with the target as the plan words it, with the stages, or alone."""
    told = {each.indicator.id: words.progress(each) for each in progress.indicators}
    assert told == {
        "A1.staff": "5 of 15",
        "A2.partners": "3 of 4",
        "A2.agreements": "2 of 2–5",
        "B1.students": "21 of >20",
        "B1.camps": "0",
        "B2.programme": "1 of 4",
        "B2.credits": "0 of 1",
        "B3.applicants": "4 of 6",
        "B3.services": "2",
    }


def test_a_forecast_ends_with_the_period(staff: Progress, monkeypatch: pytest.MonkeyPatch) -> None:
    """The likely count stands before its interval; when it is over, there is nothing to expect."""
    monkeypatch.setattr(Forecast, "interval", (7, 1_009, 1_012))
    outlook = Forecast(7, 0.5)
    assert words.forecast(replace(staff, forecast=outlook)) == "1,009 (7–1,012)"
    assert words.forecast(replace(staff, forecast=outlook, closed=True)) == ""
    assert words.forecast(replace(staff, forecast=None)) == ""


def test_what_is_needed_next(progress: PlanProgress) -> None:
    """What is needed is told with its day; of what is achieved or tracked, nothing is."""
    told = {each.indicator.id: words.needs(each) for each in progress.indicators}
    assert {known: need for known, need in told.items() if need} == {
        "A1.staff": "6 by 18 Oct",
        "A2.partners": "1 by 31 Dec",
        "B2.programme": "2 since 15 Sep",
        "B2.credits": "1 by 31 Oct",
        "B3.applicants": "1 by 31 Oct",
    }


def test_quiet_is_told_in_days(progress: PlanProgress) -> None:
    """What is tracked and quiet says for how long, and stays marked as tracked."""
    camps = progress.indicators[4]
    assert words.judged(camps) == "· quiet 273 d"
    assert words.judged(progress.indicators[0]) == "▼ behind"
