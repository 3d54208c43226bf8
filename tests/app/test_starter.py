"""What a new records repository starts with."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.app import starter
from oicekpi.domain.plan import Plan
from oicekpi.messages.failures import CannotWriteError, NotFoundError, UsageError
from oicekpi.schema.plan_files import plan_in
from oicekpi.storage.document import parse

ROOT = Path(__file__).parents[2]
Git = Callable[..., str]
FILES = {"a/b/one.txt": b"1", "a/two.txt": b"2", "three.txt": b"3"}


def below(folder: Path) -> list[str]:
    """List all that is below a folder, with its folders."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def _valid(data: bytes) -> Plan:
    """Read a plan, which must have no errors."""
    document = parse("plans/x.yaml", data)
    judged = plan_in(document, strict=True)
    assert (document.findings, judged.problems) == ((), [])
    assert judged.plan is not None
    return judged.plan


def test_the_shipped_plan_is_the_plan_of_this_repository() -> None:
    """Who has the package alone has the same plan as who has the repository."""
    assert starter.shipped_plan() == (ROOT / "plans/2024.yaml").read_bytes()


LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [1900, 2027, 2028])
def test_an_empty_plan_is_a_sound_one_of_its_year(year: int, language: str) -> None:
    """The plan that is still to be written holds already."""
    plan = _valid(starter.empty_plan(year, language))
    assert (plan.period.start.year, plan.period.end.year) == (year, year)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_empty_plan_has_in_comments_can_be_used(language: str) -> None:
    """Each example in the comments is right: with all of them put in, the plan still holds."""
    told = ("- {", "- id", "title:", "indicators:", "measure: s", "of: [m", "stages:", "pace:")
    more = ("requires:", "breaks:", "issuer:", "dated:")
    lines = []
    for line in starter.empty_plan(2027, language).decode().splitlines():
        blank, mark, rest = line.partition("# ")
        example = mark and rest.strip().startswith((*told, *more)) and not blank.strip()
        lines.append(f"{blank}{rest}" if example else line)
    plan = _valid("\n".join(lines).encode())
    assert [*plan.indicators] == ["A1.staff", "A2.programme"]
    assert plan.breaks
    assert plan.indicators["A1.staff"].requires
    assert plan.indicators["A1.staff"].pace


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_stand_under_their_places_without_blanks_to_fill(language: str) -> None:
    """Every template has its place, and the release and year are filled in."""
    plan = starter.empty_plan(2027, language)
    made = starter.files(2027, plan, {"plan": "{}"}, "1.2.3", language)
    assert [*made] == [
        ".gitattributes",
        ".github/dependabot.yml",
        ".github/workflows/agenda.yml",
        ".github/workflows/check.yml",
        ".github/workflows/report.yml",
        ".gitignore",
        ".pre-commit-config.yaml",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "README.md",
        "plans/2027.yaml",
        "records/README.md",
        "schemas/plan.schema.json",
    ]
    assert b"oicekpi==1.2.3" in made[".pre-commit-config.yaml"]
    assert not any(b"@VERSION@" in data or b"@YEAR@" in data for data in made.values())


def test_a_language_has_every_template_that_is_words_to_people() -> None:
    """What a language has no template for has no word in it; the rest says the same settings."""
    folder = Path(starter.__file__).parent / "files"
    english = {path.name: path for path in folder.iterdir() if path.is_file()}
    chinese = {path.name: path for path in (folder / "zh").iterdir()}
    assert english.keys() - chinese.keys() == {
        "dependabot.yml",
        "plan-2024.yaml",  # which has both languages in it
        "vscode-extensions.json",
        "vscode-settings.json",
    }
    for name, path in chinese.items():
        if not name.endswith(".md"):
            lines = [_without_words(each) for each in (english[name], path)]
            assert lines[0] == [each for each in lines[1] if each != "OICEKPI_LANG: zh"]


