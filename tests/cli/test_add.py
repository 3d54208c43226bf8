"""`oicekpi add`, where everything is said on the command line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli.add import derived
from oicekpi.domain.finding import Problem
from oicekpi.storage import write

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Sit = Callable[..., list[str]]
Editor = Callable[[str], None]

DONE = "2024-03-11-trip-a1-staff-germany"
SLOW = Problem((), "cannot-write", {"path": "x", "reason": "the disk is slow"})
HEAD = "# yaml-language-server: $schema=../../schemas/record.schema.json\n"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


@pytest.mark.parametrize(
    ("arguments", "name", "text"),
    [
        (
            (
                "trip A1.staff --people ann,ben --country Germany --purpose visit "
                "--date 2024-09-02 --until 2024-09-06 --partner North --approval U-7 "
                "--evidence evidence/a.pdf,b.pdf --note late"
            ),
            "2024-09-02-trip-a1-staff-germany",
            (
                "date: 2024-09-02\nkind: trip\nindicator: A1.staff\npeople: [ann, ben]\n"
                "country: DE\npartner: North\npurpose: visit\nuntil: 2024-09-06\napproval: U-7\n"
                "evidence: [evidence/a.pdf, b.pdf]\nnote: late\n"
            ),
        ),
        (
            "application B3.applicants --people 4 --fund CSC --level master --outcome open",
            "2024-09-30-application-b3-applicants-csc",
            (
                "date: 2024-09-30\nkind: application\nindicator: B3.applicants\npeople: 4\n"
                "fund: CSC\nlevel: master\noutcome: open\n"
            ),
        ),
        (
            "agreement A2.agreements,A2.partners --partner North --subject exchange",
            "2024-09-30-agreement-a2-agreements-north",
            (
                "date: 2024-09-30\nkind: agreement\nindicator: [A2.agreements, A2.partners]\n"
                "partner: North\nsubject: exchange\n"
            ),
        ),
        (
            "appointment a3 --people 1 --role dean --date yesterday",
            "2024-09-29-appointment-a3-talents-dean",
            "date: 2024-09-29\nkind: appointment\nindicator: A3.talents\npeople: 1\nrole: dean\n",
        ),
        (
            "milestone B2 --stage agreement-signed",
            "2024-09-30-milestone-b2-programme-agreement-signed",
            "date: 2024-09-30\nkind: milestone\nindicator: B2.programme\nstage: agreement-signed\n",
        ),
        (
            "activity b3.SERVICES --title talk",
            "2024-09-30-activity-b3-services-talk",
            "date: 2024-09-30\nkind: activity\nindicator: B3.services\ntitle: talk\n",
        ),
    ],
)
def test_each_kind_is_written_in_one_line(
    run: Run, tree: Tree, arguments: str, name: str, text: str
) -> None:
    """A record of any kind is one command; its file is named, and holds just what was said."""
    for evidence in ("evidence/a.pdf", "b.pdf"):
        Path(evidence).parent.mkdir(exist_ok=True)
        Path(evidence).touch()
    before = tree()
    code, out, err = run("add", *arguments.split())
    assert (code, err) == (0, "")
    assert out.startswith(f"records/2024/{name}.yaml\n")
    assert tree() == {**before, f"records/2024/{name}.yaml": HEAD + text}


def test_what_check_will_warn_of_is_told_at_once(run: Run, codes: Codes) -> None:
    """What enters the history of a repository stays in it: the warning comes before the commit."""
    trip = ("add", "trip", "A1", "--people", "staff-001,staff-002", "--date", "2024-03-11")
    code, out, err = run(*trip, "--note", "call 13812345678", "--evidence", "a.pdf")
    assert code == 0
    assert out.startswith("records/2024/2024-03-11-trip-a1-staff.yaml\n")
    shown = [line.partition(": ")[0] for line in err.splitlines() if "warning[" in line]
    assert shown == ["--evidence", "--note", "--date"]
    found = run("check")[1]
    assert all(code in found for code in codes(err))


def test_what_check_would_not_let_pass_is_not_written(run: Run, tree: Tree) -> None:
    """A file outside the workspace is no evidence."""
    before = tree()
    code, out, err = run("add", "trip", "A1", "--people", "1", "--evidence", "/etc/passwd")
    assert (code, out) == (2, "")
    assert err.startswith("error[invalid-record]: ")
    assert "\n--evidence: error[" in err
    assert tree() == before


def test_movement_of_the_progress_is_told(run: Run) -> None:
    """What the new record changed is said at once, for each indicator that it counts for."""
    assert run("add", "milestone", "B2", "--stage", "agreement-signed") == (
        0,
        (
            "records/2024/2024-09-30-milestone-b2-programme-agreement-signed.yaml\n"
            "B2.programme: behind → achieved (done 1 → 2 of 2)\n"
        ),
        "",
    )


def test_dry_run_shows_the_file_and_writes_nothing(run: Run, tree: Tree) -> None:
    """`--dry-run` shows what would be written, and how the progress would move."""
    before = tree()
    assert run("add", "milestone", "B2", "--stage", "agreement-signed", "--dry-run") == (
        0,
        (
            "records/2024/2024-09-30-milestone-b2-programme-agreement-signed.yaml would be:\n"
            f"{HEAD}date: 2024-09-30\nkind: milestone\nindicator: B2.programme\n"
            "stage: agreement-signed\n"
            "B2.programme: behind → achieved (done 1 → 2 of 2)\n"
        ),
        "",
    )
    assert tree() == before


def test_dry_run_names_the_file_that_would_be_made(run: Run) -> None:
    """Where another record has the name, the dry run tells the next, as the run would take it."""
    said = ("add", "application", "B3", "--people", "1", "--allow-duplicates")
    assert run(*said)[0] == 0
    planned = run(*said, "--dry-run")[1].partition(" ")[0]
    assert planned == "records/2024/2024-09-30-application-b3-applicants-2.yaml"
    assert run(*said)[1].startswith(f"{planned}\n")


def test_planned_record_is_counted_apart(run: Run, tree: Tree) -> None:
    """`--planned` says that it has not happened; it is planned, not done."""
    code, out, _ = run("add", "trip", "A1", "--people", "2", "--date", "2024-11-20", "--planned")
    assert code == 0
    assert out.endswith("A1.staff: still behind (planned 2 → 4)\n")
    assert tree()["records/2024/2024-11-20-trip-a1-staff.yaml"].startswith(
        f"{HEAD}date: 2024-11-20\nkind: trip\nstate: planned\n"
    )


def test_equal_record_is_refused_unless_duplicates_are_allowed(
    run: Run, codes: Codes, tree: Tree
) -> None:
    """What was entered once is not entered twice by mistake."""
    said = ("add", "application", "B3.applicants", "--people", "5", "--date", "2024-05-24")
    before = tree()
    code, _, err = run(*said)
    assert (code, codes(err)) == (2, ["duplicate-record"])
    assert "2024-05-24-application-b3-applicants" in err
    assert tree() == before
    files = len(list(Path("records/2024").iterdir()))
    assert run(*said, "--allow-duplicates")[0] == 0
    assert len(list(Path("records/2024").iterdir())) == files + 1


def test_kind_and_figures_may_be_typed_as_on_a_chinese_keyboard(run: Run, tree: Tree) -> None:
    """The record is the one that would be written in English."""
    typed = ("add", "出访", "Ａ１", "--people", "３人", "--country", "德国", "--date", "九月三日")
    before = tree()
    assert run(*typed)[0] == 0
    (new,) = tree().keys() - before.keys()
    assert new == "records/2024/2024-09-03-trip-a1-staff-germany.yaml"
    assert "kind: trip\nindicator: A1.staff\npeople: 3\ncountry: DE\n" in tree()[new]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "error[missing-arguments]: missing KIND and INDICATOR\n"),
        ("trip", "error[missing-arguments]: missing INDICATOR\n"),
        ("trip A1", "error[missing-arguments]: missing --people\n"),
        ("agreement A2.agreements", "error[missing-arguments]: missing --partner\n"),
        ("trip A1 --people 1 --stage x", "error[unknown-fields]: "),
        ("trip A1 --people 1 --stage x --title y", "--title and --stage\n"),
        ("travel A1", "error[unknown-kind]: "),
        ("trip A9", "error[unknown-indicator]: "),
        ("agreement A2 --partner North", "error[unknown-indicator]: "),
        ("trip B2 --people 1", "error[unknown-indicator]: "),
        ("trip A2.agreements --people 1", "\nindicator: error[wrong-kind]: "),
        ("trip A1 --people 0", "\n--people: error["),
        ("trip A1 --people ann,ann", "\n--people: error["),
        ("trip A1 --people 1 --country Atlantis", "\n--country: error["),
        ("trip A1 --people 1 --until 2024-09-01", "\n--until: error["),
        ("trip A1 --people 1 --date 2024-13-01", '"2024-13-01"'),
        ("milestone B2 --stage signed", "\n--stage: error["),
        ("trip A1 --people 1 --date 2031-01-01", "\n--date: error["),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(
    run: Run, tree: Tree, arguments: str, message: str
) -> None:
    """A record that is not whole and sound is not written; the reason is told."""
    before = tree()
    code, out, err = run("add", *arguments.split())
    assert (code, out) == (2, "")
    assert "error" in err
    assert message in err
    assert tree() == before


def test_every_reason_is_told_at_once(run: Run) -> None:
    """All that is wrong with a record is said in one go."""
    _, _, err = run("add", "trip", "A1", "--people", "0", "--country", "Atlantis")
    assert err.startswith("error[invalid-record]: ")
    assert "\n--people: error[" in err
    assert "\n--country: error[" in err


def test_record_of_a_year_without_a_plan_names_its_indicator_in_full(run: Run) -> None:
    """Where no sound plan covers the day, nothing is looked up, and the record is refused."""
    code, _, err = run(
        "--plan", "2024", "add", "trip", "A1.staff", "--people", "1", "--date", "2031-01-01"
    )
    assert code == 2
    assert "--date: error[" in err


def test_required_field_is_asked_for_at_a_terminal(
    run: Run, tree: Tree, someone_there: Sit
) -> None:
    """Where someone sits at a terminal, only the required field that is missing is asked for."""
    asked = someone_there("", "ann, ben")
    code, out, _ = run("add", "trip", "A1")
    assert code == 0
    assert "  an answer is required\n" in out
    assert [question.partition(" ")[0] for question in asked] == ["people", "people"]
    assert "people: [ann, ben]\n" in tree()["records/2024/2024-09-30-trip-a1-staff.yaml"]


def test_draft_is_edited_before_it_is_written(run: Run, tree: Tree, editor: Editor) -> None:
    """With `--edit` what the editor leaves is written as it is, with its comments."""
    editor("sed -i 's/people: 1/people: 3 # at last/' \"$1\"")
    code, _, err = run("add", "trip", "A1", "--people", "1", "--edit")
    assert code == 0
    told = "not counted yet; when you have what is missing, type:\n  oicekpi confirm "
    assert err.startswith(told)
    assert "people: 3 # at last\n" in tree()["records/2024/2024-09-30-trip-a1-staff.yaml"]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'people: [' > \"$1\"", ":2:"),
        ("echo '- a list' > \"$1\"", ""),
        ("sed -i 's/A1.staff/A9/' \"$1\"", ":4:"),
    ],
)
def test_draft_with_errors_is_kept_for_the_user(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run, codes: Codes, tree: Tree, editor: Editor, script: str, reason: str
) -> None:
    """What cannot stand is not written, and not lost: the message names where the text is kept."""
    before = tree()
    editor(script)
    code, out, err = run("add", "trip", "A1", "--people", "1", "--edit")
    assert (code, out) == (2, "")
    assert err.startswith(f"records/2024-09-30-record.yaml{reason}")
    assert codes(err)[-1] == "errors-left"
    kept = Path(re.search("your text is kept in (.*)", err)[1])  # type: ignore[index]
    assert kept.read_text()
    assert tree() == before


def test_draft_with_faults_may_be_edited_again(
    run: Run, tree: Tree, editor: Editor, someone_there: Sit
) -> None:
    """At a terminal a faulty draft is offered again until it is sound."""
    editor(
        'if grep -q A9 "$1"; then sed -i s/A9/A1.staff/ "$1"; else sed -i s/A1.staff/A9/ "$1"; fi'
    )
    asked = someone_there("perhaps", "y")
    code, _, err = run("add", "trip", "A1", "--people", "1", "--edit")
    assert code == 0
    assert asked == ["Edit it again? [Y/n] "] * 2
    assert "answer y or n\n" in err
    assert "records/2024/2024-09-30-trip-a1-staff.yaml" in tree()


def test_ctrl_c_in_the_midst_of_editing_loses_nothing(
    run: Run, tmp_path: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who leaves at the question is told where the text is."""

    def leave(_: str) -> str:
        raise KeyboardInterrupt

    editor('sed -i s/A1.staff/A9/ "$1"')
    monkeypatch.setattr("builtins.input", leave)
    monkeypatch.setattr("oicekpi.cli.terminal.can_ask", lambda: True)
    code, _, err = run("add", "trip", "A1", "--people", "1", "--edit")
    assert code == 130
    (kept,) = (tmp_path / "drafts").rglob("*-record.yaml")
    assert f"\nyour text is kept in {kept}\n" in err
    assert "indicator: A9\n" in kept.read_text()


