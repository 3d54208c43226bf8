"""`oicekpi confirm`, `cancel`, `remove` and `edit`: changes of a record."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.domain.finding import Problem
from oicekpi.messages.failures import CannotWriteError
from oicekpi.storage import write

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Editor = Callable[[str], None]

MISSING = "not counted yet; when you have what is missing, type:\n "
SLOW = Problem((), "cannot-write", {"path": "x", "reason": "the disk is slow"})
JAPAN = "2024-09-16-trip-a1-staff-japan"
GERMANY = "2024-11-18-trip-a1-staff-germany"
DONE = "2024-03-11-trip-a1-staff-germany"


def _file(record: str) -> str:
    return f"records/2024/{record}.yaml"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


@pytest.mark.parametrize("name", [JAPAN, f"{JAPAN}.yaml", _file(JAPAN)])
def test_planned_record_that_happened_is_confirmed(run: Run, tree: Tree, name: str) -> None:
    """A record is named by its id or its file; confirming it takes the line of its state away."""
    before = tree()
    assert run("confirm", name, "--approval", "U-7") == (
        0,
        f"{_file(JAPAN)}\nA1.staff: still behind (done 2 → 3 of 15, planned 2 → 1)\n",
        "",
    )
    changed = before[_file(JAPAN)].replace("state: planned\n", "") + "approval: U-7\n"
    assert tree() == {**before, _file(JAPAN): changed}


def test_whoever_confirms_without_an_approval_is_told_how_to_add_it(run: Run) -> None:
    """And whoever replaces one sees which it was, since git may not know it."""
    command = f"oicekpi confirm {JAPAN} --approval …"
    assert run("confirm", JAPAN)[2] == f"{MISSING} {command}\n"
    assert run("confirm", JAPAN, "--approval", "U-7")[2] == ""
    assert run("confirm", JAPAN, "--approval", "U-7")[2] == ""
    assert run("confirm", JAPAN, "--approval", "U-8")[2] == 'the approval was "U-7" before\n'


def test_a_list_that_is_edited_brings_no_command_for_each_record(
    run: Run, office: Path, editor: Editor
) -> None:
    """There may be a hundred; the agenda has them."""
    trip = "- {{date: 2024-09-{}, kind: trip, indicator: A1.staff, people: [{}]}}\n"
    path = office / "records/2024/2024-09-trips.yaml"
    path.write_text(trip.format("02", "staff-901") + trip.format("03", "staff-902"))
    editor('sed -i s/staff-902/staff-903/ "$1"')
    code, _, err = run("edit", "2024-09-trips")
    assert (code, err) == (0, "")


def test_record_moves_with_the_day_on_which_it_happened(run: Run, tree: Tree) -> None:
    """Confirmed on another day, the record's file gets the name of that day; nothing is doubled."""
    before = tree()
    moved = "records/2024/2024-09-23-trip-a1-staff-germany.yaml"
    code, out, err = run(
        "confirm", GERMANY, "--date", "2024-09-23", "--evidence", "evidence/a.pdf,evidence/b.pdf"
    )
    assert code == 0
    assert err.count("--evidence: warning[") == 2
    assert out.startswith(f"{moved}\n")
    text = before.pop(_file(GERMANY)).replace("2024-11-18", "2024-09-23")
    text = text.replace("state: planned\n", "") + "evidence: [evidence/a.pdf, evidence/b.pdf]\n"
    assert tree() == {**before, moved: text}


@pytest.mark.parametrize(
    ("options", "until", "told"),
    [
        ((), "2024-09-29", True),
        (("--until", "2024-09-25"), "2024-09-25", False),
    ],
)
def test_trip_that_began_on_another_day_is_as_long_as_it_was_planned(
    run: Run, tree: Tree, options: tuple[str, ...], until: str, *, told: bool
) -> None:
    """The last day moves along with the first, and that is said, unless another is given."""
    Path(_file(GERMANY)).write_text(tree()[_file(GERMANY)] + "until: 2024-11-24\n")
    code, out, err = run("confirm", GERMANY, "--date", "2024-09-23", *options)
    assert (code, until in err) == (0, told)
    assert f"until: {until}\n" in tree()[out.splitlines()[0]]


