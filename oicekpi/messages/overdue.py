"""What should be done already: what `agenda` lists as overdue, in the words of `check`."""

from typing import Final

from oicekpi.messages.catalogue import Severity, Text, declare
from oicekpi.messages.translate import marked as _

_RUN: Final = _("run `{command:plain}`")

declare(
    "overdue-planned",
    cases={
        "": Text(
            _("planned for {day}, which has passed"),
            (
                _(
                    "run `{command:plain}` if it happened, "
                    '`oicekpi cancel {id:plain} --reason "..."` if not, or change the date'
                ),
                _("if it happened, do not mark it as planned; if not, give it a new date"),
            ),
        ),
        "waits": Text(
            _("planned for {day}, which has passed"),
            (
                _(
                    "if it happened, draft the plan of its day first: run `{command:plain}`, then "
                    "`oicekpi confirm {id:plain}`; "
                    'if not, run `oicekpi cancel {id:plain} --reason "..."`, or change the date'
                ),
            ),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "A record is planned for a day that has passed. It either happened or it did not."
    ),
    example=_("date: 2024-04-12     # and today is in May\nstate: planned"),
    fix=_(
        'Run `oicekpi confirm ID` if it happened, or `oicekpi cancel ID --reason "..."` if it did '
        "not. If it was postponed, change the date, also in the name of the file. Where no plan covers "
        "its day yet, run `oicekpi next-plan` before you confirm it."
    ),
)
declare(
    "overdue-provisional",
    cases={
        "approval": Text(_("approval missing since {day}"), (_RUN,)),
        "evidence": Text(_("evidence missing since {day}"), (_RUN,)),
        "both": Text(_("approval and evidence missing since {day}"), (_RUN,)),
    },
    severity=Severity.NOTE,
    explanation=_(
        "An indicator requires an approval or evidence that a record does not name, so the record "
        "counts as provisional only. The note ends when the period after that of the plan is over."
    ),
    example=_("date: 2024-04-12\nindicator: A1.staff     # requires an approval"),
    fix=_(
        "Run `oicekpi confirm ID --approval NUMBER` or `--evidence FILE`. If the record will never "
        'get it, run `oicekpi cancel ID --reason "..."`.'
    ),
)
declare(
    "overdue-stage",
    _("{indicator:plain} has not reached stage {stage}, which was due on {day}"),
    _RUN,
    severity=Severity.NOTE,
    explanation=_("The day by which a plan promises a stage has passed, and no record reaches it."),
    example=_(
        "stages:\n  - {id: drafted, title: Drafted, due: 2024-03-31}     # and today is in May"
    ),
    fix=_("Record the stage when it is reached. The last day of the period ends the note, too."),
)
declare(
    "overdue-checkpoint",
    _("{indicator:plain} has not reached {number}, its checkpoint of {day}"),
    _RUN,
    severity=Severity.NOTE,
    explanation=_(
        "The last checkpoint that has passed is not reached. The note ends with the period, or when "
        "the next checkpoint has passed."
    ),
    example=_("pace:\n  checkpoints: {2024-03-31: 6}     # 4 are done, and today is in May"),
    fix=_("Record what has been done, or do what is missing."),
)
declare(
    "overdue-reading",
    cases={
        "": Text(_("a reading of {indicator:plain} was due on {day}"), (_RUN,)),
        "part": Text(
            _("{indicator:plain} has no reading in the sub-period that ended on {day}"),
            (_RUN,),
        ),
    },
    severity=Severity.NOTE,
    explanation=_(
        "An indicator is read, and its last reading is older than its `review_every`, which is 120 "
        "days unless the plan says otherwise; or one of its sub-periods has ended without a reading."
    ),
    example="measure: level\nof: [reading]\nreview_every: 90",
    fix=_(
        "Add a reading. One that was taken in time counts for its day, however late it is recorded."
    ),
)
