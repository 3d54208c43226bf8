"""Lines and tables fit the screen, and text from files is only text."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from oicekpi.reports.breaking import wrapped
from oicekpi.reports.look import Cell, Line, Look
from oicekpi.reports.render import lines, table
from oicekpi.reports.tables import Column, Heading, Table

PIPE = Look()
STYLES = ("", "bold", "dim", "default", "green", "bold red")
words = st.lists(st.sampled_from(["a", "visit", "7 %", "学生出国", "é", "long" * 9]), max_size=12)


def cells(*texts: str) -> list[Cell]:
    """Make cells without a style."""
    return [Cell(text) for text in texts]


Texts = list[str]


def column(
    title: str, texts: Texts, keep: int, *, right: bool = False, cut: bool = False
) -> tuple[Column[int], Texts]:
    """Declare a column whose rows are numbered, with its texts."""
    return Column(title, title, lambda at: texts[at], keep=keep, right=right, cut=cut), texts


def of(columns: list[tuple[Column[int], Texts]]) -> Table[int]:
    """Make a table of columns."""
    return Table([each for each, _ in columns], range(len(columns[0][1])))


def written(columns: list[tuple[Column[int], Texts]], look: Look) -> list[str]:
    """Write a table, as lines."""
    return lines(table(of(columns), look), look).splitlines()


# --- lines ----------------------------------------------------------------------------------------


def test_a_pipe_gets_lines_as_long_as_they_are() -> None:
    """Without a width no line is broken, and no blank is left at its end."""
    assert lines([cells("a " * 200, "  "), ()], PIPE) == "a " * 199 + "a\n\n"


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("one two three", 9, "one two\n  three\n"),
        ("  one two three", 11, "  one two\n    three\n"),
        ("exactly ten", 11, "exactly ten\n"),
        ("unbreakable", 5, "unbre\n  aka\n  ble\n"),
        ("a chance of 7 % or so", 13, "a chance of\n  7 % or so\n"),
        ("学生出国交流", 7, "学生出\n  国交\n  流\n"),
        ("          x", 8, "\n      x\n"),
        ("run `oicekpi show A1.staff`", 12, "run\n  `oicekpi show A1.staff`\n"),
        ("`oicekpi show A1.staff` now", 12, "`oicekpi show A1.staff`\n  now\n"),
    ],
)
def test_a_long_line_is_broken_at_a_blank(text: str, width: int, broken: str) -> None:
    """What does not fit goes on below, set in; words stay whole where they can, percents always."""
    assert lines([cells(text)], Look(width=width)) == broken


@given(words, st.integers(8, 40), st.integers(0, 99))
def test_no_line_is_wider_than_the_screen(texts: list[str], width: int, indent: int) -> None:
    """Whatever stands in a line, no part of it is wider than the screen, and no word is lost."""
    plain = lines([cells(" " * indent + " ".join(texts))], Look(width=width))
    assert all(cell_len(line) <= width for line in plain.splitlines())
    assert "".join(plain.split()) == "".join("".join(texts).split())


def test_colour_changes_no_character() -> None:
    """With colour the same text stands between escape codes, broken at the same places."""
    row: Line = [Cell("red and ", "bold red"), Cell("plain "), Cell("and green", "green")]
    assert lines([row], Look(width=12)) == "red and\n  plain and\n  green\n"
    assert lines([row], Look(width=12, color=True)) == (
        "\x1b[1;31mred and\x1b[0m\n  plain \x1b[32mand\x1b[0m\n  \x1b[32mgreen\x1b[0m\n"
    )


@given(st.lists(st.builds(Cell, words.map(" ".join), st.sampled_from(STYLES))))
def test_colour_is_that_of_rich(row: list[Cell]) -> None:
    """Codes stand where rich's own console would write them, around each piece with a style."""
    console = Console(force_terminal=True, color_system="standard", _environ={})
    with console.capture() as capture:
        text = Text.assemble(*row)
        text.rstrip()
        console.print(text, soft_wrap=True, highlight=False)
    assert lines([row], Look(color=True)) == capture.get()


def test_colour_that_is_wanted_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether there is colour was decided before; NO_COLOR is not asked a second time."""
    monkeypatch.setenv("NO_COLOR", "1")
    row = [Cell("red", "bold red")]
    assert lines([row], Look(color=True)) == "\x1b[1;31mred\x1b[0m\n"


def test_text_from_files_stays_text() -> None:
    """Markup, escape codes and what turns the direction of text are shown, never obeyed."""
    text = "[red]x[/red] [/] \x1b[31m \u202ey\tz"
    shown = "[red]x[/red] [/] <U+001B>[31m <U+202E>y z\n"
    assert lines([cells(text)], PIPE) == shown
    assert lines([cells(text)], Look(color=True)) == shown


def test_where_only_ascii_is_drawn_signs_are_typed() -> None:
    """Dashes and the like become typewriter's signs; letters from files stay as they are."""
    assert lines([cells("3–5 × 学")], Look(unicode=False)) == "3-5 x 学\n"


# --- tables ---------------------------------------------------------------------------------------


def columns(*, cut: bool = False) -> list[tuple[Column[int], Texts]]:
    """Make three columns: an id, a long title, a number."""
    titles = ["Staff abroad for a long study", "学生出国交流与带薪实习"]
    return [
        column("id", ["A1", "B12"], 9),
        column("title", titles, 5, cut=cut),
        column("done", ["7", "1,000"], 7, right=True),
    ]


