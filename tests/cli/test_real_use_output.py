"""Output and messages in situations of real use: encodings, and help that fits the mistake."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import oicekpi

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Git = Callable[..., str]
SOURCE = str(Path(oicekpi.__file__).parents[1])
TRIP = "records/2024/2024-08-01-trip.yaml"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    (office / "records/2024/2024-09-16-trip-a1-staff-japan.yaml").unlink()  # it is overdue
    return office


def _process(*arguments: str, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "oicekpi", *arguments],
        env={**os.environ, "PYTHONPATH": SOURCE, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


# --- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "gbk"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]
)
def test_output_for_programs_is_utf8_in_any_locale(
    office: Path, environment: dict[str, str]
) -> None:
    """JSON, SARIF and CSV are UTF-8 and hold every letter, whatever the terminal can write."""
    plan = office / "plans/2024.yaml"
    plan.write_text(plan.read_text().replace("Staff abroad", "Grüße 张三"))
    (office / TRIP).write_text("date: 2024-08-01\nkind: trip\nindicator: A1.staff\npeeple: 张三\n")
    status = _process("status", "--format", "json", **environment).decode()
    assert "Grüße 张三" in {
        each["title"] for part in json.loads(status)["objectives"] for each in part["indicators"]
    }
    rows = csv.DictReader(
        io.StringIO(_process("status", "--format", "csv", **environment).decode())
    )
    assert "Grüße 张三" in {row["title"] for row in rows}
    sarif = json.loads(_process("check", "--format", "sarif", **environment).decode())
    assert sarif["runs"][0]["results"]


# --- YAML -----------------------------------------------------------------------------------------


def test_no_break_space_has_the_right_line_and_help(run: Run, codes: Codes, office: Path) -> None:
    """A blank that only looks like one is named on its line."""
    (office / TRIP).write_text(
        "date: 2024-08-01\nkind: trip\n\u00a0indicator: A1.staff\npeople: 2\n"
    )
    code, out, _ = run("check", "records")
    assert code == 1
    assert f"{TRIP}:3:" in out
    assert "U+00A0" in out
    assert len(codes(out)) == 1


@pytest.mark.parametrize(
    ("target", "proposed"),
    [
        ("{at_most: 6}", None),
        ("5", "at_least: 5"),
        ("1,915", "at_least: 1915"),
        ("100%", "at_least: 100"),
        ("3-5", "between: [3, 5]"),
        ("15 people", "at_least: 15"),
        ("{at_leest: 5}", "at_least"),
        ("{at_least: '1,915'}", "1915"),
    ],
)
def test_target_that_is_not_one_gets_help_that_fits(
    run: Run, office: Path, target: str, proposed: str | None
) -> None:
    """A bare number, a percentage and digits in threes are answered with what to write."""
    plan = office / "plans/2024.yaml"
    plan.write_text(plan.read_text().replace("{at_least: 15}", target))
    code, out, _ = run("check")
    assert (code == 0) == (proposed is None), out
    assert proposed is None or proposed in out, out


# --- plans ----------------------------------------------------------------------------------------


def test_way_out_of_overlapping_plans_is_named(run: Run, office: Path) -> None:
    """Whoever is judged by the wrong one of two plans is told of `--plan`."""
    text = (office / "plans/2024.yaml").read_text()
    (office / "plans/2024b.yaml").write_text(text)
    for command in (("status",), ("check",)):
        out = "".join(run(*command)[1:])
        assert "--plan" in out, command


# --- imports --------------------------------------------------------------------------------------


def test_header_without_rows_is_no_rows(run: Run, codes: Codes, office: Path) -> None:
    """A sheet of a header alone has no rows; nothing else is wrong with it."""
    (office / "t.csv").write_text("date,kind,indicator,people\n")
    code, out, err = run("import", "t.csv")
    assert "no rows" in out + err, (code, codes(err))
    assert code in {0, 1}


def test_saved_and_nothing_was_written_never_come_together(
    run: Run, office: Path, tree: Tree
) -> None:
    """Where nothing is written, no mapping is saved either."""
    before = tree()
    (office / "t.csv").write_text(
        "Day,kind,indicator,people\n2024-08-01,trip,A1.staff,2\n2024-08-02,trip,A1.staff,soon3x+\n"
    )
    options = ("--map", "date=Day", "--write")
    _, out, err = run("import", "t.csv", *options)
    assert not ("nothing was written" in out + err and "saved" in out + err)
    if "nothing was written" in out + err:
        assert {name for name in tree() if name != "t.csv"} == {*before}


# --- the terminal ---------------------------------------------------------------------------------


def test_command_to_be_copied_is_never_broken(
    run: Run, codes: Codes, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a narrow terminal a command in a help stays in one line."""
    name = "2024-08-01-trip-a1-staff-" + "very-long-name-" * 4 + "x"
    (office / f"records/2024/{name}.yaml").write_text(
        "date: 2024-08-01\nkind: trip\nindicator: A1.staff\npeople: 2\nstate: planned\n"
    )
    from oicekpi.reports.look import Look  # noqa: PLC0415 - beside what it is for

    monkeypatch.setattr("oicekpi.cli.terminal.look", lambda _: Look(width=60))
    out = run("check", "records")[1]
    assert codes(out) == ["overdue-planned"]
    assert any(f"oicekpi confirm {name}" in line for line in out.splitlines()), out


def test_repository_of_someone_else_says_how_to_trust_it(
    run: Run, codes: Codes, monkeypatch: pytest.MonkeyPatch, office: Path, git: Git
) -> None:
    """The refusal by git of a folder of another owner comes with the command that allows it."""
    git(office, "init", "-q")
    git(office, "add", "-A")
    git(office, "commit", "-qm", "start")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, _, err = run("diff", "HEAD")
    assert (code, codes(err)) == (2, ["untrusted-repository"])
    assert "git config --global --add safe.directory" in err
