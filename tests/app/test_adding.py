"""New records before and while they are written."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import pytest

from oicekpi.app import adding, answers, typed
from oicekpi.app.content import Content
from oicekpi.domain.fields import Day
from oicekpi.domain.record import KINDS, TEXT, Record
from oicekpi.messages.failures import InvalidRecordError, OicekpiError, UsageError
from oicekpi.storage.workspace import Workspace
from oicekpi.values import dataclass


@dataclass(frozen=True, kw_only=True)
class Visit(Record):
    """A kind of record that only these tests know."""

    venue: Annotated[str | None, TEXT, "Where it was."] = None
    back: Annotated[date | None, Day(), "When they were back."] = None


Run = Callable[..., tuple[int, str, str]]
TRIP = {"date": "2024-09-30", "kind": "trip", "indicator": "A1.staff", "people": 2}


def test_proposal_says_all_and_writes_nothing(content: Content, workspace: Workspace) -> None:
    """File, text, warnings and movement are known before anything is written."""
    proposal = adding.propose(content, {**TRIP, "evidence": ["a.pdf"]})
    assert proposal.path.startswith("records/2024/2024-09-30-trip-a1-staff")
    assert "people: 2\n" in proposal.text
    assert [problem.where[0] for problem in proposal.warnings] == ["evidence"]
    ((before, after),) = ((each.before, each.after) for each in proposal.movement)
    assert (before.count.done, after.count.done) == (2, 4)
    assert not (workspace.root / proposal.path).exists()
    saved = adding.write(content, proposal)
    assert (workspace.root / saved.path).read_text() == proposal.text


def test_people_that_no_indicator_counts_are_noted_and_no_doubt(content: Content) -> None:
    """A note is worth knowing, a warning is a doubt."""
    fields = {**TRIP, "indicator": "A1.partners", "partner": "North"}
    noted = adding.propose(content, fields)
    assert [each.code for each in noted.warnings] == ["uncounted-people"]
    assert not noted.doubtful
    assert not adding.propose(content, {**fields, "people": 1}).warnings
    both = {**fields, "indicator": ["A1.partners", "A1.staff"]}
    assert not adding.propose(content, both).warnings
    assert adding.propose(content, {**TRIP, "evidence": ["none.pdf"]}).doubtful


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({**TRIP, "people": 0}, InvalidRecordError),
        ({**TRIP, "evidence": ["/etc/passwd"]}, InvalidRecordError),
        ({**TRIP, "date": "2024-03-04"}, UsageError),
    ],
)
def test_what_is_not_valid_is_not_proposed(
    content: Content, fields: Mapping[str, object], error: type[OicekpiError]
) -> None:
    """An invalid record and one that exists already are refused."""
    with pytest.raises(error):
        adding.propose(content, fields)


def test_equal_record_that_came_meanwhile_is_found(content: Content, workspace: Workspace) -> None:
    """Two who add the same at once write it once, unless duplicates are allowed."""
    mine, other = (adding.propose(content, TRIP) for _ in range(2))
    adding.write(Content(workspace, content.today), other)
    with pytest.raises(UsageError, match="duplicate-record"):
        adding.write(content, mine)
    again = adding.propose(content, TRIP, allow_duplicates=True)
    assert adding.write(content, again).path != mine.path


def test_fields_are_read_with_the_ids_of_the_plan(content: Content) -> None:
    """An objective is enough where one indicator counts the kind."""
    fields = adding.fields_of(content, "trip", "a1.STAFF", content.today, {"people": "3"})
    assert fields == {"kind": "trip", "date": "2024-09-30", "indicator": "A1.staff", "people": 3}
    fields = adding.fields_of(content, "milestone", "A1", content.today, {})
    assert fields["indicator"] == "A1.programme"
    assert adding.missing_fields("milestone", fields) == ["stage"]
    assert adding.foreign_fields("milestone", ["stage", "country"]) == ["country"]


@pytest.mark.parametrize(
    ("wanted", "kind", "code"),
    [
        ("A1.staf", "trip", "unknown-indicator"),
        ("A9", None, "unknown-indicator"),
        ("A1", "trip", "unknown-indicator"),
        ("A1", "application", "unknown-indicator"),
    ],
)
def test_indicator_that_cannot_be_told_is_refused(
    content: Content, wanted: str, kind: str | None, code: str
) -> None:
    """None or several indicators are an error that names those there are."""
    plan = content.plan(content.today)[1]
    with pytest.raises(UsageError) as caught:
        adding.resolve(plan, wanted, kind)
    assert caught.value.code == code
    assert caught.value.said().help
    assert adding.resolve(plan, "a1", None) == "A1"


def test_day_to_come_makes_a_record_planned(content: Content) -> None:
    """Also what is said to be planned is."""
    assert "state" not in adding.as_planned(content, TRIP)
    assert adding.as_planned(content, TRIP, planned=True)["state"] == "planned"
    assert adding.as_planned(content, {**TRIP, "date": "2024-10-01"})["state"] == "planned"


def test_question_offers_what_records_say_and_knows_what_is_required(content: Content) -> None:
    """What an indicator counts is required; known names are offered."""
    fields = {"kind": "trip", "date": "2024-09-30", "indicator": "A1.partners", "people": 2}
    question = answers.question(content, fields, "partner")
    assert (question.required, question.offers) == (True, ("Example University",))
    assert not answers.question(content, fields, "note").required


def test_declared_field_is_an_option_of_add(workspace: Workspace, run_in: Run) -> None:
    """What is declared for a kind is an option of `add`, with its help and its completion."""
    with KINDS.registered("visit", Visit):
        assert typed.typed_fields()["venue"].kinds == ("visit",)
        code, out, _ = run_in(workspace.root, "add", "--help")
        assert code == 0
        assert "visit" in out
        assert "--venue TEXT" in out
        assert "Where it was. (visit)" in out
        assert "--back DATE" in out
        arguments = ("visit", "A1.staff", "--venue", "hall", "--back", "yesterday")
        assert "error[wrong-kind]" in run_in(workspace.root, "add", *arguments)[2]
    assert "unknown-kind" in run_in(workspace.root, "add", *arguments[:2])[2]


@pytest.fixture
def run_in(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a folder on the fixed day."""
    from oicekpi.cli import app  # noqa: PLC0415 - only some tests need it

    monkeypatch.setattr("oicekpi.cli.clock.today", lambda: date(2024, 9, 30))

    def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        return app.run(list(arguments)), *capsys.readouterr()

    return run


