"""Failures word themselves: what is wrong, and what to do; each with its exit code."""

from pathlib import Path

import pytest

from oicekpi.messages import failures as errors

ROOT = Path("/office")
FAILURES = [
    (
        errors.NoWorkspaceError(ROOT),
        errors.USAGE,
        "no workspace at /office or above: a workspace is a folder with plans/ and records/",
        "go into one, or name it with --root DIR or OICEKPI_ROOT",
    ),
    (
        errors.IncompleteWorkspaceError(ROOT, "plans", occupied=False),
        errors.USAGE,
        "/office is no workspace: it has no folder plans/",
        "make the folder /office/plans, or name another workspace with --root DIR",
    ),
    (
        errors.NoPlanError("plans", None, ()),
        errors.USAGE,
        "plans holds no plan",
        "write one, such as plans/2024.yaml",
    ),
    (
        errors.NoPlanError("plans", "2O24", ["2023", "2024"]),
        errors.USAGE,
        "there is no plan '2O24' in plans",
        "the plans are: 2023, 2024",
    ),
    (
        errors.NoPlanError("plans", "2024", ()),
        errors.USAGE,
        "there is no plan '2024' in plans",
        "the folder holds no plan",
    ),
    (
        errors.BrokenPlanError("2024"),
        errors.BAD_DATA,
        "the plan '2024' has errors, so nothing can be measured against it",
        "mend what is listed above, then run the command again",
    ),
    (
        errors.UnknownIdError("A1.stuff", "A1.staff"),
        errors.USAGE,
        "the plan has no section, objective or indicator 'A1.stuff'",
        "did you mean A1.staff?",
    ),
    (
        errors.UnknownIdError("\u202ex", None, "indicator"),
        errors.USAGE,
        r"the plan has no indicator '\u202ex'",
        "`oicekpi status` lists them all",
    ),
    (errors.BadSheetError("a.csv", 3, "no", "do"), errors.BAD_DATA, "a.csv:3: no", "do"),
    (errors.BadSheetError("a.csv", 0, "no", "do"), errors.BAD_DATA, "a.csv: no", "do"),
    (
        errors.UnknownMappingError("staf", ["staff", "students"]),
        errors.USAGE,
        "imports/ remembers no sound 'staf'",
        "it remembers staff, students",
    ),
    (
        errors.UnknownMappingError("staf", ()),
        errors.USAGE,
        "imports/ remembers no sound 'staf'",
        "it remembers nothing yet",
    ),
    (
        errors.ChangedByHandError("imports/staff.yaml"),
        errors.USAGE,
        "imports/staff.yaml was edited by hand and says otherwise; it was left as it is",
        "change it by hand, if this is how it is to be done from now on",
    ),
    (errors.UsageError("no", "do"), errors.USAGE, "no", "do"),
    (
        errors.InvalidRecordError(["one", "two"]),
        errors.USAGE,
        "the record was not written:\n  - one\n  - two",
        "",
    ),
    (
        errors.CannotWriteError(ROOT, "no space left on device"),
        errors.USAGE,
        "cannot write /office: no space left on device",
        "nothing was written; see to the disk or the folder's permissions and try again",
    ),
    (
        errors.CannotPrintError("No space left on device"),
        errors.USAGE,
        "cannot write the output: No space left on device",
        "see to the disk, or to what reads the output",
    ),
]


@pytest.mark.parametrize(("failure", "code", "message", "hint"), FAILURES)
def test_a_failure_words_itself(
    failure: errors.OicekpiError, code: int, message: str, hint: str
) -> None:
    """Whoever raises it gives the facts only."""
    assert (failure.exit_code, failure.message, failure.hint) == (code, message, hint)
    assert str(failure) == message


def test_exit_codes_differ() -> None:
    """Each says one thing."""
    codes = {errors.BAD_DATA, errors.USAGE, errors.BUG, errors.FAIL_ON, errors.INTERRUPTED}
    assert codes == {1, 2, 3, 4, 130}