def test_trip_may_have_ended_on_another_day(run: Run, tree: Tree) -> None:
    """The last day can be said without another first one; the same first day moves nothing."""
    Path(_file(JAPAN)).write_text(tree()[_file(JAPAN)] + "until: 2024-09-20\n")
    code, _, err = run("confirm", JAPAN, "--date", "2024-09-16")
    assert code == 0
    assert "`until` is" not in err
    assert "until: 2024-09-20\n" in tree()[_file(JAPAN)]


def test_last_day_alone_is_changed(run: Run, tree: Tree) -> None:
    """`--until` alone leaves the first day as it was planned."""
    assert run("confirm", JAPAN, "--until", "2024-09-18")[0] == 0
    assert "date: 2024-09-16\n" in tree()[_file(JAPAN)]
    assert "until: 2024-09-18\n" in tree()[_file(JAPAN)]


def _next_plan(office: Path) -> Path:
    plan = office / "plans" / "2025.yaml"
    plan.write_text((office / "plans" / "2024.yaml").read_text().replace("2024-", "2025-"))
    return plan


def test_record_that_goes_to_another_plan_is_told_for_both(
    run: Run, office: Path, editor: Editor
) -> None:
    """What one plan gains the other loses, and each has its line."""
    _next_plan(office)
    editor('sed -i s/2024-09-16/2025-02-03/ "$1"')
    assert run("edit", JAPAN) == (
        0,
        (
            "records/2025/2025-02-03-trip-a1-staff-japan.yaml\n"
            "A1.staff: still behind (planned 2 → 1)\n"
            "A1.staff: still not due (planned 0 → 1)\n"
        ),
        "",
    )


def test_record_of_a_broken_plan_can_be_given_a_day_of_a_sound_one(
    run: Run, office: Path, editor: Editor
) -> None:
    """Only what the sound plan gains can be told."""
    path = office / "records" / "2024" / "2025-02-03-trip-a1-staff.yaml"
    path.write_text("date: 2025-02-03\nkind: trip\nindicator: A1.staff\npeople: 1\n")
    _next_plan(office).write_text("title: x\n")
    editor('sed -i s/2025-02-03/2024-02-03/ "$1"')
    assert run("edit", "2025-02-03-trip-a1-staff") == (
        0,
        "records/2024/2024-02-03-trip-a1-staff.yaml\nA1.staff: still behind (provisional 0 → 1)\n",
        f"{MISSING} oicekpi confirm 2024-02-03-trip-a1-staff --approval …\n",
    )


def test_record_with_errors_is_corrected_by_edit(
    run: Run, codes: Codes, tree: Tree, editor: Editor
) -> None:
    """Edit opens what check complains of; confirm and cancel tell what is wrong, and say so."""
    broken = tree()[_file(JAPAN)].replace("kind:", "knd:")
    Path(_file(JAPAN)).write_text(broken)
    code, out, err = run("confirm", JAPAN)
    assert (code, out) == (2, "")
    assert codes(err)[-1] == "record-has-errors"
    assert f"{_file(JAPAN)}:" in err.splitlines()[0]
    editor("sed -i 's/knd/kind/' \"$1\"")
    assert run("edit", JAPAN) == (
        0,
        f"{_file(JAPAN)}\nA1.staff: still behind (planned 1 → 2)\n",
        "",
    )


def test_list_with_errors_is_not_changed(run: Run, codes: Codes, tree: Tree) -> None:
    """A file that would have errors after it is not written; the errors are told by their place."""
    path = Path(_file("2024-04-agreements"))
    path.write_text(path.read_text() + "- {date: 2024-04-30, kind: trp, indicator: A1.staff}\n")
    before = tree()
    code, out, err = run("cancel", "2024-04-agreements#1", "--reason", "x")
    assert (code, out) == (2, "")
    assert codes(err)[0] == "invalid-record"
    assert f"\n{_file('2024-04-agreements')}:" in err
    assert tree() == before


