"""Failures: what keeps a run from going on. Bad data is no failure; it is a `Finding`.

Each class takes the facts (a path, an id) and words the sentence itself, so that every
message of one sort reads alike. `exit_code` is what the process answers.
"""

import os
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

_FINDINGS: Final = "https://github.com/oicekpi/oicekpi/blob/main/docs/findings.md"
BAD_DATA: Final = 1
USAGE: Final = 2
BUG: Final = 3
FAIL_ON: Final = 4
INTERRUPTED: Final = 130


def reason_of(error: OSError) -> str:
    """Give the system's own word for what went wrong, as `no space left on device`."""
    return os.strerror(error.errno or 0).lower()


class OicekpiError(Exception):
    """The run cannot go on. `message` says what is wrong, `hint` how to mend it."""

    exit_code = USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the two sentences apart, so that they can be shown apart."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class NoWorkspaceError(OicekpiError):
    """No folder with `plans/` and `records/` was found."""

    def __init__(self, start: Path) -> None:
        """`start` is the folder from which the search went upward."""
        super().__init__(
            f"no workspace at {start} or above: a workspace is a folder with plans/ and records/",
            "go into one, or name it with --root DIR or OICEKPI_ROOT",
        )


class IncompleteWorkspaceError(OicekpiError):
    """A folder that could be a workspace lacks `plans/` or `records/`."""

    def __init__(self, root: Path, missing: str, *, occupied: bool) -> None:
        """`missing` is the folder that is not there; where `occupied`, something else is."""
        mend = "move away what stands there, and make" if occupied else "make"
        super().__init__(
            f"{root} is no workspace: it has no folder {missing}/",
            f"{mend} the folder {root / missing}, or name another workspace with --root DIR",
        )


class NoFolderError(OicekpiError):
    """What was named as a folder is none."""

    def __init__(self, path: Path, *, exists: bool) -> None:
        """`path` is as it was named; something else may stand there."""
        what = "is not a folder" if exists else "does not exist"
        super().__init__(f"{path} {what}", "name a folder")


class NoPlanError(OicekpiError):
    """There is no plan to measure against."""

    def __init__(self, folder: PurePath | str, wanted: str | None, known: Iterable[str]) -> None:
        """`wanted` is the name that was asked for, `known` the names of the plans there are."""
        names = ", ".join(known)
        if wanted is None:
            super().__init__(
                f"{folder} holds no plan",
                "write one, such as plans/2024.yaml",
            )
        else:
            super().__init__(
                f"there is no plan {wanted!r} in {folder}",
                f"the plans are: {names}" if names else "the folder holds no plan",
            )


class BrokenPlanError(OicekpiError):
    """The plan has errors, so nothing can be measured against it."""

    exit_code = BAD_DATA

    def __init__(self, name: str) -> None:
        """`name` is the plan's name; its findings were reported before."""
        super().__init__(
            f"the plan {name!r} has errors, so nothing can be measured against it",
            "mend what is listed above, then run the command again",
        )


class UnknownIdError(OicekpiError):
    """An id that the plan does not have."""

    def __init__(
        self, wanted: str, nearest: str | None, what: str = "section, objective or indicator"
    ) -> None:
        """`nearest` is the known id most like it, if any is."""
        super().__init__(
            f"the plan has no {what} {wanted!r}",
            f"did you mean {nearest}?" if nearest else "`oicekpi status` lists them all",
        )


class UnknownCodeError(OicekpiError):
    """A code that no finding has."""

    def __init__(self, wanted: str, nearest: str | None) -> None:
        """`nearest` is the known code most like it, if any is."""
        super().__init__(
            f"no finding has the code {wanted!r}",
            f"did you mean {nearest}?" if nearest else f"{_FINDINGS} lists them all",
        )


class UnknownMappingError(OicekpiError):
    """A remembered import that is not there, or has errors."""

    def __init__(self, wanted: str, known: Iterable[str]) -> None:
        """`known` are the names of those there are."""
        names = ", ".join(known)
        super().__init__(
            f"imports/ remembers no sound {wanted!r}",
            f"it remembers {names}" if names else "it remembers nothing yet",
        )


class ChangedByHandError(OicekpiError):
    """A remembered import that someone edited, and that is left as it is therefore."""

    def __init__(self, path: str) -> None:
        """`path` is its file."""
        super().__init__(
            f"{path} was edited by hand and says otherwise; it was left as it is",
            "change it by hand, if this is how it is to be done from now on",
        )


class UsageError(OicekpiError):
    """The command line asks for something that cannot be done."""


