"""What the shell offers at the tab key."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import oicekpi
from oicekpi.cli import complete

SOURCE = str(Path(oicekpi.__file__).parents[1])
COMPLETERS = (
    complete.indicators, complete.ids, complete.stages, complete.people, complete.partners,
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
        (complete.stages, "", [
            ("partner-chosen", "B2.programme: Partner chosen"),
            ("agreement-signed", "B2.programme: Agreement signed"),
        ]),
        (complete.countries, "D", [
            ("DE", "Germany"), ("DJ", "Djibouti"), ("DK", "Denmark"), ("DM", "Dominica"),
            ("DO", "Dominican Republic"), ("DZ", "Algeria"),
        ]),
        (complete.people, "staff-00", [(f"staff-00{number}", "") for number in (1, 2, 3, 4)]),
        (complete.people, "ann,STAFF-004", [("ann,staff-004", "")]),
        (complete.partners, "", [("Example College", ""), ("Example University", "")]),
        (complete.records, "2024-1", [("2024-11-18-trip-a1-staff-germany", "")]),
        (complete.plans, "", [("2024", "")]),
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
    assert complete.plans("") == [("2024", "")]


def test_what_is_no_plain_file_is_passed_over(office: Path) -> None:
    """Completion never waits on a pipe, and a file that cannot be read costs only its own words."""
    before = complete.people("")
    os.mkfifo(office / "records" / "2024" / "2024-01-01-pipe.yaml")
    assert complete.people("") == before


def test_remembered_imports_are_offered(office: Path) -> None:
    """The names in imports/ are offered, and nothing where there are none."""
    assert complete.mappings("") == []
    (office / "imports").mkdir()
    (office / "imports" / "staff.yaml").touch()
    assert complete.mappings("s") == [("staff", "")]


@pytest.mark.parametrize("completer", COMPLETERS)
def test_nothing_is_offered_without_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, completer: Completer
) -> None:
    """Outside a workspace the tab key does nothing, and nothing fails."""
    monkeypatch.chdir(tmp_path)
    assert completer("") == []


@pytest.mark.parametrize("completer", [complete.indicators, complete.ids, complete.stages])
def test_nothing_is_offered_of_a_broken_plan(office: Path, completer: Completer) -> None:
    """A plan with errors is not offered from."""
    (office / "plans" / "2024.yaml").write_text("title: [")
    assert completer("") == []


def test_names_are_offered_without_quotes_and_comments(office: Path) -> None:
    """What YAML has around a name is not offered with it."""
    quoted = office / "records" / "2024" / "2024-01-01-quoted.yaml"
    quoted.write_text("people: ['zoe', \"zak\"]  # both\npartner: 'Zenith'  # new\n")
    assert complete.people("z") == [("zoe", ""), ("zak", "")]
    assert complete.partners("z") == [("Zenith", "")]


def test_records_that_are_not_sound_do_not_keep_others_from_being_offered(office: Path) -> None:
    """Bytes that are no text, or people that are a number, are passed over."""
    (office / "records" / "2024" / "2024-01-01-odd.yaml").write_bytes(
        b"people: [\xff]\npeople: 3\n"
    )
    assert ("staff-001", "") in complete.people("")


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
def test_shell_is_given_the_offers(office: Path, words: str, offered: str) -> None:
    """Bash, asking as its completion script does, is answered with the words and nothing else."""
    answer = subprocess.run(
        [sys.executable, "-m", "oicekpi"],
        cwd=office,
        env={
            **os.environ,
            "PYTHONPATH": SOURCE,
            "_OICEKPI_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.stdout.split(), answer.stderr) == ([offered], "")
