"""Completion: what a shell is offered comes from files, and must never run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli import complete
from oicekpi.storage.workspace import Workspace

pytestmark = pytest.mark.untraced

Process = Callable[..., subprocess.CompletedProcess[bytes]]

HOSTILE = (
    "$(touch planted)", "`touch planted`", ";touch planted", "a b", "a\tb",
    "x$(touch${IFS}planted)",
    "<(touch planted)", "'$(touch planted)'", '"$(touch planted)"', "*", "~", "{a,b}", "!1", "-n",
    "a:b", "a'b", "a\\b", "%s", "((touch planted))", "a;b", "a&b", "a|b", "a>b", "=x", "#x",
    "(e:x:)",
)  # fmt: skip
GOOD = ("staff-001", "Ann", "\u738b\u4f1f", "x@y", "a.b")
COMPLETERS = {
    "people": complete.field("people"),
    "partner": complete.field("partner"),
    "records": complete.records,
    "plans": complete.plans,
    "ids": complete.ids,
    "indicators": complete.indicators,
    "stage": complete.field("stage"),
    "mappings": complete.mappings,
}


@pytest.fixture
def hostile(root: Path) -> Path:
    """A workspace whose valid records and files are named to run something."""
    records = [
        {"date": "2024-03-05", "kind": "trip", "indicator": "A1.staff", "people": [name],
         "partner": name, "tags": [name]}
        for name in (*HOSTILE, *GOOD)
    ]  # fmt: skip
    (root / "records" / "2024" / "2024-03-hostile.yaml").write_text(json.dumps(records))
    for name in HOSTILE:
        plain = name.replace("/", "")
        (root / "records" / "2024" / f"2024-03-06-{plain}.yaml").write_text(json.dumps(records[:1]))
        (root / "plans" / f"{plain}.yaml").write_text((root / "plans" / "2024.yaml").read_text())
        (root / "imports").mkdir(exist_ok=True)
        (root / "imports" / f"{plain}.yaml").write_text("set: {kind: trip}\n")
    return root


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("name", COMPLETERS)
def test_only_words_without_signs_for_a_shell_are_offered(name: str) -> None:
    """Letters, digits and a few signs that mean nothing to any shell; never an option."""
    offers = COMPLETERS[name]("")
    for word, meaning in offers:
        assert set(word) & set(" \t\n$`\"'\\;&|<>(){}[]*?!~=:%^,") == set()
        assert not word.startswith(("-", "#"))
        assert set(meaning) & set("$`\"'\\;&|<>{}[]*?!~=:%^#") == set()
    if name in {"people", "partner"}:
        assert {word for word, _ in offers} >= {*GOOD}


@pytest.mark.parametrize("words", [
    "oicekpi add trip A1.staff --people ", "oicekpi add trip A1.staff --partner ",
    "oicekpi edit ", "oicekpi --plan ", "oicekpi status ", "oicekpi import x --mapping ",
])  # fmt: skip
def test_bash_runs_nothing_that_a_file_names(hostile: Path, words: str, tmp_path: Path) -> None:
    """Real bash, completing as the installed script makes it, runs nothing and expands nothing."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    program = tmp_path / "bin" / "oicekpi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m oicekpi "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(complete.__file__).parents[2]),
    }
    script = subprocess.run(
        [sys.executable, "-m", "oicekpi"], env={**environment, "_OICEKPI_COMPLETE": "source_bash"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    asked = f"""{script}
COMP_WORDS=({words} "")
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_oicekpi_completion oicekpi
for word in "${{COMPREPLY[@]}}"; do printf '%s\\n' "$word"; eval "printf '%s\\n' $word"; done
"""
    done = subprocess.run(
        [bash, "--norc", "--noprofile", "-c", asked],
        cwd=hostile, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[::2] == lines[1::2]  # each word is itself also when it is evaluated
    assert done.stderr == ""
    assert not [*hostile.rglob("planted")]


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_no_shell_is_given_a_sign_that_it_acts_on(
    hostile: Path, process: Process, shell: str
) -> None:
    """The answers to the other shells, which evaluate them, hold the same words and no others."""
    words = "oicekpi add trip A1.staff --people "
    done = process(
        _OICEKPI_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS=words,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_WORD_TO_COMPLETE="",
        OICEKPI_ROOT=str(hostile),
    )
    told = done.stdout.decode()
    assert "staff-001" in told
    assert "touch" not in told
    assert set("$`;&|<>\\") & set(told) == set()


@pytest.mark.parametrize("name", ["records", "plans", "records/2024", "imports"])
def test_completion_follows_no_link(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Nothing is offered from behind a link."""
    root = workspace.root
    monkeypatch.chdir(root)
    outside = tmp_path / "outside"
    (outside / "2024").mkdir(parents=True)
    record = '{"date": "2024-03-05", "kind": "trip", "indicator": "A1.staff", "people": ["secret"]}'
    for path in ("2024-03-05-secret.yaml", "2024/2024-03-05-secret.yaml"):
        (outside / path).write_text(record)
    (outside / "secret.yaml").write_text("set: {kind: trip}\n")
    if (root / name).exists():
        (root / name).rename(tmp_path / "away")
    (root / name).symlink_to(outside)
    for offer in COMPLETERS.values():
        assert "secret" not in str(offer(""))


def test_only_what_check_accepts_is_offered(root: Path) -> None:
    """A record with an error, an invalid plan and a file that is no record give no words."""
    wrong = {"date": "2024-03-05", "kind": "trip", "indicator": "A1.staff", "people": ["secret"]}
    changes: list[dict[str, object]] = [
        {"date": "2024-03-06"},
        {"indicator": "A1.stuff"},
        {"extra": 1},
        {"people": []},
    ]
    for at, change in enumerate(changes):
        name = f"2024-03-05-secret{at}.yaml"
        path = root / "records" / "2024" / name
        path.write_text(json.dumps({**wrong, "partner": "secret", **change}))
    (root / "plans" / "secret.yaml").write_text("title: secret\n")
    (root / "records" / "2024" / "secret.yaml").write_text(json.dumps(wrong))
    for offer in COMPLETERS.values():
        assert "secret" not in str(offer(""))
