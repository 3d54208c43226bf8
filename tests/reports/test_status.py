"""`status`: the plan on one day, in all its forms."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from oicekpi.domain.finding import Finding
from oicekpi.domain.plan import Plan
from oicekpi.domain.progress import PlanProgress
from oicekpi.domain.record import Entry
from oicekpi.messages.text import UNSAFE
from oicekpi.reports.formats import page_formats
from oicekpi.reports.look import Look
from oicekpi.reports.status import render

Snapshot = Callable[[str, str], None]
PIPE = Look()


def status(
    progress: PlanProgress, look: Look = PIPE, findings: Sequence[Finding] = (), form: str = "table"
) -> str:
    """Write the whole progress."""
    return render(form, progress, progress, findings, look)


# --- the table ------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [None, 140, 100, 80, 60])
def test_the_table_fits_its_screen(
    progress: PlanProgress, snapshot: Snapshot, width: int | None
) -> None:
    """A pipe gets all; a narrower screen drops the forecast first, and at last the bar."""
    snapshot(f"status-{width or 'pipe'}", status(progress, Look(width=width)))


def test_the_table_in_ascii(progress: PlanProgress, snapshot: Snapshot) -> None:
    """Without Unicode, bars and signs are drawn in ASCII; titles stay as they are."""
    snapshot("status-ascii", status(progress, Look(width=140, unicode=False)))


def test_the_table_in_colour(progress: PlanProgress, snapshot: Snapshot) -> None:
    """Colour marks statuses and bars, by the terminal's own eight colours."""
    snapshot("status-color", status(progress, Look(width=140, color=True)))


@pytest.mark.parametrize("width", [None, *range(20, 150, 5)])
def test_colour_is_never_the_only_sign(progress: PlanProgress, width: int | None) -> None:
    """Without its escape codes, a coloured table is the one without colour."""
    colored = status(progress, Look(width=width, color=True))
    plain = Text.from_ansi(colored).plain  # before rich 14, without the last line's end
    assert plain.rstrip("\n") == status(progress, Look(width=width)).rstrip("\n")


@pytest.mark.parametrize("width", range(20, 150))
def test_no_line_is_wider_than_the_screen(
    progress: PlanProgress, findings: list[Finding], width: int
) -> None:
    """On a screen of any width, nothing is left for the terminal to wrap."""
    text = status(progress, Look(width=width), findings)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_a_pipe_gets_no_cut_values(progress: PlanProgress) -> None:
    """What goes to a file or another program is whole, and has no escape codes."""
    text = status(progress)
    assert "…" not in text
    assert "\x1b" not in text
    assert "Administrative staff abroad for study or cooperative research" in text


def test_findings_stand_below(
    progress: PlanProgress, findings: list[Finding], snapshot: Snapshot
) -> None:
    """What could not be read is told in the footer, so that no total is quietly short."""
    text = status(progress, Look(width=80), findings)
    snapshot("status-findings", text.partition("\n\n")[2].rpartition("\n\n")[2])


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-12-01", "as of 2023-12-01, begins on 2024-01-01"),
        ("2024-01-01", "as of 2024-01-01, day 1 of 366"),
        ("2024-12-30", "as of 2024-12-30, day 365 of 366"),
        ("2024-12-31", "as of 2024-12-31, day 366 of 366"),
        ("2026-05-05", "as of 2024-12-31, closed"),
    ],
)
def test_the_head_tells_the_day(judged: Callable[[str], PlanProgress], day: str, told: str) -> None:
    """The head says how far the period has come, not begun and closed among that."""
    assert status(judged(day)).splitlines()[1] == told


def test_a_closed_year_has_no_forecast(
    judged: Callable[[str], PlanProgress], snapshot: Snapshot
) -> None:
    """When the year is over, the table tells what became of it, and nothing to expect or to do."""
    snapshot("status-closed", status(judged("2025-01-15")))


