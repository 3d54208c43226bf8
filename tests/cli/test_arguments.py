"""Arguments in the bytes of another encoding: text is refused, and names of files are taken."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import oicekpi

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
SOURCE = str(Path(oicekpi.__file__).parents[1])
CAFE = os.fsdecode(b"caf\xe9")  # as Latin-1 writes it
PLANNED = "2024-11-18-trip-a1-staff-germany"


@pytest.fixture
def odd(office: Path) -> Callable[[str, str], Path]:
    """Move a file of the office to a name that is no UTF-8, where the system has such names."""

    def move(old: str, new: str) -> Path:
        try:
            return (office / old).rename(office / new)
        except OSError:
            pytest.skip("names of files are UTF-8 here")

    return move


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("add", "trip", "A1", "--people", CAFE), "--people"),
        (("add", "trip", "A1", "--people", "ann", "--note", CAFE, "-n"), "--note"),
        (("add", "trip", CAFE), "INDICATOR"),
        (("cancel", PLANNED, "--reason", CAFE), "--reason"),
        (("check", "--explain", CAFE), "--explain"),
        (("confirm", PLANNED, "--approval", CAFE), "--approval"),
        (("diff", "HEAD", CAFE), "AFTER"),
        (("import", "a.csv", "--map", "Who=people", "--map", CAFE), "--map"),
        (("log", "--indicator", CAFE), "--indicator"),
        (("show", "A1", CAFE), "ID"),
        (("status", CAFE, "A1"), "ID"),
    ],
)
def test_text_that_is_no_utf8_is_refused_by_the_name_of_its_argument(
    run: Run,
    codes: Codes,
    tree: Callable[[], dict[str, str]],
    arguments: tuple[str, ...],
    name: str,
) -> None:
    """Text goes into files, which are UTF-8; whoever types another encoding is told where."""
    before = tree()
    code, out, err = run(*arguments)
    assert (code, out, codes(err)) == (2, "", ["argument-not-utf8"])
    assert f": {name} is not UTF-8: caf\\xe9\n" in err
    assert tree() == before


@pytest.mark.usefixtures("office")
def test_long_text_is_not_shown_in_full(run: Run) -> None:
    """Of a long text the beginning is told, with its controls made visible."""
    err = run("add", "trip", "A1", "--note", f"\x1b{CAFE}{'x' * 999}")[2]
    assert "--note is not UTF-8: <U+001B>caf\\xe9xxx" in err
    assert "xxx…\n" in err


def test_folder_of_the_workspace_may_have_any_name(
    run: Run, office: Path, odd: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name on the disk need not be UTF-8, and the workspace in it is one like any other."""
    monkeypatch.chdir(office.parent)
    usual = run("--root", "office", "status")
    odd(".", f"../{CAFE}")
    assert run("--root", CAFE, "status") == run("status", "--root", CAFE) == usual
    monkeypatch.setenv("OICEKPI_ROOT", CAFE)
    assert run("status") == usual


def test_files_that_are_named_may_have_any_name(run: Run, odd: Callable[[str, str], Path]) -> None:
    """A plan, a record, a sheet and a path to check are found by the bytes of their names."""
    usual = run("history", "A1")
    odd("plans/2024.yaml", f"plans/{CAFE}.yaml")
    assert run("--plan", CAFE, "history", "A1") == usual
    odd(f"records/2024/{PLANNED}.yaml", f"records/2024/2024-11-18-{CAFE}.yaml")
    told = run("check", f"records/2024/2024-11-18-{CAFE}.yaml")[1]
    assert told.startswith("records/2024/2024-11-18-caf<U+DCE9>.yaml: warning[non-portable-name]: ")
    assert "1 warning in 1 file" in told
    code, out, _ = run("cancel", f"2024-11-18-{CAFE}", "--reason", "no visa")
    assert (code, out) == (
        0,
        "records/2024/2024-11-18-caf<U+DCE9>.yaml\nA1.staff: still behind (planned 2 → 1)\n",
    )


def test_sheet_and_remembered_import_may_have_any_name(
    run: Run, office: Path, odd: Callable[[str, str], Path]
) -> None:
    """`import` reads the file that is meant, and what it remembers by any name."""
    (office / "a.csv").write_text("who\nann\n")
    odd("a.csv", f"{CAFE}.csv")
    sets = ("--set", "kind=application", "--set", "indicator=B3.applicants")
    mapped = ("--map", "who=people", "--set", "date=2024-05-01", *sets)
    assert run("import", f"{CAFE}.csv", *mapped, "--write")[0] == 0
    (remembered,) = (office / "imports").iterdir()
    odd(f"imports/{remembered.name}", f"imports/{CAFE}.yaml")
    code, _, err = run("import", f"{CAFE}.csv", "--mapping", CAFE)
    assert code == 0
    assert err.startswith("nothing was written")


@pytest.mark.usefixtures("office")
def test_completion_passes_over_what_is_no_utf8() -> None:
    """The tab key is answered whatever was typed before."""
    answer = subprocess.run(
        [sys.executable, "-m", "oicekpi"],
        env={
            **os.environ,
            "PYTHONPATH": SOURCE,
            "_OICEKPI_COMPLETE": "complete_bash",
            "COMP_WORDS": f"oicekpi add trip --note {CAFE} A1",
            "COMP_CWORD": "5",
        },
        capture_output=True,
        check=False,
    )
    assert (answer.stdout.split(), answer.stderr) == ([b"A1.staff"], b"")
