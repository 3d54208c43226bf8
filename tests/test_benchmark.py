"""`make bench` measures what it says: its tables, its exponents, the page that it writes into."""

from pathlib import Path

import pytest

from benchmarks import growth, report, run
from benchmarks.timed_run import Run
from oicekpi.cli import app

PAGE = "before\n<!-- x: begin (made) -->\nold\n<!-- x: end -->\nafter\n"


@pytest.mark.parametrize(
    ("times", "exponent"),
    [
        ((0.5, 1.5, 10.5), "1.0"),
        ((0.5, 1.5, 100.5), "2.0"),
        ((0.5, 1.5, 1.5), "0.0"),
        ((0.5, 0.5, 0.6), "-"),
        ((0.5, 0.4, 0.7), "1.3"),
        ((0.5, 0.51, 1.5), "2.0"),
    ],
)
def test_the_exponent_is_that_of_the_growth_above_nothing(
    times: tuple[float, float, float], exponent: str
) -> None:
    """Ten times the input in ten times the time is 1, in a hundred times 2; too little is none."""
    assert growth.exponent(*times) == exponent


@pytest.mark.parametrize("hostile", growth.HOSTILE, ids=lambda each: each.name)
def test_a_hostile_input_is_a_workspace_that_grows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hostile: growth.Hostile
) -> None:
    """Each command runs on it, and ends with a report."""
    sizes = []
    for size in (1, 30):
        root = tmp_path / str(size)
        hostile.write(root, size)
        sizes.append(sum(path.stat().st_size for path in root.rglob("*.yaml")))
        for command in hostile.commands:
            assert app.run(["--root", str(root), *command]) in {0, 1}
    assert sizes[0] < sizes[1]
    assert "bug" not in capsys.readouterr().err


def test_each_command_has_a_row_of_its_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time that grows with the size of the workspace's name is linear."""
    seconds = {"nothing": 0.1, "small": 0.2, "large": 1.1}

    def timed(command: tuple[str, ...]) -> Run:
        return Run(0.0, seconds[Path(command[2]).name], 0)

    monkeypatch.setattr(growth, "timed", timed)
    monkeypatch.setattr(growth, "HOSTILE", growth.HOSTILE[-1:])
    assert [*growth.rows()] == [
        ["input", "n", "command", "s at n", "s at 10 n", "exponent"],
        ["blank lines", "10,000", "check", "0.20", "1.10", "1.0"],
        ["blank lines", "10,000", "status", "0.20", "1.10", "1.0"],
    ]


def test_figures_are_ratios_of_the_least_cpu_time() -> None:
    """What else the machine does lengthens the wait, and some runs, but not the shortest one."""
    ours, peer = [Run(9.0, 0.5, 10**6), Run(0.9, 0.2, 10**6)], [Run(0.4, 0.4, 10**6)] * 2
    text = report.markdown({300: {"status": ours, "hledger": peer}, 3_000: {"status": ours}})
    assert "|  | ms | CPU ms | MB | × hledger |\n" in text
    assert "| status | 4,950 | 200 | 1 | 0.50 |\n" in text
    assert "|  | 300 → 3,000 |\n| --- | ---: |\n| status | × 1.0 |\n" in text


def test_a_text_is_put_between_its_marks(tmp_path: Path) -> None:
    """What was there is replaced; a page without the marks is left as it is."""
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    report.put(page, "x", "new\n")
    assert page.read_text() == PAGE.replace("old", "new")
    with pytest.raises(ValueError, match="substring"):
        report.put(page, "y", "new\n")


def test_the_page_has_a_place_for_all_that_is_written(tmp_path: Path) -> None:
    """`--write` finds the marks of both."""
    page = tmp_path / "page.md"
    page.write_bytes(run.PAGE.read_bytes())
    for name in ("figures", "growth"):
        report.put(page, name, f"what is written of {name}\n")
        assert f"what is written of {name}\n" in page.read_text("utf-8")
