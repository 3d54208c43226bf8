"""What commands that write show: choices, and how a record moves an indicator."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from oicekpi.domain.finding import Finding
from oicekpi.domain.progress import PlanProgress
from oicekpi.reports import status
from oicekpi.reports.adding import choices, moved
from oicekpi.reports.formats.json import finding_facts
from oicekpi.reports.look import Look


def test_choices_are_numbered(progress: PlanProgress) -> None:
    """Each indicator has a line with its number, without titles above."""
    shown = choices(progress.indicators[:2], Look()).splitlines()
    assert [line.split()[:2] for line in shown] == [["1", "A1.staff"], ["2", "A2.partners"]]


def test_a_movement_names_what_changed(judged: Callable[[str], PlanProgress]) -> None:
    """Status, counts and chance are told before and after; nothing new says so."""
    before, after = (judged(day).indicators[0] for day in ("2024-04-01", "2024-09-30"))
    text = "".join(cell.text for cell in moved(before, after))
    assert text.startswith("A1.staff: ")
    assert "done 2 → 5 of 15, provisional 0 → 2" in text
    same = "".join(cell.text for cell in moved(after, after))
    assert same == "A1.staff: still behind (done 5 of 15)"
    camps = judged("2024-09-30").indicators[4]
    assert "".join(cell.text for cell in moved(camps, camps)).endswith("(as before)")
    bare = replace(camps, count=replace(camps.count, done=3))
    assert "(done 0 → 3)" in "".join(cell.text for cell in moved(camps, bare))


def test_a_chance_is_told_where_it_moves(judged: Callable[[str], PlanProgress]) -> None:
    """A chance that is known before and after is part of the movement."""
    before, after = (judged(day).indicators[7] for day in ("2024-08-01", "2024-09-30"))
    assert before.forecast is not None
    assert after.forecast is not None
    first = replace(before, forecast=replace(before.forecast, chance=0.4))
    second = replace(after, forecast=replace(after.forecast, chance=0.2))
    assert "chance 40 % → 20 %" in "".join(cell.text for cell in moved(first, second))


def test_who_counts_already_is_named(judged: Callable[[str], PlanProgress]) -> None:
    """A record that brings no one new says who counts since when; of many, a few are named."""
    staff = judged("2024-09-30").indicators[0]
    known = [(f"staff-{at}", date(2024, 3, at)) for at in range(1, 10)]
    few, many = (
        "".join(cell.text for cell in moved(staff, staff, names)) for names in (known[:1], known)
    )
    assert few.endswith(", staff-1 counts since 2024-03-01)")
    assert " more count already)" in many


def test_many_findings_are_counted(progress: PlanProgress, findings: list[Finding]) -> None:
    """Below a table only the first findings are listed, so that the table stays in sight."""
    rows = status.listed(findings * 10)
    assert len(rows) == 11
    assert rows[-1][0].text == "  and 10 more"
    assert progress.objectives


def test_parameters_are_json() -> None:
    """Lists and mappings among the parameters of a finding stay lists and mappings."""
    params = {"key": "x", "known": ("a", "b"), "where": {1: None}}
    facts = finding_facts(Finding("p", 0, 0, "unknown-key", params))
    assert facts["params"] == {"key": "x", "known": ["a", "b"], "where": {"1": None}}
