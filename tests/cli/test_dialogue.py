"""The dialogue of `oicekpi add`: with answers that are given in turn, and at a real terminal."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oicekpi.cli.dialogue import Dialogue
from oicekpi.cli.session import Session
from oicekpi.messages.failures import BadDataError, UsageError

Run = Callable[..., tuple[int, str, str]]
Codes = Callable[[str], list[str]]
Tree = Callable[[], dict[str, str]]
Sit = Callable[..., list[str]]


class Script:
    """Answers in turn, and keeps what was asked and offered."""

    def __init__(self, *answers: str) -> None:
        """`answers` are given in this order."""
        self.answers = iter(answers)
        self.asked: list[str] = []
        self.questions: list[str] = []
        self.offered: dict[str, Sequence[str]] = {}

    def ask(self, question: str, offers: Sequence[str] = ()) -> str:
        """Give the next answer."""
        key = question.split(maxsplit=1)[0]
        self.asked.append(key)
        self.questions.append(question)
        self.offered[key] = offers
        return next(self.answers)


def _led(script: Script, kind: str | None = None, day: date | None = None) -> dict[str, object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("oicekpi.cli.terminal.ask", script.ask)
        return Dialogue(Session(), Session().content()).everything(kind, day, {})


@pytest.fixture(autouse=True)
def _inside(office: Path) -> Path:
    return office


def test_everything_is_asked_for_in_turn() -> None:
    """Kind, day and indicator are asked for, then each field; an empty answer leaves one out."""
    script = Script("trip", "yesterday", "A1.staff", "ann, ben", "Germany", *[""] * 6)
    assert _led(script) == {
        "kind": "trip", "date": "2024-09-29", "indicator": "A1.staff",
        "people": ("ann", "ben"), "country": "DE",
    }  # fmt: skip
    assert script.asked[:4] == ["What", "When?", "Which", "people"]


def test_a_chinese_keyboard_is_understood() -> None:
    """Kinds in Chinese, wide digits and signs, days and countries as people write them."""
    script = Script(
        "出访", "《", "因公出国", "九月三日", "１", "＜", "Ａ１．staff", "３人", "德国", *[""] * 6
    )
    assert _led(script) == {
        "kind": "trip", "date": "2024-09-03", "indicator": "A1.staff", "people": 3, "country": "DE",
    }  # fmt: skip


@pytest.mark.usefixtures("chinese")
def test_kinds_are_listed_by_their_chinese_words_and_their_keys(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Either may be typed, and either is known where it is mistyped."""
    script = Script("里程卑", "", "", "1", "agreement-signed", *[""] * 3)
    assert _led(script)["kind"] == "milestone"
    out = capsys.readouterr().out
    assert "\n1  出访（trip）         有人出访。\n" in out
    assert "\n5  里程碑（milestone）  " in out
    assert "  是不是 “里程碑”？\n" in out


def test_empty_day_is_today() -> None:
    """What stands in brackets is taken by an empty answer: the day is today."""
    fields = _led(Script("milestone", "", "1", "agreement-signed", *[""] * 3))
    assert fields["date"] == "2024-09-30"


@pytest.mark.parametrize(
    ("answer", "indicators"),
    [
        ("1", "A2.partners"),
        ("2", "A2.agreements"),
        ("a2.AGR", "A2.agreements"),
        ("1, 2", ("A2.partners", "A2.agreements")),
        ("2, a2.agreements", "A2.agreements"),
    ],
)
def test_indicator_is_chosen_by_number_or_beginning(
    capsys: pytest.CaptureFixture[str], answer: str, indicators: object
) -> None:
    """Of the indicators that take the kind, each with its progress, one or several are chosen."""
    fields = _led(Script(answer, "North", *[""] * 5), "agreement", date(2024, 9, 30))
    assert fields["indicator"] == indicators
    assert "1  A2.partners    Partners    1 of 3    ▼ behind\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["tirp"], "did you mean trip?"),
        (
            ["zzz"],
            "write trip, application, agreement, appointment, milestone, activity or reading",
        ),
        ([""], "write trip, application, agreement, appointment, milestone, activity or reading"),
        (["a"], "write trip, "),
        (["9"], "write trip, "),
        (["trip", "soon"], '"soon" is not a date'),
        (["trip", "2024-02-30"], '"2024-02-30" is not a date'),
        (["trip", "", "9"], "write numbers from 1 to 2, or ids, with commas"),
        (["trip", "", "A1.staff,,"], "write numbers from 1 to 2, or ids, with commas"),
        (["trip", "", "1", ""], "an answer is required"),
        (["trip", "", "1", "0"], "0 is not a possible number"),
        (["trip", "", "1", "2", "Atlantis"], '"Atlantis" is not'),
        (["trip", "", "1", "2", "", "", "", "2024-01-01"], ""),
        (["trip", "", "1", "2", *[""] * 5, "../x.pdf"], '"../x.pdf" is outside'),
    ],
)
def test_wrong_answer_is_asked_again_with_the_reason(
    capsys: pytest.CaptureFixture[str], wrong: list[str], told: str
) -> None:
    """An answer that cannot stand is refused at once, and the same question comes again."""
    whole = ["trip", "2024-09-30", "A1.staff", "2", *[""] * 8]
    script = Script(*wrong, *whole[len(wrong) - 1 :])
    fields = _led(script)
    assert (fields["kind"], fields["date"], fields["people"]) == ("trip", "2024-09-30", 2)
    assert f"  {told}" in capsys.readouterr().out
    assert script.asked[len(wrong) - 1] == script.asked[len(wrong)]


