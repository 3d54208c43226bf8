"""Where the parts of a plan contradict each other."""

from typing import Final

from oicekpi.messages.catalogue import Text, declare
from oicekpi.messages.translate import marked as _

_IN_PERIOD: Final = (_("use dates from {start} to {end}"),)

declare(
    "duplicate-id",
    cases={
        "": Text(
            _("the id {id} is used twice"),
            (_("give each section, objective and indicator its own id"),),
        ),
        "capitals": Text(
            _("the ids {first} and {id} differ only in capitals"),
            (_("give each section, objective and indicator its own id"),),
        ),
        "stage": Text(_("the stage {id} is listed twice"), (_("keep one of the two"),)),
    },
    explanation=_(
        "Two sections, objectives or indicators of a plan have the same id, or two stages of one "
        "indicator. Capitals make no difference."
    ),
    example="- id: A1.staff\n- id: A1.Staff",
    fix=_("Give each its own id, and use it in the records."),
)
declare(
    "bad-break",
    cases={
        "reversed": Text(_("this break ends before it starts"), (_("write the first day first"),)),
        "outside": Text(_("{outside} is outside the period of the plan"), _IN_PERIOD),
        "order": Text(
            _("this break starts before the previous one has ended on {day}"),
            (_("list each break once, in order of time, without overlap"),),
        ),
        "whole": Text(
            _("the breaks leave no day of the period"), (_("shorten them, or delete one"),)
        ),
    },
    explanation=_(
        "A break of a plan is outside the period, overlaps another one, comes before an earlier one, or "
        "leaves no day for work."
    ),
    example=(
        "period: {start: 2024-01-01, end: 2024-12-31}\n"
        "breaks:\n"
        "  - {start: 2023-12-25, end: 2024-01-07}"
    ),
    fix=_("List each break once, in order of time, within the period."),
)
declare(
    "bad-kind",
    cases={
        "": Text(
            _("records of kind {kind} cannot count {measure:plain}"),
            (_("use some of {kinds:and-plain}"),),
        ),
        "twice": Text(_("{kind} is listed twice"), (_("list each kind once"),)),
    },
    explanation=_(
        "An indicator takes a kind of record that does not say what the indicator counts, or takes it "
        "twice."
    ),
    example="measure: people\nof: [agreement]",
    fix=_("Use the kinds that the message lists. Only milestones have stages."),
)
declare(
    "bad-indicator",
    cases={
        "no-stages": Text(
            _("the indicator counts stages but has none"), (_("add `stages` with an id for each"),)
        ),
        "stages": Text(
            _("only an indicator with `measure: stages` has stages"),
            (_("write `measure: stages`, or delete `stages`"),),
        ),
        "target": Text(_("an indicator with stages has no other target"), (_("delete `target`"),)),
        "review": Text(
            _("only an indicator without target and stages is reviewed"),
            (_("delete `review_every`"),),
        ),
        "no-baseline": Text(
            _("only levels and ratios have a baseline, not {measure:plain}"),
            (_("delete `baseline`"),),
        ),
        "baseline-side": Text(
            _("the baseline {value} already keeps the target {bound}"),
            (_("correct one of the two; a value that only has to be held needs no baseline"),),
        ),
        "no-unit": Text(
            _("indicators that count {measure:plain} have no other unit"), (_("delete `unit`"),)
        ),
        "no-aggregate": Text(
            _("only levels and ratios have an aggregate, not {measure:plain}"),
            (_("delete `aggregate`"),),
        ),
        "aggregate": Text(
            _("{measure:plain} has no aggregate {value}"), (_("write {known:or-plain}"),)
        ),
        "wording": Text(
            _("{measure:plain} has no target with {wording:plain}"),
            (_("write {known:or-plain}"),),
        ),
        "share": Text(_("the share is {value} percent"), (_("write a number above 0, up to 100"),)),
        "whole": Text(
            _("the target of a count cannot be {value}"),
            (_("write a whole number from {least} to {most}"),),
        ),
        "each": Text(
            _("the period has only one {each:plain}, so the target cannot hold in each"),
            (_("delete `each`, or choose shorter parts"),),
        ),
        "each-pace": Text(
            _("a target that must hold in each part of the period has no pace"),
            (_("delete `pace`"),),
        ),
        "no-target": Text(
            _("an indicator without a target has no {key:field}"), (_("delete {key:field}"),)
        ),
    },
    explanation=_(
        "Keys of an indicator do not go together: stages without `measure: stages`, a target for "
        "stages, a pace without a target."
    ),
    example=(
        "measure: stages\n"
        "of: [milestone]\n"
        "target: {at_least: 3}\n"
        "stages:\n"
        "  - {id: signed, title: Agreement signed}"
    ),
    fix=_("Follow the message. Here, delete `target`, since the stages are the target."),
)
declare(
    "bad-where",
    cases={
        "field": Text(
            _("records of these kinds have no field {key}: {kinds:and-plain}"),
            (_("did you mean {near}?"), _("select by a field that they have")),
        ),
        "word": Text(
            _("no record can have {value} as its {key:field}"),
            (_("write what records have there"),),
        ),
    },
    explanation=_(
        "An indicator selects records (`where`) by a field that its kinds do not have, or by a word that "
        "the field cannot hold, so no record would ever count."
    ),
    example="of: [trip]\nwhere: {contry: DE}",
    fix=_(
        "Select by a field of the kinds in `of`, and by a word that occurs in that field of the records."
    ),
)
declare(
    "bad-stage",
    cases={
        "outside": Text(_("{outside} is outside the period of the plan"), _IN_PERIOD),
        "order": Text(
            _("this stage is due before an earlier one, which is due on {day}"),
            (_("put the stages in order of time"),),
        ),
    },
    explanation=_("A stage is due outside the period of the plan, or before an earlier stage."),
    example=(
        "stages:\n"
        "  - {id: drafted, title: Drafted, due: 2024-09-30}\n"
        "  - {id: signed, title: Signed, due: 2024-06-30}"
    ),
    fix=_("List the stages in the order in which they are reached, and correct the dates."),
)
declare(
    "bad-window",
    cases={
        "reversed": Text(_("this window ends before it starts"), (_("write the first day first"),)),
        "outside": Text(_("{outside} is outside the period of the plan"), _IN_PERIOD),
        "order": Text(
            _("this window starts before the previous one has ended on {day}"),
            (_("list each window once, in order of time, without overlap"),),
        ),
    },
    explanation=_(
        "A window of a pace ends before it starts, leaves the period, or overlaps another."
    ),
    example="pace:\n  windows:\n    - [2024-08-31, 2024-07-01]",
    fix=_("Write the first day first, and list the windows in order of time."),
)
declare(
    "bad-checkpoint",
    cases={
        "order": Text(
            _("checkpoints must go forward in time, and their counts must not fall"),
            (_("put them in order of time, each count at least the previous one"),),
        ),
        "outside": Text(_("{outside} is outside the period of the plan"), _IN_PERIOD),
        "most": Text(
            _("the target needs {needed}, but this checkpoint expects {value}"),
            (_("write at most {needed}"),),
        ),
        "last": Text(
            _("the target needs {needed} by the last day of the period, not {value}"),
            (_("write {needed}, or delete the checkpoint"),),
        ),
    },
    explanation=_(
        "A checkpoint of a pace is outside the period, expects more than the target needs, or less than "
        "the previous checkpoint."
    ),
    example="target: {at_least: 10}\npace:\n  checkpoints: {2024-06-30: 6, 2024-09-30: 4}",
    fix=_("Write the days in order, with counts that never fall and end at what the target needs."),
)
declare(
    "bad-revision",
    cases={
        "outside": Text(_("{outside} is outside the period of the plan"), _IN_PERIOD),
        "first": Text(
            _("a revision on the first day of the period is the target itself"),
            (_("write it as `target`, or correct the date"),),
        ),
        "order": Text(
            _("this revision is not after the previous one, on {day}"), (_("put the oldest first"),)
        ),
    },
    explanation=_("A revision of a target is outside the period, or not after the previous one."),
    example=_(
        "period: {start: 2024-01-01, end: 2024-12-31}\n"
        "revisions:\n"
        "  - {on: 2023-12-01, target: {at_least: 12}, reason: agreed at the review}"
    ),
    fix=_("Write the day from which the new target holds, the oldest revision first."),
)
