"""The forecast's benchmark reads what it is given, and its figures are right."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.forecast import main
from benchmarks.forecasting import managed, methods
from benchmarks.forecasting.methods import Judgement
from benchmarks.forecasting.scores import scores
from benchmarks.forecasting.tuning import dealt
from benchmarks.forecasting.years import Case

pytestmark = pytest.mark.untraced  # thousands of forecasts
BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "forecast.py"
TINY = """series,year,target,actual,events
a,2023,3,4,2023-02-01:1;2023-02-01:1;2023-07-01:2
a,2024,4,1,2024-02-29:1
b,2023,5,0,
c,2023,2,3,2023-08-01:1;2023-10-01:1;2023-11-01:1
d,2023,6,2,2023-01-10:1;2023-12-31:1
e,2024,5,5,2024-02-01:1;2024-04-01:1;2024-06-01:1;2024-08-01:1;2024-12-31:1
"""
FAULTY = (
    TINY
    + """f,2023,0,1,2023-02-01:1
g,2023,,1,2023-02-01:1
h,soon,3,1,2023-02-01:1
i,2023,3,9,2022-12-31:1;2023-02-29:1;2023-05-05:0;2023-05-06:1;nonsense;
"""
)


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """Return a small file of series with every sort of fault."""
    path = tmp_path / "series.csv"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def test_the_benchmark_prints_one_object_of_known_figures(
    series: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the shipped parameters, each method has its figures under the agreed keys."""
    assert main(["--shipped", "--json", "--data", str(series)]) == 0
    printed = capsys.readouterr()
    figures = json.loads(printed.out)
    assert set(figures) == {"model", "straight_line", "poisson", "ratio"}
    for found in figures.values():
        assert found["n"] == 18
        assert 0 <= found["brier"] <= 1
        assert found["log_loss"] > 0
        assert set(found["coverage"]) == set(found["width"]) == {"0.25", "0.5", "0.75"}
        assert 0 <= found["recall_at_20_false_alarms"] <= 1


