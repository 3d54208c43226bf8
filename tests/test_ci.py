"""What other repositories use to check their records: a hook, an action, a template.

The services are not available here. What they would run is run, and their files are checked by the
schemas that come with check-jsonschema.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oicekpi import __version__
from oicekpi.app import starter
from oicekpi.cli.app import run
from oicekpi.storage import yamlfile

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
WRONG = "date: 2024-04-12\nkind: trip\nindicator: A1.staf\npeople: 2\n"


def installed(program: str) -> bool:
    """Tell whether a program is installed beside this Python."""
    return shutil.which(program, path=str(BIN)) is not None


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
needs_program = pytest.mark.skipif(
    not installed("oicekpi"), reason="oicekpi is not installed as a program"
)
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A new records repository, as `oicekpi init` makes it."""
    assert run(["init", str(tmp_path / "office"), "--example"]) == 0
    return tmp_path / "office"


@pytest.fixture
def shell(repository: Path, tmp_path: Path) -> Shell:
    """Run a command in the repository as a service would, without anybody's own settings."""
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "hooks"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    # This test may itself be run by a service; the one that it plays is named by each test.
    for name in list(environment):
        if name.startswith(("GITHUB_", "GITLAB_", "CI_", "OICEKPI_")):
            del environment[name]

    def call(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=repository,
            env={**environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def read(path: Path) -> Any:  # noqa: ANN401 - a document of any shape
    """Read one of our own YAML files."""
    return yamlfile.read(path.read_bytes())


# --- the files are what the services expect -------------------------------------------------------


@pytest.fixture
def workflows(tmp_path: Path) -> list[Path]:
    """The workflows of a new records repository."""
    made = starter.files(2024, b"", {}, __version__)
    paths = [tmp_path / name for name in ("agenda.yml", "check.yml", "report.yml")]
    for path in paths:
        path.write_bytes(made[f".github/workflows/{path.name}"])
    (tmp_path / "dependabot.yml").write_bytes(made[".github/dependabot.yml"])
    return paths


@pytest.mark.skipif(not installed("check-jsonschema"), reason="check-jsonschema is not installed")
def test_the_services_schemas_accept_the_files(workflows: list[Path]) -> None:
    """Actions, workflows and template are as GitHub and GitLab describe theirs."""
    for schema, path, *more in (
        ("vendor.github-actions", ROOT / "action.yml"),
        ("vendor.github-actions", ROOT / "agenda/action.yml"),
        *(("vendor.github-workflows", workflow) for workflow in workflows),
        *(("vendor.github-workflows", path) for path in ROOT.glob(".github/workflows/*.yml")),
        ("vendor.dependabot", ROOT / ".github/dependabot.yml"),
        ("vendor.dependabot", workflows[0].parent / "dependabot.yml"),
        ("vendor.github-issue-forms", ROOT / ".github/ISSUE_TEMPLATE/bug.yml"),
        ("vendor.github-issue-forms", ROOT / ".github/ISSUE_TEMPLATE/idea.yml"),
        ("vendor.github-issue-config", ROOT / ".github/ISSUE_TEMPLATE/config.yml"),
        ("vendor.gitlab-ci", ROOT / "templates/gitlab.yml", "--data-transform", "gitlab-ci"),
    ):
        program = str(BIN / "check-jsonschema")
        command = [program, "--builtin-schema", schema, *map(str, more), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_every_file_names_this_release() -> None:
    """The release that the document and the template name is the one that is here."""
    wanted = f"oicekpi=={__version__}"
    assert read(ROOT / "templates/gitlab.yml")["oicekpi"]["variables"]["OICEKPI"] == wanted
    text = (ROOT / "docs/ci.md").read_text("utf-8")
    assert f"rev: v{__version__}\n" in text
    assert f"uses: oicekpi/oicekpi@v{__version__}\n" in text
    assert f"uses: oicekpi/oicekpi/agenda@v{__version__}\n" in text


def test_every_action_is_named_by_its_commit() -> None:
    """A tag can be moved to other code, a commit cannot; the version stands beside it."""
    files = [ROOT / name for name in ("action.yml", "agenda/action.yml", "docs/ci.md")]
    files += Path(starter.__file__).parent.glob("files/**/*.yml")
    used = [
        line.strip()
        for path in (*files, *ROOT.glob(".github/workflows/*.yml"))
        if path.is_file()
        for line in re.findall(r"uses: (.*)", path.read_text("utf-8"))
        if not line.startswith(("oicekpi/oicekpi", "$/"))
    ]
    assert used
    assert [each for each in used if not re.fullmatch(r"\S+@[0-9a-f]{40} # v[\d.]+", each)] == []


# --- pre-commit -----------------------------------------------------------------------------------


@needs_git
@needs_program
@pytest.mark.skipif(not installed("pre-commit"), reason="pre-commit is not installed")
def test_the_hook_stops_a_commit_that_would_be_wrong(repository: Path, shell: Shell) -> None:
    """With the hook, git refuses a record with an error, and accepts it when it is corrected.

    The hook is the one that `.pre-commit-hooks.yaml` describes, except for its language: a program
    cannot be installed without a network, so the one that is installed is used.
    """
    (hook,) = read(ROOT / ".pre-commit-hooks.yaml")
    lines = [
        f"{key}: {value}".replace("True", "true").replace("False", "false")
        for key, value in {**hook, "language": "system"}.items()
    ]
    config = "repos:\n  - repo: local\n    hooks:\n      - " + "\n        ".join(lines) + "\n"
    (repository / ".pre-commit-config.yaml").write_text(config)
    for command in ("git init -q", "pre-commit install", "git add -A", "git commit -qm start"):
        done = shell(*command.split())
        assert done.returncode == 0, done.stderr

    record = repository / "records/2024-04-12-trip.yaml"
    record.write_text(WRONG)
    shell("git", "add", "-A")
    refused = shell("git", "commit", "-qm", "log a trip")
    assert refused.returncode == 1
    assert "check plans and records" in refused.stderr
    assert "records/2024-04-12-trip.yaml:3:12: error[unknown-indicator]" in refused.stderr

    record.write_text(WRONG.replace("A1.staf", "A1.staff"))
    shell("git", "add", "-A")
    taken = shell("git", "commit", "-qm", "log a trip")
    assert taken.returncode == 0, taken.stderr

    shell("git", "rm", "-q", "plans/2024.yaml")
    refused = shell("git", "commit", "-qm", "no plan any more")
    assert refused.returncode == 1


# --- GitHub ---------------------------------------------------------------------------------------


@pytest.fixture
def steps() -> dict[str, str]:
    """The scripts of the action's steps by name."""
    document = read(ROOT / "action.yml")
    return {step["name"]: step["run"] for step in document["runs"]["steps"] if "run" in step}


@pytest.fixture
def pull_request(repository: Path, shell: Shell) -> Path:
    """The repository with a commit that adds a record, as a pull request's merge does."""
    for command in ("git init -q", "git add -A", "git commit -qm start"):
        assert shell(*command.split()).returncode == 0
    record = repository / "records/2024-04-12-trip.yaml"
    record.write_text(WRONG.replace("A1.staf", "A1.staff") + "approval: U-1\n")
    shell("git", "add", "-A")
    assert shell("git", "commit", "-qm", "a trip").returncode == 0
    return repository


BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c")


@needs_git
@needs_program
@pytest.mark.usefixtures("pull_request")
def test_the_action_checks_and_sums_up_what_a_pull_request_changes(
    shell: Shell, steps: dict[str, str], tmp_path: Path
) -> None:
    """Valid records pass, and the summary says which indicators and records changed."""
    summary = tmp_path / "summary.md"
    given = {"GITHUB_STEP_SUMMARY": str(summary), "OICEKPI_ROOT": ".", "STRICT": "false"}
    checked = shell(*BASH, steps["Check"], **given)
    assert checked.returncode == 0, checked.stderr
    summed = shell(*BASH, steps["What the pull request changes"], **given)
    assert summed.returncode == 0, summed.stderr
    text = summary.read_text("utf-8")
    assert "A1.staff" in text
    assert "2024-04-12-trip" in text


@needs_git
@needs_program
def test_the_action_fails_on_errors_and_if_asked_on_warnings(
    pull_request: Path, shell: Shell, steps: dict[str, str], tmp_path: Path
) -> None:
    """An error fails the check with an annotation at its line; a warning does with `strict`."""
    given = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "OICEKPI_ROOT": "."}
    record = pull_request / "records/2024-04-12-trip.yaml"
    record.write_text(WRONG.replace("A1.staf", "A1.staff") + "note: call +86 138 1234 5678\n")
    assert shell(*BASH, steps["Check"], STRICT="false", **given).returncode == 0
    assert shell(*BASH, steps["Check"], STRICT="true", **given).returncode == 1
    record.write_text(WRONG)
    failed = shell(*BASH, steps["Check"], STRICT="false", **given)
    assert failed.returncode == 1
    assert "::error file=records/2024-04-12-trip.yaml,line=3," in failed.stdout


@needs_git
@needs_program
def test_the_action_works_without_the_previous_state(
    shell: Shell, steps: dict[str, str], tmp_path: Path
) -> None:
    """With a history of one commit there is a notice, and no failure."""
    for command in ("git init -q", "git add -A", "git commit -qm start"):
        shell(*command.split())
    given = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "OICEKPI_ROOT": "."}
    done = shell(*BASH, steps["What the pull request changes"], **given)
    assert (done.returncode, done.stdout[:10]) == (0, "::notice::")


# --- the weekly agenda ----------------------------------------------------------------------------

GH = """\
#!/bin/sh
echo "$GH_REPO: $*" >> "$CALLS"
case "$*" in
  *"issue list"*) echo "$NUMBER" ;;
  *"--body-file agenda.md"*) cp agenda.md "$CALLS.md" ;;
esac
"""


def agenda_steps() -> dict[str, str]:
    """Return the scripts of the action that keeps an issue current, by name."""
    document = read(ROOT / "agenda/action.yml")
    return {step["name"]: step["run"] for step in document["runs"]["steps"] if "run" in step}


@needs_program
@pytest.mark.parametrize("number", ["", "7"])
def test_the_agenda_has_one_issue_whose_text_is_replaced(
    repository: Path, shell: Shell, tmp_path: Path, number: str
) -> None:
    """It is opened once, and found by its label; findings are told in it, and stop nothing."""
    (repository / "records/2024-04-12-trip.yaml").write_text(WRONG)
    gh, calls = tmp_path / "bin/gh", tmp_path / "calls"
    gh.parent.mkdir()
    gh.write_text(GH)
    gh.chmod(0o755)
    given = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "RUNNER_TEMP": str(tmp_path)}
    written = shell(*BASH, agenda_steps()["Write the agenda"], DAYS="30", OICEKPI_ROOT=".", **given)
    assert written.returncode == 0, written.stderr
    done = shell(
        *BASH,
        agenda_steps()["Replace the text of the issue"],
        PATH=f"{gh.parent}{os.pathsep}{os.environ['PATH']}",
        CALLS=str(calls),
        NUMBER=number,
        GH_REPO="office/records",
        TITLE="Agenda",
        **given,
    )
    assert done.returncode == 0, done.stderr
    said = [line.removeprefix("office/records: ") for line in calls.read_text().splitlines()]
    assert said[0].startswith("issue list --state open --label oicekpi-agenda ")
    if number:
        assert said[1:] == ["issue edit 7 --body-file agenda.md"]
    else:
        assert said[1].startswith("label create oicekpi-agenda --force ")
        assert said[2:] == [
            "issue create --title Agenda --label oicekpi-agenda --body-file agenda.md"
        ]
    text = (tmp_path / "calls.md").read_text("utf-8")
    assert text.startswith("## Key points")
    assert "1 finding: the figures may be incomplete" in text
    assert text in (tmp_path / "summary.md").read_text("utf-8")


