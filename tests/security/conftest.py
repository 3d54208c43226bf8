"""What the tests of security share: the program in a workspace that somebody else has filled."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import oicekpi
from oicekpi.cli import app
from oicekpi.storage.workspace import Workspace

SOURCE = str(Path(oicekpi.__file__).parents[1])
SETTINGS = (
    "CI", "CI_PROJECT_DIR", "EDITOR", "FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY",
    "GITHUB_WORKSPACE", "GITLAB_CI", "NO_COLOR", "OICEKPI_DEBUG", "OICEKPI_ROOT", "VISUAL",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no setting of the machine, and not its clock, reach the program."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("drafts")))
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("oicekpi.cli.clock.today", lambda: date(2024, 9, 30))


@pytest.fixture
def root(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into a workspace with a plan and three records; gives its folder."""
    monkeypatch.chdir(workspace.root)
    return workspace.root


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the program; gives its exit code, output and messages."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        return app.run(list(arguments)), *capsys.readouterr()

    return run


@pytest.fixture
def files(root: Path) -> Callable[[], dict[str, bytes]]:
    """Give all files of the workspace as they are when it is called, except the lock."""

    def look() -> dict[str, bytes]:
        found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(found)
            if path.name != ".oicekpi.lock"
        }

    return look


@pytest.fixture
def process(root: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the program as a process of its own, with these variables in its environment."""

    def call(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "oicekpi", *arguments],
            cwd=root,
            env={**os.environ, "PYTHONPATH": SOURCE, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    return call