def test_file_that_the_editor_takes_away_is_told(
    run: Run, codes: Codes, tree: Tree, editor: Editor
) -> None:
    """There is nothing to be written then, and nothing to be kept."""
    before = tree()
    editor('rm "$1"')
    code, out, err = run("add", "trip", "A1", "--people", "1", "--edit")
    assert (code, out) == (2, "")
    assert codes(err) == ["cannot-read"]
    assert tree() == before


def test_draft_that_cannot_be_laid_out_is_told(
    run: Run, tmp_path: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder for temporary files that is missing is a message like any other."""
    editor("true")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    code, out, err = run("add", "trip", "A1", "--people", "1", "--edit")
    assert (code, out) == (2, "")
    assert err.startswith(f"error[cannot-write]: cannot write {tmp_path / 'gone'}")


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (None, "no-editor"),
        ("/nowhere/editor", "editor-cannot-start"),
        ("'unbalanced", "editor-cannot-start"),
        ("false", "editor-failed"),
    ],
)
def test_editor_that_does_not_work_is_told(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run,
    codes: Codes,
    tree: Tree,
    monkeypatch: pytest.MonkeyPatch,
    command: str | None,
    wanted: str,
) -> None:
    """Without an editor that starts and ends well nothing is written."""
    before = tree()
    monkeypatch.setattr("shutil.which", lambda _: None)
    if command:
        monkeypatch.setenv("EDITOR", command)
    code, _, err = run("add", "trip", "A1", "--people", "1", "--edit")
    assert code == 2
    assert codes(err) == [wanted]
    assert tree() == before


@pytest.mark.parametrize("arguments", ["add trip A1 --people 1 --edit", f"edit {DONE}"])
@pytest.mark.parametrize("command", ["/nowhere/editor", "false"])
def test_draft_is_kept_and_what_is_on_the_disk_already_is_not(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, arguments: str
) -> None:
    """What was typed for a new record is nowhere else; what `edit` opened is."""
    kept = arguments.startswith("add")
    monkeypatch.setenv("EDITOR", command)
    err = run(*arguments.split())[2]
    drafts = list((tmp_path / "drafts").rglob("*-record.yaml"))
    assert [f"your text is kept in {draft}" in err for draft in drafts] == [True] * kept
    assert bool(list((tmp_path / "drafts").iterdir())) is kept


def test_without_an_editor_a_common_one_is_used(
    run: Run, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither VISUAL nor EDITOR names one, the first of vi, nano and notepad is taken."""
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", " ")
    nano = tmp_path / "nano"
    nano.write_text("#!/bin/sh\nsed -i 's/people: 1/people: 3/' \"$1\"\n")
    nano.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/nowhere:/bin")
    monkeypatch.setattr("shutil.which", lambda name: str(nano) if name == "nano" else None)
    out = run("add", "trip", "A1", "--people", "1", "--edit")[1]
    assert "people: 3\n" in tree()[out.splitlines()[0]]


def test_editor_that_comes_back_at_once_is_waited_for(
    run: Run, someone_there: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that opens a window and returns has changed nothing yet."""
    monkeypatch.setenv("EDITOR", "true")
    asked = someone_there("")
    assert run("edit", DONE)[0] == 0
    assert len(asked) == 1


def test_visual_goes_before_editor(
    run: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """VISUAL is the editor that is meant where both are set."""
    editor("exit 1")
    monkeypatch.setenv("VISUAL", "true")
    assert run("add", "trip", "A1", "--people", "1", "--edit")[0] == 0


def test_warning_of_the_disk_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that is saved though the disk did not confirm it is told so, with a warning."""
    saved = write.Saved("records/2024/2024-09-30-trip.yaml", "2024-09-30-trip", SLOW)
    monkeypatch.setattr(write, "create", lambda *_: saved)
    code, out, err = run("add", "trip", "A1", "--people", "1")
    assert code == 0
    assert out.startswith("records/2024/2024-09-30-trip.yaml\n")
    assert err.startswith("saved, but ")
    assert "slow" in err


def test_nothing_is_written_by_a_broken_plan(
    run: Run, codes: Codes, office: Path, tree: Tree
) -> None:
    """What cannot be checked against the plan is not written; the plan's errors are told."""
    plan = office / "plans" / "2024.yaml"
    plan.write_text(plan.read_text().replace("measure: records", "measure: recods", 1))
    before = tree()
    for arguments in (
        ("add", "trip", "A1.staff", "--people", "1"),
        ("cancel", "2024-09-16-trip-a1-staff-japan", "--reason", "x"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (1, "")
        assert codes(err)[-1] == "broken-plan"
    assert tree() == before


def test_what_is_still_to_come_is_planned(run: Run, tree: Tree) -> None:
    """A day that lies ahead makes a record a planned one, and that is said."""
    code, out, err = run("add", "trip", "A1", "--people", "2", "--date", "2024-12-02")
    assert code == 0
    assert err.startswith("2024-12-02 ")
    assert "state: planned\n" in tree()[out.splitlines()[0]]


def test_options_of_fields_are_those_that_are_not_written_by_hand(run: Run) -> None:
    """The help of each is that of its field, and is translated with it."""
    names = derived()
    assert {"kind", "people", "country", "stage"} <= names
    assert not names & {"date", "indicator", "edit", "dry_run"}
    out = run("add", "--help")[1]
    assert [name for name in names - {"kind"} if f"--{name}" not in out] == []