def test_the_agenda_may_only_read_files_and_write_issues(workflows: list[Path]) -> None:
    """The workflow has no other permission, and keeps none for what runs later."""
    workflow = read(workflows[0])
    assert workflow["permissions"] == {}
    job = workflow["jobs"]["agenda"]
    assert job["permissions"] == {"contents": "read", "issues": "write"}
    assert job["steps"][0]["with"] == {"persist-credentials": False}


def test_the_workflow_makes_the_agenda_as_the_action_does(workflows: list[Path]) -> None:
    """What is tested of the action holds for the workflow that `init` writes."""
    document = read(workflows[0])
    steps = {step.get("name"): step.get("run") for step in document["jobs"]["agenda"]["steps"]}
    assert steps["Replace the text of the issue"] == agenda_steps()["Replace the text of the issue"]
    command = "oicekpi agenda --format markdown --limit 60000"
    assert steps["Write the agenda"].startswith(command)
    assert (
        command.replace("agenda", 'agenda --days "$DAYS"', 1) in agenda_steps()["Write the agenda"]
    )


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_what_is_posted_to_chats_is_json(shell: Shell, tmp_path: Path) -> None:
    """The document's lines make the JSON that each service takes, with the whole text in it."""
    text = '## Title "x"\n\n- **5 Oct** · 7 more\n'
    (tmp_path / "agenda.md").write_text(text, "utf-8")
    document = (ROOT / "docs/ci.md").read_text("utf-8")
    filters = re.findall(r"^jq -Rs '(.+)' agenda\.md", document, re.MULTILINE)
    assert len(filters) == 4
    for each in filters:
        done = shell("jq", "-Rs", each, str(tmp_path / "agenda.md"))
        assert done.returncode == 0, done.stderr
        assert json.dumps(text, ensure_ascii=False) in done.stdout


