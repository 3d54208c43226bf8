"""What keeps a command from going on: exceptions with a code, facts and an exit code."""

from pathlib import Path

import pytest

from oicekpi.domain.finding import Problem
from oicekpi.messages import failures
from oicekpi.messages.catalogue import Medium


def test_exit_codes_differ() -> None:
    """Each says one thing to a script: bad data, usage, a bug, findings of a level, Ctrl-C."""
    codes = (
        failures.BAD_DATA,
        failures.USAGE,
        failures.BUG,
        failures.FAIL_ON,
        failures.INTERRUPTED,
    )
    assert codes == (1, 2, 3, 4, 130)


@pytest.mark.parametrize(
    ("error", "exit_code", "code", "params"),
    [
        (failures.UsageError("not-agreed"), 2, "not-agreed", {}),
        (
            failures.NotFoundError("unknown-record", wanted="x", near=None),
            2,
            "unknown-record",
            {"wanted": "x", "near": None},
        ),
        (failures.BadDataError("broken-plan", name="2024"), 1, "broken-plan", {"name": "2024"}),
        (
            failures.CannotReadError(Path("a.csv"), "no such file"),
            2,
            "cannot-read",
            {"path": "a.csv", "reason": "no such file"},
        ),
        (
            failures.CannotWriteError("a.yaml", "no space left on device"),
            2,
            "cannot-write",
            {"path": "a.yaml", "reason": "no space left on device"},
        ),
        (
            failures.ChangedMeanwhileError("a.yaml"),
            2,
            "changed-meanwhile",
            {"path": "a.yaml"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_error_holds_facts_and_an_exit_code(
    error: failures.OicekpiError, exit_code: int, code: str, params: dict[str, object]
) -> None:
    """Only files with errors end a command with 1; the sentence is made when it is shown."""
    assert (error.exit_code, error.code, error.params) == (exit_code, code, params)
    assert error.findings == ()
    assert error.said().text


def test_an_invalid_record_holds_its_problems() -> None:
    """Everything that is wrong with a record is known to whoever catches the error."""
    problems = [Problem(("people",), "missing-key"), Problem(("country",), "bad-country")]
    error = failures.InvalidRecordError(iter(problems))
    assert error.findings == tuple(problems)


def test_an_error_is_told_in_the_words_of_its_medium() -> None:
    """On the command line a field is an option, in a file it is a key."""
    error = failures.UsageError("empty-reason")
    assert "--reason" in error.said().text
    assert "`reason`" in error.said(Medium.FILE).text


def test_the_reason_is_the_systems() -> None:
    """A failed call of the system is told in its own words, in small letters."""
    assert failures.reason_of(OSError(28, "No space left on device")) == "no space left on device"
    assert failures.reason_of(OSError("No number")) == "no number"
