"""What next year's plan says beside its indicators, and what is to be looked at in it."""

from typing import Final

from oicekpi.messages.catalogue import Severity, Text, declare
from oicekpi.messages.translate import marked as _

# --- comments in the draft ------------------------------------------------------------------------

RESULT_OF_TARGET: Final = _("{plan:plain}: {done:plain} of {target:plain}")
RESULT_OF_UNITS: Final = _("{plan:plain}: {done:plain} of {target:plain} {unit:plain}")
RESULT_IN_UNITS: Final = _("{plan:plain}: {done:plain} {unit:plain}")
RESULT_ALONE: Final = _("{plan:plain}: {done:plain}")
RESULT_SO_FAR: Final = _("{result:plain} by {day}")
NEXT_RESULT: Final = _("{results:plain}; {result:plain}")
NO_READING: Final = _("{plan:plain}: no reading")
CHANCE_AND_OFTEN: Final = _(
    "chance of the same target: {chance:plain} %; reached four times in five: {often}"
)
CHANCE_AND_OFTEN_KEPT: Final = _(
    "chance to keep the same target: {chance:plain} %; kept four times in five: {often}"
)
CHANCE_ALONE: Final = _(
    "chance of the same target: {chance:plain} %; not even 1 is reached four times in five"
)

# --- what to review -------------------------------------------------------------------------------

declare(
    "review-year",
    _("line {lines:and-plain} still names {years:or-plain}; see whether it should"),
    severity=Severity.NOTE,
    many=_("lines {lines:and-plain} still name {years:or-plain}; see whether they should"),
)
declare(
    "review-title",
    _("the title names the new year: {title:plain}"),
    severity=Severity.NOTE,
)
declare(
    "review-signature",
    _("{keys:and-plain} left out; add them when the plan is signed"),
    severity=Severity.NOTE,
)
declare(
    "review-break",
    cases={
        "": Text(_("the break is now {start} to {end}; does it fall on other days this time?")),
        "named": Text(
            _("{name:plain} is now {start} to {end}; does it fall on other days this time?")
        ),
    },
    severity=Severity.NOTE,
)
declare(
    "review-pace",
    _("{indicators:and-plain}: the days of the pace were moved"),
    severity=Severity.NOTE,
)
declare(
    "review-stages",
    cases={
        "": Text(
            _("{indicator:plain}: {done} of {needed} stages were reached; are they the next ones?")
        ),
        "done": Text(
            _("{indicator:plain}: all stages were reached; delete it, or write the next ones")
        ),
    },
    severity=Severity.NOTE,
)
declare(
    "review-revision",
    _(
        "{indicator:plain}: the target was revised to {target:plain} on {on} ({reason}); it is "
        "{first:plain} again"
    ),
    severity=Severity.NOTE,
)
declare(
    "review-baseline",
    cases={
        "": Text(_("{indicator:plain}: the baseline is now {value}, the last value known")),
        "none": Text(_("{indicator:plain}: there is no reading, so the baseline is an old one")),
        "reached": Text(
            _(
                "{indicator:plain}: the last value is {value}, which keeps the target already; the "
                "baseline is an old one"
            )
        ),
    },
    severity=Severity.NOTE,
)
declare(
    "review-waiting",
    _("{count} planned record waited for this plan and belongs to it now"),
    severity=Severity.NOTE,
    many=_("{count} planned records waited for this plan and belong to it now"),
)

# --- what keeps a plan from being drafted ---------------------------------------------------------

declare(
    "draft-not-editable",
    _("the plan cannot be rewritten line by line; nothing was written"),
    _("write each key on a line of its own, or make the new plan by hand"),
)
declare(
    "draft-has-errors",
    _("the draft of {path:plain} would have errors; nothing was written"),
    _("correct what is listed in the plan that it is made from, or make the new plan by hand"),
)
declare(
    "plan-exists",
    cases={
        "": Text(
            _("{path:plain} exists already; nothing was written"),
            (_("edit it, or remove it first"),),
        ),
        "covered": Text(
            _("{path:plain} covers days from {start} to {end} already; nothing was written"),
            (_("edit that plan, or name another year"),),
        ),
    },
)
declare(
    "no-such-period",
    _("a plan that follows {name:plain} begins in {first:plain}, not in {year:plain}"),
    _("type: oicekpi next-plan {first:plain} --from {name:plain}"),
)
