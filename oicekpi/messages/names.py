"""What is wrong with files as a whole: their names, their places, copies of others."""

from oicekpi.messages.catalogue import Severity, Text, declare
from oicekpi.messages.translate import marked as _

_PORTABLE = _("rename it; letters, digits, dashes and single dots work everywhere")

declare(
    "no-plan",
    _("there is no plan"),
    _("write one, such as plans/2024.yaml"),
    explanation=_(
        "The folder `plans/` has no plan, so records cannot be measured against anything."
    ),
    example="plans/README.md\nrecords/2024/2024-04-12-trip-a1-staff.yaml",
    fix=_("Write a plan such as `plans/2024.yaml`. `oicekpi init` makes one."),
)
declare(
    "conflict-copy",
    _("this looks like a copy of {original:plain} and does not count"),
    _("keep the right one under the name of the original, and delete the other"),
    explanation=_(
        "The name of a file is one that a file manager, a sync program or a git tool gives to a copy, "
        "and the original is beside it. The copy does not count."
    ),
    example=(
        "records/2024/2024-04-12-trip.yaml\n"
        "records/2024/2024-04-12-trip (1).yaml\n"
        "records/2024/2024-04-12-trip.sync-conflict-20240413-091500-ABCDEFG.yaml"
    ),
    fix=_(
        "Compare the two, keep what is right under the name of the original, and delete the copy. If "
        "both are events of their own, rename the copy."
    ),
)
declare(
    "plan-copy",
    _("this plan overlaps {other:plain} and has the same indicators; {judge:plain} is used"),
    _("delete one of the two, or give the indicators other ids; `--plan` selects the other one"),
    severity=Severity.WARNING,
    explanation=_(
        "Two plans cover the same days and have indicators with the same ids, so one is probably a "
        "copy of the other. Commands use the one that starts last, or whose name comes last."
    ),
    example="plans/2024.yaml     period: {start: 2024-01-01, end: 2024-12-31}\n"
    "plans/new.yaml      period: {start: 2024-01-01, end: 2024-12-31}",
    fix=_("Delete the copy, or give its indicators ids of their own."),
)
declare(
    "plan-period-mismatch",
    cases={
        "": Text(
            _("the plan is named after {year:plain}, but its period is {start} to {end}"),
            (
                _(
                    "delete it and type oicekpi next-plan {year:plain}, which moves all dates; or "
                    "correct the dates or the name"
                ),
            ),
        ),
        "dates": Text(
            _("the period is {start} to {end}, but {count} date of the plan is in {year:plain}"),
            (_("move the dates of breaks, stages and checkpoints to the period"),),
            _("the period is {start} to {end}, but {count} dates of the plan are in {year:plain}"),
        ),
    },
    explanation=_(
        "The name of a plan and its period, or its period and its other dates, are of different years. "
        "Probably it is a copy of last year's plan that was not changed completely."
    ),
    example="plans/2025.yaml     period: {start: 2024-01-01, end: 2024-12-31}",
    fix=_(
        "Delete the copy and let `oicekpi next-plan` draft the new plan, which moves all dates. Or change "
        "them by hand, or rename the file."
    ),
)
declare(
    "similar-file-names",
    cases={
        "capitals": Text(
            _(
                "{one:plain} and {other:plain} are the same file on Windows and macOS: only capitals "
                "differ"
            ),
            (_("rename one of the two"),),
        ),
        "accents": Text(
            _(
                "{one:plain} and {other:plain} are the same file on macOS: only the encoding of accents "
                "differs"
            ),
            (_("rename one of the two"),),
        ),
    },
    explanation=_(
        "Two names differ only in capitals, or in how accents are encoded. On Windows and macOS they "
        "are one file, and one of the two is lost there."
    ),
    example="records/2024/2024-04-12-trip-Japan.yaml\nrecords/2024/2024-04-12-trip-japan.yaml",
    fix=_("Rename one of the two, or delete it if it is a copy."),
)
declare(
    "non-portable-name",
    cases={
        "character": Text(_("Windows does not allow {character} in a name"), (_PORTABLE,)),
        "device": Text(_("{name} is the name of a device on Windows"), (_PORTABLE,)),
        "ending": Text(_("{name} ends in a dot or a space, which Windows removes"), (_PORTABLE,)),
        "length": Text(
            _(
                "the path has {length} characters; Windows cannot open paths much longer than {most}"
            ),
            (_("use shorter names or fewer folders"),),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "A name is not possible on another system: a reserved word of Windows (`con`, `nul`, `com1`), a "
        "character that Windows does not allow, a dot or space at the end, or a path that is too long. "
        "The repository cannot be cloned there."
    ),
    example="records/aux/2024-04-12-trip.yaml\nrecords/2024/2024-04-12-trip: japan.yaml",
    fix=_("Rename it. Letters, digits, dashes and single dots work everywhere."),
)