ADD = ("add", "trip", "A1.staff", "--people", "2")


@pytest.mark.parametrize(("stop", "code"), [(KeyboardInterrupt, 130), (ZeroDivisionError, 3)])
def test_what_fails_after_the_record_was_written_says_that_it_is_there(
    workspace: Workspace,
    run_in: Run,
    monkeypatch: pytest.MonkeyPatch,
    stop: type[BaseException],
    code: int,
) -> None:
    """Ctrl-C or a bug after the write: whoever is not told would enter the record again."""
    write = adding.write

    def fail(*arguments: object) -> None:
        write(*arguments)  # type: ignore[arg-type]  # as it was called
        raise stop

    monkeypatch.setattr(adding, "write", fail)
    answer, _, err = run_in(workspace.root, *ADD)
    assert answer == code
    (path,) = (workspace.records / "2024").glob("2024-09-30-trip*.yaml")
    assert err.startswith(f"saved: {path}\n")


def test_what_fails_before_the_record_was_written_says_nothing_of_it(
    workspace: Workspace, run_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C before the write leaves nothing to be told."""

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(adding, "write", fail)
    assert "saved" not in run_in(workspace.root, *ADD)[2]
    assert os.listdir(workspace.records) == ["2024"]  # noqa: PTH208 - names are enough
