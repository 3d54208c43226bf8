"""What keeps a command from going on: a few exceptions, each raised with a code and facts.

Bad data is no failure but a `Finding`; a bug is any other exception. The sentence is made from the
code where the error is shown.
"""

from collections.abc import Iterable
from typing import Any, Final

from oicekpi.messages.catalogue import Medium, Said, SystemWords, Text, declare, say
from oicekpi.messages.translate import marked as _

BAD_DATA: Final = 1
USAGE: Final = 2
BUG: Final = 3
FAIL_ON: Final = 4
INTERRUPTED: Final = 130


_COMMON: Final = (
    _("permission denied"),
    _("no such file or directory"),
    _("no space left on device"),
    _("file exists"),
    _("is a directory"),
    _("not a directory"),
    _("read-only file system"),
    _("file name too long"),
    _("too many levels of symbolic links"),
    _("input/output error"),
)
"""What systems say most often; the rest is shown in their words."""


def reason_of(error: OSError) -> str:
    """Return the system's own words for what went wrong, such as `no space left on device`."""
    return SystemWords((error.strerror or str(error)).lower())


class OicekpiError(Exception):
    """The command cannot go on. `code`, `case` and `params` name the message.

    `findings` are the problems behind it, if there are any; they are shown beside it. Their types,
    `Finding` and `Problem`, belong to a layer above.
    """

    exit_code = USAGE

    def __init__(
        self,
        code: str,
        case: str = "",
        *,
        findings: Iterable[Any] = (),
        **params: object,
    ) -> None:
        """Keep the facts; the sentence is made when it is shown."""
        super().__init__(code, case, params)
        self.code = code
        self.case = case
        self.params = params
        self.findings = tuple(findings)

    def said(self, medium: Medium = Medium.OPTION) -> Said:
        """Return the error in words: what is wrong, and what to do about it."""
        return say(self.code, self.params, self.case, medium)


class UsageError(OicekpiError):
    """The command line asks for something that cannot be done."""


class NotFoundError(OicekpiError):
    """Something that was named does not exist: a workspace, a plan, an id, a revision."""


class BadDataError(OicekpiError):
    """A file has errors, so that the command can do nothing with it."""

    exit_code = BAD_DATA


class InvalidRecordError(OicekpiError):
    """A new or changed record is not valid; nothing was written."""

    def __init__(self, problems: Iterable[Any]) -> None:
        """Take everything that is wrong with the record."""
        super().__init__("invalid-record", findings=problems)


class CannotReadError(OicekpiError):
    """A file, or git, cannot be read."""

    def __init__(self, path: object, reason: str, code: str = "cannot-read") -> None:
        """Take the path and the reason, such as the system's own words."""
        super().__init__(code, path=str(path), reason=reason)


class CannotWriteError(OicekpiError):
    """The disk, the folder or its permissions do not allow to write; nothing was written."""

    def __init__(self, path: object, reason: str = "", code: str = "cannot-write") -> None:
        """Take the path, and the system's own words for the reason unless the code says it."""
        super().__init__(code, path=str(path), reason=reason)


class ChangedMeanwhileError(OicekpiError):
    """A file is not what it was when it was read; nothing was written."""

    def __init__(self, path: object) -> None:
        """Take the path of the file, which may be gone."""
        super().__init__("changed-meanwhile", path=str(path))


# --- workspaces, plans, ids -----------------------------------------------------------------------

