"""The files of plans: which there are, and the plan in each."""

from pathlib import Path
from typing import Final

import pytest

from oicekpi.domain.finding import Finding
from oicekpi.schema.plan_files import paths, plan_in
from oicekpi.storage.document import parse
from oicekpi.storage.workspace import Workspace

PLAN: Final = """\
title: A plan
period: {start: 2024-01-01, end: 2024-12-31}
sections:
  - id: A
    title: Section
    objectives:
      - id: A1
        title: Objective
        indicators:
          - {id: A1.x, title: X, measure: records, of: [trip], target: {at_least: 3}}
"""


def test_the_files_of_plans_are_found_and_what_else_is_there_is_reported(tmp_path: Path) -> None:
    """What is hidden, left behind by an editor, or explains, is passed over."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in ("2025.yaml", "2024.yaml", "2024.yml", ".x", "README.md", "b.yaml~", "notes.txt"):
        (folder / name).write_text(PLAN)
    found = [
        (each.path, each.code, each.case) if isinstance(each, Finding) else each
        for each in paths(Workspace(tmp_path))
    ]
    assert found == [
        "plans/2024.yaml",
        ("plans/2024.yml", "unexpected-file", "plan"),
        "plans/2025.yaml",
        ("plans/notes.txt", "unexpected-file", "plan"),
    ]


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    """A workspace may lose its plans while it is read."""
    (found,) = paths(Workspace(tmp_path))
    assert isinstance(found, Finding)
    assert (found.path, found.code) == ("plans", "unreadable-file")


@pytest.mark.parametrize("strict", [False, True])
def test_a_plan_is_read_from_its_document(*, strict: bool) -> None:
    """It has no problems, and all its parts."""
    judged = plan_in(parse("plans/2024.yaml", PLAN.encode()), strict=strict)
    assert judged.plan is not None
    assert [*judged.plan.indicators] == ["A1.x"]
    assert judged.problems == []


@pytest.mark.parametrize("strict", [False, True])
def test_a_plan_of_which_yaml_refused_something_is_not_valid(*, strict: bool) -> None:
    """What is valid of it is there all the same; of what is not YAML, nothing is."""
    judged = plan_in(parse("plans/2024.yaml", PLAN.replace("A plan", "~").encode()), strict=strict)
    assert (judged.plan, judged.problems) == (None, [])
    assert judged.parts is not None
    assert len(judged.parts.indicators) == 1
    assert plan_in(parse("plans/2024.yaml", b"{"), strict=strict)[:3] == (None, [], None)