class NotUtf8Error(OicekpiError):
    """An argument that is text, in the bytes of another encoding."""

    def __init__(self, name: str, shown: str) -> None:
        """`name` is the option or the argument, `shown` what came, with escapes for the bytes."""
        super().__init__(
            f"{name} is not UTF-8: {shown}",
            "let the terminal, or the script that it comes from, write UTF-8",
        )


class InvalidRecordError(OicekpiError):
    """A new record that the plan or the format does not allow; nothing was written."""

    def __init__(self, reasons: Iterable[str]) -> None:
        """`reasons` are the findings, a sentence each."""
        super().__init__("the record was not written:\n" + "\n".join(f"  - {r}" for r in reasons))


class BadSheetError(OicekpiError):
    """A CSV file that cannot be taken apart into rows, so that none of them can be judged."""

    exit_code = BAD_DATA

    def __init__(self, name: str, line: int, message: str, hint: str) -> None:
        """`line` counts from 1, and is 0 where the file as a whole is meant."""
        super().__init__(f"{name}:{line}: {message}" if line else f"{name}: {message}", hint)


class CannotWriteError(OicekpiError):
    """The disk, the folder or its permissions did not allow the write."""

    def __init__(self, path: Path, reason: str) -> None:
        """`reason` is the system's own word for it."""
        super().__init__(
            f"cannot write {path}: {reason}",
            "nothing was written; see to the disk or the folder's permissions and try again",
        )


class CannotPrintError(OicekpiError):
    """Standard output takes no more, for another reason than that its reader has gone."""

    def __init__(self, reason: str) -> None:
        """`reason` is the system's own word for it."""
        super().__init__(
            f"cannot write the output: {reason}", "see to the disk, or to what reads the output"
        )


class ChangedMeanwhileError(OicekpiError):
    """The file holds something else than when it was read, so it was not changed."""

    def __init__(self, path: Path) -> None:
        """`path` is the file; it may be gone altogether."""
        super().__init__(
            f"{path} was changed by someone else meanwhile; nothing was written",
            "look at it again, then repeat the command",
        )


class NotEditableError(OicekpiError):
    """A record is written in a way that keeps one of its keys from being changed alone."""

    def __init__(self, key: str) -> None:
        """`key` is what was to be changed."""
        super().__init__(
            f"`{key}` cannot be changed here without touching other lines; nothing was written",
            "change it by hand, with `oicekpi edit`",
        )


class TwoPlansError(OicekpiError):
    """A plan's file and a year were both given to start with."""

    def __init__(self) -> None:
        """There is nothing to tell but that."""
        super().__init__("--plan and --year were both given", "name the plan, or the year")


class CannotReadError(OicekpiError):
    """A file that was named on the command line cannot be read."""

    def __init__(self, path: Path, reason: str) -> None:
        """`reason` says why, as `it is not a plain file`."""
        super().__init__(f"cannot read {path}: {reason}")


class NoSuchPathError(OicekpiError):
    """A path that was named on the command line is not in the workspace."""

    def __init__(self, path: Path) -> None:
        """`path` is as it was typed."""
        super().__init__(
            f"there is no {str(path)!r} in the workspace",
            "name a file or folder from here, or as findings name it",
        )


class OccupiedError(OicekpiError):
    """Files that were to be made are there already; none was written over."""

    def __init__(self, folder: Path, taken: Iterable[str]) -> None:
        """`taken` are the paths in `folder` that are in the way."""
        super().__init__(
            f"nothing was written, for this stands in {folder} already:\n"
            + "\n".join(f"  - {path}" for path in taken),
            "name an empty or a new folder",
        )


class NoGitError(OicekpiError):
    """Git could not be started."""

    def __init__(self, reason: str) -> None:
        """`reason` is the system's own word for it."""
        super().__init__(f"git cannot be started: {reason}", "install git, or see to PATH")


class NoRepositoryError(OicekpiError):
    """Git finds no repository around a folder, or cannot or will not read it."""

    def __init__(self, folder: Path, reason: str) -> None:
        """`reason` is what git says."""
        super().__init__(f"git cannot read {folder}: {reason or 'it gives no reason'}")


class UnknownRevisionError(OicekpiError):
    """A revision that the repository does not have."""

    def __init__(self, name: str, *, shallow: bool) -> None:
        """`shallow` says that the repository holds only a part of its history."""
        super().__init__(
            f"git knows no revision {name!r}",
            "this clone is shallow; fetch more of its history (git fetch --unshallow; "
            "fetch-depth: 0 in a workflow)"
            if shallow
            else "name a commit, a branch or a tag, as main or HEAD~1",
        )
