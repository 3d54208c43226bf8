"""`oicekpi diff`."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli.app import run
from tests.plans import HEAD

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
PLAN = (
    HEAD
    + """\
          - id: A1.staff
            title: Staff abroad
            measure: people
            of: [trip]
            target: {at_least: 4}
            requires: [approval]
      - id: A2
        title: Cooperation
        indicators:
          - id: A2.agreements
            title: Agreements signed
            measure: records
            of: [agreement]
            target: {between: [3, 5]}
"""
)
MORE = """\
          - {id: A2.talks, title: Talks, measure: records, of: [activity]}
"""
AGREEMENT = "kind: agreement\nindicator: A2.agreements\npartner: Example {}\n"
TRIP = "kind: trip\nindicator: A1.staff\npeople: {}\napproval: U-1\n"
Write = Callable[[str, str | None], None]
Commit = Callable[[], str]
Diff = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in a folder of a git repository, which is the working directory."""
    for key, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
        "NO_COLOR": "1",
    }.items():
        monkeypatch.setenv(key, value)
    monkeypatch.delenv("OICEKPI_ROOT", raising=False)
    for part in ("plans", "records"):
        (tmp_path / "office" / part).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a file of the workspace, or delete it; a record gets the day of its name."""

    def put(name: str, text: str | None) -> None:
        path = folder / name
        if text is None:
            path.unlink()
        elif name.startswith("records/"):
            path.write_text(f"date: {path.name[:10]}\n{text}")
        else:
            path.write_text(text)

    return put


@pytest.fixture
def commit(folder: Path) -> Commit:
    """Commit all there is, and give the commit's name in short."""

    def git(*arguments: str) -> str:
        names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        command = ["git", *names, "-C", str(folder.parent), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def call() -> str:
        if not (folder.parent / ".git").exists():
            git("init", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", "x")
        return git("rev-parse", "HEAD")[:8]

    return call


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Diff:
    """Run `oicekpi diff`, by default as of 15 October 2024: exit code, output, messages."""

    def call(*arguments: str, as_of: str = "2024-10-15") -> tuple[int, str, str]:
        code = run(["diff", "--as-of", as_of, *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def year(write: Write, commit: Commit) -> str:
    """A commit of a plan and four records, with changes of them on disk; the commit's name."""
    write("plans/2024.yaml", PLAN)
    write("records/2024-02-01-agreement-a.yaml", AGREEMENT.format("A"))
    write("records/2024-02-02-trip-x.yaml", TRIP.format("[staff-1, staff-2]"))
    write("records/2024-02-03-trip-y.yaml", TRIP.format(1))
    write("records/2024-02-04-z.yaml", TRIP.format(1) + "note: stays\n")
    name = commit()
    write("plans/2024.yaml", PLAN + MORE)
    write("records/2024-03-01-agreement-b.yaml", AGREEMENT.format("B"))
    write("records/2024-02-02-trip-x.yaml", TRIP.format("[staff-1]"))
    write("records/2024-02-03-trip-y.yaml", None)
    write("records/2024-02-05-z.yaml", TRIP.format(1) + "note: stays\n")
    write("records/2024-02-04-z.yaml", None)
    return name


TABLE = """\
What changed from HEAD ({}) to the working tree
plan 2024, as of 2024-10-15: 3 indicators changed; records: 1 added, 1 removed, 2 changed

                                  status                 done   forecast           chance
A1.staff       Staff abroad       ✔ achieved → ▼ behind  4 → 2  4 (4–5) → 2 (2–3)
A2.agreements  Agreements signed  ▼ behind → ▲ at risk   1 → 2  1 (1–2) → 2 (2–3)  15 % → 38 %
A2.talks       Talks              new: · tracked

~  changed  2024-02-02-trip-x       people staff-1, staff-2 → staff-1
-  removed  2024-02-03-trip-y       trip for A1.staff: 1 person
~  changed  2024-02-05-z            was 2024-02-04-z, date 2024-02-04 → 2024-02-05
+  added    2024-03-01-agreement-b  agreement for A2.agreements: Example B
"""
MARKDOWN = """\
## What changed from HEAD ({}) to the working tree

plan 2024, as of 2024-12-31: 3 indicators changed; records: 1 added, 1 removed, 2 changed

> [!WARNING]
> 3 records of a closed period were deleted or rewritten

| Indicator | Title | Status | Done |
|---|---|---|---|
| A1.staff | Staff abroad | ✔ achieved → ✖ missed | 4 → 2 |
| A2.agreements | Agreements signed | ✖ missed | 1 → 2 |
| A2.talks | Talks | new: · tracked |  |

| Change | Id | Closed | What |
|---|---|---|---|
| changed | 2024-02-02-trip-x | closed period | people staff-<!-- -->1, staff-<!-- -->2 → staff-<!-- -->1 |
| removed | 2024-02-03-trip-y | closed period | trip for A1.staff: 1 person |
| changed | 2024-02-05-z | closed period | was 2024-02-04-z, date 2024-02-04 → 2024-02-05 |
| added | 2024-03-01-agreement-b | closed period | agreement for A2.agreements: Example B |
"""  # noqa: E501 - as it is printed


def test_the_table_says_which_standings_moved_and_what_became_of_records(
    year: str, diff: Diff
) -> None:
    """A revision against the files on disk: statuses and figures with arrows, records by name."""
    assert diff("HEAD") == (0, TABLE.format(year), "")


def test_markdown_is_for_a_pull_request_and_calls_out_what_was_rewritten(
    year: str, diff: Diff
) -> None:
    """Once the year is over, deleted and rewritten records are a warning; still no error."""
    found = diff("HEAD", "--format", "markdown", as_of="2025-02-01")
    assert found == (0, MARKDOWN.format(year), "")


def test_two_revisions_are_compared_whatever_is_on_disk(
    year: str, write: Write, commit: Commit, diff: Diff
) -> None:
    """With a second revision the files on disk do not count."""
    later = commit()
    write("plans/2024.yaml", "broken: [")
    write("records/2024-03-01-agreement-b.yaml", None)
    code, said, _ = diff("HEAD~1", "HEAD")
    ends = f"What changed from HEAD~1 ({year}) to HEAD ({later})"
    assert (code, said.splitlines()[0]) == (0, ends)
    assert said.splitlines()[1:] == TABLE.splitlines()[1:]


def test_backwards_what_came_has_gone(year: str, commit: Commit, diff: Diff) -> None:
    """An indicator that only the first revision has is gone, with the status that it had."""
    commit()
    _, said, _ = diff("HEAD", year)
    assert f"to {year}\n" in said
    assert "removed: · tracked" in said
    assert "-  removed  2024-03-01-agreement-b" in said


def test_json_has_all_of_it(year: str, diff: Diff) -> None:
    """For programs: both indicators of each indicator that moved, both states of each record."""
    code, said, _ = diff("HEAD", "--format", "json", as_of="2025-02-01")
    found = json.loads(said)
    assert code == 0
    assert (found["schema"], found["plan"], found["as_of"]) == (
        "oicekpi/diff/1",
        "2024",
        "2024-12-31",
    )
    assert (found["complete"], found["judged"], found["rewritten"]) == (True, True, 3)
    assert found["before"]["commit"].startswith(year)
    assert found["after"] == {"name": "the working tree", "commit": None, "findings": []}
    moved = {each["id"]: (each["before"], each["after"]) for each in found["moved"]}
    assert moved["A2.talks"][0] is None
    assert [each["done"] for each in moved["A1.staff"]] == [4, 2]
    records = {each["id"]: each for each in found["records"]}
    assert [(each["change"], each["closed"]) for each in records.values()] == [
        ("changed", True),
        ("went", True),
        ("changed", True),
        ("came", True),
    ]
    assert records["2024-02-02-trip-x"]["fields"] == {
        "people": {"before": ["staff-1", "staff-2"], "after": ["staff-1"]}
    }
    assert records["2024-02-03-trip-y"]["after"] is None
    assert records["2024-03-01-agreement-b"]["before"] is None
    assert records["2024-03-01-agreement-b"]["after"]["partner"] == "Example B"


@pytest.mark.usefixtures("year")
def test_where_nothing_changed_that_is_said(commit: Commit, diff: Diff) -> None:
    """Two equal states differ in nothing."""
    name = commit()
    code, said, _ = diff(name)
    assert code == 0
    assert said == (
        f"What changed from {name} to the working tree\n"
        "plan 2024, as of 2024-10-15: 0 indicators changed; no record changed\n"
    )
    _, said, _ = diff(name, "--format", "markdown")
    assert said.splitlines()[2:] == [
        "plan 2024, as of 2024-10-15: 0 indicators changed; no record changed"
    ]


def test_a_rewritten_past_stands_out_in_the_table(write: Write, commit: Commit, diff: Diff) -> None:
    """One deleted record of a closed period is called out in a line of its own."""
    write("plans/2024.yaml", PLAN)
    write("records/2024-02-01-agreement-a.yaml", AGREEMENT.format("A"))
    write("records/2024-02-03-trip-y.yaml", TRIP.format(1))
    name = commit()
    write("records/2024-02-01-agreement-a.yaml", None)
    write("records/2024-02-03-journey.yaml", TRIP.format(1))
    write("records/2024-02-03-trip-y.yaml", None)
    code, said, _ = diff("HEAD", as_of="2025-01-01")
    assert code == 0
    assert said == (
        f"What changed from HEAD ({name}) to the working tree\n"
        "plan 2024, as of 2024-12-31: 1 indicator changed; records: 1 removed, 1 renamed\n\n"
        "1 record of a closed period was deleted or rewritten\n\n"
        "                                  status    done\n"
        "A2.agreements  Agreements signed  ✖ missed  1 → 0\n\n"
        "-  removed  2024-02-01-agreement-a  closed period  "
        "agreement for A2.agreements: Example A\n"
        ">  renamed  2024-02-03-journey                     was 2024-02-03-trip-y\n"
    )


def test_targets_and_due_counts_that_move_are_shown(
    write: Write, commit: Commit, diff: Diff
) -> None:
    """A plan that promises something else moves indicators, without any record."""
    write("plans/2024.yaml", PLAN)
    commit()
    write("plans/2024.yaml", PLAN.replace("between: [3, 5]", "at_least: 8"))
    _, said, _ = diff("HEAD", "--format", "markdown")
    row = "| A2.agreements | Agreements signed | ▼ behind | 3–5 → 8 | 2 → 6 |"
    assert row in said


@pytest.mark.usefixtures("year")
def test_old_encodings_get_plain_signs(diff: Diff) -> None:
    """Where only ASCII can be shown, arrows and dashes are drawn in it."""
    from oicekpi.cli import terminal  # noqa: PLC0415 - to replace what it says of the screen
    from oicekpi.reports.look import Look  # noqa: PLC0415 - the same

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "look", lambda _: Look(unicode=False))
        _, said, _ = diff("HEAD")
    assert said.isascii()
    assert "< behind -> ! at risk   1 -> 2  1 (1-2) -> 2 (2-3)" in said


def test_broken_files_are_listed_by_the_side_that_they_are_on(
    write: Write, commit: Commit, diff: Diff
) -> None:
    """A file that one state cannot read is a finding of that state, and the exit code is 1.

    Its record is not said to have gone.
    """
    write("plans/2024.yaml", PLAN)
    write("records/2024-02-01-agreement-a.yaml", "kind: agreement\nindicator: [\n")
    write("records/2024-02-02-agreement-b.yaml", AGREEMENT.format("B"))
    name = commit()
    write("records/2024-02-01-agreement-a.yaml", AGREEMENT.format("A"))
    write(
        "records/2024-02-02-agreement-b.yaml",
        "kind: agreement\nindicator: A2.agreement\npartner: B\n",
    )
    code, said, _ = diff("HEAD")
    assert code == 1
    assert said.startswith(f"What changed from HEAD ({name}) to the working tree\n")
    assert "records: 1 added, 1 unreadable\n" in said
    assert "\n2 findings: the comparison may be incomplete\n" in said
    assert "\n  HEAD:records/2024-02-01-agreement-a.yaml:" in said
    assert "\n  records/2024-02-02-agreement-b.yaml:3:12: unknown-indicator: " in said
    _, said, _ = diff("HEAD", "--format", "markdown")
    assert "\n- HEAD:records/2024-02-01-agreement-a.yaml:" in said
    found = json.loads(diff("HEAD", "--format", "json")[1])
    assert not found["complete"]
    assert [each["code"] for each in found["after"]["findings"]] == ["unknown-indicator"]


@pytest.mark.usefixtures("year")
def test_a_plan_that_is_broken_on_one_side_is_not_compared(write: Write, diff: Diff) -> None:
    """The records are compared all the same, and the plan's finding is told."""
    write("plans/2024.yaml", PLAN.replace("measure: people", "measure: peopel"))
    code, said, _ = diff("HEAD")
    assert code == 1
    assert "indicators are not compared, because the plan has errors; records: 1 added" in said
    assert "\n  plans/2024.yaml:12:22: unknown-value: " in said


def test_links_in_a_revision_are_named_and_not_followed(
    folder: Path, write: Write, commit: Commit, diff: Diff
) -> None:
    """A link in a revision is a finding there, as it is on disk."""
    write("plans/2024.yaml", PLAN)
    (folder / "records/2024-01-01-x.yaml").symlink_to("/etc/hostname")
    commit()
    (folder / "records/2024-01-01-x.yaml").unlink()
    code, said, _ = diff("HEAD")
    assert code == 1
    assert "HEAD:records/2024-01-01-x.yaml: unreadable-file: " in said


def test_a_huge_file_in_a_revision_is_a_finding(write: Write, commit: Commit, diff: Diff) -> None:
    """A file over the bound is refused, and the others count."""
    write("plans/2024.yaml", PLAN)
    write("records/2024-01-01-x.yaml", f"note: {'x' * 3_000_000}\n")
    write("records/2024-02-01-agreement-a.yaml", AGREEMENT.format("A"))
    commit()
    write("records/2024-01-01-x.yaml", None)
    write("records/2024-02-01-agreement-a.yaml", None)
    code, said, _ = diff("HEAD")
    assert code == 1
    assert "HEAD:records/2024-01-01-x.yaml" in said
    assert "file-too-large" in said
    assert "-  removed  2024-02-01-agreement-a" in said


def test_from_before_there_was_a_plan_all_is_new(write: Write, commit: Commit, diff: Diff) -> None:
    """The first revision may have had neither plan nor records."""
    commit()
    write("plans/2024.yaml", PLAN)
    _, said, _ = diff("HEAD")
    assert said.count("new: ") == 2


def test_without_any_plan_there_is_nothing_to_measure_against(commit: Commit, diff: Diff) -> None:
    """Neither state has a plan."""
    commit()
    code, _, told = diff("HEAD")
    assert code == 2
    assert "error[no-plans]: " in told


def test_a_plan_may_be_named(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--plan` names the plan of either state; one that neither has is refused."""
    assert run(["--plan", "2024", "diff", "HEAD", "--as-of", "2024-10-15"]) == 0
    assert capsys.readouterr().out == TABLE.format(year)
    assert run(["--plan", "2023", "diff", "HEAD"]) == 2
    assert "error[unknown-plan]: " in capsys.readouterr().err


def test_two_revisions_may_be_named_as_one(year: str, diff: Diff) -> None:
    """`A..B` means what it means to git."""
    assert diff("HEAD..HEAD") == diff("HEAD", "HEAD")
    assert year in diff("HEAD..HEAD")[1]


@pytest.mark.parametrize("name", ["nope", "-x", "HEAD~9"])
@pytest.mark.usefixtures("year")
def test_an_unknown_revision_is_named(name: str, diff: Diff) -> None:
    """A revision that git does not know ends the run, an option for git among them."""
    code, _, told = diff("--", name)
    assert code == 2
    assert told.startswith("error[unknown-revision]: ")
    assert name in told


def test_outside_a_repository_git_says_so(folder: Path, diff: Diff) -> None:
    """A workspace that is in no repository has no revisions."""
    code, _, told = diff("HEAD")
    assert code == 2
    assert told.startswith(f"error[no-repository]: git cannot read {folder}: not a git repository")
