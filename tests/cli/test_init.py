"""`oicekpi init`."""

import json
from pathlib import Path

import pytest

from oicekpi import __version__
from oicekpi.cli.app import run

FILES = """\
.gitattributes
.github/dependabot.yml
.github/workflows/agenda.yml
.github/workflows/check.yml
.github/workflows/report.yml
.gitignore
.pre-commit-config.yaml
.vscode/extensions.json
.vscode/settings.json
README.md
plans/{year}.yaml
records/README.md
schemas/plan.schema.json
schemas/record.schema.json
"""
PLAN = """\
title: A plan of my own
period: {start: 2031-09-01, end: 2032-08-31}
sections:
  - id: A
    title: All of it
    objectives:
      - id: A1
        title: Someone goes
        indicators:
          - {id: A1.staff, title: Staff, measure: people, of: [trip], target: {at_least: 1}}
"""


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OICEKPI_ROOT", raising=False)


@pytest.mark.parametrize(
    ("options", "year"),
    [
        ([], 2024),
        (["--example"], 2024),
        (["--year", "2027"], 2027),
        (["--plan", "p.yaml"], 2031),
    ],
)
def test_a_new_repository_is_sound_at_once(
    options: list[str], year: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever plan it starts with, `check` passes and `status` shows it."""
    (tmp_path / "p.yaml").write_text(PLAN)
    assert run(["init", "new", *options]) == 0
    told = capsys.readouterr()
    made = FILES.format(year=year).splitlines()
    assert told.out == "".join(f"{Path('new', each)}\n" for each in made)
    assert "cd new" in told.err
    assert run(["--root", "new", "check", "--strict", "--format", "text"]) == 0
    assert "0 records" in capsys.readouterr().out
    assert run(["--root", "new", "status", "--as-of", f"{year}-03-01", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["plan"] == str(year)


def test_a_plan_of_ones_own_is_kept_as_it_is(tmp_path: Path) -> None:
    """The plan is copied byte by byte, its comments and order with it."""
    (tmp_path / "p.yaml").write_bytes(f"# mine\r\n{PLAN}".encode())
    assert run(["init", "new", "--plan", "p.yaml"]) == 0
    assert (tmp_path / "new/plans/2031.yaml").read_bytes() == f"# mine\r\n{PLAN}".encode()


def test_the_checks_are_those_of_the_release_that_made_it(tmp_path: Path) -> None:
    """The hook and the workflow name the running release."""
    run(["init", "new"])
    for name in (".pre-commit-config.yaml", ".github/workflows/check.yml"):
        assert f"oicekpi=={__version__}" in (tmp_path / "new" / name).read_text()


def test_a_logged_record_finds_the_schema(tmp_path: Path) -> None:
    """The first line that `add` writes names the schema that `init` put there."""
    run(["init", "new", "--year", "2027"])
    line = "add trip A1.staff --people 2 --date 2027-04-12"
    assert run(["--root", "new", *line.split()]) == 0
    (record,) = (tmp_path / "new/records").glob("2027/*.yaml")
    first = record.read_text().splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (record.parent / named).resolve() == tmp_path / "new/schemas/record.schema.json"


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("options", [[], ["--example"]])
def test_a_chinese_office_has_a_chinese_repository(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """README, comments and descriptions are Chinese, and so is what its checks say."""
    assert run(["init", "new", "--lang", "zh", *options]) == 0
    made = {path for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert len(made) == len(FILES.splitlines())
    settings = {path for path in made if path.parent.name in {".vscode", ".github"}}
    for path in made - settings:
        text = path.read_text("utf-8")
        assert any("\u4e00" <= each <= "\u9fff" for each in text), path
    capsys.readouterr()
    assert run(["--root", "new", "check", "--strict", "--lang", "zh"]) == 0
    assert "0 条记录" in capsys.readouterr().out
    workflow = (tmp_path / "new/.github/workflows/check.yml").read_text("utf-8")
    assert "OICEKPI_LANG: zh" in workflow


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would be written over is listed, and nothing is written."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old/README.md").write_text("mine")
    assert run(["init", "old"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error[occupied]: ")
    assert "README.md" in told
    assert [path.name for path in (tmp_path / "old").iterdir()] == ["README.md"]
    assert (tmp_path / "old/README.md").read_text() == "mine"


def test_a_plan_with_errors_makes_no_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan's findings are told, and no folder is made."""
    (tmp_path / "p.yaml").write_text(PLAN.replace("at_least: 1", "atleast: 1"))
    assert run(["init", "new", "--plan", "p.yaml"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("p.yaml:10:")
    assert "error[unknown-key]: " in told
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--plan", "none.yaml"], "cannot read none.yaml: no such file or directory"),
        (["--plan", "."], "cannot read .: it is a folder"),
        (["--plan", "loop.yaml"], "cannot read loop.yaml: it is a symbolic link"),
        (["--plan", "p.yaml", "--year", "2027"], "error[conflicting-options]: --plan and --year"),
        (["--year", "27"], '"27" is not a whole number from 1900 to 2199'),
    ],
)
def test_what_cannot_be_started_with_is_refused(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plan that cannot be read, or two plans, end the run before anything is written."""
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert run(["init", "new", *options]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
