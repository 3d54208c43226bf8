"""The wheel as others have it: installed where no source is, and where no network can be reached.

`make test-dist` builds it and names the folder with the wheel and all that it needs.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import yaml

from oicekpi import __version__

HOUSE: Final = os.environ.get("OICEKPI_WHEELHOUSE", "")
CONSUMER: Final = Path(__file__).parent / "typing/consumer.py"
WRONG: Final = "date: 2024-04-12\nkind: trip\nindicator: A1.staf\npeople: 2\n"
BASH: Final = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c")
Shell = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(not HOUSE, reason="`make test-dist` builds a wheel first")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a shell where the wheel is installed, and nothing can be downloaded."""
    folder = tmp_path_factory.mktemp("fresh")
    kept = ("PATH", "LANG", "SYSTEMROOT", "TMPDIR")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    variables |= {
        "HOME": str(folder),
        "PRE_COMMIT_HOME": str(folder / "hooks"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": HOUSE,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # Whoever asks for another host all the same gets no answer.
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CONFIG_NOSYSTEM": "1",
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "someone"),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "someone@example.org"),
    }
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    place = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    variables["PATH"] = f"{place}{os.pathsep}{variables['PATH']}"
    wanted = f"oicekpi[excel,report]=={__version__}"
    command = [str(place / "python"), "-I", "-m", "pip", "install", "--quiet", wanted]
    subprocess.run(command, check=True, env=variables)
    return variables


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Where the repository is made."""
    return tmp_path / "office"


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path, office: Path) -> Shell:
    """Run a command in the repository, or beside it before it is made."""

    def call(*command: str, code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        program = shutil.which(command[0], path=environment["PATH"])
        assert program is not None, command[0]
        done = subprocess.run(
            [program, *command[1:]],
            cwd=office if office.is_dir() else tmp_path,
            env={**environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
        return done

    return call


@pytest.fixture
def repository(office: Path, shell: Shell) -> Path:
    """A new repository with two commits, of which the second adds a record."""
    shell("oicekpi", "init", "office", "--example")
    for command in ("git init -q", "git add -A", "git commit -qm start"):
        shell(*command.split())
    add = "add trip A1.staff --people 2 --country DE --approval U-1 --date 2024-04-12"
    assert "records/2024/2024-04-12-trip" in shell("oicekpi", *add.split()).stdout
    for command in ("git add -A", "git commit -qm trip"):
        shell(*command.split())
    return office


def test_the_installed_program_is_the_one_that_runs(shell: Shell) -> None:
    """Neither this clone nor another installation stands in for the wheel."""
    where = shell("python", "-c", "import oicekpi; print(oicekpi.__file__)").stdout
    assert f"fresh0{os.sep}venv" in where
    assert shell("oicekpi", "--version").stdout == f"oicekpi {__version__}\n"


@pytest.mark.usefixtures("repository")
def test_every_command_of_a_year_works(shell: Shell, office: Path) -> None:
    """From the wheel alone a plan is kept: checked, shown, reported and compared."""
    shell("oicekpi", "check", "--strict")
    assert "A1.staff" in shell("oicekpi", "status", "--as-of", "2024-09-30").stdout
    assert "DE" in shell("oicekpi", "log").stdout
    assert "A1.staff" in shell("oicekpi", "diff", "HEAD^1", "HEAD").stdout
    report = shell("oicekpi", "report", "--as-of", "2024-09-30", "--format", "markdown").stdout
    assert "A1.staff" in report
    assert '"$defs"' in shell("oicekpi", "schema", "record").stdout
    chinese = shell("oicekpi", "--lang", "zh", "status", "--as-of", "2024-09-30").stdout
    assert re.search(r"[\u4e00-\u9fff]", chinese)  # the catalogue is in the wheel
    (office / "records/2024-04-13-trip.yaml").write_text(WRONG)
    assert "error[unknown-indicator]" in shell("oicekpi", "check", code=1).stdout


@pytest.mark.usefixtures("repository")
def test_the_hook_that_init_writes_installs_itself(shell: Shell, office: Path) -> None:
    """pre-commit installs the release from an index alone, and a wrong record is refused."""
    pre_commit = shutil.which("pre-commit", path=str(Path(sys.executable).parent))
    if pre_commit is None:
        pytest.skip("pre-commit is not installed")
    shell(pre_commit, "run", "--all-files")
    (office / "records/2024-04-13-trip.yaml").write_text(WRONG)
    shell("git", "add", "-A")
    assert "unknown-indicator" in shell(pre_commit, "run", code=1).stdout


def test_what_the_hook_says_to_put_instead_works(
    shell: Shell, office: Path, repository: Path
) -> None:
    """Where a release is not on an index, the path of a wheel in its place does."""
    pre_commit = shutil.which("pre-commit", path=str(Path(sys.executable).parent))
    if pre_commit is None:
        pytest.skip("pre-commit is not installed")
    (wheel,) = Path(HOUSE).glob("oicekpi-*.whl")
    config = repository / ".pre-commit-config.yaml"
    config.write_text(config.read_text().replace(f"oicekpi=={__version__}", wheel.as_posix()))
    shell(pre_commit, "run", "--all-files")
    assert wheel.as_posix() in (office / ".pre-commit-config.yaml").read_text()


@pytest.mark.parametrize("instead", [None, "a wheel"])
def test_the_workflow_that_init_writes_runs(
    instead: str | None, shell: Shell, repository: Path, tmp_path: Path
) -> None:
    """Its commands, one after the other, install the release, check it and sum up what changed."""
    workflow = yaml.safe_load((repository / ".github/workflows/check.yml").read_bytes())
    wanted = workflow["env"]["OICEKPI"]
    assert wanted == f"oicekpi=={__version__}"
    if instead:
        (built,) = Path(HOUSE).glob("oicekpi-*.whl")
        shutil.copy(built, repository)
        wanted = f"./{built.name}"
    summary = tmp_path / "summary.md"
    given = {"OICEKPI": wanted, "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_ACTIONS": "true"}
    steps = {step["name"]: step["run"] for step in workflow["jobs"]["check"]["steps"][2:]}
    for script in steps.values():
        shell(*BASH, script, **given)
    assert "A1.staff" in summary.read_text("utf-8")
    (repository / "records/2024-04-13-trip.yaml").write_text(WRONG)
    said = shell(*BASH, steps["Check"], code=1, **given).stdout
    assert "::error file=records/2024-04-13-trip.yaml,line=3," in said


def test_its_types_are_there_for_others(shell: Shell) -> None:
    """A typed program of somebody else passes mypy in strict mode against the installed package."""
    python = shell("python", "-c", "import sys; print(sys.executable)").stdout.strip()
    strict = ("--strict", "--config-file", os.devnull, "--cache-dir", os.devnull)
    shell(sys.executable, "-m", "mypy", *strict, "--python-executable", python, str(CONSUMER))
