"""What changed between two revisions."""

import os
import shutil
import subprocess
from datetime import date

import pytest

from oicekpi.app.comparing import diff
from oicekpi.messages.failures import NotFoundError
from oicekpi.storage.workspace import Workspace

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}
RECORD = "date: {day}\nkind: trip\nindicator: A1.staff\npeople: [p-{day}]\n"


@pytest.fixture
def parted(workspace: Workspace) -> Workspace:
    """A workspace whose branches main and work have each got a record since they parted."""

    def git(*arguments: str) -> None:
        command = ["git", "-C", str(workspace.root), *arguments]
        subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True)

    def commit(day: str) -> None:
        path = workspace.records / day[:4] / f"{day}-trip.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(RECORD.format(day=day))
        git("add", "--all")
        git("commit", "--quiet", "--message", day)

    git("init", "--quiet", "--initial-branch=main")
    commit("2024-01-10")
    git("branch", "work")
    commit("2024-02-10")
    git("checkout", "--quiet", "work")
    commit("2024-03-10")
    return workspace


@pytest.mark.parametrize(
    ("revisions", "expected"),
    [
        ("main..work", {("changed", "2024-03-10-trip")}),  # the two look alike
        ("main...work", {("came", "2024-03-10-trip")}),
        ("work...main", {("came", "2024-02-10-trip")}),
    ],
)
def test_three_dots_leave_out_what_the_other_branch_got(
    parted: Workspace, revisions: str, expected: set[tuple[str, str]]
) -> None:
    """A pull request is judged by what it changes, not by what came to main meanwhile."""
    changes = diff(parted, date(2024, 6, 1), revisions, environment=ENVIRONMENT).difference
    assert {(each.change, each.entry.id) for each in changes.records} == expected


@pytest.mark.parametrize("revisions", ["main....work", "...work", "main...", "main...nope"])
def test_what_is_no_range_is_no_revision_either(parted: Workspace, revisions: str) -> None:
    """Both sides of three dots have to be named."""
    with pytest.raises(NotFoundError):
        diff(parted, date(2024, 6, 1), revisions, environment=ENVIRONMENT)
