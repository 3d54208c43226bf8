"""Screens that draw signs such as `█`, `–` and `“` as wide as Chinese letters."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from wcwidth import wcswidth

from oicekpi.cli import terminal
from oicekpi.cli.terminal import Color
from oicekpi.reports.breaking import cell_len, fitting, wrapped
from oicekpi.reports.look import Look

Run = Callable[..., tuple[int, str, str]]
ROOT: Final = Path(__file__).parents[2]
COMMANDS: Final = (
    ("status",), ("status", "--explain"), ("show", "A1.staff"), ("show", "B2"), ("show", "C1"),
    ("history",), ("log",), ("log", "--by", "country"), ("agenda",), ("check",),
)  # fmt: skip


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into a workspace with the plan and the records that ship."""
    for folder in ("plans", "records"):
        shutil.copytree(ROOT / folder, tmp_path / "shipped" / folder)
    monkeypatch.chdir(tmp_path / "shipped")
    return tmp_path / "shipped"


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Have a screen of so many columns."""

    def use(width: int) -> None:
        def look(_: Color) -> Look:
            return Look(width, ambiguous=terminal.ambiguous())

        monkeypatch.setattr(terminal, "look", look)

    return use


def _columns(text: str, ambiguous: int) -> int:
    return wcswidth(text, ambiguous_width=ambiguous)


@pytest.mark.untraced
@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize("width", [80, 140])
def test_no_line_is_wider_than_the_screen(
    run: Run, screen: Callable[[int], None], width: int, ambiguous: int, language: str
) -> None:
    """By an independent count of columns; a command to type is one line, however long."""
    screen(width)
    options = ("--ambiguous-width", str(ambiguous), "--lang", language)
    for command in COMMANDS:
        _, out, _ = run(*options, *command)
        wide = [line for line in out.splitlines() if _columns(line, ambiguous) > width]
        assert [line for line in wide if "oicekpi " not in line] == [], command


def _starts(line: str, ambiguous: int) -> set[int]:
    """Return the columns at which something begins after two blanks or more."""
    return {
        _columns(line[: found.end()], ambiguous) for found in re.finditer(r"(?<=\S)\s{2,}", line)
    }


@pytest.mark.untraced
@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize("width", [80, 140])
def test_columns_of_tables_begin_below_each_other(
    run: Run, screen: Callable[[int], None], width: int, ambiguous: int, language: str
) -> None:
    """The bars, and what stands after them, whatever signs stand before it in the row."""
    screen(width)
    lang = ("--ambiguous-width", str(ambiguous), "--lang", language)
    out = run(*lang, "status")[1]
    rows = [line for line in out.splitlines() if re.match(r"[A-C]\d\.", line)]
    assert len(rows) > 15
    bars = [line for line in rows if re.search("[█░]", line)]
    starts = {_columns(re.split("[█░]", line)[0], ambiguous) for line in bars}
    # Bars of ten signs have no room beside the figures on a small screen that draws them wide.
    assert len(starts) == (0 if (width, ambiguous) == (80, 2) else 1)
    signs = [line for line in rows if re.search("[●▼✔✖▲○] ", line)]
    assert len({_columns(re.split("[●▼✔✖▲○] ", line)[0], ambiguous) for line in signs}) == 1
    out = run(*lang, "log")[1]
    shared = set.intersection(*(_starts(line, ambiguous) for line in out.splitlines()[1:20]))
    assert shared


@pytest.mark.untraced
@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("indicator", ["A1.staff", "B1.students", "C1.doctoral"])
@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize("width", [80, 140])
def test_charts_are_straight(
    run: Run, screen: Callable[[int], None], width: int, ambiguous: int, indicator: str
) -> None:
    """The axis is a line, today is a line, and the days have room for all rows."""
    screen(width)
    out = run("--ambiguous-width", str(ambiguous), "show", indicator)[1]
    rows = [line for line in out.splitlines() if "│" in line]
    axis = next(line for line in out.splitlines() if "└" in line)
    assert len(rows) == 12
    edges = {_columns(line.partition("│")[0], ambiguous) for line in rows}
    assert edges == {_columns(axis.partition("└")[0], ambiguous)}
    assert max(_columns(line, ambiguous) for line in rows) <= _columns(axis, ambiguous) <= width
    today = {_columns(line.partition("┊")[0], ambiguous) for line in rows if "┊" in line}
    assert len(today) <= 1  # where the fan covers it, there is none
    target = [line for line in rows if "──" in line]
    assert _columns(target[0], ambiguous) == _columns(axis, ambiguous)


@pytest.mark.parametrize(
    ("arguments", "environment", "wanted"),
    [
        ([], {}, 1),
        ([], {"OICEKPI_AMBIGUOUS_WIDTH": "2"}, 2),
        (["--ambiguous-width", "1"], {"OICEKPI_AMBIGUOUS_WIDTH": "2"}, 1),
        (["status", "--ambiguous-width=2"], {}, 2),
        (["log", "--", "--ambiguous-width=2"], {}, 1),
        (["--ambiguous-width", "3"], {}, 1),
        ([], {"OICEKPI_AMBIGUOUS_WIDTH": "wide"}, 1),
    ],
)
def test_the_option_goes_before_the_environment(
    arguments: list[str], environment: dict[str, str], wanted: int
) -> None:
    """What is neither 1 nor 2 is 1 in the environment, and an error as an option."""
    terminal.measure(arguments, environment)
    assert terminal.ambiguous() == wanted
    terminal.measure([], {})


def test_another_width_is_an_error(run: Run) -> None:
    """It is told with the two that there are."""
    code, _, err = run("--ambiguous-width", "3", "status")
    assert (code, "1 or 2" in err) == (2, True)


def test_carets_stand_below_what_they_mean(run: Run, office: Path) -> None:
    """Also behind signs that are wide there."""
    path = office / "records" / "2024" / "2024-03-12-trip.yaml"
    text = 'date: 2024-03-12\nkind: trip\nindicator: A1.staff\npeople: ["●●●–x", ""]\n'
    path.write_text(text, "utf-8")
    for ambiguous in (1, 2):
        out = run("--ambiguous-width", str(ambiguous), "check")[1]
        at = next(n for n, line in enumerate(out.splitlines()) if "●●●" in line)
        line, carets = out.splitlines()[at : at + 2]
        assert _columns(line[: line.index('""')], ambiguous) == carets.index("^")


@pytest.mark.parametrize(
    "text", ["plain", "7 of 15 – 3", "“一带一路”……", "█░┃●▼✔", "é×°±α", "e\u0301 \u0430", "表 ①②"]
)
def test_texts_are_measured_as_others_measure_them(text: str) -> None:
    """Signs of which Unicode leaves the width open take one column or two, all others as ever."""
    for ambiguous in (1, 2):
        assert cell_len(text, ambiguous) == _columns(text, ambiguous)
        for room in range(2, 12):
            assert _columns(text[: fitting(text, room, ambiguous)], ambiguous) <= room
            assert all(_columns(line, ambiguous) <= room for line in wrapped(text, room, ambiguous))