# --- the page that stays current -----------------------------------------------------------------


def report_steps() -> dict[str, str]:
    """Return the scripts of the workflow that writes the plan as a page, by name."""
    path = ROOT / "oicekpi/app/starter/files/report.yml"
    steps = read(path)["jobs"]["report"]["steps"]
    return {step["name"]: step["run"] for step in steps if "run" in step}


@needs_program
def test_the_workflow_writes_the_page_and_the_summary_of_a_pull_request(
    repository: Path, shell: Shell, tmp_path: Path
) -> None:
    """Findings are told in both, and stop nothing; a second run renews the page."""
    (repository / "records/2024-04-12-trip.yaml").write_text(WRONG)
    given = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "RUNNER_TEMP": str(tmp_path)}
    for _ in range(2):
        script = report_steps()["Write the page, and its text into the summary"]
        done = shell(*BASH, script, **given)
        assert done.returncode == 0, done.stderr
    for name, start in (("report.html", "<!DOCTYPE html>"), ("summary.md", "# Key points")):
        text = (tmp_path / name).read_text("utf-8")
        assert text.startswith(start)
        assert "1 finding: the figures may be incomplete" in text


# --- GitLab ---------------------------------------------------------------------------------------


@needs_program
@pytest.mark.parametrize(("text", "code"), [(WRONG, 1), (WRONG.replace("A1.staf", "A1.staff"), 0)])
def test_the_template_writes_a_report_and_fails_on_errors(
    text: str, code: int, repository: Path, shell: Shell
) -> None:
    """The report is there in either case, the log says what is wrong, and errors fail the job."""
    (repository / "records/2024-04-12-trip.yaml").write_text(text)
    script = "\n".join(read(ROOT / "templates/gitlab.yml")["oicekpi"]["script"])
    done = shell(*BASH, script, OICEKPI_ROOT=".", GITLAB_CI="true")
    assert done.returncode == code, done.stderr
    report = (repository / "gl-code-quality-report.json").read_text("utf-8")
    assert ("unknown-indicator" in report) == bool(code)
    assert ("error[unknown-indicator]" in done.stdout) == bool(code)


