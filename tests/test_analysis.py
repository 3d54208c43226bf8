"""The recipes of docs/analysis.md run, and come to what `oicekpi` says."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from oicekpi import app

ROOT = Path(__file__).parents[1]
OFFICES = ("east", "north", "south")
AS_OF = date(2024, 9, 30)
MISSING = "is not installed; `make test` installs it"

pytestmark = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="there is no shell")


def blocks(language: str) -> list[str]:
    """Give the blocks of a language on the page."""
    text = (ROOT / "docs" / "analysis.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three offices with the shipped plan, of which each has other records, gathered as shown."""
    folder = tmp_path_factory.mktemp("nation")
    for number, name in enumerate(OFFICES):
        shutil.copytree(ROOT / "plans", folder / "offices" / name / "plans")
        shutil.copytree(ROOT / "records", folder / "offices" / name / "records")
        files = sorted((folder / "offices" / name / "records").glob("2024/*.yaml"))
        for path in files[number :: number + 2]:
            path.unlink()
    program = folder / "bin" / "oicekpi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oicekpi "$@"\n')
    program.chmod(0o755)
    ask = 'oicekpi --root "$office" status --format json > "out/$(basename $office).json"'
    more = f"for office in offices/*/; do {ask}; done"
    paths = {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **paths, "OICEKPI_LANG": "en"}
    for script in (*blocks("sh"), more):
        subprocess.run(["/bin/sh", "-c", script], cwd=folder, env=environment, check=True)
    return folder


@pytest.fixture
def _inside(gathered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(gathered)


@pytest.fixture(scope="module")
def done(gathered: Path) -> Callable[[str], int]:
    """Say how much of an indicator is done in all offices together, as `oicekpi` counts it."""

    def of(known: str) -> int:
        results = [
            app.status(app.open_workspace(gathered / "offices" / name), AS_OF) for name in OFFICES
        ]
        found = (
            p for result in results for p in result.whole.indicators if p.indicator.id == known
        )
        return sum(int(progress.done or 0) for progress in found)

    return of


def test_each_line_is_an_indicator_with_its_plan(gathered: Path) -> None:
    """The lines of an office have the same keys, and say nothing of where the workspace is."""
    text = (gathered / "out" / "east.status.jsonl").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == 21
    assert {(each["plan"], each["period_start"], each["as_of"]) for each in lines} == {
        ("2024", "2024-01-01", "2024-09-30")
    }
    assert len({tuple(each) for each in lines}) == 1
    assert str(gathered) not in text


@pytest.mark.usefixtures("_inside")
def test_duckdb_joins_the_offices(done: Callable[[str], int]) -> None:
    """Each query of the page runs; the sums are those of the single offices."""
    duckdb = pytest.importorskip("duckdb", reason=f"duckdb {MISSING}")
    connection = duckdb.connect()
    found = [connection.execute(query).fetchall() for query in blocks("sql")]
    _, _, by_indicator, by_office, by_month, ratios, nested = found
    assert {row[0]: row[1] for row in by_indicator}["A1.staff"] == done("A1.staff")
    assert sorted(row[0] for row in by_office) == [*OFFICES]
    assert ratios == []  # the plan has no ratio
    assert len(nested) == 3 * 12
    logs = [(Path("out") / f"{name}.log.csv").read_text("utf-8") for name in OFFICES]
    germany = sum(
        ",done," in line and ",DE," in line for text in logs for line in text.splitlines()
    )
    assert sum(row[2] for row in by_month if row[1] == "DE") == germany


@pytest.mark.usefixtures("_inside")
def test_pandas_joins_the_offices() -> None:
    """Each indicator has a status in each of the offices, and no record is lost."""
    pytest.importorskip("pandas", reason=f"pandas {MISSING}")
    (recipe,) = (each for each in blocks("python") if "pandas" in each)
    names: dict[str, Any] = {}
    with redirect_stdout(StringIO()) as printed:
        exec(compile(recipe, "docs/analysis.md", "exec"), names)  # noqa: S102 - our own page
    assert names["by_status"].sum(axis=1).eq(len(OFFICES)).all()
    lines = sum(len(path.read_text("utf-8").splitlines()) - 1 for path in Path("out").glob("*.csv"))
    assert len(names["records"]) == lines
    assert "A1.staff" in printed.getvalue()


@pytest.mark.usefixtures("_inside")
def test_datasette_serves_the_offices(done: Callable[[str], int]) -> None:
    """The database that is made answers a query as the page of a browser asks it."""
    pytest.importorskip("sqlite_utils", reason=f"sqlite-utils {MISSING}")
    pytest.importorskip("datasette", reason=f"datasette {MISSING}")
    (recipe,) = (each for each in blocks("python") if "sqlite_utils" in each)
    exec(compile(recipe, "docs/analysis.md", "exec"), {})  # noqa: S102 - our own page
    query = "select+sum(done)+as+done+from+status+where+indicator='A1.staff'"
    address = f"/kpi.json?sql={query}&_shape=array"
    command = [sys.executable, "-m", "datasette", "kpi.db", "--get", address]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(answer) == [{"done": done("A1.staff")}]