def test_field_that_the_indicator_counts_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    """A field that the kind may leave out is needed where the indicator counts it."""
    script = Script("A2.partners", "2", "", "North", *[""] * 6)
    fields = _led(script, "trip", date(2024, 9, 30))
    assert fields["partner"] == "North"
    assert "  an answer is required\n" in capsys.readouterr().out


def test_what_records_have_said_is_offered_the_most_used_first() -> None:
    """Names that stand in records are offered for new ones; countries by code and by name."""
    script = Script("1", "2", *[""] * 8)
    _led(script, "trip", date(2024, 9, 30))
    assert script.offered["people"] == ("staff-001", "staff-002", "staff-003", "staff-004")
    assert script.offered["partner"] == ("Example University", "Example College")
    assert script.offered["country"][:2] == ("DE", "JP")
    assert "Germany" in script.offered["country"]


def test_stages_of_the_chosen_milestone_are_offered() -> None:
    """For a milestone the stages of its indicator are offered."""
    script = Script("1", "agreement-signed", *[""] * 4)
    _led(script, "milestone", date(2024, 9, 30))
    assert script.offered["stage"] == ("partner-chosen", "agreement-signed")


def test_kind_that_nothing_takes_is_refused(office: Path) -> None:
    """Where no indicator of the plan takes the kind, there is nothing to ask."""
    plan = office / "plans" / "2024.yaml"
    plan.write_text(plan.read_text().replace("of: [activity]", "of: [trip]"))
    with pytest.raises(UsageError, match="no-indicator-of-kind"):
        _led(Script(), "activity", date(2024, 9, 30))


def test_day_of_a_broken_plan_is_refused(office: Path) -> None:
    """Where the plan has errors, there is nothing to count for."""
    plan = office / "plans" / "2024.yaml"
    plan.write_text(plan.read_text().replace("measure: records", "measure: recods", 1))
    with pytest.raises(BadDataError, match="broken-plan"):
        _led(Script("trip", "today"))