declare(
    "no-workspace",
    _("no workspace at {path:plain} or above: a workspace is a folder with plans/ and records/"),
    _("go into one, or name it with --root DIR or OICEKPI_ROOT"),
)
declare(
    "no-working-directory",
    _("the working directory does not exist any more"),
    _("go into another folder, such as with: cd ~"),
)
declare(
    "incomplete-workspace",
    cases={
        "": Text(
            _("{root:plain} is not a workspace: it has no folder {missing:plain}/"),
            (_("make the folder {path:plain}, or name another workspace with --root DIR"),),
        ),
        "occupied": Text(
            _("{root:plain} is not a workspace: its {missing:plain} is not a folder"),
            (_("move {path:plain} away and make a folder of that name"),),
        ),
    },
)
declare(
    "no-folder",
    cases={
        "": Text(_("{path:plain} does not exist"), (_("name a folder"),)),
        "file": Text(_("{path:plain} is not a folder"), (_("name a folder"),)),
    },
)
declare(
    "unknown-plan",
    _("there is no plan {wanted} in {folder:plain}"),
    _("the plans are {known:and-plain}"),
    _("there are no plans in it yet; `oicekpi init` makes one"),
)
declare(
    "no-plans",
    _("there is no plan in {folder:plain}"),
    _("write one, such as plans/2024.yaml"),
)
declare(
    "broken-plan",
    _("the plan {name} has errors, so nothing can be compared with it"),
    _("correct the errors listed above, then run the command again"),
)
declare(
    "unknown-id",
    cases={
        "": Text(
            _("the plan has no section, objective or indicator {wanted}"),
            (_("did you mean {near:plain}?"), _("`oicekpi status` lists them all")),
        ),
        "indicator": Text(
            _("the plan {plan:plain} has no indicator {wanted}"),
            (
                _("did you mean {near:plain}?"),
                _("`oicekpi status --plan {plan:plain}` lists them all"),
            ),
        ),
    },
)
declare(
    "same-plan",
    _("{name} is given twice, and a plan is not compared with itself"),
    _("name two plans, such as: oicekpi compare 2023 2024"),
)
declare(
    "unknown-owner",
    _("the plan names no owner {wanted}"),
    _("did you mean {near:plain}?"),
    _("write `owner` in the plan, at an indicator or an objective"),
)
declare(
    "unknown-code",
    _("there is no finding with the code {wanted}"),
    _("did you mean {near:plain}?"),
    _("docs/findings.md lists them all"),
)
declare(
    "unknown-path",
    _("there is no {path} in the workspace"),
    _("name a file or folder relative to here, or as findings name it"),
)
declare(
    "occupied",
    _("{folder:plain} already has {paths:and-plain}; nothing was written"),
    _("name an empty or a new folder"),
)

# --- records --------------------------------------------------------------------------------------

declare("invalid-record", _("the record was not written:"))
declare(
    "unknown-record",
    _("there is no record {wanted}"),
    _("did you mean {near:plain}?"),
    _("`oicekpi log` lists them all"),
)
declare(
    "ambiguous-record",
    _("several records begin with {wanted}"),
    _("write more of the id: {ids:or-plain}"),
)
declare(
    "list-of-records",
    _("{wanted:plain} is a list of {count} records"),
    _("name one of them, such as {first:plain}"),
)
declare(
    "record-in-list",
    _("{id:plain} is one of a list of records in one file"),
    _("remove its lines with: oicekpi edit {id:plain}"),
)
declare(
    "record-has-errors",
    _("the record {id:plain} has errors"),
    _("correct it with: oicekpi edit {id:plain}"),
)
declare(
    "duplicate-record",
    _("an equal record exists: {id:plain}"),
    _("if it really happened twice, add --allow-duplicates"),
)
declare(
    "missing-arguments",
    cases={
        "": Text(
            _("missing {names:and-plain}"),
            (_("see oicekpi add --help; questions are asked only on a terminal"),),
        ),
        "options": Text(_("missing {names:and-plain}"), (_("see oicekpi add --help"),)),
    },
)
declare(
    "unknown-kind",
    _("there is no kind of record {wanted}"),
    _("did you mean {near:plain}?"),
    _("the kinds are {known:and-plain}"),
)
declare(
    "unknown-fields",
    _("a record of kind {kind:plain} has no {names:and-plain}"),
    _("it has {known:and-plain}"),
)
declare(
    "uncovered-day",
    _("no plan covers {day}"),
    _("give another date, or make the plan first: oicekpi next-plan {next:plain}"),
    _("give another date, or add a plan for it; there is {periods:and-plain}"),
    _("add a plan for it"),
)
declare(
    "no-indicator-of-kind",
    cases={
        "": Text(
            _("no indicator of {objective:plain} counts records of kind {kind:plain}"),
            (_("`oicekpi show {objective:plain}` says what it counts"),),
        ),
        "plan": Text(
            _("no indicator of the plan counts records of kind {kind:plain}"),
            (_("choose another kind"),),
        ),
    },
)
declare("empty-reason", _("{reason:field} is empty"), _("say why it will not happen"))
declare(
    "already-cancelled",
    _("{id:plain} is cancelled already"),
    _("change it with: oicekpi edit {id:plain}"),
)
declare(
    "cancelled-record",
    _("{id:plain} is cancelled, so it cannot be confirmed"),
    _("change it with: oicekpi edit {id:plain}"),
)
declare(
    "confirmed-already",
    _("{id:plain} is confirmed already"),
    _("add {approval:field} or {evidence:field}, or change it with: oicekpi edit {id:plain}"),
)
declare(
    "not-happened-yet",
    _("{id:plain} is planned for {day}, which is in the future"),
    _("say when it happened with {date:field}"),
)
declare(
    "not-editable",
    _("{key:field} cannot be changed without changing other lines; nothing was written"),
    _("change it by hand, with `oicekpi edit`"),
)

