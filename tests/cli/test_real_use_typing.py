"""Nothing that was typed is lost or taken for something else: situations of real use."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Sit = Callable[..., list[str]]
Editor = Callable[[str], None]
DONE = "2024-03-11-trip-a1-staff-germany"


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


def _written(before: dict[str, str], after: dict[str, str]) -> str:
    return "".join(text for name, text in after.items() if name not in before)


# --- editors --------------------------------------------------------------------------------------


def test_editor_that_returns_at_once_is_waited_for_and_the_file_is_kept(
    run: Run, tmp_path: Path, editor: Editor, someone_there: Sit, tree: Tree
) -> None:
    """A window that stays open is no reason to take the text as it was: it is said, and asked."""
    before = tree()
    asked, saved = tmp_path / "asked", tmp_path / "saved"
    save = f'sed -i s/staff-001/staff-777/ "$1"; touch "{saved}"'
    editor(f'(until [ -e "{asked}" ]; do sleep 0.02; done; {save}) > /dev/null 2>&1 &')
    seen: list[str] = []

    def later(question: str) -> str:
        seen.append(question)
        asked.touch()
        while not saved.exists():  # the user saves the file while the question is there
            time.sleep(0.02)
        return ""

    someone_there()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.input", later)
        code, _, err = run("edit", DONE)
    assert code == 0, err
    assert len(seen) == 1
    assert "staff-777" in tree()[f"records/2024/{DONE}.yaml"]
    assert before != tree()


@pytest.mark.parametrize("there", ["vi", "nano", "notepad"])
def test_edit_without_a_setting_takes_the_editor_that_is_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tree: Tree, there: str
) -> None:
    """Without VISUAL and EDITOR, `edit` starts vi, nano or notepad, whichever there is."""
    script = tmp_path / "programs" / there
    script.parent.mkdir()
    script.write_text('#!/bin/sh\n/bin/sed -i s/staff-001/staff-888/ "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent))
    assert run("edit", DONE)[0] == 0
    assert "staff-888" in tree()[f"records/2024/{DONE}.yaml"]


# --- late approvals and evidence ------------------------------------------------------------------


def test_late_approval_goes_to_a_record_that_is_done(run: Run, tree: Tree) -> None:
    """`confirm ID --approval` makes a provisional record count, without changing anything else."""
    out = run("add", "trip", "A1.staff", "--people", "3", "--date", "2024-09-02")[1]
    path = next(iter(out.splitlines()))
    before = tree()[path]
    code, out, _ = run("confirm", "2024-09-02", "--approval", "U-2024-099")
    assert code == 0
    assert "done 2 → 5 of 15" in out
    assert tree()[path] == f"{before}approval: U-2024-099\n"


def test_evidence_is_added_to_evidence(run: Run, tree: Tree) -> None:
    """`confirm --evidence` on a record that has evidence keeps what there is."""
    assert run("confirm", DONE, "--evidence", "evidence/a.pdf")[0] == 0
    assert run("confirm", DONE, "--evidence", "evidence/b.pdf,evidence/a.pdf")[0] == 0
    assert "evidence: [evidence/a.pdf, evidence/b.pdf]\n" in tree()[f"records/2024/{DONE}.yaml"]


# --- two officers ---------------------------------------------------------------------------------


def test_two_officers_who_add_alike_records_get_two_files(office: Path, run: Run) -> None:
    """On two branches records that differ only inside do not collide on one name."""
    names = []
    for people in ("ann", "ben"):
        assert run("add", "trip", "A1.staff", "--people", people, "--date", "2024-09-02")[0] == 0
        (path,) = (office / "records").rglob("2024-09-02-trip-*.yaml")
        names.append(path.name)
        path.unlink()
    assert names[0] != names[1]


def test_conflict_of_a_merge_names_both_records(run: Run, codes: Codes, office: Path) -> None:
    """The lines that git puts into a file are one error, with help that names both sides."""
    path = office / f"records/2024/{DONE}.yaml"
    text = path.read_text()
    path.write_text(
        text.replace(
            "approval: U-2024-001\n",
            "<<<<<<< HEAD\napproval: U-2024-001\n=======\napproval: U-2024-002\n>>>>>>> spring\n",
        )
    )
    code, out, _ = run("check", "records/2024")
    assert code == 1
    assert "merge-conflict" in codes(out)
    assert "HEAD" in out
    assert "spring" in out


# --- letters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "1"},
        {"LC_ALL": "xx_XX.UTF-8"},
        {"LC_ALL": "C.UTF-8"},
    ],
)
def test_chinese_that_is_typed_arrives_whole_in_any_locale(
    terminal: Callable[..., Any], tree: Tree, locale: dict[str, str]
) -> None:
    """A locale of plain ASCII, or one that is not installed, loses no letter of a name."""
    before = tree()
    seat = terminal("add", "trip", "A1.staff", "--date", "2024-09-02", **locale)
    seat.answer("people [required] ", "张三，李四\n")
    seat.end()
    assert "people: [张三, 李四]\n" in _written(before, tree()), seat.seen


# --- dates, countries, ids ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20 Nov 2024", "2024-11-20"),
        ("11-20", "2024-11-20"),
        ("2024/3/12", "2024-03-12"),
        ("2024年3月12日", "2024-03-12"),
        ("yesterday", "2024-09-29"),
        ("last friday", "2024-09-27"),
    ],
)
def test_days_are_read_as_people_type_them_everywhere(
    run: Run, office: Path, tree: Tree, typed: str, day: str
) -> None:
    """One reader for `add`, `log` and `import`."""
    before = tree()
    run("add", "trip", "A1.staff", "--people", "2", "--date", typed)
    assert f"date: {day}\n" in _written(before, tree())
    assert day in run("log", "--since", typed, "--until", typed)[1]
    (office / "t.csv").write_text(f"date,kind,indicator,people\n{typed},trip,A1.staff,3\n")
    code, out, err = run("import", "t.csv")
    assert code == 0, err
    assert f"/{day}-trip" in out


@pytest.mark.parametrize("typed", ["德国", "德國", "Deutschland", "germany", "de"])
def test_countries_are_read_in_chinese_and_german_too(run: Run, tree: Tree, typed: str) -> None:
    """The record has the code of the country, however it was named."""
    before = tree()
    run("add", "trip", "A1.staff", "--people", "2", "--country", typed)
    assert "country: DE\n" in _written(before, tree())


def test_enter_takes_what_was_meant_and_drops_nothing(
    run: Run, tree: Tree, someone_there: Sit
) -> None:
    """A near kind, id and country are offered, and Enter takes them; without one it asks again."""
    before = tree()
    someone_there(
        "tirp", "", "2024-09-02", "A1.stff", "", "2", "Gremany", *[""] * 4, "U-1", "", "", "y"
    )  # fmt: skip
    code, out, err = run("add")
    assert code == 0, err
    assert "Enter takes trip" in out
    assert "Enter takes A1.staff" in out
    assert "Enter takes DE" in out
    assert "indicator: A1.staff\npeople: 2\ncountry: DE\n" in _written(before, tree())
    someone_there("2", "Atlantis", "", "Japan", *[""] * 5, "n")
    out = run("add", "trip", "--date", "2024-09-02")[1]
    assert "country: JP\n" not in out  # an indicator is asked for first


def test_enter_after_a_wrong_answer_is_pressed_twice_for_the_default(
    run: Run, someone_there: Sit
) -> None:
    """Where nothing near is known, the first Enter drops nothing."""
    asked = someone_there("1", "2", "Atlantis", "", "Japan", *[""] * 5, "n")
    out = run("add", "trip", "--date", "2024-09-02")[1]
    assert "country: JP\n" in out
    assert sum(question.startswith("country") for question in asked) == 3
    asked = someone_there("1", "2", "Atlantis", "", "", *[""] * 5, "n")
    assert "country: " not in run("add", "trip", "--date", "2024-09-02")[1].split("would be")[1]


@pytest.mark.parametrize("command", [("show",), ("status",), ("history",)])
def test_unknown_id_names_the_near_one(run: Run, codes: Codes, command: tuple[str, ...]) -> None:
    """An id with a slip is refused with the one that was meant."""
    code, _, err = run(*command, "A1.stff")
    assert (code, codes(err)) == (2, ["unknown-id"])
    assert "A1.staff" in err


def test_record_is_named_by_any_beginning_that_only_it_has(run: Run, codes: Codes) -> None:
    """A unique prefix is enough for each command that takes a record; another is refused."""
    assert run("confirm", "2024-09-16")[0] == 0
    assert run("cancel", "2024-11", "--reason", "no visa")[0] == 0
    assert codes(run("confirm", "2024-0", "--approval", "U-1")[2]) == ["ambiguous-record"]


def test_evidence_whose_name_is_spelt_with_parted_accents_is_found(
    run: Run, codes: Codes, office: Path
) -> None:
    """A file that a Mac has named is the one that the record names."""
    (office / "evidence").mkdir()
    (office / "evidence" / "Gru\u0308n.pdf").write_bytes(b"%PDF")
    args = ("add", "trip", "A1.staff", "--people", "2", "--evidence", "evidence/Gr\u00fcn.pdf")
    code, _, err = run(*args)
    assert (code, codes(err)) == (0, [])
    assert "missing-evidence" not in codes(run("check")[1])


def test_what_was_typed_is_what_programs_read(run: Run, tree: Tree) -> None:
    """Quotes, accents and Chinese come back from the file and in JSON as they were typed."""
    note = "“Grüße”: 张三's “visit” — 100 %"
    before = tree()
    args = ("add", "trip", "A1.staff", "--people", "2", "--date", "2024-09-02", "--note", note)
    assert run(*args)[0] == 0
    assert "Grüße" in _written(before, tree())
    records = json.loads(run("log", "--since", "2024-09-02", "--format", "json")[1])["records"]
    assert note in {each.get("note") for each in records}
