"""What commands ask and say beside their results; each text is a template to be filled."""

from typing import Final

from oicekpi.messages.translate import marked as _

# --- progress of long work ------------------------------------------------------------------------

READING_RECORDS: Final = _("reading records: {number}")
READING_ROWS: Final = _("reading rows: {number}")
WRITING_RECORDS: Final = _("writing records: {number}")

# --- questions ------------------------------------------------------------------------------------

HOW_TO_ANSWER: Final = _(
    "Enter takes the default in brackets; < goes back; Ctrl-C leaves without writing."
)
WHICH_KIND: Final = _("What happened? ")
WHEN: Final = _("When? [{default:plain}] ")
WHICH_INDICATOR: Final = _("Which indicators does it count for? ")
FIELD: Final = _("{name:plain} [{default:plain}] {help:plain}: ")
WRITE_IT: Final = _("Write this record? [Y/n/e to edit] ")
REMOVE_IT: Final = _("Remove this record? [Y/n] ")
EDIT_AGAIN: Final = _("Edit it again? [Y/n] ")
SAVED_IN_EDITOR: Final = _(
    "The editor came back at once. Press Enter when you have saved the file there. "
)

REQUIRED: Final = _("required")
NONE: Final = _("none")
NONE_THEN_PROVISIONAL: Final = _("none; then it is provisional")

ANSWER_NEEDED: Final = _("an answer is required")
ANSWER_Y_OR_N: Final = _("answer y or n")
ANSWER_Y_N_OR_E: Final = _("answer y, n or e")
NOT_A_DAY: Final = _("{text} is not a date: write 2024-04-12, 12 Apr, yesterday or last friday")
TWO_DAYS: Final = _("{text} can mean {days:or-plain}: write the year first")
NOT_A_WHOLE_NUMBER: Final = _("{text} is not a whole number from {first:plain} to {last:plain}")
NOT_ONE_OF: Final = _("{text} is not one of {options:or-plain}")
DID_YOU_MEAN: Final = _("did you mean {near:plain}?")
ENTER_TAKES: Final = _("Enter takes {near:plain}")
ENTER_AGAIN: Final = _("that answer was not taken; press Enter once more for the default")
KNOWN: Final = _("  known: {names:and-plain} (Tab completes)")
STAGE: Final = _("  {number:plain}  {stage:plain}  {title:plain}")
STAGE_REACHED: Final = _("  {number:plain}  {stage:plain}  {title:plain}, reached {day:plain}")
WRITE_ONE_OF: Final = _("write {options:or-plain}")
NUMBERS_OR_IDS: Final = _("write numbers from 1 to {last}, or ids, with commas")
FIELDS_LEFT_OUT: Final = _("{names:and-plain} left out: a {kind:plain} has no such field")

# --- notices --------------------------------------------------------------------------------------

NOTHING_WRITTEN: Final = _("nothing was written")
NOTHING_CHANGED: Final = _("nothing was changed")
NOTHING_REMOVED: Final = _("nothing was removed")
PLANNED_AS_FUTURE: Final = _("{day:plain} is in the future, so the record is planned")
APPROVAL_REPLACED: Final = _("the approval was {old} before")
NOT_COUNTED_YET: Final = _(
    "not counted yet; when you have what is missing, type:\n  {command:plain}"
)
UNTIL_MOVED: Final = _("`until` is {until} now; --until sets another day")
WOULD_BE: Final = _("{path:plain} would be:")
WOULD_REMOVE: Final = _("{path:plain} would be removed:")
WAS_REMOVED: Final = _("removed {path:plain}; git keeps it if it was committed")
SAVED_BUT: Final = _("saved, but {warning:plain}")
SAVED_AS: Final = _("saved: {path:plain}")
TEXT_KEPT: Final = _("your text is kept in {path:plain}")
INTERRUPTED: Final = _("oicekpi: interrupted")
REFUSED: Final = _("error: {problem}")
SEE_HELP: Final = _("see {command:plain} --help")
HELP: Final = _("  = help: {help:plain}")

ROWS_NOT_WRITTEN: Final = _("nothing was written; correct what is listed above, then import again")
ROWS_ALL_KNOWN: Final = _("nothing was written; all rows are recorded already")
ROWS_TO_WRITE: Final = _("nothing was written yet; add --write to write {count} record")
ROWS_TO_WRITE_MANY: Final = _("nothing was written yet; add --write to write {count} records")
NEW_RECORDS: Final = _("{folder:plain}/: {count} new record")
NEW_RECORDS_MANY: Final = _("{folder:plain}/: {count} new records")
NOT_REMEMBERED: Final = _("saved, but how it was done is not kept: {text:plain}")
REMEMBERED: Final = _("{path:plain} keeps how it was done, for the next file with these columns")

AFTER_INIT: Final = _("next: cd {folder:plain}, git init, oicekpi status; see README.md")
WORKING_TREE: Final = _("the working tree")
BUG: Final = _(
    "oicekpi: this is a bug in oicekpi {version:plain}: {kind:plain}: {text:plain}\n"
    "  at {place:plain}, Python {python:plain}\n"
    "  please report these lines and what you did at {address:plain}\n"
    "  (OICEKPI_DEBUG=1 shows more)"
)