def test_the_summary_is_of_what_is_shown(progress: PlanProgress) -> None:
    """Of a part it says so. An objective of which only a part is shown may have another status."""
    part = progress.narrowed(["B2.credits"])
    text = render("table", progress, part, (), Look(width=140))
    assert text == (
        "Key points of the 2024 work plan\n"
        "as of 2024-09-30, day 274 of 366\n"
        "1 of 9 indicators: 1 not due\n"
        "\n"
        "                                progress    done    due  status     needs\n"
        "B  学生国际化\n"
        "B2.credits  Credit recognition  ░░░░░░░░░░  0 of 1    0  ○ not due  1 by 31 Oct\n"
    )


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_nothing_to_look_at(progress: PlanProgress, form: str) -> None:
    """Where nothing is flagged, that is said, rather than an empty table."""
    nothing = replace(progress, objectives=())
    text = render(form, progress, nothing, (), PIPE)
    assert text.endswith("\n0 of 5 objectives\n\nnothing to show\n")


@pytest.mark.parametrize(
    ("done", "bar"),
    [
        (0, "░░░░░░┃░░░"),
        (1, "░░░░░░┃░░░"),
        (10, "██████┃░░░"),
        (11, "███████░░░"),
        (14, "█████████░"),
        (15, "██████████"),
        (99, "██████████"),
    ],
)
def test_the_bar_marks_what_is_due(
    make_plan: Callable[..., Plan],
    make_entry: Callable[..., Entry],
    judge: Callable[[Plan, Iterable[Entry], str], PlanProgress],
    done: int,
    bar: str,
) -> None:
    """A bar is full only when all is done; where more is due than done, a mark says how much."""
    entries = [make_entry("2024-03-01", people=done)] if done else []
    found = judge(make_plan({"target": {"at_least": 15}}), entries, "2024-09-30")
    assert bar in status(found)


# --- for programs ---------------------------------------------------------------------------------


def test_json_has_the_shape_of_the_design(
    progress: PlanProgress, findings: list[Finding], snapshot: Snapshot
) -> None:
    """JSON tells all figures under stable names; what does not apply is null."""
    snapshot("status.json", status(progress, findings=findings, form="json"))


def test_json_without_findings_is_complete(progress: PlanProgress) -> None:
    """A progress of which nothing could be missing says so, and its summary counts objectives."""
    document = json.loads(status(progress, form="json"))
    assert (document["complete"], document["findings"]) == (True, [])
    assert sum(document["summary"].values()) == len(document["objectives"]) == 5
    assert [each["status"] for each in document["objectives"]] == [
        "behind",
        "on-track",
        "achieved",
        "behind",
        "on-track",
    ]


def test_json_gives_texts_back_unchanged(progress: PlanProgress, plan: Plan) -> None:
    """A program reads the very title that the plan has, though no control character is raw."""
    text = status(progress, form="json")
    assert not re.search(UNSAFE, text.replace("\n", ""))
    document: dict[str, Any] = json.loads(text)
    last = document["objectives"][-1]["indicators"][-1]
    assert last["title"] == plan.indicators[last["id"]].title


def test_csv_has_a_line_an_indicator(progress: PlanProgress, snapshot: Snapshot) -> None:
    """CSV has the same figures side by side, under a line of their names."""
    text = status(progress, form="csv")
    snapshot("status.csv", text)
    rows = [*csv.DictReader(io.StringIO(text))]
    assert [row["indicator"] for row in rows] == [each.indicator.id for each in progress.indicators]


def test_markdown_is_a_table(
    progress: PlanProgress, findings: list[Finding], snapshot: Snapshot
) -> None:
    """Markdown is for pull requests; a title with bars, stars or tags stays a title."""
    snapshot("status.md", status(progress, Look(width=80, color=True), findings, "markdown"))


@pytest.mark.parametrize("form", page_formats())
@pytest.mark.parametrize("look", [PIPE, Look(width=80), Look(width=80, unicode=False)])
def test_text_from_files_steers_no_terminal(
    progress: PlanProgress, findings: list[Finding], form: str, look: Look
) -> None:
    """No form lets a control character or a turn of the direction of text through."""
    text = status(progress, look, findings, form)
    assert not re.search(UNSAFE, text.replace("\n", ""))