def test_columns_stand_side_by_side() -> None:
    """Columns are as wide as their widest cell, wide characters count twice, numbers go right."""
    assert written(columns(), PIPE) == [
        "id   title                           done",
        "A1   Staff abroad for a long study      7",
        "B12  学生出国交流与带薪实习         1,000",
    ]


def test_a_column_that_may_be_cut_gives_up_width_first() -> None:
    """On a narrow screen long titles end in a sign of omission, and columns still align."""
    assert written(columns(cut=True), Look(width=30)) == [
        "id   title                done",
        "A1   Staff abroad for…       7",
        "B12  学生出国交流与带…   1,000",
    ]
    assert written(columns(cut=True), Look(width=30, unicode=False))[1:] == [
        "A1   Staff abroad fo...      7",
        "B12  学生出国交流与...   1,000",
    ]


def test_the_least_dear_column_goes_first() -> None:
    """Where nothing may be cut, or not enough, columns go in the order of what they are worth."""
    assert written(columns(), Look(width=30)) == ["id    done", "A1       7", "B12  1,000"]
    assert written(columns(cut=True), Look(width=26)) == ["id    done", "A1       7", "B12  1,000"]
    assert written(columns(), Look(width=9)) == ["id", "A1", "B12"]
    assert written(columns(), Look(width=2)) == ["id", "A1", "B…"]


def test_empty_columns_are_left_out() -> None:
    """A column of which no cell has text is not there, and a table of none has no lines."""
    empty = column("prov.", ["", ""], 1)
    assert written([*columns(), empty], PIPE) == written(columns(), PIPE)
    assert written([empty], PIPE) == []


@given(st.lists(words.map(" ".join), min_size=3, max_size=3), st.integers(1, 60))
def test_no_table_is_wider_than_the_screen(texts: list[str], width: int) -> None:
    """Whatever stands in its cells, a table fits."""
    drawn = [
        column("title", list(text) or [""] * 9, at, cut=at == 1) for at, text in enumerate(texts)
    ]
    rows = min(len(cells) for _, cells in drawn)
    shown = Table([each for each, _ in drawn], range(rows))
    written = lines(table(shown, Look(width=width)), Look(width=width)).splitlines()
    assert all(cell_len(line) <= width for line in written)


@pytest.mark.parametrize("color", [False, True])
def test_rich_draws_what_a_pipe_would_get(color: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a parameter of a test
    """A table on a screen is drawn by rich, a longer one by us; both look alike."""
    look = Look(width=50, color=color)
    by_rich = written(columns(cut=True), look)
    monkeypatch.setattr("oicekpi.reports.render._DRAWN", 1)
    assert written(columns(cut=True), look) == by_rich


CHINESE = (
    "如已发生（2024年9月30日之前），请运行 `oicekpi confirm ID`；如未发生，请改写“日期”：文件名"
    "中的日期也要改。7 人，截至10月22日还需 4 人、共 15 人。"
)


@pytest.mark.parametrize("width", range(20, 90, 3))
def test_a_line_of_chinese_breaks_between_letters(width: int) -> None:
    """Lines are full, keep punctuation with what it belongs to, and commands and days whole."""
    told = wrapped(CHINESE, width)
    assert "".join(told).replace(" ", "") == CHINESE.replace(" ", "")
    for line in told:
        assert cell_len(line) <= max(width, cell_len("`oicekpi confirm ID`；"))
        assert not line.startswith(tuple("，。；：、）”")), line
        assert not line.endswith(tuple("（“")), line
        assert line.count("`") % 2 == 0, line
        assert not re.match("[年月日](?!期)", line), line


@pytest.mark.parametrize(
    ("text", "width", "told"),
    [
        ("记录：abc", 7, ["记录：", "abc"]),
        ("记录abc：", 7, ["记", "录abc："]),
        ("共有12 项", 5, ["共有", "12 项"]),
        ("到4月12日", 7, ["到", "4月12日"]),
    ],
)
def test_chinese_breaks_beside_numbers_and_after_signs(
    text: str, width: int, told: list[str]
) -> None:
    """A number may begin a line, and so may a Latin word after a sign; a day keeps its month."""
    assert wrapped(text, width) == told


def test_headings_are_between_rows() -> None:
    """A heading precedes its row; a narrow one is there only on a narrow screen."""
    headings = {0: [Heading([Cell("A")])], 1: [Heading([Cell("B1")], narrow=True)]}
    shown = replace(of(columns()), headings=headings, narrow=60)
    wide = lines(table(shown, Look(width=80)), Look(width=80)).splitlines()
    narrow = lines(table(shown, Look(width=50)), Look(width=50)).splitlines()
    assert (wide[1], len(wide)) == ("A", 4)
    assert (narrow[1], narrow[3], len(narrow)) == ("A", "B1", 5)


def test_a_very_long_text_costs_what_it_is_long() -> None:
    """In a pipe it is not cut, but sticks out: the other lines do not become as long."""
    drawn = [column("", ["x" * 200_000, "y"], 1), column("b", ["1", "2"], 1)]
    heading, *rows = written(drawn, PIPE)
    assert rows == ["x" * 200_000 + "  1", "y" + " " * 199 + "  2"]
    assert heading.strip() == "b"


def test_no_line_begins_as_a_command() -> None:
    """In the log of GitHub Actions a line that begins with two colons would be obeyed."""
    told = lines([cells("::error::x"), cells("  ::add-mask::y"), cells("a ::b")], PIPE)
    assert told == ": :error::x\n  : :add-mask::y\na ::b\n"