def test_day_that_no_plan_covers_is_asked_again(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody answers eight more questions only to hear that no plan covers the day."""
    script = Script("trip", "2026-01-01", "2024-09-30", "A1.staff", "2", *[""] * 7)
    assert _led(script)["date"] == "2024-09-30"
    told = capsys.readouterr().out
    assert "  no plan covers 2026-01-01\n" in told
    assert "2024 (2024-01-01 – 2024-12-31)\n" in told


def test_day_that_was_given_and_no_plan_covers_is_refused() -> None:
    """A day of the command line that no plan covers is told of before anything is asked."""
    with pytest.raises(UsageError, match="uncovered-day"):
        _led(Script(), "trip", date(2026, 1, 1))


def test_today_is_offered_only_where_a_plan_covers_it(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A day that cannot be written is no default."""
    plan = office / "plans" / "2024.yaml"
    plan.with_stem("2026").write_text(plan.read_text().replace("2024", "2026"))
    plan.unlink()
    for path in (office / "records").rglob("*.yaml"):
        path.unlink()
    script = Script("agreement", "", "2026-04-01", "1", "Example College", *[""] * 5)
    assert _led(script)["date"] == "2026-04-01"
    assert script.questions[1] == "When? [required] "
    assert "an answer is required" in capsys.readouterr().out


ANSWERS = ("milestone", "", "1", "agreement-signed", "", "", "")
NAME = "records/2024/2024-09-30-milestone-b2-programme-agreement-signed.yaml"


def test_record_is_shown_and_written_on_a_yes(run: Run, tree: Tree, someone_there: Sit) -> None:
    """After the questions the record is shown, and written when that is agreed to."""
    before = tree()
    asked = someone_there(*ANSWERS, "")
    code, out, _ = run("add")
    assert code == 0
    assert asked[-1] == "Write this record? [Y/n/e to edit] "
    text = (set(tree().items()) - set(before.items())).pop()
    assert text[0] == NAME
    assert f"{NAME} would be:\n{text[1]}B2.programme: " in out
    assert out.endswith(f"\n{NAME}\n")


def test_record_is_not_written_on_a_no(run: Run, tree: Tree, someone_there: Sit) -> None:
    """A no at the end leaves everything as it was."""
    before = tree()
    someone_there(*ANSWERS, "no")
    code, _, err = run("add")
    assert (code, err) == (0, "nothing was written\n")
    assert tree() == before


def test_dry_run_of_the_dialogue_does_not_ask_whether_to_write(
    run: Run, tree: Tree, someone_there: Sit
) -> None:
    """Where nothing will be written, that is not asked."""
    before = tree()
    someone_there(*ANSWERS)
    code, out, _ = run("add", "--dry-run")
    assert code == 0
    assert f"{NAME} would be:\n" in out
    assert tree() == before


def test_what_was_given_is_not_asked_for(run: Run, tree: Tree, someone_there: Sit) -> None:
    """Options that stand on the command line are taken."""
    asked = someone_there("1", "", "", "", "y")
    code, _, _ = run("add", "milestone", "--stage", "agreement-signed", "--date", "today")
    assert code == 0
    assert not any(question.startswith(("stage", "When")) for question in asked)
    assert NAME in tree()


def test_what_the_kind_has_no_field_for_is_never_dropped_in_silence(
    run: Run, codes: Codes, someone_there: Sit
) -> None:
    """It is refused before anything is asked; where the kind is an answer, it is told."""
    asked = someone_there()
    code, out, err = run("add", "milestone", "--country", "DE")
    assert (code, out, asked) == (2, "", [])
    assert codes(err) == ["unknown-fields"]
    someone_there("milestone", "", "1", *[""] * 3, "n")
    out = run("add", "--stage", "agreement-signed", "--country", "DE", "--fund", "x")[1]
    assert "--fund and --country left out: a milestone has no such field\n" in out


def test_answer_can_be_taken_back() -> None:
    """`<` asks the question before once more; before the first there is none."""
    script = Script("<", "milestone", "<", "trip", "", "1", "<", "1", "3", "<", "2", *[""] * 7)
    fields = _led(script)
    assert (fields["kind"], fields["people"]) == ("trip", 2)
    assert script.asked[:11] == [
        "What", "What", "When?", "What", "When?", "Which", "people", "Which", "people", "country",
        "people",
    ]  # fmt: skip


def test_record_can_be_edited_at_the_last_question(
    run: Run, tree: Tree, someone_there: Sit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`e` opens the record in the editor, and what comes back is shown again."""
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nsed -i s/agreement-signed/partner-chosen/ "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    someone_there(*ANSWERS, "perhaps", "e", "y")
    code, out, err = run("add")
    assert (code, err) == (0, "answer y, n or e\n")
    assert "stage: partner-chosen\n" in tree()[out.splitlines()[-1]]


# --- at a real terminal ---------------------------------------------------------------------------


def test_person_at_a_terminal_is_led_to_the_file(terminal: Callable[..., Any], tree: Tree) -> None:
    """At a real terminal, from the first question to the file, answers and mistakes are typed."""
    seat = terminal("add")
    seat.answer("What happened? ", "tirp\n")
    seat.answer("did you mean trip?\n", "trip\n")
    seat.answer("When? ", "2024-09-30\n")
    seat.answer("Which indicators does it count for? ", "A1.staff\n")
    seat.answer("people [required] ", "ann, ben\n")
    for key in ("country", "partner", "purpose", "until", "approval", "evidence", "note"):
        seat.answer(f"{key} [none", "Germany\n" if key == "country" else "\n")
    seat.answer("Write this record? [Y/n/e to edit] ", "\n")
    assert seat.end() == 0
    name = "records/2024/2024-09-30-trip-a1-staff-germany.yaml"
    assert name.removesuffix(".yaml") in seat.seen
    assert "people: [ann, ben]\n" in tree()[name]


def test_ctrl_c_at_a_question_leaves_everything_as_it_was(
    terminal: Callable[..., Any], tree: Tree
) -> None:
    """Ctrl-C in the middle of the questions ends with 130; nothing is written."""
    before = tree()
    seat = terminal("add", "trip")
    seat.answer("When? ", "2024-09-30\n")
    seat.interrupt("Which indicators does it count for? ")
    assert seat.end() == 130
    assert seat.seen.endswith("\noicekpi: interrupted\n")
    assert "Traceback" not in seat.seen
    assert tree() == before


def test_end_of_input_at_a_question_is_an_interrupt_too(
    terminal: Callable[..., Any], tree: Tree
) -> None:
    """Ctrl-D at a question leaves as Ctrl-C does."""
    before = tree()
    seat = terminal("add", "trip", "A1.staff")
    seat.answer("people [required] ", "\x04")
    assert seat.end() == 130
    assert seat.seen.endswith("\noicekpi: interrupted\n")
    assert tree() == before
