"""What the shell offers at the tab key."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from oicekpi.cli import complete
from oicekpi.cli.app import run

COMPLETERS = (
    complete.indicators, complete.ids, complete.field("stage"), complete.field("people"),
    complete.records, complete.plans, complete.mappings,
)  # fmt: skip
Completer = Callable[[str], list[complete.Offer]]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("completer", "typed", "offered"),
    [
        (complete.indicators, "A1", [("A1.staff", "Staff abroad")]),
        (complete.indicators, "a1.s", [("A1.staff", "Staff abroad")]),
        (complete.indicators, "A1.staff,b3.s", [("A1.staff,B3.services", "Services")]),
        (complete.ids, "A1", [("A1", "Staff learn abroad"), ("A1.staff", "Staff abroad")]),
        (complete.ids, "b", [
            ("B", "Students"), ("B2", "A joint programme"), ("B3", "Masters abroad"),
            ("B2.programme", "Programme"), ("B3.applicants", "Applicants"),
            ("B3.services", "Services"),
        ]),
        (complete.field("stage"), "", [
            ("partner-chosen", "B2.programme Partner chosen"),
            ("agreement-signed", "B2.programme Agreement signed"),
        ]),
        (complete.field("country"), "D", [
            ("DE", "Germany"), ("DJ", "Djibouti"), ("DK", "Denmark"), ("DM", "Dominica"),
            ("DO", "Dominican Republic"), ("DZ", "Algeria"),
        ]),
        (complete.field("people"), "staff-00", [
            (f"staff-00{number}", "") for number in (1, 2, 3, 4)
        ]),
        (complete.field("people"), "ann,STAFF-004", [("ann,staff-004", "")]),
        (complete.records, "2024-1", [("2024-11-18-trip-a1-staff-germany", "")]),
        (complete.plans, "", [("2024", "A small plan")]),
        (complete.plans, "9", []),
    ],
)  # fmt: skip
def test_what_fits_the_beginning_is_offered(
    completer: Completer, typed: str, offered: list[complete.Offer]
) -> None:
    """Offers begin with what was typed, in any case, after its last comma; each has its meaning."""
    assert completer(typed) == offered


def test_workspace_of_the_environment_is_completed_from(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OICEKPI_ROOT names the workspace for completion too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OICEKPI_ROOT", str(office))
    assert complete.plans("") == [("2024", "A small plan")]


def test_what_is_no_plain_file_is_passed_over(office: Path) -> None:
    """Completion never waits on a pipe, and a file that cannot be read costs only its own words."""
    people = complete.field("people")
    before = people("")
    os.mkfifo(office / "records" / "2024" / "2024-01-01-pipe.yaml")
    assert people("") == before


def test_remembered_imports_are_offered(office: Path) -> None:
    """The names in imports/ are offered, and nothing where there are none."""
    assert complete.mappings("") == []
    (office / "imports").mkdir()
    (office / "imports" / "staff.yaml").write_text("set: {kind: trip}\n")
    (office / "imports" / "stuff.yaml").write_text("kind: trip\n")
    assert complete.mappings("s") == [("staff", "")]


@pytest.mark.parametrize("completer", COMPLETERS)
def test_nothing_is_offered_without_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, completer: Completer
) -> None:
    """Outside a workspace the tab key does nothing, and nothing fails."""
    monkeypatch.chdir(tmp_path)
    assert completer("") == []


@pytest.mark.parametrize("completer", [complete.indicators, complete.ids, complete.field("stage")])
def test_nothing_is_offered_of_a_broken_plan(office: Path, completer: Completer) -> None:
    """A plan with errors is not offered from."""
    (office / "plans" / "2024.yaml").write_text("title: [")
    assert completer("") == []


@pytest.mark.parametrize(
    "name", ["x$(touch planted)", "a b", "`id`", "a|b", "-x", "--root", "a'b", 'a"b', "a&b", "~x"]
)
def test_no_name_reaches_a_shell_as_anything_but_one_word(office: Path, name: str) -> None:
    """What a shell could act on is not offered: files may come from anybody."""
    path = office / "records" / "2024" / "2024-01-01-trip-x.yaml"
    fields = {"date": "2024-01-01", "kind": "trip", "indicator": "A1.staff", "people": [name, "zo"]}
    path.write_text(json.dumps(fields))
    offered = {word for word, _ in complete.field("people")("")}
    assert offered == {"zo", *(f"staff-00{number}" for number in (1, 2, 3, 4))}


def test_title_is_offered_as_plain_words(office: Path) -> None:
    """Also the meaning beside a word holds no sign for a shell."""
    plan = office / "plans" / "2024.yaml"
    plan.write_text(plan.read_text().replace("title: Staff abroad", "title: Staff $(id) `id`"))
    assert complete.indicators("A1") == [("A1.staff", "Staff (id) id")]


def test_only_values_that_are_valid_are_offered(office: Path) -> None:
    """A record that `check` refuses is not offered from."""
    (office / "records" / "2024" / "2024-01-01-odd.yaml").write_text(
        "{date: 2024-01-01, kind: trip, indicator: A9.none, people: [nobody]}\n"
    )
    assert complete.field("people")("n") == []


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("oicekpi sta", "status"),
        ("oicekpi add trip A1", "A1.staff"),
        ("oicekpi add trip A1 --people staff-004", "staff-004"),
        ("oicekpi add --root . --color never trip A1", "A1.staff"),
        ("oicekpi confirm 2024-11", "2024-11-18-trip-a1-staff-germany"),
    ],
)
@pytest.mark.usefixtures("office")
def test_shell_is_given_the_offers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, offered: str
) -> None:
    """Bash, asking as its completion script does, is answered with the words and nothing else."""
    monkeypatch.setenv("_OICEKPI_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    with pytest.raises(SystemExit):
        run([])
    out, err = capsys.readouterr()
    assert (out.split(), err) == ([offered], "")
