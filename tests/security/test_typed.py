"""What somebody typed is not lost, and what cannot be written is refused where it is typed."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oicekpi.app import answers
from oicekpi.app.content import Content
from oicekpi.storage.workspace import Workspace

pytestmark = pytest.mark.untraced

Run = Callable[..., tuple[int, str, str]]
Files = Callable[[], dict[str, bytes]]


@pytest.mark.parametrize(
    "field", ["people", "partner", "purpose", "note", "approval", "evidence", "tags"]
)
@pytest.mark.parametrize("odd", ["\u200b", "a\u200bb", "a\u202eb", "a\x07b", "a\ufeffb", "\ud800"])
def test_an_invisible_character_is_refused_at_its_question(
    workspace: Workspace, field: str, odd: str
) -> None:
    """Not after the last question, when everything else was typed."""
    content = Content(workspace, date(2024, 9, 30))
    given = {"kind": "trip", "date": "2024-05-06", "indicator": "A1.staff"}
    _, problems = answers.answer(content, given, field, odd)
    assert [each.where[:1] for each in problems][:1] == [(field,)]


def _editor(path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{path}'")


@pytest.mark.parametrize("command", ["add trip A1.staff --people 1 --edit", "edit 2024-03-04-trip"])
@pytest.mark.parametrize("after", ['rm "$0"', 'chmod -x "$0"', 'printf "#!/nowhere\\n" > "$0"'])
def test_an_editor_that_cannot_start_a_second_time_loses_nothing(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run,
    files: Files,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    after: str,
) -> None:
    """The text is kept in a file that a message names."""
    _editor(
        tmp_path_factory.mktemp("bin") / "an editor",
        monkeypatch,
        f'echo "note: typed" >> "$1"; echo "wrong: 1" >> "$1"; {after}',
    )
    monkeypatch.setattr("oicekpi.cli.terminal.can_ask", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "y")
    before = files()
    code, _, err = run(*command.split())
    assert code == 2
    kept = re.search("your text is kept in (.*)", err)
    assert kept
    assert "note: typed" in Path(kept[1]).read_text()
    assert files() == before


@pytest.mark.parametrize("error", [KeyboardInterrupt(), EOFError()])
def test_who_leaves_while_errors_are_left_finds_the_text(
    root: Path,
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
) -> None:
    """Ctrl-C and the end of input at the question whether to edit again keep what was typed."""

    def leave(_: str) -> str:
        raise error

    _editor(tmp_path_factory.mktemp("bin") / "editor", monkeypatch, 'echo "wrong: 1" >> "$1"')
    monkeypatch.setattr("oicekpi.cli.terminal.can_ask", lambda: True)
    monkeypatch.setattr("builtins.input", leave)
    assert root.exists()
    err = run("edit", "2024-03-04-trip")[2]
    kept = re.search("your text is kept in (.*)", err)
    assert kept
    assert "wrong: 1" in Path(kept[1]).read_text()


# --- nothing is counted or lost in silence --------------------------------------------------------


@pytest.mark.parametrize("line", [
    "people: [ann, #bob,\n  eve]",
    "people: [#bob,\n  ann, eve]",
    "people: [ann, eve #bob,\n  ]",
    "people: [ann,\n  eve, #bob\n  ]",
    "people:\n  - ann\n  - eve #bob",
    "people: 2 #3",
    "people: [ann, eve]\nnote: room #3",
])  # fmt: skip
def test_what_a_comment_cuts_off_is_found(root: Path, run: Run, line: str) -> None:
    """A name or word that is lost behind a # is a finding."""
    (root / "records" / "2024" / "2024-03-05-x.yaml").write_text(
        f"date: 2024-03-05\nkind: trip\nindicator: A1.staff\n{line}\n"
    )
    assert "[truncated-text]" in run("check", "--format", "text")[1]


def test_confirm_adds_evidence_to_what_is_there(root: Path, run: Run) -> None:
    """Earlier evidence stays; the same is not added again; an approval is not lost."""
    path = root / "records" / "2024" / "2024-03-05-x.yaml"
    path.write_text(
        "date: 2024-03-05\nkind: trip\nindicator: A1.staff\npeople: 2\n"
        "approval: U-1\nevidence: [evidence/a.pdf]  # signed\n"
    )
    (root / "evidence").mkdir()
    for name in ("a", "b", "c"):
        (root / "evidence" / f"{name}.pdf").write_text("")
    run("confirm", "2024-03-05", "--evidence", "evidence/b.pdf,evidence/a.pdf")
    run("confirm", "2024-03-05", "--evidence", "evidence/c.pdf")
    text = path.read_text()
    assert "evidence: [evidence/a.pdf, evidence/b.pdf, evidence/c.pdf]  # signed\n" in text
    assert "approval: U-1\n" in text