def _without_words(path: Path) -> list[str]:
    """Return what programs read in the lines of a template: no comments, titles and names."""
    lines = (line.partition("#")[0].rstrip() for line in path.read_text("utf-8").splitlines())
    kept = (re.sub(r"\b(name|title|TITLE): .*", r"\1:", line) for line in lines)
    return [line.strip() for line in kept if line.strip()]


def test_git_ignores_what_the_program_writes_for_itself(tmp_path: Path, git: Git) -> None:
    """The lock, and a temporary file that a killed command left, are never committed."""
    starter.lay_out(tmp_path, starter.files(2027, starter.empty_plan(2027), {}, "1.2.3"))
    git(tmp_path, "init", "-q")
    ours = [".oicekpi.lock", "records/2027/.oicekpi-0123456789abcdef.tmp"]
    (tmp_path / "records/2027").mkdir()
    for path in (*ours, "records/2027/.other.lock"):
        (tmp_path / path).touch()
    shown = git(tmp_path, "status", "--porcelain", "--untracked-files=all").split()
    assert "records/2027/.other.lock" in shown
    assert not {*ours} & {*shown}


def test_files_are_laid_out_in_a_new_folder_or_beside_others(tmp_path: Path) -> None:
    """The folder and those in it are made where they are missing; other files are left alone."""
    starter.lay_out(tmp_path / "new/er", FILES)
    assert below(tmp_path / "new/er") == ["a", "a/b", "a/b/one.txt", "a/two.txt", "three.txt"]
    (tmp_path / "old/a").mkdir(parents=True)
    (tmp_path / "old/other.txt").write_text("mine")
    starter.lay_out(tmp_path / "old", FILES)
    assert (tmp_path / "old/other.txt").read_text() == "mine"
    assert (tmp_path / "old/a/two.txt").read_bytes() == b"2"


def test_nothing_is_written_where_something_is_in_the_way(tmp_path: Path) -> None:
    """All that is in the way is named: files, what is no folder, links even to nowhere."""
    (tmp_path / "three.txt").write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a/two.txt").symlink_to("nowhere")
    before = below(tmp_path)
    with pytest.raises(UsageError) as caught:
        starter.lay_out(tmp_path, FILES)
    assert caught.value.code == "occupied"
    assert caught.value.params["paths"] == ["a/b", "a/two.txt", "three.txt"]
    assert below(tmp_path) == before
    assert (tmp_path / "three.txt").read_text() == "mine"


def test_a_junction_of_windows_is_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that leads elsewhere is one, though it is no symbolic link."""
    (tmp_path / "a").mkdir()
    monkeypatch.setattr("oicekpi.app.starter.is_link", lambda _: True)
    with pytest.raises(UsageError, match="occupied"):
        starter.lay_out(tmp_path, FILES)


def test_a_file_in_the_place_of_the_folder_is_in_the_way(tmp_path: Path) -> None:
    """The folder itself may be a file, or above a file's folder there may be one."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotFoundError, match="no-folder"):
        starter.lay_out(tmp_path / "file", FILES)
    (tmp_path / "x").mkdir()
    (tmp_path / "x/a").write_text("mine")
    with pytest.raises(UsageError) as caught:
        starter.lay_out(tmp_path / "x", FILES)
    assert caught.value.params["paths"] == ["a"]


@pytest.mark.parametrize("wrong", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_was_written_is_taken_back_when_a_write_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: BaseException
) -> None:
    """A full disk or an interrupt leaves the folder as it was."""
    opened = Path.open

    def fail_at_three(path: Path, *arguments: str) -> object:
        if path.name == "three.txt":
            raise wrong
        return opened(path, *arguments)  # type: ignore[call-overload]  # the mode is the caller's

    monkeypatch.setattr(Path, "open", fail_at_three)
    with pytest.raises((CannotWriteError, KeyboardInterrupt)) as caught:
        starter.lay_out(tmp_path / "new", FILES)
    assert below(tmp_path) == []
    if isinstance(wrong, OSError):
        assert "no space left on device" in str(caught.value)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    """Where the system does not let us write, its reason is given."""
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(CannotWriteError, match="permission denied"):
        starter.lay_out(tmp_path / "shut/new", FILES)