# --- the command line -----------------------------------------------------------------------------

declare(
    "conflicting-options",
    _("{options:and-plain} cannot be given together"),
    _("keep one of them"),
)
declare(
    "unknown-ending",
    cases={
        "": Text(
            _("{path:plain} does not say which format it is to have"),
            (_("let its name end in {known:or-plain}, or give --format"),),
        ),
        "pdf": Text(
            _("{path:plain} cannot be written: no report is a PDF"),
            (_("write it as .html or .docx, open that, and print it or save it as PDF"),),
        ),
    },
)
declare(
    "bad-template",
    cases={
        "": Text(
            _("{path:plain} is no Word document"),
            (_("save it in Word as a document (.docx), without macros"),),
        ),
        "large": Text(_("{path:plain} has more than {most} MB in it")),
        "open": Text(
            _("{path:plain} has placeholders that are not closed: {places:and-plain}"),
            (_("write them as {{{{ title }}}}"),),
        ),
        "unknown": Text(
            _("{path:plain} has unknown placeholders: {places:and-plain}"),
            (
                _("did you mean {near:plain}?"),
                _("the placeholders are {known:and-plain}"),
            ),
        ),
        "alone": Text(
            _(
                "{path:plain} has placeholders that must be alone in a paragraph of its body: {places:and-plain}"
            ),
            (_("give each a paragraph of its own, outside of tables, headers and footers"),),
        ),
        "again": Text(
            _("{path:plain} has placeholders of parts that are there already: {places:and-plain}"),
            (_("keep the first of each"),),
        ),
    },
)
declare(
    "template-for-word",
    _("--template is for Word documents alone"),
    _("add --format docx, or leave it out"),
)
declare(
    "missing-extra",
    _("{name:plain} needs a package that is not installed: {package:plain}"),
    _(
        'install it as you installed oicekpi: `pip install "oicekpi[{extra:plain}]"`, '
        '`pipx install --force "oicekpi[{extra:plain}]"` '
        'or `uv tool install "oicekpi[{extra:plain}]"`'
    ),
)
declare(
    "no-catalogue",
    _("the sentences of the language {language} are not installed"),
    _("install oicekpi with pip, which compiles them, or leave --lang out"),
)
declare(
    "not-agreed",
    _("nothing was removed: questions are asked only on a terminal"),
    _("add --yes"),
)
declare(
    "argument-not-utf8",
    _("{name:plain} is not UTF-8: {value:plain}"),
    _("let the terminal, or the script that it comes from, write UTF-8"),
)
declare(
    "no-editor",
    _("no editor was found"),
    _("set EDITOR, such as EDITOR=nano"),
)
declare(
    "editor-cannot-start",
    _("the editor {editor} cannot be started: {reason:plain}"),
    _("set EDITOR to an editor that is installed"),
)
declare("editor-failed", _("the editor {editor} ended with code {status}; nothing was written"))
declare(
    "errors-left", _("the record still has errors; nothing was written"), _("edit it once more")
)

# --- import ---------------------------------------------------------------------------------------