def test_unknown_record_cannot_be_edited(run: Run, codes: Codes) -> None:
    """What is nearest is suggested, whatever was to be done with it."""
    code, out, err = run("edit", JAPAN.replace("japan", "japn"))
    assert (code, out, codes(err)) == (2, "", ["unknown-record"])
    assert JAPAN in err


def test_list_of_records_is_named_as_one(run: Run, codes: Codes) -> None:
    """Whoever names a list by its file is told how its records are named; edit opens it."""
    code, _, err = run("cancel", "2024-04-agreements", "--reason", "x")
    assert (code, codes(err)) == (2, ["list-of-records"])
    assert "2024-04-agreements#1" in err


def test_file_that_cannot_be_read_is_not_edited(run: Run) -> None:
    """What stands under a record's name and is no plain file has nothing to edit."""
    Path(_file("2024-05-06-x")).mkdir()
    code, out, err = run("edit", "2024-05-06-x")
    assert (code, out) == (2, "")
    assert err.endswith("2024-05-06-x.yaml: it is a folder\n")


def test_edit_that_cannot_be_written_keeps_the_text(
    run: Run, tree: Tree, editor: Editor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A full disk costs nobody what they have typed."""
    before = tree()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def refuse(*_: object) -> None:
        raise CannotWriteError(Path("x"), "no space left on device")

    monkeypatch.setattr(write, "move", refuse)
    editor("sed -i 's/country: DE/country: FR/' \"$1\"")
    code, _, err = run("edit", DONE)
    assert code == 2
    kept = Path(err.splitlines()[0].removeprefix("your text is kept in "))
    assert "country: FR\n" in kept.read_text()
    assert tree() == before


def test_record_without_its_approval_stays_provisional(run: Run) -> None:
    """A confirmed record that lacks what its indicator requires is told as provisional."""
    out = run("confirm", JAPAN)[1]
    assert out.endswith("A1.staff: still behind (provisional 0 → 1, planned 2 → 1)\n")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("confirm", DONE), ["confirmed-already"]),
        (("confirm", DONE, "--approval", "U-9", "--date", "2024-03-12"), ["confirmed-already"]),
        (("confirm", GERMANY), ["not-happened-yet"]),
        (("confirm", JAPAN, "--date", "2024-10-01"), ["not-happened-yet"]),
        (("confirm", "2024-09-16-trip-a1-staff-japn"), ["unknown-record"]),
        (("confirm", "2024"), ["ambiguous-record"]),
        (("confirm", ""), ["unknown-record"]),
        (("cancel", "zzz", "--reason", "no"), ["unknown-record"]),
        (("cancel", JAPAN), []),
        (("cancel", JAPAN, "--reason", " "), ["empty-reason"]),
        (("remove", "2024-04-agreements#1"), ["record-in-list"]),
        (("remove", JAPAN), ["not-agreed"]),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    run: Run, codes: Codes, tree: Tree, arguments: tuple[str, ...], wanted: list[str]
) -> None:
    """Only a planned record whose day has come is confirmed, and a cancellation has its reason."""
    before = tree()
    code, _, err = run(*arguments)
    assert (code, codes(err)) == (2, wanted)
    assert tree() == before


def test_record_is_named_by_the_beginning_of_its_id(run: Run) -> None:
    """As much of an id as is enough names it."""
    code, out, _ = run("confirm", "2024-09-16")
    assert (code, out.splitlines()[0]) == (0, _file(JAPAN))


def test_done_record_takes_a_late_approval_and_more_evidence(
    run: Run, tree: Tree, office: Path
) -> None:
    """What shows or allows an event may come later; evidence is added to what is there."""
    for name in "ab":
        (office / f"{name}.pdf").touch()
    assert run("confirm", DONE, "--approval", "U-9", "--evidence", "a.pdf")[0] == 0
    assert run("confirm", DONE, "--evidence", "b.pdf,a.pdf")[0] == 0
    text = tree()[_file(DONE)]
    assert "approval: U-9\n" in text
    assert "evidence: [a.pdf, b.pdf]\n" in text


@pytest.mark.parametrize("approval", ["tbd", "-", " N/A ", "待定"])
def test_approval_that_stands_for_nothing_is_refused(run: Run, tree: Tree, approval: str) -> None:
    """A late approval would be counted, so what people write for none is none."""
    before = tree()
    assert run("confirm", DONE, "--approval", approval)[0] == 2
    assert tree() == before


def test_record_entered_by_mistake_is_removed(run: Run, tree: Tree) -> None:
    """With `--yes` nothing is asked; what the indicators lose is said."""
    code, out, err = run("remove", DONE, "--yes")
    assert (code, out) == (0, "A1.staff: still behind (done 2 → 0 of 15)\n")
    assert _file(DONE) in err
    assert _file(DONE) not in tree()


@pytest.mark.parametrize(("answer", "gone"), [("", True), ("n", False)])
def test_record_is_shown_before_it_is_removed(
    run: Run, tree: Tree, someone_there: Callable[..., list[str]], answer: str, *, gone: bool
) -> None:
    """On a terminal the record is shown, and it is asked whether to remove it."""
    text = tree()[_file(JAPAN)]
    someone_there(answer)
    code, out, _ = run("remove", JAPAN)
    assert code == 0
    assert text in out
    assert (_file(JAPAN) not in tree()) is gone


def test_what_was_warned_of_before_is_not_told_again(run: Run) -> None:
    """Only what the change brings is told with it."""
    path = Path(_file(JAPAN))
    path.write_text(path.read_text() + "note: call 13812345678\n")
    assert run("cancel", JAPAN, "--reason", "visa refused") == (
        0,
        f"{_file(JAPAN)}\nA1.staff: still behind (planned 2 → 1)\n",
        "",
    )


def test_change_that_is_not_valid_is_refused_with_its_field(
    run: Run, codes: Codes, tree: Tree
) -> None:
    """A change after which the record would be wrong is not written; the field is told."""
    before = tree()
    code, out, err = run("confirm", JAPAN, "--approval", " ")
    assert (code, out) == (2, "")
    assert codes(err)[0] == "invalid-record"
    assert "\n--approval: error[" in err
    assert tree() == before


@pytest.mark.parametrize("record", [JAPAN, DONE])
def test_record_is_cancelled_with_its_reason(
    run: Run, codes: Codes, tree: Tree, record: str
) -> None:
    """A cancelled record stays, says why, and does not count; it is cancelled only once."""
    before = tree()[_file(record)]
    code, out, err = run("cancel", record, "--reason", "visa refused")
    assert (code, err) == (0, "")
    assert out.startswith(f"{_file(record)}\nA1.staff: ")
    after = tree()[_file(record)]
    assert "state: cancelled\n" in after
    assert "reason: visa refused\n" in after
    assert set(before.splitlines()) - {"state: planned"} <= set(after.splitlines())
    assert codes(run("cancel", record, "--reason", "once more")[2]) == ["already-cancelled"]
    assert codes(run("confirm", record)[2]) == ["cancelled-record"]


def test_record_of_a_list_is_changed_alone(run: Run, tree: Tree) -> None:
    """Of several records in a file, only the lines of the one that is meant change."""
    before = tree()[_file("2024-04-agreements")]
    assert run("cancel", "2024-04-agreements#1", "--reason", "withdrawn") == (
        0,
        (
            f"{_file('2024-04-agreements')}\n"
            "A2.partners: still behind (done 1 → 0 of 3, chance 19 % → 9 %)\n"
            "A2.agreements: at risk → behind (done 2 → 1 of 3–5, chance 44 % → 19 %)\n"
        ),
        "",
    )
    after = tree()[_file("2024-04-agreements")]
    assert after.partition("- date: 2024-04-22")[2] == before.partition("- date: 2024-04-22")[2]


def test_edited_file_is_written_as_it_came_back(run: Run, tree: Tree, editor: Editor) -> None:
    """What the editor leaves is written to the byte, and the movement is told."""
    before = tree()
    editor('sed -i "s/people: .*/people: 4  # all/" "$1"')
    code, out, err = run("edit", DONE)
    assert (code, err) == (0, "")
    assert out.startswith(f"{_file(DONE)}\nA1.staff: still behind (done 2 → 4 of 15")
    text = before[_file(DONE)].replace(
        "people: [staff-001, staff-002]  # two of the office", "people: 4  # all"
    )
    assert tree() == {**before, _file(DONE): text}


def test_edited_day_moves_the_file(run: Run, tree: Tree, editor: Editor) -> None:
    """A new day in the editor gives the file its new name."""
    editor('sed -i s/2024-03-11/2024-03-12/ "$1"')
    assert run("edit", DONE)[1].startswith("records/2024/2024-03-12-trip-a1-staff-germany.yaml\n")
    assert _file(DONE) not in tree()


def test_record_that_was_taken_out_of_its_list_is_gone(
    run: Run, tree: Tree, editor: Editor
) -> None:
    """What an edit took out of a file counts no more, and that is told."""
    editor("sed -i '5,$d' \"$1\"")
    name = _file("2024-04-agreements")
    assert run("edit", "2024-04-agreements#2") == (
        0,
        (
            f"{name}\n"
            "A2.partners: still behind (done 1 of 3)\n"
            "A2.agreements: at risk → behind (done 2 → 1 of 3–5, chance 44 % → 19 %)\n"
        ),
        "",
    )
    assert "Example College" not in tree()[name]


def test_edit_that_changes_nothing_writes_nothing(
    run: Run, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that comes back as it went is left alone, and that is said."""
    before = tree()
    monkeypatch.setenv("EDITOR", "true")
    assert run("edit", DONE) == (0, "", "nothing was changed\n")
    assert tree() == before


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ('sed -i "s/country: DE/country: XX/" "$1"', f"{_file(DONE)}:5:"),
        ('echo "people: [" > "$1"', f"{_file(DONE)}:"),
    ],
)
def test_edit_with_errors_is_kept_for_the_user(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run, codes: Codes, tree: Tree, editor: Editor, script: str, reason: str
) -> None:
    """What would not be sound is not written, and not lost."""
    before = tree()
    editor(script)
    code, out, err = run("edit", DONE)
    assert (code, out) == (2, "")
    assert err.startswith(reason)
    assert codes(err)[-1] == "errors-left"
    kept = Path(re.search("your text is kept in (.*)", err)[1])  # type: ignore[index]
    assert kept.name == f"{DONE}.yaml"
    assert tree() == before


def test_file_that_changed_meanwhile_is_not_written_over(
    run: Run, office: Path, tree: Tree, editor: Editor
) -> None:
    """What a colleague wrote while the editor was open stays."""
    path = office / _file(DONE)
    editor(f"echo 'note: a colleague' >> '{path}'; echo 'note: mine' >> \"$1\"")
    code, _, err = run("edit", DONE)
    assert code == 2
    assert "error[changed-meanwhile]" in err
    assert tree()[_file(DONE)].endswith("note: a colleague\n")


def test_warning_of_the_disk_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that is saved though the disk did not confirm it is told so, with a warning."""
    saved = write.Saved(_file(JAPAN), JAPAN, SLOW)
    monkeypatch.setattr(write, "move", lambda *_: saved)
    code, out, err = run("confirm", JAPAN)
    assert code == 0
    assert out.startswith(f"{_file(JAPAN)}\nA1.staff: ")
    assert err.startswith("saved, but ")
    assert "slow" in err
