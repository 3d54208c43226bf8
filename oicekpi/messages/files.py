"""What can be wrong with the names and places of files."""

from oicekpi.messages.catalogue import Severity, Text, declare
from oicekpi.messages.translate import marked as _

declare(
    "unexpected-file",
    cases={
        "record": Text(
            _("this is not a record"),
            (_("move it out of records/; papers that show something belong in evidence/"),),
        ),
        "plan": Text(
            _("this is not a plan"),
            (_("end the name of a plan with .yaml, and keep other files out of plans/"),),
        ),
    },
    explanation=_(
        "A file in `plans/` or `records/` is neither a plan nor a record. It is reported, since "
        "otherwise nobody would notice a record with a wrong name. Hidden files, what editors leave "
        "behind, and a README are allowed."
    ),
    example="records/2024/invitation.pdf",
    fix=_(
        "Move it. Papers that show something belong in `evidence/`, next to `records/`. The name of a "
        "plan ends in `.yaml`."
    ),
)
declare(
    "misplaced-record",
    cases={
        "": Text(
            _("this record does not count, since it is not in records/"),
            (_("move it into records/; if it is no record, give it another name"),),
        ),
        "folder": Text(
            _("the records in this folder do not count, since they are not in records/"),
            (_("move them into records/; capitals make a difference"),),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "A file whose name is that of a record lies beside `records/`, or in a folder whose name is "
        "almost that, such as `Records`. Only what is in `records/` is read."
    ),
    example="2024-04-12-trip-a1-staff.yaml\nRecords/2024-04-12-trip-a1-staff.yaml",
    fix=_("Move it into `records/`. If it is no record, give it another name."),
)
declare(
    "bad-file-name",
    cases={
        "": Text(
            _("the name of this file is not that of a record"),
            (
                _(
                    "begin it with the day or month of the record and end it with .yaml, such as "
                    "2024-04-12-trip-a1-staff.yaml"
                ),
            ),
        ),
        "calendar": Text(
            _("the name begins with {name:plain}, which is not a day or month"),
            (_("begin it with the day or month of the record"),),
        ),
        "list": Text(
            _("a file named by a day holds one record, but this is a list"),
            (_("name it by the month, such as {wanted:plain}, or make a file of each record"),),
        ),
        "record": Text(
            _("a file named by a month holds a list of records, but this is one record"),
            (
                _(
                    "name it by the day of the record, such as 2024-04-02-trip.yaml, or begin the "
                    "record with `- `"
                ),
            ),
        ),
    },
    explanation=_(
        "A file of records is named by the day of its record, or by the month of its list of records. "
        "People sort and search by the name, and it is the id of the record. What is in the file is "
        "still checked."
    ),
    example=_(
        "records/2024/trip-germany.yaml\nrecords/2024/2024-04-12-trips.yaml     holds a list"
    ),
    fix=_(
        "Begin the name with the day for one record (`2024-04-12-trip-germany.yaml`), with the month for "
        "a list (`2024-04-trips.yaml`), and end it with `.yaml`."
    ),
)
declare(
    "duplicate-record-id",
    _("{other:plain} has the same name, which is the id of the record"),
    _("rename one of the two: another last word is enough"),
    explanation=_(
        "Two files in different folders have the same name. The name without `.yaml` is the id of the "
        "record, and an id means one record."
    ),
    example="records/2024/2024-04-12-trip.yaml\nrecords/spring/2024-04-12-trip.yaml",
    fix=_("Rename one of the two; another last word is enough."),
)
declare(
    "more-problems",
    _("this file has more problems than the first {most}, which are listed"),
    _("correct these, and check again"),
    severity=Severity.WARNING,
    explanation=_(
        "Of the problems of a file, some thousands at most are reported. Mostly they are one mistake, "
        "made again and again."
    ),
    example=_("records/2024-03-trips.yaml     # 2,500 records, each without its evidence"),
    fix=_("Correct the problems that are reported, and run `oicekpi check` again."),
)
declare(
    "not-renamed",
    _("the file could not be renamed to match its date: {reason:plain}"),
    _("rename it yourself; until then `oicekpi check` reports the difference"),
    severity=Severity.WARNING,
)
declare(
    "not-writable",
    _("this cannot be written so that it reads back the same"),
    _("shorten or simplify the text"),
)
declare(
    "date-mismatch",
    _("the record is dated {day}, but the name of its file says {name:plain}"),
    _("correct the one that is wrong"),
    explanation=_("The date in a record and the day or month in the name of its file differ."),
    example="records/2024/2024-04-12-trip.yaml\n\ndate: 2024-04-21",
    fix=_("Correct the date, or rename the file."),
)