declare(
    "unknown-column",
    _("{file:plain} has no column {wanted}"),
    _("did you mean {near}?"),
    _("its columns are {known:and}"),
)
declare(
    "unknown-field",
    _("a record has no field {wanted}"),
    _("did you mean {near:plain}?"),
    _("the fields are {known:and-plain}"),
)
declare(
    "no-equals-sign",
    cases={
        "": Text(
            _("{option:plain} {value} has no equals sign"),
            (_("write {option:plain} {form:plain}"),),
        ),
        "colon": Text(
            _("{option:plain} {value} has no colon after the field"),
            (_("write {option:plain} {form:plain}"),),
        ),
    },
)
declare(
    "given-twice",
    cases={
        "column": Text(_("the column {name} is given twice"), (_("keep one of the two"),)),
        "field": Text(_("the field {name} is given twice"), (_("keep one of the two"),)),
        "text": Text(_("the text {name} is replaced twice"), (_("keep one of the two"),)),
        "indicator": Text(_("the indicator {name} is given twice"), (_("keep one of the two"),)),
    },
)
declare(
    "foreign-field",
    _("a record of kind {kind:plain} has no {field:plain}"),
    _("empty the cell, or correct the kind"),
)
declare(
    "unknown-sheet",
    _("{file:plain} has no sheet {wanted}"),
    _("its sheets are {known:and}"),
)
declare(
    "which-sheet",
    _("{file:plain} has several sheets: {known:and}"),
    _("name the one to import with --sheet NAME"),
)
declare(
    "not-for-file",
    cases={
        "sheet": Text(
            _("{file:plain} is a CSV file, which has no sheets"), (_("leave --sheet out"),)
        ),
        "encoding": Text(
            _("{file:plain} is an Excel file, which names its encoding itself"),
            (_("leave --encoding out"),),
        ),
    },
)
declare(
    "unknown-mapping",
    _("there is no valid mapping {wanted} in imports/"),
    _("the mappings are {known:and-plain}"),
    _("there are none yet; `oicekpi import --write` makes them"),
)
declare(
    "mapping-changed-by-hand",
    _("{path:plain} was edited by hand and differs; it was left as it is"),
    _("change it by hand if files are to be imported in the new way from now on"),
)

# --- files, output and git ------------------------------------------------------------------------

declare("cannot-read", _("cannot read {path:plain}: {reason:plain}"))
declare(
    "cannot-write",
    _("cannot write {path:plain}: {reason:plain}"),
    _("nothing was written; check the disk and the folder's permissions, then try again"),
)
declare(
    "no-output-folder",
    _("there is no folder {path:plain} to write into"),
    _("nothing was written; make the folder, or name another place with --output"),
)
declare(
    "link-in-the-way",
    _("{path:plain} is a link, which may lead out of the workspace"),
    _("nothing was written; put the folder itself in its place"),
)
declare(
    "not-plain-file",
    _("{path:plain} is not a plain file"),
    _("nothing was written; move it away, then try again"),
)
declare(
    "not-our-report",
    _("{path:plain} exists, and is not a report as oicekpi wrote it"),
    _("nothing was written; name another file with --output, or move it away"),
)
declare(
    "other-writer",
    _("another command is writing into this workspace: it holds {path:plain}"),
    _("nothing was written; wait until it has ended, then try again"),
)
declare(
    "cannot-print",
    _("cannot write the output: {reason:plain}"),
    _("check the disk, or what reads the output"),
)
declare(
    "changed-meanwhile",
    _("{path:plain} was changed by someone else meanwhile"),
    _("nothing was written; look at it again, then repeat the command"),
)
declare(
    "no-git",
    _("git cannot be started: {reason:plain}"),
    _("install git, or check PATH"),
)
declare(
    "no-repository",
    _("git cannot read {path:plain}: {reason:plain}"),
    _("run the command in a clone of a git repository"),
)
declare(
    "untrusted-repository",
    _("git does not trust {path:plain}, since it belongs to another user"),
    _("if you trust it: git config --global --add safe.directory {reason:plain}"),
)
declare(
    "too-many-files",
    _("the git revision {name} has more than {most} files in plans/ and records/"),
    _("compare with a revision from before they were added"),
)
declare(
    "damaged-revision",
    _("git cannot read the files of the revision {name}"),
    _("check the repository with: git fsck"),
)
declare(
    "no-merge-base",
    cases={
        "": Text(
            _("the git revisions {first} and {second} have no common history"),
            (_("compare them with two dots instead of three"),),
        ),
        "shallow": Text(
            _("there is no common history of {first} and {second} in this shallow clone"),
            (_("fetch the whole history: git fetch --unshallow; in a workflow, fetch-depth: 0"),),
        ),
    },
)
declare(
    "unknown-revision",
    cases={
        "": Text(
            _("there is no git revision {name}"),
            (_("name a commit, a branch or a tag, such as main or HEAD~1"),),
        ),
        "shallow": Text(
            _("there is no git revision {name} in this shallow clone"),
            (_("fetch the whole history: git fetch --unshallow; in a workflow, fetch-depth: 0"),),
        ),
    },
)