def test_the_benchmark_counts_what_it_cannot_use(
    series: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows and events that are no use are left out and counted on stderr."""
    main(["--shipped", "--json", "--data", str(series)])
    said = capsys.readouterr().err
    assert "2 rows without a target of at least 1" in said
    assert "1 rows without a readable year or target" in said
    assert "1 events outside their year" in said
    assert "2 events that cannot be read" in said
    assert "1 events of a size below 1" in said
    assert "1 rows whose actual is not the sum" in said


def test_the_benchmark_gives_null_where_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file without a usable row gives nulls, never a NaN."""
    path = tmp_path / "none.csv"
    path.write_text(TINY.splitlines()[0], encoding="utf-8")
    assert main(["--shipped", "--json", "--data", str(path)]) == 0
    found = json.loads(capsys.readouterr().out)["model"]
    assert found["n"] == 0
    assert found["brier"] is None
    assert found["coverage"] == {"0.25": None, "0.5": None, "0.75": None}
    assert found["recall_at_20_false_alarms"] is None


def test_the_benchmark_says_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is missing or of another form is named, with exit code 2."""
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["--data", str(other)]) == 2
    assert "lacks the columns" in capsys.readouterr().err
    assert main(["--data", str(tmp_path / "gone.csv")]) == 2
    assert "gone.csv" in capsys.readouterr().err


def test_the_benchmark_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The cross-validated table has a row for each method and rule."""
    path = tmp_path / "tiny.csv"
    path.write_text(TINY, encoding="utf-8")
    assert main(["--data", str(path)]) == 0
    printed = capsys.readouterr().out
    for name in ("model, cross-validated", "model, shipped", "poisson", "A/E < 0.75", "slowing"):
        assert name in printed


def test_no_series_is_judged_by_what_it_tuned() -> None:
    """Every series is in exactly one fold, with all its years."""
    looked = [Case(name, 0.5, 0.5, 3, (), 0, 1) for name in "abcdefgh" for _ in range(3)]
    folds = dealt(looked)
    assert sorted(name for fold in folds for name in fold) == list("abcdefgh")


def test_the_flag_is_set_where_a_fifth_are_false_alarms() -> None:
    """Recall and precision are read where 20 % of those that make it are flagged."""
    made = [Case("a", 0.5, 0.5, 2, (), 0, 2)] * 5
    missed = [Case("a", 0.5, 0.5, 2, (), 0, 0)] * 4
    ranks = [0.1, 0.5, 0.6, 0.7, 0.8, 0.05, 0.2, 0.3, 0.9]
    said = [Judgement(rank, rank, None) for rank in ranks]
    found = scores(made + missed, said)
    assert (found.recall_at_20_false_alarms, found.precision_at_20_false_alarms) == (0.75, 0.75)


def test_the_poisson_method_knows_its_tail() -> None:
    """The plain Poisson chance and points agree with the distribution's table."""
    assert methods.poisson_below(2.0, 3) == pytest.approx(0.6767, abs=1e-4)
    assert methods.poisson_point(2.0, 0.1) == 0
    assert methods.poisson_point(2.0, 0.9) == 4
    assert methods.poisson_below(0.0, 1) == 1.0


def test_what_keeps_to_the_plan_is_never_flagged() -> None:
    """At each month's end of each simulated plan that is kept exactly, no flag goes up."""
    found = [month for year in managed.years("exactly") for month in year]
    assert {month.target for month in found} == set(managed.TARGETS)
    assert [month for month in found if month.flagged] == []
    late = [month for month in found if month.month > managed.JUNE]
    assert all(month.inside and month.off <= max(0.1, 1 / month.target) for month in late)


@pytest.mark.parametrize(
    ("kind", "totals"),
    [("exactly", {12}), ("half from July", {8, 9}), ("none from July", {5, 6})],
)
def test_simulated_years_do_what_their_name_says(kind: str, totals: set[int]) -> None:
    """Of twelve units half or none come from July on (the sixth is due on 2 July, or before)."""
    found = [year for year in managed.years(kind) if year[0].target == 12]
    assert [year[0].lots for year in found] == ["units", "months", "quarters"]
    assert {year[0].final for year in found} == totals
    assert {len(year) for year in found} == {11}


def test_simulated_years_are_the_same_in_every_run() -> None:
    """The noise is seeded, and leaves no lot out of its year."""
    plan = managed.Plan("quarters", ((90, 1), (181, 2), (273, 3), (365, 4)))
    lots = plan.lot()
    one, other = random.Random(3), random.Random(3)  # noqa: S311 - simulation, the same each time
    assert managed.nearly(lots, one) == managed.nearly(lots, other)
    for lot in managed.nearly(lots, one) + managed.by_chance(lots, one):
        assert 1 <= lot[0] <= managed.DAYS
        assert lot[1] == 1


def test_a_checkpoint_is_due_on_its_day_and_the_pace_runs_to_it() -> None:
    """Before its day a checkpoint's count is not due, and the share is on the line to it."""
    plan = managed.Plan("quarters", ((90, 1), (181, 2), (273, 3), (365, 4)))
    assert [plan.due(day) for day in (89, 90, 272, 365)] == [0, 1, 2, 4]
    assert [plan.share(day) * 8 for day in (45, 90, 319, 365)] == [1, 2, 7, 8]


def test_brier_and_log_loss_are_those_of_the_textbook() -> None:
    """Two chances of 0.8, one of them right: (0.04 + 0.64) / 2, and -(ln 0.8 + ln 0.2) / 2."""
    looked = [Case("a", 0.5, 0.5, 2, (), 0, 2), Case("a", 0.5, 0.5, 2, (), 0, 0)]
    found = scores(looked, [Judgement(0.8, 0.8, (0, 1)), Judgement(0.8, 0.8, (0, 1))])
    assert found.brier == 0.34
    assert found.log_loss == 0.9163
    assert found.coverage == {"0.25": None, "0.5": 0.5, "0.75": None}
    assert found.width == {"0.25": None, "0.5": 1.0, "0.75": None}


def test_the_script_runs_from_anywhere_by_its_path(tmp_path: Path) -> None:
    """Whoever has other series can measure the shipped forecast with them, in one command."""
    data = tmp_path / "tiny.csv"
    data.write_text(TINY, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, BENCHMARK, "--shipped", "--json", "--data", str(data)],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert json.loads(ended.stdout)["model"]["n"] == 15


def test_the_document_has_the_figures_of_what_is_shipped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The rows that docs/forecast.md quotes of the shipped parameters are those of today's code."""
    main(["--shipped"])
    rows = capsys.readouterr().out.split("\n\n")[1].splitlines()
    told = (BENCHMARK.parents[1] / "docs" / "forecast.md").read_text("utf-8").splitlines()
    assert [row for row in rows if row not in told] == []
