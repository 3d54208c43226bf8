"""Answers in the dialogue of `add`."""

from datetime import date

import pytest

from oicekpi.app import answers
from oicekpi.app.content import Content
from oicekpi.domain.countries import NAMES
from oicekpi.messages.failures import UsageError
from oicekpi.storage.workspace import Workspace

TRIP = {"kind": "trip", "date": "2024-09-30", "indicator": "A1.staff"}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("people", "3 people", 3),
        ("people", '"Wang, Lei"; Ann', ("Wang, Lei", "Ann")),
        ("country", "germany", "DE"),
        ("note", "N/A", None),
        ("approval", "-", None),
        ("approval", '"-"', "-"),
    ],
)
def test_an_answer_is_read_as_every_other_text(
    content: Content, name: str, text: str, value: object
) -> None:
    """What stands for nothing in an optional field leaves it empty."""
    assert answers.answer(content, TRIP, name, text) == (value, ())


@pytest.mark.parametrize(
    ("name", "text", "code", "case"),
    [
        ("people", "李明等3人", "bad-people", "both"),
        ("people", "about 3", "bad-people", "cell"),
        ("people", "TBD", "placeholder", ""),
        ("people", "0", "bad-people", "number"),
        ("amount", "1,000.50", "bad-number", "grouped"),
        ("until", "2024-09-01", "bad-until", ""),
        ("partner", "a\x1bb", "control-character", ""),
    ],
)
def test_an_answer_that_no_record_may_have_is_refused(
    content: Content, name: str, text: str, code: str, case: str
) -> None:
    """The reason is known before the next question is asked."""
    _, problems = answers.answer(content, TRIP, name, text)
    assert [(each.where[0], each.code, each.case) for each in problems] == [(name, code, case)]


def test_a_placeholder_in_a_field_that_an_indicator_counts_is_refused(content: Content) -> None:
    """The record would not count without it."""
    fields = {**TRIP, "indicator": "A1.partners", "people": 1}
    _, problems = answers.answer(content, fields, "partner", "N/A")
    assert [each.code for each in problems] == ["placeholder"]


# --- what is asked and offered --------------------------------------------------------------------


def test_a_question_offers_what_may_be_answered(content: Content) -> None:
    """Countries by code and name, stages by id, and else what records say, the most used first."""
    assert answers.question(content, TRIP, "country").offers[:1] == (next(iter(NAMES)),)
    stage = {"kind": "milestone", "date": "2024-09-30", "indicator": ("A1.programme", "A9")}
    assert answers.question(content, stage, "stage").offers == ("drafted", "signed")
    assert answers.used(content, "partner") == ["Example University"]
    assert answers.used(content, "stage") == ["drafted"]


def test_what_is_seldom_needed_is_asked_only_where_it_counts(content: Content) -> None:
    """Tags and amounts are given by options where no indicator needs them."""
    assert not {"tags", "amount"} & {*answers.asked(content, TRIP)}


def test_only_a_day_that_a_plan_covers_is_taken(content: Content, workspace: Workspace) -> None:
    """Another day is refused with the periods there are, unless a plan is broken."""
    assert answers.read_covered_day(content, "yesterday") == date(2024, 9, 29)
    with pytest.raises(UsageError) as caught:
        answers.require_plan(content, date(2031, 1, 1))
    assert caught.value.params["periods"] == ["2024 (2024-01-01 – 2024-12-31)"]
    (workspace.root / "plans" / "2025.yaml").write_text("broken")
    answers.require_plan(Content(workspace, content.today), date(2031, 1, 1))


def test_the_indicators_of_a_kind_are_the_choices(content: Content) -> None:
    """Where no indicator takes the kind there is nothing to choose."""
    plan = content.plan(content.today)[1]
    progress = answers.choices(content, plan, "agreement")
    assert [each.indicator.id for each in progress] == ["A1.signed", "A1.partners"]
    with pytest.raises(UsageError, match="no-indicator-of-kind"):
        answers.choices(content, plan, "appointment")


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("1", "trip"), ("3", "milestone"), ("0", None), ("4", None), ("9" * 5000, None),
        ("TRIP", "trip"), ("m", "milestone"), ("tr", None), ("", None), ("x", None),
    ],
)  # fmt: skip
def test_an_option_is_named_by_number_name_or_beginning(text: str, option: str | None) -> None:
    """A beginning that several have names none; a whole name goes before a beginning."""
    options = ["trip", "trips", "milestone"]
    assert answers.picked(text, options) == option