# --- nothing in a repository runs -----------------------------------------------------------------

PLANTED = ("pip", "yaml", "typer", "oicekpi", "json", "sitecustomize", "usercustomize")
# pip gives up at once instead of asking the network.
OFFLINE = {"PIP_PROXY": "http://127.0.0.1:9", "PIP_RETRIES": "0", "GITHUB_ACTION_PATH": "/nowhere"}


@pytest.fixture
def ran(repository: Path, tmp_path: Path) -> Callable[[], list[str]]:
    """Plant modules in the repository; return a function that says which of them ran."""
    marks = tmp_path / "ran"
    marks.mkdir()
    for name in PLANTED:
        code = f"open({str(marks / name)!r}, 'w').close()\n"
        (repository / f"{name}.py").write_text(code)
    return lambda: sorted(path.name for path in marks.iterdir())


def scripts() -> dict[str, str]:
    """Return what the hook, the actions and the template run, by name."""
    action = read(ROOT / "action.yml")["runs"]["steps"]
    template = read(ROOT / "templates/gitlab.yml")["oicekpi"]
    (hook,) = read(ROOT / ".pre-commit-hooks.yaml")
    return {
        **{f"action, {step['name']}": step["run"] for step in action if "run" in step},
        **{f"agenda, {name}": run for name, run in agenda_steps().items()},
        **{f"report, {name}": run for name, run in report_steps().items()},
        "template, before": "\n".join(template["before_script"]),
        "template": "\n".join(template["script"]),
        "hook": hook["entry"],
    }


@needs_git
@needs_program
@pytest.mark.parametrize("name", scripts())
def test_no_module_of_the_repository_runs(
    name: str, shell: Shell, ran: Callable[[], list[str]], tmp_path: Path
) -> None:
    """A `pip.py` in a repository, or another module of a familiar name, does not run in its check.

    It would if Python looked for modules in the working directory, as `python -m` does by itself.
    """
    for command in ("git init -q", "git add -A", "git commit -qm start"):
        assert shell(*command.split()).returncode == 0
    given = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "OICEKPI_ROOT": "."}
    shell(*BASH, scripts()[name], STRICT="false", OICEKPI="oicekpi", **given, **OFFLINE)
    assert ran() == []


@needs_git
def test_planted_modules_run_without_isolation(shell: Shell, ran: Callable[[], list[str]]) -> None:
    """The test above can fail: without isolation, what is planted does run."""
    shell(*BASH, "python -m pip --version")
    assert "pip" in ran()


def test_each_service_isolates_python() -> None:
    """Wherever Python is called by its name, it does not look into the working directory."""
    for name, script in scripts().items():
        for line in re.findall(r".*\b(?:python|pip)\b.*", script):
            assert line.strip().startswith("python -I "), (name, line)
